"""What a draft's run tells of sources that are withheld now: no passage of theirs, and how many are not named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from report_case import PageRenderer
from store_case import BY, add_text, new_case, new_draft, text_citation

from provenance.comparing import compare
from provenance.export import draft_json, write_html
from provenance.near import Near
from provenance.open_part import open_part
from provenance.open_run import open_run
from provenance.records import Draft
from provenance.serving import serve
from provenance.store.case_store import CaseStore

TEXT = "I heard two bangs.\nIt was dark.\n"
SHOWN = {"passages_shown": [["S1.1"], ["S2.1", "S2.2"]], "looks": {"S1": 1, "S2": 3}, "sources": ["S1", "S2"], "k": 60}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case") as made:
        add_text(made, TEXT, "one.txt")
        add_text(made, f"I was at home. {TEXT}", "two.txt")
        yield made


def drafted(store: CaseStore, settings: Mapping[str, object]) -> Draft:
    new = new_draft([text_citation(store, "S1", 0, 18)])
    near = (Near("S2.2", 0, 4, 0.9), Near("S1.1", 0, 4, 0.8))
    run = replace(new.run, settings=settings, retrieved=("S1.1", "S2.1", "S2.3"))
    return store.write_draft(replace(new, run=run, coverage=replace(new.coverage, near=near)), BY)


def test_no_passage_of_a_withheld_source_is_named_and_their_number_is(store: CaseStore) -> None:
    draft = drafted(store, SHOWN)
    assert draft_json(draft, store)["run"]["settings"] == SHOWN  # type: ignore[index]
    store.set_source("S2", {"privilege": "possible"}, BY)
    found = draft_json(draft, store)
    run = found["run"]
    assert run["settings"] == {  # type: ignore[index]
        "passages_shown": [["S1.1"]], "looks": {"S1": 1}, "sources": ["S1", "S2"], "k": 60, "places_withheld": 3,
    }  # fmt: skip
    assert run["retrieved"] == ["S1.1"] and "S2." not in json.dumps(found)  # type: ignore[index]
    shown, _ = open_part(draft, {s.id: s for s in store.sources()})
    assert [n.passage_id for n in shown.coverage.near] == ["S1.1"]


def test_neither_the_report_nor_a_comparison_names_them(store: CaseStore, tmp_path: Path) -> None:
    a, b = drafted(store, {**SHOWN, "passages_shown": [["S1.1", "S2.1"]], "looks": {"S1": 1}}), drafted(store, SHOWN)
    store.set_source("S2", {"privilege": "possible"}, BY)
    found = compare(a, b, {s.id: s for s in store.sources()}, {"S1": store.passages(["S1"])})
    assert found.settings == ()
    write_html(serve(store, b), store, PageRenderer(), out := tmp_path / "report.html")
    html = out.read_text(encoding="utf-8")
    told = html[html.index("passages shown") :][:200]
    assert "S1.1" in told and "S2." not in html and "places withheld: 3" in told, told


def test_what_names_nothing_withheld_stays_as_it_is(store: CaseStore) -> None:
    run = replace(drafted(store, SHOWN).run, settings={**SHOWN, "question": "S2.1", "empty": [[], {}]})
    assert open_run(run, set()) == run
    assert open_run(run, {"S3"}) == run
    cut = open_run(run, {"S2"}).settings
    assert cut["question"] == "S2.1" and cut["empty"] == [[], {}], "words that people put are not ids"
