"""A claim by hand over a frame: over one that can be cited, in the words typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from provenance.records import FrameAnchor
from ui.session import Session
from ui.source.frame_claim import FrameClaimDialog
from ui.source.pane import SourcePane

LONG = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


def asked(pane: SourcePane, qtbot: QtBot) -> FrameClaimDialog:
    pane.frame_view.facts.claim.click()
    qtbot.waitUntil(lambda: bool(shown()), timeout=LONG)
    (dialog,) = shown()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=LONG)
    return dialog


def shown() -> list[FrameClaimDialog]:
    return [d for d in QApplication.topLevelWidgets() if isinstance(d, FrameClaimDialog) and d.isVisible()]


def test_what_a_frame_shows_becomes_a_claim(footage: Session, footage_pane: SourcePane, qtbot: QtBot) -> None:
    frames = footage_pane.frame_view
    stored = frames.footage.citable[0]  # type: ignore[union-attr]
    frames.centre_on(stored.ordinal)
    qtbot.waitUntil(lambda: frames.exact is not None and frames.exact.ordinal == stored.ordinal, timeout=LONG)
    dialog = asked(footage_pane, qtbot)
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(QApplication.focusWidget(), "A bright box stands at the left.")
    with qtbot.waitSignal(footage.draft_changed, timeout=LONG):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    (claim,) = footage.claims()
    anchor = claim.citations[0].anchor
    assert claim.text == "A bright box stands at the left." and claim.by == footage.case.by
    assert isinstance(anchor, FrameAnchor) and anchor.frame_sha256 == stored.sha256


def test_a_frame_that_was_not_kept_leads_to_the_nearest_that_was(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot
) -> None:
    frames = footage_pane.frame_view
    kept = {frame.ordinal for frame in frames.footage.citable}  # type: ignore[union-attr]
    other = next(n for n in range(frames.count) if n not in kept)
    frames.centre_on(other)
    qtbot.waitUntil(lambda: frames.exact is not None and frames.exact.ordinal == other, timeout=LONG)
    with qtbot.waitSignal(footage.told, timeout=LONG) as told:
        frames.facts.claim.click()
    assert told.args[0].startswith(f"Frame {other + 1} cannot be cited")
    qtbot.waitUntil(lambda: frames.named in kept, timeout=LONG)
    assert not shown()


def test_a_claim_that_cannot_be_written_keeps_what_was_typed(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot
) -> None:
    frames = footage_pane.frame_view
    stored = frames.footage.citable[0]  # type: ignore[union-attr]
    claim = footage.case.reviewing.add_frame_claim(None, "S5", stored.id, "A box.")
    draft_id = claim.id.partition(".")[0]
    footage.case.reviewing.decide(claim.id, "reject", fault="other")
    footage.case.reviewing.sign(draft_id, "J. Smith")
    with qtbot.waitSignal(footage.draft_changed, timeout=LONG):
        footage.show_draft(draft_id)
    frames.centre_on(stored.ordinal)
    qtbot.waitUntil(lambda: frames.exact is not None and frames.exact.ordinal == stored.ordinal, timeout=LONG)
    dialog = asked(footage_pane, qtbot)
    dialog.words.setPlainText("Two boxes.")
    dialog.go.click()
    qtbot.waitUntil(dialog.error.isVisible, timeout=LONG)
    assert "signed off" in dialog.error.text() and dialog.words.toPlainText() == "Two boxes." and dialog.go.isEnabled()
    dialog.reject()
