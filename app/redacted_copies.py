"""Makes redacted copies of sources from the marks of a case, each in a child process that looks whether it is clean."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from ingest import rendition
from provenance.errors import AnchorError, UsageError
from provenance.layers import Layer
from provenance.ports import PAGED, Open, Picture, Task
from provenance.records import Box, Part, Source
from provenance.redaction_copy import Masking, ServedCopy, masked_layer
from provenance.redaction_marks import Redaction, areas_of, taken_out
from provenance.redaction_words import count, known, places, without_phrases
from provenance.store.sources import require_open
from provenance.vault import digest_of

if TYPE_CHECKING:
    from app.case import Case

_AS_TEXT = {"text": ("text/plain; charset=utf-8", ".txt"), "csv": ("text/csv; charset=utf-8", ".csv")}
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif"}
_MARK = b"\xef\xbb\xbf"  # so that whoever opens the text knows that it is UTF-8
By = dict[int, list[Box]]


def alike(case: Case, source: Source) -> list[Source]:
    """The open sources with the bytes of this one, itself first: what is marked in one is taken out of all of them."""
    others = case.store.by_sha256(source.sha256) if source.sha256 else []
    return [source, *(s for s in others if s.id != source.id and not s.withheld)]


def marks_on(case: Case, source: Source) -> list[Redaction]:
    """The marks that are taken out of copies of a source: its own, and those of the same bytes under another id."""
    ids = {one.id for one in alike(case, source)}
    return [mark for mark in case.store.redactions() if mark.source_id in ids]


def served_copy(case: Case, source_id: str) -> ServedCopy:
    """The copy of a source that has marks, made now. Footage has none: cited frames are served with its areas black.

    Raises UsageError(unknown_id | source_held | not_marked | redaction_twin), ReadError("redaction_left") where
    something that is marked could not be taken out, and what opening and reading the original raises.
    """
    source = require_open(case.store.source(source_id))
    marks = tuple(marks_on(case, source))
    if not marks:
        raise UsageError("not_marked", id=source_id)
    layer = _layer(case, source, marks)
    if source.kind == "video" or (layer is None and source.kind not in PAGED):
        return ServedCopy(source, marks, source.name, "", source.kind, None, source.sha256)
    made = _Making(case, source, marks, layer)
    if source.kind == "pdf":
        return made.pdf()
    if source.kind == "picture":
        return made.picture()
    return made.text()


def of_twin(case: Case, copy: ServedCopy, source: Source) -> ServedCopy:
    """The copy as that of another source with the same bytes; raises UsageError("redaction_twin")."""
    if copy.source.id == source.id:
        return copy
    own = layer_of(case, source.id)
    if own is not None and copy.original is not None and own.parts != copy.original.parts:
        raise UsageError("redaction_twin", id=copy.source.id, twin=source.id)
    ending = "" if copy.data is None else PurePath(copy.name).suffix
    return replace(copy, source=source, name=_name(source, copy.original, copy.masking, ending))


def _layer(case: Case, source: Source, marks: Sequence[Redaction]) -> Layer | None:
    """The text layer of a source, or that of the same bytes under another id, from which it was not read again.

    Raises UsageError("redaction_twin") where marks are on one that was read in another way, so that they do not fit.
    """
    found, marked = layer_of(case, source.id), {mark.source_id for mark in marks}
    for other in alike(case, source)[1:]:
        layer = layer_of(case, other.id)
        if found is not None and layer is not None and layer.parts != found.parts and other.id in marked:
            raise UsageError("redaction_twin", id=other.id, twin=source.id)
        found = layer if found is None else found
    return found


def layer_of(case: Case, source_id: str) -> Layer | None:
    """The text layer of an open source, None where it has none."""
    try:
        return case.store.layer(source_id)
    except UsageError as error:
        if error.code != "no_layer":
            raise
        return None


class _Making:
    """One copy being made."""

    def __init__(self, case: Case, source: Source, marks: tuple[Redaction, ...], layer: Layer | None) -> None:
        self._case = case
        self._source = source
        self._marks = marks
        self._layer = layer
        self._masking = Masking.of(layer, taken_out(layer, marks)) if layer is not None else Masking()

    def pdf(self) -> ServedCopy:
        """Burnt out of a copy of the pages; notes and fields that the copy does not show are no part of it."""
        read = self._case.settings.read
        settings = {"words": self._word_boxes(), "areas": self._areas(), "taken": self._taken()}
        data, texts = self._made(Task("ingest.redact_pdf:burn", settings | {"passwords": read.passwords}))
        shown = known("\n".join(texts))
        gone = [
            part.ordinal
            for part in (self._layer.parts if self._layer is not None else ())
            if part.kind != "page" and not count(known(self._masked_text(part.ordinal)), shown)
        ]
        return self._copy(data, "application/pdf", ".pdf", "pdf", gone)

    def picture(self) -> ServedCopy:
        """The pixels alone; what the file recorded of itself is no part of the copy."""
        boxes = _merged(self._word_boxes(), self._areas())
        settings = {"areas": boxes, "max_pixels": self._case.settings.read.max_pixels}
        (made,) = self._run(Task("ingest.redact_picture:burn", settings), original=True)
        picture = cast(Picture, made)
        gone = [part.ordinal for part in (self._layer.parts if self._layer else ()) if part.kind == "fact"]
        return self._copy(picture.data, picture.mime, _ENDINGS[picture.mime], "picture", gone)

    def text(self) -> ServedCopy:
        """Plain text and tables as text again; all else set by Attest as a PDF, never from the original's own file."""
        assert self._layer is not None
        masked = masked_layer(self._layer, self._masking)
        if self._source.kind in _AS_TEXT:
            data = _MARK + masked.text().encode("utf-8")
            if self._reads_as(masked, data):
                mime, ending = _AS_TEXT[self._source.kind]
                return self._copy(data, mime, ending, self._source.kind, ())
        pages = rendition.pages_of(masked)
        settings = {
            "pages": [pages.page(n) for n in range(1, len(pages) + 1)],
            "name": _name(self._source, self._layer, self._masking, ""),
        }
        data, _ = self._made(Task("ingest.redact_text:set_pdf", settings | {"taken": self._taken()}), original=False)
        return self._copy(data, "application/pdf", ".pdf", "pdf", ())

    def _copy(self, data: bytes, mime: str, ending: str, kind: str, gone: Sequence[int]) -> ServedCopy:
        layer, renderer = self._layer, self._case.renderer
        masking, masked = self._masking, None
        same = kind == self._source.kind
        if layer is not None:
            spans = [s for s in masking.spans if not any(p.ordinal in gone for p in layer.touched(*s))]
            masking = Masking.of(layer, spans)
            masked = masked_layer(layer, masking, without=gone)

        def place(spans: Sequence[tuple[int, int]]) -> Sequence[tuple[Box, ...]]:
            if masked is None:
                return [()] * len(spans)
            if same and kind in PAGED:
                return [masked.boxes(*span) for span in spans]
            return renderer.rendition_boxes(masked, spans)

        sha256, name = hashlib.sha256(data).hexdigest(), _name(self._source, self._layer, self._masking, ending)
        return ServedCopy(
            self._source, self._marks, name, mime, kind, data, sha256, masked, masking, frozenset(gone),
            layer, place,
        )  # fmt: skip

    def _made(self, task: Task, original: bool = True) -> tuple[bytes, tuple[str, ...]]:
        data, texts = self._run(task, original)
        return cast(bytes, data), cast("tuple[str, ...]", texts)

    def _run(self, task: Task, original: bool) -> list[object]:
        case, source = self._case, self._source
        if not original:
            return case.readers.submit(task, None, case.settings.reading).result()
        limits = replace(case.settings.limits(source.size), stall_seconds=case.settings.reading.seconds)
        return case.readers.submit(task, self._unchanged(), limits).result()

    def _unchanged(self) -> Open:
        """The original, after looking that it is the file whose places were marked."""
        vault, source = self._case.store.vault, self._source
        with vault.open(source) as stream:
            if digest_of(stream, len)[0] != source.sha256:
                raise AnchorError("original_changed", source=source.id)
        return vault.opener(source)

    def _reads_as(self, masked: Layer, data: bytes) -> bool:
        """Whether the copy, read as the original was, gives the text that is served with it."""
        settings = {"kind": self._source.kind, "ordinals": [p.ordinal for p in masked.parts]}
        task = Task("ingest.readers:reread", settings | {"settings": self._case.settings.read})
        found = self._case.readers.submit(task, lambda: io.BytesIO(data), self._case.settings.reading).result()
        texts = {part.ordinal: part.text for part in found if isinstance(part, Part)}
        return all(texts.get(part.ordinal) == masked.part_text(part.ordinal) for part in masked.parts)

    def _word_boxes(self) -> By:
        """Boxes of every line of what is taken out, by page."""
        found: By = {}
        for start, end in self._masking.spans if self._layer is not None else ():
            assert self._layer is not None
            for box in self._layer.boxes(start, end):
                found.setdefault(box.page, []).append(box)
        return found

    def _areas(self) -> By:
        found: By = {}
        for box in areas_of(self._marks):
            found.setdefault(box.page, []).append(box)
        return found

    def _taken(self) -> list[tuple[str, int]]:
        """The words that go, and how often each stands elsewhere, where nobody marked it."""
        if self._layer is None:
            return []
        left = known(masked_layer(self._layer, self._masking).text())
        said = dict.fromkeys(self._layer.slice(*span) for span in self._masking.spans)
        return [(words, count(known(words), left)) for words in said]

    def _masked_text(self, ordinal: int) -> str:
        assert self._layer is not None
        return self._masking.text(self._layer.part_text(ordinal), self._layer.part(ordinal).start)


def _name(source: Source, layer: Layer | None, masking: Masking, ending: str) -> str:
    """The name of a copy: the original's, without what is marked."""
    stem = PurePath(source.name).stem
    taken = [layer.slice(*span) for span in masking.spans] if layer is not None else []
    spaced = re.sub(r"[_]+", " ", stem)
    clear = without_phrases(spaced, taken)
    return f"{stem if clear == spaced else clear}{' (redacted)' if ending else ''}{ending}"


def elsewhere(layer: Layer, marks: Sequence[Redaction]) -> list[tuple[str, tuple[int, int]]]:
    """Words that are marked and where else in the source they stand, not marked there."""
    masking, text = Masking.of(layer, taken_out(layer, marks)), layer.text()
    found = []
    for words in dict.fromkeys(layer.slice(*span) for span in masking.spans):
        found += [(words, span) for span in places(words, text) if not masking.touches(*span)]
    return sorted(found, key=lambda one: one[1])


def _merged(one: By, other: By) -> By:
    return {page: [*one.get(page, []), *other.get(page, [])] for page in {*one, *other}}
