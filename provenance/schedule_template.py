"""A force's own form, filled: which placeholders there are, which a form must have, and where a template fails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from provenance.errors import UsageError
from provenance.schedule_form import FormText

LARGEST = 20 << 20  # bytes of a template
PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
ONCE = ("code", "name", "reference", "case", "submission", "made", "mark", "remarks")  # those outside the table's row
ROW = (
    *("schedule", "item", "since", "description", "facts", "location", "presumed", "reason", "assists", "points"),
    *("exhibit", "file", "kind", "date", "dates", "witness", "producer", "author", "pages", "length"),
)
NEEDED: Mapping[str, tuple[str, ...]] = {
    "MG6C": ("item", "description"),
    "MG6D": ("item", "description", "reason"),
    "MG6E": ("schedule", "item", "assists"),
}


def read(path: Path) -> bytes:
    """The template's bytes; raises UsageError(no_such_file | bad_template)."""
    try:
        if not path.is_file():
            raise UsageError("no_such_file", path=str(path))
        if path.stat().st_size > LARGEST:
            raise UsageError("bad_template", path=str(path), why="it is larger than 20 MB")
        return path.read_bytes()
    except OSError as error:
        raise UsageError("bad_template", path=str(path), why=error.strerror or "it cannot be read") from error


def once(form: FormText) -> dict[str, str]:
    """What the placeholders outside the table's row stand for."""
    known = {label.lower(): value for label, value in form.head}
    return {
        "code": form.code,
        "name": form.name,
        "reference": form.reference,
        "case": known.get("case", ""),
        "submission": known.get("schedule", ""),
        "made": known.get("made", known.get("submitted", "")),
        "mark": form.banner,
        "remarks": "\n".join(form.remarks),
    }


def require(names: Iterable[str], form: FormText, path: Path) -> None:
    """Raises UsageError("bad_template") for a placeholder that nobody knows, and for one that this form needs."""
    here = set(names)
    if unknown := sorted(here - {*ONCE, *ROW}):
        raise UsageError("bad_template", path=str(path), why=f"nothing is known as {_listed(unknown)}")
    if missing := [name for name in NEEDED[form.code] if name not in here]:
        why = f"{form.code} needs a row of a table with {_listed(missing)}"
        raise UsageError("bad_template", path=str(path), why=why)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced; one that has no value here stays empty."""
    return PLACEHOLDER.sub(lambda m: values.get(m[1], ""), text)


def names_in(texts: Iterable[str]) -> set[str]:
    return {m[1] for text in texts for m in PLACEHOLDER.finditer(text)}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in names)
