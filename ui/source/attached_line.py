"""Under the head of a source that is shown: what it came in, and what is attached to it, as links to these sources."""

from __future__ import annotations

from app.enclosed import COUNT
from provenance.records import Source
from ui.place import Place
from ui.session import Session
from ui.source.flow import FlowBox
from ui.strings import source as words
from ui.widgets.basics import button, label, tip

MOST = 6  # links; the list of evidence has them all
_LONGEST = 40  # characters of a title
_MAIL = ("eml", "msg", "tnef")


class AttachedLine(FlowBox):
    """Hidden where a source stands alone; follows what is taken in meanwhile."""

    def __init__(self, session: Session) -> None:
        super().__init__(gap=6, between=2)
        self._session, self._of = session, ""
        self._shown: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
        session.sources_changed.connect(self._look)
        self.hide()

    def show_of(self, source_id: str) -> None:
        """Of a source; of "", nothing."""
        self._of = source_id
        self._look()

    def _look(self) -> None:
        source = self._session.sources.get(self._of)
        above, inside = list[tuple[str, str]](), list[tuple[str, str]]()
        if source is not None and not source.withheld:
            container = self._session.sources.get(source.parent or "")
            above = [(container.id, container.title)] if container is not None else []
            if source.fields.get(COUNT):
                inside = [(s.id, s.title) for s in self._session.sources.values() if s.parent == source.id]
        if source is None or (above, inside) != self._shown:
            self._fill(source, above, inside)

    def _fill(self, source: Source | None, above: list[tuple[str, str]], inside: list[tuple[str, str]]) -> None:
        self._shown = above, inside
        self.clear()
        self._add(words.CAME_IN, words.CAME_IN_LINK, above)
        mail = source is not None and source.kind in _MAIL
        self._add(words.ATTACHED if mail else words.INSIDE, words.ATTACHED_LINK, inside)
        if len(inside) > MOST:
            self.flow.addWidget(label(words.ATTACHED_MORE.format(count=f"{len(inside) - MOST:,}"), "muted"))
        self.setVisible(bool(above or inside))

    def _add(self, head: str, name: str, found: list[tuple[str, str]]) -> None:
        if found:
            self.flow.addWidget(label(head, "muted"))
        for source_id, title in found[:MOST]:
            short = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
            made = button(short, lambda one=source_id: self._session.show_place(Place(one)), "link")
            made.setAccessibleName(name.format(title=title))
            made.setToolTip(tip(title) if short != title else "")
            self.flow.addWidget(made)
