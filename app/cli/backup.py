"""The commands by which nothing is lost: backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import messages
from app.cli import output
from app.cli.auditing import receipt_json, receipt_told
from app.cli.options import CaseFolder, Json
from app.cli.unlocking import opened_case, unlocked
from provenance.errors import UsageError
from provenance.protection.keys import is_protected
from provenance.report_words import counted, when

if TYPE_CHECKING:
    from app.backup import BackedUp
    from app.restoring import Restored
    from app.salvaging import Salvaged
    from provenance.store.records import Failure

_TOLD = 20  # faults on the screen; --json has all


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)


def backup(
    case: CaseFolder,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="The new folder to write.")],
    with_references: Annotated[
        bool, typer.Option("--with-references", help="Copy files, too, that were taken in where they lie.")
    ] = False,
    json: Json = False,
) -> int:
    """Write a backup of a case to a new folder and check it from the disk; the case may be in use meanwhile.

    It holds the record, the originals and what was made of them; of a protected case all of it encrypted, with the keys
    of its users. Put it on another disk.
    """
    from app.backup import back_up

    with opened_case(case, write=False) as opened, output.progress() as bar:
        made = back_up(opened, out, bar, with_references=with_references)
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    if json:
        output.document(made.json() | receipt_json(opened))
    else:
        _tell_backup(made)
        receipt_told(opened)
    return 1 if made.faults else 0


def restore(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="BACKUP|CASE",
            help="The folder of a backup; with --undo-migration or --salvage that of a case.",
            show_default=False,
        ),
    ],
    out: Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="The new folder of the case.")] = None,
    undo_migration: Annotated[
        bool,
        typer.Option("--undo-migration", help="Put a case back as it was before it was brought up to date."),
    ] = False,
    salvage: Annotated[
        bool, typer.Option("--salvage", help="Save what can be read of a damaged case, and tell what was lost.")
    ] = False,
    json: Json = False,
) -> int:
    """Put a case back from a backup into a new folder, checked before and after."""
    if salvage:
        return _salvage(folder, _needed(out), json)
    if undo_migration:
        return _undo(folder, out, json)
    from app.restoring import restore as put_back

    with output.progress() as bar:
        done = put_back(folder, _needed(out), bar, lambda place: opened_case(place).store)
    output.document(done.json()) if json else _tell_restored(done)
    return 1 if done.faults else 0


def _undo(folder: Path, out: Path | None, json: bool) -> int:
    from app.undoing import undo_migration

    if out is not None:
        raise UsageError("bad_value", value="--out", what="an option", why="a migration is undone in the case's folder")
    kept = undo_migration(folder, lambda place: opened_case(place))
    if json:
        output.document({"path": str(folder), "schema": kept.schema, "sha256": kept.sha256})
    else:
        output.tell(
            f"{folder} is as it was before it was brought up to date (version {kept.schema} of the record). Opening it "
            "for writing with this Attest brings it up to date again; use the older one."
        )
    return 0


def _salvage(folder: Path, out: Path, json: bool) -> int:
    from app.salvaging import salvaged

    key = unlocked(folder).key if is_protected(folder) else None
    with output.progress() as bar:
        done = salvaged(folder, out, bar, key)
    output.document(done.json()) if json else _tell_salvaged(done)
    return 0 if done.whole else 1


def _needed(out: Path | None) -> Path:
    if out is None:
        raise UsageError("option_missing", option="--out", what="which new folder the case is put in")
    return out


def _tell_backup(made: BackedUp) -> None:
    from app.beside import in_words

    size = f"{counted(made.files, 'file')}, {in_words(made.size)}"
    output.tell(f"Wrote {made.out}: {size}, log of {counted(made.entries, 'entry', 'entries')}, all read again.")
    left = [one.source.id for one in made.references if not one.copied]
    if left:
        where = "lies" if len(left) == 1 else "lie"
        output.tell(f"Not in it, as it {where} outside the case: {', '.join(left)}. '--with-references' copies them.")
    _tell_faults(made.faults, "The case itself is not whole, and the backup is as it is:")


def _tell_restored(done: Restored) -> None:
    output.tell(
        f"Put {done.reference} back in {done.out}: {counted(done.files, 'file')}, as backed up on {when(done.made)}, "
        f"{counted(done.entries, 'entry', 'entries')} in its log. What was done in the case after that is not in it."
    )
    _tell_faults(done.faults, "It is not whole, as it was not when it was backed up:")


def _tell_salvaged(done: Salvaged) -> None:
    output.tell(
        f"Saved {counted(done.saved.rows, 'row')} of {done.reference} in {done.out}. The damaged case is as it was."
    )
    for line in done.lost():
        output.tell(f"  {output.plain(line)}")
    _tell_faults(tuple(_failure(one) for one in done.differs), "Of what was saved, this is not as the log tells:")
    if done.originals_missing:
        output.tell(f"Their originals are not there: {', '.join(done.originals_missing)}.")
    if done.whole:
        output.tell("Nothing was lost.")
    elif not done.log_ok:
        output.tell(
            "Its log does not hold: use it to read, and a backup to work on. Its originals are complete by SHA-256."
        )


def _failure(one: Failure) -> str:
    where = one.draft_id or one.passage_id or one.source_id
    return f"{where}: {one.detail}" if where else one.detail


def _tell_faults(faults: tuple[str, ...], head: str) -> None:
    if faults:
        output.tell(head)
        for one in faults[:_TOLD]:
            output.tell(f"  {output.plain(one)}")
        if len(faults) > _TOLD:
            output.tell(f"  and {len(faults) - _TOLD:,} more: '--json' lists all.")
