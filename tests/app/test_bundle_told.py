"""What the person who exports a bundle is told of its sources: how many are whole files, and why others are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bundle_case import data, export, made_case
from command_line import Attest

from app.bundle_told import ASKED, travelling
from app.case import Case

REAR = "its rear holds the particulars of a witness"


def one(title: str, why: str = "") -> dict[str, object]:
    return {"title": title, "included": "no" if why else "whole", "why": why}


def test_what_travels_whole_and_what_does_not_is_told_by_reason() -> None:
    told = travelling([one("AB/1"), one("CD/2", REAR), one("EF/3", "gone"), one("GH/4", REAR)])
    assert told.words() == [
        "1 of 4 cited sources travels with it as a whole file.",
        f"Not as a whole file: CD/2; GH/4 ({REAR}).",
        "Not as a whole file: EF/3 (gone).",
    ]
    assert told.json() == {"whole": 1, "of": 4, "left_out": {REAR: ["CD/2", "GH/4"], "gone": ["EF/3"]}}
    assert not told.as_asked


def test_what_was_asked_for_is_no_warning() -> None:
    told = travelling([one("AB/1", ASKED), one("CD/2", ASKED)])
    assert told.as_asked
    assert told.words() == ["No source travels with it as a whole file, as was asked for."]
    assert travelling([]).words() == ["No source is cited, so none travels with it."]
    assert travelling([one("A"), one("B")]).words() == ["2 of 2 cited sources travel with it as whole files."]


def test_the_export_tells_what_contents_has(tmp_path: Path) -> None:
    with made_case(tmp_path / "case") as case:
        export(case, tmp_path / "bag")
        listed = data(tmp_path / "bag", "contents.json")["sources"]
        assert case.travelling is not None
        assert case.travelling == travelling(listed)
        assert case.travelling.of == len(listed) > 1


def test_the_command_line_tells_it(attest: Attest, tmp_path: Path) -> None:
    made_case(tmp_path / "case").close()
    command = ("export", tmp_path / "case", "--draft", "D1", "--format", "bundle", "--key", "none", "--out")
    done = attest(*command, tmp_path / "bag")
    listed = data(tmp_path / "bag", "contents.json")["sources"]
    for line in travelling(listed).words():
        assert line in done.out
    done = attest(*command, tmp_path / "bare", "--sources", "none", "--json")
    told = json.loads(done.out)["sources"]
    assert told["whole"] == 0
    assert list(told["left_out"]) == [ASKED]
    assert len(told["left_out"][ASKED]) == told["of"]


@pytest.mark.parametrize(("spoil", "why"), [("gone", "no longer where it was"), ("changed", "no longer the file")])
def test_an_original_that_is_amiss_is_told_before_its_rear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: str, why: str
) -> None:
    from dataclasses import replace

    from test_bundle_audiences import export as sealed

    from provenance.records import Passage
    from provenance.serving import serve

    with made_case(tmp_path / "case") as case:
        plain = serve(case.store, case.store.draft("D1"))
        source = plain.sources["S2"]
        rear = Passage("S2.9", "S2", 9, 0, 10, "I was by t", (), "line 1", section="rear")
        monkeypatch.setattr(
            "provenance.store.case_store.CaseStore.passages",
            lambda self, ids=None, section="body": [rear] if section == "rear" and ids == ["S2"] else [],
        )
        _spoil(case, source.sha256, spoil)
        for originals in (frozenset(plain.sources), frozenset[str]()):
            out = tmp_path / f"bag{len(originals)}"
            sealed(case, replace(plain, audience="defence", originals=originals), out)
            told = {one["title"]: one for one in data(out, "contents.json")["sources"]}[source.title]
            assert (told["included"], why in told["why"]) == ("no", True), told


def _spoil(case: Case, sha256: str, how: str) -> None:
    path = next(p for p in (case.store.info.folder / "originals").rglob("*") if p.is_file() and sha256 in p.name)
    path.chmod(0o600)
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"x")
