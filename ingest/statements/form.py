"""Tells the lines of a statement's form, heading, labels and signatures from the account between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.statements.dates import parse_date
from ingest.statements.printed import FORM_LINE, OPEN, PLAIN_AGE, titled

FRONT = 6000  # code points at the beginning in which the heading stands, running page heads included
_LINE = 300  # no line of the form is longer
_BESIDE = 8  # words beside a declaration on its line that are still form: a name, a date
_DATE_LINE = re.compile(r"[ \t]*dated?\b[ \t]*(?:[:;.…_]|th(?:is|e)\b).{0,40}", re.I)
_NAME_LINE = re.compile(r"[ \t]*[A-Z][\w.'’-]*(?:[ \t]+[A-Z0-9][\w.'’-]*){0,4}[ \t]*")
_CODE_LINE = re.compile(r"[ \t]*[A-Z0-9/]{1,8}[ \t]*")


def form(
    layer: str, pages: Sequence[int], rear: Sequence[tuple[int, int]], declared: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Stretches of printed form and signatures, whole lines, outside the rear; `declared` lines are form always."""
    tops = set(pages)
    found: list[tuple[int, int]] = []
    waiting = 0  # lines that may still be answers to the label before
    front = True  # nothing of the account has come yet
    at = 0
    for line in layer.splitlines(keepends=True):
        start, at = at, at + len(line)
        bare = line.rstrip("\n")
        if start in tops:
            waiting = 0
        if not bare.strip() or any(a <= start < b for a, b in rear):
            continue
        printed = [(max(a, start), min(b, at)) for a, b in declared if a < at and start < b]
        inside = bool(printed) and len(bare) <= _LINE and _words(_without(layer, start, at, printed)) <= _BESIDE
        if printed and not inside:  # a line of the account in which the declaration stands too
            found += printed
            front = False
        if len(bare) > _LINE or (printed and not inside):
            continue
        opened = OPEN.fullmatch(bare)
        rule = front and not re.search(r"\w", bare)
        is_form = bool(inside or opened or rule or FORM_LINE.fullmatch(bare) or (start < FRONT and _is_title(bare)))
        if not is_form and (waiting or front):
            plain = front and PLAIN_AGE.fullmatch(bare)
            above = front and bool(declared) and at <= declared[-1][0] and _words(bare) <= 8
            is_form = bool(plain or _DATE_LINE.fullmatch(bare)) or (waiting > 0 and (above or _is_answer(bare)))
            waiting -= 1
        elif is_form:
            waiting = 4 if bare.strip().lower().startswith("urn") else 1 if opened else 0
        if is_form:
            found.append((start, at))
        elif start > FRONT or _words(bare) > 6:
            front = False
    return _merged(layer, found)


def account_begins(layer: str, stretches: Sequence[tuple[int, int]]) -> int:
    """Where the first line of prose stands that is no form: more than a few words, or a sentence."""
    at = 0
    for line in layer.splitlines(keepends=True):
        start, at = at, at + len(line)
        prose = _words(line) > 7 and not re.match(r"[ \t]*[A-Z][\w ’'/-]{1,40}[:;]", line)
        if prose and not any(a < at and start < b for a, b in stretches):
            return start
    return len(layer)


def _without(layer: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    """A line without the spans in it."""
    cuts = [start, *(edge for span in spans for edge in span), end]
    return " ".join(layer[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True))


def _is_title(line: str) -> bool:
    return len(line) <= 100 and _words(line) <= 9 and titled(line) is not None


def _is_answer(line: str) -> bool:
    """Whether a line is what stands on a form's dotted line: a name, a date, a code, an age."""
    short = _NAME_LINE.fullmatch(line) or _CODE_LINE.fullmatch(line) or re.fullmatch(r"(?i)[ \t]*over\s*18[ \t]*", line)
    return bool(short) or (bool(parse_date(line)) and _words(line) <= 5)


def _words(line: str) -> int:
    return len(line.split())


def _merged(layer: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches with nothing but white space between them as one."""
    merged: list[list[int]] = []
    for start, end in spans:
        if merged and not layer[merged[-1][1] : start].strip():
            merged[-1][1] = end
        else:
            merged.append([start, end])
    return [(start, end) for start, end in merged]
