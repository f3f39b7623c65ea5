"""Who did what to whom: true passives pass, what was turned round or is told of another does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.support import Cited, judge

PEOPLE = ("Omar Haddad", "Tess Quill", "the cleaner", "the bouncer", "a jogger")
DEEDS = (("tripped", "tripped"), ("bit", "bitten"), ("scratched", "scratched"), ("headbutted", "headbutted"))


def _codes(claim: str, passage: str, witness: str = "") -> tuple[str, list[str]]:
    found = judge(claim, [Cited(passage, witness=witness)])
    return found.support, [r.code for r in found.reasons]


@given(st.permutations(PEOPLE), st.sampled_from(DEEDS), st.booleans())
def test_active_and_passive_say_the_same_and_changed_places_do_not(
    people: list[str], deed: tuple[str, str], passive: bool
) -> None:
    doer, done_to = people[:2]
    active, turned = (f"On Friday {a} {deed[0]} {b}." for a, b in ((doer, done_to), (done_to, doer)))
    passively = f"On Friday {done_to} was {deed[1]} by {doer}."
    passage, other = (passively, active) if passive else (active, passively)
    assert _codes(other, passage)[0] == "supported"
    support, codes = _codes(turned, passage)
    assert support != "supported" and "turned_round" in codes


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        ("A cyclist rode up and elbowed me.", "The witness elbowed a cyclist."),
        ("The woman who scratched us ran off.", "The witness scratched the woman."),
        ("I tripped the thief and he fell.", "The thief tripped the witness."),
        ("The porter got bitten by the patient.", "The patient got bitten by the porter."),
        ("The usher was screamed at by the guest.", "The guest was screamed at by the usher."),
        ("I gave the envelope to Tess Quill.", "Tess Quill gave the witness the envelope."),
        ("Tess Quill elbowed Omar Haddad.", "Tess Quill was elbowed."),
        ("The porter squeezed past my uncle.", "The witness's uncle squeezed past the porter."),
        ("My aunt's lodger scratched her.", "My aunt scratched her lodger."),
    ],
)
def test_changed_places_are_told(passage: str, claim: str) -> None:
    support, codes = _codes(claim, passage)
    assert support == "unsupported" and "turned_round" in codes, codes


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        ("A cyclist rode up and elbowed me.", "The witness was elbowed by a cyclist."),
        ("The woman who scratched us ran off.", "The witness was scratched by the woman."),
        ("The porter got bitten by the patient.", "The patient bit the porter."),
        ("I opened the hatch.", "The hatch opened."),
        ("The hatch opened.", "The hatch was opened."),
        ("The taller guard carried a baton, the other a torch.", "The other carried a torch."),
        ("Tess Quill was elbowed near the bar.", "Tess Quill was elbowed near the bar."),
        ("Two guests were wrestling and one guest bit the other guest.", "One guest bit the other guest."),
        ("I saw him trip my sister and she was crying.", "He tripped the witness's sister."),
    ],
)
def test_what_is_the_same_or_open_is_not_held_against_a_claim(passage: str, claim: str) -> None:
    codes = _codes(claim, passage)[1]
    assert not {"turned_round", "another_doer", "detail_differs", "detail_elsewhere"} & set(codes), codes


@pytest.mark.parametrize(
    "claim",
    [
        "The older guard carried a torch.",
        "The trainee carried a baton.",
        "Omar Haddad cautioned Tess Quill for arson.",
        "Ivo Lamb was cautioned for fraud.",
    ],
)
def test_what_is_told_of_one_is_not_given_to_another(claim: str) -> None:
    passage = (
        "The older guard carried a baton and the trainee a torch. Omar Haddad cautioned Tess Quill for fraud and"
        " Bea Stone cautioned Ivo Lamb for arson."
    )
    assert _codes(claim, passage)[0] != "supported"


def test_the_teller_is_known_by_name() -> None:
    passage = "I elbowed Omar Haddad at the bar."
    assert _codes("Tess Quill elbowed Omar Haddad at the bar.", passage, "Tess Quill")[0] == "supported"
    assert "turned_round" in _codes("Omar Haddad elbowed Tess Quill at the bar.", passage, "Tess Quill")[1]


@pytest.mark.parametrize("claim", ["Three boys kicked the witness.", "One boy kicked the witness."])
def test_another_number_of_the_same_is_told_once_by_the_check_of_details(claim: str) -> None:
    judged = judge(claim, [Cited("Two boys kicked me.")])
    assert judged.support != "supported"
    assert [one.code for one in judged.reasons] == ["detail_differs"]
