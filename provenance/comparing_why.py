"""Says why a draft lacks a claim that another has, as far as the two runs' records show it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from provenance.comparing_settings import REPLAY_OF, known_sources
from provenance.records import Citation, Claim, Draft, Passage, TextAnchor
from provenance.reviews import BY_HAND
from provenance.store.codec import plain

Reason = tuple[str, str, str]  # code, detail, id of the claim of the other draft that has to do with it


@dataclass(frozen=True, eq=False)
class Other:
    """The draft that lacks claims, its claims that the run wrote, and the draft that has them."""

    has: Draft
    lacks: Draft
    claims: Sequence[Claim]

    @cached_property
    def known(self) -> set[str]:
        return known_sources(self.lacks)

    @cached_property
    def unread(self) -> dict[str, str]:
        return {one.source_id: one.reason for one in self.lacks.coverage.unread_sources}

    @cached_property
    def unused(self) -> dict[str, str]:
        return {one.source_id: one.reason for one in self.lacks.coverage.unused_sources}

    @cached_property
    def retrieved(self) -> set[str]:
        return set(self.lacks.run.retrieved)

    @cached_property
    def looked_at(self) -> set[str]:
        """The sources of which it looked at passages."""
        return {one.partition(".")[0] for one in self.retrieved}

    @cached_property
    def shown(self) -> set[str] | None:
        """The passages that were shown to a language model; None for another drafter."""
        groups = self.lacks.run.settings.get("passages_shown")
        return {str(one) for group in groups for one in group} if isinstance(groups, (list, tuple)) else None

    @property
    def limit(self) -> int | None:
        return _limit(self.lacks)

    @cached_property
    def cut_short(self) -> bool:
        """Whether the limit of claims is why it lacks some: it is full, and only a higher limit sets the runs apart.

        Where anything else was otherwise, that may be the reason, and the limit is not given for one.
        """
        allowed = _limit(self.has)
        full = self.limit is not None and len(self.claims) >= self.limit
        return full and (allowed is None or allowed > (self.limit or 0)) and _given(self.has) == _given(self.lacks)


@dataclass(frozen=True, eq=False)
class Why:
    """Reasons for one direction; `passages` are those of cited sources, in order."""

    other: Other
    passages: Mapping[str, Sequence[Passage]]

    def absent(self, claim: Claim) -> Reason:
        """Why the other draft has no claim for this one: what bars it first, then what was chosen in its place."""
        other, cited = self.other, claim.cited()
        sources = list(dict.fromkeys(c.source_id for c in cited))
        if other.lacks.run.generator == BY_HAND:
            return "by_hand", "", ""
        if "stopped" in other.lacks.run.settings:
            return "stopped", "", ""
        for bars in (self._not_there, self._out_of_scope, self._not_read):
            barred = [reason for source_id in sources if (reason := bars(source_id))]
            if barred:
                return barred[0]
        held = {p for c in cited for p in self._passages_of(c)}
        if held and not held & other.retrieved:
            return "passage_not_retrieved", ", ".join(sorted(held, key=_key)), ""
        beside = self._beside(held)
        if beside:
            return "other_sentence", "", beside
        if other.cut_short:
            return "over_limit", f"{other.limit}", ""
        if failed := self._beside(held, held_back=True):
            return "passage_held_back", "", failed
        if held and other.shown is not None and not held & other.shown:
            return "not_shown", "", ""
        if claim.kind == "observation" and self._looks() != self._looks(of_other=True):
            return "other_look", "", ""
        return "not_chosen", next((other.unused[s] for s in sources if s in other.unused), ""), ""

    def _not_there(self, source_id: str) -> Reason | None:
        return None if source_id in self.other.known else ("not_in_case", source_id, "")

    def _out_of_scope(self, source_id: str) -> Reason | None:
        scope = self.other.lacks.run.settings.get("sources")
        return ("not_in_scope", source_id, "") if isinstance(scope, list) and source_id not in scope else None

    def _not_read(self, source_id: str) -> Reason | None:
        """A source that gave nothing because it was not read; where passages of one that was read in part were looked
        at, something else is why."""
        unused = source_id in self.other.unused and source_id in self.other.unread
        unused = unused and source_id not in self.other.looked_at
        return ("not_read", self.other.unread[source_id], "") if unused else None

    def _passages_of(self, citation: Citation) -> list[str]:
        anchor = citation.anchor
        if not isinstance(anchor, TextAnchor):
            return []
        ids, starts, ends = self._spans.get(citation.source_id, ([], [], []))
        return ids[bisect_right(ends, anchor.start) : bisect_left(starts, anchor.end)]

    @cached_property
    def _spans(self) -> dict[str, tuple[list[str], list[int], list[int]]]:
        """Ids, starts and ends of the passages of each source."""
        return {s: ([p.id for p in of], [p.start for p in of], [p.end for p in of]) for s, of in self.passages.items()}

    @cached_property
    def _cited(self) -> list[tuple[Claim, frozenset[str]]]:
        """The claims of the other draft, each with the passages that it cites."""
        return [(one, frozenset(p for c in one.cited() for p in self._passages_of(c))) for one in self.other.claims]

    def _beside(self, held: set[str], held_back: bool = False) -> str:
        """The id of a claim of the other draft, one that stands or was held back, that cites one of these passages, or
        ""."""
        return next((one.id for one, cited in self._cited if one.held_back == held_back and held & cited), "")

    def _looks(self, of_other: bool = False) -> object:
        draft = self.other.lacks if of_other else self.other.has
        return draft.run.settings.get("looks")


def _given(draft: Draft) -> object:
    """All that a run was given, but for the limit of claims."""
    run = draft.run
    settings = {name: value for name, value in run.settings.items() if name not in ("max_claims", REPLAY_OF)}
    used = tuple((one.role, one.sha256) for one in run.models)
    asked = (draft.brief, draft.question, run.generator, run.seed)
    return asked, used, plain(settings), run.build.get("attest"), known_sources(draft)


def _limit(draft: Draft) -> int | None:
    """How many claims a run was allowed, where that was set."""
    allowed = draft.run.settings.get("max_claims")
    return allowed if isinstance(allowed, int) else None


def _key(passage_id: str) -> tuple[int, int]:
    source, _, ordinal = passage_id.removeprefix("S").partition(".")
    return int(source), int(ordinal)
