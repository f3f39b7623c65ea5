"""Findings as the window shows them: in words that name sources as people do, with the place where to look."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.records import Notice
from provenance.report_words import notices
from ui.place import Place
from ui.strings import evidence as words
from ui.when import day

if TYPE_CHECKING:
    from app.findings import CaseFinding

_PAGE = re.compile(r"page=(\d{1,6})")
_TEXT = re.compile(r"text=(\d{1,12})-(\d{1,12})")
_TIME = re.compile(r"t=(\d{1,9}(?:\.\d{1,9})?)(?:,.*)?")
_DATED = re.compile(r"\b(?:of|dated|on) \d{4}-\d\d-\d\d(?![\w./-]\w)")  # not in a file's name
TitleOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of one source: a sentence, where it is ("p. 3"), and the place to be opened."""

    words: str
    where: str
    place: Place


def found(source_id: str, finding: Notice, title_of: TitleOf) -> Found:
    """A finding of a source. A place that is not understood opens the source at its beginning."""
    place, where = _place(source_id, finding.place)
    return Found(_sentence(finding, title_of), where, place)


def of_case(finding: CaseFinding, title_of: TitleOf) -> tuple[str, tuple[Found, ...]]:
    """A finding of the case in words, and its places, one for each source."""
    each = tuple(found(source_id, finding.of(source_id), title_of) for source_id in finding.source_ids)
    return each[0].words if each else _sentence(Notice(finding.code, finding.detail), title_of), each


def _place(source_id: str, told: str) -> tuple[Place, str]:
    if (match := _PAGE.fullmatch(told)) is not None:
        return Place(source_id, page=int(match[1])), words.AT_PAGE.format(page=int(match[1]))
    if (match := _TEXT.fullmatch(told)) is not None:
        return Place(source_id, span=(int(match[1]), int(match[2]))), ""
    if (match := _TIME.fullmatch(told)) is not None:
        seconds = float(match[1])
        return Place(source_id, seconds=seconds), words.AT_SECONDS.format(seconds=f"{seconds:,.1f}")
    return Place(source_id), ""


def _sentence(finding: Notice, title_of: TitleOf) -> str:
    """The finding in words; "S3 (BL/1)" is "BL/1"."""
    told = "".join(notices([finding]))
    for source_id in dict.fromkeys(re.findall(r"\bS\d+(?= \()", told)):
        title = title_of(source_id)
        if title:
            told = told.replace(f"{source_id} ({title})", title)
    told = _DATED.sub(lambda found: day(found[0]), told)
    return told[:1].upper() + told[1:]
