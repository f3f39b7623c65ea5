"""Python's names of the character sets that mails declare, under the names that mail programs write for them.

The names are those of the Encoding Standard (WHATWG, "Names and labels") and of IANA's register of character sets that
Python does not know, with what programs write by mistake: "cp-850", "windows1252", "utf8mb4", quotes and blanks around.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

# Codecs that are not encodings of texts people write, or cost more than they give on hostile input.
_NO_CHARSETS: Final = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
# What mail programs mean by the names of smaller sets.
_WIDER: Final = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
_NAMES: Final = {
    **dict.fromkeys(("iso88598i", "iso88598e", "csiso88598i", "csiso88598e", "logical", "visual"), "iso8859-8"),
    **dict.fromkeys(("iso88596i", "iso88596e", "csiso88596i", "csiso88596e"), "iso8859-6"),
    **dict.fromkeys(("windows31j", "cswindows31j", "sjis", "mskanji", "cp943", "cp943c", "ibm943"), "cp932"),
    **dict.fromkeys(("eucjpms", "cp51932", "eucjpwin", "ujis"), "euc_jp"),
    **dict.fromkeys(("cp50220", "cp50221", "cp50222", "iso2022jpms"), "iso2022_jp_ext"),
    **dict.fromkeys(("windows949", "ksc56011987", "ksc5601", "korean", "uhc"), "cp949"),
    **dict.fromkeys(("gbk", "gb231280", "cngb", "windows936", "cp936", "euccn", "gb18030"), "gb18030"),
    **dict.fromkeys(("cnbig5", "big5", "big5eten", "windows950"), "big5hkscs"),
    **dict.fromkeys(("windows874", "dos874", "thai", "tis6202533"), "cp874"),
    **dict.fromkeys(("koi", "koi8", "cskoi8r"), "koi8-r"),
    **dict.fromkeys(("koi8ru",), "koi8-u"),
    **dict.fromkeys(("macroman", "mac", "macintosh", "macwestern"), "mac-roman"),
    **dict.fromkeys(("maccyrillic", "macukrainian", "macukraine", "macrussian"), "mac-cyrillic"),
    **dict.fromkeys(("macce", "maccentraleurroman", "maceastern", "mlatin2"), "mac-latin2"),
    "macgreek": "mac-greek",
    "macturkish": "mac-turkish",
    "macicelandic": "mac-iceland",
    "maccroatian": "mac-croatian",
    **dict.fromkeys(("ansi", "ansix31101983", "western", "iso88591windows31latin1", "userdefined"), "cp1252"),
    **dict.fromkeys(("utf8mb4", "utf8mb3", "utf8mac", "unicode11utf8", "unicode20utf8", "65001", "cesu8"), "utf-8"),
    **dict.fromkeys(("unicode", "ucs2", "iso10646ucs2", "unicodefffe", "csunicode"), "utf-16"),
    **dict.fromkeys(("unicode11utf7", "csunicode11utf7", "unicode20utf7"), "utf-7"),
}
_PAGE: Final = re.compile(r"(?:windows|win|cp|ibm|dos|microsoftcp|mscp|codepage)(\d{3,5})(?:latin1)?")
_NOISE: Final = re.compile(r"[^0-9a-z]+")


def codec(charset: str) -> str:
    """Python's name of a charset; "utf-8" where none is said, or none is known that makes text of bytes."""
    return known(charset) or "utf-8"


def known(charset: str) -> str:
    """Python's name of a charset, of a wider one where programs mean that; "" where it is not known."""
    named = re.split(r"//|\*", charset)[0]  # iconv's "//TRANSLIT" and the language of RFC 2231 are no part of a name
    said = named.strip(" \t\r\n\0'\"<>;,=").lower()
    plain = _NOISE.sub("", said)
    less = plain.lstrip("x") if said.startswith("x-") else plain
    page = _PAGE.fullmatch(less)
    for name in (_NAMES.get(plain), _NAMES.get(less), said, f"cp{page[1]}" if page else None, said.removeprefix("x-")):
        if name and (found := _usable(name)):
            return found
    return ""


def _usable(name: str) -> str:
    try:
        found = codecs.lookup(name).name
        "".encode(found)
    except (LookupError, ValueError):
        return ""
    return "" if found.replace("-", "_") in _NO_CHARSETS else _WIDER.get(found, found)
