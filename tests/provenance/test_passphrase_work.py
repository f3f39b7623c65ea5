"""A guarded secret is opened without stopping other threads, and by age's own library all the same."""

from __future__ import annotations

import pyrage
import pytest

from provenance.protection import passphrase

PHRASE = "correct horse battery"


def refuse(*_: object) -> bytes:
    raise AssertionError("the library that stops all threads was asked")


def test_its_own_files_are_opened_without_the_library_that_stops_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    file = passphrase.guarded(b"a secret", PHRASE, 10)
    assert pyrage.passphrase.decrypt(file, PHRASE) == b"a secret"
    monkeypatch.setattr(passphrase.pyrage.passphrase, "decrypt", refuse)
    assert passphrase.unguarded(file, PHRASE) == b"a secret"
    assert passphrase.unguarded(file, PHRASE + "s") is None
    assert passphrase.unguarded(file, "\ud800") is None


def test_no_changed_byte_is_taken_for_the_secret() -> None:
    file = passphrase.guarded(b"a secret", PHRASE, 4)
    for at in range(len(file)):
        changed = file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]
        assert passphrase.unguarded(changed, PHRASE) is None, at


def test_a_file_of_another_program_is_opened_still(monkeypatch: pytest.MonkeyPatch) -> None:
    file = passphrase.guarded(b"a secret", PHRASE, 10)
    monkeypatch.setattr(passphrase, "_MOST_WORK", 9)
    assert passphrase.unguarded(file, PHRASE) == b"a secret"
