"""Claims as cards: what they say, how thousands of them scroll, and review from the keyboard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from large_case import case_with_claims
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from watchdog import BLOCKED, Watchdog

from provenance.records import Notice
from provenance.report_words import READ_BY_OCR
from provenance.reviews import ClaimState, Review, state_of
from ui.draft.card_layout import CardLayout
from ui.draft.card_view import card_view
from ui.draft.claim_column import ClaimColumn
from ui.draft.concern import told_at
from ui.place import Place
from ui.session import Session
from ui.theme.theme import theme

LETTERS = {"accept": "A", "amend": "E", "reject": "R", "aside": "P", "note": "N"}


def column(session: Session, qtbot: QtBot, width: int = 620) -> ClaimColumn:
    keys = {**LETTERS, "sign": "Ctrl+Enter"}
    made = ClaimColumn(session, keys.__getitem__, lambda: None, lambda: None)
    qtbot.addWidget(made)
    made.resize(width, 800)
    with qtbot.waitExposed(made):
        made.show()
    if session.claim_id:
        made.claims.list.select(session.claim_id)
    return made


def open_all(session: Session, made: ClaimColumn, qtbot: QtBot) -> None:
    """Open every place of the selected claim, as the source pane would."""
    claim_id = session.claim_id
    shown: list[Place] = []
    session.place_asked.connect(shown.append)
    for _ in [c for c in session.claim(claim_id).citations if c.role != "similar"]:  # type: ignore[union-attr]
        with qtbot.waitSignal(session.state_changed, timeout=10_000):
            made.claims.open_next()
            session.place_shown(shown[-1])
    assert not session.states[claim_id].to_open


def test_a_card_says_who_what_and_how_it_stands(session: Session) -> None:
    claim = next(c for c in session.claims() if c.kind == "statement")
    view = card_view(claim, 1, None, session.sources)
    assert view.who and claim.text.startswith(view.who)
    assert view.words.startswith("“") and not view.by_person
    assert [v.text for v in view.verdicts] == ["Quote exact", "Place valid", "Supported"]
    assert view.state == "Claim 1 · Not checked"
    assert view.chips[0].text.startswith(session.sources[claim.citations[0].source_id].exhibit)
    amended = card_view(claim, 1, replace(ClaimState(claim.id), state="amended", text="He ran."), session.sources)
    assert amended.by_person and amended.words == "He ran." and amended.machine_words == claim.text


def test_an_amended_claim_by_hand_shows_the_words_before_and_what_was_changed(session: Session) -> None:
    first = next(c for c in session.claims() if c.kind == "statement")
    claim = replace(first, by="B. Sharma", at="2026-05-03T09:00:00Z", text="He ran to the bridge.")
    amendment = Review(1, claim.id, "amend", "A. Okafor", "2026-05-03T09:41:07Z", text="He walked to the bridge.")
    view = card_view(claim, 1, state_of(claim.id, [amendment]), session.sources)
    assert view.words == "He walked to the bridge." and view.machine_words == ""
    assert "removed “ran”; added “walked”" in view.spoken()
    laid = CardLayout(view, 400, selected=True).lay()
    before = next(t for t in laid.texts if "He ran to the bridge." in t.layout.text())
    assert "machine" not in before.layout.text() and laid.rules == [], "no rule marks a person's words as the machine's"
    (removed,) = before.layout.formats()
    assert before.layout.text()[removed.start : removed.start + removed.length] == "ran"
    assert removed.format.fontStrikeOut()


def test_words_that_a_reason_is_about_are_underlined_and_tell_it(session: Session) -> None:
    claim = next(c for c in session.claims() if c.kind == "statement")
    at = claim.text.index("“") + 1
    reason = Notice("detail_differs", "the claim says this, where the cited passage says that", f"claim={at}-{at + 4}")
    judged = replace(claim, verdict=replace(claim.verdict, support="contradicted", reasons=(reason,)))
    view = card_view(judged, 1, None, session.sources)
    (concern,) = view.concerned
    assert view.words[concern.start : concern.end] == claim.text[at : at + 4]
    laid = CardLayout(view, 400, selected=False).lay()
    text = next(t for t in laid.texts if t.concerned)
    (look,) = text.layout.formats()
    assert (look.start, look.length) == (concern.start, 4) and look.format.fontUnderline() is True
    line = text.layout.lineAt(0)
    inside = text.at + QPointF(line.cursorToX(concern.start + 1)[0] + 1, line.height() / 2)
    assert told_at(laid, inside) == reason.detail
    assert told_at(laid, text.at + QPointF(line.cursorToX(concern.end + 2)[0], line.height() / 2)) == ""
    assert told_at(laid, QPointF(-5, -5)) == ""


def test_a_card_tells_of_words_read_from_a_picture(session: Session) -> None:
    claim = next(c for c in session.claims() if c.kind == "statement")
    assert not card_view(claim, 1, None, session.sources).by_ocr
    read = replace(claim, citations=tuple(replace(c, by_ocr=True) for c in claim.citations))
    view = card_view(read, 1, None, session.sources)
    assert view.by_ocr == READ_BY_OCR and READ_BY_OCR in view.spoken()
    laid = CardLayout(view, 400, selected=False).lay()
    assert any(READ_BY_OCR in text.layout.text() for text in laid.texts)


def test_an_observation_is_marked_as_the_machines(session: Session) -> None:
    claim = next(c for c in session.claims() if c.kind == "observation")
    assert card_view(claim, 1, None, session.sources).label == "machine observation"


def test_an_acceptance_that_does_not_count_any_more_is_told(session: Session) -> None:
    claim = session.claims()[0]
    accepted = Review(1, claim.id, "accept", "A. Okafor", "2026-05-03T09:41:07Z")
    state = state_of(claim.id, [accepted], needed=[claim.citations[0].id])
    view = card_view(claim, 1, state, session.sources)
    assert view.state.endswith("Not checked") and view.to_open
    assert view.notes[0].startswith("Accepted") and "A. Okafor; this does not count any more" in view.notes[0]
    assert view.notes[0] in view.spoken()


def test_accept_is_offered_once_every_place_was_opened(session: Session, qtbot: QtBot) -> None:
    made = column(session, qtbot)
    card, first = made.claims.list.card, session.claim_id
    assert first and not card.offers("accept")
    card.act("accept")
    assert session.reviews.busy == 0, "nothing may be asked for while it is not offered"
    open_all(session, made, qtbot)
    assert card.offers("accept")
    with qtbot.waitSignal(session.state_changed, timeout=10_000):
        card.act("accept")
    assert session.states[first].state == "accepted"
    assert session.progress()[0] == 1
    made.claims.step(1)
    assert session.claim_id != first
    with qtbot.waitSignal(session.state_changed, timeout=10_000):
        made.claims.undo()
    assert session.claim_id == first and session.states[first].state == "new"


def test_amending_keeps_the_machines_words_beside_the_persons(session: Session, qtbot: QtBot) -> None:
    made = column(session, qtbot)
    card = made.claims.list.card
    card.edit("amend")
    field = card.findChild(QPlainTextEdit)
    assert field.toPlainText() == session.claim(session.claim_id).text  # type: ignore[union-attr]
    field.setPlainText("EP saw the last train back. 🚆")
    with qtbot.waitSignal(session.state_changed, timeout=10_000):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    state = session.states[session.claim_id]
    assert (state.state, state.text) == ("amended", "EP saw the last train back. 🚆")
    assert not state.checked
    assert card.view is not None and "🚆" in card.view.words


def test_words_being_written_survive_a_look_at_another_claim(session: Session, qtbot: QtBot) -> None:
    made = column(session, qtbot)
    card = made.claims.list.card
    card.edit("note")
    card.findChild(QPlainTextEdit).setPlainText("Ask her again")
    made.claims.step(1)
    assert card.mode == "view"
    made.claims.step(-1)
    card.edit("note")
    assert card.findChild(QPlainTextEdit).toPlainText() == "Ask her again"
    qtbot.keyClick(card.findChild(QPlainTextEdit), Qt.Key.Key_Escape)
    card.edit("note")
    assert card.findChild(QPlainTextEdit).toPlainText() == "Ask her again", "Escape only puts it away"
    card._editor._cancel.click()
    card.edit("note")
    assert card.findChild(QPlainTextEdit).toPlainText() == ""


def test_rejecting_asks_what_is_wrong(session: Session, qtbot: QtBot) -> None:
    made, claim_id = column(session, qtbot), session.claim_id
    made.claims.list.card.ask_fault()
    menu = made.claims.list.card.findChild(QMenu)
    with qtbot.waitSignal(session.state_changed, timeout=10_000):
        qtbot.keyClick(menu, Qt.Key.Key_3)
    assert session.claim_id != claim_id, "the next one that is not checked"
    session.select(claim_id)
    view = made.claims.list.card.view
    assert view is not None and view.state.endswith(": wrong detail")
    state = session.states[session.claim_id]
    assert state.state == "rejected" and state.decision is not None and state.decision.fault == "wrong_detail"


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("width", [380, 620, 1100])
def test_nothing_of_the_selected_card_is_cut_off(session: Session, qtbot: QtBot, percent: int, width: int) -> None:
    theme().apply("light", percent)
    try:
        made = column(session, qtbot, width)
        card = made.claims.list.card
        for button in card.findChildren(QPushButton):
            if button.isVisible():
                assert card.rect().contains(button.geometry()), button.text()
                assert button.width() >= button.sizeHint().width() - 1 or button.property("look") == "chip"
    finally:
        theme().apply("light", 100)


def test_five_thousand_claims_scroll_without_a_pause(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session(case_with_claims(tmp_path / "large", 5_000))
    made = column(session, qtbot)
    with qtbot.waitSignal(session.claim_changed, timeout=60_000):
        session.show_draft("D1")
    claims, bar = made.claims.list, made.claims.list.verticalScrollBar()
    steps = [*range(0, 4_000, 90), *range(4_000, bar.maximum(), bar.maximum() // 60), bar.maximum(), 0]
    with Watchdog() as dog:
        for value in steps:
            bar.setValue(value)
            turns = dog.turns
            qtbot.waitUntil(lambda turns=turns: dog.turns > turns + 1)
        session.select("D1.4900")
        qtbot.waitUntil(lambda: claims.card.view is not None and claims.card.view.number == 4900)
    assert dog.longest < BLOCKED
    assert claims.viewport().rect().intersects(claims.card.geometry())


def test_a_claim_of_two_thousand_words_can_be_read_to_its_end(
    tmp_path: Path, make_session: MakeSession, qtbot: QtBot
) -> None:
    session = make_session(case_with_claims(tmp_path / "long", 3, " word" * 2_000))
    made = column(session, qtbot)
    with qtbot.waitSignal(session.claim_changed, timeout=60_000):
        session.show_draft("D1")
    card, bar = made.claims.list.card, made.claims.list.verticalScrollBar()
    assert card.height() > made.height()
    bar.setValue(card.height() - made.height() // 2)
    qtbot.waitUntil(lambda: card.geometry().bottom() < made.height())


def test_a_case_open_for_reading_offers_no_decision(sample_case: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    from app.case import Case

    session = make_session(Case.open(sample_case, write=False))
    made = column(session, qtbot)
    with qtbot.waitSignal(session.claim_changed, timeout=60_000):
        session.show_draft("D1")
    card = made.claims.list.card
    assert not any(card.offers(name) for name in LETTERS)
    card.edit("amend")
    assert card.mode == "view"
