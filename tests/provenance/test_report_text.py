"""The report as Markdown, and its claims as a table: whole, honest, and harmless to what opens them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from paper_case import paper_of, reviewed_case, served_of
from report_case import COAT, HEARD, cite, claim, default_claims, make_case

from provenance.report_csv import HEAD, claims_csv, safe
from provenance.report_markdown import escaped, markdown
from provenance.report_words import DRAFT_WORDS
from provenance.serving import Served
from provenance.store.case_store import CaseStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with make_case(tmp_path / "case") as case:
        yield case


def rows(served: Served) -> list[dict[str, str]]:
    data = claims_csv(served)
    assert data.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its mark"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_markdown_has_every_part(store: CaseStore) -> None:
    text = markdown(paper_of(store, served_of(store)))
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads[:3] == ["Before you read", "Summary", "What was left out"] and heads[-1] == "How to check this report"
    assert text.count(f"\n\n{DRAFT_WORDS}\n\n") == 3 and text.count(f"*{DRAFT_WORDS}*") == len(heads) + 1
    assert f"> Machine: **B. Lindqvist, statement of 3 May, BL/1, p. 1:** “{HEARD}” [^1]" in text.replace("\u00a0", " ")
    assert f"**{HEARD}**" in text and re.search(r"^\[\^1\]: \*\*BL/1 1\*\*: “… 3 May", text, re.MULTILINE)
    assert store.check_audit().head in text.splitlines()[-11]
    assert all(s.sha256 in text for s in store.sources())


@pytest.mark.parametrize(
    "words",
    [
        "# head", "- item", "1. item", "1) item", "+ item", "> quote", "| cell |", "*strong*", "_it_", "`code`",
        "[link](http://x.example)", "![picture](x.png)", "<script>alert(1)</script>", "&lt;", "http://x.example",
        "www.x.example", "a@x.example", "$x$", "~~gone~~", "[^1]", "\\", "===", "***", "---", "```", "x\n\n# head",
    ],
)  # fmt: skip
def test_words_of_evidence_are_no_markup(store: CaseStore, words: str) -> None:
    commonmark = pytest.importorskip("markdown_it", reason="markdown-it is not on this machine")
    claims = [claim(words, [cite(store, "S2", "kiosk")], heading=words)]
    reader = commonmark.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    made = markdown(paper_of(store, served_of(store, claims, brief=words)))
    plain = markdown(paper_of(store, served_of(store, [claim("x", [cite(store, "S2", "kiosk")], heading="x")])))
    kinds = [sorted({t.tag for t in reader.parse(one)}) for one in (made, plain)]
    assert kinds[0] == kinds[1], "no other element came of it"
    said = reader.render(made)
    assert "<script" not in said and "<a " not in said and "<img" not in said


def test_markdown_escapes_no_more_than_it_must() -> None:
    assert escaped("At 14:32, on 2026-05-04 (BL/1, p. 1): 5'10\" – “yes!”") == (
        "At 14:32, on 2026-05-04 (BL/1, p. 1): 5'10\" – “yes!”"
    )


def test_the_table_has_a_row_for_each_claim(store: CaseStore) -> None:
    found = rows(served_of(store))
    assert [r["id"] for r in found] == ["D1.1", "D1.2", "D1.3", "D1.4"]
    first, held = found[0], found[3]
    assert tuple(first) == HEAD
    assert first["citations"] == f"BL/1 1: “{HEARD}”" and first["similar"] == "CM/1 line 2: “I heard a single bang”"
    assert first["written_by"] == "a machine" and first["banner"] == DRAFT_WORDS and first["state"] == "not checked"
    assert store.source("S1").sha256 in first["sources_sha256"]
    assert (first["quote"], first["place"]) == ("Quote exact", "Place valid")
    assert found[2]["citations"] == "KP/3 14:32:10"
    assert held["stands_as"] == "held back by the checks" and first["stands_as"] == "claim"


def test_the_table_tells_who_decided_and_never_shows_a_rejected_claim(tmp_path: Path) -> None:
    store, served = reviewed_case(tmp_path / "case")
    with store:
        found = {r["id"]: r for r in rows(served)}
        data = claims_csv(served).decode()
    assert found["D1.1"]["reviewer"] == "anna" and found["D1.1"]["banner"] == ""
    assert found["D1.2"]["text"] == "A man in a coat walked to the bridge." and COAT in found["D1.2"]["machine_text"]
    assert found["D1.2"]["written_by"] == "a person: ben" and found["D1.2"]["banner"] == DRAFT_WORDS
    rejected = found["D1.3"]
    assert (rejected["state"], rejected["reviewer"], rejected["reason"]) == ("rejected", "ben", "not relevant")
    assert rejected["text"] == "" and "movement, left of picture" not in data


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1", "'quoted", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula(store: CaseStore, words: str) -> None:
    claims = [claim(words, [cite(store, "S2", "kiosk")], heading=words), *default_claims(store)]
    found = rows(served_of(store, claims))[0]
    assert found["text"].startswith("'") and found["heading"].startswith("'")
    assert found["text"] == safe(words)
    assert safe("14:32 = 2.32 pm") == "14:32 = 2.32 pm"
