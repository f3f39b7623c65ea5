"""Puts a case back from a backup into a new folder: every file checked as it is read, and again as it lies there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from app.beside import come_there, made_beside, require_new, require_room
from provenance import backup
from provenance.backup import Backup
from provenance.bundle.straight import StraightFile
from provenance.clock import who
from provenance.errors import CaseError, TaskError
from provenance.ports import Progress
from provenance.store import copying
from provenance.store.case_store import CaseStore
from provenance.store.folder import DATABASE, PAYLOAD
from provenance.vault import disk_errors

ACTION = "case_restored"
_CHUNK = 1 << 22
_READING, _CHECKING = "Putting the case back", "Checking what was put back"


@dataclass(frozen=True, slots=True)
class Restored:
    """A case that was put back: of which moment, how its log stood then, and what was wrong with it already."""

    out: Path
    reference: str
    files: int
    made: str
    entries: int
    head: str
    sha256: str
    faults: tuple[str, ...]

    def json(self) -> dict[str, object]:
        return {
            "path": str(self.out),
            "reference": self.reference,
            "files": self.files,
            "backed_up": self.made,
            "entries": self.entries,
            "head": self.head,
            "sha256": self.sha256,
            "faults": list(self.faults),
        }


def restore(
    folder: Path, out: Path, progress: Progress, open_store: Callable[[Path], CaseStore] = CaseStore.open
) -> Restored:
    """Put the case of the backup in `folder` back into the new folder `out`; its log gets an entry that tells so.

    `open_store` opens the case that was put back, with its key where it is protected. Stopped or failed, nothing is
    left; the backup is only read. Raises UsageError(not_a_backup | file_exists | no_such_folder | export_in_case),
    CaseError(backup_damaged | backup_newer | no_room | disk_full | case_newer | …), TaskError("cancelled").
    """
    require_new(out)
    found = backup.read(folder)
    require_room(out, found.size)
    with made_beside(out) as place:
        _Restoring(found, place, progress).copy()
        reference, faults = _told(found, place, open_store)
        come_there(place, out)
    told = found.word("made"), found.number("entries"), found.word("head"), found.sealed
    return Restored(out, reference, len(found.files), *told, faults)


class _Restoring:
    """One backup on its way into the folder `place`."""

    def __init__(self, found: Backup, place: Path, progress: Progress) -> None:
        self._found, self._place, self._progress = found, place, progress
        self._total, self._done = 2 * found.size, 0

    def copy(self) -> None:
        """Every file, compared with the manifest as it is read; then again as it lies there."""
        for path, known in self._found.files.items():
            if self._copied(path) != known:
                raise backup.damaged(self._found.folder, path)
        for path, known in self._found.files.items():
            if backup.hashed(self._place, _inside(path), lambda done: self._tell(_CHECKING, done)) != known:
                raise CaseError("case_io", detail=f"what was put back as {_inside(path)} is not what was read")

    def _copied(self, path: str) -> str:
        digest, out = sha256(), self._place / _inside(path)
        with disk_errors():
            out.parent.mkdir(parents=True, exist_ok=True)
            with (self._found.folder / path).open("rb") as stream, StraightFile(out) as file:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    file.write(chunk)
                    self._tell(_READING, len(chunk))
                file.sync()
            if _inside(path).startswith("originals/"):
                out.chmod(0o444)
        return digest.hexdigest()

    def _tell(self, what: str, done: int) -> None:
        self._done += done
        if not self._progress(what, self._done, self._total):
            raise TaskError("cancelled")


def _told(found: Backup, place: Path, open_store: Callable[[Path], CaseStore]) -> tuple[str, tuple[str, ...]]:
    """Write the entry into the log of the case that was put back; gives its reference, and what is wrong with it."""
    store = open_store(place)
    try:
        if not store.writable:
            raise CaseError("case_newer", folder=str(place))
        wrong = copying.fault(place / DATABASE, store.key)
        if not wrong:
            told = {"backup": found.sealed, "made": found.word("made"), "entries": found.number("entries")}
            store.record(ACTION, told, who())
        return store.info.reference, (wrong,) if wrong else ()
    finally:
        store.close()


def _inside(path: str) -> str:
    return path.removeprefix(f"{PAYLOAD}/")
