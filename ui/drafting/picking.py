"""The list of drafts and answers: a click or an arrow chooses one, Enter or a double click opens it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from PySide6.QtGui import QShowEvent

from provenance.comparing_settings import REPLAY_OF
from provenance.store.records import SearchRecord
from ui.drafting.naming import brief, came_of, drafter, held, named, named_in, within
from ui.search.lines import Line
from ui.search.rows import Row, Rows
from ui.session import Session
from ui.strings import compare as compare_words
from ui.strings import drafting as words
from ui.when import local_time

_MOST_LINES = 3  # of a brief; the rest is its tooltip


class DraftRows(Rows):
    """Rows that a click only chooses; while rows match a filter, one of them is always chosen."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.clicked.disconnect()
        self.doubleClicked.connect(self._open)
        self.setLayoutMode(Rows.LayoutMode.SinglePass)  # the one that is shown may be the oldest, and is to be in sight

    def choose(self, key: Hashable) -> None:
        """Make the row with this key the chosen one, in sight, without opening it."""
        super().choose(key)
        self.scrollTo(self.currentIndex())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.scrollTo(self.currentIndex())

    def show_some(self, rows: list[Row], wanted: Hashable | None) -> None:
        """Show these; the chosen one stays so, else `wanted` is chosen, else the first."""
        keys = [row.key for row in rows]
        now = self.key()
        self.show_rows(rows, keep=True)
        choice = next((key for key in (now, wanted) if key in keys), keys[0] if keys else None)
        if choice is not None and self.key() != choice:
            self.choose(choice)


def row_of(one: SearchRecord, session: Session, checked: Mapping[str, tuple[int, int]], earlier: str) -> Row:
    """A draft as a row: number and date, what it was to say, who drafted it, what came of it and how it stands.

    `checked` are (checked, all) claims by draft, `earlier` that lines of enquiry came or changed after it.
    """
    shown = session.draft is not None and session.draft.id == one.draft_id
    head = f"{named(one)} · {local_time(one.at)} · {one.by}"
    told = [drafter(one)] if one.by_hand else [drafter(one), came_of(one)]
    done, of = checked.get(one.draft_id, (0, 0))
    if of:
        told.append(words.CHECKED.format(done=f"{done:,}", all=f"{of:,}"))
    if not one.by_hand:
        told.append(words.SEEDED.format(seed=one.seed))
    if repeated := one.settings.get(REPLAY_OF):
        told.append(compare_words.REPEATS.format(old=within(named_in(session.drafts, str(repeated)))))
    amber = not (one.found or one.by_hand or one.held_back)
    lines = [Line(head, "head"), Line(brief(one), "text", most=_MOST_LINES)]
    lines += [Line(earlier, "muted" if one.question else "amber")] if earlier else []
    lines.append(Line(" · ".join(told), "amber" if amber else "muted"))
    lines += [Line(held(one), "amber")] if one.held_back else []
    return Row(one.draft_id, tuple(lines), side=words.SHOWN if shown else "")
