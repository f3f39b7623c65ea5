"""What a source is called in lists of sources to choose from."""

from __future__ import annotations

from provenance.records import Source


def name_of(source: Source) -> str:
    """ "BL/1 · B. Lindqvist", "JS/4 · Site plan"; in one line whatever the file was called."""
    who = source.fields.get("witness", "") or source.fields.get("title", "") or source.name
    name = " · ".join(dict.fromkeys(part for part in (source.title, who) if part))
    return " ".join(name.split())
