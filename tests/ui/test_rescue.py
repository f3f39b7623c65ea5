"""A damaged case in the window: a backup is put back, or what can be read is saved, told of, and opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.backup import back_up
from app.case import Case
from provenance import backup
from provenance.errors import CaseError
from provenance.store import opener
from provenance.store.case_store import DATABASE, CaseStore
from ui.start import rescue
from ui.start.page import StartPage
from ui.start.rescue import RescueDialog
from ui.strings import rescue as words
from ui.widgets.empty import Trouble

PAGE = 4096


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with CaseStore.create(tmp_path / "alder", "OP ALDER", "", "tester") as store:
        for n in range(20):
            store.record("noted", {"n": n}, "tester")
    return tmp_path / "alder"


def lose(folder: Path, name: str) -> None:
    db = opener.connect(folder / DATABASE, write=False)
    page = int(db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0])
    db.close()
    data = bytearray((folder / DATABASE).read_bytes())
    data[(page - 1) * PAGE : page * PAGE] = b"\xff" * PAGE
    (folder / DATABASE).write_bytes(data)


def ended(dialog: RescueDialog, qtbot: QtBot) -> RescueDialog:
    dialog.show()
    qtbot.waitUntil(lambda: dialog.job.over and not dialog._timer.isActive(), timeout=60_000)
    return dialog


def test_the_start_page_offers_both_where_a_case_is_damaged(folder: Path, qtbot: QtBot) -> None:
    from app.preferences import Preferences

    page = StartPage(Preferences())
    qtbot.addWidget(page)
    page.show_trouble(CaseError("case_damaged", detail="x"), folder)
    ways = {b.text(): b for t in page.findChildren(Trouble) for b in t.findChildren(QPushButton)}
    with qtbot.waitSignal(page.save_asked) as asked:
        ways[words.SAVE].click()
    assert asked.args == [folder]
    page.show_trouble(CaseError("case_damaged", detail="x"), folder)
    ways = {b.text(): b for t in page.findChildren(Trouble) for b in t.findChildren(QPushButton)}
    with qtbot.waitSignal(page.put_back_asked):
        ways[words.PUT_BACK].click()


def test_what_can_be_read_is_saved_told_and_opened(
    folder: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(folder, "meta")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    dialog = rescue.save_dialog(folder, None, tmp_path)
    assert dialog is not None
    ended(dialog, qtbot)
    assert "what the case says of itself" in dialog.lines.toPlainText() and dialog.open_case.isVisible()
    with qtbot.waitSignal(dialog.opened) as asked:
        dialog.open_case.click()
    assert asked.args == [tmp_path / "alder saved"]
    with CaseStore.open(tmp_path / "alder saved", write=False) as store:
        assert store.info.reference == "unknown" and len(store.audit_entries()) >= 21


def test_a_backup_is_put_back_beside_and_opened(
    folder: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Case.open(folder) as case:
        back_up(case, tmp_path / "backup", lambda *_: True)
    chosen = iter([str(tmp_path / "backup"), str(tmp_path)])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(chosen))
    dialog = rescue.put_back_dialog(None, tmp_path)
    assert dialog is not None
    ended(dialog, qtbot)
    assert not dialog.lines.isVisible() and dialog.outcome is not None
    with qtbot.waitSignal(dialog.opened) as asked:
        dialog.open_case.click()
    assert asked.args == [tmp_path / "backup put back"]


def test_an_open_case_is_backed_up_from_the_menu(
    folder: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with Case.open(folder) as case:
        dialog = rescue.back_up_dialog(case, None, tmp_path)
        assert dialog is not None
        ended(dialog, qtbot)
        assert dialog.outcome is not None and not dialog.open_case.isVisible() and dialog.close_button.isVisible()
        assert case.store.audit_entries()[-1].action == "case_backed_up"
        made = dialog.outcome.folder
        dialog.close_button.click()
    assert made.name.startswith("alder backup 20") and backup.read(made).number("entries") == 21


def test_of_a_protected_case_it_is_said_where_it_is_done(folder: Path, tmp_path: Path, qtbot: QtBot) -> None:
    (folder / "case.keys").write_bytes(b"{}")
    (folder / DATABASE).write_bytes(b"\xaa" * 9000)
    dialog = ended(RescueDialog(*rescue.saving(folder, tmp_path / "saved")), qtbot)
    (trouble,) = dialog.findChildren(Trouble)
    assert "attest restore --help" in trouble.accessibleName() and not (tmp_path / "saved").exists()
    dialog.close_button.click()


def test_why_it_cannot_be_done_is_said_and_nothing_is_left(folder: Path, tmp_path: Path, qtbot: QtBot) -> None:
    (folder / DATABASE).write_bytes(b"\xff" * 50_000)
    dialog = ended(RescueDialog(*rescue.saving(folder, tmp_path / "saved")), qtbot)
    (trouble,) = dialog.findChildren(Trouble)
    assert "Nothing of the case's record could be read" in trouble.accessibleName()
    assert not (tmp_path / "saved").exists() and not dialog.open_case.isVisible()
    dialog.close_button.click()


def test_no_folder_is_written_over(folder: Path, tmp_path: Path) -> None:
    assert rescue.free(tmp_path, words.SAVED_NAME, folder) == tmp_path / "alder saved"
    for name in ("alder saved", "alder saved 2"):
        (tmp_path / name).mkdir()
    assert rescue.free(tmp_path, words.SAVED_NAME, folder) == tmp_path / "alder saved 3"


def test_where_no_place_is_chosen_nothing_begins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    assert rescue.save_dialog(folder, None, folder) is None and rescue.put_back_dialog(None, folder) is None
