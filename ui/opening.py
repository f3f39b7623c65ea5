"""Opens a case for the window, in the background: for reading only where it cannot be changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from provenance.errors import CaseError
from ui.background import Background

if TYPE_CHECKING:
    from app.case import Case
    from app.preferences import Preferences
    from provenance.protection.unlocking import Unlocked


def open_in_background(
    background: Background,
    owner: QObject,
    make: Callable[[], Case],
    then: Callable[[Case], None],
    failed: Callable[[Exception], None],
) -> None:
    """Run `make` off the window's thread, where the libraries that it needs are loaded, too. A case that nobody waits
    for any more is closed again."""
    background.run(owner, make, then, failed, latest="open", dropped=lambda case: case.close())


def opened(folder: Path, preferences: Preferences, write: bool, unlocked: Unlocked | None = None) -> Case:
    """The case in `folder`, a protected one by who `unlocked` it; one of a newer version is opened for reading, and so
    is any with `write` False.

    Raises CaseError(not_a_case | case_protected | case_locked | case_damaged | case_older | case_io).
    """
    from app.case import Case

    settings = preferences.limits.settings()
    try:
        return Case.open(folder, write=write, settings=settings, unlocked=unlocked)
    except CaseError as error:
        if error.code != "case_newer":
            raise
        return Case.open(folder, write=False, settings=settings, unlocked=unlocked)


def created(folder: Path, reference: str, title: str, by: tuple[str, str] | None = None) -> Case:
    """A new, empty case, protected where it is made `by` a named user with a passphrase; raises as `Case.create` and
    `entering.first`."""
    from app.case import Case
    from app.entering import first

    return Case.create(folder, reference, title, first=first(*by) if by else None)
