"""The writes of a case: each function is the whole of one transaction, its audit entry included."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from provenance import audit
from provenance.clock import now
from provenance.errors import UsageError
from provenance.footage import spelt
from provenance.ports import Vectors
from provenance.records import Source
from provenance.runs import ModelUse
from provenance.store import codec, drafts, identity, layers, looks, passages, privilege, sources, videos
from provenance.store.database import Read, reading
from provenance.store.ids import source_number
from provenance.store.opener import Connection
from provenance.store.records import NewDraft, NewLayer, NewLook, NewVideo, Span
from provenance.vault import Vault

TRAINING = "training"  # the purpose of a case that holds no live evidence


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """What was read out of a source."""

    layer: NewLayer | None
    spans: Iterable[Span]
    video: NewVideo | None


def first_rows(db: Connection, reference: str, title: str, by: str, training: bool, case_id: str) -> None:
    """What a new case says of itself; that it is for training is said in the beginning or never."""
    named = {"reference": reference, "title": title, "created": now(), "created_by": by, identity.KEY: case_id}
    named |= {"purpose": TRAINING} if training else {}
    db.executemany("INSERT INTO meta VALUES (?, ?)", [(key, codec.clean(value)) for key, value in named.items()])
    audit.append(db, by, "case_created", named)


def add_source(db: Connection, vault: Vault, source: Source, content: Content, by: str) -> Source:
    """Store a source with its content. A held one keeps its row only, whatever content is given.

    Privilege follows the bytes and comes from the container: the strictest status that this SHA-256 has holds for all
    its sources from now on.
    """
    source = privilege.inherit(db, source)
    if source.withheld:
        source = sources.kept_back(source)
    number = source_number(sources.insert(db, source).id)
    if not source.withheld:
        _store(db, vault, number, content)
    added = _tell(db, number, "source_added", by)
    if added.withheld:
        _follow(db, added, by)
    return added


def release_source(db: Connection, vault: Vault, read: Source, content: Content, by: str) -> Source:
    """Store what was read of a source that was held and then released; `read` carries its id and the new outcome.

    Content that is there already stays as it is. Raises UsageError(unknown_id | source_held).
    """
    number = source_number(read.id)
    stored = sources.get(db, number)
    if read.withheld or stored.privilege in ("possible", "privileged"):
        raise UsageError("source_held", id=read.id)
    if stored.outcome != "held":
        return stored
    sources.complete(db, number, read)
    _store(db, vault, number, content)
    return _tell(db, number, "source_released", by)


def set_source(db: Connection, source_id: str, changes: Mapping[str, str], by: str) -> Source:
    """Change what people may change; the audit entry holds old and new values. No difference: nothing is written.

    A decision on privilege is one on the bytes: it changes the other sources with this SHA-256 too (`privilege`).
    Raises UsageError("container_held") for one that would open a file inside a withheld one.
    """
    changed = _change(db, source_id, changes, by)
    if "privilege" in changes:
        privilege.require_open_container(db, changed)
        _follow(db, changed, by)
    return changed


def add_look(db: Connection, vault: Vault, source_id: str, new: NewLook, by: str) -> Source:
    """Store a later look at footage beside those before it. What it says of itself, such as that events were left out,
    stands in the place of what the look before said.

    Raises UsageError(unknown_id | source_held), and bad_value for a source without video.
    """
    number = source_number(source_id)
    sources.require_open(sources.get(db, number))
    if videos.digest(reading(db), number) is None:
        raise UsageError("bad_value", value=source_id, what="footage", why="no footage was decoded of it")
    look, pictures = looks.insert(db, number, new, by)
    said = sources.looked(db, number, new.notices, videos.pictured(reading(db), number))
    _keep_pictures(vault, pictures)
    row = sources.get_row(db, number)
    detail = {
        "source": source_id, "look": look, "watch": spelt(new.watch), "mask": spelt(new.mask),
        "threshold": new.threshold, "movements": len(new.events), "frames": len(pictures), "changes": said,
        "record": sources.row_digest(row), "look_record": looks.digests(reading(db), number)[look],
    }  # fmt: skip
    audit.append(db, by, "source_looked_again", detail)
    return sources.load(row)


def has_strays(read: Read) -> bool:
    """Whether `hold_strays` has something to do."""
    return bool(privilege.strays(read))


def hold_strays(db: Connection, by: str) -> None:
    """Withhold what is open beside or inside what is withheld, as earlier versions could leave it."""
    for number in privilege.strays(reading(db)):
        _follow(db, sources.get(db, number), by)


def store_vectors(db: Connection, ids: list[str], vectors: Vectors, model: ModelUse, by: str) -> None:
    """Store a batch of vectors; see `passages.insert_vectors` for errors."""
    sha256 = passages.insert_vectors(db, ids, vectors, model)
    detail = {"passages": len(ids), "first": ids[0], "last": ids[-1], "model": model, "sha256": sha256}
    audit.append(db, by, "vectors_stored", detail)


def write_draft(db: Connection, new: NewDraft, by: str) -> str:
    """Store a draft whose anchors were checked; gives its id."""
    number = drafts.insert(db, new, by)
    detail = {"draft": f"D{number}", "question": new.question, **drafts.digests(reading(db), number)}
    audit.append(db, by, "draft_written", detail)
    return f"D{number}"


def _change(db: Connection, source_id: str, changes: Mapping[str, str], by: str) -> Source:
    number = source_number(source_id)
    done = sources.change(db, number, changes)
    if done:
        record = sources.row_digest(sources.get_row(db, number))
        audit.append(db, by, "source_changed", {"source": source_id, "changes": done, "record": record})
    return sources.get(db, number)


def _follow(db: Connection, source: Source, by: str) -> None:
    waiting, done = [source], set[str]()
    while waiting:
        for number in privilege.to_follow(db, waiting.pop(0), done):
            changed = _change(db, f"S{number}", {"privilege": source.privilege}, by)
            privilege.require_open_container(db, changed)
            waiting.append(changed)  # copies of it follow, too, and the files inside it


def _store(db: Connection, vault: Vault, number: int, content: Content) -> None:
    length = layers.insert(db, number, content.layer) if content.layer else 0
    count = passages.insert(db, number, content.spans, length)
    pictures = videos.insert(db, number, content.video) if content.video else []
    sources.count(db, number, count, videos.pictured(reading(db), number))
    _keep_pictures(vault, pictures)


def _keep_pictures(vault: Vault, pictures: Iterable[tuple[str, bytes]]) -> None:
    for frame_id, picture in pictures:
        if picture:
            vault.derived_write(videos.picture_name(frame_id), picture)


def _tell(db: Connection, number: int, action: str, by: str) -> Source:
    """Write the audit entry of an intake, with the digests that let a later change be found and named."""
    row, read = sources.get_row(db, number), reading(db)
    source = sources.load(row)
    known: dict[str, str | None] = {
        "source": source.id,
        "sha256": source.sha256,
        "name": source.name,
        "outcome": source.outcome,
    }
    digests = {
        "record": sources.row_digest(row),
        "layer": layers.digest(read, number),
        "passages": passages.digest(read, number),
        "frames": videos.digest(read, number),
    }
    audit.append(db, by, action, known | digests)
    return source
