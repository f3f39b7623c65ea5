"""The selected claim's card: buttons for its places and for what can be decided, an editor when words are asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from provenance.reviews import Action
from ui.draft.card_layout import CardLayout, Laid
from ui.draft.card_paint import paint_card, paint_frame
from ui.draft.card_view import CardView, Chip
from ui.draft.concern import Hover, told_at
from ui.draft.decided import Decided
from ui.draft.editor import Editor
from ui.strings import draft as words
from ui.strings.signing import YOURS
from ui.theme.icons import icon
from ui.widgets.basics import button, tip

Mode = Literal["view", "amend", "note"]
_EDITOR_LINES = 7


class CurrentCard(QWidget):
    """Shows one CardView; `decided` carries a Decided, `chip_opened` a Chip whose place is to be shown."""

    decided = Signal(object)
    chip_opened = Signal(object)
    grown = Signal()  # its height is another one

    def __init__(self, keys: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = keys
        self.view: CardView | None = None
        self._laid = Laid()
        self.mode: Mode = "view"
        self._may = True
        self._chips: list[QPushButton] = []
        self._places: list[str] = []  # the citations whose chips these are
        self._unsaved: dict[tuple[str, Mode], str] = {}
        self._saving: set[tuple[str, Mode]] = set()  # of those, what is being written
        self._begun = ("", "")  # what the editor began with, and the amended words that stood then
        self._editor = Editor(self)
        self._editor.hide()
        self._editor.saved.connect(self._saved)
        self._editor.left.connect(self.stop_editing)
        self._editor.given_up.connect(self._give_up)
        self._buttons = self._make_buttons()
        Hover(self, lambda at: told_at(self._laid, at))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _make_buttons(self) -> dict[str, QPushButton]:
        acts: dict[str, tuple[str, Callable[[], object], str]] = {
            "aside": (words.ASIDE, lambda: self._decide("aside"), "compact"),
            "note": (words.NOTE, lambda: self.edit("note"), "compact"),
            "amend": (words.AMEND, lambda: self.edit("amend"), "compact"),
            "reject": (words.REJECT, self.ask_fault, "compact"),
            "accept": (words.ACCEPT, lambda: self._decide("accept"), "primary"),
        }
        made = {}
        for name, (text, act, look) in acts.items():
            made[name] = button(text, act, look)
            made[name].setParent(self)
        return made

    def show_claim(self, view: CardView, may: bool) -> None:
        """Show a claim; `may` is whether this case can be changed."""
        if self.view and self.view.claim.id != view.claim.id:
            self._keep_unsaved()
            self._end_editing()
        self.view, self._may = view, may
        self.setAccessibleName(words.CLAIM_NUMBER.format(number=view.number, count="").removesuffix(" of "))
        self.setAccessibleDescription(view.spoken())
        self._make_chips()
        self._dress()

    def height_for(self, width: float) -> float:
        """Lay out for a width; gives the height that the card needs."""
        if self.view is None:
            return 0.0
        editor = self._editor.height_of(_EDITOR_LINES) if self.mode != "view" else 0
        sizes = [one.sizeHint() for one in self._shown()]
        self._laid = CardLayout(self.view, width, selected=True).lay(sizes, editor)
        self._arrange()
        return self._laid.height

    def edit(self, mode: Mode) -> None:
        """Open the editor: for the claim's words, or for a note."""
        if self.view is None or not self._may:
            return
        self._keep_unsaved()
        self.mode = mode
        start = self.view.whole if mode == "amend" else ""
        self._begun = (start, self.view.seen)
        self._saving.discard((self.view.claim.id, mode))
        kept = self._unsaved.get((self.view.claim.id, mode))
        name, save = (words.AMEND_NAME, words.AMEND_SAVE) if mode == "amend" else (words.NOTE_NAME, words.NOTE_SAVE)
        self._editor.begin(name, save, start if kept is None else kept)
        self._dress()
        self._editor.take_focus()

    def stop_editing(self) -> None:
        """Leave the editor without saving; what was typed is there when it is opened again."""
        self._keep_unsaved()
        self._end_editing()
        self._dress()
        self.setFocus()

    def _give_up(self) -> None:
        """Leave the editor, and keep nothing of what was typed."""
        self._editor.empty()
        self.stop_editing()

    def ask_fault(self) -> None:
        """Ask what is wrong, then reject; the digits 1 to 7 choose."""
        if self.view is None or not self._may:
            return
        asked = self.view
        menu = QMenu(words.FAULT_ASKED, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(words.FAULT_ASKED)
        menu.aboutToHide.connect(self.setFocus)
        menu.addSection(words.FAULT_ASKED)
        for number, (fault, text) in enumerate(words.FAULTS.items(), start=1):
            action = menu.addAction(f"&{number}  {text}")
            action.triggered.connect(lambda _=False, fault=fault: self._reject(asked, fault))
        menu.setActiveAction(menu.actions()[1])
        corner = self._buttons["reject"]
        menu.popup(corner.mapToGlobal(corner.rect().bottomLeft()))

    def act(self, name: str) -> None:
        """Do what the button of a decision does, if it is offered."""
        if self.offers(name):
            self._buttons[name].click()

    def unsaved(self) -> dict[tuple[str, Mode], str]:
        """Words that were typed and not saved, by claim and what they are for."""
        self._keep_unsaved()
        return {key: text for key, text in self._unsaved.items() if key not in self._saving}

    def take_unsaved(self, typed: Mapping[tuple[str, str], str]) -> None:
        """Words that were typed before the case was locked are there when their editor is opened."""
        for (claim_id, kind), text in typed.items():
            mode: Mode = "amend" if kind == "amend" else "note"
            self._unsaved.setdefault((claim_id, mode), text)
        untouched = self.mode != "view" and self._editor.text() == self._begun[0]
        if self.view is not None and untouched and (self.view.claim.id, self.mode) in typed:
            opened, self.mode = self.mode, "view"
            self.edit(opened)

    def settle(self, decided: Decided, *, written: bool) -> None:
        """A decision was written, or could not be: its words are forgotten, or offered in the editor once more."""
        if decided.action not in ("amend", "note"):
            return
        key: tuple[str, Mode] = (decided.claim_id, "amend" if decided.action == "amend" else "note")
        self._saving.discard(key)
        if written:
            if self._unsaved.get(key) == (decided.text or decided.note):
                del self._unsaved[key]
        elif self.view is not None and self.view.claim.id == decided.claim_id and self.mode == "view":
            self.edit(key[1])

    def forget(self, claim_ids: Collection[str]) -> None:
        """Keep nothing of these claims, not even what was typed about them."""
        self._unsaved = {key: text for key, text in self._unsaved.items() if key[0] not in claim_ids}
        if self.view is not None and self.view.claim.id in claim_ids:
            self.view, self._laid = None, Laid()
            self._end_editing()
            self._make_chips()
            self.setAccessibleDescription("")

    def in_sight(self) -> bool:
        """Whether any of it can be seen now."""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    def offers(self, name: str) -> bool:
        """Whether a decision ("accept", "amend", "reject", "aside", "note") is offered now."""
        return self._buttons[name].isEnabled() and not self._buttons[name].isHidden()

    def chips(self) -> list[Chip]:
        """All places of the claim in the order in which Enter opens them: cited, then against, then similar."""
        return [*self.view.chips, *self.view.against, *self.view.similar] if self.view else []

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        paint_frame(painter, QRectF(self.rect()), selected=True)
        paint_card(painter, self._laid, QPointF(0, 0), chips=False)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()  # the list and the window's keys decide

    # Inside

    def _make_chips(self) -> None:
        """A button for each place. Those that are there are kept: one that has the keyboard must not hand it on."""
        chips = self.chips()
        places = [chip.citation.id for chip in chips]
        if places != self._places:
            self._places = places
            self._replace_chips(chips)
        for chip, made in zip(chips, self._chips, strict=True):
            made.setText(chip.text)
            made.setToolTip(tip(chip.more))
            made.setAccessibleName(f"{chip.text}, {words.OPENED}" if chip.opened else chip.text)
            made.setIcon(icon("good", "accent") if chip.opened else QIcon())

    def _replace_chips(self, chips: Sequence[Chip]) -> None:
        if any(old.hasFocus() for old in self._chips):
            self.setFocus()
        for old in self._chips:
            old.hide()
            old.deleteLater()
        self._chips = []
        for n, chip in enumerate(chips):
            look = "chip-against" if chip.citation.role == "against" else "chip"
            made = button(chip.text, lambda n=n: self.chip_opened.emit(self.chips()[n]), look)
            made.setParent(self)
            made.show()
            self._chips.append(made)
        order = [self, *self._chips, *self._buttons.values()]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _dress(self) -> None:
        """Which buttons are there and can be pressed."""
        view, viewing = self.view, self.mode == "view"
        yours = view is not None and view.yours  # it is for another person to accept it now
        barred = {"accepted": "accept", "rejected": "reject", "aside": "aside"}.get(view.state_icon if view else "")
        self._editor.setVisible(not viewing)
        for name, one in self._buttons.items():
            key = self._keys(name)
            plain = getattr(words, name.upper())
            one.setText(f"{plain}  {key}" if key else plain)
            shown, enabled = viewing and self._may, name != barred and (name != "accept" or not (self.left() or yours))
            if one.hasFocus() and not (shown and enabled):
                self.setFocus()  # else Qt hands the keyboard on to the next button, and Enter presses that
            one.setVisible(shown)
            one.setEnabled(enabled)
        self._buttons["accept"].setToolTip(YOURS if yours else words.ACCEPT_NOT_YET if self.left() else "")
        self.grown.emit()

    def left(self) -> bool:
        """Whether places are still to be opened."""
        return any(not c.opened for c in (*self.view.chips, *self.view.against)) if self.view else True

    def _arrange(self) -> None:
        """Put the buttons where the layout has them."""
        spots = {spot.chip.citation.id: spot for spot in self._laid.spots}
        for chip, made in zip(self.chips(), self._chips, strict=True):
            made.setGeometry(spots[chip.citation.id].rect.toAlignedRect())
            made.setText(spots[chip.citation.id].text())
        for one, rect in zip(self._shown(), self._laid.buttons, strict=True):
            one.setGeometry(rect.toAlignedRect())
        if self.mode != "view":
            self._editor.setGeometry(self._laid.editor.toAlignedRect())

    def _shown(self) -> list[QPushButton]:
        return [one for one in self._buttons.values() if not one.isHidden()]

    def _decide(self, action: Action) -> None:
        if self.view is not None:
            self.decided.emit(Decided(self.view.claim.id, self.view.seen, action))

    def _reject(self, asked: CardView, fault: str) -> None:
        """Reject the claim that the fault was asked for, whichever is selected by now."""
        self.decided.emit(Decided(asked.claim.id, asked.seen, "reject", fault=fault))

    def _saved(self, text: str) -> None:
        if self.view is None:
            return
        self._keep_unsaved()
        mode, seen = self.mode, self._begun[1]
        self._saving.add((self.view.claim.id, mode))
        self.mode = "view"
        self._dress()
        self.setFocus()
        if mode == "amend":
            self.decided.emit(Decided(self.view.claim.id, seen, "amend", text=text))
        else:
            self.decided.emit(Decided(self.view.claim.id, seen, "note", note=text))

    def _end_editing(self) -> None:
        """Nothing is typed any more, and no words are left in the editor."""
        self.mode, self._begun = "view", ("", "")
        self._editor.begin("", "", "")

    def _keep_unsaved(self) -> None:
        """Words that were typed are kept until they are saved, or given up with Escape."""
        if self.view is None or self.mode == "view":
            return
        key, text = (self.view.claim.id, self.mode), self._editor.text()
        if text in (self._begun[0], ""):
            self._unsaved.pop(key, None)
        else:
            self._unsaved[key] = text
