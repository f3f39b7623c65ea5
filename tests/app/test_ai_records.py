"""Records about the AI: from the record of the case alone, with marked blanks, and naming no source."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import docx
import pytest
from command_line import Attest
from docx.enum.text import WD_COLOR_INDEX

from app import ai_records
from app.ai_records import _some
from app.case import Case
from provenance import ai_records_files as files
from provenance.ai_records import Document, Facts, Section, Text, of_case
from provenance.policy import Policy

NAMES = {
    f"{name}.{ending}" for name in ("atrs-record", "system-card", "ai-in-this-case") for ending in ("docx", "html")
}


def go_on(what: str, done: float, total: float) -> bool:
    return True


@pytest.fixture
def case(taken_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(taken_in, tmp_path / "case"))


def facts(folder: Path) -> Facts:
    with Case.open(folder) as case:
        return ai_records.facts(case, go_on)


def words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_three_records_are_written_each_in_two_forms(case: Path, tmp_path: Path, attest: Attest) -> None:
    told = attest("records", case, "--out", tmp_path / "out", "--json")
    assert told.code == 0 and {Path(f).name for f in told.json["files"]} == NAMES
    for name in ("atrs-record", "system-card", "ai-in-this-case"):
        text = words(tmp_path / "out" / f"{name}.docx")
        page = (tmp_path / "out" / f"{name}.html").read_text("utf-8")
        blanks = re.findall(r"\[to be completed by the force: [^\]]+\]", text)
        assert blanks and len(blanks) == page.count("<mark>[to be completed by the force: ")
        assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    log = attest("audit", case, "--json").json["log"]
    assert log[-1]["action"] == "ai_records_written" and set(log[-1]["detail"]["files"]) == NAMES
    assert told.json["receipt"]["head"] == log[-1]["hash"]


def test_what_a_person_must_write_is_highlighted_and_nothing_else(case: Path, tmp_path: Path, attest: Attest) -> None:
    attest("records", case, "--out", tmp_path)
    document = docx.Document(str(tmp_path / "atrs-record.docx"))
    runs = [r for t in document.tables for row in t.rows for p in row.cells[1].paragraphs for r in p.runs]
    for run in runs:
        assert (run.font.highlight_color == WD_COLOR_INDEX.YELLOW) == run.text.startswith(
            "[to be completed by the force:"
        )
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert headings[:4] == [
        "Overview",
        "Owner and responsibility",
        "Description and rationale",
        "Decision making process",
    ]
    assert headings[-1] == "Risks, mitigations and impact assessments"


def test_no_record_names_a_source(case: Path, tmp_path: Path, attest: Attest) -> None:
    attest("records", case, "--out", tmp_path)
    with Case.open(case, write=False) as opened:
        known = [text for s in opened.store.sources() for text in (s.name, s.sha256, s.exhibit, s.id) if text]
    for path in tmp_path.glob("*.html"):
        shown = set(re.findall(r"[\w/.-]+", path.read_text("utf-8")))
        assert not shown.intersection(known)


def test_what_people_decided_is_counted_by_person_and_fault(case: Path) -> None:
    with Case.open(case) as opened:
        claims = [c for c in opened.store.draft("D1").claims if not c.held_back]
        opened.reviewing.decide(claims[0].id, "reject", fault="wrong_detail")
        opened.reviewing.decide(claims[1].id, "amend", text="A person's words.")
        opened.store.open_citation(claims[2].cited()[0].id, opened.by)
        by, of = opened.by, len(claims)
    (draft, _) = facts(case).drafts
    assert draft.states == {"rejected": 1, "amended": 1, "new": of - 2} and draft.claims == of
    assert draft.decided == {(by, "rejected"): 1, (by, "amended"): 1}
    assert list(draft.faults.values()) == [1] and draft.opened == {by: 1}
    told = files.html(of_case(facts(case))).decode()
    assert f"{by} amended 1; {by} rejected 1" in told and f"{of - 2} not decided yet" in told


def test_claims_on_what_is_withheld_are_counted_and_no_more(case: Path) -> None:
    before = facts(case).drafts[0]
    with Case.open(case) as opened:
        cited = {c.source_id for claim in opened.store.draft("D1").claims for c in claim.cited()}
        gone = sorted(cited)[0]
        resting = [c for c in opened.store.draft("D1").claims if any(x.source_id == gone for x in c.cited())]
        opened.change(gone, {"privilege": "privileged"})
        name, settings = opened.store.source(gone).name, opened.store.draft("D1").run.settings
    known = facts(case)
    after = known.drafts[0]
    assert after.withheld == len(resting) > 0
    assert after.claims + after.held_back == before.claims + before.held_back - len(resting)
    assert name not in repr(known) and f"'{gone}'" not in repr(known) and gone in repr(settings)


def test_what_the_log_tells_of_is_in_it(case: Path, tmp_path: Path, attest: Attest) -> None:
    attest("export", case, "--draft", "D1", "--format", "json", "--out", tmp_path / "d.json")
    attest("records", case, "--out", tmp_path)
    text = words(tmp_path / "ai-in-this-case.docx")
    assert "D1 as json, audience working, by" in text and "chosen sentences; seed 7" in text
    with Case.open(case, write=False) as opened:
        (model,) = {m for d in ("D1", "D2") for m in opened.store.draft(d).run.models if m.role == "embedder"}
        head = opened.store.audit_entries()[-2].hash
    assert model.sha256 in text and head in text


def test_a_sign_off_that_was_taken_back_does_not_stand_alone(case: Path) -> None:
    with Case.open(case) as opened:
        for claim in opened.store.draft("D1").claims:
            if not claim.held_back:
                opened.reviewing.decide(claim.id, "reject", fault="irrelevant")
        opened.reviewing.sign("D1", "J. Smith")
        opened.reviewing.take_up_again("D1", "A further statement came in.")
        by = opened.by
    signed, again = (told for _, told in facts(case).signed)
    assert signed == f"D1, version 1: signed off as J. Smith (typed), by account {by}"
    assert again == f"D1, version 1: taken up again by account {by}, so that the signature does not stand any more"
    assert again in files.html(of_case(facts(case))).decode(), "the page tells of both"


def test_of_two_people_who_accept_both_are_told(case: Path) -> None:
    with Case.open(case) as opened:
        store = opened.store
        first, second, *_ = (c for c in store.draft("D1").claims if not c.held_back)
        for claim, by in ((first, "anna"), (first, "ben"), (second, "anna")):
            for citation in store.claim_state(claim.id, by).to_open:
                store.open_citation(citation, by)
            store.review(claim.id, "accept", by)
        store.policy = Policy(second_reviewer=True)
        draft = ai_records.facts(opened, go_on).drafts[0]
        told = files.html(of_case(ai_records.facts(opened, go_on))).decode()
    assert draft.states["accepted"] == 1 and draft.awaiting == 1
    assert draft.decided == {("anna", "accepted"): 2, ("ben", "accepted"): 1}
    assert "1 claim accepted by one person: a second one has to check, too." in told


def test_nothing_is_written_over(case: Path, tmp_path: Path, attest: Attest) -> None:
    (tmp_path / "system-card.html").write_text("mine")
    told = attest("records", case, "--out", tmp_path, "--json")
    assert told.code == 2 and told.json["error"]["code"] == "file_exists"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["system-card.html"]
    assert (
        attest("records", case, "--out", tmp_path / "no" / "such", "--json").json["error"]["code"] == "no_such_folder"
    )
    assert attest("records", case, "--out", tmp_path / "system-card.html").code == 2


def test_a_case_without_drafts_has_records_too(empty_case: Path, tmp_path: Path, attest: Attest) -> None:
    assert attest("records", empty_case, "--out", tmp_path / "out").code == 0
    text = words(tmp_path / "out" / "ai-in-this-case.docx")
    assert "None was made." in text and "None took part in a draft." in text


def test_words_that_no_document_can_hold_do_not_stop_it() -> None:
    texts = (Text("a\x00b\ud800<b>&\x0b"), Text("[to be completed by the force: x]", blank=True))
    document = Document("n", "T\x01", "\ud800", (Section("H<", (("F\x02", texts),)),))
    assert files.docx(document, "2026-05-03T09:41:07Z")[:2] == b"PK"
    page = files.html(document).decode("utf-8")
    assert "&lt;b&gt;" in page and "<mark>[to be" in page


@pytest.mark.parametrize(("count", "said"), [(1, "1 failure"), (0, "0 failures"), ("?", "? failures")])
def test_one_is_told_as_one(count: object, said: str) -> None:
    assert _some(count, "failure") == said
