"""Reads what the camera or phone recorded in a picture's EXIF: times, place, device, captions; the impossible named.

After CIPA DC-008 (EXIF 2.32). What can't be (latitude 133°, a month 13) is no fact: it is given apart, to be told as
it stands. A side that isn't recorded (N or S) is not made up.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

from PIL import Image

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_USER_COMMENT: Final = 0x9286
_OF_WINDOWS: Final = range(0x9C9B, 0x9CA0)  # UTF-16 in bytes
_CLOCK: Final = "by the device's clock, which may be wrong"
_BY_DEVICE: Final = "as recorded by the device"
_HIGHEST: Final = 100_000.0  # metres
_WIDEST_ZONE: Final = 14 * 60  # minutes from UTC
_MOMENT: Final = re.compile(
    r"(\d{4})[:/.-](\d\d?)[:/.-](\d\d?)(?:[ T]+(\d\d?):(\d\d?):(\d\d?)(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?[ :]*"
)
_DATE: Final = re.compile(r"(\d{4})[:/.-](\d\d)[:/.-](\d\d)")
_ZONE: Final = re.compile(r"[+-](\d\d):([0-5]\d)")
_TIMES: Final = (  # what people call it; tags of the time, its fraction and its zone
    ("time taken", "DateTimeOriginal", 0x9003, 0x9291, 0x9011),
    ("time digitised", "DateTimeDigitized", 0x9004, 0x9292, 0x9012),
    ("time changed", "DateTime", 0x0132, 0x9290, 0x9010),
)
_PLAIN: Final = (  # what people call it; name of the tag; number; whether in the part of EXIF about the camera
    ("software", "Software", 0x0131, False),
    ("computer", "HostComputer", 0x013C, False),
    ("owner", "CameraOwnerName", 0xA430, True),
    ("serial number", "BodySerialNumber", 0xA431, True),
    ("lens", "LensModel", 0xA434, True),
    ("author", "Artist", 0x013B, False),
    ("copyright", "Copyright", 0x8298, False),
    ("description", "ImageDescription", 0x010E, False),
    ("comment", "UserComment", _USER_COMMENT, True),
    ("title", "XPTitle", 0x9C9B, False),
    ("comment of Windows", "XPComment", 0x9C9C, False),
    ("keywords", "XPKeywords", 0x9C9E, False),
)
_IMPOSSIBLE: Final = (ArithmeticError, TypeError, ValueError, LookupError)  # what such values raise
Tags = Mapping[int, Any]


class Fact(NamedTuple):
    """One thing recorded: `value` names its place in the file ("exif=DateTimeOriginal"), `name` is what people say.

    Not `possible`: what stands there, `words`, can't be what it should.
    """

    value: str
    name: str
    words: str
    remark: str = ""
    possible: bool = True


def exif_facts(image: Image.Image) -> Iterator[Fact]:
    """The facts of an opened picture's EXIF, in a fixed order; may raise whatever Pillow does on hostile bytes."""
    main = image.getexif()
    camera, gps = main.get_ifd(_EXIF_IFD), main.get_ifd(_GPS_IFD)
    for name, tag, number, fraction, zone in _TIMES:
        yield from _time(name, f"exif={tag}", main, camera, (number, fraction, zone))
    for name, tag, told, tags in _GPS:
        yield from _checked(name, f"exif={tag}", told, tags, gps)
    device = " ".join(dict.fromkeys(f"{text(main.get(0x010F))} {text(main.get(0x0110))}".split()))
    yield Fact("exif=Model", "device", device, _BY_DEVICE if device else "")
    for name, tag, number, of_camera in _PLAIN:
        recorded = (camera if of_camera else main).get(number)
        words = _comment(recorded, main.endian) if number == _USER_COMMENT else text(recorded, number in _OF_WINDOWS)
        yield Fact(f"exif={tag}", name, words)


def text(recorded: Any, of_windows: bool = False) -> str:  # noqa: ANN401  # whatever the file holds
    """A recorded value as text, padding dropped; `of_windows`: UTF-16 in bytes, as the tags of Windows are."""
    if recorded is None:
        return ""
    if of_windows and isinstance(recorded, bytes | tuple | list):
        return bytes(recorded).decode("utf-16-le", "replace").rstrip("\0 ")
    if not isinstance(recorded, bytes):
        return str(recorded).strip("\0 ")
    try:
        return recorded.decode().strip("\0 ")
    except UnicodeDecodeError:
        return recorded.decode("cp1252", "replace").strip("\0 ")


def _time(name: str, value: str, main: Tags, camera: Tags, tags: tuple[int, int, int]) -> Iterator[Fact]:
    """A time with its fraction and its zone; one of blanks or noughts is not set, and none."""
    number, fraction, zone = tags
    recorded = text(camera.get(number) or main.get(number))
    if not re.search(r"[1-9]", recorded):
        return
    part, offset = text(camera.get(fraction)), text(camera.get(zone))
    if not _is_zone(offset):
        if re.search(r"\d", offset):
            yield Fact(value, f"zone of the {name}", offset, possible=False)
        offset = ""
    try:
        yield Fact(value, name, f"{_moment(recorded)}{f'.{part}' if part.isdigit() else ''} {offset}", _CLOCK)
    except ValueError:
        yield Fact(value, name, recorded, possible=False)


def _moment(recorded: str) -> str:
    """Date and time in ISO order, or the date alone where the time is blank; raises ValueError where they can't be."""
    if not (found := _MOMENT.fullmatch(recorded)):
        raise ValueError
    date = dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    if found[4] is None:
        return date
    return f"{date} {_clock(int(found[4]), int(found[5]), int(found[6]))}{found[7] or ''} {found[8] or ''}".rstrip()


def _clock(hour: int, minute: int, second: int) -> str:
    """Raises ValueError for what no clock shows; a second 60 is a leap second."""
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second <= 60):
        raise ValueError
    return f"{hour:02}:{minute:02}:{second:02}"


def _is_zone(offset: str) -> bool:
    found = _ZONE.fullmatch(offset)
    return offset == "Z" or (found is not None and int(found[1]) * 60 + int(found[2]) <= _WIDEST_ZONE)


def _checked(name: str, value: str, told: Callable[[Tags], str], tags: Sequence[int], gps: Tags) -> Iterator[Fact]:
    try:
        yield Fact(value, name, told(gps), _BY_DEVICE)
    except _IMPOSSIBLE:
        recorded = " ".join(text(gps[tag]) for tag in tags if tag in gps)
        yield Fact(value, name, recorded, possible=False)


def _place(gps: Tags) -> str:
    """Both coordinates, in degrees; "" where there are none, or only noughts, which receivers without a fix write."""
    if 2 not in gps and 4 not in gps:
        return ""
    latitude, longitude = _degrees(gps[2], 90), _degrees(gps[4], 180)
    if not latitude and not longitude:
        return ""
    off = ""
    with suppress(*_IMPOSSIBLE):  # told by `_GPS`
        off = _accuracy(gps)
    return f"{latitude:.6f}° {_side(gps.get(1), 'NS')}, {longitude:.6f}° {_side(gps.get(3), 'EW')}{off}"


def _accuracy(gps: Tags) -> str:
    return f", within {_within(gps[31], 0, 1e7):.0f} m" if 31 in gps else ""


def _degrees(recorded: Any, most: float) -> float:  # noqa: ANN401
    """Degrees out of degrees, minutes and seconds; raises ValueError where they can't be."""
    degrees, minutes, seconds = (float(n) for n in recorded)
    if not (0 <= minutes < 60 and 0 <= seconds <= 60):  # 60: programs round
        raise ValueError
    return _within(degrees + minutes / 60 + seconds / 3600, 0, most)


def _side(recorded: Any, sides: str) -> str:  # noqa: ANN401
    side = text(recorded).upper()[:1]
    if not side or side not in sides:
        raise ValueError
    return side


def _height(gps: Tags) -> str:
    """References of EXIF 3.0: 0 and 2 are above, 1 and 3 below (the ellipsoid, the sea)."""
    if 6 not in gps:
        return ""
    side, height = gps.get(5, 0), _within(gps[6], -_HIGHEST, _HIGHEST)
    side = side[0] if isinstance(side, bytes) else int(side)
    if side not in (0, 1, 2, 3) or (side in (1, 3) and height < 0):
        raise ValueError
    return f"{-height if side in (1, 3) else height:.0f} m"


def _direction(gps: Tags) -> str:
    north = {"T": "true north", "M": "magnetic north"}.get(text(gps.get(16)), "north")
    return f"{_within(gps[17], 0, 360):.0f}° from {north}" if 17 in gps else ""


def _satellite_time(gps: Tags) -> str:
    date, clock = text(gps.get(29)), [int(_within(n, 0, 60)) for n in gps.get(7, ())]
    if not re.search(r"[1-9]", date) and not any(clock):
        return ""
    found = _DATE.fullmatch(date)
    if not found or len(clock) != 3:
        raise ValueError
    return f"{dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()} {_clock(*clock)} UTC"


_GPS: Final = (  # what people call it; the tag that names its place; how it is told; the tags that record it
    ("place", "GPSLatitude", _place, (2, 1, 4, 3)),
    ("accuracy of the place", "GPSHPositioningError", lambda gps: _accuracy(gps) and "", (31,)),
    ("height", "GPSAltitude", _height, (6, 5)),
    ("direction", "GPSImgDirection", _direction, (17,)),
    ("time by satellite", "GPSTimeStamp", _satellite_time, (29, 7)),
)


def _within(recorded: Any, least: float, most: float) -> float:  # noqa: ANN401
    found = float(recorded)
    if not math.isfinite(found) or not least <= found <= most:
        raise ValueError
    return found


def _comment(recorded: Any, order: str | None) -> str:  # noqa: ANN401
    """A UserComment: its first eight bytes name the encoding; `order` is that of the file's bytes, "<" or ">"."""
    if not isinstance(recorded, bytes):
        return text(recorded)
    named, raw = recorded[:8].rstrip(b"\0 "), recorded[8:]
    if named == b"UNICODE":
        return _utf_16(raw, order).strip("\0 ")
    if named == b"JIS":
        return _japanese(raw.rstrip(b"\0 "))
    return text(recorded if named not in (b"", b"ASCII") else raw)


def _utf_16(raw: bytes, order: str | None) -> str:
    """In the order of its mark, else of the file, unless the other alone gives mostly Latin: programs write either."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    names = ["utf-16-be", "utf-16-le"] if order == ">" else ["utf-16-le", "utf-16-be"]
    own, other = (raw.decode(name, "replace") for name in names)
    return other if _latin(other) > 0.5 > _latin(own) else own


def _latin(words: str) -> float:
    return sum(" " <= c < "\x7f" for c in words) / max(1, len(words))


def _japanese(raw: bytes) -> str:
    """JIS X 0208 with the escapes of ISO 2022, or without them where there is kana, or what programs write instead.

    Without escapes Latin letters and kanji are the same bytes; kana is led by "$" or "%".
    """
    bare = b"\x1b" not in raw and all(0x21 <= byte <= 0x7E for byte in raw) and any(b in b"$%" for b in raw[::2])
    for data, name in ((b"\x1b$B" + raw if bare else raw, "iso2022_jp"), (raw, "shift_jis"), (raw, "euc_jp")):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return text(raw)
