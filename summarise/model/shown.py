"""Passages as a language model is shown them: one line each, whose words they are, and nothing that cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from provenance.records import Passage
from summarise import names, prompts
from summarise.draft import Chosen, Drafting
from summarise.model.groups import Item
from summarise.text import fold
from summarise.times import DAY
from summarise.units import Unit

_UNSEEN = re.compile(  # controls, marks of direction, fillers, tags
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_NAME = "P9Z9"  # as long as the names that passages get
_MARGIN = 12  # tokens by which other names of that length may cost more


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage before a model: `whose` words its `text` is, the `units` of it that were chosen, what it costs.

    `account` tells whose words may stand together in one claim; `heading` is that of its best unit, "" for none.
    """

    passage: Passage
    whose: str
    text: str
    account: tuple[str, str]
    units: tuple[Unit, ...]
    minute: float | None
    heading: str = ""
    tokens: int = 0
    cut: bool = False

    def fenced(self, name: str) -> str:
        """The passage under the name that it bears in one call."""
        return prompts.passage(name, self.whose, self.text)

    @property
    def sample(self) -> str:
        """The passage as it is counted."""
        return self.fenced(_NAME)

    def counted(self, tokens: int) -> Shown:
        """The passage with what it costs."""
        return replace(self, tokens=tokens + _MARGIN)

    def shortened(self, room: int) -> Shown:
        """The passage with so much of its text, from the first unit chosen on, as fits into `room` tokens."""
        first = seen(self.units[0].text)
        begun = max(0, self.text.find(first))
        letters = max(1, len(self.sample) * (room - _MARGIN) // max(1, self.tokens) - len(self.sample) + len(self.text))
        text = self.text[begun : begun + int(0.8 * letters)].rsplit(" ", 1)[0]
        return replace(self, text=f"{text} …", cut=True)

    def citable(self, units: Sequence[Unit]) -> list[Unit]:
        """Of the passage's units those that are shown whole; where the first is cut, that."""
        whole = [unit for unit in units if not self.cut or seen(unit.text) in self.text]
        return whole or list(self.units[:1])

    def item(self, place: tuple[int, int]) -> Item:
        """The passage as it is grouped."""
        return Item(self.tokens, self.minute, place)


def seen(text: str) -> str:
    """Words of others for a prompt: on one line, so that none of them can pass for a line of ours."""
    return fold(_UNSEEN.sub(" ", text))


def shown(desk: Drafting, chosen: Chosen, headings: Sequence[str] = ()) -> list[Shown]:
    """The passages of the chosen units, in the order in which they were chosen."""
    units: dict[str, list[Unit]] = {}
    titles: dict[str, str] = {}
    for i, unit in enumerate(chosen.units):
        units.setdefault(unit.passage.id, []).append(unit)
        if headings:
            titles.setdefault(unit.passage.id, headings[i])
    minutes = _minutes(desk, chosen.units)
    found = []
    for mine in units.values():
        passage = mine[0].passage
        source = desk.material.by_id[passage.source_id]
        stated = [minutes[u] for u in mine if minutes[u] is not None]
        found.append(
            Shown(
                passage,
                seen(names.attribution(source, passage, passage.label)),
                seen(passage.text),
                (source.id, names.speaker(source, passage).casefold()),
                tuple(mine),
                min((m for m in stated if m is not None), default=None),
                titles.get(passage.id, ""),
            )
        )
    return found


def _minutes(desk: Drafting, units: Sequence[Unit]) -> dict[Unit, float | None]:
    """When each unit says it was, in minutes; a time without a day counts on the day that most units name."""
    times = desk.times(units)
    days = [w.day.toordinal() for w in times if w is not None and w.day]
    usual = max(sorted(set(days)), key=days.count, default=0)
    return {
        unit: None if w is None or w.minute is None else ((w.day.toordinal() if w.day else usual) * DAY + w.minute)
        for unit, w in zip(units, times, strict=True)
    }
