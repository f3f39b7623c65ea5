"""Marks for redaction in a case: made by people, offered by rules, and burnt out of the copies that are served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.access import Act
from app.cutting import trimmed
from app.redacted_copies import alike, elsewhere, layer_of, marks_on, of_twin, served_copy
from app.stills import suggest_faces
from ingest.redact_suggest import suggestions
from provenance.anchors import cut_seen
from provenance.errors import TaskError, UsageError
from provenance.export import may_write, write_beside
from provenance.layers import Layer
from provenance.ports import PAGED, Picture, Progress, Task
from provenance.rear import RearBoxes, stretches
from provenance.records import Box, Source
from provenance.redaction_copy import ServedCopy
from provenance.redaction_marks import AreaPlace, FramePlace, Redaction, WordsPlace, joined, taken_out, words_of
from provenance.redactions import redact_served
from provenance.serving import Served
from provenance.store.sources import require_open
from provenance.view import copy_picture

if TYPE_CHECKING:
    from app.case import Case

FOUND_BY_RULE = "Suggestions by rule; some are missed. Read the whole source."
REASONS = (
    "Personal details of a witness",
    "Personal details of a person not concerned",
    "Safety of a person",
    "Sensitive material (see MG6D)",
    "Policing method",
)
_KEPT = 4  # copies held at once


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may have to be redacted: what it seems to be, its words, and where they stand.

    Of what stands on the rear of a statement's form, which is shown when a person asks for it alone, the words are "".
    """

    kind: str
    start: int
    end: int
    words: str
    label: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Words that are marked at one place and stand unmarked at another of the same source."""

    words: str
    start: int
    end: int
    label: str


class Redacting:
    """What is done about marks for redaction in one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._copies: dict[tuple[object, ...], ServedCopy] = {}

    # Marks

    def marks(self, source_id: str | None = None) -> list[Redaction]:
        """The marks that stand, of all open sources or of one; raises UsageError("unknown_id")."""
        if source_id is not None:
            self._case.store.source(source_id)
        return self._case.store.redactions(source_id)

    def mark_words(self, source_id: str, start: int, end: int, reason: str) -> Redaction:
        """Mark a stretch of the text, without white space at its ends. Raises UsageError(unknown_id | source_held |
        no_layer | bad_value)."""
        case = self._case
        source = require_open(case.store.source(source_id))
        layer = case.store.layer(source_id)
        if not 0 <= start < end <= layer.length:
            why = f"the text has {layer.length:,} characters"
            raise UsageError("bad_value", value=f"{start}-{end}", what="a stretch of the text", why=why)
        start, end = trimmed(case.store, source, start, end)
        return case.store.mark_redaction(source_id, "words", WordsPlace(start, end), reason, case.by)

    def mark_quoted(self, source_id: str, words: str, reason: str) -> list[Redaction]:
        """Mark every place at which the words stand. Raises as `mark_words`, and bad_value where they stand nowhere."""
        spans = self._case.viewer.find(source_id, words, most=None)
        if not spans:
            raise UsageError("bad_value", value=words, what="words of the source", why="they do not stand in it")
        marked = words_of(self.marks(source_id))
        fresh = [s for s in spans if not any(a <= s[0] and s[1] <= b for a, b in marked)]
        return [self.mark_words(source_id, start, end, reason) for start, end in fresh]

    def mark_area(self, source_id: str, page: int, box: Box, reason: str, *, face: bool = False) -> list[Redaction]:
        """Mark an area of a page or picture; on a page that Attest sets, the words in it.

        Raises UsageError(unknown_id | source_held | no_layer | bad_value), AnchorError("no_such_page")."""
        case = self._case
        source = require_open(case.store.source(source_id))
        if box.w <= 0 or box.h <= 0:
            raise UsageError("bad_value", value=f"{box.w:g} × {box.h:g}", what="an area", why="it is empty")
        outline = case.viewer.outline(source_id)
        page = 0 if outline.first == 0 else page
        if source.kind in PAGED:
            if not outline.holds(page):
                case.viewer.page_text(source_id, page)  # says what pages there are
            place = AreaPlace(Box(page, box.x, box.y, box.w, box.h))
            return [case.store.mark_redaction(source_id, "face" if face else "page_area", place, reason, case.by)]
        spans, boxes = case.viewer.page_words(source_id, page)
        inside = [
            (int(a), int(b)) for (a, b), (x, y, w, h) in zip(spans.tolist(), boxes.tolist(), strict=True)
            if x < box.x + box.w and x + w > box.x and box.y < y + h / 2 < box.y + box.h
        ]  # fmt: skip
        if not inside:
            raise UsageError("bad_value", value="This area", what="an area of a set page", why="no word stands in it")
        return [self.mark_words(source_id, a, b, reason) for a, b in self._runs(source_id, inside)]

    def _runs(self, source_id: str, words: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
        """Words that follow each other as one stretch."""
        layer = self._case.store.layer(source_id)
        found: list[tuple[int, int]] = []
        for start, end in joined(words):
            if found and not layer.slice(found[-1][1], start).strip():
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def mark_frames(
        self, source_id: str, box: Box, first: int, last: int | None, reason: str, *, face: bool = False
    ) -> Redaction:
        """Mark an area (coded pixels) of footage from one frame, by its ordinal from 0, to another, both included; of
        one frame without `last`. Raises UsageError(unknown_id | source_held | bad_value)."""
        case, last = self._case, first if last is None else last
        stream = case.store.video(source_id)
        if stream is None:
            why = "no footage was decoded of it"
            raise UsageError("bad_value", value=source_id, what="a source of frames", why=why)
        if not 0 <= first <= last < len(stream.times):
            why = f"there are {len(stream.times):,} frames"
            raise UsageError("bad_value", value=f"{first + 1}-{last + 1}", what="a stretch of frames", why=why)
        if (
            box.w <= 0
            or box.h <= 0
            or box.x >= stream.width
            or box.y >= stream.height
            or min(box.x + box.w, box.y + box.h) <= 0
        ):
            why = f"the picture is {stream.width} × {stream.height}"
            raise UsageError("bad_value", value=f"{box.x:g},{box.y:g}", what="an area of the picture", why=why)
        area = Box(0, box.x, box.y, box.w, box.h)
        place = FramePlace(stream.index, stream.times[first], stream.times[last], stream.time_base, area)
        return case.store.mark_redaction(source_id, "face" if face else "frame_area", place, reason, case.by)

    def change(self, redaction_id: str, reason: str) -> Redaction:
        """Give a mark another reason; raises UsageError(unknown_id | bad_value)."""
        return self._case.store.change_redaction(redaction_id, None, reason, self._case.by)

    def remove(self, redaction_id: str) -> Redaction:
        """Take a mark back; its history stays. Raises UsageError("unknown_id")."""
        return self._case.store.remove_redaction(redaction_id, self._case.by)

    def restore(self, redaction_id: str) -> Redaction:
        """Put a mark back that was taken back; raises UsageError("unknown_id")."""
        return self._case.store.restore_redaction(redaction_id, self._case.by)

    def reasons(self) -> list[str]:
        """Reasons to choose from: those given in this case, the latest first, then usual ones."""
        given = [mark.reason for mark in sorted(self._case.store.redactions(), key=lambda m: m.at, reverse=True)]
        return list(dict.fromkeys([*given, *REASONS]))

    # Suggestions

    def suggest(self, source_id: str) -> list[Offer]:
        """What may have to be redacted in the text, and is not marked: found by rule, and the rear of a statement's
        form, where contact details stand. Raises UsageError(unknown_id | source_held | no_layer)."""
        store = self._case.store
        layer = store.layer(source_id)
        rear = [("rear", a, b) for a, b in stretches(store.passages([source_id], "rear"))]
        gone = taken_out(layer, store.redactions(source_id))
        text = layer.text()
        found = [(s.kind, s.start, s.end) for s in suggestions(text)] + rear
        return [
            Offer(kind, start, end, "" if layer.is_closed(start, end) else text[start:end], layer.label(start, end))
            for kind, start, end in sorted(found, key=lambda one: (one[1], -one[2]))
            if not any(a <= start and end <= b for a, b in gone)
        ]

    def offers(self, source_id: str) -> tuple[list[Offer], list[tuple[int, Box]]]:
        """`suggest`, where the source has a text, and areas that may be faces: of a picture (with 0), or of the frames
        kept of footage, each with its number from 1. Raises UsageError(unknown_id | source_held)."""
        source = require_open(self._case.store.source(source_id))
        texts = self.suggest(source_id) if self.layer(source_id) is not None else []
        if source.kind == "picture" and source.pages <= 1:
            return texts, [(0, box) for box in self.faces(source_id, 0)]
        kept = self._case.store.frames(source_id) if source.kind == "video" else []
        return texts, [(f.ordinal + 1, box) for f in kept for box in self.faces(source_id, f.ordinal)]

    def layer(self, source_id: str) -> Layer | None:
        """The text layer, None where the source has none; raises UsageError(unknown_id | source_held)."""
        return layer_of(self._case, source_id)

    def faces(self, source_id: str, at: int) -> list[Box]:
        """Areas that may be faces: of the frame with this ordinal, or of a page of a picture; never whose they are."""
        source = require_open(self._case.store.source(source_id))
        if source.kind != "picture":
            return suggest_faces(self._case, source_id, at)
        settings = {"page": at, "max_pixels": self._case.settings.read.max_pixels}
        task = Task("ingest.redact_picture:faces", settings)
        found = self._case.readers.submit(task, self._case.store.vault.opener(source), self._case.settings.viewing)
        return [box for box in found.result() if isinstance(box, Box)]

    def same_bytes(self, source_id: str) -> list[Source]:
        """The other open sources with the bytes of this one: what is marked in it is taken out of their copies too."""
        return alike(self._case, self._case.store.source(source_id))[1:]

    def elsewhere(self, source_id: str) -> list[Elsewhere]:
        """Marked words that stand unmarked at other places of the same source: they stay in the copy."""
        source = require_open(self._case.store.source(source_id))
        marks = self.marks(source_id)
        layer = self.layer(source.id)
        if not marks or layer is None:
            return []
        return [Elsewhere(words, *span, layer.label(*span)) for words, span in elsewhere(layer, marks)]

    # Copies

    def places(self, mark: Redaction) -> tuple[Box, ...]:
        """Where a mark stands on the pages of its source, or in the frames of its footage (coded pixels)."""
        if isinstance(mark.place, WordsPlace):
            return self._case.viewer.places(mark.source_id, mark.place.start, mark.place.end)
        return (mark.place.box,)

    def preview(self, source_id: str, at: int, rear: bool = False) -> Picture:
        """A page of the redacted copy as it will be served, or the frame with this ordinal; the rear of a statement's
        form is covered but where a person asked for it. Raises as `copy` and as `Renderer.page`."""
        case, copy = self._case, self.copy(source_id)
        stream = case.store.video(source_id) if copy.source.kind == "video" else None
        frame = None
        if stream is not None:
            seen = case.viewer.frame(source_id, at)
            frame = cut_seen(stream, copy.source.sha256, at, seen.sha256)
        boxes = None if rear else RearBoxes(case.store, case.renderer, {source_id: copy})
        return copy_picture(case.store, case.renderer, copy, at, (), frame, boxes)

    def copy(self, source_id: str) -> ServedCopy:
        """The redacted copy of a source, the same for all with its bytes; see `app.redacted_copies.served_copy`. The
        latest few are kept."""
        source = self._case.store.source(source_id)
        key = (source.sha256 or source_id, *((m.id, m.version) for m in marks_on(self._case, source)))
        if key not in self._copies:
            self._copies[key] = served_copy(self._case, source_id)
            for old in list(self._copies)[:-_KEPT]:
                del self._copies[old]
        return of_twin(self._case, self._copies[key], source)

    def write_copy(self, source_id: str, out: Path, *, overwrite: bool = False) -> ServedCopy:
        """Write the redacted copy to `out`, whole or not at all, and log that. Raises as `copy`, and UsageError(
        file_exists | no_such_folder | no_copy_of_footage), AttestError("export_failed")."""
        self._case.require(Act.EXPORT)
        may_write(out, overwrite)
        made = self.copy(source_id)
        if made.data is None:
            raise UsageError("no_copy_of_footage", id=source_id)
        write_beside(out, made.data)
        detail = {"source": source_id, "marks": len(made.marks), "sha256": made.sha256, "file": out.name}
        self._case.record("redacted_copy_written", detail)
        return made

    def serve(self, served: Served, progress: Progress) -> Served:
        """What is served with redacted copies in the place of sources that have marks; the case team gets it as it is.

        Raises TaskError("cancelled") when `progress` says stop, and as `copy`.
        """
        if served.audience == "working":
            return served
        own = {m.source_id for m in self.marks()}
        hashes = {self._case.store.source(id).sha256 for id in own} - {""}
        open_now = [s for s in served.sources.values() if not s.withheld]
        marked = [s for s in open_now if s.id in own or s.sha256 in hashes]
        copies: dict[str, ServedCopy] = {}
        for done, source in enumerate(marked):
            if not progress(f"Redacting {source.title}", done, len(marked)):
                raise TaskError("cancelled")
            copies[source.id] = self.copy(source.id)
        return redact_served(served, copies)
