"""Reads one account, sentence by sentence: which times it tells, on which day, how wide, and what cannot be placed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta

from provenance import timeline_words as words
from provenance.timeline import Basis, Extent, MarkKind
from summarise.timeline.across import across_days
from summarise.timeline.bydays import by_days, by_periods
from summarise.timeline.clocks import TICK, Timed, account_clocks
from summarise.timeline.day_ranges import by_ranges
from summarise.timeline.day_words import DayWord
from summarise.timeline.days import Days, Found
from summarise.timeline.paper import Paper
from summarise.timeline.read import DAY, MINUTE, Lost, Read, Said, at_minute, moment, moved, not_happened, stays
from summarise.timeline.relative import Relative, relatives
from summarise.timeline.stated_days import Dated, told_days
from summarise.timeline.told_as import REASONS, only_until, told_as
from summarise.times import NOON, Clock, clock_face

_FAR = 3  # sentences before a relative time, among which what it hangs on must stand
_EVENING = 10  # sentences from an evening to a small hour that is taken to be of the night that follows
_LATE, _SMALL, _NOON = 18, 6, 12  # hours: from when it is evening, until when hours are small, until when morning
_WRITTEN_LATER = timedelta(hours=1)  # an entry may be finished some time after the time that it bears
# What was looked at later shows another time than that of the looking: "On 9 June I viewed CCTV which shows …".
_VIEWED = re.compile(
    r"\b(?:view|watch|review|examin|look|study|download)\w*\b.{0,80}\b(?:cctv|footage|camera|video|recording|film|clip)\w*"
    r"\b.{0,60}\b(?:show\w*|captur\w*|timed|stamped|seen|see)\b",
    re.I,
)
_TO_COME = re.compile(
    r"\b(?:will|shall|expect\w*|due|until|plan\w*|booked|going to|to be|call(?:ed)? for|at the latest)\b", re.I
)


@dataclass(slots=True)
class Account:
    """Reads the sentences of one account in order; `paper` is what it was written on."""

    said: Sequence[Said]
    paper: Paper = field(default_factory=Paper)
    kind: MarkKind = "event"
    tick: Callable[[], None] = lambda: None  # called now and then; may raise
    _clocks: list[list[Timed]] = field(default_factory=list)
    _services: dict[str, int] = field(default_factory=dict)
    _last: tuple[int, Read | None] | None = None
    _told: Read | None = None  # the clock time that was placed last

    def times(self) -> Iterator[Read | Lost]:
        """All times of the account, in order of their sentences."""
        texts = [s.text for s in self.said]
        self._clocks, self._services = account_clocks(texts, self.tick, self.paper.by_24)
        told = told_days(texts, self.paper)
        days = Days(self.paper, told[0] if len(told) == 1 else None, told)
        for index, said in enumerate(self.said):
            if index % TICK == 0:
                self.tick()
            yield from self._sentence(index, said, days)

    def _sentence(self, index: int, said: Said, days: Days) -> Iterator[Read | Lost]:
        if said.day or said.entry:
            days.enter(said.entry.date() if said.entry else said.day)
        else:
            days.leave()
        if said.entry:
            self._last = (index, moment(index, self.kind, said.entry, "device", ""))
        dated, named = days.read(index, said.text)
        clocks = self._clocks[index]
        if said.mentions:
            reason = words.MENTIONED.format(at=said.mentions)
            yield from (Lost(index, _cut(said, t), reason, told_as="mentioned") for t in clocks)
            return
        if clocks and len(dated) > len(clocks) and not any(d.holds or d.listed for d in dated):
            dated = dated[: len(clocks)]
        read = [*self._clocked(index, said, days, dated, named)]
        found = across_days(said.text, clocks, dated, read)
        found += self._hanging(index, said, days)
        if not found:
            found = [
                *by_ranges(index, said, self.kind, days.ranges),
                *by_days(index, said, self.kind, dated, named),
                *by_periods(index, said, self.kind, self.paper, dated),
            ]
        elif not any(isinstance(one, Read) for one in found):
            found += by_ranges(index, said, self.kind, days.ranges)
        yield from self._happened(said, found)

    def _happened(self, said: Said, found: Sequence[Read | Lost]) -> Iterator[Read | Lost]:
        """What is told as having happened; what is told otherwise as such, with the time that is spoken of."""
        at = 0
        for one in found:
            at = max(at, said.text.find(one.words, at))
            told = told_as(said.text, at, at + len(one.words), said.entry is not None)
            if not told or (isinstance(one, Read) and stays(one, told)):
                yield one
            else:
                yield not_happened(one, told, REASONS[told])
                if self._told is one:
                    self._told = None
                if self._last and self._last[1] is one:
                    self._last = (self._last[0], None)

    # Clock times

    def _clocked(
        self, index: int, said: Said, days: Days, dated: Sequence[Dated], named: Sequence[tuple[DayWord, Found]]
    ) -> Iterator[Read | Lost]:
        for timed in self._clocks[index]:
            cut = _cut(said, timed)
            if timed.shown:
                yield Lost(index, cut, words.SHOWN)
                continue
            day = days.of(index, timed.stretch.first.start, dated, named)
            if _VIEWED.search(said.text[: timed.stretch.start]):
                possible = tuple(d.isoformat() for d in days.all_told)
                yield Lost(index, cut, words.VIEWED, possible)
                continue
            read: Read | Lost = self._placed(index, cut, timed, day)
            if isinstance(read, Read) and day.night and not said.entry:
                read = self._of_night(read, day.night, days)
            elif isinstance(read, Read) and day.own and "midnight" in cut.lower() and read.start.time() == time():
                read = self._midnight(read)
            elif isinstance(read, Read) and not day.own:
                read = self._in_entry(said, read, days, timed.stretch.start) if said.entry else self._on(read, days)
            self._last = (index, read if isinstance(read, Read) else None)
            self._told = read if isinstance(read, Read) else self._told
            yield read

    def _midnight(self, read: Read) -> Read | Lost:
        """Midnight of a day that is named is its end where its evening was told just before; else either of two."""
        told = self._told
        if told and told.start.date() == read.start.date() and told.start.hour >= _LATE:
            return moved(read, DAY, words.PAST_MIDNIGHT_TOLD)
        both = (read.start, read.start + DAY)
        return Lost(read.index, read.words, words.MIDNIGHT, tuple(f"{d:%Y-%m-%dT%H:%M}" for d in both))

    def _of_night(self, read: Read, before: int, days: Days) -> Read:
        """An hour after midnight of a night that is named by its evening is of the day after it."""
        told = self._told
        late = told is not None and told.start.date() == read.start.date() and told.start.hour >= _LATE
        if read.start.hour >= (_NOON if late else before):
            return read
        days.past_midnight(read.index, read.start.date() + DAY)
        return moved(read, DAY, words.PAST_MIDNIGHT_NAMED)

    def _on(self, read: Read, days: Days) -> Read:
        """A small hour that is told just after an evening is of the day after it."""
        before = self._told
        if before is None or read.index - before.index > _EVENING or before.start.date() != read.start.date():
            return read
        if before.start.hour < _LATE or read.start.hour >= _SMALL or read.extent == "throughout":
            return read
        days.past_midnight(read.index, read.start.date() + DAY)
        return moved(read, DAY, words.PAST_MIDNIGHT_TOLD)

    def _in_entry(self, said: Said, read: Read, days: Days, at: int) -> Read | Lost:
        """What an entry tells of was before it, unless the words at that place say that it is still to come."""
        assert said.entry is not None
        to_come = _TO_COME.search(said.text[:at].rpartition(",")[2]) is not None
        if to_come and read.latest < said.entry and read.extent == "moment":
            return moved(read, DAY, words.TO_COME)
        late = read.extent in ("moment", "since", "within") and read.earliest - said.entry > _WRITTEN_LATER
        if to_come or not late:
            return read
        possible = tuple(d.isoformat() for d in dict.fromkeys([*days.all_told, read.start.date()]))
        return Lost(read.index, read.words, words.AFTER_ENTRY, possible)

    def _placed(self, index: int, cut: str, timed: Timed, day: Found) -> Read | Lost:
        stretch = timed.stretch
        if timed.open:
            minute = stretch.first.minute
            halves = tuple(clock_face(m) for m in (minute, minute + NOON))
            on = f"{day.day.isoformat()}T" if day.day else ""
            return Lost(index, cut, words.HALF_OPEN, tuple(on + h for h in halves))
        if day.day is None:
            face = clock_face(stretch.first.minute)
            return Lost(index, cut, day.reason, tuple(f"{d.isoformat()}T{face}" for d in day.possible))
        exact = _seconds(self.said[index].text, stretch.first)
        start = at_minute(day.day, stretch.first.minute) + timedelta(seconds=exact or 0)
        end = start if stretch.second is None else at_minute(day.day, stretch.second.minute)
        end += DAY if end < start else timedelta(0)
        how = [timed.how, *day.how]
        if stretch.before or stretch.after:
            how.append(words.about(cut, stretch.before, stretch.after))
        low, high = (timedelta(minutes=m) for m in (stretch.before, stretch.after))
        after_all = stretch.extent == "until" and only_until(self.said[index].text, stretch.start)
        extent: Extent = "moment" if after_all else stretch.extent
        basis: Basis = "context" if timed.how or _half_read(timed) else "stated"
        kind: MarkKind = "made" if day.made else self.said[index].kind or self.kind
        wide = (end - start).total_seconds() / 2 if stretch.extent == "within" else 0
        precision = max(MINUTE if exact is None else 1, stretch.before * 60, stretch.after * 60, round(wide))
        uncertain = bool(stretch.before or stretch.after or stretch.extent == "within")
        return Read(
            index, kind, start, end, start - low, end + high, precision, basis, extent, cut,
            tuple(filter(None, how)), uncertain,
        )  # fmt: skip

    # Times that hang on others

    def _hanging(self, index: int, said: Said, days: Days) -> Iterator[Read | Lost]:
        begins = [t.stretch.first.start for t in self._clocks[index]]
        for relative in relatives(said.text, begins):
            inside = next((t for t in self._clocks[index] if t.stretch.first.start == relative.at), None)
            end = max(relative.end, inside.stretch.end) if inside else relative.end
            cut = said.text[relative.start : end]
            if any(relative.start <= b < relative.end for b in begins) and relative.hangs != "clock":
                continue  # "two minutes later, at 14:30": the clock tells
            read = self._hung(index, cut, relative, inside, days)
            if read is not None:
                self._last = (index, read if isinstance(read, Read) else None)
                yield read

    def _hung(self, index: int, cut: str, relative: Relative, inside: Timed | None, days: Days) -> Read | Lost | None:
        if relative.hangs == "other":
            return Lost(index, cut, words.OTHER_ANCHOR.format(what=relative.what)) if "soon" not in cut else None
        if relative.hangs == "clock" and inside:
            anchor = self._placed(index, "", inside, days.of(index, relative.at, (), ()))
            return self._counted(index, cut, relative, anchor, ())
        if relative.hangs == "service":
            return self._from_service(index, cut, relative, days)
        if self._last is None or index - self._last[0] > _FAR:
            return Lost(index, cut, words.NO_ANCHOR)
        if self._last[1] is None:
            return Lost(index, cut, words.ANCHOR_LOST)
        far = (words.RELATIVE_FAR,) if index - self._last[0] > 1 else ()
        return self._counted(index, cut, relative, self._last[1], far)

    def _from_service(self, index: int, cut: str, relative: Relative, days: Days) -> Read | Lost:
        face = re.search(r"(\d{1,2})[.:](\d\d)", relative.what)
        called = f"{int(face[1]):02d}:{face[2]}" if face else ""
        minute = self._services.get(called)
        if minute is None and len(self._services) == 1 and not face:
            called, minute = next(iter(self._services.items()))
        day = days.of(index, relative.at, (), ())
        if minute is None:
            return Lost(index, cut, words.OTHER_ANCHOR.format(what=relative.what))
        if day.day is None:
            return Lost(index, cut, day.reason, tuple(d.isoformat() for d in day.possible))
        anchor = moment(index, self.kind, at_minute(day.day, minute), "context", called)
        how = (words.SERVICE.format(what=relative.what, face=called), *day.how)
        return self._counted(index, cut, relative, anchor, how)

    def _counted(
        self, index: int, cut: str, relative: Relative, anchor: Read | Lost, how: tuple[str, ...]
    ) -> Read | Lost:
        if isinstance(anchor, Lost):
            return Lost(index, cut, words.ANCHOR_LOST)
        least, likely, most = (timedelta(minutes=m) for m in (relative.least, relative.likely, relative.most))
        base = anchor.end if relative.likely >= 0 else anchor.start
        if anchor.extent == "within":
            base = anchor.start + (anchor.end - anchor.start) / 2
        start = base + likely
        earliest = (anchor.earliest if relative.likely < 0 or anchor.extent != "throughout" else anchor.end) + least
        latest = (anchor.latest if relative.likely >= 0 or anchor.extent != "throughout" else anchor.start) + most
        side = max(start - earliest, latest - start)
        precision = max(MINUTE, round(side.total_seconds()))
        named = anchor.words or words.clock(anchor.start)
        told = words.RELATIVE.format(words=cut, anchor=words.clock(anchor.start), named=f"“{named}”")
        return Read(
            index, self.kind, start, start, earliest, latest, precision, "relative", "moment", cut, (told, *how), True
        )  # fmt: skip


def _cut(said: Said, timed: Timed) -> str:
    words_ = said.text[timed.stretch.start : timed.stretch.end]
    return words_[:-1] if re.search(r"[^.][ap]m\.$", words_) else words_


def _seconds(text: str, clock: Clock) -> int | None:
    """The seconds that a clock time states, if it does."""
    found = re.match(r"\d{1,2}:\d\d:([0-5]\d)", text[clock.start : clock.end])
    return int(found[1]) if found else None


def _half_read(timed: Timed) -> bool:
    clocks = (timed.stretch.first, timed.stretch.second)
    return any(c is not None and c.reading == "context" for c in clocks)
