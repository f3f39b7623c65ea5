"""Finds signs that a text is, or may be, legally privileged, so that it is held before anything of it is indexed.

In England and Wales communications between lawyer and client for legal advice, and papers made for litigation, are
privileged; "without prejudice" letters are protected likewise. Signs are markings that stand as lines of their own,
headings of lawyers' papers, and letters of advice. That evidence mentions a lawyer, or advice, is no sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from provenance.records import Notice, Part

_WINDOW = 4000  # code points at the beginning of a document, or of a page, that are looked at as one letter or note
_HEAD = 1500  # those in which a letterhead or heading stands
_LINE = 200  # a marking is never on a longer line

# What may stand on the line before the words of a marking: a label, brackets, or other words of marking.
_BEFORE = r"""
    [\W_]*(?:(?:re|fw|fwd|subject|marking|status|classification)\s*:[\W_]*)*
    (?:(?:strictly|private|confidential|and|in\s*confidence|communication|subject\s*to|protected\s*by|covered\s*by
        |solicitor|client|draft|highly|official(?:-?\s*sensitive)?|sensitive)\b[\W_]*)*
"""
_PHRASES: Final = r"""
      legally\s*privileged (?! \s*:\s*(?:no|none|n/?a?)\b )
    | privileged\s*(?:and|&|/|,|-|–)\s*(?:strictly\s*)?(?:private|confidential)
    | (?:(?:legal(?:\s*professional|\s*advice)?|litigation|(?:solicitor|lawyer|attorney)\W{0,3}client)\s*)privileged?\b
      (?! \s*:\s*(?:no|none|n/?a?)\b )
    | privileged (?=\W*$ | \s*[-–—:|]\s | \s*(?:communication|document|material|advice|correspondence)\b)
    | (?:attorney|solicitor)\W{0,3}\s*work\s*product
    | prepared\s*(?:in\s*contemplation|for\s*the\s*purposes?)\s*of\s*(?:litigation|(?:obtaining|giving)\s*legal\s*advice
        |(?:criminal\s*|legal\s*|court\s*)?proceedings)
    | without\s*prejudice
      (?=\W*$ | \W*(?:save\s*as\s*to\s*costs|and\s*subject\s*to\s*contract|offer|correspondence)\W*$)
"""
_MARKING = re.compile(rf"{_BEFORE}(?P<words>{_PHRASES})(?P<rest>.*)", re.I | re.X)
_DECLARED = re.compile(
    r"""\bthis\s*(?:letter|e-?mail|message|document|memo(?:randum)?|note|report|communication|advice|file)
    (?:\s*(?:and|with|including)\s*[\w\s]{0,40}?)?\s*(?:is|are)\s*(?:\w+\s*(?:and|,)\s*)?(?:legally\s*privileged
    |privileged|subject\s*to\s*legal\s*(?:professional\s*)?privilege|protected\s*by\s*legal\s*(?:professional\s*)?privilege)\b""",
    re.I | re.X,
)
_NOTE = re.compile(
    r"^\W*(?:(?:telephone|client|police\s*station|conference|file)\s*)*attendance\s*note\b.{0,60}$", re.I | re.M
)
_NOTE_WORDS = re.compile(
    r"\b(?:client|solicitor|fee\s*earner|time\s*(?:engaged|spent)|units?|matter|our\s*ref)\b", re.I
)
_COUNSEL = re.compile(
    r"""^\W*(?:(?:instructions|brief|case)\s*to\s*(?:\w+\s*)?(?:counsel|advise)
    |(?:joint\s*)?(?:advice|opinion|note)\s*(?:of|from|by)\s*(?:\w+\s*){0,2}counsel|counsel.{0,2}s\s*(?:advice|opinion|note)
    |advice\s*on\s*(?:the\s*)?(?:merits|evidence|appeal|plea|liability|quantum|sentence|prospects)
    |(?:note\s*of\s*)?(?:case\s*)?conference\s*with\s*(?:\w+\s*)?counsel)\b.{0,80}$""",
    re.I | re.M | re.X,
)
_LAWYER = re.compile(
    r"""^.{0,80}\b(?:solicitors?|barristers?|(?:barristers.?\s*)?chambers|legal\s*executive|advocates?|attorneys?(?:\s*at\s*law)?
    |solicitors\s*regulation\s*authority|king.?s\s*counsel|queen.?s\s*counsel|(?:in-?house|general|legal)\s*counsel)\b.{0,80}$""",
    re.I | re.M | re.X,
)
_ADDRESSED = re.compile(
    r"^\W*(?:dear\s+\w|to\s*:|from\s*:|memo(?:randum)?\b|private\s*and\s*confidential\W*$)", re.I | re.M
)
# Advice is given to somebody: "your", "you". What a lawyer writes to the police about a client has little of it.
_ADVICE: Final = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?:i|we)\s+(?:would\s+|must\s+|do\s+|strongly\s+)*advise\s+(?:you|that\s+you|against\s+you)\b",
        r"\b(?:my|our)\s+(?:\w+\s+)?advice\s+(?:to\s+you|is|was|remains|would\s+be|on\s+your|about\s+your)\b",
        r"\b(?:legal\s+advice|advice\s+given\s+to\s+you|advised\s+you)\b",
        r"\byour\s+(?:\w+\s+)?instructions\b|\byou\s+(?:have\s+)?instruct(?:ed)?\s+(?:me|us)\b",
        r"\byour\s+(?:\w+\s+)?(?:defence|case|plea|appeal|position|interests|legal\s+position)\b",
        r"\b(?:prospects\s+of\s+success|strengths\s+and\s+weaknesses|the\s+case\s+against\s+you|evidence\s+against\s+you)\b",
        r"\bno\s+comment\b|\bprepared\s+statement\b|\bdo\s+not\s+(?:discuss|speak|answer|contact|show)\b",
        r"\b(?:conference\s+with\s+counsel|instruct(?:ing)?\s+counsel|legal\s+aid|client\s+care)\b",
    )
)
_ADVICE_KINDS = 3  # different turns of advice from which a lawyer's letter is taken as advice


def signs(parts: Sequence[Part]) -> list[Notice]:
    """Signs of privilege in a text, each with what was found and its page, never with words of the text itself.

    Codes: privilege_marking, attendance_note, counsel_papers, legal_advice. Empty when there are none.
    """
    found: dict[tuple[str, str], Notice] = {}
    for window, place in _windows(parts):
        for notice in _structure(window, place):
            found.setdefault((notice.code, ""), notice)
    for part in parts:
        for line in part.text.split("\n"):
            words = _marking(line)
            if words:
                found.setdefault(("privilege_marking", words), Notice("privilege_marking", words + _place(part)))
    return list(found.values())


def _windows(parts: Sequence[Part]) -> list[tuple[str, str]]:
    """The beginning of the document, and of each of its pages: a bundle holds many letters."""
    if parts and parts[0].kind == "page":
        return [("".join(p.text for p in parts[n : n + 2])[:_WINDOW], _place(part)) for n, part in enumerate(parts)]
    beginning = ""
    for part in parts:
        beginning += part.text[:_WINDOW]
        if len(beginning) >= _WINDOW:
            break
    return [(beginning[:_WINDOW], "")]


def _place(part: Part) -> str:
    return f", {part.label or f'p. {part.page}'}" if part.page else ""


def _marking(line: str) -> str:
    """The words of a marking that the line is, in capitals; "" for a line of prose that has the same words."""
    if len(line) > _LINE or not re.search("privilege|prejudice|work\\s*product|prepared", line, re.I):
        return ""
    found = _MARKING.match(line)
    if found:
        words, rest = found["words"], found["rest"]
        initial = next(c for c in line if c.isalpha())
        sentence = re.search(r"\b(?:is|was|are|were|had|has|have|been)\b", rest)
        if initial.isupper() and len(rest.split()) <= 10 and not sentence:
            return " ".join(words.upper().split())
    return "DECLARED PRIVILEGED" if _DECLARED.search(line) else ""


def _structure(window: str, place: str) -> list[Notice]:
    """Signs in the make-up of a letter or note that begins here."""
    head = window[:_HEAD]
    found = []
    if _NOTE.search(head) and _NOTE_WORDS.search(window):
        found.append(Notice("attendance_note", "a lawyer's attendance note" + place))
    if _COUNSEL.search(head):
        found.append(Notice("counsel_papers", "instructions to counsel, or counsel's advice" + place))
    if _ADDRESSED.search(head) and (_LAWYER.search(head) or _LAWYER.search(window[-600:])):
        kinds = sum(bool(pattern.search(window)) for pattern in _ADVICE)
        if kinds >= _ADVICE_KINDS:
            found.append(Notice("legal_advice", "a letter or message in which a lawyer advises" + place))
    return found
