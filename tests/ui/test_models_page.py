"""The models in the settings: added, forgotten, and confirmed when their file is another, with both hashes in sight."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from desks import LONG
from gguf_files import FACTS, write
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from sessions import go_on

from app import models
from app.modelling import copying, register
from ui.settings.model_card import ModelCard, in_groups, size
from ui.settings.models_page import ModelsPage
from ui.strings import models as words
from ui.widgets.empty import Trouble


@pytest.fixture
def page(qapp: object, qtbot: QtBot) -> ModelsPage:
    made = ModelsPage()
    qtbot.addWidget(made)
    made.resize(600, 560)
    return made


def shown(page: ModelsPage, qtbot: QtBot) -> None:
    with qtbot.waitExposed(page):
        page.show()
    settled(page, qtbot)


def settled(page: ModelsPage, qtbot: QtBot) -> None:
    """Nothing is under way, and what there is is shown."""
    qtbot.waitUntil(lambda: page._job is None and page._background.busy == 0 and bool(page.cards), timeout=LONG)
    qtbot.waitUntil(lambda: page._job is None, timeout=LONG)


def card(page: ModelsPage, name: str) -> ModelCard:
    return next(c for c in page.cards if c.accessibleName().startswith(f"{name}: "))


def told(one: ModelCard) -> str:
    return "\n".join(label.text() for label in one.findChildren(QLabel))


def press(one: ModelCard, text: str) -> None:
    next(b for b in one.findChildren(QPushButton) if b.text() == text).click()


def test_built_in_models_are_shown_and_cannot_be_removed(page: ModelsPage, qtbot: QtBot) -> None:
    shown(page, qtbot)
    one = card(page, "all-MiniLM-L6-v2")
    assert words.BUILT_IN in told(one) and "Apache-2.0" in told(one) and not one.buttons
    assert page._list.itemAt(page._list.count() - 1).widget().text() == words.NONE_ADDED


def test_a_file_is_added_told_and_forgotten(page: ModelsPage, tmp_path: Path, qtbot: QtBot) -> None:
    shown(page, qtbot)
    file = write(tmp_path / "a.gguf", {**FACTS, "general.name": "Tiny <b>Instruct</b>"})
    page.add(file)
    qtbot.waitUntil(lambda: any(c.accessibleName().startswith("a.gguf: ") for c in page.cards), timeout=LONG)
    settled(page, qtbot)
    assert page.said.text() == words.ADDED.format(names="a.gguf") and words.STATES["ok"] in told(card(page, "a.gguf"))
    assert "Tiny <b>Instruct</b> · llama Q4_K_M" in told(card(page, "a.gguf")), "as it stands, whatever it holds"
    assert str(file) in page.text() and page.text().count("\n") == 4
    press(card(page, "a.gguf"), words.REMOVE)
    qtbot.waitUntil(lambda: not register.load().models, timeout=LONG)
    settled(page, qtbot)
    assert not any(c.accessibleName().startswith("a.gguf: ") for c in page.cards) and file.exists()


def test_a_changed_file_waits_for_a_person(page: ModelsPage, tmp_path: Path, qtbot: QtBot) -> None:
    file = write(tmp_path / "a.gguf")
    before = models.add(file, models.Told(), go_on).models[0].sha256
    write(file, weights=b"altered")
    shown(page, qtbot)
    one = card(page, "a.gguf")
    now = page.listed[-1].found
    assert one.accessibleName() == f"a.gguf: {words.STATES['changed']}"
    assert in_groups(before) in told(one) and in_groups(now) in told(one)
    press(one, words.CONFIRM_ASK)
    assert page.asked is not None and page.asked.leave.isDefault()
    page.asked.reject()
    assert register.load().models[0].sha256 == before
    press(one, words.CONFIRM_ASK)
    page.asked.take.click()
    qtbot.waitUntil(lambda: register.load().models[0].sha256 == now, timeout=LONG)
    qtbot.waitUntil(lambda: card(page, "a.gguf").accessibleName() == f"a.gguf: {words.STATES['ok']}", timeout=LONG)


def test_what_cannot_be_taken_is_told_with_why(page: ModelsPage, tmp_path: Path, qtbot: QtBot) -> None:
    shown(page, qtbot)
    (tmp_path / "paper.gguf").write_bytes(b"%PDF-1.7")
    page.add(tmp_path)
    qtbot.waitUntil(lambda: len(page.findChildren(Trouble)) == 1, timeout=LONG)
    settled(page, qtbot)
    page.add(tmp_path / "paper.gguf")
    qtbot.waitUntil(lambda: len(page.findChildren(Trouble)) == 2, timeout=LONG)
    assert all("paper.gguf" in t.accessibleName() for t in page.findChildren(Trouble))
    assert page.add_file.isEnabled()


def test_a_licence_s_text_is_read_whole(page: ModelsPage, tmp_path: Path, qtbot: QtBot) -> None:
    text = "Licence of ours\n\n<i>All</i> rights.\n" * 50
    models.add(write(tmp_path / "a.gguf"), models.Told(licence=text), go_on)
    shown(page, qtbot)
    assert "Licence of ours" in told(card(page, "a.gguf")) and "rights" not in told(card(page, "a.gguf"))
    press(card(page, "a.gguf"), words.LICENCE_READ)
    (held,) = card(page, "a.gguf").findChildren(QPlainTextEdit)
    assert held.toPlainText() == text and held.isReadOnly()


def test_a_damaged_register_is_told(page: ModelsPage, qtbot: QtBot) -> None:
    register.path().parent.mkdir(parents=True)
    register.path().write_text("{")
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: bool(page.findChildren(Trouble)), timeout=LONG)
    assert str(register.path()) in page.findChildren(Trouble)[0].accessibleName() and page.listed == []


def test_sizes_are_told_as_people_read_them() -> None:
    assert [size(n) for n in (12, 90_868_376, 5_261_334_938)] == ["12 bytes", "86.7 MiB", "4.9 GiB"]


def test_a_file_from_a_disk_is_copied_where_that_is_ticked_and_checked_against_the_sum_beside_it(
    page: ModelsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    shown(page, qtbot)
    file = write(tmp_path / "disk" / "b.gguf")
    beside = file.with_name("b.gguf.sha256")
    beside.write_text("0" * 64)
    page.copy_here.setChecked(True)
    page.add(file)
    qtbot.waitUntil(lambda: bool(page.findChildren(Trouble)), timeout=LONG)
    assert not copying.folder().exists() or not list(copying.folder().glob("*.gguf")), "nothing is kept of it"
    settled(page, qtbot)
    beside.write_text(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  b.gguf\n")
    page.add(file)
    qtbot.waitUntil(lambda: any(c.accessibleName().startswith("b.gguf: ") for c in page.cards), timeout=LONG)
    settled(page, qtbot)
    assert str(copying.folder() / "b.gguf") in page.text()
    assert words.CHECKED_BY.format(where="in b.gguf.sha256") in told(card(page, "b.gguf"))
