"""The Witnesses tab on the sample case: the matrix, what it is filtered by, and two places side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sessions import MakeSession, go_on

from app.case import Case
from app.matrix import Matrix
from provenance.points import Point
from provenance.records import TextAnchor
from ui.place import Place
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.witnesses.beside import place_of
from ui.witnesses.model import quoted, telling
from ui.witnesses.rows import listed, pair
from ui.witnesses.tab import WitnessesTab

LONG = 120_000


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> WitnessesTab:
    """The tab as it comes into sight: the sources are compared without being asked for."""
    made = WitnessesTab(session)
    qtbot.addWidget(made)
    made.resize(620, 620)
    made.show()
    qtbot.waitUntil(lambda: made.matrix is not None, timeout=LONG)
    return made


def matrix_of(tab: WitnessesTab) -> Matrix:
    assert tab.matrix is not None
    return tab.matrix


def bang(tab: WitnessesTab) -> Point:
    """The two who differ on how many bangs there were."""
    return next(p for p in matrix_of(tab).conflicts if {"BL/1", "DN/1"} == {c.citation.exhibit for c in p.cells})


def heads(tab: WitnessesTab) -> list[str]:
    model = tab.table.matrix
    return [str(model.headerData(n, Qt.Orientation.Vertical)) for n in range(model.rowCount())]


def ways(widget: EmptyState) -> dict[str, QPushButton]:
    return {one.text(): one for one in widget.findChildren(QPushButton)}


def test_conflicts_come_first_and_say_in_words_how_the_sources_differ(tab: WitnessesTab, session: Session) -> None:
    matrix = matrix_of(tab)
    assert tab.which.value == "conflicts" and len(heads(tab)) == len(matrix.conflicts)
    assert tab.summary.text().startswith(f"{len(matrix.conflicts)} conflicts among {len(matrix.points)} points · 60 ")
    row = next(n for n, one in enumerate(tab.table.matrix.listed.rows) if one.point == bang(tab))
    assert heads(tab)[row].startswith("Numbers differ. ") or heads(tab)[row].startswith("Times differ. ")
    column = next(n for n, one in enumerate(tab.table.matrix.listed.sources) if one.exhibit == "DN/1")
    said = str(tab.table.matrix.index(row, column).data())
    cell = next(c for c in bang(tab).cells if c.citation.exhibit == "DN/1")
    assert cell.value in said and f"“{' '.join(cell.says.split())}”" in said
    assert session.case.store.audit_entries()[-1].action == "sources_compared"


def test_a_cell_holds_the_words_of_the_source_and_doubt_is_a_word(tab: WitnessesTab, session: Session) -> None:
    for point in matrix_of(tab).points:
        for cell in point.cells:
            anchor = cell.citation.anchor
            assert isinstance(anchor, TextAnchor)
            layer = session.case.store.layer(cell.citation.source_id)
            assert layer.slice(anchor.start, anchor.end) == anchor.exact == cell.says
    hedged = [p for p in matrix_of(tab).conflicts for c in p.cells if c.hedged]
    assert hedged
    model = tab.table.matrix
    row = next(n for n, one in enumerate(model.listed.rows) if one.point in hedged)
    told = [str(model.index(row, n).data() or "") for n in range(model.columnCount())]
    assert any(", with doubt · " in one for one in told)


def test_all_points_are_grouped_and_the_choice_is_remembered(tab: WitnessesTab, session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.remember_asked) as asked:
        tab.which.buttons["all"].click()
    assert asked.args == [{"points_shown": "all"}]
    matrix = matrix_of(tab)
    others = len(matrix.points) - len(matrix.conflicts)
    assert heads(tab)[0] == f"CONFLICTS · {len(matrix.conflicts)}" and f"OTHER POINTS · {others}" in heads(tab)
    assert len(heads(tab)) == len(matrix.points) + 2
    group = tab.table.matrix.index(0, 0)
    assert not tab.table.matrix.flags(group) & Qt.ItemFlag.ItemIsEnabled


def test_only_the_points_of_a_source_with_its_column_first(tab: WitnessesTab) -> None:
    source = next(s for s in matrix_of(tab).sources if s.exhibit == "CM/1")
    tab.by.setCurrentIndex(tab.by.findData(source.id))
    tab.by.activated.emit(tab.by.currentIndex())
    model = tab.table.matrix
    assert model.rowCount() and model.source(0).id == source.id
    assert all(model.cells(model.index(n, 0)) for n in range(model.rowCount()))


def test_the_arrows_go_from_one_who_speaks_to_the_next(tab: WitnessesTab, qtbot: QtBot) -> None:
    table, model = tab.table, tab.table.matrix
    tab.which.buttons["all"].click()
    table.enter()
    at = table.currentIndex()
    assert at.row() == 1 and model.cells(at), "not on the head of the group"
    speak = [n for n in range(model.columnCount()) if model.cells(model.index(1, n))]
    assert at.column() == speak[0]
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex().column() == speak[1]
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert table.currentIndex().row() == 1
    conflicts = len(matrix_of(tab).conflicts)
    for _ in range(conflicts):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == conflicts + 2, "over the head of the next group"


def test_enter_opens_both_places_side_by_side_and_escape_goes_back(
    tab: WitnessesTab, session: Session, qtbot: QtBot
) -> None:
    point = bang(tab)
    model = tab.table.matrix
    row = next(n for n, one in enumerate(model.listed.rows) if one.point == point)
    column = next(n for n, one in enumerate(model.listed.sources) if one.id == point.cells[1].citation.source_id)
    tab.table.setFocus()
    tab.table.setCurrentIndex(model.index(row, column))
    with qtbot.waitSignal(session.place_asked) as asked:
        qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    assert asked.args == [place_of(point.cells[1])]
    beside = tab.beside
    assert beside is not None and beside.isVisible() and not tab.table.isVisible()
    qtbot.waitUntil(lambda: beside.pane.shown_place == place_of(point.cells[0]), timeout=LONG)
    assert [chip.text().rpartition(" · ")[2] for chip in beside.chips] == ["left", "right"]
    assert not any(s.opened for s in session.states.values()), "a place of the matrix is no claim's"
    qtbot.keyClick(beside.back, Qt.Key.Key_Escape)
    assert tab.table.isVisible() and tab.table.currentIndex() == model.index(row, column)


def test_another_side_is_put_at_the_left_and_sides_are_swapped(
    tab: WitnessesTab, session: Session, qtbot: QtBot
) -> None:
    point = next(p for p in matrix_of(tab).points if len(p.cells) > 2)
    first, second, third = point.cells[:3]
    tab._open(point, None)
    beside = tab.beside
    assert beside is not None
    left, right = pair(point, None) or (first, second)
    other = next(n for n, c in enumerate(point.cells) if c is not left and c is not right)
    beside.chips[other].click()
    assert beside.pane._place == place_of(point.cells[other])
    at = point.cells.index(right)
    with qtbot.waitSignal(session.place_asked) as asked:
        beside.chips[at].click()
    assert asked.args == [place_of(point.cells[other])] and beside.pane._place == place_of(right)
    assert beside.chips[at].text().endswith("left") and beside.chips[other].text().endswith("right")
    session.show_place(Place("S1"))
    assert not any(chip.text().endswith("right") for chip in beside.chips), "something else stands there"
    assert third in point.cells


def test_what_was_meant_stands_at_the_right_beside_one_who_says_otherwise(tab: WitnessesTab) -> None:
    point = bang(tab)
    one, other = point.cells
    assert pair(point, None) == (one, other) and pair(point, one) == (other, one)
    same = replace(point, cells=(one, replace(other, value=one.value), other))
    assert pair(same, one) == (other, one)
    assert pair(replace(point, cells=(one,)), one) is None


def test_of_long_words_the_sentence_with_what_is_compared_is_shown(tab: WitnessesTab) -> None:
    cell = replace(
        bang(tab).cells[0],
        value="2.17 pm. (14:17)",
        says="The officer has asked me if I could be wrong, and I do\nnot think so. My phone\nwas out. It was 2.17 pm.",
    )
    assert telling(cell) == "… “It was 2.17 pm.”"
    assert telling(replace(cell, value="wrong")) == quoted(replace(cell, value="wrong")), "it begins with that"
    assert telling(replace(cell, value="a quarter past")) == quoted(cell), "it is in other words"


def test_a_click_on_a_point_opens_it(tab: WitnessesTab, qtbot: QtBot) -> None:
    header = tab.table.verticalHeader()
    where = QPoint(20, header.sectionViewportPosition(0) + 20)
    with qtbot.waitSignal(tab.table.opened) as asked:
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert asked.args == [matrix_of(tab).conflicts[0], None]


def test_what_is_withheld_leaves_at_once(tab: WitnessesTab, session: Session, qtbot: QtBot) -> None:
    point = bang(tab)
    tab._open(point, None)
    gone = point.cells[0].citation.source_id
    seen: list[tuple[int, object]] = []
    session.sources_withheld.connect(lambda _: seen.append((tab.table.matrix.rowCount(), tab.matrix)))
    session.case.change(gone, {"privilege": "privileged"})
    with qtbot.waitSignal(session.sources_withheld, timeout=LONG):
        session.refresh_sources()
    assert seen == [(0, None)]
    assert tab.beside is not None and tab.beside.chips == [] and tab.beside.point is None
    qtbot.waitUntil(lambda: tab.matrix is not None, timeout=LONG)
    assert all(c.citation.source_id != gone for p in matrix_of(tab).points for c in p.cells)
    assert all(s.id != gone for s in matrix_of(tab).sources) and tab.by.findData(gone) == -1


def test_changed_evidence_is_told_and_compared_when_asked_for(
    tab: WitnessesTab, session: Session, qtbot: QtBot
) -> None:
    assert not tab._changed.isVisible()
    session.case.change("S1", {"exhibit": "AO/9"})
    with qtbot.waitSignal(session.sources_changed, timeout=LONG):
        session.refresh_sources()
    assert tab._changed.isVisible() and "has changed" in tab.notice.text()
    before = matrix_of(tab)
    tab.again.click()
    qtbot.waitUntil(lambda: tab.matrix is not before, timeout=LONG)
    assert not tab._changed.isVisible()
    assert any(c.citation.exhibit == "AO/9" for p in matrix_of(tab).points for c in p.cells)


def test_it_can_be_stopped_and_begun_again(session: Session, qtbot: QtBot) -> None:
    tab = WitnessesTab(session)
    qtbot.addWidget(tab)
    tab.show()
    assert tab.work.busy and "at the foot of the window" in tab.work.line.text() and tab.work.line.isVisible()
    tab.work.cancel()
    qtbot.waitUntil(lambda: not tab.work.busy, timeout=LONG)
    assert tab.matrix is None and not tab.work.line.isVisible()
    empty = tab.findChild(EmptyState)
    assert isinstance(empty, EmptyState)
    ways(empty)["Compare the sources"].click()
    qtbot.waitUntil(lambda: tab.matrix is not None, timeout=LONG)


def test_nothing_found_is_said_with_how_much_was_compared(tab: WitnessesTab) -> None:
    matrix = matrix_of(tab)
    agreed = tuple(p for p in matrix.points if not p.conflict)
    tab.take(replace(matrix, points=agreed))
    empty = tab.findChild(EmptyState)
    assert isinstance(empty, EmptyState) and "60 passages compared" in " ".join(
        one.text() for one in empty.findChildren(type(tab.notice))
    )
    ways(empty)["Show all points"].click()
    assert len(heads(tab)) == len(agreed) + 1 and tab.which.value == "all"
    tab.take(replace(matrix, points=()))
    assert not tab.which.isVisible() and tab.again.isVisible()


def test_without_sources_it_says_what_to_do(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    tab = WitnessesTab(make_session(Case.create(tmp_path / "empty", "EMPTY")))
    qtbot.addWidget(tab)
    tab.show()
    assert not tab.work.busy and tab.findChild(EmptyState) is not None and not tab.again.isVisible()


def test_columns_are_those_who_speak_most_often_first(session: Session) -> None:
    matrix = session.case.compare(None, go_on)
    columns = listed(matrix, "all").sources
    counts = [sum(any(c.citation.source_id == s.id for c in p.cells) for p in matrix.points) for s in columns]
    assert counts == sorted(counts, reverse=True) and {s.id for s in columns} == {s.id for s in matrix.sources}
