"""Who moves when in the two CCTV clips: paths of figures in seconds and pixels, and the events recorded as truth."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from app.sample.figures import Look, Pose, Stance

Side = Literal["left", "middle", "right"]
CLOCK_FAST = 420  # seconds by which the recorder's clock is ahead of the statements
RATE = 12.5  # frames a second of camera 2, and of camera 4 while something moves

# The coat on the platform is meant to look blue to one eye and green to another; the one on the forecourt is blue.
DARK_COAT, DARK_BLUE = (66, 60, 34), (92, 56, 34)
BLACK, DENIM, GREY = (34, 34, 36), (110, 84, 62), (118, 118, 116)
TAN, CREAM, WHITE, YELLOW = (78, 128, 178), (176, 196, 208), (222, 224, 224), (60, 226, 222)
BROWN_HAIR, GREY_HAIR, BLACK_HAIR = (40, 54, 74), (168, 172, 174), (26, 26, 30)


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` seconds on: go to (x, y) by the time of the next step, in this pose, facing -1 left or 1 right."""

    at: float
    x: float
    y: float
    pose: Pose = "stand"
    facing: int = 1


@dataclass(frozen=True, slots=True)
class Actor:
    """One figure; it is there from its first step on, and leaves at its last one if `leaves`."""

    look: Look
    steps: tuple[Step, ...]
    leaves: bool = False

    def stance(self, t: float, height: float = 1.0) -> Stance | None:
        """Where the figure is at stream second `t`, or None when it is not in the scene."""
        times = [s.at for s in self.steps]
        now = bisect.bisect_right(times, t) - 1
        if now < 0 or (self.leaves and now == len(self.steps) - 1):
            return None
        step = self.steps[now]
        if now == len(self.steps) - 1:
            return Stance(step.x, step.y, height, step.facing, step.pose)
        after = self.steps[now + 1]
        part = (t - step.at) / (after.at - step.at)
        x, y = step.x + part * (after.x - step.x), step.y + part * (after.y - step.y)
        return Stance(x, y, height, step.facing, step.pose, phase=self._gone(now, x, y))

    def _gone(self, now: int, x: float, y: float) -> float:
        """Stride phase in radians from the way gone so far; a stride of 44 pixels."""
        done = sum(math.dist((a.x, a.y), (b.x, b.y)) for a, b in pairwise(self.steps[: now + 1]))
        here = self.steps[now]
        return (done + math.dist((here.x, here.y), (x, y))) / 44 * 2 * math.pi


@dataclass(frozen=True, slots=True)
class Event:
    """A stretch of movement, in seconds of the stream, with the part of the picture where it begins and ends."""

    id: str
    start: float
    end: float
    enters: Side
    leaves: Side
    sentence: str


@dataclass(frozen=True, slots=True)
class Clip:
    """One camera's clip; `gaps` are stretches (seconds) in which the recorder kept no frame."""

    exhibit: str
    file: str
    camera: str
    first: datetime
    seconds: float
    actors: tuple[Actor, ...]
    events: tuple[Event, ...]
    variable: bool = False
    gaps: tuple[tuple[float, float], ...] = ()

    def clock(self, t: float) -> str:
        """What the burnt-in clock says at stream second `t`: whole seconds, HH:MM:SS."""
        return (self.first + timedelta(seconds=t)).strftime("%H:%M:%S")


_PRICE = Actor(
    Look(CREAM, (96, 88, 92), GREY_HAIR, bag=TAN),
    (
        Step(2.0, 790, 304, "walk", -1),
        Step(8.6, 478, 300, "stand", -1),
        Step(21.3, 478, 300, "bend", -1),
        Step(21.9, 462, 304, "sit", 1),
    ),
)
_ROBBER_LOOK = Look(DARK_COAT, BLACK, BROWN_HAIR)
_ROBBER = Actor(
    _ROBBER_LOOK,
    (Step(18.0, 790, 308, "walk", -1), Step(20.9, 505, 306, "push", -1), Step(21.9, 496, 308, "stand", -1)),
    leaves=True,
)
_RUNS = Actor(
    Look(DARK_COAT, BLACK, BROWN_HAIR, bag=TAN),
    (Step(21.9, 496, 308, "run", -1), Step(26.0, -40, 312, "stand", -1)),
    leaves=True,
)
_LAD = Actor(
    Look(GREY, DENIM, BLACK_HAIR),
    (Step(0.0, 272, 290, "stand", 1), Step(23.4, 272, 290, "run", -1), Step(26.4, -40, 312, "stand", -1)),
    leaves=True,
)
_NURSE = Actor(
    Look((150, 120, 86), (70, 62, 58), BLACK_HAIR, skin=(62, 84, 122), long_hair=True),
    (
        Step(0.0, 378, 262, "bench", 1),
        Step(35.0, 378, 262, "walk", 1),
        Step(37.6, 434, 302, "bend", 1),
        Step(38.2, 434, 302, "kneel", 1),
    ),
)
_MARSH = Actor(Look((92, 104, 96), (92, 92, 96), (196, 198, 200)), (Step(0.0, 338, 262, "bench", 1),))
_LINDQVIST = Actor(
    Look((108, 66, 96), (58, 56, 58), GREY_HAIR, long_hair=True),
    (Step(35.4, 790, 312, "walk", -1), Step(39.8, 520, 308, "bend", -1), Step(40.4, 518, 308, "kneel", -1)),
)
_COMES_BACK = Actor(
    Look(DARK_COAT, BLACK, BROWN_HAIR, bag=TAN),
    (Step(49.0, -40, 306, "walk", 1), Step(52.3, 190, 298, "bend", 1), Step(53.6, 190, 298, "stand", 1)),
    leaves=True,
)
_GOES_AGAIN = Actor(_ROBBER_LOOK, (Step(53.6, 190, 298, "walk", -1), Step(57.2, -40, 306, "stand", -1)), leaves=True)

CAM2 = Clip(
    exhibit="KP/3",
    file="KP3_cam2_platform2.mp4",
    camera="CAM 2 PLATFORM 2",
    first=datetime(2026, 5, 3, 14, 31, 52),
    seconds=60.0,
    actors=(_MARSH, _NURSE, _LAD, _PRICE, _ROBBER, _RUNS, _LINDQVIST, _COMES_BACK, _GOES_AGAIN),
    events=(
        Event(
            "V1",
            2.0,
            8.6,
            "right",
            "middle",
            "A person with grey hair and a tan bag walks in and stands at the timetable board.",
        ),
        Event(
            "V2",
            18.0,
            26.4,
            "right",
            "left",
            "A person in a dark coat comes from the right, there is contact at the timetable board, "
            "the notice board falls, and the person runs off to the left with the bag; a person in grey runs after.",
        ),
        Event("V3", 35.0, 40.4, "middle", "middle", "Two people go to the person on the ground and kneel down."),
        Event(
            "V4",
            49.0,
            57.2,
            "left",
            "left",
            "A person in a dark coat comes back from the left with the tan bag, bends down behind "
            "the left pillar, and goes off to the left without the bag.",
        ),
    ),
)
BAG_LEFT, BAG_PLACE = 53.6, (217.0, 301.0)
BOARD_FALLS = (21.4, 22.0)
BICYCLE_FALLS = (23.4, 23.9)

_TARROW = Actor(
    Look(DARK_BLUE, GREY, BROWN_HAIR, bag=TAN, pack=WHITE),
    (Step(20.0, 322, 560, "walk", 1), Step(27.0, 424, 300, "stand", 1)),
)
_MANN = Actor(
    Look(BLACK, BLACK, BLACK_HAIR, skin=(84, 116, 160), band=YELLOW),
    (Step(40.0, 790, 316, "walk", -1), Step(46.0, 486, 304, "stand", -1)),
)
_DEMPSEY = Actor(
    Look(BLACK, BLACK, BROWN_HAIR, band=YELLOW),
    (Step(41.4, 336, 560, "walk", 1), Step(46.6, 372, 318, "stand", 1)),
)
TAXI = ((4.0, -130.0), (9.6, 610.0))

CAM4 = Clip(
    exhibit="KP/4",
    file="KP4_cam4_forecourt.mp4",
    camera="CAM 4 FORECOURT",
    first=datetime(2026, 5, 3, 14, 37, 20),
    seconds=53.0,
    actors=(_TARROW, _MANN, _DEMPSEY),
    events=(
        Event("V5", 4.0, 9.6, "left", "right", "A silver car drives in from the left and stops in the taxi bay."),
        Event(
            "V6",
            20.0,
            27.0,
            "middle",
            "middle",
            "A person in a dark blue coat with a white rucksack and a tan bag walks out of the station and stops.",
        ),
        Event(
            "V7",
            40.0,
            46.6,
            "right",
            "middle",
            "Two people in police uniform come up to that person, one from the right and one from the station.",
        ),
    ),
    variable=True,
    gaps=((15.5, 18.5), (33.0, 38.5)),
)
CLIPS = (CAM2, CAM4)
