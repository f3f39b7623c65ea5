"""Rows of drafts: what a run wrote, its claims with verdicts, their citations with anchors, and the search record."""

from __future__ import annotations

import json

from provenance.clock import now
from provenance.errors import UsageError
from provenance.records import Citation, Claim, Draft
from provenance.store import codec
from provenance.store.codec import Plain
from provenance.store.database import Read, Row
from provenance.store.ids import draft_number, source_number
from provenance.store.opener import Connection
from provenance.store.records import NewCitation, NewClaim, NewDraft, SearchRecord
from provenance.store.sources import next_number

_DRAFT = "brief, question, found, searched, run, coverage, written, by"
_CLAIM = "n, heading, text, kind, verdict, held_back"
_CITATION = "claim, citation.n, source, role, label, anchor"


def insert(db: Connection, new: NewDraft, by: str) -> int:
    """Store a draft under the next number; gives the number. The anchors must have been checked."""
    number = next_number(db, "draft")
    head = (codec.clean(new.brief), new.question, new.found, new.searched, codec.dump(new.run))
    row = (number, *head, codec.dump(new.coverage), now(), codec.clean(by))
    db.execute(f"INSERT INTO draft VALUES ({', '.join('?' * 9)})", row)
    for n, claim in enumerate(new.claims, start=1):
        db.execute("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?)", (number, n, *_claim_values(claim)))
        rows = [(number, n, c, *_citation_values(cited)) for c, cited in enumerate(claim.citations, start=1)]
        db.executemany("INSERT INTO citation VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return number


def load(read: Read, draft_id: str) -> Draft:
    """Raises UsageError("unknown_id")."""
    number = draft_number(draft_id)
    rows = read(f"SELECT {_DRAFT} FROM draft WHERE n = ?", (number,))
    if not rows:
        raise UsageError("unknown_id", what="draft", id=draft_id)
    brief, question, found, searched, run, coverage = rows[0][:6]
    citations = _citations(read, number)
    claims = tuple(
        _claim(number, row, citations.get(row[0], ()))
        for row in read(f"SELECT {_CLAIM} FROM claim WHERE draft = ? ORDER BY n", (number,))
    )
    known = (bool(question), bool(found), searched, codec.run(json.loads(run)), claims)
    return Draft(draft_id, brief, *known, codec.coverage(json.loads(coverage)))


def ids(read: Read) -> list[str]:
    """Ids of all drafts in order."""
    return [f"D{row[0]}" for row in read("SELECT n FROM draft ORDER BY n", ())]


def searches(read: Read) -> list[SearchRecord]:
    """One line for each brief and question put to the case, in order."""
    counted = "(SELECT count(*) FROM claim WHERE claim.draft = draft.n AND NOT held_back)"
    found = []
    for row in read(f"SELECT n, {_DRAFT}, {counted} FROM draft ORDER BY n", ()):
        number, brief, question, any_found, searched, raw, _, written, by, claims = row
        run = codec.run(json.loads(raw))
        counts = (searched, len(run.retrieved), claims)
        put = (f"D{number}", brief, bool(question), bool(any_found), *counts)
        found.append(SearchRecord(*put, run.generator, run.settings, run.seed, written, by))
    return found


def digests(read: Read, number: int) -> dict[str, Plain]:
    """{"sha256": over the draft as stored, in canonical JSON, "claims": {claim id: SHA-256 of its part of it}}."""
    rows = read(f"SELECT {_DRAFT} FROM draft WHERE n = ?", (number,))
    cited = read(f"SELECT {_CITATION} FROM citation WHERE draft = ? ORDER BY claim, n", (number,))
    claims = read(f"SELECT {_CLAIM} FROM claim WHERE draft = ? ORDER BY n", (number,))
    listed = [[*row, [list(c) for c in cited if c[0] == row[0]]] for row in claims]
    each = {f"D{number}.{claim[0]}": codec.digest(claim) for claim in listed}
    return {"sha256": codec.digest([[list(row) for row in rows], listed]), "claims": each}


def _citations(read: Read, draft: int) -> dict[int, tuple[Citation, ...]]:
    """Citations by claim, with the names their sources have now."""
    sql = f"SELECT {_CITATION}, source.name, exhibit FROM citation JOIN source ON source.n = source"
    found: dict[int, tuple[Citation, ...]] = {}
    for claim, n, source, role, label, anchor, name, exhibit in read(
        f"{sql} WHERE draft = ? ORDER BY claim, citation.n", (draft,)
    ):
        known = (f"D{draft}.{claim}.{n}", f"S{source}", name, exhibit, label)
        citation = Citation(*known, codec.anchor(json.loads(anchor)), role)
        found[claim] = (*found.get(claim, ()), citation)
    return found


def _claim(draft: int, row: Row, citations: tuple[Citation, ...]) -> Claim:
    n, heading, text, kind, verdict, held_back = row
    checks = codec.verdict(json.loads(verdict))
    return Claim(f"D{draft}.{n}", heading, text, kind, checks, citations, bool(held_back))


def _claim_values(claim: NewClaim) -> tuple[object, ...]:
    text = (codec.clean(claim.heading), codec.clean(claim.text), claim.kind)
    return (*text, codec.dump(claim.verdict), claim.held_back)


def _citation_values(cited: NewCitation) -> tuple[object, ...]:
    return (source_number(cited.source_id), cited.role, cited.label, codec.dump(cited.anchor))
