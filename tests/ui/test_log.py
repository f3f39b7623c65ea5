"""The Log tab on the sample case: entries in words, the filter, the chain, and the table that is saved."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app import messages
from app import receipts as app_receipts
from app.case import Case
from app.log_record import HEAD, rows
from app.taking_in import csv_of
from provenance import audit, receipts
from provenance.receipts import Kept
from provenance.store import opener
from provenance.store.folder import DATABASE
from provenance.store.records import AuditEntry, AuditReport
from provenance.store.resting import Changed
from ui.search.log_chain import Checked
from ui.search.log_filters import _moment
from ui.search.log_model import told
from ui.search.log_tab import LogTab
from ui.session import Session


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> LogTab:
    tab = LogTab(session)
    qtbot.addWidget(tab)
    tab.resize(640, 560)
    tab.show()
    qtbot.waitUntil(lambda: bool(tab.model.rows), timeout=60_000)
    return tab


def test_the_newest_entry_stands_first_in_words(tab: LogTab, session: Session) -> None:
    entries = session.case.store.audit_entries()
    assert [one.entry.seq for one in tab.model.rows] == [e.seq for e in reversed(entries)]
    assert tab.model.rows[-1].action == "Case made"
    assert "reference OP ALDER" in tab.model.index(len(entries) - 1, 4).data()
    assert tab.shown.text() == f"{len(entries)} entries"


def test_the_log_is_filtered_by_words_and_action(tab: LogTab, qtbot: QtBot) -> None:
    every = len(tab.model.rows)
    tab.field.setText("source LINDQVIST")
    qtbot.waitUntil(lambda: len(tab.model.rows) == 1)
    assert tab.shown.text() == f"1 of {every} entries"
    qtbot.keyClick(tab.field, Qt.Key.Key_Escape)
    tab.actions.setCurrentIndex(tab.actions.findText("Draft written"))
    qtbot.waitUntil(lambda: len(tab.model.rows) == 2)
    tab.field.setText("nothing like it")
    qtbot.waitUntil(lambda: tab._stack.currentIndex() == 1)


def test_an_entry_is_read_whole(tab: LogTab, qtbot: QtBot) -> None:
    tab.field.setFocus()
    qtbot.keyClick(tab.field, Qt.Key.Key_Down)
    chosen = tab.model.rows[0].entry
    assert tab.entry.toPlainText().startswith(f"Entry {chosen.seq} · ")
    assert chosen.hash in tab.entry.toPlainText().replace(" ", "")


def test_new_entries_come_by_themselves(tab: LogTab, session: Session, qtbot: QtBot) -> None:
    before = len(tab.model.rows)
    claim = session.claims()[0]
    session.reviews.run(tab, lambda: session.case.reviewing.decide(claim.id, "aside"), session.take_state)
    qtbot.waitUntil(lambda: len(tab.model.rows) == before + 1, timeout=60_000)
    assert tab.model.rows[0].action == "Claim reviewed"


def test_the_chain_is_checked_and_its_head_copied(tab: LogTab, session: Session, qtbot: QtBot) -> None:
    tab.check.click()
    qtbot.waitUntil(lambda: tab.said.text().startswith("The chain holds"), timeout=60_000)
    report = session.case.store.check_audit()
    assert f"{report.entries} entries" in tab.said.text() and report.head in tab.said.text().replace(" ", "")
    tab.copy.click()
    assert QApplication.clipboard().text() == report.head


def test_a_broken_chain_is_said_where(tab: LogTab) -> None:
    tab._checked(Checked(AuditReport(28, "ab" * 32, ok=False, broken_at=12), holds=False, receipts=""))
    assert tab.said.text().startswith("The chain is broken at entry 12")
    assert tab.said.property("look") == "red"


def test_the_log_is_filtered_by_source_claim_and_time(tab: LogTab, session: Session, qtbot: QtBot) -> None:
    entries, filters = session.case.store.audit_entries(), tab.filters
    source = next(s for s in session.sources.values() if not s.withheld)
    filters.sources.setCurrentIndex(filters.sources.findData(source.id))
    qtbot.waitUntil(lambda: 0 < len(tab.model.rows) < len(entries))
    assert "source_added" in {one.entry.action for one in tab.model.rows}
    assert not any(one.entry.detail.get("source", source.id) != source.id for one in tab.model.rows)
    filters.clear.click()
    qtbot.waitUntil(lambda: len(tab.model.rows) == len(entries))
    assert filters.clear.isHidden()
    claim = session.claims()[0]
    session.case.reviewing.decide(claim.id, "aside")
    tab.reload()
    filters.claims.setCurrentIndex(filters.claims.findData(claim.id))
    qtbot.waitUntil(lambda: [one.entry.action for one in tab.model.rows] == ["claim_reviewed", "draft_written"])
    filters.show_all()
    filters.times.setCurrentIndex(filters.times.findData("today"))
    qtbot.waitUntil(lambda: len(tab.model.rows) > 0 and tab.shown.text() == f"{len(entries) + 1} entries")
    filters.times.setCurrentIndex(filters.times.findData("between"))
    filters.until.setText("16/03/2001")
    qtbot.waitUntil(lambda: tab._stack.currentIndex() == 1)
    filters.until.setText("31/02/2001")
    qtbot.waitUntil(lambda: "31/02/2001" in filters.wrong.text() and len(tab.model.rows) == len(entries) + 1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("16/3/2026", "2026-03-16 00:00:00", "2026-03-16 23:59:59"),
        (" 16/03/2026, 14:05 ", "2026-03-16 14:05:00", "2026-03-16 14:05:59"),
        *(("31/02/2026", "", ""), ("2026-03-16", "", ""), ("16/03/2026 24:00", "", ""), ("", "", "")),
    ],
)
def test_days_and_times_are_taken_as_people_write_them(text: str, first: str, last: str) -> None:
    found = _moment(text)
    assert found is None if not first else found is not None and tuple(map(str, found)) == (first, last)


def test_the_place_of_a_break_is_shown(tab: LogTab, session: Session, qtbot: QtBot) -> None:
    db = opener.connect(session.case.store.info.folder / DATABASE, write=True)
    db.execute("UPDATE audit SET by = 'nobody' WHERE seq = 7")
    db.close()
    tab.field.setText("draft written")
    tab.check.click()
    qtbot.waitUntil(lambda: not tab.chain.jump.isHidden(), timeout=60_000)
    assert tab.chain.jump.text() == "Show entry 7" and tab.said.property("look") == "red"
    tab.chain.jump.click()
    qtbot.waitUntil(lambda: tab.entry.toPlainText().startswith("Entry 7 · "))
    assert tab.field.text() == ""


def test_receipts_are_compared_and_told(tab: LogTab, session: Session, qtbot: QtBot) -> None:
    tab.check.click()
    qtbot.waitUntil(lambda: "No receipt of this case" in tab.said.text(), timeout=60_000)
    case = session.case
    case.record("log_saved", {})
    tab.check.click()
    qtbot.waitUntil(lambda: "Every receipt kept on this computer bears it out" in tab.said.text(), timeout=60_000)
    assert case.receipt is not None
    receipts.append(app_receipts.path(), Kept(replace(case.receipt, entries=case.receipt.entries + 3)))
    tab.check.click()
    qtbot.waitUntil(lambda: "1 of 2 receipts" in tab.said.text(), timeout=60_000)
    assert "The chain holds" in tab.said.text() and "Rolled back or cut off" in tab.said.text()
    assert tab.said.property("look") == "red"


def test_the_head_is_shown_before_anything_is_checked(tab: LogTab, session: Session, qtbot: QtBot) -> None:
    head = session.case.store.log_head()[1]
    assert head in tab.said.text().replace(" ", "") and not tab.copy.isHidden()
    tab.copy.click()
    assert QApplication.clipboard().text() == head


def test_the_log_is_saved_with_its_chain(tab: LogTab, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    store = session.case.store
    tab.field.setText("draft written")
    qtbot.waitUntil(lambda: not tab.save_shown.isHidden())
    entries = tab._shown_entries()
    with qtbot.waitSignal(session.told, timeout=60_000) as said:
        tab.save(tmp_path / "these.json", entries)
    assert said.args == ["The log was saved as these.json: 2 entries"]
    saved = json.loads((tmp_path / "these.json").read_bytes())
    whole = [line["seq"] for line in saved["log"] if "action" in line]
    assert whole == [e.seq for e in entries] and audit.follow(saved["log"]).ok
    assert audit.follow(saved["log"]).head == saved["head"] == store.audit_entries()[-2].hash


def test_the_log_is_saved_whole_and_says_so(tab: LogTab, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    entries = session.case.store.audit_entries()
    tab.field.setText("draft")
    with qtbot.waitSignal(session.told, timeout=60_000) as said:
        tab.save(tmp_path / "log.csv")
    assert said.args == [f"The log was saved as log.csv: {len(entries)} entries"]
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[-1] for row in rows[1:]] == [e.hash for e in entries]
    assert session.case.store.audit_entries()[-1].action == "log_saved"


def test_a_file_that_nobody_was_asked_about_is_not_written_over(
    tab: LogTab, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log.json").write_text("mine")
    chosen = (str(tmp_path / "log.csv"), "Log with its chain (*.json)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    with qtbot.waitSignal(session.failed, timeout=60_000) as failed:
        tab._choose_file(None)
    assert failed.args[0].code == "file_exists" and (tmp_path / "log.json").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_told(tab: LogTab, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(session.failed, timeout=60_000) as failed:
        tab.save(tmp_path / "no" / "such" / "log.csv")
    assert failed.args[0].code == "no_such_folder"


def test_no_cell_becomes_a_formula() -> None:
    entry = AuditEntry(1, "2026-05-03T09:41:07Z", '=HYPERLINK("x")', "searched", {"words": "＝SUM(A1)"}, "", "ab")
    entries = [entry, replace(entry, seq=2, by="+44 7700"), replace(entry, seq=3, by="＝1+1")]
    data = csv_of([HEAD, *rows(entries)]).decode("utf-8-sig")
    read = list(csv.reader(data.splitlines()))
    assert [row[2] for row in read[1:]] == ['\'=HYPERLINK("x")', "'+44 7700", "'＝1+1"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row)


def test_a_hundred_thousand_entries_are_listed(tab: LogTab, session: Session, qtbot: QtBot) -> None:
    entries = session.case.store.audit_entries()
    many = told(replace(entries[n % len(entries)], seq=n + 1) for n in range(100_000))
    tab._all = many
    tab._filter()
    qtbot.waitUntil(lambda: len(tab.model.rows) == 100_000, timeout=60_000)
    tab.table.scrollToBottom()
    assert tab.model.index(99_999, 0).data() == "1"
    tab.field.setText("draft written")
    qtbot.waitUntil(lambda: 0 < len(tab.model.rows) < 100_000, timeout=60_000)


def test_a_new_case_has_a_log_of_one_entry(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    tab = LogTab(make_session(Case.create(tmp_path / "empty", "EMPTY")))
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitUntil(lambda: tab.shown.text() == "1 entry", timeout=60_000)


def test_a_database_that_was_changed_outside_is_told(
    tab: LogTab, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.case.store, "_changed", Changed("a" * 64, "b" * 64))
    tab.check.click()
    qtbot.waitUntil(lambda: "changed outside Attest" in tab.said.text(), timeout=60_000)
    assert "The chain holds" in tab.said.text() and tab.said.property("look") == "red"
    told = app_receipts.mismatch(session.case.store)
    assert told is not None and "b" * 64 in messages.of(told)
