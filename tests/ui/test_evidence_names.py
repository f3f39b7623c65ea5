"""The evidence list names files so that they can be told apart, and one line alone looks chosen: what is shown."""

from __future__ import annotations

from dataclasses import replace

from evidence_list import shown
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QToolTip
from pytestqt.qtbot import QtBot

from provenance.records import Source
from ui.evidence.pane import EvidencePane
from ui.evidence.rows import build, held_row
from ui.place import Place
from ui.session import Session


def made(number: int, name: str, kind: str, parent: str | None = None, path: str = "", **fields: str) -> Source:
    return Source(
        f"S{number}", f"{number:064x}", name, path or f"/in/{name}", 10, kind, "read", "2026-05-03T14:00:00Z", "t",
        parent=parent, fields=fields,
    )  # fmt: skip


MAILS = [
    made(1, "all.mbox", "mbox"),
    made(2, "message 0001.eml", "eml", "S1", subject="The till roll", **{"from": "Ann Ames <ann@example.org>"}),
    made(3, "message 0002.eml", "eml", "S1", subject="The till roll", **{"from": "ben@example.org"}),
    made(4, "message 0003.eml", "eml", "S1"),
]


def test_mails_are_told_apart_by_subject_and_sender() -> None:
    rows = {row.id: row for row in build(MAILS, {})}
    assert [(rows[i].title, rows[i].item) for i in ("S2", "S3", "S4")] == [
        ("The till roll", "Ann Ames"),
        ("The till roll", "ben@example.org"),
        ("message 0003.eml", ""),
    ]
    assert "message 0001" in rows["S2"].hay and rows["S2"].path == "message 0001.eml\n/in/message 0001.eml"
    held = replace(MAILS[1], privilege="privileged")
    for row in (held_row(rows["S2"], held), *(r for r in build([held], {}) if r.id == "S2")):
        assert "till" not in f"{row.title} {row.item} {row.spoken} {row.hay}".lower(), "a held mail's subject is held"


def test_files_of_one_name_say_in_which_folder_they_lie() -> None:
    sources = [
        made(1, "phone.zip", "zip"),
        made(2, "list.csv", "csv", "S1", "/in/phone.zip/Call Log/list.csv"),
        made(3, "list.csv", "csv", "S1", "/in/phone.zip/Contacts/list.csv"),
        made(4, "notes.csv", "csv", "S1", "/in/phone.zip/Contacts/notes.csv"),
    ]
    rows = {row.id: row for row in build(sources, {})}
    assert [rows[i].item for i in ("S2", "S3", "S4")] == ["in Call Log/", "in Contacts/", ""]
    assert "/in/phone.zip/Call Log/list.csv" in rows["S2"].path


def test_one_line_alone_looks_chosen_and_it_is_the_source_shown(session: Session, qtbot: QtBot) -> None:
    pane: EvidencePane = shown(session, qtbot)
    view = pane.view
    pane.choose("S9")
    pane.filter.setFocus()
    session.show_place(Place("S3"))
    assert view.source_id() == "S3", "the list follows what is shown, and scrolls to it"
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    entry = view.sources.entry(view.currentIndex())
    assert entry is not None
    view.sources.fold(entry.group, True)
    pane.choose("S9")
    pane.filter.setFocus()
    view.sources.fold(entry.group, True)
    session.show_place(Place("S3"))
    assert view.source_id() == "", "nothing else looks shown while its group is folded up"


def test_the_tooltip_tells_name_and_place(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot).view
    at = view.sources.at("S3")
    assert at is not None
    index, place = view.sources.index(at), QPoint(20, 20)
    option = QStyleOptionViewItem()
    option.state |= QStyle.StateFlag.State_Enabled
    option.rect = view.visualRect(index)
    event = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
    view.itemDelegate().helpEvent(event, view, option, index)
    qtbot.waitUntil(lambda: session.sources["S3"].name in QToolTip.text())
    QToolTip.hideText()
