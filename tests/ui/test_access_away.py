"""How it is told that nobody sits at the machine, and what of a protected case could stay outside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import protected_desk as cases
import pytest
from protected_desk import LONG
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app import typed, unfinished
from app.typed import Typed, TypedText
from app.unfinished import Unfinished
from provenance.protection import passphrase
from ui.access.away import SLEPT_SECONDS, Away
from ui.access.system import session_path, what_windows_tells
from ui.access.traces import forget_chosen
from ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "WORK", 10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return cases.made(tmp_path / "fir")


@pytest.fixture
def window(window: MainWindow, folder: Path, qtbot: QtBot) -> MainWindow:
    """The window with a protected case open."""
    cases.open_protected(window, folder, qtbot)
    qtbot.waitUntil(lambda: window.session is not None and window.session.reviews.busy == 0, timeout=LONG)
    return window


# When nobody is there


class _Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


Waits = tuple[Away, _Clock, list[str]]


@pytest.fixture
def waits(qapp: QApplication) -> Iterator[Waits]:
    """What waits for five minutes, its clock, and what it told."""
    clock, told = _Clock(), list[str]()
    made = Away(qapp, clock)
    made.idle.connect(lambda: told.append("idle"))
    made.slept.connect(lambda: told.append("slept"))
    made.start(5)
    yield made, clock, told
    made.stop()
    made.deleteLater()


def pass_time(one: Away, clock: _Clock, seconds: float, step: float = 2.0) -> None:
    for _ in range(int(seconds / step)):
        clock.now += step
        one.look()


def test_five_minutes_without_a_key_are_told_once(waits: Waits) -> None:
    one, clock, told = waits
    pass_time(one, clock, 290)
    assert told == []
    one.eventFilter(one, QEvent(QEvent.Type.KeyPress))
    pass_time(one, clock, 290)
    assert told == []
    pass_time(one, clock, 60)
    assert told == ["idle"]


def test_a_gap_between_two_looks_is_sleep_and_a_clock_set_back_is_nothing(waits: Waits) -> None:
    one, clock, told = waits
    clock.now -= 7200
    one.look()
    assert told == []
    clock.now += SLEPT_SECONDS + 1
    one.look()
    assert told == ["slept"]


def test_a_key_in_any_window_of_the_program_counts(window: MainWindow, qtbot: QtBot) -> None:
    one = window.locking.away
    one._without = 100.0
    one.look()
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert one._without == 0.0


def test_what_windows_tells_of_sleep_and_locking_is_known() -> None:
    assert what_windows_tells(0x0218, 4) == "slept"
    assert what_windows_tells(0x02B1, 7) == "screen_locked"
    assert what_windows_tells(0x02B1, 8) == what_windows_tells(0x0100, 7) == ""


def test_sessions_of_the_login_manager_are_found_by_its_rule() -> None:
    assert session_path("2") == "/org/freedesktop/login1/session/_32"
    assert session_path("c12") == "/org/freedesktop/login1/session/c12"
    assert session_path("a-b") == "/org/freedesktop/login1/session/a_2db"
    assert session_path("") == ""


# Traces


def test_qt_remembers_no_folder_in_which_files_were_chosen(qapp: object, tmp_path: Path) -> None:
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    kept.setValue("FileDialog/history", ["file:///evidence/OP FIR"])
    kept.setValue("FileDialog/lastVisited", "file:///evidence/OP FIR")
    kept.setValue("FileDialog/viewMode", "Detail")
    kept.sync()
    forget_chosen()
    left = QSettings(QSettings.Scope.UserScope, "QtProject")
    assert not left.contains("FileDialog/history") and not left.contains("FileDialog/lastVisited")
    assert left.value("FileDialog/viewMode") == "Detail"


def test_what_is_typed_is_kept_by_user_and_handed_over_once(tmp_path: Path) -> None:
    from provenance.vault import Vault

    vault = Vault(tmp_path, write=True)
    one = Typed({("D1.1", "note"): "Ask"}, (TypedText("Enquiry", "Words", "Who?"),))
    typed.keep(vault, "Asha", one)
    typed.keep(vault, "Ben", Typed({("D1.2", "amend"): "He ran."}))
    typed.keep(vault, "Asha", Typed({("D1.3", "note"): "More"}, one.others))
    found = typed.take(vault, "Asha")
    assert found.claims == {("D1.1", "note"): "Ask", ("D1.3", "note"): "More"} and found.others == one.others
    assert not typed.take(vault, "Asha") and typed.take(vault, "Ben").claims == {("D1.2", "amend"): "He ran."}
    assert list((tmp_path / "derived").iterdir()) == []


def test_the_window_leaves_no_word_of_a_protected_case_outside_it(
    window: MainWindow, folder: Path, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desk, session = window.desk, window.session
    assert desk is not None and session is not None
    given = tmp_path / "given" / "interview of the bystander.txt"
    given.parent.mkdir()
    given.write_text("The bystander saw a red scarf.\n")
    unfinished.add(session.case.store.vault, Unfinished((given,), None, by_reference=False))
    desk.summary.claims.open_next()
    qtbot.waitUntil(lambda: desk.source.shown_place is not None, timeout=LONG)
    field = desk.middle.show_tab("ask").findChild(QLineEdit)
    qtbot.keyClicks(field, "Who wore the red scarf?")
    window.locking.lock()
    qtbot.waitUntil(lambda: window.locking.state == "locked", timeout=LONG)
    window.remembered.write()
    files = [path for top in (folder, home) for path in top.rglob("*") if path.is_file()]
    names, kept = " ".join(map(str, files)), b"".join(path.read_bytes() for path in files)
    assert len(files) > 5 and b"preferences" in names.encode() and b"last_user" in kept
    for word in ("OP FIR", "A fire", "platform", "statement.txt", "bystander", "scarf"):
        assert word not in names and word.encode() not in kept and word.encode("utf-16-le") not in kept
