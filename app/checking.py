"""Runs the support checks over pairs of premise and claim that belong to no case, so that anyone can measure them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.settings import Settings
from ingest.embed import ChildEmbedder
from ingest.isolation import ChildRunner
from provenance.errors import ReadError, TaskError, UsageError
from provenance.ports import Aligner, Progress
from provenance.records import Notice
from summarise import meaning
from summarise.meaning_words import bearing
from summarise.support import Cited, Judgement, judge

AT_ONCE = 64  # pairs between two reports; one task of the aligner
LONGEST_LINE = 4_000_000  # bytes; the longest statute or book fits
LONGEST_READ = 120_000  # characters of a premise; of a longer one the checks read what bears
BEARING_WORDS = 3_000
LONGEST_CLAIM = 20_000  # characters
_HALVES = re.compile("[\ud800-\udfff]")
PREMISE = ("premise", "source")  # the second is what public sets of labelled pairs call it


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the file: the object as it was written, or {} and why it cannot be judged."""

    number: int
    given: Mapping[str, object]
    wrong: Notice | None = None

    @property
    def premise(self) -> str:
        found = [text for key in PREMISE if isinstance(text := self.given.get(key), str) and text.strip()]
        return found[0] if found else ""

    @property
    def claim(self) -> str:
        return str(self.given.get("claim", ""))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is written for a line: the verdict of the checks, and the grade for order; None where it is not judged."""

    pair: Pair
    support: str | None
    score: float | None
    reasons: tuple[Notice, ...]

    def json(self) -> dict[str, object]:
        """The line's own object with what was found; the number of a line that holds no object."""
        given = dict(self.pair.given) or {"line": self.pair.number}
        reasons = [{"code": r.code, "detail": r.detail} | ({"place": r.place} if r.place else {}) for r in self.reasons]
        return {**given, "support": self.support, "score": self.score, "reasons": reasons}


def check_file(path: Path, progress: Progress, settings: Settings | None = None) -> Iterator[Answer]:
    """Answers for the lines of a file, in their order; empty lines have none.

    Raises UsageError(no_such_file | no_pairs, where no line holds anything), ReadError(not_a_file | file_unreadable),
    ModelError, TaskError("cancelled") when `progress` answers False.
    """
    if not path.exists():
        raise UsageError("no_such_file", path=path)
    if not path.is_file():
        raise ReadError("not_a_file", path=path)
    try:
        with path.open("rb") as file:
            total = sum(1 for line in _lines(file) if line.strip())
            if not total:
                raise UsageError("no_pairs", path=path)
            file.seek(0)
            with ChildRunner(1) as runner:
                aligner = ChildEmbedder(runner, (settings or Settings()).embedding)
                yield from _answers(_pairs(file), total, aligner, progress)
    except OSError as error:
        raise ReadError("file_unreadable", path=path) from error


def check_pairs(pairs: Sequence[Pair], aligner: Aligner) -> list[Answer]:
    """The checks' verdict and the grade of each pair; a line that is wrong has None for both."""
    sound = [pair for pair in pairs if pair.wrong is None]
    near = aligner.align([(bearing(pair.premise, pair.claim), pair.claim) for pair in sound])
    aligned = {pair.number: one for pair, one in zip(sound, near, strict=True)}
    answers = []
    for pair in pairs:
        if pair.wrong is not None:
            answers.append(Answer(pair, None, None, (pair.wrong,)))
            continue
        found = _judged(pair)
        score = meaning.signals(pair.premise, pair.claim, found.support, aligned[pair.number]).grade()
        joined = meaning.joined(found, pair.claim, aligned[pair.number])
        answers.append(Answer(pair, joined.support, score, joined.reasons))
    return answers


def _judged(pair: Pair) -> Judgement:
    """What the checks say of a pair; where they read but a part of the premise, that is among the reasons."""
    if len(pair.premise) <= LONGEST_READ:
        return judge(pair.claim, [Cited(pair.premise)])
    found = judge(pair.claim, [Cited(bearing(pair.premise, pair.claim, BEARING_WORDS))])
    note = Notice(
        "read_in_part", f"of a long premise, the {BEARING_WORDS:,} words that bear most on the claim were read"
    )
    return replace(found, reasons=(*found.reasons, note))


def _answers(pairs: Iterator[Pair], total: int, aligner: Aligner, progress: Progress) -> Iterator[Answer]:
    done = 0
    while some := list(islice(pairs, AT_ONCE)):
        if not progress("Checking pairs", done, total):
            raise TaskError("cancelled")
        yield from check_pairs(some, aligner)
        done += len(some)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines of a file, none longer than LONGEST_LINE and one byte; the rest of a longer one is passed over."""
    while line := file.readline(LONGEST_LINE + 1):
        more = line
        while len(more) > LONGEST_LINE and not more.endswith(b"\n"):
            more = file.readline(LONGEST_LINE + 1)
        yield line


def _pairs(file: BinaryIO) -> Iterator[Pair]:
    for number, line in enumerate(_lines(file), 1):
        if line.strip():
            yield _pair(number, line)


def _pair(number: int, line: bytes) -> Pair:
    if len(line) > LONGEST_LINE:
        return Pair(number, {}, Notice("line_too_long", f"line {number} is longer than {LONGEST_LINE:,} bytes"))
    try:
        given = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return Pair(number, {}, Notice("line_not_json", f"line {number} is not JSON in UTF-8"))
    if not isinstance(given, dict):
        return Pair(number, {}, Notice("line_not_a_pair", f"line {number} is not an object with premise and claim"))
    given = {key: _whole_letters(value) for key, value in given.items()}
    pair = Pair(number, given)
    for what, text in (("premise", pair.premise), ("claim", given.get("claim"))):
        if not isinstance(text, str) or not text.strip():
            return Pair(number, given, Notice(f"no_{what}", f"line {number} has no {what}"))
    if len(pair.claim) > LONGEST_CLAIM:
        too_long = f"the claim of line {number} is longer than {LONGEST_CLAIM:,} characters: give one sentence or a few"
        return Pair(number, given, Notice("text_too_long", too_long))
    return pair


def _no_constant(name: str) -> object:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError(name)


def _whole_letters(value: object) -> object:
    """Halves of a letter (lone surrogates), which no reader of text takes, as in a source's layer."""
    return _HALVES.sub("\ufffd", value) if isinstance(value, str) else value
