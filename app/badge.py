"""What the badge may say of being offline: what was seen since when, by which means, and the last self-test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.selftest.result import machine
from app.selftesting import ACTION
from provenance import confining, offline
from provenance.confining import Held

if TYPE_CHECKING:
    from app.case import Case
    from provenance.store.case_store import CaseStore


@dataclass(frozen=True, slots=True)
class LastTest:
    """A self-test as the case's log tells of it: when it ended (UTC, ISO 8601), and what it found."""

    at: str
    passed: bool
    detail: Mapping[str, object]

    @property
    def counted(self) -> bool:
        """Whether system calls were counted in it."""
        return self.detail.get("calls_outside") is not None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen up to now: connections that were asked for and refused, and what the system holds."""

    refused: tuple[str, ...]
    program: Held
    children: tuple[Held, ...]

    @property
    def held(self) -> bool:
        """Whether the system itself keeps the program, and every child that has started, off every network."""
        return self.program.offline and all(one.offline for one in self.children)

    @property
    def why(self) -> tuple[str, ...]:
        """Codes of what does not hold, of the program and then of its children."""
        return tuple(dict.fromkeys(code for one in (self.program, *self.children) for code in one.why))


def seen(case: Case) -> Seen:
    """What was seen of this program and this case's children."""
    refused = [*offline.refusals(), *case.refusals]
    return Seen(tuple(one.address for one in refused), confining.held(), tuple(case.children_held))


def last_test(store: CaseStore) -> LastTest | None:
    """The latest self-test in the case's log that was made on this machine, with this version of Attest."""
    for entry in reversed(store.audit_entries()):
        if entry.action == ACTION and entry.detail.get("machine") == machine():
            return LastTest(entry.at, entry.detail.get("passed") is True, entry.detail)
    return None
