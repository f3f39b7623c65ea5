"""A line over the claims that says how many the checks held back, and leads to them."""

from __future__ import annotations

from provenance import draft_words
from ui.session import Session
from ui.strings import draft as words
from ui.widgets.basics import button, frame, label, row, symbol


class HeldLine:
    """`widget` is shown while the shown draft has claims that the checks held back."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.said = label("", "amber", wrap=True)
        self.why = button(words.READ_WHY, self._go, "link")
        layout = row(symbol("look", "amber"), self.said, self.why, margins=(12, 4, 12, 4))
        layout.setStretch(1, 1)
        self.widget = frame("notice", layout)
        self.widget.hide()
        session.draft_changed.connect(self._show)
        self._show()

    def _held(self) -> list[str]:
        return [claim.id for claim in self._session.claims() if claim.held_back]

    def _show(self) -> None:
        held = self._held()
        stand = len(self._session.claims()) - len(held)
        told = draft_words.held_back(len(held))
        withheld = len(self._session.withheld)
        if held and not stand:
            all_of = withheld and draft_words.not_shown(len(held), withheld=withheld)
            self.said.setText(f"{all_of}." if all_of else f"{told}. {words.NONE_STANDS}")
        else:
            self.said.setText(f"{told}.")
        self.why.setAccessibleName(f"{words.READ_WHY}: {told}")
        self.widget.setVisible(bool(held))

    def _go(self) -> None:
        held = self._held()
        if held:
            self._session.select(held[0])
