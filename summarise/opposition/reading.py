"""Reads every account of a case for what it asserts, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from provenance.records import Passage, Source
from summarise.accounts import account_times
from summarise.moments import stated_year
from summarise.opposition.assertion import Assertion
from summarise.opposition.bearing import bearing, company
from summarise.opposition.colours import colours
from summarise.opposition.counts import counts
from summarise.opposition.deeds import blows, deeds
from summarise.opposition.falls import falls
from summarise.opposition.happenings import happenings
from summarise.opposition.having import having
from summarise.opposition.hours import with_hours
from summarise.opposition.lexicon import TITLES
from summarise.opposition.lighting import lighting
from summarise.opposition.lines import Line, lines, pieces
from summarise.opposition.marks import marks
from summarise.opposition.means import means
from summarise.opposition.measures import lengths, measures
from summarise.opposition.money import money
from summarise.opposition.nobody import nobody
from summarise.opposition.people import Cast
from summarise.opposition.places import places
from summarise.opposition.presence import presence
from summarise.opposition.states import conditions, states
from summarise.opposition.subjects import apart_from_doer
from summarise.opposition.travel import seats, travel
from summarise.opposition.ways import doors, sides, ways, windows
from summarise.text import words

_NOBODY = frozenset(("court", "witness", "officer", "clerk", "juror", "speaker", "deponent", "interviewer"))
READERS = (
    colours,
    counts,
    measures,
    ways,
    doors,
    windows,
    sides,
    deeds,
    blows,
    having,
    states,
    conditions,
    means,
    money,
    marks,
    places,
    nobody,
    lengths,
    lighting,
    presence,
    falls,
    travel,
    seats,
    bearing,
)


@dataclass(frozen=True, slots=True)
class Account:
    """One source as it was read: its lines in order, and what they assert."""

    source: Source
    lines: tuple[Line, ...]
    assertions: tuple[Assertion, ...]


def read(
    sources: Iterable[Source], passages_of: Mapping[str, Sequence[Passage]], skipped: frozenset[str] = frozenset()
) -> list[Account]:
    """The accounts of the sources that have passages; `skipped` are ids of passages that nobody wrote as an account."""
    found = []
    for source in sources:
        wanted = [p for p in passages_of.get(source.id, ()) if p.id not in skipped]
        if wanted:
            found.append(read_one(source, wanted))
    return found


def read_one(source: Source, passages: Sequence[Passage]) -> Account:
    """One source read; `passages` are its own, in order."""
    cut = [piece for passage in passages for piece in pieces(passage)]
    times = account_times([p.text for p in cut], stated_year(source))
    read_ = _with_people(list(with_hours(lines(cut, times))), source)
    asserted = [a for line in read_ for reader in READERS for a in reader(line)]
    asserted += [a for i in range(len(read_)) for near in (happenings, company) for a in near(read_, i)]
    return Account(source, tuple(read_), tuple(a for a in asserted if not a.line.formal))


def _with_people(read_: Sequence[Line], source: Source) -> list[Line]:
    """The lines with who is meant in each; every voice of a source has people of its own."""
    casts: dict[tuple[str, str], Cast] = {}
    found = []
    for line in read_:
        if line.voice not in casts:
            casts[line.voice] = Cast(teller(line, source))
        told = replace(line, people=tuple(casts[line.voice].people(line.text, line.words, line.at)))
        found.append(replace(told, people=apart_from_doer(told)))
    return found


def teller(line: Line, source: Source) -> str:
    """Who tells a line, by title, first names and surname in small letters; "" where nobody is named."""
    found = words(line.voice[1] or source.fields.get("witness", ""))
    return " ".join(found) if found and found[-1] not in _NOBODY and found[-1] not in TITLES else ""


def one_witness(one: str, two: str) -> bool:
    """Whether two tellers are one for certain: of the same first name and surname, no Mr and Mrs; without a first name
    only where they are recorded in the same words."""
    if not one or not two or one == two:
        return bool(one) and one == two
    mine, yours = ([w for w in name.split() if w not in TITLES] for name in (one, two))
    titles = [{w for w in name.split() if w in TITLES} for name in (one, two)]
    wed = any("mr" in a and b & {"mrs", "ms", "miss"} for a, b in (titles, titles[::-1]))
    return mine == yours and len(mine) > 1 and not wed
