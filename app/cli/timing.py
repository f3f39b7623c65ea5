"""The command that lays all times of a case on one line: timeline."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import output
from app.cli.options import CaseFolder, Json, Sources
from app.cli.unlocking import opened_case
from provenance import timeline_words as words
from provenance.timeline import Mark, Timeline
from provenance.timeline_told import place

Since = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="TIME",
        help="Not before this day or time: 2026-05-03, 2026-05-03T14:20, or 14:20 where all was on one day.",
    ),
]
Until = Annotated[str | None, typer.Option("--to", metavar="TIME", help="Not after this day or time, written so too.")]


def register(app: typer.Typer) -> None:
    app.command()(timeline)


def timeline(
    case: CaseFolder,
    sources: Sources = None,
    since: Since = None,
    until: Until = None,
    json: Json = False,
) -> int:
    """Every time that the evidence states, in order, with how it was read; and what cannot be placed."""
    from app import timeline as times

    for typed in (since, until):  # what cannot be read is told before the case is read
        if typed and times.bare_clock(typed) is None:
            times.moment(typed)
    with opened_case(case, write=False) as opened, output.progress() as bar:
        made = times.narrowed(times.make(opened.store, sources, bar), since, until)
    if json:
        output.document(made.json())
    else:
        _print(made)
    return 0


def _print(made: Timeline) -> None:
    from app import timeline as times

    for day, lines in times.days_of(made.marks):
        output.tell(f"\n{words.spoken(day)}")
        for line in lines:
            _line(line.when, line.mark)
    if not made.marks:
        output.tell("No time was found.")
    if made.unplaced:
        output.tell(f"\nNot placed: {len(made.unplaced)}")
        for one in made.unplaced:
            lead = "the time spoken of" if one.told_as else "may be"
            may = f" ({lead} {', '.join(one.possible)})" if one.possible else ""
            output.entry("  ", f"{place(one)}: “{one.words}” {one.reason}{may} | {one.text}")


def _line(when: str, mark: Mark) -> None:
    kind = "" if mark.kind in ("event", "entry") else f"{words.KIND[mark.kind]} · "
    output.entry(f"  {when:<22} ", f"{place(mark)} · {kind}{mark.text}")
    if mark.how:
        output.entry(" " * 25, "; ".join(mark.how))
