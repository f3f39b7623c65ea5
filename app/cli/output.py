"""Prints: one JSON document on standard output when asked, tables for people otherwise, progress on standard error.

All that people read goes through here and is cleaned here: file names and words of the evidence come from strangers,
and must not move a terminal's cursor, colour its lines or turn their order.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from getpass import getpass

from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

PIPED_WIDTH = 160  # columns for tables when nobody's terminal says otherwise
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPED_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)
_UNSAFE = re.compile(  # control characters, lone surrogates, and Unicode's Bidi_Control characters (UAX #9)
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def document(value: object) -> None:
    """The one JSON document of a command."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def say(text: str) -> None:
    """A message for people, beside the JSON; cleaned line by line."""
    err.print(Text(clean(text)))


def tell(text: str) -> None:
    """A line, or lines, of a command's answer to people; cleaned line by line."""
    out.print(Text(clean(text)))


def entry(head: str, text: str) -> None:
    """One line that begins with `head`; on a terminal what does not fit goes on under the beginning of `text`."""
    head, text = plain(head), plain(text)
    if not out.file.isatty():
        tell(head + text)
        return
    drawn = Table.grid()
    drawn.add_column(width=cell_len(head), no_wrap=True)
    drawn.add_column(overflow="fold")
    drawn.add_row(Text(head), Text(text))
    out.print(drawn, soft_wrap=False)


def ask_password(names: Sequence[str]) -> str:
    """A password that a person types for these locked files, unseen; "" where nobody sits there, or for none."""
    if not names or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    one = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    say(f"{one} {'is' if len(names) == 1 else 'are'} protected by a password. It is tried, and not written down.")
    return getpass("Password (Enter to leave it at that): ", stream=sys.stderr)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table, as wide as it needs to be."""
    drawn = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for at, head in enumerate(heads):
        prose = at == len(heads) - 1 or any(len(row[at]) > 24 for row in rows)
        drawn.add_column(head, overflow="fold", no_wrap=not prose, ratio=None)
    for row in rows:
        drawn.add_row(*[Text(plain(cell)) for cell in row])
    out.print(drawn)


def plain(text: str) -> str:
    """Words of strangers for one line of a terminal: what could move the cursor or turn the order becomes U+FFFD."""
    return _UNSAFE.sub("\ufffd", text)


def clean(text: str) -> str:
    """The same for several lines."""
    return "\n".join(map(plain, text.split("\n")))


class Bar:
    """Progress with time left: a live bar on a terminal, else a line at most every five seconds."""

    def __init__(self, live: Progress | None) -> None:
        self._live = live
        self._task = live.add_task("", total=None) if live else None
        self._said = time.monotonic()
        self._begun = self._said

    def __call__(self, what: str, done: float, total: float) -> bool:
        if self._live is not None and self._task is not None:
            self._live.update(self._task, description=plain(what), completed=done, total=total or None)
        elif time.monotonic() - self._said >= 5:
            self._said = time.monotonic()
            say(f"{plain(what)} · {_share(done, total)}{_left(self._said - self._begun, done, total)}")
        return True


@contextmanager
def progress(quiet: bool = False) -> Iterator[Bar]:
    """A bar for one piece of long work."""
    if quiet or not err.is_terminal:
        yield Bar(None)
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=err, transient=True) as live:
        yield Bar(live)


def _share(done: float, total: float) -> str:
    return f"{100 * done / total:.0f}%" if total else f"{done:.0f}"


def _left(elapsed: float, done: float, total: float) -> str:
    if not total or done < 0.03 * total or done >= total:  # too early to tell
        return ""
    seconds = elapsed * (total - done) / done
    return f" · {seconds / 60:.0f} min left" if seconds >= 90 else f" · {seconds:.0f} s left"
