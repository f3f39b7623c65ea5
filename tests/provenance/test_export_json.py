"""The draft as JSON: the contract's shape, and nothing of what is held for privilege."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from report_case import BY, HEARD, cite, claim, default_claims, make_case, make_draft

from provenance.errors import UsageError
from provenance.export import draft_json, write_json
from provenance.serving import serve
from provenance.store.case_store import CaseStore

CITATION = {"id", "source_id", "source_name", "source_sha256", "exhibit", "label", "exact", "boxes", "target"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with make_case(tmp_path / "case") as case:
        yield case


def test_the_shape_is_the_contracts(store: CaseStore) -> None:
    found = json.loads(json.dumps(draft_json(make_draft(store), store)))
    assert {"draft_id", "run", "found", "searched", "claims", "unsupported", "conflicts", "coverage"} <= set(found)
    run = {"generator", "models", "settings", "seed", "build", "started", "finished", "retrieved"}
    assert run <= set(found["run"])
    assert [set(m) for m in found["run"]["models"]] == [{"role", "name", "sha256"}]
    assert [c["id"] for c in found["claims"]] == ["D1.1", "D1.2", "D1.3"]
    assert [c["id"] for c in found["unsupported"]] == ["D1.4"]
    first = found["claims"][0]
    own = {"id", "heading", "text", "kind", "verdict", "by", "review", "against_searched"}
    assert own | {"citations", "similar", "against"} == set(first)
    assert first["by"] == ""
    assert first["review"] == {"state": "new", "by": "", "at": "", "text": "", "note": "", "verdict": None}
    assert {"quote", "location", "support", "score", "reasons"} == set(first["verdict"])
    assert all(set(c) == CITATION for c in (*first["citations"], *first["similar"]))
    assert first["citations"][0]["exact"] == HEARD
    assert set(found["coverage"]["unread_sources"][0]) == {"source_id", "source_name", "exhibit", "reason"}
    assert found["not_checked"] == ["evidence against a claim", "conflicts between sources"]


def test_a_frame_is_cited_by_its_exact_time(store: CaseStore) -> None:
    observation = draft_json(make_draft(store), store)["claims"][2]  # type: ignore[index]
    (citation,) = observation["citations"]
    (selector,) = citation["target"]["selector"]
    assert citation["exact"] is None
    assert (selector["pts"], selector["timeBase"], selector["ordinal"]) == (25, "1/25", 1)


def test_what_came_to_be_held_after_the_draft_is_kept_back(store: CaseStore) -> None:
    draft = make_draft(store)
    store.set_source("S1", {"privilege": "possible"}, BY)
    found = draft_json(store.draft(draft.id), store)
    assert "two bangs" not in json.dumps(found)
    assert found["withheld"] == [{"claim_id": "D1.1", "source_id": "S1"}, {"claim_id": "D1.2", "source_id": "S1"}]


def test_a_like_account_that_is_held_is_dropped_and_the_claim_stays(store: CaseStore) -> None:
    draft = make_draft(store)
    store.set_source("S2", {"privilege": "privileged"}, BY)
    found = draft_json(store.draft(draft.id), store)
    assert found["claims"][0]["similar"] == []  # type: ignore[index]
    assert "single bang" not in json.dumps(found)


def test_names_that_no_encoding_holds_still_give_json(store: CaseStore) -> None:
    claims = [*default_claims(store), claim("a \udcff name", [cite(store, "S2", "kiosk")])]
    json.dumps(draft_json(make_draft(store, claims), store), ensure_ascii=False).encode("utf-8")


def test_the_file_holds_the_same_and_is_never_overwritten(store: CaseStore, tmp_path: Path) -> None:
    draft, out = make_draft(store), tmp_path / "draft.json"
    write_json(serve(store, draft), store, out)
    assert json.loads(out.read_text(encoding="utf-8")) == draft_json(draft, store)
    with pytest.raises(UsageError, match="file_exists"):
        write_json(serve(store, draft), store, out)
