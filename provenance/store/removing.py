"""Removes sources: one transaction that erases their rows and tells the log, then their files and the free space.

The transaction is the intent: once it stands, `finish` does what is left, and the next opening does it where the
process was ended before. `meta` holds until then that something is left to do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from provenance import audit
from provenance.clock import now
from provenance.errors import CaseError, UsageError
from provenance.removal import SAYS_THE_SAME, Known, Plan, planned
from provenance.report_words import when
from provenance.retention import REMOVED, Stone, require_none
from provenance.store import (
    codec,
    drafts,
    erasing,
    integrity,
    layers,
    material,
    passages,
    retention,
    reviews,
    schedules,
    signing,
    sources,
    videos,
)
from provenance.store.database import Database, Read, reading
from provenance.store.erasing import Touched
from provenance.store.ids import source_number
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.vault import Vault

PENDING = "removal_unfinished"  # in `meta`, while files of removed sources may still be there: names of their pictures
# What an entry of the log may keep that tells of a removed source: names, numbers, digests.
_KEPT = frozenset(
    {"source", "record", "version", "use", "places", "kind", "redaction", "look", "look_record", "marks", "sha256"}
    | {"ordinal", "frame_sha256", "blurred_areas", "passages", "layer", "frames", "outcome", "movements", "shown in"}
)
_WHOLE = frozenset({"source_added", "source_released", REMOVED})  # name and SHA-256, which the stone has, too


def plan(read: Read, source_id: str) -> Plan:
    """What goes with a source. Raises as `removal.planned`."""
    found = planned(_known(read), source_id)
    numbers = codec.canonical([source_number(one) for one in found.ids])
    of = "source IN (SELECT value FROM json_each(?))"
    claims = read(f"SELECT DISTINCT draft, claim FROM citation WHERE {of} AND role = 'cited'", (numbers,))
    drafts_ = sorted({draft for draft, _ in claims})
    signed = [n for n in drafts_ if read("SELECT 1 FROM signing WHERE draft = ?", (n,))]
    named, named_signed = (tuple(f"D{n}" for n in these) for these in (drafts_, signed))
    return replace(found, claims=len(claims), drafts=named, signed=named_signed)


def remove(db: Connection, wanted: Sequence[str], reason: str, by: str) -> list[Stone]:
    """Erase sources as a `plan` named them (the first is the one that was asked for), and tell the log.

    Raises UsageError(unknown_id | bad_value | hold_stands | removal_inside | removal_changed), and
    CaseError("case_damaged") where their record is not as the log tells: what was changed would be taken as it is.
    """
    read, by, reason = reading(db), person(by), retention.reason(reason, "removing a source")
    require_none(retention.holds(read))
    if set(planned(_known(read), wanted[0]).ids) != set(wanted):
        raise UsageError("removal_changed", id=wanted[0])
    at = now()
    stones = [_stone(read, source_id, at, by, reason) for source_id in wanted]
    told = {source_number(stone.source_id): words(stone) for stone in stones}
    _require_whole(read, wanted)
    pictures = _pictures(read, told)
    touched = erasing.erase(db, told)
    entry = audit.state(read)[0] + 1
    erased = {str(seq): left for seq, left in _erase_entries(db, set(wanted), entry)}
    detail = {
        "source": wanted[0], "reason": reason, "removed": [_told(stone) for stone in stones],
        "erased": erased, "now": _now(read, wanted, touched),
    }  # fmt: skip
    for stone in stones:
        row = (source_number(stone.source_id), entry, reason, at, by)
        db.execute("INSERT INTO removal (source, entry, reason, at, by) VALUES (?, ?, ?, ?, ?)", row)
    sql = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    db.execute(sql, (PENDING, codec.canonical(pictures)))
    audit.append(db, by, REMOVED, detail)
    return [replace(stone, entry=entry) for stone in stones]


def unfinished(read: Read) -> bool:
    """Whether bytes of removed sources may still lie in the case's folder."""
    return bool(read("SELECT 1 FROM meta WHERE key = ?", (PENDING,)))


def finish(db: Database, vault: Vault) -> None:
    """Remove the files of removed sources and the index of vectors, and write the database without its free space.

    Harmless to do twice. Raises CaseError: what is left is done when the case is opened the next time.
    """
    for (raw,) in db.read("SELECT value FROM meta WHERE key = ?", (PENDING,)):
        for name in json.loads(raw):
            vault.discard_derived(name)
    removed = db.read("SELECT DISTINCT sha256 FROM removal JOIN source ON source.n = removal.source")
    for (sha256,) in removed:
        named = "SELECT 1 FROM source WHERE sha256 = ? AND coalesce(reason, '') <> ? LIMIT 1"
        if sha256 and not db.read(named, (sha256, REMOVED)):
            vault.discard(sha256)
    vault.forget_copies()
    db.compact()
    db.write(lambda writer: writer.execute("DELETE FROM meta WHERE key = ?", (PENDING,)))


def words(stone: Stone) -> str:
    """What stands in the place of what a removed source said."""
    return f"[Source removed on {when(stone.at)}. Reason: {stone.reason}]"


def _pictures(read: Read, numbers: Iterable[int]) -> list[str]:
    """Names of the stored pictures of these sources, and of those that an earlier removal left behind."""
    found = [name for (raw,) in read("SELECT value FROM meta WHERE key = ?", (PENDING,)) for name in json.loads(raw)]
    for number in numbers:
        frames = read("SELECT n FROM frame WHERE source = ? ORDER BY n", (number,))
        found += [videos.picture_name(f"S{number}.f{n}") for (n,) in frames]
    return found


def _known(read: Read) -> list[Known]:
    """Sources that are there, withheld ones as they are stored."""
    found = []
    sql = "SELECT n, sha256, name, exhibit, parent, fields, by_reference, path FROM source"
    for n, sha256, name, exhibit, parent, raw, by_reference, path in read(
        f"{sql} WHERE coalesce(reason, '') <> ? ORDER BY n", (REMOVED,)
    ):
        fields = json.loads(raw)
        same = tuple((field, fields[field]) for field in SAYS_THE_SAME if fields.get(field))
        inside = f"S{parent}" if parent is not None else None
        found.append(Known(f"S{n}", sha256, exhibit or name, inside, same, path if by_reference else ""))
    return found


def _stone(read: Read, source_id: str, at: str, by: str, reason: str) -> Stone:
    sql = "SELECT sha256, size, name, exhibit FROM source WHERE n = ?"
    sha256, size, name, exhibit = read(sql, (source_number(source_id),))[0]
    return Stone(source_id, sha256, size, name, exhibit, at, by, reason, 0)


def _told(stone: Stone) -> dict[str, object]:
    """What the log keeps of a source."""
    return {name: stone.json()[name] for name in ("source", "sha256", "size", "name", "exhibit")}


def _require_whole(read: Read, source_ids: Sequence[str]) -> None:
    """The digests taken after the removal stand for what was there before it: that must be what was written."""
    if not audit.check(read).ok:
        raise CaseError("case_damaged", detail="the log does not hold")
    log = integrity.logged(audit.entries(read(f"SELECT {audit.COLUMNS} FROM audit ORDER BY seq", ())))
    failed = [one for source_id in source_ids for one in integrity.check_source(read, source_id, log)]
    for draft_id in drafts.ids(read):
        failed += integrity.check_draft(read, draft_id, log)
    if failed:
        raise CaseError("case_damaged", detail=failed[0].detail)


def _erase_entries(db: Connection, source_ids: set[str], entry: int) -> list[tuple[int, str]]:
    """Take what people read out of these sources out of the log; gives (number, what is left) of each entry."""
    found = []
    for one in audit.entries(db.execute(f"SELECT {audit.COLUMNS} FROM audit ORDER BY seq").fetchall()):
        of_these = str(one.detail.get("source")) in source_ids
        if of_these and not one.erased and one.action not in _WHOLE and not one.detail.keys() <= _KEPT:
            kept = {name: value for name, value in one.detail.items() if name in _KEPT}
            found.append((one.seq, audit.erase(db, one.seq, kept, entry)))
    return found


def _now(read: Read, source_ids: Sequence[str], touched: Touched) -> Mapping[str, object]:
    """The digests of all that was overwritten, as it is now."""
    ids = [source_number(source_id) for source_id in source_ids]
    of_sources = {
        f"S{n}": {
            "record": sources.row_digest(read(f"{sources.SELECT} WHERE n = ?", (n,))[0]),
            "layer": layers.digest(read, n), "passages": passages.digest(read, n), "frames": videos.digest(read, n),
        } for n in ids
    }  # fmt: skip
    of_drafts = {f"D{n}": drafts.digests(read, n) for n in sorted(touched.drafts)}
    by_hand, reviewed, signed, records = dict[str, str](), dict[str, str](), dict[str, str](), dict[str, str]()
    for n in sorted(touched.drafts):
        by_hand |= drafts.digests_by_hand(read, n)
        reviewed |= {number: digest for number, (_, digest) in reviews.digests(read, n).items()}
        signed |= {str(number): digest for number, digest in signing.digests(read, n).items()}
        records |= {str(number): record for number, record in signing.records(read, n).items()}
    decided = {f"{id} {version}": one for (id, version), one in material.digests(read).items() if id in source_ids}
    submitted = {str(n): one for n, one in schedules.digests(read).items() if n in touched.submissions}
    return {
        "sources": of_sources, "drafts": of_drafts, "by_hand": by_hand, "reviews": reviewed, "signings": signed,
        "signed": records, "material": decided, "submissions": submitted, "redactions": touched.marks,
    }  # fmt: skip
