"""Puts passages together that are about the same matter and time, in groups that fit into a model's memory."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.ports import Vectors

_NEAR_MINUTES = 45.0  # times this far apart are e⁻¹ as near as the same
_TIME = 0.35  # what the same time is worth, where the same words are worth 1


@dataclass(frozen=True, slots=True)
class Item:
    """What grouping sees of a passage: its tokens, when it says it was (minutes from a day of its own choosing, None
    where it says none), and its place in the case."""

    tokens: int
    minute: float | None
    place: tuple[int, int]


def grouped(items: Sequence[Item], vectors: Vectors, room: int, most: int) -> list[list[int]]:
    """Indices of the items in groups of at most `room` tokens and `most` items, every item once.

    `vectors` (n, d) are unit vectors. A group grows from the earliest item that is left, each time by the item nearest
    to it in words and time, and stops at its even share of all, so that no call is left with scraps. Groups and items
    stand in order of time, then place. Each item must fit alone.
    """
    left = sorted(range(len(items)), key=lambda i: _order(items[i]))
    tokens = sum(item.tokens for item in items)
    count = max(1, math.ceil(tokens / room), math.ceil(len(items) / most))
    groups: list[list[int]] = []
    while left:
        group = [left.pop(0)]
        share = max(items[group[0]].tokens, min(room, math.ceil(tokens / count)))
        while left and len(group) < most:
            used = sum(items[i].tokens for i in group)
            fitting = [i for i in left if used + items[i].tokens <= room]
            if not fitting or used >= share:
                break
            cosines = (vectors[fitting] @ vectors[group].T).mean(axis=1)
            near = [_nearness(float(c), i, group, items) for c, i in zip(cosines, fitting, strict=True)]
            nearest = fitting[near.index(max(near))]  # of equals the first in order
            group.append(nearest)
            left.remove(nearest)
        groups.append(sorted(group, key=lambda i: items[i].place))
    return groups


def _order(item: Item) -> tuple[bool, float, tuple[int, int]]:
    return item.minute is None, item.minute or 0.0, item.place


def _nearness(cosine: float, i: int, group: Sequence[int], items: Sequence[Item]) -> float:
    """Mean cosine to the group, and how near in time the nearest of it is; 4 decimals, so that ties are stable."""
    mine = items[i].minute
    gaps = [abs(mine - m) for j in group if (m := items[j].minute) is not None] if mine is not None else []
    return round(cosine + (_TIME * math.exp(-min(gaps) / _NEAR_MINUTES) if gaps else 0.0), 4)
