"""The settings of a run and its build in words, as a report lists them: what was not set is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from provenance.comparing_runs import NAMES
from provenance.report_sources import SourceView


def settings_told(values: Mapping[str, object], sources: Iterable[SourceView] = ()) -> tuple[str, ...]:
    """A phrase each, such as "retrieve kept: 40"; what is by a source's id has its title."""
    titles = {s.anchor.removeprefix("source-"): s.title for s in sources}
    told = ((NAMES.get(name) or name.replace("_", " "), _told(value, titles)) for name, value in values.items())
    return tuple(f"{name}: {said}" for name, said in told if said)


def _told(value: object, titles: Mapping[str, str]) -> str:
    """A value in words, "" where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        said = ((titles.get(str(key), str(key).replace("_", " ")), _told(one, titles)) for key, one in value.items())
        return ", ".join(f"{name}: {one}" for name, one in said if one)
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_told(one, titles) for one in value)))
    return titles.get(str(value), str(value))
