"""What tells of footage that was looked at several times keeps to the look that it is of: verdicts, reports, counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from looked_case import LEFT, RIGHT, copied, two_sides_case
from working_case import go_on

from app.case import Case
from provenance.looked import SENSITIVITY
from provenance.records import Verdict

USUAL, HIGH = SENSITIVITY["usual"], SENSITIVITY["high"]
INTAKE = "Movement sought in the whole picture, sensitivity usual; as it was taken in"
SINCE = "; looked at again since"


@pytest.fixture
def case(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Case]:
    with copied(two_sides_case(tmp_path_factory), tmp_path / "case") as opened:
        yield opened


def amended(case: Case, claim_id: str, text: str) -> Verdict:
    verdict = case.reviewing.decide(claim_id, "amend", text=text).verdict
    assert verdict is not None
    return verdict


def claim_of(case: Case, side: str) -> str:
    """The claim of D1 about the movement on this side."""
    return next(c.id for c in case.store.draft("D1").claims if f"{side} of picture" in c.text)


def told(case: Case, draft_id: str, tmp_path: Path) -> str:
    """How the report of a draft says that movement was sought."""
    out = tmp_path / f"{draft_id}.html"
    case.export(draft_id, "html", out, go_on)
    found = re.findall(r"Movement sought[^<]*", out.read_text(encoding="utf-8"))
    assert len(found) == 1
    return str(found[0]).strip()


@pytest.mark.parametrize("area", [LEFT, RIGHT])
def test_an_amended_claim_is_judged_by_the_count_of_its_own_look(case: Case, area: tuple[int, int, int, int]) -> None:
    """A later look that took the very frames which the claim cites found fewer movements."""
    claim_id = claim_of(case, "left")
    case.look_again("S1", [area], [], USUAL, go_on)
    assert len(case.store.events("S1")) == 1
    verdict = amended(case, claim_id, "2 movements found in all; movement, left of picture.")
    assert (verdict.support, verdict.location, verdict.reasons) == ("supported", "valid", ())
    wrong = amended(case, claim_id, "1 movements found in all; movement, left of picture.")
    assert [one.code for one in wrong.reasons] == ["detail_differs"]


def test_a_draft_of_a_later_look_is_judged_by_that(case: Case) -> None:
    case.look_again("S1", [LEFT], [], USUAL, go_on)
    draft = case.summarise(None, ["S1"], 0, None, go_on)
    case.look_again("S1", [], [], USUAL, go_on)
    (claim,) = draft.claims
    assert amended(case, claim.id, "1 movements found in all.").support == "supported"
    assert amended(case, claim.id, "2 movements found in all.").support == "contradicted"


def test_a_frame_cited_by_hand_keeps_its_time_and_side_whichever_look_took_it(case: Case) -> None:
    first = case.store.looks("S1")[0]
    right = next(f for f in first.frames if f.event == 1)
    case.look_again("S1", [LEFT], [], USUAL, go_on)
    by_hand = case.reviewing.add_frame_claim("D1", "S1", right.id, "Movement, right of picture.")
    assert case.store.looks_told(by_hand.id) is None and by_hand.verdict.support == "supported"
    left = case.store.frames("S1")[1]
    claim = case.reviewing.add_frame_claim("D1", "S1", left.id, "1 movements found in all; left of picture.")
    assert claim.verdict.support == "supported", "the latest look that took it"


def test_a_draft_limited_to_other_sources_knows_the_look_of_its_time(case: Case, tmp_path: Path) -> None:
    case.look_again("S1", [LEFT], [], HIGH, go_on)
    draft = case.summarise(None, ["S2"], 0, None, go_on)
    assert draft.run.settings["looks"] == {"S1": 1}
    said = told(case, draft.id, tmp_path)
    assert said.startswith("Movement sought in 1 area, sensitivity high; looked at again by") and SINCE not in said
    assert told(case, "D1", tmp_path) == INTAKE + SINCE


def test_claims_of_a_look_at_a_part_say_so(case: Case) -> None:
    case.look_again("S1", [LEFT], [(0, 0, 10, 10)], HIGH, go_on)
    (claim,) = case.summarise(None, ["S1"], 0, None, go_on).claims
    limited = "only 1 area of the picture watched, 1 area of the picture left out, sensitivity high"
    assert claim.text.endswith(f"({limited}).")
    assert (claim.held_back, claim.verdict.support, claim.verdict.reasons) == (False, "supported", ())
    assert all("watched" not in c.text for c in case.store.draft("D1").claims)


def test_footage_that_is_withheld_is_not_told_of_in_the_settings(case: Case) -> None:
    case.change("S1", {"privilege": "privileged"})
    assert "looks" not in case.summarise(None, ["S2"], 0, None, go_on).run.settings


def test_a_draft_by_hand_names_the_looks_whose_frames_it_cites(case: Case, tmp_path: Path) -> None:
    right = next(f for f in case.store.frames("S1") if f.event == 1)
    case.look_again("S1", [LEFT], [], HIGH, go_on)
    claim = case.reviewing.add_frame_claim(None, "S1", right.id, "A box.")
    draft_id = claim.id.partition(".")[0]
    assert told(case, draft_id, tmp_path) == INTAKE + SINCE
    case.reviewing.add_frame_claim(draft_id, "S1", case.store.frames("S1")[1].id, "Another.")
    (tmp_path / f"{draft_id}.html").unlink()
    said = told(case, draft_id, tmp_path)
    assert said.startswith(f"{INTAKE}. Movement sought in 1 area, sensitivity high; looked at again by")
    assert SINCE not in said


def test_frames_of_all_looks_are_counted_each_once(case: Case) -> None:
    before = case.store.source("S1").frames
    assert before == len({f.ordinal for f in case.store.frames("S1")})
    case.look_again("S1", [LEFT], [], USUAL, go_on)
    after = case.look_again("S1", [], [], HIGH, go_on).frames
    kept = {f.ordinal for look in case.store.looks("S1") for f in look.frames}
    assert after == len(kept) >= before and after == case.store.source("S1").frames
    assert case.verify(None, go_on).ok


def test_a_look_that_finds_nothing_does_not_say_that_there_was_no_movement(case: Case) -> None:
    case.look_again("S1", [(0, 0, 16, 16)], [], USUAL, go_on)
    draft = case.summarise(None, None, 0, None, go_on)
    (left,) = draft.coverage.unused_sources
    found = "only 1 area of the picture watched) found no movement; an earlier look found 2 movements"
    assert left.reason == f"the latest look at it ({found}"
