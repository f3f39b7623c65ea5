"""RTF's control words by what they open or say, and its way to write times down.

After Microsoft's Rich Text Format Specification, version 1.9.1.
"""

from __future__ import annotations

import re
from typing import Final

# Groups whose words are not text: tables of the file, codes, doubles of what stands beside them.
SKIPPED: Final = frozenset(
    [
        "colortbl",
        "stylesheet",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "xmlnstbl",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "filetbl",
        "nonshppict",
        "shprslt",
        "bkmkstart",
        "bkmkend",
        "atnid",
        "atnref",
        "atrfstart",
        "atrfend",
        "atnparent",
        "atnicn",
        "fldtype",
        "datafield",
        "ffname",
        "ffdeftext",
        "ffformat",
        "ffhelptext",
        "ffstattext",
        "ffentrymcr",
        "ffexitmcr",
        "xe",
        "tc",
        "pgptbl",
        "protusertbl",
        "userprops",
        "mmathPr",
        "wgrffmtfilter",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "objclass",
        "objname",
        "objalias",
        "objsect",
        "objtime",
        "template",
        "panose",
        "falt",
        "fname",
        "pnseclvl",
        "tempparent",
        "keycode",
        "rxe",
        "txe",
        "htmltag",
        "mhtmltag",
        "blipuid",
        "blipupi",
        "private",
        "passwordhash",
        "list",
        "listlevel",
        "listoverride",
        "lfolevel",
    ]
)
# Groups marked as unknown to old readers that hold text all the same.
STARRED: Final = frozenset(
    [
        "shptxt",
        "shpinst",
        "picprop",
        "shppict",
        "annotation",
        "ud",
        "fldinst",
        "formfield",
        "ffl",
        "objdata",
        "atnauthor",
        "atnid",
        "atndate",
        "revtbl",
        "do",
        "dptxbxtext",
        "footnote",
        "pntext",
        "listtext",
        "moMath",
        "moMathPara",
        "mmath",
        "nesttableprops",
        "nestrow",
        "company",
        "info",
    ]
)
INFO: Final = {
    "title": "title",
    "author": "author",
    "operator": "last_modified_by",
    "subject": "subject",
    "keywords": "keywords",
    "doccomm": "description",
    "company": "company",
    "creatim": "created",
    "revtim": "modified",
    "printim": "printed",
}
BESIDE: Final = {"header": "header", "headerl": "header", "headerr": "header", "headerf": "header"} | {
    "footer": "footer",
    "footerl": "footer",
    "footerr": "footer",
    "footerf": "footer",
}
PICTURES: Final = {"pngblip": "png", "jpegblip": "jpg", "emfblip": "emf", "wmetafile": "wmf", "dibitmap": "dib"}
PROPERTY: Final = ("sp", "sn", "sv")  # of a drawing: its name and value
ENDS: Final = frozenset(("par", "sect", "page"))

CLOCK: Final = ("yr", "mo", "dy", "hr", "min")


def moment(packed: int) -> str:
    """A DTTM (minutes, hours, days, months and years in bits) as ISO 8601; "" where it is none."""
    packed &= 0xFFFFFFFF
    minute, hour, day = packed & 0x3F, packed >> 6 & 0x1F, packed >> 11 & 0x1F
    month, year = packed >> 16 & 0xF, 1900 + (packed >> 20 & 0x1FF)
    return f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}" if 1 <= month <= 12 and day else ""


def stated(number: str) -> str:
    """The same from the number as a file writes it out."""
    return moment(int(number)) if re.fullmatch(r"-?\d{1,12}", number) else ""
