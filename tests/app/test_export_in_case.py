"""Nothing that is written out lands in the folder of a case, this one's or another's, whatever command writes it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bundle_case import made_case
from command_line import Attest

WRITERS = {
    "report": ("export", "--draft", "D1", "--out", "x.html"),
    "data": ("export", "--draft", "D1", "--format", "json", "--out", "x.json"),
    "bundle": ("export", "--draft", "D1", "--format", "bundle", "--key", "none", "--out", "x.bundle"),
    "schedule": ("schedule", "mg6c", "--out", "x.docx"),
    "log": ("audit", "--out", "x.csv"),
    "redacted copy": ("redact", "copy", "S2", "--out", "x.txt"),
    "record of searches": ("searches", "--csv", "x.csv"),
    "page": ("show", "D1.1.1", "--image", "x.png"),
    "records": ("records", "--out", "x"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("in_case")
    made_case(made / "case").close()
    made_case(made / "other").close()
    return made


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix in {".html", ".json", ".docx", ".csv", ".bundle"})


@pytest.mark.parametrize("where", ["case", "case/originals", "other/derived"])
@pytest.mark.parametrize("which", WRITERS)
def test_it_is_refused_in_words(attest: Attest, folder: Path, which: str, where: str) -> None:
    command, *words, name = WRITERS[which]
    (folder / where).mkdir(exist_ok=True)
    before = files(folder)
    done = attest(command, folder / "case", *words, folder / where / name, "--json")
    assert done.code == 2, done.out + done.err
    assert '"export_in_case"' in done.out
    assert "Choose a place outside it." in done.err
    assert files(folder) == before
    assert not (folder / where / name).exists()


@pytest.mark.skipif(os.name != "posix", reason="makes a link")
def test_a_link_leads_into_no_case(attest: Attest, folder: Path) -> None:
    (folder / "link").symlink_to(folder / "case" / "originals")
    done = attest("export", folder / "case", "--draft", "D1", "--out", folder / "link" / "x.html")
    assert done.code == 2
    assert not (folder / "case" / "originals" / "x.html").exists()


def test_beside_a_case_is_no_case(attest: Attest, folder: Path) -> None:
    done = attest("export", folder / "case", "--draft", "D1", "--format", "json", "--out", folder / "beside.json")
    assert done.code == 0, done.err
