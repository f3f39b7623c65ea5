"""What the check found: faults by file, what was checked, and what could not be checked here."""

from __future__ import annotations

import json

MOST = 500  # faults that are written out; more are counted


class Told:
    """Collects what is to be told: one line for each fault, then sentences on what was checked and what was not."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str]] = []
        self.checked: list[str] = []
        self.unchecked: list[str] = []
        self.follows: list[str] = []  # what is wrong because of a fault that is told already
        self.signer = ""  # who signed, where somebody else was named

    def fault(self, where: str, what: str) -> None:
        """Something is wrong with this file (or citation of it)."""
        self.faults.append((where, what))

    def other_key(self, where: str, fingerprint: str) -> None:
        """Somebody else signed than was said: that says nothing against the files."""
        self.signer = fingerprint
        self.fault(where, "is not the key that you named; its SHA-256 is %s" % fingerprint)

    def verdict(self) -> str:
        """One sentence on all of it."""
        faults = len(set(self.faults))
        if not faults:
            return "No fault found: this bundle is as it was sealed, as far as was checked above."
        if faults == 1 and self.signer:
            return (
                "NOT BY THE KEY YOU NAMED: this bundle is as it was sealed, as far as was checked above, but the "
                "holder of another key sealed it. Ask the person who gave it to you whose key that is."
            )
        return "NOT AS SEALED: %s. Do not rely on this copy; ask for it again." % counted(faults, "fault")

    def lines(self) -> list[str]:
        """The faults, each once, and the two lists in words."""
        found = list(dict.fromkeys(self.faults))
        lines = ["FAULT  %s: %s" % (printable(where), printable(what)) for where, what in found[:MOST]]
        if len(found) > MOST:
            lines.append("FAULT  and %d more" % (len(found) - MOST))
        if self.follows:
            lines.append("       and so, too: %s" % "; ".join(printable(one) for one in self.follows))
        for head, sentences in (("Checked:", self.checked), ("Not checked here:", self.unchecked)):
            if sentences:
                lines += ["", head] + ["  - " + printable(sentence) for sentence in sentences]
        return lines


def printable(text: str) -> str:
    """One line that no character in it can turn round, hide or break."""
    return "".join(c if c.isprintable() else "\\u%04x" % ord(c) for c in text)


def counted(count: int, name: str) -> str:
    """ "1 file", "2 files"."""
    return "%d %s%s" % (count, name, "" if count == 1 else "s")


def canonical(value: object) -> bytes:
    """JSON with sorted keys and no white space, in UTF-8: the form over which the log's hashes are taken."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def read_json(data: bytes, where: str, told: Told) -> object:
    """The JSON in these bytes; None, with a fault, where it cannot be read or says a thing twice."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a name stands twice in it")
        return found

    def none_such(name: str) -> object:
        raise ValueError("%s is no JSON" % name)

    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_constant=none_such)
    except (ValueError, RecursionError) as error:
        told.fault(where, "cannot be read as JSON (%s)" % error)
        return None
