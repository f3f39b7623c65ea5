"""Beginning a draft, and the list of drafts and questions with its record as a table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app import search, search_record
from app.case import Case
from ui.drafting.dialog import LONGEST, DraftDialog
from ui.drafting.list import DraftList
from ui.session import Session
from ui.strings import drafting as words
from ui.when import local_time
from ui.widgets.empty import Trouble


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> DraftDialog:
    made = DraftDialog(session)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def drafts(session: Session, qtbot: QtBot) -> DraftList:
    made = DraftList(session)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def row_of(dialog: DraftDialog, start: str) -> QModelIndex:
    shown = (dialog.shown.index(at, 0) for at in range(dialog.shown.rowCount()))
    return next(index for index in shown if str(index.data()).startswith(start))


# A new draft


def test_a_source_that_is_held_is_shown_with_the_reason_and_cannot_be_chosen(dialog: DraftDialog) -> None:
    held = row_of(dialog, "LW/1")
    assert "privilege" in held.data()
    assert held.flags() == Qt.ItemFlag.NoItemFlags
    assert not dialog.shown.setData(held, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.model.chosen() is None, "all that can be chosen are"
    assert dialog.count.text() == "12 of 12 chosen"


def test_all_and_none_act_on_what_the_filter_shows(dialog: DraftDialog, session: Session) -> None:
    dialog.filter.setText("okafor")
    assert dialog.shown.rowCount() == 1
    dialog.none.click()
    assert dialog.count.text() == "11 of 12 chosen"
    dialog.filter.clear()
    dialog.none.click()
    assert dialog.said.text() == words.CHOOSE_ONE and not dialog.start.isEnabled()
    dialog.all.click()
    assert dialog.model.chosen() is None and dialog.start.isEnabled()


def test_space_ticks_a_source(dialog: DraftDialog, qtbot: QtBot) -> None:
    dialog.list.setCurrentIndex(row_of(dialog, "AO/1"))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.count.text() == "11 of 12 chosen"


def test_a_draft_is_begun_as_chosen_and_shown(dialog: DraftDialog, session: Session, qtbot: QtBot) -> None:
    dialog.none.click()
    index = row_of(dialog, "BL/1")
    dialog.shown.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    wanted = dialog.model.chosen()
    dialog.most.setValue(5)
    dialog.seed.setValue(11)
    qtbot.keyClicks(dialog.brief, "What did she hear?")
    with qtbot.waitSignal(session.draft_ready, timeout=120_000) as ready:
        qtbot.keyClick(dialog.brief, Qt.Key.Key_Return)
        assert not dialog.isVisible()
    draft = ready.args[0]
    assert draft.id == "D3" and draft.brief == "What did she hear?"
    assert draft.run.seed == 11 and 1 <= len(draft.claims) <= 5
    assert wanted and {c.source_id for claim in draft.claims for c in claim.cited()} == set(wanted)


def test_a_brief_says_what_is_left_and_loses_nothing_of_what_was_pasted(
    dialog: DraftDialog, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    put: list[str | None] = []
    monkeypatch.setattr(session, "summarise", lambda brief, *_: put.append(brief))
    assert dialog.left.text() == "At most 2,000 characters"
    dialog.brief.setPlainText("What did she hear?")
    assert dialog.left.text() == "1,982 of 2,000 characters left" and dialog.start.isEnabled()
    pasted = "He was at the bakery.\nThe scarf\r\nwas never his. " * 60
    QApplication.clipboard().setText(pasted)
    dialog.brief.clear()
    dialog.brief.paste()
    whole = " ".join(pasted.split())
    assert dialog.brief.wanted() == whole, "nothing is cut"
    assert dialog.left.text() == f"{len(whole) - LONGEST:,} characters too many"
    assert "nothing of it was cut" in dialog.said.text() and not dialog.start.isEnabled()
    dialog.accept()
    assert put == [] and dialog.isVisible()
    dialog.brief.setPlainText(whole[:LONGEST])
    assert dialog.start.isEnabled() and not dialog.said.text()
    dialog.accept()
    assert put == [" ".join(whole[:LONGEST].split())]


def test_left_as_it_is_it_begins_an_overview_of_everything(dialog: DraftDialog, session: Session, qtbot: QtBot) -> None:
    before = session.draft
    with qtbot.waitSignal(session.draft_ready, timeout=120_000) as ready:
        dialog.start.click()
    draft = ready.args[0]
    assert before is not None and session.draft is before, "it is offered, not put in front of who reviews"
    assert draft.id == "D3" and draft.brief == "" and draft.run.seed == before.run.seed
    assert [c.text for c in draft.claims] == [c.text for c in before.claims], "the same case, the same draft"


def test_a_case_open_for_reading_begins_no_draft(sample_case: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session(Case.open(sample_case, write=False))
    with qtbot.waitSignal(session.sources_changed, timeout=60_000):
        session.refresh_sources()
    dialog = DraftDialog(session)
    qtbot.addWidget(dialog)
    assert dialog.said.text() == words.READ_ONLY and not dialog.start.isEnabled()
    dialog.accept()
    assert session.jobs.jobs() == []


def test_a_case_with_nothing_to_draft_from_says_so(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    dialog = DraftDialog(make_session(Case.create(tmp_path / "empty", "OP FIR")))
    qtbot.addWidget(dialog)
    assert dialog.said.text() == words.NO_SOURCES and not dialog.start.isEnabled()


# Drafts and answers


def said(drafts: DraftList) -> list[str]:
    return [row.spoken() for row in drafts.list.model_.rows]


def test_drafts_and_answers_are_listed_newest_first_with_all_that_tells_them_apart(
    drafts: DraftList, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: all(" checked" in row for row in said(drafts)), timeout=60_000)
    answer, overview = (row.splitlines() for row in said(drafts))
    at = [local_time(one.at) for one in session.drafts]
    assert answer[0].startswith(f"Answer 2 · {at[1]} · ") and overview[0].startswith(f"Draft 1 · {at[0]} · ")
    assert (answer[1], overview[1]) == ("What was the man who ran off wearing?", words.OVERVIEW)
    claims = session.drafts[1].claims
    assert answer[2] == f"chosen sentences · {claims} claims · 0 of {claims} checked · seed 7"
    assert overview[-1] == words.SHOWN and drafts.list.key() == "D1"


def test_a_click_chooses_and_a_double_click_shows(drafts: DraftList, session: Session, qtbot: QtBot) -> None:
    shown: list[str] = []
    session.draft_changed.connect(lambda: shown.append(session.draft.id if session.draft else ""))
    at = drafts.list.visualRect(drafts.list.model_.index(0)).center()
    qtbot.mouseClick(drafts.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert drafts.list.key() == "D2" and drafts.isVisible() and not shown, "it is only chosen"
    qtbot.mouseDClick(drafts.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: shown == ["D2"], timeout=60_000)
    assert not drafts.isVisible()


def test_the_button_shows_the_chosen_one(drafts: DraftList, session: Session, qtbot: QtBot) -> None:
    drafts.list.choose("D2")
    with qtbot.waitSignal(session.draft_changed, timeout=60_000):
        drafts.show_button.click()
    assert session.draft is not None and session.draft.id == "D2"


def test_a_filter_leaves_one_chosen_or_says_why_nothing_can_be_done(drafts: DraftList, qtbot: QtBot) -> None:
    acts = (drafts.show_button, drafts.again, drafts.compare)
    drafts.filter.setText("wearing")
    assert drafts.list.key() == "D2" and all(one.isEnabled() for one in acts) and drafts.why.isHidden()
    drafts.filter.setText("zeppelin")
    assert drafts.list.key() is None and not any(one.isEnabled() for one in acts)
    assert drafts.why.text() == words.NOT_CHOSEN and drafts.why.isVisible()
    drafts.filter.clear()
    assert drafts.list.key() == "D1" and all(one.isEnabled() for one in acts), "the one that was chosen before"


def test_enter_shows_the_chosen_one(drafts: DraftList, session: Session, qtbot: QtBot) -> None:
    qtbot.keyClick(drafts.list, Qt.Key.Key_Up)
    with qtbot.waitSignals([session.draft_changed, session.tab_asked], timeout=60_000):
        qtbot.keyClick(drafts.list, Qt.Key.Key_Return)
    assert session.draft is not None and session.draft.id == "D2"
    assert not drafts.isVisible()


def test_the_filter_goes_by_words_and_escape_empties_it(drafts: DraftList, qtbot: QtBot) -> None:
    qtbot.keyClicks(drafts.filter, "wearing answer")
    assert len(said(drafts)) == 1
    drafts.filter.setText("helicopter")
    assert said(drafts) == [] and drafts._stack.currentIndex() == 2
    qtbot.keyClick(drafts.filter, Qt.Key.Key_Escape)
    assert len(said(drafts)) == 2 and drafts.isVisible()


def test_a_case_without_drafts_says_what_will_stand_here(
    tmp_path: Path, make_session: MakeSession, qtbot: QtBot
) -> None:
    drafts = DraftList(make_session(Case.create(tmp_path / "empty", "OP FIR")))
    qtbot.addWidget(drafts)
    assert drafts._stack.currentIndex() == 1


def test_the_record_holds_everything_and_nothing_that_a_spreadsheet_would_run(
    drafts: DraftList, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    search.search(session.case, '=HYPERLINK("x")', "words")
    out = tmp_path / "record.csv"
    drafts.filter.setText("helicopter")  # what is filtered has no bearing on the record
    drafts.save(out)
    qtbot.waitUntil(drafts.said.isVisible, timeout=60_000)
    head, *rows = csv.reader(io.StringIO(out.read_text("utf-8-sig")))
    assert tuple(head) == search_record.COLUMNS
    assert [(r[0], r[3]) for r in rows] == [("D1", "overview"), ("D2", "question"), ("", "passages by words")]
    assert rows[1][4] == "What was the man who ran off wearing?" and rows[1][5] == "8"
    assert rows[2][4].startswith("'=HYPERLINK")
    assert "record.csv: 3 entries" in drafts.said.text()
    assert session.case.store.audit_entries()[-1].action == "searches_saved"


def test_a_draft_by_hand_is_listed_and_no_part_of_the_record(
    drafts: DraftList, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    claim = session.case.reviewing.add_claim(None, "S1", 0, 40)
    with qtbot.waitSignal(session.drafts_changed, timeout=60_000):
        session.refresh_drafts()
    first = drafts.list.model_.rows[0].spoken().splitlines()
    assert claim.id == "D3.1" and first[0].startswith("Draft 3 · ") and first[1] == "By hand, 1 claim"
    assert first[2].startswith("written by hand") and "seed" not in first[2]
    out = tmp_path / "record.csv"
    drafts.save(out)
    qtbot.waitUntil(drafts.said.isVisible, timeout=60_000)
    assert "D3" not in [row[0] for row in csv.reader(io.StringIO(out.read_text("utf-8-sig")))]


def test_a_record_that_cannot_be_written_is_said(drafts: DraftList, tmp_path: Path, qtbot: QtBot) -> None:
    drafts.save(tmp_path / "nowhere" / "record.csv")
    qtbot.waitUntil(lambda: bool(drafts.findChildren(Trouble)), timeout=60_000)
    assert not drafts.said.isVisible()
