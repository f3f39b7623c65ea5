"""The Witnesses tab on the sample case: the matrix, what it is filtered by, and two places side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sessions import MakeSession, go_on

from app.case import Case
from app.matrix import Matrix
from provenance.points import Cell, Point
from provenance.records import TextAnchor
from ui.place import Place
from ui.search.lines import Line, lines_within, set_line
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.witnesses.beside import place_of
from ui.witnesses.model import quoted, telling
from ui.witnesses.painting import CellDelegate
from ui.witnesses.rows import listed, pair, same_point
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


def place(tab: WitnessesTab, point: Point, cell: Cell) -> QModelIndex:
    """Where a cell of a point stands."""
    model = tab.table.matrix
    rows = [n for n, one in enumerate(model.listed.rows) if one.point == point]
    places = [model.index(row, column) for row in rows for column in range(model.columnCount())]
    return next(one for one in places if cell in model.cells(one))


def ways(widget: EmptyState) -> dict[str, QPushButton]:
    return {one.text(): one for one in widget.findChildren(QPushButton)}


def test_conflicts_come_first_and_say_in_words_how_the_sources_differ(tab: WitnessesTab, session: Session) -> None:
    matrix = matrix_of(tab)
    named = [n for n, row in enumerate(tab.table.matrix.listed.rows) if row.names is not None]
    assert tab.which.value == "conflicts" and len(named) == len(matrix.conflicts)
    assert tab.summary.text().startswith(f"{len(matrix.conflicts)} conflicts among {len(matrix.points)} points · 60 ")
    row = next(n for n, one in enumerate(tab.table.matrix.listed.rows) if one.names == bang(tab))
    assert heads(tab)[row].startswith("Numbers differ. ") or heads(tab)[row].startswith("Times differ. ")
    assert tab.table.matrix.index(row, 0).data() == heads(tab)[row], "a screen reader reads the same"
    cell = next(c for c in bang(tab).cells if c.citation.exhibit == "DN/1")
    said = str(place(tab, bang(tab), cell).data())
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
    rows = [n for n, one in enumerate(model.listed.rows) if one.point in hedged]
    told = [str(model.index(row, n).data() or "") for row in rows for n in range(model.columnCount())]
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
    first = [n + 1 for n, row in enumerate(model.listed.rows) if row.names is not None]
    assert first and all(model.cells(model.index(n, 0))[0].citation.source_id == source.id for n in first)
    tab.which.buttons["all"].click()
    assert model.rowCount() and model.source(0).id == source.id
    points = [n for n, row in enumerate(model.listed.rows) if row.point is not None]
    assert all(model.cells(model.index(n, 0)) for n in points)


def test_both_sides_of_a_conflict_are_seen_in_a_narrow_window(tab: WitnessesTab, qtbot: QtBot) -> None:
    tab.resize(500, 420)  # the middle pane at 1280 by 720
    table = tab.table
    for point in matrix_of(tab).conflicts:
        left, right = pair(point, None) or (point.cells[0], point.cells[0])
        at, other = place(tab, point, left), place(tab, point, right)
        assert at.row() == other.row() and at.column() != other.column()
        table.scrollTo(at)
        for one in (at, other):
            seen = table.visualRect(one)
            assert seen.left() >= 0 and seen.right() <= table.viewport().width() and seen.width() > 180
    assert not table.horizontalScrollBar().isVisible()
    said_once = [c for row in table.matrix.listed.rows for c in row.sides]
    assert said_once and len(said_once) == sum(len(p.cells) for p in matrix_of(tab).conflicts), "none is left out"
    table.setCurrentIndex(table.matrix.index(1, 0))
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.matrix.row(table.currentIndex().row()).point is not None, "over the name of the next conflict"


def test_more_than_two_sides_go_on_in_the_next_line(tab: WitnessesTab) -> None:
    matrix = matrix_of(tab)
    one, other = bang(tab).cells
    many = replace(bang(tab), cells=(one, replace(one, says="Twice I heard it."), other))
    shown = listed(replace(matrix, points=(many,)), "conflicts")
    assert [row.sides for row in shown.rows] == [(), (one, other), (many.cells[1],)]
    assert listed(replace(matrix, points=(many,)), "conflicts", other.citation.source_id).rows[1].sides == (other, one)


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
    meant = place(tab, point, point.cells[1])
    tab.table.setFocus()
    tab.table.setCurrentIndex(meant)
    with qtbot.waitSignal(session.place_asked) as asked:
        qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    assert asked.args == [place_of(point.cells[1])]
    beside = tab.beside
    assert beside is not None and beside.isVisible() and not tab.table.isVisible()
    qtbot.waitUntil(lambda: beside.pane.shown_place == place_of(point.cells[0]), timeout=LONG)
    assert [chip.text().rpartition(" · ")[2] for chip in beside.chips] == ["left", "right"]
    assert not any(s.opened for s in session.states.values()), "a place of the matrix is no claim's"
    qtbot.keyClick(beside.back, Qt.Key.Key_Escape)
    assert tab.table.isVisible() and tab.table.currentIndex() == meant


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
    named = tab.table.visualRect(tab.table.matrix.index(0, 0)).center()
    with qtbot.waitSignal(tab.table.opened) as asked:
        qtbot.mouseClick(tab.table.viewport(), Qt.MouseButton.LeftButton, pos=named)
    assert asked.args == [matrix_of(tab).conflicts[0], None]
    tab.which.buttons["all"].click()
    header = tab.table.verticalHeader()
    where = QPoint(20, header.sectionViewportPosition(1) + 20)
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
    assert tab.work.busy and tab.work.said.text() and tab.work.line.isVisible()
    tab.work.cancel()
    qtbot.waitUntil(lambda: not tab.work.busy, timeout=LONG)
    assert tab.matrix is None and not tab.work.line.isVisible()
    empty = tab.findChildren(EmptyState)[-1]  # the one before it may not be taken away yet
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


def test_columns_stand_in_the_order_of_their_exhibit_references(session: Session) -> None:
    matrix = session.case.compare(None, go_on)
    columns = listed(matrix, "all").sources
    assert [s.exhibit for s in columns] == [
        "AO/1",
        "BL/1",
        "CM/1",
        "DN/1",
        "EP/1",
        "FR/1",
        "GM/1",
        "JS/4",
        "JS/5",
        "KP/1",
    ]
    assert {s.id for s in columns} == {s.id for s in matrix.sources}
    renamed = {"AO/1": "JS/10", "KP/1": "A/2"}
    others = tuple(replace(s, exhibit=renamed.get(s.exhibit, s.exhibit)) for s in reversed(matrix.sources))
    named = [s.exhibit for s in listed(replace(matrix, sources=others), "all").sources]
    assert named[0] == "A/2" and named[-3:] == ["JS/4", "JS/5", "JS/10"]


def test_a_row_names_who_speaks_and_says_so_where_they_are_out_of_sight(tab: WitnessesTab, qtbot: QtBot) -> None:
    tab.which.buttons["all"].click()
    tab.resize(500, 420)
    table, model, point = tab.table, tab.table.matrix, bang(tab)
    paint = table.itemDelegate()
    assert isinstance(paint, CellDelegate)
    row = next(n for n, one in enumerate(model.listed.rows) if one.point == point)
    assert model.row(row).who() == "BL/1, DN/1"
    assert not any(paint.out_of_sight(model.index(row, n)) for n in range(model.columnCount())), "BL/1 is in sight"
    bar = table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    told = [paint.out_of_sight(model.index(row, n)) for n in range(model.columnCount())]
    assert [one for one in told if one] == ["BL/1, DN/1: further left"]
    bar.setValue(2)
    last = next(n for n, one in enumerate(model.listed.rows) if one.point and one.who() == "AO/1, GM/1")
    told = [paint.out_of_sight(model.index(last, n)) for n in range(model.columnCount())]
    assert [one for one in told if one] == ["AO/1, GM/1: further left and right"]


@pytest.mark.parametrize("look", ["muted", "strong", "text"])
def test_as_many_lines_as_fit_are_shown_and_no_more(qapp: object, look: str) -> None:
    many = " ".join(["platform"] * 200)
    for high in range(10, 200, 7):
        most = lines_within(high, look)
        shown = set_line(Line(many, look, most=most), 120)
        more = set_line(Line(many, look, most=most + 1), 120)
        assert most == 1 or shown.height <= high
        assert more.height > high and shown.cut


def test_conflicts_of_a_draft_are_looked_at_among_all(tab: WitnessesTab, session: Session) -> None:
    assert session.draft is not None
    conflict = session.draft.conflicts[2]
    tab.which.buttons["all"].click()
    tab.show_conflicts((conflict,))
    point = tab.table.point()
    assert tab.which.value == "conflicts" and point is not None and point.conflict
    assert (point.kind, point.about) == (conflict.kind, conflict.about)
    gone = replace(conflict, about="the dog", kind="action", cells=())
    assert same_point(matrix_of(tab).conflicts, gone) is None
    other_words = replace(conflict, about="as it was called in an older draft")
    assert same_point(matrix_of(tab).conflicts, other_words) == point, "by its places"


def test_conflicts_asked_for_before_the_sources_were_compared_are_chosen_then(session: Session, qtbot: QtBot) -> None:
    made = WitnessesTab(session)
    qtbot.addWidget(made)
    made.resize(620, 620)
    assert session.draft is not None
    conflict = session.draft.conflicts[1]
    made.show_conflicts((conflict,))
    made.show()
    qtbot.waitUntil(lambda: made.matrix is not None, timeout=LONG)
    point = made.table.point()
    assert point is not None and point.about == conflict.about
