"""What the command line says of a place that cannot be meant, a use that changes nothing, and an old signature."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundle_case import made_case
from command_line import Attest

from app import exporting
from app.case import Case
from provenance.errors import UsageError
from provenance.policy import Policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made_case(tmp_path / "case").close()
    return tmp_path / "case"


@pytest.mark.parametrize(
    ("format", "name"), [("pdf", "x.html"), ("html", "x.PDF"), ("json", "x.csv"), ("bundle", "x.docx")]
)
def test_a_file_does_not_bear_the_ending_of_another_format(
    attest: Attest, folder: Path, tmp_path: Path, format: str, name: str
) -> None:
    done = attest("export", folder, "--draft", "D1", "--format", format, "--key", "none", "--out", tmp_path / name)
    assert done.code == 2
    assert f"let it end with .{format}" in done.err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["x.json", "x", "x.v2", "x.data"])
def test_other_endings_are_free(attest: Attest, folder: Path, tmp_path: Path, name: str) -> None:
    assert attest("export", folder, "--draft", "D1", "--format", "json", "--out", tmp_path / name).code == 0


def test_no_name_is_told(attest: Attest, folder: Path) -> None:
    done = attest("export", folder, "--draft", "D1", "--out", "")
    assert done.code == 2
    assert "name one with --out" in done.err


def test_a_use_does_not_release_what_is_privileged(attest: Attest, folder: Path) -> None:
    told = "stays withheld from everyone all the same"
    assert told not in attest("set", folder, "S2", "use=used").out
    assert attest("set", folder, "S2", "privilege=privileged").code == 0
    done = attest("set", folder, "S2", "use=unused")
    assert done.code == 0
    assert told in done.out + done.err


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("then", [True, False])
def test_a_signature_from_before_the_second_reviewer_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, asked: bool, then: bool
) -> None:
    class Signed:
        second = then

    monkeypatch.setattr("app.policy.current", lambda: Policy(second_reviewer=asked))
    with Case.open(folder) as case:
        assert not exporting.signed_before_second(case.store, "D1")
        monkeypatch.setattr("provenance.store.case_store.CaseStore.signature", lambda *_: Signed())
        assert exporting.signed_before_second(case.store, "D1") is (asked and not then)


@pytest.mark.parametrize("options", [("--key", "force"), ("--sources", "none")])
def test_what_only_a_bundle_has_is_refused_elsewhere(
    attest: Attest, folder: Path, tmp_path: Path, options: tuple[str, str]
) -> None:
    done = attest("export", folder, "--draft", "D1", "--format", "html", *options, "--out", tmp_path / "x.html")
    assert done.code == 2 and options[0] in done.err and "--format bundle" in done.err
    assert not (tmp_path / "x.html").exists()


def test_a_decision_that_is_taken_back_while_citations_are_re_opened_shuts_the_gate(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting.policy, "current", lambda: Policy(unreviewed_export=False))
    asked = iter([(0, 2), (1, 2)])
    monkeypatch.setattr(exporting, "to_check", lambda *_: next(asked))
    with Case.open(folder) as case, pytest.raises(UsageError) as error:
        case.export("D1", "html", tmp_path / "x.html", lambda *_: True)
    assert error.value.code == "export_unreviewed" and not (tmp_path / "x.html").exists()
