"""Cuts a clean text into units: the sentences, and in testimony the exchanges, that can be cited on their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import sentencex

from ingest.abbreviations import begins_small, runs_on
from ingest.dialogue import Turn
from ingest.furniture import CleanText

Span = tuple[int, int]

MOST_WORDS = 160  # of a passage, and so of a unit
_FRAGMENT = 4  # words: a shorter sentence joins its neighbour
_SHORT_ANSWER = 8  # words: a shorter answer is cited with its question
_EXCHANGE = 80  # words of an exchange that is cited whole
_INTERJECTION = 60  # words of others that may stand between a question and its answer
_SHORT_TALK = 40  # words: shorter turns share a passage
_GATHERED = 12  # words of small blocks side by side that make one unit
_LONG_WORD = 12  # code points: longer "words" (links, runs without spaces) count once for each
_ENDED = re.compile(r"[.?!…。！？؟]['\"”’»)\]]?$")
_CLAUSE = re.compile(r"(?<=[;:,.?!…。、，；])\s|\s(?=[–—]|--)|(?<=[。、，；！？])")
# Scripts without spaces between words: a code point counts as part of a word.
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0x20000, 0x3FFFF),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a clean text that a passage takes whole; units cover all words, in order.

    `cite` is what may be cited of it, or None. `voice` keeps units of one speaker together; None takes the next one's.
    `glued`: the next unit belongs to it. `opens`: begins a paragraph. `asked` is the question that it answers.
    """

    start: int
    end: int
    cite: Span | None
    voice: str | None = ""
    speaker: str = ""
    glued: bool = False
    opens: bool = False
    asked: Span | None = None


class Measure:
    """Counts words of spans at once, in scripts without spaces too."""

    def __init__(self, text: str) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        spaces = np.flatnonzero(codes == 0x20)
        since = np.arange(len(codes))
        since[spaces] = 0
        last = np.maximum.accumulate(np.where(codes == 0x20, np.arange(len(codes)) + 1, 0))
        counted = ((np.arange(len(codes)) - last) % _LONG_WORD == 0) & (codes != 0x20)
        unspaced = np.zeros(len(codes), bool)
        for low, high in _UNSPACED:
            unspaced |= (codes >= low) & (codes <= high)
        self._sums = np.concatenate([[0.0], np.cumsum(np.where(unspaced, 0.6, counted))])

    def words(self, start: int, end: int) -> float:
        return float(self._sums[end] - self._sums[start])

    def reach(self, start: int, words: float) -> int:
        """The furthest end such that [start, end) has at most so many words."""
        return int(np.searchsorted(self._sums, self._sums[start] + words + 1e-6, side="right")) - 1


class Cutter:
    """Cuts spans of one clean text into units; lines that begin at `apart` are units of their own, however short."""

    def __init__(self, clean: CleanText, apart: Sequence[int] = ()) -> None:
        self.text = clean.text
        self.measure = Measure(clean.text)
        self._blocks = clean.blocks
        self._entries = frozenset([*clean.entries.tolist(), *apart])

    def prose(self, start: int, end: int) -> list[Unit]:
        """Units of text without speakers: sentences, block after block.

        Small blocks side by side (cells, items) are one unit; a small one before a paragraph is its heading, or when
        it has figures (a time, a number) belongs to the paragraph's first sentence. An entry of a log is neither.
        """
        blocks = self._gathered(start, end)
        units: list[Unit] = []
        prefix = -1
        for (a, b, small), following in zip(blocks, [*blocks[1:], None], strict=True):
            leads = small and self.measure.words(a, b) < _FRAGMENT and following is not None and not following[2]
            if leads and any(c.isdigit() for c in self.text[a:b]):
                prefix = a
            elif leads:
                units.append(Unit(a, b, None, glued=True, opens=True))
            else:
                spans = self.sentences(a, b)
                spans[0] = (prefix if prefix >= 0 else a, spans[0][1])
                units += [Unit(s, e, (s, e), opens=i == 0) for i, (s, e) in enumerate(spans)]
                prefix = -1
        return units

    def _gathered(self, start: int, end: int) -> list[tuple[int, int, bool]]:
        """The blocks of a span as (start, end, small), small neighbours joined up to a dozen words."""
        found: list[tuple[int, int, bool]] = []
        for a, b in self.blocks(start, end):
            if a >= b:
                continue
            fragment = self.measure.words(a, b) < _FRAGMENT and a not in self._entries
            small = fragment and not _ENDED.search(self.text, max(a, b - 3), b)
            if small and found and found[-1][2] and self.measure.words(found[-1][0], b) <= _GATHERED:
                found[-1] = (found[-1][0], b, True)
            else:
                found.append((a, b, small))
        return found

    def testimony(self, turns: Sequence[Turn]) -> list[Unit]:
        """Units of turns that cover a span: exchanges, answers' sentences, speech; see DESIGN, "Embeddings"."""
        units: list[Unit] = []
        held: list[Turn] = []
        for turn in turns:
            if turn.role == "answer" or (turn.role == "speech" and held and self._answers(held[0], turn)):
                units += self._answer(held, turn)
                held = []
            elif turn.role == "speech" and held and held[0].role == "question" and self._interjects(held, turn):
                held.append(turn)
            else:
                units += [u for one in held for u in self._speech(one)]
                held = [turn] if turn.role == "question" or self._asks(turn) else []
                units += [] if held else self._other(turn)
        return units + [u for one in held for u in self._speech(one)]

    def blocks(self, start: int, end: int) -> Iterator[Span]:
        """The blocks within a span, trimmed of spaces."""
        low, high = np.searchsorted(self._blocks, [start + 1, end])
        inner = self._blocks[low:high].tolist()
        for a, b in pairwise([start, *inner, end]):
            yield self.trim(a, b)

    def trim(self, start: int, end: int) -> Span:
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return start, end

    def sentences(self, start: int, end: int) -> list[Span]:
        """Sentences of a block: fragments joined to a neighbour, those too long for a passage cut at clauses."""
        found = sentencex.get_sentence_boundaries("en", self.text[start:end])
        cuts = sorted({start, end, *(start + b["start_index"] for b in found)})
        spans = [s for a, b in pairwise(cuts) if (s := self.trim(a, b))[0] < s[1]]
        joined: list[Span] = []
        for a, b in self._whole(spans):
            if joined and (self.measure.words(a, b) < _FRAGMENT or self.measure.words(*joined[-1]) < _FRAGMENT):
                joined[-1] = (joined[-1][0], b)
            else:
                joined.append((a, b))
        return [piece for a, b in joined for piece in self._pieces(a, b)]

    def _whole(self, spans: Sequence[Span]) -> list[Span]:
        """The same spans, those joined that a full stop in mid-sentence parted, where the whole fits a passage.

        A small letter begins no sentence, unless the writer begins most of them so.
        """
        small = [begins_small(self.text[a : a + 5]) for a, _ in spans]
        capitals = 2 * sum(small) <= len(small)
        found: list[Span] = []
        for (a, b), is_small in zip(spans, small, strict=True):
            on = bool(found) and (
                (capitals and is_small) or runs_on(self.text[max(0, a - 24) : a], self.text[a : a + 12])
            )
            if on and self.measure.words(found[-1][0], b) <= MOST_WORDS:
                found[-1] = (found[-1][0], b)
            else:
                found.append((a, b))
        return found

    def _pieces(self, start: int, end: int) -> Iterator[Span]:
        """A span cut into even pieces of at most MOST_WORDS: at a clause's end, else a space, else between letters."""
        while (words := self.measure.words(start, end)) > MOST_WORDS:
            even = words / -(-words // MOST_WORDS)
            low, high = self.measure.reach(start, 0.6 * even), self.measure.reach(start, min(MOST_WORDS, 1.15 * even))
            clauses = [m.start() for m in _CLAUSE.finditer(self.text, low, high)]
            cut = clauses[-1] if clauses else self.text.rfind(" ", low, high + 1)
            cut = cut if cut > start else self._between_letters(start + 1, high, end)
            yield self.trim(start, cut)
            start = self.trim(cut, end)[0]
        yield start, end

    def _between_letters(self, low: int, at: int, end: int) -> int:
        """A cut near `at` that takes no accent or joined emoji from its letter."""
        at = max(low, min(at, end - 1))
        for back in range(at, max(low, at - 32), -1):
            joined = unicodedata.category(self.text[back])[0] == "M" or "\u200d" in self.text[back - 1 : back + 1]
            if not joined and not 0x1F3FB <= ord(self.text[back]) <= 0x1F3FF:
                return back
        return at

    def _asks(self, turn: Turn) -> bool:
        return turn.role == "speech" and self.text[turn.start : turn.end].rstrip()[-1:] in "?؟？"

    def _answers(self, asked: Turn, turn: Turn) -> bool:
        return asked.role == "speech" and asked.speaker != turn.speaker

    def _interjects(self, held: Sequence[Turn], turn: Turn) -> bool:
        between = sum(self.measure.words(t.start, t.end) for t in [*held[1:], turn])
        return between <= _INTERJECTION

    def _answer(self, held: Sequence[Turn], turn: Turn) -> list[Unit]:
        """A short answer with its question as one unit; else the question, glued, and the answer's sentences."""
        voice, speaker = f"voice:{turn.speaker}", turn.speaker
        start, end = self.trim(turn.start, turn.end)
        if not held:
            return self._voiced(turn, voice, None)
        if len(held) > 1 and self.text[turn.start] != "A":  # "THE WITNESS:" answers who spoke last, not the examiner
            return [u for one in held[:-1] for u in self._held(one)] + self._answer(held[-1:], turn)
        asked = self.trim(held[0].start, held[-1].end)
        if self.measure.words(turn.body, end) >= _SHORT_ANSWER:
            question = [
                Unit(a, b, None, voice, speaker, glued=True, opens=a == asked[0]) for a, b in self._pieces(*asked)
            ]
            return question + self._voiced(turn, voice, self.trim(held[0].start, held[0].end))
        if self.measure.words(asked[0], end) <= _EXCHANGE:
            return [Unit(asked[0], end, (asked[0], end), voice, speaker, opens=True)]
        *before, last = self.sentences(*asked)
        whole = self.measure.words(last[0], end) <= _EXCHANGE
        lead = before if whole else [*before, last]
        units = [Unit(a, b, None, voice, speaker, glued=True) for a, b in lead]
        first = last[0] if whole else start
        return [*units, Unit(first, end, (first, end), voice, speaker, asked=asked)]

    def _held(self, turn: Turn) -> list[Unit]:
        """What was said before an answer without being its question: kept, not cited."""
        return [replace(u, cite=None) for u in self._speech(turn)]

    def _voiced(self, turn: Turn, voice: str, asked: Span | None) -> list[Unit]:
        """The sentences of a turn; its label belongs to the first, but is not cited."""
        start, end = self.trim(turn.start, turn.end)
        body = self.trim(min(turn.body, end), end)[0]
        units: list[Unit] = []
        for a, b in self.blocks(body, end):
            units += [
                Unit(s, e, (s, e), voice, turn.speaker, opens=s == a, asked=asked) for s, e in self.sentences(a, b)
            ] if a < b else []  # fmt: skip
        if not units:
            return [Unit(start, end, None, voice, turn.speaker)] if start < end else []
        units[0] = replace(units[0], start=start, opens=True)
        return units

    def _speech(self, turn: Turn) -> list[Unit]:
        """Speech that is no answer: short turns share a passage and are cited with their label."""
        start, end = self.trim(turn.start, turn.end)
        if start < end and self.measure.words(start, end) < _SHORT_TALK:
            return [Unit(start, end, (start, end), "talk", turn.speaker, opens=True)]
        return self._voiced(turn, f"voice:{turn.speaker}", None)

    def _other(self, turn: Turn) -> list[Unit]:
        if turn.role == "speech":
            return self._speech(turn)
        if turn.role == "heading":
            start, end = self.trim(turn.start, turn.end)
            return [Unit(start, end, None, None, glued=True, opens=True)] if start < end else []
        return self.prose(turn.start, turn.end)
