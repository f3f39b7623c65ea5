"""What the styles of an OpenDocument file say of its words: hidden, struck through, in which font; which slides hide.

Styles after OASIS OpenDocument 1.3 part 3, chapter 16: of one family and name; what one does not say its parent says.
An automatic style holds in its own part alone: content.xml and styles.xml may both have a "P1".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element as Element

from ingest.readers.odt_fields import attribute
from ingest.readers.package import local
from ingest.readers.pieces import HIDDEN, STRUCK


class Look(NamedTuple):
    """How words look, as far as it is said: None for what it does not say."""

    hidden: bool | None = None
    struck: bool | None = None
    font: str | None = None

    def over(self, other: Look) -> Look:
        """This look where it says something, else the other."""
        return Look(
            other.hidden if self.hidden is None else self.hidden,
            other.struck if self.struck is None else self.struck,
            other.font if self.font is None else self.font,
        )

    @property
    def apart(self) -> str:
        """How the words are set apart from the running text: HIDDEN, STRUCK or ""."""
        return HIDDEN if self.hidden else STRUCK if self.struck else ""


@dataclass(slots=True)
class Looks:
    """The styles that hold in a part of a file; learn those that all parts share first, then its automatic ones."""

    _styles: dict[tuple[str, str], tuple[Look, str]] = field(default_factory=dict)  # and the name of the parent
    _hidden: dict[str, bool] = field(default_factory=dict)  # styles of slides

    def learn(self, root: Element | None, *groups: str) -> Looks:
        """Take the styles in elements of these names ("styles", "automatic-styles"); a later one replaces another."""
        for group in root.iter() if root is not None else ():
            if local(group) in groups:
                for style in group:
                    if local(style) == "style":
                        self._take(style)
        return self

    def of(self, family: str, name: str) -> Look:
        """The look of a style ("text" or "paragraph") with that of its parents."""
        look, seen = Look(), set[str]()
        while name and name not in seen:  # a damaged file may lead round in a ring
            seen.add(name)
            own, name = self._styles.get((family, name)) or self._styles.get(("", name)) or (Look(), "")
            look = look.over(own)
        return look

    def hides(self, page: str) -> bool:
        """Whether slides of this style are hidden."""
        return self._hidden.get(page, False)

    def _take(self, style: Element) -> None:
        name, look = attribute(style, "name"), Look()
        for element in style:
            if local(element) == "text-properties":
                look = _look(element)
            elif local(element) == "drawing-page-properties":
                self._hidden[name] = attribute(element, "visibility") == "hidden"
        self._styles[attribute(style, "family"), name] = look, attribute(style, "parent-style-name")


def _look(properties: Element) -> Look:
    said = {name.rpartition("}")[2]: value for name, value in properties.items()}
    lines = {said[name] for name in ("text-line-through-style", "text-line-through-type") if name in said}
    return Look(
        said["display"] == "none" if "display" in said else None,
        bool(lines - {"none"}) if lines else None,
        said.get("font-name") or None,
    )
