"""The parts of the settings that are forms: how the window looks, and what reading a file may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QFormLayout, QSpinBox, QWidget

from app.preferences import BOUNDS, TEXT_PERCENT, THEMES, Preferences, ReadingLimits
from ui.search.choice import Choice
from ui.strings import settings as words
from ui.widgets.basics import button, column, label, row

TEXT_STEP = 5  # percent
_MILLION = 1_000_000
Take = Callable[..., None]


class LookPage(QWidget):
    """Colours and text size; `take` is told of every change at once."""

    def __init__(self, take: Take) -> None:
        super().__init__()
        self._take = take
        self.theme = Choice(words.THEME, {name: words.THEMES[name] for name in THEMES}, {})
        self.percent = QSpinBox()
        self.percent.setAccessibleName(words.TEXT_SIZE)
        self.percent.setRange(*TEXT_PERCENT)
        self.percent.setSingleStep(TEXT_STEP)
        self.percent.setSuffix(" %")
        self.percent.setKeyboardTracking(False)  # "1", "15", "150" would be three sizes
        _indent(self.percent)
        form = _form()
        form.addRow(words.THEME, self.theme)
        form.addRow(words.TEXT_SIZE, self.percent)
        layout = column(gap=16, margins=(16, 16, 16, 16))
        layout.addLayout(form)
        layout.addWidget(label(words.LOOK_MORE, "muted", wrap=True))
        layout.addStretch(1)
        self.setLayout(layout)
        self.theme.chosen.connect(lambda name: take(theme=name))
        self.percent.valueChanged.connect(lambda value: take(text_percent=value))

    def show_preferences(self, now: Preferences) -> None:
        """Show what is in force, telling nobody."""
        self.theme.choose(now.theme)
        self.percent.blockSignals(True)
        self.percent.setValue(now.text_percent)
        self.percent.blockSignals(False)


class LimitsPage(QWidget):
    """Limits of reading one file, each within the bounds that a person may set."""

    def __init__(self, take: Take) -> None:
        super().__init__()
        self._take = take
        self._now = ReadingLimits()
        self.fields: dict[str, QSpinBox | QDoubleSpinBox] = {}
        form = _form()
        for name in BOUNDS:
            self.fields[name] = self._field(name)
            form.addRow(words.LIMIT_NAMES[name], self.fields[name])
        self.ocr = QCheckBox(words.OCR)
        self.ocr.toggled.connect(lambda _: self._changed())
        form.addRow("", self.ocr)
        layout = column(label(words.LIMITS_LEAD, "muted", wrap=True), gap=16, margins=(16, 16, 16, 16))
        layout.addLayout(form)
        layout.addWidget(label(words.LIMITS_WHEN, "muted", wrap=True))
        layout.addLayout(row(button(words.RESET_LIMITS, lambda: self._reset()), None))
        layout.addStretch(1)
        self.setLayout(layout)

    def _field(self, name: str) -> QSpinBox | QDoubleSpinBox:
        least, most = BOUNDS[name]
        if name.endswith("_gib"):
            made: QSpinBox | QDoubleSpinBox = QDoubleSpinBox()
            made.setRange(least, most)
            made.setSingleStep(0.5)
            made.setDecimals(1)
        else:
            made = QSpinBox()
            by = _MILLION if name == "max_pixels" else 1
            made.setRange(int(least / by), int(most / by))
        made.setGroupSeparatorShown(True)
        made.setSuffix(words.LIMIT_UNITS[name])
        made.setKeyboardTracking(False)
        _indent(made)
        made.setAccessibleName(words.LIMIT_NAMES[name])
        made.valueChanged.connect(lambda _: self._changed())
        return made

    def show_preferences(self, now: Preferences) -> None:
        """Show what is in force, telling nobody."""
        self._now = now.limits
        every = (*self.fields.values(), self.ocr)
        for one in every:
            one.blockSignals(True)
        for name, value in asdict(now.limits).items():
            if name in self.fields:
                self.fields[name].setValue(value // _MILLION if name == "max_pixels" else value)
        self.ocr.setChecked(now.limits.ocr)
        for one in every:
            one.blockSignals(False)

    def _changed(self) -> None:
        values = {name: field.value() for name, field in self.fields.items()}
        values["max_pixels"] = int(values["max_pixels"]) * _MILLION
        self._now = replace(self._now, **values, ocr=self.ocr.isChecked())
        self._take(limits=self._now)

    def _reset(self) -> None:
        plain = ReadingLimits(sensitivity=self._now.sensitivity)  # that of footage stands on a page of its own
        self.show_preferences(Preferences(limits=plain))
        self._take(limits=plain)


def _indent(box: QSpinBox | QDoubleSpinBox) -> None:
    """Space before the number, which the style sheet gives to other fields only."""
    box.lineEdit().setTextMargins(6, 0, 0, 0)


def _form() -> QFormLayout:
    made = QFormLayout()
    made.setSpacing(12)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
    made.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return made
