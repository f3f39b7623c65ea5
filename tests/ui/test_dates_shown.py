"""Dates in the window stand as people here write them, day first, and are taken so when they are typed."""

from __future__ import annotations

import pytest
from evidence_list import shown
from pytestqt.qtbot import QtBot

from provenance.records import Notice, Source
from ui.evidence.edit_dialog import EditDialog
from ui.evidence.found import found
from ui.evidence.telling import tell
from ui.session import Session
from ui.when import day


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [
        ("2026-03-16", "16/03/2026"),
        ("of 2026-03-16 and 2025-12-01.", "of 16/03/2026 and 01/12/2025."),
        ("2026-03-14T21:02:44", "14/03/2026 21:02:44"),
        ("2026-13-16", "2026-13-16"),
        ("2026-03-16-01", "2026-03-16-01"),
        ("/in/2026-03-16/a.pdf", "/in/2026-03-16/a.pdf"),
    ],
)
def test_days_come_first(text: str, shown_as: str) -> None:
    assert day(text) == shown_as


def test_a_finding_and_a_field_say_the_date_and_no_file_is_renamed() -> None:
    told = found("S1", Notice("versions", "S1 (scan of 2026-03-16.pdf) of 2026-03-16", ""), lambda _: None).words
    assert "(scan of 2026-03-16.pdf) of 16/03/2026" in told
    source = Source(
        "S1", "0" * 64, "a.pdf", "/in/a.pdf", 1, "pdf", "read", "2026-05-03T09:00:00Z", "t",
        fields={"witness": "Ann Ames", "statement_date": "2026-03-16", "title": "Log 2026-03-16"},
    )  # fmt: skip
    said = tell(source, lambda _: None)
    assert [one.value for one in said.read if one.name == "statement_date"] == ["16/03/2026"]
    assert "Log 2026-03-16" in said.text(), "what people wrote stays"


def test_a_date_is_edited_as_it_is_shown(session: Session, qtbot: QtBot) -> None:
    pane = shown(session, qtbot)
    source = next(s for s in session.sources.values() if s.fields.get("statement_date"))
    dialog = EditDialog(session, source, pane)
    assert dialog.fields["statement_date"].text() == day(source.fields["statement_date"]) != ""
    assert dialog.changes() == {}
    dialog.fields["statement_date"].setText("04/05/2026")
    dialog.save.click()
    qtbot.waitUntil(
        lambda: session.case.store.source(source.id).fields["statement_date"] == "2026-05-04", timeout=30_000
    )
