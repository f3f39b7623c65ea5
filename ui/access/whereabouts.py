"""Where one was in a case: remembered by identifiers alone while it is closed, and gone back to once it is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from ui.place import Place

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.session import Session
    from ui.source.pane import SourcePane


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Draft, claim, tab, and what the source pane showed; `editing` is what the editor was open for. No words of the
    case stand here. `stopped` are titles of the work that was ended when it was closed."""

    draft_id: str = ""
    claim_id: str = ""
    tab: str = "summary"
    editing: str = ""
    source_id: str = ""
    citation_id: str = ""
    page: int = 0
    seconds: float | None = None
    hidden: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


def whereabouts(session: Session, desk: Desk, stopped: tuple[str, ...] = ()) -> Whereabouts:
    """Where one is now."""
    shown = _shown(desk.source)
    return Whereabouts(
        draft_id=session.draft.id if session.draft is not None else "",
        claim_id=session.claim_id,
        tab=desk.middle.tab,
        editing=desk.summary.claims.list.card.mode.replace("view", ""),
        source_id=shown.source_id if shown is not None else "",
        citation_id=shown.citation_id if shown is not None else "",
        page=shown.page if shown is not None else 0,
        seconds=shown.seconds if shown is not None else None,
        hidden=tuple(n for n, pane in (("evidence", desk.evidence), ("source", desk.source)) if pane.isHidden()),
        stopped=stopped,
    )


def _shown(pane: SourcePane) -> Place | None:
    """What the pane shows, without words: a citation by its id while its page or frame is up, else page or moment."""
    found, frames = pane.leaf.opened, pane.frame_view
    if pane.state == "frame" and frames.footage is not None and frames.source is not None:
        cited = pane.shown_place.citation_id if pane.shown_place is not None else ""
        moment = float(frames.footage.seconds(frames.named))
        return Place(frames.source.id, seconds=moment, citation_id=cited)
    if pane.state in ("page", "text") and found is not None:
        cited = found.place.citation_id if pane.leaf.page in found.to_see else ""
        return Place(found.source.id, page=pane.leaf.page, citation_id=cited)
    return None


class GoingBack(QObject):
    """Brings a desk back to where one was, as its lists and the draft are read; goes with the desk."""

    def __init__(self, session: Session, desk: Desk, where: Whereabouts) -> None:
        super().__init__(desk)
        self._session, self._desk, self._where = session, desk, where
        for name in where.hidden:
            (desk.evidence if name == "evidence" else desk.source).hide()
        desk.middle.show_tab(where.tab)
        if where.draft_id:
            session.draft_changed.connect(self._draft_here, Qt.ConnectionType.SingleShotConnection)
        session.sources_changed.connect(self._sources_here, Qt.ConnectionType.SingleShotConnection)

    def _sources_here(self) -> None:
        """A place that no draft cites can be shown once it is known which sources there are."""
        where = self._where
        if where.source_id in self._session.sources and not (where.citation_id and where.draft_id):
            self._session.show_place(Place(where.source_id, page=where.page, seconds=where.seconds))

    def _draft_here(self) -> None:
        where, session = self._where, self._session
        cited = {c.id: c for claim in session.claims() for c in claim.citations}
        if where.citation_id in cited:
            session.show_place(Place.of(cited[where.citation_id]))
        elif where.citation_id and where.source_id:
            session.show_place(Place(where.source_id, page=where.page, seconds=where.seconds))
        if where.editing:
            QTimer.singleShot(0, self, self._edit)  # once the claim is the selected one

    def _edit(self) -> None:
        if self._session.claim_id == self._where.claim_id:
            self._desk.summary.claims.list.card.edit("amend" if self._where.editing == "amend" else "note")
