"""Links a source to the one that it was made from: a transcript, a translation or a converted working copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.links import KINDS
from provenance.records import Source
from ui.evidence.acting import set_recorded
from ui.evidence.rows import plain
from ui.session import Session
from ui.source_name import name_of
from ui.strings import common
from ui.strings import evidence as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import sentence_of

MOST_SHOWN = 300  # sources; the filter finds the others
_ID = Qt.ItemDataRole.UserRole
_RECORDINGS = ("audio", "video", "footage")
_MADE = {"transcribed_in": ("vtt", "srt"), "working_copy_in": ("video", "audio")}  # kinds that are listed first
_LIKELY = {"audio": "transcribed_in", "footage": "working_copy_in", "video": "working_copy_of"}


class LinkDialog(QDialog):
    """What the source is, of which other source; stays open where writing it fails."""

    def __init__(self, session: Session, source: Source, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.LINK_TITLE.format(title=source.title))
        self._session, self._source = session, source
        session.sources_withheld.connect(self._withheld)
        self._named = [(s, plain(name_of(s))) for s in session.sources.values() if s.id != source.id and not s.withheld]
        self.kind = QComboBox()
        self.kind.setAccessibleName(words.LINK_KIND.format(title=source.title))
        for name, text in words.LINK_KINDS.items():
            self.kind.addItem(text, name)
        self.kind.setCurrentIndex(list(words.LINK_KINDS).index(_likely(source)))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(words.FILTER_HINT)
        self.filter.setAccessibleName(words.FILTER_NAME)
        self.others = QListWidget()
        self.others.setAccessibleName(words.LINK_OTHER)
        self._error = label("", "red", wrap=True)
        self._error.hide()
        self.link = button(words.LINK_DO, self._link, "primary")
        self.link.setDefault(True)
        self._lay_out()
        self.kind.currentIndexChanged.connect(lambda _: self._fill())
        self.filter.textChanged.connect(lambda _: self._fill())
        self.others.currentItemChanged.connect(lambda now, _: self.link.setEnabled(now is not None))
        self.others.itemActivated.connect(lambda _: self._link())
        self._fill()
        self.filter.setFocus()

    def _lay_out(self) -> None:
        kind = label(words.LINK_KIND.format(title=self._source.title), wrap=True)
        help_ = label(words.LINK_HELP, "muted", wrap=True)
        parts = (help_, kind, self.kind, label(words.LINK_OTHER), self.filter, self.others, self._error)
        layout = column(*parts, gap=8, margins=(16, 16, 16, 16))
        layout.setStretch(5, 1)
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.link))
        self.setLayout(layout)
        self.resize(theme().px(480), theme().px(460))

    def _fill(self) -> None:
        """The sources that the filter leaves; recordings first where a transcript is linked."""
        wanted, kind = plain(self.filter.text()).split(), self.kind.currentData()
        first = _RECORDINGS if kind in ("transcript_of", "working_copy_of") else _MADE.get(kind, ())
        barred = {s.id for s in self._session.sources.values() if s.withheld}
        found = [s for s, hay in self._named if s.id not in barred and all(word in hay for word in wanted)]
        found.sort(key=lambda s: s.kind not in first)
        self.others.clear()
        for one in found[:MOST_SHOWN]:
            item = QListWidgetItem(name_of(one))
            item.setData(_ID, one.id)
            self.others.addItem(item)
        if wanted and found:
            self.others.setCurrentRow(0)
        self.link.setEnabled(self.others.currentItem() is not None)

    def _withheld(self, ids: frozenset[str]) -> None:
        if self._source.id in ids:
            self.reject()
        else:
            self._fill()

    def _link(self) -> None:
        item = self.others.currentItem()
        other = self._session.sources.get(item.data(_ID)) if item is not None else None
        if other is None or not self.link.isEnabled():
            return
        self.link.setEnabled(False)

        def done() -> None:
            self._session.told.emit(words.LINKED.format(title=self._source.title, other=other.title))
            self.accept()

        name, holder, of = self.kind.currentData(), self._source, other
        if name not in KINDS:  # the link is kept with the one that was made
            name, holder, of = next(made for made, back in KINDS.items() if back == name), other, self._source
        set_recorded(self._session, holder, {name: of.id}, self, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self.link.setEnabled(True)
        self._error.setText(sentence_of(error))
        self._error.show()


def _likely(source: Source) -> str:
    """What a source of this kind is most often."""
    usual = "translation_of" if source.fields.get("language") else "transcript_of"
    return _LIKELY.get(source.kind, usual)
