"""A backup: a bag (BagIt 1.0, RFC 8493) that holds a case's folder as it lies, and says of which state of its log.

bagit.txt, bag-info.txt, manifest-sha256.txt, …, backup.json, how-to-restore.txt
data/case.db, data/case.keys, data/originals/…, data/derived/…
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from provenance.bundle.checking.bag import PLAIN_NAME
from provenance.errors import CaseError, UsageError
from provenance.store.folder import BACKUP, DATABASE, PAYLOAD
from provenance.vault import disk_errors

VERSION = 1
MANIFEST, TAGS, HOW = "manifest-sha256.txt", "tagmanifest-sha256.txt", "how-to-restore.txt"
LABELS = (
    *("Bag-Software-Agent", "Bagging-Date", "External-Identifier", "Attest-Backup-Version", "Attest-Backed-Up"),
    *("Attest-Log-Entries", "Attest-Log-Head", "Payload-Oxum"),
)
HOW_TO_RESTORE = """This folder is a backup of a case of Attest. Do not work in it. Put the case back in a new folder
with

    attest restore THIS-FOLDER --out NEW-FOLDER

which checks every file before and after. Any tool for BagIt, or sha256sum -c manifest-sha256.txt, checks it without
Attest. What was done in the case after the backup is not in it: docs/nothing-lost.md tells how that shows.
"""
_CHUNK = 1 << 22
Each = Callable[[int], object]  # bytes done since the last call; ends the work by raising


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup whose list of files is whole: SHA-256 of each by path in the bag, and what it says of itself."""

    folder: Path
    files: Mapping[str, str]
    sealed: str
    told: Mapping[str, object]

    @property
    def size(self) -> int:
        """Bytes of its files; raises CaseError("backup_damaged") where one is gone."""
        return sum(_size(self.folder, path) for path in self.files)

    def number(self, name: str) -> int:
        value = self.told.get(name)
        return value if isinstance(value, int) else 0

    def word(self, name: str) -> str:
        return str(self.told.get(name) or "")


def read(folder: Path) -> Backup:
    """The backup in `folder`, its manifests checked and no file missing or added; the files themselves are not hashed.

    Raises UsageError("not_a_backup"), CaseError(backup_damaged | backup_newer | case_io).
    """
    if not (folder / "bagit.txt").is_file() or not (folder / BACKUP).is_file():
        raise UsageError("not_a_backup", path=str(folder))
    with disk_errors():
        tags = (folder / TAGS).read_bytes() if (folder / TAGS).is_file() else b""
        for path, known in _listed(folder, tags, TAGS).items():
            if not (folder / path).is_file() or sha256((folder / path).read_bytes()).hexdigest() != known:
                raise damaged(folder, path)
        told = _told(folder)
        files = _listed(folder, (folder / MANIFEST).read_bytes(), MANIFEST)
        there = {p.relative_to(folder).as_posix() for p in (folder / PAYLOAD).rglob("*") if p.is_file()}
    if f"{PAYLOAD}/{DATABASE}" not in files:
        raise damaged(folder, MANIFEST)
    missing = sorted(set(files) - there)
    if missing:
        raise damaged(folder, missing[0])
    return Backup(folder, files, sha256(tags).hexdigest(), told)


def sealed(folder: Path) -> str:
    """The SHA-256 that stands for all of a backup: of the manifest of its manifests. Raises CaseError("case_io")."""
    with disk_errors():
        return sha256((folder / TAGS).read_bytes()).hexdigest()


def hashed(folder: Path, path: str, each: Each) -> str:
    """The SHA-256 of a file as it lies on the disk; raises CaseError("case_io")."""
    digest = sha256()
    with disk_errors(), (folder / path).open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            each(len(chunk))
    return digest.hexdigest()


def damaged(folder: Path, path: str) -> CaseError:
    return CaseError("backup_damaged", path=str(folder), file=path)


def _told(folder: Path) -> dict[str, object]:
    try:
        told = json.loads((folder / BACKUP).read_bytes())
        version = int(told["version"])
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(folder, BACKUP) from error
    if version > VERSION:
        raise CaseError("backup_newer", path=str(folder))
    return dict(told)


def _listed(folder: Path, manifest: bytes, name: str) -> dict[str, str]:
    """The lines of a manifest; one that leads anywhere but into the bag is damage."""
    found = {}
    *lines, end = manifest.decode("utf-8", "replace").split("\n")
    for line in lines:
        known, _, path = line.partition("  ")
        if len(known) != 64 or PLAIN_NAME.fullmatch(path) is None:
            raise damaged(folder, name)
        found[path] = known
    if not found or end:
        raise damaged(folder, name)
    return found


def _size(folder: Path, path: str) -> int:
    try:
        return (folder / path).stat().st_size
    except OSError as error:
        raise damaged(folder, path) from error
