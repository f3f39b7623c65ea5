"""What a served draft is said to cover of a source that is redacted: the places that it covers of the original."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from store_case import add_text, new_case, text_citation
from test_redaction_marks import copy_of
from test_serving import claim, decide, quote, write

from provenance.coverage_near import cited_in_part
from provenance.records import Draft
from provenance.redaction_marks import SHOWN
from provenance.redactions import redact_served
from provenance.report_left_out import coverage_json
from provenance.serving import Served, serve
from provenance.store.case_store import CaseStore

PRIVATE = "".join(f"Line {n} of what he told of his own family and his health.\n" for n in range(60))
LATER = "".join(f"At {n} past nine the van stood by the gate of the mill.\n" for n in range(60))
WORDS = "At 7 past nine the van stood by the gate"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case") as case:
        add_text(case, PRIVATE + LATER, "AB1_statement.txt", exhibit="AB/1")
        decide(case, S1="used")
        yield case


def redacted(store: CaseStore, draft: Draft, *spans: tuple[int, int], without: frozenset[int] = frozenset()) -> Served:
    made = replace(copy_of(store.layer("S1"), *spans), source=store.source("S1"), without=without)
    return redact_served(serve(store, draft, "defence"), {"S1": made})


def told(served: Served) -> dict[str, list[tuple[str, int]]]:
    """(label, citations) of each cell, by source."""
    assert served.store is not None
    found: list[dict[str, object]] = coverage_json(served.draft, served.store)["by_source"]  # type: ignore[assignment]
    return {str(s["source_id"]): [(c["label"], c["cited"]) for c in s["cells"]] for s in found}  # type: ignore[attr-defined]


def test_a_citation_counts_where_it_stands_in_the_original(store: CaseStore) -> None:
    draft = write(store, claim(quote(store, "S1", WORDS)))
    whole = told(serve(store, draft, "defence"))
    assert sum(cited for _, cited in whole["S1"]) == 1 and len(whole["S1"]) > 3
    served = redacted(store, draft, (0, len(PRIVATE) - 1))
    anchor = served.draft.claims[0].citations[0].anchor
    assert anchor.start < draft.claims[0].citations[0].anchor.start - 1_500, "it is nearer to the beginning of the copy"  # type: ignore[union-attr]
    assert told(served) == whole


def test_what_a_passage_has_beside_the_cited_words_is_found_in_the_original(store: CaseStore) -> None:
    last = store.passages()[-1]
    draft = write(store, claim(text_citation(store, "S1", last.start, last.end)))
    passages = tuple(p.id for p in store.passages())
    drawn = replace(draft, run=replace(draft.run, retrieved=passages), coverage=replace(draft.coverage, near=()))
    plain, served = serve(store, drawn, "defence"), redacted(store, drawn, (0, len(PRIVATE) - 1))
    assert plain.store is not None and served.store is not None
    assert cited_in_part(plain.draft, plain.store) == (1, 0), "the whole of one passage is cited"
    assert cited_in_part(served.draft, served.store) == (1, 0)


def test_passages_that_only_a_lost_place_cited_are_not_counted(store: CaseStore) -> None:
    at = (PRIVATE + LATER).index("Line 3")
    first = claim(text_citation(store, "S1", at, at + 20))
    draft = write(store, first, claim(quote(store, "S1", WORDS), text="The van stood there."))
    draft = replace(draft, coverage=replace(draft.coverage, cited=2))
    (lost,) = store.layer("S1").touched(at, at + 20)
    before, after = (
        serve(store, draft, "defence"),
        redacted(store, draft, (at, at + 6), without=frozenset({lost.ordinal})),
    )
    assert (len(before.draft.claims), before.draft.coverage.cited) == (2, 2)
    assert (len(after.draft.claims), after.draft.coverage.cited) == (1, 1)


def test_names_of_places_lose_what_was_taken_out_of_their_source(store: CaseStore) -> None:
    draft = write(store, claim(quote(store, "S1", WORDS)))
    at = LATER.index("mill") + len(PRIVATE)
    served = redacted(store, draft, (at, at + 4))
    assert served.store is not None
    assert served.store.told("S1", "Mill row 4") == f"{SHOWN} row 4"  # type: ignore[attr-defined]
    assert served.store.told("S2", "Mill row 4") == "Mill row 4"  # type: ignore[attr-defined]
