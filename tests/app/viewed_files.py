"""Real files for the tests of the viewer, made on the spot; and how a page that it shows is read back."""

from __future__ import annotations

from pathlib import Path

import docx
import numpy as np
import pymupdf
from PIL import Image, ImageDraw, ImageFont

from app.viewing import PagePixels
from ingest.readers import ocr
from provenance.records import Box

QUOTE = "The van was blue"
LONG = "".join(f"{n} He walked along the road 😀 and saw “{n}” at the gate.\n" for n in range(400))


def pdf(path: Path, labels: bool = True) -> Path:
    """Two columns; a page turned by 90 degrees; a quote from page 2 to page 3; no words. `labels`: "iv" to "vii"."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_textbox((50, 80, 280, 400), "I stood at the gate. " * 6, fontsize=13)
        page.insert_textbox((315, 80, 545, 400), f"{QUOTE}. It went on to the bridge. " * 3, fontsize=13)
        page = document.new_page()
        page.insert_textbox((50, 80, 545, 400), "It was raining hard. He ran over the\n", fontsize=13)
        page.set_rotation(90)
        document.new_page().insert_textbox((50, 80, 545, 400), "wet bridge and fell.", fontsize=13)
        document.new_page().draw_rect((100, 100, 300, 300), fill=(0.2, 0.4, 0.8))
        if labels:
            document.set_page_labels([{"startpage": 0, "prefix": "", "style": "r", "firstpagenum": 4}])
        document.save(path)
    return path


def picture(path: Path) -> Path:
    image = Image.new("RGB", (2600, 700), "white")
    for n, text in enumerate(("I stood at the gate.", QUOTE, "It went on.")):
        ImageDraw.Draw(image).text((100, 100 + 180 * n), text, fill="black", font=ImageFont.load_default(90))
    image.save(path)
    return path


def statement(path: Path) -> Path:
    document = docx.Document()
    for n in range(150):
        document.add_paragraph(f"{n}. I stood at the gate for a while and looked about me.")
    document.add_paragraph(f"I said: 😀👍🏽 “{QUOTE}”, and left.")
    document.save(str(path))
    return path


def image(page: PagePixels) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    assert len(page.data) == page.stride * page.height
    assert abs(page.points_width * page.scale - page.width) <= 1
    return np.frombuffer(page.data, np.uint8).reshape(page.height, page.width, 3)


def read_under(page: PagePixels, *boxes: Box, turns: int = 0) -> str:
    """What OCR reads on the page under boxes, one after the other."""
    found = []
    for box in boxes:
        x0, y0 = round(box.x * page.scale), round(box.y * page.scale)
        cut = image(page)[y0 : round((box.y + box.h) * page.scale), x0 : round((box.x + box.w) * page.scale)]
        framed = np.pad(np.rot90(cut, turns), ((20, 20), (20, 20), (0, 0)), mode="edge")
        found.append(ocr.read_page(np.ascontiguousarray(framed)).text.strip().rstrip(".,”’'"))
    return " ".join(found)
