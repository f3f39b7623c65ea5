"""Reads a model's answer as it grows: each claim is given as soon as its object closes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from summarise.text import fold


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as a model wrote it: its words, and the aliases it cites, distinct and in order."""

    text: str
    cites: tuple[str, ...]


@dataclass
class ClaimReader:
    """Takes an answer of the form that `grammar.claims` allows, piece by piece."""

    given: frozenset[str]
    _text: str = ""
    _at: int = 0
    _begun: int = -1
    _in_words: bool = False
    _escaped: bool = False
    claims: list[Told] = field(default_factory=list)

    def feed(self, piece: str) -> list[Told]:
        """The claims that this piece of the answer closes."""
        self._text += piece
        found = []
        while self._at < len(self._text):
            letter = self._text[self._at]
            if self._in_words:
                self._in_words = self._escaped or letter != '"'
                self._escaped = letter == "\\" and not self._escaped
            elif letter == '"':
                self._in_words = True
            elif letter == "{" and self._at:  # the first opens the answer itself
                self._begun = self._at
            elif letter == "}" and self._begun >= 0:
                found.append(self._claim(self._text[self._begun : self._at + 1]))
                self._begun = -1
            self._at += 1
        self.claims += found
        return found

    @property
    def cut(self) -> bool:
        """Whether the answer ends within a claim, which is then dropped."""
        return self._begun >= 0

    def _claim(self, written: str) -> Told:
        """A claim as plain values. The grammar leaves no other: an alias that was not given is a fault of ours."""
        read = json.loads(written)
        cites = tuple(dict.fromkeys(read["cites"]))
        if not cites or not self.given.issuperset(cites):
            raise ValueError("a claim cites what was not shown")
        return Told(fold(read["text"]), cites)


def kept(answer: str, given: frozenset[str]) -> list[str]:
    """The aliases, distinct and in order, of an answer that `grammar.picks` allows; of one cut off, those it has."""
    found = json.loads(answer)["keep"] if answer.endswith("]}") else answer.split('"')[3::2]
    return [alias for alias in dict.fromkeys(found) if alias in given]
