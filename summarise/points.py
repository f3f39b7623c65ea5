"""Finds the points on which sources speak of the same matter, and those on which their own words differ.

`points(desk)` reads every text source in scope of the desk, a `draft.Drafting` (or what has its `material`, `composer`,
`passages_of`, `facts`, `backdrop` and `tick`), and gives the rows of the witness matrix: conflicts first, the surest
first, then what agrees. Nothing is weighed but whether two accounts speak of one thing: no witness has a score.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from provenance.points import ConflictKind, NewCell, NewPoint, PointKind
from provenance.records import Passage, Source
from summarise.backdrop import Backdrop
from summarise.compose import Composer
from summarise.material import Material, usable
from summarise.opposition.assertion import Assertion
from summarise.opposition.denials import denial_pairs
from summarise.opposition.lines import Line
from summarise.opposition.pairing import Cosine, Pair, Weights, pairs
from summarise.opposition.people import same
from summarise.opposition.reading import Account, one_witness, read, teller
from summarise.opposition.versions import version_pairs
from summarise.units import Unit

_OF_COURT = re.compile(r"(?:the )?(?:court|clerk|juror|jury|judge)\b", re.IGNORECASE)
MOST_ROWS = 200
_READING = 0.6  # of the work, as measured on the sample case: the rest is comparing
MOST_CELLS = 3  # of one source in one row
_LONGEST = 60  # words of a cell; of what is longer only the line that holds the value
_KINDS: Mapping[ConflictKind, PointKind] = {
    "time": "time", "place": "place", "direction": "place", "person": "person", "action": "action",
    "colour": "object", "number": "number", "denial": "object", "own": "object",
}  # fmt: skip


class PointDesk(Protocol):
    """What of a drafting the points need."""

    @property
    def material(self) -> Material: ...
    @property
    def composer(self) -> Composer: ...
    @property
    def backdrop(self) -> Backdrop: ...
    @property
    def passages_of(self) -> dict[str, list[Passage]]: ...
    @property
    def facts(self) -> frozenset[str]: ...

    def tick(self, what: str, done: float, total: float = 1.0) -> None: ...


@dataclass(frozen=True, slots=True)
class Row:
    """The assertions of one point in the order of the case, the pairs that differ, and how sure the surest is."""

    members: tuple[Assertion, ...]
    differing: tuple[Pair, ...]
    sure: float


def points(desk: PointDesk, most: int = MOST_ROWS, accounts: Sequence[Account] | None = None) -> list[NewPoint]:
    """The rows over all text sources in scope, at most `most`; a point that one voice alone tells of is none.

    `accounts` are the desk's (`accounts_of`) where they are read already.

    Raises TaskError("cancelled") when the desk's progress answers stop.
    """
    return [point(row, desk) for row in rows(desk, most, accounts)]


def rows(desk: PointDesk, most: int = MOST_ROWS, accounts: Sequence[Account] | None = None) -> list[Row]:
    """What the points are made of, in their order; see `points`."""
    accounts = accounts_of(desk, _READING) if accounts is None else accounts

    def tell(part: float) -> None:
        """On one scale with the reading, so that the estimate of time goes on."""
        desk.tick("Comparing the accounts", _READING + (1 - _READING) * part)

    tell(0.0)
    weights, cosine = Weights(accounts), cosines(desk.material)
    found = compared(accounts, weights, cosine, tell)
    return sorted(_rows(found), key=lambda row: (not row.differing, -row.sure))[:most]


def compared(
    accounts: Sequence[Account], weights: Weights, cosine: Cosine, tell: Callable[[float], None]
) -> list[Pair]:
    """Every sure pair of the accounts; two lines that differ in a slot are told once. `tell` how much is done, 0..1."""
    finders: tuple[Callable[[], list[Pair]], ...] = (
        lambda: pairs(accounts, weights, cosine),
        lambda: denial_pairs(accounts, weights, cosine),
        lambda: version_pairs(accounts, weights),
    )
    every = list[Pair]()
    for done, finder in enumerate(finders, start=1):
        every += finder()
        tell(done / len(finders))
    found, seen = list[Pair](), set[tuple[str, int, int]]()
    for pair in every:
        first, second = sorted((id(pair.first.line), id(pair.second.line)))
        key = (pair.kind, first, second)
        if not pair.differ or key not in seen:
            found.append(pair)
        if pair.differ:
            seen.add(key)
    return found


def accounts_of(desk: PointDesk, share: float = 1.0) -> list[Account]:
    """Every account of the desk, without what programs recorded and what court and counsel say round testimony.

    `share` is how much of the work under way the reading is, from 0 to 1.
    """
    passages = desk.material.passages
    beside = frozenset(p.id for p in passages if desk.backdrop.weight(p) < 1.0 or _OF_COURT.match(p.speaker))
    sources = [s for s in desk.material.sources if usable(s) and s.kind != "video"]
    return read(_told(sources, desk, share), desk.passages_of, desk.facts | beside)


def _told(sources: Sequence[Source], desk: PointDesk, share: float) -> Iterator[Source]:
    """The sources, with a look at "stop" before each."""
    for done, source in enumerate(sources):
        desk.tick("Reading the accounts", share * done / len(sources))
        yield source


def cosines(material: Material) -> Cosine:
    """The likeness of two passages by their vectors, as a function."""
    place, vectors = material.place, material.vectors

    def cosine(first: Passage, second: Passage) -> float:
        return float(vectors[place[first.id]] @ vectors[place[second.id]])

    return cosine


def _rows(found: Sequence[Pair]) -> list[Row]:
    """Pairs joined to rows by the assertions that they share."""
    leader: dict[int, int] = {}
    known: dict[int, Assertion] = {}

    def lead(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for pair in found:
        for assertion in (pair.first, pair.second):
            leader.setdefault(id(assertion), id(assertion))
            known[id(assertion)] = assertion
        leader[lead(id(pair.second))] = lead(id(pair.first))
    groups: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in found:
        groups[lead(id(pair.first))].append(pair)
    return [_row(group) for group in groups.values()]


def _row(group: Sequence[Pair]) -> Row:
    members = list({id(a): a for pair in group for a in (pair.first, pair.second)}.values())
    members.sort(key=lambda a: (a.line.source_id, a.line.place))
    voices: defaultdict[tuple[str, str], list[Assertion]] = defaultdict(list)
    for member in members:
        voices[member.line.voice].append(member)
    differing = [p for p in group if p.differ and not _settled(p, voices)]
    sure = max((p.sure for p in differing), default=max(p.sure for p in group))
    return Row(tuple(members), tuple(differing), sure)


def _settled(pair: Pair, voices: Mapping[tuple[str, str], Sequence[Assertion]]) -> bool:
    """Whether one of the two accounts says elsewhere what the other says: then the words speak of several things."""
    for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
        voice = voices[one.line.voice]
        if any(a is not one and not a.differs(other) and same(a.who, other.who) is not False for a in voice):
            return True
    return False


def point(row: Row, desk: PointDesk) -> NewPoint:
    between = [p for p in row.differing if not of_one_witness(p, desk.material.by_id)]
    heads = [p.first for p in between or row.differing] or list(row.members)
    slot, about = heads[0].slot, heads[0].about
    conflict: ConflictKind | None = between[0].kind if between else "own" if row.differing else None
    cells = [_cell(a, desk) for a in _shown(row)]
    return NewPoint(_KINDS[slot], about, cells, conflict)


def of_one_witness(pair: Pair, sources: Mapping[str, Source]) -> bool:
    """Whether both sides are told by one and the same named person, in two sources."""
    one, two = (teller(a.line, sources[a.line.source_id]) for a in (pair.first, pair.second))
    return one_witness(one, two)


def _shown(row: Row) -> list[Assertion]:
    """The assertions of a row that get a cell: what differs first, one a value, a few of a source."""
    differing = {id(a) for p in row.differing for a in (p.first, p.second)}
    kept: list[Assertion] = []
    for one in sorted(row.members, key=lambda a: (id(a) not in differing, a.hedged)):
        mine = [a for a in kept if a.line.source_id == one.line.source_id]
        repeated = any(not a.differs(one) and a.line.voice == one.line.voice for a in mine)
        if len(mine) < MOST_CELLS and not repeated:
            kept.append(one)
    order = {id(a): i for i, a in enumerate(row.members)}
    return sorted(kept, key=lambda a: order[id(a)])


def _cell(assertion: Assertion, desk: PointDesk) -> NewCell:
    source = desk.material.by_id[assertion.line.source_id]
    return NewCell(desk.composer.cite(source, unit_of(assertion), "cited"), assertion.value, assertion.hedged)


def unit_of(assertion: Assertion) -> Unit:
    """What the cell cites: the lines of the assertion, or only that with the value where they are long."""
    first, last = assertion.first, assertion.last
    if first is last or len(first.text.split()) + len(last.text.split()) > _LONGEST:
        return assertion.line.unit
    return Unit(first.passage, first.start, last.end, _joined(first, last), 0.0)


def _joined(first: Line, last: Line) -> str:
    return f"{first.text} {last.text}"
