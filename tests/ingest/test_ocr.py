"""Words of pictures by OCR: their places, their confidence, turned pages, the same words every time."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

from ingest.readers import ocr
from ingest.readers.ocr import PageText, Pixels
from ingest.readers.picture_words import WORD, turned
from provenance.errors import ModelError

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "ocr"
LEFT_ASKEW = [(0, 3), (1, -7), (2, 3), (3, -7)]  # the half of the ways askew that the long tests read
LINES = ("The van left the car park at 22:06.", "Its driver wore a red jacket and gloves.", "I did not see the plate.")


def drawn(lines: Sequence[str] = LINES, size: tuple[int, int] = (900, 360)) -> Pixels:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for n, text in enumerate(lines):
        draw.text((60, 40 + 80 * n), text, fill="black", font=ImageFont.load_default(36))
    return np.asarray(image)


@pytest.fixture(scope="module")
def page() -> PageText:
    return ocr.read_page(drawn())


def test_words_stand_where_their_ink_is(page: PageText) -> None:
    rgb = drawn()
    assert page.text == "\n".join(LINES) + "\n"
    assert page.words.confidence is not None and float(page.words.confidence.min()) > 0.8
    ink = rgb[:, :, 0] < 128
    covered = np.zeros_like(ink)
    for (start, end), (x, y, w, h) in zip(page.words.spans.tolist(), page.words.boxes.tolist(), strict=True):
        box = np.s_[round(y) : round(y + h), round(x) : round(x + w)]
        assert ink[box].any(), page.text[start:end]
        covered[box] = True
    assert (ink & covered).sum() > 0.95 * ink.sum()


def test_spans_are_the_words(page: PageText) -> None:
    assert [page.text[a:b] for a, b in page.words.spans.tolist()] == page.text.split()


def test_the_same_picture_gives_the_same_words_in_its_own_units(page: PageText) -> None:
    text, words = ocr.ocr_page(drawn(), 2.0)
    assert text == page.text
    assert np.array_equal(words.spans, page.words.spans)
    assert np.array_equal(words.boxes * 2, page.words.boxes)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_page_is_read_and_its_boxes_lie_on_the_page_as_displayed(turns: int) -> None:
    rgb = np.ascontiguousarray(np.rot90(drawn(), turns))
    page = ocr.read_page(rgb)
    assert page.text.split() == " ".join(LINES).split()
    assert (page.turns + turns) % 4 == 0
    ink = rgb[:, :, 0] < 128
    covered = np.zeros_like(ink)
    for x, y, w, h in page.words.boxes.tolist():
        covered[round(y) : round(y + h), round(x) : round(x + w)] = True
    assert (ink & covered).sum() > 0.95 * ink.sum()
    assert covered.mean() < 0.4


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_of_many_lines_is_turned_by_a_few_of_them(turns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"{n} The witness saw a red car at {n + 10}:45." for n in range(1, 15)]
    rgb = np.ascontiguousarray(np.rot90(drawn(lines, (900, 1300)), turns))
    read: list[int] = []
    recognise = ocr._recognise

    def counted(engine: RapidOCR, crops: Sequence[Pixels]) -> list[ocr._Line]:
        read.append(len(crops))
        return recognise(engine, crops)

    monkeypatch.setattr(ocr, "_recognise", counted)
    page = ocr.read_page(rgb)
    assert page.text.split() == " ".join(lines).split()
    assert (page.turns + turns) % 4 == 0
    assert sum(read) <= len(lines) + ocr._SAMPLE, "what was read of the sample is not read again"


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_corners_turn_with_the_page(turns: int) -> None:
    quad = np.array([[[10, 20], [40, 20], [40, 30], [10, 30]]], np.float32)
    page = np.zeros((100, 60), np.uint8)
    page[20:30, 10:40] = 1
    (corners,) = turned(quad, turns, 60, 100)
    rows, columns = np.nonzero(np.rot90(page, turns))
    left, top, right, low = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    assert corners.tolist() == [[left, top], [right, top], [right, low], [left, low]]


def test_a_blank_picture_has_no_words() -> None:
    page = ocr.read_page(np.full((200, 300, 3), 255, np.uint8))
    assert (page.text, len(page.words), page.lines) == ("", 0, 0)


@pytest.mark.parametrize("shape", [(1, 1), (2, 900), (900, 2), (40, 4000)])
def test_odd_shapes_are_read(shape: tuple[int, int]) -> None:
    assert ocr.read_page(np.full((*shape, 3), 200, np.uint8)).text == ""


def test_a_narrow_strip_keeps_its_places() -> None:
    rgb = np.ascontiguousarray(np.rot90(drawn(LINES[:1], (900, 100)), 1))
    page = ocr.read_page(rgb)
    assert page.text.split() == LINES[0].split()
    assert (page.words.boxes[:, 0] + page.words.boxes[:, 2] <= 100).all()


def test_scripts_without_spaces_are_placed_character_by_character() -> None:
    assert [found.group() for found in WORD.finditer("车牌号 ABC 12")] == ["车", "牌", "号", "ABC", "12"]


def test_the_extractor_names_engine_and_models() -> None:
    name = ocr.extractor()
    assert "rapidocr 3." in name and "onnxruntime 1." in name and name.split()[-1].count(",") == 1


def test_a_missing_model_is_refused_not_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ocr._MODELS, "Det", "no_such_model.onnx")
    with pytest.raises(ModelError) as refused:
        ocr.model_paths()
    assert refused.value.code == "model_missing"


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")
@pytest.mark.parametrize("name", ["eurotext.tif", "phototest-rotated-180.png"])
def test_scans_with_known_text(name: str) -> None:
    truth = (DATA / f"{name.split('-')[0].split('.')[0]}.txt").read_text(encoding="utf-8").split()
    got = ocr.read_page(np.asarray(Image.open(DATA / name).convert("RGB"))).text.split()
    blocks = difflib.SequenceMatcher(None, truth, got, autojunk=False).get_matching_blocks()
    assert sum(block.size for block in blocks) >= 0.97 * len(truth)


@pytest.mark.parametrize(
    ("turns", "degrees"),
    [(0, -7), (1, 3), (2, -7), (3, 3), *(pytest.param(n, d, marks=pytest.mark.soak) for n, d in LEFT_ASKEW)],
)
def test_a_page_that_lies_askew_is_read_line_by_line(turns: int, degrees: int) -> None:
    lines = [f"Line {n}: the van stood beside the gate of the yard." for n in range(1, 10)]
    image = Image.fromarray(drawn(lines, (1100, 800))).rotate(degrees, expand=True, fillcolor="white")
    page = ocr.read_page(np.ascontiguousarray(np.rot90(np.asarray(image), turns)))
    assert page.text.split() == " ".join(lines).split()
    assert (page.turns + turns) % 4 == 0


def test_a_long_stamp_on_its_head_turns_no_page_and_is_read() -> None:
    short = [f"{n} {name}" for n, name in enumerate(("Ann Smith", "22:45 blue van", "Mill Lane", "J. Brown") * 2)]
    stamp = drawn(["RECEIVED BY THE CENTRAL PROPERTY OFFICE ON 14 JUNE"] * 2, (1300, 900))
    page = ocr.read_page(np.minimum(drawn(short, (1300, 900)), np.ascontiguousarray(np.rot90(stamp, 2))))
    assert page.turns == 0
    assert all(line in page.text.splitlines() for line in short)
    assert "RECEIVED BY THE CENTRAL PROPERTY OFFICE" in page.text


def test_a_note_on_its_side_is_read_beside_the_page() -> None:
    lines = [f"{n} I saw the blue van at the corner of Mill Lane." for n in range(8)]
    wide = np.full((900, 1300, 3), 255, np.uint8)
    wide[:, :1100] = drawn(lines, (1100, 900))
    note = drawn(["Sideways note about the van"], (700, 150))
    for turns in (1, 3):
        both = wide.copy()
        both[100:800, 1130:1280] = np.rot90(note, turns)
        text = ocr.read_page(both).text
        assert "Sideways note about the van" in text
        assert all(line in text for line in lines)
