"""A small case with a draft for the report's tests: a PDF statement, a text statement, a picture, footage, refusals."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pymupdf

from provenance import anchors
from provenance.footage import Frame, VideoStream
from provenance.layers import Layer
from provenance.ports import Open, Picture
from provenance.records import (
    Box,
    Claim,
    ClaimKind,
    Coverage,
    Draft,
    FrameAnchor,
    Notice,
    Part,
    Source,
    Support,
    Unused,
    Verdict,
)
from provenance.runs import ModelUse, Run
from provenance.store.case_store import CaseStore
from provenance.store.records import NewCitation, NewClaim, NewDraft, NewLayer, NewVideo
from provenance.words import Words

BY = "tester"
HEARD = "I heard two bangs close together and then shouting from the far end."
COAT = "He might have been wearing a green coat, I am not sure."
PAGES = (
    f"I am the above named person. On Sunday 3 May I was on platform two. {HEARD}\n",
    f"I looked up and saw a man walk towards the footbridge. {COAT}\n",
)
NOTE = f"I was by the kiosk when it happened.\nI heard a single bang, then someone shouted “stop him”.\n{COAT}\n"
BOARD = "Platform 2 next train 14:41\n"


class PageRenderer:
    """Draws pages of PDFs with their marks by PyMuPDF, and sets text at one line for each line of the layer."""

    def rendition_boxes(self, layer: Layer, spans: Sequence[tuple[int, int]]) -> list[tuple[Box, ...]]:
        return [(Box(1, 72, 60.0 + 16 * layer.text().count("\n", 0, start), 400, 14),) for start, _ in spans]

    def page(
        self,
        source: Source,
        original: Open | None,
        layer: Layer | None,
        page: int,
        marks: Sequence[Box],
        covers: Sequence[Box] = (),
    ) -> Picture:
        if original is None:
            paper = pymupdf.open()
            for i, line in enumerate((layer.text() if layer else "").split("\n")):
                (paper[0] if i else paper.new_page()).insert_text((72, 72 + 16 * i), line, fontsize=10)
        else:
            with original() as stream:
                paper = pymupdf.open(stream=stream.read(), filetype="pdf" if source.kind == "pdf" else "png")
        sheet = paper[max(0, page - 1)]
        for mark in marks:
            place = pymupdf.Rect(mark.x, mark.y, mark.x + mark.w, mark.y + mark.h)
            sheet.draw_rect(place, color=None, fill=(1, 0.85, 0.3), fill_opacity=0.45)
        for box in covers:
            sheet.draw_rect(pymupdf.Rect(box.x, box.y, box.x + box.w, box.y + box.h), color=None, fill=(0.8, 0.8, 0.8))
        return _encoded(sheet.get_pixmap(dpi=96))

    def frame(self, source: Source, original: Open, anchor: FrameAnchor, covers: Sequence[Box] = ()) -> Picture:
        paper = pymupdf.open()
        sheet = paper.new_page(width=320, height=180)
        sheet.draw_rect(sheet.rect, fill=(0.25, 0.3, 0.35))
        if anchor.region:
            r = anchor.region
            sheet.draw_rect(pymupdf.Rect(r.x, r.y, r.x + r.w, r.y + r.h), color=(1, 0.85, 0.3), width=2)
        return _encoded(sheet.get_pixmap())


def make_case(folder: Path, reference: str = "OP ALDER", title: str = "Incident at the station, 3 May") -> CaseStore:
    """A case with five sources: S1 PDF, S2 text, S3 picture, S4 footage, S5 refused, S6 held."""
    store = CaseStore.create(folder, reference, title, BY)
    parts = [_page(i, text) for i, text in enumerate(PAGES, 1)]
    _add(store, "Lindqvist statement.pdf", "pdf", "BL/1", _pdf(PAGES), NewLayer("pymupdf/2", parts), pages=2)
    _add(store, "marsh.txt", "text", "CM/1", NOTE.encode(), NewLayer("text/1", [Part(0, "block", NOTE)]))
    board = [Part(0, "page", BOARD, words=_words(BOARD, 60.0))]
    _add(store, "board.png", "picture", "JS/4", _png(BOARD), NewLayer("rapidocr/3.10", board))
    frames = [_frame(i, role) for i, role in enumerate(("start", "peak", "end"))]
    times = tuple(f.pts for f in frames)
    stream = VideoStream(0, "h264", 320, 180, "yuv420p", Fraction(1, 25), "pyav/18", 0, times, (0,))
    _add(store, "CAM 2.mp4", "video", "KP/3", b"footage", None, video=NewVideo(stream, (), frames))
    _add(store, "seized.zip", "zip", "KP/9", b"PK", None, outcome="refused", reason="kind_not_read")
    _add(store, "letter.txt", "text", "LW/1", b"Dear sir", None, outcome="held", privilege="possible")
    return store


def make_draft(store: CaseStore, claims: Sequence[NewClaim] | None = None, brief: str = "") -> Draft:
    """A draft over the case of `make_case`, written into it."""
    run = Run(
        "attest-extractive/2",
        (ModelUse("embedding", "all-MiniLM-L6-v2", "53aa" * 16),),
        {"retrieve_kept": 40, "relevance_weight": 0.7},
        7,
        {"attest": "0.1.0", "python": "3.11.7", "machine": "x86_64"},
        "2026-05-04T09:40:00Z",
        "2026-05-04T09:40:07Z",
        ("S1.1", "S2.1"),
    )
    unread = (Unused("S5", "seized.zip", "KP/9", "kind_not_read"),)
    unused = (Unused("S3", "board.png", "JS/4", "says nothing that others do not say"),)
    coverage = Coverage(4, 3, 2, unread, unused)
    found = default_claims(store) if claims is None else list(claims)
    return store.write_draft(NewDraft(brief, False, True, 4, run, found, coverage), BY)


def default_claims(store: CaseStore) -> list[NewClaim]:
    heard, coat = cite(store, "S1", HEARD), cite(store, "S1", COAT)
    also = NewCitation("S2", cite(store, "S2", "I heard a single bang").anchor, "line 2", "similar")
    frame = store.frames("S4")[1]
    seen = NewCitation("S4", anchors.cut_frame(frame, store.source("S4").sha256, frame.region), "14:32:10")
    partly = (Notice("hedge_dropped", "“might have been” stands in the source only"),)
    return [
        claim(f"B. Lindqvist, statement of 3 May, BL/1, p. 1: “{HEARD}”", [heard, also], "Before 14:30"),
        claim(f"B. Lindqvist, statement of 3 May, BL/1, p. 2: “{COAT}”", [coat], "Before 14:30", "partly", partly),
        claim(
            "CAM 2 (KP/3), camera clock 14:32:10: movement, left of picture, 9 seconds.",
            [seen],
            "Cameras",
            kind="observation",
        ),
        claim("C. Marsh saw three men.", [cite(store, "S2", COAT)], "", "unsupported", held_back=True),
    ]


def claim(
    text: str,
    citations: Sequence[NewCitation],
    heading: str = "",
    support: Support = "supported",
    reasons: tuple[Notice, ...] = (),
    kind: ClaimKind = "statement",
    held_back: bool = False,
) -> NewClaim:
    return NewClaim(heading, text, kind, Verdict("exact", "valid", support, 0.8, reasons), citations, held_back)


def cite(store: CaseStore, source_id: str, words: str) -> NewCitation:
    """A citation of the first place where the words stand."""
    layer: Layer = store.layer(source_id)
    start = layer.text().index(words)
    end = start + len(words)
    anchor = anchors.cut(layer, store.source(source_id).sha256, start, end, layer.boxes(start, end))
    return NewCitation(source_id, anchor, layer.label(start, end))


def claims_of(draft: Draft) -> list[Claim]:
    return [c for c in draft.claims if not c.held_back]


def _add(
    store: CaseStore, name: str, kind: str, exhibit: str, data: bytes, layer: NewLayer | None, **more: object
) -> None:
    sha256, size = store.vault.put(io.BytesIO(data))
    video = more.pop("video", None)
    known = {"id": "", "path": f"/evidence/{name}", "outcome": "read", "added": "2026-05-04T09:00:00Z", "added_by": BY}
    source = Source(name=name, kind=kind, exhibit=exhibit, sha256=sha256, size=size, **(known | more))  # type: ignore[arg-type]
    store.add_source(source, layer, [], video, BY)  # type: ignore[arg-type]


def _page(number: int, text: str) -> Part:
    return Part(number, "page", text, str(number), number, 595, 842, _words(text, 72.0))


def _words(text: str, top: float) -> Words:
    """One line of words 5.2 points for each character, broken every 80 characters."""
    spans, boxes, at = [], [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
        boxes.append((60 + 5.2 * (start % 80), top + 14 * (start // 80), 5.2 * len(word), 11))
    return Words(np.array(spans, np.int32), np.array(boxes, np.float32))


def _pdf(pages: Sequence[str]) -> bytes:
    paper = pymupdf.open()
    for text in pages:
        sheet = paper.new_page()
        for i in range(0, len(text), 80):
            sheet.insert_text((60, 82 + 14 * (i // 80)), text[i : i + 80], fontname="cour", fontsize=8.66)
    return bytes(paper.tobytes())


def _png(text: str) -> bytes:
    paper = pymupdf.open()
    sheet = paper.new_page(width=400, height=160)
    sheet.insert_text((60, 70), text.strip(), fontname="cour", fontsize=8.66)
    return bytes(sheet.get_pixmap().tobytes("png"))


def _frame(ordinal: int, role: str) -> Frame:
    pts = ordinal * 25
    place = Box(0, 40 + 30.0 * ordinal, 60, 50, 80)
    known = (0, ordinal, pts, Fraction(1, 25), f"{ordinal:064x}", "yuv420p", "pyav/18", 320, 180)
    return Frame(*known, role, 0, place)  # type: ignore[arg-type]


def _encoded(pixels: pymupdf.Pixmap) -> Picture:
    return Picture("image/png", pixels.tobytes("png"), pixels.width, pixels.height)
