"""Protected cases for the tests, whose passphrases cost little work."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.protection import keyring, passphrase
from provenance.protection.keyring import Keyring
from provenance.protection.keys import CaseKey, new_key
from provenance.protection.users import First
from provenance.store.case_store import CaseStore

CASE = "0" * 32
PASSPHRASE = "correct horse battery"
ROLES = ("administrator", "investigator")


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that take no time to try."""
    monkeypatch.setattr(passphrase, "WORK", 10)


def ring_of(key: CaseKey, *names: str, case: str = CASE) -> Keyring:
    """Users who all have the same passphrase."""
    kept, passphrase.WORK = passphrase.WORK, 10
    try:
        return Keyring(case, tuple(keyring.new_user(case, name, PASSPHRASE, key) for name in names))
    finally:
        passphrase.WORK = kept


def first_of(name: str = "okafor", case: str = CASE) -> First:
    key = new_key()
    return First(key, ring_of(key, name, case=case), ROLES)


def create(folder: Path) -> tuple[CaseStore, First]:
    """A protected case of okafor, open for writing."""
    first = first_of()
    return CaseStore.create(folder, "OP ALDER", "the station", "okafor", first=first), first
