"""The command for redaction: list, suggest, mark, change, remove, restore, and write the redacted copy of a source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.auditing import receipt_json, receipt_told
from app.cli.options import CaseFolder, Json, PasswordFile
from app.cli.unlocking import opened_case
from app.enquiries import require_action
from provenance import redaction_told as told
from provenance.anchors import box_json
from provenance.errors import UsageError
from provenance.records import Box
from provenance.redaction_marks import Redaction

if TYPE_CHECKING:
    from app.case import Case

ACTIONS = ("list", "suggest", "mark", "change", "remove", "restore", "copy")
_READING = ("list", "suggest", "copy")
_Area = Annotated[
    str, typer.Option("--area", metavar="x,y,w,h", help="An area: points of a page, pixels of a picture.")
]
_Frames = Annotated[str, typer.Option("--frames", metavar="N[-M]", help="Frames of footage, counted from 1.")]


@dataclass(frozen=True, slots=True)
class _Place:
    """What is to be marked, as the options have it."""

    words: str
    span: str
    page: int
    area: str
    frames: str
    face: bool


def register(app: typer.Typer) -> None:
    app.command()(redact)


def redact(
    case: CaseFolder,
    action: Annotated[str, typer.Argument(metavar="|".join(ACTIONS))] = "list",
    what: Annotated[str, typer.Argument(metavar="[SOURCE|MARK]", help="A source, S3, or a mark, R3.")] = "",
    words: Annotated[str, typer.Option("--words", metavar="T", help="Mark these words wherever they stand.")] = "",
    span: Annotated[str, typer.Option("--span", metavar="A-B", help="Mark this stretch of the text.")] = "",
    page: Annotated[int, typer.Option("--page", metavar="N", min=0, help="The page of an area.")] = 0,
    area: _Area = "",
    frames: _Frames = "",
    face: Annotated[bool, typer.Option("--face", help="The area is a face; nobody is identified.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="Why, for 'mark' and 'change'.")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="PATH", help="Where 'copy' writes.")] = None,
    password_file: PasswordFile = None,
    json: Json = False,
) -> int:
    """What is taken out of copies that are served to others. Originals stay as they are.

    'suggest' offers telephone numbers, addresses and the like, and areas that may be faces; a person marks. 'copy'
    writes the redacted copy of one source, for a look.
    attest redact CASE mark S3 --words "07700 900123" --reason "Personal details of a witness"
    """
    from app.passwords import from_file

    require_action(action, ACTIONS)
    if action != "list" and not what:
        raise UsageError("bad_value", value="''", what="a source or mark", why=f"say which one to {action}, such as S3")
    with opened_case(case, write=action not in _READING) as opened:
        opened.unlock(from_file(password_file))
        if action == "list":
            return _list(opened, what or None, json)
        if action == "suggest":
            return _suggest(opened, what, json)
        if action == "copy":
            return _copy(opened, what, out, json)
        place = _Place(words, span, page, area, frames, face)
        return _changed(opened, _do(opened, action, what, place, reason), json)


def _do(opened: Case, action: str, what: str, place: _Place, reason: str) -> list[Redaction]:
    doing = opened.redacting
    if action == "remove":
        return [doing.remove(what)]
    if action == "restore":
        return [doing.restore(what)]
    if not reason:
        raise UsageError("option_missing", option="--reason", what="why it is taken out")
    return [doing.change(what, reason)] if action == "change" else _mark(opened, what, place, reason)


def _mark(opened: Case, source_id: str, place: _Place, reason: str) -> list[Redaction]:
    doing = opened.redacting
    if len([one for one in (place.words, place.span, place.area) if one]) > 1:
        why = "each of --words, --span and --area is marked by a command of its own; nothing was marked"
        raise UsageError("bad_value", value="More than one place", what="a mark", why=why)
    if place.words:
        return doing.mark_quoted(source_id, place.words, reason)
    if place.span:
        start, end = _pair(place.span, "a stretch of the text, such as 120-160")
        return [doing.mark_words(source_id, start, end, reason)]
    if not place.area:
        raise UsageError("option_missing", option="--words, --span or --area", what="what is to be marked")
    box = _box(place.area)
    if place.frames:
        first, last = _pair(place.frames, "frames, such as 10-40")
        return [doing.mark_frames(source_id, box, first - 1, last - 1, reason, face=place.face)]
    return doing.mark_area(source_id, place.page, box, reason, face=place.face)


def _changed(opened: Case, marks: list[Redaction], json: bool) -> int:
    sources = list(dict.fromkeys(mark.source_id for mark in marks))
    left = [one for source_id in sources for one in opened.redacting.elsewhere(source_id)]
    twins = [one for source_id in sources for one in opened.redacting.same_bytes(source_id)]
    if json:
        also = [{"words": e.words, "start": e.start, "end": e.end, "label": e.label} for e in left]
        told_of = {"marks": [_mark_json(opened, mark) for mark in marks], "also_unmarked": also}
        output.document(told_of | ({"same_bytes": [one.id for one in twins]} if twins else {}))
        return 0
    for mark in marks:
        output.tell(f"{_told(opened, mark)}{'' if mark.standing else ' Taken back; its history is kept.'}")
    if not marks:
        output.tell("These words are marked already, everywhere they stand.")
    for twin in twins:
        output.tell(
            output.plain(f"  {twin.title} ({twin.id}) has the same bytes: its copies are redacted the same way.")
        )
    for one in left:
        output.tell(f"  also at {one.label}, not marked: “{' '.join(one.words.split())}” ({one.start}-{one.end})")
    return 0


def _list(opened: Case, source_id: str | None, json: bool) -> int:
    marks = opened.redacting.marks(source_id)
    if json:
        output.document({"marks": [_mark_json(opened, mark) for mark in marks]})
    elif not marks:
        output.tell("Nothing is marked for redaction.")
    else:
        rows = [
            (m.id, m.source_id, opened.store.source(m.source_id).title, told.KIND[m.kind], _place(opened, m), m.reason)
            + (m.at, m.by)
            for m in marks
        ]
        output.table(("id", "source", "called", "kind", "place", "reason", "when", "who"), rows)
    return 0


def _suggest(opened: Case, source_id: str, json: bool) -> int:
    from app.redacting import FOUND_BY_RULE

    offers, faces = opened.redacting.offers(source_id)
    if json:
        texts = [{"kind": o.kind, "start": o.start, "end": o.end, "words": o.words, "label": o.label} for o in offers]
        areas = [{"kind": "face", "frame": at, "box": box_json(box)} for at, box in faces]
        output.document({"suggestions": texts, "areas": areas, "note": FOUND_BY_RULE})
        return 0
    for o in offers:
        said = " ".join(o.words.split()) or told.REAR
        cut = said if len(said) <= 80 else f"{said[:78]} …"
        output.tell(f"{told.SUGGESTED[o.kind]}, {o.label}: “{cut}” (--span {o.start}-{o.end})")
    for at, box in faces:
        where = f"frame {at}" if at else "picture"
        frames = f" --frames {at}" if at else ""
        output.tell(f"{told.SUGGESTED['face']}, {where}: --area {box.x:g},{box.y:g},{box.w:g},{box.h:g}{frames} --face")
    output.tell(FOUND_BY_RULE if offers or faces else f"Nothing to suggest. {FOUND_BY_RULE}")
    return 0


def _copy(opened: Case, source_id: str, out: Path | None, json: bool) -> int:
    if out is None:
        raise UsageError("option_missing", option="--out", what="where the copy is to be written")
    made = opened.redacting.write_copy(source_id, out)
    if opened.unrecorded:
        from app import messages

        output.say(messages.unrecorded(opened.unrecorded))
    if json:
        facts = {"source": source_id, "path": str(out), "sha256": made.sha256, "original_sha256": made.source.sha256}
        facts |= {"mime": made.mime, "kind": made.kind}
        output.document({**facts, "marks": [m.id for m in made.marks], **receipt_json(opened)})
    else:
        output.tell(f"Wrote {out}: {told.made(made)}")
        receipt_told(opened)
    return 0


def _mark_json(opened: Case, mark: Redaction) -> dict[str, object]:
    known = {"id": mark.id, "source_id": mark.source_id, "kind": mark.kind, "reason": mark.reason}
    known |= {"at": mark.at, "by": mark.by}
    state = {"version": mark.version, "standing": mark.standing, "label": _place(opened, mark)}
    return {**known, **state, "place": told.place_json(mark.place)}


def _told(opened: Case, mark: Redaction) -> str:
    title = opened.store.source(mark.source_id).title
    return f"{mark.id} {title}, {_place(opened, mark)}: {told.KIND[mark.kind]}, “{mark.reason}”."


def _place(opened: Case, mark: Redaction) -> str:
    return told.place(mark, opened.redacting.layer(mark.source_id), opened.store.video(mark.source_id))


def _pair(text: str, what: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,12})(?:-(\d{1,12}))?", text.strip())
    if match is None:
        raise UsageError("bad_value", value=text, what=what, why="write two numbers, such as 10-40")
    return int(match[1]), int(match[2] or match[1])


def _box(text: str) -> Box:
    parts = text.split(",")
    try:
        x, y, w, h = map(float, parts)
    except ValueError:
        raise UsageError("bad_value", value=text, what="an area", why="write four numbers: x,y,w,h") from None
    return Box(0, x, y, w, h)
