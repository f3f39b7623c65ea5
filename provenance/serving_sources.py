"""What an audience may see of the sources that are served to it, and of the decisions on their claims."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import fields, replace

from provenance.audience import Audience
from provenance.records import Source, Verdict
from provenance.reviews import ClaimState, Review
from provenance.serving_traces import Traces

# What a file says of itself that is served with it; "exhibits_produced", "duplicate_of" and the like name others.
_FIELDS = frozenset(
    {"title", "witness", "statement_date", "age", "occupation", "page_count", "pages_declared", "pages_present"}
    | {"language", "encoding", "created", "modified", "made", "transcript_of", "clock_offset", "clock_uncertainty"}
    | {"clock_checked_by", "clock_checked_against", "clock_checked_at", "clock_zone"}
)
_NOTES: frozenset[Audience] = frozenset({"working", "prosecutor"})  # are told what reviewers noted


def served_source(source: Source, barred: Collection[str], names: Callable[[str], bool]) -> Source:
    """What is recorded of a served source, by allow-list, without what names one that is not served.

    A path tells of folders and containers: the name alone is left, but for a file that lies there by reference, which
    could not be opened without it.
    """
    known = ((name, value) for name, value in source.fields.items() if name in _FIELDS and value not in barred)
    kept = {name: value for name, value in known if not names(value)}
    reason = source.reason or ""
    told = reason.removeprefix("duplicate_of_")
    return replace(
        source,
        path=source.path if source.by_reference else source.name,
        added_by="",
        reason=None if told in barred or names(reason) else source.reason,
        warnings=tuple(n for n in source.warnings if not names(n.detail)),
        findings=tuple(n for n in source.findings if not names(n.detail)),
        parent=None if source.parent in barred else source.parent,
        fields=kept,
    )


def served_verdict(verdict: Verdict, names: Callable[[str], bool]) -> Verdict:
    """The verdict without reasons that name a source that is not served."""
    kept = tuple(n for n in verdict.reasons if not names(n.code) and not names(n.detail))
    return replace(verdict, reasons=kept)


def served_state(
    state: ClaimState, citations: Collection[str], audience: Audience, traces: Traces
) -> tuple[ClaimState, int]:
    """How a claim stands, for an audience, and how many notes were left out; `citations` are ids of those served.

    For the defence and for training: the decisions that stand, and nobody's notes. For the prosecutor without notes
    that tell of what is not served. Words that were replaced by others are left out for both.
    """
    cut = 0

    def served(review: Review) -> Review:
        silent = audience not in _NOTES or traces.tells(review.note)
        return replace(
            review,
            note="" if silent else review.note,
            verdict=served_verdict(review.verdict, traces.names) if review.verdict else None,
            opened=tuple(c for c in review.opened if c in citations),
            spent=None if review.spent is None else {c: n for c, n in review.spent.items() if c in citations},
        )

    history = list[Review]()
    for review in state.history:
        if review.undone_by is not None or review.action == "undo" or review.text not in ("", state.text):
            continue
        one = served(review)
        cut += bool(review.note) and not one.note
        if one.action != "note" or one.note:
            history.append(one)
    also = {f.name: served(value) for f in fields(state) if isinstance(value := getattr(state, f.name), Review)}
    return replace(
        state,
        verdict=served_verdict(state.verdict, traces.names) if state.verdict else None,
        history=tuple(history),
        notes=tuple(one for one in history if one.note),
        opened=frozenset(c for c in state.opened if c in citations),
        to_open=tuple(c for c in state.to_open if c in citations),
        spent={c: n for c, n in state.spent.items() if c in citations},
        **also,  # type: ignore[arg-type]  # whichever reviews a state holds, each without its note
    ), cut
