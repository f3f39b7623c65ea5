"""Answers in any order: nothing stands under a heading, or counts as seen, but what the heading names."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import source_files as files
from held_pool import HeldPool, hold
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from source_files import FRAMES, shown_pane

from app.viewing import FootageView
from provenance.anchors import cut_frame, decimal_seconds
from provenance.errors import TaskError
from ui.place import Place
from ui.session import Session
from ui.source.pane import SourcePane

WAIT = 60_000


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(files.taken_in(tmp_path_factory, tmp_path / "case"))


class Desk:
    """A pane over footage whose every answer waits; does one thing after another as chance has it, and looks."""

    def __init__(self, session: Session, pool: HeldPool, pane: SourcePane, seed: int) -> None:
        self.session, self.pool, self.pane, self.chance = session, pool, pane, random.Random(seed)
        self.footage: FootageView = session.case.viewer.footage("S5")
        sha256 = session.case.store.source("S5").sha256
        cited = [Place("S5", anchor=cut_frame(frame, sha256), citation_id="") for frame in self.footage.frames]
        self.places = [*cited, Place("S5"), Place("S6"), Place("S4")]
        self.told: list[Place] = []
        session.place_shown = self._told  # type: ignore[method-assign]

    def act(self) -> None:
        frames, chance = self.pane.frame_view, self.chance
        what = chance.choices(["step", "go", "answer", "paint", "late", "open"], [4, 3, 9, 4, 1, 1])[0]
        if what == "step":
            frames.step(chance.choice((-1, 1)))
        elif what == "go":
            frames.go(chance.randrange(18, 52))
        elif what == "answer" and self.pool.waiting:
            self.pool.let_go(chance.randrange(len(self.pool.waiting)))
        elif what == "paint":
            QApplication.processEvents()
        elif what == "late" and frames._late.isActive():
            frames._late.stop()
            frames.dim()
        elif what == "open":
            self.session.show_place(chance.choice(self.places))

    def look(self) -> None:
        """What is up, and not dimmed, is what is named."""
        frames = self.pane.frame_view
        if frames.view.picture is None or frames.view.dimmed or self.pane.stage.currentWidget() is not frames:
            return
        number = self.named()
        assert number is not None, "a picture without a name"
        turned = frames.view.picture.height > frames.view.picture.width
        assert turned == self.pane.head.heading.accessibleName().startswith("turned.mp4")
        if not turned:
            assert abs(left_of_box(frames.view.picture.image) - min(max(0, number - 21), 30) * 8) <= 5
        assert f"rame {number} of {FRAMES}" in frames.facts.which.text()
        assert self.pane.tools.stepper.number.text() == str(number)
        seconds = self.footage.stream.times[number - 1] * self.footage.stream.time_base
        assert frames.facts.stream_time.text() == f"Stream time {decimal_seconds(seconds)} s"

    def named(self) -> int | None:
        found = re.search(r"frame (\d+) of", self.pane.head.heading.accessibleName())
        return int(found[1]) if found else None

    def _told(self, place: Place) -> None:
        self.told.append(place)
        self.look()
        assert place == self.pane._place
        if place.source_id == "S5":
            ordinal = place.anchor.ordinal if place.anchor else 0  # type: ignore[union-attr]
            assert self.named() == ordinal + 1 and not self.pane.frame_view.view.dimmed
            assert self.pane.frame_view.exact.ordinal == ordinal  # type: ignore[union-attr]


def left_of_box(image: object) -> int:
    """Where the bright box begins, in pixels of the footage."""
    pixels = files.rgb(image)  # type: ignore[arg-type]
    return int((pixels[pixels.shape[0] // 2, :, 2] > 150).argmax())


@pytest.mark.parametrize("seed", range(6))
def test_no_frame_ever_stands_under_anothers_heading(session: Session, qtbot: QtBot, seed: int) -> None:
    pool = hold(session)
    desk = Desk(session, pool, shown_pane(session, qtbot), seed)
    session.show_place(desk.places[0])
    for _ in range(150):
        desk.act()
        desk.look()
    session.show_place(desk.places[1])
    pool.let_all_go()
    qtbot.waitUntil(lambda: desk.told[-1:] == [desk.places[1]], timeout=WAIT)
    desk.look()


def test_a_stored_picture_asked_for_in_place_of_another_frame_is_not_put_up(session: Session, qtbot: QtBot) -> None:
    pool = hold(session)
    desk = Desk(session, pool, shown_pane(session, qtbot), 0)
    session.show_place(desk.places[0])
    pool.let_all_go()
    frames = desk.pane.frame_view
    first = frames.asked
    frames.show_stored()
    frames.go(first + 12)
    pool.let_go()
    desk.look()
    assert frames.shown == first and desk.named() == first + 1
    pool.let_all_go()
    desk.look()
    assert frames.shown == first + 12


def test_what_went_wrong_with_one_place_is_not_told_of_another(session: Session, qtbot: QtBot) -> None:
    """Of its text, of its page, of finding a word in it: they fail when another place was asked for."""
    pool = hold(session)
    pane, viewer = shown_pane(session, qtbot), session.case.viewer
    plainly = viewer.page_text, viewer.page

    def broken(*_: object) -> object:
        raise TaskError("child_died")

    for other in (Place("S5"), Place("S4")):
        session.show_place(Place("S1"))
        pool.let_go()  # it is opened: its text and its page are asked for
        assert len(pool.waiting) == 2
        session.show_place(other)
        viewer.page_text, viewer.page = broken, broken  # type: ignore[method-assign, assignment]
        for _ in range(2):
            pool.let_go()
            assert pane.state == "loading"
        viewer.page_text, viewer.page = plainly  # type: ignore[method-assign]
        pool.let_all_go()
        qtbot.waitUntil(lambda other=other: pane.shown_place == other, timeout=WAIT)  # type: ignore[misc]


def test_a_page_under_way_is_drawn_though_another_source_is_forgotten(session: Session, qtbot: QtBot) -> None:
    pool = hold(session)
    pane = shown_pane(session, qtbot)
    session.show_place(Place("S1"))
    pool.let_go()
    pane.page_view.forget("S4")
    session.sources_withheld.emit(frozenset({"S4"}))
    pool.let_all_go()
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)
    assert pane.page_view.picture is not None and not pane.page_view.dimmed
