"""Passages of sheets: a row is a passage with its heads, cited by its own words; heads themselves are none."""

from __future__ import annotations

import io
from itertools import pairwise

from ingest.items import PassageSpan, ReadSettings
from ingest.readers import read
from ingest.split import split
from ingest.split_rows import meaning
from provenance.records import Part


def passages(text: str) -> tuple[str, list[PassageSpan]]:
    parts = [i for i in read(io.BytesIO(text.encode()), "x", ReadSettings()) if isinstance(i, Part)]
    found = split(parts, "csv")
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(p.start <= s.start < s.end <= p.end for p in found for s in p.sentences)
    return "".join(p.text for p in parts), found


def test_a_row_says_its_heads_and_is_cited_by_its_own_words() -> None:
    layer, found = passages('Log of 3 May\n\nTime,Remarks\n14:02,"He said ""go"" 😀"\n\n14:05,None\n')
    assert [(p.label, p.text) for p in found] == [
        ("row 1", "Log of 3 May"),
        ("row 4", 'Time: 14:02 · Remarks: He said "go" 😀'),
        ("row 6", "Time: 14:05 · Remarks: None"),
    ]
    (sentence,) = found[1].sentences
    assert layer[sentence.start : sentence.end] == '14:02,"He said ""go"" 😀"'


def test_heads_that_are_repeated_are_no_passages() -> None:
    _, found = passages("Time,Event\n14:02,a call\nTime,Event\n14:03,a van\n")
    assert [p.text for p in found] == ["Time: 14:02 · Event: a call", "Time: 14:03 · Event: a van"]


def test_a_long_cell_is_cited_by_sentences_and_keeps_the_row_s_short_cells() -> None:
    story = " ".join(f"Sentence {n} says that the man went along the road and saw nobody there." for n in range(40))
    layer, found = passages(f'Time,By,Remarks\n14:02,PC 12 Dean,"{story}"\n14:03,PC 12 Dean,Nothing\n')
    row = [p for p in found if p.label == "row 2"]
    assert len(row) > 2 and all(len(p.text.split()) < 220 for p in row)
    assert row[0].text.startswith("Time: 14:02 · By: PC 12 Dean · Remarks: Sentence 0 says")
    assert all(p.text.startswith("Time: 14:02 · By: PC 12 Dean") for p in row)
    assert layer[row[1].sentences[0].start :].startswith("Sentence")
    covered = "".join(layer[s.start : s.end] for p in row for s in p.sentences)
    assert "".join(covered.split()) == "".join(f'14:02,PC 12 Dean,"{story}"'.split())


def test_rows_beyond_the_first_ten_thousand_share_passages() -> None:
    _, found = passages("Time,Event\n" + "".join(f"14:{n % 60:02},call {n}\n" for n in range(10_100)))
    assert 10_000 < len(found) < 10_020
    assert found[9_999].label == "row 10001" and found[10_000].label.startswith("rows 10002–")
    assert len(found[10_000].sentences) > 10


def test_of_rows_that_share_a_passage_the_first_is_embedded_and_what_later_ones_add() -> None:
    text = "Time: 14:02 · To: 07700900123 · Note: a van\nTime: 14:03 · To: 07700900124 · Note: a van\n"
    text += "Time: 14:04 · Note: he ran · Grade: 2"
    said = "Time: 14:02 · To: 07700900123 · Note: a van · Note: he ran · Grade"
    assert meaning("Calls rows 10002–10004", text) == said
    assert meaning("Calls row 7", text) == text
    assert meaning("para 7", "He saw rows 3–4") == "He saw rows 3–4"
