"""Real files for the tests of the source pane, made on the spot and taken in once; and how what is painted is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import av
import docx
import numpy as np
import pytest
from made_once import made_once
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from viewed_files import QUOTE, pdf

from app.case import Case
from ui.place import Place
from ui.session import Session
from ui.source.pane import SourcePane

SPOKEN = "“I saw it at 14:25”"
NAMES = ("columns.pdf", "scan.png", "statement.docx", "notes.txt", "walk.mp4", "turned.mp4")
FRAMES = 60
Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def taken_in(factory: pytest.TempPathFactory, copy: Path) -> Case:
    """A copy of a case with S1 PDF, S2 picture, S3 DOCX, S4 text, S5 footage, S6 footage turned by 90 degrees."""

    def make(folder: Path) -> None:
        with Case.create(folder / "case", "TEST") as case:
            case.add(make_files(folder), lambda _: None, lambda *_: True)

    folder = made_once(factory, "source-files", make)
    shutil.copytree(folder / "case", copy)
    return Case.open(copy)


def make_files(folder: Path) -> list[Path]:
    paths = [folder / name for name in NAMES]
    pdf(paths[0], labels=False)
    image = Image.new("RGB", (2600, 700), "white")
    for n, text in enumerate(("I stood at the gate.", QUOTE, "It went on.")):
        ImageDraw.Draw(image).text((100, 100 + 180 * n), text, fill="black", font=ImageFont.load_default(90))
    image.save(paths[1])
    document = docx.Document()
    for n in range(60):
        document.add_paragraph(f"{n}. I stood at the gate for a while and looked about me.")
    document.add_paragraph(f"I said: 😀👍🏽 “{QUOTE}”, and left.")
    document.save(str(paths[2]))
    notes = "".join(f"{n} He went along the road 😀 and back to the gate.\n" for n in range(90))
    paths[3].write_text(f"{notes}Then 😀😀 she said {SPOKEN} and left.\n{notes}", encoding="utf-8")
    walk = _clip(paths[4])
    paths[5].write_bytes(_turned(walk))
    return paths


def _clip(path: Path) -> bytes:
    """A bright box that crosses a dark wall from frame 20 to frame 50, with a key frame every 12 frames."""
    with av.open(str(path), "w") as made:
        stream = made.add_stream("libx264", rate=25, options={"g": "12", "bf": "2"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for at in range(FRAMES):
            picture = np.full((180, 320, 3), 40, np.uint8)
            left = min(max(0, at - 20), 30) * 8
            picture[60:120, left : left + 50] = 230
            made.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        made.mux(stream.encode())
    return path.read_bytes()


def _turned(mp4: bytes) -> bytes:
    """The file with a display matrix that turns the picture clockwise by 90 degrees (ISO/IEC 14496-12, tkhd)."""
    at = mp4.index(b"tkhd") + 44
    entries = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    return mp4[:at] + b"".join(e.to_bytes(4, "big", signed=True) for e in entries) + mp4[at + 36 :]


# The pane


def shown_pane(session: Session, qtbot: QtBot, width: int = 700, height: int = 1000) -> SourcePane:
    """A pane on screen, with the session's sources known."""
    pane = SourcePane(session)
    qtbot.addWidget(pane)
    pane.resize(width, height)
    with qtbot.waitExposed(pane):
        pane.show()
    with qtbot.waitSignal(session.sources_changed, timeout=60_000):
        session.refresh_sources()
    return pane


def open_place(pane: SourcePane, session: Session, qtbot: QtBot, place: Place) -> None:
    """Ask for a place, and wait until it counts as shown."""
    session.show_place(place)
    qtbot.waitUntil(lambda: pane.shown_place == place, timeout=60_000)


def span(session: Session, source_id: str, words: str, last: str = "") -> tuple[int, int]:
    """Where words stand in a source's layer (its line ends as spaces), up to the end of `last` where that is given."""
    text = session.case.store.layer(source_id).text().replace("\n", " ")
    start = text.index(words)
    return start, (text.index(last, start) + len(last) if last else start + len(words))


def said(widget: QWidget) -> str:
    """All words on a widget."""
    return " ".join(one.text() for one in widget.findChildren(QWidget) if hasattr(one, "text") and one.isVisible())


def way(widget: QWidget, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible())


def rgb(image: QImage) -> Pixels:
    """An image as uint8 (height, width, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def painted(pane: SourcePane) -> tuple[Pixels, Mask]:
    """The whole page as it is painted, and where the marker's yellow is."""
    pixels = rgb(pane.page_view.paper.grab().toImage())
    red, green, blue = (pixels[:, :, n].astype(int) for n in range(3))
    return pixels, (red > 200) & (green > 180) & (blue < 150)
