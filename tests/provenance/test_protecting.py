"""Protected cases on the disk: nothing in plain, the way there and back, a change of keys, and each cut short."""

from __future__ import annotations

import io
import itertools
import json
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from protected_case import PASSPHRASE, create, first_of, quick, ring_of
from sqlcipher3 import dbapi2
from store_case import BY, PlainReopener, source

from provenance.errors import AnchorError, CaseError, TaskError, UsageError
from provenance.protection import converting, keyring, rewriting
from provenance.protection.keys import KEYS, is_protected
from provenance.protection.sealed import ENDING
from provenance.protection.unlocking import Unlocked, recover, unlock
from provenance.protection.users import First
from provenance.store.case_store import CaseStore
from provenance.verify import verify

WORDS = b"The quokkafarthing stood at the gate.\n"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)


def go_on(what: str, done: float, total: float) -> bool:
    return True


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def holds(folder: Path, word: bytes) -> list[str]:
    return [name for name, data in files(folder).items() if word in data]


def filled(store: CaseStore) -> str:
    """Take one original and a picture in; gives the source's id."""
    sha256, size = store.vault.put(io.BytesIO(WORDS))
    added = store.add_source(source("statement.txt", sha256, size), None, (), None, BY)
    store.vault.derived_write("frames/S1.f1.jpg", b"\xff\xd8quokkafarthing")
    return added.id


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    with CaseStore.create(tmp_path / "case", "OP ALDER", "quokkafarthing", BY) as store:
        filled(store)
    return tmp_path / "case"


@pytest.fixture
def protected(tmp_path: Path) -> tuple[Path, Unlocked]:
    store, first = create(tmp_path / "case")
    with store:
        filled(store)
    return tmp_path / "case", Unlocked("okafor", first.key)


def first_for(folder: Path) -> First:
    with CaseStore.open(folder) as store:
        return first_of(case=store.info.id)


def whole(folder: Path, unlocked: Unlocked | None) -> None:
    """All that was taken in is there, and the record holds."""
    with CaseStore.open(folder, key=unlocked.key if unlocked else None) as store:
        (only,) = store.sources()
        with store.vault.open(only) as stream:
            assert stream.read() == WORDS
        report = verify(store, PlainReopener(), None, go_on)
        assert store.check_audit().ok and not report.failed, report.failed


def test_nothing_of_a_protected_case_lies_there_in_plain(protected: tuple[Path, Unlocked]) -> None:
    folder, unlocked = protected
    assert is_protected(folder) and not holds(folder, b"quokkafarthing") and not holds(folder, b"OP ALDER")
    assert not holds(folder, b"SQLite format") and not holds(folder, unlocked.key.raw)
    with CaseStore.open(folder, key=unlocked.key) as store:
        sha256 = store.sources()[0].sha256
        assert not holds(folder, b"quokkafarthing")  # in the write-ahead log neither
    assert not any(sha256 in name for name in files(folder))
    whole(folder, unlocked)


def test_a_protected_case_opens_with_its_key_alone(protected: tuple[Path, Unlocked]) -> None:
    folder, _ = protected
    with pytest.raises(CaseError, match="case_protected"):
        CaseStore.open(folder)
    with pytest.raises(CaseError, match="case_damaged"):
        CaseStore.open(folder, key=first_of().key)
    assert unlock(folder, "okafor", PASSPHRASE).key == protected[1].key


def test_there_and_back(plain: Path) -> None:
    first = first_for(plain)
    converting.protect(plain, first, go_on)
    unlocked = unlock(plain, "okafor", PASSPHRASE)
    assert not holds(plain, b"quokkafarthing") and unlocked.key == first.key
    whole(plain, unlocked)
    with CaseStore.open(plain, key=first.key) as store:
        assert store.vault.derived_read("frames/S1.f1.jpg") == b"\xff\xd8quokkafarthing"
        assert [(u.name, u.roles) for u in store.users()] == [("okafor", ("administrator", "investigator"))]
    with pytest.raises(UsageError, match="already_protected"):
        converting.protect(plain, first, go_on)
    converting.unprotect(plain, unlocked, go_on)
    assert not is_protected(plain) and not (plain / KEYS).exists() and not list(plain.glob(f"*/*{ENDING}"))
    whole(plain, None)


def test_new_keys_end_the_old_ones(protected: tuple[Path, Unlocked]) -> None:
    folder, unlocked = protected
    before = files(folder)
    with CaseStore.open(folder, key=unlocked.key) as store:
        old = store.form().identities
    key = converting.change_keys(folder, unlocked, go_on)
    assert key != unlocked.key and unlock(folder, "okafor", PASSPHRASE).key == key
    with pytest.raises(CaseError, match="case_damaged"):
        CaseStore.open(folder, key=unlocked.key)
    whole(folder, Unlocked("okafor", key))
    with CaseStore.open(folder, key=key) as store:
        form = store.form()
        assert len(form.identities) == 1 and str(form.identities[0]) != str(old[0])
    after = files(folder)
    for name in (n for n in before if n.endswith(ENDING)):
        assert after[name] != before[name]
        with pytest.raises(AnchorError), (folder / name).open("rb") as sealed:
            from provenance.protection.segments import opened

            opened(sealed, old)


def test_who_has_no_access_any_more_gets_no_new_key(protected: tuple[Path, Unlocked]) -> None:
    folder, unlocked = protected
    ring = keyring.read(folder)
    two = ring_of(unlocked.key, "lindqvist", case=ring.case).users[0]
    keyring.write(folder, ring.with_user(two))  # given a way, and no access in the record
    converting.change_keys(folder, unlocked, go_on)
    with pytest.raises(UsageError, match="unknown_user"):
        unlock(folder, "lindqvist", PASSPHRASE)


@pytest.mark.parametrize("whose", ["okafor", "the recovery key"])
def test_a_recipient_that_somebody_put_into_the_keyring_gets_no_key(
    protected: tuple[Path, Unlocked], whose: str
) -> None:
    folder, unlocked = protected
    ring, stranger = keyring.read(folder), pyrage.x25519.Identity.generate()
    theirs = str(stranger.to_public())
    if whose == "okafor":
        ring = ring.with_user(replace(ring.users[0], recipient=theirs))
    else:
        ring = replace(ring, recovery=keyring.Recovery(theirs, b""))
    keyring.write(folder, ring)
    before = (folder / "case.db").read_bytes()
    with pytest.raises(CaseError, match="keys_changed") as caught:
        converting.change_keys(folder, unlocked, go_on)
    assert caught.value.facts["whose"] == whose and (folder / "case.db").read_bytes()[:16] == before[:16]


class Cut(BaseException):
    """The process is gone."""


def cuts(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> Iterator[int]:
    """Run the work again and again, cut short one step later each time, until it comes to its end.

    What a dying process would not do is not done either: nothing is cleared up behind it.
    """
    steps = [
        (converting, "written_beside"), (converting, "put_in_place"), (converting, "_copy"), (converting, "_drop"),
        (converting, "_drop_plain"), (keyring, "write"), (rewriting, "_export"),
    ]  # fmt: skip
    for at in itertools.count():
        if _cut(monkeypatch, steps, work, at):
            return
        yield at


def _cut(
    monkeypatch: pytest.MonkeyPatch, steps: Sequence[tuple[object, str]], work: Callable[[], object], at: int
) -> bool:
    """Run the work up to the step `at`; gives whether it came to its end before."""
    done = itertools.count()

    def stepping(real: Callable[..., object]) -> Callable[..., object]:
        def step(*given: object, **named: object) -> object:
            if next(done) >= at:
                raise Cut
            return real(*given, **named)

        return step

    with monkeypatch.context() as patched:
        for module, name in steps:
            patched.setattr(module, name, stepping(getattr(module, name)))
        try:
            work()
        except Cut:
            return False
    return True


def test_protecting_that_is_cut_short_loses_nothing(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = first_for(plain)
    for _ in cuts(monkeypatch, lambda: converting.protect(plain, first, go_on)):
        now = Unlocked("okafor", first.key) if is_protected(plain) else None
        whole(plain, now)
        with CaseStore.open(plain, key=now.key if now else None) as store:
            converting.tidied(store)
        if now:
            assert not holds(plain, b"quokkafarthing")
            converting.unprotect(plain, now, go_on)
        assert not list(plain.glob(f"*/*{ENDING}"))
    assert is_protected(plain) and not holds(plain, b"quokkafarthing")


def test_unprotecting_that_is_cut_short_loses_nothing(
    protected: tuple[Path, Unlocked], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, unlocked = protected
    for _ in cuts(monkeypatch, lambda: converting.unprotect(folder, unlocked, go_on)):
        now = unlocked if is_protected(folder) else None
        whole(folder, now)
        with CaseStore.open(folder, key=now.key if now else None) as store:
            converting.tidied(store)
        if now is None:
            assert not list(folder.glob(f"*/*{ENDING}")) and not (folder / KEYS).exists()
            return
        assert not holds(folder, b"quokkafarthing")


def test_a_change_of_keys_that_is_cut_short_goes_on(
    protected: tuple[Path, Unlocked], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = protected
    for _ in cuts(monkeypatch, lambda: converting.change_keys(folder, unlock(folder, "okafor", PASSPHRASE), go_on)):
        whole(folder, unlock(folder, "okafor", PASSPHRASE))
    with CaseStore.open(folder, key=unlock(folder, "okafor", PASSPHRASE).key) as store:
        assert len(store.form().identities) == 1
    assert keyring.read(folder).following is None


@pytest.mark.parametrize("what", ["protect", "unprotect"])
def test_a_cancelled_change_of_form_leaves_the_case_as_it_was(plain: Path, what: str) -> None:
    first = first_for(plain)
    unlocked = Unlocked("okafor", first.key)
    if what == "unprotect":
        converting.protect(plain, first, go_on)
    before = {n: d for n, d in files(plain).items() if n.startswith(("originals", "derived"))}
    with pytest.raises(TaskError, match="cancelled"):
        if what == "protect":
            converting.protect(plain, first, lambda *_: False)
        else:
            converting.unprotect(plain, unlocked, lambda *_: False)
    assert {n: d for n, d in files(plain).items() if n.startswith(("originals", "derived"))} == before
    whole(plain, unlocked if what == "unprotect" else None)


def test_a_full_disk_is_said_before_anything_is_written(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    first, before = first_for(plain), files(plain)
    usage = shutil.disk_usage(plain)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=10))
    with pytest.raises(CaseError, match="disk_full"):
        converting.protect(plain, first, go_on)
    assert files(plain) == before


def test_a_new_case_never_takes_the_keys_of_one_whose_database_is_gone(protected: tuple[Path, Unlocked]) -> None:
    folder, _ = protected
    (folder / "case.db").unlink()
    before = files(folder)
    with pytest.raises(CaseError, match="folder_not_empty"):
        CaseStore.create(folder, "R", "t", BY)
    assert {n: d for n, d in files(folder).items() if n != "case.lock"} == {
        n: d for n, d in before.items() if n != "case.lock"
    }


def test_the_log_and_who_has_access_have_to_agree(protected: tuple[Path, Unlocked]) -> None:
    folder, unlocked = protected
    with CaseStore.open(folder, key=unlocked.key) as store:
        row = ("mallory", '["administrator"]', "age1x", "2026-01-01T00:00:00Z", "okafor")
        sql = "INSERT INTO case_user (name, roles, recipient, at, by) VALUES (?, ?, ?, ?, ?)"
        store._db.write(lambda db: db.execute(sql, row) and None)
        failed = verify(store, PlainReopener(), None, go_on).failed
    assert [f.code for f in failed] == ["record_changed"] and "mallory" in failed[0].detail


def test_halves_of_another_key_open_nothing(protected: tuple[Path, Unlocked]) -> None:
    from provenance.protection.shares import new_halves

    _, one, other = new_halves()
    with pytest.raises(CaseError, match="no_recovery_key"):
        recover(protected[0], one, other)


def test_a_case_can_be_opened_without_attest(protected: tuple[Path, Unlocked]) -> None:
    """As docs/protected-cases.md says, by age and SQLCipher alone."""
    folder, _ = protected
    (user,) = json.loads((folder / KEYS).read_text("utf-8"))["users"]
    identity = pyrage.passphrase.decrypt(b64decode(user["identity"]), PASSPHRASE).decode()
    key = json.loads(pyrage.decrypt(b64decode(user["key"]), [pyrage.x25519.Identity.from_str(identity)]))
    db = dbapi2.connect(str(folder / "case.db"))
    db.execute(f"PRAGMA key = \"x'{key['database']}'\"")
    (found,) = db.execute("SELECT identity FROM evidence_key").fetchall()
    db.close()
    (sealed,) = (folder / "originals").iterdir()
    data, plain = sealed.read_bytes().removeprefix(b"attest.segments/1\n"), b""
    while data:
        length = int.from_bytes(data[:8], "big")
        plain += pyrage.decrypt(data[8 : 8 + length], [pyrage.x25519.Identity.from_str(found[0])])[25:]
        data = data[8 + length :]
    assert plain == WORDS
