"""What is said of a question whose words the case does not hold, for the command line, reports and the window."""

from __future__ import annotations

from collections.abc import Mapping

NEAREST_BUT = (
    "That does not show that there is nothing; try words that a witness would use. Nearest passages, which may be "
    "about something else:"
)
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
