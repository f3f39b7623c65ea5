"""How somebody was at one moment, how they left, by what they fell, and the hour that an account has come to."""

from __future__ import annotations

from pathlib import Path

import pytest
from accounts_case import Accounts, desk, make
from draft_case import HashEmbedder

from provenance.points import NewPoint
from summarise.points import points

EMBEDDER = HashEmbedder()
THERE = "On 8 June 2026 I was in Wharf Lane by the ferry office. "


def rows(folder: Path, one: str, other: str) -> list[NewPoint]:
    said = {"Ada FINCH": THERE + one, "Ben MOSS": THERE + other}
    with make(folder / "c", Accounts(said, ()), EMBEDDER) as store:
        return [p for p in points(desk(store, EMBEDDER)) if p.conflict]


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        ("Tom REED slipped.", "Tom REED was pushed.", "whether Reed slipped or was pushed or hit"),
        (
            "Tom REED lost his footing.",
            "Lee COLE hit Tom REED and he fell.",
            "whether Reed slipped or was pushed or hit",
        ),
        ("Tom REED left by the back door.", "After that Tom REED left by the front door.", "which door Reed left by"),
        ("Tom REED got out of the window.", "Tom REED left by the back door.", "which door Reed left by"),
        (
            "Tom REED climbed in through the kitchen window.",
            "Tom REED came in by the back door.",
            "which door Reed came in by",
        ),
        ("Tom REED was driving.", "Tom REED was in the passenger seat.", "whether Reed was at the wheel"),
        ("Lee COLE was behind the wheel.", "Tom REED was driving.", "who was driving"),
        ("Tom REED left on foot.", "Tom REED left in a car.", "how Reed left: on foot or not"),
        ("Tom REED arrived by bus.", "Tom REED arrived on foot.", "how Reed got there: on foot or not"),
        ("Tom REED was alone when he left.", "Tom REED left with another man.", "whether Reed was alone"),
        ("Tom REED came in on his own.", "Tom REED came in with two lads.", "whether Reed was alone"),
        (
            "Tom REED left by the back door. I checked it later. He was alone.",
            "Tom REED left with another man.",
            "whether Reed was alone",
        ),
        (
            "Tom REED was standing when Lee COLE hit him.",
            "Tom REED was sitting down when Lee COLE hit him.",
            "Reed: standing, sitting or lying",
        ),
        (
            "Tom REED was upstairs when the alarm went off.",
            "Tom REED was downstairs when the alarm went off.",
            "Reed: upstairs or downstairs",
        ),
        (
            "Tom REED was asleep when I came home.",
            "Tom REED was awake when she came home.",
            "whether Reed was asleep or awake",
        ),
        ("At 9 pm I went in. The club was full.", "The club was empty at 9 pm.", "whether the club was empty or full"),
    ],
)
def test_both_cannot_be_so(tmp_path: Path, one: str, other: str, about: str) -> None:
    assert about in [p.about for p in rows(tmp_path, one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We opened at 7 am. The shop was empty.", "At noon the shop was full."),
        ("We opened at 7 am. The shop was empty.", "We had lunch at noon. The shop was full."),
        ("We opened at 7 am. I made tea. The shop was empty.", "The shop was full at noon."),
        ("We opened at 7 am. The gate was locked.", "At 10 pm the gate was open."),
        ("We opened in the morning. The shop was empty.", "At closing time the shop was full."),
        ("In the morning I made tea. The shop was empty.", "In the evening Sue came. The shop was full."),
        ("Tom REED argued with Lee COLE. Ned POOLE hit him.", "Ned POOLE hit Lee COLE. Ned POOLE kicked Tom REED."),
        ("Tom REED and Lee COLE were shouting. Ned POOLE punched him.", "Tom REED was kicked by Ned POOLE."),
        ("He went to the side gate.", "He left by the back gate."),
        ("I was at home all evening. I left by the back door.", "I left by the front door."),
        ("Tom REED and Lee COLE were shouting. Ned POOLE punched him.", "Tom REED was kicked by Ned POOLE."),
        ("Tom REED slipped in the yard that morning.", "In the evening Lee COLE pushed Tom REED."),
        ("Tom REED slipped out of the back door.", "Lee COLE pushed Tom REED."),
        ("Tom REED nearly slipped.", "Lee COLE pushed Tom REED."),
        ("Tom REED slipped on his way to work on Monday.", "Lee COLE pushed Tom REED in the bar on Friday."),
        ("Tom REED came to the pub on foot.", "Tom REED left in a taxi."),
        ("Tom REED usually came by car.", "Tom REED came on foot."),
        ("Tom REED ran off towards the bridge.", "Tom REED drove off in a van."),
        ("Tom REED was driving to work in the morning.", "In the evening Tom REED was in the passenger seat."),
        ("Tom REED was standing when the police arrived.", "Tom REED was sitting when the fight began."),
        ("Tom REED was standing at the bar.", "Tom REED was sitting at a table later."),
        ("Tom REED was sitting when Lee COLE came in.", "Lee COLE was standing when Tom REED came in."),
        ("Tom REED was alone in the kitchen.", "Tom REED was with two men in the garden."),
        ("Tom REED was alone when he arrived.", "Tom REED left with another man."),
        ("Tom REED was asleep until nine.", "Tom REED was awake when the bell rang at four."),
        ("Tom REED came in by the front door.", "Tom REED left by the back door."),
        ("Tom REED looked out of the window.", "Tom REED left by the back door."),
        ("I went to the front door.", "Tom REED left by the back door."),
        ("Tom REED was going to leave by the back door.", "Tom REED left by the front door."),
        ("Tom REED was upstairs when the phone rang.", "Tom REED was downstairs when the alarm rang."),
        ("Tom REED was driving the van.", "Lee COLE was driving the car."),
        ("Tom REED was driving a red Fiesta.", "Lee COLE was driving a blue Astra."),
        ("My car was parked outside. I was driving.", "Tom REED was driving."),
        ("He was alone.", "The two men ran off."),
        ("Tom REED left with a bag.", "Tom REED was alone when he left."),
        ("Tom REED stumbled out of the door.", "Lee COLE pushed Tom REED."),
        ("Tom REED was upstairs when the phone rang.", "Tom REED was downstairs when the alarm rang."),
        ("Tom REED was asleep.", "Tom REED was awake when I came home."),
        ("Tom REED was sitting when Lee COLE came in.", "Tom REED was standing when Ned POOLE came in."),
    ],
)
def test_both_may_be_so(tmp_path: Path, one: str, other: str) -> None:
    assert [(p.about, [c.value for c in p.cells]) for p in rows(tmp_path, one, other)] == []
