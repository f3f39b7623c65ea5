"""What is handed to the case store and what it answers, beside the records that flow everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from provenance.footage import Area, ClockReading, Frame, MovementEvent, VideoStream
from provenance.records import Anchor, ClaimKind, Coverage, Notice, Part, Role, Section, Sentence, Verdict
from provenance.reviews import BY_HAND
from provenance.runs import Run

if TYPE_CHECKING:
    from provenance.points import NewPoint


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """What a case says of itself; `version` is the schema's, `id` is random and stays with the case and its copies.

    `training`: it was made for that, of no live evidence."""

    reference: str
    title: str
    created: str
    created_by: str
    folder: Path
    version: int
    id: str = ""
    training: bool = False


@dataclass(frozen=True, slots=True)
class NewLayer:
    """A text layer as read: the extractor's name and version, and the parts in order."""

    extractor: str
    parts: Sequence[Part]


class Span(Protocol):
    """A passage before it has an id (the splitter's `PassageSpan` is one); offsets count in the layer."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def sentences(self) -> Sequence[Sentence]: ...
    @property
    def label(self) -> str: ...
    @property
    def speaker(self) -> str: ...
    @property
    def section(self) -> Section: ...
    @property
    def confidence(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class NewVideo:
    """A video as decoded: its stream, the movement found, the frames that may be cited, the burnt-in clock.

    `threshold` is with what the movement was found, None where that is not to be recorded.
    """

    stream: VideoStream
    events: Sequence[MovementEvent] = ()
    frames: Sequence[Frame] = ()
    clock: ClockReading | None = None
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class NewLook:
    """A later look at a video for movement, before it has a number; see `provenance.footage.Look`."""

    watch: Sequence[Area]
    mask: Sequence[Area]
    threshold: float
    events: Sequence[MovementEvent]
    frames: Sequence[Frame]
    notices: Sequence[Notice] = ()


@dataclass(frozen=True, slots=True)
class NewCitation:
    """A citation before it has an id; the anchor is one that `provenance.anchors` cut. `why`: see `Citation`."""

    source_id: str
    anchor: Anchor
    label: str
    role: Role = "cited"
    why: Notice | None = None


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim before it has an id. `against_searched`: in how many passages evidence against it was looked for."""

    heading: str
    text: str
    kind: ClaimKind
    verdict: Verdict
    citations: Sequence[NewCitation]
    held_back: bool = False
    against_searched: int | None = None


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A draft before it has an id; `question` is True when `brief` is a question that was asked.

    `conflicts`, each with its kind, were found in `compared` passages; None where they were not looked for.
    """

    brief: str
    question: bool
    found: bool
    searched: int
    run: Run
    claims: Sequence[NewClaim]
    coverage: Coverage
    conflicts: Sequence[NewPoint] = ()
    compared: int | None = None


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One brief or question as it was put, and what came of it, empty results too; or a draft begun by hand.

    `claims` stand, `held_back` are claims that the checks hold back; `writer` names the language model, "" for none.
    A record of searches for disclosure leaves out what is `by_hand`: nothing was put to the case.
    """

    draft_id: str
    brief: str
    question: bool
    found: bool
    searched: int
    retrieved: int
    claims: int
    generator: str
    settings: Mapping[str, object]
    seed: int
    at: str
    by: str
    writer: str = ""
    held_back: int = 0

    @property
    def all_held_back(self) -> bool:
        """Whether something was drafted, and nothing of it stood up to the checks."""
        return bool(self.held_back) and not self.claims

    @property
    def by_hand(self) -> bool:
        return self.generator == BY_HAND


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the hash-chained log; `hash` covers all the other fields. `salt` is "" for entries from before.

    `erased`: the entry that tells that words of this one were erased with a source; 0 for none. `hash` then covers
    `content` alone, the commitment to what was told ("" for one without salt)."""

    seq: int
    at: str
    by: str
    action: str
    detail: Mapping[str, object]
    prev: str
    hash: str
    salt: str = ""
    content: str = ""
    erased: int = 0


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What a check of the log found; `broken_at` is the first sequence number that does not hold."""

    entries: int
    head: str
    ok: bool
    broken_at: int | None = None

    def json(self) -> dict[str, object]:
        """The contract's shape."""
        return {"entries": self.entries, "head": self.head, "ok": self.ok, "broken_at": self.broken_at}


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that verification found wrong; ids that do not apply are empty."""

    code: str
    detail: str
    citation_id: str = ""
    source_id: str = ""
    passage_id: str = ""
    draft_id: str = ""

    def json(self) -> dict[str, object]:
        """The contract's shape: `citation_id` always (null where none is meant), other ids where they apply."""
        found: dict[str, object] = {"citation_id": self.citation_id or None, "code": self.code, "detail": self.detail}
        others = {"source_id": self.source_id, "passage_id": self.passage_id, "draft_id": self.draft_id}
        return found | {name: value for name, value in others.items() if value}


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What re-opening every citation found; `sources` are (id, whether the original still has its SHA-256)."""

    checked: int
    failed: tuple[Failure, ...] = ()
    notes: tuple[Failure, ...] = ()
    sources: tuple[tuple[str, bool], ...] = field(default=())

    @property
    def ok(self) -> bool:
        return not self.failed

    def json(self) -> dict[str, object]:
        """The contract's shape."""
        return {
            "checked": self.checked,
            "failed": [failure.json() for failure in self.failed],
            "notes": [note.json() for note in self.notes],
            "sources": [{"id": source_id, "sha256_ok": ok} for source_id, ok in self.sources],
        }
