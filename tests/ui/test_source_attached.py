"""What is attached to a source that is shown: links under its head, to the sources that the attachments became."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sessions import MakeSession, go_on
from source_files import open_place, said, shown_pane
from video_clip import moving_box

from app.case import Case
from ui.place import Place
from ui.source.attached_line import MOST, AttachedLine
from ui.source.pane import SourcePane
from ui.strings import source as words

WAIT = 30_000


def mail(names: list[str]) -> bytes:
    made = EmailMessage()
    for name, value in {"From": "a@b.example", "To": "c@d.example", "Subject": "Till", "Message-ID": "<1@b>"}.items():
        made[name] = value
    made.set_content("The till roll and the plan of the road are with this message.\n")
    for name in names:
        made.add_attachment(f"{name}: 21:40 the drawer was opened.\n", filename=name)
    return bytes(made)


def links(pane: SourcePane) -> list[QPushButton]:
    return [b for b in pane.attached.findChildren(QPushButton) if b.isVisible()]


def test_attachments_of_a_mail_are_links_under_its_head(
    tmp_path: Path, make_session: MakeSession, qtbot: QtBot
) -> None:
    (tmp_path / "mail.eml").write_bytes(mail(["till.txt", "plan.txt"]))
    (tmp_path / "notes.txt").write_text("He went along the road and back to the gate.\n")
    case = Case.create(tmp_path / "case", "TEST")
    case.add([tmp_path / "mail.eml", tmp_path / "notes.txt"], lambda _: None, go_on)
    session = make_session(case)
    pane = shown_pane(session, qtbot)
    open_place(pane, session, qtbot, Place("S1"))
    assert words.ATTACHED in said(pane.attached)
    assert sorted(b.text() for b in links(pane)) == ["plan.txt", "till.txt"]
    assert pane.attached.y() < pane.stage.y()
    till = next(b for b in links(pane) if b.text() == "till.txt")
    assert till.accessibleName() == "Came with it: open till.txt"
    wanted = next(s.id for s in session.sources.values() if s.name == "till.txt")
    till.click()
    qtbot.waitUntil(lambda: pane.shown_place == Place(wanted), timeout=WAIT)
    assert [b.accessibleName() for b in links(pane)] == ["Came in: open mail.eml"]
    links(pane)[0].click()
    qtbot.waitUntil(lambda: pane.shown_place == Place("S1"), timeout=WAIT)
    open_place(pane, session, qtbot, Place("S2"))
    assert pane.attached.isHidden(), "it came by itself, with nothing"
    open_place(pane, session, qtbot, Place("S1"))
    session.case.set("S1", {"privilege": "privileged"}, go_on)
    session.refresh_sources()
    qtbot.waitUntil(lambda: words.HELD_HEAD in said(pane.stage), timeout=WAIT)
    assert pane.attached.isHidden() and not links(pane)


def test_many_are_counted_and_names_are_plain_text(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    names = [f"<b>{n}</b>.txt" for n in range(MOST + 3)]
    (tmp_path / "mail.eml").write_bytes(mail(names))
    case = Case.create(tmp_path / "case", "TEST")
    case.add([tmp_path / "mail.eml"], lambda _: None, go_on)
    session = make_session(case)
    with qtbot.waitSignal(session.sources_changed, timeout=WAIT):
        session.refresh_sources()
    line = AttachedLine(session)
    qtbot.addWidget(line)
    line.show_of("S1")
    assert words.ATTACHED_MORE.format(count="3") in [one.text() for one in line.findChildren(QLabel)]
    assert len(line.findChildren(QPushButton)) == MOST


CUES = """1
00:00:01,000 --> 00:00:01,800
DC HALE: Tell me what you saw at the corner of the road.

2
00:00:02,500 --> 00:00:03,500
REEVES: I saw the bright van come out of the yard and turn left.
"""


def test_a_transcript_and_its_recording_lead_to_each_other_a_cue_to_its_time(
    tmp_path: Path, make_session: MakeSession, qtbot: QtBot
) -> None:
    moving_box(tmp_path / "interview.mp4")
    (tmp_path / "interview.srt").write_text(CUES)
    case = Case.create(tmp_path / "case", "TEST")
    case.add([tmp_path / "interview.mp4", tmp_path / "interview.srt"], lambda _: None, go_on)
    session = make_session(case)
    pane = shown_pane(session, qtbot)
    film, talk = sorted(case.store.sources(), key=lambda s: s.name)
    open_place(pane, session, qtbot, Place(talk.id))
    assert words.PAIRED["transcript_of"] in said(pane.attached)
    assert [b.text() for b in links(pane)] == ["interview.mp4"]
    assert links(pane)[0].accessibleName() == "Recording: open interview.mp4"
    at = case.store.layer(talk.id).text().index("bright van")
    open_place(pane, session, qtbot, Place(talk.id, span=(at, at + 10)))
    links(pane)[0].click()
    qtbot.waitUntil(lambda: pane.shown_place == Place(film.id, seconds=2.5), timeout=WAIT)
    assert [b.accessibleName() for b in links(pane)] == ["Transcript: open interview.srt"]
    links(pane)[0].click()
    qtbot.waitUntil(lambda: pane.shown_place == Place(talk.id), timeout=WAIT)
