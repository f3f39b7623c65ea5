"""The Compare tab: two drafts, what the comparison came to, and their claims side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from provenance.records import Citation
from ui.compare.pair_list import PairList
from ui.compare.pairs import PairRow, rows, verdict
from ui.drafting.naming import draft_name
from ui.place import Place
from ui.search.choice import Choice
from ui.session import Session
from ui.strings import compare as words
from ui.widgets.basics import column, label, look, row
from ui.widgets.chooser import Chooser
from ui.widgets.empty import EmptyState, Trouble
from ui.widgets.standing import Standing

if TYPE_CHECKING:
    from provenance.comparing import Comparison

_MOST_SEEN = 12  # drafts of the choice at once; it scrolls


class CompareTab(QWidget):
    """Compares the drafts that are chosen above; what cites withheld sources is not shown."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.found: Comparison | None = None
        self._next: dict[tuple[str, int], int] = {}  # which place of a half is opened next
        self._build()
        session.comparing.asked.connect(self._ask)
        session.drafts_changed.connect(self._offer)
        session.sources_withheld.connect(lambda _: self._forget())
        session.sources_changed.connect(self._again)
        self._offer()
        self._ask()

    def _build(self) -> None:
        self.a, self.b = Chooser(), Chooser()
        for box, name in ((self.a, words.EARLIER), (self.b, words.LATER)):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            box.setMaxVisibleItems(_MOST_SEEN)
            box.activated.connect(lambda _: self._chosen())
        self.told = label("", "strong", wrap=True)
        self.which = Choice(words.SHOWN, words.SHOW, {})
        self.which.chosen.connect(lambda _: self._fill())
        self.list = PairList(words.PAIRS)
        self.list.opened.connect(self._open)
        self._how = label(words.HOW, "small", wrap=True)
        self._pages = Standing(self.list)
        left, between, right = PairList.columns()
        top = row(self.a, self.b, gap=between, margins=(left, 0, right, 0))  # each over its own half of the list
        top.setStretch(0, 1)
        top.setStretch(1, 1)
        whole = QWidget()
        inside = column(self.told, gap=8)
        inside.addLayout(row(self.which, None))
        inside.addWidget(self._pages, 1)
        inside.addWidget(self._how)
        whole.setLayout(inside)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(EmptyState(words.EMPTY_HEAD, words.EMPTY_TEXT))
        self._stack.addWidget(EmptyState(words.FEW_HEAD, words.FEW_TEXT))
        layout = column(gap=8)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.list)

    # Which drafts

    def _offer(self) -> None:
        """The drafts there are, in both choices; what was chosen stays."""
        for box in (self.a, self.b):
            kept = box.currentData()
            box.clear()
            for one in reversed(self._session.drafts):
                box.addItem(draft_name(one), one.draft_id)
            box.setCurrentIndex(box.findData(kept))
        for box, wanted in zip((self.a, self.b), self._session.comparing.drafts, strict=True):
            if box.currentIndex() < 0:
                box.setCurrentIndex(box.findData(wanted))
        few = len(self._session.drafts) < 2
        for box in (self.a, self.b):
            box.setEnabled(not few)
        if self.found is None:
            self._stack.setCurrentIndex(2 if few else 1)

    def _ask(self) -> None:
        for box, wanted in zip((self.a, self.b), self._session.comparing.drafts, strict=True):
            box.setCurrentIndex(box.findData(wanted))
        self._make(*self._session.comparing.drafts)

    def _chosen(self) -> None:
        a, b = self.a.currentData(), self.b.currentData()
        if a and b:
            self._session.comparing.drafts = (a, b)
            self._make(a, b)

    # The comparison

    def _again(self) -> None:
        if self.isVisible():
            self._make(*self._session.comparing.drafts)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self.found is None:
            self._again()

    def _make(self, a: str, b: str) -> None:
        """Compare off this thread; until then what was shown of the same drafts stays."""
        if not (a and b):
            return
        if self.found is None or (self.found.a.id, self.found.b.id) != (a, b):
            self._forget()
            self._tell(words.COMPARING, "muted")
            self._stack.setCurrentIndex(0)
        case = self._session.case

        def work() -> Comparison:
            from app.replay import comparison

            return comparison(case, a, b)

        self._session.background.run(self, work, self._show, self._failed, latest="compare")

    def _show(self, found: Comparison) -> None:
        self.found = found
        self._tell(verdict(found), "green" if found.same else "strong")
        self._fill()
        self._stack.setCurrentIndex(0)

    def _fill(self) -> None:
        if self.found is None:
            return
        titles = {one.id: one.title for one in self._session.sources.values()}
        listed = rows(self.found, self.which.value == "all", titles)
        self._next.clear()
        self.list.show_rows(listed, keep=True)
        self._pages.put(None if listed else EmptyState(words.SAME_HEAD, words.SAME_TEXT))
        self._how.setVisible(bool(listed))

    def _tell(self, text: str, how: str) -> None:
        look(self.told, how)
        self.told.setText(text)

    def _failed(self, error: Exception) -> None:
        self._forget()
        self._tell("", "muted")
        self._pages.put(Trouble(error, closable=False))

    def _forget(self) -> None:
        """Sources came to be withheld, or other drafts are compared: nothing that was made before stays."""
        self.found = None
        self._next.clear()
        self.list.show_rows([])

    # Places

    def _open(self, key: object) -> None:
        """Open the next place of the half that the keyboard or the mouse is in."""
        row_ = next((r for r in self.list.model_.rows if r.key == key), None)
        if not isinstance(row_, PairRow):
            return
        half = (row_.a, row_.b)[self.list.side]
        if half is None or not half.citations:
            return
        at = self._next.get((row_.key, self.list.side), 0) % len(half.citations)
        self._next[row_.key, self.list.side] = at + 1
        self._show_place(half.citations[at])

    def _show_place(self, citation: Citation) -> None:
        """A place of the draft under review counts as opened; one of another draft is only looked at."""
        claim_id = citation.id.rpartition(".")[0]
        place = Place.of(citation)
        if self._session.claim(claim_id) is None:
            place = Place(citation.source_id, anchor=citation.anchor)
        self._session.show_place(place)
