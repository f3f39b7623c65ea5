"""Writes drafts for others: JSON in the contract's shape, and a self-contained HTML report for the case team."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from provenance import report, report_pictures
from provenance.anchors import citation_json
from provenance.difference import difference
from provenance.errors import AttestError, UsageError
from provenance.opposed_words import not_looked_for
from provenance.ports import Progress, Renderer
from provenance.records import Citation, Claim, Draft, Role
from provenance.report_clocks import citation_times
from provenance.report_left_out import before_json, coverage_json
from provenance.report_pictures import Figure
from provenance.report_points import conflict_json
from provenance.report_reviews import banner, rejected_json, review_json, signature_json, state_in, without_rejected
from provenance.reviews import ClaimState
from provenance.serving import Served, serve
from provenance.store.case_store import CaseStore
from provenance.store.codec import Plain, bytes_sha256, plain
from provenance.store.folder import in_case
from provenance.store.records import VerifyReport
from provenance.timeline import Timeline

_ROLES: tuple[Role, ...] = ("cited", "similar", "against")


def draft_json(draft: Draft, store: CaseStore) -> dict[str, object]:
    """A draft in the contract's shape (`summarise`, `ask`), as the case team may see it; see `served_json`."""
    return served_json(serve(store, draft, logged=False), store)


def served_json(served: Served, store: CaseStore) -> dict[str, object]:
    """A draft in the contract's shape (also `export --format json`), as plain JSON values.

    What cites a source that is withheld from its audience is left out and named under "withheld", as far as it may be.
    """
    draft, states = served.draft, served.states
    shown, rejected = without_rejected(draft, states)
    times = citation_times(store)
    signature = store.signature(draft.id)
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
        "withheld": [{"claim_id": claim, "source_id": source} for claim, source in served.withheld],
        "conflicts": [conflict_json(point) for point in shown.conflicts],
        "conflicts_withheld": served.conflicts_withheld,
        "compared": draft.compared,
        "not_checked": not_looked_for(shown),
        "coverage": coverage_json(shown, store),
        "made_before": before_json(draft, store, states),
        "banner": banner(shown.claims, states, signature),
        "signature": signature_json(signature) if signature else None,
        "signatures": [signature_json(one) for one in store.signatures(draft.id)],
        **_served(served),
    }
    clean: dict[str, object] = plain(found)
    return clean if served.audience == "working" else _open_around(clean, served)


def _served(served: Served) -> dict[str, object]:
    """For whom it is, and of how much of the case nothing is told; for the case team nothing is left out."""
    if served.audience == "working":
        return {}
    return {"audience": served.audience, "not_served": {"sources": served.not_served, "told": list(served.told)}}


def _open_around(value: Plain, served: Served) -> Plain:
    """JSON values without what stands before or after quoted words, where that names a source that is not served."""
    if isinstance(value, dict):
        named = {k: _open_around(v, served) for k, v in value.items()}
        if named.keys() >= {"exact", "prefix", "suffix"}:
            cut = served.names_around(named["prefix"], named["suffix"])
            named |= {k: "" for k, names in zip(("prefix", "suffix"), cut, strict=True) if names}
        return named
    return [_open_around(one, served) for one in value] if isinstance(value, list) else value


def write_json(served: Served, store: CaseStore, out: Path, *, overwrite: bool = False) -> str:
    """Write `served_json` to `out`, whole or not at all; gives its SHA-256, raises as `write_html`."""
    may_write(out, overwrite)
    data = json.dumps(served_json(served, store), ensure_ascii=False, indent=1).encode("utf-8")
    write_beside(out, data)
    return bytes_sha256(data)


def write_html(
    served: Served,
    store: CaseStore,
    renderer: Renderer,
    out: Path,
    verify_report: VerifyReport | None = None,
    progress: Progress | None = None,
    *,
    overwrite: bool = False,
    timeline: Timeline | None = None,
    figures: list[Figure] | None = None,
) -> str:
    """Write the report to `out`: beside it first, then renamed, so that no half of a report is ever there.

    `figures` are those that were drawn already, if they were. Gives the SHA-256 of the file. Raises
    UsageError(file_exists | no_such_folder), AttestError(export_failed) when the disk refuses, and TaskError(cancelled)
    when `progress` says stop.
    """
    may_write(out, overwrite)
    if figures is None:
        drawn, _ = without_rejected(served.draft, served.states)
        figures = report_pictures.draw(replace(served, draft=drawn), store, renderer, progress)
    html = report.render(report.build(served, store, figures, verify_report, timeline)).encode("utf-8")
    may_write(out, overwrite)
    write_beside(out, html)
    return bytes_sha256(html)


def write_bytes(out: Path, data: bytes, *, overwrite: bool = False) -> str:
    """Write what was made to `out`, whole or not at all; gives its SHA-256, raises as `write_html`."""
    may_write(out, overwrite)
    write_beside(out, data)
    return bytes_sha256(data)


def write_beside(out: Path, data: bytes) -> None:
    """Write `data` to `out` whole or not at all; raises AttestError(export_failed)."""
    beside = _beside(out, "part")
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


class Replaced:
    """A file that is written whole or not at all, and can be taken back until it is `kept`: then what lay there before
    lies there again."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._before = _beside(out, "before")
        self._was = self._done = False

    def write(self, data: bytes) -> None:
        """Write it; raises AttestError(export_failed)."""
        try:
            self._was = self._out.exists()
            if self._was:
                shutil.copy2(self._out, self._before)  # not moved away: the file is there at every moment
            write_beside(self._out, data)
        except OSError as error:
            self.take_back()
            raise _failed(self._out, error) from error
        except BaseException:
            self.take_back()
            raise
        self._done = True

    def take_back(self) -> None:
        """Put back what lay there before; harmless where nothing was written. Raises AttestError(export_failed)."""
        try:
            if self._done and self._was:
                self._before.replace(self._out)
            elif self._done:
                self._out.unlink(missing_ok=True)
            self._before.unlink(missing_ok=True)
        except OSError as error:
            raise _failed(self._out, error) from error
        self._done = False

    def kept(self) -> None:
        """It stays; what lay there before is let go of."""
        with suppress(OSError):  # the file is written all the same
            self._before.unlink(missing_ok=True)


def may_write(out: Path, overwrite: bool) -> None:
    """Raises UsageError(export_in_case | no_such_folder | file_exists), AttestError("export_failed").

    Nothing that leaves a case is written into one, its own or another: what lies there is sealed with it, or missed.
    """
    try:
        if in_case(out):
            raise UsageError("export_in_case", path=str(out))
        taken = out.is_dir() or (out.exists() and not overwrite)
        if not taken and not out.parent.is_dir():
            raise UsageError("no_such_folder", path=str(out.parent))
    except OSError as error:
        raise _failed(out, error) from error
    if taken:
        raise UsageError("file_exists", path=str(out))


def _beside(out: Path, ending: str) -> Path:
    """A hidden file in the same folder; of a long name so much that the whole has room, whatever its letters."""
    return out.with_name(f".{out.name[:40]}.{uuid.uuid4().hex[:8]}.{ending}")


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
        "review": review_json(state, [c.id for c in claim.citations]),
        **({"difference": difference(claim.text, state.text).pieces} if state.text else {}),
    }


def _why(citation: Citation) -> dict[str, object]:
    return {"why": citation.why} if citation.why else {}
