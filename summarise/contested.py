"""What of a case its sources conflict about, as units to be quoted: no side is left out of an overview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from provenance.points import NewCell, NewPoint
from provenance.records import Passage, TextAnchor
from summarise.text import count_words, words
from summarise.units import TOGETHER, Unit, words_between

_VALUES = 3  # of one conflict: what a source says like another one is not quoted for it again


def contested(
    points: Iterable[NewPoint], passages: Callable[[str], Sequence[Passage]], units: Callable[[Passage], Sequence[Unit]]
) -> list[Unit]:
    """For each conflict, in order, a unit for each of its sides: the sentence that says what differs.

    `passages` gives those of a source, `units` what of a passage can be quoted.
    """
    found: list[Unit] = []
    for point in points:
        if point.conflict is None:
            continue
        sides: dict[str, NewCell] = {}
        for cell in point.cells:
            sides.setdefault(cell.value.casefold(), cell)
        for cell in list(sides.values())[:_VALUES]:
            unit = _unit(cell, passages, units)
            if unit is not None and not any(unit.overlaps(one) for one in found):
                found.append(unit)
    return found


def _unit(
    cell: NewCell, passages: Callable[[str], Sequence[Passage]], units: Callable[[Passage], Sequence[Unit]]
) -> Unit | None:
    """The cell's words as one unit where they are short and within one passage; else the unit within them that says
    most of its value, the first of several; None where none can be quoted."""
    anchor = cell.citation.anchor
    if not isinstance(anchor, TextAnchor):
        return None
    touched = [p for p in passages(cell.citation.source_id) if p.start < anchor.end and anchor.start < p.end]
    within = [u for p in touched for u in units(p) if u.start < anchor.end and anchor.start < u.end]
    holding = next((p for p in touched if p.start <= anchor.start and anchor.end <= p.end), None)
    if holding is not None and len(within) > 1:
        said = words_between(holding, anchor.start, anchor.end)
        if count_words(said) <= TOGETHER:
            return Unit(holding, anchor.start, anchor.end, said, max(unit.worth for unit in within))
    wanted = set(words(cell.value))
    return max(within, key=lambda u: (len(wanted & set(words(u.text))), -u.start), default=None)
