"""Settings are seen at once and taken back by Cancel; the list of keys and the guides stand beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.preferences import BOUNDS, Preferences, ReadingLimits, load
from ui.remembered import Remembered
from ui.settings.actions import ACTIONS, BY_NAME
from ui.settings.dialog import SettingsDialog
from ui.settings.help import HelpWindow
from ui.settings.keys_overlay import KeysOverlay, told
from ui.strings import models as model_words
from ui.strings import settings as words
from ui.theme.theme import theme

EMBEDDER = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@pytest.fixture
def remembered(qapp: object) -> Iterator[Remembered]:
    owner = QObject()
    yield Remembered(Preferences(theme="light"), owner)
    theme().apply("light", 100)


@pytest.fixture
def dialog(remembered: Remembered, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(remembered)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def to_tab(dialog: SettingsDialog, name: str) -> None:
    dialog.tabs.setCurrentIndex([dialog.tabs.tabText(n) for n in range(dialog.tabs.count())].index(name))


def focus(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus()
    qtbot.waitUntil(lambda: widget.hasFocus() or widget.isAncestorOf(QApplication.focusWidget()))


def test_look_changes_at_once_and_ok_keeps_it(dialog: SettingsDialog, remembered: Remembered, qtbot: QtBot) -> None:
    dialog.look.percent.setValue(150)
    dialog.look.theme.buttons["dark"].click()
    assert theme().percent == 150 and theme().palette.dark
    dialog.ok.click()
    remembered.write()
    assert (load().theme, load().text_percent) == ("dark", 150)


def test_escape_puts_everything_back_but_what_changed_elsewhere(
    dialog: SettingsDialog, remembered: Remembered, qtbot: QtBot
) -> None:
    before = remembered.now
    dialog.look.percent.setValue(200)
    dialog.keys.single.setChecked(False)
    dialog.limits.fields["max_pages"].setValue(12)
    remembered.set(last_folder="/cases")
    assert remembered.now.text_percent == 200 and remembered.now.limits.max_pages == 12
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert remembered.now == replace(before, last_folder="/cases")
    assert theme().percent == 100


def test_text_goes_from_75_to_200_percent(dialog: SettingsDialog) -> None:
    assert (dialog.look.percent.minimum(), dialog.look.percent.maximum()) == (75, 200)


# Keys


def test_a_key_is_pressed_into_its_field(dialog: SettingsDialog, remembered: Remembered, qtbot: QtBot) -> None:
    to_tab(dialog, words.KEYS)
    field = dialog.keys.fields["accept", 0]
    focus(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert remembered.now.keys == {"accept": "Ctrl+B"}
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert remembered.now.keys == {"accept": ""}
    dialog.keys.fields["accept", 1].put("A")
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    assert dialog.keys.keys()["accept"] == ("", "A")


def test_tab_leaves_a_key_field_and_is_not_taken_as_a_key(
    dialog: SettingsDialog, remembered: Remembered, qtbot: QtBot
) -> None:
    to_tab(dialog, words.KEYS)
    first, second = dialog.keys.fields["accept", 0], dialog.keys.fields["accept", 1]
    focus(qtbot, first)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    qtbot.waitUntil(second.hasFocus)
    qtbot.keyClick(second, Qt.Key.Key_Backtab)
    qtbot.waitUntil(first.hasFocus)
    assert remembered.now.keys == {}


def test_a_clash_is_said_in_words_and_gone_once_solved(dialog: SettingsDialog, qtbot: QtBot) -> None:
    to_tab(dialog, words.KEYS)
    field = dialog.keys.fields["undo", 0]
    focus(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert "A is used for both “Accept the claim” and “Undo your last decision”" in dialog.keys.said.text()
    qtbot.keyClick(field, Qt.Key.Key_Y)
    assert dialog.keys.said.text() == words.NO_CLASH


def test_keys_are_put_back_as_delivered(remembered: Remembered, qtbot: QtBot) -> None:
    remembered.set(keys={"accept": "Y"}, single_keys=False)
    dialog = SettingsDialog(remembered)
    qtbot.addWidget(dialog)
    assert dialog.keys.keys()["accept"] == ("Y", "")
    dialog.keys._reset()
    assert dialog.keys.keys()["accept"] == ("A", "")
    assert remembered.now.keys == {} and not remembered.now.single_keys


def test_single_keys_can_be_switched_off(dialog: SettingsDialog, remembered: Remembered) -> None:
    assert dialog.keys.single.isChecked()
    dialog.keys.single.click()
    assert remembered.now.single_keys is False


# Limits and models


def test_every_limit_is_shown_within_its_bounds(dialog: SettingsDialog, remembered: Remembered) -> None:
    assert set(dialog.limits.fields) == set(BOUNDS)
    dialog.limits._changed()
    assert remembered.now.limits == ReadingLimits(), "what is shown is what is in force"
    for field in dialog.limits.fields.values():
        field.setValue(field.minimum())
    dialog.limits.ocr.click()
    least = {name: bounds[0] for name, bounds in BOUNDS.items()}
    assert remembered.now.limits == ReadingLimits(**least, ocr=False)  # type: ignore[arg-type]
    dialog.limits._reset()
    assert remembered.now.limits == ReadingLimits() and dialog.limits.ocr.isChecked()


def test_models_are_shown_with_their_hashes(dialog: SettingsDialog, qtbot: QtBot) -> None:
    assert dialog.models.listed == [], "nothing is hashed before it is asked for"
    to_tab(dialog, words.MODELS)
    qtbot.waitUntil(lambda: bool(dialog.models.listed), timeout=60_000)
    dialog.models.copy.click()
    copied = QApplication.clipboard().text().splitlines()
    assert len(copied) == 4 and EMBEDDER in copied[1] and "Apache-2.0" in copied[1]
    assert {one.model.role for one in dialog.models.listed} <= set(model_words.ROLES)


# The list of keys


def test_the_list_tells_every_action_on_screen_and_on_paper(qapp: object, qtbot: QtBot) -> None:
    overlay = KeysOverlay(Preferences(keys={"note": ""}))
    qtbot.addWidget(overlay)
    page = overlay.document().toPlainText()
    for action in ACTIONS:
        assert action.words in page
    assert dict(overlay.lines("claims"))["Next claim"] == "J or Down"
    assert dict(overlay.lines("claims"))["Note on the claim"] == "no key"
    assert "Ctrl+Enter" in page


def test_the_list_says_which_keys_are_switched_off() -> None:
    assert told(BY_NAME["next_claim"], Preferences(single_keys=False)) == "J (switched off) or Down"
    assert told(BY_NAME["open_source"], Preferences(single_keys=False)) == "Enter"


def test_escape_closes_the_list(qapp: object, qtbot: QtBot) -> None:
    overlay = KeysOverlay(Preferences())
    overlay.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(overlay)
    overlay.show()
    qtbot.keyClick(overlay, Qt.Key.Key_Escape)
    assert not overlay.isVisible()


# Help


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    """Guides with every kind of link."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (tmp_path / "secret.md").write_text("# Not a guide")
    (folder / "guide-investigator.md").write_text(
        "# Investigators\n\nSee [trainers](guide-trainer.md#a-second-part), [out](https://example.com/x), "
        "[up](../secret.md), ![a picture](images/report.png)\n\nWords, words and WORDS.\n"
    )
    (folder / "guide-trainer.md").write_text("# Trainers\n\n## A second part\n\nHere.\n")
    return folder


@pytest.fixture
def help_window(qapp: object, guides: Path, qtbot: QtBot) -> HelpWindow:
    made = HelpWindow(folder=guides)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_guides_that_are_there_are_listed(help_window: HelpWindow) -> None:
    assert [help_window.list.item(n).text() for n in range(help_window.list.count())] == [
        "For investigators",
        "For trainers",
    ]
    assert help_window.shown == "guide-investigator.md"
    assert "a picture" in help_window.page.toPlainText(), "a picture is left out, its words are not"


def test_links_go_to_other_guides_and_back(help_window: HelpWindow) -> None:
    help_window.page.anchorClicked.emit(QUrl("guide-trainer.md#a-second-part"))
    assert help_window.shown == "guide-trainer.md"
    assert help_window.page.textCursor().block().text() == "A second part"
    assert help_window.list.currentItem().text() == "For trainers"
    help_window.back.click()
    assert help_window.shown == "guide-investigator.md" and not help_window.back.isEnabled()


@pytest.mark.parametrize("address", ["https://example.com/x", "../secret.md", "file:///etc/passwd", "gone.md"])
def test_links_out_of_the_guides_are_told_and_not_followed(help_window: HelpWindow, address: str) -> None:
    help_window.page.anchorClicked.emit(QUrl(address))
    assert help_window.shown == "guide-investigator.md"
    assert help_window.said.isVisible() and address in help_window.said.text()


def test_words_are_found_whatever_their_case(help_window: HelpWindow, qtbot: QtBot) -> None:
    help_window.field.setText("words")
    assert help_window.count.text() == "1 of 3"
    qtbot.keyClick(help_window.field, Qt.Key.Key_Return)
    assert help_window.count.text() == "2 of 3"
    help_window.field.setText("helicopter")
    assert help_window.count.text() == words.NO_PLACES
    qtbot.keyClick(help_window.field, Qt.Key.Key_Escape)
    assert help_window.field.text() == "" and help_window.isVisible()


def test_the_page_loads_nothing(help_window: HelpWindow) -> None:
    assert help_window.page.loadResource(2, QUrl("file:///etc/passwd")) == b""


def test_missing_guides_are_said(qapp: object, tmp_path: Path, qtbot: QtBot) -> None:
    window = HelpWindow(folder=tmp_path / "nowhere")
    qtbot.addWidget(window)
    assert window.list.count() == 0 and window._stack.currentIndex() == 1


def test_the_guides_of_attest_are_found(qapp: object, qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    assert window.list.count() == len(words.GUIDES)
    assert "Attest for investigators" in window.page.toPlainText()


def test_the_guide_follows_colours_and_text_size(help_window: HelpWindow) -> None:
    help_window.page.anchorClicked.emit(QUrl("guide-trainer.md"))
    before = help_window.page.document().size().height()
    theme().apply("dark", 200)
    assert help_window.page.document().size().height() > before
    assert help_window.shown == "guide-trainer.md" and help_window.back.isEnabled()
    theme().apply("light", 100)
