"""Damaged files of every kind end with an outcome, and the process that asked lives on."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from concurrent.futures import wait

import docx
import pymupdf
import pytest
from PIL import Image, ImageDraw
from video_clips import walking

from ingest.isolation import ChildRunner
from ingest.items import Opened, ReadSettings
from provenance.errors import AttestError
from provenance.ports import Limits, Task

WORDS = "At 14:32 the witness saw a man in a blue coat run towards the footbridge. "
SETTINGS = ReadSettings(extra={"video_clock": "off"})


def a_pdf() -> bytes:
    with pymupdf.open() as document:
        for n in range(3):
            document.new_page().insert_textbox((50, 50, 500, 700), f"Page {n}. " + WORDS * 20)
        return bytes(document.tobytes())


def a_docx() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_table(2, 2).cell(0, 0).text = WORDS
    for _ in range(12):
        document.add_paragraph(WORDS)
    document.save(out)
    return out.getvalue()


def a_picture() -> bytes:
    picture, out = Image.new("RGB", (420, 90), "white"), io.BytesIO()
    ImageDraw.Draw(picture).text((10, 20), WORDS[:50], fill="black")
    picture.save(out, "PNG")
    return out.getvalue()


def a_statement() -> bytes:
    return ("WITNESS STATEMENT\nStatement of: A. Witness\n" + WORDS * 60).encode()


ORIGINALS: tuple[Callable[[], bytes], ...] = (a_pdf, a_docx, a_picture, a_statement, walking)


def damaged(original: bytes, dice: random.Random) -> bytes:
    """The file with a few bits turned, its end cut off, or two stretches exchanged."""
    raw, how = bytearray(original), dice.randrange(3)
    if how == 0:
        for _ in range(dice.randrange(1, 40)):
            raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        return bytes(raw)
    if how == 1:
        return bytes(raw[: dice.randrange(1, len(raw))])
    size = dice.randrange(1, max(2, len(raw) // 4))
    a, b = (dice.randrange(len(raw) - size) for _ in range(2))
    raw[a : a + size], raw[b : b + size] = raw[b : b + size], raw[a : a + size]
    return bytes(raw)


@pytest.fixture(scope="module")
def runner() -> Iterator[ChildRunner]:
    with ChildRunner(workers=2) as made:
        yield made


def outcomes(runner: ChildRunner, count: int) -> None:
    seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")
    dice, originals = random.Random(seed), [make() for make in ORIGINALS]
    files = [damaged(originals[n % len(originals)], dice) for n in range(count)]
    task = Task("ingest.take:take", {"name": "damaged", "settings": SETTINGS, "privilege": ""})
    limits = Limits(seconds=60, stall_seconds=30)
    futures = [runner.submit(task, lambda raw=raw: io.BytesIO(raw), limits) for raw in files]
    wait(futures)
    ends = [future.exception() or future.result() for future in futures]
    odd = [end for end in ends if isinstance(end, BaseException) and not isinstance(end, AttestError)]
    assert not odd
    crashed = [n for n, end in enumerate(ends) if isinstance(end, AttestError) and end.code == "task_crashed"]
    assert len(crashed) <= count // 50, f"readers should refuse, not crash: files {crashed}"
    assert all(isinstance(end[0], Opened) for end in ends if isinstance(end, list))


@pytest.mark.timeout(600)
def test_sixty_damaged_files_have_an_outcome_each(runner: ChildRunner) -> None:
    outcomes(runner, 60)


@pytest.mark.soak
@pytest.mark.timeout(1500)
def test_a_thousand_damaged_files_have_an_outcome_each(runner: ChildRunner) -> None:
    outcomes(runner, 1000)
