"""No label, claim or report tells what stands on a statement's rear, though comments quote it and fields show it."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pymupdf
from command_line import in_this_process as attest
from working_case import go_on, take_in, working_case

from app import showing
from app.search import search

FRONT = """WITNESS STATEMENT
(Criminal Procedure Rules, r 16.2; Criminal Justice Act 1967, s. 9)
Statement of: Ann SMITH
Age if under 18: Over 18    Occupation: Baker
This statement (consisting of 1 page each signed by me) is true to the best of my knowledge and
belief and I make it knowing that I may be prosecuted if I have stated anything I know to be false.
Signature: A Smith    Date: 3 May 2024
I was at home when I heard a bang in the street. I looked out and saw a blue van.
I saw a man get out of it and run. I have not seen him before."""
REAR = """Witness contact details
Home address: 12 High Street, Leeds  Postcode: LS1 1AA
Home telephone: 0113 496 0000   Mobile: 07700 900123"""
SECRETS = ("High Street", "Secret Close", "the gate")


def word_file(path: Path) -> Path:
    """A comment that begins in the last short paragraph of the account and ends in the address."""
    document = docx.Document()
    for line in f"{FRONT}\nHe ran.\n{REAR}".split("\n"):
        document.add_paragraph(line)
    runs = [document.paragraphs[n].runs[0] for n in (9, 11)]
    document.add_comment(runs, "Check both with her about the gate.", author="DC Hale")
    document.save(str(path))
    return path


def form(path: Path) -> Path:
    """The front with one field of the rear, which its page shows."""
    document = pymupdf.open()
    page = document.new_page()
    for n, line in enumerate(FRONT.split("\n")):
        page.insert_text((60, 80 + 18 * n), line, fontsize=9)
    page.insert_text((60, 290), "Home address:", fontsize=9)
    widget = pymupdf.Widget()
    widget.field_type, widget.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, "Home address"
    widget.rect, widget.field_value = pymupdf.Rect(260, 280, 500, 296), "44 Secret Close"
    page.add_widget(widget)
    document.save(path)
    return path


def test_nothing_tells_of_the_rear(tmp_path: Path) -> None:
    with working_case(tmp_path / "case") as case:
        take_in(case, word_file(tmp_path / "a.docx"), form(tmp_path / "b.pdf"))
        told = [search(case, words, "words").hits for words in ("gate", "secret close")]
        assert not any(told)
        shown = [passage for passage in case.store.passages(None) if "blue van" in passage.text]
        assert len(shown) == 2
        draft = case.summarise(None, None, 0, None, go_on)
        assert any("blue van" in claim.text for claim in draft.claims)
        report = case.export(draft.id, "html", tmp_path / "r.html", go_on)
        seen = [json.dumps(showing.look_up(case, passage.id).json()) for passage in shown]
        seen += [repr(draft), (tmp_path / "r.html").read_text(encoding="utf-8"), repr(report)]
        assert not [secret for secret in SECRETS for text in seen if secret in text]


def test_the_command_line_shows_the_rear_when_asked_alone_and_the_log_tells_of_it(tmp_path: Path) -> None:
    with working_case(tmp_path / "case") as case:
        take_in(case, word_file(tmp_path / "a.docx"))
        rear = next(p for p in case.store.passages(["S1"], "rear") if "High Street" in p.text)
        front = next(p for p in case.store.passages(None) if "blue van" in p.text)
    place = tmp_path / "case"
    for json_too in ((), ("--json",)):
        kept = attest("show", place, rear.id, *json_too)
        assert kept.code == 0 and "High Street" not in kept.out + kept.err
        assert f"attest show CASE {rear.id} --rear" in kept.out
    assert "rear_shown" not in attest("audit", place, "--json").out
    shown = attest("show", place, rear.id, "--rear")
    assert shown.code == 0 and "12 High Street" in shown.out
    assert "rear_shown" in attest("audit", place, "--json").out
    assert attest("show", place, front.id, "--rear").code == 2
