"""Commands that make a case and bring evidence into it: new, add, sources, set."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import messages, trouble
from app.cli import output, unlocking
from app.cli.options import CaseFolder, Json, PasswordFile
from app.cli.shapes import source_json, sources_json
from app.cli.unlocking import opened_case
from app.passwords import from_file, locked
from app.register import Register
from app.taking_in import read_later
from app.watch import taken_before
from provenance import camera_check, camera_clock
from provenance.containers import whereabouts
from provenance.errors import AttestError, TaskError, UsageError
from provenance.material import USE
from provenance.records import Source
from provenance.report_words import counted, notices

if TYPE_CHECKING:
    from app.case import Case
    from app.findings import CaseFinding

_FINDINGS_SHOWN = 12
_Exhibit = Annotated[str, typer.Option("--exhibit", metavar="REF", help="Exhibit reference, for a single file.")]
_ByReference = Annotated[
    bool, typer.Option("--by-reference", help="Leave the files where they are; keep path and hash.")
]
_RegisterFile = Annotated[
    Path | None, typer.Option("--register", metavar="LIST.csv", help="Exhibit list: references, producers, marks.")
]
_UNCLEAR = "Write the folder before the name in the list, and add the files again."


def register(app: typer.Typer) -> None:
    app.command()(new)
    app.command()(add)
    app.command()(sources)
    app.command("set")(set_fields)


def new(
    case: CaseFolder,
    reference: Annotated[str, typer.Option("--reference", metavar="REF", help="The operation or crime reference.")],
    title: Annotated[str, typer.Option("--title", metavar="T", help="What it is about, in a few words.")] = "",
    training: Annotated[
        bool, typer.Option("--training", help="For training: no live evidence will be in it. This cannot be changed.")
    ] = False,
    protect: Annotated[
        bool, typer.Option("--protect", help="Encrypt it: it opens with your passphrase alone (--user names you).")
    ] = False,
    json: Json = False,
) -> None:
    """Make an empty case."""
    from app import entering
    from app.case import Case

    first = None
    if protect:
        user = unlocking.caller()
        first = entering.first(user, unlocking.first_passphrase(user))
    with Case.create(case, reference, title, training=training, first=first) as made:
        info = made.store.info
        if json:
            told = {"case": str(info.folder), "reference": info.reference, "title": info.title}
            output.document(told | {"protected": protect})
        else:
            output.tell(f"Made {info.folder}. Add evidence with: attest add {info.folder} FILES")


def add(
    case: CaseFolder,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.", show_default=False)],
    exhibit: _Exhibit = "",
    by_reference: _ByReference = False,
    register_file: _RegisterFile = None,
    password_file: PasswordFile = None,
    json: Json = False,
) -> int:
    """Take in files and folders; every file gets an outcome."""
    from app import register as registers

    if exhibit and (len(paths) > 1 or paths[0].is_dir()):
        raise UsageError("bad_value", value="--exhibit", what="one reference", why="there are several files")
    listed = registers.load(register_file) if register_file else None
    passwords = from_file(password_file)  # of a protected case, too: its passphrase is the first line
    done: list[Source] = []
    stopped: AttestError | None = None
    with opened_case(case) as opened:

        def reported(source: Source) -> None:
            done.append(source)
            if not json:
                _row(source, whereabouts(source, opened.store.source), len(opened.settings.read.passwords))

        def take_in(these: list[Path]) -> None:
            with output.progress() as bar:
                opened.add(these, reported, bar, listed, exhibit, by_reference)

        try:
            opened.unlock(passwords)
            take_in(paths)
            if not json:
                _ask_passwords(opened, done, take_in)
        except BrokenPipeError:
            raise
        except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - whatever it is, what was taken in is told
            stopped = _stopped(error)
    return _report(done, None if stopped else listed, stopped, json)


def _ask_passwords(opened: Case, done: list[Source], take_in: Callable[[list[Path]], None]) -> None:
    """Ask for passwords of the locked files among those done, and take these in again, until none is given."""
    while given := output.ask_password([s.name for s in _locked(done)]):
        opened.unlock([given])
        again = [Path(s.path) for s in _locked(done)]
        done[:] = [s for s in done if s not in _locked(done)]
        take_in(again)


def _locked(done: list[Source]) -> list[Source]:
    """Files that a password would open."""
    return [source for source in done if locked(source)]


def _stopped(error: BaseException) -> AttestError:
    """What ended the taking-in; of a fault of our own only the name, as its words may be those of the evidence."""
    if isinstance(error, KeyboardInterrupt):
        return TaskError("cancelled")
    if isinstance(error, AttestError):
        return error
    logging.getLogger(__name__).critical("unexpected", exc_info=error)
    return TaskError("internal_error", error=type(error).__name__, log=trouble.note(error) or "no file")


def _report(done: list[Source], listed: Register | None, stopped: AttestError | None, json: bool) -> int:
    """What was taken in, for people or as JSON; gives the exit code."""
    missing = [e.file for e in listed.unmatched] if listed else []
    unclear = [e.file for e in listed.ambiguous] if listed else []
    if stopped:
        output.say(messages.of(stopped))
    for name in missing:
        output.say(f"The exhibit list names {name}, but no such file came.")
    for name in unclear:
        output.say(
            f"What the exhibit list says of {name} fits several files or rows, and was used for none. {_UNCLEAR}"
        )
    if json:
        answer: dict[str, object] = {"sources": [source_json(s) for s in done], "register_unmatched": missing}
        answer["register_ambiguous"] = unclear
        if stopped:
            answer["error"] = {"code": stopped.code, "message": messages.of(stopped)}
        output.document(answer)
    else:
        count = {o: sum(s.outcome == o for s in done) for o in ("read", "partly", "held", "duplicate", "refused")}
        words = {"held": "held for a decision on privilege"}
        told = ", ".join(f"{n} {words.get(o, o)}" for o, n in count.items() if n)
        output.tell(f"{counted(len(done), 'file')}: {told or 'none'}.")
    if stopped:
        return stopped.exit_code
    read = [s for s in done if s.reason != "exhibit_list"]
    look = any(s.withheld or s.outcome in ("refused", "partly") for s in read)
    return 1 if missing or unclear or look else 0


def sources(case: CaseFolder, json: Json = False) -> None:
    """List what was taken in, how well it was read, and what to look into."""
    from app.findings import of_case

    with opened_case(case, write=False) as opened:
        found = opened.store.sources()
        told = of_case(opened.store)
        decided = opened.store.materials()
        stand = opened.retaining.stand()
    if json:
        output.document(sources_json(found, told, decided))
    elif not found:
        output.tell(f"Nothing has been taken in yet. Add evidence with: attest add {case} FILES")
    else:
        by_id = {source.id: source for source in found}
        heads = ("id", "exhibit", "what", "kind", "outcome", "passages", "frames", "mark", "use", "to look at")
        later = read_later(found)
        uses = {id: USE[one.use] for id, one in decided.items()}
        output.table(heads, [_cells(s, by_id.get, later.get(s.id, ""), uses[s.id]) for s in found])
        _findings(found, told)
    if due := stand.due():
        output.say(due)


def _findings(found: list[Source], told: list[CaseFinding]) -> None:
    """Some lines of what a person should look into; the rest stands in the JSON and in the window."""
    lines = [f"{source.id}: {line}" for source in found for line in notices(source.findings)]
    lines += [f"{', '.join(finding.source_ids[:3])}: {finding.detail}" for finding in told]
    for line in lines[:_FINDINGS_SHOWN]:
        output.tell(f"  look into {output.plain(line)}")
    if len(lines) > _FINDINGS_SHOWN:
        output.tell(f"  and {len(lines) - _FINDINGS_SHOWN} more: attest sources CASE --json")


def set_fields(
    case: CaseFolder,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A source's id, such as S3.", show_default=False)],
    changes: Annotated[list[str], typer.Argument(metavar="KEY=VALUE...", show_default=False)],
    json: Json = False,
) -> None:
    """Change exhibit, producer, dated, mark, privilege (none, possible, privileged, released) or statement fields.

    What it is in the case: use (undecided, used, unused, sensitive, not_relevant), and for schedules description,
    reason (why sensitive), assists (why it may undermine or assist), location, rebuttable (yes or no), block
    (the words under which several are listed as one item).

    Fields of a statement (witness, statement_date, exhibits_produced, …) are confirmed by setting them, or by name:
    confirmed=witness,statement_date. translation_of, transcript_of and working_copy_of pair a source with another.
    """
    pairs = {}
    for change in changes:
        key, equals, value = change.partition("=")
        if not equals:
            raise UsageError("bad_value", value=change, what="a change", why="write it as key=value")
        pairs[key.strip()] = value.strip()
    with opened_case(case) as opened, output.progress() as bar:
        changed = opened.set(source, pairs, bar)
        known = {s.id: s for s in opened.store.sources()}.get
        same = opened.store.by_sha256(changed.sha256) if "privilege" in pairs and changed.sha256 else [changed]
        decided = opened.store.materials()
    if json:
        output.document(source_json(changed, decided[changed.id]))
    else:
        output.table(
            ("id", "exhibit", "what", "kind", "outcome", "passages", "frames", "mark", "use", ""),
            [_cells(s, known, use=USE[decided[s.id].use]) for s in same],
        )
        if "use" in pairs and changed.withheld:
            output.tell(f"{changed.id} stays withheld from everyone all the same: {_why(changed)}.")
        if any(name in camera_check.SETTABLE for name in pairs):
            check = camera_clock.of(changed)
            told = f"{check.told()}." if check else "no check of the camera's clock is recorded now."
            output.tell(output.plain(f"{changed.id}: {told}"))


def _row(source: Source, where: str, passwords: int) -> None:
    """One line as a file is done; `where` it was found, if inside another, and how many passwords there were to try."""
    exhibit = f"{source.exhibit}  " if source.exhibit else ""
    why = _unfit(passwords) if passwords and locked(source) else _why(source)
    inside = f"  ({output.plain(where)})" if where else ""
    output.tell(f"{source.outcome:<9} {exhibit}{output.plain(source.name)}{inside}{f'  – {why}' if why else ''}")


def _unfit(passwords: int) -> str:
    tried = "the password given does not fit" if passwords == 1 else f"none of the {passwords:,} passwords given fits"
    return messages.sentence("no_password_fits", {"tried": tried})


def _why(source: Source) -> str:
    """What a person should know of how a file was read, in one phrase."""
    if taken_before(source):
        return f"taken in before as {source.id}"
    if source.outcome == "duplicate":
        held = ", which is held for a decision on privilege" if source.withheld else ""
        return f"the same bytes as {(source.reason or '').removeprefix('duplicate_of_')}{held}"
    if source.outcome == "held":
        if source.privilege == "privileged":
            return "legally privileged: not read into anything"
        return f"may be legally privileged; decide: attest set CASE {source.id} privilege=privileged|released"
    if source.removed:
        return output.plain(source.removed[1:-1])
    if source.outcome == "refused":
        return messages.sentence(source.reason or "", {w.code: w.detail for w in source.warnings})
    return output.plain("; ".join(notices(source.warnings)[:3]))


def _cells(s: Source, known: Callable[[str], Source | None], later: str = "", use: str = "") -> tuple[str, ...]:
    called = s.fields.get("witness") or s.fields.get("title")
    why = f"added again later and read as {later}" if later else _why(s)
    what = " · ".join(filter(None, (s.name, called, whereabouts(s, known))))
    outcome = "removed" if s.removed else s.outcome
    return (s.id, s.exhibit, what, s.kind, outcome, str(s.passages), str(s.frames), s.mark, use, why)
