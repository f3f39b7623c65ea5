"""Says whether a cut between two pieces of a text is none, because the first ends with an abbreviation."""

from __future__ import annotations

import re

# What always stands before more of its sentence: titles, and words that introduce.
_BEFORE = re.compile(
    r"(?<!\w)(?:approx|mr|mrs|ms|dr|prof|insp|sgt|supt|pc|dc|e\.g|eg|i\.e|ie|vs)\.\s*\Z",
    re.I,
)
# What may end a sentence as well: then the next word tells.
_EITHER = re.compile(r"(?<!\w)(?:d\.o\.b|dob|nos|reg|st|rd|ave|tel|mob|ref|fig|pp?|para)\.\s*\Z", re.I)
_NUMBERED = re.compile(r"(?<!\w)(?:no|a\.m|p\.m)\.\s*\Z", re.I)  # "No. 5"; but "He said no. Then he left."
_INITIAL = re.compile(
    r"(?:\A|[.?!]|(?<!\w)[A-Z][\w'’-]*)\s?(?<![^\s(])[A-HJ-Z]\.\s*\Z"
)  # "Tom J. Baker"; not "the U.S."
_OPENER = re.compile(
    r"(?:I|He|She|It|We|You|They|The|An?|This|That|These|Those|There|Then|When|While|After|Before|As|At|On|In|From|By"
    r"|But|And|So|If|My|His|Her|Its|Our|Their|Your|Both|No|Not|Yes|What|Who|Which|Where|Why|How|Once)\b"
)
_ITEM = re.compile(r"\(?[a-z]{1,3}[.)]\s")  # of a list that runs on in a line
_TAIL = 24  # code points that hold an abbreviation, and the name before an initial


def runs_on(before: str, after: str) -> bool:
    """Whether the sentence at the end of `before` goes on in `after`, as its last word is a known abbreviation."""
    tail = before[-_TAIL:]
    if not tail.rstrip().endswith("."):
        return False
    first = after.lstrip(" \"'“‘(")
    if not first or _ITEM.match(first):
        return False
    if _BEFORE.search(tail):
        return True
    if _NUMBERED.search(tail):
        return first[0].isdigit()
    return bool(_EITHER.search(tail) or _INITIAL.search(tail)) and not _OPENER.match(first)


def begins_small(piece: str) -> bool:
    """Whether a piece begins with a lower-case letter and is no item of a list."""
    return piece[:1].islower() and not _ITEM.match(piece)
