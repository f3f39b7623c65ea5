"""A draft is refused unless every part of every citation is what stands in the source."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from store_case import (
    BY,
    PlainReopener,
    add_text,
    add_video,
    frame_citation,
    new_case,
    new_draft,
    source,
    text_citation,
)

from provenance.anchors import cut
from provenance.errors import AnchorError
from provenance.records import Box, Part, Passage, Sentence
from provenance.store.case_store import CaseStore
from provenance.store.citing import cut_again
from provenance.store.records import NewCitation, NewLayer
from provenance.words import Words

TEXT = "The van was white.\nI saw it at ten.\nIt drove off.\nThe plate was AB12 CDE.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case") as case:
        yield case


@pytest.mark.parametrize(
    "change",
    [
        *({"stream": 1}, {"time_base": Fraction(1, 25)}, {"pixel_format": "rgb24"}, {"decoder": "raw/2"}),
        *({"region": Box(0, 0, 0, 5, 2)}, {"region": Box(0, -1, 0, 2, 2)}, {"region": Box(0, 0, 0, 0, 2)}),
    ],
)
def test_every_part_of_a_frame_s_place_is_checked(store: CaseStore, change: dict[str, object]) -> None:
    good = frame_citation(store, add_video(store, bytes(64)).id, 1)
    with pytest.raises(AnchorError, match="not_cut"):
        store.write_draft(new_draft([replace(good, anchor=replace(good.anchor, **change))]))
    inside = replace(good.anchor, region=Box(0, 1, 1, 3, 3))
    assert store.write_draft(new_draft([good, replace(good, anchor=inside)])).id == "D1"


@pytest.mark.parametrize(
    "change",
    [
        *({"boxes": ()}, {"boxes": (Box(2, 10, 10, 30, 8),)}, {"boxes": (Box(1, 10, 10, 31, 8),)}),
        *({"fragments": ()}, {"xpath": "/w:document/w:p[2]"}, {"prefix": "x"}),
    ],
)
def test_every_part_of_a_quote_s_place_is_checked(store: CaseStore, change: dict[str, object]) -> None:
    words = Words(np.array([[0, 4]], np.int32), np.array([[10, 10, 30, 8]], np.float32))
    pages = NewLayer("x/1", [Part(0, "page", "Shot fired.\n", page=1, width=100, height=100, words=words)])
    store.add_source(source("a.pdf", "ab" * 32, 9, kind="pdf"), pages, (), None, BY)
    good = text_citation(store, "S1", 0, 4)
    with pytest.raises(AnchorError, match="not_cut"):
        store.write_draft(new_draft([replace(good, anchor=replace(good.anchor, **change))]))
    with pytest.raises(AnchorError, match="not_cut"):
        store.write_draft(new_draft([replace(good, label="p. 2")]))
    assert store.write_draft(new_draft([good])).id == "D1"


def test_only_the_place_in_a_rendition_is_free(store: CaseStore) -> None:
    """Attest sets sources without pages itself; where, the renderer says, but never which words."""
    text = add_text(store, TEXT)
    layer = store.layer(text.id)
    placed = cut(layer, text.sha256, 4, 7, [Box(1, 72, 72, 40, 12)])
    store.write_draft(new_draft([NewCitation(text.id, placed, layer.label(4, 7))]))
    for bad in (replace(placed, fragments=()), replace(placed, xpath="/w:document")):
        with pytest.raises(AnchorError, match="not_cut"):
            store.write_draft(new_draft([NewCitation(text.id, bad, layer.label(4, 7))]))


def test_a_new_citation_has_no_word_of_the_rear_beside_it_and_an_old_one_still_verifies(store: CaseStore) -> None:
    """Before the rear was kept out of the words round a quote, anchors were cut with it; those already written stay."""
    rear = "Mobile: 07700 900123\n"
    data = (TEXT + rear).encode()
    sha256, size = store.vault.put(io.BytesIO(data))
    parts = PlainReopener().read(data)
    spans = [Passage("", "", 0, 0, len(TEXT), TEXT, (Sentence(0, len(TEXT), TEXT),), "lines 1–4")]
    back = Passage(
        "", "", 0, len(TEXT), len(TEXT + rear), rear, (Sentence(len(TEXT), len(TEXT + rear), rear),), "line 5"
    )
    layer = NewLayer(PlainReopener().extractor("text"), parts)
    one = store.add_source(source("a.txt", sha256, size), layer, [*spans, replace(back, section="rear")], None, BY)
    good = text_citation(store, one.id, TEXT.index("The plate"), len(TEXT) - 1)
    assert "07700" not in good.anchor.suffix
    old = replace(good, anchor=replace(good.anchor, suffix=(TEXT + rear)[good.anchor.end :][:32]))
    assert "07700" in old.anchor.suffix
    with pytest.raises(AnchorError, match="not_cut"):
        store.write_draft(new_draft([old]))
    assert cut_again(store.layer(one.id), old.anchor, kept=True) == old.anchor
    store.write_draft(new_draft([good]))
