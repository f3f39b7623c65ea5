"""A sealed bundle out of the window: what travels with it, who signs it, and that it is never written over another."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundle_case import bare, data, made_case
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app import receipts, signing_keys
from app.preferences import Preferences
from ui.export.dialog import ExportDialog
from ui.remembered import Remembered
from ui.session import Session
from ui.strings import bundle as words
from ui.strings import export as export_words

WAIT = 60_000
PASSPHRASE = "quite secret"


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(signing_keys, "folder", lambda: tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def session(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> Session:
    """On a small case, whose files are made up: its citations do not re-open, and that is told."""
    session = make_session(made_case(tmp_path / "case"))
    with qtbot.waitSignals([session.sources_changed, session.draft_changed], timeout=WAIT):
        session.refresh_sources()
        session.show_draft("D1")
    return session


@pytest.fixture
def remembered(tmp_path: Path, qapp: object, request: pytest.FixtureRequest) -> Remembered:
    owner = QObject()
    request.addfinalizer(owner.deleteLater)
    (tmp_path / "out").mkdir()
    return Remembered(Preferences(last_folder=str(tmp_path / "out")), owner)


def opened(session: Session, remembered: Remembered, qtbot: QtBot, out: Path | None = None) -> ExportDialog:
    """The dialog with the bundle chosen, and its keys known."""
    made = ExportDialog(session, remembered)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.formats["bundle"].click()
    if out is not None:
        made.file.setText(str(out))
    qtbot.waitUntil(lambda: made.form.known, timeout=WAIT)
    return made


def written(dialog: ExportDialog, qtbot: QtBot) -> str:
    """Wait until it is written; gives all that the closing page says."""
    qtbot.waitUntil(dialog.path.isVisible, timeout=2 * WAIT)
    return "\n".join(one.text() for one in dialog.closing.said)


def in_sight(widget: QWidget) -> bool:
    return widget.isVisible() and widget.visibleRegion().boundingRect().height() >= widget.height()


def tab_to(dialog: ExportDialog, qtbot: QtBot, wanted: QWidget) -> None:
    """Go on with Tab from where the keyboard is; what that does not reach is a fault."""
    passed = []
    for _ in range(30):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is wanted:
            return
        passed.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    raise AssertionError(f"not reached by Tab: {wanted.accessibleName()}; passed {passed}")


def test_by_keyboard_alone_with_a_closed_key_and_excerpts(
    session: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path
) -> None:
    own = signing_keys.create("force", PASSPHRASE).public.fingerprint
    dialog = opened(session, remembered, qtbot, tmp_path / "out" / "sealed")
    options, keys = dialog.form.bundle, dialog.form.bundle.keys
    dialog.formats["bundle"].setFocus()
    tab_to(dialog, qtbot, options.choices["cited"])
    qtbot.keyClick(options.choices["cited"], Qt.Key.Key_Down)
    assert options.sources == "excerpts"
    told = [dialog.form.what.itemAt(n).widget().text() for n in range(dialog.form.what.count())]
    assert f"·  {words.HOLDS['excerpts']}" in told, "what will be in it follows the choice"
    tab_to(dialog, qtbot, keys.choices["force"])
    assert keys.name == "force", "the only key is chosen by itself"
    tab_to(dialog, qtbot, keys.passphrase)
    qtbot.keyClicks(keys.passphrase, PASSPHRASE)
    tab_to(dialog, qtbot, dialog.file)
    qtbot.keyClick(dialog.file, Qt.Key.Key_Return)
    said = written(dialog, qtbot)
    bag = tmp_path / "out" / "sealed"
    checked = bare(bag, "--key", own)
    assert checked.returncode == 0 and "the signature: made with the key" in checked.stdout, checked.stdout
    assert {one["included"] for one in data(bag, "contents.json")["sources"]} == {"no"}
    assert list((bag / "data" / "excerpts").iterdir()) and not (bag / "data" / "sources").exists()
    assert own in said and "sealed.sig and sealed.pub" in said and "sealed.receipt.json" in said
    assert keys.passphrase.text() == "", "no passphrase stays behind"
    assert remembered.now.last_key == "force"


def test_a_passphrase_that_does_not_fit_is_said_at_the_field_and_nothing_is_written(
    session: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path
) -> None:
    signing_keys.create("force", PASSPHRASE)
    dialog = opened(session, remembered, qtbot, tmp_path / "out" / "sealed")
    keys = dialog.form.bundle.keys
    dialog.write.click()
    assert keys.said.text() == words.NEEDS_PASSPHRASE.format(name="force") and dialog.job is None
    assert keys.passphrase.hasFocus()
    before = session.case.store.log_head()
    qtbot.keyClicks(keys.passphrase, "quite Secret")
    qtbot.keyClick(keys.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "the passphrase does not fit" in keys.said.text(), timeout=WAIT)
    qtbot.waitUntil(lambda: in_sight(keys.said) and in_sight(keys.passphrase), timeout=WAIT)
    assert keys.passphrase.accessibleDescription() == keys.said.text()
    assert keys.passphrase.hasFocus() and keys.passphrase.selectedText() == "quite Secret"
    assert dialog.form.isEnabled() and dialog.write.isEnabled() and dialog.job is None
    assert session.case.store.log_head() == before and not list((tmp_path / "out").iterdir())
    qtbot.keyClicks(keys.passphrase, PASSPHRASE)
    assert keys.said.isHidden(), "what was said of other words does not hold for these"
    qtbot.keyClick(keys.passphrase, Qt.Key.Key_Return)
    written(dialog, qtbot)
    assert (tmp_path / "out" / "sealed.sig").is_file()


def test_closing_the_dialog_while_the_key_is_opened_writes_nothing(
    session: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path
) -> None:
    signing_keys.create("mine")
    dialog = opened(session, remembered, qtbot, tmp_path / "out" / "sealed")
    dialog.write.click()
    assert not dialog.form.isEnabled(), "what is looked at cannot be changed"
    dialog.reject()
    qtbot.waitUntil(lambda: session.background.busy == 0, timeout=WAIT)
    assert dialog.job is None and not list((tmp_path / "out").iterdir())


def test_of_several_keys_none_is_chosen_but_the_one_used_last(
    session: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("force", "mine"):
        signing_keys.create(name)
    dialog = opened(session, remembered, qtbot, tmp_path / "out" / "sealed")
    keys = dialog.form.bundle.keys
    assert list(keys.choices) == ["force", "mine", ""] and keys.name is None
    assert all(one.accessibleDescription() for one in keys.choices.values())
    for one in signing_keys.kept():
        assert keys.choices[one.name].accessibleDescription() == f"SHA-256 {one.public.fingerprint}"
    dialog.write.click()
    assert keys.said.text() == words.CHOOSE_KEY and dialog.job is None and keys.choices["force"].hasFocus()
    remembered.set(last_key="mine")
    assert opened(session, remembered, qtbot).form.bundle.keys.name == "mine"
    remembered.set(last_key="gone")
    assert opened(session, remembered, qtbot).form.bundle.keys.name is None


def test_a_key_that_was_made_meanwhile_is_offered_and_a_choice_is_kept(
    session: Session, remembered: Remembered, qtbot: QtBot, keys: Path
) -> None:
    dialog = opened(session, remembered, qtbot)
    shown = dialog.form.bundle.keys
    assert list(shown.choices) == [""] and shown.name == "", "without a key there is nothing to choose"

    def again() -> None:
        dialog.formats["json"].click()
        with qtbot.waitSignal(shown.changed, timeout=WAIT):
            dialog.formats["bundle"].click()

    signing_keys.create("mine")
    again()
    assert shown.name == "mine"
    shown.choices[""].click()
    signing_keys.create("other")
    again()
    assert list(shown.choices) == ["mine", "other", ""] and shown.name == ""
    for path in keys.iterdir():
        path.unlink()
    again()
    assert list(shown.choices) == [""] and shown.name == ""


def test_a_damaged_key_is_named_and_not_offered(
    session: Session, remembered: Remembered, qtbot: QtBot, keys: Path
) -> None:
    for name in ("half", "mine", "torn"):
        signing_keys.create(name)
    (keys / "half.pub").unlink()
    (keys / "torn.key").write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n")
    dialog = opened(session, remembered, qtbot)
    shown = dialog.form.bundle.keys
    assert list(shown.choices) == ["mine", ""] and shown.damaged.isVisible()
    assert "The key half is not offered: half.pub" in shown.damaged.text()
    assert "The key torn is not offered: its file is damaged" in shown.damaged.text()
    assert shown.name is None, "the one that was meant may be one of those"
    (keys / "mine.key").unlink()
    shown.choices["mine"].click()
    dialog.write.click()
    qtbot.waitUntil(lambda: list(shown.choices) == [""], timeout=WAIT)
    assert "There is no key called mine" in shown.said.text() and dialog.job is None


@pytest.mark.parametrize("there", ["sealed.bundle", "sealed.bundle.sig"])
def test_a_bundle_is_never_written_over_another(
    session: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path, there: str
) -> None:
    out = tmp_path / "out" / "sealed.bundle"
    (tmp_path / "out" / "sealed 2.bundle").mkdir()
    (out.parent / there).write_text("mine")
    dialog = opened(session, remembered, qtbot, out)
    dialog.write.click()
    qtbot.waitUntil(dialog.form.keep.isVisible, timeout=WAIT)
    assert dialog.form.said.text() == words.EXISTS.format(name=there, free="sealed 3.bundle")
    assert not dialog.form.replace.isVisible() and not dialog.write.isEnabled() and in_sight(dialog.form.said)
    qtbot.keyClick(dialog.form.keep, Qt.Key.Key_Return)
    assert Path(dialog.file.text()) == out.with_name("sealed 3.bundle") and dialog.file.hasFocus()
    qtbot.keyClick(dialog.file, Qt.Key.Key_Return)
    assert words.NOT_SIGNED in written(dialog, qtbot)
    assert (out.with_name("sealed 3.bundle") / "verify_bundle.py").is_file()
    assert (out.parent / there).read_text() == "mine"


def test_the_closing_page_gives_what_the_other_side_needs_to_copy(
    session: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(session, remembered, qtbot, tmp_path / "out" / "for the court")
    dialog.form.bundle.choices["none"].click()
    dialog.write.click()
    said = written(dialog, qtbot)
    head = session.case.store.log_head()
    state = f"Log of the case: {head[0]:,} entries, head {head[1]}."
    assert state in said and f"A receipt of it is kept in {receipts.path()}." in said
    assert words.CHECK in said and dialog.closing.command.isVisible()
    assert "No source travels with it as a whole file, as was asked for." in said
    copied = {}
    for one in dialog.closing.findChildren(QPushButton):
        if one.text() != export_words.OPEN_FOLDER:
            one.click()
            copied[one.text()] = QApplication.clipboard().text()
    assert copied == {
        export_words.COPY_PATH: str(tmp_path / "out" / "for the court"),
        words.COPY_COMMAND: 'python3 -I -S "for the court/verify_bundle.py"',
        export_words.COPY_LOG: state,
    }
    for field in (dialog.path, dialog.closing.command):
        assert field.isReadOnly() and field.accessibleName() and field.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_dialog_begins_at_for_whom_and_scrolls_to_the_field_for_the_folder(
    session: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(session, remembered, qtbot, tmp_path / "out" / "sealed")
    dialog.resize(dialog.width(), 480)  # less room than a screen of 1280 × 800 leaves
    assert dialog.focusWidget() is dialog.who.audiences["working"]
    for _ in range(40):
        if (focus := QApplication.focusWidget()) is dialog.file or focus is None:
            break
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert dialog.file.hasFocus()
    qtbot.waitUntil(lambda: in_sight(dialog.file), timeout=WAIT)
