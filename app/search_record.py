"""The search record as a table for a disclosure document: all that was put to the case, empty results too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import search
from app.access import Act
from provenance import draft_words
from provenance.enquiries import KIND, Enquiry
from provenance.export import may_write, write_beside
from provenance.open_part import open_part
from provenance.open_run import open_settings
from provenance.records import Draft, Source
from provenance.report_words import counted
from provenance.store.case_store import CaseStore
from provenance.store.codec import bytes_sha256
from provenance.store.records import SearchRecord

if TYPE_CHECKING:
    from app.case import Case

Row = tuple[str, ...]
COLUMNS = (
    *("draft", "when (UTC)", "who", "what", "words", "found", "passages searched", "drafter", "seed"),
    *("where found", "sources asked", "sources unread", "models", "settings"),
)
ACTION = "searches_saved"
STOPPED = "stopped: nothing was looked for to the end"
HELD_BACK = "nothing that stands: all that was drafted, {claims}, was held back by the checks"
_ENQUIRY = {
    "added": "line of enquiry added",
    "changed": "line of enquiry changed",
    "closed": "line of enquiry closed",
    "reopened": "line of enquiry opened again",
}


def put(store: CaseStore) -> list[SearchRecord]:
    """The briefs and questions, without what their settings tell of sources that are withheld now."""
    held = {s.id for s in store.sources() if s.withheld}
    return [replace(one, settings=open_settings(one.settings, held)) for one in store.searches() if not one.by_hand]


def rows(store: CaseStore) -> list[Row]:
    """Rows under `COLUMNS`, the oldest first. A draft begun by hand was put to nothing, and is left out.

    Nothing of a source that is withheld now is named as a place where something was found. Raises CaseError.
    """
    sources = {s.id: s for s in store.sources()}
    enquiries = store.enquiries()
    asked = {asking.draft_id: e.id for e in enquiries for asking in e.askings}
    found = []
    for one in store.searches():
        if not one.by_hand:
            draft, _ = open_part(store.draft(one.draft_id), sources)
            found.append(_draft(one, draft, sources, asked.get(one.draft_id, "")))
    found += [_passages(one, sources) for one in search.searches(store)]
    found += [row for enquiry in enquiries for row in _enquiry(enquiry)]
    return sorted(found, key=lambda cells: cells[1])


def save(case: Case, out: Path, *, overwrite: bool = False) -> int:
    """Write the record to `out` as CSV that no spreadsheet takes for formulas; gives how many rows.

    The log tells of it, where the case can be written. Raises UsageError(file_exists | no_such_folder),
    AttestError(export_failed), CaseError.
    """
    from app.taking_in import csv_of

    case.require(Act.EXPORT)
    may_write(out, overwrite)
    listed = rows(case.store)
    data = csv_of([COLUMNS, *listed])
    write_beside(out, data)
    detail = {"format": "csv", "entries": len(listed), "sha256": bytes_sha256(data)}
    case.record(ACTION, detail)
    return len(listed)


def _draft(one: SearchRecord, draft: Draft, sources: Mapping[str, Source], enquiry: str) -> Row:
    what = "question" if one.question else "brief" if one.brief else "overview"
    if enquiry:
        what = f"question, line of enquiry {enquiry}"
    where = dict.fromkeys(
        f"{c.exhibit or c.source_name} {c.label}".strip()
        for claim in draft.claims
        if not claim.held_back and not claim.by
        for c in claim.cited()
    )
    unread = _titled([u.source_id for u in draft.coverage.unread_sources], sources)
    models = ", ".join(f"{m.role} {m.name} {m.sha256}" for m in draft.run.models)
    settings = json.dumps(dict(draft.run.settings), ensure_ascii=False, sort_keys=True)
    stopped = "stopped" in one.settings
    drafter = f"{one.generator}, {one.writer}" if one.writer else one.generator
    counts = ("stopped" if stopped else str(one.claims), str(one.searched), drafter, str(one.seed))
    came = STOPPED if stopped else "; ".join(where) or _nothing(one, draft)
    told = (came, _asked(one.settings.get("sources"), sources), unread or "none", models)
    return (one.draft_id, one.at, one.by, what, one.brief, *counts, *told, settings)


def _nothing(one: SearchRecord, draft: Draft) -> str:
    """Why no place is named: `draft` is without what cites a source that is withheld now."""
    if one.all_held_back and len(draft.claims) == one.held_back:
        return HELD_BACK.format(claims=counted(one.held_back, "claim"))
    held = sum(c.held_back for c in draft.claims)
    withheld = one.claims + one.held_back - sum(not c.by for c in draft.claims)
    told = draft_words.not_shown(held, withheld=max(0, withheld)) or draft_words.wrote_none(one.settings)
    return f"nothing: {told[0].lower()}{told[1:]}" if told else "nothing"


def _passages(one: Mapping[str, object], sources: Mapping[str, Source]) -> Row:
    said = (str(one[name]) for name in ("words", "hits", "searched"))
    more = "at least as many as asked for" if one.get("more") else ""
    settings = json.dumps({k: one.get(k) for k in ("mode", "pending")}, sort_keys=True)
    told = (more, _asked(one.get("sources"), sources), "", "", settings)
    return ("", str(one["at"]), str(one["by"]), f"passages by {one['mode']}", *said, "", "", *told)


def _enquiry(enquiry: Enquiry) -> Iterable[Row]:
    """A row for each thing that was done to it, but for its place in the list."""
    for v in enquiry.versions:
        if v.action in _ENQUIRY:
            dated = f", {v.dated}" if v.dated else ""
            what = f"{_ENQUIRY[v.action]} ({KIND[v.kind]}{dated})"
            reason = v.reason if v.action == "closed" else ""
            yield (enquiry.id, v.at, v.by, what, v.words, "", "", "", "", reason, "", "", "", "")


def _asked(ids: object, sources: Mapping[str, Source]) -> str:
    """The sources that were asked."""
    return _titled(ids, sources) if isinstance(ids, list) else "all"


def _titled(ids: Sequence[str], sources: Mapping[str, Source]) -> str:
    """Sources by what people call them; those that are withheld now are counted, not named."""
    known = [sources[i] for i in ids if i in sources]
    held = sum(s.withheld for s in known)
    told = [s.title for s in known if not s.withheld]
    return ", ".join([*told, *([f"{counted(held, 'source')} withheld"] if held else [])])
