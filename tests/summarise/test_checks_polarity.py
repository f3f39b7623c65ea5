"""Denial, doubt, hearsay and who said it: a claim keeps them, or the checks say what became of them."""

from __future__ import annotations

import pytest

from provenance.records import Support
from summarise.support import Cited, judge

TALK = Cited(
    "He did not touch her. I think he may have seen it all. I was told later that the camera was fast. Nobody"
    " went after him for ten minutes. There was no blood on the floor. I had never seen him before. I saw the bag."
    " He ran.",
    "S/1; statement of; 3 May 2026",
    "B. Lindqvist",
)


@pytest.mark.parametrize(
    ("claim", "support", "code"),
    [
        ("He did not touch her.", "supported", ""),
        ("He didn’t touch her.", "supported", ""),
        ("He touched her.", "contradicted", "denial_dropped"),
        ("Somebody went after him for ten minutes.", "contradicted", "denial_dropped"),
        ("There was blood on the floor.", "contradicted", "denial_dropped"),
        ("There was not any blood on the floor.", "supported", ""),
        ("She had seen him before.", "contradicted", "denial_dropped"),
        ("I did not see the bag.", "contradicted", "denial_added"),
        ("It is not true that I saw the bag.", "contradicted", "denial_added"),
        ("He never ran.", "contradicted", "denial_added"),
        ("He saw it all.", "partly", "hedge_left_out"),
        ("She thought he might have seen it all.", "supported", ""),
        ("The camera was fast.", "partly", "hedge_left_out"),
        ("She was told that the camera was fast.", "supported", ""),
        ("B. Lindqvist said that she was told the camera was fast.", "supported", ""),
        ("B. Lindqvist said that the camera was fast.", "partly", "hedge_left_out"),
        ("C. Marsh said that he ran.", "unsupported", "wrong_attribution"),
        ("According to B. Lindqvist, he ran.", "supported", ""),
    ],
)
def test_of_a_witness(claim: str, support: Support, code: str) -> None:
    found = judge(claim, [TALK])
    assert found.support == support, found
    assert not code or code in {r.code for r in found.reasons}
    assert all(r.place.startswith("claim=") for r in found.reasons)


def test_a_question_that_only_turns_on_not_denies_nothing() -> None:
    asked = Cited("Q. Isn't it true that you saw the bag? A. Yes.")
    assert judge("You saw the bag.", [asked]).support == "supported"
    tag = Cited("You saw the bag, didn't you?")
    assert judge("You saw the bag.", [tag]).support == "supported"


def test_a_denial_in_the_message_before_is_not_the_quoted_ones_own() -> None:
    chat = Cited("14:20 Ana: I am not coming\n\n14:21 Ben: the bag is at home", "C/1", "")
    assert judge("C/1: “the bag is at home”", [chat]).support == "supported"
    lines = Cited("14:20 Ana: I am not coming\n14:21 Ben: the bag is at home", "C/1", "")
    assert judge("C/1: “the bag is at home”", [lines]).support == "supported"
    one = Cited("14:21 Ben: I am not sure the bag is at home", "C/1", "")
    assert judge("C/1: “the bag is at home”", [one]).support == "partly"


def test_said_in_the_passage_is_a_part_of_it() -> None:
    cited = Cited("Dr Goodrich testified that the servers were slow. Dr Franklin ate.", "T/1", "Ms. Williams")
    assert judge("Dr Goodrich testified that the servers were slow.", [cited]).support == "supported"
    assert judge("Dr Franklin testified that the servers were slow.", [cited]).support != "supported"


@pytest.mark.parametrize("record", ["Ann Farrow, statement of 3 May 2026, W/1, line 1", "Ann Farrow", "Report R/1"])
@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("The red lorry struck the gate on 3 May.", "partly"),
        ("The red lorry struck the gate on May 3.", "partly"),
        ("The red lorry struck the gate in may.", "partly"),
        ("The red lorry struck the gate of Mrs May on 3 May.", "partly"),
        ("The red lorry may have struck the gate on 3 May.", "supported"),
        ("She thought that the red lorry struck the gate on 3 May.", "supported"),
    ],
)
def test_the_month_of_may_is_no_doubt(record: str, claim: str, support: Support) -> None:
    said = "I think that the red lorry struck the gate of Mrs May on 3 May 2026."
    for told in (claim, f"{record}: {claim}"):
        assert judge(told, [Cited(said, record, "Ann Farrow")]).support == support, told


def test_no_word_of_the_attribution_keeps_hearsay() -> None:
    told = Cited("I was told that the camera was fast.", "Report R/1, 3 May 2026", "Ann Farrow")
    for head in ("Ann Farrow, report R/1", "Report R/1, 3 May 2026"):
        lost = judge(f"{head}: The camera was fast.", [told])
        assert "hedge_left_out" in {r.code for r in lost.reasons}, head
        kept = judge(f"{head}: She was told that the camera was fast.", [told])
        assert "hedge_left_out" not in {r.code for r in kept.reasons}, head


@pytest.mark.parametrize(
    ("said", "claim", "support", "code"),
    [
        ("I did not see the tall man leave the depot.", "The tall man left the depot.", "partly", "denial_dropped"),
        ("I did not see the driver run off.", "The driver ran off.", "partly", "denial_dropped"),
        ("I did not see him hit the woman.", "He hit the woman.", "partly", "denial_dropped"),
        ("I did not hear Paul shout at her.", "Paul shouted at her.", "partly", "denial_dropped"),
        ("I never noticed the man drop the bag.", "The man dropped the bag.", "partly", "denial_dropped"),
        ("Nobody saw the man leave the depot.", "The man left the depot.", "partly", "denial_dropped"),
        ("I was not able to see him hit the woman.", "He hit the woman.", "partly", "denial_dropped"),
        ("The man was not seen leaving the depot.", "The man left the depot.", "partly", "denial_dropped"),
        ("I don't remember the man leaving the depot.", "The man left the depot.", "partly", "denial_dropped"),
        ("I do not think that the man left the depot.", "The man left the depot.", "partly", "denial_dropped"),
        ("I do not know whether the man left the depot.", "The man left the depot.", "partly", "denial_dropped"),
        ("I did not say that the man left the depot.", "The man left the depot.", "partly", "denial_dropped"),
        ("I did not see a knife.", "There was a knife.", "partly", "denial_dropped"),
        ("I did not see the man leave the depot.", "The man did not leave the depot.", "partly", "denial_added"),
        ("I did not see the man leave the depot.", "She did not see the man leave the depot.", "supported", ""),
        ("I did not see the man leave the depot.", "She saw the man leave the depot.", "contradicted", ""),
        ("I did not see the man, and I left the depot.", "She left the depot.", "supported", ""),
        ("I did not see the man who left the depot.", "The man left the depot.", "supported", ""),
        ("I did not see when the man left the depot.", "The man left the depot.", "supported", ""),
        ("I had never seen the tall man before. He ran off.", "The tall man ran off.", "supported", ""),
        ("I did not see the man fall. The man left the depot.", "The man left the depot.", "supported", ""),
        ("I did not know that the man had left the depot.", "The man had left the depot.", "supported", ""),
    ],
)
def test_what_was_not_seen_is_left_open(said: str, claim: str, support: Support, code: str) -> None:
    found = judge(claim, [Cited(said)])
    assert found.support == support, found
    assert not code or code in {r.code for r in found.reasons}


@pytest.mark.parametrize("order", [1, -1])
def test_what_another_passage_tells_for_so_is_supported(order: int) -> None:
    unseen, seen = "I did not see the tall man leave the depot.", "The tall man left the depot at 10.15."
    claim = "The tall man left the depot."
    assert judge(claim, [Cited(unseen), Cited(seen)][::order]).support == "supported"
    assert judge(claim, [Cited(" ".join([unseen, seen][::order]))]).support == "supported"
