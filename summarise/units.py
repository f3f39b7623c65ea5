"""Cuts passages into citable units: a sentence, with the question it answers or the sentence it leans on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.coverage import LEGIBLE
from provenance.records import Passage, Sentence
from summarise.cues import EXCHANGE
from summarise.text import count_words, fold
from summarise.worth import SHORT, bare, leans, turn, worth

TOGETHER = 50  # words of two sentences, or of a question with its answer, that are quoted as one
QUESTION = re.compile(r"\bQ\s?[.:]\s")
_ANSWER = re.compile(r"\sA\s?[.:]\s")


@dataclass(frozen=True, slots=True)
class Unit:
    """What one claim quotes: [start, end) of its source's layer; `text` is what people read there (page furniture
    masked, white space folded).

    Where `asked`, the words begin with a question that stands between `start` and the answer's sentence; its first
    letter is found in the layer when the citation is cut.
    """

    passage: Passage
    start: int
    end: int
    text: str
    worth: float
    asked: bool = False

    @property
    def source_id(self) -> str:
        return self.passage.source_id

    def overlaps(self, other: Unit) -> bool:
        """Whether two units quote some of the same words."""
        return self.source_id == other.source_id and self.start < other.end and other.start < self.end


def legible(passage: Passage) -> bool:
    """Whether a passage was read surely enough to be quoted; what OCR guesses at is listed, not quoted."""
    return passage.confidence is None or passage.confidence >= LEGIBLE


def units(passage: Passage) -> list[Unit]:
    """The citable units of a passage, in order; one without sentences is one unit, one hardly legible has none."""
    if not legible(passage):
        return []
    sentences = [s for s in passage.sentences if s.end > s.start and fold(s.text)]
    if not sentences and passage.end > passage.start and fold(passage.text):
        sentences = [Sentence(passage.start, passage.end, passage.text)]
    return [_unit(passage, sentences, i) for i in range(len(sentences))]


def words_between(passage: Passage, start: int, end: int) -> str:
    """What people read in [start, end): the sentences that it touches, and what stands unsaid before the first of them
    (a question). The whole text where it touches none."""
    body, at, begin = fold(passage.text), 0, 0
    done = 0
    for sentence in passage.sentences:
        found = body.find(fold(sentence.text), at)
        if found < 0:
            inside = [s.text for s in passage.sentences if s.start < end and start < s.end]
            return fold(" ".join(inside)) or body
        at = found + len(fold(sentence.text))
        if sentence.end <= start:
            begin = at
        elif sentence.start < end:
            done = at
    return body[begin:done].strip() if done > begin else body


def _unit(passage: Passage, sentences: list[Sentence], i: int) -> Unit:
    sentence = sentences[i]
    words, value = fold(sentence.text), _told(fold(sentence.text))
    before = sentences[i - 1].end if i else passage.start
    asked = _question(passage, before, sentence)
    if asked and count_words(asked) + count_words(words) <= TOGETHER:
        whole = f"{asked} {words}"
        return Unit(passage, before, sentence.end, whole, max(value, round(0.9 * _told(whole), 4)), asked=True)
    if i and leans(words) and not turn(words):
        return _with_one_before(passage, sentences[i - 1], sentence, value)
    return Unit(passage, sentence.start, sentence.end, words, value)


def _with_one_before(passage: Passage, first: Sentence, second: Sentence, value: float) -> Unit:
    """The two sentences as one, where they follow each other in one voice and both are short; else the second alone."""
    together, worth_before = f"{fold(first.text)} {fold(second.text)}", worth(first.text)
    follows = not turn(fold(first.text)) and together in fold(passage.text)
    if follows and count_words(together) <= TOGETHER and count_words(first.text) >= SHORT and worth_before >= 0.3:
        return Unit(passage, first.start, second.end, together, round(max(value, 0.8 * worth_before), 4))
    return Unit(passage, second.start, second.end, fold(second.text), round(0.85 * value, 4))


def _question(passage: Passage, before: int, sentence: Sentence) -> str:
    """The last question that stands between two sentences of a passage, "" when there is none."""
    if sentence.start <= before:
        return ""
    words = words_between(passage, before, sentence.end)
    gap = words[: -len(fold(sentence.text))] if words.endswith(fold(sentence.text)) else ""
    opened = list(QUESTION.finditer(gap))
    return gap[opened[-1].start() :].strip() if opened else ""


def _told(text: str) -> float:
    """The worth of words; of an exchange, that of the answer, with some of the question's where it says yes or no."""
    if not EXCHANGE.search(text):
        return worth(text)
    question, answer = _ANSWER.split(text, 1)
    if bare(answer) or count_words(answer) < 4:
        return round(0.6 * worth(question), 4)
    return round(max(worth(answer), 0.4 * worth(question)), 4)
