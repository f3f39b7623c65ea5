"""What stands in the source pane where nothing can be shown: sound, footage not decoded, containers."""

from __future__ import annotations

import wave
import zipfile
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sessions import MakeSession, go_on
from source_files import said, shown_pane, way

from app.case import Case
from ui.place import Place
from ui.session import Session
from ui.source.pane import SourcePane
from ui.strings import evidence
from ui.strings import source as words
from ui.widgets.way import Way

WAIT = 30_000


@pytest.fixture
def session(tmp_path: Path, make_session: MakeSession) -> Session:
    """S1 sound, S2 its transcript, S3 a maker's footage, S4 a ZIP with S5 in it."""
    folder = tmp_path / "given"
    folder.mkdir()
    with wave.open(str(folder / "a call.wav"), "wb") as made:
        made.setparams((1, 2, 8000, 0, "NONE", ""))
        made.writeframes(bytes(2 * 8000 * 75))
    (folder / "b words.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:04.000\nPolice, what is the emergency?\n")
    (folder / "c export.dav").write_bytes(b"DHAV" + bytes(range(256)) * 200)
    with zipfile.ZipFile(folder / "d phone.zip", "w") as packed:
        packed.writestr("messages.txt", "14:05 Dan: I am at the station now. Wait for me there.\n")
    case = Case.create(tmp_path / "case", "TEST")
    case.add([folder], lambda _: None, go_on)
    return make_session(case)


def shows(pane: SourcePane, session: Session, qtbot: QtBot, source_id: str, head: str) -> str:
    session.show_place(Place(source_id))
    qtbot.waitUntil(lambda: head in said(pane), timeout=WAIT)
    return said(pane)


def test_each_kind_says_what_it_is_and_what_to_do(session: Session, qtbot: QtBot) -> None:
    pane = shown_pane(session, qtbot)
    sound = shows(pane, session, qtbot, "S1", "Not heard, 1 min 15 s")
    assert words.LINK_TRANSCRIPT in sound and way(pane, evidence.LINK).isVisible()
    footage = shows(pane, session, qtbot, "S3", words.NOT_DECODED_HEAD)
    assert words.LINK_COPY in footage and "Dahua" in footage
    shows(pane, session, qtbot, "S4", words.HOLDS_ONE)
    asked: list[Place] = []
    session.place_asked.connect(asked.append)
    inside = [w for w in pane.findChildren(Way) if w.accessibleName() == "messages.txt"]
    inside[0].click()
    assert asked == [Place("S5")]
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)

    shows(pane, session, qtbot, "S1", words.LINK_TRANSCRIPT)
    session.case.change("S2", {"transcript_of": "S1"})
    with qtbot.waitSignal(session.sources_changed, timeout=WAIT):
        session.refresh_sources()
    qtbot.waitUntil(lambda: words.HAS_TRANSCRIPT in said(pane), timeout=WAIT)  # it is told at once
    assert [w.accessibleName() for w in pane.findChildren(Way) if w.isVisible()] == ["b words.vtt"]
