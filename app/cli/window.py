"""The command that opens the window: open; which window that is, the program's entry hands in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from provenance.errors import UsageError

OpenWindow = Callable[[Path | None], int]  # given a case's folder or None; gives the exit code
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def register(app: typer.Typer) -> None:
    app.command("open")(open_case)


def open_case(
    context: typer.Context,
    case: Annotated[Path | None, typer.Argument(metavar="CASE", help="The case's folder.")] = None,
) -> int:
    """Open the window, on a case where one is named."""
    return show(context, case)


def show(context: typer.Context, case: Path | None) -> int:
    """Open the window; raises UsageError("no_display") where there is nowhere to show it."""
    window: OpenWindow | None = context.obj
    if window is None or not has_screen():
        raise UsageError("no_display")
    return window(case)


def has_screen() -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in _SCREENS)
