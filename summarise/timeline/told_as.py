"""Whether a time is told of what did not happen then: denied, put as a condition, usual, planned, or only asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from provenance import timeline_words as words
from provenance.timeline import ToldAs

_REACH: Final = 400  # letters before and after a time in which its clause is looked for
_CLAUSE: Final = re.compile(r"[;:]\s|[.!?]\s|,?\s(?:but|although|though|whereas|because)\s|\s[–—]\s", re.I)
# What ends the reach of "not": a new clause, with its own verb.
_NEW_VERB: Final = re.compile(
    r",\s|\b(?:when|whenever|as|and|so|while|where|which|who|whose|until|till|then|if|that)\b"
    r"|\b(?:before|after|since)\s(?:i|he|she|we|they|you|it|the|a|an|my|his|her|our|their|[A-Z]\w+)\s",
    re.I,
)
_DENIED: Final = re.compile(
    r"(?:\b(?:do|does|did|was|were|is|are|am|has|have|had|ca|could|would|should|wo)n[’']?t\b|\bcannot\b|\bnot\b|\bnever\b"
    r"|\bnobody\b|\bno[- ]one\b|\bnone of\b|\bnothing\b)"
    r"(?!\s(?:long|much|later|earlier|far|quite|only|exactly|too|until|till|sure|certain|know|remember|recall|say"
    r"|look|looked|notice what|check|note|written down)\b)",
    re.I,
)
_UNTIL: Final = re.compile(
    r"(?:\b(?:do|does|did|was|were|has|have|had|could)n[’']?t\b|\bnot\b|\bnever\b|\bnobody\b|\bno[- ]one\b|\bnothing\b)"
    r"[^,;:]{0,60}$",
    re.I,
)
_DENIES: Final = re.compile(r"\b(?:den(?:y|ies|ied|ying)|disputes?|disputed)\b", re.I)
_IF: Final = re.compile(
    r"\b(?:if(?! (?:i|we) (?:remember|recall|am\b|’m\b|was right|were right)| not\b| any| you\b)|unless|whether|in case"
    r"|suppos(?:e|ing)|assuming|provided that)\b"
    r"|(?:^|[,;:.]\s)had\s(?:i|he|she|we|they|it|you|the|my|his|her|[A-Z]\w+)\b(?=.*\b(?:would|could|might)\b)",
    re.I,
)
_AS_IF: Final = re.compile(r"\bas $", re.I)
_WOULD_HAVE: Final = re.compile(
    r"\b(?P<who>\w+)(?:\s(?:\w+ly|never))?(?:\s(?:would|should)|[’']d)\s(?:\w+ly\s|not\s|never\s)?(?:have|[’']ve)\b"
    r"(?!\s(?:said|thought|guessed|put|estimated)\b)",
    re.I,
)
_USUAL: Final = re.compile(
    r"\b(?:most|every|each|some) (?:\w*days?|mornings?|nights?|evenings?|week|weekend)\b"
    r"|\b(?:usually|normally|generally|regularly|typically|as a rule|used to|tend(?:s|ed)? to|daily|nightly)\b"
    r"|\balways\b(?!\s(?:said|says|told|believed|thought|maintained|been)\b)"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun|week)days\b",
    re.I,
)
_ONE_DAY: Final = re.compile(r"\b(?:that|this) (?:\w+ )?(?:day|morning|afternoon|evening|night|occasion|time)\b", re.I)
# Hours of opening and of work, in the present; of what people do or films show, the present tells one time.
_OPENING: Final = re.compile(
    r"\b(?:shop|store|supermarket|office|pub|bar|club|caf[eé]|restaurant|takeaway|bank|school|nursery|college|library"
    r"|museum|gym|surgery|pharmacy|chemist|garage|salon|depot|market|park|reception|branch|centre|kiosk|bakery|church"
    r"|mosque|temple|hotel|cinema|theatre|pool|station|canteen|warehouse|yard|building|works|shift|job|class|lesson)\s"
    r"(?:only\s|also\s|then\s)?(?:shuts|closes|opens|starts|begins|finishes|ends|locks up|(?:is|stays) open)\b"
    r"|\b(?:shops|offices|pubs|bars|clubs|banks|shifts|classes)\s(?:only\s|also\s|then\s)?"
    r"(?:close|open|start|begin|finish|end|(?:are|stay) open)\b"
    r"|\b(?:i|we)\s(?:only\s|also\s|then\s)?(?:start|finish|open|close|work)\b"
    r"|\b(?:he|she)\s(?:works|(?:starts|finishes) work)\b",
    re.I,
)
_AND_SHUTS: Final = re.compile(r"\band (?:shut|close|end|finish(?:e)?|open|start|begin)s?\b", re.I)
_BETWEEN: Final = r"(?:(?!\b(?:and|when|because|so)\b)[^;,]){0,40}?"
_TO_COME: Final = re.compile(
    r"\b(?:was|were|am|is|are|been|[’']m|[’']re)\s(?:\w+ly\s|still\s|all\s|both\s|not\s)?(?:"
    r"(?:due|expected|expecting|scheduled|booked for)(?:\sto)?"
    r"|(?:going|supposed|meant|planning|hoping|intending)\sto|to)"
    r"\s(?!the\b|an?\b|my\b|his\b|her\b|our\b|their\b|work\b|bed\b|school\b|church\b|town\b)"
    r"|\b(?:plan(?:ned|s)?|intend(?:s|ed)?|hop(?:e|es|ed)|promised|want(?:s|ed)?|offered|agreed|meant)\sto\s"
    rf"|\b(?:plan|plans|arranged|arrangements?|intention|agreed|promised|invited|booked)\b{_BETWEEN}\s(?:to|for)\s(?!work\b)"
    r"|\b(?:asked|told|expected|wanted|texted|begged|ordered) (?:me|him|her|us|them|everyone|[A-Z]\w+)(?:\snot)?\sto\s"
    r"|\b(?P<who>\w+)(?:\s(?:will|shall|would)|[’']ll)\s(?:\w+ly\s|then\s)?"
    r"(?!not\b|never\b|ha(?:ve|d)\b|say\b|think\b|guess\b|put\b|estimate\b|like to say\b|imagine\b)",
    re.I,
)
_WHEN: Final = re.compile(r",?\swhen\b", re.I)
_GUESSED: Final = frozenset(("it", "that", "this", "which", "time"))  # "it would have been about two": it was
REASONS: Mapping[ToldAs, str] = {
    "denied": words.DENIED,
    "condition": words.CONDITION,
    "usual": words.USUAL,
    "planned": words.PLANNED,
    "asked": words.ASKED,
}


def told_as(text: str, at: int, to: int, entry: bool = False) -> ToldAs:
    """How a sentence tells the time at text[at:to]; "" for as happened.

    Only what stands before the time in its clause counts, but for what is usual: "At nine he did not answer" tells
    what was at nine. Simple rules: what they do not see stays on the line. `entry`: of a log, whose own rule tells
    what was still to come.
    """
    if text.rstrip(" ”\"'").endswith("?"):
        return "asked"
    low, high = max(0, at - _REACH), min(len(text), to + _REACH)
    begin = max((m.end() for m in _CLAUSE.finditer(text, low, at)), default=low)
    after = _CLAUSE.search(text, to, high)
    head, clause = text[begin:at], text[begin : after.start() if after else high]
    if not entry and ((_USUAL.search(clause) and not _ONE_DAY.search(clause)) or _is_of_hours(head)):
        return "usual"
    if _is_condition(head, clause):
        return "condition"
    if not entry and _is_planned(head) and not _WHEN.match(text, to):
        return "planned"
    return "denied" if _is_denied(head, text[at:to]) else ""


def only_until(text: str, at: int) -> bool:
    """Whether "until" at a place is when it came about after all: "I did not get home until seven"."""
    return _UNTIL.search(text[max(0, at - _REACH) : at]) is not None


def _is_of_hours(head: str) -> bool:
    return any(not _NEW_VERB.search(_AND_SHUTS.sub("", head[m.end() :])) for m in _OPENING.finditer(head))


def _is_condition(head: str, clause: str) -> bool:
    for found in _IF.finditer(clause, 0):
        if found.start() >= len(head):
            break
        if not _AS_IF.search(head[: found.start()]) and ", " not in head[found.end() :]:
            return True
    return any(m["who"].lower() not in _GUESSED for m in _WOULD_HAVE.finditer(head))


def _is_planned(head: str) -> bool:
    for found in _TO_COME.finditer(head):
        who = (found["who"] or "").lower()
        if who not in _GUESSED and not _NEW_VERB.search(head[found.end() :].replace(" and ", " ")):
            return True
    return False


def _is_denied(head: str, said: str) -> bool:
    if re.match(r"(?:since|until|till)\b", said, re.I):
        return False
    if _DENIES.search(head) and not re.search(r"\bbut\b|\bwhen\b", head):
        return True
    return any(not _NEW_VERB.search(head[m.end() :]) for m in _DENIED.finditer(head))
