"""The printed words of statements: form MG11, the declaration and the statement of truth, signature lines, page marks.

Form MG11 follows the Criminal Justice Act 1967, s. 9, the Magistrates' Courts Act 1980, s. 5B, and the Criminal
Procedure Rules, r. 16.2; the statement of truth follows the Civil Procedure Rules, Practice Direction 22.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.statements.loose import alike, begins, pieces, squash

_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
FILL = r"[\s.…_·]*"  # dotted lines on which answers are written


def loose(words: str) -> str:
    """A pattern for printed words as OCR and spaced-out headings give them: spaces may be missing or too many."""
    return r"\s*".join(r"[ \t]?".join(re.escape(c) for c in word) for word in words.split())


TITLE = re.compile(rf"^[ \t]*{loose('witness statement')}[ \t]*$", re.I | re.M)
LAW = re.compile(r"criminal\s*procedure\s*rules|\b(?:criminal\s*justice|c\.?\s*j\.?)\s*act\s*1967|\bMG\s?11\b", re.I)
OF = re.compile(r"^[ \t]*statement\s*of(?:[ \t]*[:;.…_]|[ \t]*$)", re.I | re.M)
AGE = re.compile(r"\bage\s*(?:if|of)?\s*(?:under|over)\s*18\b", re.I)
DECLARATION = re.compile(
    r"this\s*statement\s*\(?\s*consisting\s*of.{0,60}?page.{0,600}?(?:to\s*be\s*true\b|believe\s*to\s*be\s*true\b)\.?"
    r"|this\s*statement\s*\(?\s*consisting\s*of.{0,60}?page.{0,80}?knowledge\s*and\s*belief\b\.?",
    re.I | re.S,
)
TRUTH = re.compile(
    r"\bi\s*believe\s*(?:that\s*)?the\s*facts\s*stated\s*in\s*this\s*(?:\w+\s*)?statement\s*are\s*true\b"
    r"(?:.{0,40}?\bi\s*understand\s*that\s*proceedings.{0,260}?belief\s*in\s*its\s*truth\b)?\.?"
    r"|\b(?:this|the\s*above|the\s*foregoing|my)\s*(?:\w+\s*)?statement\b.{0,80}?\bis\s*true\s*(?:and\s*accurate\s*)?"
    r"to\s*the\s*best\s*of\s*my\s*(?:knowledge|belief|recollection)(?:\s*,?\s*and\s*(?:belief|knowledge))?\.?"
    r"|\bi\s*(?:hereby\s*)?declare\s*that\s*(?:this|the\s*(?:above|foregoing))\s*(?:statement"
    r"|account)\b.{0,60}?\btrue\b"
    r"(?:.{0,60}?belief\b)?\.?",
    re.I | re.S,
)
_DECLARED: Final = (
    "this statement", "consisting of", "each signed by me", "is true to the best", "best of my knowledge",
    "knowledge and belief", "make it knowing that", "tendered in evidence", "liable to prosecution",
    "wilfully stated", "know to be false", "believe to be true", "facts stated in this", "statement are true",
    "contempt of court", "statement of truth", "honest belief", "i believe that the facts",
)  # fmt: skip
_DECLARED_WITHIN = 700  # letters over which the pieces of one declaration lie
_DECLARED_PIECES = 4
PAGES = re.compile(rf"consisting\s*of\s*:?{FILL}(\d{{1,3}}|{'|'.join(_NUMBERS)}){FILL}page", re.I)
PAGE_OF = re.compile(
    r"^[ \t]*.{0,60}?\(?\bpage\s*(?:no\.?)?\s*:?\s*(\d{1,3})\s*(?:of|/|out\s*of)\s*(\d{1,3})\)?[ \t]*(?:\W.{0,40})?$",
    re.I | re.M,
)
SIGNATURE = re.compile(
    r"^[ \t]*(?:witness\s*)?(?:signature|signed)\b(?:\s*(?:of|by)\s*(?:the\s*)?(?:witness"
    r"|maker))?[ \t]*(?:\([^)\n]{0,30}\)[ \t]*)?[:;.…_]",
    re.I | re.M,
)
WITNESSED = re.compile(r"\b(?:signature\s*)?witnessed\s*by\b\s*[:;.…_]|\bstatement\s*taken\s*by\b\s*[:;.…_(]", re.I)
LABELS: Final = {
    "witness": r"statement\s*of",
    "age": r"age\s*(?:if|of)?\s*(?:under|over)\s*18",
    "occupation": r"occupation",
    "statement_date": r"date[d]?",
}
ANY_LABEL = (
    r"(?:(?:continuation\s*of\s*)?statement\s*of|age\s*(?:if|of)?\s*(?:under|over)\s*18|occupation|dated?|urn"
    r"|(?:witness\s*)?signature(?:\s*of\s*witness|\s*witnessed\s*by)?|signed|witnessed\s*by|tick\s*if"
    r"|visually\s*recorded)"
)
# A protective marking, with whom a sheet is for: "RESTRICTED – FOR POLICE AND PROSECUTION ONLY (when complete)".
MARKING = (
    r"(?:(?:not\s*)?protectively\s*marked|restricted|confidential|official(?:\s*-?\s*sensitive)?)"
    r"(?:\W{0,5}for\s*(?:the\s*)?(?:use\s*of\s*)?(?:the\s*)?(?:police|prosecution|cps)\b[^.\n]{0,50}?\bonly\b)?"
)
# Lines of the printed form, whole: text that a person wrote does not look so.
FORM_LINE = re.compile(
    rf"""[ \t]*(?:
      {loose("witness statement")}
    | \(?\s*(?:criminal\s*procedure\s*rules|criminal\s*justice\s*act|c\.?\s*j\.?\s*act|m\.?\s*c\.?\s*(?:act|rules)).*
    | .{{0,14}}\bMG\s?11[a-z]?\b.{{0,24}}
    | {MARKING}\s*(?:\(?\s*when\s*complete.*)?
    | urn\b.{{0,40}}
    | continuation\s*of\s*statement\s*of\b.{{0,80}}
    | (?:statement\s*of|occupation)\s*[:;].{{0,100}}
    | (?:age\s*(?:if|of)?\s*(?:under|over)\s*18|\(?if\s*over\s*18\s*insert).*
    | (?:witness\s*)?(?:signature|signed)(?:\s*of\s*witness|\s*by\s*witness)?\s*[:;.…_].*
    | (?:signature\s*)?witnessed\s*by\s*[:;.…_].*
    | (?:tick\s*if\s*witness|visually\s*recorded\s*evidence|\(?supply\s*witness\s*details).*
    | \(?page\s*(?:no\.?)?\s*:?\s*\d+\s*(?:of|/)\s*\d+\)?
    )[ \t]*""",
    re.I | re.X,
)
# A short label, which a description of somebody has too: a line of the form only above the account.
PLAIN_AGE = re.compile(
    r"[ \t]*age[ \t]*[:;.…_]+[ \t]*(?P<age>(?:over|under)[ \t]*18|o[ \t]?/?[ \t]?18|18[ \t]?\+"
    r"|\d{1,3}(?:[ \t]*(?:yrs|years)(?:[ \t]*old)?)?)?[ \t.…_]*"
    r"(?:(?:date[ \t]*of[ \t]*birth|d\.?o\.?b\.?|occupation)\b.{0,100})?",
    re.I,
)
OPEN = re.compile(rf"[ \t]*{ANY_LABEL}{FILL}[:;]?{FILL}", re.I)  # a label whose answer is on the next line
_TITLES: Final = ("witness statement", "statement of witness", "statement of a witness", "continuation of statement of",
                  "witness statement continuation", "mg11 witness statement", "section 9 witness statement",
                  "s9 witness statement", "continuation statement", "statement continuation",
                  "statement continuation sheet")  # fmt: skip
_TITLE_OF = re.compile(
    r"^[ \t]*(?:(?:first|second|third|fourth|further|supplementary|additional)\s*)?(?:(?:section|s\.?)\s*9\s*)?"
    r"(?:witness\s*statement\s*(?:of|by)\s+[A-Z].{1,60}|(?:further|supplementary"
    r"|additional)\s*(?:witness\s*)?statement\b.{0,40}"
    r"|continuation\s*(?:sheet\s*)?(?:of\s*(?:the\s*)?)?(?:witness\s*)?statement(?:\s*of\b)?.{0,80}"
    r"|.{0,14}\bMG\s?11\b.{0,24})[ \t]*$",
    re.I | re.M,
)


def number(text: str) -> int:
    """ "3" or "three" → 3."""
    return int(text) if text.isdigit() else _NUMBERS.index(text.lower()) + 1


def declarations(text: str) -> list[tuple[int, int]]:
    """Where a declaration or statement of truth is printed, misread letters allowed; in order, none within another."""
    found = [m.span() for pattern in (DECLARATION, TRUTH) for m in pattern.finditer(text)]
    squashed, places = squash(text)
    hits = pieces(squashed, _DECLARED)
    at = 0
    while at < len(hits):
        near = [h for h in hits[at:] if h[1] - hits[at][0] < _DECLARED_WITHIN]
        if len(near) >= _DECLARED_PIECES:
            found.append((places[hits[at][0]], places[near[-1][1] - 1] + 1))
        at += len(near) if len(near) >= _DECLARED_PIECES else 1
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def titled(text: str) -> tuple[int, int] | None:
    """The line that calls the text a statement, misread letters allowed, or None."""
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        bare = line.strip()
        if not bare or len(bare) > 100:
            continue
        squashed = squash(bare)[0]
        if _TITLE_OF.match(bare) or any(alike(squashed, t) for t in _TITLES) or begins(squashed, _TITLES[3]):
            return start, at
    return None
