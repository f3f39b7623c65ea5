"""The claims of the shown draft as cards, joined to the session: selecting, opening places, deciding."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.access import Act
from provenance.errors import AttestError
from provenance.records import Claim
from provenance.reviews import ClaimState
from ui.access.allowed import why_not
from ui.draft.card_view import CardView, Chip, card_view
from ui.draft.claim_list import ClaimList, Row
from ui.draft.decided import Decided
from ui.place import Place
from ui.session import Session
from ui.strings import draft as words
from ui.strings import signing as signing_words
from ui.widgets.basics import column
from ui.widgets.standing import Standing


class ClaimsView(QWidget):
    """Cards of `session.draft`, and what the window's keys do to the selected one while it is in sight."""

    def __init__(self, session: Session, keys: Callable[[str], str], empty: Callable[[], QWidget]) -> None:
        super().__init__()
        self._session = session
        self._empty = empty
        self._numbers: dict[str, int] = {}
        self._last = ""  # the citation that was opened last
        self._unwritten = False  # whether the latest decision could not be written, and nobody was told yet
        self.list = ClaimList(self._view, keys)
        self._stack = Standing(self.list)
        self.setLayout(column(self._stack, gap=0))
        self.list.selected.connect(session.select)
        self.list.chip_opened.connect(self._open)
        self.list.decided.connect(self.decide)
        session.draft_changed.connect(self.reload)
        session.claim_changed.connect(self.list.select)
        session.state_changed.connect(self.list.changed)
        session.sources_withheld.connect(lambda _: self._forget_withheld())
        session.sources_changed.connect(self.list.refresh)

    def reload(self) -> None:
        """Show the session's draft: the one that is shown already from where it was, another from its beginning."""
        claims = self._session.claims()
        self._numbers = {c.id: int(c.id.rpartition(".")[2]) for c in claims}
        self.list.show_rows(_rows(claims), self._may(), self._session.claim_id)
        self._stack.put(None if claims else self._empty())

    def _may(self) -> bool:
        """Whether anything can be decided here: the case can be changed, by this person, and the draft is not signed
        off."""
        session = self._session
        return session.writable and session.signature is None and not why_not(session.case, Act.REVIEW)

    # Acting from the keyboard; the window's keys call these

    def act(self, name: str) -> None:
        """Do what a button of the selected card does, if it is offered: never to a claim that nobody sees."""
        card = self.list.card
        if not self._in_sight():
            return
        if self._session.signature is not None:
            self._session.tell_of_claims(signing_words.LOCKED)
        elif name == "accept" and not card.offers(name) and card.left():
            self._session.tell_of_claims(words.ACCEPT_NOT_YET)
        card.act(name)

    def step(self, by: int) -> None:
        """Select the claim so many before or after."""
        wanted = self.list.step(by) if self.isVisible() else ""
        if wanted:
            self._session.select(wanted)
            self.list.card.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_next(self) -> None:
        """Open the next place of the selected claim: first those not opened yet, then round again."""
        chips = self.list.card.chips()
        if not chips or not self._in_sight():
            return
        unopened = [c for c in chips if not c.opened and c.citation.role != "similar"]
        if unopened:
            self._open(unopened[0])
            return
        ids = [c.citation.id for c in chips]
        at = ids.index(self._last) + 1 if self._last in ids else 0
        self._open(chips[at % len(chips)])

    def decide(self, decided: Decided) -> None:
        """Record a decision on the claim that it was made on."""
        session, reviewing, one = self._session, self._session.case.reviewing, decided
        spent = session.attended.take()

        def then(state: ClaimState) -> None:
            self.list.card.settle(one, written=True)
            session.take_state(state)
            session.tell_of_claims(words.DECIDED[one.action].format(number=self._numbers.get(one.claim_id, "")))

        def failed(error: Exception) -> None:
            self._unwritten = False
            session.attended.give_back(spent)
            if session.claim_id == went_on:
                session.select(one.claim_id)
            if isinstance(error, AttestError) and error.code == "claim_changed":
                session.reviews.run(self, lambda: reviewing.state(one.claim_id), changed, session.failed.emit)
            else:
                self.list.card.settle(one, written=False)
            session.failed.emit(error)

        def changed(state: ClaimState) -> None:
            session.take_state(state)  # the words that stand are on the card before its editor opens again
            self.list.card.settle(one, written=False)

        def write() -> ClaimState:
            self._unwritten = True
            reviewing.looked(spent)
            spent.clear()
            state = reviewing.decide(one.claim_id, one.action, one.text, one.note, one.fault, seen=one.seen)
            self._unwritten = False
            return state

        session.reviews.run(self, write, then, failed)
        went_on = self._go_on(one)

    def _go_on(self, decided: Decided) -> str:
        """After a claim was decided to its end, select the next one that is not checked; gives its id, "" for none."""
        session = self._session
        if decided.action not in ("accept", "reject") or not session.preferences.go_on:
            return ""
        if session.claim_id != decided.claim_id:
            return ""  # the person went on already
        ids = [c.id for c in session.claims() if not c.held_back]
        at = ids.index(decided.claim_id) + 1 if decided.claim_id in ids else 0
        wanted = (c for c in (*ids[at:], *ids[:at]) if c != decided.claim_id and not session.checked(c))
        if found := next(wanted, ""):
            session.select(found)
        return found

    def undo(self) -> None:
        """Take back this person's latest decision in the draft, while its claims are what is looked at."""
        draft, reviewing = self._session.draft, self._session.case.reviewing
        if self._session.signature is not None and self.isVisible():
            self._session.tell_of_claims(signing_words.LOCKED)
        elif draft is not None and self.isVisible():
            selected = self._session.claim_id

            def undo() -> ClaimState | None:
                """What was to be taken back was never written: not the decision before it is meant."""
                return None if self._unwritten else reviewing.undo(draft.id)

            self._session.reviews.run(self, undo, lambda state: self._undone(state, selected))

    def unsaved(self) -> list[str]:
        """A sentence for each claim about which something was typed and not saved."""
        told = []
        for claim_id, kind in self.list.card.unsaved():
            draft, _, number = claim_id.removeprefix("D").partition(".")
            told.append(words.UNSAVED[kind].format(draft=draft, number=number))
        return told

    def _undone(self, state: ClaimState | None, selected: str) -> None:
        """Show what was taken back, unless the person went on to another claim: the next key is meant for that."""
        if state is None:
            self._session.tell_of_claims(words.NOTHING_TO_UNDO)
            return
        self._session.take_state(state)
        if self._session.claim_id == selected:
            self._session.select(state.claim_id)
        self._session.tell_of_claims(words.UNDONE.format(number=self._numbers.get(state.claim_id, "")))

    def _in_sight(self) -> bool:
        """Whether the selected card can be seen; one that was scrolled away is brought back first."""
        card = self.list.card
        seen = card.in_sight()
        if not seen and card.isVisible():
            self.list.reveal_card()
            self._session.tell_of_claims(words.BROUGHT_BACK)
        return seen

    def _forget_withheld(self) -> None:
        """Nothing that was typed about claims which are withheld by now stays."""
        self.list.card.forget({claim_id for claim_id, _ in self._session.withheld})

    def _open(self, chip: Chip) -> None:
        self._last = chip.citation.id
        self._session.show_place(Place.of(chip.citation))

    def _view(self, claim_id: str) -> CardView:
        claim = self._session.claim(claim_id)
        assert claim is not None
        state = self._session.states.get(claim_id)
        return card_view(claim, self._numbers[claim_id], state, self._session.sources, self._session.case.by)


def _rows(claims: list[Claim]) -> list[Row]:
    """Rows with the heading of each stretch of claims once."""
    heads = [words.HELD_BACK if c.held_back else c.heading for c in claims]
    shown = [heads[0], *(b if a != b else "" for a, b in pairwise(heads))] if heads else []
    return [Row(c.id, head, len(c.text)) for c, head in zip(claims, shown, strict=True)]
