"""Findings with a place to click, fields that a person confirms, links both ways, and the rear of the form."""

from __future__ import annotations

import pytest
from evidence_list import refreshed, shown
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from source_files import said, shown_pane

from app import messages
from app.findings import CaseFinding
from provenance.records import Notice
from ui.evidence.doing import show_rear
from ui.evidence.findings_tab import FindingsTab
from ui.evidence.found import found, of_case
from ui.evidence.link_dialog import LinkDialog
from ui.evidence.pane import EvidencePane
from ui.evidence.rear_dialog import RearDialog
from ui.place import Place
from ui.session import Session
from ui.strings import evidence as words
from ui.strings import source as source_words
from ui.widgets.way import Way

WAIT = 30_000


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> EvidencePane:
    made = shown(session, qtbot)
    made.show_details(True)
    return made


def by_title(session: Session, title: str) -> str:
    return next(s.id for s in session.sources.values() if s.title == title)


@pytest.mark.parametrize(
    ("told", "place", "where"),
    [
        ("page=3", Place("S1", page=3), "p. 3"),
        ("text=120-160", Place("S1", span=(120, 160)), ""),
        ("t=12.480,15.2", Place("S1", seconds=12.48), "12.5 s"),
        ("", Place("S1"), ""),
        ("text=now", Place("S1"), ""),
    ],
)
def test_a_finding_leads_to_its_place(told: str, place: Place, where: str) -> None:
    one = found("S1", Notice("date_missing", place=told), lambda _: "AB/1")
    assert (one.place, one.where, one.words) == (place, where, "It is not dated")


def test_findings_name_sources_as_people_do() -> None:
    detail = (
        "Two versions of a statement of J. Doe: S1 (AB/1) of 2026-05-03 and S2 (x (2).txt) of no date; 4 words differ"
    )
    titles = {"S1": "AB/1", "S2": "x (2).txt"}
    finding = CaseFinding("statement_versions", detail, ("S1", "S2"), ("text=1-5", "page=2"))
    told, each = of_case(finding, titles.get)
    assert told == "Two versions of a statement of J. Doe: AB/1 of 03/05/2026 and x (2).txt of no date; 4 words differ"
    assert [one.place for one in each] == [Place("S1", span=(1, 5)), Place("S2", page=2)]


def test_case_findings_are_counted_listed_and_opened(session: Session, pane: EvidencePane, qtbot: QtBot) -> None:
    tab = FindingsTab(session, pane.findings)
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitUntil(lambda: pane.findings.ready, timeout=WAIT)
    assert any(one.code == "exhibit_not_here" for one in pane.findings.found), "the sample produces what is not in it"
    qtbot.waitUntil(lambda: tab.summary.text().startswith(words.findings(pane.findings.count())), timeout=WAIT)
    qtbot.waitUntil(lambda: pane.look_into.isVisible(), timeout=WAIT)
    assert pane.look_into.text() == str(pane.findings.count())
    asked: list[Place] = []
    session.place_asked.connect(asked.append)
    tab.rows.enter()
    qtbot.keyClick(tab.rows, Qt.Key.Key_Return)
    assert len(asked) == 1 and asked[0].span is not None, "at the words that produce it"
    pane.choose(asked[0].source_id)
    qtbot.waitUntil(lambda: bool(pane.details.told and pane.details.told.places), timeout=WAIT)
    ways = [
        w for w in pane.details.findChildren(Way) if w.accessibleName().endswith(words.OPENS.format(words="").strip())
    ]
    ways[0].click()
    assert asked[1] == asked[0]


def test_what_the_machine_read_is_confirmed_and_says_by_whom(
    session: Session, pane: EvidencePane, qtbot: QtBot
) -> None:
    source_id = by_title(session, "AO/1")
    pane.choose(source_id)
    told = pane.details.told
    assert told is not None and {r.name for r in told.read} >= {"witness", "statement_date"}
    assert not any(r.confirmed for r in told.read) and words.NOT_CONFIRMED in said(pane.details)
    name = words.CONFIRM_NAME.format(name="Witness", value=session.sources[source_id].fields["witness"])
    with qtbot.waitSignal(session.sources_changed, timeout=WAIT):
        next(b for b in pane.details.findChildren(QAbstractButton) if b.accessibleName() == name).click()
    assert session.sources[source_id].fields["confirmed"] == "witness"
    by = f"confirmed by {session.case.by}"
    qtbot.waitUntil(lambda: any(r.by.startswith(by) for r in pane.details.told.read), timeout=WAIT)  # type: ignore[union-attr]
    assert [r.name for r in pane.details.told.read if r.confirmed] == ["witness"]  # type: ignore[union-attr]
    name = words.WITHDRAW_NAME.format(name="Witness", value=session.sources[source_id].fields["witness"])
    with qtbot.waitSignals([session.sources_changed, session.told], timeout=WAIT):
        next(b for b in pane.details.findChildren(QAbstractButton) if b.accessibleName() == name).click()
    assert "confirmed" not in session.sources[source_id].fields and session.sources[source_id].fields["witness"]
    qtbot.waitUntil(lambda: not any(r.confirmed for r in pane.details.told.read), timeout=WAIT)  # type: ignore[union-attr]
    told_in_log = [messages.entry(e.detail) for e in session.case.store.audit_entries() if e.action == "source_changed"]
    assert "confirmed: witness" in told_in_log[-2] and "confirmation withdrawn: witness" in told_in_log[-1]


def test_a_link_is_shown_from_both_sides_and_taken_back(session: Session, pane: EvidencePane, qtbot: QtBot) -> None:
    footage, log = by_title(session, "KP/3"), by_title(session, "JS/5")
    dialog = LinkDialog(session, session.sources[log], pane)
    dialog.open()
    dialog.kind.setCurrentIndex(dialog.kind.findData("transcript_of"))
    dialog.filter.setText("kp/3")
    assert dialog.others.count() == 1
    with qtbot.waitSignal(session.sources_changed, timeout=WAIT):
        dialog.link.click()
    assert session.sources[log].fields["transcript_of"] == footage
    pane.choose(footage)
    qtbot.waitUntil(lambda: bool(pane.details.told and pane.details.told.pairs), timeout=WAIT)
    pair = pane.details.told.pairs[0]  # type: ignore[union-attr]
    assert (pair.words, pair.source_id, pair.holder) == ("Transcript: JS/5", log, log)
    with qtbot.waitSignal(session.sources_changed, timeout=WAIT):
        pane.details._acts.part(pair)
    assert "transcript_of" not in session.sources[log].fields
    again = LinkDialog(session, session.sources[footage], pane)
    again.kind.setCurrentIndex(again.kind.findData("transcribed_in"))
    again.filter.setText("js/5")
    with qtbot.waitSignal(session.sources_changed, timeout=WAIT):
        again.link.click()
    assert session.sources[log].fields["transcript_of"] == footage, "the link is kept with the one that was made"


def test_the_rear_is_covered_until_a_person_asks_for_it(session: Session, qtbot: QtBot) -> None:
    session_pane = shown_pane(session, qtbot)
    source_id = by_title(refreshed(session, qtbot), "BL/1")
    rear = session.case.store.passages([source_id], "rear")
    secret = "Ropery Lane"
    assert secret in " ".join(p.text for p in rear)
    session.show_place(Place(source_id, page=3))
    qtbot.waitUntil(lambda: session_pane.state == "page", timeout=WAIT)
    assert source_words.REAR_COVERED in said(session_pane)
    image = session_pane.page_view.picture.image  # type: ignore[union-attr]
    seen = {image.pixel(x, y) & 0xFFFFFF for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(seen) == 1, "nothing of the page is to be seen"
    session_pane.show_as("text")
    qtbot.waitUntil(lambda: session_pane.state == "text", timeout=WAIT)
    qtbot.waitUntil(lambda: source_words.REAR_SIGN in session_pane.text_view.toPlainText(), timeout=WAIT)
    assert secret not in session_pane.text_view.toPlainText()
    session_pane.find()
    session_pane.find_bar.field.setText(secret)
    session_pane.find_bar._look()
    qtbot.waitUntil(lambda: session_pane.find_bar.count.text() == source_words.NOTHING_BUT_REAR, timeout=WAIT)
    session_pane._select((rear[0].start, rear[0].start + 9))
    assert not session_pane.selection.isVisible()

    show_rear(session, Place(source_id, span=(rear[0].start, rear[0].end), rear=True), session_pane)
    dialog = session_pane.findChild(RearDialog)
    dialog.reject()
    assert secret not in session_pane.text_view.toPlainText()
    session_pane._ask_for_rear()
    next(d for d in session_pane.findChildren(RearDialog) if d.isVisible()).show_it.click()
    qtbot.waitUntil(lambda: secret in session_pane.text_view.toPlainText(), timeout=WAIT)
    assert source_words.REAR_SHOWN in said(session_pane)
    session_pane._cover_rear()
    qtbot.waitUntil(lambda: source_words.REAR_SIGN in session_pane.text_view.toPlainText(), timeout=WAIT)
