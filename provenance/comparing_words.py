"""The words in which a comparison of two drafts is told to people."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from provenance.report_words import counted
from provenance.store.codec import Plain

if TYPE_CHECKING:
    from provenance.comparing import Alone, Comparison, Difference
    from provenance.comparing_settings import Setting

Span = tuple[int, int]
Named = Callable[[str], str]
_TOKEN = re.compile(r"\w+(?:[:/.,'’\-]\w+)*|[^\w\s]")  # "14:31:54" and "03/05/2026" are one word each
_LONGEST = 160  # characters of what differs, in a phrase; JSON has settings whole

# Why a draft has no claim where the other has one; "it" is the draft that lacks it.
REASONS = {
    "withheld": "it cites a source that is withheld now",
    "not_in_case": "its source was not in the case then",
    "not_in_scope": "its source was not among those chosen",
    "not_read": "its source was not read",
    "held_back": "held back by the checks",
    "passage_not_retrieved": "its passage was not retrieved",
    "over_limit": "over the limit of claims",
    "other_sentence": "another sentence of the same passage was chosen",
    "other_look": "the footage was looked at otherwise",
    "not_chosen": "its passage was looked at; other sentences were chosen",
    "by_hand": "the other draft was written by hand",
    "stopped": "the run of the other draft was stopped",
}
_OF_IDS = ("not_in_case", "not_in_scope", "passage_not_retrieved")  # their detail is ids
CODES = {
    "words": "words",
    "kind": "kind",
    "heading": "heading",
    "places": "cited place",
    "similar": "similar accounts",
    "against": "evidence against it",
    "verdict": "verdict",
    "reasons": "notes of the checks",
    "order": "place in the order",
}
SETTINGS = {
    "brief": "Brief",
    "question": "Question",
    "generator": "Drafter",
    "models": "Models",
    "seed": "Seed",
    "sources": "Sources chosen",
    "max_claims": "Most claims",
    "looks": "Look for movement, by source",
    "clock_checks": "Camera clocks as checked, by source",
    "rendition": "How sources without pages are set",
    "sources_in_case": "Sources in the case",
    "sources_unread": "Sources not read, or in part",
    "passages_searched": "Passages searched",
    "passages_compared": "Passages compared for conflicts",
    "searched_against_claims": "Passages searched for evidence against claims",
}
NOTHING = "none"
_UNSET = {"sources": "all", "max_claims": "as usual"}


def verdict(found: Comparison) -> str:
    """What a comparison came to, in one line."""
    if found.same:
        return f"The same: {counted(len(found.pairs), 'claim')}, in the same words and order, with the same places."
    told = [
        f"{len(found.kept)} kept",
        f"{len(found.changed)} changed",
        f"{len(found.lost)} lost",
        f"{len(found.new)} new",
    ]
    return f"Not the same: {', '.join(told)}{conflicts_apart(found)}."


def conflicts_apart(found: Comparison) -> str:
    """ "; 2 conflicts lost, 1 new"; "" where both drafts have the same."""
    lost, new = len(found.conflicts_lost), len(found.conflicts_new)
    return f"; {counted(lost, 'conflict')} lost, {new} new" if lost or new else ""


def told(one: Difference) -> str:
    """A difference as a phrase: "verdict: supported → partly", "words: “two bangs” → “three bangs”"."""
    if one.code == "order":
        return CODES["order"]
    before, after = one.before, one.after
    if one.code == "words":
        before, after = (f"“{part}”" if part else NOTHING for part in changed_words(one.before, one.after))
    if before == after:  # the labels of places are pages, and the words on them are others
        return f"{CODES[one.code]}: other words of {before or NOTHING}"
    return f"{CODES[one.code]}: {before or NOTHING} → {after or NOTHING}"


def reason(one: Alone, named: Named = str) -> str:
    """Why a claim is in one draft only, as a phrase with its detail; `named` is what an id is called."""
    said = REASONS[one.reason]
    if one.reason == "held_back":
        return f"{said}, as {named(one.other)}" + (f": {one.detail}" if one.detail else "")
    if one.reason == "other_sentence":
        return f"{said}: {named(one.other)}"
    if one.reason in _OF_IDS:
        return f"{said}: {', '.join(dict.fromkeys(map(named, one.detail.split(', '))))}"
    if one.reason == "over_limit":
        return f"{said} ({one.detail})"
    return f"{said}: {one.detail}" if one.detail else said


def setting(name: str) -> str:
    """What a setting is called."""
    return SETTINGS.get(name) or name.replace("_", " ").capitalize()


def value(setting: Setting, of: Plain, named: Named = str) -> str:
    """One of a setting's values as people read it; `named` is what an id is called."""
    if of is None:
        return _UNSET.get(setting.name, NOTHING)
    if isinstance(of, bool):
        return "yes" if of else "no"
    return _elided(_value(of, named))


def _value(of: Plain, named: Named) -> str:
    if isinstance(of, dict):
        return "; ".join(f"{named(key)} {_short(str(held))}" for key, held in of.items()) or NOTHING
    if isinstance(of, list):
        return ", ".join(named(str(one)) for one in of) or NOTHING
    return str(of) or NOTHING


def _short(text: str) -> str:
    """A digest by its first letters."""
    return f"{text[:12]}…" if re.fullmatch("[0-9a-f]{64}", text) else text


def word_spans(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans (code points, end exclusive) of the words of each text that the other has not, in order.

    By difflib's longest matching blocks over words and marks.
    """
    ours, theirs = list(_TOKEN.finditer(before)), list(_TOKEN.finditer(after))
    matcher = SequenceMatcher(None, [m[0] for m in ours], [m[0] for m in theirs], autojunk=False)
    gone: list[Span] = []
    come: list[Span] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            gone += [(ours[a].start(), ours[b - 1].end())] if b > a else []
            come += [(theirs[c].start(), theirs[d - 1].end())] if d > c else []
    return tuple(gone), tuple(come)


def changed_words(before: str, after: str) -> tuple[str, str]:
    """The words that differ, those that stand apart joined by "…"."""
    gone, come = word_spans(before, after)
    return _cut(before, gone), _cut(after, come)


def _cut(text: str, spans: Sequence[Span]) -> str:
    return _elided(" … ".join(text[start:end] for start, end in spans))


def _elided(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
