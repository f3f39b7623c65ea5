"""Words that several parts of the window use."""

from __future__ import annotations

APPLICATION = "Attest"
ADVICE = "Advisory: drafted by a machine. A person must check every claim."
COPY_DETAILS = "Copy details"
CODE = "Code: {code}"
CLOSE = "Close"
CANCEL = "Cancel"
OK = "OK"
SAVE = "Save"
RETRY = "Try again"
STOP_JOB, GO_ON_JOB = "Cancel: {title}", "Go on: {title}"
GO_ON = "Go on"
IN_TURN = "{what}: it waits for its turn behind other work."
PAUSED = "{what}: paused."
STOPPING = "{what}: stopping."


def counted(count: int, one: str, many: str = "") -> str:
    """1 → "1 claim", 1204 → "1,204 claims"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def time_left(seconds: float | None) -> str:
    """ "38 s left", "4 min left", "2 h 10 min left"; empty while nothing can be said."""
    if seconds is None:
        return ""
    if seconds < 90:
        return f"{max(1, round(seconds))} s left"
    minutes = round(seconds / 60)
    return f"{minutes} min left" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min left"
