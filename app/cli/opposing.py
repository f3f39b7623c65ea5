"""The command that sets sources against each other: conflicts."""

from __future__ import annotations

from typing import Annotated

import typer

from app import messages
from app.cli import output
from app.cli.options import CaseFolder, Json, Sources
from app.cli.unlocking import opened_case
from provenance import opposed_words as words
from provenance.points import Cell, Point
from provenance.report_words import counted

_KEY = "independence not assessed; which of them is right is not judged"


def register(app: typer.Typer) -> None:
    app.command()(conflicts)


def conflicts(
    case: CaseFolder,
    sources: Sources = None,
    all: Annotated[
        bool, typer.Option("--all", help="Tell of points without a conflict, too; JSON always does.")
    ] = False,
    json: Json = False,
) -> None:
    """Where sources say different things on the same point, each in its own words."""
    with opened_case(case, write=False) as opened, output.progress() as bar:
        found = opened.compare(sources, bar, placed=json)
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    if json:
        output.document(found.json())
        return
    others = [point for point in found.points if not point.conflict]
    passages = counted(found.searched, "passage")
    count = counted(len(found.conflicts), "conflict") if found.conflicts else "No conflict"
    pending = f" {counted(found.pending, 'passage')} not indexed yet." if found.pending else ""
    more = " There are more points; these are the surest." if found.more else ""
    output.tell(f"{count} found in the {passages} compared; {_KEY}.{more}{pending}")
    for point in found.conflicts:
        _tell(point)
    if all:
        for point in others:
            _tell(point)
    elif others:
        output.tell(f"\n{counted(len(others), 'more point')} without a conflict; '--all' tells of them.")


def _tell(point: Point) -> None:
    kind = words.conflict(point.conflict) or words.POINT[point.kind]
    output.tell("")
    output.tell(output.plain(f"{kind}: {point.about}"))
    width = max(len(_head(cell)) for cell in point.cells)
    for cell in point.cells:
        output.entry(f"  {_head(cell).ljust(width)}  ", f"“{' '.join(cell.says.split())}”")


def _head(cell: Cell) -> str:
    """ "BL/1 p. 2 · 14:25, with doubt"."""
    citation = cell.citation
    place = f"{citation.exhibit or citation.source_name} {citation.label}".strip()
    return " · ".join(filter(None, (place, f"{cell.value}, {words.HEDGED}" if cell.hedged else cell.value)))
