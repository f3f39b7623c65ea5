"""Tells people in plain words in what two runs differed: what was asked and by whom first, finer settings last."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from provenance import draft_words
from provenance.report_words import counted, reason
from provenance.reviews import BY_HAND
from provenance.store.codec import Plain

if TYPE_CHECKING:
    from provenance.comparing import Comparison
    from provenance.comparing_settings import Setting
    from provenance.records import Draft
    from provenance.runs import Run

Named = Callable[[str], str]
NOTHING = "none"
_LONGEST = 160  # characters of a value; JSON has settings whole
_DIGEST = re.compile("[0-9a-f]{64}")
# In the order in which they are told; what is not named here is a finer setting.
NAMES = {
    "sources": "Sources chosen",
    "max_claims": "Most claims",
    "seed": "Seed",
    "stopped": "Stopped in the middle of the work",
    "sources_in_case": "Sources in the case",
    "sources_unread": "Sources not read, or in part",
    "passages_searched": "Passages searched",
    "passages_compared": "Passages compared for conflicts",
    "searched_against_claims": "Passages searched for evidence against claims",
    "looks": "Look for movement",
    "clock_checks": "Camera clock as checked",
    "rendition": "How sources without pages are set",
    "not_held": "Words of the question that no passage holds",
}
_FIRST = ("brief", "question", "generator", "models")  # told before these, in words of their own
_UNSET = {"sources": "all", "max_claims": "as usual", "stopped": "no", "looks": "none", "clock_checks": "not checked"}
_ROLES = {draft_words.LANGUAGE: "Language model", "embedder": "Model for meaning", "nli": "Model for entailment"}
_OF_QUESTIONS = ("not_held",)  # a draft on a brief or an overview has no such thing
_VERSIONED = ("rendition",)
_OUTCOMES = ("calls", "claims_", "passages_shown", "tokens_")  # of a model's work: what came, not what was set


def settings_told(found: Comparison, named: Named = str) -> list[str]:
    """Everything that was otherwise in the two runs, a phrase each; `named` is what a source's id is called.

    Finer settings that only one of two drafters has, and how much work a model had, are counted, not listed: the report
    and the JSON of each draft have them.
    """
    by_name = {one.name: one for one in found.settings}
    drafters = by_name.keys() & {"generator", "models"}
    told = []
    if by_name.keys() & {"brief", "question"}:
        told.append(f"What was asked: {_asked(found.a)} → {_asked(found.b)}")
    told += _drafters(found.a.run, found.b.run) if drafters else []
    for name, title in NAMES.items():
        if name in by_name:
            one = by_name[name]
            only = name in _OF_QUESTIONS and found.a.question != found.b.question
            said = _only_of(one, found.a.question) if only else _told(one, named)
            told += [f"{title}{words}" for words in said]
    rest = [one for one in found.settings if one.name not in (*NAMES, *_FIRST)]
    finer = [one for one in rest if not _counted(one)]
    told += [f"{_title(one.name)}: {_value(one.a)} → {_value(one.b)}" for one in finer]
    if left := len(rest) - len(finer):
        told.append(f"{counted(left, 'finer figure')} of the runs: the reports of both drafts list them")
    return told


def _asked(draft: Draft) -> str:
    """ "an overview", "the question “Who ran?”"."""
    if not draft.brief:
        return "written by hand" if draft.run.generator == BY_HAND else "an overview"
    return f"the {'question' if draft.question else 'brief'} “{_elided(' '.join(draft.brief.split()))}”"


def _drafters(a: Run, b: Run) -> list[str]:
    """ "Drafter: chosen sentences → language model small.gguf", and other models that took part."""
    ours, theirs = (draft_words.drafted_by(run.generator, draft_words.model_of(run.models)) for run in (a, b))
    told = []
    if ours != theirs:
        told.append(f"Drafter: {ours} → {theirs}")
    elif a.generator != b.generator:
        told.append(f"Drafter: {ours}, {a.generator} → {b.generator}")
    one, other = ({m.role: m for m in run.models} for run in (a, b))
    for role in dict.fromkeys((*one, *other)):
        x, y = one.get(role), other.get(role)
        if x == y or (role == draft_words.LANGUAGE and (x is None or y is None)):
            continue
        names = [m.name if m else NOTHING for m in (x, y)]
        if x and y and x.sha256 != y.sha256 and x.name == y.name:
            names = [f"{m.name} ({m.sha256[:12]}…)" for m in (x, y)]
        if names[0] != names[1] and not (role == draft_words.LANGUAGE and x and y and x.name != y.name):
            told.append(f"{_ROLES.get(role) or _title(role)}: {names[0]} → {names[1]}")
    return told


def _told(one: Setting, named: Named) -> list[str]:
    """What comes after the name: ": 5 → 8", or one for each source that differs."""
    if one.name == "sources_in_case":
        sides = ((one.a, "only in the first"), (one.b, "only in the second"))
        return [f", {which}: {_value(of, named)}" for of, which in sides if of]
    if one.name == "stopped":
        return [": " + " → ".join("no" if of is None else "yes" for of in (one.a, one.b))]
    if isinstance(one.a, Mapping) or isinstance(one.b, Mapping):
        ours, theirs = (of if isinstance(of, Mapping) else {} for of in (one.a, one.b))
        keys = list(dict.fromkeys((*ours, *theirs)))
        return [f", {named(k)}: {_of_source(one.name, ours, k)} → {_of_source(one.name, theirs, k)}" for k in keys]
    unset = _UNSET.get(one.name, NOTHING)
    before, after = (unset if of is None else _value(of, named) for of in (one.a, one.b))
    if before == after:  # an empty list beside nothing at all
        return []
    version = "version " if one.name in _VERSIONED else ""
    return [f": {version}{before} → {version}{after}"]


def _only_of(one: Setting, first: bool) -> list[str]:
    """What one of the two runs alone can have, and which: ", in the first: driver"; nothing where it is empty."""
    value = _value(one.a if first else one.b)
    return [] if value == NOTHING else [f", in the {'first' if first else 'second'}: {value}"]


def _of_source(name: str, held: Mapping[str, Plain], source: str) -> str:
    """How a setting was for one source."""
    value = held.get(source)
    if name == "looks":
        return NOTHING if value is None else "the one at intake" if value == 0 else f"look {value}"
    if name == "sources_unread":
        return "read" if value is None else reason(str(value))
    return str(value) if value else _UNSET.get(name, NOTHING)


def _counted(one: Setting) -> bool:
    """Whether a finer setting is counted only: the other run had no such thing, or it is how much a model worked."""
    return one.a is None or one.b is None or one.name.startswith(_OUTCOMES)


def _title(name: str) -> str:
    """ "Similar threshold", "Python of the build"."""
    if name.startswith("build "):
        what = name.removeprefix("build ")
        return "Version of Attest" if what == "attest" else f"Build and machine, {what}"
    return name.replace("_", " ").capitalize()


def _value(of: Plain, named: Named = str) -> str:
    """A value as people read it: no brackets, no keys, a digest by its first letters."""
    if of is None:
        return NOTHING
    if isinstance(of, bool):
        return "yes" if of else "no"
    if isinstance(of, Mapping):
        return _elided("; ".join(f"{named(key)} {_value(held)}" for key, held in of.items())) or NOTHING
    if isinstance(of, Sequence) and not isinstance(of, str):
        return _elided(", ".join(_value(one, named) for one in of)) or NOTHING
    text = f"{of:,}" if isinstance(of, int) else named(str(of))
    return _elided(f"{text[:12]}…" if _DIGEST.fullmatch(text) else text) or NOTHING


def _elided(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
