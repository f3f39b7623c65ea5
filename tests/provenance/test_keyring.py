"""Ways to the key of a protected case: passphrases, users, the recovery key, and what happens to wrong ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protected_case import CASE, PASSPHRASE, ring_of

from provenance.errors import AttestError, CaseError, UsageError
from provenance.protection import keyring, passphrase, shares, visits
from provenance.protection.keys import new_key


@given(st.binary(max_size=300), st.text(min_size=1, max_size=40).filter(lambda t: "\0" not in t))
@settings(max_examples=20, deadline=None)
def test_age_itself_opens_what_a_passphrase_guards(secret: bytes, phrase: str) -> None:
    file = passphrase.guarded(secret, phrase, 10)
    assert passphrase.unguarded(file, phrase) == secret
    assert passphrase.unguarded(file, phrase + "x") is None


def test_a_passphrase_is_one_however_its_letters_are_spelt() -> None:
    assert passphrase.unguarded(passphrase.guarded(b"s", "café au lait", 10), "cafe\u0301 au lait") == b"s"


def test_a_guess_costs_what_was_chosen() -> None:
    assert b" 18\n" in passphrase.guarded(b"s", PASSPHRASE).split(b"---")[0] and passphrase.WORK == 18


@pytest.mark.parametrize(
    "weak", ["", "short", "elevenchars", "aaaaaaaaaaaaaaaa", "abababababababab", "with\ttab inside"]
)
def test_a_weak_passphrase_is_refused(weak: str) -> None:
    with pytest.raises(UsageError, match="weak_passphrase"):
        passphrase.require_good(weak)


def test_a_keyring_comes_back_from_the_disk_and_opens(tmp_path: Path) -> None:
    key = new_key()
    ring = ring_of(key, "okafor", "lindqvist")
    keyring.write(tmp_path, ring)
    again = keyring.read(tmp_path)
    assert again == ring and again.user("okafor").name == "okafor"
    assert keyring.unlocked(CASE, again.user("okafor"), PASSPHRASE) == key
    assert keyring.unlocked(CASE, again.user("okafor"), "another passphrase") is None
    written = (tmp_path / keyring.KEYS).read_bytes()
    assert key.raw.hex().encode() not in written and b"AGE-SECRET" not in written and key.raw not in written
    assert key.raw.hex() not in repr(ring) + repr(key)


def test_an_entry_of_another_user_or_case_is_no_way_in(tmp_path: Path) -> None:
    ring = ring_of(new_key(), "okafor", "lindqvist")
    swapped = keyring.UserKey(
        "lindqvist", ring.users[0].recipient, ring.users[0].identity, ring.users[0].wrapped, False
    )
    with pytest.raises(CaseError, match="keys_damaged"):
        keyring.unlocked(CASE, swapped, PASSPHRASE)
    with pytest.raises(CaseError, match="keys_damaged"):
        keyring.unlocked("another case", ring.users[0], PASSPHRASE)


def test_the_same_people_get_another_key() -> None:
    one, other = new_key(), new_key()
    ring = ring_of(one, "okafor").rewrapped(other)
    assert keyring.unlocked(CASE, ring.users[0], PASSPHRASE) == other


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": "attest case keys 1"}',
        b"\xff\xfe",
        pytest.param(b"[" * 100_000, id="nested"),
        b'{"format": 7}',
    ],
)
def test_a_damaged_keyring_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / keyring.KEYS).write_bytes(data)
    with pytest.raises(CaseError, match="keys_damaged"):
        keyring.read(tmp_path)


@pytest.mark.parametrize("name", ["", " ", "a" * 65, "two\nlines", " okafor"])
def test_a_name_has_to_be_one(name: str) -> None:
    with pytest.raises(UsageError, match="bad_value"):
        keyring.new_user(CASE, name, PASSPHRASE, new_key())


def test_two_halves_make_the_recovery_key_and_neither_alone() -> None:
    identity, one, other = shares.new_halves()
    for pair in ((one, other), (other, one), (f"  {one.lower()}\n", other.replace("-", " "))):
        assert str(shares.joined(*pair)) == str(identity)
    assert str(identity) not in one + other


def test_a_half_that_is_none_is_said() -> None:
    (_, one, other), (_, third, fourth) = shares.new_halves(), shares.new_halves()
    mistyped = ("B" if one[0] != "B" else "C") + one[1:]
    for pair in ((one, one), (one, fourth), (third, other), (mistyped, other), ("", other), (one, "1111")):
        with pytest.raises(UsageError, match="bad_recovery_half"):
            shares.joined(*pair)


def test_wrong_passphrases_slow_down_and_a_right_one_ends_that(tmp_path: Path) -> None:
    at = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    line = "2026-03-01T12:00:00Z"
    wrong, right = (visits.Visit(what, line, "okafor", "a") for what in (visits.REFUSED, visits.OPENED))
    waits = [visits.seconds_to_wait([wrong] * n, "okafor", at) for n in range(14)]
    assert waits == [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert visits.seconds_to_wait([wrong] * 5 + [right, wrong], "okafor", at) == 0
    assert visits.seconds_to_wait([wrong] * 5, "lindqvist", at) == 0
    assert visits.seconds_to_wait([wrong] * 4, "okafor", datetime(2026, 3, 1, 12, 1, tzinfo=UTC)) == 0
    assert (
        visits.seconds_to_wait([wrong] * 4, "okafor", datetime(2026, 3, 1, 11, 0, tzinfo=UTC)) == 4
    )  # a clock put back


def test_visits_are_kept_until_they_stand_in_the_log(tmp_path: Path) -> None:
    for what in (visits.REFUSED, visits.OPENED):
        visits.note(tmp_path, what, "okafor")
    (tmp_path / visits.NAME).open("a").write("no line of ours\n{}\n" + "[" * 100_000 + "\n")
    assert [v.what for v in visits.waiting(tmp_path)] == [visits.REFUSED, visits.OPENED]
    visits.clear(tmp_path)
    assert visits.waiting(tmp_path) == []


def test_an_error_tells_no_secret() -> None:
    key = new_key()
    ring = ring_of(key, "okafor")
    with pytest.raises(AttestError) as caught:
        keyring.opened(CASE, "x", ring.users[0].wrapped, pyrage.x25519.Identity.generate())
    assert key.raw.hex() not in str(caught.value)
