"""On which day the times of an account were: stated beside them, named by another day, or carried from before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from provenance import timeline_words as words
from summarise.timeline.day_ranges import DayRange, day_ranges
from summarise.timeline.day_words import DayWord, day_words, find_weekday
from summarise.timeline.paper import Paper
from summarise.timeline.stated_days import Dated, dates

_NEXT_ONLY = 1  # sentences for which a day that is named by a weekday alone holds, where the account tells of several
_GLUED_ON = re.compile(r"[^,;]{1,16}?\s(?:on|of)\s(?:the\s)?(?:\w+day,?\s)?(?:the\s)?", re.I)
_GLUED_AFTER = re.compile(
    r",?\s(?:(?:at|by|about|around|just|from|until|shortly|before|after|approximately)\s){0,3}", re.I
)
_SMALL, _NOON = 6, 12  # hours before which a time of a night is of the next day: of one that is named; of both ends


@dataclass(frozen=True, slots=True)
class Found:
    """The day of a time: None where it cannot be told, with the days that are possible and why it is open.

    `night`: the hour before which a time is of the morning after this day, as it is its night that is told of; else 0.
    """

    day: date | None
    how: tuple[str, ...] = ()
    made: bool = False
    reason: str = ""
    possible: tuple[date, ...] = ()
    own: bool = True
    night: int = 0


@dataclass(slots=True)
class Days:
    """Walks through an account, sentence by sentence, and knows which day is told of.

    `only` is the one day that it tells of, if so.
    """

    paper: Paper
    only: date | None = None
    all_told: tuple[date, ...] = ()
    told: date | None = None
    seen: list[date] = field(default_factory=list)
    ranges: list[DayRange] = field(default_factory=list)  # of the sentence that was read last
    _text: str = ""
    _several: tuple[date, ...] = ()  # days of a stretch that is told of, none of them more than the others
    _night: tuple[date, int] | None = None
    _year: int | None = None
    _at: int = 0
    _by_word: bool = False
    _entry: bool = False
    _evening: date | None = None
    _outside: tuple[date | None, int, bool] = (None, 0, False)

    def enter(self, day: date | None) -> None:
        """The entry of a log begins, with its own day."""
        if not self._entry:
            self._outside = (self.told, self._at, self._by_word)
        self.told, self._entry, self._by_word = day, True, False
        if day:
            self.seen.append(day)

    def past_midnight(self, index: int, day: date) -> None:
        """The account has gone on past midnight, without a word of it: its next morning is still the one after."""
        self._evening = self.told
        self.told, self._at = day, index
        self.seen.append(day)

    def leave(self) -> None:
        """What follows belongs to no entry: the day told of is the one before the entries."""
        if self._entry:
            self.told, self._at, self._by_word = self._outside
            self._entry = False

    def read(self, index: int, text: str) -> tuple[list[Dated], list[tuple[DayWord, Found]]]:
        """The dates of a sentence, and the days that it names by others; they hold from here on where they may."""
        self._text, self.ranges = text, day_ranges(text, self.paper, self._year)
        dated = dates(text, self.paper, self._year)
        self._year = next((d.day.year for d in reversed(dated) if not d.yearless), self._year)
        dated = [d for d in dated if not any(r.start < d.end and d.start < r.end for r in self.ranges)]
        free = [w for w in day_words(text) if not any(r.start < w.end and w.start < r.end for r in self.ranges)]
        named = [(w, self._find(w, text)) for w in free if not any(_beside(text, w, d) for d in dated)]
        self._carry(index, dated, named)
        return dated, named

    def _carry(self, index: int, dated: Sequence[Dated], named: Sequence[tuple[DayWord, Found]]) -> None:
        held = [d for d in dated if d.holds and not d.made]
        if held:
            self.seen += [d.day for d in held]
            self._tell(index, held[0].day, night=_SMALL if held[0].part == "night" else 0)
            self._evening = self._evening if self._entry else None
            return
        word, day = next(
            ((w, f.day) for w, f in named if w.counts_from != "made" and w.days >= 0 and f.day), (None, None)
        )
        if word and day and (day != self.told or word.part == "night"):
            self._tell(index, day, day != self.told or self._by_word, _SMALL if word.part == "night" else 0)
        if day:
            self.seen.append(day)
        elif self.ranges:
            self._within(index, self.ranges[0])

    def _tell(self, index: int, day: date | None, by_word: bool = False, night: int = 0) -> None:
        """This day is told of from here on; in the entry of a log it is the entry's own all the same."""
        if self._entry:
            return
        if day != self.told:
            self._evening = None
        self.told, self._at, self._by_word, self._several = day, index, by_word, ()
        self._night = (day, night) if day and night else None

    def _within(self, index: int, told: DayRange) -> None:
        """A stretch of days is told of: in its one night hours tell the day; else none of its days is the one."""
        self.seen += [told.first, told.last]
        if told.night and len(told.days()) == 2:
            self._tell(index, told.first, night=_NOON)
        elif told.within or self.told is None:
            self._tell(index, None)
            self._several = told.days()

    def of(self, index: int, at: int, dated: Sequence[Dated], named: Sequence[tuple[DayWord, Found]]) -> Found:
        """The day of a clock time at `at` of the sentence that was read last."""

        def far(one: Dated) -> tuple[bool, int]:
            return not self._glued(one, at), min(abs(one.start - at), abs(one.end - at))

        beside = min(dated, key=far, default=None)
        if beside is not None and beside.listed:
            return Found(None, reason=words.SEVERAL_DAYS, possible=tuple(d.day for d in dated if d.listed))
        if beside is not None:
            return Found(beside.day, beside.how(), beside.made, night=_SMALL if beside.part == "night" else 0)
        if named:
            word, found = min(named, key=lambda n: abs(n[0].start - at))
            return replace(found, night=_SMALL) if word.part == "night" else found
        return self._carried(index)

    def _glued(self, dated: Dated, at: int) -> bool:
        """Whether a date goes with the clock time at a place: "8 am on 6 April", "6 April at 8 am"."""
        if at < dated.start:
            return _GLUED_ON.fullmatch(self._text, at, dated.start) is not None
        return _GLUED_AFTER.fullmatch(self._text, dated.end, at) is not None

    def _carried(self, index: int) -> Found:
        if self.told is None and self._several:
            return Found(None, reason=words.SEVERAL_DAYS, possible=self._several)
        if self.told is None:
            if self.only:
                return Found(self.only, (words.DAY_ONLY.format(day=words.spoken(self.only)),), own=False)
            return Found(None, reason=words.NO_DAY, possible=self.all_told)
        if self._entry:
            return Found(self.told, (words.DAY_ENTRY.format(day=words.spoken(self.told)),), own=False)
        if index - self._at > self.paper.holds:
            return Found(None, reason=words.NO_DAY_NEAR, possible=(self.told,))
        several = tuple(dict.fromkeys([*self.all_told, *self.seen]))
        if self._by_word and index - self._at > _NEXT_ONLY and len(several) > 1:
            return Found(None, reason=words.SEVERAL_DAYS, possible=several)
        night = self._night[1] if self._night and self._night[0] == self.told else 0
        return Found(self.told, (words.DAY_BEFORE.format(day=words.spoken(self.told)),), own=False, night=night)

    def _find(self, word: DayWord, text: str) -> Found:
        said = text[word.start : word.end]
        if word.counts_from == "weekday":
            possible = find_weekday(word, self.seen, self.told, self.paper.made)
            if len(possible) == 1:
                return Found(possible[0], (words.WEEKDAY.format(words=said, day=words.spoken(possible[0])),))
            return Found(None, reason=words.NO_WEEKDAY.format(words=said), possible=tuple(possible))
        told = self.paper.made if word.counts_from == "made" else self._evening or self.told
        by_entry = word.counts_from == "made" and self._entry and self.told is not None
        told = self.told if by_entry else told
        if told is None:
            return Found(None, reason=words.NO_DAY)
        day = told + timedelta(days=word.days)
        template = words.DAY_MADE if word.counts_from == "made" and not by_entry else words.DAY_WORD
        return Found(day, (template.format(words=said, day=words.spoken(day), told=words.spoken(told)),))


def _beside(text: str, word: DayWord, dated: Dated) -> bool:
    """Whether a weekday only goes with a date: "Sunday 3 May", "3 May (Sunday)"."""
    if word.start < dated.end and dated.start < word.end:
        return True
    before, after = text[word.end : dated.start], text[dated.end : word.start]
    return bool(
        (word.end <= dated.start and re.fullmatch(r"[,.]?\s?(?:the\s)?", before))
        or (dated.end <= word.start and re.fullmatch(r"[,(\s]+(?:in the\s)?", after))
    )
