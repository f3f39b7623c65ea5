"""Finds proper names by their capitals: words that no sentence's start, title or caption explains."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from summarise.text import STOP_WORDS

_CAPITAL = re.compile(r"(?<![\w’'@/.-])(?:[A-Z]\.(?=\s?[A-Z])|[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:[’'-][^\W\d_]+)*(?![\w]))")
_STARTS = re.compile(r"(?:^|[.!?:;•·|]|[.!?][”\"’')\]]+|\n|\b[QA]\.?)[\s“\"‘'(\[•–—-]*$|[“\"]$")
_TITLE = re.compile(
    r"^(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|judge|justice|officer|sergeant|sgt|inspector|insp"
    r"|constable|pc|dc|ds|di|dci|wpc|pcso|detective|captain|nurse|rev|father|counsel)$",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|MR|MRS|MS|DR|PC|DC|DS|DI|DCI|Sgt|Insp)\.?\s$")
_INITIAL_BEFORE = re.compile(r"(?:^|[\s(“\"])(?!Q\.|A\.)[A-Z]\.\s?$")
# What opens a sentence with a capital and is no name; the stop words besides.
_OPENERS = """
    yesterday today tomorrow tonight later afterwards meanwhile suddenly yes yeah no well okay ok sir ma'am madam
    please however although though since because despite perhaps maybe many several another others someone somebody
    everyone everybody nobody none nothing something everything according based given let's like one two three four
    five six seven eight nine ten around about inside outside behind near next first second third finally also still
    even correct right left sure exactly thanks thank hello hi hey oh sorry without within during between until till
    upon i'm i've i'd i'll it's that's there's he's she's they're we're you're what's don't didn't can't isn't wasn't
    neither either unless instead anyway so apparently actually obviously certainly usually sometimes often soon
    approximately immediately initially eventually never always again once
"""
_CALENDAR = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NO_NAMES = STOP_WORDS.union(_OPENERS.split())
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class ProperName:
    """A name at text[start:end]; `value` is its words in lower case, without titles, dots and possessive endings."""

    start: int
    end: int
    value: str


def proper_names(text: str, known: Collection[str] = ()) -> Iterator[ProperName]:
    """The names of `text`, in order. A single capitalised word that opens a sentence is one only where it has a title,
    stands capitalised within a sentence of the text too, or is in `known` (lower case)."""
    runs = list(_runs(text))
    inner = set(known).union(*({_value(w[0]) for w in run if not _opens(text, w.start())} for run in runs))
    for run in runs:
        kept = [w for w in run if not _TITLE.match(w[0]) or (len(run) == 1 and _keeps_title(w[0]))]
        if len(kept) == 1 and (_value(kept[0][0]) in _NO_NAMES or len(_value(kept[0][0])) == 1):
            continue
        first = kept[0] if kept else None
        while first is not None and not _named(text, first, kept, inner):
            kept = kept[1:]
            first = kept[0] if kept else None
        if first is not None:
            value = " ".join(_value(w[0]) for w in kept)
            end = kept[-1].end() - len(match[0]) if (match := _POSSESSIVE.search(kept[-1][0])) else kept[-1].end()
            yield ProperName(first.start(), end, value)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Capitalised words that stand side by side, without stop words; a possessive, a comma or a stop ends a run."""
    run: list[re.Match[str]] = []
    for word in _CAPITAL.finditer(text):
        folded = word[0].casefold().replace("’", "'")
        if (
            folded.endswith("n't")
            or folded in _CALENDAR
            or (folded in STOP_WORDS and not (len(folded) == 2 and folded[1] == "."))
            or folded.split("'")[0] in ("i", "q")
        ):
            if run and not _TITLE.match(word[0]):
                yield run
                run = []
            continue
        between = text[run[-1].end() : word.start()] if run else ""
        joined = between in (" ", "") or (between == ". " and bool(_TITLE.match(run[-1][0]))) or between == "\n"
        if run and (not joined or _POSSESSIVE.search(run[-1][0])):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _named(text: str, word: re.Match[str], run: list[re.Match[str]], inner: Collection[str]) -> bool:
    """Whether a run's first word belongs to the name, and is not only how its sentence opens."""
    if not _opens(text, word.start()) or _value(word[0]) in inner:
        return True
    if _value(word[0]) in _NO_NAMES:
        return False
    return len(run) > 1 or (word[0].isupper() and len(word[0]) > 1)


def _opens(text: str, at: int) -> bool:
    """Whether a sentence, line or quotation opens at `at`; what follows a title or an initial does not open one."""
    before = text[max(0, at - 12) : at]
    if _TITLE_BEFORE.search(before) or _INITIAL_BEFORE.search(before):
        return False
    return bool(_STARTS.search(before)) if at > len(before) else not before.strip() or bool(_STARTS.search(before))


def _keeps_title(word: str) -> bool:
    return word.isupper() and len(word) > 1  # "PC" alone is as much of a name as "CCTV"


def _value(word: str) -> str:
    return _POSSESSIVE.sub("", word.casefold().replace("’", "'").removesuffix(".")).strip("'")
