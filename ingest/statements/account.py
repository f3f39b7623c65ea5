"""Tells whether a text is the account of one person who says "I", and what kind of text it is when it is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MOST = 30_000  # code points that are looked at
_SELF = re.compile(r"(?<![\w'’.])(?:[Il|](?=['’]?[ \t\n]*[a-z])|[Mm]y(?=\s)|[Mm]e\b|[Mm]yself\b)")
_SAYS = r"(?<![\w'’.])[Il|]\s+(?:then|also|immediately|clearly|just|had|have|next|again|only|first)?\s*"
# The ways in which a witness speaks of what happened; different ones are counted, as any letter has one of them.
_WAYS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        _SAYS + r"(?:saw|seen|heard|noticed|observed|watched|felt|smelt|realised|recogni[sz]ed|could\s+(?:see|hear)"
        r"|looked)\b",
        _SAYS
        + r"(?:do\s+not\s+|don.t\s+|did\s+not\s+|didn.t\s+|cannot\s+|can\s+)?(?:remember|recall|describe|know|see)\b"
        r"|(?<![\w'’.])[Il|]\s+would\s+(?:describe|estimate|say|recogni[sz]e)\b",
        r"(?<![\w'’.])[Il|]\s+(?:was|am|had\s+been|have\s+been)\b|(?<![\w'’.])[Il|].m\b",
        _SAYS
        + r"(?:went|walked|drove|left|arrived|attended|ran|called|spoke|said|asked|told|took|got|returned|arrested"
        r"|seized|cautioned|photographed|copied|opened|stopped|turned|made|gave|came|searched|found|handed|checked)\b",
        r"(?i:\bat\s+(?:about|around|approximately|approx\.?|roughly)?\s*(?:\d{1,2}[:.]\d\d|\d{4}\s*(?:hours|hrs)"
        r"|\d{1,2}\s*(?:am|pm|a\.m|p\.m|o.clock)))",
        r"(?i:\bon\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|\bon\s+(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?"
        r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
        r"(?i:\bi\s+(?:now\s+)?(?:produce|exhibit)\b|\bexhibit\s+[A-Z]{1,4}\s?/\s?\d)",
    )
)
_TURN = re.compile(
    r"^[ \t\d:]*(?:[QA][.:]?[ \t]{1,9}\S|(?:the|mr|mrs|ms|miss|dr|dc|ds|pc"
    r"|di)\b\.?[ \t]*[A-Z][A-Za-z .'’-]{1,25}:|[A-Z][A-Z .'’-]{1,25}:[ \t])",
    re.M,
)
_SPEAKER = re.compile(r"[ \t\d:]*(?:[QA]\b|(?i:the|mr|mrs|ms|miss|dr)\b)")
_FORM_WORD = re.compile(
    r"(?i)statement|sign|date|age|occupation|urn|^\s*witness|declar|address|station|officer|rank|name|tel|mobile"
    r"|mail|page|ref"
)
_LETTER = re.compile(r"^\W*dear\s+[A-Za-z]|^\W*yours?\s+(?:sincerely|faithfully|truly|ever)\b", re.I | re.M)
_MAIL = re.compile(r"^[ \t>]*(?:from|to|cc|sent|subject)[ \t]*:[ \t]*\S", re.I | re.M)
_OTHER_HEAD = re.compile(
    r"""^\W*(?:\w+\W+){0,5}(?:transcript|record\s+of\s+(?:taped\s+|tape\s+recorded\s+)?interview|minutes|policy|guidance|procedures?
    |manual|handbook|curriculum\s+vitae|newsletter|press\s+release|application|invoice|agenda|memorandum
    |(?:annual|progress|inspection|accident|audit|expert|medical|intelligence)\s+report|chapter|abstract|contents)\b(?:\W+\w+){0,6}\W*$""",
    re.I | re.M | re.X,
)


@dataclass(frozen=True, slots=True)
class Account:
    """How much a text is one person's account: its words, those for oneself, and the ways in which events are told."""

    words: int
    self_words: int
    ways: int
    perceives: bool

    @property
    def any(self) -> bool:
        """Somebody says "I" in whole words of his own."""
        return self.words >= 4 and self.self_words >= 1

    @property
    def plain(self) -> bool:
        """One person tells something: enough where a strong mark of a statement stands."""
        often = self.self_words >= 0.015 * self.words
        return self.any and often and (self.ways >= 2 or (self.ways >= 1 and self.words < 60))

    @property
    def strong(self) -> bool:
        """An account that could be little else: enough where weak marks stand, which other papers have too."""
        return self.self_words >= max(4, 0.02 * self.words) and self.ways >= 4 and self.perceives


def measure(text: str) -> Account:
    """Measure a text without its printed form."""
    text = text[:_MOST]
    ways = [bool(pattern.search(text)) for pattern in _WAYS]
    return Account(len(re.findall(r"[^\W\d_]+", text)), len(_SELF.findall(text)), sum(ways), ways[0] or ways[1])


def is_talk(text: str) -> bool:
    """Whether questions and answers, or speakers with their names, make it a transcript."""
    turns = [m[0] for m in _TURN.finditer(text[:_MOST]) if not _FORM_WORD.search(m[0])]
    sure = len(turns) > 3 or len(set(turns)) < len(turns) or any(_SPEAKER.match(turn) for turn in turns)
    return len(turns) > 1 and sure


def is_letter(text: str) -> bool:
    """Whether it is a letter or a message: greeted and closed, or with a mail's head."""
    return len(_LETTER.findall(text)) > 0 or len(_MAIL.findall(text[:2000])) >= 2


def is_titled_otherwise(text: str) -> bool:
    """Whether its first lines call it something else: a report, a transcript, a policy."""
    return bool(_OTHER_HEAD.search(text[:600]))
