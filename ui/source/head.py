"""Above the source: what is shown, as what it is shown, and what should be known of how it was read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from app.taking_in import why
from provenance.records import Source
from provenance.report_words import READ_BY_OCR
from summarise.names import item_name, quotable
from ui.source.opening import Opened
from ui.strings import footage as footage_words
from ui.strings import source as words
from ui.widgets.basics import Elided, column, label, row, tip

MODES = {"page": words.PAGE, "text": words.TEXT}
FACES = {"frame": footage_words.FRAME, "sheet": footage_words.SHEET}


class Heading(Elided):
    """ "BL/1 · Statement, p. 1 of 2": in little room the name is shortened, then the title; the place stays."""

    def __init__(self) -> None:
        self._ends = ("", "")
        super().__init__("", "heading")

    def say(self, title: str, name: str, place: str) -> None:
        """Say a source's title and name, and the place in it; each may be empty."""
        self._ends = (f"{title} · " if name else title, f", {place}" if place else "")
        self.set(f"{self._ends[0]}{name}{self._ends[1]}")

    def _fit(self) -> None:
        before, after = self._ends
        measure, name = self.fontMetrics(), self._whole[len(before) : len(self._whole) - len(after)]
        room = self.width() - measure.horizontalAdvance(before + after)
        if room >= measure.horizontalAdvance("…") or not name:
            fitting = before + measure.elidedText(name, Qt.TextElideMode.ElideRight, room) + after
        else:
            room = self.width() - measure.horizontalAdvance(after)
            fitting = measure.elidedText(before.removesuffix(" · "), Qt.TextElideMode.ElideMiddle, max(0, room)) + after
        shown = measure.elidedText(fitting, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(shown)
        self.setToolTip(tip(self._whole) if shown != self._whole else "")


class Head(QWidget):
    """Heading, the switch of Page and Text, of footage that of Frame and Contact sheet, and a line of notice."""

    mode_chosen = Signal(str)
    face_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.heading = Heading()
        self.notice = label("", "muted", wrap=True)
        self.notice.hide()
        self.switch = self._choice(MODES, self.mode_chosen)
        self.faces = self._choice(FACES, self.face_chosen)
        for name, said in (("frame", footage_words.SHOW_FRAME), ("sheet", footage_words.SHOW_SHEET)):
            self.faces[name].setToolTip(said)
        top = row(self.heading, *self.switch.values(), *self.faces.values(), gap=4)
        top.setStretch(0, 1)
        layout = column(gap=4)
        layout.addLayout(top)
        layout.addWidget(self.notice)
        self.setLayout(layout)
        self.offer(None)

    def _choice(self, texts: Mapping[str, str], told: SignalInstance) -> dict[str, QToolButton]:
        """Buttons of which one is down; `told` by name which."""
        group = QButtonGroup(self)
        made = {name: self._switch(text) for name, text in texts.items()}
        for name, one in made.items():
            group.addButton(one)
            one.clicked.connect(lambda _=False, name=name: told.emit(name))
        return made

    def _switch(self, text: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setCheckable(True)
        made.setProperty("look", "plain")
        made.setAccessibleName(words.SHOW_AS.format(how=text.lower()))
        made.setToolTip(made.accessibleName())
        return made

    def name(self, source: Source | None, place: str = "") -> None:
        """Say what is shown."""
        if source is None:
            self.heading.say("", "", "")
            return
        name = item_name(source)
        same = quotable(source.title), quotable(PurePath(source.title).stem)
        self.heading.say(source.title, "" if name in same else name, place)

    def offer(self, opened: Opened | None) -> None:
        """Offer the ways to show this; nothing to choose of what cannot be shown."""
        paged = opened is not None and opened.outline is not None and opened.unshown is None
        for one in self.switch.values():
            one.setVisible(paged)
        self.switch["text"].setEnabled(opened is not None and opened.has_text)
        for one in self.faces.values():
            one.setVisible(opened is not None and opened.footage is not None and opened.unshown is None)

    def mode(self, name: str) -> None:
        self.switch[name].setChecked(True)

    def face(self, name: str) -> None:
        """Footage is shown so."""
        self.faces[name].setChecked(True)

    def say(self, *sentences: str) -> None:
        """A notice under the heading; without words it takes no room."""
        told = " ".join(one for one in sentences if one)
        self.notice.setText(told)
        self.notice.setVisible(bool(told))


def notice_of(opened: Opened) -> str:
    """What should be known of how the source was read, in a sentence or two."""
    source, outline = opened.source, opened.outline
    told = []
    if outline is not None and outline.rendition:
        told.append(words.SET_BY_ATTEST)
    if outline is not None and not opened.has_text:
        told.append(words.LOOK_ONLY.format(why=why(source)))
    elif opened.unshown is None and source.outcome == "partly" and why(source):
        told.append(words.READ_IN_PART.format(why=why(source)))
    if opened.by_ocr:
        told.append(READ_BY_OCR)
    if opened.span is not None and not opened.boxes:
        told.append(words.ALL_AS_TEXT if opened.has_text else words.ALL_UNKNOWN)
    return " ".join(told)


def place_of(opened: Opened, page: int) -> str:
    """A page as it is called: "p. 2 of 4", "p. iv [scan 4] of 9"; of a single picture nothing."""
    outline = opened.outline
    if outline is None or outline.first == 0:
        return ""
    own = outline.labels[page - outline.first] if outline.holds(page) else ""
    if own:
        return words.LABEL_OF.format(label=own, pages=outline.pages)
    return words.PAGE_OF.format(page=page, pages=outline.pages)
