"""A source that was read with a password, in a case opened again: it is asked for where it is needed, kept nowhere."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from desks import LONG, desk_of, open_in
from locked_files import PASSWORDS, QUOTES, locked_case, locked_pdf
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from source_files import painted, said, shown_pane, way
from working_case import take_in, working_case

from app.case import Case
from app.preferences import Preferences
from ui.evidence.password_form import PasswordForm
from ui.export.dialog import ExportDialog
from ui.main_window import MainWindow
from ui.place import Place
from ui.remembered import Remembered
from ui.session import Session
from ui.source.locked import Locked, PasswordDialog
from ui.source.pane import SourcePane
from ui.strings import desk as desk_words
from ui.strings import evidence
from ui.strings import source as words
from ui.widgets.empty import Notice


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    return locked_case(tmp_path_factory, tmp_path / "locked")


@pytest.fixture
def session(folder: Path, make_session: MakeSession) -> Session:
    return make_session(Case.open(folder))


def place_of(session: Session, source_id: str) -> Place:
    """The place that the claim on this source cites."""
    draft = session.case.store.draft("D1")
    return next(Place.of(c) for claim in draft.claims for c in claim.citations if c.source_id == source_id)


def asks(pane: SourcePane, session: Session, qtbot: QtBot, place: Place) -> Locked:
    """Ask for a place of a locked source; gives what stands there."""
    session.show_place(place)
    qtbot.waitUntil(lambda: pane.state == "error" and words.LOCKED_HEAD in said(pane), timeout=LONG)
    return next(one for one in pane.findChildren(Locked) if one.isVisible())


def dialog_of(pane: SourcePane) -> PasswordDialog:
    way(pane, words.ENTER_PASSWORD).click()
    return next(one for one in pane.window().findChildren(PasswordDialog) if one.isVisible())


def gives(dialog: PasswordForm, qtbot: QtBot, password: str) -> None:
    dialog.field.setText(password)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)


def test_the_password_opens_the_place_that_was_asked_for(
    window: MainWindow, folder: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    open_in(window, folder, qtbot)
    desk = desk_of(window)
    pane, session = desk.source, desk.session
    place = place_of(session, "S1")
    locked = asks(pane, session, qtbot, place)
    assert "a run.pdf" in locked.accessibleName() and "memory only" in locked.accessibleName()
    assert pane.shown_place is None and place.citation_id not in session.states["D1.1"].opened
    dialog = dialog_of(pane)
    assert dialog.field.accessibleName() == evidence.UNLOCK_FIELD and not dialog.try_it.isEnabled()
    gives(dialog, qtbot, "not-the-one-99")
    qtbot.waitUntil(lambda: "does not fit a run.pdf" in dialog.said.text(), timeout=LONG)
    assert dialog.isVisible() and dialog.field.accessibleDescription() == dialog.said.text()
    assert session.case.settings.read.passwords == (), "what fits nothing is forgotten"
    with qtbot.waitSignal(dialog.accepted, timeout=LONG):
        gives(dialog, qtbot, PASSWORDS[0])
    qtbot.waitUntil(lambda: pane.state == "page" and painted(pane)[1].any(), timeout=LONG)
    assert pane.leaf.page == 1 and pane.shown_place is None, "the place goes on to the next page"
    qtbot.waitUntil(lambda: pane.sights.after(1) == 2, timeout=LONG)  # seen, not drawn alone
    pane.leaf.turn(2)
    qtbot.waitUntil(lambda: pane.shown_place == place, timeout=LONG)
    qtbot.waitUntil(lambda: place.citation_id in session.states["D1.1"].opened, timeout=LONG)

    other = place_of(session, "S2")
    session.show_place(other)
    qtbot.waitUntil(lambda: pane.shown_place == other, timeout=LONG)  # the same password: it is not asked for again
    asks(pane, session, qtbot, place_of(session, "S3"))
    kept = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    for password in ("not-the-one-99", PASSWORDS[0]):
        assert password.encode() not in kept and password not in caplog.text


def test_what_is_set_from_the_text_does_not_ask(session: Session, qtbot: QtBot) -> None:
    pane = shown_pane(session, qtbot)
    for source_id in ("S4", "S5"):
        place = place_of(session, source_id)
        session.show_place(place)
        qtbot.waitUntil(lambda place=place: pane.shown_place == place, timeout=LONG)
        assert words.LOCKED_HEAD not in said(pane)


def test_a_password_given_elsewhere_opens_what_waits_for_it(session: Session, qtbot: QtBot) -> None:
    """The page that was turned to is opened, not the first again; the text alone can be read meanwhile."""
    pane = shown_pane(session, qtbot)
    asks(pane, session, qtbot, Place("S1", page=3))
    PasswordDialog(session, "S2", pane).show()
    dialog = pane.findChild(PasswordDialog)
    gives(dialog, qtbot, PASSWORDS[0])
    qtbot.waitUntil(lambda: pane.shown_place == Place("S1", page=3), timeout=LONG)
    assert pane.leaf.page == 3

    asks(pane, session, qtbot, Place("S3"))
    way(pane, words.SHOW_TEXT).click()
    qtbot.waitUntil(lambda: pane.state == "text", timeout=LONG)
    assert pane.shown_place is None
    pane.show_as("page")
    qtbot.waitUntil(lambda: pane.state == "error", timeout=LONG)
    gives(dialog_of(pane), qtbot, PASSWORDS[1])
    qtbot.waitUntil(lambda: pane.shown_place == Place("S3"), timeout=LONG)


def test_a_dialog_that_was_closed_while_it_tried_is_no_matter(session: Session, qtbot: QtBot) -> None:
    pane = shown_pane(session, qtbot)
    asks(pane, session, qtbot, Place("S2"))
    dialog = dialog_of(pane)
    gives(dialog, qtbot, PASSWORDS[0])
    dialog.reject()
    qtbot.waitUntil(lambda: pane.shown_place == Place("S2"), timeout=LONG)


def test_an_original_that_is_gone_is_said_to_be_and_not_to_be_locked(
    session: Session, folder: Path, qtbot: QtBot
) -> None:
    pane = shown_pane(session, qtbot)
    asks(pane, session, qtbot, Place("S2"))
    dialog = dialog_of(pane)
    source = session.case.store.source("S2")
    (original,) = (p for p in folder.rglob(f"{source.sha256}*") if p.is_file())
    original.unlink()
    gives(dialog, qtbot, PASSWORDS[0])
    qtbot.waitUntil(lambda: "no longer where it was" in dialog.said.text(), timeout=LONG)
    assert session.case.settings.read.passwords == ()


def test_verifying_names_what_is_locked_and_goes_on_with_the_passwords(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    open_in(window, folder, qtbot)
    desk = desk_of(window)
    told: list[str] = []
    desk.session.told.connect(told.append)
    desk.session.start(desk_words.VERIFYING, lambda progress: desk.session.case.verify(None, progress))
    qtbot.waitUntil(lambda: any(notice.isVisible() for notice in desk.findChildren(Notice)), timeout=LONG)
    (notice,) = desk.findChildren(Notice)
    assert "a run.pdf, b bank.pdf, c gate.pdf, and 2 more" in notice.accessibleName()
    way(notice, words.ENTER_PASSWORD).click()
    for source_id, password in (("S1", PASSWORDS[0]), ("S3", PASSWORDS[1]), ("S4", PASSWORDS[2])):
        name = desk.session.sources[source_id].title
        asked: list[PasswordDialog] = []

        def open_now(name: str = name, asked: list[PasswordDialog] = asked) -> bool:
            asked[:] = [d for d in desk.findChildren(PasswordDialog) if d.isVisible() and name in said(d)]
            return bool(asked)

        qtbot.waitUntil(open_now, timeout=LONG)
        gives(asked[0], qtbot, password)
    verified = desk_words.VERIFIED.format(checked=f"{len(QUOTES)} citations")
    qtbot.waitUntil(lambda: verified in told, timeout=LONG)


def test_an_export_names_what_its_report_could_not_re_open(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignals([session.sources_changed, session.draft_changed], timeout=LONG):
        session.refresh_sources()
        session.show_draft("D1")
    assert session.case.unlock_source("S1", PASSWORDS[0])
    owner = QObject()
    dialog = ExportDialog(session, Remembered(Preferences(last_folder=str(tmp_path)), owner))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.path.isVisible(), timeout=LONG)
    assert "no password was given that fits: c gate.pdf, d note.docx, e calls.xlsx." in said(dialog)


def test_pages_without_words_are_asked_for_as_well(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    with working_case(tmp_path / "case") as case:
        case.unlock(["elm-22"])
        (source,) = take_in(case, locked_pdf(tmp_path / "blank.pdf", "elm-22", ""))
        assert source.reason != "password_needed" and not source.passages
    session = make_session(Case.open(tmp_path / "case"))
    pane = shown_pane(session, qtbot)
    asks(pane, session, qtbot, Place("S1"))
    gives(dialog_of(pane), qtbot, "elm-22")
    qtbot.waitUntil(lambda: pane.shown_place == Place("S1"), timeout=LONG)
