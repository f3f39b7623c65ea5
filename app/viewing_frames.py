"""The viewer's half for footage: what is stored of a video, exact frames by ordinal, strips, stored pictures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app import viewing_sent as sent
from app.originals import Originals
from app.settings import Settings
from app.viewing_records import FootageView, FramePixels
from provenance.anchors import cut_frame
from provenance.errors import AnchorError, CaseError, ReadError, UsageError
from provenance.ports import Task, TaskRunner
from provenance.records import Source
from provenance.store.case_store import CaseStore
from provenance.store.sources import require_open
from provenance.store.videos import picture_name

_KEPT_FOOTAGE: Final = 4
_MOST_STRIP: Final = 240  # frames of one strip
_STARTS: Final = 4  # key frames at or before a frame that a run may begin at
_TOLD_AHEAD: Final = 64  # stamps behind the last frame that a run may be followed by
# Of such footage a run from a key frame may give other planes than the whole decode at intake.
_COUNTED: Final = frozenset({"packets_damaged", "times_missing"})


@dataclass(frozen=True, slots=True)
class _Table:
    """A video with its table of times as arrays; `repeated` marks stamps that several frames bear."""

    view: FootageView
    times: NDArray[np.int64]
    keys: NDArray[np.int64]
    repeated: NDArray[np.bool_]


class FrameViewer:
    """Shows footage; every decode happens in the child of `runner`. May be used from any thread."""

    def __init__(self, store: CaseStore, settings: Settings, runner: TaskRunner, originals: Originals) -> None:
        self._store = store
        self._settings = settings
        self._runner = runner
        self._originals = originals
        self._loaded: Callable[[str, int], _Table] = lru_cache(_KEPT_FOOTAGE)(self._load)

    def footage(self, source_id: str) -> FootageView:
        """See `Viewer.footage`."""
        self._source(source_id)
        return self._table(source_id).view

    def stored_frame(self, frame_id: str) -> bytes:
        """See `Viewer.stored_frame`."""
        try:
            return self._store.frame_picture(frame_id)
        except AnchorError:  # its picture is gone, which may be
            frame = self._store.frame(frame_id)
        source = self._source(frame.source_id)
        task = Task("ingest.look_frames:picture", {"anchor": cut_frame(frame, source.sha256)})
        with self._originals.opened(source) as (_, original):
            (made,) = self._runner.submit(task, original, self._settings.decoding).result()
        if not isinstance(made, bytes):
            raise AnchorError("frame_missing", ordinal=frame.ordinal)
        if self._store.writable:
            with suppress(CaseError):  # a full disk keeps it from being kept, not from being shown
                self._store.vault.derived_write(picture_name(frame.id), made)
        return made

    def frame(self, source_id: str, ordinal: int) -> FramePixels:
        """See `Viewer.frame`."""
        source = self._source(source_id)
        table = self._table(source_id)
        if not 0 <= ordinal < table.view.count:
            raise AnchorError("frame_missing", ordinal=ordinal)
        known = {f.ordinal: f.sha256 for f in table.view.citable}
        for seeking in (True, False):
            (found,) = self._decoded(source, table, ordinal, ordinal, 0, seeking)
            if known.get(ordinal, found.sha256) == found.sha256:
                return found
        raise AnchorError("frame_changed", ordinal=ordinal)

    def strip(self, source_id: str, first: int, last: int, height: int) -> list[FramePixels]:
        """See `Viewer.strip`."""
        source = self._source(source_id)
        table = self._table(source_id)
        first, last = max(0, first), min(last, table.view.count - 1)
        if not 0 < height <= table.view.displayed[1] or last - first >= _MOST_STRIP:
            why = f"at most {_MOST_STRIP} frames, no higher than the picture"
            raise UsageError("bad_value", value=f"{first}–{last}, {height} px", what="a strip", why=why)
        return self._decoded(source, table, first, last, height) if first <= last else []

    def _decoded(
        self, source: Source, table: _Table, first: int, last: int, height: int, seeking: bool = True
    ) -> list[FramePixels]:
        """Frames as the child gives them, checked to be those that were asked for."""
        asked = _plan(table, first, last, seeking, height)
        with self._originals.opened(source) as (key, original):
            task = Task("ingest.look_frames:frames", {**asked, "key": key})
            found = self._runner.submit(task, original, self._settings.decoding).result()
        stream = table.view.stream
        frames = [sent.frame(item, stream.times, stream.time_base) for item in found]
        if [frame.ordinal for frame in frames] != list(range(first, last + 1)):
            raise AnchorError("frame_missing", ordinal=first)
        return frames

    def _source(self, source_id: str) -> Source:
        return require_open(self._store.source(source_id))

    def _table(self, source_id: str) -> _Table:
        """The footage as it stands with its latest look for movement."""
        return self._loaded(source_id, self._store.newest_look(source_id))

    def _load(self, source_id: str, look: int) -> _Table:
        store, source = self._store, self._source(source_id)
        stream = store.video(source_id)
        if stream is None or not stream.times:
            raise ReadError("no_frames", source=source_id)
        looks = tuple(one for one in store.looks(source_id) if one.number <= look)
        view = FootageView(source, stream, looks[-1].frames, looks[-1].events, store.clock(source_id), looks)
        times = np.array(stream.times, np.int64)
        _, inverse, counts = np.unique(times, return_inverse=True, return_counts=True)
        return _Table(view, times, np.array(stream.keys, np.int64), counts[inverse] > 1)


def _plan(table: _Table, first: int, last: int, seeking: bool, height: int) -> dict[str, object]:
    """Settings of `ingest.look_frames:frames`."""
    reached = int(np.searchsorted(table.keys, first, "right"))
    starts = table.keys[max(0, reached - _STARTS) : reached]
    begin = int(starts[0]) if len(starts) else first
    damaged = any(notice.code in _COUNTED for notice in table.view.source.warnings)
    if not seeking or damaged or table.repeated[begin : last + 1].any():
        starts = starts[:0]
    return {
        "height": height,
        "index": table.view.stream.index,
        "first": first,
        "last": last,
        "begin": begin,
        "stamps": table.times[begin : last + 1 + _TOLD_AHEAD],
        "starts": tuple(int(ordinal) for ordinal in starts),
    }
