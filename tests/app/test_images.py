"""`show` for people: words over several lines as they stand, pictures in the format that their name says."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Attest
from PIL import Image

LETTER = "Dear Sir,\n\nI saw a\u00a0red lorry strike the gate\nof the depot.\x1b[2J The driver ran off.\n"


@pytest.fixture
def letter(empty_case: Path, attest: Attest, tmp_path: Path) -> Path:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    assert attest("add", empty_case, tmp_path / "letter.txt").code == 0
    return empty_case


def test_words_are_shown_over_their_lines_and_drawn_as_the_name_says(
    letter: Path, attest: Attest, tmp_path: Path
) -> None:
    told = attest("show", letter, "S1.1", "--image", tmp_path / "a.png")
    assert "I saw a\u00a0red lorry strike the gate" in told.out.splitlines()
    assert "\x1b" not in told.out
    attest("show", letter, "S1.1", "--image", tmp_path / "a.JPG")
    found = {}
    for name in ("a.png", "a.JPG"):
        with Image.open(tmp_path / name) as image:
            image.load()
            found[name] = (image.format, image.size)
    assert {name: form for name, (form, _) in found.items()} == {"a.png": "PNG", "a.JPG": "JPEG"}
    assert found["a.png"][1] == found["a.JPG"][1]


def test_other_names_are_refused_and_nothing_is_left(letter: Path, attest: Attest, tmp_path: Path) -> None:
    (tmp_path / "there.png").write_bytes(b"mine")
    before = sorted(tmp_path.iterdir())
    for name, why in (("a.gif", "end with .png or .jpg"), ("there.png", "there already"), ("no/a.png", "no folder")):
        told = attest("show", letter, "S1.1", "--image", tmp_path / name)
        assert (told.code, why in told.err) == (2, True), told.err
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "there.png").read_bytes() == b"mine"
