"""Makes the record of one file: what is known before it is opened, then its content, or why there is none."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future, wait
from dataclasses import replace

from app.files import Given
from app.reading import Reading
from app.register import Entry
from provenance.clock import now
from provenance.errors import AttestError, CaseError, TaskError, UsageError
from provenance.records import Notice, Source
from provenance.store.records import NewLayer, NewVideo, Span

Write = Callable[[Source, NewLayer | None, Iterable[Span], NewVideo | None, str], Source]
STOPPED = frozenset({"cancelled", "runner_closed"})  # codes of a reading that was ended, not of its file
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_log = logging.getLogger(__name__)


def settle(
    reading: Reading,
    future: Future[list[object]],
    source: Source,
    write: Write,
    by: str,
    refuse: Callable[[Source], Source],
) -> Source:
    """Write what was read with `write`; what a file or its reader did wrong refuses this one file with `refuse`.

    That holds too for content that the store will not take, such as spans outside the text: a reader that was taken
    over by its file may send anything. Raises CaseError when the case cannot be written, TaskError(cancelled |
    runner_closed).
    """
    try:
        future.result()
        return write(reading.describe(source), reading.layer(), reading.passages, reading.video(), by)
    except CaseError:
        raise
    except CancelledError as error:
        raise TaskError("cancelled") from error
    except AttestError as error:
        if error.code in STOPPED:
            raise
        failed: Exception = error
    except Exception as error:  # noqa: BLE001 - whatever it is, it concerns this file alone
        failed = error
    _log.warning("a file was refused: %s", type(failed).__name__)
    return refuse(_failed(source, failed, reading.kind))


def received(given: Given, entry: Entry, by_reference: bool, by: str) -> Source:
    """What is known of a file before it is opened."""
    return Source(
        id="",
        sha256="",
        name=given.path.name or str(given.path),
        path=str(given.path.absolute()),
        size=given.size,
        kind="unknown",
        outcome="read",
        added=now(),
        added_by=by,
        exhibit=entry.exhibit,
        producer=entry.producer,
        dated=entry.dated,
        mark=entry.mark,
        privilege=entry.privilege,
        by_reference=by_reference,
        fields={"title": entry.title} if entry.title else {},
    )


def refused(source: Source, reason: str) -> Source:
    """The source as one that was not read."""
    return replace(source, outcome="refused", reason=reason)


def await_reading(future: Future[list[object]], every: float, tick: Callable[[], None]) -> None:
    """Call `tick` every so many seconds until the future is done; what it raises ends the reading."""
    try:
        tick()
        while not wait([future], every).done:
            tick()
    except BaseException:
        future.cancel()
        raise


def _failed(source: Source, error: Exception, kind: str) -> Source:
    """Refused with the error's code. Of its facts only the kind is kept: the others may hold words of the evidence."""
    code, told = "task_crashed", ""
    if isinstance(error, AttestError) and not isinstance(error, UsageError) and _WORD.fullmatch(error.code):
        code, told = error.code, str(error.facts.get("kind", ""))
    known = told if _WORD.fullmatch(told) else ""
    notices = (Notice("kind", known),) if known else ()
    return replace(refused(source, code), kind=known or kind or "unknown", warnings=notices)
