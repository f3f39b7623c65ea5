"""The Enquiries tab: added, changed, ordered, closed and asked in the window; drafts made before are marked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app.case import Case
from app.enquiries import Answer
from ui.drafting.list import DraftList
from ui.enquiries.flag import BeforeLine
from ui.enquiries.form import CloseForm, EnquiryForm
from ui.enquiries.tab import EnquiriesTab
from ui.enquiries.telling import changed, enquiry_row
from ui.session import Session
from ui.when import local_time

LONG = 60_000
QUESTION = "What was the man who ran off wearing?"


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> EnquiriesTab:
    tab = EnquiriesTab(session)
    qtbot.addWidget(tab)
    tab.resize(640, 600)
    tab.show()
    qtbot.waitUntil(lambda: session.background.busy == 0, timeout=LONG)
    return tab


def said(tab: EnquiriesTab) -> list[str]:
    return [row.spoken() for row in tab.list.model_.rows]


def add(tab: EnquiriesTab, session: Session, qtbot: QtBot, kind: str, text: str, dated: str = "") -> None:
    form = EnquiryForm(session, None, tab._written, tab)
    form.open()
    form.kind.buttons[kind].click()
    form.words.setPlainText(text)
    form.dated.setText(dated)
    form.save()
    qtbot.waitUntil(lambda: any(text in one for one in said(tab)), timeout=LONG)


def test_without_any_it_says_what_they_are_for(tab: EnquiriesTab) -> None:
    assert tab._stack.currentIndex() == 1 and said(tab) == []
    assert tab.add.isEnabled() and not tab.ask_all.isEnabled() and not tab.edit.isEnabled()
    assert not tab.acts.isVisible(), "there is nothing that they could act on"
    assert [one.text() for one in tab._stack.findChildren(QPushButton)] == ["Add a line of enquiry"]


def test_what_is_new_and_what_is_found_no_longer_is_told_in_plain_words(session: Session) -> None:
    store = session.case.store
    enquiry = session.case.enquiring.add("question", QUESTION)
    earlier, later = store.draft("D1"), store.draft("D2")
    places = [c.cited()[0] for c in earlier.claims if c.kind == "statement"]
    answer = Answer(enquiry, later, earlier, tuple(places[:2]), tuple(places[2:3]), unseen=tuple(places[1:4]))
    told = enquiry_row(enquiry, answer).spoken()
    since = f"Since the answer of {local_time(earlier.run.finished)}: "
    assert f"{since}2 new places, 1 place no longer found" in told
    waiting = f"Came new earlier, looked at by nobody yet: {places[3].exhibit} {places[3].label} “"
    assert waiting in told and told.count("looked at by nobody") == 2, "what is new now is told as that alone"
    same = Answer(enquiry, later, earlier, still=tuple(places[:3]), unseen=tuple(places[:2]))
    row = enquiry_row(enquiry, same).spoken()
    assert "; 2 new places not looked at yet\n" in row and "the same places" not in row and changed(same)
    seen = replace(same, unseen=())
    fewer = enquiry_row(enquiry, seen).spoken()
    assert "the same places" not in fewer and not changed(seen)
    assert f"{since}3 places found but no longer quoted, 0 places kept" in fewer
    alike = enquiry_row(enquiry, replace(seen, still=(), kept=tuple(places))).spoken()
    assert "the same places as the time before" in alike and "Since the answer" not in alike
    held = replace(later, claims=tuple(replace(c, held_back=True) for c in later.claims))
    all_held = enquiry_row(enquiry, Answer(enquiry, held)).spoken()
    assert "The checks held back all that was drafted: " in all_held and "Nothing found" not in all_held
    assert told.count("\nNew: ") == 2 and f"No longer found: {places[2].exhibit} {places[2].label} “" in told


def test_they_are_added_changed_ordered_and_closed(tab: EnquiriesTab, session: Session, qtbot: QtBot) -> None:
    add(tab, session, qtbot, "defence", "He was at home.", "2026-05-12")
    add(tab, session, qtbot, "question", QUESTION)
    assert said(tab)[0].startswith("Defence statement of 12 May 2026\nHe was at home.\nNot asked yet\nRecorded ")
    tab.list.choose("E2")
    tab.activateWindow()
    tab.list.setFocus()
    qtbot.waitUntil(tab.list.hasFocus, timeout=LONG)
    qtbot.keyClick(tab.list, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said(tab)[0].startswith("Open question"), timeout=LONG)
    assert tab.list.key() == "E2", "it stays the chosen one"
    form = EnquiryForm(session, session.case.store.enquiry("E1"), tab._written, tab)
    assert form.words.toPlainText() == "He was at home." and form.dated.isVisibleTo(form)
    form.words.setPlainText("He was at work.")
    form.save()
    qtbot.waitUntil(lambda: "He was at work." in said(tab)[1], timeout=LONG)
    tab.list.choose("E1")
    closing = CloseForm(session, session.case.store.enquiry("E1"), tab._written, tab)
    assert not closing.go.isEnabled(), "without a reason"
    closing.reason.setText("withdrawn")
    closing.save()
    qtbot.waitUntil(lambda: "CLOSED" in said(tab), timeout=LONG)
    assert said(tab)[-1].endswith(": withdrawn")
    tab.list.choose("E1")
    assert tab.close_it.text() == "Open again"
    tab.close_it.click()
    qtbot.waitUntil(lambda: "CLOSED" not in said(tab), timeout=LONG)


def test_a_day_that_is_none_is_told_and_nothing_is_written(tab: EnquiriesTab, session: Session, qtbot: QtBot) -> None:
    form = EnquiryForm(session, None, tab._written, tab)
    qtbot.addWidget(form)
    form.open()
    form.kind.buttons["defence"].click()
    form.words.setPlainText("He was at home.")
    form.dated.setText("12 May")
    form.save()
    assert form.isVisible() and "2026-05-12" in form.error.text()
    assert session.case.store.enquiries() == []


def test_all_are_asked_and_what_is_new_is_told(tab: EnquiriesTab, session: Session, qtbot: QtBot) -> None:
    add(tab, session, qtbot, "question", QUESTION)
    add(tab, session, qtbot, "to_prove", "A helicopter landed on the reservoir at Christmas.")
    with qtbot.waitSignal(session.told, timeout=LONG, check_params_cb=lambda text: "asked" in text) as told:
        tab.ask_all.click()
        assert not tab.ask_all.isEnabled() and tab.work.line.isVisible()
    assert told.args[0] == "2 lines of enquiry asked: 0 with something new or not looked at yet, 1 with nothing found"
    qtbot.waitUntil(lambda: "Nothing found in " in said(tab)[1], timeout=LONG)
    assert "the same places as the time before" in said(tab)[0], "D2 asked the same"
    assert "asked for the first time" in said(tab)[1]
    tab.list.choose("E1")
    with qtbot.waitSignals([session.tab_asked, session.draft_changed], timeout=LONG):
        qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    assert session.draft is not None and session.draft.brief == QUESTION


def test_a_draft_made_before_one_says_so_over_its_claims_and_in_the_list(
    tab: EnquiriesTab, session: Session, qtbot: QtBot
) -> None:
    flag = BeforeLine(session)
    qtbot.addWidget(flag.widget)
    add(tab, session, qtbot, "defence", "He was at home.", "2026-05-12")
    told = "Made before the defence statement of 12 May 2026, recorded or changed since."
    qtbot.waitUntil(lambda: flag.said.text() == told, timeout=LONG)
    assert flag.widget.isVisibleTo(flag.widget.parentWidget()) or not flag.widget.isHidden()
    listed = DraftList(session)
    qtbot.addWidget(listed)
    qtbot.waitUntil(lambda: told in listed.list.model_.rows[0].spoken(), timeout=LONG)
    session.case.enquiring.close("E1", "withdrawn")
    session.enquiries_changed.emit()
    qtbot.waitUntil(lambda: flag.widget.isHidden(), timeout=LONG)


def test_a_case_open_for_reading_shows_them_and_changes_none(
    sample_case: Path, make_session: MakeSession, qtbot: QtBot
) -> None:
    with Case.open(sample_case) as case:
        case.enquiring.add("question", QUESTION)
    session = make_session(Case.open(sample_case, write=False))
    tab = EnquiriesTab(session)
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitUntil(lambda: bool(said(tab)), timeout=LONG)
    tab.list.choose("E1")
    for one in (tab.add, tab.ask_all, tab.ask_one, tab.edit, tab.close_it, tab.up, tab.down):
        assert not one.isEnabled()
    assert "reading only" in tab.said.text()


def test_a_list_of_drafts_that_was_closed_reads_nothing_more(session: Session, qtbot: QtBot) -> None:
    listed = DraftList(session)
    qtbot.waitUntil(lambda: session.background.busy == 0, timeout=LONG)
    session.state_changed.emit("D1.1")
    assert session.background.busy, "an open one reads anew"
    qtbot.waitUntil(lambda: session.background.busy == 0, timeout=LONG)
    with qtbot.waitSignal(listed.destroyed, timeout=LONG):
        listed.show()
        listed.close()
    session.state_changed.emit("D1.1")
    session.drafts_changed.emit()
    assert session.background.busy == 0
