"""Tables that are text: the layer is the file, each place the cell that the csv module reads there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.items import Opened, ReadSettings
from ingest.readers import read, reread
from ingest.readers.sniff import sniff
from ingest.readers.table import delimiter, looks_like_table, record
from ingest.split import split
from provenance.records import Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
LOG = (
    "Incident log 42\n\nTime,From,Remarks\n"
    '14:02,999 caller,"Man with a ""big"" knife, 😀\nrunning"\n14:05,Unit,On its way\n'
)


def parts(data: bytes) -> list[Part]:
    found = list(read(io.BytesIO(data), "x", ReadSettings()))
    assert found[0] == Opened("csv")
    return [item for item in found if isinstance(item, Part)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_the_layer_is_the_file(encoding: str) -> None:
    found = parts(LOG.replace("\n", "\r\n").encode(encoding))
    assert "".join(p.text for p in found) == LOG
    assert [p.label for p in found] == [f"row {n}" for n in range(1, 6)]
    row = found[3]
    assert [(row.text[q.start : q.end], q.value, q.label) for q in row.places] == [
        ("14:02", "cell=4,1", "A4"),
        ("999 caller", "cell=4,2", "B4"),
        ('Man with a ""big"" knife, 😀\nrunning', "cell=4,3", "C4"),
    ]
    assert row.places[0].conforms == "http://tools.ietf.org/rfc/rfc7111"


@pytest.mark.parametrize("mark", ["sep=;", '\ufeff"sep=;"'])
def test_the_line_that_names_the_delimiter_is_no_row_of_the_table(mark: str) -> None:
    found = parts(f"{mark}\r\nName;Sum\r\nAnn;1,50\r\n".encode())
    assert "".join(p.text for p in found).endswith("\nName;Sum\nAnn;1,50\n") and not found[0].places
    assert [p.text for p in split(found, "csv")] == ["Name: Ann · Sum: 1,50"]


def test_rows_are_read_again() -> None:
    found = parts(LOG.encode())
    assert list(reread(io.BytesIO(LOG.encode()), "csv", [3, 77], ReadSettings())) == [found[3]]


def test_a_quote_that_is_never_closed_takes_one_cell_only() -> None:
    rows = ["Time,Event,By\n", '14:02,"he fled,Ann\n', *(f"14:{n},went on,Bob\n" for n in range(10, 59))]
    text = "".join(rows) + "x" * 70000 + ",y,z\n"
    found = parts(text.encode())
    assert found[1].text == rows[1] and len(found) == len(rows) + 1


TABLES = st.lists(st.lists(st.text("ab ,;\"\n'é😀", max_size=6), min_size=2, max_size=4), min_size=1, max_size=6)


@given(TABLES, st.sampled_from(",;\t|"))
def test_cells_are_those_of_the_csv_module(table: list[list[str]], sign: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    text, at, found = out.getvalue(), 0, []
    while at < len(text):
        at, spans = record(text, at, sign)
        found.append([text[a:b].replace('""', '"') for a, b in spans])
    assert found == table


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (LOG, ","),
        ("a;b\n1;2\n3;4\n", ";"),
        ("Name\tPhone\nA B\t07700 900123\n", "\t"),
        ("07700900123,03/05/2026 14:02:11,00:03:12,Incoming\n" * 6, ","),
        ('Name,Address\nAnn Dean,"4 Mill Lane, Leeds"\nBob Hill,"7 High St, York"\n', ","),
        ("Time,Event\n14:02,the caller said that he saw a man.\n14:05,he ran off into the park.\n", ","),
        ("Time, Caller, Duration, Result\n14:02, 07700, 33, ok\n14:03, 07701, 34, no\n", ","),
        ("sep=;\na;b\n", ";"),
        ('"sep=^"\na^b\n', "^"),
        ("a,b,c\n1,2\n1,2,3,4,5 more\n\n,,\n9,8,7\n", ","),
        ('When|Who|What\n2024-05-03 14:20|Bob|said "hello" | no\n2024-05-03 14:21|Ann|bye\n', "|"),
        ("Name\tPhone\tNote\nAnn\t07700 900123\t\nBob\t07700 900124\n", "\t"),
        ("Datum;Betrag;Wer\n01.02.2024;1,50;A\n02.02.2024;2,75;B\n", ";"),
        (
            "A LOG,,,\nNo:,20240301,,\n,,,\nTime,Type,Entry,Grade\n22:15,CALL,A man ran,1\n22:16,CLOSE,Done,\n",
            ",",
        ),
        ("2024-03-01 22:15:07,07700900123,07700900456,63,home\n" * 3, ","),
    ],
)
def test_tables_are_told(text: str, sign: str) -> None:
    assert delimiter(text) == sign
    assert sniff(io.BytesIO(text.encode())) == "csv"


@pytest.mark.parametrize(
    "text",
    [
        "Dear John,\nI write, today, to say\nthat all is well, and more.\n",
        "2026-05-03 14:02:11,123 INFO started\n" * 9,
        "Smith, John\nDean, Ann\nHill, Bob\n",
        "Smith, Dean, Hill\nThey came at 5, 6, or 7\nThey left, later\n",
        "On 3, 4, 5 and 6 May\nhe paid 20, 30, 40 and 50\nto 7, 8, 9 and 10\n",
        "He came, he saw, he left.\nShe stayed, she slept, she woke.\n" * 4,
        "import os, sys\nx = 1, 2\ny = 3, 4\n",
        "Q. Where, exactly?\nA. There, I think.\n" * 5,
        "14:02 he came; he left\n14:03 she came; she left\n14:04 it was dark; no light\n",
        '{"a": 1, "b": 2}\n' * 5,
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
    ],
)
def test_prose_logs_and_code_are_none(text: str) -> None:
    assert not looks_like_table(text)


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_files() -> None:
    tables = {f.name for f in SHARED.rglob("*.txt") if sniff(io.BytesIO(f.read_bytes())) == "csv"}
    assert all(name.startswith("a_") for name in tables)  # tab-separated tables of a laboratory
    for file in (SHARED / "office" / "csv").glob("*.csv"):
        text = file.read_text()
        rows = list(csv.reader(io.StringIO(text)))
        found = parts(file.read_bytes())
        for number, part in enumerate(found):
            for place in part.places:
                column = int(place.value.rpartition(",")[2])
                assert part.text[place.start : place.end].replace('""', '"') == rows[number][column - 1]
