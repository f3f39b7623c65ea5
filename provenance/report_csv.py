"""A draft's claims as a table (CSV), a row each, that a spreadsheet opens without running anything of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from provenance import report_words as words
from provenance.records import Citation, Claim, Draft, FrameAnchor
from provenance.report import visible
from provenance.report_claims import verdicts
from provenance.report_reviews import state_in, state_view, without_rejected
from provenance.reviews import ClaimState
from provenance.serving import Served

_BOM = "\ufeff"  # by which Excel knows UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HEAD = (
    *("id", "number", "audience", "heading", "stands_as", "text", "written_by", "machine_text", "banner", "state"),
    *("reviewer", "time", "reason", "note", "quote", "place", "support", "reasons", "citations"),
    *("sources_sha256", "against", "against_searched", "similar"),
)


def claims_csv(served: Served) -> bytes:
    """The claims that are shown, then those held back, then the rejected, without their words."""
    shown, rejected = without_rejected(served.draft, served.states)
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEAD)
    standing = sorted(shown.claims, key=lambda c: c.held_back)
    for claim in standing:
        table.writerow(map(safe, _row(claim, state_in(served.states, claim), shown, served)))
    for claim in rejected:
        table.writerow(map(safe, _rejected(claim, state_in(served.states, claim), served)))
    return (_BOM + out.getvalue()).encode("utf-8")


def safe(value: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that could be begins with an apostrophe."""
    seen = str(visible(value))
    return f"'{seen}" if seen.lstrip(" \u00a0").startswith(_FORMULA) or seen.startswith("'") else seen


def _row(claim: Claim, state: ClaimState, draft: Draft, served: Served) -> tuple[str, ...]:
    stands, verdict = state.text or claim.text, state.verdict or claim.verdict
    amendment, decision = state.amendment, state.decision
    found = [view.text for view in verdicts(claim, verdict, stands)]
    by = amendment.by if amendment else claim.by
    reasons = words.notices(verdict.reasons) if amendment else words.verdict_reasons(claim)
    against = _places(claim.cited("against"))
    sought = "" if claim.against_searched is None else str(claim.against_searched)
    return (
        *_named(claim, served),
        "held back by the checks" if claim.held_back else "claim",
        stands,
        f"a person: {by}" if by else "a machine",
        claim.text if amendment and not claim.by else "",
        state_view(claim, state).unchecked,
        words.STATES[state.state],
        state.by,
        words.when(state.at),
        words.FAULTS.get(decision.fault, decision.fault) if decision else "",
        _notes(state),
        *found,
        "; ".join(reasons),
        _places(claim.cited()),
        _hashes(claim.citations),
        against,
        sought,
        _places(claim.cited("similar")),
    )


def _rejected(claim: Claim, state: ClaimState, served: Served) -> tuple[str, ...]:
    """Where it stood and why it was rejected; its words are in no cell."""
    decision = state.decision
    fault = words.FAULTS.get(decision.fault, decision.fault) if decision else ""
    told = (words.STATES["rejected"], state.by, words.when(state.at), fault, _notes(state))
    named = (*_named(claim, served), "rejected: no claim", "", "", "", "", *told)
    return (*named, *("",) * (len(HEAD) - len(named)))


def _named(claim: Claim, served: Served) -> tuple[str, str, str, str]:
    number = claim.id.rpartition(".")[2]
    return claim.id, number, words.AUDIENCE[served.audience], claim.heading


def _notes(state: ClaimState) -> str:
    return "; ".join(f"{note.by}, {words.when(note.at)}: {note.note}" for note in state.notes)


def _places(cited: Iterable[Citation]) -> str:
    """ "BL/1 p. 1: “two bangs”; KP/3 14:32:10"."""
    return "; ".join(_place(one) for one in cited)


def _place(one: Citation) -> str:
    where = f"{one.exhibit or one.source_name} {one.label}".strip()
    said = "" if isinstance(one.anchor, FrameAnchor) else f": “{' '.join(one.anchor.exact.split())}”"
    why = f" ({'; '.join(words.notices([one.why]))})" if one.why else ""
    return f"{where}{said}{why}"


def _hashes(cited: Iterable[Citation]) -> str:
    return "; ".join(dict.fromkeys(f"{c.exhibit or c.source_name}: {c.anchor.source_sha256}" for c in cited))
