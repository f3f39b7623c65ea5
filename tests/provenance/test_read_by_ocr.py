"""Words that a machine read from a picture are marked as such where they are cited, and nothing else is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from report_case import BY, PageRenderer, cite, claim, make_case, make_draft

from ingest.items import PassageSpan
from provenance.export import write_html
from provenance.records import Part, Sentence, Source
from provenance.report_words import READ_BY_OCR
from provenance.serving import serve
from provenance.store.case_store import CaseStore
from provenance.store.records import NewLayer

READ = "The till was open at 21:40."
RECORDED = "Device: Canon EOS 40D (as recorded by the device)"


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    """With S7: a scan read by a machine; S8: a picture with a recorded fact."""
    made = make_case(tmp_path / "case")
    for name, kind, text, part, sure in (
        ("scan.pdf", "pdf", READ, "page", 0.99),
        ("photo.jpg", "picture", RECORDED, "fact", None),
    ):
        sha256, size = made.vault.put(io.BytesIO(name.encode()))
        layer = NewLayer("x/1", [Part(0, part, text, page=1 if kind == "pdf" else 0)])  # type: ignore[arg-type]
        span = PassageSpan(0, len(text), text, (Sentence(0, len(text), text),), "", confidence=sure)
        known = Source("", sha256, name, f"/e/{name}", size, kind, "read", "2026-05-04T09:00:00Z", BY)
        made.add_source(known, layer, [span], None, BY)
    return made


def test_only_a_passage_read_by_a_machine_is_marked(store: CaseStore, tmp_path: Path) -> None:
    claims = [
        claim(f"Scan: “{READ}”", [cite(store, "S7", READ)]),
        claim(f"“{RECORDED}”", [cite(store, "S8", RECORDED)]),
    ]
    draft = make_draft(store, claims)
    assert [[c.by_ocr for c in one.citations] for one in draft.claims] == [[True], [False]]
    assert store.claim(draft.claims[0].id).citations[0].by_ocr
    write_html(serve(store, draft), store, PageRenderer(), tmp_path / "r.html")
    assert (tmp_path / "r.html").read_text(encoding="utf-8").count(READ_BY_OCR) == 1, "at the citation"
    store.close()
