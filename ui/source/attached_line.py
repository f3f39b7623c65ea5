"""Links under the head of a source that is shown: what it came in, what is attached to it or paired with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.enclosed import COUNT
from app.links import TRANSCRIPT_OF, of_all
from provenance.records import Source
from ui.place import Place
from ui.session import Session
from ui.source.flow import FlowBox
from ui.strings import source as words
from ui.widgets.basics import button, label, tip

MOST = 6  # links of a kind; the list of evidence has them all
_LONGEST = 40  # characters of a title
_MAIL = ("eml", "msg", "tnef")
_TIME = re.compile(r"t=(\d+(?:\.\d+)?)")  # of a cue's media fragment


@dataclass(frozen=True, slots=True)
class _Group:
    """Links under a head: (id, title) each; `name` is what a link is called where it is not seen."""

    head: str
    name: str
    links: tuple[tuple[str, str], ...]
    timed: bool = False  # to a recording: at the time of the cue that is shown


class AttachedLine(FlowBox):
    """Hidden where a source stands alone; follows what is taken in and linked meanwhile."""

    def __init__(self, session: Session) -> None:
        super().__init__(gap=6, between=2)
        self._session, self._of = session, ""
        self._span: tuple[int, int] | None = None
        self._shown: list[_Group] = []
        session.sources_changed.connect(self._look)
        self.hide()

    def show_of(self, source_id: str, span: tuple[int, int] | None = None) -> None:
        """Of a source, of which a stretch of the layer is marked or none; of "", nothing."""
        self._of, self._span = source_id, span
        self._look()

    def _look(self) -> None:
        source = self._session.sources.get(self._of)
        groups = self._groups(source) if source is not None and not source.withheld else []
        if source is None or groups != self._shown:
            self._fill(groups)

    def _groups(self, source: Source) -> list[_Group]:
        sources = self._session.sources
        above = sources.get(source.parent or "")
        found = [_Group(words.CAME_IN, words.CAME_IN_LINK, ((above.id, above.title),))] if above is not None else []
        if source.fields.get(COUNT):
            inside = tuple((s.id, s.title) for s in sources.values() if s.parent == source.id)
            head = words.ATTACHED if source.kind in _MAIL else words.INSIDE
            found += [_Group(head, words.ATTACHED_LINK, inside)] if inside else []
        paired: dict[str, list[tuple[str, str]]] = {}
        for link in of_all(list(sources.values())).get(source.id, ()):
            paired.setdefault(link["kind"], []).append((link["source_id"], link["title"]))
        for kind, links in paired.items():
            head = words.PAIRED[kind]
            found.append(_Group(head, f"{head} {words.PAIRED_LINK}", tuple(links), timed=kind == TRANSCRIPT_OF))
        return found

    def _fill(self, groups: list[_Group]) -> None:
        self._shown = groups
        self.clear()
        for group in groups:
            self._add(group)
        self.setVisible(bool(groups))

    def _add(self, group: _Group) -> None:
        self.flow.addWidget(label(group.head, "muted"))
        for source_id, title in group.links[:MOST]:
            short = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
            go = self._go_at_its_time if group.timed else self._go
            made = button(short, lambda one=source_id, go=go: go(one), "link")
            made.setAccessibleName(group.name.format(title=title))
            made.setToolTip(tip(title) if short != title else "")
            self.flow.addWidget(made)
        if len(group.links) > MOST:
            more = words.ATTACHED_MORE.format(count=f"{len(group.links) - MOST:,}")
            self.flow.addWidget(label(more, "muted"))

    def _go(self, source_id: str) -> None:
        self._session.show_place(Place(source_id))

    def _go_at_its_time(self, recording: str) -> None:
        """Open the recording where the marked cue is said; at its beginning where none is marked."""
        if self._span is None:
            self._go(recording)
            return
        store, transcript, span = self._session.case.store, self._of, self._span

        def seconds() -> float | None:
            times = (_TIME.match(place.value) for place in store.layer(transcript).places(*span))
            return next((float(time[1]) for time in times if time), None)

        def then(at: float | None) -> None:
            self._session.show_place(Place(recording, seconds=at))

        self._session.viewing.run(self, seconds, then, latest="cue-time")
