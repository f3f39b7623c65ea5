"""Times that devices and programs wrote: when a mail was sent, a picture taken, a word said in a recording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from provenance import camera_clock
from provenance import timeline_words as words
from provenance.layers import Layer, PartInfo
from provenance.records import Source
from summarise.text import fold
from summarise.timeline.paper import Paper
from summarise.timeline.read import Lost, Read, Said
from summarise.timeline.stamps import local, whole_stamp
from summarise.times import DAY, NOON, Clock, clocks, days

_SENT = ("header date", "header sent", "header client-submit-time")
_TAKEN = ("recorded: time taken", "recorded: time by satellite")
_QUOTED = re.compile(r"^(?:>\s?)*[*_]{0,2}(?:sent|date|gesendet|datum|envoyé)[*_]{0,2}\s?:", re.I)
_WROTE = re.compile(r"^(?:>\s?)*On\s.{6,80}\bwrote:", re.I)
_NOW = re.compile(
    r"\b(?:the )?time(?: now)?(?: by my watch| on the clock)? is(?: now)?(?: approximately| about)?\s*$|\bit is now\s*$"
    r"|\btime (?:by my watch|on the clock) (?:is|as)\s*$|\b(?:commenc|start|begin)\w* at\s*$",
    re.I,
)
_PLACE = re.compile(r"t=(\d+(?:\.\d+)?)")


def is_mail_head(text: str) -> bool:
    """Whether a sentence only says when an older message was sent."""
    return bool(_QUOTED.match(text) or _WROTE.match(text))


def sent(layer: Layer) -> Iterator[tuple[Said, Read | Lost]]:
    """When a mail was sent, by its headers; those that say the same are told once."""
    told: set[datetime] = set()
    for part in layer.parts:
        if part.label.lower() not in _SENT:
            continue
        text = fold(layer.part_text(part.ordinal))
        value = text.partition(":")[2].strip()
        said = Said(part.start, part.start + len(layer.part_text(part.ordinal).rstrip()), text)
        at, zoned = _mail_time(value)
        if at is None:
            yield said, Lost(-1, value, words.NO_DAY)
            continue
        if at in told:
            continue
        told.add(at)
        how = (words.SENT, *((words.ZONE.format(said=value),) if zoned and not _home(value, at) else ()))
        yield said, Read(-1, "message", at, at, at, at, 1, "device", "moment", value, how, zone_said=zoned)


def _mail_time(value: str) -> tuple[datetime | None, bool]:
    """Local wall clock of a header's date, and whether it states its zone."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        stamp = whole_stamp(value, Paper())
        return (stamp.at(stamp.day), bool(stamp.zone)) if stamp and stamp.day else (None, False)
    try:
        return (local(found), True) if found.tzinfo else (found, False)
    except (OverflowError, ValueError):
        return None, False


def _home(value: str, at: datetime) -> bool:
    """Whether a header's clock is local time as it stands."""
    return f"{at:%H:%M}" in value


def taken(layer: Layer) -> Iterator[tuple[Said, Read | Lost]]:
    """When a picture was taken, as its device recorded."""
    for part in layer.parts:
        if part.kind != "fact" or part.label.lower() not in _TAKEN:
            continue
        text = fold(layer.part_text(part.ordinal))
        value = text.partition(": ")[2].partition(" (")[0]
        said = Said(part.start, part.start + len(layer.part_text(part.ordinal).rstrip()), text)
        stamp = whole_stamp(value, Paper())
        day = stamp.day if stamp else next((d.day for d in days(value)), None)
        if day is None:
            yield said, Lost(-1, value, words.NO_DAY)
        elif stamp is None:
            first = datetime(day.year, day.month, day.day)
            last = first + timedelta(days=1)
            yield said, Read(-1, "picture", first, last, first, last, 86400, "device", "within", value, (words.DEVICE,))
        else:
            at = stamp.at(day)
            zone = (words.ZONE.format(said=value),) if stamp.converted else ()
            how = (words.DEVICE, *zone)
            yield (
                said,
                Read(-1, "picture", at, at, at, at, 1, "device", "moment", value, how, zone_said=bool(stamp.zone)),
            )


def spoken(
    layer: Layer, said: Sequence[Said], began: datetime | None, video: Source | None
) -> tuple[list[Said], list[tuple[Said, Read | Lost]], datetime | None]:
    """When each cue of a transcript was said, where it is known when its recording began; else that it is not.

    `began` is that by the clock in the picture of `video`; else a sentence that tells the recording the time gives it.
    Gives the sentences that are left to the account, those that tell the time to the recording left out.
    """
    at = _cues(layer)
    precision, how = 1, ""
    if video is not None:
        checked = words.CHECKED if camera_clock.of(video) else words.NOT_CHECKED
        how = words.RECORDING_CAMERA.replace("{title}", video.title).replace("{checked}", checked)
    if began is None:
        found = next(
            ((one, moment, start) for one, start in at if start is not None and (moment := _now(one.text))), None
        )
        if found:
            telling, moment, start = found
            began, precision = moment - timedelta(seconds=start), 60
            how = words.RECORDING.replace("{words}", telling.text[:80])
    if began is None:
        placed = [(one, s) for one, s in at if s is not None]
        lost: list[tuple[Said, Read | Lost]] = []
        if placed:
            span = f"{_face(placed[0][1])}–{_face(placed[-1][1])}"
            lost = [(placed[0][0], Lost(-1, span, words.NO_START))]
        return list(said), lost, None
    read = [(one, _heard(s, began, precision, how)) for one, s in at if s is not None]
    left = [one for one in said if _now(one.text) is None and not _NOW.search(_before_clock(one.text))]
    return left, list(read), began


def _heard(seconds: float, began: datetime, precision: int, told: str) -> Read:
    at = began + timedelta(seconds=round(seconds))
    how = told.replace("{at}", _face(seconds)).replace("{began}", words.clock(began))
    low, high = at - timedelta(seconds=precision - 1), at + timedelta(seconds=precision - 1)
    return Read(-1, "said", at, at, low, high, precision, "recording", "moment", _face(seconds), (how,))


def _cues(layer: Layer) -> list[tuple[Said, float | None]]:
    """The cues of a transcript and where in the recording each begins, in seconds."""
    made: list[tuple[Said, float | None]] = []
    for part, held in layer.held([p for p in layer.parts if p.kind == "cue"]):
        found = _PLACE.match(held.places[0].value) if held.places else None
        said = Said(part.start, part.start + len(held.text.rstrip()), fold(held.text))
        made.append((said, float(found[1]) if found else None))
    return made


def _now(text: str) -> datetime | None:
    """The moment that somebody tells to the recording, with its date."""
    dated = [d.day for d in days(text) if d.day]
    clock = _told_clock(text)
    if clock is None or not dated:
        return None
    minute = clock.minute % DAY
    return datetime.combine(dated[0], datetime.min.time()) + timedelta(minutes=minute)


def _told_clock(text: str) -> Clock | None:
    for clock in clocks(text):
        if _NOW.search(text[: clock.start]):
            plain = clock.reading != "open" or (":" in text[clock.start : clock.end] and clock.minute < NOON)
            return clock if plain else None
    return None


def _before_clock(text: str) -> str:
    first = next(iter(clocks(text)), None)
    return text[: first.start] if first else ""


def _face(seconds: float | None) -> str:
    whole = int(seconds or 0)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60:02d}:{rest % 60:02d}"


def headers(layer: Layer) -> list[PartInfo]:
    """The parts of a mail that are its headers."""
    return [p for p in layer.parts if p.label.lower().startswith(("header ", "other headers"))]
