"""How far a denial, a condition and a number reach, and what came first: the open and the excepted are not so."""

from __future__ import annotations

import pytest

from summarise.support import Cited, judge


def _judged(claim: str, passage: str) -> tuple[str, list[str]]:
    found = judge(claim, [Cited(passage)])
    return found.support, [r.code for r in found.reasons]


@pytest.mark.parametrize(
    ("passage", "claim", "code"),
    [
        ("Nobody except my aunt heard the crash.", "Nobody heard the crash.", "exception_left_out"),
        ("No one apart from Ivo touched the ladder.", "Ivo did not touch the ladder.", "denial_added"),
        ("I didn't reach the depot until Friday.", "The witness never reached the depot.", "exception_left_out"),
        ("I was too dizzy to stand.", "The witness stood.", "denial_dropped"),
        ("She forgot to bolt the hatch.", "She bolted the hatch.", "denial_dropped"),
        ("He left the depot without paying.", "He paid.", "denial_dropped"),
        ("It was a scooter rather than a motorbike.", "It was a motorbike.", "denial_dropped"),
        ("Neither Ivo nor Bea touched the ladder.", "Bea touched the ladder.", "denial_dropped"),
        ("The hatch was not bolted.", "The hatch was not unbolted.", "detail_differs"),
        ("If Ivo had been awake he would have heard the crash.", "Ivo had been awake.", "hedge_left_out"),
        ("If Ivo had been awake he would have heard the crash.", "Ivo heard the crash.", "hedge_left_out"),
        ("I wish I had kept the receipt.", "The witness had kept the receipt.", "hedge_left_out"),
        ("She would smash the lamp unless I signed the form.", "The witness signed the form.", "hedge_left_out"),
        ("He threatened to smash the lamp.", "He smashed the lamp.", "hedge_left_out"),
        ("The depot usually shuts at nine.", "The depot shuts at nine.", "hedge_left_out"),
        ("Bea rang and said Ivo had smashed the lamp.", "Ivo had smashed the lamp.", "hedge_left_out"),
        ("My nephew says the guard slapped Ivo.", "The guard slapped Ivo.", "hedge_left_out"),
        ("Four nurses and two porters came.", "Two nurses came.", "detail_elsewhere"),
        ("I bolted the hatch before I rang Bea.", "The witness rang Bea before bolting the hatch.", "order_turned"),
        ("The lamp broke after Ivo shouted.", "Ivo shouted after the lamp broke.", "order_turned"),
        ("After Ivo shouted, the lamp broke.", "The lamp broke before Ivo shouted.", "order_turned"),
        ("Bea paid the fine and then sold the car.", "Bea sold the car before she paid the fine.", "order_turned"),
    ],
)
def test_what_reaches_less_far_is_not_supported(passage: str, claim: str, code: str) -> None:
    support, codes = _judged(claim, passage)
    assert support != "supported" and code in codes, (support, codes)


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        ("Nobody except my aunt heard the crash.", "The witness's aunt heard the crash."),
        ("Nobody except my aunt heard the crash.", "Nobody except the witness's aunt heard the crash."),
        ("No one touched the ladder apart from Ivo and Bea.", "Bea touched the ladder."),
        ("I didn't reach the depot until Friday.", "The witness did not reach the depot until Friday."),
        ("I was too dizzy to stand.", "The witness did not stand."),
        ("I was too dizzy to stand.", "The witness was too dizzy to stand."),
        ("I was standing too close to the edge.", "The witness was standing close to the edge."),
        ("The hatch was not bolted.", "The hatch was unbolted."),
        ("The shutter wasn't open.", "The shutter was shut."),
        ("No one was awake.", "Nobody was awake."),
        ("It was a scooter rather than a motorbike.", "It was a scooter."),
        ("If Ivo had been awake he would have heard the crash.", "If Ivo had been awake he would have heard it."),
        ("He threatened to smash the lamp.", "He threatened to smash the lamp."),
        ("He nearly fell off the wall.", "He nearly fell off the wall."),
        ("Bea claimed that Ivo smashed the lamp.", "Bea claimed that Ivo smashed the lamp."),
        ("Bea rang and said Ivo had smashed the lamp.", "Bea said that Ivo had smashed the lamp."),
        ("Four nurses and two porters came.", "Two porters came."),
        ("Four nurses came, and two of them were crying.", "Two of the nurses were crying."),
        ("I bolted the hatch before I rang Bea.", "The witness rang Bea after bolting the hatch."),
        ("After Ivo shouted, the lamp broke.", "Ivo shouted before the lamp broke."),
    ],
)
def test_what_is_said_in_another_way_passes(passage: str, claim: str) -> None:
    assert _judged(claim, passage)[0] == "supported", _judged(claim, passage)


def test_a_claim_that_falls_short_of_what_was_nearly_done() -> None:
    assert "hedge_left_out" in _judged("He fell off the wall.", "He nearly fell off the wall.")[1]
