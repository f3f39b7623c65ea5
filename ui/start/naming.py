"""Proposes a folder for a new case and says whether a case can lie there."""

from __future__ import annotations

import os
import re
from pathlib import Path

from ui.strings import start as words

MOST_REFERENCE = 120  # characters: a reference stands on every page of a report
_MOST_NAME = 60
# What some system does not take in a name, or a shell reads as something else.
_UNSAFE = re.compile(r"""[\x00-\x1f\x7f<>:"/\\|?*'`$;&!%~#{}\[\]()@=+,^]+""")
_AT_AN_END = re.compile(rf"{_UNSAFE.pattern}(?=\s|$)")
_TAKEN_BY_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def folder_name(reference: str) -> str:
    """A name for a folder out of a reference, in characters that every system takes: "OP/ALDER: 2" → "OP-ALDER 2"."""
    name = re.sub(r"\s+", " ", _UNSAFE.sub("-", _AT_AN_END.sub("", reference))).strip(" .-")[:_MOST_NAME].strip(" .-")
    if not name or _TAKEN_BY_WINDOWS.fullmatch(name):
        return f"{words.DEFAULT_NAME} {name}".strip()
    return name


def reference_trouble(reference: str) -> str:
    """What is wrong with a reference, in words; "" where nothing is."""
    if not reference.strip():
        return words.NEEDS_REFERENCE
    if len(reference) > MOST_REFERENCE:
        return words.TOO_LONG.format(most=MOST_REFERENCE, count=len(reference))
    return ""


def look_at(folder: Path) -> tuple[bool, str]:
    """Whether a case can be made in a folder, and that in words. Looks at the disk."""
    try:
        return _look_at(folder)
    except (OSError, ValueError):
        return False, words.FOLDER_NO_ACCESS


def _look_at(folder: Path) -> tuple[bool, str]:
    if not folder.is_absolute() or "\0" in str(folder):
        return False, words.NEEDS_FOLDER
    if (folder / "case.db").exists():
        return False, words.FOLDER_CASE
    if folder.is_dir():
        if any(folder.iterdir()):
            return False, words.FOLDER_FULL
        return (True, words.FOLDER_EMPTY) if os.access(folder, os.W_OK) else (False, words.FOLDER_NO_ACCESS)
    if folder.exists():
        return False, words.FOLDER_FILE
    above = next((p for p in folder.parents if p.exists()), None)
    if above is None or not above.is_dir():
        return False, words.FOLDER_NO_PARENT.format(folder=folder.parent)
    if not os.access(above, os.W_OK):
        return False, words.FOLDER_NO_ACCESS
    return True, words.FOLDER_NEW.format(folder=folder)
