"""Nothing stands empty or moves where a person works: the panel of files, the details of a source, choices."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_case import PLAIN, over, shown_strip
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from working_case import SteppedReader, working_case

from app.preferences import Preferences
from ui.draft.claim_column import ClaimColumn
from ui.evidence.pane import EvidencePane
from ui.intake.taking import start_taking_in
from ui.search.choice import Choice
from ui.session import Session
from ui.strings import draft as draft_words
from ui.strings import evidence as words
from ui.widgets.empty import EmptyState


@pytest.fixture
def reader() -> SteppedReader:
    return SteppedReader()


@pytest.fixture
def session(tmp_path: Path, make_session: MakeSession, reader: SteppedReader) -> Session:
    case = working_case(tmp_path / "case")
    case.__dict__["readers"] = reader
    return make_session(case)


def shown(pane: EvidencePane, qtbot: QtBot) -> EvidencePane:
    qtbot.addWidget(pane)
    pane.resize(280, 560)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def test_the_strip_is_as_high_as_what_stands_in_it_with_a_notice_too(session: Session, qtbot: QtBot) -> None:
    strip = shown_strip(session, qtbot)
    panel = strip.panel
    panel.notice.setText("1 row of the exhibit list named no file: not there.pdf " * 6)
    panel.notice.show()
    panel.show()
    strip.resize(1280, strip.height())
    asked = strip.heightForWidth(1280) if strip.hasHeightForWidth() else strip.sizeHint().height()
    line = max(strip.line.sizeHint().height(), strip.line.minimumHeight())
    assert asked == panel.sizeHint().height() + line


def test_while_the_first_files_are_read_nothing_asks_for_evidence(
    session: Session, reader: SteppedReader, tmp_path: Path, qtbot: QtBot
) -> None:
    pane = shown(EvidencePane(session), qtbot)
    column = ClaimColumn(session, lambda _: "", lambda: None, lambda: None)
    qtbot.addWidget(column)
    session.refresh_sources()
    qtbot.waitUntil(lambda: pane._stack.currentIndex() == 2)
    (tmp_path / "a.txt").write_text(PLAIN)
    start_taking_in(session, [tmp_path / "a.txt"])
    qtbot.waitUntil(lambda: reader.waiting == 1)
    qtbot.waitUntil(lambda: pane._none.text() == words.BEING_TAKEN_IN and pane._stack.currentIndex() == 1)
    told = [one.text() for state in column.findChildren(EmptyState) for one in state.findChildren(QLabel)]
    assert draft_words.FILLING_HEAD in told and draft_words.EMPTY_CASE_HEAD not in told
    reader.finish()
    over(session, qtbot)
    qtbot.waitUntil(lambda: pane._stack.currentIndex() == 0)


def test_the_details_can_be_dragged_over_most_of_the_list_and_keep_their_room(
    session: Session, make_session: MakeSession, qtbot: QtBot
) -> None:
    pane, kept = shown(EvidencePane(session), qtbot), dict[str, list[int]]()
    pane.sizes_changed.connect(kept.__setitem__)
    pane.show_details(True)
    assert pane.details.height() > 0.55 * pane._splitter.height()
    pane._splitter.moveSplitter(100, 1)
    assert kept["evidence"] == pane._splitter.sizes() and pane.details.height() > 0.7 * pane._splitter.height()
    session.preferences = Preferences(pane_sizes={"evidence": tuple(kept["evidence"])})
    again = shown(EvidencePane(session), qtbot)
    again.show_details(True)
    assert again._splitter.sizes() == kept["evidence"]


def test_a_choice_keeps_its_widths(qtbot: QtBot) -> None:
    choice = Choice("Colours", {"a": "As the system", "b": "Light", "c": "Dark"}, {})
    qtbot.addWidget(choice)
    with qtbot.waitExposed(choice):
        choice.show()
    widths = [one.width() for one in choice.buttons.values()]
    for name in ("b", "c", "a"):
        choice.choose(name)
        assert [one.sizeHint().width() for one in choice.buttons.values()] == widths
