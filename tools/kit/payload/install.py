"""Installs Attest from the kit in whose folder this file lies; needs nothing but Python, and no connection.

    python3 install.py [--to FOLDER] [--key SHA-256 or FILE] [--check] [--yes] [--demo FOLDER]

--to FOLDER   where to install; without it, "attest" in your own folder (Windows: Attest in %LOCALAPPDATA%)
--key KEY     the key that must have signed the kit: its SHA-256 as you were told it, or its file
--check       check the kit alone, and install nothing
--kit FOLDER  another kit than the one in whose folder this file lies
--again       install it once more, where this very kit is installed already
--no-model    leave the runtime of language models out
--yes         ask nothing
--demo FOLDER show Attest at work on a made-up case there, when it is installed

It checks every file of the kit by its SHA-256, makes an environment of its own for Attest, installs the packages of the
kit into it, each checked by its hash once more, and tries what it installed. Nothing is written outside FOLDER. Stopped
half-way, it can be run again. Whoever changes a kit could change this file too: docs/install-offline.md says more.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # the kit may lie on a medium that is written once
sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))

import checks  # noqa: E402 - found by the line above
import machine  # noqa: E402
from kit_error import KitError  # noqa: E402
from program import Program  # noqa: E402

_AGAIN = "ATTEST_KIT_PYTHON"  # set where another Python was called once already


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        kit = Path(options.kit or Path(__file__).parent).resolve()
        info = checks.read_info(kit)
        wanted = str(info["python"])
        if not options.check and not machine.python_fits(wanted):
            called = _called_again(wanted, arguments)
            if called is not None:
                return called
        return _check(kit, options.key) if options.check else _install(kit, info, options)
    except KitError as error:
        print(f"\nStopped: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        where = "" if error.filename is None else f" ({error.filename})"
        print(f"\nStopped: {error.strerror or error}{where}. Run it again when that is mended.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Run it again: it begins anew what was not finished.", file=sys.stderr)
        return 130
    finally:
        if options.wait:
            with contextlib.suppress(EOFError):  # nobody sits there
                input("Press Enter to close.")


def _options(arguments: list[str]) -> argparse.Namespace:
    head, _, words = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=head + "\n\n" + words, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    for name in ("--to", "--key", "--kit", "--demo"):
        parser.add_argument(name, default="", help=argparse.SUPPRESS)
    for name in ("--check", "--again", "--no-model", "--yes", "--wait"):
        parser.add_argument(name, action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    options.wait = options.wait or (os.name == "nt" and not arguments and sys.stdin is not None and sys.stdin.isatty())
    return options


def _called_again(wanted: str, arguments: list[str]) -> int | None:
    """Run this under the Python that the kit was made for; gives its exit code, None where there is none."""
    if os.environ.get(_AGAIN):
        return None
    command = machine.other_python(wanted)
    if not command:
        return None
    print(f"Going on with Python {wanted} ({command[0]}).", flush=True)
    words = [word for word in arguments if word != "--wait"]
    return subprocess.call(command + [str(Path(__file__).resolve())] + words, env=dict(os.environ, **{_AGAIN: "1"}))


def _check(kit: Path, key: str) -> int:
    print(f"Checking the kit in {kit}", flush=True)
    said = checks.check_signature(kit, key)
    count, size = checks.check_files(kit)
    print(f"  {count} files, {size / 1e6:.0f} MB: each has the SHA-256 that {checks.SUMS} states.")
    print(f"  {said}", flush=True)
    return 0


def _install(kit: Path, info: dict[str, object], options: argparse.Namespace) -> int:
    machine.require_python(str(info["python"]))
    machine.require_platform(str(info["platform"]), str(info.get("glibc", "")))
    place = _place(options.to)
    program = Program(kit, info, place)
    print(f"Attest {program.version} will be installed to {place}", flush=True)
    program.require_place()
    _check(kit, options.key)
    with program.lock():
        if program.ready() and not options.again:
            print("This very kit is installed there already (--again installs it once more).", flush=True)
            said = program.tried()
        else:
            said = program.install(with_model=not options.no_model)
        start = program.launcher()
    print(f"\n{said} is installed. To start it: {start}")
    program.tell_window()
    return _demo(program.attest, place, options)


def _place(named: str) -> Path:
    if named:
        return Path(named).expanduser().absolute()
    own = os.environ.get("LOCALAPPDATA") if os.name == "nt" else None
    return Path(own) / "Attest" if own else Path.home() / "attest"


def _demo(attest: Path, place: Path, options: argparse.Namespace) -> int:
    """Attest at work on its made-up case, where that is wanted; gives the exit code."""
    folder = Path(options.demo or place / "demo").absolute()
    command = [str(attest), "demo", str(folder)]
    wanted = bool(options.demo)
    if not wanted and not options.yes and sys.stdin is not None and sys.stdin.isatty():
        print(f"\nAttest can show its work on a made-up case: a minute or two, written to {folder}")
        wanted = input("Do that now? [y/N] ").strip().lower() in ("y", "yes")
    if not wanted:
        print(f"To see it work on a made-up case: {_shown(command)}")
        return 0
    print("", flush=True)
    return subprocess.call(command)


def _shown(command: list[str]) -> str:
    """A command as it is typed."""
    return subprocess.list2cmdline(command) if os.name == "nt" else " ".join(map(shlex.quote, command))


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
