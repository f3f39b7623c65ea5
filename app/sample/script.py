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
        Step(3.0, 800, 304, "walk", -1),
        Step(9.6, 478, 300, "stand", -1),
        Step(23.3, 478, 300, "bend", -1),
        Step(23.9, 462, 304, "sit", 1),
    ),
)
_ROBBER_LOOK = Look(DARK_COAT, BLACK, BROWN_HAIR)
_ROBBER = Actor(
    _ROBBER_LOOK,
    (Step(20.0, 800, 308, "walk", -1), Step(22.9, 505, 306, "push", -1), Step(23.9, 496, 308, "stand", -1)),
    leaves=True,
)
_RUNS = Actor(
    Look(DARK_COAT, BLACK, BROWN_HAIR, bag=TAN),
    (Step(23.9, 496, 308, "run", -1), Step(28.0, -40, 312, "stand", -1)),
    leaves=True,
)
_LAD = Actor(
    Look(GREY, DENIM, BLACK_HAIR),
    (Step(0.0, 272, 290, "stand", 1), Step(25.4, 272, 290, "run", -1), Step(28.4, -40, 312, "stand", -1)),
    leaves=True,
)
_NURSE = Actor(
    Look((150, 120, 86), (70, 62, 58), BLACK_HAIR, skin=(62, 84, 122), long_hair=True),
    (
        Step(0.0, 378, 262, "bench", 1),
        Step(32.0, 378, 262, "walk", 1),
        Step(34.6, 434, 302, "bend", 1),
        Step(35.2, 434, 302, "kneel", 1),
    ),
)
_MARSH = Actor(Look((92, 104, 96), (92, 92, 96), (196, 198, 200)), (Step(0.0, 338, 262, "bench", 1),))
_LINDQVIST = Actor(
    Look((108, 66, 96), (58, 56, 58), GREY_HAIR, long_hair=True),
    (Step(32.4, 800, 312, "walk", -1), Step(36.8, 520, 308, "bend", -1), Step(37.4, 518, 308, "kneel", -1)),
)
_COMES_BACK = Actor(
    Look(DARK_COAT, BLACK, BROWN_HAIR, bag=TAN),
    (Step(41.6, -40, 306, "walk", 1), Step(44.9, 190, 298, "bend", 1), Step(46.2, 190, 298, "stand", 1)),
    leaves=True,
)
_GOES_AGAIN = Actor(_ROBBER_LOOK, (Step(46.2, 190, 298, "walk", -1), Step(49.8, -40, 306, "stand", -1)), leaves=True)

CAM2 = Clip(
    exhibit="KP/3",
    file="KP3_cam2_platform2.mp4",
    camera="CAM 2 PLATFORM 2",
    first=datetime(2026, 5, 3, 14, 31, 50),
    seconds=56.0,
    actors=(_MARSH, _NURSE, _LAD, _PRICE, _ROBBER, _RUNS, _LINDQVIST, _COMES_BACK, _GOES_AGAIN),
    events=(
        Event(
            "V1",
            3.0,
            9.6,
            "right",
            "middle",
            "A person with grey hair and a tan bag walks in and stands at the timetable board.",
        ),
        Event(
            "V2",
            20.0,
            28.4,
            "right",
            "left",
            "A person in a dark coat comes from the right, there is contact at the timetable board, "
            "the notice board falls, and the person runs off to the left with the bag; a person in grey runs after.",
        ),
        Event("V3", 32.0, 37.4, "middle", "middle", "Two people go to the person on the ground and kneel down."),
        Event(
            "V4",
            41.6,
            49.8,
            "left",
            "left",
            "A person in a dark coat comes back from the left with the tan bag, bends down behind "
            "the left pillar, and goes off to the left without the bag.",
        ),
    ),
)
BAG_LEFT, BAG_PLACE = 46.2, (217.0, 301.0)
BOARD_FALLS = (23.4, 24.0)
BICYCLE_FALLS = (25.4, 25.9)

_TARROW = Actor(
    Look(DARK_BLUE, GREY, BROWN_HAIR, bag=TAN, pack=WHITE),
    (Step(18.0, 322, 560, "walk", 1), Step(25.0, 424, 300, "stand", 1)),
)
_MANN = Actor(
    Look(BLACK, BLACK, BLACK_HAIR, skin=(84, 116, 160), band=YELLOW),
    (Step(36.0, 800, 316, "walk", -1), Step(42.0, 486, 304, "stand", -1)),
)
_DEMPSEY = Actor(
    Look(BLACK, BLACK, BROWN_HAIR, band=YELLOW),
    (Step(37.4, 336, 560, "walk", 1), Step(42.6, 372, 318, "stand", 1)),
)
TAXI = ((4.0, -130.0), (9.6, 610.0))

CAM4 = Clip(
    exhibit="KP/4",
    file="KP4_cam4_forecourt.mp4",
    camera="CAM 4 FORECOURT",
    first=datetime(2026, 5, 3, 14, 37, 20),
    seconds=48.0,
    actors=(_TARROW, _MANN, _DEMPSEY),
    events=(
        Event("V5", 4.0, 9.6, "left", "right", "A silver car drives in from the left and stops in the taxi bay."),
        Event(
            "V6",
            18.0,
            25.0,
            "middle",
            "middle",
            "A person in a dark blue coat with a white rucksack and a tan bag walks out of the station and stops.",
        ),
        Event(
            "V7",
            36.0,
            42.6,
            "right",
            "middle",
            "Two people in police uniform come up to that person, one from the right and one from the station.",
        ),
    ),
    variable=True,
    gaps=((11.5, 16.0), (28.0, 34.0)),
)
CLIPS = (CAM2, CAM4)
