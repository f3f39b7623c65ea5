"""Compares two drafts claim by claim: what stayed, what changed, what only one of them has, and why.

Compared is what the runs wrote, as it was written: what people decided about claims afterwards, or added by hand, is
not part of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from provenance.comparing_match import Match, matched, moved
from provenance.comparing_settings import RunOf, Setting, known_sources, settings_apart
from provenance.comparing_why import Other, Why
from provenance.open_part import open_part
from provenance.points import Point
from provenance.records import Anchor, Citation, Claim, Draft, FrameAnchor, Passage, Role, Source, Verdict
from provenance.report_points import conflict_json
from provenance.report_words import notices, verdict_reasons
from provenance.store.codec import Plain, digest, plain


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which two claims differ: "words", "kind", "places", "similar", "against", "verdict", "reasons",
    "heading", "order"; `before` and `after` are what stands in each, as words."""

    code: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim of the one draft and the claim of the other that stands for it."""

    a: Claim
    b: Claim
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Alone:
    """A claim that only one draft has; `claim` is None where a source that it cites is withheld now.

    `reason` is a code of `provenance.comparing_words.REASONS`, `other` the claim of the other draft that has to do with
    it, or "".
    """

    id: str
    reason: str
    detail: str = ""
    other: str = ""
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two drafts side by side; `pairs` in the order of the second draft, `lost` in that of the first.

    `conflicts_lost` are conflicts between sources that only the first has, `conflicts_new` those that only the second
    has. `same` is of all that the runs wrote, by the digests; `by_hand` are ids of claims that people added to either.
    `held_back` are ids of claims that the checks held back in the first draft, and in the second: they are not compared
    with each other, and are neither lost nor new. `rejected` are ids of claims of either that people rejected since:
    what they say is compared as the run wrote it, and is told to be no claim any more.
    """

    a: Draft
    b: Draft
    digests: tuple[str, str]
    pairs: tuple[Pair, ...]
    lost: tuple[Alone, ...]
    new: tuple[Alone, ...]
    settings: tuple[Setting, ...]
    by_hand: tuple[str, ...] = ()
    conflicts_lost: tuple[Point, ...] = ()
    conflicts_new: tuple[Point, ...] = ()
    held_back: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    rejected: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return self.digests[0] == self.digests[1]

    @property
    def kept(self) -> tuple[Pair, ...]:
        return tuple(p for p in self.pairs if not p.differences)

    @property
    def changed(self) -> tuple[Pair, ...]:
        return tuple(p for p in self.pairs if p.differences)

    def json(self) -> dict[str, object]:
        """The shape that `attest compare --json` writes."""
        return {
            "a": self.a.id,
            "b": self.b.id,
            "same": self.same,
            "digests": {"a": self.digests[0], "b": self.digests[1]},
            "kept": [{"a": p.a.id, "b": p.b.id} for p in self.kept],
            "changed": [_changed_json(p) for p in self.changed],
            "lost": [_alone_json(one) for one in self.lost],
            "new": [_alone_json(one) for one in self.new],
            "conflicts_lost": [conflict_json(point) for point in self.conflicts_lost],
            "conflicts_new": [conflict_json(point) for point in self.conflicts_new],
            "settings": [plain(one) for one in self.settings],
            "by_hand": list(self.by_hand),
            **({"rejected": list(self.rejected)} if self.rejected else {}),
            "held_back": {"a": list(self.held_back[0]), "b": list(self.held_back[1])},
        }


def compare(a: Draft, b: Draft, sources: Mapping[str, Source], passages: Mapping[str, Sequence[Passage]]) -> Comparison:
    """Compare `b` with `a`, the earlier; `passages` are those of cited sources, in order.

    Of claims that cite a source which is withheld now, only ids are given.
    """
    shown_a, withheld_a = open_part(a, dict(sources))
    shown_b, withheld_b = open_part(b, dict(sources))
    ours, theirs = written(shown_a.claims), written(shown_b.claims)
    matches = matched(ours, theirs)
    pairs, lost, new = _sorted_out(matches)
    paired_a, paired_b = {m.a.id for m in matches}, {m.b.id for m in matches}
    why_lost, why_new = Why(Other(a, b, theirs), passages), Why(Other(b, a, ours), passages)
    lost += [_alone(claim, why_lost) for claim in ours if not claim.held_back and claim.id not in paired_a]
    new += [_alone(claim, why_new) for claim in theirs if not claim.held_back and claim.id not in paired_b]
    lost += [Alone(claim_id, "withheld") for claim_id in _machines(withheld_a, a)]
    new += [Alone(claim_id, "withheld") for claim_id in _machines(withheld_b, b)]
    conflicts = [_conflict(p) for p in shown_a.conflicts], [_conflict(p) for p in shown_b.conflicts]
    return Comparison(
        a=shown_a,
        b=shown_b,
        digests=(digest_of(a), digest_of(b)),
        pairs=tuple(pairs),
        lost=_in_order(lost, a),
        new=_in_order(new, b),
        settings=settings_apart(RunOf(shown_a, known_sources(a)), RunOf(shown_b, known_sources(b))),
        by_hand=tuple(c.id for draft in (a, b) for c in draft.claims if c.by),
        conflicts_lost=tuple(p for p in shown_a.conflicts if _conflict(p) not in conflicts[1]),
        conflicts_new=tuple(p for p in shown_b.conflicts if _conflict(p) not in conflicts[0]),
        held_back=(_held(ours), _held(theirs)),
    )


def _held(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(claim.id for claim in claims if claim.held_back)


def written(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that the run wrote, without those that people added."""
    return [claim for claim in claims if not claim.by]


def digest_of(draft: Draft) -> str:
    """SHA-256, in hex, over what a run wrote, in canonical JSON; no ids, no times, and not where on a page words stand.

    What it was asked; its claims in order with headings, words, verdicts, the places of their citations, what speaks
    against each and in how many passages that was looked for; its conflicts, and how many passages were compared. In
    which order a claim's citations and the conflicts are listed says nothing, and does not count.
    """
    listed = [
        [
            *(c.heading, c.text, c.kind, c.held_back, plain(c.verdict), c.against_searched),
            [[x.role, x.label, plain(x.why), *place(x)] for x in sorted(c.citations, key=_told_order)],
        ]
        for c in written(draft.claims)
    ]
    conflicts = sorted((_conflict(point) for point in draft.conflicts), key=digest)
    return digest([draft.brief, draft.question, draft.found, listed, draft.compared, conflicts])


def place(citation: Citation) -> list[Plain]:
    """What a citation points at: its source, and the span with its words or the frame with its region."""
    return [citation.source_id, *_anchored(citation.anchor)]


def _told_order(citation: Citation) -> str:
    """What a citation says, as a key: two with the same say the same."""
    return digest([citation.role, citation.label, plain(citation.why), *place(citation)])


def _conflict(point: Point) -> list[Plain]:
    """What a conflict says, and where; without ids."""
    cells = sorted(([*place(c.citation), c.value, c.hedged] for c in point.cells), key=digest)
    return [point.kind, point.about, point.conflict, cells]


def _anchored(anchor: Anchor) -> list[Plain]:
    if isinstance(anchor, FrameAnchor):
        return [anchor.stream, anchor.ordinal, anchor.pts, anchor.frame_sha256, plain(anchor.region)]
    return [anchor.start, anchor.end, anchor.exact]


def _sorted_out(matches: Sequence[Match]) -> tuple[list[Pair], list[Alone], list[Alone]]:
    """Pairs in order, and what is lost or new although it has its match: held back in one of the drafts only."""
    pairs, lost, new = [], list[Alone](), list[Alone]()
    out_of_order = moved(matches)
    for match in matches:
        a, b = match.a, match.b
        if b.held_back and not a.held_back:
            lost.append(Alone(a.id, "held_back", "; ".join(verdict_reasons(b)), b.id, a))
        elif a.held_back and not b.held_back:
            new.append(Alone(b.id, "held_back", "; ".join(verdict_reasons(a)), a.id, b))
        elif not b.held_back:
            pairs.append(Pair(a, b, _differences(a, b, b.id in out_of_order)))
    return pairs, lost, new


def _differences(a: Claim, b: Claim, out_of_order: bool) -> tuple[Difference, ...]:
    found = []
    for code, before, after in (("words", a.text, b.text), ("kind", a.kind, b.kind), ("heading", a.heading, b.heading)):
        if before != after:
            found.append(Difference(code, before, after))
    roles: tuple[tuple[str, Role], ...] = (("places", "cited"), ("similar", "similar"), ("against", "against"))
    for code, role in roles:
        ours, theirs = ({_told_order(c): c for c in claim.cited(role)} for claim in (a, b))
        if ours.keys() != theirs.keys():
            gone, come = [ours[k] for k in ours if k not in theirs], [theirs[k] for k in theirs if k not in ours]
            found.append(Difference(code, _named(gone), _named(come)))
    if a.verdict != b.verdict:
        found.append(_verdicts(a.verdict, b.verdict))
    if out_of_order:
        found.append(Difference("order"))
    return tuple(found)


def _named(citations: Sequence[Citation]) -> str:
    return ", ".join(f"{c.exhibit or c.source_name} {c.label}".strip() + _because(c) for c in citations)


def _because(citation: Citation) -> str:
    """ " (“one” against “two”)" of what speaks against a claim."""
    told = "; ".join(notices([citation.why])) if citation.why else ""
    return f" ({told})" if told else ""


def _verdicts(a: Verdict, b: Verdict) -> Difference:
    """Of two verdicts what differs: the three checks, else their reasons, else the score."""
    checks = [(x, y) for x, y in zip(_checks(a), _checks(b), strict=True) if x != y]
    if checks:
        return Difference("verdict", ", ".join(x for x, _ in checks), ", ".join(y for _, y in checks))
    if a.reasons != b.reasons:
        return Difference("reasons", "; ".join(notices(a.reasons)), "; ".join(notices(b.reasons)))
    return Difference("reasons", f"score {a.score:g}", f"score {b.score:g}")


def _checks(verdict: Verdict) -> tuple[str, str, str]:
    return f"quote {verdict.quote}", f"place {verdict.location}", verdict.support


def _alone(claim: Claim, why: Why) -> Alone:
    return Alone(claim.id, *why.absent(claim), claim)


def _machines(withheld: Iterable[tuple[str, str]], draft: Draft) -> list[str]:
    machines = {c.id for c in written(draft.claims)}
    return [claim_id for claim_id, _ in withheld if claim_id in machines]


def _in_order(listed: Iterable[Alone], draft: Draft) -> tuple[Alone, ...]:
    order = {claim.id: at for at, claim in enumerate(draft.claims)}
    return tuple(sorted(listed, key=lambda one: order[one.id]))


def _changed_json(pair: Pair) -> dict[str, object]:
    from provenance.comparing_words import told

    detail = "; ".join(told(one) for one in pair.differences)
    return {"a": pair.a.id, "b": pair.b.id, "what": [d.code for d in pair.differences], "detail": detail}


def _alone_json(one: Alone) -> dict[str, object]:
    found: dict[str, object] = {"id": one.id, "reason": one.reason, "detail": one.detail}
    return found | ({"other": one.other} if one.other else {})
