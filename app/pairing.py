"""Links a transcript to the recording beside it: a file of the same name in the same place that is sound or footage."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from provenance.records import Source
from provenance.store.case_store import CaseStore

TRANSCRIPT_OF = "transcript_of"  # the field of a transcript that names its recording
_TRANSCRIPTS = frozenset({"vtt", "srt"})
_RECORDINGS = frozenset({"video", "audio", "footage"})


def pair(store: CaseStore, new: Iterable[Source], by: str) -> list[Source]:
    """Link the new sources, whichever of the two came first; gives the transcripts that are linked now.

    A transcript that a person linked, or that has several recordings of its name beside it, is left as it is.
    """
    kinds = {source.kind for source in new}
    if not kinds & (_TRANSCRIPTS | _RECORDINGS):
        return []
    known = [s for s in store.sources() if s.outcome in ("read", "partly")]
    recordings: dict[tuple[str | None, str], list[Source]] = {}
    for source in known:
        if source.kind in _RECORDINGS:
            recordings.setdefault(_place(source), []).append(source)
    linked = []
    for source in known:
        beside = recordings.get(_place(source), [])
        if source.kind in _TRANSCRIPTS and TRANSCRIPT_OF not in source.fields and len(beside) == 1:
            linked.append(store.set_source(source.id, {TRANSCRIPT_OF: beside[0].id}, by))
    return linked


def _place(source: Source) -> tuple[str | None, str]:
    """Where a file lies, and its name without ending, nor the language before it ("interview.en.vtt")."""
    path = PurePath(source.path)
    stem = path.stem
    if source.kind in _TRANSCRIPTS and len(PurePath(stem).suffix) in (3, 6):  # ".en", ".en-GB"
        stem = PurePath(stem).stem
    return source.parent, str(path.with_name(stem)).casefold()
