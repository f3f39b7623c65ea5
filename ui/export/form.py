"""The form of the export dialog: for whom, what will be in it, in which form, for a bundle its options, and where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QGridLayout, QLineEdit, QPushButton, QRadioButton, QWidget

from provenance.records import Draft
from ui.export.audience import AudienceChoice, one_tab_stop
from ui.export.bundle import BundleOptions
from ui.export.contents import Contents, contents, contents_of
from ui.export.writing import BUNDLE, Found, Order
from ui.remembered import Remembered
from ui.session import Session
from ui.start.naming import folder_name
from ui.strings import audience as audience_words
from ui.strings import bundle as bundle_words
from ui.strings import export as words
from ui.widgets.basics import button, column, frame, label, look, row


class ExportForm(QWidget):
    """`changed` says that another thing may be written now, or that it is known now whether it may. `said`, `replace`
    and `keep` are for the foot of the dialog: what stands in the way is never out of sight."""

    changed = Signal()
    edited = Signal()
    overwrite = Signal()

    def __init__(self, session: Session, remembered: Remembered, draft: Draft) -> None:
        super().__init__()
        self._session, self._remembered, self.draft = session, remembered, draft
        self._free: Path | None = None  # the name that is offered in place of one that is taken
        self._build()
        self._lay()
        self._format_changed()
        self.who.changed.connect(self._audience_changed)
        self.bundle.changed.connect(self._bundle_changed)
        session.state_changed.connect(self.show_contents)
        session.draft_changed.connect(self._draft_changed)

    def _build(self) -> None:
        self.who = AudienceChoice(self._session, self.draft.id)
        self.formats = {name: QRadioButton(text) for name, text in words.FORMATS.items()}
        self.formats["html"].setChecked(True)
        one_tab_stop(self.formats.values())
        group = QButtonGroup(self)
        for one in self.formats.values():
            group.addButton(one)
            one.toggled.connect(lambda on: on and self._format_changed())
        self.bundle = BundleOptions(self._session, self._remembered.now.last_key)
        self._for = self.who.audience
        self.named = self._usual_file()  # the name that Attest gave
        self.file = QLineEdit(str(self.named))
        self.file.textEdited.connect(lambda _: self._edited())
        self.what = column(gap=4)
        self.banner = label("", "amber", wrap=True)
        self.said = label("", "amber", wrap=True)
        self.replace = button(words.REPLACE, self.overwrite.emit)
        self.keep = button(words.KEEP, self._other_name)

    def _lay(self) -> None:
        head = contents_of(self._session, self.draft, "html")
        form = column(label(head.name, "heading"), label(head.brief, "muted", wrap=True), 8, self.who, 8, gap=4)
        form.addWidget(label(words.WHAT, "strong"))
        form.addLayout(self.what)
        form.addSpacing(4)
        form.addWidget(frame("notice", column(self.banner, margins=(12, 8, 12, 8))))
        form.addSpacing(8)
        form.addWidget(label(words.FORMAT, "strong"))
        choices = QGridLayout()
        for n, one in enumerate(self.formats.values()):
            choices.addWidget(one, n // 2, n % 2)
        form.addLayout(choices)
        form.addSpacing(8)
        form.addWidget(self.bundle)
        self._where = label(words.FILE, "strong")
        form.addWidget(self._where)
        where = row(self.file, button(words.CHOOSE, self._choose))
        where.setStretch(0, 1)
        form.addLayout(where)
        form.setContentsMargins(0, 0, 0, 0)
        self.setLayout(form)

    @property
    def format(self) -> str:
        return next(name for name, one in self.formats.items() if one.isChecked())

    @property
    def known(self) -> bool:
        """Whether what the audience may see is known, and for a bundle, which keys there are."""
        return self.who.known and (self.format != BUNDLE or self.bundle.keys.known)

    @property
    def open(self) -> bool:
        """Whether nothing that is known stands in the way: no gate, and no answer that is waited for."""
        return not (self.who.closed or self.replace.isVisible() or self.keep.isVisible())

    def order(self) -> Order | None:
        """What is asked for; None where something is missing, which is said."""
        out, keys = Path(self.file.text().strip()), self.bundle.keys
        if not out.is_absolute() or not out.name:
            self.ask(words.NEEDS_FILE)
            return None
        if self.format != BUNDLE:
            return Order(out, self.format, self.who.audience)
        if missing := keys.missing:
            keys.say(missing)
            return None
        return Order(out, BUNDLE, self.who.audience, self.bundle.sources, keys.name or "", keys.passphrase.text())

    def ask(self, text: str, *buttons: QPushButton) -> None:
        """Say what stands in the way; with buttons, what can be done about it."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        for one in (self.replace, self.keep):
            one.setVisible(one in buttons)
        self.changed.emit()
        if buttons:
            self.keep.setFocus()

    def ask_about(self, found: Found, bundle: bool) -> None:
        """Something is there already: a file may be replaced, a bundle is never written over another."""
        assert found.there is not None
        self._free = found.free
        self.keep.setText(bundle_words.TAKE_FREE if bundle else words.KEEP)
        self.keep.setAccessibleName(self.keep.text())
        if bundle and found.free is not None:
            self.ask(bundle_words.EXISTS.format(name=found.there.name, free=found.free.name), self.keep)
        else:
            self.ask(words.EXISTS.format(name=found.there.name), self.replace, self.keep)

    def _other_name(self) -> None:
        if self._free is not None:
            self.file.setText(str(self._free))
        self.ask("")
        self.file.setFocus()
        self.file.selectAll()

    def _usual_file(self) -> Path:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._remembered.now.last_folder or documents
        reference = folder_name(self._session.case.store.info.reference)
        known = {"reference": reference, "number": self.draft.id.removeprefix("D"), "format": "html"}
        audience = self.who.audience
        if audience == "working":
            return Path(folder) / words.FILE_NAME.format(**known)
        return Path(folder) / audience_words.FILE_NAME.format(audience=audience, **known)

    def _format_changed(self) -> None:
        """The name of the file follows the form, unless the person gave it an ending of their own."""
        out, bundle = Path(self.file.text()), self.format == BUNDLE
        if out.suffix in {f".{name}" for name in words.FORMATS}:
            self.file.setText(str(out.with_suffix(f".{self.format}")))
        self._where.setText(words.FOLDER if bundle else words.FILE)
        self.file.setAccessibleName(self._where.text())
        self.bundle.setVisible(bundle)
        if bundle:
            self.bundle.keys.look()
        self.ask("")
        self.show_contents()

    def _audience_changed(self) -> None:
        """The name of the file follows the audience, unless the person gave it another; what is in it is another."""
        if self._for != self.who.audience:  # what was asked was asked about an export for another
            self._for = self.who.audience
            self.ask("")
        now, named = Path(self.file.text()), self.named
        usual = self._usual_file()
        if now.stem == named.stem != usual.stem:
            self.named = usual
            self.file.setText(str(now.with_name(usual.with_suffix(now.suffix).name)))
        self.show_contents()
        self.changed.emit()

    def _bundle_changed(self) -> None:
        self.show_contents()
        self.changed.emit()

    def _draft_changed(self) -> None:
        """The same draft has other claims, or lost those on sources that are withheld now."""
        draft = self._session.draft
        if draft is not None and draft.id == self.draft.id:
            self.draft = draft
            self.show_contents()

    def show_contents(self, _: str = "") -> None:
        """Say what will be in it, as far as that is known of the audience chosen."""
        while (old := self.what.takeAt(0)) is not None:
            old.widget().hide()
            old.widget().deleteLater()
        found = self._contents()
        for line in found.lines:
            self.what.addWidget(label(f"·  {line}", wrap=True))
        self.banner.setText(words.STANDS.format(words=found.banner))
        look(self.banner, "green" if found.checked else "amber")

    def _contents(self) -> Contents:
        session, sources = self._session, self.bundle.sources
        found = contents_of(session, self.draft, self.format, sources)
        if self.who.audience == "working":
            return found
        seen = self.who.seen
        if seen is None:
            return replace(found, lines=())
        return contents(seen.draft, seen.states, 0, self.format, session.signature, sources)

    def _edited(self) -> None:
        """What was said of another file does not hold for this one."""
        self.ask("")
        self.edited.emit()

    def _choose(self) -> None:
        kept = QFileDialog.Option.DontConfirmOverwrite  # asked here, in words, when it is written
        chosen, _ = QFileDialog.getSaveFileName(
            self, words.CHOOSE_TITLE, self.file.text(), words.FILTERS[self.format], options=kept
        )
        if chosen:
            self.file.setText(chosen)
            self.ask("")
