"""What was said by others, tried, nearly done, put as a condition: a claim that tells it for a fact is partly borne."""

from __future__ import annotations

import pytest

from summarise.checks.base import Cited
from summarise.support import judge


@pytest.mark.parametrize(
    ("passage", "claim", "support"),
    [
        ("Ann said that Bob took the money.", "Bob took the money.", "partly"),
        ("According to Ann, Bob took the money.", "Bob took the money.", "partly"),
        ("My brother told my mother that the neighbour broke the fence.", "The neighbour broke the fence.", "partly"),
        ("I reckon he was drunk.", "He was drunk.", "partly"),
        ("He nearly hit the cyclist.", "He hit the cyclist.", "partly"),
        ("He tried to open the window.", "He opened the window.", "partly"),
        ("He was going to call the police but changed his mind.", "He called the police.", "partly"),
        ("Ann said that Bob took the money.", "Ann said that Bob took the money.", "supported"),
        ("He nearly hit the cyclist.", "He nearly hit the cyclist.", "supported"),
        ("He tried to open the window.", "He tried to open the window.", "supported"),
        ("It was nearly ten minutes later that he came.", "He came ten minutes later.", "supported"),
        ("I was told to wait if the door was open. The man ran off.", "The man ran off.", "supported"),
        ("She said that she was cold. I gave her my coat.", "The witness gave her a coat.", "supported"),
    ],
)
def test_doubt_conditions_and_hearsay_are_kept(passage: str, claim: str, support: str) -> None:
    assert judge(claim, [Cited(passage)]).support == support
