"""Drafts made when sources were set otherwise on their pages: what they kept of such places is used no more."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from app.case import Case
from provenance.anchors import PDF_FRAGMENT, citation_json
from provenance.ports import PAGED, RENDITION
from provenance.records import Citation, TextAnchor
from provenance.view import picture_of


def cited(case: Case, paged: bool) -> list[tuple[Citation, TextAnchor]]:
    kinds = {source.id: source.kind for source in case.store.sources()}
    every = [c for claim in case.store.draft("D1").claims for c in claim.citations]
    found = [(c, c.anchor) for c in every if isinstance(c.anchor, TextAnchor)]
    return [(c, anchor) for c, anchor in found if (kinds[c.source_id] in PAGED) == paged]


@pytest.fixture
def older(taken_in: Path, tmp_path: Path) -> Path:
    """The case as it would be had its draft been made before, when pages were larger."""
    older = Path(shutil.copytree(taken_in, tmp_path / "older"))
    with contextlib.closing(sqlite3.connect(older / "case.db")) as db, db:
        (run,) = db.execute("SELECT run FROM draft WHERE n = 1").fetchone()
        read = json.loads(run)
        assert read["settings"].pop("rendition") == RENDITION
        db.execute("UPDATE draft SET run = ? WHERE n = 1", (json.dumps(read),))
    return older


def test_only_places_on_pages_that_attest_set_are_dropped(older: Path) -> None:
    with Case.open(older, write=False) as case:
        assert cited(case, paged=False) and cited(case, paged=True)
        assert all(anchor.boxes for _, anchor in cited(case, paged=True))
        for citation, _ in cited(case, paged=False):
            told = citation_json(citation)
            assert told["boxes"] == [] and PDF_FRAGMENT not in json.dumps(told)


def test_the_words_are_marked_where_they_stand_now(older: Path) -> None:
    with Case.open(older, write=False) as case:
        citation, anchor = cited(case, paged=False)[0]
        source = case.store.source(citation.source_id)
        now = picture_of(case.store, case.renderer, source, anchor)
        layer = case.store.layer(source.id)
        (boxes,) = case.renderer.rendition_boxes(layer, [(anchor.start, anchor.end)])
        page = boxes[0].page
        assert now == case.renderer.page(source, None, layer, page, [b for b in boxes if b.page == page], ())
