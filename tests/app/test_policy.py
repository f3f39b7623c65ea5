"""The force's policy: signed, pinned to its key, and refused in words wherever it cannot be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundle_case import key
from command_line import Attest

from app import messages, policy, signing_keys
from provenance.bundle.sealing import SigningKey
from provenance.errors import AttestError, UsageError
from provenance.policy import BUILT_IN, Policy

STRICT = 'name = "Strict, 2026"\nunreviewed_export = false\nsecond_reviewer = true\n'


_system_folder = policy.system_folder


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_keys, "folder", lambda: tmp_path / "keys")
    monkeypatch.setattr(policy, "system_folder", lambda: tmp_path / "system")
    monkeypatch.setattr(policy, "user_folder", lambda: tmp_path / "user")
    for name in (policy.VARIABLE, "ATTEST_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)


def signed(folder: Path, signer: SigningKey, text: str = STRICT, name: str = "force.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    policy.sign(path, signer)
    return path


def test_without_a_policy_the_built_in_one_holds() -> None:
    assert policy.current() == BUILT_IN


def test_an_installed_policy_holds(tmp_path: Path) -> None:
    signer = key("force")
    policy.install(signed(tmp_path, signer), signer.public)
    assert policy.current() == Policy("Strict, 2026", signer.public.fingerprint, False, True, False)


def test_the_systems_policy_comes_before_all_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signer = key("force")
    policy.install(signed(tmp_path, signer, 'name = "System"'), signer.public, system=True)
    policy.install(signed(tmp_path, signer, 'name = "Mine"'), signer.public)
    monkeypatch.setenv(policy.VARIABLE, str(signed(tmp_path, signer, 'name = "Named"', "named.toml")))
    assert policy.current().name == "System"
    policy.remove(system=True)
    assert policy.current().name == "Named"
    monkeypatch.delenv(policy.VARIABLE)
    assert policy.current().name == "Mine"
    policy.remove()
    assert policy.current() == BUILT_IN


def test_no_variable_of_the_users_moves_the_systems_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ubuntu's desktop sets XDG_CONFIG_DIRS and sudo drops it: installed in one folder, looked for in another."""
    monkeypatch.delenv("XDG_CONFIG_DIRS", raising=False)
    usual = _system_folder()
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{tmp_path / 'desktop'}:/etc/xdg")
    assert _system_folder() == usual


@pytest.mark.parametrize("file", ["policy.toml", "policy.toml.sig", "policy.key"])
def test_every_changed_byte_is_refused(tmp_path: Path, file: str) -> None:
    signer = key("force")
    policy.install(signed(tmp_path, signer), signer.public)
    path = tmp_path / "user" / file
    whole = path.read_bytes()
    secured = {"policy.toml": 0, "policy.toml.sig": whole.find(b"Key-SHA"), "policy.key": whole.find(b"Ed25519")}[file]
    for at in range(secured, len(whole)):
        if whole[at] == 10 and file != "policy.toml":
            continue  # another line end says the same
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            policy.current()
        except UsageError as error:
            assert error.code in ("policy_bad_signature", "policy_unreadable")
        else:
            pytest.fail(f"byte {at} of {file} does not count")
    path.write_bytes(whole)
    assert policy.current().name == "Strict, 2026"


@pytest.mark.parametrize("file", ["policy.toml", "policy.toml.sig", "policy.key"])
def test_a_policy_that_is_not_whole_is_not_passed_over(tmp_path: Path, file: str) -> None:
    signer = key("force")
    policy.install(signed(tmp_path, signer), signer.public)
    (tmp_path / "user" / file).unlink()
    with pytest.raises(UsageError, match="policy_missing") as raised:
        policy.current()
    assert "not whole" in messages.of(raised.value)


def test_a_named_policy_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(policy.VARIABLE, str(tmp_path / "nowhere.toml"))
    with pytest.raises(UsageError, match="policy_missing"):
        policy.current()


def test_a_named_policy_needs_a_pinned_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(policy.VARIABLE, str(signed(tmp_path, key("force"))))
    with pytest.raises(UsageError, match="policy_missing"):
        policy.current()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "policy_setting"),
        ("name = 3", "policy_setting"),
        ('name = " "', "policy_setting"),
        ('name = "x"\nunreviewed = false', "policy_setting"),
        ('name = "x"\nsecond_reviewer = "yes"', "policy_setting"),
        ('name = "x"\nsecond_reviewer = 1', "policy_setting"),
        ('name = "x"\nsigned_by = "me"', "policy_setting"),
        ('name = "x"\n[export]\nunreviewed = false', "policy_setting"),
        ("name = ", "policy_unreadable"),
        ('name = "x"\nname = "y"', "policy_unreadable"),
    ],
)
def test_what_this_version_does_not_know_is_refused(tmp_path: Path, text: str, code: str) -> None:
    signer = key("force")
    (tmp_path / "force.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=code):
        policy.sign(tmp_path / "force.toml", signer)
    place = policy.at(tmp_path / "user")  # signed all the same, by other means
    place.file.parent.mkdir()
    place.file.write_text(text, encoding="utf-8")
    place.signature.write_text(signer.sign(text.encode(), "policy"), encoding="utf-8")
    place.key.write_text(signer.public.text(), encoding="utf-8")
    with pytest.raises(UsageError, match=code):
        policy.current()


def test_another_key_is_refused_until_a_person_says_so(tmp_path: Path) -> None:
    first, second = key("first"), key("second")
    policy.install(signed(tmp_path, first), first.public)
    other = signed(tmp_path, second, 'name = "Lax"', "other.toml")
    with pytest.raises(UsageError, match="policy_other_key"):
        policy.install(other, second.public)
    with pytest.raises(UsageError, match="policy_bad_signature"):
        policy.install(other, first.public)
    assert policy.current().name == "Strict, 2026"
    policy.install(other, second.public, replace_key=True)
    assert policy.current().name == "Lax"


def test_a_bundles_signature_is_none_for_a_policy(tmp_path: Path) -> None:
    signer = key("force")
    path = signed(tmp_path, signer)
    policy.Place(path, path).signature.write_text(signer.sign(STRICT.encode(), "bundle"), encoding="utf-8")
    with pytest.raises(UsageError, match="policy_bad_signature"):
        policy.install(path, signer.public)


def test_the_commands(attest: Attest, tmp_path: Path) -> None:
    assert "built-in policy" in attest("policy", "show").out
    file = tmp_path / "force.toml"
    file.write_text(STRICT, encoding="utf-8")
    assert attest("policy", "sign", file).code == 2, "there is no key yet"
    fingerprint = attest("keys", "new", "force", "--json").json["sha256"]
    attest("keys", "show", "force", "--out", tmp_path / "force.pub")
    assert attest("policy", "sign", file).code == 0
    assert attest("policy", "install", file, "--key", tmp_path / "force.pub").code == 0
    settings = {"unreviewed_export": False, "second_reviewer": True, "machine_descriptions": False}
    known = {"name": "Strict, 2026", "signed_by": fingerprint, "file": str(tmp_path / "user" / "policy.toml")}
    assert attest("policy", "show", "--json").json == known | {"settings": settings}
    (tmp_path / "user" / "policy.toml").write_text(STRICT.replace("false", "true"), encoding="utf-8")
    refused = attest("policy", "show", "--json")
    assert refused.code == 2 and refused.json["error"]["code"] == "policy_bad_signature"  # type: ignore[index]
    assert attest("policy", "remove").code == 0
    assert attest("policy", "remove").code == 1
    assert attest("policy", "install", tmp_path / "nothing.toml", "--key", tmp_path / "force.pub").code == 2
    assert attest("policy", "install", file, "--key", tmp_path / "nothing.pub").code == 2


def test_a_bundle_names_the_policy_and_is_refused_under_a_bad_one(tmp_path: Path) -> None:
    from bundle_case import export, made_case

    signer = key("force")
    policy.install(signed(tmp_path, signer, 'name = "Strict, 2026"'), signer.public)
    with made_case(tmp_path / "case") as case:
        export(case, tmp_path / "bag")
        text = (tmp_path / "bag" / "bag-info.txt").read_text(encoding="utf-8")
        assert f"Attest-Policy: Strict, 2026 {signer.public.fingerprint}\n" in text
        (tmp_path / "user" / "policy.toml.sig").unlink()
        with pytest.raises(UsageError, match="policy_missing"):
            export(case, tmp_path / "other")
    assert not (tmp_path / "other").exists()


OLD, NEW = (f'name = "Rules"\nissued = {day}\nunreviewed_export = {lax}\n' for day, lax in (
    ("2026-01-05", "true"), ("2026-05-03T09:41:00+01:00", "false")))  # fmt: skip


@pytest.mark.parametrize("older", [OLD, STRICT])
def test_an_older_policy_that_is_put_back_is_refused(
    tmp_path: Path, older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = key("force")
    old, new = signed(tmp_path, signer, older, "old.toml"), signed(tmp_path, signer, NEW, "new.toml")
    policy.install(old, signer.public)
    policy.current()
    share = tmp_path / "share.toml"
    for path, source in ((share, new), (policy.Place(share, share).signature, policy.Place(new, new).signature)):
        path.write_bytes(source.read_bytes())
    monkeypatch.setenv(policy.VARIABLE, str(share))
    for name in ("policy.toml", "policy.toml.sig"):
        (tmp_path / "user" / name).unlink()  # the share's holds, with the key that was pinned
    assert policy.current().issued == "2026-05-03T08:41:00Z"
    for path, source in ((share, old), (policy.Place(share, share).signature, policy.Place(old, old).signature)):
        path.write_bytes(source.read_bytes())
    with pytest.raises(UsageError, match="policy_older") as refused:
        policy.current()
    assert "2026-05-03T08:41:00Z" in messages.of(refused.value)
    with pytest.raises(UsageError, match="policy_older"):
        policy.install(old, signer.public)
    policy.install(new, signer.public)
    monkeypatch.delenv(policy.VARIABLE)
    assert policy.current().name == "Rules"


def test_another_force_begins_anew_and_a_damaged_record_is_not_passed_over(tmp_path: Path) -> None:
    first, second = key("first"), key("second")
    policy.install(signed(tmp_path, first, NEW), first.public)
    policy.install(signed(tmp_path, second, OLD, "other.toml"), second.public, replace_key=True)
    assert policy.current().issued == "2026-01-05T00:00:00Z"
    (tmp_path / "user" / "policy.seen").write_text("what is this\n", encoding="utf-8")
    with pytest.raises(UsageError, match="policy_seen_unreadable"):
        policy.current()


def test_a_policy_that_could_not_be_installed_does_not_put_the_one_before_out_of_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = key("force")
    policy.install(signed(tmp_path, signer, OLD, "old.toml"), signer.public)
    new = signed(tmp_path, signer, NEW, "new.toml")

    def full(out: Path, data: bytes) -> None:
        raise AttestError("export_failed", path=str(out), detail="no space")

    with monkeypatch.context() as patched:
        patched.setattr("provenance.export.write_beside", full)
        with pytest.raises(AttestError, match="export_failed"):
            policy.install(new, signer.public)
    assert policy.current().issued == "2026-01-05T00:00:00Z"


@pytest.mark.parametrize(
    "issued", ["'2026-05-03'", "2026-05-03T09:41:00", "09:41:00", "true", "0001-01-01T00:00:00+12:00", "9998-01-01"]
)
def test_a_day_of_issue_that_is_none_is_refused(tmp_path: Path, issued: str) -> None:
    with pytest.raises(UsageError, match="policy_setting") as refused:
        signed(tmp_path, key("force"), f'name = "x"\nissued = {issued}\n')
    assert refused.value.facts["setting"] == "issued"
