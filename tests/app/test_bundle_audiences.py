"""A bundle for others than the case team: redacted copies in the place of sources, and no file that holds more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from bundle_case import data, faults, made_case
from report_case import HEARD

from app import exporting
from app.case import Case
from provenance.anchors import cut
from provenance.layers import Layer, LoadedPart, PartInfo
from provenance.redaction_copy import ServedCopy
from provenance.serving import Served, serve
from provenance.store.records import VerifyReport

COVERED = "I heard [redacted] close together and then shouting from the far end."


@dataclass(frozen=True)
class Copied:
    """A redacted copy, as the writers of exports get it."""

    data: bytes | None
    name: str
    layer: Layer | None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        return start, end


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with made_case(tmp_path / "case") as opened:
        yield opened


def served(case: Case, copy: Copied, originals: frozenset[str]) -> Served:
    """D1 for the defence, S1 served by its copy: its claim cites the copy, as does the source's record."""
    plain = serve(case.store, case.store.draft("D1"))
    sha256 = hashlib.sha256(copy.data or b"").hexdigest()
    claims = []
    for claim in plain.draft.claims[:1]:
        assert copy.layer is not None
        start = copy.layer.text().index(COVERED)
        anchor = cut(copy.layer, sha256, start, start + len(COVERED))
        own = tuple(replace(c, anchor=anchor) if c.source_id == "S1" else c for c in claim.citations)
        claims.append(replace(claim, text=claim.text.replace(HEARD, COVERED), citations=own))
    sources = {**plain.sources, "S1": replace(plain.sources["S1"], sha256=sha256)}
    draft, copies = replace(plain.draft, claims=tuple(claims)), {"S1": cast(ServedCopy, copy)}
    return replace(plain, audience="defence", draft=draft, sources=sources, copies=copies, originals=originals)


def export(case: Case, given: Served, out: Path, **options: object) -> None:
    job = exporting.Job(case, given, out, False, VerifyReport(1), lambda *_: True, options)
    exporting.WRITERS["bundle"](job)


def layer(text: str) -> Layer:
    part = PartInfo(0, "page", 0, len(text), 1, "", "1", 1, 595, 842, "")
    return Layer("pdf", "x", [part], lambda _: LoadedPart(text))


def test_the_copy_stands_in_the_place_of_the_source(case: Case, tmp_path: Path) -> None:
    original = case.store.source("S1").sha256
    copy = Copied(b"%PDF a redacted copy", "Lindqvist (redacted).pdf", layer(f"On Sunday. {COVERED}\n"))
    export(case, served(case, copy, frozenset({"S1", "S2", "S4"})), tmp_path / "bag")
    files = {p.relative_to(tmp_path / "bag").as_posix(): p.read_bytes() for p in (tmp_path / "bag").rglob("*.*")}
    sha256 = hashlib.sha256(b"%PDF a redacted copy").hexdigest()
    assert files[f"data/sources/{sha256}.pdf"] == b"%PDF a redacted copy"
    assert files[f"data/layers/{sha256}.txt"].decode() == f"On Sunday. {COVERED}\n"
    assert not [name for name, content in files.items() if original in name or b"two bangs" in content]
    (told,) = [one for one in data(tmp_path / "bag", "contents.json")["sources"] if one["sha256"] == sha256]
    assert told["redacted"] is True and told["included"] == "whole"
    assert faults(tmp_path / "bag") == []


def test_what_is_no_file_any_more_is_told(case: Case, tmp_path: Path) -> None:
    copy = Copied(None, "Lindqvist.pdf", layer(f"On Sunday. {COVERED}\n"))
    export(case, served(case, copy, frozenset({"S1", "S2", "S4"})), tmp_path / "bag")
    told = {one["title"]: one for one in data(tmp_path / "bag", "contents.json")["sources"]}
    assert told["BL/1"]["included"] == "no" and "cited frames alone" in told["BL/1"]["why"]
    assert faults(tmp_path / "bag") == []


def test_a_file_that_holds_more_than_is_served_stays_at_home(case: Case, tmp_path: Path) -> None:
    copy = Copied(b"%PDF", "a.pdf", layer(f"On Sunday. {COVERED}\n"))
    export(case, served(case, copy, frozenset()), tmp_path / "bag")
    told = {one["title"]: one for one in data(tmp_path / "bag", "contents.json")["sources"]}
    assert told["BL/1"]["included"] == "whole"
    assert told["CM/1"]["why"] == "something inside it is not served"
    assert len(list((tmp_path / "bag" / "data" / "sources").iterdir())) == 1


def test_a_statement_with_a_rear_is_whole_for_the_case_team_alone(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from provenance.records import Passage

    rear = Passage("S2.9", "S2", 9, 0, 10, "I was by t", (), "line 1", section="rear")
    monkeypatch.setattr(
        "provenance.store.case_store.CaseStore.passages",
        lambda self, ids=None, section="body": [rear] if section == "rear" and ids == ["S2"] else [],
    )
    copy = Copied(b"%PDF", "a.pdf", layer(f"On Sunday. {COVERED}\n"))
    export(case, served(case, copy, frozenset({"S1", "S2"})), tmp_path / "bag")
    told = {one["title"]: one for one in data(tmp_path / "bag", "contents.json")["sources"]}
    assert "particulars of a witness" in told["CM/1"]["why"]
    text = (tmp_path / "bag" / "data" / "layers" / f"{told['CM/1']['sha256']}.txt").read_text(encoding="utf-8")
    assert text.startswith("█████ by the kiosk"), "what stands beside a citation is served with it"
    exporting.write(case, "D1", "bundle", tmp_path / "team", lambda *_: True, VerifyReport(1))
    told = {one["title"]: one for one in data(tmp_path / "team", "contents.json")["sources"]}
    assert told["CM/1"]["included"] == "whole"
