"""Protects a plain case, takes protection away, and changes the keys of a protected case; each can be cut short.

The database says what a case is. It gets its new form by one rename, when all files are there in theirs; the old ones
go afterwards. A case of which files of the other form are left is `tidied` when it is next opened for writing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

from provenance import audit, lock
from provenance.disk_form import Form, Plain
from provenance.errors import CaseError, TaskError, UsageError
from provenance.ports import Progress
from provenance.protection import keyring
from provenance.protection.keys import KEYS, CaseKey, is_protected, new_key
from provenance.protection.rewriting import NEW, put_in_place, written_beside
from provenance.protection.sealed import ENDING
from provenance.protection.unlocking import Unlocked, settle
from provenance.protection.users import RECOVERY_MADE, UNPROTECTED, First
from provenance.store import before, users
from provenance.store.case_store import CaseStore
from provenance.store.folder import DATABASE
from provenance.store.opener import Connection, connect
from provenance.vault import CHUNK, PENDING, disk_errors, sync_folder

_FOLDERS = ("originals", "derived")
_PROTECTING, _OPENING, _CHANGING = "Encrypting the case", "Decrypting the case", "Encrypting with a new key"


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the case: "originals" or "derived", its name in the record, where it lies now, and its size there."""

    kind: str
    name: str
    path: Path
    size: int


def protect(folder: Path, first: First, progress: Progress) -> None:
    """Make a plain case a protected one of its `first` user, whose ring has to be of this case.

    Raises UsageError("already_protected"), CaseError(case_locked | disk_full | …), TaskError("cancelled"); the case is
    plain as before then.
    """
    if is_protected(folder):
        raise UsageError("already_protected")
    with _locked(folder) as held:
        with _store(folder, held, None) as store:  # brought up to date, its log folded in
            _require_room(folder, files := list(_plain_files(folder)))
            del store
        made: list[Path] = []
        try:
            made.append(written_beside(folder, None, first.key, lambda db: users.first_rows(db, first)))
            sealed = _form_in(made[0], first.key)
            _copied(files, Plain(), sealed, progress, _PROTECTING, lambda f: _place(folder, sealed, f), made)
            keyring.write(folder, first.ring)
        except BaseException:
            _drop(made)
            raise
        put_in_place(folder)
        _drop_plain(folder)
        before.forget(folder)  # what a migration kept is plain


def unprotect(folder: Path, unlocked: Unlocked, progress: Progress) -> None:
    """Make a protected case a plain one; that who asks may do so was found before. Raises as `protect`."""
    with _locked(folder) as held:
        with _store(folder, held, unlocked.key) as store:
            settle(folder, unlocked)
            sealed, files = store.vault.form, _sealed_files(store)
            _require_room(folder, files)
        made: list[Path] = []
        try:
            made.append(written_beside(folder, unlocked.key, None, lambda db: _opened_up(db, unlocked.user)))
            _copied(files, sealed, Plain(), progress, _OPENING, lambda f: folder / f.kind / f.name, made)
        except BaseException:
            _drop(made)
            raise
        put_in_place(folder)
        _drop([*folder.glob(f"*/*{ENDING}"), folder / KEYS])
        before.forget(folder)


def change_keys(folder: Path, unlocked: Unlocked, progress: Progress) -> CaseKey:
    """Encrypt all files and the database with new keys, for those who have access now; gives the new key.

    The database comes first: it holds what the files are encrypted with. Cut short, the case opens with the key that it
    has then, and this goes on from there. Raises CaseError(case_locked
    | keys_changed | disk_full | …), TaskError("cancelled"), AnchorError("original_damaged").
    """
    with _locked(folder) as held:
        with _store(folder, held, unlocked.key) as store:
            settle(folder, unlocked)
            if len(store.form().identities) < 2:  # else a withdrawal, or a change that was cut short, made one
                store.add_evidence_key()
            ring, key = _vouched(keyring.read(folder), store), new_key()
        following = ring.rewrapped(key)
        keyring.write(folder, keyring.Keyring(ring.case, ring.users, ring.recovery, following))
        written_beside(folder, unlocked.key, key)
        put_in_place(folder)
        keyring.write(folder, following)
        with _store(folder, held, key) as store:
            files = [_File("", p.name, p, p.stat().st_size) for p in sorted(folder.glob(f"*/*{ENDING}"))]
            form = store.vault.form
            _copied(files, form, form, progress, _CHANGING, lambda f: f.path, [])
            store.forget_older_evidence_keys(unlocked.user, {"files": len(files)})
        before.forget(folder)  # what a migration kept opens with the key from before
        return key


def tidied(store: CaseStore) -> None:
    """Take away what is left of a change of form that was cut short: in a protected case plain files of which the
    encrypted ones are there, in a plain case encrypted ones where all originals are there; and databases beside."""
    folder, form = store.info.folder, store.vault.form
    _drop([folder / NEW])
    if store.key is not None:
        _drop_plain(folder, lambda file: _place(folder, form, file).exists())
    elif left := list(folder.glob(f"*/*{ENDING}")):
        names = store.file_names()
        if all((folder / kind / name).exists() for kind, name in names if kind == "originals"):
            _drop([*left, folder / KEYS])


def _vouched(ring: keyring.Keyring, store: CaseStore) -> keyring.Keyring:
    """The ways to the key of who has access, each as the record vouches for it: who can write the folder can write
    another recipient into the keyring, and must not be given the next key. Raises CaseError("keys_changed")."""
    known = {user.name: user.recipient for user in store.users()}
    kept = tuple(user for user in ring.users if user.name in known)
    made = [e.detail.get("recipient") for e in store.audit_entries() if e.action == RECOVERY_MADE]
    strange = [user.name for user in kept if user.recipient != known[user.name]]
    strange += ["the recovery key"] if ring.recovery and ring.recovery.recipient not in made[-1:] else []
    if strange:
        raise CaseError("keys_changed", whose=" and ".join(strange))
    return keyring.Keyring(ring.case, kept, ring.recovery)


def _copied(
    files: Iterable[_File],
    of: Form,
    to: Form,
    progress: Progress,
    what: str,
    place: Callable[[_File], Path],
    made: list[Path],
) -> None:
    """Write every file in another form to its place, and tell of it in `made`; raises TaskError("cancelled"),
    CaseError, AnchorError."""
    files = list(files)
    done, total = 0, sum(file.size for file in files)
    for file in files:
        _copy(file.path, of, place(file), to)
        made.append(place(file))
        done += file.size
        if not progress(what, done, total):
            raise TaskError("cancelled")


def _copy(path: Path, of: Form, place: Path, to: Form) -> None:
    pending = place.with_name(f"{PENDING}{uuid4().hex}")
    try:
        with disk_errors():
            place.parent.mkdir(parents=True, exist_ok=True)
            with of.reading(path) as stream, to.writing(pending) as out:
                shutil.copyfileobj(stream, out, CHUNK)
                to.finish(out)
            pending.chmod(path.stat().st_mode)
            pending.replace(place)
            sync_folder(place.parent)
    finally:
        with suppress(OSError):
            pending.unlink(missing_ok=True)


def _plain_files(folder: Path) -> Iterator[_File]:
    """The files of a plain case, each with its name in the record: "frames/S3.f2.jpg"."""
    for kind in _FOLDERS:
        for path in sorted((folder / kind).rglob("*")):
            if path.is_file() and path.suffix != ENDING and not path.name.startswith(PENDING):
                yield _File(kind, path.relative_to(folder / kind).as_posix(), path, path.stat().st_size)


def _sealed_files(store: CaseStore) -> list[_File]:
    """The files of a protected case that the record names; what it does not name can be made again."""
    folder, form = store.info.folder, store.vault.form
    places = [(kind, name, form.place(folder / kind, name)) for kind, name in store.file_names()]
    return [_File(kind, name, path, path.stat().st_size) for kind, name, path in places if path.exists()]


def _place(folder: Path, form: Form, file: _File) -> Path:
    return form.place(folder / file.kind, file.name)


def _drop_plain(folder: Path, which: Callable[[_File], bool] = lambda _: True) -> None:
    """Overwrite and remove plain files, and the index, whose vectors tell of the words that they were made from.

    On an SSD, and in copies of the system's own, what was overwritten may stay: see docs/security.md.
    """
    for file in [f for f in _plain_files(folder) if which(f)]:
        with suppress(OSError):
            file.path.chmod(0o600)
            with file.path.open("rb+") as out:
                for _ in range(0, file.size, CHUNK):
                    out.write(bytes(CHUNK))
                out.flush()
                os.fsync(out.fileno())
        with disk_errors():
            file.path.unlink(missing_ok=True)
    shutil.rmtree(folder / "index", ignore_errors=True)
    shutil.rmtree(folder / "derived" / "frames", ignore_errors=True)


def _drop(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _require_room(folder: Path, files: Iterable[_File]) -> None:
    """Raises CaseError("disk_full") where the case in its other form does not fit beside it."""
    needed = sum(file.size for file in files) + (folder / DATABASE).stat().st_size
    if shutil.disk_usage(folder).free < needed * 1.05:
        raise CaseError("disk_full", detail=f"{needed / 1e9:.1f} GB are needed beside the case")


def _form_in(database: Path, key: CaseKey) -> Form:
    """What the files of the case will be encrypted with, out of its new database."""
    db = connect(database, write=False, key=key)
    try:
        return users.form(lambda sql, parameters: db.execute(sql, parameters).fetchall())
    finally:
        db.close()


def _opened_up(db: Connection, by: str) -> None:
    db.execute("DELETE FROM evidence_key")
    audit.append(db, by, UNPROTECTED, {})


@contextmanager
def _locked(folder: Path) -> Iterator[FileLock]:
    held = lock.take(folder)
    try:
        yield held
    finally:
        held.release()


@contextmanager
def _store(folder: Path, held: FileLock, key: CaseKey | None) -> Iterator[CaseStore]:
    """The store for a while, under a lock that is held longer."""
    held.acquire()
    with CaseStore(folder, held, key) as store:
        yield store
