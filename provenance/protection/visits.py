"""Who came to a protected case and could not be written to its log yet: beside it, until who may write opens it.

A refusal cannot be written to a log that is encrypted, nor an opening for reading while another process holds the lock.
JSON lines; who can write the folder can change them, so they are taken over as what they are: noted outside the log.
Wrong passphrases slow down by them, too; whoever takes a copy of the folder is held up by the work of each guess alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from provenance.clock import now, who

NAME = "case.visits"
KINDS = OPENED, REFUSED = "case_opened", "opening_refused"
_FREE = 3  # wrong passphrases before one has to wait
_MOST_SECONDS = 300
_MOST_BYTES = 1 << 20  # of older lines that are looked at
_FORM = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Visit:
    """What happened (`case_opened`, `opening_refused`), when, in whose name, under which account of the system."""

    what: str
    at: str
    user: str
    account: str


def note(folder: Path, what: str, user: str) -> None:
    """Write one down; raises OSError."""
    line = json.dumps(asdict(Visit(what, now(), user, who())), ensure_ascii=False)
    with (folder / NAME).open("a", encoding="utf-8", newline="\n") as out:
        out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())


def waiting(folder: Path) -> list[Visit]:
    """All that wait to be taken into the log, oldest first; lines that are none are left out. Never raises OSError."""
    found: list[Visit] = []
    with suppress(OSError), (folder / NAME).open(encoding="utf-8", errors="replace") as file:
        for line in file.read(_MOST_BYTES).splitlines():
            with suppress(ValueError, TypeError, KeyError, RecursionError):
                told = json.loads(line)
                found.append(Visit(*(str(told[name])[:200] for name in ("what", "at", "user", "account"))))
    return found


def clear(folder: Path) -> None:
    """They stand in the log now."""
    with suppress(OSError):
        (folder / NAME).unlink(missing_ok=True)


def seconds_to_wait(visits: Sequence[Visit], user: str, at: datetime | None = None) -> int:
    """How long this user's next passphrase has to wait: doubled with each wrong one after the third, five minutes at
    most, and nothing after one that was right."""
    wrong: list[Visit] = []
    for visit in visits:
        if visit.user == user:
            wrong = [*wrong, visit] if visit.what == REFUSED else []
    if len(wrong) < _FREE:
        return 0
    try:
        last = datetime.strptime(wrong[-1].at, _FORM).replace(tzinfo=UTC)
    except ValueError:
        return 0
    passed = ((at or datetime.now(UTC)) - last).total_seconds()
    wait = min(1 << min(len(wrong) - _FREE + 1, 20), _MOST_SECONDS)
    return max(0, round(wait - passed)) if passed >= 0 else wait
