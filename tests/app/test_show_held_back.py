"""`attest show` of one claim says that the checks held it back, and never that a quote is exact where none is made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from working_case import go_on, take_in, working_case

from app import showing
from provenance.store.records import NewCitation, NewClaim, NewDraft


@pytest.mark.parametrize("held_back", [True, False])
@pytest.mark.parametrize(
    ("text", "told"),
    [("The quay was made of cheese.", "quote: nothing quoted"), ("He said “ramp down”.", "quote: exact")],
)
def test_a_claim_tells_whether_it_is_held_back(tmp_path: Path, text: str, told: str, held_back: bool) -> None:
    (tmp_path / "deck.txt").write_text("The ferry left the quay with its ramp down.\n", encoding="utf-8")
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "deck.txt")
        case.enquiring.add("question", "Did the ferry leave the quay with its ramp down?")
        (first,) = case.enquiring.ask(go_on)
        given = first.draft.claims[0]
        cited = tuple(NewCitation(c.source_id, c.anchor, c.label, c.role) for c in given.cited())
        claim = NewClaim("", text, given.kind, replace(given.verdict, quote="exact"), cited, held_back)
        run = first.draft.run
        made = NewDraft("", True, False, first.draft.searched, run, (claim,), first.draft.coverage, (), 1)
        shown = showing.look_up(case, f"{case.store.write_draft(made, case.by).id}.1")
    lines = shown.lines()
    assert told in lines and ("held back: yes, by the checks: it is not part of the draft" in lines) == held_back
    assert (shown.json()["held_back"], shown.json()["quote"]) == (held_back, "exact")
