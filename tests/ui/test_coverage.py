"""The Coverage tab on the sample case: numbers, what was left out and why, and the table of sources."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from watchdog import BLOCKED, Watchdog

from app.case import Case
from provenance.records import Notice, TextAnchor
from ui.place import Place
from ui.search.coverage_tab import CoverageTab
from ui.search.source_use import count, uses
from ui.search.use_table import cells
from ui.session import Session


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> CoverageTab:
    tab = CoverageTab(session)
    qtbot.addWidget(tab)
    tab.resize(640, 560)
    tab.show()
    qtbot.waitUntil(lambda: bool(tab.left_out.model_.rows), timeout=60_000)
    return tab


def said(tab: CoverageTab) -> list[str]:
    return [row.spoken() for row in tab.left_out.model_.rows]


def test_numbers_and_what_was_not_looked_for(tab: CoverageTab, session: Session) -> None:
    assert tab.numbers.text().startswith("60 passages searched · ")
    assert tab.numbers.text().endswith("12 of 13 sources cited")
    assert not tab.not_looked_for.isVisible()
    assert session.draft is not None
    older = tuple(replace(claim, against_searched=None) for claim in session.draft.claims)
    session.draft = replace(session.draft, claims=older, conflicts=(), compared=None)
    session.draft_changed.emit()
    assert tab.not_looked_for.isVisible() and tab.not_looked_for.text() == (
        "Evidence against a claim and conflicts between sources were not looked for when this draft was written."
    )


def test_what_was_left_out_stands_with_its_reason(tab: CoverageTab, session: Session, qtbot: QtBot) -> None:
    told = said(tab)
    assert told[0] == "NOT READ, OR READ IN PART · 2"
    assert told[1].startswith("JS/4 · JS4_first_aid_log.jpg\nRead in part")
    assert told[2].startswith("LW/1 · LW1_letter.pdf\nPrivileged")
    assert "No claim was held back." in told
    tab.left_out.choose(("source", "S9"))
    with qtbot.waitSignal(session.place_asked) as asked:
        qtbot.keyClick(tab.left_out, Qt.Key.Key_Return)
    assert asked.args == [Place("S9")]


def test_claims_held_back_and_withheld_are_named(tab: CoverageTab, session: Session, qtbot: QtBot) -> None:
    assert session.draft is not None
    claim = next(c for c in session.draft.claims if isinstance(c.citations[0].anchor, TextAnchor))
    why = Notice("time_not_in_passage", "“14:35” does not stand in the cited passage")
    held = replace(claim, held_back=True, verdict=replace(claim.verdict, support="unsupported", reasons=(why,)))
    session.draft = replace(session.draft, claims=tuple(held if c is claim else c for c in session.draft.claims))
    session.withheld = [("D1.4", "S13")]
    session.draft_changed.emit()
    qtbot.waitUntil(lambda: "CLAIMS HELD BACK BY THE CHECKS · 1" in said(tab), timeout=60_000)
    told = said(tab)
    assert any(t.endswith("“14:35” does not stand in the cited passage") for t in told)
    assert any(t.startswith("Claim 4 cites LW/1") for t in told)
    tab.left_out.choose(("claim", claim.id))
    with qtbot.waitSignal(session.place_asked) as asked:
        qtbot.keyClick(tab.left_out, Qt.Key.Key_Return)
    assert asked.args == [Place.of(claim.cited()[0])]


def test_the_table_counts_passages_citations_and_what_was_opened(
    tab: CoverageTab, session: Session, qtbot: QtBot
) -> None:
    assert session.draft is not None
    tab.which.buttons["sources"].click()
    qtbot.waitUntil(lambda: bool(tab.table.uses.rows), timeout=60_000)
    uses = {use.source.id: use for use in tab.table.uses.rows}
    assert uses.keys() == session.sources.keys()
    assert sum(use.passages for use in uses.values()) == session.draft.coverage.passages
    machine = sum(use.cited for use in uses.values() if use.source.kind != "video")
    assert machine == session.draft.coverage.cited
    assert uses["S13"].passages == 0, "nothing is told of a withheld source"
    claim = session.claims()[0]
    citation = claim.cited()[0]
    session.place_shown(Place.of(citation))
    at = list(uses).index(citation.source_id)
    qtbot.waitUntil(lambda: tab.table.uses.rows[at].opened == 1, timeout=60_000)


def test_the_table_is_sorted_and_opens_sources(tab: CoverageTab, session: Session, qtbot: QtBot) -> None:
    tab.which.buttons["sources"].click()
    assert tab.table.isVisible()
    tab.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: str(tab.table.uses.index(0, 0).data()).startswith("JS/5 · "), timeout=60_000)
    first = tab.table.model().index(0, 0)
    tab.table.setCurrentIndex(first)
    with qtbot.waitSignal(session.place_asked) as asked:
        qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    assert asked.args == [Place("S10")]


def test_out_of_sight_nothing_is_made_and_nothing_withheld_is_kept(
    tab: CoverageTab, session: Session, qtbot: QtBot
) -> None:
    tab.hide()
    before = session.background.busy
    session.draft_changed.emit()
    session.sources_changed.emit()
    assert session.background.busy == before
    name = session.sources["S1"].fields["witness"]
    tab.which.buttons["sources"].click()
    qtbot.waitUntil(lambda: any(name in str(tab.table.uses.index(n, 0).data()) for n in range(13)), timeout=60_000)
    session.case.change("S1", {"privilege": "privileged"})
    session.sources_withheld.connect(lambda _: seen.append((tab.table.uses.rowCount(), len(tab.left_out.model_.rows))))
    seen: list[tuple[int, int]] = []
    with qtbot.waitSignal(session.sources_withheld, timeout=60_000):
        session.refresh_sources()
    assert seen == [(0, 0)], "at once"
    qtbot.waitUntil(lambda: tab.table.uses.rowCount() == 13, timeout=60_000)
    assert not any(name in str(tab.table.uses.index(n, 0).data()) for n in range(13))


def test_twenty_thousand_sources_do_not_hold_up_the_window(tab: CoverageTab, session: Session, qtbot: QtBot) -> None:
    one = session.sources["S1"]
    tab.which.buttons["sources"].click()
    qtbot.waitUntil(lambda: tab.table.uses.rowCount() == 13, timeout=60_000)
    session.sources = {f"S{n}": replace(one, id=f"S{n}", exhibit=f"AO/{n}") for n in range(1, 20_001)}
    with Watchdog() as dog:
        session.sources_changed.emit()
        qtbot.waitUntil(lambda: tab.table.uses.rowCount() == 20_000, timeout=60_000)
        tab.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        qtbot.waitUntil(lambda: str(tab.table.uses.index(0, 0).data()).startswith("AO/9999"), timeout=60_000)
    assert dog.longest < BLOCKED


def test_without_a_draft_it_says_what_will_stand_there(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    tab = CoverageTab(make_session(Case.create(tmp_path / "empty", "EMPTY")))
    qtbot.addWidget(tab)
    assert tab._stack.currentIndex() == 0


def test_what_is_held_back_is_cited_nowhere_and_one_frame_is_one(session: Session) -> None:
    assert session.draft is not None
    claims, sources = session.draft.claims, session.sources.values()
    counted = count(session.case, {c.source_id for claim in claims for c in claim.cited()})
    before = {use.source.id: use for use in uses(claims, sources, {}, counted)}
    assert any(use.cited for use in before.values())
    after = uses([replace(claim, held_back=True) for claim in claims], sources, {}, counted)
    assert not any(use.cited or use.places for use in after)
    assert [use.passages for use in after] == [use.passages for use in before.values()]
    footage = next(use for use in before.values() if use.source.kind == "video")
    assert [cells(replace(footage, cited=n))[2] for n in (0, 1, 2)] == ["–", "1 frame", "2 frames"]
