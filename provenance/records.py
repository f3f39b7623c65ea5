"""The plain records that flow through Attest: sources, layers, passages, anchors, claims, citations, runs.

Offsets are Unicode code points, 0-based, end exclusive. Boxes are in PDF points (1/72 inch) for pages and in
coded pixels for pictures and frames, origin at the top left as displayed. Records of footage: `provenance.footage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from provenance.near import Near
from provenance.retention import REMOVED
from provenance.runs import Run
from provenance.words import Words

if TYPE_CHECKING:
    from provenance.points import Point

Outcome = Literal["read", "partly", "refused", "duplicate", "held"]
Privilege = Literal["none", "possible", "privileged", "released"]
Quote = Literal["exact", "moved", "missing"]
Location = Literal["valid", "invalid"]
Support = Literal["supported", "partly", "unsupported", "contradicted"]
ClaimKind = Literal["statement", "document", "observation"]
Section = Literal["body", "form", "rear"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning or finding about a source: a stable code and the words that belong to it.

    `place` is where a person looks to see it, or "": "page=3", "text=120-160" (code points of the layer), "t=12.480"
    (stream seconds, or a stretch "t=12.480,15.2")."""

    code: str
    detail: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One file taken in. `fields` hold what the file says of itself (witness, statement_date, page_count, …)."""

    id: str
    sha256: str
    name: str
    path: str
    size: int
    kind: str
    outcome: Outcome
    added: str
    added_by: str
    reason: str | None = None
    warnings: tuple[Notice, ...] = ()
    findings: tuple[Notice, ...] = ()
    parent: str | None = None
    exhibit: str = ""
    producer: str = ""
    dated: str = ""
    mark: str = ""
    privilege: Privilege = "none"
    by_reference: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    pages: int = 0
    passages: int = 0
    frames: int = 0

    @property
    def title(self) -> str:
        """What people call it: the exhibit reference, else the file's name."""
        return self.exhibit or self.name

    @property
    def removed(self) -> str:
        """When and why it was removed from the case, in words that stand where its own stood; "" where it is there."""
        if self.reason != REMOVED:
            return ""
        told = next((notice.detail for notice in self.warnings if notice.code == REMOVED), "Source removed")
        return f"[{told}]"

    @property
    def withheld(self) -> bool:
        """Whether privilege keeps its content back: held, or marked and not released by a named person.

        The one rule; `provenance.store.sources.OPEN` says the opposite in SQL.
        """
        return self.outcome == "held" or self.privilege in ("possible", "privileged")


PartKind = Literal["page", "paragraph", "block", "row", "cue", "note", "field", "fact"]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch [start, end) of a part that has a place of its own in its file: a cell, a cue, a recorded fact.

    Written as a W3C FragmentSelector: `value` ("cell=4,2", "sheet=Calls&cell=B4", "t=12.480,15.2") and `conforms`, the
    format's address, or "". `label` is what people call it: "Calls B4", "00:12".
    """

    start: int
    end: int
    value: str
    conforms: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One page, paragraph, row or cue of a text layer; the layer is the parts' texts joined without anything between.

    `page` is 1-based where the file has pages, else 0. `words` hold the place of every word where it is known;
    their offsets count from the start of the part. `width` and `height` are of the page as displayed. A part of kind
    "note" or "field" on a page (an annotation, a form's entry) has that page's number and stands after all pages.
    `places` are in order and do not overlap; their offsets count from the start of the part.
    """

    ordinal: int
    kind: PartKind
    text: str
    label: str = ""
    page: int = 0
    width: float = 0.0
    height: float = 0.0
    words: Words | None = None
    xpath: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A citable unit: its span in the layer, and its words with page furniture masked and white space folded."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one source; `text` is for search and models, the span is for citing."""

    id: str
    source_id: str
    ordinal: int
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
    label: str
    speaker: str = ""
    section: Section = "body"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page (1-based), a picture or a frame (page 0)."""

    page: int
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class TextAnchor:
    """A quote in a text layer; made by `provenance.anchors.cut` only, so that `exact` is a slice of the layer."""

    source_sha256: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    boxes: tuple[Box, ...] = ()
    fragments: tuple[tuple[str, str], ...] = ()
    xpath: str = ""


@dataclass(frozen=True, slots=True)
class FrameAnchor:
    """A frame of a video, or a region of it (coded pixels)."""

    source_sha256: str
    stream: int
    ordinal: int
    pts: int
    time_base: Fraction
    frame_sha256: str
    pixel_format: str
    decoder: str
    region: Box | None = None

    @property
    def seconds(self) -> Fraction:
        return self.pts * self.time_base


Anchor = TextAnchor | FrameAnchor
Role = Literal["cited", "similar", "against"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Claim → anchor, with the names under which people know the source.

    `by_ocr`: some of the words of the passage that is cited were read from a picture by a machine. `why` tells how
    what speaks against a claim differs from it.
    """

    id: str
    source_id: str
    source_name: str
    exhibit: str
    label: str
    anchor: Anchor
    role: Role = "cited"
    by_ocr: bool = False
    why: Notice | None = None

    @property
    def removed(self) -> bool:
        """Whether its source was removed: its anchor is cut from nothing, and its quote says when and why."""
        return isinstance(self.anchor, TextAnchor) and self.anchor.end == 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The three checks of one claim, never merged; `score` orders support for triage only."""

    quote: Quote
    location: Location
    support: Support
    score: float
    reasons: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence with its citations; `held_back` when its own citations do not bear it.

    `by` and `at` tell who wrote it by hand and when; both are "" for the machine's. Evidence against it was looked for
    in `against_searched` passages (None: it was not); of what was found `against_withheld` places are withheld now.
    """

    id: str
    heading: str
    text: str
    kind: ClaimKind
    verdict: Verdict
    citations: tuple[Citation, ...]
    held_back: bool = False
    by: str = ""
    at: str = ""
    against_searched: int | None = None
    against_withheld: int = 0

    def cited(self, role: Role = "cited") -> tuple[Citation, ...]:
        return tuple(c for c in self.citations if c.role == role)


@dataclass(frozen=True, slots=True)
class Unused:
    """A source that a draft does not cite, and why."""

    source_id: str
    source_name: str
    exhibit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a draft used and left out; `near` are the passages drawn on, cited or not, the nearest first."""

    passages: int
    retrieved: int
    cited: int
    unread_sources: tuple[Unused, ...]
    unused_sources: tuple[Unused, ...]
    near: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a run wrote: claims in order, those held back included; `question` is set for `ask`, else the brief.

    `conflicts` are those between sources, found in `compared` passages; None where they were not looked for.
    """

    id: str
    brief: str
    question: bool
    found: bool
    searched: int
    run: Run
    claims: tuple[Claim, ...]
    coverage: Coverage
    conflicts: tuple[Point, ...] = ()
    compared: int | None = None
