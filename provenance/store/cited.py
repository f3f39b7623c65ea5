"""Makes records of the stored citations of a draft, with the names that their sources have now."""

from __future__ import annotations

import json
from typing import Self

from provenance.anchors import unplaced
from provenance.ports import PAGED, RENDITION
from provenance.records import Citation, Notice, Role, TextAnchor
from provenance.store import codec, passages
from provenance.store.database import Read, Row

NAMES = "source.name, exhibit, source.kind"  # columns that `citation` wants last, from a join of the table of sources


class Citer:
    """For the citations in one table of one draft.

    Places on the pages of a rendition are left out where it is set otherwise now than when the draft was made.
    """

    def __init__(self, as_set: bool, by_machine: dict[int, list[tuple[int, int]]]) -> None:
        self._as_set, self._by_machine = as_set, by_machine

    @classmethod
    def of(cls, read: Read, draft: int, table: str) -> Self:
        """`table` is "citation" or "side"."""
        made_with = read("SELECT json_extract(run, '$.settings.rendition') FROM draft WHERE n = ?", (draft,))
        by_machine = passages.by_machine(read, f"SELECT source FROM {table} WHERE draft = ?", (draft,))
        return cls(bool(made_with) and made_with[0][0] == RENDITION, by_machine)

    def citation(self, id: str, place: Row, names: Row, role: Role = "cited", why: str = "") -> Citation:
        """`place` are the columns source, label and anchor, `names` those of NAMES."""
        source, label, anchor = place
        name, exhibit, kind = names
        at = codec.anchor(json.loads(anchor))
        if isinstance(at, TextAnchor) and kind not in PAGED and not self._as_set:
            at = unplaced(at)
        spans = self._by_machine.get(source, ())
        by_ocr = isinstance(at, TextAnchor) and any(start < at.end and at.start < end for start, end in spans)
        reason = Notice(**json.loads(why)) if why else None
        return Citation(id, f"S{source}", name, exhibit, label, at, role, by_ocr, reason)
