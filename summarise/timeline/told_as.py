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
_ONE_DAY: Final = re.compile(
    r"\b(?:that|this) (?:\w+ )?(?:day|morning|afternoon|evening|night|occasion|time)\b"
    r"(?!\sof (?:the )?(?:year|day|night)\b)",
    re.I,
)
_AND: Final = re.compile(r",?\s(?:and|so)\s", re.I)
# Pasts that are no participles, and so go on from no "would have"; and the other pasts.
_WENT: Final = (
    r"(?:(?:was|were)(?!\s(?:needed|wanted|expected|due|required|supposed|meant|going|to)\b)"
    r"|did|came|went|rang|began|gave|saw|took|wrote|drove|ran|rose|woke|broke|drank|ate|fell)"
)
_PAST: Final = (
    rf"(?:{_WENT}|had|left|got|made|met|sat|stood|stayed|found|told|said|kept|held|lost|sent|brought|spoke|heard|paid|sold"
    r"|turned|(?!expected|scheduled|booked|planned|supposed|intended|wanted|needed|required)\w{2,}(?<!e)ed)\b"
)
_DID: Final = (
    r",?\sand\s(?:(?:i|he|she|it|we|they|the \w+)\s)?"
    r"(?:(?:then|finally|eventually|actually|only|in fact|indeed|instead|\w+ly)\s){0,2}"
)
# What came about, told after the time that was planned: "was due at 8 pm and came at 8.10 pm".
_BUT_DID: Final = re.compile(_DID + _PAST, re.I)
_BUT_WENT: Final = re.compile(_DID + _WENT + r"\b", re.I)
_PASSIVE: Final = re.compile(r"\b(?:be|been|being|get|have|\w{2,}(?:ed|en))\b", re.I)
_TIMED: Final = re.compile(r"\d|\b(?:at|by|for|from|until|till|before|noon|midnight)\b", re.I)
# What is thought of often was once: "I always wondered why he left at nine".
_THOUGHT_OF: Final = re.compile(
    r"\b(?:wonder|ask|think|thought|remember|recall|regret|dream|puzzl|f[eo]und|felt|knew)\w*\b.*"
    rf"\b(?:why|how|what|who|that|where|when)\b.*\b{_PAST}",
    re.I,
)
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
    rf"|going\sto(?!\s(?:(?-i:[A-Z])|(?:hospital|court|prison|college|university|football|training|mass|is|are)\b|{_PAST}))"
    r"|(?:supposed|meant|planning|hoping|intending)\sto|to)"
    r"\s(?!the\b|an?\b|my\b|his\b|her\b|our\b|their\b|work\b|bed\b|school\b|church\b|town\b)"
    r"|\b(?:plan(?:ned|s)?|intend(?:s|ed)?|hop(?:e|es|ed)|promised|want(?:s|ed)?|offered|agreed|meant)\sto\s"
    rf"|\b(?:plan|plans|arranged|arrangements?|intention|agreed|promised|invited|booked)\b{_BETWEEN}\s(?:to|for)\s(?!work\b)"
    r"|\b(?:was|were|been) (?:asked|told|ordered|instructed|advised)(?:\snot)?\sto\s"
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
    if not entry and (_is_usual(clause, len(head)) or _is_of_hours(head)):
        return "usual"
    if _is_condition(head, clause):
        return "condition"
    if not entry and _is_planned(head) and not _WHEN.match(text, to):
        return "planned"
    return "denied" if _is_denied(head, text[at:to]) else ""


def only_until(text: str, at: int) -> bool:
    """Whether "until" at a place is when it came about after all: "I did not get home until seven"."""
    return _UNTIL.search(text[max(0, at - _REACH) : at]) is not None


def _is_usual(clause: str, at: int) -> bool:
    """Whether words of what is usual reach the time at a place; beside "that day" only those of its own verb do."""
    if _ONE_DAY.search(clause):
        low = max((m.end() for m in _AND.finditer(clause, 0, at)), default=0)
        after = _AND.search(clause, at)
        own = clause[low : after.start() if after else len(clause)]
        if _ONE_DAY.search(own):
            return False
        clause, at = own, at - low
    return any(not _THOUGHT_OF.search(clause[m.end() : at]) for m in _USUAL.finditer(clause))


def _came_about(said: str, pattern: re.Pattern[str]) -> bool:
    """Whether words after a plan go on to what came about, once the time of the plan was told."""
    for found in pattern.finditer(said):
        plan = said[: found.start()]
        # "was to be collected at 8 pm and delivered at 9 pm": the participle goes on with the plan
        doubtful = _PASSIVE.search(plan) and not _BUT_WENT.match(said, found.start())
        if _TIMED.search(plan) and not doubtful:
            return True
    return False


def _is_of_hours(head: str) -> bool:
    return any(not _NEW_VERB.search(_AND_SHUTS.sub("", head[m.end() :])) for m in _OPENING.finditer(head))


def _is_condition(head: str, clause: str) -> bool:
    for found in _IF.finditer(clause, 0):
        if found.start() >= len(head):
            break
        if not _AS_IF.search(head[: found.start()]) and ", " not in head[found.end() :]:
            return True
    return any(
        m["who"].lower() not in _GUESSED and not _came_about(head[m.end() :], _BUT_WENT)
        for m in _WOULD_HAVE.finditer(head)
    )


def _is_planned(head: str) -> bool:
    for found in _TO_COME.finditer(head):
        who = (found["who"] or "").lower()
        rest = head[found.end() :]
        if who in _GUESSED or _came_about(rest, _BUT_DID):
            continue
        if not _NEW_VERB.search(rest.replace(" and ", " ")):
            return True
    return False


def _is_denied(head: str, said: str) -> bool:
    if re.match(r"(?:since|until|till)\b", said, re.I):
        return False
    if _DENIES.search(head) and not re.search(r"\bbut\b|\bwhen\b", head):
        return True
    return any(not _NEW_VERB.search(head[m.end() :]) for m in _DENIED.finditer(head))
