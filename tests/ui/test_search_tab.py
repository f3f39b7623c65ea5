"""The Search tab on the sample case: words and meaning, hits in their context, opening a place, adding a claim."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app import search
from app.case import Case
from ui.place import Place
from ui.search.lines import Line, folded, set_line
from ui.search.rows import MOST_LAID, Row, Rows
from ui.search.search_tab import SearchTab
from ui.session import Session
from ui.theme.theme import theme
from ui.utf16 import in_units
from ui.widgets.basics import tip

ENTER = Qt.Key.Key_Return


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> SearchTab:
    tab = SearchTab(session)
    qtbot.addWidget(tab)
    tab.resize(640, 560)
    tab.show()
    return tab


def searched(tab: SearchTab, words: str, qtbot: QtBot) -> None:
    """Type and press Enter; what was found is shown then."""
    tab.field.setText(words)
    qtbot.keyClick(tab.field, ENTER)
    qtbot.waitUntil(lambda: tab._shown is not None and tab._shown[0].words == words, timeout=60_000)


def test_exact_words_are_found_in_their_context(tab: SearchTab, qtbot: QtBot) -> None:
    searched(tab, "coat", qtbot)
    assert tab.counts.text().startswith(f"{len(tab._hits)} of 60 passages; the rears of ")
    for row in tab.hits.model_.rows:
        head, _, sentence, _ = row.lines
        assert "/1" in head.text or "/5" in head.text or "/4" in head.text
        assert [sentence.text[a:b].casefold() for a, b in sentence.bold] != []
        assert {sentence.text[a:b].casefold() for a, b in sentence.bold} == {"coat"}
    spoken = [row.spoken() for row in tab.hits.model_.rows]
    assert any("AO/1, pp. 1–2 · Adaeze OKAFOR" in s and "blue coat" in s for s in spoken)
    assert not any("Signature witnessed by" in s for s in spoken), "page furniture is no context"


def test_a_search_is_written_to_the_log_once(tab: SearchTab, session: Session, qtbot: QtBot) -> None:
    searched(tab, "bag", qtbot)
    assert [s["words"] for s in search.searches(session.case.store)] == ["bag"]


def test_exact_words_are_searched_after_a_pause_in_typing(tab: SearchTab, qtbot: QtBot) -> None:
    qtbot.keyClicks(tab.field, "ba")
    assert not tab._pause.isActive(), "two letters are not searched for by themselves"
    qtbot.keyClicks(tab.field, "g")
    qtbot.waitUntil(lambda: tab._shown is not None, timeout=60_000)
    assert tab._shown is not None and tab._shown[0].words == "bag"


def test_the_keyboard_goes_from_the_field_to_the_place(tab: SearchTab, session: Session, qtbot: QtBot) -> None:
    searched(tab, "footbridge", qtbot)
    qtbot.keyClick(tab.field, Qt.Key.Key_Down)
    assert tab.hits.key() == 0
    qtbot.keyClick(tab.hits, Qt.Key.Key_Down)
    hit = tab._hits[1]
    with qtbot.waitSignal(session.place_asked) as asked:
        qtbot.keyClick(tab.hits, ENTER)
    assert asked.args == [Place(hit.source.id, span=(hit.start, hit.end))]
    layer = session.case.store.layer(hit.source.id)
    assert layer.slice(hit.start, hit.end) == hit.text
    qtbot.keyClick(tab.hits, Qt.Key.Key_Up)
    qtbot.keyClick(tab.hits, Qt.Key.Key_Up)
    assert tab.field.hasFocus() or tab.focusWidget() is tab.field


@pytest.mark.parametrize("way", ["letter", "control", "button"])
def test_a_hit_becomes_a_claim_by_hand(tab: SearchTab, session: Session, qtbot: QtBot, way: str) -> None:
    searched(tab, "footbridge", qtbot)
    tab.hits.enter()
    qtbot.waitUntil(tab.hits.add.isVisible)
    assert session.draft is not None
    before = len(session.draft.claims)
    told = list[str]()
    session.told.connect(told.append)
    with qtbot.waitSignals([session.told, session.draft_changed], timeout=60_000):
        if way == "letter":
            qtbot.keyClick(tab.hits, Qt.Key.Key_C)
        elif way == "control":
            qtbot.keyClick(tab.hits, ENTER, Qt.KeyboardModifier.ControlModifier)
        else:
            qtbot.mouseClick(tab.hits.add, Qt.MouseButton.LeftButton)
    added = session.draft.claims[-1]
    assert len(session.draft.claims) == before + 1
    assert added.by and added.citations[0].source_id == tab._hits[0].source.id
    assert told[0].startswith(f"Added as claim {before + 1}")
    assert tab.hits.model_.rows[0].side == f"added as claim {before + 1}"
    qtbot.waitUntil(lambda: not tab.hits.add.isVisible())


def undrafted(session: Session, qtbot: QtBot) -> tuple[Session, SearchTab]:
    """A session in which no draft is shown, and its search with hits."""
    with qtbot.waitSignal(session.sources_changed, timeout=60_000):
        session.refresh_sources()
    tab = SearchTab(session)
    qtbot.addWidget(tab)
    tab.show()
    searched(tab, "footbridge", qtbot)
    return session, tab


def test_without_a_draft_the_first_claim_begins_one(sample_case: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    session, tab = undrafted(make_session(Case.open(sample_case)), qtbot)
    with qtbot.waitSignal(session.draft_changed, timeout=60_000):
        tab.hits.adding.emit(0)
    assert session.draft is not None and session.draft.run.generator == "by hand"
    assert session.claim_id == session.draft.claims[0].id


def test_two_quick_claims_without_a_draft_make_one_draft(
    sample_case: Path, make_session: MakeSession, qtbot: QtBot
) -> None:
    session, tab = undrafted(make_session(Case.open(sample_case)), qtbot)
    told, asked = list[str](), list[str]()
    session.told.connect(told.append)
    session.tab_asked.connect(asked.append)
    tab.hits.adding.emit(0)
    tab.hits.adding.emit(1)
    tab.hits.adding.emit(0)  # the same again, before it is there
    qtbot.waitUntil(lambda: session.draft is not None and len(session.draft.claims) == 2, timeout=60_000)
    assert [d.draft_id for d in session.case.store.searches() if d.by_hand] == ["D3"]
    assert told == [f"Added as claim {n} of a draft by hand; it stands in Summary" for n in (1, 2)]
    assert asked == [], "the search stays in front"
    assert [row.side for row in tab.hits.model_.rows[:2]] == ["added as claim 1", "added as claim 2"]


def withhold(session: Session, source_id: str, qtbot: QtBot) -> None:
    session.case.change(source_id, {"privilege": "privileged"})
    with qtbot.waitSignal(session.sources_withheld, timeout=60_000):
        session.refresh_sources()


def test_hits_on_a_source_that_comes_to_be_withheld_are_taken_out(
    tab: SearchTab, session: Session, qtbot: QtBot
) -> None:
    searched(tab, "coat", qtbot)
    held = tab._hits[0].source.id
    count, gone = len(tab._hits), sum(hit.source.id == held for hit in tab._hits.values())
    assert 0 < gone < count
    title = session.sources[held].title
    withhold(session, held, qtbot)
    rows = tab.hits.model_.rows
    assert len(rows) == len(tab._hits) == count - gone
    assert not any(title in row.spoken() for row in rows)
    taken = "1 hit was taken out: its source is held" if gone == 1 else f"{gone} hits were taken out"
    assert tab.counts.text().startswith(f"{count - gone} of 60 passages; {taken}")
    key = rows[-1].key
    assert isinstance(key, int)
    with qtbot.waitSignal(session.place_asked) as asked:
        tab.hits.opened.emit(key)
    assert asked.args[0].source_id == tab._hits[key].source.id != held
    session.draft_changed.emit()  # marks are put on the rows that are left


def test_where_no_hit_is_left_nothing_is_said_to_be_absent(tab: SearchTab, session: Session, qtbot: QtBot) -> None:
    searched(tab, "coat", qtbot)
    for source_id in {hit.source.id for hit in tab._hits.values()}:
        withhold(session, source_id, qtbot)
    said = " ".join(label.text() for label in tab._stack.currentWidget().findChildren(type(tab.counts)))
    assert not tab._hits and "held for legal privilege" in said and "none of the words" not in said


def test_a_case_open_for_reading_is_searched_and_not_changed(
    sample_case: Path, make_session: MakeSession, qtbot: QtBot
) -> None:
    session = make_session(Case.open(sample_case, write=False))
    with qtbot.waitSignal(session.sources_changed, timeout=60_000):
        session.refresh_sources()
    tab = SearchTab(session)
    qtbot.addWidget(tab)
    tab.show()
    searched(tab, "footbridge", qtbot)
    assert "the log does not tell of this search" in tab.counts.text()
    tab.hits.enter()
    qtbot.keyClick(tab.hits, Qt.Key.Key_C)
    assert not tab.hits.add.isVisible() and session.background.busy == 0


def test_nothing_found_says_what_was_searched_and_what_to_try(tab: SearchTab, qtbot: QtBot) -> None:
    searched(tab, "helicopter", qtbot)
    shown = tab._stack.currentWidget()
    words = " ".join(label.text() for label in shown.findChildren(type(tab.counts)))
    assert "“helicopter”: none of the words stands in the 60 passages searched" in words
    assert "does not show" in words and "2 sources not read" in words and "footage" in words


@pytest.mark.usefixtures("own_children")
def test_meaning_says_that_the_model_starts_and_gives_the_nearest(tab: SearchTab, qtbot: QtBot) -> None:
    tab.mode_choice.buttons["meaning"].click()
    tab.field.setText("somebody's arm was hurt")
    qtbot.keyClick(tab.field, ENTER)
    qtbot.waitUntil(tab.waiting.isVisible, timeout=10_000)
    assert "language model of the search" in tab.waiting._what.text()
    qtbot.waitUntil(lambda: bool(tab._hits), timeout=120_000)
    assert not tab.waiting.isVisible()
    near = "The 50 nearest of 60 passages; near is not the same as found; the rears of "
    assert tab.counts.text().startswith(near)
    qtbot.mouseClick(tab.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(tab._hits) == 60, timeout=60_000)
    assert not tab.more.isVisible()


def test_a_new_search_overtakes_the_one_before(tab: SearchTab, session: Session, qtbot: QtBot) -> None:
    seen = list[str]()
    tab.hits.model_.modelReset.connect(lambda: seen.append(tab._shown[0].words if tab._shown else ""))
    for words in ("coat", "bag", "shelter"):
        tab.field.setText(words)
        tab.search_now()
    qtbot.waitUntil(lambda: tab._shown is not None and not tab._running, timeout=60_000)
    assert seen == ["shelter"]
    assert [s["words"] for s in search.searches(session.case.store)] == ["coat", "shelter"]


def test_escape_ends_a_search(tab: SearchTab, qtbot: QtBot) -> None:
    tab.field.setText("coat")
    tab.search_now()
    qtbot.keyClick(tab.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not tab._running, timeout=60_000)
    assert tab._shown is None and tab.field.text() == "coat"
    qtbot.keyClick(tab.field, Qt.Key.Key_Escape)
    assert tab.field.text() == ""


def test_an_empty_case_says_what_to_do(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    tab = SearchTab(make_session(Case.create(tmp_path / "empty", "EMPTY")))
    qtbot.addWidget(tab)
    words = [label.text() for label in tab._stack.currentWidget().findChildren(type(tab.counts))]
    assert "Nothing has been taken in yet" in words


def test_rows_are_laid_out_anew_for_another_width_and_text_size(qapp: object, qtbot: QtBot) -> None:
    rows = Rows("Rows")
    qtbot.addWidget(rows)
    rows.resize(600, 400)
    rows.show()
    rows.show_rows([Row(n, (Line("word " * 60, "text"),)) for n in range(1000)])
    wide = rows.sizeHintForRow(0)
    qtbot.waitUntil(lambda: rows.verticalScrollBar().maximum() > 900 * wide)
    rows.resize(300, 400)
    qtbot.waitUntil(lambda: rows.sizeHintForRow(0) > 1.5 * wide)
    try:
        theme().apply("dark", 200)
        qtbot.waitUntil(lambda: rows.sizeHintForRow(0) > 4 * wide)
    finally:
        theme().apply("light", 100)


def test_few_rows_are_kept_laid_out(qapp: object, qtbot: QtBot) -> None:
    rows = Rows("Rows")
    qtbot.addWidget(rows)
    rows.show_rows([Row(n, (Line(f"row {n}"),)) for n in range(3 * MOST_LAID)])
    first = rows.laid(0)
    for number in range(MOST_LAID - 1):
        rows.laid(number)
    assert rows.laid(0) is first, "what was asked for of late is kept"
    for number in range(3 * MOST_LAID):
        rows.laid(number)
    assert len(rows._laid) == MOST_LAID and rows.laid(0) is not first


def test_bold_words_are_counted_as_qt_counts(qapp: object) -> None:
    assert in_units("a 🚌 bus", [(4, 7)]) == [(5, 8)]
    made = set_line(Line("🚌🚌 the bag", bold=((7, 10),)), 400)
    assert isinstance(made.layout, QTextLayout)
    assert [(f.start, f.length) for f in made.layout.formats()] == [(9, 3)]


def test_white_space_is_folded_and_spans_go_along() -> None:
    text, spans = folded(" the \n\n dark\u2028coat ", [(8, 12), (13, 17), (0, 1)])
    assert text == "the dark coat"
    assert [text[a:b] for a, b in spans] == ["dark", "coat"]


def test_what_does_not_fit_ends_in_a_mark(qapp: object) -> None:
    made = set_line(Line("word " * 200, most=2), 300)
    assert made.cut and made.layout.lineCount() == 2 and made.layout.text().endswith(" …")
    assert set_line(Line("one two three four five", fit="left"), 60).layout.text().startswith("…")


def test_tooltips_take_evidence_as_it_is() -> None:
    assert "<b>" not in tip("<b>bold</b>")
