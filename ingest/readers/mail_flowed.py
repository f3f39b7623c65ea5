"""Undoes the soft line ends of plain text in mails ("format=flowed", RFC 3676), so that words stand as typed."""

from __future__ import annotations


def unflowed(text: str, delsp: bool) -> str:
    """`text` with flowed lines joined and stuffed blanks dropped; `delsp`: the blank before a soft line end goes, too.

    Lines are joined with such of the same depth of quoting only (4.5), and never over a signature's mark "-- " (4.3).
    A blank that keeps a line of the writer's own from looking quoted is kept.
    """
    out: list[list[str]] = []  # pieces of each line
    flowing = -1  # the depth of the line before, where that one flows on
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:]
        if words.startswith(" ") and not (depth == 0 and words.startswith(" >")):
            words = words[1:]
        flows = words.endswith(" ") and words != "-- "
        if flowing != depth or words == "-- ":
            out.append([">" * depth + (" " if depth and words else "")])
        out[-1].append(words[:-1] if flows and delsp else words)
        flowing = depth if flows else -1
    return "\n".join("".join(pieces) for pieces in out)
