"""Reads the signature lines of a statement: where they are, and whether anything stands on them."""

from __future__ import annotations

import re

from ingest.statements.printed import ANY_LABEL, SIGNATURE

_SIGNED = re.compile(r"^[ \t]*(?i:signed|\(?sgd\.?\)?|/s/)[ \t]+(?i:by[ \t]+)?[A-Z][\w.'’ -]{1,60}$", re.M)
_NEXT_LABEL = re.compile(rf"(?:{ANY_LABEL}|witnessed|print|name|rank|number|time|place|station)\b", re.I)
_BELOW = re.compile(r"[ \t]*[A-Z][\w.'’-]*(?:[ \t]+[A-Z0-9][\w.'’-]*){0,4}[ \t]*")


def signature_lines(text: str) -> list[tuple[int, bool]]:
    """Where each signature line of the witness begins, and whether something is written on it or right below."""
    found = [(m.start(), True) for m in _SIGNED.finditer(text)]
    for match in SIGNATURE.finditer(text):
        if re.search(r"witnessed", match[0], re.I):
            continue
        rest, _, below = text[match.end() : match.end() + 400].partition("\n")
        rest = re.sub(r"\([^)]*\)", lambda bracket: " " * len(bracket[0]), rest)
        label = _NEXT_LABEL.search(rest)
        written = rest[: label.start()] if label else rest
        under = next((line for line in below.split("\n")[:2] if line.strip()), "")
        there = _has_letters(written) or (bool(_BELOW.fullmatch(under)) and not _NEXT_LABEL.match(under.strip()))
        found.append((match.start(), there))
    return sorted(found)


def _has_letters(written: str) -> bool:
    return bool(re.search(r"[^\W\d_]", re.sub(r"\bx\b", "", written, flags=re.I)))
