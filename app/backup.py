"""Writes a backup of an open case, also while another process works in it, and checks it from the disk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from app.access import Act
from app.beside import come_there, made_beside, require_new, require_room
from provenance import backup, clock
from provenance.bundle.bag import Bag
from provenance.bundle.checking.bag import PLAIN_NAME
from provenance.errors import AttestError, CaseError, ReadError, TaskError, UsageError
from provenance.ports import Progress
from provenance.protection.keys import KEYS, is_protected
from provenance.records import Source
from provenance.store import copying
from provenance.store.case_store import CaseStore
from provenance.store.codec import plain
from provenance.store.folder import BACKUP, DATABASE, PAYLOAD
from provenance.vault import digest_of, disk_errors, reason

if TYPE_CHECKING:
    from app.case import Case

ACTION = "case_backed_up"
_COPYING, _CHECKING = "Copying the case", "Checking the copy"


@dataclass(frozen=True, slots=True)
class Reference:
    """A source whose file lies outside the case; `copied` where it was put into the backup."""

    source: Source
    copied: bool

    def json(self, protected: bool) -> dict[str, object]:
        """Of a protected case without the file's name and place, which the backup would tell in plain."""
        one = self.source
        named = {} if protected else {"name": one.name, "path": one.path}
        return {"source_id": one.id, **named, "sha256": one.sha256, "size": one.size, "copied": self.copied}


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was written and checked. `faults` are of the case itself, which the copy has, too."""

    out: Path
    files: int
    size: int
    entries: int
    head: str
    sha256: str
    references: tuple[Reference, ...]
    faults: tuple[str, ...]
    protected: bool = False

    def json(self) -> dict[str, object]:
        return {
            "path": str(self.out),
            "files": self.files,
            "bytes": self.size,
            "entries": self.entries,
            "head": self.head,
            "sha256": self.sha256,
            "references": [one.json(self.protected) for one in self.references],
            "faults": list(self.faults),
        }


def back_up(case: Case, out: Path, progress: Progress, *, with_references: bool = False) -> BackedUp:
    """Write a backup of the case to the new folder `out`: its database as of this moment, originals and derived files.

    Every file is hashed again from the disk before the folder has its name; stopped or failed, nothing is left. The log
    tells of it. Raises UsageError(not_allowed | file_exists | no_such_folder | export_in_case | bad_value),
    CaseError(no_room | disk_full | case_io | case_damaged | backup_damaged), TaskError("cancelled").
    """
    case.require(Act.BACKUP)
    folder = case.store.info.folder
    protected = is_protected(folder)
    if with_references and protected:
        why = "files outside a protected case lie in plain, and nothing of it is written in plain"
        raise UsageError("bad_value", value="--with-references", what="an option", why=why)
    require_new(out)
    with made_beside(out) as place:
        work = _Backup(case.store, place, progress, protected)
        done = work.write(with_references)
        made = BackedUp(out, *done, work.references, tuple(work.faults), protected)
        come_there(place, out)
    case.record(
        ACTION, {"sha256": made.sha256, "files": made.files, "entries": made.entries, "faults": len(made.faults)}
    )
    if made.entries:  # of the state that the backup holds: so that it bears out the case that is put back, too
        case.keep_receipt("a backup was written", made.sha256, (made.entries, made.head))
    return made


@dataclass
class _Backup:
    """One backup under way in the folder `place`."""

    store: CaseStore
    place: Path
    progress: Progress
    protected: bool
    references: tuple[Reference, ...] = ()
    faults: list[str] = field(default_factory=list)
    _done: float = 0
    _total: float = 1

    def write(self, with_references: bool) -> tuple[int, int, int, str, str]:
        """Number of files and of bytes, entries and head of the log in it, and the SHA-256 that stands for all."""
        folder, bag = self.store.info.folder, Bag(self.place)
        with disk_errors():  # as they are for the key that the database has now
            keys = (folder / KEYS).read_bytes() if self.protected else b""
        files = [(name, size) for name, size in case_files(folder) if name != KEYS]
        outside = [one for one in self.store.sources() if one.by_reference and not one.removed]
        outside = outside if with_references else []
        needed = sum(size for _, size in files) + sum(one.size for one in outside)
        database = (folder / DATABASE).stat().st_size + _size(folder / f"{DATABASE}-wal")
        require_room(self.place, needed + database)
        self._total = 2 * (needed + database)
        self._database(bag, folder, database)
        if keys:
            with disk_errors():
                bag.add(f"{PAYLOAD}/{KEYS}", keys)
        for name, _ in files:
            self._copy(bag, f"{PAYLOAD}/{name}", folder / name, f"{name}: it was not copied")
        for one in outside:
            told = f"{one.id}: its file outside the case was not copied"
            if one.sha256 and (name := f"{PAYLOAD}/originals/{one.sha256}") not in bag.files:
                self._copy(bag, name, Path(one.path), told, missing=True)
        kept = self._compared(bag)
        self._seal(bag, kept)
        self._check(bag)
        return len(bag.files), sum(d.size for d in bag.files.values()), *kept, backup.sealed(self.place)

    def _database(self, bag: Bag, folder: Path, size: int) -> None:
        path = f"{PAYLOAD}/{DATABASE}"
        with disk_errors():
            place = bag.room(path)
        share = lambda done, total: self._tell(_COPYING, size * done / max(total, 1))  # noqa: E731
        copying.copy_database(folder / DATABASE, place, self.store.key, share)
        with disk_errors():
            bag.took(path)
        self._done += size
        if wrong := copying.fault(place, self.store.key):
            self.faults.append(wrong)

    def _copy(self, bag: Bag, path: str, file: Path, told: str, *, missing: bool = False) -> None:
        """One file as it lies. What cannot be read is a fault; what is gone meanwhile was none of the case any more."""
        try:
            stream = file.open("rb")
        except OSError as error:
            if missing or not isinstance(error, FileNotFoundError):
                self.faults.append(f"{told} ({reason(error)})")
            return
        with stream:
            try:
                with disk_errors():
                    digests = bag.copy(path, cast(BinaryIO, _Reading(stream)), lambda done: self._tell(_COPYING, done))
                self._done += digests.size
            except ReadError as error:
                self.faults.append(f"{told} ({error.facts.get('detail')})")
                with suppress(OSError):
                    (self.place / path).unlink()

    def _compared(self, bag: Bag) -> tuple[int, str]:
        """How the log in the copy stands, after the copy was seen to hold the original of every source."""
        try:
            with CaseStore.open(self.place / PAYLOAD, write=False, key=self.store.key) as copy:
                self._originals(copy, bag)
                return copy.log_head()
        except CaseError:
            self.faults.append("its sources cannot be listed, and were not compared with the copy")
            return 0, ""

    def _originals(self, copy: CaseStore, bag: Bag) -> None:
        found = []
        for one in copy.sources():
            if one.by_reference and not one.removed:
                kept = bag.files.get(f"{PAYLOAD}/originals/{one.sha256}")
                if kept is not None and kept.sha256 != one.sha256:
                    self.faults.append(f"{one.id}: its file outside the case is not the one that was taken in")
                found.append(Reference(one, kept is not None))
            elif one.sha256 and not one.removed and (wrong := self._original(copy, one, bag)):
                self.faults.append(f"{one.id}: {wrong}")
        self.references = tuple(found)

    def _original(self, copy: CaseStore, one: Source, bag: Bag) -> str:
        kept = bag.files.get(f"{PAYLOAD}/originals/{one.sha256}")
        if kept is not None:
            return "" if kept.sha256 == one.sha256 else "its original is not the file that was taken in"
        try:
            with copy.vault.open(one) as stream:  # of a protected case: deciphered, and hashed
                same = digest_of(stream, lambda chunk: self._tell(_COPYING, 0))[0] == one.sha256
        except TaskError:
            raise
        except AttestError:
            return "its original is not there, or cannot be read"
        return "" if same else "its original is not the file that was taken in"

    def _seal(self, bag: Bag, kept: tuple[int, str]) -> None:
        info, at = self.store.info, clock.now()
        told: dict[str, object] = {
            "version": backup.VERSION,
            "case_id": info.id,
            **({} if self.protected else {"reference": info.reference, "title": info.title}),
            "protected": self.protected,
            "made": at,
            "schema": info.version,
            "entries": kept[0],
            "head": kept[1],
            "references": [one.json(self.protected) for one in self.references],
            "faults": self.faults,
        }
        with disk_errors():
            bag.add(BACKUP, (json.dumps(plain(told), ensure_ascii=False, indent=1) + "\n").encode())
            bag.add(backup.HOW, backup.HOW_TO_RESTORE.encode())
            bag.seal(_info(info.id, at, kept), backup.LABELS)

    def _check(self, bag: Bag) -> None:
        """Hash every file again as it lies on the disk now."""
        for path, known in bag.files.items():
            found = backup.hashed(self.place, path, lambda done: self._tell(_CHECKING, 0, done))
            if found != known.sha256:
                raise backup.damaged(self.place, path)

    def _tell(self, what: str, more: float, done: int = 0) -> None:
        self._done += done
        if not self.progress(what, min(self._done + more, self._total), self._total):
            raise TaskError("cancelled")


class _Reading:
    """A file that is read; what fails is the file's, and not that of the disk that is written to."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readinto(self, piece: memoryview) -> int:
        """Raises ReadError("file_unreadable")."""
        try:
            return self._stream.readinto(piece)  # type: ignore[attr-defined, no-any-return]
        except OSError as error:
            raise ReadError("file_unreadable", detail=reason(error)) from error


def case_files(folder: Path) -> Iterator[tuple[str, int]]:
    """Path in the case's folder and size of what belongs to a case beside its database, in order; raises CaseError."""
    with disk_errors():
        if (folder / KEYS).is_file():
            yield KEYS, _size(folder / KEYS)
        for place in ("originals", "derived"):
            for one in sorted((folder / place).rglob("*")):
                name = one.relative_to(folder).as_posix()
                if PLAIN_NAME.fullmatch(name) and one.is_file() and not one.is_symlink():
                    yield name, _size(one)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # gone meanwhile
        return 0


def _info(case_id: str, at: str, kept: tuple[int, str]) -> Mapping[str, str]:
    return {
        "Bag-Software-Agent": f"Attest {metadata.version('attest')}",
        "Bagging-Date": at[:10],
        "External-Identifier": case_id,
        "Attest-Backup-Version": str(backup.VERSION),
        "Attest-Backed-Up": at,
        "Attest-Log-Entries": str(kept[0]),
        "Attest-Log-Head": kept[1],
    }
