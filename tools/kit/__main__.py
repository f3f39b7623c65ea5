"""Builds the offline kit: a folder from which Attest is installed where there is no internet.

Usage: python -m tools.kit [--out FOLDER] [--platform NAME] [--python 3.11] [--key NAME] [--without-model]
       python -m tools.kit --check KIT [--key SHA-256 or FILE]

The kit is made beside its place and renamed when it is whole: interrupted, it is begun anew, and what pip fetched and
built before comes from pip's cache. --key signs the checksums with a key of `attest keys`.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path

from provenance.errors import AttestError
from tools.kit import fetching
from tools.kit.folder import Kit, Plan, check_kit, signing_key
from tools.kit.packages import KitBuildError


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    started = time.monotonic()
    if options.check:
        return check_kit(Path(options.check).absolute(), options.key)
    try:
        plan = Plan(options.platform, options.python, not options.without_model)
        kit = Kit(Path(options.out).absolute(), plan, signing_key(options.key))
        made = kit.build(_say)
    except (KitBuildError, AttestError) as error:
        print(f"\nNo kit was made: {_sentence(error)}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\nNo kit was made: {error.strerror} ({error.filename}).", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; no kit was made. Run it again: what was fetched is in pip's cache.", file=sys.stderr)
        return 130
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    _say(f"The kit is {made}: {size / 1e6:.0f} MB, made in {time.monotonic() - started:.0f} s")
    _say(f"Copy it to a disk, and on the other computer: python3 {made.name}/install.py")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.kit", description=(__doc__ or "").splitlines()[0])
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    parser.add_argument("--out", default=str(fetching.ROOT / "dist"), metavar="FOLDER", help="where to make it")
    parser.add_argument("--platform", choices=sorted(fetching.OTHERS), help="another system than this one")
    parser.add_argument("--python", default=own, metavar="VERSION", help=f"of that system; without it, {own}")
    parser.add_argument("--key", default="", metavar="NAME", help="sign it with this key, or check it with that one")
    parser.add_argument("--check", default="", metavar="KIT", help="check a kit, and make none")
    parser.add_argument("--without-model", action="store_true", help="leave the language models' runtime out")
    return parser.parse_args(arguments)


def _sentence(error: Exception) -> str:
    from app import messages

    return messages.of(error) if isinstance(error, AttestError) else str(error)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
