"""Sources set against each other: `attest conflicts`, and what drafts and answers of the sample case hold of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import Attest

from app import matrix
from app.case import Case
from provenance.errors import TaskError, UsageError
from provenance.records import TextAnchor
from summarise import service

CITATION = {"id", "source_id", "source_name", "source_sha256", "exhibit", "label", "exact", "boxes", "target"}


def go_on(what: str, done: float, total: float) -> bool:
    return True


@pytest.fixture
def case(taken_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(taken_in, tmp_path / "case"))


def by_exhibits(found: dict[str, Any], *exhibits: str) -> list[dict[str, Any]]:
    """The conflicts in which all of these speak."""
    conflicts = [p for p in found["points"] if p["conflict"]]
    return [p for p in conflicts if set(exhibits) <= {c["exhibit"] for c in p["cells"]}]


def test_the_matrix_as_json(taken_in: Path, attest: Attest) -> None:
    done = attest("conflicts", taken_in, "--json")
    found: dict[str, Any] = done.json
    assert done.code == 0 and {"sources", "points"} <= set(found)
    marked = [p["conflict"] is not None for p in found["points"]]
    assert marked == sorted(marked, reverse=True) and True in marked and False in marked, "conflicts first, not alone"
    sources = {s["source_id"]: s["exhibit"] for s in found["sources"]}
    for point in found["points"]:
        assert {"id", "kind", "about", "conflict", "cells"} == set(point)
        for cell in point["cells"]:
            assert {"source_id", "exhibit", "value", "hedged", "citation"} == set(cell)
            assert set(cell["citation"]) == CITATION and cell["citation"]["exact"]
            assert sources[cell["source_id"]] == cell["exhibit"] == cell["citation"]["exhibit"]
            assert cell["citation"]["boxes"], "sources without pages stand on those that Attest sets"
    (bangs,) = [p for p in by_exhibits(found, "BL/1", "DN/1") if p["conflict"] == "number"]
    assert "boom" in next(c for c in bangs["cells"] if c["exhibit"] == "DN/1")["citation"]["exact"]
    (coat,) = [p for p in by_exhibits(found, "AO/1", "CM/1") if p["conflict"] == "colour"]
    assert [c["hedged"] for c in coat["cells"] if c["exhibit"] == "CM/1"] == [True]


def test_for_people_each_side_stands_in_its_own_words(taken_in: Path, attest: Attest) -> None:
    told = attest("conflicts", taken_in).out
    assert "compared; independence not assessed; which of them is right is not judged." in told
    assert (
        "Numbers differ: " in told and "“I heard two bangs close together and then shouting from the far end.”" in told
    )
    assert "green, with doubt" in told and "more points without a conflict; '--all' tells of them." in told
    every = attest("conflicts", taken_in, "--all").out
    assert "'--all'" not in every and len(every) > len(told) and "\nObject: " in every


def test_it_stores_nothing_and_the_log_tells_of_it(case: Path, attest: Attest) -> None:
    with Case.open(case) as before:
        drafts = before.store.draft_ids()
    attest("conflicts", case)
    with Case.open(case, write=False) as after:
        last = after.store.audit_entries()[-1]
        assert after.store.draft_ids() == drafts
    assert last.action == matrix.ACTION and last.by
    assert last.detail["searched"] == 60 and last.detail["sources"] is None and int(str(last.detail["conflicts"])) > 3


def test_only_the_sources_named(taken_in: Path, attest: Attest) -> None:
    found: dict[str, Any] = attest("conflicts", taken_in, "--sources", "S2", "--sources", "S4", "--json").json
    assert {s["exhibit"] for s in found["sources"]} == {"BL/1", "DN/1"}
    assert attest("conflicts", taken_in, "--sources", "S99").code == 2


def test_withheld_sources_never_appear(case: Path, attest: Attest) -> None:
    before: dict[str, Any] = attest("conflicts", case, "--json").json
    (dorota,) = [s["source_id"] for s in before["sources"] if s["exhibit"] == "DN/1"]
    assert attest("set", case, dorota, "privilege=privileged").code == 0
    told = attest("conflicts", case, "--json")
    assert "DN/1" not in told.out and "boom" not in told.out and by_exhibits(told.json, "BL/1")
    draft = attest("export", case, "--draft", "D1", "--format", "json", "--out", case.parent / "d.json")
    assert draft.code == 0
    written = (case.parent / "d.json").read_text(encoding="utf-8")
    found = json.loads(written)
    assert "boom" not in written and found["conflicts_withheld"] > 0
    assert all(s["exhibit"] != "DN/1" for k in found["conflicts"] for s in k["sides"])
    shortened = [c for c in found["claims"] if c.get("against_withheld")]
    assert all(c["exhibit"] != "DN/1" for claim in found["claims"] for c in claim["against"]) and shortened
    with Case.open(case, write=False) as opened:
        draft_now = opened.store.draft("D1")
        side = next(c for p in draft_now.conflicts for c in p.cells if c.citation.source_id == dorota)
    assert attest("show", case, side.citation.id).code == 2


def test_an_overview_holds_what_speaks_against_its_claims_and_the_conflicts(taken_in: Path) -> None:
    with Case.open(taken_in) as case:
        draft = case.store.draft("D1")
        layers = case.store.layer
        contrary = [(claim, c) for claim in draft.claims for c in claim.cited("against")]
        assert contrary and draft.conflicts and draft.compared == 60
        for claim, citation in contrary:
            assert citation.why is not None and citation.why.code.startswith("against_"), claim.id
            assert not claim.held_back, "what stands elsewhere hides no claim"
            anchor = citation.anchor
            assert isinstance(anchor, TextAnchor)
            assert layers(citation.source_id).slice(anchor.start, anchor.end) == anchor.exact
        searched = {c.kind: c.against_searched for c in draft.claims}
        assert searched["statement"] == 60 and searched["observation"] is None
        report = case.verify("D1", go_on)
    cited = sum(len(c.citations) for c in draft.claims) + sum(len(p.cells) for p in draft.conflicts)
    assert (report.checked, report.failed) == (cited, ())


def test_a_conflict_and_its_sides_are_shown_by_id(taken_in: Path, attest: Attest) -> None:
    shown: dict[str, Any] = attest("show", taken_in, "D1.K1", "--json").json
    assert shown["kind"] and len(shown["sides"]) > 1
    side: dict[str, Any] = attest("show", taken_in, "D1.K1.2", "--json").json
    assert side["context"]["exact"] == shown["sides"][1]["exact"] and side["kind"] == "citation"
    assert "said: " in attest("show", taken_in, "D1.K1").out
    assert attest("show", taken_in, "D1.K999").code == 2


def test_accepting_needs_real_contrary_evidence_opened(case: Path) -> None:
    with Case.open(case) as opened:
        draft = opened.store.draft("D1")
        claim = next(c for c in draft.claims if c.cited("against"))
        for citation in claim.cited():
            opened.reviewing.opened(citation.id)
        with pytest.raises(UsageError, match="not_all_opened"):
            opened.reviewing.decide(claim.id, "accept")
        for citation in claim.cited("against"):
            opened.reviewing.opened(citation.id)
        assert opened.reviewing.decide(claim.id, "accept").state == "accepted"


def test_an_answer_holds_the_conflicts_on_what_it_quotes_alone(case: Path) -> None:
    with Case.open(case) as opened:
        draft = opened.ask("How many bangs were there?", None, 7, go_on)
    spans = [
        (c.source_id, c.anchor.start, c.anchor.end)
        for claim in draft.claims
        for c in claim.cited()
        if isinstance(c.anchor, TextAnchor)
    ]
    assert any("bang" in p.about for p in draft.conflicts)
    for point in draft.conflicts:
        anchors = [(c.citation.source_id, c.citation.anchor) for c in point.cells]
        assert any(
            source == s and a.start < end and start < a.end
            for s, a in anchors
            for source, start, end in spans
            if isinstance(a, TextAnchor)
        ), point.about


def test_it_stops_when_told_to(taken_in: Path) -> None:
    told: list[tuple[str, float]] = []

    def stop_at_the_third(what: str, done: float, total: float) -> bool:
        told.append((what, done))
        return [one for one, _ in told].count("Reading the accounts") < 3

    with Case.open(taken_in, write=False) as opened, pytest.raises(TaskError, match="cancelled"):
        opened.compare(None, stop_at_the_third)
    assert told[-1][0] == "Reading the accounts" and 0 < told[-1][1] < 0.5, "between two sources, not at the end"


def test_how_far_it_is_is_told_on_one_scale(taken_in: Path) -> None:
    told: list[tuple[str, float, float]] = []

    def tell(what: str, done: float, total: float) -> bool:
        told.append((what, done, total))
        return True

    with Case.open(taken_in, write=False) as opened:
        opened.compare(None, tell)
    shares = [done / total for _, done, total in told if total]
    assert len({total for _, _, total in told if total}) == 1 and shares == sorted(shares)
    assert shares[0] == 0 and shares[-1] == 1 and len(set(shares)) > 6
    comparing = [done for what, done, _ in told if what == "Comparing the accounts"]
    assert len(comparing) > 3, "not at a stand till the end"


def test_more_points_than_are_shown_are_told(taken_in: Path, attest: Attest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_POINTS", 3)
    found = attest("conflicts", taken_in, "--json").json
    assert len(found["points"]) == 3 and found["more"] is True  # type: ignore[arg-type]
    assert "There are more points; these are the surest." in attest("conflicts", taken_in).out


def test_one_source_alone_differs_from_nobody(empty_case: Path, attest: Attest, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("I heard two bangs at 14:25.\n\nHe wore a green coat.\n", encoding="utf-8")
    attest("add", empty_case, tmp_path / "letter.txt")
    told = attest("conflicts", empty_case)
    assert told.code == 0 and told.out.startswith("No conflict found in the ")


def test_an_empty_case_has_nothing_to_compare(empty_case: Path, attest: Attest) -> None:
    assert attest("conflicts", empty_case, "--json").json["points"] == []
