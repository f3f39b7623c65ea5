"""The look: every pair of colours that meets can be read, each meaning has an icon, and Qt leaves None alone."""

from __future__ import annotations

import re
import sys

import pytest
from PySide6.QtWidgets import QWidget

from ui.theme.icons import icon, meanings
from ui.theme.palette import DARK, LIGHT, PAIRS, Palette, contrast
from ui.theme.style import sheet


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1F4E8C", "#1F4E8C") == 1


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda p: p.name)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_that_meet_can_be_told_apart(palette: Palette, front: str, ground: str, least: float) -> None:
    assert contrast(getattr(palette, front), getattr(palette, ground)) >= least


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda p: p.name)
def test_the_pairs_of_the_style_sheet_are_all_computed(palette: Palette) -> None:
    """Where a rule sets both a colour and a ground, the pair stands in PAIRS."""
    known = {(getattr(palette, front), getattr(palette, ground)) for front, ground, _ in PAIRS}
    for rule in re.findall(r"{([^}]*)}", sheet(palette)):
        front = re.search(r"(?<![-\w])color: (#\w+)", rule)
        ground = re.search(r"background(?:-color)?: (#\w+)", rule)
        if front and ground:
            assert (front[1], ground[1]) in known


def test_every_meaning_has_an_icon(qapp: object) -> None:
    for meaning in meanings():
        assert not icon(meaning).pixmap(16, 16).isNull()


def test_calls_that_return_nothing_keep_the_references_of_none(qapp: object) -> None:
    """See decision 13: a build that loses them ends the process after some minutes."""
    widget = QWidget()
    before = sys.getrefcount(None)
    for _ in range(5_000):
        widget.update()
        widget.setToolTip("x")
    assert sys.getrefcount(None) > before - 100
