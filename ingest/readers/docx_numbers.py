"""Counts Word's automatic paragraph numbers, which stand nowhere in a document as text ("5.", "(b)", "2.1").

Definitions after ECMA-376 part 1, 17.9: a paragraph names a list and a level, itself or by its style; the list's
levels say how numbers are written and what is set round them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from ingest.readers.docx_looks import attribute
from ingest.readers.package import local

_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LEVELS = 9
_LONGEST = 30  # code points of a number as written
_WRITTEN = ("decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: its first number, how it is written, and its text ("%1.%2" for "2.1")."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False  # all its numbers in figures


@dataclass(slots=True)
class Numbers:
    """The numbers of one story's paragraphs, asked for in order."""

    _lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _families: dict[str, str] = field(default_factory=dict)  # lists that share an abstract one go on counting
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)  # where a list begins anew when first used
    _styles: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: Element | None, styles: Element | None) -> Numbers:
        """From the roots of the parts that define lists and styles."""
        found = cls()
        abstract: dict[str, dict[int, _Level]] = {}
        for element in numbering if numbering is not None else ():
            if local(element) == "abstractNum":
                abstract[attribute(element, "abstractNumId")] = _levels(element)
            elif local(element) == "num":
                found._learn(element, abstract)
        if styles is not None:
            found._styles = _styled(styles)
        return found

    def next(self, paragraph: Element) -> str:
        """The number of the next paragraph as it is printed, or ""."""
        number, level = _named(paragraph)
        if not number or not level:
            style = self._styles.get(_style(paragraph), ("", ""))
            number, level = number or style[0], level or style[1]
        levels = self._lists.get(number)
        if not levels or number == "0":
            return ""
        at = min(int(level), _LEVELS - 1) if level.isdigit() else 0
        counts = self._counts.setdefault(self._families[number], {})
        own = levels.get(at, _Level())
        for above in range(at):  # a level that was passed over counts as begun
            counts.setdefault(above, levels.get(above, _Level()).start)
        restart = self._restarts.get(number, {}).pop(at, None)
        counts[at] = restart if restart is not None else counts.get(at, own.start - 1) + 1
        for deeper in [n for n in counts if n > at]:
            del counts[deeper]
        shown = [int(n) - 1 for n in re.findall("%([1-9])", own.text)]
        if not shown or any(levels.get(n, _Level()).form not in _WRITTEN for n in shown):
            return ""  # a bullet, or a way to write numbers that is not known here: none rather than a wrong one
        text = re.sub("%([1-9])", lambda m: _written(int(m[1]) - 1, levels, counts, own.legal), own.text)
        return text.strip().rstrip(".")[:_LONGEST]

    def _learn(self, element: Element, abstract: Mapping[str, dict[int, _Level]]) -> None:
        identity = attribute(element, "numId")
        family = next((attribute(e, "val") for e in element if local(e) == "abstractNumId"), "")
        levels = dict(abstract.get(family, {}))
        for change in (e for e in element if local(e) == "lvlOverride"):
            at = _number(attribute(change, "ilvl"), 0)
            levels |= _levels(change)
            for start in (e for e in change if local(e) == "startOverride"):
                self._restarts.setdefault(identity, {})[at] = _number(attribute(start, "val"), 1)
        self._lists[identity] = levels
        self._families[identity] = family


def _levels(element: Element) -> dict[int, _Level]:
    found = {}
    for level in (e for e in element if local(e) == "lvl"):
        said = {local(e): attribute(e, "val") for e in level}
        form = "custom" if "AlternateContent" in said else said.get("numFmt", "decimal")
        own = _Level(_number(said.get("start", ""), 1), form, said.get("lvlText", ""), "isLgl" in said)
        found[_number(attribute(level, "ilvl"), 0)] = own
    return found


def _styled(styles: Element) -> dict[str, tuple[str, str]]:
    """The list and level of each paragraph style, that of the style it is based on where it has none."""
    own, based = {}, {}
    for style in (e for e in styles if local(e) == "style"):
        identity = attribute(style, "styleId")
        own[identity] = _named(style)
        based[identity] = next((attribute(e, "val") for e in style if local(e) == "basedOn"), "")
    found = {}
    for identity in own:
        at, seen = identity, set()
        number, level = "", ""
        while at in own and at not in seen and not (number and level):
            seen.add(at)
            number, level = number or own[at][0], level or own[at][1]
            at = based[at]
        found[identity] = (number, level)
    return found


def _named(element: Element) -> tuple[str, str]:
    """The list and level that a paragraph's or style's own properties name."""
    for properties in (e for e in element if local(e) == "pPr"):
        for listed in (e for e in properties if local(e) == "numPr"):
            said = {local(e): attribute(e, "val") for e in listed}
            return said.get("numId", ""), said.get("ilvl", "0")
    return "", ""


def _style(paragraph: Element) -> str:
    for properties in (e for e in paragraph if local(e) == "pPr"):
        return next((attribute(e, "val") for e in properties if local(e) == "pStyle"), "")
    return ""


def _written(level: int, levels: Mapping[int, _Level], counts: Mapping[int, int], legal: bool) -> str:
    one = levels.get(level, _Level())
    number = counts.get(level, one.start)
    if legal:
        return str(number)
    letter = one.form in ("lowerLetter", "upperLetter")
    roman = one.form in ("lowerRoman", "upperRoman")
    text = _letters(number) if letter else _roman(number) if roman else str(number)
    if one.form == "decimalZero":
        text = text.zfill(2)
    return text.upper() if one.form.startswith("upper") else text


def _letters(number: int) -> str:
    """As Word counts: a … z, aa, bb, …"""
    return chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 9) if number > 0 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _number(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else otherwise
