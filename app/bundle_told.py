"""What became of a bundle's sources, in words for the person who exports it: how many travel whole, which do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ASKED = "as was asked for"  # the reason for what nobody wanted in it


@dataclass(frozen=True, slots=True)
class Travelling:
    """`whole` of the `of` cited sources are whole files in the bundle; `left`: titles of the others by reason."""

    whole: int
    of: int
    left: Mapping[str, tuple[str, ...]]

    @property
    def as_asked(self) -> bool:
        """Whether nothing is left out that was asked for."""
        return not set(self.left) - {ASKED}

    def json(self) -> dict[str, object]:
        """The names of what is left out, by reason, as contents.json has them."""
        left = {why: list(titles) for why, titles in self.left.items()}
        return {"whole": self.whole, "of": self.of, "left_out": left}

    def words(self) -> list[str]:
        """Sentences: how many travel, then for each reason what does not."""
        if not self.of:
            return ["No source is cited, so none travels with it."]
        if set(self.left) == {ASKED}:
            return ["No source travels with it as a whole file, as was asked for."]
        are = "travels" if self.whole == 1 else "travel"
        told = [f"{self.whole} of {self.of} cited sources {are} with it as {'a ' if self.whole == 1 else ''}whole file"]
        told[0] += "." if self.whole == 1 else "s."
        return told + [f"Not as a whole file: {'; '.join(titles)} ({why})." for why, titles in self.left.items()]


def travelling(contents: Iterable[Mapping[str, object]]) -> Travelling:
    """Of the list in contents.json."""
    whole, of, left = 0, 0, dict[str, tuple[str, ...]]()
    for one in contents:
        of += 1
        if one["included"] == "whole":
            whole += 1
        else:
            why = str(one["why"])
            left[why] = (*left.get(why, ()), str(one["title"]))
    return Travelling(whole, of, left)
