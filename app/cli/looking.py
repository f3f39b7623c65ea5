"""Commands that look at a case or a file: show, verify, events, look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app import messages
from app.cli import drafting, output
from app.cli.auditing import receipt_told
from app.cli.options import CaseFolder, Json, PasswordFile
from app.cli.shapes import events_json
from app.cli.unlocking import opened_case
from app.passwords import from_file
from provenance.footage import MovementEvent, spelt
from provenance.looked import SENSITIVITY, look_json, told
from provenance.report_words import when
from provenance.store.records import Failure
from provenance.verify import LOCKED

Region = Annotated[
    list[str] | None, typer.Option("--region", metavar="x,y,w,h", help="Watch this area only, in coded pixels.")
]
Mask = Annotated[
    list[str] | None, typer.Option("--mask", metavar="x,y,w,h", help="Leave this area out, in coded pixels.")
]
Threshold = Annotated[
    float,
    typer.Option(
        "--threshold",
        min=0.01,
        max=255,
        help="What counts as movement: how much of the picture changes, of 255 for all of it; lower finds more. "
        f"Usual {SENSITIVITY['usual']:g}, low {SENSITIVITY['low']:g}, high {SENSITIVITY['high']:g}.",
    ),
]


def register(app: typer.Typer) -> None:
    for command in (show, verify, events, look):
        app.command()(command)


def show(
    case: CaseFolder,
    id: Annotated[str, typer.Argument(metavar="ID", help="A draft, claim, citation, passage, frame or source.")],
    image: Annotated[
        Path | None, typer.Option("--image", metavar="FILE", help="Write the page or frame, the place marked.")
    ] = None,
    rear: Annotated[bool, typer.Option("--rear", help="Show the rear of a statement; the log tells of it.")] = False,
    password_file: PasswordFile = None,
    json: Json = False,
) -> None:
    """A draft as it was written, or one claim, citation, passage or frame in its context."""
    from app import showing

    passwords = from_file(password_file)
    with opened_case(case, write=False) as opened:
        if showing.is_draft(id):
            drafting.answer(opened, showing.whole_draft(opened, id, drawn=image is not None, rear=rear), json)
            return
        opened.unlock(passwords)
        shown = showing.look_up(opened, id, rear)
        if image:
            showing.write_image(opened, shown, image)
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    if json:
        output.document(shown.json())
    else:
        for line in shown.lines():
            output.tell(output.plain(line))


def verify(
    case: CaseFolder,
    draft: Annotated[str | None, typer.Option("--draft", metavar="ID", help="Check one draft only.")] = None,
    password_file: PasswordFile = None,
    json: Json = False,
) -> int:
    """Re-open every citation from the original bytes and compare."""
    passwords = from_file(password_file)
    with opened_case(case, write=False) as opened, output.progress() as bar:
        opened.unlock(passwords)
        report = opened.verify(draft, bar)
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    if json:
        output.document(report.json())
    else:
        output.tell(f"{report.checked} citations re-opened, {len(report.failed)} failures.")
        for failure in report.failed:
            output.tell(
                f"  FAILED {_which(failure)}: {failure.code} – {output.plain(failure.detail)}{_way_out(failure)}"
            )
        for note in report.notes:
            output.tell(f"  note {_which(note)}: {note.code} – {output.plain(note.detail)}")
        receipt_told(opened)
    return 0 if report.ok else 1


def events(
    video: Annotated[Path, typer.Argument(metavar="VIDEO", show_default=False)],
    region: Region = None,
    mask: Mask = None,
    threshold: Threshold = SENSITIVITY["usual"],
    json: Json = False,
) -> None:
    """Movement events of a video, and its burnt-in clock."""
    from app.movement import area, find_events

    watch, left_out = ([area(text) for text in given or ()] for given in (region, mask))
    with output.progress() as bar:
        found = find_events(video, watch, bar, left_out, threshold)
    if json:
        output.document(events_json(found.events, found.clock, found.findings))
        return
    _tabulate(found.events)
    clock = f"Clock at the first frame: {found.clock.first}." if found.clock else ""
    output.tell(f"{len(found.events)} movement events. {clock}".rstrip())
    for finding in found.findings:
        output.tell(f"  look into: {output.plain(finding.detail)}")


def look(
    case: CaseFolder,
    source: Annotated[str, typer.Argument(metavar="SOURCE", show_default=False)],
    region: Region = None,
    mask: Mask = None,
    threshold: Threshold = SENSITIVITY["usual"],
    json: Json = False,
) -> None:
    """Seek movement in footage of a case again; what was found and cited before stays."""
    from app.movement import area

    watch, left_out = ([area(text) for text in given or ()] for given in (region, mask))
    with opened_case(case) as opened, output.progress() as bar:
        opened.look_again(source, watch, left_out, threshold, bar)
        newest, *older = opened.store.looks(source)[::-1]
    if json:
        found = events_json(newest.events, None, newest.notices)
        given = {"watch_asked": [list(area) for area in watch], "mask_asked": [list(area) for area in left_out]}
        output.document({"source": source, **look_json(newest), **given, **found})
        return
    _tabulate(newest.events)
    output.tell(f"{len(newest.events)} movement events. {output.plain(told(newest, when))}.")
    if (most := max((len(one.events) for one in older), default=0)) > len(newest.events):
        output.tell(f"  An earlier look found {most}: drafts from now on tell of this look alone.")
    for said, asked, kept in (("Watched", watch, newest.watch), ("Left out", left_out, newest.mask)):
        for one, within in zip(asked, kept, strict=True):
            cut = f": what of {spelt([one])} lies in the picture" if one != within else ""
            output.tell(f"  {said}: {spelt([within])}{cut}")


def _tabulate(events: Sequence[MovementEvent]) -> None:
    rows = [
        (*(f"{float(m.seconds):.2f} s" for m in (e.start, e.peak, e.end)),
         f"{e.region.x:.0f},{e.region.y:.0f},{e.region.w:.0f},{e.region.h:.0f}")
        for e in events
    ]  # fmt: skip
    output.table(("start", "peak", "end", "region"), rows)


def _way_out(failure: Failure) -> str:
    """What to do about a failure that comes of a password that was not given."""
    return "; give its password with --password-file" if failure.code == LOCKED else ""


def _which(failure: Failure) -> str:
    return failure.citation_id or failure.passage_id or failure.draft_id or failure.source_id or "case"
