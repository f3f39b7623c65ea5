"""Where a draft cites a source: by page and in order, worked out once for each draft."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from provenance.records import FrameAnchor
from ui.session import Session
from ui.source import foot
from ui.source.cited import Cited, Pair, page_of
from ui.source.foot import CitedHere

WAIT = 60_000


def looked_through(session: Session, source_id: str, page: int) -> list[Pair]:
    """The citations on a page, by walking all of them."""
    found = []
    for claim in session.claims():
        for citation in claim.cited():
            anchor = citation.anchor
            pages = set() if isinstance(anchor, FrameAnchor) else {box.page for box in anchor.boxes}
            if citation.source_id == source_id and (not pages or page in pages):
                found.append((claim, citation))
    return found


def test_the_index_finds_what_a_walk_finds(session: Session) -> None:
    cited, pages = Cited(session.claims()), range(6)
    sources = {c.source_id for claim in session.claims() for c in claim.cited()}
    assert len(sources) > 2
    for source_id in sources:
        for page in pages:
            assert cited.here(source_id, page) == looked_through(session, source_id, page)
        within = cited.within(source_id)
        assert {c.id for p in pages for _, c in cited.here(source_id, p)} <= {c.id for _, c in within}
        if within and isinstance(within[0][1].anchor, FrameAnchor):
            ordinals = [c.anchor.ordinal for _, c in within]  # type: ignore[union-attr]
            assert ordinals == sorted(ordinals)
    assert cited.here("S0", 1) == [] and cited.within("S0") == []


def test_claims_that_were_held_back_are_told_apart_from_those_that_stand(session: Session, qtbot: QtBot) -> None:
    shown, stands, held = session.claims()[:3]
    at = shown.citations[0]
    assert session.draft is not None and not shown.held_back and not stands.held_back
    stands = replace(stands, citations=(replace(at, id=f"{stands.id}.1"),))
    held = replace(held, citations=(replace(at, id=f"{held.id}.1"),), held_back=True)
    session.draft = replace(session.draft, claims=(shown, stands, held))
    here = CitedHere(session)
    qtbot.addWidget(here)
    here.show_page(at.source_id, page_of(at), at.id)
    told = [one.text() for one in here.findChildren(QLabel)]
    assert "Also cited here: claim" in told and "Held back by the checks: claim" in told
    one, other = here.links
    assert "held back" not in one.accessibleName() and one.accessibleName().startswith("Claim 2")
    assert other.accessibleName().startswith("Claim 3, which the checks held back")
    assert "no part of the draft" in other.toolTip()
    here.show_page(at.source_id, page_of(at), f"{held.id}.1")
    assert any(one.text().endswith("of a claim held back") for one in here.findChildren(QLabel))


def test_a_draft_is_walked_once(session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Cited] = []

    def counted(claims: list[object]) -> Cited:
        made.append(Cited(claims))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(foot, "Cited", counted)
    here = CitedHere(session)
    qtbot.addWidget(here)
    claim = session.claims()[0]
    for page in (1, 2, 1):
        here.show_page(claim.citations[0].source_id, page, "")
    session.select(session.claims()[1].id)
    assert len(made) == 1
    with qtbot.waitSignal(session.draft_changed, timeout=WAIT):
        session.show_draft("D2")
    assert len(made) == 2 and here.cited.within("S0") == []
