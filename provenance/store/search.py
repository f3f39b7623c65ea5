"""Exact words: what is put into the full-text index, and how people's words become a query that cannot break it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from provenance.ports import Hit
from provenance.store.database import Read
from provenance.store.sources import OPEN

MOST_TERMS = 200  # a pasted brief may be long; FTS5 takes expressions of limited depth

_GROUP = re.compile(r"[A-Za-z0-9]+")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\(?[0-9](?:[\s().–-]{0,3}[0-9]){6,14}(?![\w])")
_PLATE = re.compile(r"(?<!\w)([a-z]{2}[0-9]{2}) ?([a-z]{3})(?!\w)", re.IGNORECASE)  # UK plates since 2001
# A piece of a code has a digit or is up to four capitals; pieces stand one or two separators apart.
_PIECE = r"(?:(?=[A-Za-z]*+[0-9])[A-Za-z0-9]++|[A-Z]{1,4}+(?![A-Za-z0-9]))"
_RUN = re.compile(rf"(?<![A-Za-z0-9]){_PIECE}(?:[ \t\n./–-]{{1,2}}{_PIECE})+")
_CODE_GROUPS = 4


def indexed(text: str) -> str:
    """The index's own copy of the words: NFKC, without NUL."""
    return unicodedata.normalize("NFKC", text).replace("\0", " ")


def codes(text: str) -> list[str]:
    """Plates, telephone and reference numbers with their separators stripped, in lower case, each once.

    "AB12 CDE" → ab12cde, "+44 (0)7700 900-123" → 07700900123, "JB/12" → jb12.
    """
    return list(dict.fromkeys(code for code, _, _ in code_places(indexed(text))))


def code_places(plain: str) -> list[tuple[str, int, int]]:
    """The same with where each stands, [start, end) of a text that is NFKC already."""
    found = [(_telephone(match.group()), *match.span()) for match in _PHONE.finditer(plain)]
    found += [((match[1] + match[2]).lower(), *match.span()) for match in _PLATE.finditer(plain)]
    for run in _RUN.finditer(_PHONE.sub(lambda match: "#" * len(match.group()), plain)):
        groups = [(g.group(), run.start() + g.start(), run.start() + g.end()) for g in _GROUP.finditer(run.group())]
        found += _joined(groups)
    return found


def query(text: str) -> str:
    """An FTS5 query for any of the words of `text`; empty when there is nothing to look for.

    Every term is quoted (https://www.sqlite.org/fts5.html#fts5_strings), so no character has a meaning of its own.
    """
    return " OR ".join(map(quoted, terms(text)))


def terms(text: str) -> list[str]:
    """What `query` looks for: codes, then words, each once, at most `MOST_TERMS`."""
    plain = indexed(text)
    words = [word for word in plain.split() if any(unicodedata.category(c)[0] in "LN" for c in word)]
    return list(dict.fromkeys([*codes(plain.upper()), *words]))[:MOST_TERMS]


def quoted(term: str) -> str:
    """A term, or words that must follow each other, as FTS5 takes them."""
    return '"' + term.replace('"', '""') + '"'


def words(read: Read, text: str, count: int, sources: str | None, phrases: Sequence[str] = ()) -> list[Hit]:
    """The `count` best body passages of open sources by bm25 (higher = better, 4 decimals), ties in passage order.

    `sources` is a JSON array of source numbers, or None for all. Every one of the `phrases` must stand in a passage,
    word after word; then the words of `text` only add to its score.
    """
    match = query(text)
    if phrases:
        needed = [quoted(indexed(phrase)) for phrase in phrases]
        match = " AND ".join([*needed, f"({' OR '.join([needed[0], *filter(None, [match])])})"])
    if not match or count <= 0:
        return []
    limited, parameters = "", [match]
    if sources is not None:
        limited = "AND passage.source IN (SELECT value FROM json_each(?))"
        parameters.append(sources)
    # CROSS JOIN: what the index of words finds is looked up, never the other way (https://www.sqlite.org/optoverview.html,
    # "Manual Control Of Query Plans Using CROSS JOIN"), which takes minutes where there are many passages.
    sql = f"""
        SELECT passage.source, passage.ordinal, round(-bm25(passages_fts), 4) AS score
        FROM passages_fts CROSS JOIN passage ON passage.n = passages_fts.rowid
        CROSS JOIN source ON source.n = passage.source
        WHERE passages_fts MATCH ? AND {OPEN} AND passage.section = 'body' {limited}
        ORDER BY score DESC, passage.source, passage.ordinal LIMIT ?"""
    return [Hit(f"S{source}.{ordinal}", score) for source, ordinal, score in read(sql, (*parameters, count))]


def _telephone(written: str) -> str:
    """Digits alone; an international UK number as it is dialled at home."""
    digits = "".join(c for c in written if c.isdigit())
    abroad = re.fullmatch(r"(?:00)?44(?:0)?([1-9][0-9]{8,9})", digits)
    return "0" + abroad[1] if abroad else digits


def _joined(groups: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Neighbouring groups joined, from two to four, where one of them has a digit."""
    windows = (
        groups[first:end]
        for first in range(len(groups))
        for end in range(first + 2, min(first + _CODE_GROUPS, len(groups)) + 1)
    )
    joined = (("".join(word for word, _, _ in window).lower(), window[0][1], window[-1][2]) for window in windows)
    return [(code, start, end) for code, start, end in joined if any(c.isdigit() for c in code)]
