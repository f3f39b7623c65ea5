"""Guesses the encoding of text that says none and is not UTF-8: by its marks, by its language, else by statistics.

Windows Western, DOS and EBCDIC are told by what stands where; that of other Latin alphabets by the language.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from ingest.language import language as identified

# What a byte above 127 stands for when a text is of western Europe: typographic marks where they can stand, money and
# degree signs, or a letter beside letters. A byte that is none of these is damage, not writing.
_PLAUSIBLE: Final = re.compile(
    "[’–—…•€§©®±¼½¾·«»\xa0´™¿¡]|(?<![A-Za-z])[‘“‚„]|(?<!\\s)[”]|£(?=[\\d .,)])|(?<=[\\d ])[£°ªº]"
    "|(?<![^ \n])[àáâèéêìíòóôùúåæøö](?![^ \n])"
    "|(?<=[A-Za-zß-ÿ])[ß-öø-ÿšžœ]|[ß-öø-ÿšžœ](?=[A-Za-z])"
    "|(?<![a-zß-ÿ])[À-ÖØ-ÞŠŽŒŸ](?=[A-Za-zÀ-ÿ])|(?<=[A-ZÀ-Þ])[À-ÖØ-ÞŠŽŒŸ]"
)
_BOX: Final = re.compile("[─-▟■]")
_RULED: Final = re.compile("[─═│║█▄▀░▒▓■]")  # of what frames and bars are made; letters read so by mistake are mixed
_FITS, _MARKED = 0.9, 0.22  # least share of marks that fit; most of a western text's characters that are marks
# The encodings that evidence without a mark is likely to be in; more of them make the guess worse.
_LIKELY: Final = (
    *(f"cp125{n}" for n in range(8)),
    *("koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_7", "iso8859_9"),
    *("cp932", "euc_jp", "gb18030", "big5", "euc_kr", "tis_620", "cp866", "mac_roman"),
)
_CENTRAL: Final = ("cp1250", "iso8859_2")
# Letters beyond ASCII of languages (ISO 639), and the encodings that they are written in: the likeliest first.
_LETTERS: Final = {
    "cs": ("áčďéěíňóřšťúůýž", _CENTRAL),
    "sk": ("áäčďéíĺľňóôŕšťúýž", _CENTRAL),
    "pl": ("ąćęłńóśźż", _CENTRAL),
    "hu": ("áéíóöőúüű", _CENTRAL),
    "ro": ("ăâîşţ", _CENTRAL),
    "sq": ("çë", _CENTRAL),
    **dict.fromkeys(("hr", "bs", "sr", "sl"), ("čćđšž", _CENTRAL)),
    **dict.fromkeys(("tr", "az"), ("âçğıîöşüûə", ("cp1254",))),
    "lt": ("ąčęėįšųūž", ("cp1257",)),
    "lv": ("āčēģīķļņšūž", ("cp1257",)),
    "et": ("äõöüšž", ("cp1257",)),
}
# Encodings of Cyrillic and Greek letters, and the languages that are written in them.
_OTHER_SCRIPTS: Final = ("cp1251", "koi8_u", "cp866", "iso8859_5", "cp1253", "iso8859_7")
_SLAV: Final = "абвгдежзийклмнопрстуфхцчшщьюя"
_OTHERS: Final = {
    "ru": f"{_SLAV}ёъыэ",
    "uk": f"{_SLAV}ґєії",
    "be": f"{_SLAV}ёіўыэ",
    "bg": f"{_SLAV}ъ",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
}
_NO_LETTERS: Final = bytes(byte for byte in range(128) if not chr(byte).isalpha())
EBCDIC: Final = "cp037"
_EBCDIC_LETTERS: Final = bytes(
    byte for first in (0x81, 0x91, 0xC1, 0xD1, 0xF0) for byte in range(first, first + 9)
) + bytes((*range(0xA2, 0xAA), *range(0xE2, 0xEA), 0xF9))
_EBCDIC_MARKS: Final = bytes.fromhex("404b6b60617a7d4d5d5b507e6d7f6f5e4e5c7c7b4a5a6c05 0d 15 25 00")


def looks_like_ebcdic(head: bytes) -> bool:
    """Whether bytes are writing in EBCDIC, as mainframes keep it: its letters, digits and marks, and blanks of 0x40."""
    letters = len(head) - len(head.translate(None, _EBCDIC_LETTERS))
    marks = len(head) - len(head.translate(None, _EBCDIC_MARKS))
    return (
        len(head) >= 16
        and letters >= 0.3 * len(head)
        and letters + marks >= 0.97 * len(head)
        and (0.04 * len(head) <= head.count(0x40))
    )


def guess(sample: bytes) -> str | None:
    """Python's name of the encoding that a sample with bytes beyond ASCII is in, or None where it cannot be told."""
    if looks_like_ebcdic(sample):
        return EBCDIC
    western = _fitting(sample, "cp1252")
    dos, page = max((_fitting(sample, "cp850"), 1), (_fitting(sample, "cp437"), 0))
    if dos >= _FITS and dos > western + (0.1 if western >= _FITS else 0):
        return "cp850" if page else "cp437"
    if other := _by_language(sample):
        return other
    if western >= _FITS:
        return "cp1252"
    text = sample.decode("cp1252", "replace")
    if len(text) - len(text.encode("ascii", "ignore")) < max(8, 0.02 * len(sample)):
        return None
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_LIKELY)).best()
    return best.encoding if best else None


def _by_language(sample: bytes) -> str | None:
    """The encoding in which the letters are those of the language, where that is one whose letters Windows Western does
    not have. By the letters that all encodings share it is mostly known even from a wrong one."""
    if sum(byte > 127 for byte in sample) > 0.5 * len(sample.translate(None, _NO_LETTERS)):
        fitting = {name: fit for name in _OTHER_SCRIPTS if (fit := _written(sample, name)) > _FITS}
        return max(fitting, key=lambda name: fitting[name], default=None)
    for tried in ("cp1252", "cp1250", "cp1254", "cp1257"):
        language = identified(sample.decode(tried, "replace"))
        if language in _LETTERS:
            letters, encodings = _LETTERS[language]
            share, place = max((_share(sample, name, letters), -n) for n, name in enumerate(encodings))
            return encodings[-place] if share >= _FITS else None
        if language:
            return None
    return None


def _written(sample: bytes, encoding: str) -> float:
    """How well a text in this encoding is of the language that it seems to be of: the share of its letters that are
    that language's, less capitals in the middle of words."""
    text = sample.decode(encoding, "replace")
    letters = _OTHERS.get(identified(text))
    odd = sum(a.islower() and b.isupper() for a, b in pairwise(text))
    return _share(sample, encoding, letters) - odd / len(text) if letters else 0.0


def _share(sample: bytes, encoding: str, letters: str) -> float:
    """The share of the letters beyond ASCII that are these."""
    found = [
        c for c in sample.decode(encoding, "replace").lower() if not c.isascii() and (c.isalpha() or c == "\ufffd")
    ]
    return sum(c in letters for c in found) / len(found) if found else 0.0


def _fitting(sample: bytes, encoding: str) -> float:
    """The share of the characters beyond ASCII that are plausible where they stand; 0 where there are too many."""
    text = sample.decode(encoding, "replace")
    if encoding != "cp1252":
        text = text.replace("\xa0", "\ufffd")  # 0xFF, which damage is full of and DOS texts are not
    marks = len(text) - len(text.encode("ascii", "ignore"))
    boxes = len(_BOX.findall(text))
    if not marks or marks - boxes >= _MARKED * len(text):
        return 0.0
    if boxes and len(_RULED.findall(text)) < 0.7 * boxes:
        return 0.0
    return (len(_PLAUSIBLE.findall(text)) + boxes) / marks
