"""A camera's clock that was checked: claims tell both times, each named, and are judged by both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from draft_case import BY, HashEmbedder, add_video, clip

from provenance.export import draft_json
from provenance.footage import ClockReading
from provenance.records import Draft
from provenance.store.case_store import CaseStore
from provenance.store.records import NewVideo
from summarise import service
from summarise.byhand import judge
from summarise.headings import CAMERAS, CHECKED

CHECK = {
    "clock_offset": "+00:07:00",
    "clock_uncertainty": "2",
    "clock_checked_by": "PC Bell",
    "clock_checked_against": "speaking clock",
    "clock_checked_at": "2026-05-03T16:00:00",
}
BOTH = "camera clock 03/05/2026 14:32:10, corrected 03/05/2026 14:25:10 BST"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with CaseStore.create(tmp_path / "case", "R", "", BY) as made:
        yield made


def add(store: CaseStore, name: str, first: str, check: dict[str, str], seconds: tuple[int, int] = (10, 19)) -> str:
    seen = clip([seconds], ClockReading(first, 1.0, 40))
    video = NewVideo(seen.stream, seen.events, seen.frames, seen.clock)
    return add_video(store, name, video, fields=check).id


def drafted(store: CaseStore) -> Draft:
    return store.write_draft(service.draft(store, HashEmbedder(), None), BY)


def test_a_claim_tells_camera_clock_and_corrected_time(store: CaseStore) -> None:
    add(store, "MA-1.mp4", "2026-05-03T14:32:00", CHECK)
    draft = drafted(store)
    (claim,) = draft.claims
    assert claim.text == f"MA-1, {BOTH}: movement, left of picture, 9 seconds."
    assert (claim.heading, claim.held_back, claim.verdict.support) == (CHECKED, False, "supported")
    assert draft.run.settings["clock_checks"] == {"S1": "+00:07:00 ± 2 s Europe/London"}


@pytest.mark.parametrize(
    ("words", "support"),
    [
        ("MA-1, camera clock 03/05/2026 14:32:10: movement.", "supported"),
        ("MA-1, corrected 03/05/2026 14:25:10: movement.", "supported"),
        ("MA-1, 03/05/2026 14:39:10: movement.", "unsupported"),
    ],
)
def test_a_persons_words_may_tell_either_time(store: CaseStore, words: str, support: str) -> None:
    add(store, "MA-1.mp4", "2026-05-03T14:32:00", CHECK)
    citations = service.draft(store, HashEmbedder(), None).claims[0].citations
    found = judge(store, {"S1": 0}).verdict(words, citations)
    assert (found.support == "supported") == (support == "supported"), found


def test_the_rest_of_many_movements_is_told_by_both_times(store: CaseStore) -> None:
    seen = clip([(4 * i, 4 * i + 2) for i in range(14)], ClockReading("2026-05-03T14:32:00", 1.0, 40))
    add_video(store, "MA-1.mp4", NewVideo(seen.stream, seen.events, seen.frames, seen.clock), fields=CHECK)
    (rest,) = [c for c in drafted(store).claims if "found in all" in c.text]
    assert rest.text.count("corrected 03/05/2026 14:2") == 2 and rest.text.count("camera clock 03/05/2026 14:3") == 2
    assert rest.verdict.support == "supported"


def test_cameras_that_were_checked_stand_in_the_order_of_corrected_time(store: CaseStore) -> None:
    add(store, "later.mp4", "2026-05-03T14:32:00", CHECK)
    add(store, "unchecked.mp4", "2026-05-03T14:00:00", {})
    add(store, "earlier.mp4", "2026-05-03T14:40:00", {**CHECK, "clock_offset": "+00:20:00"})
    told = [(c.heading, c.text.split(",")[0]) for c in drafted(store).claims]
    assert told == [(CHECKED, "earlier"), (CHECKED, "later"), (CAMERAS, "unchecked")]


def test_without_a_date_the_time_of_day_is_corrected(store: CaseStore) -> None:
    add(store, "cam.mp4", "14:32:00", CHECK)
    (claim,) = drafted(store).claims
    assert "camera clock 14:32:10, corrected 14:25:10: movement" in claim.text


def test_a_clock_that_jumps_is_told_on_both_sides(store: CaseStore) -> None:
    seen = clip([(10, 19), (30, 40)])
    clock = ClockReading("2026-05-03T14:32:00", 1.0, 40, (25.0,), (600.0,), (24.0,), (), 0.5)
    add_video(store, "cam.mp4", NewVideo(seen.stream, seen.events, seen.frames, clock), fields=CHECK)
    first, second = (c.text for c in drafted(store).claims)
    assert "camera clock 03/05/2026 14:32:10, corrected 03/05/2026 14:25:10 BST (the clock jumps" in first
    assert "camera clock 03/05/2026 14:42:30, corrected 03/05/2026 14:35:30 BST (the clock jumps" in second
    assert all(not c.held_back for c in store.draft("D1").claims)


def test_the_json_of_a_citation_names_both_times_and_the_check(store: CaseStore) -> None:
    add(store, "MA-1.mp4", "2026-05-03T14:32:00", CHECK)
    add(store, "other.mp4", "2026-05-03T14:32:00", {})
    found = draft_json(drafted(store), store)["claims"]
    cited = found[0]["citations"][0]  # type: ignore[index]
    assert cited["times"] == {
        "camera": "2026-05-03T14:32:10",
        "corrected": "2026-05-03T14:25:10",
        "zone": "Europe/London",
        "uncertainty": 2.0,
        "caution": "",
    }
    assert cited["camera_clock_check"]["checked_by"] == "PC Bell"
    other = found[1]["citations"][0]  # type: ignore[index]
    assert (other["times"]["corrected"], other["camera_clock_check"]) == (None, None)


def test_another_check_makes_another_draft(store: CaseStore) -> None:
    add(store, "MA-1.mp4", "2026-05-03T14:32:00", CHECK)
    before = drafted(store).run.settings["clock_checks"]
    store.set_source("S1", {"clock_offset": "+00:08:00"}, BY)
    assert drafted(store).run.settings["clock_checks"] != before
    assert store.draft("D1").claims[0].text != store.draft("D2").claims[0].text
