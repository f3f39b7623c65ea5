"""The sample's statements, drafted with the real model: the account that stands alone is heard in its own words."""

from __future__ import annotations

from pathlib import Path

from draft_case import BY, add_text, index_all

from app.sample import statements
from ingest.embed import ChildEmbedder
from provenance.store.case_store import CaseStore
from summarise import service

EXHIBITS = ("AO/1", "BL/1", "CM/1", "DN/1", "EP/1", "FR/1", "GM/1", "KP/1")


def test_the_overview_hears_every_witness(tmp_path: Path, real_embedder: ChildEmbedder) -> None:
    with CaseStore.create(tmp_path / "c", "OP ALDER", "", BY) as store:
        for exhibit in EXHIBITS:
            one = statements.load(exhibit)
            fields = {"witness": one.name, "statement_date": one.date}
            add_text(store, f"{one.exhibit.replace('/', '')}.txt", "\n\n".join(one.paragraphs), fields, exhibit=exhibit)
        index_all(store, real_embedder)
        made = service.draft(store, real_embedder, None, seed=7)
    said = {e: " ".join(c.text for c in made.claims if f", {e}, " in c.text) for e in EXHIBITS}
    assert all(said.values()), {e for e, text in said.items() if not text}
    assert "at my counter when the noise came" in said["FR/1"]
    assert "down the ramp towards the car park" in said["DN/1"]
    assert "green coat" in said["CM/1"]
    assert "7 minutes fast" in said["KP/1"]
    assert "pushed her" in said["AO/1"]
    assert "I am arresting you" in said["GM/1"]
    assert len({c.heading for c in made.claims}) <= 8
    assert all(c.verdict.support == "supported" and c.verdict.quote == "exact" for c in made.claims)
