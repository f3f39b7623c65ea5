"""Below the source: what else the draft cites here, and whether the original is unchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from provenance.records import Citation, Claim, Source
from ui.place import Place
from ui.session import Session
from ui.source.cited import Cited, Pair, page_of
from ui.source.flow import FlowBox
from ui.strings import source as words
from ui.widgets.basics import Elided, button, label, row, tip, tool

_MOST_LINKS = 6
_ASK_AGAIN_MILLISECONDS = 2000  # while the original is still being hashed


class Onward(QPushButton):
    """Where a quote runs over several pages: a way to the page where it goes on, or where it begins."""

    asked = Signal(int)  # a page

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "link")
        self.page = 0
        self.clicked.connect(lambda _=False: self.asked.emit(self.page))
        self.hide()

    def show_page(self, page: int, marked: Sequence[int]) -> None:
        """Of a page, where `marked` are those with marks, in order."""
        later, sooner = [n for n in marked if n > page], [n for n in marked if n < page]
        self.page = next(iter([*later, *sooner]), 0)
        said = (words.CONTINUES if later else words.BEGINS).format(page=self.page)
        self.setText(f"{said} ›" if later else f"‹ {said}")
        self.setAccessibleName(said)
        self.setVisible(bool(later or sooner))


class CitedHere(FlowBox):
    """Links to the other claims that cite this page, and steps through the places the draft cites in the source."""

    def __init__(self, session: Session) -> None:
        super().__init__(gap=6)
        self._session = session
        self._source_id, self._page = "", 0
        self._citation_id = ""
        self._cited: Cited | None = None
        self.links: list[QWidget] = []
        self.back: QToolButton | None = None
        self.on: QToolButton | None = None
        session.draft_changed.connect(self._draft_changed)
        session.claim_changed.connect(self._again)

    @property
    def cited(self) -> Cited:
        """Where the shown draft cites what; worked out once for each draft."""
        if self._cited is None:
            self._cited = Cited(self._session.claims())
        return self._cited

    def leave(self) -> None:
        """Of nothing."""
        self._source_id = self._citation_id = ""
        self.clear()
        self.links, self.back, self.on = [], None, None
        self.hide()

    def show_page(self, source_id: str, page: int, citation_id: str) -> None:
        """Of a page of a source (0 for a picture or footage), where a citation may be shown."""
        self._source_id, self._page, self._citation_id = source_id, page, citation_id
        self.clear()
        self.links = []
        self._tell_whose()
        shown_claim = citation_id.rpartition(".")[0] or self._session.claim_id
        here = {claim.id: (claim, c) for claim, c in reversed(self.cited.here(source_id, page))}
        others = [pair for claim_id, pair in reversed(here.items()) if claim_id != shown_claim]
        self._link_all([pair for pair in others if not pair[0].held_back], words.ALSO_CITED)
        self._link_all([pair for pair in others if pair[0].held_back], words.ALSO_HELD)
        self._add_steps()
        self.setVisible(self.flow.count() > 0)

    def _tell_whose(self) -> None:
        """That another claim's place is shown than the selected one's: nobody is to decide on the wrong words.

        Of a claim of a draft that is not shown any more nothing is said: its number would be taken for one of this.
        """
        shown, selected = self._citation_id.rpartition(".")[0], self._session.claim_id
        if self._session.claim(shown) is not None and selected and shown != selected:
            ids = {"shown": shown, "selected": selected}
            told = words.OTHER_CLAIM.format(**{name: one.rpartition(".")[2] for name, one in ids.items()})
            self.flow.addWidget(label(told, "amber"))

    def _draft_changed(self) -> None:
        self._cited = None
        self._again()

    def _again(self, *_: object) -> None:
        if self._source_id:
            self.show_page(self._source_id, self._page, self._citation_id)

    def _link_all(self, others: Sequence[Pair], head: Mapping[int, str]) -> None:
        """Links to claims of one kind after what they are; of many, the first."""
        if others:
            self.flow.addWidget(label(head[min(2, len(others))], "muted"))
        for claim, citation in others[:_MOST_LINKS]:
            self._link(claim, citation)
        if len(others) > _MOST_LINKS:
            self.flow.addWidget(label(words.AND_MORE.format(count=len(others) - _MOST_LINKS), "muted"))

    def _link(self, claim: Claim, citation: Citation) -> None:
        number = claim.id.rpartition(".")[2]
        made = button(number, lambda: self._go(claim, citation), "link")
        name = words.HELD_LINK if claim.held_back else words.CLAIM_LINK
        made.setAccessibleName(name.format(number=number))
        made.setToolTip(tip(f"{words.HELD_TIP}\n\n{claim.text}" if claim.held_back else claim.text))
        self.links.append(made)
        self.flow.addWidget(made)

    def _go(self, claim: Claim, citation: Citation) -> None:
        self._citation_id = citation.id  # a second step, before this place is here, goes on from it
        self._session.select(claim.id)
        self._session.show_place(Place.of(citation))

    def places(self) -> list[tuple[Claim, Citation]]:
        """Every place that the draft cites in this source, in the order of the source."""
        return self.cited.within(self._source_id)

    def step(self, by: int) -> None:
        """To the next place that the draft cites in this source, or to the one before; stops at the ends."""
        places = self.places()
        at = next((n for n, (_, c) in enumerate(places) if c.id == self._citation_id), None)
        if at is not None:
            wanted = at + by
        else:
            before = sum(page_of(c) < self._page for _, c in places)
            wanted = before if by > 0 else before - 1
        if 0 <= wanted < len(places):
            self._go(*places[wanted])

    def _add_steps(self) -> None:
        places = self.places()
        self.back = self.on = None
        if len(places) < 2 and not (places and places[0][1].id != self._citation_id):
            return
        at = next((n for n, (_, c) in enumerate(places, 1) if c.id == self._citation_id), 0)
        said = words.CITED_PLACES[min(2, len(places))].format(count=len(places))
        said = words.CITED_PLACE.format(at=at, all=len(places)) if at else said
        self.back = tool(words.PREVIOUS_CITED, lambda: self.step(-1), "up")
        self.on = tool(words.NEXT_CITED, lambda: self.step(1), "down")
        self.back.setEnabled(at != 1)
        self.on.setEnabled(at != len(places))
        if at and places[at - 1][0].held_back:
            said += words.PLACE_HELD
        told, steps = label(said, "muted"), QWidget()
        told.setToolTip(words.CITED_TIP)
        steps.setLayout(row(told, self.back, self.on, gap=2))
        self.flow.addWidget(steps)


class IntegrityLine(Elided):
    """ "SHA-256 9f2c…41ab · unchanged since it was taken in"; asks again while the original is being hashed."""

    def __init__(self, session: Session) -> None:
        self._source: Source | None = None
        super().__init__("", "small")
        self._session = session
        self._timer = QTimer(self, singleShot=True, interval=_ASK_AGAIN_MILLISECONDS)
        self._timer.timeout.connect(lambda: self.ask(self._source))

    def ask(self, source: Source | None) -> None:
        """Say it of a source; of none, nothing."""
        self._timer.stop()
        if source is None or self._source is None or source.id != self._source.id:
            self.set("")
        self._source = source
        if source is None or source.removed:
            return
        viewer = self._session.case.viewer
        self._session.background.run(
            self, lambda: viewer.integrity(source.id), lambda state: self._say(source, state), latest="integrity"
        )

    def _fit(self) -> None:
        super()._fit()
        if self.text() and self._source is not None:
            self.setToolTip(words.SHA_TIP.format(whole=self._source.sha256))

    def _say(self, source: Source, state: str) -> None:
        if self._source is None or source.id != self._source.id:
            return
        self.set(words.SHA.format(short=words.short_hash(source.sha256), state=words.INTEGRITY[state]))
        if state == "unchecked":
            self._timer.start()
