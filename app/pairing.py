"""Links a transcript to the recording beside it: a file of the same name in the same place that is sound or footage."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from app.links import PARTED, TRANSCRIPT_OF
from provenance.records import Source
from provenance.store.case_store import CaseStore

_TRANSCRIPTS = frozenset({"vtt", "srt"})
_RECORDINGS = frozenset({"video", "audio", "footage"})
_Place = tuple[str | None, str, str]  # container, folder, name


def pair(store: CaseStore, new: Iterable[Source], by: str) -> list[Source]:
    """Link the new sources, whichever of the two came first; gives the transcripts that are linked now.

    A transcript that a person linked or parted, or that has several recordings of its name beside it, is left as it is.
    """
    kinds = {source.kind for source in new}
    if not kinds & (_TRANSCRIPTS | _RECORDINGS):
        return []
    known = [s for s in store.sources() if s.outcome in ("read", "partly")]
    recordings: dict[_Place, list[Source]] = {}
    for source in known:
        if source.kind in _RECORDINGS:
            recordings.setdefault(_place(source), []).append(source)
    linked = []
    for source in known:
        beside = recordings.get(_place(source), [])
        decided = TRANSCRIPT_OF in source.fields or PARTED in source.fields
        if source.kind in _TRANSCRIPTS and not decided and len(beside) == 1:
            linked.append(store.set_source(source.id, {TRANSCRIPT_OF: beside[0].id}, by))
    return linked


def _place(source: Source) -> _Place:
    """Where a file lies, and its name without ending, nor the language before it ("interview.en.vtt")."""
    path = PurePath(source.path)
    stem = path.stem
    if source.kind in _TRANSCRIPTS and len(PurePath(stem).suffix) in (3, 6):  # ".en", ".en-GB"
        stem = PurePath(stem).stem
    return source.parent, str(path.parent).casefold(), stem.casefold()
