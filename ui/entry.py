"""The program `attest`: the command line, which is given the window to open."""

from __future__ import annotations

import sys
from pathlib import Path

from app.cli import main as command_line
from provenance import confining, core_dumps


def main() -> None:
    """Run the command line; leaves with the contract's exit code."""
    core_dumps.off()
    confining.hold_program()
    sys.exit(command_line.run(sys.argv[1:], window=open_window))


def open_window(case: Path | None) -> int:
    """Open the window, on a case where one is given; gives the exit code once it is closed.

    Raises UsageError("no_display") where no window can be shown.
    """
    from ui.application import run  # Qt takes a third of a second, which no other command should cost

    return run(case)


if __name__ == "__main__":
    main()
