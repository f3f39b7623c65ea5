"""The state of one or more takings-in, for a window to poll: a row for each file, counts, what to try again, a summary.

One thread tells it of files (it is a `Watch`), any other looks: only what changed, never twenty thousand rows.
"""

from __future__ import annotations

import csv
import io
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from app import messages
from app.watch import FileProgress, taken_before
from provenance.export import may_write, write_beside
from provenance.kinds import KINDS
from provenance.records import Notice, Source
from provenance.report_words import OUTCOME, notices

COLUMNS = ("file", "exhibit", "kind", "outcome", "reason", "SHA-256", "size", "inside")
_NOT_YET = "Not taken in yet"
_OTHERWISE = {"before": "Taken in before", "list": "Used as the exhibit list"}
# Left out on purpose: no use to try again.
_NOT_EVIDENCE = {"exhibit_list", "own_case_folder", "other_case_folder", "link_not_followed"}
_FORMULA = tuple("=+-@\t\r＝＋－＠")  # what a spreadsheet takes for the beginning of a formula
Row = tuple[str, ...]


class TakingIn:
    """The files of one or more takings-in. `rows` stand in the order in which they came; a file added again keeps its
    row."""

    def __init__(self) -> None:
        self.rows: list[FileProgress] = []
        self._at: dict[Path, int] = {}
        self._changes: dict[int, int] = {}  # row → version, the latest change last
        self._version = 0
        self._counts: Counter[str] = Counter()
        self._skips: set[Path] = set()
        self._guard = threading.Lock()

    # What a taking-in calls

    def tell(self, rows: Sequence[FileProgress]) -> None:
        """New rows, or new states of known ones."""
        with self._guard:
            self._version += 1
            for row in rows:
                at = self._at.setdefault(row.path, len(self.rows))
                if at == len(self.rows):
                    self.rows.append(row)
                else:
                    before = self.rows[at]
                    self._counts[_counted(before)] -= 1
                    if row.inside is None and before.inside is not None:  # given again by its own path
                        row = replace(row, inside=before.inside)
                    self.rows[at] = row
                if row.stage in ("waiting", "done", "skipped"):  # over, or to be tried again: the wish is spent
                    self._skips.discard(row.path)
                self._counts[_counted(row)] += 1
                self._changes.pop(at, None)
                self._changes[at] = self._version

    def skips(self, path: Path) -> bool:
        return path in self._skips

    # What a window calls

    def skip(self, path: Path) -> bool:
        """Ask that a file be left out; gives whether it is still time. It ends as refused, and can be added again."""
        with self._guard:
            at = self._at.get(path)
            if at is None or self.rows[at].outcome is not None:
                return False
            self._skips.add(path)
            return True

    def changed_since(self, version: int) -> tuple[int, list[int]]:
        """The version now, and the rows that changed after the one given (0: all), in the order of the rows."""
        with self._guard:
            found = []
            for at in reversed(self._changes):
                if self._changes[at] <= version:
                    break
                found.append(at)
            return self._version, sorted(found)

    def counts(self) -> dict[str, int]:
        """How many files there are of each outcome, how many were taken in "before" and stay as they were, whether one
        is the exhibit "list", and how many have no outcome yet ("waiting", "copying", "reading")."""
        with self._guard:
            return {name: count for name, count in self._counts.items() if count}

    def failed_paths(self) -> list[Path]:
        """The files to try again: refused or left out by a person, but not what was left out on purpose, nor what did
        not come out of its container."""
        with self._guard:
            rows = [row for row in self.rows if row.outcome == "refused" and row.reason not in _NOT_EVIDENCE]
        return [row.path for row in rows if row.inside is None or (row.source is not None and row.source.sha256)]

    def unfinished_paths(self) -> list[Path]:
        """The files without an outcome: after a stop, those to go on with."""
        with self._guard:
            return [row.path for row in self.rows if row.outcome is None]

    def summary_rows(self) -> list[Row]:
        """The summary in words, a row a file, under `COLUMNS`."""
        with self._guard:
            rows = list(self.rows)
        titles = {row.source_id: row.source.title for row in rows if row.source is not None and row.source_id}
        return [_summary(row, titles.get) for row in rows]

    def write_summary(self, out: Path, *, overwrite: bool = False) -> None:
        """Write the summary as CSV (UTF-8 with a byte-order mark, as spreadsheets want it), whole or not at all.

        Raises UsageError(file_exists | no_such_folder), AttestError(export_failed).
        """
        may_write(out, overwrite)
        write_beside(out, csv_of([COLUMNS, *self.summary_rows()]))


def csv_of(rows: Iterable[Row]) -> bytes:
    """Rows as CSV; a cell that a spreadsheet would run as a formula gets an apostrophe before it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def why(source: Source, title_of: Callable[[str], str | None] = lambda source_id: None) -> str:
    """What a person should know of how a file was taken in, in a sentence; "" where there is nothing to say.

    `title_of` gives what people call a source by its id.
    """
    if taken_before(source):
        return messages.sentence("taken_before")
    if source.outcome == "duplicate":
        title = title_of((source.reason or "").removeprefix("duplicate_of_"))
        held = " It is held for a decision on privilege." if source.withheld else ""
        return (f"The same bytes as {title}." if title else messages.sentence("duplicate")) + held
    if source.outcome in ("refused", "held"):
        return messages.sentence(source.reason or "", _facts(source.warnings))
    return "; ".join(notices(source.warnings))


def read_later(sources: Iterable[Source]) -> dict[str, str]:
    """For each source that was refused, and read when the same file was added again: the id of the later one.

    A locked member of an archive has no bytes of its own until it is read, so its place says which it is.
    """
    refused: dict[tuple[str, str, str | None], list[str]] = {}
    found: dict[str, str] = {}
    for source in sources:
        keys = ((source.path, source.sha256, None), (source.path, "", source.parent))
        if source.outcome == "refused":
            key = (source.path, source.sha256, None) if source.sha256 else (source.path, "", source.parent)
            refused.setdefault(key, []).append(source.id)
        elif source.sha256:
            found.update((id, source.id) for key in keys for id in refused.pop(key, ()))
    return found


def _summary(row: FileProgress, title_of: Callable[[str], str | None]) -> Row:
    source, inside = row.source, str(row.inside or "")
    if source is None:
        return (str(row.path), "", _kind(row.kind), _NOT_YET, "", "", str(row.size), inside)
    outcome = _OTHERWISE.get(row.told) or OUTCOME[source.outcome]
    said = (_kind(source.kind), outcome, why(source, title_of))
    return (str(row.path), source.exhibit, *said, source.sha256, str(row.size), inside)


def _kind(kind: str) -> str:
    return KINDS.get(kind, kind)


def _facts(warnings: Sequence[Notice]) -> dict[str, object]:
    return {notice.code: notice.detail for notice in warnings}


def _counted(row: FileProgress) -> str:
    return row.told or row.stage


def _harmless(cell: str) -> str:
    formula = cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if formula else cell
