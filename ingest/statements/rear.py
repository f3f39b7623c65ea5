"""Finds the rear of a statement's form: the witness's contact details, which go into nothing that others see.

Where in doubt the rear is taken too long rather than too short, but never over an account.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.statements.account import measure
from ingest.statements.loose import alike, begins, looks, squash
from ingest.statements.printed import FORM_LINE, MARKING

Line = tuple[int, int, str, str]  # start, end, squashed, text
_LONGEST = 160  # code points of a line of the form that has a label
_NEAR = 800  # code points in which two labels of the rear stand together
_TOP = 400  # code points of a page at whose top a heading stands
_TOLD = 40  # lines of a paragraph from which an account is known
_ANSWER = 14  # words of an answer on the form, at most
_HEADS: Final = (
    "witness contact details", "witness details", "witness care", "witness care information",
    "contact details of witness", "witness personal details", "personal details of witness",
    "victim and witness details",
)  # fmt: skip
_HEADING = re.compile(
    rf"^[ \t]*(?:(?:{MARKING}.{{0,80}}|.{{0,14}})\bMG\s?11\s*(?:\(\s*T\s*\))?\s*\(?\s*(?:rear|back|reverse)\b.*"
    r"|(?:rear|back|reverse)\s+of\s+(?:the\s+)?(?:form|statement)\b.{0,40}|witness\s*contact\s*details\b.*"
    r"|(?:not\s*for\s*disclosure|do\s*not\s*disclose).{0,40}(?:witness|rear|details)\b.*)$",
    re.I | re.M,
)
# Labels that only the rear of a statement has, and those that other papers have too.
_OWN: Final = (
    "home address", "home telephone", "home tel", "dates of witness non-availability", "dates of witness availability",
    "dates to be avoided", "dates to avoid", "witness non-availability", "dates of non-availability",
    "unavailable dates", "is the witness willing to attend court", "willing to attend court",
    "preferred means of contact", "preferred method of contact", "date and place of birth", "former name",
    "maiden name", "statement taken by", "time and place statement taken", "does the witness have any particular needs",
    "particular needs", "what can be done to ensure attendance", "does the person making this statement consent",
    "has the person making this statement", "the victim personal statement scheme", "i have been given the leaflet",
    "i consent to police having access", "i consent to my medical record", "i consent to the statement being disclosed",
    "the leaflet on giving a statement", "is the witness a", "is the witness under", "specify needs",
    "ethnicity code", "witness care unit", "child witness", "signature of witness", "signature of parent/guardian",
    "full postal address", "i do not consent to", "work telephone", "work tel", "special measures",
    "i would like to receive", "in the case of a victim", "parent or guardian", "name of witness",
)  # fmt: skip
_PLAIN: Final = (
    "address", "postcode", "post code", "mobile", "mobile no", "mobile number", "telephone", "telephone number", "tel",
    "tel no",
    "phone", "phone number", "e-mail", "email", "e-mail address", "email address", "date of birth", "dob",
    "place of birth",
    "gender", "ethnicity", "religion", "religion/belief", "nationality", "next of kin", "landline", "contact number",
    "contact details", "emergency contact", "availability", "non-availability", "height", "national insurance number",
)  # fmt: skip
_LABEL = re.compile(
    r"^[ \t]*(?:\(?[a-z0-9]{1,2}[).][ \t]*)?(?P<words>[A-Za-z][^:?\n]{1,70}?)[ \t.…_]*(?P<end>[:?]|$|[.…_]{3,})"
)
_RULED = re.compile(r"(?:^(?:[^\w\n]|_)*\n)*\Z", re.M)  # blank and ruled lines at the end of a text
_FRONT_TOO: Final = ("name of witness", "statement taken by", "signature of witness")
_BEFORE: Final = ("txt", "witness", "victim", "my")  # of names of fields
_NO_LETTERS = re.compile(r"[\W\d_]+")
_AGAIN: Final = ("continuation of statement of", "statement of", "witness statement")
# What the head of a sheet may have above its heading; a marking is told by capitals, or by what it says.
_ABOVE = re.compile(
    rf"[ \t]*(?:(?i:{MARKING}\W*(?:\(?when\s*complete\b.*)?)|.{{0,14}}\bMG\s?11\b.{{0,24}}"
    r"|(?:RESTRICTED|CONFIDENTIAL|OFFICIAL|PROTECTED|PRIVATE|SENSITIVE)\b[^a-z\n]{0,80}(?:\(?when complete\b.*)?)[ \t]*"
)
_MARKINGS: Final = (
    "restricted for police and prosecution only when complete", "restricted for police and prosecution only",
    "restricted when complete", "confidential when complete", "official sensitive when complete",
)  # fmt: skip
_CONSENT = re.compile(
    r"(?i)\bconsent\b|explained\s+to\s+me|victim\s+personal\s+statement|leaflet|attend\s+court|special\s+measures"
)
_SIGNS = re.compile(r"(?i)^[ \t]*(?:witness\s*)?sign(?:ed|ature)")


def rear(layer: str, pages: Sequence[int], begun: int = 0) -> list[tuple[int, int]]:
    """Stretches [start, end) of contact details in a statement; `pages` are the beginnings of its pages.

    With a heading of its own the rear has its whole page and goes on to where a statement goes on. Without one it
    begins where two labels of it stand together, or at any label before the account that begins at `begun`.
    """
    lines = list(_lines(layer))
    found: list[tuple[int, int]] = []
    done = 0
    for head, headed in _heads(layer, lines, begun):
        if head < done:
            continue
        start = _head_of_sheet(layer, pages, done, head)
        top = _page_top(pages, head) if headed else 0
        start = max(done, top or start)
        done = _end(layer, lines, pages, head, headed, head < begun and not headed)
        found.append((start, done))
    return found


def headings(layer: str) -> int:
    """How many of the rear's own signs a text has: its heading counts for two, each different label for one."""
    lines = list(_lines(layer))
    labels = {label for _, _, squashed, text in lines if (label := _label(squashed, text)) in _OWN}
    return len(labels) + 2 * any(_is_heading(squashed, text) for _, _, squashed, text in lines)


def is_answer(text: str) -> bool:
    """Whether a form's entry ("Home address: 4 Mill Lane") is one of the rear's, by its label."""
    line = text.split("\n", 1)[0]
    return bool(_label(squash(line[:_LONGEST])[0], line))


def is_entry(name: str) -> bool:
    """Whether a form's field is one of the rear's, by what it is called: "HomeAddress1", "Witness e-mail"."""
    words = squash(_NO_LETTERS.sub(" ", name[:_LONGEST]))[0]
    for before in _BEFORE:
        words = words.removeprefix(looks(before))
    return any(words == looks(label) for label in _PLAIN) or any(
        looks(label) in words for label in _OWN if label not in _FRONT_TOO
    )


def _lines(layer: str) -> Iterator[Line]:
    """(start, end, squashed, text) of each line with letters."""
    at = 0
    for line in layer.splitlines(keepends=True):
        start, at = at, at + len(line)
        text = line.rstrip("\n")
        if any(c.isalpha() for c in text[:_LONGEST]):
            yield start, at, squash(text[:_LONGEST])[0], text


def _is_heading(squashed: str, text: str) -> bool:
    return bool(_HEADING.match(text)) or any(alike(squashed, head) for head in _HEADS)


def _label(squashed: str, text: str) -> str:
    """The label of the rear with which a line begins, or ""."""
    found = _LABEL.match(text[:_LONGEST])
    if not found:
        return ""
    words = squash(found["words"])[0]
    for label in _PLAIN:
        if words == looks(label) and found["end"]:
            return label
    for label in _OWN:
        if words.startswith(looks(label)) or begins(squashed, label):
            return label if label != "signature of witness" else ""
    return ""


def _heads(layer: str, lines: Sequence[Line], begun: int) -> Iterator[tuple[int, bool]]:
    """Where the rear may begin, and whether its heading stands there, in order."""
    before: tuple[int, str] | None = None
    for start, _, squashed, text in lines:
        if _is_heading(squashed, text):
            yield start, True
            continue
        label = _label(squashed, text)
        if not label:
            continue
        if start < begun and (label in _PLAIN or label in ("home address", "home telephone", "home tel")):
            yield start, False
        elif before and label != before[1] and start - before[0] < _NEAR and {label, before[1]} & set(_OWN):
            yield before[0], False
            yield start, False
        before = (start, label)


def _head_of_sheet(layer: str, pages: Sequence[int], least: int, head: int) -> int:
    """Where the sheet begins whose heading is at `head`: above it stand ruled lines, its marking, the form's number.

    Not before `least`, and above a mark on the same page only.
    """
    least = max(least, head - _TOP)
    page = pages[bisect_right(pages, head) - 1] if pages and pages[0] <= head else 0
    start = head
    while True:
        ruled = _RULED.search(layer[least:start])
        start -= len(ruled[0]) if ruled else 0
        above = layer.rfind("\n", least, max(least, start - 1)) + 1 or least
        if above >= start or above < page or (above and layer[above - 1] != "\n") or not _is_mark(layer[above:start]):
            return start
        start = above


def _is_mark(line: str) -> bool:
    """Whether a line is a sheet's marking or the form's number, misread letters allowed."""
    squashed = squash(line[:_LONGEST])[0]
    return bool(_ABOVE.fullmatch(line.rstrip("\n"))) or any(alike(squashed, mark) for mark in _MARKINGS)


def _end(layer: str, lines: Sequence[Line], pages: Sequence[int], head: int, headed: bool, front: bool) -> int:
    """Where the rear that begins at `head` ends: at a heading of the front, or where an account is told.

    Contact details in the `front`, among the form's other lines, end with the next of these.
    """
    paragraph: list[Line] = []
    previous = head
    for line in lines[bisect_left(lines, head, key=lambda x: x[0]) :]:
        start, _, squashed, text = line
        if start > head and _goes_on(squashed, text):
            return _page_top(pages, start) or start
        label = _label(squashed, text)
        if front and not label and (FORM_LINE.fullmatch(text) or len(text.split()) > _ANSWER):
            return start
        if "\n" in layer[previous:start].strip(" \t") or bisect_right(pages, previous - 1) < bisect_right(pages, start):
            paragraph = []
        previous = line[1]
        paragraph = [*paragraph[-_TOLD:], line]
        if start > head and not label and _is_account("".join(layer[a:b] for a, b, *_ in paragraph), headed):
            first = next((a for a, _, s, t in paragraph if not _label(s, t)), start)
            return (_page_top(pages, first) if headed else 0) or first
    return len(layer)


def _goes_on(squashed: str, text: str) -> bool:
    """Whether a line is a heading of the front or of a continuation sheet."""
    if re.match(r"[ \t]*statement\s*of\s*[:;]", text, re.I):
        return True
    return begins(squashed, _AGAIN[0]) or alike(squashed, _AGAIN[2])


def _is_account(told: str, headed: bool) -> bool:
    """Whether what is written there is no answer on a form but somebody's account."""
    if _CONSENT.search(told) or _SIGNS.search(told):
        return False
    found = measure(told)
    if headed:
        return found.words >= 25 and found.self_words >= 2 and found.ways >= 3
    return found.words >= 8 and found.self_words >= 1 and found.ways >= 1


def _page_top(pages: Sequence[int], at: int) -> int:
    """The beginning of the page (not the first) at whose top `at` is; 0 where it is further down."""
    top = pages[bisect_right(pages, at) - 1] if pages else 0
    return top if at < top + _TOP else 0
