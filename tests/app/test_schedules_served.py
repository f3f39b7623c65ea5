"""What is written for disclosure schedules is in no export for the defence, nor in what exports are made from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Attest
from leaks import PIXEL, pieces

from app import exporting
from app.case import Case
from provenance.audience import Audience
from provenance.ports import Picture
from provenance.serving import serve
from provenance.store.records import VerifyReport

WORDS = ("Zarquon description", "Zarquon reason", "Zarquon assists", "Zarquon block", "Zarquon place", "Zarquon log")


@pytest.fixture
def case(attest: Attest, taken_in: Path, tmp_path: Path) -> Iterator[Case]:
    """The sample case with MG6C and MG6D submitted in words that stand nowhere else."""
    folder = Path(shutil.copytree(taken_in, tmp_path / "case"))
    said = [f"description={WORDS[0]}", f"reason={WORDS[1]}", f"assists={WORDS[2]}", f"location={WORDS[4]}"]
    for source, *changes in (
        ("S4", "use=sensitive", *said),
        ("S1", "use=used", f"block={WORDS[3]}", *said),
        ("S2", "use=unused", f"block={WORDS[3]}"),
    ):
        assert attest("set", folder, source, *changes).code == 0
    assert attest("schedule", folder, "made", "log", "use=unused", f"description={WORDS[5]}").code == 0
    for form in ("mg6c", "mg6d", "mg6e"):
        assert attest("schedule", folder, form, "--out", tmp_path / f"{form}.xlsx", "--submit").code in (0, 1)
    with Case.open(folder) as opened:
        picture = Picture("image/png", PIXEL, 1, 1)
        opened.renderer.page = opened.renderer.frame = lambda *_: picture  # type: ignore[method-assign]
        yield opened


def test_no_export_for_the_defence_holds_words_of_a_schedule(case: Case, tmp_path: Path) -> None:
    assert len(case.store.submissions()) == 3
    for format in exporting.WRITERS:
        out = tmp_path / f"out.{format}"
        case.export("D1", format, out, lambda *_: True, VerifyReport(0), audience="defence")
        files = [p for p in out.rglob("*") if p.is_file()] if out.is_dir() else [out]
        for text in (text for file in files for text in pieces(file.read_bytes())):
            assert not [words for words in WORDS if words in text], format


@pytest.mark.parametrize("audience", ["defence", "prosecutor"])
def test_what_an_export_is_made_from_answers_of_no_schedule(case: Case, audience: Audience) -> None:
    served = serve(case.store, case.store.draft("D1"), audience)
    assert served.store is not None
    assert served.store.submissions() == [] and served.store.made_materials() == {}
    told = [line for line in served.log if "schedule" in str(line.get("action")) or "Zarquon" in str(line)]
    assert told == []
