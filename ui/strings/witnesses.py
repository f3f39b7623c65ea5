"""Words of the Witnesses tab: the matrix of what sources say on the same points, and two places side by side."""

from __future__ import annotations

from provenance.opposed_words import CONFLICT, POINT
from provenance.points import Point

WITNESSES = "Witnesses"
COMPARING = "Comparing what the sources say"
COMPARE, COMPARE_AGAIN = "Compare the sources", "Compare again"
MATRIX = "Points, and what each source says"
WHICH = "Points shown"
CONFLICTS_ONLY, ALL_POINTS = "Conflicts", "All points"
BY_SOURCE, ALL_SOURCES = "Points of a source", "All sources"
CONFLICTS_HEAD, OTHERS_HEAD = "CONFLICTS", "OTHER POINTS"
SUMMARY = "{conflicts} among {points} · {passages} compared"
PENDING = "{passages} not indexed yet and not compared"
NO_CONFLICTS = "No conflicts"
NO_JUDGEMENT = "In their own words: independence not assessed, nobody judged to be right."
MORE_POINTS = "there are more: these are the surest"
CHANGED = "The evidence has changed since the sources were compared."
UNRECORDED = "The case's log does not tell that the sources were compared."

EMPTY_HEAD = "What do the sources say on the same points?"
EMPTY_TEXT = (
    "Their words are set beside each other, point by point: times, places, persons, actions, objects, numbers. "
    "Where they differ is marked. Nobody is given a score."
)
NO_SOURCES_HEAD = "Nothing to compare yet"
NO_SOURCES_TEXT = "Add statements or documents on the left. Two sources that can be read are enough."
NONE_HEAD = "No conflict found"
NONE_TEXT = (
    "No conflict was found in the {passages} compared. That does not show that there is none: "
    "the same thing may be said in other words, or in a source that was not read."
)
NO_POINTS_TEXT = (
    "No point was found on which two sources speak, in the {passages} compared. That does not show that there is none."
)
SHOW_ALL = "Show all points"
NOT_THIS_HEAD = "Nothing of this source"
NOT_THIS_TEXT = "{source} speaks on none of these points."

HEDGED = "with doubt"
MORE = "+ {count} more"
NOTHING_HERE = "nothing found"
NO_MORE_SIDES = "no more sides"
AT_RIGHT, AT_LEFT, AT_BOTH = "{who}: further right", "{who}: further left", "{who}: further left and right"
SPEAK = "{sources} speak of it"
OPEN_TIP = "Click or press Enter to see two places side by side"

BACK = "Back"
BACK_KEYS = "Back to the points (Escape)"
LEFT, RIGHT = "left", "right"
BESIDE = "Source at the left"
SIDES = "What the sources say"
SIDE_TIP = "Show it at the left; the one that stands there goes to the right, where this one stood"


def kind(point: Point) -> str:
    """What a row of the matrix is called: how its sources differ, else of what kind it is."""
    return CONFLICT.get(point.conflict, point.conflict) if point.conflict else POINT.get(point.kind, point.kind)
