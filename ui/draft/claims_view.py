"""The claims of the shown draft as cards, joined to the session: selecting, opening places, deciding."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from provenance.records import Claim
from provenance.reviews import ClaimState
from ui.draft.card_view import CardView, Chip, card_view
from ui.draft.claim_list import ClaimList, Row
from ui.place import Place
from ui.session import Session
from ui.strings import draft as words
from ui.widgets.basics import column


class ClaimsView(QWidget):
    """Cards of `session.draft`; `places_opened` says that Enter found no place left to open."""

    places_opened = Signal()

    def __init__(self, session: Session, keys: Callable[[str], str], empty: Callable[[], QWidget]) -> None:
        super().__init__()
        self._session = session
        self._empty = empty
        self._numbers: dict[str, int] = {}
        self._last = ""  # the citation that was opened last
        self.list = ClaimList(self._view, keys)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self.setLayout(column(self._stack, gap=0))
        self.list.selected.connect(session.select)
        self.list.chip_opened.connect(self._open)
        self.list.decided.connect(self.decide)
        session.draft_changed.connect(self.reload)
        session.claim_changed.connect(self.list.select)
        session.state_changed.connect(self.list.changed)
        session.sources_changed.connect(self.list.refresh)

    def reload(self) -> None:
        """Show the session's draft from its beginning."""
        claims = self._session.claims()
        self._numbers = {c.id: int(c.id.rpartition(".")[2]) for c in claims}
        self.list.show_rows(_rows(claims), self._session.writable)
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            self._stack.removeWidget(old)
            old.deleteLater()
        if not claims:
            self._stack.setCurrentIndex(self._stack.addWidget(self._empty()))
        else:
            self._stack.setCurrentIndex(0)

    # Acting from the keyboard; the window's keys call these

    def step(self, by: int) -> None:
        """Select the claim so many before or after."""
        wanted = self.list.step(by)
        if wanted:
            self._session.select(wanted)
            self.list.card.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_next(self) -> None:
        """Open the next place of the selected claim: first those not opened yet, then round again."""
        chips = self.list.card.chips()
        if not chips:
            return
        unopened = [c for c in chips if not c.opened and c.citation.role != "similar"]
        if unopened:
            self._open(unopened[0])
            return
        ids = [c.citation.id for c in chips]
        at = ids.index(self._last) + 1 if self._last in ids else 0
        self._open(chips[at % len(chips)])
        self.places_opened.emit()

    def decide(self, action: str, text: str = "", note: str = "", fault: str = "") -> None:
        """Record a decision on the selected claim, then go on to the next where it is done with."""
        claim_id, reviewing = self._session.claim_id, self._session.case.reviewing
        if claim_id:
            self._session.review(claim_id, lambda: reviewing.decide(claim_id, action, text, note, fault))

    def undo(self) -> None:
        """Take back this person's latest decision in the draft."""
        draft, reviewing = self._session.draft, self._session.case.reviewing
        if draft is not None:
            self._session.background.run(self, lambda: reviewing.undo(draft.id), self._undone)

    def _undone(self, state: ClaimState | None) -> None:
        if state is None:
            self._session.told.emit(words.NOTHING_TO_UNDO)
            return
        self._session.take_state(state)
        self._session.select(state.claim_id)
        self._session.told.emit(words.UNDONE.format(number=self._numbers.get(state.claim_id, "")))

    def _open(self, chip: Chip) -> None:
        self._last = chip.citation.id
        self._session.show_place(Place.of(chip.citation))

    def _view(self, claim_id: str) -> CardView:
        claim = self._session.claim(claim_id)
        assert claim is not None
        state = self._session.states.get(claim_id)
        return card_view(claim, self._numbers[claim_id], state, self._session.sources)


def _rows(claims: list[Claim]) -> list[Row]:
    """Rows with the heading of each stretch of claims once."""
    heads = [words.HELD_BACK if c.held_back else c.heading for c in claims]
    shown = [heads[0], *(b if a != b else "" for a, b in pairwise(heads))] if heads else []
    return [Row(c.id, head, len(c.text)) for c, head in zip(claims, shown, strict=True)]
