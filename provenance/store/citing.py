"""Refuses a draft whose citations are not cut from the sources of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.anchors import cut
from provenance.errors import AnchorError
from provenance.records import FrameAnchor, TextAnchor
from provenance.store.records import NewCitation, NewDraft
from provenance.store.sources import require_open

if TYPE_CHECKING:
    from provenance.store.case_store import CaseStore


def check(store: CaseStore, draft: NewDraft) -> None:
    """Raises AnchorError("not_cut") unless every anchor is what stands in its source now.

    UsageError(unknown_id | source_held | no_layer) for a source that may not be cited.
    """
    cited = sorted((c for claim in draft.claims for c in claim.citations), key=lambda c: c.source_id)
    for citation in cited:
        source = require_open(store.source(citation.source_id))
        anchor = citation.anchor
        if anchor.source_sha256 != source.sha256 or not _stands(store, citation):
            raise AnchorError("not_cut", source=source.id, label=citation.label)


def _stands(store: CaseStore, citation: NewCitation) -> bool:
    anchor = citation.anchor
    if isinstance(anchor, TextAnchor):
        now = cut(store.layer(citation.source_id), anchor.source_sha256, anchor.start, anchor.end)
        return (now.exact, now.prefix, now.suffix) == (anchor.exact, anchor.prefix, anchor.suffix)
    return any(_is(anchor, frame.ordinal, frame.pts, frame.sha256) for frame in store.frames(citation.source_id))


def _is(anchor: FrameAnchor, ordinal: int, pts: int, sha256: str) -> bool:
    return (anchor.ordinal, anchor.pts, anchor.frame_sha256) == (ordinal, pts, sha256)
