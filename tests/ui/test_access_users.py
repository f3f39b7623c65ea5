"""Users and roles in the window: giving, changing and withdrawing access, the recovery key, protecting a case."""

from __future__ import annotations

from pathlib import Path

import protected_desk as cases
import pytest
from protected_desk import LONG, OWNER, PHRASE
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import preferences
from app.access import ROLE_WORDS, Role, table
from app.case import Case
from provenance.errors import CaseError
from provenance.protection import passphrase, unlocking
from provenance.protection.keys import is_protected
from ui.access.add_user import AddUserDialog
from ui.access.allowed import KEYS, why_not
from ui.access.asking import OwnPassphraseDialog, SureDialog
from ui.access.closed_work import ClosedWorkDialog
from ui.access.protect_dialog import ProtectDialog
from ui.access.recovery_dialog import RecoveryDialog, in_lines
from ui.access.roles_page import RolesPage
from ui.access.users_dialog import UsersDialog
from ui.main_window import MainWindow
from ui.start.new_case import NewCaseDialog
from ui.strings import access as words
from ui.widgets.empty import Notice, Trouble

NEW = "nine purple ladders"


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "WORK", 10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = cases.made(tmp_path / "fir")
    cases.add_user(made, "Ben", Role.REVIEWER)
    return made


def dialog_of(window: MainWindow, qtbot: QtBot) -> UsersDialog:
    window.acts.users()
    made = window.findChild(UsersDialog)
    assert made is not None
    qtbot.waitUntil(lambda: bool(made.rows.boxes), timeout=LONG)
    return made


@pytest.fixture
def dialog(window: MainWindow, folder: Path, qtbot: QtBot) -> UsersDialog:
    """Users and roles, as the administrator of the case sees them."""
    cases.open_protected(window, folder, qtbot)
    return dialog_of(window, qtbot)


def buttons(parent: QWidget) -> dict[str, QPushButton]:
    return {b.text(): b for b in parent.findChildren(QPushButton)}


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.reviews.busy == 0 and session.background.busy == 0, timeout=LONG)


def roles(dialog: UsersDialog, name: str) -> set[Role]:
    return {role for role, box in dialog.rows.boxes[name].items() if box.isChecked()}


def test_roles_are_changed_by_their_boxes(dialog: UsersDialog, window: MainWindow, qtbot: QtBot) -> None:
    assert roles(dialog, "Ben") == {Role.REVIEWER}
    dialog.rows.boxes["Ben"][Role.TRAINER].click()
    quiet(window, qtbot)
    assert roles(dialog, "Ben") == {Role.REVIEWER, Role.TRAINER}
    assert dialog.said.text() == words.ROLES_NOW.format(name="Ben", roles="reviewer, trainer")
    assert window.session is not None
    assert window.session.case.store.users()[1].roles == ("reviewer", "trainer")


def test_the_last_administrator_stays_one_and_the_box_says_so(
    dialog: UsersDialog, window: MainWindow, qtbot: QtBot
) -> None:
    dialog.rows.boxes[OWNER][Role.ADMINISTRATOR].click()
    quiet(window, qtbot)
    assert Role.ADMINISTRATOR in roles(dialog, OWNER)
    assert "only administrator" in dialog.findChildren(Trouble)[0].accessibleName()
    assert not dialog.rows.withdraws[OWNER].isEnabled(), "not one's own access"


def test_a_user_is_added_with_a_passphrase_that_was_made_up(
    dialog: UsersDialog, window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    dialog.add.click()
    asked = dialog.findChild(AddUserDialog)
    asked.name.setText(" Cleo ")
    asked.roles[Role.DISCLOSURE].click()
    assert not asked.give.isEnabled()
    asked.generate.click()
    phrase = asked.new.text()
    assert phrase in asked.made_up.text() and asked.give.isEnabled()
    asked.give.click()
    qtbot.waitUntil(lambda: "Cleo" in dialog.rows.boxes, timeout=LONG)
    assert roles(dialog, "Cleo") == {Role.DISCLOSURE}
    assert unlocking.unlock(folder, "Cleo", phrase).first


def test_what_was_wrong_with_a_new_user_is_said_and_can_be_mended(
    dialog: UsersDialog, window: MainWindow, qtbot: QtBot
) -> None:
    dialog.add.click()
    asked = dialog.findChild(AddUserDialog)
    asked.name.setText("x" * 100)
    asked.roles[Role.REVIEWER].click()
    asked.generate.click()
    asked.give.click()
    qtbot.waitUntil(lambda: bool(asked.findChildren(Trouble)), timeout=LONG)
    assert asked.isVisible() and asked.give.isEnabled()
    asked.reject()


def test_withdrawing_says_what_it_cannot_undo_changes_the_keys_and_comes_back(
    dialog: UsersDialog, window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    session = window.session
    assert session is not None
    second = session.claims()[1].id
    session.select(second)
    before = session.case.store.key
    dialog.rows.withdraws["Ben"].click()
    asked = dialog.findChild(SureDialog)
    asked.do.click()
    qtbot.waitUntil(lambda: window.session not in (None, session), timeout=LONG)
    qtbot.waitUntil(lambda: window.session is not None and window.session.claim_id == second, timeout=LONG)
    assert window.session is not None
    case = window.session.case
    assert case.store.key != before and case.access.unsettled() == []
    assert [user.name for user in case.access.users()] == [OWNER]
    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    cases.opened(folder).close()  # the passphrase opens the new key
    with pytest.raises(Exception, match="unknown_user"):
        unlocking.unlock(folder, "Ben", PHRASE + "s")


def test_a_change_of_keys_that_was_stopped_is_told_until_it_is_done(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    with cases.opened(folder) as case:
        case.access.withdraw("Ben")
    cases.open_protected(window, folder, qtbot)
    dialog = dialog_of(window, qtbot)
    way = buttons(dialog)[words.REKEY_NOW]
    session = window.session
    way.click()
    qtbot.waitUntil(lambda: window.session not in (None, session), timeout=LONG)
    assert window.session is not None and window.session.case.access.unsettled() == []


def test_who_is_no_administrator_sees_everything_and_why_nothing_can_be_changed(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    cases.open_protected(window, folder, qtbot, PHRASE + "s", "Ben")
    dialog = dialog_of(window, qtbot)
    assert list(dialog.rows.boxes) == [OWNER, "Ben"] and not any(dialog.rows.boxes.values()), "told, not to be ticked"
    told = {one.accessibleName() for one in dialog.rows.findChildren(QLabel)}
    assert {"reviewer: Ben: yes", "administrator: Ben: –", f"administrator: {OWNER}: yes"} <= told
    assert not any(one.isEnabled() for one in dialog.rows.withdraws.values())
    assert not dialog.add.isEnabled() and not dialog.recovery.isEnabled() and not dialog.open_up.isEnabled()
    assert "give and withdraw access" in dialog.reason.text() and dialog.reason.isVisible()
    assert dialog.own.isEnabled()
    assert not any(n.accessibleName() == words.RECOMMEND_RECOVERY for n in window.desk.findChildren(Notice))  # type: ignore[union-attr]


def test_ones_own_passphrase_is_changed_by_who_knows_it(
    dialog: UsersDialog, window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    dialog.own.click()
    asked = dialog.findChild(OwnPassphraseDialog)
    for field in (asked.new.one, asked.new.again):
        field.field.setText(NEW)
    asked.old.field.setText("wrong horse battery")
    asked.do.click()
    qtbot.waitUntil(lambda: asked.said.text() == words.WRONG_OLD, timeout=LONG)
    asked.old.field.setText(PHRASE)
    asked.do.click()
    qtbot.waitUntil(lambda: dialog.said.text() == words.CHANGED, timeout=LONG)
    assert unlocking.unlock(folder, OWNER, NEW).user == OWNER
    with pytest.raises(CaseError, match="wrong_passphrase"):
        unlocking.unlock(folder, OWNER, PHRASE)


# The recovery key


def test_the_halves_are_shown_one_after_the_other_and_kept_nowhere(
    dialog: UsersDialog, window: MainWindow, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.recovery.click()
    made = dialog.findChild(RecoveryDialog)
    made.on.click()
    qtbot.waitUntil(lambda: made.at == 1, timeout=LONG)
    first = made.shown()
    assert in_lines(first).replace("\n", " ").split() == first.split("-") and not made.on.isEnabled()
    assert first.split("-")[0] in made.document().toPlainText()
    made.save_to(tmp_path / "half.txt")
    assert (tmp_path / "half.txt").read_text("ascii").strip() == first
    made.kept.click()
    made.on.click()
    second = made.shown()
    assert made.at == 2 and second != first and not made.kept.isChecked()
    made.kept.click()
    made.on.click()
    assert made.shown() == "" and not made.isVisible()
    assert unlocking.recover(folder, second, first).key == window.session.case.store.key  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: words.MAKE_RECOVERY not in buttons(dialog), timeout=LONG)


def test_leaving_half_way_says_that_the_key_is_of_no_use(dialog: UsersDialog, window: MainWindow, qtbot: QtBot) -> None:
    dialog.recovery.click()
    made = dialog.findChild(RecoveryDialog)
    made.on.click()
    qtbot.waitUntil(lambda: made.at == 1, timeout=LONG)
    made.reject()
    asked = made.findChild(SureDialog)
    assert asked is not None and made.isVisible()
    asked.reject()
    assert made.isVisible() and made.shown()
    made.reject()
    made.findChildren(SureDialog)[-1].do.click()
    assert not made.isVisible() and made.shown() == ""


# Protecting


def test_a_plain_case_is_protected_and_opens_where_one_was(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "elm"
    window.show_case(Case.create(folder, "OP ELM", "A flood"))
    session = window.session
    window.acts.protect()
    asked = window.findChild(ProtectDialog)
    asked.form.name.setText(OWNER)
    for field in (asked.form.new.one, asked.form.new.again):
        field.field.setText(PHRASE)
    asked.do.click()
    qtbot.waitUntil(lambda: window.session not in (None, session), timeout=LONG)
    assert is_protected(folder) and window.session is not None and window.session.case.by == OWNER
    window.remembered.write()
    assert "OP ELM" not in preferences.path().read_text("utf-8")
    desk = window.desk
    assert desk is not None
    qtbot.waitUntil(
        lambda: any(n.accessibleName() == words.RECOMMEND_RECOVERY for n in desk.findChildren(Notice)), timeout=LONG
    )


def test_what_keeps_a_case_from_being_protected_is_told_and_it_opens_as_it_was(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app import protecting

    def full(*_: object) -> None:
        raise CaseError("disk_full", detail="")

    monkeypatch.setattr(protecting, "protect", full)
    window.show_case(Case.create(tmp_path / "elm", "OP ELM"))
    session = window.session
    window.acts.protect()
    asked = window.findChild(ProtectDialog)
    asked.form.name.setText(OWNER)
    for field in (asked.form.new.one, asked.form.new.again):
        field.field.setText(PHRASE)
    asked.do.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(Trouble)), timeout=LONG)
    window.findChild(ClosedWorkDialog).close_it.click()
    qtbot.waitUntil(lambda: window.session not in (None, session), timeout=LONG)
    assert window.session is not None and window.session.case.user is None


def test_an_administrator_takes_protection_away_after_being_asked(
    dialog: UsersDialog, window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    session = window.session
    dialog.open_up.click()
    dialog.findChild(SureDialog).do.click()
    qtbot.waitUntil(lambda: window.session not in (None, session), timeout=LONG)
    assert not is_protected(folder) and window.session is not None and window.session.case.user is None
    assert window.desk is not None and not window.desk.header.lock.isVisible()


def test_a_new_case_is_protected_from_its_first_moment(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.remembered.set(last_folder=str(tmp_path))
    made = NewCaseDialog(window, window.remembered)
    made.open()
    made.reference.setText("OP FIR")
    qtbot.waitUntil(made.make.isEnabled, timeout=LONG)
    made.protect.click()
    assert not made.make.isEnabled() and made.owner is not None
    made.owner.name.setText(OWNER)
    for field in (made.owner.new.one, made.owner.new.again):
        field.field.setText(PHRASE)
    made.make.click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG)
    assert is_protected(tmp_path / "OP FIR") and window.session is not None and window.session.case.by == OWNER


def test_who_unticks_protection_again_makes_a_plain_case(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.remembered.set(last_folder=str(tmp_path))
    made = NewCaseDialog(window, window.remembered)
    made.open()
    made.reference.setText("OP FIR")
    made.protect.click()
    made.protect.click()
    qtbot.waitUntil(made.make.isEnabled, timeout=LONG)
    made.make.click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG)
    assert not is_protected(tmp_path / "OP FIR")


# What roles allow


def test_the_table_of_roles_is_that_of_the_code(qapp: object, qtbot: QtBot) -> None:
    page = RolesPage()
    qtbot.addWidget(page)
    shown = page.table
    assert [shown.horizontalHeaderItem(n).text().lower() for n in range(1, 6)] == [ROLE_WORDS[r] for r in Role]
    for at, (act, allowed) in enumerate(table()):
        assert shown.item(at, 0).text() == act
        told = tuple(shown.item(at, n).text() == words.MAY for n in range(1, 6))
        assert told == allowed
    assert shown.rowCount() == len(table())


@pytest.mark.parametrize(
    ("role", "refused", "offered"),
    [
        (Role.REVIEWER, {"add", "new_draft", "export"}, {"accept"}),
        (Role.TRAINER, {"accept", "amend", "add", "export"}, {"new_draft"}),
        (Role.DISCLOSURE, {"add"}, {"accept", "export"}),
        (Role.INVESTIGATOR, set(), {"accept", "add", "export"}),
    ],
)
def test_what_a_role_does_not_allow_is_greyed_out_and_says_why(
    window: MainWindow, folder: Path, qtbot: QtBot, role: Role, refused: set[str], offered: set[str]
) -> None:
    cases.add_user(folder, "Cleo", role)
    cases.open_protected(window, folder, qtbot, PHRASE + "s", "Cleo")
    desk, session = window.desk, window.session
    assert desk is not None and session is not None
    keys = window.keys._bound
    for name in refused:
        with qtbot.waitSignal(session.told) as told:
            keys[name][0].trigger()
        assert told.args is not None and "Cleo may not do this" in told.args[0]
        assert why_not(session.case, KEYS[name])
    for name in offered:
        assert not why_not(session.case, KEYS[name])
    desk.middle.export.setEnabled(True)  # a draft is shown
    assert desk.middle.export.isEnabled() is ("export" not in refused)
    assert desk.evidence.add.isEnabled() is ("add" not in refused)
    assert ("add evidence" in desk.evidence.add.toolTip()) is ("add" in refused)
    entries = {a.text(): a.isEnabled() for a in desk.header.menu.menu().actions()}
    assert entries["Add evidence"] is ("add" not in refused)
    card = desk.summary.claims.list.card
    assert any(b.text().startswith("Amend") and b.isVisible() for b in card.findChildren(QPushButton)) is (
        "amend" not in refused and "accept" not in refused
    )
