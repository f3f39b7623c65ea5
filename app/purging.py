"""Destroys a whole case: its keys first, then the record and the files; a stone is kept outside it.

The stone is written before anything is destroyed, in the account's data folder and as `purge.json` in the case's
folder: where the process is ended half-way, the next opening of the folder goes on.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from app import receipts
from app.access import Act
from provenance import lock
from provenance.clock import now
from provenance.errors import AttestError, CaseError, UsageError
from provenance.export import may_write, write_beside
from provenance.protection import visits
from provenance.protection.keys import KEYS
from provenance.report_words import when
from provenance.retention import require_none
from provenance.store import retention
from provenance.store.folder import DATABASE
from provenance.vault import sync_folder

if TYPE_CHECKING:
    from app.case import Case

ACTION = "case_purged"
MARK = "purge.json"
NAME = "purged.jsonl"
_FOLDERS = ("originals", "derived", "index", "before")
_ROUND = 1 << 20


@dataclass(frozen=True, slots=True)
class Purged:
    """The stone of a case: which it was, how much was in it, who destroyed it, when, why, and where its log stood."""

    case: str
    reference: str
    sources: int
    entries: int
    head: str
    at: str
    by: str
    reason: str
    protected: bool
    folder: str

    def json(self) -> dict[str, object]:
        return asdict(self)

    def sentence(self) -> str:
        how = "its keys first, then its record and files" if self.protected else "its record and files"
        return (
            f"The case {self.reference} ({self.case}) with {self.sources:,} sources was destroyed on {when(self.at)} "
            f"by {self.by}: {how}. Reason: {self.reason}. Its log had {self.entries:,} entries, head {self.head}."
        )


def path() -> Path:
    """Where the stones of cases are kept."""
    return receipts.path().with_name(NAME)


def purge(case: Case, reason: str, typed: tuple[str, str], certificate: Path | None = None) -> tuple[Purged, list[str]]:
    """Destroy an open case, whose reference was `typed` twice; it is closed then. Gives the stone, and what lies in the
    folder that is not Attest's and stays.

    Raises what `begin` raises: nothing was destroyed then. CaseError("purge_unfinished") where something could not be
    removed, AttestError("certificate_not_written") after it was.
    """
    if certificate is not None:
        may_write(certificate, overwrite=False)
    folder, stone = case.store.info.folder, begin(case, reason, typed)
    case.close()
    others = destroy(folder, stone)
    if certificate is not None:
        certify(stone, certificate)
    return stone, others


def begin(case: Case, reason: str, typed: tuple[str, str]) -> Purged:
    """Give an open case up to be destroyed, which `finish` does once it is closed: there is no way back from here.

    Raises UsageError(not_allowed | bad_value | hold_stands | reference_differs | file_exists | no_such_folder |
    export_in_case), AttestError("stone_not_kept").
    """
    case.require(Act.PURGE)
    store, reason = case.store, retention.reason(reason, "destroying a case")
    require_none(store.stand().holds)
    for given in typed:
        if given.strip() != store.info.reference.strip():
            raise UsageError("reference_differs", given=given.strip() or "nothing")
    folder = store.info.folder
    protected = (folder / KEYS).exists()
    state = store.record(ACTION, {"reason": reason}, case.by)
    stone = Purged(
        store.info.id, store.info.reference, len(store.sources()), *state, now(), case.by, reason, protected,
        os.path.realpath(folder),
    )  # fmt: skip
    _keep(stone, "begun")
    _mark(folder, stone)
    return stone


def given_up(folder: Path) -> Purged | None:
    """The stone of a case that was given up to be destroyed, as it lies in its folder; None for any other."""
    try:
        return Purged(**json.loads((folder / MARK).read_bytes()))
    except (
        OSError,
        ValueError,
        TypeError,
    ):  # none, or one that was cut off while it was written: nothing was destroyed
        return None


def require_standing(folder: Path) -> None:
    """Where this case was given up to be destroyed from this account, go on with that: CaseError("case_purged").

    A mark of which no stone is kept here, as in a folder that was put back or came from elsewhere, destroys nothing by
    itself: CaseError("purge_asked"), until a person confirms it with `attest purge`.
    """
    stone = given_up(folder)
    if stone is not None:
        if not _kept(stone):
            facts = {"at": when(stone.at), "by": stone.by, "reason": stone.reason, "folder": str(folder)}
            raise CaseError("purge_asked", **facts)
        destroy(folder, stone)
        raise CaseError(
            ACTION, reference=stone.reference, at=when(stone.at), by=stone.by, reason=stone.reason, path=str(path())
        )


def destroy(folder: Path, stone: Purged) -> list[str]:
    """Remove all that is Attest's from the folder, keys first; gives the names of what else lies in it."""
    held = lock.take(folder)
    try:
        _overwrite(folder / KEYS)
        for name in sorted(_ours(folder)):
            _remove(folder / name)
    except OSError as error:
        facts = {"at": when(stone.at), "by": stone.by, "folder": str(folder)}
        left = Path(error.filename or folder).name
        raise CaseError("purge_unfinished", left=left, detail=error.strerror or "", **facts) from error
    finally:
        held.release()
    others = _leave(folder, held)
    with suppress(AttestError):  # it says only that the case was destroyed to the end
        _keep(stone, "done")
    return others


def _leave(folder: Path, held: FileLock) -> list[str]:
    """The last files go when nothing else is left to do; gives what stays in the folder."""
    with suppress(OSError):
        Path(held.lock_file).unlink(missing_ok=True)
    (folder / MARK).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()
        return []
    return sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []


def _ours(folder: Path) -> list[str]:
    """What Attest keeps in a case's folder, but for the mark and the lock; copies made by migrations included."""
    kept = {MARK, lock.NAME}
    names = (entry.name for entry in folder.iterdir())
    return [n for n in names if n not in kept and (n in _FOLDERS or n.startswith((DATABASE, KEYS, visits.NAME)))]


def _overwrite(keys: Path) -> None:
    """Keys are overwritten in their place before they are removed: what is encrypted with them can't be read again."""
    if not keys.is_file():
        return
    size = keys.stat().st_size
    keys.chmod(0o600)
    with keys.open("r+b") as file:
        for at in range(0, size, _ROUND):
            file.write(secrets.token_bytes(min(_ROUND, size - at)))
        file.flush()
        os.fsync(file.fileno())
    keys.unlink()
    sync_folder(keys.parent)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for one in path.rglob("*"):  # originals are read-only files, which Windows does not remove
            if one.is_file() and not one.is_symlink():
                one.chmod(0o600)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _mark(folder: Path, stone: Purged) -> None:
    try:
        write_beside(folder / MARK, json.dumps(stone.json(), ensure_ascii=True).encode("ascii"))
        sync_folder(folder)
    except (AttestError, OSError) as error:
        raise AttestError("stone_not_kept", path=str(folder / MARK), detail=str(error)) from error


def _kept(stone: Purged) -> bool:
    """Whether the stone of this very purge of this folder is kept here, and it was not done to the end before."""
    try:
        lines = [json.loads(line) for line in path().read_text("ascii").splitlines() if line.strip()]
    except (OSError, ValueError):
        return False
    return {**stone.json(), "state": "begun"} in lines and {**stone.json(), "state": "done"} not in lines


def _keep(stone: Purged, state: str) -> None:
    """Add a line to the stones that are kept outside cases."""
    line = json.dumps({"state": state, **stone.json()}, ensure_ascii=True, sort_keys=True) + "\n"
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path()}.lock"), path().open("ab") as file:
            file.write(line.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise AttestError("stone_not_kept", path=str(path()), detail=error.strerror or "") from error


def certify(stone: Purged, out: Path) -> None:
    """Write a stone to a new file; raises AttestError("certificate_not_written")."""
    told = json.dumps({"statement": stone.sentence(), **stone.json()}, ensure_ascii=False, indent=1) + "\n"
    try:
        write_beside(out, told.encode("utf-8", "replace"))
    except AttestError as error:
        detail = str(error.facts.get("detail", ""))
        raise AttestError("certificate_not_written", path=str(out), detail=detail, kept=str(path())) from error
