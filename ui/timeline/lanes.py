"""Which marks stand on which lane and where in a stretch of time: points gathered where they touch, bars for width."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from provenance.records import Source
from provenance.timeline import Mark
from ui.source_name import name_of
from ui.strings import timeline as words
from ui.timeline.scale import Sight, seconds

TOUCH = 15.0  # pixels between the middles of two points, below which they are one
WIDE = 26.0  # pixels from which a stretch is a bar
LEVELS = 3  # bars beside each other in a lane
MOST_GHOSTS = 150  # points of a lane, beyond which the cameras' own clocks are not drawn


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark with its times in seconds; `at` is where its point stands, `camera` the camera's clock if another."""

    mark: Mark
    at: float
    first: float
    last: float
    camera: float | None

    @classmethod
    def of(cls, mark: Mark) -> Placed:
        first = seconds(min(mark.earliest, mark.start))
        last = seconds(max(mark.latest, mark.end))
        start, end = seconds(mark.start), seconds(mark.end)
        at = (start + end) / 2 if mark.extent == "within" else start
        return cls(mark, at, first, last, _camera(mark))


@dataclass(frozen=True, slots=True)
class Spot:
    """What is drawn at one place of a lane: a point (one mark, or several gathered) or a bar; pixels along the lane.

    `numbers` are places in the list of marks. `low` and `high` are the ends of its width, `ghosts` where the camera's
    own clock has it.
    """

    look: Literal["point", "bar"]
    x: float
    low: float
    high: float
    numbers: tuple[int, ...]
    level: int = 0
    ghosts: tuple[float, ...] = ()


@dataclass(slots=True)
class Lane:
    """A row of the timeline: `numbers` of its marks in order of their places."""

    key: str
    title: str
    more: str
    numbers: list[int] = field(default_factory=list)
    _places: list[float] = field(default_factory=list)
    _longest: float = 0.0

    def add(self, number: int, placed: Placed) -> None:
        self.numbers.append(number)
        self._places.append(placed.at)
        self._longest = max(self._longest, placed.at - placed.first, placed.last - placed.at)
        if placed.camera is not None:
            self._longest = max(self._longest, abs(placed.camera - placed.at))

    def within(self, sight: Sight, marks: Sequence[Placed]) -> list[int]:
        """The numbers of the marks of which some lies in sight."""
        low = bisect_left(self._places, sight.start - self._longest)
        high = bisect_right(self._places, sight.end + self._longest)
        return [n for n in self.numbers[low:high] if touches(marks[n], sight)]

    def spots(self, sight: Sight, width: float, marks: Sequence[Placed]) -> list[Spot]:
        """What is drawn of the lane, bars first."""
        points: list[tuple[float, int]] = []
        bars: dict[tuple[int, int], list[int]] = {}
        for n in self.within(sight, marks):
            one = marks[n]
            low, high = sight.x(one.first, width), sight.x(one.last, width)
            if _is_bar(one) and high - low >= WIDE:
                ends = round(max(-40.0, low)), round(min(width + 40.0, high))
                bars.setdefault(ends, []).append(n)
            else:
                points.append((sight.x(one.at, width), n))
        return [*_levelled(bars), *_gathered(points, sight, width, marks)]


def touches(one: Placed, sight: Sight) -> bool:
    """Whether some of a mark lies in sight."""
    if one.camera is not None and sight.start <= one.camera <= sight.end:
        return True
    return one.first <= sight.end and one.last >= sight.start


def by_source(marks: Sequence[Placed], sources: Mapping[str, Source]) -> list[Lane]:
    """A lane for each source, in the order of the case."""
    order = {source_id: at for at, source_id in enumerate(sources)}

    def lane(one: Placed) -> tuple[str, str, str]:
        source = sources.get(one.mark.source_id)
        title = source.title if source else one.mark.exhibit
        name = name_of(source).removeprefix(f"{title} · ") if source else ""
        return one.mark.source_id, title, "" if name == title else name

    return sorted(_lanes(marks, lane), key=lambda made: order.get(made.key, len(order)))


def by_kind(marks: Sequence[Placed], sources: Mapping[str, Source]) -> list[Lane]:
    """A lane for each kind of time."""
    order = list(words.LANES)
    return sorted(
        _lanes(marks, lambda one: (one.mark.kind, words.LANES[one.mark.kind], "")),
        key=lambda made: order.index(made.key),
    )


def _lanes(marks: Sequence[Placed], name: Callable[[Placed], tuple[str, str, str]]) -> list[Lane]:
    found: dict[str, Lane] = {}
    for number in sorted(range(len(marks)), key=lambda n: marks[n].at):
        key, title, more = name(marks[number])
        found.setdefault(key, Lane(key, title, more)).add(number, marks[number])
    return list(found.values())


def _is_bar(one: Placed) -> bool:
    return one.mark.extent in ("within", "throughout") or one.mark.by_day


def _levelled(bars: Mapping[tuple[int, int], list[int]]) -> list[Spot]:
    """Bars beside each other where they overlap, as far as there is room."""
    ends = [float("-inf")] * LEVELS
    made = []
    for (low, high), numbers in sorted(bars.items()):
        level = next((i for i, end in enumerate(ends) if end < low), LEVELS - 1)
        ends[level] = max(ends[level], high)
        made.append(Spot("bar", (low + high) / 2, low, high, tuple(numbers), level))
    return made


def _gathered(points: list[tuple[float, int]], sight: Sight, width: float, marks: Sequence[Placed]) -> list[Spot]:
    """Points that would touch as one, with the width of all of them."""
    groups: list[list[tuple[float, int]]] = []
    for point in sorted(points):
        room = TOUCH if not groups or len(groups[-1]) == 1 else 1.5 * TOUCH  # a count is wider than a point
        if groups and point[0] - groups[-1][0][0] < room:
            groups[-1].append(point)
        else:
            groups.append([point])
    drawn = len(groups) <= MOST_GHOSTS
    return [_point(group, sight, width, marks, drawn) for group in groups]


def _point(
    group: Sequence[tuple[float, int]], sight: Sight, width: float, marks: Sequence[Placed], drawn: bool
) -> Spot:
    numbers = tuple(n for _, n in group)
    x = sum(at for at, _ in group) / len(group)
    low = min(sight.x(marks[n].first, width) for n in numbers)
    high = max(sight.x(marks[n].last, width) for n in numbers)
    ghosts = tuple(sight.x(c, width) for n in numbers if (c := marks[n].camera) is not None) if drawn else ()
    return Spot("point", x, max(-40.0, low), min(width + 40.0, high), numbers, 0, ghosts)


def _camera(mark: Mark) -> float | None:
    """Where the camera's own clock has a mark, with its date; None where that is no other time."""
    if mark.camera is None or mark.camera.first.corrected is None:
        return None
    wall = mark.camera.first.camera
    return seconds(wall) if hasattr(wall, "date") else None  # type: ignore[arg-type]
