"""The check of a camera's clock: by how much it was wrong, who found so against what and when, and what that means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from provenance import camera_check, camera_clock
from provenance.camera_clock import CameraClock
from provenance.errors import UsageError
from provenance.footage import ClockReading
from provenance.records import Source
from ui.evidence.acting import set_recorded
from ui.session import Session
from ui.source.clock_example import example
from ui.strings import common
from ui.strings import footage as words
from ui.widgets.basics import button, column, frame, label, row
from ui.widgets.empty import sentence_of
from ui.widgets.room import scrolled, take_room

_SIZE = (560, 600)  # pixels at normal text size
_MOST_HOURS = 99_999
_NOT_STATED = -1.0


class ClockDialog(QDialog):
    """For footage, whose clock in the picture was read as `reading`. Shows an example before anything is recorded."""

    def __init__(
        self, session: Session, source: Source, reading: ClockReading | None, first: float, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.CLOCK_TITLE.format(title=source.title))
        self._session, self._source, self._reading, self._first = session, source, reading, first
        self._build()
        self._lay()
        self._show(camera_clock.of(source))
        self._changed()
        session.sources_withheld.connect(self._withheld)
        take_room(self, *_SIZE)
        self.parts["hours"].setFocus()

    def _build(self) -> None:
        self.parts = {
            name: self._part(name, most, suffix)
            for name, most, suffix in (
                ("hours", _MOST_HOURS, words.HOURS), ("minutes", 59, words.MINUTES), ("seconds", 59, words.SECONDS),
            )
        }  # fmt: skip
        self.direction = QComboBox()
        for name, text in words.DIRECTIONS.items():
            self.direction.addItem(text, name)
        self.direction.setAccessibleName(words.DIRECTION_NAME)
        self.uncertainty = QDoubleSpinBox()
        self.uncertainty.setRange(_NOT_STATED, 86_400)
        self.uncertainty.setDecimals(1)
        self.uncertainty.setPrefix("± ")
        self.uncertainty.setSuffix(words.SECONDS)
        self.uncertainty.setSpecialValueText(words.NOT_STATED)
        self.uncertainty.setAccessibleName(words.UNCERTAINTY_NAME)
        self.by, self.at, self.zone = QLineEdit(), QLineEdit(), QLineEdit(camera_check.HOME)
        self.at.setPlaceholderText(words.AT_HINT)
        self.against = QComboBox()
        self.against.setEditable(True)
        self.against.addItems(["", *words.AGAINST_HINTS])
        for field, name in (
            (self.by, words.CHECKED_BY), (self.against, words.CHECKED_AGAINST), (self.at, words.AT_NAME),
            (self.zone, words.ZONE),
        ):  # fmt: skip
            field.setAccessibleName(name)
        self.example, self.said = label("", wrap=True), label("", "amber", wrap=True)
        self.record = button(words.CLOCK_RECORD, self.accept, "primary")
        self.record.setDefault(True)
        self.clear = button(words.CLOCK_CLEAR, self._clear)
        for box in self.parts.values():
            box.valueChanged.connect(self._changed)
        self.uncertainty.valueChanged.connect(self._changed)
        self.direction.currentIndexChanged.connect(self._changed)
        self.against.editTextChanged.connect(self._changed)
        for line in (self.by, self.at, self.zone):
            line.textChanged.connect(self._changed)

    def _part(self, name: str, most: int, suffix: str) -> QSpinBox:
        made = QSpinBox()
        made.setRange(0, most)
        made.setSuffix(suffix)
        made.setAccessibleName(f"{words.CLOCK_AMOUNT_NAME}: {words.PARTS[name]}")
        made.lineEdit().setTextMargins(6, 0, 0, 0)
        return made

    def _lay(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        amount = QWidget()
        amount.setLayout(row(*self.parts.values(), self.direction, None, gap=6))
        form.addRow(words.CLOCK_AMOUNT, amount)
        form.addRow(words.UNCERTAINTY, self.uncertainty)
        form.addRow(words.CHECKED_BY, self.by)
        form.addRow(words.CHECKED_AGAINST, self.against)
        form.addRow(words.CHECKED_AT, self.at)
        form.addRow(words.ZONE, self.zone)
        self.uncertainty.lineEdit().setTextMargins(6, 0, 0, 0)
        inside = column(label(words.CLOCK_LEAD, "muted", wrap=True), gap=12, margins=(16, 16, 16, 8))
        inside.addLayout(form)
        meaning = column(label(words.EXAMPLE_HEAD, "strong"), self.example, gap=4, margins=(12, 8, 12, 8))
        inside.addWidget(frame("card", meaning))
        inside.addWidget(self.said)
        inside.addStretch(1)
        page = QWidget()
        page.setProperty("look", "ground")
        page.setLayout(inside)
        layout = column(scrolled(page), gap=8, margins=(0, 0, 0, 16))
        foot = row(self.clear, None, button(common.CANCEL, self.reject), self.record, margins=(16, 0, 16, 0))
        layout.addLayout(foot)
        self.setLayout(layout)

    def _show(self, clock: CameraClock | None) -> None:
        """What is recorded now; without a check, who works here as the one who made it."""
        self.clear.setVisible(clock is not None)
        if clock is None:
            self.by.setText(self._session.case.by)
            self.uncertainty.setValue(_NOT_STATED)
            return
        whole = int(abs(clock.offset).total_seconds())
        for name, value in (("hours", whole // 3600), ("minutes", whole // 60 % 60), ("seconds", whole % 60)):
            self.parts[name].setValue(value)
        self.direction.setCurrentIndex(self.direction.findData("slow" if clock.offset < timedelta(0) else "fast"))
        self.uncertainty.setValue(_NOT_STATED if clock.uncertainty is None else float(clock.uncertainty))
        self.by.setText(clock.checked_by)
        self.against.setEditText(clock.checked_against)
        self.at.setText(clock.checked_at.replace("T", " "))
        self.zone.setText(clock.zone)

    def fields(self) -> dict[str, str]:
        """What was entered, as fields of the source."""
        hours, minutes, seconds = (self.parts[name].value() for name in ("hours", "minutes", "seconds"))
        sign = "-" if self.direction.currentData() == "slow" else "+"
        sure = self.uncertainty.value()
        return {
            "clock_offset": f"{sign}{hours:02}:{minutes:02}:{seconds:02}",
            "clock_uncertainty": "" if sure < 0 else f"{sure:g}",
            "clock_checked_by": self.by.text().strip(),
            "clock_checked_against": self.against.currentText().strip(),
            "clock_checked_at": self.at.text().strip(),
            "clock_zone": self.zone.text().strip(),
        }

    def _changed(self) -> None:
        """Say what the check means, or what is missing of it."""
        asked, meant, wrong = self.fields(), "", ""
        try:
            written = camera_check.changes(self._source, asked, whole=False)
            as_set = replace(self._source, fields={**self._source.fields, **written})
            meant = example(as_set, self._reading, self._first)
        except UsageError as error:
            wrong = sentence_of(error)
        needed = ("clock_checked_by", "clock_checked_against", "clock_checked_at")
        if not wrong and not all(asked[name] for name in needed):
            wrong = words.CLOCK_NEEDS
        self.example.setText(meant or "–")
        self.said.setText(wrong if self._session.writable else words.CLOCK_READ_ONLY)
        self.record.setEnabled(not wrong and self._session.writable)
        self.clear.setEnabled(self._session.writable)

    def accept(self) -> None:
        """Record the check; stays open where that fails."""
        if self.record.isEnabled():
            self._write(self.fields())

    def _clear(self) -> None:
        self._write(dict.fromkeys(camera_check.FIELDS, ""))

    def _write(self, changes: Mapping[str, str]) -> None:
        self.record.setEnabled(False)
        self.clear.setEnabled(False)
        set_recorded(self._session, self._source, changes, self, super().accept, self._failed)

    def _failed(self, error: Exception) -> None:
        self._changed()
        self.said.setText(sentence_of(error))

    def _withheld(self, ids: frozenset[str]) -> None:
        if self._source.id in ids:
            self.reject()
