"""How fractions, powers, roots and raised figures of Office files are told on one line, so that 10² is not read as 102.

Elements after ECMA-376 part 1, 22.1 (Office Math), 17.3.2.42 (vertAlign) and 21.1.2.3.9 (baseline).
"""

from __future__ import annotations

import re
from typing import Final

from lxml.etree import _Element as Element

from ingest.readers.package import local

_MATH: Final = ("officeDocument/2006/math", "officeDocument/math")  # how the namespaces end
_SIGNS: Final = {"sup": "^", "sub": "_", "den": "/", "lim": "_"}
_SCRIPTS: Final = ("sSup", "sSub", "sSubSup", "sPre", "nary", "limLow", "limUpp")
_ONE: Final = re.compile(r"\s*[\w.,]*\s*")  # one figure or word needs no brackets
_UNDER: Final = re.compile(r"\s*(?:[\d.,]*|\w)\s*")  # nor does this under a root
_FIGURES: Final = re.compile(r"[+\-−]?\d+")


def around(element: Element) -> tuple[str, str]:
    """What is told before and after the words of an element; both "" for most."""
    if _is_math(element):
        return _of_math(element)
    if local(element) == "r" and (sign := _raised(element)):
        return sign, ""
    return "", ""


def _of_math(element: Element) -> tuple[str, str]:
    name, parent = local(element), element.getparent()
    holder = local(parent) if parent is not None and _is_math(parent) else ""
    if name == "f":
        return (" " if _before(element)[-1:].isdigit() else ""), ""  # 3 and a half is not 31/2
    if name == "rad":
        return "√", ""
    bare = (_UNDER if holder == "rad" else _ONE).fullmatch(_words(element)) is not None
    left, right = ("", "") if bare else ("(", ")")
    if (holder == "f" and name in ("num", "den")) or (holder in _SCRIPTS and name in ("sup", "sub", "lim")):
        return (_SIGNS.get(name, "") + left if _words(element) else ""), right
    if holder == "rad" and name == "e":
        return left, right
    if holder == "rad" and name == "deg" and _words(element):
        return "[", "]"
    return "", ""


def _raised(run: Element) -> str:
    """ "^" or "_" before figures that stand above or below the line after a figure or a bracket; else ""."""
    properties = next((c for c in run if local(c) == "rPr"), None)
    if properties is None:
        return ""
    upright = next((c for c in properties if local(c) == "vertAlign"), None)
    stands = next((v for k, v in upright.attrib.items() if str(k).endswith("val")), "") if upright is not None else ""
    shift = properties.get("baseline") or ""
    above = stands == "superscript" or (shift.strip("0%") != "" and not shift.startswith("-"))
    below = stands == "subscript" or shift.startswith("-")
    if not (above or below) or not _FIGURES.fullmatch(_words(run)):
        return ""
    before = _before(run)[-1:]
    return ("^" if above else "_") if before.isdigit() or before in (")", "]") else ""


def _is_math(element: Element) -> bool:
    return isinstance(element.tag, str) and element.tag.partition("}")[0].endswith(_MATH)


def _words(element: Element) -> str:
    return "".join(str(e.text or "") for e in element.iter() if local(e) == "t")


def _before(element: Element) -> str:
    """The words that stand before an element in its paragraph, of the nearest that has any."""
    at: Element | None = element
    while at is not None and local(at) != "p":
        for other in at.itersiblings(preceding=True):
            if words := _words(other):
                return words
        at = at.getparent()
    return ""
