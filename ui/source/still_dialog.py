"""Exports a still of one frame: shows it, has areas blurred by hand, outlines a region, and writes it with its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLineEdit, QWidget

from app import messages
from provenance.errors import AttestError
from provenance.records import Box, Source
from ui.evidence.parts import breakable
from ui.session import Session
from ui.source.area_list import AreaList
from ui.source.area_picker import AreaPicker
from ui.source.marks import rect
from ui.source.pictures import Picture, frame_picture
from ui.source.still_work import Asked, Stills, Written
from ui.start.naming import folder_name
from ui.strings import common
from ui.strings import export as export_words
from ui.strings import footage as words
from ui.widgets.basics import button, column, label, look, row
from ui.widgets.empty import sentence_of
from ui.widgets.room import scrolled, take_room

if TYPE_CHECKING:
    from app.viewing import FootageView

_SIZE = (1160, 660)  # pixels at normal text size
_SIDE = 340


class StillDialog(QDialog):
    """For the frame with this ordinal; `region` (coded pixels) is its cited part, or where the picture changed."""

    written = Signal(object)  # the Path

    def __init__(
        self, session: Session, source: Source, footage: FootageView, ordinal: int, region: Box | None,
        parent: QWidget | None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.STILL_TITLE.format(title=source.title, number=ordinal + 1))
        self._session, self._source, self._footage, self._ordinal = session, source, footage, ordinal
        self._region = region
        self._work = Stills(session, source, footage, ordinal)
        self._build()
        self._lay()
        session.sources_withheld.connect(self._withheld)
        take_room(self, *_SIZE)
        self._ask_picture()
        self._show_areas()

    def _build(self) -> None:
        self.picture = AreaPicker(words.STILL_PICTURE)
        self.list = AreaList(*self._footage.displayed)
        self.add = button(words.ADD_AREA, self.list.add_middle, icon_name="add")
        self.remove = button(words.REMOVE_AREA, self.list.remove)
        self.suggest = button(words.SUGGEST, self._suggest)
        self.suggest.setToolTip(words.SUGGEST_TIP)
        self.suggested = label("", "amber", wrap=True)
        self.scale = QCheckBox(words.OUTLINE)
        self.scale.setChecked(self._region is not None)
        self.scale.setVisible(self._region is not None)
        self.scale.toggled.connect(lambda _: self._show_region())
        self.file = QLineEdit(str(self._usual_file()))
        self.file.setAccessibleName(export_words.FILE)
        self.file.textEdited.connect(lambda _: self._say(""))
        self.said = label("", "amber", wrap=True)
        self.replace = button(export_words.REPLACE, lambda: self._write(overwrite=True))
        self.write = button(words.STILL_WRITE, self.accept, "primary")
        self.write.setDefault(True)
        self.write.setEnabled(False)
        self.close_button = button(common.CANCEL, self.reject)
        self.picture.added.connect(self.list.add)
        self.picture.picked.connect(self.list.choose)
        self.list.changed.connect(self._show_areas)
        self._say("")
        self.suggested.hide()

    def _lay(self) -> None:
        areas = row(self.add, self.remove, None, gap=6)
        side = column(label(words.STILL_LEAD, "muted", wrap=True), 4, label(words.AREAS, "strong"), gap=8)
        side.addWidget(label(words.STILL_HOW, "muted", wrap=True))
        side.addWidget(self.list, 1)
        side.addLayout(areas)
        side.addLayout(row(self.suggest, None))
        side.addWidget(self.suggested)
        side.addWidget(self.scale)
        side.setContentsMargins(4, 0, 8, 0)
        inside = QWidget()
        inside.setProperty("look", "ground")
        inside.setLayout(side)
        panel = scrolled(inside)
        panel.setFixedWidth(self._side_width())
        top = row(self.picture, panel, gap=12)
        top.setStretch(0, 1)
        where = row(label(export_words.FILE, "strong"), self.file, button(export_words.CHOOSE, self._choose))
        where.setStretch(1, 1)
        layout = column(gap=10, margins=(16, 16, 16, 16))
        layout.addLayout(top, 1)
        layout.addLayout(where)
        foot = row(self.said, self.replace, self.close_button, self.write)
        foot.setStretch(0, 1)
        layout.addLayout(foot)
        self.setLayout(layout)

    def _side_width(self) -> int:
        from ui.theme.theme import theme

        return min(theme().px(_SIDE), 540)

    def _usual_file(self) -> Path:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._session.preferences.last_folder or documents
        name = words.STILL_FILE.format(title=folder_name(self._source.title), number=self._ordinal + 1)
        return Path(folder) / name

    # The picture and its areas

    def _ask_picture(self) -> None:
        viewer, footage, ordinal = self._session.case.viewer, self._footage, self._ordinal

        def then(picture: Picture) -> None:
            self.picture.show_picture(picture)
            self._show_region()
            self.write.setEnabled(True)

        work = lambda: frame_picture(viewer.frame(footage.source.id, ordinal), footage.displayed)  # noqa: E731
        self._session.viewing.run(self, work, then, self._failed)

    def _show_region(self) -> None:
        from app.viewing import region_on_display

        region, turn = self._region, self._footage.stream.rotation
        shown = region is not None and self.scale.isChecked()
        boxes = [rect(region_on_display(region, turn, self._footage.displayed))] if region and shown else []
        self.picture.mark({"region": boxes})

    def _show_areas(self) -> None:
        self.picture.show_areas(self.list.areas, self.list.currentRow())
        self.remove.setEnabled(bool(self.list.areas))

    def _suggest(self) -> None:
        self.suggest.setEnabled(False)
        self.suggested.setText(words.SUGGESTING)
        self.suggested.show()

        def then(found: list[QRectF]) -> None:
            for area in found:
                self.list.add(area)
            self.suggested.setText(words.SUGGESTED[min(2, len(found))].format(count=len(found)))
            self.suggest.setEnabled(True)

        def failed(error: Exception) -> None:
            self.suggested.setText(sentence_of(error))
            self.suggest.setEnabled(True)

        self._session.background.run(self, self._work.faces, then, failed)

    # Writing

    def _choose(self) -> None:
        kept = QFileDialog.Option.DontConfirmOverwrite  # asked here, in words, when it is written
        chosen, _ = QFileDialog.getSaveFileName(
            self, words.STILL_CHOOSE_TITLE, self.file.text(), words.STILL_FILTER, options=kept
        )
        if chosen:
            self.file.setText(chosen)
            self._say("")

    def _say(self, text: str, existing: bool = False, how: str = "amber") -> None:
        self.said.setText(text)
        look(self.said, how)
        self.replace.setVisible(existing)

    def accept(self) -> None:
        """Write the still; where the file is there already, ask."""
        if self.write.isEnabled():
            self._write(overwrite=False)

    def _write(self, overwrite: bool) -> None:
        out = Path(self.file.text().strip())
        if not out.is_absolute() or not out.name:
            self._say(export_words.NEEDS_FILE)
            return
        region = self._region if self.scale.isChecked() else None
        asked = Asked(out, tuple(self.list.areas), region, overwrite)
        self._say(words.STILL_WRITING, how="muted")
        self.write.setEnabled(False)
        self._session.background.run(self, lambda: self._work.write(asked), self._done, self._failed)

    def _done(self, written: Written | None) -> None:
        self.write.setEnabled(True)
        if written is None:
            self._say(export_words.IN_CASE)
            return
        sha256 = hashlib.sha256(written.still.png).hexdigest()
        told = words.STILL_DONE_LOGGED.format(sha256=sha256)
        if written.unrecorded is not None:
            told = messages.unrecorded(written.unrecorded)
        said = f"{words.STILL_DONE.format(name=written.out.name)}. {told}"
        self._say(breakable(said), how="green" if written.unrecorded is None else "amber")
        self.close_button.setText(common.CLOSE)
        self.close_button.setAccessibleName(common.CLOSE)
        self.close_button.setFocus()
        self._session.told.emit(words.STILL_DONE.format(name=written.out.name))
        self.written.emit(written.out)

    def _withheld(self, ids: frozenset[str]) -> None:
        if self._source.id in ids:
            self.reject()

    def _failed(self, error: Exception) -> None:
        self.write.setEnabled(self.picture.picture is not None)
        exists = isinstance(error, AttestError) and error.code == "file_exists"
        name = Path(self.file.text()).name
        self._say(export_words.EXISTS.format(name=name) if exists else sentence_of(error), existing=exists)
