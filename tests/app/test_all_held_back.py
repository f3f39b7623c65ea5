"""A draft of which the checks held all back is told as that, with its drafter's name, and never as nothing found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from working_case import go_on, take_in, working_case

from app import search_record
from app.cli.enquiries import state_of
from app.enquiries import answers
from provenance.export import draft_json, write_html
from provenance.runs import ModelUse
from provenance.serving import serve
from provenance.store.records import NewCitation, NewClaim, NewDraft

WORDS = "The ferry left the quay with its ramp down. A deckhand shouted at the master.\n"
QUESTION = "Did the ferry leave the quay with its ramp down?"


def test_it_is_told_everywhere(tmp_path: Path) -> None:
    (tmp_path / "deck.txt").write_text(WORDS, encoding="utf-8")
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "deck.txt")
        case.enquiring.add("question", QUESTION)
        (first,) = case.enquiring.ask(go_on)
        given, run = first.draft, first.draft.run
        claims = tuple(
            NewClaim(c.heading, c.text, c.kind, c.verdict, tuple(
                NewCitation(x.source_id, x.anchor, x.label, x.role) for x in c.citations), True)
            for c in given.claims
        )  # fmt: skip
        run = replace(run, models=(*run.models, ModelUse("language_model", "tiny.gguf", "0" * 64)))
        made = NewDraft(QUESTION, True, False, given.searched, run, claims, given.coverage, (), 1)
        draft = case.store.write_draft(made, case.by)
        case.store.add_asking("E1", draft.id, case.by)
        (one,) = [s for s in case.store.searches() if s.draft_id == draft.id]
        assert (one.writer, one.held_back, one.claims, one.all_held_back) == ("tiny.gguf", len(claims), 0, True)
        row = next(
            dict(zip(search_record.COLUMNS, cells, strict=True))
            for cells in search_record.rows(case.store)
            if cells[0] == draft.id
        )
        assert row["where found"].startswith("nothing that stands: all that was drafted")
        assert row["drafter"].endswith(", tiny.gguf")
        (answer,) = answers(case.store)
        assert answer.all_held_back and "the checks held back all that was drafted" in state_of(answer)
        write_html(serve(case.store, draft), case.store, case.renderer, out := tmp_path / "report.html")
        html = out.read_text(encoding="utf-8")
        assert "The checks held back all that was drafted" in html and "Not found in the" not in html
        assert draft_json(draft, case.store)["unsupported"]
