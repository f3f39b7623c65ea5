"""Chooses which sentences of a cited passage a claim rests on; the citation is then cut from the source by code."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.records import Passage
from summarise.text import content_words
from summarise.units import Unit

_MOST = 3  # citations of one claim in one passage
_ADDS = 2  # further content words that a second sentence must bring
_SPAN = 8  # characters between two sentences with none between them


def cited_units(claim: str, passage: Passage, units: Sequence[Unit], cut: bool = False) -> list[Unit]:
    """At most three stretches of a passage: its unit with most words of the claim, and those that add several more.

    Neighbours are cited as one stretch. A claim that shares no word with the passage has the whole of it cited: it
    stands or falls by all that the passage says; of a passage that was shown `cut`, by all `units`, which were shown.
    """
    wanted = set(content_words(claim))
    chosen: list[Unit] = []
    while wanted and len(chosen) < _MOST:
        shares = [(len(wanted & set(content_words(u.text))), -u.start, u) for u in units if not _touches(u, chosen)]
        count, _, best = max(shares, key=lambda s: s[:2], default=(0, 0, None))
        if best is None or count < (_ADDS if chosen else 1):
            break
        chosen.append(best)
        wanted -= set(content_words(best.text))
    if not chosen:
        return _joined(units) if cut and units else [whole(passage)]
    return _joined(sorted(chosen, key=lambda u: u.start))


def whole(passage: Passage) -> Unit:
    """A passage as one stretch."""
    return Unit(passage, passage.start, passage.end, " ".join(passage.text.split()), 0.0)


def _touches(unit: Unit, chosen: Sequence[Unit]) -> bool:
    return any(unit.overlaps(one) for one in chosen)


def _joined(chosen: Sequence[Unit]) -> list[Unit]:
    """Neighbours as one; a question's answer stays alone, as where its question begins is found when it is cut."""
    found = [chosen[0]]
    for unit in chosen[1:]:
        before = found[-1]
        if unit.start - before.end <= _SPAN and not unit.asked and not before.asked:
            found[-1] = Unit(unit.passage, before.start, unit.end, f"{before.text} {unit.text}", 0.0)
        else:
            found.append(unit)
    return found
