"""Finds signs that a text is, or may be, legally privileged, so that it is held before anything of it is indexed.

In England and Wales communications between lawyer and client for legal advice, and papers made for litigation, are
privileged; "without prejudice" letters are protected likewise. Signs are markings that stand as lines of their own,
headings of lawyers' papers, letters and notes of advice, and mail between lawyer and client. That evidence mentions a
lawyer, or advice, is no sign.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from ingest.lawyers import made_up
from ingest.lawyers_mail import of_mail
from provenance.records import Notice, Part

_WINDOW = 4000  # code points at the beginning of a document, or of a page, that are looked at as one letter or note
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
_LETTER = re.compile(r"^[ \t>]*(?:from[ \t]*:|dear[ \t]|.{0,30}attendance[ \t]*note\b)", re.I | re.M)
_MOST_LETTERS = 400  # further ones in the same text are not looked at


def signs(parts: Sequence[Part]) -> list[Notice]:
    """Signs of privilege in a text, each with what was found and its page, never with words of the text itself.

    Codes: privilege_marking, attendance_note, counsel_papers, prosecutor_advice, legal_advice, lawyer_client_mail.
    Empty when there are none.
    """
    found: dict[tuple[str, str], Notice] = {}
    for window, part in _windows(parts):
        place, where = _place(part), _where(part)
        for notice in (*made_up(window, place, where), *of_mail(window, place, where)):
            found.setdefault((notice.code, ""), notice)
    for part in parts:
        for line in part.text.split("\n"):
            if words := _marking(line):
                notice = Notice("privilege_marking", words + _place(part), _where(part))
                found.setdefault(("privilege_marking", words), notice)
    return list(found.values())


def _windows(parts: Sequence[Part]) -> list[tuple[str, Part]]:
    """The beginning of the document, of each of its pages, and of each letter or message in it that is seen to begin.

    A bundle holds many letters, and a message those that it answers.
    """
    paged = bool(parts) and parts[0].kind == "page"
    text, starts = "".join(part.text for part in parts), list(accumulate((len(p.text) for p in parts), initial=0))
    begins = set(starts[:-1] if paged else [0]) if parts else set()
    begins |= {m.start() for _, m in zip(range(_MOST_LETTERS), _LETTER.finditer(text), strict=False)}
    return [(text[at : at + _WINDOW], parts[min(bisect_right(starts, at), len(parts)) - 1]) for at in sorted(begins)]


def _place(part: Part) -> str:
    return f", {part.label or f'p. {part.page}'}" if part.page else ""


def _where(part: Part) -> str:
    return f"page={part.page}" if part.page else ""


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
