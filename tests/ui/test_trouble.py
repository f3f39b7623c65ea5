"""What is said where something failed: the sentence, and the code by which those who mend Attest know it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from provenance.errors import CaseError
from ui.widgets.empty import Trouble


def test_an_error_bears_its_code_in_sight(qtbot: QtBot) -> None:
    trouble = Trouble(CaseError("not_a_case", folder="/cases/elm"))
    qtbot.addWidget(trouble)
    told = [one.text() for one in trouble.findChildren(QLabel)]
    assert told[0] == trouble.accessibleName() and "/cases/elm" in told[0] and told[-1] == "Code: not_a_case"


def test_of_what_is_not_ours_no_words_are_shown(qtbot: QtBot) -> None:
    trouble = Trouble(ValueError("the wallet of Mr Elm"))
    qtbot.addWidget(trouble)
    told = " ".join(one.text() for one in trouble.findChildren(QLabel))
    assert "Code: internal_error" in told and "ValueError" in told and "Elm" not in told
