"""What is known of a source, in words: for the details beside the list, and to be copied."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app import messages
from app.confirming import CONFIRMED, READ, confirmed
from app.enclosed import CONVERTED, COUNT, MADE
from app.links import KINDS as LINKS
from app.links import PARTED
from app.taking_in import why
from provenance.audience import Use
from provenance.kinds import KINDS
from provenance.material import USE, Material
from provenance.records import Notice, Source
from provenance.report_words import OUTCOME, PRIVILEGE, counted, notices
from ui.evidence.found import Found, found
from ui.evidence.rows import item_of
from ui.place import Place
from ui.strings import evidence as words
from ui.strings import use as use_words
from ui.when import day, local_time

Fact = tuple[str, str]
_WRITTEN = frozenset({"title", "subject", "description", "keywords", "comment"})  # words of a person, not of Attest
_ELSEWHERE = frozenset({CONFIRMED, COUNT, MADE, "duplicate_of", PARTED, *LINKS})  # fields told in another way


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a statement: found by the machine, or confirmed by a person; `by` says by whom and when."""

    name: str
    label: str
    value: str
    confirmed: bool
    by: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Another source that belongs to this one. `field` is the field to clear to part them, of the source `holder`."""

    words: str
    source_id: str
    holder: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class InCase:
    """What a source is in the case, and in words by whose decision."""

    use: Use
    by: str = ""

    @property
    def words(self) -> str:
        return f"{USE[self.use]} · {self.by}" if self.by else USE[self.use]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a source besides its record: see `CaseFindings`, `app.links`, and the log."""

    findings: Sequence[Notice] = ()
    links: Sequence[Mapping[str, str]] = ()
    confirmed_by: Mapping[str, str] = field(default_factory=dict)
    rear: tuple[int, int] | None = None
    movement: str = ""  # how it was sought in footage last
    inside: Sequence[tuple[str, str]] = ()  # id and title of the files inside it
    material: Material | None = None  # what a person decided that it is in the case


@dataclass(frozen=True, slots=True)
class Told:
    """A heading, the sentences that say how the source was read, and facts in groups under headings."""

    title: str
    item: str
    state: str
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    findings: tuple[str, ...]
    facts: tuple[Fact, ...]
    fields: tuple[Fact, ...]
    places: tuple[Found, ...] = ()  # of the findings, in their order
    read: tuple[Reading, ...] = ()
    pairs: tuple[Pair, ...] = ()
    locked: bool = False
    rear: Place | None = None
    pairable: bool = False
    use: InCase | None = None

    def text(self) -> str:
        """All of it as plain lines."""
        lines = [f"{self.title} {self.item}".strip(), self.state, *self.sentences]
        lines += [f"{use_words.IN_CASE}: {self.use.words}"] if self.use else []
        for head, these in ((words.WARNINGS_HEAD, self.warnings), (words.FINDINGS_HEAD, self.findings)):
            lines += [f"{head}: {one}" for one in these]
        lines += [f"{one.label}: {one.value} ({one.by or _state(one)})" for one in self.read]
        lines += [one.words for one in self.pairs]
        return "\n".join([*lines, *(f"{name}: {value}" for name, value in (*self.facts, *self.fields))])


def _other_fields(source: Source, apart: Collection[str]) -> list[Fact]:
    return [(words.field_name(name), _value(name, value)) for name, value in source.fields.items() if name not in apart]


def _value(name: str, value: str) -> str:
    """A field as people read it: dates by day, month and year; what people wrote in words stays."""
    return value if name in _WRITTEN else day(value)


def _state(one: Reading) -> str:
    return words.CONFIRMED if one.confirmed else words.NOT_CONFIRMED


def tell(
    source: Source,
    title_of: Callable[[str], str | None],
    clock: str = "",
    later: str = "",
    beside: Beside | None = None,
) -> Told:
    """`title_of` gives what people call a source; `clock` is the camera's at the first frame, `later` the id of the
    source as which it was read when it was added again."""
    decided = beside.material if beside else None
    beside = Beside() if source.withheld or beside is None else beside
    closed = source.outcome in ("refused", "held", "duplicate")
    said = [why(source, title_of)] if closed and source.reason else []
    if later:
        said.append(words.READ_LATER_MORE.format(title=title_of(later) or later))
    if source.withheld and (source.outcome != "held" or not source.reason):
        said.append(messages.sentence("privilege"))
    read = tuple(_read(source, beside.confirmed_by)) if not source.withheld else ()
    ours = [(words.CAMERA_CLOCK, clock), (words.MOVEMENT, beside.movement)]
    fields = _other_fields(source, _ELSEWHERE | {one.name for one in read})
    places = [] if source.withheld else [found(source.id, n, title_of) for n in (*source.findings, *beside.findings)]
    return Told(
        title=source.title,
        item=item_of(source),
        state=OUTCOME[source.outcome],
        sentences=tuple(s for s in said if s),
        warnings=tuple(notices(source.warnings)),
        findings=tuple(one.words for one in places),
        facts=tuple(_facts(source)),
        fields=(*(fact for fact in ours if fact[1]), *fields),
        places=tuple(places),
        read=read,
        pairs=tuple(_pairs(source, title_of, beside, later)),
        locked=is_locked(source) and not later,
        rear=Place(source.id, span=beside.rear, rear=True) if beside.rear else None,
        pairable=source.outcome in ("read", "partly") and not source.withheld,
        use=_in_case(decided),
    )


def _in_case(decided: Material | None) -> InCase | None:
    if decided is None:
        return None
    if not decided.version:
        return InCase(decided.use)
    return InCase(decided.use, use_words.DECIDED_BY.format(by=decided.by, at=local_time(decided.at)))


def is_locked(source: Source) -> bool:
    """Whether a password is what it takes to read it."""
    return source.outcome == "refused" and source.reason == "password_needed" and not source.withheld


def _read(source: Source, by: Mapping[str, str]) -> list[Reading]:
    """What was read out of a statement; of another paper these fields are told among the others."""
    if not source.fields.get("witness") and not source.fields.get("statement_date"):
        return []
    sure = confirmed(source)
    return [
        Reading(name, words.field_name(name), _value(name, source.fields[name]), name in sure, by.get(name, ""))
        for name in READ
        if source.fields.get(name)
    ]


def _pairs(source: Source, title_of: Callable[[str], str | None], beside: Beside, later: str) -> list[Pair]:
    """The container or original, the same file as it was read, what it is paired with, and the files inside it."""
    converted = source.fields.get(MADE, "").startswith(CONVERTED)
    others = [(words.CONVERTED_FROM if converted else words.INSIDE, source.parent or "")]
    others += [(words.SAME_BYTES, source.fields.get("duplicate_of", "")), (words.READ_AS, later)]
    pairs = [Pair(said.format(title=title_of(one) or one), one) for said, one in others if one]
    for link in beside.links:
        kind, other = link["kind"], link["source_id"]
        own = kind in LINKS
        name = kind if own else next(name for name, back in LINKS.items() if back == kind)
        told = words.LINKS[kind].format(title=link["title"])
        pairs.append(Pair(told, other, source.id if own else other, name))
    pairs += [Pair(words.HOLDS.format(title=title), source_id) for source_id, title in beside.inside]
    return pairs


def _facts(source: Source) -> list[Fact]:
    values = {
        "exhibit": source.exhibit,
        "name": source.name,
        "kind": KINDS.get(source.kind, source.kind),
        "size": size(source.size),
        "pages": f"{source.pages:,}" if source.pages else "",
        "passages": f"{source.passages:,}" if source.passages else "",
        "frames": f"{source.frames:,}" if source.frames else "",
        "sha256": source.sha256,
        "added": words.ADDED_BY.format(at=local_time(source.added), by=source.added_by),
        "producer": source.producer,
        "dated": day(source.dated),
        "mark": source.mark,
        "privilege": PRIVILEGE[source.privilege],
        "path": source.path,
        "by_reference": words.BY_REFERENCE if source.by_reference else words.IN_CASE,
        "made": source.fields.get(MADE, ""),
    }
    return [(words.FACT_NAMES[name], value) for name, value in values.items() if value]


def size(count: int) -> str:
    """ "5,430 bytes", "52.8 kB", "1.2 GB": decimal units, as file managers have them."""
    if count < 10_000:
        return counted(count, "byte")
    value, unit = count / 1e3, "kB"
    for larger in ("MB", "GB", "TB"):
        if value >= 1000:
            value, unit = value / 1000, larger
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:,.1f} {unit}"
