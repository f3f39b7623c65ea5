"""Exact words: what is put into the full-text index, and how people's words become a query that cannot break it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from provenance.ports import Hit
from provenance.store.database import Read
from provenance.store.sources import OPEN

MOST_TERMS = 200  # a pasted brief may be long; FTS5 takes expressions of limited depth

_GROUP = re.compile(r"[A-Za-z0-9]+")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\(?[0-9](?:[\s().–-]{0,3}[0-9]){6,14}(?![\w])")
_PLATE = re.compile(r"(?<!\w)([a-z]{2}[0-9]{2}) ?([a-z]{3})(?!\w)", re.IGNORECASE)  # UK plates since 2001
_JOINS = re.compile(r"[ \t\n./–-]{1,2}")
_CODE_LETTERS = 4
_CODE_GROUPS = 4


def indexed(text: str) -> str:
    """The index's own copy of the words: NFKC, without NUL."""
    return unicodedata.normalize("NFKC", text).replace("\0", " ")


def codes(text: str) -> list[str]:
    """Plates, telephone and reference numbers with their separators stripped, in lower case, each once.

    "AB12 CDE" → ab12cde, "+44 (0)7700 900-123" → 07700900123, "JB/12" → jb12.
    """
    plain = indexed(text)
    found = [_telephone(match.group()) for match in _PHONE.finditer(plain)]
    found += [(match[1] + match[2]).lower() for match in _PLATE.finditer(plain)]
    groups = list(_GROUP.finditer(_PHONE.sub(lambda match: "\n" * len(match.group()), plain)))
    for first in range(len(groups)):
        found += _joined(plain, groups[first : first + _CODE_GROUPS])
    return list(dict.fromkeys(found))


def query(text: str) -> str:
    """An FTS5 query for any of the words of `text`; empty when there is nothing to look for.

    Every term is quoted (https://www.sqlite.org/fts5.html#fts5_strings), so no character has a meaning of its own.
    """
    plain = indexed(text)
    words = [word for word in plain.split() if any(unicodedata.category(c)[0] in "LN" for c in word)]
    terms = dict.fromkeys([*codes(plain.upper()), *words])
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in list(terms)[:MOST_TERMS])


def words(read: Read, text: str, count: int, sources: str | None) -> list[Hit]:
    """The `count` best body passages of open sources by bm25 (higher = better, 4 decimals), ties in passage order.

    `sources` is a JSON array of source numbers, or None for all.
    """
    match = query(text)
    if not match or count <= 0:
        return []
    limited, parameters = "", [match]
    if sources is not None:
        limited = "AND passage.source IN (SELECT value FROM json_each(?))"
        parameters.append(sources)
    sql = f"""
        SELECT passage.source, passage.ordinal, round(-bm25(passages_fts), 4) AS score
        FROM passages_fts JOIN passage ON passage.n = passages_fts.rowid JOIN source ON source.n = passage.source
        WHERE passages_fts MATCH ? AND {OPEN} AND passage.section = 'body' {limited}
        ORDER BY score DESC, passage.source, passage.ordinal LIMIT ?"""
    return [Hit(f"S{source}.{ordinal}", score) for source, ordinal, score in read(sql, (*parameters, count))]


def _telephone(written: str) -> str:
    """Digits alone; an international UK number as it is dialled at home."""
    digits = "".join(c for c in written if c.isdigit())
    abroad = re.fullmatch(r"(?:00)?44(?:0)?([1-9][0-9]{8,9})", digits)
    return "0" + abroad[1] if abroad else digits


def _joined(text: str, groups: Sequence[re.Match[str]]) -> list[str]:
    """Neighbouring groups joined, from two on, while each looks like a piece of a code and one has a digit."""
    found: list[str] = []
    joined = groups[0].group() if _is_piece(groups[0].group()) else ""
    for before, group in pairwise(groups):
        near = _JOINS.fullmatch(text[before.end() : group.start()])
        if not joined or not near or not _is_piece(group.group()):
            break
        joined += group.group()
        if any(c.isdigit() for c in joined):
            found.append(joined.lower())
    return found


def _is_piece(group: str) -> bool:
    return any(c.isdigit() for c in group) or (group.isupper() and len(group) <= _CODE_LETTERS)
