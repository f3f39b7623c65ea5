"""How much a sentence tells, from its own words: form text, court procedure and chatter score low, detail high.

The cues are English; text in other languages is judged by its length and its figures alone. Nothing here weighs who
speaks or whether what is said is so: only whether quoting the sentence would inform a reader.
"""

from __future__ import annotations

import re

from summarise.checks.instructions import instructs
from summarise.cues import (
    BACKGROUND,
    BARE,
    FORM,
    LEANING,
    OBSERVED,
    OPENING,
    PROCEDURE,
    TRANSPORT,
    TURN,
)
from summarise.text import content_words, count_words

SHORT, LONG = 5, 60  # words of a sentence that can stand alone
INSTRUCTION_WORTH = 0.04  # "Write that …": no account, so quoted only of a source that says nothing else
ENTRY_WORTH = 0.16  # of the barest entry of a log ("21:43 motion"): a moment is stated
_BETWEEN = " · "  # of the cells of a row
_HEAD = re.compile(r"^[^:“”]{1,40}:\s")
_ENTRY = re.compile(r"\W{0,2}(?:[\w/.-]{1,12}[ ,T]{1,2}){0,4}\d{1,2}[:.]\d\d(?:[:.]\d\d)?\b\W{1,4}[^\W\d_]{3}")
_FIGURE = re.compile(r"\d")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+")


def worth(text: str) -> float:
    """How much a sentence, a row of a sheet or an entry of a log tells, 0..1."""
    if TRANSPORT.match(text):
        return 0.02
    if _BETWEEN in text:
        text = _cells(text)
    told = _told(text)
    return max(told, ENTRY_WORTH) if _ENTRY.match(text) and not FORM.search(text) else told


def _cells(row: str) -> str:
    """What the cells of a row say, without the names of the columns and without those that hold figures alone."""
    cells = [_HEAD.sub("", cell) for cell in row.split(_BETWEEN)]
    return " ".join(c for c in cells if sum(x.isalpha() for x in c) > 0.4 * len(c)) or row


def _told(text: str) -> float:
    said = TURN.sub("", text)
    if instructs(said):
        return INSTRUCTION_WORTH
    count = count_words(said)
    letters = sum(c.isalpha() for c in said)
    if count < 3 or letters < 0.5 * len(said.replace(" ", "")):
        return 0.02
    score = _length_score(count)
    score *= min(1.0, 0.3 + len(set(content_words(said))) / 8) if said.isascii() else 0.8
    detail = 0.12 * bool(_FIGURE.search(said)) + 0.08 * bool(_NAME.search(said)) + 0.3 * bool(OBSERVED.search(said))
    score *= 0.5 + detail
    if said.rstrip(" ”\"'").endswith("?"):
        score *= 0.5
    if FORM.search(said):
        score *= 0.15
    if BACKGROUND.search(said):
        score *= 0.5
    if OPENING.search(said):
        score *= 0.3
    if PROCEDURE.search(said):
        score *= 0.25
    if sum(c.isupper() for c in said) > 0.6 * letters and letters > 8:
        score *= 0.4  # a heading
    return round(min(1.0, score), 4)


def leans(text: str) -> bool:
    """Whether a sentence needs the one before it to be understood ("He was wearing …")."""
    return bool(LEANING.match(text))


def bare(text: str) -> bool:
    """Whether an answer says no more than yes or no."""
    return bool(BARE.match(TURN.sub("", text)))


def turn(text: str) -> str:
    """Whose turn a sentence of testimony opens: "Q", "A", "name" for another speaker, "" when it goes on."""
    match = TURN.match(text)
    if not match:
        return ""
    return text[0] if text[1:3].lstrip()[:1] in (".", ":") and text[0] in "QA" else "name"


def _length_score(count: int) -> float:
    if count < SHORT:
        return 0.15
    if count < 9:
        return 0.6 + 0.1 * (count - SHORT)
    return 1.0 if count <= 40 else max(0.3, 1.0 - (count - 40) / 50)
