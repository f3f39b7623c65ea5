"""What the log is filtered by: words, person, action, source, claim and time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.log_record import Asked
from provenance.draft_words import named
from provenance.records import Claim, Draft, Source
from ui.search.log_model import Told
from ui.source_name import name_of
from ui.strings import log as words
from ui.strings import search as search_words
from ui.widgets.basics import button, column, label, row
from ui.widgets.chooser import Chooser

_PAUSE = 150  # milliseconds without typing after which it is filtered
_STAMP = "%Y-%m-%dT%H:%M:%SZ"
_PEOPLES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ ,]+(\d{1,2}):(\d\d))?")
_CLAIM_LETTERS = 60
_DAYS = {"today": 0, "week": 6, "month": 29}  # how many days before today the first one is


class LogFilters(QWidget):
    """Two lines of filters; `changed` is told once a person stops typing."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._tell)
        self.field = self._line(search_words.FILTER_NAME, search_words.FILTER_HINT)
        self.people = self._chooser(search_words.PERSON_NAME, search_words.ANYBODY)
        self.actions = self._chooser(search_words.ACTION_NAME, search_words.ANY_ACTION)
        self.sources = self._chooser(words.SOURCE_NAME, words.EVERY_SOURCE)
        self.claims = self._chooser(words.CLAIM_NAME, words.EVERY_CLAIM)
        self.times = self._chooser(words.TIME_NAME, words.ANY_TIME)
        for value, text in zip((*_DAYS, "between"), (words.TODAY, words.WEEK, words.MONTH, words.BETWEEN), strict=True):
            self.times.addItem(text, value)
        self.since = self._line(words.FROM_NAME, words.FROM_HINT)
        self.until = self._line(words.TO_NAME, words.TO_HINT)
        self.wrong = label("", "amber", wrap=True)
        self.clear = button(words.CLEAR, self.show_all)
        self._lay()
        self._tell()
        self.setFocusProxy(self.field)

    def _line(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(hint)
        made.setAccessibleName(name)
        made.setClearButtonEnabled(True)
        made.textChanged.connect(lambda _: self._pause.start())
        return made

    def _chooser(self, name: str, every: str) -> Chooser:
        made = Chooser()
        made.setAccessibleName(name)
        made.addItem(every, "")
        made.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(8)
        made.currentIndexChanged.connect(lambda _: self._tell())
        return made

    def _lay(self) -> None:
        first = row(self.field, self.people, self.actions)
        first.setStretch(0, 1)
        second = row(self.sources, self.claims, self.times, self.clear)
        for at in (0, 1):
            second.setStretch(at, 1)
        self._span = QWidget()
        self._span.setLayout(row(self.since, self.until))
        layout = column(gap=6)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self._span)
        layout.addWidget(self.wrong)
        self.setLayout(layout)

    def _tell(self) -> None:
        between = self.times.currentData() == "between"
        self._span.setVisible(between)
        wrong = [t for t in (self.since.text(), self.until.text()) if between and t.strip() and _moment(t) is None]
        self.wrong.setText(words.NOT_A_TIME.format(text=wrong[0].strip()) if wrong else "")
        self.wrong.setVisible(bool(wrong))
        self.clear.setVisible(self.chosen)
        self.changed.emit()

    @property
    def chosen(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.field.text().strip()) or bool(self.asked())

    def asked(self) -> Asked:
        """What is chosen, the words apart."""
        by, action, source, claim = (
            str(box.currentData() or "") for box in (self.people, self.actions, self.sources, self.claims)
        )
        return Asked(by, action, source, claim, *self._times())

    def show_all(self) -> None:
        """Take every filter off."""
        for box in (self.people, self.actions, self.sources, self.claims, self.times):
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        for line in (self.field, self.since, self.until):
            line.blockSignals(True)
            line.clear()
            line.blockSignals(False)
        self._tell()

    def _times(self) -> tuple[str, str]:
        """Since and until in UTC, of days and times as they are in the zone of this computer."""
        kind = str(self.times.currentData() or "")
        if kind in _DAYS:
            first = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=_DAYS[kind])
            return _stamp(first), ""
        if kind != "between":
            return "", ""
        since, until = _moment(self.since.text()), _moment(self.until.text())
        return _stamp(since[0]) if since else "", _stamp(until[1]) if until else ""

    # What there is to choose from

    def offer_entries(self, found: Sequence[Told]) -> None:
        """The people and actions of the log, what is chosen kept."""
        _offer(self.people, _sorted({one.entry.by: one.entry.by for one in found}))
        _offer(self.actions, _sorted({one.entry.action: one.action for one in found}))

    def offer_case(self, sources: Mapping[str, Source], draft: Draft | None, claims: Sequence[Claim]) -> None:
        """The sources of the case, and the claims of the draft that is shown."""
        _offer(self.sources, {one.id: name_of(one) for one in sources.values()})
        listed = {}
        if draft is not None:
            listed[draft.id] = words.WHOLE_DRAFT.format(draft=named(draft.id, draft.question))
            for one in claims:
                said = one.text if len(one.text) <= _CLAIM_LETTERS else f"{one.text[:_CLAIM_LETTERS].rstrip()}…"
                listed[one.id] = words.CLAIM.format(number=one.id.rpartition(".")[2], words=said)
        _offer(self.claims, listed)


def _offer(box: Chooser, values: Mapping[str, str]) -> None:
    """Have the box offer these after its first entry; what is chosen stays so, where it is offered still."""
    if {box.itemData(n): box.itemText(n) for n in range(1, box.count())} == values:
        return
    chosen = box.currentData()
    box.blockSignals(True)
    while box.count() > 1:
        box.removeItem(1)
    for value, text in values.items():
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)


def _sorted(values: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(values.items(), key=lambda v: v[1].casefold()))


def _moment(text: str) -> tuple[datetime, datetime] | None:
    """The first and the last second of a day, or of a minute, as people here write it; None for anything else."""
    found = _PEOPLES.fullmatch(text.strip())
    if not found:
        return None
    day, month, year, hour, minute = (int(part) if part else None for part in found.groups())
    try:
        first = datetime(year or 0, month or 0, day or 0, hour or 0, minute or 0)
    except ValueError:
        return None
    return first, first + (timedelta(days=1) if hour is None else timedelta(minutes=1)) - timedelta(seconds=1)


def _stamp(local: datetime) -> str:
    """A time in the zone of this computer as the log writes it."""
    return local.astimezone(UTC).strftime(_STAMP)
