"""Asks where in footage movement is to be sought, and how sensitively, and has it looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from provenance.footage import Area
from provenance.looked import SENSITIVITY, sensitivity, told
from provenance.records import Box, Source
from ui.search.choice import Choice
from ui.session import Session
from ui.source.area_list import SoughtList, Use
from ui.source.flow import FlowBox
from ui.source.look_picker import LookPicker
from ui.source.look_work import Asked, look_again
from ui.source.marks import rect
from ui.source.pictures import Picture, frame_picture
from ui.strings import common
from ui.strings import footage as words
from ui.theme.theme import theme
from ui.when import local_time
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import sentence_of
from ui.widgets.room import scrolled, take_room

if TYPE_CHECKING:
    from app.viewing import FootageView

_SIZE = (1240, 740)  # pixels at normal text size
_SIDE, _MOST_SIDE = 420, 600
_KEPT = "kept"  # the choice of a sensitivity that has no name


class LookDialog(QDialog):
    """Opens with what the latest look sought; `ordinal` is the frame on which areas are drawn."""

    def __init__(
        self, session: Session, source: Source, footage: FootageView, ordinal: int, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.LOOK_TITLE.format(title=source.title))
        self._session, self._source, self._footage, self._ordinal = session, source, footage, ordinal
        self._latest = footage.looks[-1]
        self._build()
        self._lay()
        session.sources_withheld.connect(self._withheld)
        take_room(self, *_SIZE)
        self._begin()
        self._ask_picture()

    def _build(self) -> None:
        self.picture = LookPicker(words.LOOK_PICTURE)
        self.list = SoughtList(*self._footage.displayed)
        self.use = Choice(words.LOOK_DRAW, words.SOUGHT_USES, words.SOUGHT_MORE)
        self.use_more = label("", "muted", wrap=True)
        self.add = button(words.ADD_AREA, self.list.add_middle, icon_name="add")
        self.remove = button(words.REMOVE_AREA, self.list.remove)
        self.turn = button(words.TURN_AREA["watch"], self.list.turn)
        self.undo = button(words.UNDO_AREA, self.list.undo)
        names = {name: words.SENSITIVITIES[name] for name in SENSITIVITY}
        if self._unnamed:
            names[_KEPT] = sensitivity(self._latest.threshold)
        self.sensitivity = Choice(words.SENSITIVITY, names, {})
        self.more = label("", "muted", wrap=True)
        self.said = label("", "amber", wrap=True)
        self.look = button(words.LOOK_AGAIN, self.accept, "primary")
        self.look.setDefault(True)
        self.picture.added.connect(self.list.add)
        self.picture.picked.connect(self.list.choose)
        self.list.changed.connect(self._changed)
        self.use.chosen.connect(self._use_chosen)
        self.sensitivity.chosen.connect(lambda _: self._changed())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self.list.undo)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.list.remove)

    def _lay(self) -> None:
        side = column(label(words.LOOK_LEAD, "muted", wrap=True), 4, label(words.LOOK_DRAW, "strong"), gap=8)
        side.addLayout(row(self.use, None))
        side.addWidget(self.use_more)
        side.addWidget(label(words.LOOK_HOW, "muted", wrap=True))
        side.addWidget(self.list, 1)
        side.addWidget(self._acts())
        side.addWidget(label(words.SENSITIVITY, "strong"))
        side.addLayout(row(self.sensitivity, None))
        side.addWidget(self.more)
        side.addWidget(label(words.LOOK_NOW.format(told=told(self._latest, local_time)), "muted", wrap=True))
        side.setContentsMargins(4, 0, 8, 0)
        inside = QWidget()
        inside.setProperty("look", "ground")
        inside.setLayout(side)
        self._panel = scrolled(inside)
        top = row(self.picture, self._panel, gap=12)
        top.setStretch(0, 1)
        layout = column(gap=10, margins=(16, 16, 16, 16))
        layout.addLayout(top, 1)
        foot = row(self.said, button(common.CANCEL, self.reject), self.look)
        foot.setStretch(0, 1)
        layout.addLayout(foot)
        self.setLayout(layout)

    def _acts(self) -> QWidget:
        """What can be done with areas, in as many rows as it takes."""
        made = FlowBox(gap=6, between=6)
        for one in (self.add, self.remove, self.undo, self.turn):
            made.flow.addWidget(one)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The picture keeps half of the room at least."""
        super().resizeEvent(event)
        self._panel.setFixedWidth(min(theme().px(_SIDE), _MOST_SIDE, self.width() // 2))

    @property
    def _unnamed(self) -> bool:
        threshold = self._latest.threshold
        return threshold is not None and threshold not in SENSITIVITY.values()

    def _begin(self) -> None:
        """Show what was sought last."""
        watch, mask = (list(map(self._displayed, areas)) for areas in (self._latest.watch, self._latest.mask))
        self.list.begin(watch, mask)
        named = sensitivity(self._latest.threshold)
        self.sensitivity.choose(named if named in SENSITIVITY else _KEPT if named else "usual")
        self._use_chosen("watch")
        self._changed()

    def _ask_picture(self) -> None:
        viewer, footage, ordinal = self._session.case.viewer, self._footage, self._ordinal
        work = lambda: frame_picture(viewer.frame(footage.source.id, ordinal), footage.displayed)  # noqa: E731
        self._session.viewing.run(self, work, self._show_picture, lambda error: self.said.setText(sentence_of(error)))

    def _show_picture(self, picture: Picture) -> None:
        self.picture.show_picture(picture)
        self._changed()

    # What is chosen

    def asked(self) -> Asked:
        """What is chosen now, in coded pixels."""
        watch, mask = (tuple(map(self._coded, self.list.of(use))) for use in ("watch", "mask"))
        chosen = self.sensitivity.value
        kept = self._latest.threshold
        return Asked(watch, mask, kept if chosen == _KEPT and kept is not None else SENSITIVITY[chosen])

    def _coded(self, area: QRectF) -> Area:
        from app.viewing import region_as_coded

        shown = Box(0, area.x(), area.y(), area.width(), area.height())
        box = region_as_coded(shown, self._footage.stream.rotation, self._footage.displayed)
        return round(box.x), round(box.y), round(box.w), round(box.h)

    def _displayed(self, area: Area) -> QRectF:
        from app.viewing import region_on_display

        return rect(region_on_display(Box(0, *area), self._footage.stream.rotation, self._footage.displayed))

    def _use_chosen(self, use: str) -> None:
        self.list.use = cast(Use, use)
        self.use_more.setText(words.SOUGHT_MORE[use])

    def _changed(self) -> None:
        """Draw what is chosen, and say why it cannot be looked for, if it cannot."""
        at, chosen = self.list.currentRow(), self.sensitivity.value
        self.picture.show_sought(self.list.areas, self.list.uses, at)
        picked = 0 <= at < len(self.list.uses)
        self.remove.setEnabled(picked)
        self.turn.setEnabled(picked)
        self.turn.setText(words.TURN_AREA[self.list.uses[at] if picked else "watch"])
        self.undo.setEnabled(self.list.undoable)
        self.more.setText(words.SENSITIVITY_MORE.get(chosen, words.SENSITIVITY_KEPT))
        why_not = self._why_not()
        self.said.setText(why_not)
        self.look.setEnabled(not why_not)

    def _why_not(self) -> str:
        asked, latest = self.asked(), self._latest
        if not self._session.writable:
            return words.LOOK_READ_ONLY
        if asked.covered(self._footage.stream):
            return words.LOOK_UNCOVERED
        same = (asked.watch, asked.mask, asked.threshold) == (latest.watch, latest.mask, latest.threshold)
        return words.LOOK_SAME if same else ""

    def _withheld(self, ids: frozenset[str]) -> None:
        if self._source.id in ids:
            self.reject()

    def accept(self) -> None:
        """Have the footage looked at again, among what is done with the evidence; its progress is told below."""
        if self.look.isEnabled():
            look_again(self._session, self._source, self.asked())
            super().accept()
