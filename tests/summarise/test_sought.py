"""What a question asks for, which of its words are rare, and which sentence beside the nearest one may answer it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.asked_words import NOT_HELD, not_held
from provenance.records import Passage, Sentence
from summarise.ask import beside
from summarise.asked import asked_words, rarity, share, unheld
from summarise.sought import sought
from summarise.units import units


def passage(*said: str, id: str = "S1.1") -> Passage:
    text, sentences = "", []
    for one in said:
        text += " " if text else ""
        sentences.append(Sentence(len(text), len(text) + len(one), one))
        text += one
    return Passage(id, "S1", 1, 0, len(text), text, tuple(sentences), "p. 1")


@pytest.mark.parametrize(
    ("question", "states", "states_not"),
    [
        ("How much money was in the till?", "It came to £312.40.", "The till was open."),
        ("How many men ran off?", "Two of them ran.", "Some of them ran."),
        ("When did she leave?", "She left at 14:05.", "She left with a friend."),
        ("What time was it?", "It was half past nine in the evening.", "It was late."),
        ("What colour was the van?", "It was a silver van.", "It was an old van."),
    ],
)
def test_the_kind_of_answer_is_known_by_the_question(question: str, states: str, states_not: str) -> None:
    found = sought(question)
    assert found is not None
    assert found.search(states)
    assert not found.search(states_not)


@pytest.mark.parametrize("question", ["Who ran away?", "Where was the bag?", "Why did he stop?", ""])
def test_other_questions_ask_for_no_such_thing(question: str) -> None:
    assert sought(question) is None


def test_a_direction_is_asked_for_and_its_name_is_not_looked_for() -> None:
    for question in (
        "Which way did the van go?",
        "What direction did he run in?",
        "In which direction did they drive?",
    ):
        states = sought(question)
        assert states and not {"way", "direction"} & set(asked_words(question))
        for said in ("It turned left.", "He ran towards the church.", "They drove off right.", "She went north."):
            assert states.search(said), said
        for said in (
            "He left the house.",
            "She was all right.",
            "These are the ways in which it is used.",
            "I went down to help.",
        ):
            assert not states.search(said), said
    assert sought("In what way did she help?") is None


def test_a_word_in_no_passage_weighs_most() -> None:
    weights = rarity([passage("The man ran."), passage("The man fell and broke a lamp.")], ["man", "lamp", "convict"])
    assert weights["convict"] > weights["lamp"] > weights["man"] == 1.0


@given(st.lists(st.sampled_from(["man", "lamp", "dog"])), st.lists(st.sampled_from(["man", "lamp", "cat"])))
def test_a_share_lies_within_one_and_is_whole_for_all_words(asked: list[str], said: list[str]) -> None:
    weights = rarity([passage("The man and the dog.")], asked)
    assert 0 <= share(weights, " ".join(said)) <= 1
    assert share(weights, " ".join(asked)) == (1 if asked else 0)


def test_what_is_asked_for_counts_and_its_name_does_not() -> None:
    question = "What colour was the van?"
    assert asked_words(question) == ["van"]
    weights = rarity([passage("The van was white."), passage("A dog barked.")], asked_words(question))
    assert share(weights, "The van was white.", sought(question)) == 1
    assert share(weights, "The van was old.", sought(question)) < 1
    assert asked_words("Was a weapon seen by anybody?") == ["weapon"]


def test_the_sentence_that_states_what_is_asked_for_stands_beside() -> None:
    found = units(
        passage(
            "We counted up and it came to £312.40 altogether.",
            "Everybody was pleased with how the stall had done.",
            "I put the money in the tin and the tin in my bag.",
            "My friend went home by the early train as planned.",
        )
    )
    nearest = next(u for u in found if "tin" in u.text)
    more = beside("How much money was in the tin?", [nearest], found, np.linspace(0.5, 0.9, len(found)))
    assert "£312.40" in more[0].text
    assert "early train" in more[1].text


def test_a_question_that_was_put_comes_with_its_reply() -> None:
    found = units(
        passage(
            'He replied, "I found the bag and was bringing it back."',
            'I then asked him, "Where exactly did you find it?"',
            'He replied, "Down by the steps of the station."',
        )
    )
    more = beside("Where did he find the bag?", found[:1], found, np.array([0.9, 0.5, 0.4])[: len(found)])
    assert any("by the steps" in u.text for u in more)


def test_nothing_cited_has_nothing_beside_it() -> None:
    assert beside("How many?", [], [], np.zeros(0)) == []


def test_words_that_no_passage_holds_are_named_as_they_were_typed() -> None:
    passages = [passage("The man ran to the taxi."), passage("Two police officers spoke to him.")]
    asked = "What did the taxi driver say to the police about convictions?"
    assert unheld(passages, asked) == ["driver", "convictions"]
    assert unheld(passages, "Did the man run?") == []
    assert unheld(passages, "Who spoke to whom?") == []


def test_it_is_said_in_a_sentence() -> None:
    assert not_held({NOT_HELD: ["driver"]}).startswith("No passage searched holds “driver”:")
    assert "“driver” or “van”" in not_held({NOT_HELD: ["driver", "van"]})
    assert not_held({}) == not_held({NOT_HELD: []}) == ""
