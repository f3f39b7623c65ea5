"""A case with footage in which a box moves on the left, later on the right, and a draft from before any later look."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import video_clips as clips
from made_once import made_once
from working_case import PlainEmbedder, go_on, take_in, working_case

from app.case import Case
from ingest.index import ExactIndex

LEFT, RIGHT = (0, 0, 80, 120), (80, 0, 80, 120)


def two_sides(number: int) -> clips.Picture:
    """A box moves on the left of the scene in frames 20 to 45, on the right in frames 130 to 155, for three seconds."""
    picture = clips.scene().copy()
    for first, left in ((20, 5), (130, 90)):
        if first <= number <= first + 25:
            at = left + 2 * (number - first)
            picture[50:80, at : at + 12] = 250
    return picture


def two_sides_case(factory: pytest.TempPathFactory) -> Path:
    """A case with S1 footage and D1 an overview of it, S2 a text; nobody may change it."""

    def make(folder: Path) -> None:
        (folder / "cam.mp4").write_bytes(clips.walking(220, draw=two_sides, rate=8, options={"g": "24", "bf": "0"}))
        (folder / "notes.txt").write_text("I stood at the gate.\n", encoding="utf-8")
        with working_case(folder / "case") as case:
            take_in(case, folder / "cam.mp4", folder / "notes.txt")
            case.summarise(None, ["S1"], 0, None, go_on)

    return made_once(factory, "two-sides", make) / "case"


@contextmanager
def copied(made: Path, folder: Path) -> Iterator[Case]:
    """The case, open, copied to the folder."""
    shutil.copytree(made, folder)
    with Case.open(folder) as opened:
        opened.__dict__.update(embedder=PlainEmbedder(), index=ExactIndex())
        yield opened
