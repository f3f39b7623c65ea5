"""Commands that tell what was left out and what was looked for: coverage, searches."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.drafting import left_out
from app.cli.options import CaseFolder, Json
from app.cli.unlocking import opened_case
from provenance import report_left_out as told
from provenance.coverage import WHY_NOT, NearUnused, SourceCells, totals
from provenance.records import FrameAnchor
from provenance.report_words import counted
from provenance.store.case_store import CaseStore

_SHOWN = 12  # passages near and not used that are printed; the JSON has them all


def register(app: typer.Typer) -> None:
    app.command()(coverage)
    app.command()(searches)


def coverage(
    case: CaseFolder,
    draft: Annotated[str, typer.Option("--draft", metavar="ID", help="A draft's id, such as D2.")],
    json: Json = False,
) -> None:
    """What a draft used and left out: by source and page or minute, and passages near it that it does not use."""
    from provenance.coverage_map import by_source
    from provenance.coverage_near import cited_in_part, near_unused
    from provenance.open_part import open_part
    from provenance.report_reviews import without_rejected

    with opened_case(case, write=False) as opened:
        store, found = opened.store, opened.store.draft(draft)
        states = store.claim_states(draft)
        shown, _ = without_rejected(open_part(found, {s.id: s for s in store.sources()})[0], states)
        if json:
            output.document(told.coverage_json(shown, store))
            return
        left_out(shown)
        cells = by_source(shown, store)
        _map(cells, store)
        _missed(cells, store)
        _near(near_unused(shown, store), cited_in_part(shown, store))


def _map(cells: tuple[SourceCells, ...], store: CaseStore) -> None:
    """The numbers for pages, stretches and minutes, then a row for each source."""
    titles = {s.id: s.title for s in store.sources()}
    output.tell("")
    for one in totals(cells):
        output.tell(f"{told.totals_told(one)}.")
    rows = []
    for source in cells:
        of = source.cells
        counts = (
            sum(bool(n) for n in (getattr(c, name) for c in of)) for name in ("indexed", "retrieved", "cited", "opened")
        )
        amount = counted(len(of), *told.UNITS[source.counted]) if of else "nothing of its own"
        missing = told.cells_named([c for c in of if c.indexed and not c.cited])
        rows.append((titles[source.source_id], amount, *map(str, counts), missing, told.unread_told(source)))
    heads = (
        "source",
        "of it",
        "searched",
        "drawn on",
        "cited",
        "opened",
        "searched, not cited",
        "unreadable or in part",
    )
    output.table(heads, rows)


def _missed(cells: tuple[SourceCells, ...], store: CaseStore) -> None:
    """Why passages were not looked at, and in which sources how many."""
    titles = {s.id: s.title for s in store.sources()}
    for many, why in told.missed_told(cells):
        where = [(titles[s.source_id], n) for s in cells for code, n in s.missed if WHY_NOT[code] == why]
        listed = ", ".join(f"{title} {n:,}" for title, n in where)
        output.entry(f"Not looked at: {many} – {why}: ", listed)


def _none_unused(cited: int, in_part: int) -> str:
    """What is said where a claim cites every passage that was drawn on: of how many only a part is cited."""
    if not cited:
        return "No passage was drawn on."
    some = f"{in_part:,} of them in part only: other words of these are in no citation" if in_part else "all in full"
    return f"A claim cites every passage that was drawn on, {counted(cited, 'passage')}; {some}."


def _near(found: list[NearUnused], cited_in_part: tuple[int, int]) -> None:
    """The first of the passages that are near and not used."""
    output.tell("")
    if not found:
        output.tell(_none_unused(*cited_in_part))
        return
    output.tell(f"{counted(len(found), 'passage')} drawn on and not used, the nearest first:")
    for one in found[:_SHOWN]:
        c = one.citation
        quoted = "" if isinstance(c.anchor, FrameAnchor) else " ".join(c.anchor.exact.split())
        score = "" if one.score is None else f" ({one.score:.2f})"
        output.entry(f"  {one.passage.id}  ", f"{c.exhibit or c.source_name} {c.label}{score}: {quoted}")
    if len(found) > _SHOWN:
        output.tell(f"  and {len(found) - _SHOWN} more: --json has them")


def searches(
    case: CaseFolder,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the record as a table for a spreadsheet.")
    ] = None,
    json: Json = False,
) -> None:
    """Every brief, question, search and line of enquiry put to the case, with its result; empty results too."""
    from app import search, search_record

    with opened_case(case, write=False) as opened:
        if csv is not None:
            count = search_record.save(opened, csv)
            _written(csv, count, json)
            if opened.unrecorded:
                from app import messages

                output.say(messages.unrecorded(opened.unrecorded))
            return
        rows = search_record.rows(opened.store)
        found = search_record.put(opened.store)
        passages = search.searches(opened.store)
    if json:
        listed = [dict(zip(search_record.COLUMNS, row, strict=True)) for row in rows]
        output.document({"searches": [asdict(s) for s in found], "passage_searches": passages, "record": listed})
        return
    cells = [(draft, at, by, what, words or "(overview)", count) for draft, at, by, what, words, count, *_ in rows]
    output.table(("draft", "when", "who", "what", "words", "found"), cells)


def _written(out: Path, count: int, json: bool) -> None:
    if json:
        output.document({"path": str(out), "format": "csv", "entries": count})
    else:
        output.tell(f"Wrote {out}: {counted(count, 'entry', 'entries')}.")
