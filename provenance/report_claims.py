"""How a report shows one claim: who said it, the words, the three verdicts, and the places that it cites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

from provenance import opposed_words
from provenance import report_words as words
from provenance.anchors import decimal_seconds
from provenance.concerned import concerns, pieces
from provenance.records import Citation, Claim, FrameAnchor, Source, TextAnchor, Verdict
from provenance.report_pictures import Figure
from provenance.report_reviews import StateView, state_view
from provenance.retention import REMOVED
from provenance.reviews import ClaimState
from provenance.store.records import VerifyReport

State = Literal["good", "look", "bad"]
_SAID = re.compile(r"(?P<who>[^“”]{1,400}?): (?P<words>“.+)", re.DOTALL)
_ROW = re.compile(
    r"(?P<who>[^“”]{1,400}): (?P<words>[^“”:]{1,120} “.+)", re.DOTALL
)  # a row's cells, each with its head
_SEEN = re.compile(r"(?P<who>[^“”]{1,400}): (?P<words>[^“”]+)", re.DOTALL)  # the last ": " parts camera and words
_MARKS = re.compile('[“"]')
CLIP = 220  # characters of a like account's words


@dataclass(frozen=True, slots=True)
class VerdictView:
    """One of the three verdicts in words; `state` chooses the icon, never the words."""

    state: State
    text: str


@dataclass(frozen=True, slots=True)
class CitationView:
    """One cited place. `quoted` is "" when the claim already shows the same words; `picture` is a figure's anchor, and
    `number` that of its excerpt, 0 where the report has none."""

    number: int
    title: str
    label: str
    quoted: str
    same_words: bool
    hash: str
    picture: str
    source: str
    moment: str
    by_ocr: bool
    failure: str
    why: str
    use: str  # what its source is, "" where that is not told


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim as it is set: `who` is empty where the text is not of the form "who: words".

    `sought` tells of the search for evidence against it, where none is cited.
    `amended_verdicts` and `amended_reasons` are on a person's words, where there are any. `pieces` are the words cut
    where a reason concerns them, each with that reason or "".
    """

    id: str
    number: str
    anchor: str
    heading: str
    who: str
    text: str
    machine: str
    verdicts: tuple[VerdictView, ...]
    reasons: tuple[str, ...]
    citations: tuple[CitationView, ...]
    similar: tuple[CitationView, ...]
    against: tuple[CitationView, ...]
    sought: str
    review: StateView
    amended_verdicts: tuple[VerdictView, ...]
    amended_reasons: tuple[str, ...]
    pieces: tuple[tuple[str, str], ...]
    amended_pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """What every claim needs to know of the rest: where pictures stand, what sources are called, what failed."""

    pictures: Mapping[str, str]
    sources: Mapping[str, Source]
    failed: Mapping[str, str]
    sought: bool = True  # whether evidence against some claim was looked for
    numbers: Mapping[str, int] = field(default_factory=dict)
    uses: Mapping[str, str] = field(default_factory=dict)  # what a source is, in words by its id

    @classmethod
    def of(
        cls,
        figures: Sequence[Figure],
        sources: Mapping[str, Source],
        verify: VerifyReport | None,
        claims: Sequence[Claim] = (),
        numbers: Mapping[str, int] | None = None,
        uses: Mapping[str, str] | None = None,
    ) -> Self:
        pictures: dict[str, str] = {}
        for index, figure in enumerate(figures, 1):
            for citation in figure.citations:
                pictures.setdefault(citation, f"picture-{index}")
        failed = {f.citation_id: words.failure(f.code, f.detail) for f in verify.failed} if verify else {}
        sought = any(c.against_searched is not None for c in claims)
        return cls(pictures, sources, failed, sought, numbers or {}, uses or {})

    def claim_of(self, citation_id: str) -> tuple[str, str]:
        """Number and anchor of the claim that a citation belongs to: "D2.14.1" → ("14", "claim-D2.14"); of one of a
        conflict, "D2.K3.1" → ("K3", "conflict-D2.K3")."""
        claim = citation_id.rpartition(".")[0]
        number = claim.rpartition(".")[2]
        return number, f"{'conflict' if number.startswith('K') else 'claim'}-{claim}"


def claim_words(claim: Claim) -> tuple[str, str]:
    """Who said or recorded it, and the words; ("", the whole text) where it has not the form "who: words"."""
    match = (_SEEN if claim.kind == "observation" else _SAID).fullmatch(claim.text)
    if match is None and claim.kind != "observation" and not claim.by:
        match = _ROW.fullmatch(claim.text)
    if match is None:
        return "", claim.text
    text = match["words"]
    return match["who"], text[:1].upper() + text[1:] if claim.kind == "observation" else text


def claim_view(claim: Claim, pages: Pages, state: ClaimState) -> ClaimView:
    """The claim as the report shows it."""
    amended, stands = state.verdict, state.text or claim.text
    who, text = claim_words(claim)
    return ClaimView(
        id=claim.id,
        number=claim.id.rpartition(".")[2],
        anchor=f"claim-{claim.id}",
        heading=claim.heading,
        who=who,
        text=text,
        machine=words.MACHINE_STEP[claim.kind],
        verdicts=verdicts(claim, claim.verdict, claim.text),
        reasons=tuple(words.verdict_reasons(claim)),
        citations=tuple(citation_view(c, pages, stands) for c in claim.cited("cited")),
        similar=tuple(citation_view(c, pages, "") for c in claim.cited("similar")),
        against=tuple(citation_view(c, pages, "") for c in claim.cited("against")),
        sought=opposed_words.against(claim, pages.sought),
        review=state_view(claim, state),
        amended_verdicts=verdicts(claim, amended, stands) if amended else (),
        amended_reasons=tuple(words.notices(amended.reasons)) if amended else (),
        pieces=pieces(text, concerns(claim.verdict.reasons, claim.text, text)),
        amended_pieces=pieces(state.text, concerns(amended.reasons, state.text, state.text)) if amended else (),
    )


def verdicts(claim: Claim, v: Verdict, text: str) -> tuple[VerdictView, ...]:
    """Quote, place, support: three phrases that are never merged, on the words `text` of a claim.

    A frame has no quote, so its record stands there; of words that quote nothing, no quote is exact.
    """
    if any(reason.code == REMOVED for reason in v.reasons):
        return tuple(VerdictView("look", said) for said in words.GONE)
    frame = all(isinstance(c.anchor, FrameAnchor) for c in claim.cited())
    quote: dict[str, State] = {"exact": "good", "moved": "look"}
    support: dict[str, State] = {"supported": "good", "partly": "look", "unsupported": "look"}
    told = VerdictView(quote.get(v.quote, "bad"), (words.FRAME if frame else words.QUOTE)[v.quote])
    if v.quote == "exact" and not frame and not _MARKS.search(text):
        told = VerdictView("look", words.NOT_QUOTED)
    return (
        told,
        VerdictView("good" if v.location == "valid" else "bad", words.PLACE[v.location]),
        VerdictView(support.get(v.support, "bad"), (words.FRAME_SUPPORT if frame else words.SUPPORT)[v.support]),
    )


def citation_view(citation: Citation, pages: Pages, claim_text: str) -> CitationView:
    """A cited place as the report shows it, beside a claim in these words."""
    source, anchor = pages.sources.get(citation.source_id), citation.anchor
    exact = anchor.exact if isinstance(anchor, TextAnchor) else ""
    same = bool(exact) and _plain(exact) in _plain(claim_text)
    return CitationView(
        number=pages.numbers.get(citation.id, 0),
        title=(source.title if source else "") or citation.exhibit or citation.source_name,
        label=citation.label,
        quoted="" if same else (_fold(exact) if citation.role == "cited" else _clip(_fold(exact))),
        same_words=same,
        hash=words.short_hash(anchor.source_sha256),
        picture=pages.pictures.get(citation.id, ""),
        source=f"source-{citation.source_id}" if source else "",
        moment=_moment(anchor, citation.label) if isinstance(anchor, FrameAnchor) else "",
        by_ocr=citation.by_ocr,
        failure=pages.failed.get(citation.id, ""),
        why="".join(words.notices([citation.why])) if citation.why else "",
        use=pages.uses.get(citation.source_id, ""),
    )


def _moment(anchor: FrameAnchor, label: str) -> str:
    """The frame's stream time in words, unless the label says it already."""
    told = f"{decimal_seconds(anchor.seconds)} s"
    return "frame of the recording" if told in label else f"frame at {told} of the recording"


def _fold(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Folded, and with one kind of quotation marks: a claim turns double marks inside a quote into single ones."""
    return re.sub("[“”\"'‘’]", "'", _fold(text))


def _clip(text: str) -> str:
    return text if len(text) <= CLIP else text[:CLIP].rsplit(" ", 1)[0] + " […]"
