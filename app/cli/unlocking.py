"""Opens the case that a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.case import Case


def opened_case(folder: Path, *, write: bool = True) -> Case:
    """The case in `folder`; raises as `Case.open`."""
    from app.case import Case

    return Case.open(folder, write=write)
