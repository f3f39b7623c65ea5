"""Notes an unexpected error for those who mend Attest, without a word of the evidence that may stand in it."""

from __future__ import annotations

import traceback
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import platformdirs

from provenance.clock import now

_MOST = 1 << 20  # bytes of a log before it is put aside for a new one


def log_file() -> Path:
    """The log, in the place that the system keeps for programs' logs of this user."""
    return platformdirs.user_log_path("attest", appauthor=False) / "errors.log"


def note(error: BaseException) -> Path | None:
    """Append what kind of error it was and where; gives the log, or None where it cannot be written."""
    path = log_file()
    with suppress(OSError):  # an error is being told already; that it could not be noted shows in the answer
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _MOST:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{now()} attest {metadata.version('attest')}\n{told(error)}\n")
        return path
    return None


def told(error: BaseException) -> str:
    """The kinds of the error and of those that led to it, with the frames of each: no message, no value, no source."""
    lines: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}")
        for frame, line in traceback.walk_tb(one.__traceback__):
            lines.append(f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_qualname}")
        one = one.__cause__ or one.__context__
    return "\n".join(lines)
