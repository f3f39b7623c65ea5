"""What a report says of a camera's clock: the check with all its parts, none, and one made after the draft."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest
from report_case import BY, PageRenderer, make_case, make_draft
from store_case import source

from provenance import anchors
from provenance.export import write_html
from provenance.footage import ClockReading, Frame, VideoStream
from provenance.records import Verdict
from provenance.serving import serve
from provenance.store.case_store import CaseStore
from provenance.store.records import NewCitation, NewClaim, NewVideo

CHECK = {
    "clock_offset": "+00:07:00",
    "clock_uncertainty": "2",
    "clock_checked_by": "PC Bell",
    "clock_checked_against": "speaking clock",
    "clock_checked_at": "2026-05-03T16:00:00",
}
WHOLE = "Camera clock 7 min fast, ± 2 s, checked by PC Bell, against speaking clock, at 2026-05-03 16:00:00 BST"


@pytest.fixture
def clock() -> ClockReading | None:
    return ClockReading("2026-05-03T14:32:00", 1.0, 9)


@pytest.fixture
def store(tmp_path: Path, clock: ClockReading | None) -> Iterator[CaseStore]:
    """The case of the reports, with footage S7 that shows this clock, and a draft D1 that cites it."""
    with make_case(tmp_path / "case") as made:
        frame = Frame(0, 0, 0, Fraction(1, 25), "5" * 64, "yuv420p", "pyav/18", 320, 180, "first")
        stream = VideoStream(0, "h264", 320, 180, "yuv420p", Fraction(1, 25), "pyav/18", 0, (0,), (0,))
        sha256, size = made.vault.put(io.BytesIO(b"more footage"))
        new = source("MA-1.mp4", sha256, size, kind="video")
        added = made.add_source(new, None, [], NewVideo(stream, (), [frame], clock), BY)
        cited = NewCitation(added.id, anchors.cut_frame(frame, added.sha256, None), "0.000 s")
        verdict = Verdict("exact", "valid", "supported", 1.0, ())
        make_draft(made, [NewClaim("", "MA-1.mp4: movement.", "observation", verdict, [cited])])
        yield made


def row(store: CaseStore, tmp_path: Path) -> str:
    """What the report of D1 says of S7 in its list of sources."""
    out = tmp_path / "report.html"
    write_html(serve(store, store.draft("D1")), store, PageRenderer(), out, overwrite=True)
    html = out.read_text(encoding="utf-8")
    found = re.search(r'<article class="source" id="source-S7">.*?</article>', html, re.DOTALL)
    assert found
    return unescape(re.sub(r"<[^>]+>", "", found[0]))


def test_a_clock_that_nobody_checked_is_said(store: CaseStore, tmp_path: Path) -> None:
    assert "Camera clock not checked against true time" in row(store, tmp_path)


def test_a_check_made_after_the_draft_is_told_as_that(store: CaseStore, tmp_path: Path) -> None:
    store.set_source("S7", CHECK, BY)
    told = row(store, tmp_path)
    assert WHOLE in told
    assert "the check of its clock was recorded after this draft was written" in told


@pytest.mark.parametrize("clock", [None])
def test_nothing_is_said_of_a_later_check_where_no_clock_was_read(store: CaseStore, tmp_path: Path) -> None:
    store.set_source("S7", CHECK, BY)
    assert "this draft was written" not in row(store, tmp_path)
