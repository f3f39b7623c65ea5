"""Another draft is shown: nothing that was said of the claims of the one before, by their numbers, stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from desks import LONG, desk_of, open_in
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from provenance.records import Draft
from provenance.store.records import Failure, VerifyReport
from ui.main_window import MainWindow
from ui.place import Place
from ui.session import Session


@pytest.fixture
def session(window: MainWindow, sample_case: Path, qtbot: QtBot) -> Session:
    """D1 is shown."""
    open_in(window, sample_case, qtbot)
    found = desk_of(window).session
    qtbot.waitUntil(lambda: found.draft is not None and found.draft.id == "D1", timeout=LONG)
    return found


def show(session: Session, draft_id: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.draft_changed, timeout=LONG):
        session.show_draft(draft_id)


def test_whose_place_is_shown_is_told_of_the_claims_of_the_shown_draft_alone(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    pane = desk_of(window).source

    def amber() -> list[str]:
        return [one.text() for one in pane.findChildren(QLabel) if one.text().startswith("Shown for claim ")]

    first, second = [c for c in session.claims() if c.kind != "observation"][:2]
    session.select(second.id)
    session.show_place(Place.of(first.cited()[0]))
    qtbot.waitUntil(lambda: bool(amber()), timeout=LONG)
    show(session, "D2", qtbot)
    qtbot.waitUntil(lambda: not amber(), timeout=LONG)
    show(session, "D1", qtbot)
    assert session.draft is not None and session.draft.id == "D1"


def test_a_sentence_about_a_claim_goes_with_its_draft_and_an_offer_stays(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    strip = desk_of(window).strip
    session.tell_of_claims("Claim 3 amended: open its places and accept it, when it is right")
    assert "Claim 3" in strip.what.accessibleName()
    show(session, "D1", qtbot)
    assert "Claim 3" in strip.what.accessibleName(), "the same draft is shown anew"
    show(session, "D2", qtbot)
    assert "Claim 3" not in strip.what.accessibleName()
    strip.offer("Answer 2 is shown. You were reviewing draft 1.", "Back to it", lambda: session.show_draft("D1"))
    show(session, "D1", qtbot)
    assert "You were reviewing" in strip.what.accessibleName() and strip.offered.isVisible()


def test_that_an_answer_is_shown_is_said_while_it_is_and_no_longer(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    strip = desk_of(window).strip
    show(session, "D1", qtbot)
    strip.offer("Answer 2 is shown.", "Back to it", lambda: session.show_draft("D1"), of="D2")
    show(session, "D1", qtbot)
    assert strip.offered.isVisible(), "the answer is on its way"
    show(session, "D2", qtbot)
    assert strip.offered.isVisible() and "Answer 2" in strip.what.accessibleName()
    show(session, "D1", qtbot)
    assert not strip.offered.isVisible() and "Answer 2" not in strip.what.accessibleName()


def test_what_is_no_word_on_claims_outlasts_another_draft(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    strip = desk_of(window).strip
    session.tell_of_claims("Claim 2 rejected")
    session.told.emit("The report was written to OAK report.html")
    for other in ("D2", "D1"):
        show(session, other, qtbot)
        assert strip.what.accessibleName() == "The report was written to OAK report.html"
    failed = Failure("citation_moved", "", "D1.1.1")
    job = session.start("Re-opening every citation", lambda _: VerifyReport(200, (failed,)), "quick")
    qtbot.waitUntil(lambda: job.over and "1 of 200" in strip.what.accessibleName(), timeout=LONG)
    show(session, "D2", qtbot)
    assert strip.what.accessibleName().startswith("1 of 200 citations did not re-open")


def test_an_answer_of_which_no_claim_stands_is_not_told_as_nothing_found(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    answer = session.case.store.draft("D2")
    held = replace(answer, found=False, claims=tuple(replace(c, held_back=True) for c in answer.claims[:3]))

    said = list[str]()
    session.told.connect(said.append)

    def told(result: Draft) -> str:
        with qtbot.waitSignal(session.draft_ready, timeout=LONG):
            session.start("Looking for an answer", lambda _: result, "quick")
        return said[-1]

    assert told(replace(held, claims=())) == f"Nothing was found among the {answer.searched} passages searched"
    assert told(held) == "Answer 2 is written: 0 claims, 3 claims held back by the checks"


def test_what_was_held_back_is_counted_over_the_claims_and_leads_to_it(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    line, draft = desk_of(window).summary.held, session.draft
    assert draft is not None and not any(c.held_back for c in draft.claims) and line.widget.isHidden()
    first, second, *rest = draft.claims
    session.draft = replace(draft, claims=(replace(first, held_back=True), replace(second, held_back=True), *rest))
    session.draft_changed.emit()
    assert line.widget.isVisible() and line.said.text() == "2 claims held back by the checks."
    session.select(rest[0].id)
    qtbot.mouseClick(line.why, Qt.MouseButton.LeftButton)
    assert session.claim_id == first.id
    session.draft = replace(draft, claims=(replace(first, held_back=True),))
    session.draft_changed.emit()
    assert line.said.text().endswith("None of it stands.")
