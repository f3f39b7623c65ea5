"""The command: which bundle to check, what to say, and the exit code (0 nothing wrong, 1 faults, 2 wrong use)."""

from __future__ import annotations

import os
import sys

from provenance.bundle.checking.bag import Entry, check_bag, check_info, read
from provenance.bundle.checking.chain import HEX, LOG, case_of, check_log
from provenance.bundle.checking.media import check_media
from provenance.bundle.checking.quotes import ANNOTATIONS, DRAFT, check_annotations, check_quotes, citations_of
from provenance.bundle.checking.seal import check_receipt, check_seal, plain_key
from provenance.bundle.checking.told import Told, printable, read_json

CONTENTS = "data/contents.json"
USE = """Use: python3 verify_bundle.py [BAG] [--key SHA-256] [--receipt FILE]
BAG is the bundle's folder; without it, the folder in which this file lies.
--key is the SHA-256 of the signer's public key, as the signer gave it to you by another way.
--receipt is a receipt of the case's log that you hold, as Attest wrote it."""

NO_KEY = "%s is no SHA-256 of a key: that has 64 of the characters 0-9 and a-f. Nothing was checked."


def check(bag: str, key: str = "", receipt: str = "") -> Told:
    """Check one bundle as far as this computer can."""
    told = Told()
    files = check_bag(bag, told)
    info = check_info(bag, files, told)
    log = read(bag, LOG) if LOG in files else b""
    hashes = check_log(log, info, told) if LOG in files else []
    if DRAFT in files:
        cited = citations_of(read_json(read(bag, DRAFT), DRAFT, told), told)
        check_quotes(bag, files, cited, told)
        if ANNOTATIONS in files:
            check_annotations(read(bag, ANNOTATIONS), cited, told)
        check_media(bag, files, cited, told)
    tell_left_out(bag, files, told)
    check_seal(bag, files, key, told)
    check_receipt(bag, receipt, case_of(log), hashes, files, told)
    told.unchecked.append("whether what the sources say is true, and whether the claims are fair: a person judges that")
    return told


def tell_left_out(bag: str, files: dict[str, Entry], told: Told) -> None:
    """Cited sources that are not in the bundle, as contents.json names them, each with the reason."""
    found = read_json(read(bag, CONTENTS), CONTENTS, told) if CONTENTS in files else None
    try:
        listed = found["sources"] if isinstance(found, dict) else []
        left = ["%s (%s)" % (one["title"], one["why"]) for one in listed if one["included"] != "whole"]
    except (KeyError, TypeError):
        told.fault(CONTENTS, "is not a list of what the bundle holds")
        return
    if left:
        told.unchecked.append("sources that are not in the bundle as whole files: " + "; ".join(left))


def main(arguments: list[str]) -> int:
    """Run the command; gives the exit code."""
    if not __debug__:
        print("Python was told to leave checks out (-O or PYTHONOPTIMIZE). Nothing was checked; run this without.")
        return 2
    options = {"--key": "", "--receipt": ""}
    bags: list[str] = []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word in options and left:
            options[word] = left.pop(0)
        elif word.startswith("-"):
            print(USE)
            return 0 if word in ("-h", "--help") else 2
        else:
            bags.append(word)
    if options["--key"] and HEX.fullmatch(plain_key(options["--key"])) is None:
        print(NO_KEY % printable(options["--key"]))
        return 2
    bag = os.path.abspath(bags[0] if bags else os.path.dirname(os.path.abspath(__file__)))
    if len(bags) > 1 or not os.path.isfile(os.path.join(bag, "bagit.txt")):
        print(USE if len(bags) > 1 else "%s is not a bundle: it has no bagit.txt. Nothing was checked." % bag)
        return 2
    try:
        told = check(bag, options["--key"], options["--receipt"])
    except OSError as error:
        print("The bundle could not be read: %s. Nothing can be said of it." % error)
        return 2
    print("\n".join(told.lines()))
    print()
    print(told.verdict())
    return 1 if told.faults else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
