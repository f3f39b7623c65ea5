"""The entry point `attest`: gathers the commands, and turns every error into one sentence and an exit code."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from importlib import metadata
from typing import Annotated

import typer
import typer.exceptions

from app import messages, trouble
from app.cli import output, unlocking
from app.cli.window import OpenWindow, show
from provenance import confining, core_dumps, offline
from provenance.errors import AttestError

_BUG = "Something went wrong inside Attest ({error}); what was reported as done is kept. {noted}'--debug' shows more."


def build() -> typer.Typer:
    """All commands, in the order in which help lists them."""
    from app.cli import (
        auditing,
        backup,
        case,
        checking,
        drafting,
        enquiries,
        keys,
        later,
        leaving,
        left_out,
        looking,
        modelling,
        opposing,
        policies,
        recording,
        redacting,
        replaying,
        retaining,
        reviewing,
        sample,
        scheduling,
        testing,
        timing,
        users,
        window,
    )

    app = typer.Typer(
        name="attest",
        no_args_is_help=False,
        add_completion=False,
        rich_markup_mode=None,
        epilog="For protected cases: --user NAME says who you are, --password-file FILE gives your passphrase; "
        "both may stand anywhere.",
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_window)
    finding = (case, drafting, left_out, enquiries, replaying, opposing, timing, looking, auditing)
    handing_over = (redacting, scheduling, leaving, recording, retaining, keys, policies, checking, backup)
    for group in (*finding, modelling, reviewing, *handing_over, users, sample, testing, window, later):
        group.register(app)
    return app


def main() -> None:
    """Run the command line; leaves with the contract's exit code."""
    core_dumps.off()
    confining.hold_program()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str], window: OpenWindow | None = None) -> int:
    """Run one command; gives the exit code and never lets a traceback out.

    `window` opens the window: it is handed in from above, because no module here may know of a screen.
    """
    debug = "--debug" in arguments
    arguments = [a for a in arguments if a != "--debug"]
    if debug:
        os.environ["ATTEST_DEBUG"] = "1"
        logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    else:
        logging.disable()  # what libraries log may hold words of the evidence
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    offline.guard()
    try:
        command = typer.main.get_command(build())
        arguments = unlocking.taken(arguments, _has_password_file(command, arguments))
        code = command(args=arguments, prog_name="attest", standalone_mode=False, obj=window)
        return code if isinstance(code, int) else 0
    except AttestError as error:
        return _fail(arguments, error.code, messages.of(error), error.exit_code)
    except typer.exceptions.TyperException as error:
        return _fail(arguments, "wrong_use", f"{_wrong_use(error)} See 'attest --help'.", 2)
    except (typer.Abort, KeyboardInterrupt):
        return _fail(arguments, "cancelled", messages.sentence("cancelled"), 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 – the last door: told by its kind, noted by its place
        return _fail(arguments, "internal_error", _unexpected(error, debug), 1)


def _has_password_file(command: object, arguments: list[str]) -> bool:
    """Whether the command that is called has `--password-file` for files, too."""
    commands = getattr(command, "commands", {})
    called = next((commands[one] for one in arguments if one in commands), None)
    return any("--password-file" in option.opts for option in getattr(called, "params", ()))


def _window(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> int:
    """Offline evidence summaries in which every claim opens its source. The machine drafts; a person decides."""
    if version:
        output.tell(f"attest {metadata.version('attest')}")
    elif context.invoked_subcommand is None:
        return show(context, None)
    return 0


def _wrong_use(error: Exception) -> str:
    """What is wrong with the call; the library has the sentence, where it has one, in `format_message`."""
    words = getattr(error, "format_message", lambda: str(error))()
    return words if words.endswith(".") else f"{words}."


def _unexpected(error: Exception, debug: bool) -> str:
    """The sentence for a fault of Attest itself: its kind only, because the message may hold words of the evidence."""
    log = trouble.note(error)
    if debug:
        output.say("".join(traceback.format_exception(error)))
    noted = f"Where it happened is noted, without evidence, in {log}; " if log else ""
    return _BUG.format(error=type(error).__name__, noted=noted)


def _fail(arguments: list[str], code: str, text: str, exit_code: int) -> int:
    output.say(output.plain(text))
    if "--json" in arguments:
        output.document({"error": {"code": code, "message": text}})
    return exit_code


if __name__ == "__main__":
    main()
