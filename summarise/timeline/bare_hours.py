"""Clock times that only the words around them tell as such: "until two", "from eight until four", "at half eleven"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarise.times import HOURS, Clock

_HOUR = "|".join(HOURS)
_BARE = rf"(?P<hour>{_HOUR}|1[0-2]|[1-9])"
# What may follow a bare hour; a noun may not: "until two men came".
_AFTER = (
    r"(?=\s*(?:[.,;:)](?!\d)|$)|\s(?:and|when|because|but|then|that|most|on|i|we|he|she|they"
    r"|in the (?:morning|afternoon|evening)|at night|as|so|every|to (?:see|get|go|meet|pick))\b)"
)
_ABOUT = r"(?:(?:about|around|approximately|roughly|nearly|almost|gone|at)\s)"
_LED = re.compile(
    rf"\b(?P<lead>since|until|till|from|at|by|(?:just|shortly|soon|a little|a bit) (?:before|after)"
    rf"|nearly|almost)\s{_ABOUT}?{_BARE}{_AFTER}",
    re.I,
)
_DIGIT_AFTER = re.compile(
    r"\s*(?:[.,;](?!\d)|$)|\s(?:i|we|he|she|they|at night|in the (?:morning|afternoon|evening))\b", re.I
)
_HALF = re.compile(rf"\b(?:at|by|until|till|since|from|before|after)\s{_ABOUT}?half (?P<hour>{_HOUR})\b{_AFTER}", re.I)
_ISH = re.compile(rf"\b(?P<hour>{_HOUR}|1[0-2]|[1-9])(?=-?ish\b)", re.I)
_LEAD_RANGE = re.compile(rf"\b(?:from|between)\s{_ABOUT}?{_BARE}\s(?:to|until|till|and)\s{_ABOUT}?", re.I)
_RANGE = re.compile(
    rf"\b(?:from|between)\s{_ABOUT}?{_BARE}\s(?:to|until|till|and)\s{_ABOUT}?(?P<second>{_HOUR}|1[0-2]|[1-9]){_AFTER}",
    re.I,
)
_SECOND = re.compile(r"(?P<h>1[0-2]|[1-9])[.:](?P<m>[0-5]\d)(?![\d:]|\.\d)(?!\s?[ap]\.?m)", re.I)
_FACE = r"(?:[01]?\d|2[0-3])[:.][0-5]\d"
_PAIRS = (
    re.compile(rf"(?<![\w:.,/-])(?P<a>{_FACE})\s?[-–—]\s?(?P<b>{_FACE})(?![\d:.,/-])"),
    re.compile(
        rf"\b(?:from|between)\s{_ABOUT}?(?P<a>{_FACE})\s(?:to|until|till|and)\s{_ABOUT}?(?P<b>{_FACE})(?![\d:]|\.\d)",
        re.I,
    ),
)
# Four figures as officers write them, without "hours": "We arrived at 0321."; no number of a house follows so.
_FOUR = re.compile(
    r"\b[Aa]t\s(?:about\s|approximately\s|around\s)?(?P<four>(?:[01]\d|2[0-3])[0-5]\d)(?=\s*(?:[.,;)]|$)|\s[a-z])"
    r"(?!\s(?:metres|meters|miles|feet|pounds|people|km|m|kg|hours|hrs)\b)"
)


def pairs(text: str) -> Iterator[Clock]:
    """Both ends of "12:50–15:00" and of "from 03.26 to 03.51"."""
    for match in (m for pattern in _PAIRS for m in pattern.finditer(text)):
        half = re.match(r"\s?[ap]\.?m\b", text[match.end() :], re.I)
        if half:
            continue  # which half both are of is known where the clocks are read
        for name in ("a", "b"):
            hour, minute = (int(n) for n in re.split("[:.]", match[name]))
            sure = hour >= 13 or match[name].startswith("0")
            minutes = (hour if sure else hour % 12) * 60 + minute
            yield Clock(minutes, 0, "stated" if sure else "open", match.start(name), match.end(name))


def bare(text: str, known: Sequence[Clock]) -> Iterator[Clock]:
    """Hours without "o'clock", and four figures without "hours"; `known` are the clocks that were read already."""
    for match in _RANGE.finditer(text):
        for name in ("hour", "second"):
            yield _hour(match, name)
    for match in _LEAD_RANGE.finditer(text):  # "between 9 and 9.30 pm"
        dotted = _SECOND.match(text, match.end())
        if dotted or any(c.start == match.end() for c in known):
            yield _hour(match, "hour")
        if dotted and not any(c.start == match.end() for c in known):
            minutes = int(dotted["h"]) % 12 * 60 + int(dotted["m"])
            yield Clock(minutes, 0, "open", match.end(), dotted.end(), dotted=True)
    for match in _HALF.finditer(text):
        yield _hour(match, "hour", 30, text.lower().rindex("half", 0, match.start("hour")))
    for match in _LED.finditer(text):
        if not _mistaken(match, text):
            yield _hour(match, "hour")
    for match in _ISH.finditer(text):
        yield _hour(match, "hour")
    for match in _FOUR.finditer(text):
        four = match["four"]
        if four[:2] in ("19", "20") and match.start() > 0:
            continue  # as likely a year
        yield Clock(int(four[:2]) * 60 + int(four[2:]), 0, "stated", match.start("four"), match.end("four"))


def _mistaken(match: re.Match[str], text: str) -> bool:
    """Whether the words are no time after all: "looked at one", "by 2 and 3"."""
    at = match["lead"].lower() in ("at", "by")
    if (at and match["hour"].lower() == "one") or re.search(r"\d\s$", text[: match.start()]):
        return True  # "looked at one", "4 by 3"
    return at and match["hour"].isdigit() and not _DIGIT_AFTER.match(text, match.end("hour"))


def _hour(match: re.Match[str], name: str, minute: int = 0, start: int | None = None) -> Clock:
    word = match[name].lower()
    hour = int(word) if word.isdigit() else HOURS.index(word) + 1
    begins = match.start(name) if start is None else start
    return Clock(hour % 12 * 60 + minute, 0, "open", begins, match.end(name), dotted=True)
