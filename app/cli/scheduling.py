"""The command for disclosure schedules: MG6C, MG6D and MG6E as drafts or submitted, and what they are made from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import messages, schedule_words
from app.cli import output
from app.cli.auditing import Receipted, receipt_json, receipt_told
from app.cli.options import CaseFolder, Json
from app.cli.unlocking import opened_case
from provenance.errors import UsageError
from provenance.report_words import counted, when
from provenance.schedule import FORMS

if TYPE_CHECKING:
    from app.case import Case
    from app.scheduling import Written
    from provenance.audience import Audience
    from provenance.material import Material
    from provenance.schedule import Item, Schedule, Submission
    from provenance.schedule_build import Standing
    from provenance.schedule_made import Made

ACTIONS = (*FORMS, "list", "made", "again")
_AUDIENCES: dict[str, Audience] = {"working": "working", "prosecutor": "prosecutor", "defence": "defence"}
_Out = Annotated[Path | None, typer.Option("--out", metavar="PATH", help="The file to write; must not be there yet.")]
_Format = Annotated[str, typer.Option("--format", metavar="xlsx|docx|pdf", help="Without it, the file's ending says.")]
_Submit = Annotated[bool, typer.Option("--submit", help="Submit it: its numbers and words are fixed and kept.")]
_New = Annotated[bool, typer.Option("--new", help="Only items that are new or changed since the last submission.")]
_For = Annotated[str, typer.Option("--audience", metavar="A", help="prosecutor, defence (MG6C alone) or working.")]
_Template = Annotated[
    Path | None, typer.Option("--template", metavar="FILE", help="The force's own form (DOCX or XLSX) to be filled.")
]


def register(app: typer.Typer) -> None:
    app.command()(schedule)


def schedule(
    case: CaseFolder,
    action: Annotated[str, typer.Argument(metavar="mg6c|mg6d|mg6e|list|made|again")] = "list",
    words: Annotated[list[str] | None, typer.Argument(metavar="[ID] [KEY=VALUE...]", show_default=False)] = None,
    out: _Out = None,
    format: _Format = "",
    submit: _Submit = False,
    new: _New = False,
    audience: _For = "prosecutor",
    template: _Template = None,
    json: Json = False,
) -> int:
    """Drafts of the disclosure schedules MG6C, MG6D and MG6E, out of what people decided on each source.

    Decide with: attest set CASE S3 use=unused description="…" location="…" rebuttable=yes assists="…"; list several
    as one item with block="…". 'list' tells what nobody decided and what is new, 'made' what Attest made itself
    (attest schedule CASE made "draft D2" use=unused description="…"), 'again N' writes submission N once more.
    """
    from app.enquiries import require_action

    require_action(action, ACTIONS)
    given = words or []
    if action in ("list", "made"):
        with opened_case(case, write=bool(given)) as opened:
            return _overview(opened, json) if action == "list" else _made(opened, given, json)
    out, to = _where(out), _audience(audience)
    with opened_case(case, write=submit) as opened:
        doing = opened.scheduling
        if action == "again":
            written = doing.again(_number(given), out, format, audience=to, template=template)
        else:
            written = doing.write(
                action, out, format, audience=to, submit=submit, only_new=new, template=template
            )  # fmt: skip
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    return _told(opened, written, out, audience, json)


def _where(out: Path | None) -> Path:
    if out is None:
        raise UsageError("option_missing", option="--out", what="where the schedule is to be written")
    return out


def _audience(said: str) -> Audience:
    if said not in _AUDIENCES:
        raise UsageError("bad_value", value=said, what="an audience", why=f"choose from {', '.join(_AUDIENCES)}")
    return _AUDIENCES[said]


def _number(given: list[str]) -> int:
    if len(given) == 1 and given[0].isdecimal():
        return int(given[0])
    raise UsageError("bad_value", value=" ".join(given) or "nothing", what="a submission", why="give its number")


def _told(case: Receipted, written: Written, out: Path, audience: str, json: bool) -> int:
    """Say what was written and what a person has still to do; 1 where there is something."""
    made, standing = written.schedule, written.standing
    if json:
        told: dict[str, object] = schedule_json(made) | {"path": str(out), "format": written.format}
        output.document(
            told | {"audience": audience, "sha256": written.sha256} | standing_json(standing) | receipt_json(case)
        )
    else:
        output.tell(f"Wrote {out}: {schedule_words.summary(made)}")
        for line in schedule_words.since(made):
            output.tell(line)
        for line in schedule_words.standing(standing, ids=True):
            output.tell(output.plain(line))
        receipt_told(case)
    return 0 if standing.clear else 1


def schedule_json(made: Schedule) -> dict[str, object]:
    """A schedule as JSON values."""
    return {
        "form": made.form,
        "draft": made.draft,
        "submission": made.submission,
        "last_submission": made.last,
        "at": made.at,
        "by": made.by,
        "items": [_item_json(item) for item in made.items],
        "new": made.numbers("new"),
        "changed": made.numbers("changed"),
        "gone": [{"schedule": g.schedule, "number": g.number, "title": g.title} for g in made.gone],
    }


def _item_json(item: Item) -> dict[str, object]:
    words = item.words
    return {
        "schedule": item.schedule,
        "number": item.number,
        "provisional": not item.fixed,
        "since": item.since,
        "key": item.key,
        "sources": list(words.source_ids),
        "title": words.title,
        "description": words.description,
        "described_by": words.described_by or None,
        "facts": dict(words.facts),
        "location": words.location,
        "rebuttable": words.rebuttable,
        "reason": words.reason,
        "assists": words.assists,
        "machine_points": list(words.points),
    }


def standing_json(standing: Standing) -> dict[str, object]:
    """What stands beside a schedule as JSON values; of what is privileged, its number alone."""
    return {
        "not_decided": [{"source_id": s.id, "exhibit": s.exhibit, "name": s.name} for s in standing.undecided],
        "privileged": standing.privileged,
        "perhaps_privileged": standing.perhaps,
        "to_look_at": [{"code": n.code, "what": n.detail, "key": n.place} for n in standing.look],
        "notes": [{"code": n.code, "what": n.detail, "key": n.place} for n in standing.notes],
    }


def _overview(opened: Case, json: bool) -> int:
    """What would stand on each form, what was submitted, and what is undecided."""
    from provenance.schedule_build import joined

    drafts = [opened.scheduling.draft(form) for form in FORMS]
    uses = Counter(m.use for m in opened.store.materials().values())
    submissions = opened.store.submissions()
    if json:
        forms = [schedule_json(made) | standing_json(standing) for made, standing in drafts]
        listed = [_submission_json(s) for s in submissions]
        output.document({"forms": forms, "uses": {str(use): n for use, n in uses.items()}, "submissions": listed})
    else:
        for made, _ in drafts:
            output.tell(schedule_words.overview(made))
        for line in schedule_words.standing(joined([standing for _, standing in drafts]), ids=True):
            output.tell(output.plain(line))
        for s in submissions:
            output.tell(
                f"Submission {s.n}: {s.form.upper()}, {counted(len(s.schedule.items), 'item')}, {when(s.at)}, {s.by}"
            )
    return 0 if all(standing.clear for _, standing in drafts) else 1


def _submission_json(s: Submission) -> dict[str, object]:
    numbers = [{"schedule": i.schedule, "number": i.number, "key": i.key} for i in s.schedule.items]
    return {"n": s.n, "form": s.form, "at": s.at, "by": s.by, "items": numbers}


def _made(opened: Case, given: list[str], json: bool) -> int:
    """List what Attest made itself, or decide on a piece of it."""
    if given:
        pairs = {}
        for change in given[1:]:
            key, equals, value = change.partition("=")
            if not equals:
                raise UsageError("bad_value", value=change, what="a change", why="write it as key=value")
            pairs[key.strip()] = value.strip()
        if not pairs:
            raise UsageError("bad_value", value=given[0], what="a decision", why="add what it is, such as use=unused")
        opened.scheduling.decide_made(given[0], pairs)
    listed = opened.scheduling.made()
    if json:
        output.document({"made": [_made_json(one, material) for one, material in listed]})
    else:
        rows = [
            (one.key, one.title, "; ".join(f"{k}: {v}" for k, v in one.facts), m.use, m.description)
            for one, m in listed
        ]
        output.table(("piece", "what", "facts", "use", "description"), rows)
    return 0


def _made_json(one: Made, material: Material) -> dict[str, object]:
    return {"key": one.key, "title": one.title, "facts": dict(one.facts), **material.json()}
