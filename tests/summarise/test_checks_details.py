"""Details of a claim against the sentence that it draws on: what is kept passes, what is changed is caught."""

from __future__ import annotations

import pytest

from provenance.records import Support
from summarise.support import Cited, judge

STATION = Cited(
    "I was on the platform with my sister. I heard two bangs and then shouting at about half past two. Adam Okafor"
    " pushed Mrs Price with his left hand and pulled her tan bag away. Kit Tarrow was standing by the stairs in a dark"
    " blue coat. Then a man in a green hat ran up the stairs, and two women walked down. On 3 May I rang 07700 900123"
    " and gave the plate AB12 CDE. The tin held £340."
)


@pytest.mark.parametrize(
    "claim",
    [
        "I heard two bangs at 14:30.",
        "She heard a couple of bangs and then shouting at about 2.30 pm.",
        "B. Lindqvist said that she heard two bangs and then shouting at half past two.",
        "Adam Okafor pushed Mrs Price with his left hand.",
        "Mrs Price was pushed by Adam Okafor.",
        "Mr Okafor pulled her tan bag away.",
        "Kit Tarrow was standing by the stairs in a blue coat.",
        "A man in a green hat ran up the stairs and two women walked down.",
        "At half past two there were two bangs, and then a man in a green hat ran up the stairs.",
        "On 03/05/2026 she rang +44 7700 900123.",
        "The tin held 340 pounds.",
    ],
)
def test_what_is_kept_in_any_way_of_writing_passes(claim: str) -> None:
    found = judge(claim, [STATION])
    assert found.support == "supported", found
    assert not found.reasons and found.score > 0.7


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("I heard three bangs and then shouting.", "three"),
        ("I heard two bangs at 02:30.", ""),
        ("Adam Okafor pushed Mrs Price with his right hand.", "right"),
        ("Kit Tarrow pushed Mrs Price with his left hand.", "Kit Tarrow"),
        ("Okafor was standing by the stairs in a blue coat.", "Okafor"),
        ("Kit Tarrow was standing by the stairs in a green coat.", "green"),
        ("A man in a blue hat ran up the stairs.", "blue"),
        ("A man in a green hat ran down the stairs.", "down"),
        ("A man in a green hat ran up the stairs, and three women walked down.", "three"),
        ("On 4 May I rang 07700 900123.", "4 May"),
        ("On 3 May I rang 07700 900124.", "07700 900124"),
        ("I gave the plate AB12 CDF.", "AB12 CDF"),
        ("The tin held £430.", "£430"),
        ("A woman in a green hat ran up the stairs.", "woman"),
    ],
)
def test_what_is_changed_is_contradicted_and_its_words_are_told(claim: str, words: str) -> None:
    found = judge(claim, [STATION])
    if not words:
        assert found.support == "supported"  # "about half past two" leaves the half of the day open
        return
    assert found.support == "contradicted", found
    reason = next(r for r in found.reasons if r.code == "detail_differs")
    start, end = map(int, reason.place.removeprefix("claim=").split("-"))
    assert claim[start:end] == words and f"“{words}”" in reason.detail
    assert found.score < 0.2


@pytest.mark.parametrize(
    ("claim", "support", "code"),
    [
        ("The platform had twelve lamps.", "unsupported", "figure_not_found"),
        ("I heard two bangs at quarter to three.", "unsupported", "detail_differs"),
        ("Antonia Price was pushed by Adam Okafor.", "partly", "detail_differs"),
        ("Zofia Nowak heard bangs.", "partly", "name_not_found"),
        ("The platform was tan.", "unsupported", "detail_elsewhere"),
    ],
)
def test_what_does_not_stand_there_is_not_supported(claim: str, support: Support, code: str) -> None:
    found = judge(claim, [STATION])
    assert found.support == support, found
    assert code in {r.code for r in found.reasons}


def test_places_count_in_the_whole_claim_behind_quotations() -> None:
    claim = "X, statement: “two bangs” 👀 and 9 bangs"
    found = judge(claim, [Cited("I heard two bangs and then shouting.", "statement", "X")])
    places = {r.place for r in found.reasons if r.code == "detail_differs"}
    assert [claim[slice(*map(int, p.removeprefix("claim=").split("-")))] for p in places] == ["9"]


def test_one_of_two_like_sentences_is_chosen_by_what_the_claim_says() -> None:
    cited = Cited("He was here on Monday. She said otherwise. He was not here on Tuesday.")
    assert judge("He was not here on Tuesday.", [cited]).support == "supported"
    assert judge("He was here on Monday.", [cited]).support == "supported"
    assert judge("He was here on Tuesday.", [cited]).support == "contradicted"


def test_several_passages_may_bear_one_claim() -> None:
    first, second = Cited("He had a blue coat.", "A/1", "J. Smith"), Cited("At 14:40 he ran.", "A/1", "J. Smith")
    assert judge("J. Smith said that he had a blue coat and ran at 14:40.", [first, second]).support == "supported"


def test_margins_of_numbered_pages_are_no_figures() -> None:
    page = "\n".join(
        f"{n:>2}      {line}" for n, line in enumerate(("I saw one", "man run at", "3 pm with a", "bag."), 22)
    )
    assert judge("I saw one man run at 3 pm with a bag.", [Cited(page)]).support == "supported"
    assert judge("I saw 24 men run with a bag.", [Cited(page)]).support != "supported"
