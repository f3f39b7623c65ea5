"""Compares the stored record with the digests that the log took of it, and names what was changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from provenance.retention import REMOVED, after
from provenance.store import (
    attention,
    drafts,
    enquiries,
    layers,
    looks,
    opener,
    openings,
    passages,
    redactions,
    reviews,
    signing,
    sources,
    videos,
    viewed,
)
from provenance.store.database import Read
from provenance.store.ids import draft_number, source_number
from provenance.store.records import AuditEntry, Failure

CHANGED = "record_changed"
_INTAKE = ("source_added", "source_released")
_CHANGES = ("source_changed", "source_looked_again")


@dataclass(frozen=True, slots=True)
class Logged:
    """What the log says the case was called, and the latest digests of what is stored.

    Of sources and drafts by id; of later looks at footage by source: {number: digest}; of claims by hand, of reviews
    and of openings by draft: {claim id: digest}, {number: (claim id, digest)}, {(citation id, person): digest}.
    Of lines of enquiry and of marks for redaction by what was written: {"E3, version 2": digest}. Of what people had
    before them by (source id, person); None where an earlier version told of it without a digest. Of sign-offs by
    draft: {number: digest}; of the time that people had places before them by the number under which it was written.
    `signed` is what a sign-off covers by its number, where a source was removed after it.
    """

    case: dict[str, object] = field(default_factory=dict)
    sources: dict[str, dict[str, object]] = field(default_factory=dict)
    looks: dict[str, dict[int, object]] = field(default_factory=dict)
    drafts: dict[str, Mapping[str, object]] = field(default_factory=dict)
    by_hand: dict[str, dict[str, object]] = field(default_factory=dict)
    reviews: dict[str, dict[str, tuple[str, object]]] = field(default_factory=dict)
    openings: dict[str, dict[tuple[str, str], object]] = field(default_factory=dict)
    enquiries: dict[str, object] = field(default_factory=dict)
    viewed: dict[tuple[str, str], object] = field(default_factory=dict)
    redactions: dict[str, object] = field(default_factory=dict)
    signings: dict[str, dict[int, object]] = field(default_factory=dict)
    attention: dict[int, object] = field(default_factory=dict)
    signed: dict[int, object] = field(default_factory=dict)


def logged(entries: Iterable[AuditEntry]) -> Logged:
    """What the log says each source, draft, claim by hand and review was, as last written."""
    found = Logged()
    for entry in entries:
        claim, record = str(entry.detail.get("claim")), entry.detail.get("record")
        draft = claim.partition(".")[0]
        if entry.action in ("case_created", "case_identified"):
            found.case.update(entry.detail)
        elif entry.action in _INTAKE:
            found.sources[str(entry.detail.get("source"))] = dict(entry.detail)
        elif entry.action in _CHANGES:
            source = str(entry.detail.get("source"))
            found.sources.setdefault(source, {})["record"] = record
            look = entry.detail.get("look")
            if isinstance(look, int):
                found.looks.setdefault(source, {})[look] = entry.detail.get("look_record")
        elif entry.action == "draft_written":
            found.drafts[str(entry.detail.get("draft"))] = entry.detail
        elif entry.action == "claim_added":
            found.by_hand.setdefault(draft, {})[claim] = record
        elif entry.action == "claim_reviewed":
            found.reviews.setdefault(draft, {})[str(entry.detail.get("review"))] = (claim, record)
        elif entry.action in ("citation_opened", "opening_taken_over"):
            citation, person = str(entry.detail.get("citation")), str(entry.detail.get("person", entry.by))
            found.openings.setdefault(citation.partition(".")[0], {})[citation, person] = record
        elif entry.action in ("draft_signed", "draft_taken_up_again"):
            number, of = _number(entry.detail.get("signing")), str(entry.detail.get("draft"))
            found.signings.setdefault(of, {})[number] = record
        elif entry.action == REMOVED:
            _removed(found, entry)
        elif entry.action == "places_looked_at":
            found.attention[_number(entry.detail.get("attention"))] = record
        elif entry.action == "source_viewed":
            found.viewed[str(entry.detail.get("source")), entry.by] = record
        elif "redaction" in entry.detail and "version" in entry.detail:
            found.redactions[f"{entry.detail['redaction']}, version {entry.detail['version']}"] = record
        elif entry.action.startswith("enquiry_"):
            asked = f"the asking of {entry.detail.get('draft')}"
            version = f"{entry.detail.get('enquiry')}, version {entry.detail.get('version')}"
            found.enquiries[asked if entry.action == "enquiry_asked" else version] = record
    return found


def _removed(found: Logged, entry: AuditEntry) -> None:
    """What a removal overwrote counts as it was left; what it deleted is no longer there."""
    removed = entry.detail.get("removed")
    gone = {one.get("source") for one in removed if isinstance(one, Mapping)} if isinstance(removed, list) else set()
    for source, digests in after(entry, "sources").items():
        if isinstance(digests, Mapping) and source in gone:
            found.sources.setdefault(source, {}).update(digests)
        found.looks.pop(source, None)
    for draft, digests in after(entry, "drafts").items():
        if isinstance(digests, Mapping):
            found.drafts[draft] = digests
    for claim, digest in after(entry, "by_hand").items():
        found.by_hand.setdefault(claim.partition(".")[0], {})[claim] = digest
    reviewed, signed = after(entry, "reviews"), after(entry, "signings")
    for known in found.reviews.values():
        known |= {number: (known[number][0], digest) for number, digest in reviewed.items() if number in known}
    for signings in found.signings.values():
        signings |= {n: signed[str(n)] for n in signings if str(n) in signed}
    found.signed.update({int(n): record for n, record in after(entry, "signed").items() if n.isdecimal()})
    now = entry.detail.get("now")
    for name in now.get("redactions", ()) if isinstance(now, Mapping) else ():
        found.redactions.pop(str(name), None)


def check_enquiries(read: Read, known: Mapping[str, object]) -> Iterator[Failure]:
    """What of the lines of enquiry and their askings differs from the log."""
    now = enquiries.digests(read)
    for name in sorted({*known, *now}):
        if now.get(name) != known.get(name):
            what = "is not as it was written" if name in now else "is gone from the record"
            yield Failure(CHANGED, f"line of enquiry {name} {what}".replace("enquiry the", "enquiry: the"))


def check_redactions(read: Read, known: Mapping[str, object]) -> Iterator[Failure]:
    """What of the marks for redaction differs from the log."""
    now = redactions.digests(read)
    for name in sorted({*known, *now}):
        if now.get(name) != known.get(name):
            what = "is not as it was written" if name in now else "is gone from the record"
            yield Failure(CHANGED, f"mark for redaction {name} {what}")


def check_viewed(read: Read, known: Mapping[tuple[str, str], object]) -> Iterator[Failure]:
    """What of the places that people had before them differs from the log."""
    now = viewed.digests(read)
    for source_id, by in sorted({*known, *now}):
        told = known.get((source_id, by), "")
        if told is not None and now.get((source_id, by)) != told:
            detail = f"what {by} had before them is not as the log tells"
            yield Failure(CHANGED, detail, source_id=source_id)


def check_attention(read: Read, known: Mapping[int, object]) -> Iterator[Failure]:
    """What of the time for which people had places before them differs from the log."""
    now = attention.digests(read)
    for number in sorted({*known, *now}):
        if now.get(number) != known.get(number):
            what = "is not as it was written" if number in now else "is gone from the record"
            yield Failure(CHANGED, f"the time spent on places, writing {number}, {what}")


def check_schema(read: Read) -> list[Failure]:
    """What of the database's structure is not as Attest makes it: its tables, the triggers that keep its rows, and
    whether its indexes say what its tables say (a query may read either)."""
    number = int(read("PRAGMA user_version", ())[0][0])
    now, made = dict(read(opener.SCHEMA, ())), opener.made_schema(number)
    if number > opener.newest():
        made = now  # a newer Attest's, which that one checks
    changed = sorted(name for name in {*now, *made} if now.get(name) != made.get(name))
    if changed:
        return [Failure(CHANGED, f"the structure of the case's database was changed ({name})") for name in changed]
    said = str(read("PRAGMA integrity_check(1)", ())[0][0])
    return [] if said == "ok" else [Failure(CHANGED, f"the case's database does not hold together ({said})")]


def check_case(read: Read, known: Mapping[str, object]) -> Iterator[Failure]:
    """Whether the case still calls itself what it was created as."""
    now = dict(read("SELECT key, value FROM meta", ()))
    changed = [name for name, value in known.items() if now.get(name) != value]
    if changed:
        yield Failure(CHANGED, f"the case's {' and '.join(changed)} was changed")


def check_source(read: Read, source_id: str, log: Logged) -> Iterator[Failure]:
    """What of this source differs from the log: its row, its text, its passages, its video, later looks at that."""
    number, known = source_number(source_id), log.sources.get(source_id)
    rows = read(f"{sources.SELECT} WHERE n = ?", (number,))
    if known is None or not rows:
        detail = "the log does not tell of this source" if rows else "the source is gone from the record"
        yield Failure(CHANGED, detail, source_id=source_id)
        return
    if sources.row_digest(rows[0]) != known.get("record"):
        yield Failure(CHANGED, "what is recorded about the source was changed", source_id=source_id)
    yield from _layer(read, number, known)
    yield from _passages(read, number, known)
    if videos.digest(read, number) != known.get("frames"):
        yield Failure(CHANGED, "the table of frames was changed", source_id=source_id)
    yield from _looks(looks.digests(read, number), log.looks.get(source_id, {}), source_id)


def check_draft(read: Read, draft_id: str, log: Logged) -> Iterator[Failure]:
    """What of this draft, its claims by hand, its reviews and what was opened for them differs from the log."""
    number, known = draft_number(draft_id), log.drafts.get(draft_id)
    yield from _machines(read, draft_id, known)
    yield from _by_hand(drafts.digests_by_hand(read, number), log.by_hand.get(draft_id, {}), draft_id)
    now, before = reviews.digests(read, number), log.reviews.get(draft_id, {})
    yield from _reviews(now, before, draft_id)
    opened = log.openings.get(draft_id, {})
    yield from _openings(openings.digests(read, number), opened, draft_id)
    for review, by, citation in reviews.accepted_on(read, number, {n for n in now if now[n] == before.get(n)}):
        if (citation, by) not in opened:
            detail = f"review {review} rests on {citation}, which the log does not tell {by} to have opened"
            yield Failure(CHANGED, detail, draft_id=draft_id)
    yield from _signings(read, number, log, draft_id)


def _signings(read: Read, number: int, log: Logged, draft_id: str) -> Iterator[Failure]:
    """Sign-offs against the log, and the draft against what was signed, or was left of it by a removal."""
    now, before = signing.digests(read, number), log.signings.get(draft_id, {})
    for n in sorted({*before, *now}):
        if now.get(n) != before.get(n):
            what = "is not as it was written" if n in now else "is gone from the record"
            yield Failure(CHANGED, f"sign-off {n} {what}", draft_id=draft_id)
    for told in signing.changed(read, number, {n for n in now if now[n] == before.get(n)}, log.signed):
        yield Failure(CHANGED, told, draft_id=draft_id)


def _machines(read: Read, draft_id: str, known: Mapping[str, object] | None) -> Iterator[Failure]:
    """The machine's draft against what the log took of it when it was written."""
    now = drafts.digests(read, draft_number(draft_id))
    if known is None:
        yield Failure(CHANGED, "the log does not tell of this draft", draft_id=draft_id)
    elif now["sha256"] != known.get("sha256"):
        before, after = _parts(known), _parts(now)
        changed = sorted({*before, *after}, key=_claim_order)
        named = [part for part in changed if before.get(part) != after.get(part)]
        for claim in named or ["the draft's own record"]:
            yield Failure(CHANGED, f"{claim} is not as it was written", draft_id=draft_id)


def _parts(draft: Mapping[str, object]) -> dict[str, object]:
    """The digests of a draft's claims and conflicts by id."""
    found = (draft.get(name) for name in ("claims", "conflicts"))
    return {part: digest for each in found if isinstance(each, dict) for part, digest in each.items()}


def _by_hand(now: Mapping[str, str], before: Mapping[str, object], draft_id: str) -> Iterator[Failure]:
    for claim in sorted({*before, *now}, key=_claim_order):
        if now.get(claim) != before.get(claim):
            yield Failure(CHANGED, f"{claim}, written by hand, is not as it was written", draft_id=draft_id)


def _reviews(
    now: Mapping[str, tuple[str, str]], before: Mapping[str, tuple[str, object]], draft_id: str
) -> Iterator[Failure]:
    for number, (claim, _) in {**before, **now}.items():
        if number not in now:
            yield Failure(CHANGED, f"review {number} of {claim} is gone from the record", draft_id=draft_id)
        elif now.get(number) != before.get(number):
            yield Failure(CHANGED, f"review {number} of {claim} is not as it was written", draft_id=draft_id)


def _openings(
    now: Mapping[tuple[str, str], str], before: Mapping[tuple[str, str], object], draft_id: str
) -> Iterator[Failure]:
    for key in sorted({*before, *now}):
        if now.get(key) != before.get(key):
            what = "is not as it was written" if key in now else "is gone from the record"
            yield Failure(CHANGED, f"the opening of {key[0]} by {key[1]} {what}", draft_id=draft_id)


def all_ids(read: Read, log: Logged) -> tuple[list[str], list[str]]:
    """Ids of sources and of drafts that are stored or that the log tells of, in order."""
    stored_sources = {f"S{row[0]}" for row in read("SELECT n FROM source", ())}
    stored_drafts = set(drafts.ids(read))
    known_sources = (source for source in log.sources if source not in stored_sources)
    known_drafts = (draft for draft in log.drafts if draft not in stored_drafts)
    return (
        sorted({*stored_sources, *known_sources}, key=source_number),
        sorted({*stored_drafts, *known_drafts}, key=draft_number),
    )


def _layer(read: Read, number: int, known: Mapping[str, object]) -> Iterator[Failure]:
    source_id = f"S{number}"
    altered = layers.altered(read, number)
    for ordinal in altered:
        yield Failure(CHANGED, f"the stored text of part {ordinal} was changed", source_id=source_id)
    if not altered and layers.digest(read, number) != known.get("layer"):
        yield Failure(CHANGED, "the stored text layer was changed", source_id=source_id)


def _passages(read: Read, number: int, known: Mapping[str, object]) -> Iterator[Failure]:
    source_id = f"S{number}"
    altered = passages.altered(read, number)
    for ordinal in altered:
        passage_id = f"{source_id}.{ordinal}"
        yield Failure(CHANGED, "the stored passage was changed", source_id=source_id, passage_id=passage_id)
    if not altered and passages.digest(read, number) != known.get("passages"):
        yield Failure(CHANGED, "stored passages were changed, added or removed", source_id=source_id)


def _looks(now: Mapping[int, str], before: Mapping[int, object], source_id: str) -> Iterator[Failure]:
    for look in sorted({*before, *now}):
        if now.get(look) != before.get(look):
            what = "is not as it was written" if look in now else "is gone from the record"
            yield Failure(CHANGED, f"look {look} for movement {what}", source_id=source_id)


def _number(value: object) -> int:
    """A number of a row as the log tells it; 0, which no row has, for what is none."""
    return value if isinstance(value, int) else 0


def _claim_order(claim_id: str) -> tuple[int, str]:
    return len(claim_id), claim_id
