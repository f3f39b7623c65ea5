"""Tells in what two runs differed: what was asked, settings, models, what they ran on, and what the case held."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from provenance.open_run import CUT
from provenance.records import Draft
from provenance.store.codec import Plain, plain

REPLAY_OF = "replay_of"  # the setting of a run that repeats another: that one's draft
_UNTOLD = (REPLAY_OF, "brief", "question", CUT)  # said elsewhere, or of withheld sources


@dataclass(frozen=True, slots=True)
class Setting:
    """A thing that was otherwise in two runs; None where one had no such thing.

    Of things that have names (looks by source, models by role, sources), only those that differ are given.
    """

    name: str
    a: Plain
    b: Plain


@dataclass(frozen=True, slots=True)
class RunOf:
    """A draft without what cites withheld sources, and the ids of all sources that the case held when it was made."""

    draft: Draft
    known: Set[str]


def settings_apart(a: RunOf, b: RunOf) -> tuple[Setting, ...]:
    """What differs, in order: the question, the drafter and its settings, the case, the build.

    Of sources that are withheld now nothing is told but that they were in the case, and chosen.
    """
    ours, theirs = _of(a), _of(b)
    names = [*ours, *(name for name in theirs if name not in ours)]
    return tuple(_apart(name, ours.get(name), theirs.get(name)) for name in names if ours.get(name) != theirs.get(name))


def known_sources(draft: Draft) -> set[str]:
    """Ids of the sources that the case held when the draft was made: each is cited, or listed as left out."""
    left = (*draft.coverage.unused_sources, *draft.coverage.unread_sources)
    cited = {c.source_id for claim in draft.claims if not claim.by for c in claim.citations}
    return {one.source_id for one in left} | cited


def _of(one: RunOf) -> dict[str, Plain]:
    draft, run = one.draft, one.draft.run
    found: dict[str, Plain] = {
        "brief": "" if draft.question else draft.brief,
        "question": draft.brief if draft.question else "",
        "generator": run.generator,
        "models": {f"{m.role} {m.name}": m.sha256 for m in run.models},
        "seed": run.seed,
    }
    recorded = ((name, value) for name, value in run.settings.items() if name not in _UNTOLD)
    found |= {name: plain(value) for name, value in recorded}
    found |= {
        "sources_in_case": dict.fromkeys(one.known, True),
        "sources_unread": {left.source_id: left.reason for left in draft.coverage.unread_sources},
        "passages_searched": draft.searched,
        "passages_compared": draft.compared,
        "searched_against_claims": sorted({c.against_searched for c in draft.claims if c.against_searched is not None}),
    }
    return found | {f"build {name}": value for name, value in run.build.items()}


def _apart(name: str, a: Plain, b: Plain) -> Setting:
    if not (isinstance(a, Mapping) and isinstance(b, Mapping)):
        return Setting(name, a, b)
    ours = {key: value for key, value in a.items() if b.get(key) != value}
    theirs = {key: value for key, value in b.items() if a.get(key) != value}
    if name == "sources_in_case":
        return Setting(name, sorted(ours, key=_number), sorted(theirs, key=_number))
    return Setting(name, ours, theirs)


def _number(source_id: str) -> int:
    return int(source_id.removeprefix("S"))
