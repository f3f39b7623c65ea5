"""The choice for whom an export is: what that audience may see, what is withheld from it and why, and the gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from app import exporting, messages
from app.case import Case
from app.kept_words import BEFORE_SECOND, left_out, undecided
from provenance.audience import AUDIENCES, Audience
from provenance.errors import UsageError
from provenance.records import Draft
from provenance.reviews import ClaimState
from provenance.serving import serve_and_kept
from ui.evidence.use_dialog import decide_use
from ui.session import Session
from ui.strings import audience as words
from ui.widgets.basics import button, column, label, row


@dataclass(frozen=True, slots=True)
class Seen:
    """What an audience other than the case team sees of a draft; `lines` say what is withheld, `gate` why nothing may
    be written, or "".

    `undecided` are ids of the sources on which nobody decided, `said` tells of them.
    """

    audience: Audience
    draft: Draft
    states: Mapping[str, ClaimState]
    lines: tuple[str, ...]
    gate: str
    undecided: tuple[str, ...]
    said: str
    before_second: bool = False


def look(case: Case, draft_id: str, audience: Audience) -> Seen:
    """For a thread of its own: it reads the whole draft."""
    draft, gate = case.store.draft(draft_id), ""
    try:
        exporting.require_reviewed(case.store, draft_id)
    except UsageError as error:
        gate = messages.of(error)
    alone = exporting.signed_before_second(case.store, draft_id)
    if audience == "working":
        return Seen(audience, draft, {}, (), gate, (), "", alone)
    served, kept = serve_and_kept(case.store, draft, audience)
    said = undecided(kept, lambda source_id: case.store.source(source_id).title)
    return Seen(audience, served.draft, served.states, tuple(left_out(kept)), gate, kept.undecided, said, alone)


def one_tab_stop(choices: Iterable[QRadioButton]) -> None:
    """Shift+Tab leads to the chosen one of them, as Tab does, and not to the last."""
    for one in choices:
        one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one.isChecked() else Qt.FocusPolicy.ClickFocus)


class AudienceChoice(QWidget):
    """Asked anew each time, the case team first. `seen` is what is known of the audience chosen, None until it is."""

    changed = Signal()

    def __init__(self, session: Session, draft_id: str) -> None:
        super().__init__()
        self._session, self._draft_id = session, draft_id
        self.seen: Seen | None = None
        self._group = QButtonGroup(self)
        self.audiences: dict[Audience, QRadioButton] = {}
        for audience in AUDIENCES:
            self.audiences[audience] = made = QRadioButton(words.AUDIENCES[audience])
            made.setAccessibleDescription(words.MORE[audience])
            self._group.addButton(made)
        self.audiences["working"].setChecked(True)
        one_tab_stop(self.audiences.values())
        if not session.case.store.info.training:
            closed = self.audiences["training"]
            closed.setEnabled(False)
            closed.setToolTip(words.NOT_FOR_TRAINING)
            closed.setAccessibleDescription(words.NOT_FOR_TRAINING)
        self.more = label("", "muted", wrap=True)
        self._lines = column(gap=4)
        self.decide = button(words.DECIDE, self._decide, icon_name="undecided")
        self.decide.setAutoDefault(False)
        self.gate = label("", "red", wrap=True)
        self.before_second = label(BEFORE_SECOND, "amber", wrap=True)
        for one in (self.decide, self.gate, self.before_second):
            one.hide()
        choices = row(*self.audiences.values(), None, gap=16)
        layout = column(label(words.HEAD, "strong"), gap=4)
        layout.addLayout(choices)
        layout.addWidget(self.more)
        layout.addLayout(self._lines)
        layout.addLayout(row(self.decide, None))
        layout.addWidget(self.gate)
        layout.addWidget(self.before_second)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self._group.buttonToggled.connect(lambda _, on: on and self.look())
        session.sources_changed.connect(self.look)
        session.state_changed.connect(self.look)
        self.look()

    @property
    def audience(self) -> Audience:
        return next(name for name, one in self.audiences.items() if one.isChecked())

    @property
    def known(self) -> bool:
        """Whether what the audience chosen sees is known yet."""
        return self.seen is not None and self.seen.audience == self.audience

    @property
    def closed(self) -> bool:
        """Whether the gate is known to be shut for the audience chosen."""
        return self.seen is not None and self.known and bool(self.seen.gate)

    def look(self, _: str = "") -> None:
        """Ask what the audience chosen sees; until that is known nothing can be written."""
        audience, case, draft_id = self.audience, self._session.case, self._draft_id
        self.more.setText(words.MORE[audience])
        if self.seen is None or self.seen.audience != audience:
            self.seen = None
            self._tell([words.LOOKING] if audience != "working" else [])
            self.decide.hide()
            self.changed.emit()
        self._session.background.run(self, lambda: look(case, draft_id, audience), self._take, latest="audience")

    def _take(self, seen: Seen) -> None:
        self.seen = seen
        self._tell([*seen.lines, *([seen.said] if seen.said else [])])
        self.decide.setVisible(bool(seen.undecided) and self._session.writable)
        self.gate.setText(seen.gate)
        self.gate.setVisible(bool(seen.gate))
        self.before_second.setVisible(seen.before_second)
        self.changed.emit()

    def _tell(self, lines: list[str]) -> None:
        while (old := self._lines.takeAt(0)) is not None:
            old.widget().hide()  # at once: it is taken apart when nothing else is to be done
            old.widget().deleteLater()
        for line in lines:
            said = self.seen.said if self.seen else ""
            self._lines.addWidget(label(f"·  {line}", "amber" if line == said else "", wrap=True))

    def _decide(self) -> None:
        if self.seen is not None:
            decide_use(self._session, list(self.seen.undecided), self.window())
