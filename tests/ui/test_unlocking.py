"""Locked files: the password is asked for, tried on all of them and kept in memory; rows of files inside others."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pymupdf
import pytest
from intake_case import over, shown_strip, table, taking
from packs import LOCKED
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from working_case import working_case

from app.watch import FileProgress
from ui.evidence.doing import unlock
from ui.evidence.unlock_dialog import UnlockDialog
from ui.intake.files_model import FILE, STATE
from ui.intake.taking import start_taking_in
from ui.intake.tree import Tree
from ui.intake.unlocking import locked
from ui.session import Session
from ui.strings import evidence as words
from ui.strings import intake as intake_words

WAIT = 60_000


def locked_pdf(text: str, password: str) -> bytes:
    with pymupdf.open() as document:
        document.new_page().insert_text((60, 80), text)
        return bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw="o"))


@pytest.fixture
def session(tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(working_case(tmp_path / "case"))


def given(folder: Path) -> Path:
    """A mail with a locked file, and a locked file beside it; each with a password of its own."""
    folder.mkdir()
    (folder / "bank.pdf").write_bytes(locked_pdf("The money went to the chapel.", "one"))
    mail = EmailMessage()
    for name, value in {"From": "a@b.example", "To": "c@d.example", "Subject": "Papers", "Message-ID": "<1@b>"}.items():
        mail[name] = value
    mail.set_content("The papers that we talked about are with this message.\n")
    mail.add_attachment(
        locked_pdf("He had left by then.", "two"), maintype="application", subtype="pdf", filename="inside.pdf"
    )
    (folder / "papers.eml").write_bytes(bytes(mail))
    return folder


def test_a_password_opens_what_it_fits_wherever_it_lies(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    strip = shown_strip(session, qtbot)
    start_taking_in(session, [given(tmp_path / "given")])
    over(session, qtbot)
    qtbot.waitUntil(lambda: len(session.sources) == 3, timeout=WAIT)
    panel = strip.panel
    panel.poll()
    assert table(panel, FILE, STATE) == [
        ("bank.pdf", "Not read"),
        ("papers.eml", "Read"),
        (intake_words.INDENT + "inside.pdf", "Not read"),
    ]
    assert panel.unlock.isVisible() and "1 of them inside others" in panel.summary.accessibleName()
    assert taking(session).summary_rows()[2][7].endswith("papers.eml")
    bank = next(s for s in session.sources.values() if s.name == "bank.pdf")
    session.case.change(bank.id, {"exhibit": "AB/1"})
    with qtbot.waitSignal(session.sources_changed):
        session.refresh_sources()
    Path(bank.path).unlink()  # from a drive that is gone: the case has its bytes

    unlock(session, bank.id, strip)
    dialog = strip.findChild(UnlockDialog)
    assert not dialog.try_it.isEnabled()
    dialog.field.setText("wrong")
    dialog.try_it.click()
    qtbot.waitUntil(lambda: dialog.said.text().startswith(words.UNLOCK_WRONG[:15]), timeout=WAIT)
    assert "AB/1" in dialog.said.text() and "inside.pdf" in dialog.said.text()
    panel.poll()
    assert [row[0] for row in table(panel, FILE)] == ["bank.pdf", "papers.eml", intake_words.INDENT + "inside.pdf"]
    with qtbot.waitSignal(session.told, timeout=WAIT, check_params_cb=lambda told: told.startswith("inside.pdf ")):
        dialog.field.setText("two")
        dialog.try_it.click()
    assert dialog.isVisible(), "the file that was asked about is locked still"
    with qtbot.waitSignal(dialog.accepted, timeout=WAIT):
        dialog.field.setText("one")
        dialog.try_it.click()
    qtbot.waitUntil(lambda: sum(s.outcome == "read" for s in session.sources.values()) == 3, timeout=WAIT)
    read = {s.title: s for s in session.sources.values() if s.outcome == "read"}
    assert set(read) == {"AB/1", "papers.eml", "inside.pdf"}, "what was recorded of it stays"
    assert read["inside.pdf"].parent == read["papers.eml"].id
    kept = b"".join(p.read_bytes() for p in (tmp_path / "case").rglob("*") if p.is_file())
    assert b"wrong" not in kept, "a password is never written"
    panel.poll()
    assert {state for _, state in table(panel, FILE, STATE)} == {"Read"} and len(taking(session).rows) == 3
    rows = {row[0]: row for row in taking(session).summary_rows()}
    assert rows[read["inside.pdf"].path][7].endswith("papers.eml"), "where it came from is told as before"


def test_a_member_of_an_archive_is_opened_and_no_longer_locked(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "pack.zip").write_bytes(LOCKED)
    strip = shown_strip(session, qtbot)
    start_taking_in(session, [tmp_path / "pack.zip"])
    over(session, qtbot)
    qtbot.waitUntil(lambda: len(session.sources) == 3, timeout=WAIT)
    (member,) = locked(session)
    session.case.change(member.id, {"exhibit": "AB/7"})
    with qtbot.waitSignal(session.sources_changed):
        session.refresh_sources()
    unlock(session, member.id, strip)
    dialog = strip.findChild(UnlockDialog)
    with qtbot.waitSignal(dialog.accepted, timeout=WAIT):
        dialog.field.setText("sesame")
        dialog.try_it.click()
    qtbot.waitUntil(lambda: len(session.sources) == 4, timeout=WAIT)
    (read,) = (s for s in session.sources.values() if s.exhibit == "AB/7" and s.outcome == "read")
    assert read.name == "secret.txt" and read.parent == member.parent
    assert not locked(session), "what was read meanwhile is locked no more"


def test_a_dialog_that_is_closed_while_it_waits_leaves_the_rest_as_it_is(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "pack.zip").write_bytes(LOCKED)
    strip = shown_strip(session, qtbot)
    start_taking_in(session, [tmp_path / "pack.zip"])
    over(session, qtbot)
    qtbot.waitUntil(lambda: len(session.sources) == 3, timeout=WAIT)
    for password in ("wrong", "sesame"):
        unlock(session, locked(session)[0].id, strip)
        dialog = strip.findChild(UnlockDialog)
        dialog.field.setText(password)
        dialog.try_it.click()
        with qtbot.waitSignal(dialog.destroyed, timeout=WAIT):
            dialog.close()
        over(session, qtbot)
    qtbot.waitUntil(lambda: not locked(session), timeout=WAIT)


def test_rows_stand_below_what_they_lie_in_in_whatever_order_they_come() -> None:
    def row(path: str, inside: str = "") -> FileProgress:
        return FileProgress(Path(path), Path(path).name, "x", 1, inside=Path(inside) if inside else None)

    rows = [
        row("/a"),
        row("/b"),
        row("/a/x", "/a"),
        row("/a/y", "/a"),
        row("/c"),
        row("/b/z", "/b"),
        row("/a/x/q", "/a/x"),
    ]
    one, many = Tree(), Tree()
    for start, end in ((0, 2), (2, 5), (5, 7)):
        new = [(n, rows[n]) for n in range(start, end)]
        for place, several in one.places(one.note(new)):
            one.put(place, several)
    many.put_all(many.note(list(enumerate(rows))))
    expected = ["/a", "/a/x", "/a/x/q", "/a/y", "/b", "/b/z", "/c"]
    assert [str(rows[n].path) for n in one.order] == [str(rows[n].path) for n in many.order] == expected
    assert [one.depth(n) for n in one.order] == [0, 1, 2, 1, 0, 1, 0]
    assert one.standing(6) == 2


def test_a_good_password_says_what_is_locked_still_and_asks_for_the_next(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    strip = shown_strip(session, qtbot)
    start_taking_in(session, [given(tmp_path / "given")])
    over(session, qtbot)
    qtbot.waitUntil(lambda: len(session.sources) == 3, timeout=WAIT)
    bank = next(s for s in session.sources.values() if s.name == "bank.pdf")
    unlock(session, bank.id, strip)
    dialog = strip.findChild(UnlockDialog)
    dialog.field.setText("one")
    dialog.try_it.click()
    wanted = words.UNLOCK_NEXT.format(opened="bank.pdf", titles="inside.pdf")
    qtbot.waitUntil(lambda: dialog.said.text() == wanted, timeout=WAIT)
    assert dialog.isVisible() and dialog.head.text() == words.UNLOCK_HEAD.format(title="inside.pdf")
    assert dialog.field.text() == "" and not dialog.try_it.isEnabled() and not dialog.waiting
    with qtbot.waitSignal(dialog.accepted, timeout=WAIT):
        dialog.field.setText("two")
        dialog.try_it.click()
