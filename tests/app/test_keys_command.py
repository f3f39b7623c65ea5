"""Keys on the command line: made once, closed to others, and what a bundle is signed with."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bundle_case import made_case
from command_line import Attest

from app import signing_keys
from provenance.errors import UsageError


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(signing_keys, "folder", lambda: tmp_path / "keys")
    monkeypatch.delenv("ATTEST_PASSPHRASE", raising=False)
    yield


def test_a_key_is_made_shown_and_listed(attest: Attest, tmp_path: Path) -> None:
    made = attest("keys", "new", "force", "--json")
    assert made.code == 0 and made.json["passphrase"] is False
    assert attest("keys", "show", "force", "--json").json == made.json
    assert attest("keys", "list", "--json").json == {"keys": [made.json]}
    told = attest("keys", "show", "force", "--out", tmp_path / "force.pub").out
    assert str(made.json["sha256"]) in told and str(made.json["public_key"]) in told
    assert str(made.json["public_key"]) in (tmp_path / "force.pub").read_text(encoding="utf-8")
    assert "PRIVATE" not in attest("keys", "list").out


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps others out by the folder's own rights")
def test_nobody_else_can_read_it(attest: Attest, tmp_path: Path) -> None:
    attest("keys", "new", "force")
    assert stat.S_IMODE((tmp_path / "keys" / "force.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_a_passphrase_closes_it(attest: Attest, tmp_path: Path) -> None:
    made = attest("keys", "new", "force", "--json", env={"ATTEST_PASSPHRASE": "über geheim"})
    assert made.json["passphrase"] is True
    assert b"ENCRYPTED" in (tmp_path / "keys" / "force.key").read_bytes()
    assert signing_keys.open_key("force", lambda _: "über geheim").public.name == "force"
    for wrong in ("", "ueber geheim"):
        with pytest.raises(UsageError, match="does not fit"):
            signing_keys.open_key("force", lambda _, wrong=wrong: wrong)


@pytest.mark.parametrize("name", ["", "a b", "../a", ".a", "a/b", "ä", "a" * 65])
def test_names_that_could_be_paths_are_refused(attest: Attest, name: str) -> None:
    assert attest("keys", "new", name).code == 2
    assert attest("keys", "show", name).code == 2


def test_a_key_is_never_written_over(attest: Attest, tmp_path: Path) -> None:
    attest("keys", "new", "force")
    before = (tmp_path / "keys" / "force.key").read_bytes()
    again = attest("keys", "new", "force")
    assert again.code == 2 and "already" in again.err
    assert (tmp_path / "keys" / "force.key").read_bytes() == before


def test_a_damaged_key_is_told(attest: Attest, tmp_path: Path) -> None:
    attest("keys", "new", "force")
    (tmp_path / "keys" / "force.key").write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n")
    with pytest.raises(UsageError, match="its file is damaged"):
        signing_keys.open_key("force", lambda _: "")


def test_keys_that_cannot_be_used_are_named_and_the_others_listed(attest: Attest, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    attest("keys", "new", "closed", env={"ATTEST_PASSPHRASE": "x"})
    whole = [attest("keys", "new", name, "--json").json for name in ("mine", "swapped", "torn", "half", "short", "odd")]
    attest("keys", "new", "cut", env={"ATTEST_PASSPHRASE": "x"})
    (keys / "half.pub").unlink()
    (keys / "short.pub").write_text("Ed25519: AAAA\n", encoding="utf-8")
    (keys / "torn.key").write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n")
    (keys / "cut.key").write_bytes((keys / "cut.key").read_bytes()[:90])
    (keys / "swapped.pub").write_bytes((keys / "mine.pub").read_bytes())
    (keys / "odd.key").unlink()
    (keys / "odd.key").mkdir()
    (keys / "my own.key").write_bytes((keys / "mine.key").read_bytes())
    told: dict[str, Any] = attest("keys", "list", "--json").json
    assert [one["name"] for one in told["keys"]] == ["closed", "mine"] and told["keys"][1] == whole[0]
    assert {one["name"]: one["why"] for one in told["damaged"]} == {
        "half": "half.pub, its public part, cannot be read",
        "short": "short.pub, its public part, is damaged",
        "torn": "its file is damaged",
        "cut": "its file is damaged",
        "swapped": "swapped.pub is the public part of another key",
        "odd": "odd.key cannot be read",
        "my own": "its name is none that Attest gives to a key",
    }
    said = attest("keys", "list").out
    assert "half · cannot be used: half.pub" in said and "from a copy" in said and str(whole[0]["sha256"]) in said
    with pytest.raises(UsageError, match="the public part of another key"):
        signing_keys.open_key("swapped", lambda _: "")
    with pytest.raises(UsageError, match="its file is damaged"):
        signing_keys.open_key("cut", lambda _: "x")


def test_nothing_is_left_unsigned_by_itself_for_a_damaged_key(attest: Attest, case: Path) -> None:
    attest("keys", "new", "half")
    (case.parent / "keys" / "half.pub").unlink()
    code, _, said = bundle(attest, case, "bag")
    assert code == 2 and "half could not be opened: half.pub" in said and not (case.parent / "bag").exists()
    made = attest("keys", "new", "mine", "--json").json
    code, _, said = bundle(attest, case, "bag")
    assert code == 2 and "mine; half, which cannot be used" in said, "the one that was meant may be the other"
    assert bundle(attest, case, "chosen", "--key", "mine")[1] == made["sha256"]


def test_a_key_that_could_not_be_made_whole_is_not_left_half(attest: Attest, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "force.pub").write_text("somebody's", encoding="utf-8")
    assert attest("keys", "new", "force").code == 2
    assert [p.name for p in (tmp_path / "keys").iterdir()] == ["force.pub"]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    with made_case(tmp_path / "case"):
        pass
    return tmp_path / "case"


def bundle(attest: Attest, case: Path, out: str, *more: str) -> tuple[int, object, str]:
    words = ("export", case, "--draft", "D1", "--format", "bundle", "--out", case.parent / out, *more, "--json")
    done = attest(*words)
    return done.code, done.json.get("signed_by"), done.err


def test_a_bundle_is_signed_with_the_key_that_there_is(attest: Attest, case: Path) -> None:
    _, signed, _ = bundle(attest, case, "unsigned")
    assert signed is None and not (case.parent / "unsigned.sig").exists()
    made = attest("keys", "new", "one", "--json").json
    assert bundle(attest, case, "signed")[1] == made["sha256"]
    assert (case.parent / "signed.sig").is_file() and (case.parent / "signed.pub").is_file()
    assert bundle(attest, case, "none", "--key", "none")[1] is None
    attest("keys", "new", "two")
    code, _, said = bundle(attest, case, "which")
    assert code == 2 and "one, two" in said and not (case.parent / "which").exists()
    assert bundle(attest, case, "chosen", "--key", "one")[1] == made["sha256"]
    code, _, said = bundle(attest, case, "other", "--key", "three")
    assert code == 2 and "no key called three" in said


def test_a_closed_key_without_a_person_is_told(attest: Attest, case: Path) -> None:
    attest("keys", "new", "closed", env={"ATTEST_PASSPHRASE": "x"})
    code, _, said = bundle(attest, case, "bag")
    assert code == 2 and "nobody to ask" in said and not (case.parent / "bag").exists()


def test_what_to_do_with_sources_is_asked_in_known_words(attest: Attest, case: Path) -> None:
    code, _, said = bundle(attest, case, "bag", "--sources", "all")
    assert code == 2 and "cited, excerpts, none" in said
