"""Finds the heads of columns in tables, and so what each cell of a row is called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Cells = Mapping[int, str]  # column, counted from 1 → text

_LONGEST = 60  # code points of a head
_MOST_WORDS = 9
_AHEAD = 6  # rows below a head that are looked at
_DATUM = re.compile(
    r"[^\w]*(?:\d[\d\s.,:/()+%£$€-]*(?:\s?[ap]\.?m\.?|hrs?|Z)?"
    r"|\d{4}-\d\d-\d\d[T ].*|\d{1,2}[ /.-](?:\w{3,9}|\d{1,2})[ /.-]\d{2,4}.{0,20}|TRUE|FALSE|N/?A|-)[^\w]*",
    re.I,
)


def looks_like_datum(text: str) -> bool:
    """Whether a cell holds a figure: a number, time, date, telephone number, or a sign that there is none."""
    return len(text) < 80 and _DATUM.fullmatch(text.strip()) is not None


def looks_like_head(cells: Sequence[str]) -> bool:
    """Whether a row may be the heads of columns: two or more short names, most of them different, none a figure."""
    named = [cell.strip() for cell in cells if cell.strip()]
    if len(named) < 2 or 2 * len({n.casefold() for n in named}) <= len(named):
        return False
    short = all(len(n) <= _LONGEST and len(n.split()) <= _MOST_WORDS for n in named)
    short = short and sum(any(c.isalpha() for c in n) for n in named) >= len(named) - 1  # one may be "#"
    plain = not any(looks_like_datum(n) or n.endswith((".", ",", ";")) for n in named)
    return short and plain and not named[0].endswith(":") and 2 * len(named) >= len(cells)


@dataclass(slots=True)
class Heads:
    """Walks down one table and knows the heads that hold for each row; feed it the rows of a sheet in order.

    A head is repeated in many logs; after a gap a new table may begin with heads of its own.
    """

    names: dict[int, str] = field(default_factory=dict)
    _last: int = 0

    def is_head(self, number: int, cells: Cells, below: Sequence[Cells]) -> bool:
        """Whether row `number` holds heads, which then hold for the rows after it; `below` are the next few rows."""
        gap = number > self._last + 1
        self._last = number
        folded = {column: " ".join(text.split()) for column, text in cells.items()}
        if self.names and folded == self.names:
            return True
        if (self.names and not gap) or not looks_like_head(list(folded.values())):
            return False
        if not _heads(folded, below[:_AHEAD]):
            return False
        self.names = folded
        return True


def _heads(names: Cells, below: Sequence[Cells]) -> bool:
    """Whether the rows below fit under these names, and differ from them as values differ from names."""
    fit = [row for row in below if row and set(row) <= set(names) | {max(names) + 1}]
    wide = [row for row in fit if 2 * len(row) >= len(names)]
    if not wide or (below and fit[:1] != list(below[:1]) and len(names) < 3):
        return False
    if any(len(row) > len(names) + 1 for row in below):
        return False
    figures = any(any(c.isdigit() for c in text) for row in wide for text in row.values())
    return figures or len(names) >= 3
