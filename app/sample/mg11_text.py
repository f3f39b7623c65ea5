"""Writes a witness statement as plain text, as a records system prints form MG11 to a file."""

from __future__ import annotations

import textwrap
from pathlib import Path

from app.sample.statements import (
    MARKING,
    REAR_TITLE,
    RULES,
    TITLE,
    URN,
    Statement,
    care_rows,
    consent_rows,
    declaration,
    rear_rows,
)

_WIDE = 78


def write(one: Statement, path: Path) -> None:
    """Write the statement to `path` in UTF-8, lines of at most 78 characters, LF line ends."""
    path.write_bytes("\n".join([*_front(one), *_body(one), *_rear(one), ""]).encode())


def _front(one: Statement) -> list[str]:
    return [
        MARKING.center(_WIDE).rstrip(),
        "",
        TITLE.center(_WIDE).rstrip(),
        RULES.center(_WIDE).rstrip(),
        "",
        f"URN: {' / '.join(URN)}".rjust(_WIDE),
        "",
        f"Statement of: {one.name}",
        f"Age if under 18: {one.age} (if over 18 insert 'over 18')",
        f"Occupation: {one.occupation}",
        "",
        *_wrap(declaration(one.pages)),
        "",
        f"Witness signature: {_typed(one)}          Date: {one.date}",
        "Visually recorded evidence: [ ] (tick, and supply witness details on rear)",
        "-" * _WIDE,
        "",
    ]


def _body(one: Statement) -> list[str]:
    lines: list[str] = []
    for paragraph in one.paragraphs:
        lines += [*_wrap(paragraph), ""]
    return [*lines, f"Signature: {_typed(one)}     Signature witnessed by: {_witness(one)}", ""]


def _rear(one: Statement) -> list[str]:
    asked = [line for row in (*rear_rows(one), *care_rows(one)) for line in _row(*row)]
    agreed = [line for row in consent_rows(one) for line in _row(*row)]
    return [
        "=" * _WIDE,
        REAR_TITLE,
        "=" * _WIDE,
        *asked,
        "",
        *agreed,
        "",
        f"Statement taken by (print name): {one.taken_by}     Station: {one.station}",
        *_row("Time and place statement taken", one.taken_at),
    ]


def _row(label: str, answer: str) -> list[str]:
    """An answer after its label; a long one goes on further in."""
    text = f"{label}{'' if label.endswith('?') else ':'} {answer}".rstrip()
    return textwrap.wrap(text, _WIDE, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDE, break_long_words=False, break_on_hyphens=False)


def _typed(one: Statement) -> str:
    first, last = one.name.split()
    return f"{first[0]}. {last.title()}"


def _witness(one: Statement) -> str:
    return "N/A" if one.taken_by == "Self" else one.taken_by
