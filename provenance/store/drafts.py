"""Rows of drafts: what a run or a person wrote, claims with verdicts, citations with anchors, the search record."""

from __future__ import annotations

import json

from provenance.clock import now
from provenance.errors import UsageError
from provenance.records import Citation, Claim, Draft
from provenance.reviews import BY_HAND
from provenance.store import codec, points
from provenance.store.cited import NAMES, Citer
from provenance.store.codec import Plain
from provenance.store.database import Read, Row
from provenance.store.ids import claim_key, draft_number, source_number
from provenance.store.opener import Connection
from provenance.store.records import NewCitation, NewClaim, NewDraft, SearchRecord
from provenance.store.sources import next_number

_DRAFT = "brief, question, found, searched, run, coverage, written, by"
_CLAIM = "n, heading, text, kind, verdict, held_back"
_BY_HAND = "by, at"
_MACHINES = "by = '' AND at = ''"  # what a run wrote: the first draft, which no hand changes
_SEARCHED = "against_searched"
_CITATION = "claim, citation.n, source, role, label, anchor"
_DRAFT_VALUES = f"n, {_DRAFT}, compared"
_CLAIM_VALUES = f"draft, {_CLAIM}, {_BY_HAND}, {_SEARCHED}"
_CITATION_VALUES = "draft, claim, n, source, role, label, anchor, why"


def insert(db: Connection, new: NewDraft, by: str) -> int:
    """Store a draft under the next number; gives the number. The anchors must have been checked."""
    number = next_number(db, "draft")
    head = (codec.clean(new.brief), new.question, new.found, new.searched, codec.dump(new.run))
    row = (number, *head, codec.dump(new.coverage), now(), codec.clean(by), new.compared)
    db.execute(f"INSERT INTO draft ({_DRAFT_VALUES}) VALUES ({', '.join('?' * len(row))})", row)
    for n, claim in enumerate(new.claims, start=1):
        _insert_claim(db, number, n, claim)
    points.insert(db, number, new.conflicts)
    return number


def add_claim(db: Connection, draft_id: str, claim: NewClaim, by: str) -> int:
    """Store a claim that a person wrote under the draft's next number; gives the number.

    The anchors must have been checked. Raises UsageError("unknown_id").
    """
    number = draft_number(draft_id)
    if not db.execute("SELECT 1 FROM draft WHERE n = ?", (number,)).fetchall():
        raise UsageError("unknown_id", what="draft", id=draft_id)
    last = db.execute("SELECT coalesce(max(n), 0) FROM claim WHERE draft = ?", (number,)).fetchall()[0][0]
    _insert_claim(db, number, last + 1, claim, codec.clean(by), now())
    return int(last) + 1


def load(read: Read, draft_id: str) -> Draft:
    """Raises UsageError("unknown_id")."""
    number = draft_number(draft_id)
    rows = read(f"SELECT {_DRAFT}, compared FROM draft WHERE n = ?", (number,))
    if not rows:
        raise UsageError("unknown_id", what="draft", id=draft_id)
    brief, question, found, searched, run, coverage, _, _, compared = rows[0]
    citations = _citations(read, number)
    claims = tuple(
        _claim(number, row, citations.get(row[0], ()))
        for row in read(f"SELECT {_CLAIM}, {_BY_HAND}, {_SEARCHED} FROM claim WHERE draft = ? ORDER BY n", (number,))
    )
    known = (bool(question), bool(found), searched, codec.run(json.loads(run)), claims)
    return Draft(draft_id, brief, *known, codec.coverage(json.loads(coverage)), points.load(read, number), compared)


def claim(read: Read, claim_id: str) -> Claim:
    """One claim of a draft; raises UsageError("unknown_id")."""
    draft, n = claim_key(claim_id)
    rows = read(f"SELECT {_CLAIM}, {_BY_HAND}, {_SEARCHED} FROM claim WHERE draft = ? AND n = ?", (draft, n))
    if not rows:
        raise UsageError("unknown_id", what="claim", id=claim_id)
    return _claim(draft, rows[0], _citations(read, draft, n).get(n, ()))


def looks_told(read: Read, claim_id: str) -> dict[str, int] | None:
    """The looks for movement that the run knew which wrote the claim, by source id; None for a claim by hand.

    A run names those of all footage that was open to it; an older one named none, and knew that at intake (0). Raises
    UsageError("unknown_id").
    """
    told = "claim.by, claim.at, json_extract(run, '$.settings.looks') FROM claim JOIN draft ON draft.n = draft"
    rows = read(f"SELECT {told} WHERE draft.n = ? AND claim.n = ?", claim_key(claim_id))
    if not rows:
        raise UsageError("unknown_id", what="claim", id=claim_id)
    by, at, known = rows[0]
    return None if by or at else dict(json.loads(known or "{}"))


def ids(read: Read) -> list[str]:
    """Ids of all drafts in order."""
    return [f"D{row[0]}" for row in read("SELECT n FROM draft ORDER BY n", ())]


def searches(read: Read) -> list[SearchRecord]:
    """One line for each draft in order: for a brief or a question, the claims counted are those that came of it."""
    counted = "(SELECT count(*) FROM claim WHERE claim.draft = draft.n AND NOT held_back AND (claim.by = '') = ?)"
    held = "(SELECT count(*) FROM claim WHERE claim.draft = draft.n AND held_back)"
    found = []
    for row in read(f"SELECT n, {_DRAFT}, {counted}, {counted}, {held} FROM draft ORDER BY n", (True, False)):
        number, brief, question, any_found, searched, raw, _, written, by, drafted, added, back = row
        run = codec.run(json.loads(raw))
        counts = (searched, len(run.retrieved), added if run.generator == BY_HAND else drafted)
        put = (f"D{number}", brief, bool(question), bool(any_found), *counts)
        writer = ", ".join(m.name for m in run.models if m.role == "language_model")
        found.append(SearchRecord(*put, run.generator, run.settings, run.seed, written, by, writer, back))
    return found


def digests(read: Read, number: int) -> dict[str, Plain]:
    """{"sha256": over the draft as stored, in canonical JSON, "claims": {claim id: SHA-256 of its part of it}}, and
    "conflicts" in the same way, where they were looked for.

    Of what the machine wrote: claims by hand have digests of their own.
    """
    rows = read(f"SELECT {_DRAFT} FROM draft WHERE n = ?", (number,))
    compared = read("SELECT compared FROM draft WHERE n = ?", (number,))
    listed, conflicts = _listed(read, number, _CLAIM, _MACHINES), points.listed(read, number)
    each = {f"D{number}.{claim[0]}": codec.digest(claim) for claim in listed}
    whole: list[Plain] = [[list(row) for row in rows], listed]
    if not conflicts and compared in ([], [(None,)]):  # as all drafts were before conflicts were looked for
        return {"sha256": codec.digest(whole), "claims": each}
    found = {name: codec.digest(conflict) for name, conflict in conflicts.items()}
    whole.append([[list(row) for row in compared], list(conflicts.values())])
    return {"sha256": codec.digest(whole), "claims": each, "conflicts": found}


def digests_by_hand(read: Read, number: int, only: int | None = None) -> dict[str, str]:
    """SHA-256 of every claim by hand, or of one, with its citations, in canonical JSON, by claim id."""
    listed = _listed(read, number, f"{_CLAIM}, {_BY_HAND}", f"NOT ({_MACHINES})", only)
    return {f"D{number}.{claim[0]}": codec.digest(claim) for claim in listed}


def _listed(read: Read, number: int, columns: str, which: str, only: int | None = None) -> list[list[Plain]]:
    """Rows of claims (all, or one), each with the rows of its citations as a last column.

    What came to be stored later stands at the end of a row, and only where there is some: digests of older rows hold.
    """
    of_draft, of_claim = ("", "") if only is None else (" AND n = ?", " AND claim = ?")
    key = (number,) if only is None else (number, only)
    cited: dict[int, list[Plain]] = {}
    for *row, why in read(f"SELECT {_CITATION}, why FROM citation WHERE draft = ?{of_claim} ORDER BY claim, n", key):
        cited.setdefault(row[0], []).append([*row, why] if why else row)
    claims = read(f"SELECT {columns}, {_SEARCHED} FROM claim WHERE draft = ?{of_draft} AND {which} ORDER BY n", key)
    made = [([*row, cited.get(row[0], [])], searched) for *row, searched in claims]
    return [row if searched is None else [*row, searched] for row, searched in made]


def _insert_claim(db: Connection, draft: int, n: int, claim: NewClaim, by: str = "", at: str = "") -> None:
    row = (draft, n, *_claim_values(claim), by, at, claim.against_searched)
    db.execute(f"INSERT INTO claim ({_CLAIM_VALUES}) VALUES ({', '.join('?' * len(row))})", row)
    rows = [(draft, n, c, *_citation_values(cited)) for c, cited in enumerate(claim.citations, start=1)]
    db.executemany(f"INSERT INTO citation ({_CITATION_VALUES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _citations(read: Read, draft: int, only: int | None = None) -> dict[int, tuple[Citation, ...]]:
    """Citations by claim (one, or all of the draft)."""
    sql = f"SELECT {_CITATION}, why, {NAMES} FROM citation JOIN source ON source.n = source"
    where, parameters = ("", (draft,)) if only is None else (" AND claim = ?", (draft, only))
    found, citer = dict[int, tuple[Citation, ...]](), Citer.of(read, draft, "citation")
    for row in read(f"{sql} WHERE draft = ?{where} ORDER BY claim, citation.n", parameters):
        claim, n, source, role, label, anchor, why, *names = row
        cited = citer.citation(f"D{draft}.{claim}.{n}", (source, label, anchor), names, role, why)
        found[claim] = (*found.get(claim, ()), cited)
    return found


def _claim(draft: int, row: Row, citations: tuple[Citation, ...]) -> Claim:
    n, heading, text, kind, verdict, held_back, by, at, searched = row
    checks = codec.verdict(json.loads(verdict))
    return Claim(f"D{draft}.{n}", heading, text, kind, checks, citations, bool(held_back), by, at, searched)


def _claim_values(claim: NewClaim) -> tuple[object, ...]:
    text = (codec.clean(claim.heading), codec.clean(claim.text), claim.kind)
    return (*text, codec.dump(claim.verdict), claim.held_back)


def _citation_values(cited: NewCitation) -> tuple[object, ...]:
    why = codec.dump(cited.why) if cited.why else ""
    return (source_number(cited.source_id), cited.role, cited.label, codec.dump(cited.anchor), why)
