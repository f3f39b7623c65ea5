"""The record of a run without what it tells of passages, frames and looks of sources that are withheld now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from provenance.runs import Run
from provenance.store.codec import Plain, plain

CUT = "places_withheld"  # the setting that says how many passages and frames are not named


def open_run(run: Run, held: Collection[str]) -> Run:
    """The run without ids of passages and frames of sources that are `held`, and without what it tells by such a
    source; how many were cut is said, so that no record passes for whole. That a source was chosen stays."""
    cut = set[str]()
    retrieved = tuple(one for one in run.retrieved if not _is_held(one, held, cut))
    return replace(run, settings=open_settings(run.settings, held, cut), retrieved=retrieved)


def open_settings(
    settings: Mapping[str, object], held: Collection[str], also: Collection[str] = ()
) -> Mapping[str, object]:
    """The settings alone; `also` are ids that were cut elsewhere, to be counted with theirs."""
    cut = set(also)
    found: dict[str, object] = {name: _open(plain(value), held, cut) for name, value in settings.items()}
    return found | ({CUT: len(cut)} if cut else {})


def held_place(place_id: str, held: Collection[str]) -> bool:
    """Whether "S3.12" or "S3.f2" is of a source that is held."""
    return place_id.partition(".")[0] in held and "." in place_id


def _is_held(place_id: str, held: Collection[str], cut: set[str]) -> bool:
    if held_place(place_id, held):
        cut.add(place_id)
        return True
    return False


def _open(value: Plain, held: Collection[str], cut: set[str]) -> Plain:
    """A setting without held places; a list or mapping that held nothing else goes with them."""
    if isinstance(value, Mapping):
        named = {k: v for k, v in value.items() if k not in held and not _is_held(k, held, cut)}
        return {k: v for k, v in ((k, _open(v, held, cut)) for k, v in named.items()) if v or not named[k]}
    if isinstance(value, list):
        stay = [one for one in value if not (isinstance(one, str) and _is_held(one, held, cut))]
        opened = [(one, _open(one, held, cut)) for one in stay]
        return [new for one, new in opened if new or not one]
    return value
