"""Keys: the one table, what a person changes in it, and that keys never get in the way of typing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QMainWindow, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.preferences import Preferences
from ui.main_window import MainWindow
from ui.settings.actions import ACTIONS, BY_NAME, changed, clashes, is_single, key_text, keys_of, normal, working
from ui.settings.keys import Keys
from ui.strings import settings as words
from ui.widgets.basics import column


class Room(QMainWindow):
    """A window with everything that takes keys for itself, and a place that takes none."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.text, self.list = QLineEdit(), QPlainTextEdit(), QListWidget()
        self.list.addItems(["one", "two", "three"])
        self.list.setCurrentRow(0)
        self.pressed = 0
        self.button = QPushButton("Press")
        self.button.clicked.connect(self._press)
        self.plain = QWidget()
        self.plain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inside = QWidget()
        inside.setLayout(column(self.field, self.text, self.list, self.button, self.plain))
        self.setCentralWidget(inside)
        self.done: Counter[str] = Counter()
        self.keys = Keys(self, Preferences())
        for action in ACTIONS:
            self.keys.bind(action.name, lambda name=action.name: self.done.update([name]))

    def _press(self) -> None:
        self.pressed += 1


@pytest.fixture
def room(qapp: object, qtbot: QtBot) -> Room:
    made = Room()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.plain.setFocus()
    qtbot.waitUntil(made.plain.hasFocus)
    return made


def press(
    qtbot: QtBot, widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    qtbot.keyClick(widget, key, held)


def test_every_action_has_words_a_group_and_keys_that_no_other_has() -> None:
    assert len(BY_NAME) == len(ACTIONS)
    for action in ACTIONS:
        assert action.words and words.GROUPS[action.group]
        assert action.keys == tuple(map(normal, action.keys))
    assert clashes({a.name: a.keys for a in ACTIONS}) == []
    assert set(words.ACTIONS) == set(BY_NAME)


def test_the_window_does_everything_that_the_table_names(qapp: object, qtbot: QtBot) -> None:
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    assert window.keys.bound() == set(BY_NAME)


@pytest.mark.parametrize(
    ("key", "single"),
    [("A", True), ("?", True), ("/", True), ("Shift+A", True), ("7", True), ("Ctrl+A", False), ("Alt+A", False),
     ("Down", False), ("Return", False), ("F1", False), ("", False)],
)  # fmt: skip
def test_a_single_key_is_one_that_writes_a_character(key: str, single: bool) -> None:
    assert is_single(key) is single


@pytest.mark.parametrize(
    ("key", "name"),
    [(Qt.Key.Key_A, "accept"), (Qt.Key.Key_J, "next_claim"), (Qt.Key.Key_Down, "next_claim"),
     (Qt.Key.Key_Return, "open_source"), (Qt.Key.Key_Enter, "open_source"), (Qt.Key.Key_Question, "keys"),
     (Qt.Key.Key_Slash, "ask"), (Qt.Key.Key_F1, "help")],
)  # fmt: skip
def test_keys_do_what_the_table_says(room: Room, qtbot: QtBot, key: Qt.Key, name: str) -> None:
    press(qtbot, room.plain, key)
    assert room.done == {name: 1}


def test_what_is_typed_in_a_field_stays_there(room: Room, qtbot: QtBot) -> None:
    for widget in (room.field, room.text):
        for key in (Qt.Key.Key_A, Qt.Key.Key_Slash, Qt.Key.Key_Question, Qt.Key.Key_Down, Qt.Key.Key_Return):
            press(qtbot, widget, key)
    assert room.field.text() == "a/?"
    assert room.text.toPlainText() == "a/?\n"
    assert not room.done


def test_keys_with_ctrl_and_function_keys_work_in_a_field_too(room: Room, qtbot: QtBot) -> None:
    press(qtbot, room.field, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, room.text, Qt.Key.Key_F1)
    assert room.done == {"search": 1, "help": 1}


def test_arrows_and_enter_belong_to_a_list_letters_do_not(room: Room, qtbot: QtBot) -> None:
    press(qtbot, room.list, Qt.Key.Key_Down)
    press(qtbot, room.list, Qt.Key.Key_Return)
    assert room.list.currentRow() == 1 and not room.done
    press(qtbot, room.list, Qt.Key.Key_J)
    assert room.done == {"next_claim": 1}


def test_enter_presses_a_button_once(room: Room, qtbot: QtBot) -> None:
    press(qtbot, room.button, Qt.Key.Key_Return)
    assert room.pressed == 1 and not room.done


def test_single_keys_switched_off_do_nothing_the_others_work(room: Room, qtbot: QtBot) -> None:
    room.keys.take(Preferences(single_keys=False))
    for key in (Qt.Key.Key_A, Qt.Key.Key_J, Qt.Key.Key_Question):
        press(qtbot, room.plain, key)
    assert not room.done
    press(qtbot, room.plain, Qt.Key.Key_Down)
    assert room.done == {"next_claim": 1}
    assert room.keys.shown("accept") == "" and room.keys.shown("next_claim") == "Down"


def test_a_changed_key_works_at_once_and_the_old_one_no_more(room: Room, qtbot: QtBot) -> None:
    room.keys.take(Preferences(keys={"accept": "Ctrl+B; Y", "undo": ""}))
    for key in (Qt.Key.Key_A, Qt.Key.Key_U, Qt.Key.Key_Y):
        press(qtbot, room.plain, key)
    press(qtbot, room.plain, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert room.done == {"accept": 2}
    assert room.keys.shown("accept") == "Ctrl+B" and room.keys.shown("undo") == ""


def test_only_moving_on_repeats_while_a_key_is_held(room: Room, qtbot: QtBot) -> None:
    repeating = {a.name for a in ACTIONS if room.keys.bind(a.name, lambda: None).autoRepeat()}
    assert repeating == {"next_claim", "previous_claim", "next_page", "previous_page"}


def test_a_key_bound_to_a_widget_works_only_there(room: Room, qtbot: QtBot) -> None:
    keys = Keys(room, replace(Preferences(), keys={"find": "Ctrl+G"}))
    keys.bind("find", lambda: room.done.update(["there"]), room.list)
    press(qtbot, room.plain, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert not room.done
    press(qtbot, room.list, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert room.done == {"there": 1}


def test_an_action_that_the_table_does_not_know_cannot_be_bound(room: Room) -> None:
    with pytest.raises(KeyError):
        room.keys.bind("sing", lambda: None)


def test_only_what_differs_is_kept_and_read_back() -> None:
    keys = {a.name: a.keys for a in ACTIONS} | {"accept": ("Ctrl+;", ";"), "undo": (), "note": ("", "M")}
    kept = changed(keys)
    assert set(kept) == {"accept", "undo", "note"}
    read = {name: keys_of(BY_NAME[name], Preferences(keys=kept)) for name in kept}
    assert read == {"accept": ("Ctrl+;", ";"), "undo": (), "note": ("M",)}


@pytest.mark.parametrize("kept", ["Ctrl+Nonsense", "A, B, C, D", "\x00"])
def test_keys_that_cannot_be_read_are_as_if_never_set(kept: str) -> None:
    assert keys_of(BY_NAME["accept"], Preferences(keys={"accept": kept})) == ("A",)
    assert working(BY_NAME["accept"], Preferences(keys={"accept": kept}, single_keys=False)) == ()


def test_clashes_name_the_key_and_both_actions() -> None:
    keys = {"accept": ("A", ""), "undo": ("A", "Z"), "note": ("", "")}
    assert clashes(keys) == [("A", "accept", "undo")]


@pytest.mark.parametrize(
    ("key", "text"),
    [("Return", "Enter"), ("Ctrl+PgDown", "Ctrl+Page Down"), ("Ctrl+Shift++", "Ctrl+Shift++"), ("?", "?")],
)
def test_keys_are_named_as_people_know_them(key: str, text: str) -> None:
    assert key_text(key) == text
