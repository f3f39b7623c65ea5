"""Lays an account out as lines: its sentences in order, in words, with who speaks, when it was and who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from provenance.records import Passage
from summarise.accounts import When
from summarise.cues import EXCHANGE, FORM, PROCEDURE
from summarise.opposition.lexicon import APPROXIMATE, DOUBT, NEGATIONS, word_set
from summarise.opposition.people import Person
from summarise.opposition.verbs import act
from summarise.text import content_words, fold
from summarise.units import Unit, legible, units

_WORD = re.compile(r"\d+(?:[.:,]\d+)*[a-z]*|[^\W_]+(?:['’\-][^\W_]+)*|[.,;:!?()“”\"—–\[\]|]", re.IGNORECASE)
_STOPS = frozenset(".;:!?—–()[]|")
_PROSE = 0.5  # of the characters of a sentence that are small letters; a heading has fewer
_YES = re.compile(
    r"^(?:A\s?[.:]\s*)?(?:yes|yeah|yep|correct|that is (?:right|correct)|that's (?:right|correct)|right|i did)\b", re.I
)
_NO = re.compile(r"^(?:A\s?[.:]\s*)?(?:no|nope|never|not at all|i did(?: not|n['’]t))\b", re.I)
_WITHIN = re.compile(r"^(?P<asked>Q\s?[.:]\s.*\S)\s(?P<answer>A\s?[.:]\s.*)$")
_QUESTION = re.compile(r"\?[\s”\"')]*$")
_WONDERING = word_set("asked ask asks know knew say tell sure certain wonder wondered remember see doubt")
_HEARSAY = re.compile(
    r"\bheard (?:\w+ ){1,3}say|\b(?:i|was|been|has) (?:since )?(?:been )?told\b|\b(?:told|informed) (?:me|us)\b"
    r"|\baccording to\b|\bpeople (?:say|said)\b|\bi (?:have )?(?:read|gather|understand)\b"
    r"|\b(?!i\b)\w+ says? (?:that |they |he |she )",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:not (?:\w+ )?(?:sure|certain)|can(?:no|')t (?:be|say|swear)|could not (?:be|say|swear)|would not swear"
    r"|as far as i|looked like|could have been|may have been|or so|or something)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """A sentence of an account. `text` is its words as read; [start, end) its place in the layer.

    `words` are lower-case, marks of punctuation among them, `at` the span of each in `text`. `voice` is whose account
    it is: source id and speaker. `place` counts the lines of the source, `paragraph` its paragraphs. `denied`: it was
    put as a question and answered "no". `day` is the day that the account has come to; `hour` and `parts` the minute
    and the part of the day, told here or a few sentences before.
    """

    passage: Passage
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    at: tuple[tuple[int, int], ...]
    voice: tuple[str, str]
    place: int
    paragraph: int
    when: When | None = None
    day: date | None = None
    asked: str = ""
    denied: bool = False
    people: tuple[tuple[int, Person], ...] = ()
    hour: float | None = None
    parts: frozenset[str] = frozenset()

    @cached_property
    def stems(self) -> frozenset[str]:
        """What it is about: the stems of its content words, those of the question too."""
        return frozenset(content_words(f"{self.asked} {self.text}"))

    @cached_property
    def hedged(self) -> bool:
        """Whether the words say with doubt what they say, or tell what others said."""
        return bool(DOUBT.intersection(self.words)) or self.hearsay or bool(_UNSURE.search(self.text))

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The words that are asserted: none of a question, none after "asked if" or "do not know whether"."""
        if _QUESTION.search(self.text) and not self.asked:
            return ()
        if sum(c.islower() for c in self.text) < _PROSE * len(self.text) and not self._of_names:
            return ()
        for i, word in enumerate(self.words):
            if word in ("if", "whether") and _WONDERING.intersection(self.words[max(0, i - 4) : i]):
                return self.words[:i]
        return self.words

    @property
    def _of_names(self) -> bool:
        """Whether it is a short sentence that names in capitals fill: "Lee CARR hit Tom HAY."."""
        small = [w for w, (start, end) in zip(self.words, self.at, strict=True) if self.text[start:end].islower()]
        return self.text.rstrip().endswith(".") and any(map(act, small))

    @cached_property
    def formal(self) -> bool:
        """Whether it is the text of a form, or of a court's procedure, and nobody's account."""
        return bool(FORM.search(self.text) or PROCEDURE.search(self.text))

    @cached_property
    def hearsay(self) -> bool:
        """Whether it tells what others said or wrote."""
        return bool(_HEARSAY.search(self.text))

    @property
    def source_id(self) -> str:
        return self.passage.source_id

    @property
    def unit(self) -> Unit:
        """The line as what a citation is cut from."""
        return Unit(self.passage, self.start, self.end, self.text, 0.0)

    def said(self, first: int, last: int) -> str:
        """The words from one to another, both included, as they stand."""
        return self.text[self.at[first][0] : self.at[last][1]]

    def clause(self, i: int) -> tuple[int, int]:
        """The stretch [first, after) of words round word `i` without a full stop, colon, dash or bracket."""
        first = next((j + 1 for j in range(i - 1, -1, -1) if self.words[j] in _STOPS), 0)
        after = next((j for j in range(i + 1, len(self.words)) if self.words[j] in _STOPS), len(self.words))
        return first, after

    def negated(self, i: int, reach: int = 4) -> bool:
        """Whether one of the few words before word `i`, in its clause, denies it."""
        first, _ = self.clause(i)
        before = self.words[max(first, i - reach) : i]
        return any(w in NEGATIONS or w.endswith("n't") for w in before)

    def rough(self, i: int) -> bool:
        """Whether the words just before word `i` make it a rough figure."""
        return bool(APPROXIMATE.intersection(self.words[max(0, i - 2) : i]))


def cut(text: str) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """The words of a text, lower-case, and their spans."""
    found = list(_WORD.finditer(text))
    return tuple(m[0].casefold().replace("’", "'") for m in found), tuple(m.span() for m in found)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a passage before it is read: its place, its words, and the question that it answers."""

    passage: Passage
    start: int
    end: int
    text: str
    asked: str = ""


def pieces(passage: Passage) -> Iterator[Piece]:
    """The sentences of a passage, in order; of one that is hardly legible none."""
    if not legible(passage):
        return
    if "Q" in passage.text and EXCHANGE.search(passage.text):
        for unit, sentence in zip(units(passage), passage.sentences, strict=False):
            text = fold(sentence.text)
            asked = unit.text.removesuffix(text).strip() if unit.asked else ""
            within = _WITHIN.match(text)
            if within:  # a short answer stands in one sentence with its question
                asked, text = within["asked"], within["answer"]
            yield Piece(passage, unit.start if unit.asked else sentence.start, sentence.end, text, asked)
        return
    for sentence in passage.sentences:
        yield Piece(passage, sentence.start, sentence.end, fold(sentence.text))


def lines(pieces_: Sequence[Piece], times: Sequence[When | None]) -> list[Line]:
    """The lines of one source, from its pieces and when each says it was.

    A question that is answered "yes" is read as said, one that is answered "no" as denied; of others the answer only.
    """
    found: list[Line] = []
    paragraph, day = 0, None
    for i, (piece, when) in enumerate(zip(pieces_, times, strict=True)):
        if i and (piece.passage.id != pieces_[i - 1].passage.id or piece.start - pieces_[i - 1].end > 1):
            paragraph += piece.start - pieces_[i - 1].end > 1
        answered = bool(piece.asked) and bool(_YES.match(piece.text) or _NO.match(piece.text))
        text = f"{piece.asked} {piece.text}" if answered else piece.text
        words, at = cut(text)
        day = when.day if when and when.day else day
        voice = (piece.passage.source_id, piece.passage.speaker)
        denied = bool(piece.asked) and bool(_NO.match(piece.text))
        found.append(
            Line(
                piece.passage,
                piece.start,
                piece.end,
                text,
                words,
                at,
                voice,
                i,
                paragraph,
                when,
                day,
                piece.asked,
                denied,
            )
        )
    return found
