"""Reads originals again, as if for the first time, for verification: parts of the layer, the words, the frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from ingest import readers
from ingest.items import ReadSettings
from provenance.ports import Limits, Open, ReopenedFrame, Task, TaskRunner
from provenance.records import FrameAnchor, Part, Source


class ChildReopener:
    """Implements `provenance.ports.Reopener`: every parse happens in a child of `runner`.

    `settings` must be those that the sources were read with, or the layer may differ.
    """

    def __init__(self, runner: TaskRunner, settings: ReadSettings | None = None, limits: Limits | None = None) -> None:
        self._runner = runner
        self._settings = settings or ReadSettings()
        self._limits = limits or Limits()

    def extractor(self, kind: str) -> str:
        """See `readers.extractor`; raises ReadError("kind_not_read")."""
        return readers.extractor(kind)

    def parts(self, source: Source, original: Open, ordinals: Sequence[int]) -> list[Part]:
        """The asked parts extracted again, in layer order; raises TaskError and what reading raises."""
        wanted = {"kind": source.kind, "ordinals": sorted(set(ordinals)), "settings": self._settings}
        items = self._runner.submit(Task("ingest.readers:reread", wanted), original, self._limits).result()
        return [item for item in items if isinstance(item, Part)]

    def find(self, source: Source, original: Open, exact: str) -> int | None:
        """Where `exact` first stands in a newly extracted layer; raises TaskError and what reading raises."""
        texts: list[str] = []

        def keep(item: object) -> None:
            if isinstance(item, Part):
                texts.append(item.text)  # not its words: a long file's boxes would fill the memory

        task = Task("ingest.readers:read", {"name": source.name, "settings": self._settings})
        self._runner.submit(task, original, self._limits, keep).result()
        at = "".join(texts).find(exact)
        return at if at >= 0 else None

    def frames(self, source: Source, original: Open, anchors: Sequence[FrameAnchor]) -> list[ReopenedFrame]:
        """The frames at these anchors, decoded again, in the order given; raises TaskError and what opening raises."""
        task = Task("ingest.readers.video:reopen", {"anchors": list(anchors)})
        limits = replace(self._limits, stall_seconds=self._limits.seconds)  # a full decode may be long and silent
        return cast("list[ReopenedFrame]", self._runner.submit(task, original, limits).result())
