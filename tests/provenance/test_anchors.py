"""Anchors: quotes are slices of the layer, and selectors have the contract's shape."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.anchors import (
    CONTEXT,
    MEDIA_FRAGMENT,
    bounding,
    citation_json,
    cut,
    cut_frame,
    decimal_seconds,
    selectors,
)
from provenance.errors import AnchorError
from provenance.footage import Frame
from provenance.layers import Layer, LoadedPart, PartInfo
from provenance.records import Box, Citation, Place

SHA = "ab" * 32


@dataclass(frozen=True)
class Text:
    whole: str

    @property
    def length(self) -> int:
        return len(self.whole)

    def slice(self, start: int, end: int) -> str:
        return self.whole[start:end]

    def places(self, start: int, end: int) -> tuple[Place, ...]:
        return ()

    def open_around(self, start: int, end: int) -> tuple[int, int]:
        return 0, self.length


@given(st.text(max_size=120), st.integers(-5, 130), st.integers(-5, 130))
def test_a_quote_is_the_slice_and_nothing_else(text: str, start: int, end: int) -> None:
    if not 0 <= start < end <= len(text):
        with pytest.raises(AnchorError, match="bad_span"):
            cut(Text(text), SHA, start, end)
        return
    anchor = cut(Text(text), SHA, start, end)
    assert anchor.exact == text[start:end] and len(anchor.prefix) <= CONTEXT >= len(anchor.suffix)
    assert anchor.prefix + anchor.exact + anchor.suffix in text
    assert text.startswith(anchor.prefix + anchor.exact, start - len(anchor.prefix))


def test_text_selectors() -> None:
    boxes = [Box(2, 10, 20, 30, 5), Box(1, 10, 700, 100, 10), Box(2, 5, 30, 10.005, 5)]
    anchor = cut(Text("He ran away."), SHA, 3, 6, boxes, "/w:p[4]")
    assert selectors(anchor) == [
        {"type": "TextPositionSelector", "start": 3, "end": 6},
        {"type": "TextQuoteSelector", "exact": "ran", "prefix": "He ", "suffix": " away."},
        _fragment("http://tools.ietf.org/rfc/rfc3778", "page=1&viewrect=10,700,100,10"),
        _fragment("http://tools.ietf.org/rfc/rfc3778", "page=2&viewrect=5,20,35,15"),
        {"type": "XPathSelector", "value": "/w:p[4]"},
    ]
    picture = cut(Text("EXIT"), SHA, 0, 4, [Box(0, 10.4, 20.6, 0.2, 7)])
    assert selectors(picture)[2] == _fragment("http://www.w3.org/TR/media-frags/", "xywh=pixel:10,21,1,7")


def test_frame_selectors_keep_exact_time() -> None:
    base = Fraction(1, 12800)
    frame = Frame(0, 312, 159744, base, "cd" * 32, "yuv420p", "av/18 h264", 640, 480, "peak")
    anchor = cut_frame(frame, SHA, Box(0, 1, 2, 3, 4))
    assert anchor.seconds == frame.seconds == Fraction(1248, 100)
    assert selectors(anchor) == [
        {
            **_fragment("http://www.w3.org/TR/media-frags/", "t=12.480&xywh=pixel:1,2,3,4"),
            "stream": 0,
            "pts": 159744,
            "timeBase": "1/12800",
            "ordinal": 312,
            "frameSha256": "cd" * 32,
            "pixelFormat": "yuv420p",
            "decoder": "av/18 h264",
        }
    ]
    shown = citation_json(Citation("D1.1.1", "S2", "cam.mp4", "CAM/2", "14:32:10", anchor))
    assert shown["exact"] is None and shown["boxes"] == [{"page": 0, "x": 1.0, "y": 2.0, "w": 3.0, "h": 4.0}]


def test_citations_have_the_contracts_shape() -> None:
    anchor = cut(Text("He ran away."), SHA, 3, 6, [Box(3, 1.234, 2, 3, 4)])
    shown = citation_json(Citation("D2.14.1", "S3", "a.pdf", "JB/1", "p. 3", anchor))
    assert shown["target"] == {"source": f"urn:sha256:{SHA}", "selector": selectors(anchor)}
    known = {"id", "source_id", "source_name", "source_sha256", "exhibit", "label", "exact", "boxes", "target"}
    assert set(shown) == known and shown["exact"] == "ran" and shown["boxes"] == [_box(3, 1.23, 2, 3, 4)]


def test_seconds_are_rounded_to_even_and_boxes_bounded() -> None:
    assert decimal_seconds(Fraction(1, 3)) == "0.333" and decimal_seconds(Fraction(25, 2)) == "12.500"
    assert decimal_seconds(Fraction(-1, 2000)) == "-0.000" and decimal_seconds(Fraction(3, 2000)) == "0.002"
    assert bounding(1, [Box(1, 5, 5, 1, 1), Box(1, 0, 9, 2, 2)]) == Box(1, 0, 5, 6, 6)


def _fragment(conforms: str, value: str) -> dict[str, object]:
    return {"type": "FragmentSelector", "conformsTo": conforms, "value": value}


def _box(page: int, x: float, y: float, w: float, h: float) -> dict[str, float]:
    return {"page": page, "x": x, "y": y, "w": w, "h": h}


def test_cells_that_a_quote_touches_are_selectors_of_their_own() -> None:
    row = "14:02\tWest Bridge\tcaller\n"
    cells = (Place(0, 5, "sheet=Calls&cell=A4", "", "Calls A4"), Place(6, 17, "sheet=Calls&cell=B4", "", "Calls B4"))
    info = PartInfo(0, "row", 0, len(row), 1, "", "Calls row 4", 0, 0.0, 0.0, "")
    layer = Layer("xlsx", "x/1", [info], lambda _: LoadedPart(row, None, cells))
    both, one = cut(layer, SHA, 0, 17), cut(layer, SHA, 6, 10)
    assert [s["value"] for s in selectors(both)[2:]] == ["sheet=Calls&cell=A4", "sheet=Calls&cell=B4"]
    assert selectors(one)[2:] == [{"type": "FragmentSelector", "value": "sheet=Calls&cell=B4"}]
    assert layer.label(6, 10) == "Calls B4" and layer.label(0, 17) == "Calls row 4"
    assert layer.label(18, 24) == "Calls row 4", "a place that is no cell is called by its part"


def test_the_format_of_a_fragment_is_named_where_it_has_an_address() -> None:
    cue = Place(0, 5, "t=12.480,15.2", MEDIA_FRAGMENT, "00:12")
    layer = Layer(
        "vtt",
        "x/1",
        [PartInfo(0, "cue", 0, 5, 1, "", "00:12", 0, 0.0, 0.0, "")],
        lambda _: LoadedPart("Two.\n", None, (cue,)),
    )
    found = selectors(cut(layer, SHA, 0, 4))[2]
    assert found == {"type": "FragmentSelector", "conformsTo": MEDIA_FRAGMENT, "value": "t=12.480,15.2"}


def test_no_word_of_the_rear_stands_beside_a_quote() -> None:
    text = "I ran.\n12 Mill Lane\nI fell.\n"
    info = PartInfo(0, "block", 0, len(text), 1, "", "", 0, 0.0, 0.0, "")
    layer = Layer("text", "x/1", [info], lambda _: LoadedPart(text), [(7, 20)])
    before, after, rear = cut(layer, SHA, 0, 6), cut(layer, SHA, 20, 27), cut(layer, SHA, 10, 14)
    assert (before.exact, before.suffix) == ("I ran.", "\n") and (after.exact, after.prefix) == ("I fell.", "")
    assert (rear.exact, rear.prefix, rear.suffix) == ("Mill", "", "")
