"""Withholds lines of a served log whose digests would let others try out what was taken out of a source."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from provenance import audit
from provenance.store.codec import canonical, plain

Line = Mapping[str, object]


def without_lines(log: Sequence[Line], sources: Collection[str], draft_id: str) -> tuple[Line, ...]:
    """The lines, those withheld that tell of one of these sources, of a mark for redaction, or of the draft's words.

    A digest over a record that holds what was taken out is a way to try out a short number; so is the SHA-256 of an
    original of which all the rest is served.
    """
    if not sources:
        return tuple(log)
    told = "|".join(re.escape(id) for id in [*sources, draft_id])
    names = re.compile(rf'"(?:{told})(?:\.[^"]*)?"')
    return tuple(audit.withheld(line) if _tells(line, names) else line for line in log)


def _tells(line: Line, names: re.Pattern[str]) -> bool:
    if "detail" not in line:
        return False
    detail = canonical(plain(line["detail"]))
    return bool(names.search(detail)) or '"redaction"' in detail
