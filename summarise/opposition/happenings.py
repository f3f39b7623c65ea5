"""Reads when an account says that something happened: in one sentence, or by a clock looked at just before or after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarise.accounts import When
from summarise.opposition.assertion import Assertion, Range
from summarise.opposition.lexicon import HAPPENINGS, SOUNDS
from summarise.opposition.lines import Line
from summarise.times import NOON, clock_face, clocks

TOLERANCE = 1.5  # minutes each way that two clocks may be apart
WRITTEN_LATER = 15.0  # minutes after which an entry may be written
_NEAR = 2  # lines between a happening and the clock that was looked at
_CLOCK = re.compile(
    r"(?<!['’])\b(?:clock|watch|phone|mobile|screen|dashboard|oven|cooker|radio|television|tv)\b.{0,40}"
    r"\b(?:said|was|showed|shows|read|saying|showing|at)\b|\bit was\b|\bmust have been\b|\bwould have been\b"
    r"|\b(?:looked|glanced|checked)\b.{0,20}\b(?:time|clock|watch|phone)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\b(?:since|from|until|till|between|by)(?: about| around)?\s$", re.IGNORECASE)
_BOUND = re.compile(r"\b(?P<side>before|after|(?:earlier|later) than)\s$", re.IGNORECASE)
_SOONER, _LATER = ("before", "earlier than"), ("after", "later than")
_OPEN = 180.0  # minutes that "before" and "after" leave open on their side
_PLANNED = re.compile(
    r"\b(?:will|shall|please|going to|would like|supposed to|meant to|due|booked|planned|arranged)\b"
    r"|\w[’'](?:ll|d like)\b",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\s?(?:to|until|till|–|-)\s?\d")
_BACK = re.compile(
    r"^(?:that|this|it|the time)\b.{0,24}\b(?:was|must have been|would have been|happened)\b(?! (?:when|that))",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^\W*(?:[A-Z]{2,3}\]\s)?$")
_TIMED = SOUNDS | {"fight", "fire"}  # of other happenings people speak at any time
_ABOUT = {
    "bang": "when the {word} was heard",
    "crash": "when the crash was",
    "alarm": "when the alarm went off",
    "scream": "when the screaming or shouting was heard",
    "glass": "when the glass broke",
    "fight": "when the fight was",
    "fire": "when the fire was",
    "robbery": "when the robbery was",
    "stabbing": "when the stabbing was",
    "theft": "when it was stolen",
}


def happenings(lines: Sequence[Line], i: int) -> Iterator[Assertion]:
    """When what line `i` tells was: known happenings by their word, anything else by what else the line says."""
    line = lines[i]
    if line.when is None or not line.told or _spans(line, line.when) or _PLANNED.search(line.text):
        return
    means = _range(line, line.when)
    if means is None:
        return
    own = _named(line)
    if own:
        for topic, word in own.items():
            yield _at(line, topic, word, means, line, line)
        return
    looked = bool(_CLOCK.search(line.text)) and line.when.own
    if looked:
        for other in _around(lines, i):
            for topic, word in _named(other).items():
                first, last = (line, other) if other.place > line.place else (other, line)
                yield _at(line, topic, word, means, first, last)
    told_of = _told_of(lines, i)
    about = f"when: {_headline(told_of)}"
    same = told_of.passage.id == line.passage.id
    first = told_of if same else line
    yield Assertion("time", "", None, _told(line.when), means, about, 0.0, line.hedged, first, line, line)


def _told_of(lines: Sequence[Line], i: int) -> Line:
    """The line whose time line `i` tells: itself, or that before it ("That was at ten to nine")."""
    line = lines[i]
    back = bool(_BACK.match(line.text)) and i > 0 and lines[i - 1].voice == line.voice and not _timed(lines[i - 1])
    return lines[i - 1] if back else line


def _spans(line: Line, when: When) -> bool:
    """Whether the time only bounds something ("since ten", "12:00 to 17:00") or heads what follows the line."""
    before, _, after = line.text.partition(when.words)
    heads_next = bool(before.strip()) and not after.strip(" .,") and not before[-2:-1].isalpha()
    return bool(_SPAN.search(before)) or bool(_ONWARDS.match(after)) or heads_next


def _around(lines: Sequence[Line], i: int) -> Iterator[Line]:
    """The lines next to the clock that tell of a happening: the nearest before it, and one right after it."""
    line = lines[i]
    for step in range(1, _NEAR + 1):
        for j in (i + step, i - step):
            if 0 <= j < len(lines) and lines[j].voice == line.voice and _named(lines[j]) and not _timed(lines[j]):
                if j < i and any(_timed(lines[k]) for k in range(j + 1, i)):
                    continue
                yield lines[j]
                return


def _timed(line: Line) -> bool:
    return line.when is not None and line.when.own and (line.when.minute is not None or line.when.reading == "open")


def _named(line: Line) -> dict[str, str]:
    """The happenings that a line names, each with the word for it."""
    return {
        HAPPENINGS[w]: w
        for w in reversed(line.words)
        if w in HAPPENINGS and HAPPENINGS[w] in SOUNDS | {"fight", "fire"}
    }


def _at(line: Line, topic: str, word: str, means: Range, first: Line, last: Line) -> Assertion:
    if first.passage.id != last.passage.id:
        first = last = line
    about = _ABOUT.get(topic, "when it was").format(word=word.removesuffix("s"))
    assert line.when is not None
    hedged = line.hedged or line.when.about > 0
    return Assertion("time", topic, None, _told(line.when), means, about, 0.5, hedged, first, last, line)


def _range(line: Line, when: When) -> Range | None:
    """The minutes that the words allow, None where they tell a day only.

    An entry of a log is written when the thing was, or up to a while later.
    """
    minute = when.minute
    if minute is None:
        stated = [c for c in clocks(when.words) if c.reading == "open"] if when.reading == "open" else []
        if not stated:
            return None
        minute = stated[0].minute
    width = when.about + TOLERANCE
    written = WRITTEN_LATER if _ENTRY.match(line.text.partition(when.words)[0]) else 0.0
    bound = _BOUND.search(line.text.partition(when.words)[0]) if not when.about else None
    early, late = (_OPEN if bound and (bound["side"].lower() in sides) else 0.0 for sides in (_SOONER, _LATER))
    return Range(minute - width - written - early, minute + width + late, NOON if when.minute is None else 0.0)


def _told(when: When) -> str:
    """The time as stated, with the clock's face where the words are others."""
    words = when.words if when.words.endswith(".m.") else when.words.rstrip(" .")
    if when.minute is None:
        return words
    face = clock_face(when.minute)
    return face if face in words else f"{words} ({face})"


def _headline(line: Line) -> str:
    """The few words by which a row of a time is known."""
    return " ".join(line.text.split()[:9])
