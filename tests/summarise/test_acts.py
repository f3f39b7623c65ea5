"""What a case turns on weighs more than what stands around it; hearsay weighs less than what was seen."""

from __future__ import annotations

import pytest

from summarise.candidates import acts


@pytest.mark.parametrize(
    ("telling", "around"),
    [
        ("He punched me twice and ran off.", "I caught the number 9 bus to the market."),
        ("I am going to find you and burn you out, he wrote.", "I am going to find out about the trains."),
        ("Her lip was cut and her nose was bleeding.", "The weather was dry and the light was good."),
        ("I arrested her and cautioned her.", "I drove to the station with a colleague."),
        ("He was wearing a grey tracksuit and a balaclava.", "He was in the shop for a few minutes."),
        ("The silver van with the registration AB12 CDE drove off.", "The delivery comes at eight every day."),
        ("He pushed her.", "Her wrist was swelling."),
        ("I saw him kick the door.", "People say that he kicked the door."),
    ],
)
def test_acts_outcomes_and_descriptions_weigh_more(telling: str, around: str) -> None:
    assert acts(telling) > acts(around)


@pytest.mark.parametrize("text", ["", "It was a bit cold.", "as follows", "He charged his phone.", "the police force"])
def test_words_that_only_look_like_acts_weigh_nothing(text: str) -> None:
    assert acts(text) == 0


def test_many_acts_stay_within_one() -> None:
    assert acts("He hit, kicked, pushed, stabbed, robbed and threatened me, stole my bag and ran off bleeding.") <= 1
