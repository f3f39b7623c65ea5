"""The sample case by command line, from its answer to a sealed bundle: checked bare, and against its own sources."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bundle_case import bare, faults
from command_line import Attest

from app.case import Case


def test_the_sample_leaves_as_a_bundle_that_others_can_check(taken_in: Path, attest: Attest, tmp_path: Path) -> None:
    out = tmp_path / "bag"
    done = attest("export", taken_in, "--draft", "D2", "--format", "bundle", "--key", "none", "--out", out, "--json")
    assert done.code == 0, done.err
    assert done.json["path"] == str(out) and done.json["signed_by"] is None
    assert bare(out).returncode == 0
    with Case.open(taken_in, write=False) as case:
        cited = {c.source_id for claim in case.store.draft("D2").claims for c in claim.citations}
        hashes = {case.store.source(id).sha256 for id in cited}
    assert {p.name.partition(".")[0] for p in (out / "data" / "sources").iterdir()} >= hashes
    command = [sys.executable, str(out / "verify_bundle.py"), str(out)]  # with PyMuPDF and PyAV
    whole = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)
    assert whole.returncode == 0, whole.stdout
    assert "against the PDF itself" in whole.stdout and "needs the package" not in whole.stdout
    pdf = next((out / "data" / "sources").glob("*.pdf"))
    pdf.write_bytes(pdf.read_bytes()[:-9] + b"something")
    assert any(pdf.name in line for line in faults(out))
