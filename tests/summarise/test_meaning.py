"""The grade for order speaks one way for each signal; the meaning check names what little of a claim is cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest
from draft_case import BY, HashEmbedder, add_text, index_all
from hypothesis import given
from hypothesis import strategies as st

from provenance.ports import Nearness
from provenance.records import Notice
from provenance.store.case_store import CaseStore
from summarise.draft import Drafting
from summarise.meaning import WEIGHTS, MeaningCheck, Signals, asserts, joined, signals, weakest
from summarise.meaning_words import bearing, shared
from summarise.support import Cited, Judgement

EMBEDDER = HashEmbedder()
SAID = "I saw two men run from the bank in Mill Lane. One of them wore a green coat. It was not raining."


@dataclass(frozen=True)
class SameWords:
    """An Aligner by spelling: a word that stands in the premise is as near as can be, another not at all."""

    name: str = "same words"
    sha256: str = ""

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Nearness, ...]]:
        return [
            tuple(Nearness(w.start(), w.end(), float(w[0].lower() in _words(p))) for w in re.finditer(r"\w+|\S", c))
            for p, c in pairs
        ]


@dataclass(frozen=True)
class Contained:
    """An Entailment by spelling: the premise says the claim where it holds its words in a row."""

    name: str = "contained"
    sha256: str = ""

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [float(c.rstrip(".").lower() in p.lower()) for p, c in pairs]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def grade(premise: str, claim: str) -> float:
    return signals(premise, claim, "supported", SameWords().align([(premise, claim)])[0]).grade()


def test_what_a_claim_shares_with_its_premise() -> None:
    assert shared(SAID, "Two men wore a green coat in Mill Lane.").names == 0
    assert shared(SAID, "The men ran from Carl Hobbs in Mill Lane.").names == 2
    assert shared("It was 1,200 pounds on 3 May.", "On 3 May it was 1200 pounds.").figures == 0
    assert shared("It was 1,200 pounds on 3 May.", "On 4 May it was 1,300 pounds.").figures == 2
    assert shared("The door was open.", "The door wasn't open and nobody was in.").denials == 2
    assert shared(SAID, "It was raining.").denials == 0
    assert shared("", "It was.").words == 0.0
    assert shared(SAID, "men in a green coat").words == 1.0


def test_what_bears_on_a_claim_is_chosen_and_keeps_its_order() -> None:
    filler = " ".join(f"The {n}th item of the list was read out and agreed by all." for n in range(40))
    premise = f"{filler} A man wore a green coat. {filler} He left in a van. {filler}"
    found = bearing(premise, "A man in a green coat left in a van.", room=30)
    assert "A man wore a green coat." in found and "He left in a van." in found
    assert found.index("green coat") < found.index("van")
    assert len(found.split()) <= 30


@given(
    st.lists(
        st.sampled_from(["A man ran.", "He wore a coat.\n", "Nothing.", "The bank, in Mill Lane, is shut!"]),
        max_size=80,
    ),
    st.sampled_from(["A man wore a coat", "", "Mill Lane", "???"]),
    st.integers(5, 60),
)
def test_what_bears_is_words_of_the_premise_and_fits(sentences: list[str], claim: str, room: int) -> None:
    premise = " ".join(sentences)
    found = bearing(premise, claim, room).split()
    assert len(found) <= room
    assert found == premise.split() if len(premise.split()) <= room else found
    rest = iter(premise.split())
    assert all(word in rest for word in found)  # in their order


def test_one_changed_word_grades_lower() -> None:
    true = grade(SAID, "One of them wore a green coat.")
    for changed in (
        "One of them wore a blue coat.",
        "One of them never wore a green coat.",
        "Hobbs wore a green coat.",
    ):
        assert grade(SAID, changed) < true


@given(
    st.builds(
        Signals, *[st.floats(0, 1)], *[st.floats(-5, 0)] * 3, st.floats(-1, 1), st.sampled_from([0.0, 1.0, 2.0, 3.0]),
        st.sampled_from([-1.0, 0.0]),
    ),
    st.sampled_from([field.name for field in fields(Signals)]),
    st.floats(0, 2),
)  # fmt: skip
def test_more_of_a_signal_never_grades_lower(found: Signals, name: str, more: float) -> None:
    better = replace(found, **{name: getattr(found, name) + more})
    assert 0 <= found.grade() <= better.grade() <= 1


def test_no_weight_speaks_the_other_way() -> None:
    assert all(getattr(WEIGHTS, field.name) >= 0 for field in fields(WEIGHTS) if field.name != "middle")


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=60))
def test_the_weakest_word_rules(cosines: list[float]) -> None:
    claim = "a " * len(cosines)
    near = [Nearness(2 * i, 2 * i + 1, c) for i, c in enumerate(cosines)]
    assert weakest(claim, near) <= min(cosines) + 1e-9
    assert weakest(claim, near[:-1] or near) >= weakest(claim, near)
    assert weakest("", []) == 0.0


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("Two men ran from the bank.", None),
        ("A masked robber threatened the cashier.", "partly"),
        ("J. Smith, statement: “A masked robber threatened the cashier.”", None),
        ("", None),
        ("...", None),
    ],
)
def test_a_claim_of_which_little_is_cited(claim: str, support: str | None) -> None:
    found = MeaningCheck(SameWords()).judge(claim, [Cited(SAID)])
    assert found.support == support
    if support:
        assert found.reasons[0].code == "little_in_common" and "robber" in found.reasons[0].detail
        start, end = map(int, found.reasons[0].place.removeprefix("claim=").split("-"))
        assert claim[start:end] in found.reasons[0].detail
    assert asserts(claim) == (bool(claim) and "“" not in claim)


def test_who_says_it_where_and_when_does_not_count() -> None:
    smith = Cited(SAID, "JS/1; John Smith; statement of; 3 May 2026; p. 2", "John Smith")
    check = MeaningCheck(SameWords())
    assert check.judge("John Smith, statement of 3 May 2026, JS/1, p. 2: Two men ran.", [smith]).support is None
    assert check.judge("John Smith said that two men ran.", [smith]).support is None
    foreign = check.judge("John Smith said that a masked robber threatened the cashier.", [smith])
    assert foreign.support == "partly" and "Smith" not in foreign.reasons[0].detail


def test_drafts_compare_own_words_with_cited_words(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "case", "OP TEST", "Test", BY) as store:
        add_text(store, "statement.txt", SAID, {"witness": "John Smith"}, exhibit="JS/1")
        index_all(store, EMBEDDER)
        desk = Drafting(store, EMBEDDER, None, None, lambda what, done, total: True)
        passage = desk.material.passages[0]
        source = desk.material.by_id[passage.source_id]
        unit = next(u for u in desk.backdrop.units(passage) if "bank" in u.text)
        cited = [desk.composer.cite(source, unit, "cited")]
        near = desk.judge.verdict("John Smith, JS/1: Two men ran from the bank.", cited)
        far = desk.judge.verdict("John Smith, JS/1: Somebody masked threatened the cashier.", cited)
    assert "little_in_common" not in [r.code for r in near.reasons]
    assert "little_in_common" in [r.code for r in far.reasons]


def test_an_entailment_model_is_asked_where_there_is_one() -> None:
    check = MeaningCheck(SameWords(), Contained())
    assert check.judge("It was not raining.", [Cited(SAID)]).support == "supported"
    denied = check.judge("It was raining in Mill Lane.", [Cited(SAID)])
    assert (denied.support, denied.reasons[0].code) == ("partly", "not_entailed")


def test_the_meaning_check_never_betters_a_verdict() -> None:
    claim = "A masked robber threatened the cashier."
    near = SameWords().align([(SAID, claim)])[0]
    told = (Notice("quote_not_found", "x"),)
    worse = joined(Judgement("unsupported", 0.3, told), claim, near)
    assert worse.support == "unsupported" and len(worse.reasons) == 2
    assert joined(Judgement("supported", 1.0, ()), claim, near).support == "partly"
    same = Judgement("supported", 1.0, ())
    assert joined(same, "Two men ran.", SameWords().align([(SAID, "Two men ran.")])[0]) == same
