"""What is said of a question whose words the case does not hold, for the command line, reports and the window."""

from __future__ import annotations

from collections.abc import Mapping

NEAREST_BUT = (
    "That does not show that there is nothing; try words that a witness would use. Nearest passages, which may be "
    "about something else:"
)
POINTS = "points"  # of a run's settings: the points of a long question, each with "words" and how many were "found"
NOT_PUT = "points_not_put"  # and how many of its sentences were not put
NOT_HELD = "not_held"  # of a run's settings: words of its question that stand in no passage


def not_held(settings: Mapping[str, object], quoted: bool = True) -> str:
    """ "No passage searched holds “driver”: what is quoted may be about something else."; "" where all are held.

    Where nothing is `quoted`, that they are not held alone.
    """
    found = settings.get(NOT_HELD)
    named = [f"“{word}”" for word in found] if isinstance(found, list) else []
    if not named:
        return ""
    told = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
    more = ": what is quoted may be about something else" if quoted else ""
    return f"No passage searched holds {told}{more}."


def points_told(settings: Mapping[str, object]) -> list[str]:
    """That a long question was put point by point, and for which nothing was found; nothing for any other, or one that
    stopped."""
    points = _points(settings)
    if not points:
        return []
    told = [f"It is long, and was put as {len(points)} points, one by one.{_left_out(settings, ' ')}"]
    without = [(n, str(one.get("words"))) for n, one in enumerate(points, 1) if not one.get("found")]
    if without:
        told.append(f"Nothing found for {len(without)} of {len(points)} points:")
        told += [f"Point {n}: “{words}”" for n, words in without]
    return told


def points_summary(settings: Mapping[str, object]) -> str:
    """ "put as 5 points: something found for 4, nothing for 1; 2 other sentences were not put, as …"; "" for a
    question that was put as it stands."""
    points = _points(settings)
    if not points:
        return ""
    held = sum(bool(one.get("found")) for one in points)
    if held == len(points):
        came = "something found for each"
    elif not held:
        came = "nothing found for any"
    else:
        came = f"something found for {held}, nothing for {len(points) - held}"
    return f"put as {len(points)} points: {came}{_left_out(settings, '; ').removesuffix('.')}"


def _points(settings: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The points that were put; none where the run stopped."""
    found = None if "stopped" in settings else settings.get(POINTS)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _left_out(settings: Mapping[str, object], before: str) -> str:
    """How many sentences were not put and why, after `before`; "" for none."""
    left = settings.get(NOT_PUT)
    if not left:
        return ""
    were, say = ("sentence was", "it says") if left == 1 else ("sentences were", "they say")
    return (
        f"{before}{left} other {were} not put, as {say} nothing of what happened or came after the last point allowed."
    )
