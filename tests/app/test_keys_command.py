"""Keys on the command line: made once, closed to others, and what a bundle is signed with."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

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
