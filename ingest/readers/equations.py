"""The words of an EQ field, which Word draws from its code alone: fractions, roots, readings set over a word.

Codes after ECMA-376 part 1, 17.16.5.22 (as Word has them: `EQ \\f(1,2)`, `EQ \\o\\al(\\s\\up 10(reading),word)`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_IS_ONE = re.compile(r"\s*EQ\b", re.IGNORECASE)
_TOKEN = re.compile(
    r'\\\*\s*(?:"[^"]*"|\S+)\s*'  # how the result is to look
    r"|\\[lrbfv]c\\."  # a bracket of one's own
    r"|\\(?P<name>[a-z]+)\s?(?:-?\d+)?\s*|\\(?P<escaped>.)|(?P<mark>[(),;])|(?P<text>[^\\(),;]+)|\\",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 4000  # characters of a code that are looked at
_FUNCTIONS = frozenset("abdfilorsx")


@dataclass(slots=True)
class _Open:
    """A function whose bracket is open, with its arguments; `above`: those of them that are set above the line."""

    name: str = ""
    args: list[str] = field(default_factory=lambda: [""])
    above: set[int] = field(default_factory=set)
    raised: bool = False  # it is itself set above the line


def words(code: str) -> str:
    """The words of the field with this code; "" for another field."""
    begun = _IS_ONE.match(code)
    if not begun:
        return ""
    inside, name, raised = [_Open()], "", False
    for token in _TOKEN.finditer(code, begun.end(), _LONGEST):
        said = (token["name"] or "").lower()
        if said:
            name = said if said in _FUNCTIONS else name
            raised = said == "up" or (raised and said not in _FUNCTIONS)
        elif token["mark"] == "(":
            inside.append(_Open(name, raised=raised))
            name, raised = "", False
        elif token["mark"] == ")" and len(inside) > 1:
            _close(inside)
        elif token["mark"] in (",", ";") and inside[-1].name:
            inside[-1].args.append("")
        else:
            inside[-1].args[-1] += token["escaped"] or token["mark"] or token["text"] or ""
    while len(inside) > 1:
        _close(inside)
    return " ".join(inside[0].args[0].split())


def _close(inside: list[_Open]) -> None:
    ended, outer = inside.pop(), inside[-1]
    if ended.raised:
        outer.above.add(len(outer.args) - 1)
    mixed = ended.name == "f" and outer.args[-1][-1:].isdigit()  # 3 and a half is not 31/2
    outer.args[-1] += f"{' ' if mixed else ''}{_drawn(ended)}"


def _drawn(one: _Open) -> str:
    """A function as words on a line; of a word with a reading over it, the word."""
    args = [a.strip() for a in one.args]
    if one.name == "f":
        return "/".join(args)
    if one.name == "r":
        return f"{args[0] if len(args) > 1 else ''}√{args[-1]}"
    if one.name in ("", "b"):
        return f"({one.args[0] if not one.name else ', '.join(args)})"
    if one.name == "o":
        return "".join(a for n, a in enumerate(args) if n not in one.above or len(one.above) == len(args))
    return {"l": ", ", "x": "", "s": "", "d": ""}.get(one.name, " ").join(args)
