"""Deciding what sources are in the case, in the window: for one, for many, by keyboard, and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from provenance.errors import CaseError
from ui.evidence.pane import EvidencePane
from ui.evidence.use_dialog import UseDialog
from ui.session import Session
from ui.strings import use as words

WAIT = 20_000


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> UseDialog:
    made = UseDialog(session, ["S4"])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def use(session: Session, source_id: str) -> str:
    return session.materials[source_id].use


def settled(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not session.reviews.busy and not session.lists.busy, timeout=WAIT)


def test_what_a_source_is_stands_in_the_list_and_is_changed_for_many_at_once(
    dialog: UseDialog, session: Session, qtbot: QtBot
) -> None:
    model = dialog.list.sources
    said = [model.data(model.index(row)) for row in range(model.rowCount())]
    assert any(str(line).startswith("DN/1") and str(line).endswith("Unused") for line in said)
    assert all(model.data(model.index(row), Qt.ItemDataRole.DecorationRole) is not None for row in range(len(said)))
    assert dialog.list.chosen == ["S4"] and dialog.left.text() == words.ALL_DECIDED
    dialog.list.choose(["S1", "S4", "S10"])
    dialog.uses["sensitive"].click()
    settled(session, qtbot)
    assert [use(session, id) for id in ("S1", "S4", "S10")] == ["sensitive"] * 3
    assert dialog.list.chosen == ["S1", "S4", "S10"], "what was chosen stays chosen"
    assert session.case.store.material_versions("S10")[-1].version == 1, "what it was already is not written again"
    dialog.undo_button.click()
    settled(session, qtbot)
    assert [use(session, id) for id in ("S1", "S4", "S10")] == ["used", "unused", "sensitive"]
    assert not dialog.undo_button.isEnabled()
    assert [m.use for m in session.case.store.material_versions("S1")] == ["used", "sensitive", "used"], "all is kept"


def test_by_keyboard_alone(dialog: UseDialog, session: Session, qtbot: QtBot) -> None:
    QTest.keyClick(dialog.list, Qt.Key.Key_Home)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.list.chosen == ["S1", "S2"]
    QTest.keyClick(dialog.list, Qt.Key.Key_D)
    settled(session, qtbot)
    assert (use(session, "S1"), use(session, "S2")) == ("undecided", "undecided")
    assert dialog.left.text() == words.LEFT.format(count=2)
    dialog.filter.setText("undecided")
    assert dialog.list.sources.ids == ["S1", "S2"]
    QTest.keyClick(dialog.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(session, qtbot)
    assert (use(session, "S1"), use(session, "S2")) == ("used", "used")


def test_the_words_of_one_source_are_written_as_they_are_left(
    dialog: UseDialog, session: Session, qtbot: QtBot
) -> None:
    field = dialog.fields["assists"]
    assert dialog.fields["description"].text() == "Witness statement of Dorota NOWAK"
    field.setFocus()
    field.setText("She saw him run the other way.")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settled(session, qtbot)
    assert session.materials["S4"].assists == "She saw him run the other way." and dialog.isVisible()
    dialog.rebuttable.click()
    settled(session, qtbot)
    assert session.materials["S4"].rebuttable
    dialog.list.choose(["S4", "S6"])
    assert not dialog.fields["assists"].isEnabled() and dialog.of_one.isVisible()
    dialog.list.choose(["S6"])
    assert dialog.fields["assists"].text() == "" and not dialog.rebuttable.isChecked()


def test_what_cannot_be_written_is_said_and_can_be_done_again(
    dialog: UseDialog, session: Session, qtbot: QtBot
) -> None:
    dialog.fields["reason"].setText("x" * 5_000)
    dialog.fields["reason"].editingFinished.emit()
    settled(session, qtbot)
    assert dialog.error.isVisible() and "at most" in dialog.error.text() and not dialog.undo_button.isEnabled()
    dialog.uses["used"].click()
    settled(session, qtbot)
    assert use(session, "S4") == "used" and not dialog.error.isVisible()


def test_the_details_tell_it_and_lead_to_it(session: Session, qtbot: QtBot) -> None:
    pane = EvidencePane(session)
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    qtbot.waitUntil(lambda: pane.view.sources.count > 0, timeout=WAIT)
    pane.choose("S10")
    pane.show_details(True)
    told = pane.details.told
    assert told is not None and told.use is not None and told.use.use == "sensitive"
    assert told.use.words.startswith("Sensitive · decided by") and "In the case: Sensitive" in told.text()
    session.case.decide_materials({"S10": {"use": "undecided"}})
    session.refresh_sources()
    qtbot.waitUntil(
        lambda: pane.details.told is not None and pane.details.told.use is not None
        and pane.details.told.use.use == "undecided", timeout=WAIT,
    )  # fmt: skip
    assert words.MENU in {action.text() for action in pane.menu("S10").actions()}
    pane.choose("S13")
    held = pane.details.told
    assert held is not None and held.use is not None, "what is held as privileged is material, too"


def test_a_second_key_before_the_first_is_shown_counts_and_each_is_undone(
    dialog: UseDialog, session: Session, qtbot: QtBot
) -> None:
    """The list still says "unused" then: a wrong "used" that is put right at once must not stay."""
    dialog.mark("used")
    dialog.mark("unused")
    settled(session, qtbot)
    assert use(session, "S4") == "unused"
    dialog.mark("sensitive")
    dialog.mark("used")
    dialog.undo()
    settled(session, qtbot)
    assert use(session, "S4") == "sensitive"
    dialog.undo()
    settled(session, qtbot)
    assert use(session, "S4") == "unused"


def test_what_cannot_be_taken_back_can_be_tried_again(
    dialog: UseDialog, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.mark("used")
    dialog.mark("sensitive")
    settled(session, qtbot)

    def full(_: object) -> None:
        raise CaseError("disk_full")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(session.case, "decide_materials", full)
        dialog.undo()
        settled(session, qtbot)
    assert dialog.error.isVisible() and use(session, "S4") == "sensitive"
    for expected in ("used", "unused"):
        dialog.undo()
        settled(session, qtbot)
        assert use(session, "S4") == expected
