"""Protected cases by the command line: made, opened, shared, recovered; what is refused, and what the log keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Attest, Result

from provenance.protection import passphrase, visits
from provenance.protection.keys import is_protected
from provenance.store.folder import DATABASE

OWN, FIRST, NEXT = "correct horse battery", "a first one for you", "one of my own choice"
Call = Callable[..., Result]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "WORK", 10)
    for name in ("ATTEST_PASSPHRASE", "ATTEST_NEW_PASSPHRASE", "ATTEST_USER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def call(attest: Attest) -> Call:
    """Runs a command as a user with a passphrase, and maybe a new one."""

    def run(*words: object, user: str = "okafor", phrase: str | None = OWN, new: str | None = None) -> Result:
        given = {"ATTEST_PASSPHRASE": phrase, "ATTEST_NEW_PASSPHRASE": new, "ATTEST_USER": user or None}
        return attest(*words, env={name: value for name, value in given.items() if value is not None})

    return run


@pytest.fixture
def case(tmp_path: Path, call: Call) -> Path:
    assert call("new", tmp_path / "case", "--reference", "OP ALDER", "--protect").code == 0
    return tmp_path / "case"


def code_of(result: Result) -> tuple[int, str]:
    return result.code, json.loads(result.out)["error"]["code"]


def log(call: Call, case: Path) -> list[dict[str, object]]:
    from app.case import Case
    from provenance.protection.unlocking import unlock

    with Case.open(case, write=False, unlocked=unlock(case, "okafor", OWN)) as opened:
        return [{"action": e.action, "by": e.by, **e.detail} for e in opened.store.audit_entries()]


def test_a_case_is_made_taken_in_and_listed(case: Path, call: Call, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("The quokkafarthing stood at the gate.\n", encoding="utf-8")
    assert call("add", case, tmp_path / "s.txt").code == 0
    listed = call("sources", case, "--json")
    assert json.loads(listed.out)["sources"][0]["name"] == "s.txt"
    plain = [p for p in case.rglob("*") if p.is_file() and b"quokkafarthing" in p.read_bytes()]
    assert is_protected(case) and not plain and not (case / "index").exists()


def test_who_is_who(case: Path, call: Call, attest: Attest, tmp_path: Path) -> None:
    """`--user` and `--password-file` stand anywhere; the only user needs no naming."""
    (tmp_path / "p").write_text(f"{OWN}\n", encoding="utf-8")
    assert call("sources", case, user="").code == 0
    for words in (
        ("--user", "okafor", "sources", case, "--password-file", tmp_path / "p"),
        ("sources", f"--password-file={tmp_path / 'p'}", case, "--user=okafor"),
    ):
        assert attest(*words).code == 0, words
    assert code_of(attest("sources", case, "--json")) == (3, "passphrase_missing")
    assert code_of(call("sources", case, "--json", phrase="another one entirely")) == (3, "wrong_passphrase")
    assert code_of(call("sources", case, "--json", user="mallory")) == (2, "unknown_user")
    assert code_of(attest("sources", case, "--json", "--user")) == (2, "bad_value")


def test_a_file_of_passwords_of_locked_files_is_no_passphrase_where_that_was_given(
    case: Path, call: Call, attest: Attest, tmp_path: Path
) -> None:
    (tmp_path / "p").write_text("of some locked file\n", encoding="utf-8")
    (tmp_path / "s.txt").write_text("He ran.\n", encoding="utf-8")
    given = ("add", case, tmp_path / "s.txt", "--password-file", tmp_path / "p", "--json")
    assert call(*given).code == 0
    assert code_of(attest("--user", "okafor", *given)) == (3, "wrong_passphrase")
    (tmp_path / "p").write_text(f"{OWN}\nof some locked file\n", encoding="utf-8")
    assert attest("--user", "okafor", *given).code == 0


def test_a_weak_passphrase_makes_no_case(tmp_path: Path, call: Call) -> None:
    made = call("new", tmp_path / "weak", "--reference", "R", "--protect", "--json", phrase="short")
    assert code_of(made) == (2, "weak_passphrase") and not (tmp_path / "weak" / DATABASE).exists()


def test_wrong_passphrases_slow_down_and_stand_in_the_log(case: Path, call: Call) -> None:
    codes = [code_of(call("sources", case, "--json", phrase="another one entirely"))[1] for _ in range(4)]
    assert codes == ["wrong_passphrase"] * 3 + ["passphrase_wait"]
    assert code_of(call("sources", case, "--json"))[1] == "passphrase_wait"
    (case / visits.NAME).write_text(
        (case / visits.NAME).read_text("utf-8").replace('"at": "20', '"at": "19'), encoding="utf-8"
    )  # long ago
    assert call("users", case, "passphrase", new=NEXT).code == 0
    assert not (case / visits.NAME).exists()
    assert call("users", case, "passphrase", phrase=NEXT, new=OWN).code == 0
    told = log(call, case)
    assert [e["user"] for e in told if e["action"] == "opening_refused"] == ["okafor"] * 3
    assert len([e for e in told if e["action"] == "passphrase_changed"]) == 2


def test_access_is_given_used_and_withdrawn(case: Path, call: Call) -> None:
    assert call("users", case, "add", "lindqvist", "--role", "reviewer", new=FIRST).code == 0
    other = {"user": "lindqvist", "phrase": FIRST}
    assert code_of(call("verify", case, "--json", **other)) == (2, "passphrase_first")
    assert call("users", case, "passphrase", new=NEXT, **other).code == 0
    assert code_of(call("sources", case, "--json", **other)) == (3, "wrong_passphrase")
    other["phrase"] = NEXT
    assert call("verify", case, "--json", **other).code == 0
    refused = call("users", case, "add", "mallory", "--role", "administrator", "--json", new=FIRST, **other)
    assert code_of(refused) == (2, "not_allowed") and "okafor" in refused.out
    database = (case / DATABASE).read_bytes()
    assert call("users", case, "withdraw", "lindqvist", "--json").code == 0
    assert code_of(call("sources", case, "--json", **other)) == (2, "unknown_user")
    assert (case / DATABASE).read_bytes()[:16] != database[:16]  # another key, another salt
    told = log(call, case)
    for action in ("access_granted", "passphrase_changed", "act_refused", "access_withdrawn", "case_rekeyed"):
        assert action in [e["action"] for e in told], action
    assert {e["by"] for e in told if e["action"] == "case_opened"} == {"okafor", "lindqvist"}
    listed = json.loads(call("users", case, "--json").out)
    assert [u["name"] for u in listed["users"]] == ["okafor"] and listed["unsettled"] == []


def test_the_last_administrator_stays_one(case: Path, call: Call) -> None:
    for words in (("withdraw", "okafor"), ("roles", "okafor", "--role", "reviewer")):
        assert code_of(call("users", case, *words, "--json")) == (2, "last_administrator")
    assert code_of(call("users", case, "add", "x", "--role", "chief", "--json", new=FIRST)) == (2, "bad_value")
    assert code_of(call("users", case, "add", "x", "--json", new=FIRST)) == (2, "bad_value")


def test_two_halves_open_a_case_whose_users_are_gone(case: Path, call: Call, tmp_path: Path) -> None:
    halves = ("--half", tmp_path / "a", "--half", tmp_path / "b")
    assert code_of(call("users", case, "recovery", "--json")) == (2, "option_missing")
    assert call("users", case, "recovery", *halves).code == 0
    assert code_of(call("users", case, "recovery", *halves, "--json")) == (2, "file_exists")
    gone = {"user": "", "phrase": None, "new": FIRST}
    assert call("users", case, "recover", "lindqvist", *halves, **gone).code == 0
    assert call("verify", case, user="lindqvist", phrase=FIRST).code == 0
    assert [e["user"] for e in log(call, case) if e["action"] == "case_recovered"] == ["lindqvist"]
    (tmp_path / "b").write_text((tmp_path / "a").read_text("ascii"), encoding="ascii")
    assert code_of(call("users", case, "recover", "x", *halves, "--json", **gone)) == (2, "bad_recovery_half")
    assert call("users", case, "rekey").code == 0  # the recovery key goes on to open it


def test_a_plain_case_is_protected_later_and_only_administrators_reverse_it(tmp_path: Path, call: Call) -> None:
    case = tmp_path / "case"
    (tmp_path / "s.txt").write_text("The quokkafarthing stood at the gate.\n", encoding="utf-8")
    assert call("new", case, "--reference", "R").code == 0 and call("add", case, tmp_path / "s.txt").code == 0
    assert code_of(call("users", case, "--json")) == (2, "not_protected")
    assert call("protect", case, "--json").code == 0
    assert not [p for p in case.rglob("*") if p.is_file() and b"quokkafarthing" in p.read_bytes()]
    assert call("users", case, "add", "lindqvist", "--role", "investigator", new=FIRST).code == 0
    other = {"user": "lindqvist", "phrase": FIRST}
    assert code_of(call("protect", case, "--remove", "--json", **other)) == (2, "passphrase_first")
    assert call("users", case, "passphrase", new=NEXT, **other).code == 0
    assert code_of(call("protect", case, "--remove", "--json", **(other | {"phrase": NEXT}))) == (2, "not_allowed")
    assert call("verify", case).code == 0 and call("protect", case, "--remove").code == 0
    assert not is_protected(case) and call("verify", case, phrase=None).code == 0


def test_damaged_keys_are_said(case: Path, call: Call) -> None:
    (case / "case.keys").write_text("{}", encoding="utf-8")
    assert code_of(call("sources", case, "--json")) == (3, "keys_damaged")
    (case / "case.keys").unlink()
    assert code_of(call("sources", case, "--json"))[0] == 3


def test_what_is_not_a_case_is_told_as_such(tmp_path: Path, call: Call) -> None:
    for words in (("users", tmp_path), ("protect", tmp_path), ("protect", tmp_path, "--remove")):
        assert call(*words, "--json").code in (2, 3), words
