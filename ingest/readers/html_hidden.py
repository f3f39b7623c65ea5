"""Tells which words of an HTML tree nobody sees, as far as styles tell: not displayed, of no size, of no contrast.

Inline styles, the old attributes (bgcolor, color, text), and the page's own rules with plain selectors ("p", ".x",
"#x", "p.x"; CSS 2.2, 6.4). What only a browser could work out counts as seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from lxml.etree import _Element as Element

_BRACE: Final = re.compile(r"[{}]")
_SCREENS: Final = ("", "all", "screen")  # styles for these hold; others are for paper and small screens
_PLAIN: Final = re.compile(r"[\w-]*[.#]?[\w-]+")
_NOTHING: Final = re.compile(r"0*(?:\.0*)?(?:px|pt|em|rem|%|ex|vw|vh|mm|cm|in)?")
_SIZE: Final = re.compile(r"\d*\.?\d+(?:px|pt|pc|rem|mm|cm|in|vw|vh)|(?:xx?-)?(?:small|large)|medium|initial")
_FAR: Final = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|%)?")
_HEX: Final = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_RGB: Final = re.compile(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)")
_NAMED: Final = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "red": (255, 0, 0)}
_Colour = tuple[int, int, int]
_UNKNOWN: Final[_Colour] = (-1000, -1000, -1000)  # a colour of which nothing is known is like no other
_PAPER: Final[_Colour] = (255, 255, 255)
_SHORT = 500  # characters of styles that are worth keeping; longer ones hold pictures
_ALIKE = 12  # of 255, in each of red, green and blue: less than anybody sees
_OWN_COLOURS: Final = frozenset(("input", "select", "textarea", "button", "mark"))  # which browsers give them
_OLD: Final = {"font": "color", "body": "text"}  # attributes from before styles
_Style = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """How the words of an element look; true where nobody sees them. An element begins with its parent's."""

    gone: bool = False  # not displayed, with all that is in it
    unseen: bool = False  # not visible, until something in it is
    tiny: bool = False  # of size 0, until something in it has a size of its own
    ink: _Colour | None = None
    ground: _Colour = _PAPER

    def __bool__(self) -> bool:
        return self.gone or self.unseen or self.tiny or (self.ink is not None and _alike(self.ink, self.ground))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rules of a page by selector; `coloured` is off where rules that are not understood paint backgrounds."""

    rules: Mapping[str, _Style] = field(default_factory=dict)
    coloured: bool = True

    def look(self, element: Element, name: str, around: Look) -> Look:
        """The look of an element of this name, the one `around` it given."""
        if around.gone:
            return around
        if name == "template" or element.get("hidden") is not None:
            return replace(around, gone=True)
        style = _merged(self._styles(element, name))
        if _is_gone(style):
            return replace(around, gone=True)
        unseen = {"hidden": True, "collapse": True, "visible": False, "initial": False}.get(
            style.get("visibility", ""), around.unseen
        )
        tiny = _is_tiny(style.get("font-size", ""), around.tiny)
        ink, ground = around.ink, around.ground
        if self.coloured:
            ink, ground = _painted(element, name, style, around)
        if (unseen, tiny, ink, ground) == (around.unseen, around.tiny, around.ink, around.ground):
            return around
        return Look(False, unseen, tiny, ink, ground)

    def _styles(self, element: Element, name: str) -> Iterator[_Style]:
        """What holds for the element, the stronger after the weaker."""
        if self.rules:
            classes = (element.get("class") or "").split()
            by = element.get("id") or ""
            keys = [name, *(f".{x}" for x in classes), *(f"{name}.{x}" for x in classes), f"#{by}", f"{name}#{by}"]
            yield from (self.rules[key] for key in keys if key in self.rules)
        if written := element.get("style"):
            yield _declared(written)


def sheet(root: Element) -> Sheet:
    """The page's own rules for screens."""
    rules: dict[str, dict[str, str]] = {}
    coloured = True
    for style in root.iter("{*}style"):
        if not any(one.strip().lower() in _SCREENS for one in (style.get("media") or "").split(",")):
            continue
        for selectors, body in _rules(_without_comments("".join(map(str, style.itertext())))):
            declared = _declared(body)
            for selector in map(str.strip, selectors.split(",")):
                if _PLAIN.fullmatch(selector):
                    rules.setdefault(selector, {}).update(declared)
                elif any(name.lstrip("!").startswith("background") for name in declared):
                    coloured = False
    return Sheet(rules, coloured)


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (opened := text.find("/*", at)) >= 0:
        kept.append(text[at:opened])
        closed = text.find("*/", opened + 2)
        if closed < 0:
            return "".join(kept)
        at = closed + 2
    return "".join([*kept, text[at:]])


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of each rule that is in no other (those in an at-rule are for paper and such).

    Goes through the text once, whatever it holds: a page may have been cut off in the middle of a font.
    """
    depth, at, head = 0, 0, ""
    for brace in _BRACE.finditer(text):
        between = text[at : brace.start()]
        if brace[0] == "{":
            if depth == 0:
                head = between.rpartition(";")[2].strip()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and head and not head.startswith("@"):
                yield head, between
        at = brace.end()


def _declared(written: str) -> _Style:
    """Declarations as property → value, both in lower case; of repeated ones the last. Important: "!property"."""
    return _kept(written) if len(written) < _SHORT else _parsed(written)


@lru_cache(maxsize=4096)
def _kept(written: str) -> _Style:
    return _parsed(written)


def _parsed(written: str) -> _Style:
    found: dict[str, str] = {}
    for one in written.split(";"):
        name, colon, value = one.partition(":")
        if colon:
            plain, mark, _ = value.strip().lower().partition("!")
            found[f"!{name.strip().lower()}" if mark else name.strip().lower()] = plain.strip()
    return found


def _merged(styles: Iterable[_Style]) -> _Style:
    """What holds of styles, the stronger after the weaker; what is marked as important comes before both."""
    found = {key: value for one in styles for key, value in one.items()}
    return found | {key[1:]: value for key, value in found.items() if key.startswith("!")}


def _is_gone(style: _Style) -> bool:
    """Whether it is not displayed, see-through, folded to nothing, or pushed off the page."""
    if style.get("display") == "none":
        return True
    if style.get("mso-hide") == "all" or ("opacity" in style and _is_nothing(style["opacity"])):
        return True
    flat = any(_is_nothing(style.get(name, "-")) for name in ("height", "max-height", "width", "max-width"))
    if flat and style.get("overflow", "") in ("hidden", "clip"):
        return True
    placed = style.get("position") in ("absolute", "fixed")
    return placed and any(_FAR.fullmatch(style.get(name, "")) for name in ("left", "top", "right"))


def _is_nothing(value: str) -> bool:
    return bool(value) and bool(_NOTHING.fullmatch(value))


def _is_tiny(size: str, around: bool) -> bool:
    if _is_nothing(size):
        return True
    return around and not _SIZE.fullmatch(size)  # a share of nothing is nothing


def _painted(element: Element, name: str, style: _Style, around: Look) -> tuple[_Colour | None, _Colour]:
    """The colours of an element's words and of what is behind them."""
    ink, ground = around.ink, around.ground
    if name in _OWN_COLOURS:
        ink, ground = None, _PAPER
    elif name == "a" and element.get("href"):
        ink = None
    old = _OLD.get(name)
    worn = style.get("color") or (element.get(old) if old else "") or ""
    if worn and worn != "inherit":
        ink = _colour(worn)
    behind = style.get("background-color") or style.get("background") or (element.get("bgcolor") or "").lower()
    if behind and behind not in ("none", "transparent", "inherit", "initial"):
        ground = _colour(behind)
    if element.get("background") or style.get("background-image", "none") != "none":
        ground = _UNKNOWN
    return ink, ground


def _colour(value: str) -> _Colour:
    value = value.strip().lower()[:_SHORT]
    if re.fullmatch("[0-9a-f]{6}", value):
        value = f"#{value}"  # as old attributes are often written
    if _HEX.fullmatch(value):
        digits = value[1:] if len(value) == 7 else "".join(2 * x for x in value[1:])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.fullmatch(value):
        return int(found[1]), int(found[2]), int(found[3])
    return _NAMED.get(value, _UNKNOWN)


def _alike(one: _Colour, other: _Colour) -> bool:
    return _UNKNOWN not in (one, other) and max(abs(a - b) for a, b in zip(one, other, strict=True)) <= _ALIKE
