"""What an export is made from holds nothing of a source that is not served, by whichever way it is asked."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from store_case import BY, add_text, new_case, new_draft, text_citation

from provenance.audience import Audience
from provenance.errors import AttestError
from provenance.records import Notice, Verdict
from provenance.redaction_marks import WordsPlace
from provenance.serving import Served, serve
from provenance.store.case_store import CaseStore
from provenance.store.records import NewClaim, NewDraft

GOOD = Verdict("exact", "valid", "supported", 1.0)
SEEN, SECRET = "I saw a blue van by the gate.\n", "The van belongs to a man called Harkaway.\n"
TRACES = ("S2", "Harkaway", "QX7", "QX/7", "D1.2")
# By the name of a parameter, what each method is asked with: each of it is of the source that is not served.
ASKED: dict[str, object] = {
    "source_id": "S2", "source_ids": ["S2"], "claim_id": "D1.2", "draft_id": "D1", "passage_id": "S2.1",
    "frame_id": "S2.F1", "redaction_id": "R1", "sha256": "", "path": "", "query": "Harkaway", "count": 9,
    "citation_id": "D1.2.1", "enquiry_id": "E1", "started": "2026-01-01T00:00:00Z", "states": (),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    """S1 is used, S2 sensitive; D1.1 cites the one, D1.2 the other; words of S2 are marked for redaction."""
    with new_case(tmp_path / "case") as case:
        for text, name, exhibit, use in ((SEEN, "AB1.txt", "AB/1", "used"), (SECRET, "QX7.txt", "QX/7", "sensitive")):
            source = add_text(case, text, name, exhibit=exhibit)
            case.decide_material(source.id, {"use": use}, BY)
        case.mark_redaction("S2", "words", WordsPlace(0, 7), "Harkaway is not to be named", BY)
        cited = [text_citation(case, "S1", 0, 29), text_citation(case, "S2", 0, 41)]
        claims = tuple(NewClaim("", "There is a van.", "statement", verdict=GOOD, citations=(one,)) for one in cited)
        new = new_draft(cited[:1])
        case.write_draft(NewDraft("", False, True, 9, new.run, claims, new.coverage), BY)
        yield case


def readers() -> list[str]:
    """The names of all public methods of a case's store."""
    found = inspect.getmembers(CaseStore, inspect.isfunction)
    return sorted(name for name, _ in found if not name.startswith("_") and name not in ("create", "open", "close"))


def ask(method: Callable[..., object], path: str, sha256: str) -> object:
    """What a method answers; what it has no answer to is no answer."""
    known = {**ASKED, "path": path, "sha256": sha256}
    wanted = [p for p in inspect.signature(method).parameters.values() if p.name in known or p.default is p.empty]
    if any(p.name not in known for p in wanted):
        return None  # asks for something to write
    try:
        return method(**{p.name: known[p.name] for p in wanted})
    except AttestError as error:
        return error.code


@pytest.mark.parametrize("audience", ["defence", "prosecutor"])
def test_no_question_to_a_case_that_is_served_brings_up_what_is_not(store: CaseStore, audience: Audience) -> None:
    if audience == "prosecutor":
        store.decide_material("S2", {"use": "not_relevant"}, BY)
    held = store.source("S2")
    served = serve(store, store.draft("D1"), audience).store
    assert served is not None and [s.id for s in served.sources()] == ["S1"]
    answers = {name: repr(ask(getattr(served, name), held.path, held.sha256)) for name in readers()}
    assert not {name: told for name, told in answers.items() if any(t in told for t in (*TRACES, held.sha256))}


def test_the_questions_reach_what_is_withheld_where_it_is_not(store: CaseStore) -> None:
    """The test above can fail: the case itself answers most of them."""
    held = store.source("S2")
    told = [name for name in readers() if "S2" in repr(ask(getattr(store, name), held.path, held.sha256))]
    assert {"source", "by_sha256", "passages", "redactions", "cited_sources", "claim", "search_words"} <= set(told)


def served_now(store: CaseStore) -> Served:
    return serve(store, store.draft("D1"), "defence")


def test_reasons_of_the_checks_on_amended_words_do_not_name_it(store: CaseStore) -> None:
    said = replace(GOOD, reasons=(Notice("alike", "as in QX/7"), Notice("alike", "as on p. 2")))
    store.review("D1.1", "amend", BY, text="There is a blue van.", verdict=said)
    state = served_now(store).states["D1.1"]
    told = (state.verdict, *(review.verdict for review in state.history))
    assert [v.reasons for v in told if v] == [(Notice("alike", "as on p. 2"),)] * 2


@pytest.mark.parametrize(("audience", "told"), [("defence", [2, 4]), ("prosecutor", [1, 2, 4])])
def test_a_note_that_is_not_served_cannot_be_tried_out_by_its_digest(
    store: CaseStore, audience: Audience, told: list[int]
) -> None:
    """The digest of a review in the log has no salt: who guesses a short note would see that the guess is right."""
    store.review("D1.1", "note", BY, note="Ask Jones")
    store.review("D1.1", "aside", BY)
    store.review("D1.1", "amend", BY, text="There is a van or two.")
    store.review("D1.1", "amend", BY, text="There is a blue van.")
    entries = [e for e in store.audit_entries() if e.action == "claim_reviewed"]
    assert len(entries) == 4
    whole = {line["seq"] for line in serve(store, store.draft("D1"), audience).log if "action" in line}
    assert [e.detail["review"] for e in entries if e.seq in whole] == told
