"""The command that shows the whole way: it ends with how the log stands, for whoever compares later."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Attest

from app import demo, receipts
from app.case import Case
from app.sample import SampleCase


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is made: of one short statement in place of the sample's files."""
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    statement, listed = tmp_path / "AO1.txt", tmp_path / "register.csv"
    statement.write_text("I am a station officer. The man who ran off was wearing a green coat.\n", encoding="utf-8")
    listed.write_text("Exhibit,File\nAO/1,AO1.txt\n", encoding="utf-8")
    made = SampleCase(tmp_path, tmp_path, (statement,), listed, tmp_path / "truth.json", "OP TEST", "A test", "")
    monkeypatch.setattr(demo, "make_sample", lambda _: made)
    return tmp_path / "demo"


def test_it_ends_with_the_head_of_the_log_and_a_receipt(attest: Attest, folder: Path) -> None:
    done = attest("demo", folder, "--no-window")
    assert done.code == 0, done.err
    with Case.open(folder / "case", write=False) as case:
        entries, head = case.store.log_head()
        assert case.store.audit_entries()[-1].action == "draft_exported"
    assert f"Log of the case: {entries:,} entries, head {head}." in done.out
    assert f"A receipt of it is kept in {receipts.path()}." in done.err


def test_and_gives_it_as_data(attest: Attest, folder: Path) -> None:
    told = attest("demo", folder, "--no-window", "--json").json["receipt"]
    with Case.open(folder / "case", write=False) as case:
        assert isinstance(told, dict) and (told["entries"], told["head"]) == case.store.log_head()
