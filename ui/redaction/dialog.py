"""Marks a source for redaction: draw over areas, take suggestions one by one by keyboard, look at the redacted page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QListWidget, QSpinBox, QWidget

from provenance.records import Box, Source
from provenance.redaction_marks import Redaction
from ui.redaction.picker import RedactionPicker
from ui.redaction.rows import face_row, fill, mark_row, offer_row
from ui.redaction.work import Redactions, Shown
from ui.session import Session
from ui.source.marks import rect
from ui.source.pictures import Picture
from ui.source.rear import Rear
from ui.source.tools import Stepper
from ui.strings import common
from ui.strings import redaction as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, keys_within, label, look, row
from ui.widgets.empty import sentence_of
from ui.widgets.room import scrolled, take_room

if TYPE_CHECKING:
    from app.viewing import FootageView

_SIZE = (1240, 720)  # pixels at normal text size
_SIDE = 380


class RedactionDialog(QDialog):
    """For a source, on a page of it or, of footage, on the frame with an ordinal."""

    def __init__(
        self, session: Session, source: Source, at: int, footage: FootageView | None, rear: Rear,
        parent: QWidget | None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.TITLE.format(title=source.title))
        self._session, self._source, self._footage, self.at = session, source, footage, at
        self._work = Redactions(session, source, footage, rear)
        self._shown: Shown | None = None
        self._faces: list[QRectF] = []
        self._build()
        self._lay()
        session.sources_withheld.connect(self._withheld)
        take_room(self, *_SIZE)
        session.viewing.run(self, self._work.measure, lambda _: self.turn(self.at), self._failed)

    def _build(self) -> None:
        self.picture = RedactionPicker(words.PAGE_NAME)
        self.picture.fit_width(self._footage is None and self._source.kind != "picture")
        self.picture.draw(self._session.writable)
        self.picture.added.connect(self._drawn)
        self.stepper = Stepper()
        self.stepper.name(frames=self._footage is not None)
        self.stepper.stepped.connect(lambda by: self.turn(self.at + by))
        self.stepper.typed.connect(lambda number: self.turn(number - 1 + self._work.first))
        self.last = QSpinBox()
        self.last.setAccessibleName(words.TO)
        self.preview = button(words.PREVIEW, self._preview)
        self.preview.setCheckable(True)
        self.preview.setToolTip(words.PREVIEW_TIP)
        self.reason = QComboBox(editable=True)
        self.reason.setAccessibleName(words.REASON)
        self.reason.setToolTip(words.REASON_TIP)
        self.reason.setMinimumContentsLength(12)
        self.marks, self.offers = QListWidget(), QListWidget()
        self.marks_head, self.offers_head = label("", "strong"), label("", "strong")
        self.mark = button(words.MARK, self.take, "primary")
        self.mark.setToolTip(words.MARK_TIP)
        self.remove = button(words.REMOVE, self.take_back)
        self.remove.setToolTip(words.REMOVE_TIP)
        self.faces = button(words.FACES, self._suggest_faces)
        self.faces.setToolTip(words.FACES_TIP)
        self.faces.setVisible(self._footage is not None or self._source.kind == "picture")
        self.said = label("" if self._session.writable else words.READ_ONLY, "amber", wrap=True)
        self.close_button = button(common.CLOSE, self.reject)
        for one in (self.mark, self.remove, self.close_button, self.preview, self.faces):
            one.setAutoDefault(False)  # Enter belongs to the list of suggestions
        self.marks.currentRowChanged.connect(lambda _: self._show_areas())
        self.offers.itemActivated.connect(lambda _: self.take())
        self.offers.currentRowChanged.connect(self._look_at)
        for listed in (self.marks, self.offers):
            listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            listed.setTextElideMode(Qt.TextElideMode.ElideRight)
        keys_within(self.marks, {Qt.Key.Key_Delete: self.take_back})

    def _lay(self) -> None:
        side = column(label(words.LEAD, "muted", wrap=True), gap=8)
        side.addWidget(label(words.HOW_PAGE if self._footage is None else words.HOW_FRAME, "muted", wrap=True))
        side.addWidget(label(words.REASON, "strong"))
        side.addWidget(self.reason)
        if self._footage is not None:
            side.addLayout(row(label(words.TO), self.last, None))
        for head, listed, acts in ((self.offers_head, self.offers, (self.mark, self.faces)),
                                   (self.marks_head, self.marks, (self.remove,))):  # fmt: skip
            side.addWidget(head)
            side.addWidget(listed, 1)
            side.addLayout(row(*acts, None))
        side.addWidget(label(words.SUGGESTED_NOTE, "muted", wrap=True))
        side.setContentsMargins(4, 0, 8, 0)
        inside = QWidget()
        inside.setProperty("look", "ground")
        inside.setLayout(side)
        panel = scrolled(inside)
        panel.setFixedWidth(min(theme().px(_SIDE), 560))
        left = column(self.picture, gap=6)
        left.addLayout(row(self.stepper, self.preview, None))
        left.setStretch(0, 1)
        top = row(gap=12)
        top.addLayout(left, 1)
        top.addWidget(panel)
        layout = column(gap=10, margins=(16, 16, 16, 16))
        layout.addLayout(top, 1)
        foot = row(self.said, self.close_button)
        foot.setStretch(0, 1)
        layout.addLayout(foot)
        self.setLayout(layout)

    # What is shown

    def turn(self, at: int) -> None:
        """Show a page, or a frame."""
        first, count = self._work.first, self._work.count
        self.at = min(max(at, first), first + count - 1)
        self.stepper.set(self.at - first + 1, count)
        self.last.setRange(self.at + 1, max(self.at + 1, count))
        self._faces = []
        self._ask_picture()
        self.refresh()

    def refresh(self) -> None:
        """Read the marks and suggestions again."""
        at = self.at
        self._session.viewing.run(self, lambda: self._work.shown(at), self._take, self._failed, latest="shown")

    def _ask_picture(self) -> None:
        at, preview = self.at, self.preview.isChecked()
        work = (lambda: self._work.preview(at)) if preview else (lambda: self._work.picture(at))
        self.picture.draw(False)  # what is still shown may be another page than the one that would be marked

        def then(picture: Picture) -> None:
            self.picture.show_picture(picture)
            self.picture.draw(self._session.writable and not preview)
            self._show_areas()
            if preview:
                self._say(words.PREVIEW_SHOWN, "muted")

        self._session.viewing.run(self, work, then, self._failed, latest="picture")

    def _take(self, shown: Shown) -> None:
        self._shown = shown
        at = self.marks.currentRow(), self.offers.currentRow()
        typed = self.reason.currentText()
        self.reason.clear()
        self.reason.addItems(list(shown.reasons))
        self.reason.setCurrentText(typed or (shown.reasons[0] if shown.reasons else ""))
        fill(self.marks, [mark_row(m, p) for m, p in zip(shown.marks, shown.places, strict=True)], words.NO_MARKS)
        faces = [face_row(area) for area in self._faces]
        fill(self.offers, [*map(offer_row, shown.offers), *faces], words.NO_SUGGESTIONS)
        heads = (
            words.MARKS.format(count=len(shown.marks)),
            words.SUGGESTIONS.format(count=len(shown.offers) + len(faces)),
        )
        for head, listed, said in ((self.marks_head, self.marks, heads[0]), (self.offers_head, self.offers, heads[1])):
            head.setText(said)
            listed.setAccessibleName(said)
        self.marks.setCurrentRow(min(at[0], len(shown.marks) - 1))
        self.offers.setCurrentRow(max(0, min(at[1], len(shown.offers) + len(faces) - 1)))
        may = self._session.writable
        self.mark.setEnabled(may and bool(shown.offers or faces))
        self.remove.setEnabled(may and bool(shown.marks))
        self.preview.setEnabled(bool(shown.marks))
        self._show_areas()

    def _show_areas(self) -> None:
        here = self._shown.here if self._shown is not None and not self.preview.isChecked() else ()
        chosen = next((n for n, (mark, _) in enumerate(here) if mark == self.marks.currentRow()), -1)
        self.picture.show_areas([area for _, area in here], chosen)
        self.picture.mark({"region": [] if self.preview.isChecked() else self._faces})

    def _look_at(self, row: int) -> None:
        """Show where the chosen suggestion stands, turning to its page."""
        shown = self._shown
        if shown is None or not 0 <= row < len(shown.offers) or not self.offers.hasFocus():
            self.picture.mark({"found": []})
            return
        offer = shown.offers[row]

        def then(boxes: tuple[Box, ...]) -> None:
            if not boxes:
                return
            if boxes[0].page != self.at:
                self.turn(boxes[0].page)
            self.picture.mark({"found": [rect(box) for box in boxes if box.page == self.at]})

        self._session.viewing.run(self, lambda: self._work.places(offer), then, self._failed, latest="offer")

    # What is done

    def take(self) -> None:
        """Mark the chosen suggestion; the next one is chosen then."""
        shown, at = self._shown, self.offers.currentRow()
        if shown is None or not self.mark.isEnabled() or at < 0:
            return
        if at < len(shown.offers):
            offer, doing, source_id = shown.offers[at], self._session.case.redacting, self._source.id
            self._do(lambda reason: [doing.mark_words(source_id, offer.start, offer.end, reason)])
        elif at - len(shown.offers) < len(self._faces):
            self._mark_area(self._faces.pop(at - len(shown.offers)), face=True)

    def take_back(self) -> None:
        """Take the chosen mark back."""
        shown, at = self._shown, self.marks.currentRow()
        if shown is not None and self.remove.isEnabled() and 0 <= at < len(shown.marks):
            mark_id, doing = shown.marks[at].id, self._session.case.redacting
            self._do(lambda _: [doing.remove(mark_id)], needs_reason=False)

    def _drawn(self, area: QRectF) -> None:
        self._mark_area(area, face=False)

    def _mark_area(self, area: QRectF, face: bool) -> None:
        at, last = self.at, self.last.value() - 1
        self._do(lambda reason: self._work.mark_area(at, last, area, reason, face))

    def _do(self, act: Callable[[str], Sequence[Redaction]], needs_reason: bool = True) -> None:
        reason = self.reason.currentText().strip()
        if needs_reason and not reason:
            self._say(words.NEEDS_REASON)
            self.reason.setFocus()
            return
        doing, source_id = self._session.case.redacting, self._source.id

        def work() -> tuple[Sequence[Redaction], list[str], list[str]]:
            marks, twins = act(reason), [f"{s.title} ({s.id})" for s in doing.same_bytes(source_id)]
            return marks, list(dict.fromkeys(e.label for e in doing.elsewhere(source_id))), twins

        def then(found: tuple[Sequence[Redaction], list[str], list[str]]) -> None:
            marks, left, twins = found
            gone = [m.id for m in marks if not m.standing]
            said = [words.REMOVED.format(id=", ".join(gone)) if gone else words.MARKED.format(place=marks[0].id)]
            said += [words.TWINS.format(titles=", ".join(twins))] if twins and not gone else []
            said += [words.ALSO.format(places=", ".join(left))] if left else []
            self._say(f"{'. '.join(one.rstrip('.') for one in said)}.", "amber" if left else "green")
            self._session.redactions_changed.emit(source_id)
            self.refresh()
            if self.preview.isChecked():
                self._ask_picture()

        self._session.reviews.run(self, work, then, self._failed)

    def _preview(self) -> None:
        if self.preview.isChecked():
            self._say(words.PREVIEWING, "muted")
        self._ask_picture()

    def _suggest_faces(self) -> None:
        at = self.at

        def then(found: list[QRectF]) -> None:
            self._faces = found if at == self.at else []
            self.refresh()

        self._session.background.run(self, lambda: self._work.faces(at), then, self._failed)

    def _say(self, text: str, how: str = "amber") -> None:
        self.said.setText(text)
        look(self.said, how)

    def _failed(self, error: Exception) -> None:
        self._say(sentence_of(error))
        if self.preview.isChecked():
            self.preview.setChecked(False)
            self._ask_picture()

    def _withheld(self, ids: frozenset[str]) -> None:
        if self._source.id in ids:
            self.reject()
