"""A draft of which no claim is shown says why in the same words everywhere, and "not found" only where nothing was
drafted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Attest
from working_case import go_on, take_in, working_case

from app import search_record
from app.case import Case
from app.cli.enquiries import state_of
from app.enquiries import answers
from provenance.export import write_html
from provenance.records import Draft
from provenance.serving import serve
from provenance.store.records import NewCitation, NewClaim, NewDraft

WORDS = (
    "The ferry left the quay with its ramp down. A deckhand shouted at the master.\n\n"
    "The ferry came back to the quay with its ramp up. Nobody on the quay shouted at the master.\n"
)
OTHER = "The master of the ferry says that the ramp was up when the ferry left the quay.\n"
QUESTION = "Did the ferry leave the quay with its ramp down?"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "deck.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "master.txt").write_text(OTHER, encoding="utf-8")
    with working_case(tmp_path / "case") as opened:
        take_in(opened, tmp_path / "deck.txt", tmp_path / "master.txt")
        yield opened


def answered(case: Case, held: Iterable[str], settings: dict[str, object] | None = None, none: bool = False) -> Draft:
    """The answer to the line of enquiry, the claims that cite only sources named in `held` held back by the checks."""
    case.enquiring.add("question", QUESTION)
    (first,) = case.enquiring.ask(go_on)
    given, back = first.draft, set(held)
    claims = tuple(
        NewClaim(
            c.heading, c.text, c.kind, c.verdict,
            tuple(NewCitation(x.source_id, x.anchor, x.label, x.role) for x in c.cited()),
            {x.source_id for x in c.cited()} <= back,
        )
        for c in given.claims
    )  # fmt: skip
    run = replace(given.run, settings={**given.run.settings, **(settings or {})})
    found = any(not c.held_back for c in claims) and not none
    made = NewDraft(QUESTION, True, found, given.searched, run, () if none else claims, given.coverage, (), 1)
    draft = case.store.write_draft(made, case.by)
    case.store.add_asking("E1", draft.id, case.by)
    return draft


def told(case: Case, draft: Draft, attest: Attest, out: Path) -> dict[str, str]:
    """What command line, list of enquiries, search record and report say of it."""
    write_html(serve(case.store, draft), case.store, case.renderer, out)
    (answer,) = answers(case.store)
    assert answer.draft.id == draft.id and not answer.found
    row = next(cells for cells in search_record.rows(case.store) if cells[0] == draft.id)
    shown = attest("show", case.store.info.folder, draft.id)
    return {
        "command": shown.out,
        "enquiry": state_of(answer),
        "record": dict(zip(search_record.COLUMNS, row, strict=True))["where found"],
        "report": out.read_text(encoding="utf-8"),
    }


def reject(case: Case, draft: Draft) -> int:
    standing = [c for c in case.store.draft(draft.id).claims if not c.held_back]
    for claim in standing:
        case.reviewing.decide(claim.id, "reject", fault="irrelevant")
    return len(standing)


def withhold(case: Case, source_id: str) -> None:
    case.change(source_id, {"privilege": "privileged"})


def never_not_found(said: dict[str, str]) -> None:
    for where, text in said.items():
        assert "Not found in the" not in text and "nothing found in" not in text, where


def test_some_held_back_and_others_rejected(case: Case, attest: Attest, tmp_path: Path) -> None:
    draft = answered(case, ["S2"])
    held = sum(c.held_back for c in draft.claims)
    rejected = reject(case, draft)
    assert held and rejected
    said = told(case, draft, attest, tmp_path / "r.html")
    wanted = f"one of the {held + rejected} claims that were drafted is shown: {held} held back by the checks, "
    wanted += f"{rejected} rejected by a person"
    assert all(wanted in said[where] for where in ("command", "enquiry", "report"))
    never_not_found(said)


def test_all_rejected(case: Case, attest: Attest, tmp_path: Path) -> None:
    draft = answered(case, [])
    rejected = reject(case, draft)
    said = told(case, draft, attest, tmp_path / "r.html")
    wanted = f"ll that was drafted was rejected by a person: {rejected} claim"
    assert all(wanted in said[where] for where in ("command", "enquiry", "report"))
    never_not_found(said)
    assert answers(case.store)[0].rejected == rejected and not answers(case.store)[0].all_held_back


def test_some_held_back_and_others_withheld(case: Case, attest: Attest, tmp_path: Path) -> None:
    draft = answered(case, ["S2"])
    held = sum(c.held_back for c in draft.claims)
    withhold(case, "S1")
    said = told(case, draft, attest, tmp_path / "r.html")
    wanted = f"{held} held back by the checks, {len(draft.claims) - held} citing a source that is withheld now"
    assert all(wanted in text for text in said.values()), said
    never_not_found(said)
    assert not answers(case.store)[0].all_held_back, "what is withheld may have stood up to the checks"


def test_a_model_that_wrote_no_claim(case: Case, attest: Attest, tmp_path: Path) -> None:
    draft = answered(case, [], {"calls": 1, "passages_shown": [["S1.1", "S2.1"]], "claims_truncated": 0}, none=True)
    said = told(case, draft, attest, tmp_path / "r.html")
    assert all("he language model wrote no claim over the 2 passages shown to it" in text for text in said.values())
    assert "Ask again without a language model" in said["command"] and "leave out --model" in said["command"]
    assert "Ask again without a language model" in said["report"]
    never_not_found(said)


def test_not_found_is_said_where_nothing_was_drafted(case: Case, attest: Attest, tmp_path: Path) -> None:
    draft = answered(case, [], none=True)
    said = told(case, draft, attest, tmp_path / "r.html")
    searched = f"{draft.searched} passages searched"
    assert f"Not found in the {searched}; 0 sources unread." in said["command"]
    assert f"Not found in the {searched}" in said["report"] and f"nothing found in {searched}" in said["enquiry"]
    assert said["record"] == "nothing"
