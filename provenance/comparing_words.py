"""The words in which a comparison of two drafts is told to people."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from provenance.report_words import counted

if TYPE_CHECKING:
    from provenance.comparing import Alone, Comparison, Difference

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
    "passage_not_retrieved": "its passage was not among those looked at",
    "not_shown": "its passage was not shown to the language model",
    "over_limit": "over the limit of claims",
    "other_sentence": "another sentence of the same passage was chosen",
    "other_look": "the footage was looked at otherwise",
    "passage_held_back": "what was drafted of its passage was held back by the checks",
    "not_chosen": "its passage was looked at, and nothing of it was chosen",
    "by_hand": "the other draft was written by hand",
    "stopped": "the run of the other draft was stopped",
}
_OF_PLACES = ("places", "similar", "against")  # of which each draft's own are told
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
NOTHING = "none"
_MOST = 12  # ids that are listed


def verdict(found: Comparison) -> str:
    """What a comparison came to, in one line."""
    if found.same:
        same = f"The same: {counted(len(found.pairs), 'claim')}, in the same words and order, with the same places."
        return f"{same}{rejected(found)}"
    told = [
        f"{len(found.kept)} kept",
        f"{len(found.changed)} changed",
        f"{len(found.lost)} lost",
        f"{len(found.new)} new",
    ]
    return f"Not the same: {', '.join(told)}{conflicts_apart(found)}.{held_back(found)}{rejected(found)}"


def rejected(found: Comparison) -> str:
    """ " A person rejected D1.3 since: it is compared as the run wrote it."; "" where none was."""
    ids = found.rejected
    if not ids:
        return ""
    listed = ", ".join(ids[:_MOST]) + (f" and {len(ids) - _MOST} more" if len(ids) > _MOST else "")
    told = "it is compared as the run wrote it" if len(ids) == 1 else "they are compared as the runs wrote them"
    return f" Rejected by a person since, and no claim any more: {listed}; {told}."


def held_back(found: Comparison) -> str:
    """ " The checks held back 28 claims of D3, …."; "" where they held none back."""
    listed = ((draft.id, len(ids)) for draft, ids in zip((found.a, found.b), found.held_back, strict=True))
    told = " and ".join(f"{counted(count, 'claim')} of {name}" for name, count in listed if count)
    return f" The checks held back {told}: these do not count as kept, changed, lost or new." if told else ""


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
    if one.code in _OF_PLACES:
        return f"{CODES[one.code]}: {_places(before, after)}"
    return f"{CODES[one.code]}: {before or NOTHING} → {after or NOTHING}"


def _places(gone: str, come: str) -> str:
    """What of the places differs; the others are in both."""
    if gone == come:  # the labels of places are pages, and the words on them are others
        return f"other words of {gone}"
    return "; ".join(part for part in (gone and f"no longer {gone}", come and f"new {come}") if part)


def reason(one: Alone, named: Named = str) -> str:
    """Why a claim is in one draft only, as a phrase with its detail; `named` is what an id is called."""
    said = REASONS[one.reason]
    if one.reason == "held_back":
        return f"{said}, as {named(one.other)}" + (f": {one.detail}" if one.detail else "")
    if one.reason in ("other_sentence", "passage_held_back"):
        return f"{said}: {named(one.other)}"
    if one.reason in _OF_IDS:
        return f"{said}: {', '.join(dict.fromkeys(map(named, one.detail.split(', '))))}"
    if one.reason == "over_limit":
        return f"{said} ({one.detail})"
    if one.reason == "not_chosen" and one.detail:
        return f"{said}; of its source: {one.detail}"
    return f"{said}: {one.detail}" if one.detail else said


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
