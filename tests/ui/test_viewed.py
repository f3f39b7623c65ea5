"""What a person had before them is recorded: pages, stretches of text, minutes; once, and a few at a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app.case import Case
from provenance.coverage import Seen
from ui.place import Place
from ui.session import Session
from ui.source.pane import SourcePane
from ui.source.viewed import sight_of

LONG = 60_000


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> SourcePane:
    return shown(session, qtbot)


def shown(session: Session, qtbot: QtBot) -> SourcePane:
    made = SourcePane(session)
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    made.viewed._look.stop()  # the tests look
    return made


def opened(pane: SourcePane, session: Session, qtbot: QtBot, place: Place) -> None:
    session.show_place(place)
    qtbot.waitUntil(lambda: pane.state in ("page", "text", "frame"), timeout=LONG)
    sight = sight_of(pane)
    assert sight is not None and sight.source_id == place.source_id


def looked(pane: SourcePane) -> None:
    pane.viewed.look()
    pane.viewed.look()


def recorded(session: Session) -> list[Seen]:
    return [seen for rows in session.case.store.covered().viewed.values() for _, seen in rows]


def viewings(session: Session) -> list[str]:
    entries = session.case.store.audit_entries()
    return [str(e.detail["source"]) for e in entries if e.action == "source_viewed"]


def test_pages_are_recorded_once_and_the_log_tells_of_their_source(
    pane: SourcePane, session: Session, qtbot: QtBot
) -> None:
    opened(pane, session, qtbot, Place("S1", page=2))
    looked(pane)
    with qtbot.waitSignal(session.viewed, timeout=LONG):
        pane.viewed.write()
    looked(pane)
    pane.viewed.write()
    assert session.reviews.busy == 0, "nothing new"
    opened(pane, session, qtbot, Place("S1", page=3))
    qtbot.waitUntil(lambda: pane.leaf.page == 3 and pane.state == "page", timeout=LONG)
    looked(pane)
    with qtbot.waitSignal(session.viewed, timeout=LONG):
        pane.viewed.write()
    assert recorded(session) == [Seen("S1", "page", 2, 2), Seen("S1", "page", 3, 3)]
    assert viewings(session) == ["S1", "S1"], "an entry for what was written at once"


def test_what_is_scrolled_past_is_not(pane: SourcePane, session: Session, qtbot: QtBot) -> None:
    opened(pane, session, qtbot, Place("S1", page=1))
    pane.viewed.look()
    opened(pane, session, qtbot, Place("S2", page=1))
    pane.viewed.look()
    pane.viewed.write()
    assert session.reviews.busy == 0 and recorded(session) == []


def test_text_set_by_attest_is_kept_as_a_stretch_and_footage_by_the_minute(
    pane: SourcePane, session: Session, qtbot: QtBot
) -> None:
    for place in (Place("S7"), Place("S11")):
        opened(pane, session, qtbot, place)
        looked(pane)
    with qtbot.waitSignal(session.viewed, timeout=LONG):
        pane.viewed.write()
    first, second = recorded(session)
    assert (first.source_id, first.unit, first.first) == ("S7", "text", 0) and first.last > 100
    assert second == Seen("S11", "minute", 0, 0)


def test_leaving_the_case_writes_what_was_seen(sample_case: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session(Case.open(sample_case))
    pane = shown(session, qtbot)
    opened(pane, session, qtbot, Place("S1", page=1))
    looked(pane)
    session.close()
    session.end(5)
    with Case.open(sample_case) as case:
        assert [seen for rows in case.store.covered().viewed.values() for _, seen in rows] == [Seen("S1", "page", 1, 1)]


def test_of_a_case_open_for_reading_nothing_is_recorded(
    sample_case: Path, make_session: MakeSession, qtbot: QtBot
) -> None:
    session = make_session(Case.open(sample_case, write=False))
    pane = shown(session, qtbot)
    opened(pane, session, qtbot, Place("S1", page=1))
    looked(pane)
    pane.viewed.write()
    assert session.reviews.busy == 0 and recorded(session) == []


def test_a_source_withheld_meanwhile_is_not_recorded(pane: SourcePane, session: Session, qtbot: QtBot) -> None:
    opened(pane, session, qtbot, Place("S1", page=1))
    looked(pane)
    session.case.change("S1", {"privilege": "privileged"})
    with qtbot.waitSignal(session.sources_withheld, timeout=LONG):
        session.refresh_sources()
    qtbot.waitUntil(lambda: pane.state == "error", timeout=LONG)
    looked(pane)
    pane.viewed.write()
    qtbot.waitUntil(lambda: session.reviews.busy == 0, timeout=LONG)
    assert viewings(session) == []
