"""Cuts anchors from layers and frames, and writes them as W3C Web Annotation selectors.

Selectors follow https://www.w3.org/TR/annotation-model/#selectors; fragments follow RFC 3778 (PDF pages) and Media
Fragments 1.0 (https://www.w3.org/TR/media-frags/). Nothing here takes quoted words from a caller: `cut` slices them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from provenance.errors import AnchorError
from provenance.footage import Frame, VideoStream
from provenance.ports import LayerText
from provenance.records import Anchor, Box, Citation, FrameAnchor, TextAnchor

CONTEXT = 32  # code points of prefix and suffix: enough to tell repeated quotes apart
PDF_FRAGMENT = "http://tools.ietf.org/rfc/rfc3778"
MEDIA_FRAGMENT = "http://www.w3.org/TR/media-frags/"


def cut(
    layer: LayerText, source_sha256: str, start: int, end: int, boxes: Sequence[Box] = (), xpath: str = ""
) -> TextAnchor:
    """The anchor of layer[start:end], with a fragment for each cell, cue or fact of the file that it touches.

    Its prefix and suffix take in nothing of the rear of a statement's form.

    Raises AnchorError("bad_span") when the span is empty or outside the layer.
    """
    if not 0 <= start < end <= layer.length:
        raise AnchorError("bad_span", start=start, end=end, length=layer.length)
    low, high = layer.open_around(start, end)
    before, after = max(low, start - CONTEXT), min(high, end + CONTEXT)
    return TextAnchor(
        source_sha256=source_sha256,
        start=start,
        end=end,
        exact=layer.slice(start, end),
        prefix=layer.slice(before, start),
        suffix=layer.slice(end, after),
        boxes=tuple(boxes),
        fragments=(*((p.conforms, p.value) for p in layer.places(start, end)), *_fragments(boxes)),
        xpath=xpath,
    )


def cut_frame(frame: Frame, source_sha256: str, region: Box | None = None) -> FrameAnchor:
    """The anchor of a decoded frame, or of a region of it."""
    return FrameAnchor(
        source_sha256=source_sha256,
        stream=frame.stream,
        ordinal=frame.ordinal,
        pts=frame.pts,
        time_base=frame.time_base,
        frame_sha256=frame.sha256,
        pixel_format=frame.pixel_format,
        decoder=frame.decoder,
        region=region,
    )


def cut_seen(
    stream: VideoStream, source_sha256: str, ordinal: int, frame_sha256: str, region: Box | None = None
) -> FrameAnchor:
    """The anchor of any frame of a stream as it was decoded just now, by the hash of its planes."""
    return FrameAnchor(
        source_sha256=source_sha256,
        stream=stream.index,
        ordinal=ordinal,
        pts=stream.times[ordinal],
        time_base=stream.time_base,
        frame_sha256=frame_sha256,
        pixel_format=stream.pixel_format,
        decoder=stream.decoder,
        region=region,
    )


def of_removed(source_sha256: str, words: str) -> TextAnchor:
    """What stands in the place of an anchor into a source that was removed: cut from nothing, it says why."""
    return TextAnchor(source_sha256, 0, 0, words, "", "")


def unplaced(anchor: TextAnchor) -> TextAnchor:
    """The anchor without its places on the pages of a rendition, which are no longer set as they were."""
    kept = tuple((conforms, value) for conforms, value in anchor.fragments if conforms != PDF_FRAGMENT)
    return replace(anchor, boxes=(), fragments=kept)


def selectors(anchor: Anchor) -> list[dict[str, object]]:
    """The anchor as a list of selectors, in the shape of the contract; none of a place whose source was removed."""
    if isinstance(anchor, TextAnchor) and anchor.end == 0:
        return []
    if isinstance(anchor, FrameAnchor):
        return [_frame_selector(anchor)]
    found: list[dict[str, object]] = [
        {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end},
        {"type": "TextQuoteSelector", "exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix},
    ]
    for conforms, value in anchor.fragments:
        format_of = {"conformsTo": conforms} if conforms else {}
        found.append({"type": "FragmentSelector", **format_of, "value": value})
    if anchor.xpath:
        found.append({"type": "XPathSelector", "value": anchor.xpath})
    return found


def citation_json(citation: Citation) -> dict[str, object]:
    """A citation in the shape of the contract (CITATION)."""
    anchor = citation.anchor
    text = anchor if isinstance(anchor, TextAnchor) else None
    boxes = text.boxes if text else ([anchor.region] if isinstance(anchor, FrameAnchor) and anchor.region else [])
    return {
        "id": citation.id,
        "source_id": citation.source_id,
        "source_name": citation.source_name,
        "source_sha256": anchor.source_sha256,
        "exhibit": citation.exhibit,
        "label": citation.label,
        "exact": text.exact if text and not citation.removed else None,
        "boxes": [box_json(b) for b in boxes],
        "target": {"source": f"urn:sha256:{anchor.source_sha256}", "selector": selectors(anchor)},
        **({"removed": text.exact} if text and citation.removed else {}),
    }


def box_json(box: Box) -> dict[str, float]:
    return {"page": box.page, "x": _round(box.x), "y": _round(box.y), "w": _round(box.w), "h": _round(box.h)}


def decimal_seconds(seconds: Fraction, places: int = 3) -> str:
    """Seconds as a decimal string: 12.480; for people and media fragments, never for finding a frame."""
    exact = Decimal(seconds.numerator) / Decimal(seconds.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


def _frame_selector(anchor: FrameAnchor) -> dict[str, object]:
    value = f"t={decimal_seconds(anchor.seconds)}"
    if anchor.region:
        value += "&" + _pixels(anchor.region)
    return {
        "type": "FragmentSelector",
        "conformsTo": MEDIA_FRAGMENT,
        "value": value,
        "stream": anchor.stream,
        "pts": anchor.pts,
        "timeBase": f"{anchor.time_base.numerator}/{anchor.time_base.denominator}",
        "ordinal": anchor.ordinal,
        "frameSha256": anchor.frame_sha256,
        "pixelFormat": anchor.pixel_format,
        "decoder": anchor.decoder,
    }


def _fragments(boxes: Sequence[Box]) -> list[tuple[str, str]]:
    """One fragment for each page touched (its bounding rectangle), or one pixel rectangle for a picture."""
    found = []
    for page in sorted({b.page for b in boxes}):
        around = bounding(page, [b for b in boxes if b.page == page])
        if page == 0:
            found.append((MEDIA_FRAGMENT, _pixels(around)))
        else:
            rect = ",".join(f"{_round(v):g}" for v in (around.x, around.y, around.w, around.h))
            found.append((PDF_FRAGMENT, f"page={page}&viewrect={rect}"))
    return found


def bounding(page: int, boxes: Sequence[Box]) -> Box:
    """The smallest box around all the boxes (at least one)."""
    x, y = min(b.x for b in boxes), min(b.y for b in boxes)
    return Box(page, x, y, max(b.x + b.w for b in boxes) - x, max(b.y + b.h for b in boxes) - y)


def _pixels(box: Box) -> str:
    return f"xywh=pixel:{round(box.x)},{round(box.y)},{max(1, round(box.w))},{max(1, round(box.h))}"


def _round(value: float) -> float:
    return round(float(value), 2)
