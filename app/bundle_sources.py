"""Puts the cited sources of a bundle in its bag: whole, as excerpts or not at all, as their audience may have them."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol, get_args

from app.bundle_told import ASKED
from provenance.bundle import texts
from provenance.bundle.bag import Bag
from provenance.bundle.copying import PIECE
from provenance.errors import AnchorError, TaskError
from provenance.layers import Layer
from provenance.records import Anchor, Source, TextAnchor

if TYPE_CHECKING:
    from app.exporting import Job

How = Literal["cited", "excerpts", "none"]
HOW: tuple[How, ...] = get_args(How)
_REAR = "its rear holds the particulars of a witness"
_INSIDE = "something inside it is not served"
_FRAMES = "parts of it are taken out, and its cited frames alone are served, in the report"
_GONE = "the original is no longer where it was"
_CHANGED = "the original is no longer the file that was taken in"


class Copy(Protocol):
    """A redacted copy that is served in the place of a source: its bytes (None: not served as a file), its text, and
    where a stretch of the original's text stands in it."""

    @property
    def data(self) -> bytes | None: ...
    @property
    def name(self) -> str: ...
    @property
    def layer(self) -> Layer | None: ...
    def span(self, start: int, end: int) -> tuple[int, int] | None: ...


class Sources:
    """The sources that a draft cites, by id with what it cites of each, on their way into a bag."""

    def __init__(self, job: Job, how: How, bag: Bag, cited: Mapping[str, Sequence[Anchor]]) -> None:
        self._job, self._how, self._bag = job, how, bag
        self._copies: Mapping[str, Copy] = job.served.copies
        self.all = [s for s in job.served.sources.values() if s.id in cited]
        self._quoted: dict[str, list[TextAnchor]] = {}  # by SHA-256: two sources may have the same bytes
        for source in self.all:
            found = self._quoted.setdefault(source.sha256, [])
            found += [a for a in cited[source.id] if isinstance(a, TextAnchor) and not source.removed]

    def put(self) -> list[dict[str, object]]:
        """Write them, each once; gives what became of each."""
        total, done, seen = sum(s.size for s in self.all), 0, set[str]()
        told = list[dict[str, object]]()
        for source in self.all:
            if source.sha256 in seen:
                continue
            seen.add(source.sha256)
            if self._how != "none":
                self._put_text(source)
            why, file = self._kept_back(source), ""
            if not why:
                file, why = self._put_file(source, done, total)
            done += source.size
            known = {"sha256": source.sha256, "title": source.title, "name": source.name, "kind": source.kind}
            copy = {"redacted": True} if source.id in self._copies else {}
            how = {"included": "whole" if file else "no", "file": file, "why": why}
            told.append({**known, "size": source.size, **copy, **how})
        return told

    def _kept_back(self, source: Source) -> str:
        """Why the whole file may not be in the bundle, or ""; the case team may have all that is cited."""
        if source.removed:
            return source.removed[1:-1]
        if self._how != "cited":
            return ASKED
        copy = self._copies.get(source.id)
        if copy is None and source.id not in self._job.served.originals:
            return self._amiss(source) or _INSIDE
        if copy is not None and copy.data is None:
            return _FRAMES
        if self._job.served.audience == "working" or not self._rear(source):
            return ""
        return _REAR if copy is not None else self._amiss(source) or _REAR

    def _amiss(self, source: Source) -> str:
        """Why the original could not travel whoever it were for, or "": that comes before what hangs on the audience,
        or nobody would learn that it is gone."""
        digest = hashlib.sha256()
        try:
            with self._job.store.vault.open(source) as stream:
                while piece := stream.read(PIECE):
                    digest.update(piece)
                    self._go_on(source)
        except AnchorError:
            return _GONE
        return "" if digest.hexdigest() == source.sha256 else _CHANGED

    def _go_on(self, source: Source) -> None:
        if not self._job.progress(f"Reading {source.title}", 0, 1):
            raise TaskError("cancelled")

    def _rear(self, source: Source) -> list[texts.Span]:
        """What is on the rear of a statement's form, as it stands in the text that is served."""
        found = [(p.start, p.end) for p in self._job.store.passages([source.id], section="rear")]
        copy = self._copies.get(source.id)
        return found if copy is None else [span for one in found if (span := copy.span(*one))]

    def _put_text(self, source: Source) -> None:
        """The text of the source, or of its copy; a citation of either names the SHA-256 of what it was cut from."""
        anchors = self._quoted[source.sha256]
        if not anchors:
            return
        copy = self._copies.get(source.id)
        layer = self._job.store.layer(source.id) if copy is None else copy.layer
        if layer is None:
            return
        if self._how == "excerpts":
            self._bag.add(f"data/excerpts/{source.sha256}.json", texts.excerpts_bytes(layer, anchors))
        else:
            self._bag.add(f"data/layers/{source.sha256}.txt", texts.layer_bytes(layer, self._rear(source), anchors))

    def _put_file(self, source: Source, done: int, total: int) -> tuple[str, str]:
        """The path of the whole file in the bag, or "" and why it is not in it."""
        copy = self._copies.get(source.id)
        path = f"data/sources/{source.sha256}.{ending(source.name if copy is None else copy.name)}"

        def each(size: int) -> None:
            if not self._job.progress(f"Sealing {source.title}", done + size, total):
                raise TaskError("cancelled")

        try:
            with self._open(source, copy) as stream:
                digests = self._bag.copy(path, stream, each)
        except AnchorError:
            return "", _GONE
        if digests.sha256 != source.sha256:
            self._bag.drop(path)
            return "", _CHANGED
        return path, ""

    def _open(self, source: Source, copy: Copy | None) -> AbstractContextManager[BinaryIO]:
        if copy is None:
            return self._job.store.vault.open(source)
        return io.BytesIO(copy.data or b"")


def ending(name: str) -> str:
    """The ending of a file's name, where it is a plain one."""
    found = Path(name).suffix.removeprefix(".").lower()
    return found if re.fullmatch("[a-z0-9]{1,8}", found) else "bin"
