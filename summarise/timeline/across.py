"""Two clock times with days of their own that are the ends of one stretch: "from 6 pm on 4 May to 8 am on 5 May"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from provenance.timeline import Extent
from summarise.timeline.clocks import Timed
from summarise.timeline.read import Lost, Read
from summarise.timeline.stated_days import Dated

_FILL = re.compile(
    r"\b(?:on|at|of|in|the|about|around|approximately|hours|hrs|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mornings?|afternoons?|evenings?|nights?)\b|[,\s]+",
    re.I,
)
_FILL_END = re.compile(rf"(?:{_FILL.pattern})$", re.I)
_APART = 80  # letters between both times at most, and before the first
_LEAD = re.compile(r"\b(between|from)((?:\s|,)*)$", re.I)


def across_days(
    text: str, timed: Sequence[Timed], dated: Sequence[Dated], found: Sequence[Read | Lost]
) -> list[Read | Lost]:
    """The times of a sentence, one for each of `timed`, those that are the ends of one stretch put together."""
    made: list[Read | Lost] = []
    at = 0
    while at < len(found):
        pair = found[at : at + 2]
        joined = _joined(text, timed[at : at + 2], dated, pair) if len(pair) == 2 else None
        made.append(joined or found[at])
        at += 2 if joined else 1
    return made


def _joined(text: str, timed: Sequence[Timed], dated: Sequence[Dated], pair: Sequence[Read | Lost]) -> Read | None:
    first, last = pair
    if not (isinstance(first, Read) and isinstance(last, Read)) or any(t.stretch.second for t in timed):
        return None
    begin, middle = timed[0].stretch.first, timed[1].stretch.first
    if middle.start - begin.end > _APART or last.start <= first.start:
        return None
    lead = _LEAD.search(_led(_bare(text, max(0, begin.start - _APART), begin.start, dated)))
    between = "".join(_FILL.split(_bare(text, begin.end, middle.start, dated))).lower()
    ends = {"between": ("and",), "from": ("to", "until", "till", "-", "–", "—")}
    if lead is None or between not in ends[lead[1].lower()]:
        return None
    extent: Extent = "within" if lead[1].lower() == "between" else "throughout"
    start = text.lower().rindex(lead[1].lower(), 0, begin.start)
    stop = max([middle.end, *(d.end for d in dated if 0 <= d.start - middle.end <= 16)])
    half = round((last.end - first.start).total_seconds() / 2)
    return replace(
        first, end=last.end, latest=last.latest, extent=extent, words=text[start:stop],
        how=(*first.how, *last.how), precision=half if extent == "within" else max(first.precision, last.precision),
        uncertain=extent == "within" or first.uncertain or last.uncertain,
    )  # fmt: skip


def _bare(text: str, start: int, end: int, dated: Sequence[Dated]) -> str:
    """Words of a sentence without the dates among them."""
    kept = text[start:end]
    for one in sorted(dated, key=lambda d: -d.start):
        if start <= one.start and one.end <= end:
            kept = kept[: one.start - start] + kept[one.end - start :]
    return kept


def _led(head: str) -> str:
    """Words before a time without those that only lead to it: "between Monday at" → "between"."""
    before = ""
    while before != head:
        before, head = head, _FILL_END.sub("", head)
    return head
