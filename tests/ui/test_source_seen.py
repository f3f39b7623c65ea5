"""What makes a place count as opened: that it was on screen, all of it, with its own marks in sight."""

from __future__ import annotations

from pathlib import Path

import pytest
import source_files as files
from held_pool import hold
from PySide6.QtWidgets import QAbstractSlider, QApplication
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from source_files import QUOTE, SPOKEN, open_place, shown_pane, span

from app.case import Case
from ui.place import Place
from ui.session import Session
from ui.source.leaf import Mode
from ui.source.pane import SourcePane

WAIT = 60_000


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(files.taken_in(tmp_path_factory, tmp_path / "case"))


@pytest.fixture
def told(session: Session) -> list[Place]:
    found: list[Place] = []
    session.place_shown = found.append  # type: ignore[method-assign, assignment]
    return found


def two_pages(session: Session) -> Place:
    return Place("S1", span=span(session, "S1", "He ran over", "bridge and"))


def settle() -> None:
    """Everything that is to be painted is painted, and what follows from that has followed."""
    for _ in range(5):
        QApplication.processEvents()


def here(pane: SourcePane, session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: pane.state != "loading" and session.viewing.busy == 0, timeout=WAIT)
    settle()


@pytest.mark.parametrize("mode", ["page", "text"])
def test_marks_of_the_place_before_do_not_count(session: Session, told: list[Place], qtbot: QtBot, mode: Mode) -> None:
    """On the same page: painted while the next place was being opened already, or not painted at all until then."""
    pool = hold(session)
    pane = shown_pane(session, qtbot)
    pane.show_as(mode)
    first, second, third = (
        Place("S1", span=span(session, "S1", words), page=1) for words in (QUOTE, "I stood at the gate", "It went on")
    )
    session.show_place(first)
    pool.let_all_go()
    qtbot.waitUntil(lambda: told == [first], timeout=WAIT)
    session.show_place(second)
    settle()
    assert told == [first] and pane.shown_place is None
    pane.leaf.here.connect(pane.hide)  # it is ready, and nobody saw it
    pool.let_all_go()
    pane.leaf.here.disconnect(pane.hide)
    session.show_place(third)
    pane.show()
    settle()
    assert told == [first] and pane.shown_place is None
    pool.let_all_go()
    qtbot.waitUntil(lambda: told == [first, third], timeout=WAIT)
    assert pane.shown_place == third


@pytest.mark.parametrize(("mode", "source_id", "words"), [("page", "S1", QUOTE), ("text", "S4", SPOKEN)])
def test_a_mark_out_of_sight_does_not_count_until_it_is_scrolled_to(
    session: Session, told: list[Place], qtbot: QtBot, mode: Mode, source_id: str, words: str
) -> None:
    pane = shown_pane(session, qtbot, 600, 420)
    pane.show_as(mode)
    pane.page_view.zoom_to(3.0)
    view = pane.page_view if mode == "page" else pane.text_view
    bar, places = view.verticalScrollBar(), list[int]()

    def away() -> None:
        if not places:
            places.append(bar.value())
        bar.triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)

    pane.leaf.here.connect(away)
    place = Place(source_id, span=span(session, source_id, words))
    session.show_place(place)
    here(pane, session, qtbot)
    assert pane.state == mode and bar.value() > places[0]
    assert told == [] and pane.shown_place is None
    pane.leaf.here.disconnect(away)
    bar.setValue(places[0])
    qtbot.waitUntil(lambda: told == [place], timeout=WAIT)


@pytest.mark.parametrize(("width", "height"), [(420, 460), (700, 1000), (1200, 500)])
@pytest.mark.parametrize("mode", ["page", "text"])
def test_every_mark_comes_into_sight_by_itself(
    session: Session, told: list[Place], qtbot: QtBot, mode: Mode, width: int, height: int
) -> None:
    """In windows of any shape and at any zoom; of one that is larger than the view, the rest when asked for again."""
    pane = shown_pane(session, qtbot, width, height)
    pane.show_as(mode)
    quotes = [("S1", QUOTE), ("S1", "I stood at the gate. I stood at"), ("S2", QUOTE), ("S3", QUOTE), ("S4", SPOKEN)]
    places = [Place(source_id, span=span(session, source_id, words)) for source_id, words in quotes]
    start, end = span(session, "S4", "20 He went", "30 He went along")
    places.append(Place("S4", span=(start, end)))
    for zoom in (1.0, 3.0):
        pane.page_view.zoom_to(zoom)
        for place in places:
            there = lambda place=place: told[-1:] == [place]  # noqa: E731
            left = 1000
            while not there():
                session.show_place(place)
                qtbot.waitUntil(lambda there=there, left=left: there() or unseen(pane) < left, timeout=WAIT)
                left = unseen(pane)
    assert told == places * 2


def unseen(pane: SourcePane) -> int:
    """How many marks are left to be seen where some of them were; more than there can be before that."""
    begun = pane.page_view._awaited is not None and pane.page_view._some_seen
    return len(pane.page_view._to_see) if begun else 1000


def test_the_lines_of_a_large_mark_count_one_by_one(session: Session, told: list[Place], qtbot: QtBot) -> None:
    pane = shown_pane(session, qtbot, 420, 460)
    place = Place("S4", span=span(session, "S4", "20 He went", "30 He went along"))
    pane.page_view.zoom_to(3.0)
    session.show_place(place)
    qtbot.waitUntil(lambda: pane.page_view._some_seen, timeout=WAIT)
    assert told == [] and len(pane.page_view._to_see) > 1
    bar = pane.page_view.verticalScrollBar()
    while not told:
        before = len(pane.page_view._to_see)
        bar.setValue(bar.value() + 100)
        qtbot.waitUntil(lambda: bool(told) or pane.page_view.paper.isVisible(), timeout=WAIT)
        pane.page_view.paper.repaint()
        assert bar.value() < bar.maximum() or len(pane.page_view._to_see) < before or told
        QApplication.processEvents()
    assert told == [place]


@pytest.mark.parametrize("mode", ["page", "text"])
def test_a_quote_over_two_pages_counts_once_both_were_seen(
    session: Session, told: list[Place], qtbot: QtBot, mode: Mode
) -> None:
    pane, place = shown_pane(session, qtbot), two_pages(session)
    pane.show_as(mode)
    session.show_place(place)
    here(pane, session, qtbot)
    assert pane.leaf.page == 2 and pane.onward.isVisible() and told == []
    pane.turn(-1)
    here(pane, session, qtbot)
    assert pane.leaf.page == 1 and told == [], "a page without marks is none of them"
    pane.onward.click()
    here(pane, session, qtbot)
    pane.turn(1)
    qtbot.waitUntil(lambda: told == [place], timeout=WAIT)
    assert pane.leaf.page == 3 and pane.shown_place == place
    pane.turn(-1)
    here(pane, session, qtbot)
    assert told == [place]


def test_a_place_asked_for_again_goes_on_to_the_page_not_seen(
    session: Session, told: list[Place], qtbot: QtBot
) -> None:
    """So that Enter alone opens a quote over two pages; another place in between begins it anew."""
    pane, place, other = shown_pane(session, qtbot), two_pages(session), Place("S4")
    session.show_place(place)
    here(pane, session, qtbot)
    open_place(pane, session, qtbot, other)
    for page in (2, 3):
        session.show_place(place)
        here(pane, session, qtbot)
        assert pane.leaf.page == page
    assert told == [other, place]
    session.show_place(place)
    here(pane, session, qtbot)
    assert pane.leaf.page == 2, "all was seen: from its beginning"


def test_words_whose_place_on_the_page_is_not_known_count_as_text(
    session: Session, told: list[Place], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.case.viewer, "places", lambda *_: ())
    pane, place = shown_pane(session, qtbot), two_pages(session)
    pane.show_as("page")
    session.show_place(place)
    here(pane, session, qtbot)
    assert pane.state == "text" and pane.leaf.page == 2 and told == []
    pane.show_as("page")
    pane.onward.click()
    here(pane, session, qtbot)
    assert pane.state == "page" and pane.leaf.page == 3 and told == [], "no mark, nothing seen"
    pane.show_as("text")
    qtbot.waitUntil(lambda: told == [place], timeout=WAIT)


def test_a_citation_over_two_pages_lets_accept_wait(session: Session, qtbot: QtBot) -> None:
    """In the record: it counts as opened with its second page."""
    case: Case = session.case
    claim = case.reviewing.add_claim(None, "S1", *(two_pages(session).span or (0, 0)))
    with qtbot.waitSignal(session.draft_changed, timeout=WAIT):
        session.show_draft(claim.id.rpartition(".")[0], claim.id)
    pane, place = shown_pane(session, qtbot), Place.of(claim.citations[0])
    session.show_place(place)
    here(pane, session, qtbot)
    qtbot.waitUntil(lambda: session.reviews.busy == 0, timeout=WAIT)
    assert case.reviewing.states(claim.id.rpartition(".")[0])[claim.id].to_open
    session.show_place(place)
    qtbot.waitUntil(lambda: place.citation_id in session.states[claim.id].opened, timeout=WAIT)
