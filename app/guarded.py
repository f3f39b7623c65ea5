"""The store of a protected case as its user may use it: whatever writes asks first whether a role allows it.

Reading is not guarded: who can open a case has its key, and can read all of it. Use cases ask for their acts themselves
(`Workshop.require`), before long work is done in vain; this stands behind them, so that none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.access import Act
from provenance.store.case_store import CaseStore

WRITES: dict[str, Act] = {
    "add_source": Act.ADD,
    "add_look": Act.ADD,
    "set_source": Act.DESCRIBE,
    "decide_material": Act.MATERIAL,
    "decide_materials": Act.MATERIAL,
    "decide_made": Act.MATERIAL,
    "write_draft": Act.DRAFT,
    "add_claim": Act.REVIEW,
    "review": Act.REVIEW,
    "undo_review": Act.REVIEW,
    "sign_draft": Act.REVIEW,
    "take_up_again": Act.REVIEW,
    "add_enquiry": Act.ENQUIRE,
    "change_enquiry": Act.ENQUIRE,
    "close_enquiry": Act.ENQUIRE,
    "reopen_enquiry": Act.ENQUIRE,
    "move_enquiry": Act.ENQUIRE,
    "add_asking": Act.ENQUIRE,
    "mark_redaction": Act.REDACT,
    "change_redaction": Act.REDACT,
    "remove_redaction": Act.REDACT,
    "restore_redaction": Act.REDACT,
    "submit_schedule": Act.SCHEDULE,
    "set_review_date": Act.RETAIN,
    "set_hold": Act.RETAIN,
    "lift_hold": Act.RETAIN,
    "remove_sources": Act.REMOVE,
    "set_user": Act.USERS,
    "add_evidence_key": Act.USERS,
    "forget_older_evidence_keys": Act.USERS,
}
# What writes whoever looks or works: the log, what was opened, what follows from a decision that was allowed before.
FREE = frozenset(
    {"record", "open_citation", "add_attention", "add_viewed", "store_vectors", "release_source", "hold_strays"}
    | {"set_recipient"}  # of who has the case open
)


def _free(act: Act) -> None:
    """Of a plain case, which has no users."""


class GuardedStore(CaseStore):
    """A CaseStore that asks `guard` before it writes; UsageError(not_allowed | passphrase_first) where it says no."""

    guard: Callable[[Act], None] = staticmethod(_free)


def _guarded(name: str, act: Act) -> Callable[..., Any]:
    plain = getattr(CaseStore, name)

    def write(self: GuardedStore, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the method that it stands for
        self.guard(act)
        return plain(self, *given, **named)

    write.__name__, write.__doc__ = name, plain.__doc__
    return write


for _name, _act in WRITES.items():
    setattr(GuardedStore, _name, _guarded(_name, _act))
