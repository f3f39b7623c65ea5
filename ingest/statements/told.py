"""Keeps words of the rear out of what is told of a statement: labels that quote, and what its file says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from ingest.statements.rear import is_entry
from ingest.statements.statement import Stretch
from provenance.records import Part

QUOTED: Final = re.compile(r"“.*”", re.S)
_LEFT_OUT: Final = "“…”"
_SECTION: Final = "\0"  # stands for what is left out, so that no words join over it
_RUN: Final = 3  # words in a row that are told again
_SIGN: Final = 6  # letters and digits of a number or address from which it is known again
_PHONE = re.compile(r"\+?\d[\d\s().\-/]*\d")
_GROUP: Final = re.compile(r"\d+")
_LONGEST_PHONE: Final = 15  # digits (ITU-T E.164)
_OF_PHONE: Final = 9  # its last digits, by which it is known with or without 0, 0044 or +44 before them
_WORD = re.compile(r"[^\s,;:()<>\"“”]+")


def open_words(parts: Sequence[Part], sections: Iterable[Stretch]) -> str:
    """The letters and digits of all that is not rear."""
    return _SECTION.join(map(_letters, _open(parts, sections)))


def _open(parts: Sequence[Part], sections: Iterable[Stretch]) -> list[str]:
    """The stretches of the layer that are not rear, in order."""
    layer = "".join(part.text for part in parts)
    kept, at = list[str](), 0
    for start, end, section in sorted(sections):
        if section == "rear":
            kept.append(layer[at:start])
            at = max(at, end)
    return [*kept, layer[at:]]


def quotes_open(label: str, opened: str) -> bool:
    """Whether a label quotes words, and all of them stand in what is open."""
    found = QUOTED.search(label)
    words = _letters(found[0]) if found else ""
    return bool(words) and words in opened


def relabelled(parts: Sequence[Part], sections: Sequence[Stretch]) -> list[Part]:
    """The parts under labels that quote no words of the rear: those of the rear quote nothing.

    `sections` are those of the layer. Without a rear the parts are as they were.
    """
    rear = [(a, b) for a, b, section in sections if section == "rear"]
    if not rear or not any("“" in part.label for part in parts):
        return list(parts)
    opened = open_words(parts, sections)
    found = []
    for part, start in zip(parts, accumulate((len(p.text) for p in parts), initial=0), strict=False):
        on = any(a < start + len(part.text) and b > start for a, b in rear)
        keeps = "“" not in part.label or (not on and quotes_open(part.label, opened))
        found.append(part if keeps else replace(part, label=QUOTED.sub(_LEFT_OUT, part.label)))
    return found


def fields_without(fields: Mapping[str, str], parts: Sequence[Part], sections: Sequence[Stretch]) -> dict[str, str]:
    """What a file says of itself without that which repeats the rear: its words, a number, an address."""
    layer = "".join(part.text for part in parts)
    rear = [layer[a:b] for a, b, section in sections if section == "rear"]
    if not rear:
        return dict(fields)
    opened, free = open_words(parts, sections), {one for text in _open(parts, sections) for one in _phones(text)}
    told = {run for text in rear for run in _runs(text) if run not in opened}
    told |= {phone for text in rear for phone in _phones(text) if phone not in free}
    return {
        name: value
        for name, value in fields.items()
        if not is_entry(name.removeprefix("custom:")) and told.isdisjoint(_runs(value) | set(_phones(value)))
    }


def _runs(text: str) -> set[str]:
    """The letters of every few words in a row, and of each word that is a number or an address by itself."""
    words = [letters for word in _WORD.findall(text) if (letters := _letters(word))]
    rows = {"".join(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)}
    numbered = [any(map(str.isdigit, word)) for word in words]
    codes = {words[n] + words[n + 1] for n in range(len(words) - 1) if numbered[n] and numbered[n + 1]}  # postcodes
    signs = {word for word, is_so in zip(words, numbered, strict=True) if is_so and len(word) >= _SIGN}
    return rows | codes | signs | {_letters(word) for word in _WORD.findall(text) if "@" in word}


def _phones(text: str) -> Iterator[str]:
    """The last nine digits up to the end of each group of figures that may be the last of a phone number."""
    for found in _PHONE.findall(text):
        groups = _GROUP.findall(found)
        for digits in accumulate(groups, lambda before, group: (before + group)[-_LONGEST_PHONE:]):
            if len(digits) >= _OF_PHONE:
                yield digits[-_OF_PHONE:]


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
