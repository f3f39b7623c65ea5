"""Writes drafts for others: JSON in the contract's shape, and a self-contained HTML report for the case team."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from provenance import report, report_pictures
from provenance.anchors import citation_json
from provenance.errors import AttestError, UsageError
from provenance.open_run import held_place, open_run
from provenance.opposed_words import not_looked_for
from provenance.ports import Progress, Renderer
from provenance.records import Citation, Claim, Draft, Role, Source
from provenance.report_clocks import citation_times
from provenance.report_left_out import before_json, coverage_json
from provenance.report_points import conflict_json, open_points
from provenance.report_reviews import rejected_json, review_json, state_in, without_rejected
from provenance.report_words import OUTCOME, PRIVILEGE
from provenance.reviews import ClaimState
from provenance.store.case_store import CaseStore
from provenance.store.codec import bytes_sha256, plain
from provenance.store.records import VerifyReport
from provenance.timeline import Timeline

_ROLES: tuple[Role, ...] = ("cited", "similar", "against")


def draft_json(draft: Draft, store: CaseStore) -> dict[str, object]:
    """A draft in the contract's shape (`summarise`, `ask`, `export --format json`), as plain JSON values.

    What cites a source that is withheld for privilege now is left out and named under "withheld".
    """
    sources = store.sources()
    shown, withheld = open_part(draft, {s.id: s for s in sources})
    states = store.claim_states(draft.id)
    shown, rejected = without_rejected(shown, states)
    times = citation_times(store)
    found: dict[str, object] = {
        "draft_id": draft.id,
        "brief": draft.brief,
        "question": draft.question,
        "run": shown.run,
        "found": draft.found,
        "searched": draft.searched,
        "claims": [_claim(c, state_in(states, c), times) for c in shown.claims if not c.held_back],
        "unsupported": [_claim(c, state_in(states, c), times) for c in shown.claims if c.held_back],
        "rejected": [rejected_json(c, state_in(states, c)) for c in rejected],
        "withheld": [{"claim_id": claim, "source_id": source} for claim, source in withheld],
        "conflicts": [conflict_json(point) for point in shown.conflicts],
        "conflicts_withheld": conflicts_withheld(draft, sources),
        "compared": draft.compared,
        "not_checked": not_looked_for(shown),
        "coverage": coverage_json(shown, store),
        "made_before": before_json(draft, store, states),
    }
    clean: dict[str, object] = plain(found)
    return clean


def write_json(draft: Draft, store: CaseStore, out: Path, *, overwrite: bool = False) -> str:
    """Write `draft_json` to `out`, whole or not at all; gives its SHA-256, raises as `write_html`."""
    may_write(out, overwrite)
    data = json.dumps(draft_json(draft, store), ensure_ascii=False, indent=1).encode("utf-8")
    write_beside(out, data)
    return bytes_sha256(data)


def write_html(
    draft: Draft,
    store: CaseStore,
    renderer: Renderer,
    out: Path,
    verify_report: VerifyReport | None = None,
    progress: Progress | None = None,
    *,
    overwrite: bool = False,
    timeline: Timeline | None = None,
) -> str:
    """Write the report to `out`: beside it first, then renamed, so that no half of a report is ever there.

    Gives the SHA-256 of the file. Raises UsageError(file_exists | no_such_folder), AttestError(export_failed) when the
    disk refuses, and TaskError(cancelled) when `progress` says stop.
    """
    may_write(out, overwrite)
    sources = {s.id: s for s in store.sources()}
    shown, withheld = open_part(draft, sources)
    states = store.claim_states(draft.id)
    drawn, _ = without_rejected(shown, states)
    pictures = report_pictures.draw(drawn, store, sources, renderer, progress)
    cut = conflicts_withheld(draft, sources.values())
    built = report.build(shown, store, sources, pictures, verify_report, withheld, states, cut, timeline)
    html = report.render(built).encode("utf-8")
    may_write(out, overwrite)
    write_beside(out, html)
    return bytes_sha256(html)


def open_part(draft: Draft, sources: dict[str, Source]) -> tuple[Draft, list[tuple[str, str]]]:
    """The draft without what cites a source that is held for privilege now, and (claim id, source id) of that.

    A source can come to be held after it was summarised; its words must not leave by an old draft. Every showing of a
    stored draft goes through here.
    """
    held = {s.id for s in sources.values() if s.withheld}
    kept: list[Claim] = []
    withheld: list[tuple[str, str]] = []
    for claim in draft.claims:
        barred = [c.source_id for c in claim.cited() if c.source_id in held]
        if barred:
            withheld.append((claim.id, barred[0]))
        else:
            kept.append(_without(claim, held))
    cover = draft.coverage
    unread, unused = (
        tuple(replace(u, reason=_why_held(sources[u.source_id])) if u.source_id in held else u for u in listed)
        for listed in (cover.unread_sources, cover.unused_sources)
    )
    near = tuple(n for n in cover.near if not held_place(n.passage_id, held))
    cover = replace(cover, unread_sources=unread, unused_sources=unused, near=near)
    conflicts, _ = open_points(draft.conflicts, held)
    run = open_run(draft.run, held)
    return replace(draft, run=run, claims=tuple(kept), coverage=cover, conflicts=conflicts), withheld


def conflicts_withheld(draft: Draft, sources: Iterable[Source]) -> int:
    """Of how many conflicts a side is withheld now."""
    return open_points(draft.conflicts, {s.id for s in sources if s.withheld})[1]


def _without(claim: Claim, held: Collection[str]) -> Claim:
    """The claim without citations of what is held; that there was something against it is told still."""
    kept = tuple(c for c in claim.citations if c.source_id not in held)
    gone = len(claim.cited("against")) - sum(c.role == "against" for c in kept)
    return replace(claim, citations=kept, against_withheld=claim.against_withheld + gone)


def _why_held(source: Source) -> str:
    """Said instead of how the source was read, which may tell what is in it."""
    return PRIVILEGE[source.privilege] if source.privilege in ("possible", "privileged") else OUTCOME["held"].lower()


def write_beside(out: Path, data: bytes) -> None:
    """Write `data` to `out` whole or not at all; raises AttestError(export_failed)."""
    beside = out.with_name(f".{out.name[:100]}.{uuid.uuid4().hex[:8]}.part")
    try:
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(out)
        except BaseException:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _failed(out, error) from error


def may_write(out: Path, overwrite: bool) -> None:
    try:
        taken = out.is_dir() or (out.exists() and not overwrite)
        if not taken and not out.parent.is_dir():
            raise UsageError("no_such_folder", path=str(out.parent))
    except OSError as error:
        raise _failed(out, error) from error
    if taken:
        raise UsageError("file_exists", path=str(out))


def _failed(out: Path, error: OSError) -> AttestError:
    return AttestError("export_failed", path=str(out), detail=error.strerror or str(error))


def _claim(claim: Claim, state: ClaimState, times: Callable[[Citation], dict[str, object]]) -> dict[str, object]:
    cited = {role: [citation_json(c) | times(c) | _why(c) for c in claim.cited(role)] for role in _ROLES}
    return {
        "id": claim.id,
        "heading": claim.heading,
        "text": claim.text,
        "kind": claim.kind,
        "verdict": claim.verdict,
        "citations": cited["cited"],
        "similar": cited["similar"],
        "against": cited["against"],
        "against_searched": claim.against_searched,
        **({"against_withheld": claim.against_withheld} if claim.against_withheld else {}),
        "by": claim.by,
        "review": review_json(state),
    }


def _why(citation: Citation) -> dict[str, object]:
    return {"why": citation.why} if citation.why else {}
