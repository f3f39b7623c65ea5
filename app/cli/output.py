"""Prints: one JSON document on standard output when asked, tables for people otherwise, progress on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

PIPED_WIDTH = 160  # columns for tables when nobody's terminal says otherwise
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPED_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def document(value: object) -> None:
    """The one JSON document of a command."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def say(text: str) -> None:
    """A message for people, beside the JSON; markup is not interpreted, evidence may hold brackets."""
    err.print(text, markup=False)


def tell(text: str) -> None:
    """A line of a command's answer to people."""
    out.print(text, markup=False)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table, as wide as it needs to be."""
    drawn = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for at, head in enumerate(heads):
        prose = at == len(heads) - 1 or any(len(row[at]) > 24 for row in rows)
        drawn.add_column(head, overflow="fold", no_wrap=not prose, ratio=None)
    for row in rows:
        drawn.add_row(*[escape(cell) for cell in row])
    out.print(drawn)


def plain(text: str) -> str:
    """Text of evidence for a terminal: no control characters that could move the cursor or colour the line."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def escape(text: str) -> str:
    """The same for a place where markup is read."""
    return plain(text).replace("[", "\\[")


class Bar:
    """Progress with time left: a live bar on a terminal, else a line at most every five seconds."""

    def __init__(self, live: Progress | None) -> None:
        self._live = live
        self._task = live.add_task("", total=None) if live else None
        self._said = time.monotonic()
        self._begun = self._said

    def __call__(self, what: str, done: float, total: float) -> bool:
        if self._live is not None and self._task is not None:
            self._live.update(self._task, description=escape(what), completed=done, total=total or None)
        elif time.monotonic() - self._said >= 5:
            self._said = time.monotonic()
            say(f"{what} · {_share(done, total)}{_left(self._said - self._begun, done, total)}")
        return True


@contextmanager
def progress(quiet: bool = False) -> Iterator[Bar]:
    """A bar for one piece of long work."""
    if quiet or not err.is_terminal:
        yield Bar(None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=err, transient=True) as live:
        yield Bar(live)


def _share(done: float, total: float) -> str:
    return f"{100 * done / total:.0f}%" if total else f"{done:.0f}"


def _left(elapsed: float, done: float, total: float) -> str:
    if not total or done <= 0 or done >= total:
        return ""
    seconds = elapsed * (total - done) / done
    return f" · {seconds / 60:.0f} min left" if seconds >= 90 else f" · {seconds:.0f} s left"
