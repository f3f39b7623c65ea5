"""Reads what stands on a statement's dotted lines: whose it is, the date it was signed, age, occupation."""

from __future__ import annotations

import re

from ingest.statements.dates import parse_date
from ingest.statements.form import FRONT
from ingest.statements.printed import ANY_LABEL, FORM_LINE, LABELS, PLAIN_AGE

_NAME = r"(?:[A-Z](?:\.|[\w'’-]*\.?)[ \t]+){0,4}[A-Z][\w'’-]+(?:[ \t]*\([^)\n]{1,40}\))?"
# A statement typed without the form: whose it is, at its top.
HEADED = re.compile(
    rf"^[ \t]*(?i:(?:witness[ \t]*)?statement[ \t]*of|(?:name[ \t]*of[ \t]*)?witness(?:['’]?s?[ \t]*name)?)[ \t]*:"
    rf"[ \t]*\n?[ \t]*(?P<name>{_NAME})[ \t]*(?:[,;\t].{{0,80}})?$",
    re.M,
)
TOP = 600  # code points of a typed statement's head
_NAMED = (
    re.compile(
        rf"(?i:continuation\s*of\s*(?:the\s*)?(?:witness\s*)?statement\s*of)"
        rf"[ \t]*[:;.…_]*[ \t]*\n?[ \t]*(?P<name>{_NAME})"
    ),
    re.compile(
        rf"(?i:witness[ \t]*statement[ \t]*(?:of|by)"
        rf"|statement[ \t]*of)[ \t]*[:;]?[ \t]*\n?[ \t]*(?P<name>{_NAME})[ \t]*$",
        re.M,
    ),
    re.compile(rf"(?i:^[ \t]*(?:full[ \t]*)?name(?:[ \t]*of[ \t]*witness)?)[ \t]*[:;][ \t]*(?P<name>{_NAME})", re.M),
    re.compile(rf"(?:^|[\n.])[ \t]*(?:\d{{1,2}}[.)][ \t]*)?I,[ \t]*(?P<name>{_NAME}),", re.M),
    re.compile(rf"\b(?i:my[ \t]+(?:full[ \t]+)?name[ \t]+is)[ \t]+(?P<name>{_NAME})"),
    re.compile(
        rf"(?i:print(?:ed)?[ \t]*name"
        rf"|name[ \t]*\(?in[ \t]*(?:block[ \t]*)?capitals\)?)[ \t]*[:;.…_]+[ \t]*(?P<name>{_NAME})"
    ),
)
_NO_NAME = re.compile(
    r"(?i)\b(?:statement|page|signature|signed|date|witness|section|criminal|age|occupation|act|rules)\b"
)
_FEW = 7  # words of a date on a line of its own
_SEAM = r"(?-i:(?<=[a-z\d)])(?=[A-Z]))"  # where OCR lost the space between an answer and the next label
# Contact details that stand on the same line: they are no part of a name or an occupation.
_CONTACT = (
    r"(?:(?:home|work|postal)\s*)?(?:address|(?:tele)?phone|tel)|mobile|e-?mail|post\s*code"
    r"|(?:date\s*of\s*birth|d\.?o\.?b\.?)"
)
_NEXT = re.compile(
    rf"(?:^|\s|{_SEAM})(?:(?:{ANY_LABEL}|age)\b\s*(?:[:;.…_(]|$)|(?:{_CONTACT})\.?(?:\s*(?:no|number)\.?)?\s*[:;…_])",
    re.I,
)
_LABEL = re.compile(r"\bdated?\b[ \t]*(?:[:;]|[.…_]{2,}|th(?:is|e)\b|\n)", re.I)


def answer(text: str, name: str) -> str:
    """What is written after a label of the form: on its line up to the next label, or on the next line that is none."""
    label = LABELS[name]
    found = re.search(
        rf"^[ \t]*{label}[ \t]*(?:[:;][ \t]*|[.…_]{{2,}}|(?=\n))|(?:\b|{_SEAM}){label}[ \t]*:", text, re.I | re.M
    )
    if not found:
        return ""
    after = re.sub(r"\(\s*if\s*over\s*18[^)\n]*\)?", "", text[found.end() : found.end() + 300], flags=re.I)
    lines = [line for line in after.split("\n", 4)[:4] if line.strip(" \t.…_·:")]
    first = lines[0] if lines else ""
    value = _NEXT.split(first, maxsplit=1)[0]
    return "" if FORM_LINE.fullmatch(value) else " ".join(value.split()).strip(" .…_·:")[:120]


def plain_age(printed: str) -> str:
    """The age on lines of a form whose label is no more than "Age"; `printed` are those lines and no account."""
    found = next((m for line in printed.split("\n") if (m := PLAIN_AGE.fullmatch(line))), None)
    return " ".join((found["age"] or "").split()) if found else ""


def named(head: str) -> str:
    """Whose statement it is where the form's own line does not say so: "I, Jane O'NEILL, state", "Name: …"."""
    for pattern in _NAMED:
        found = pattern.search(head)
        if found and not _NO_NAME.search(found["name"]):
            return " ".join(found["name"].split())
    return ""


def dated(layer: str, declared: int, end: int) -> str:
    """The date signed under the declaration; else the first in the front; else the last before the rear.

    `declared` is where the declaration ends, 0 without one; `end` where the rear begins.
    """
    tries = [m.end() for m in _LABEL.finditer(layer, declared, min(end, declared + 600))]
    tries += [m.end() for m in _LABEL.finditer(layer, 0, min(end, FRONT))]
    tries += [m.end() for m in _LABEL.finditer(layer, max(0, end - 2000), end)][::-1]
    return next(filter(None, (parse_date(_written(layer, at)) for at in tries)), "")


def _written(layer: str, at: int) -> str:
    """What is written after a label: the rest of its line, or the next line where that is short."""
    rest, _, below = layer[at : at + 200].partition("\n")
    if re.search(r"\w", rest):
        return rest[:60]
    line = next((each for each in below.split("\n") if each.strip()), "")
    return line[:60] if len(line.split()) <= _FEW else ""
