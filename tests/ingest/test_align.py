"""Alignment of words by the real model in a real child: places, nearness, order, texts that are too long."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.embed import PUBLISHED_SHA256, ChildEmbedder
from ingest.isolation import ChildRunner
from provenance.ports import Nearness

PREMISE = "A man in a green coat ran out of the bank and got into a red car."


@pytest.fixture(scope="module")
def runner() -> Iterator[ChildRunner]:
    with ChildRunner(1) as made:
        yield made


@pytest.fixture(scope="module")
def aligner(runner: ChildRunner) -> ChildEmbedder:
    return ChildEmbedder(runner)


def near(claim: str, found: tuple[Nearness, ...]) -> dict[str, float]:
    return {claim[n.start : n.end]: n.cosine for n in found}


def test_every_word_has_its_place_and_what_stands_in_the_premise_is_near(aligner: ChildEmbedder) -> None:
    claim = "A man ran out of the bank with a machete."
    found = near(claim, aligner.align([(PREMISE, claim)])[0])
    assert list(found) == ["A", "man", "ran", "out", "of", "the", "bank", "with", "a", "machete", "."]
    assert found["bank"] > 0.7 and found["man"] > 0.7
    assert found["machete"] < min(found["bank"], found["man"], found["ran"]) - 0.2


def test_a_word_that_means_the_same_is_nearer_than_one_that_does_not(aligner: ChildEmbedder) -> None:
    same, other = "He escaped in a scarlet vehicle.", "He escaped in a wooden boat."
    one, two = aligner.align([(PREMISE, same), (PREMISE, other)])
    assert near(same, one)["vehicle"] > near(other, two)["boat"] + 0.1


def test_pairs_keep_their_order_and_the_same_pairs_give_the_same_numbers(aligner: ChildEmbedder) -> None:
    claims = [f"The man was seen {n} times " + "near the bank " * (n % 9) for n in range(150)]
    pairs = [(PREMISE, claim) for claim in claims]
    found = aligner.align(pairs)
    assert [claim[n[-1].start : n[-1].end] for claim, n in zip(claims, found, strict=True)] == [
        "bank" if n % 9 else "times" for n in range(150)
    ]
    assert found == aligner.align(pairs)


def test_texts_without_words_and_texts_that_are_too_long(aligner: ChildEmbedder) -> None:
    found = aligner.align([("", "a claim"), (PREMISE, ""), (PREMISE * 200, "The bank. " * 900)])
    assert [n.end for n in found[0]] == [1, 7]
    assert found[1] == ()
    assert 50 < len(found[2]) < 900
    assert aligner.align([]) == []


def test_it_is_the_published_model(aligner: ChildEmbedder) -> None:
    assert aligner.sha256 == PUBLISHED_SHA256
