"""What a grammar lets through: claims over given names alone, each closed as it comes."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_case import RUNTIME, file_of

from provenance.language import Answer, Prompt
from summarise.model import grammar
from summarise.model.aliases import aliases
from summarise.model.answers import ClaimReader, Told, kept

ASKED = Prompt("Read.", "Claims: ", "", "P7K3: He ran.\n", "\n")


def answered(tiny: object, rules: str, most: int, temperature: float = 0.0, seed: int = 0) -> Answer:
    from summarise.model.engine import load

    *_, answer = load(file_of(tiny)).answer(ASKED, rules, most, temperature, seed)  # type: ignore[arg-type]
    assert isinstance(answer, Answer)
    return answer


def test_an_answer_is_claims_over_names_of_one_account(tiny: object) -> None:
    pytest.importorskip("llama_cpp", reason=RUNTIME)
    accounts = [["P7K3", "P4M9"], ["P2X8"]]
    rules = grammar.claims(accounts, 1, 4, 3, 40)
    texts = set()
    for seed in range(12):
        answer = answered(tiny, rules, 900, temperature=1.3, seed=seed)
        assert answer.whole
        texts.add(answer.text)
        claims = json.loads(answer.text)["claims"]
        assert 1 <= len(claims) <= 4
        for claim in claims:
            assert set(claim) == {"text", "cites"}
            assert 12 <= len(claim["text"]) <= 80 and claim["text"][0] not in " .,;:-!…"
            assert not re.search(r"[.!?]\s", claim["text"]), "one sentence"
            assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in claim["text"])
            assert any(claim["cites"] and set(claim["cites"]) <= set(account) for account in accounts)
    assert len(texts) > 6  # the draws differ, so that the grammar was tried


def test_every_account_has_its_turn_where_that_is_asked(tiny: object) -> None:
    pytest.importorskip("llama_cpp", reason=RUNTIME)
    accounts = [["P7K3", "P4M9"], ["P2X8"], ["P6T4"]]
    for seed in range(5):
        answer = answered(tiny, grammar.claims(accounts, 1, 5, 3, 30, each=True), 900, temperature=1.3, seed=seed)
        claims = json.loads(answer.text)["claims"]
        assert 3 <= len(claims) <= 5
        assert all(set(c["cites"]) <= set(a) for c, a in zip(claims, accounts, strict=False))


def test_an_answer_may_hold_no_claim_where_that_is_allowed(tiny: object) -> None:
    pytest.importorskip("llama_cpp", reason=RUNTIME)
    found = {answered(tiny, grammar.claims([["P7K3"]], 0, 2, 1, 20), 400, 1.5, seed).text for seed in range(20)}
    assert '{"claims":[]}' in found and len(found) > 1


def test_picks_are_given_names(tiny: object) -> None:
    pytest.importorskip("llama_cpp", reason=RUNTIME)
    names = aliases("C", 5, 1, "")
    answer = answered(tiny, grammar.picks(names, 3), 200)
    found = kept(answer.text, frozenset(names))
    assert answer.whole and 1 <= len(found) <= 3 and set(found) <= set(names)


def test_an_answer_that_is_cut_off_says_so(tiny: object) -> None:
    pytest.importorskip("llama_cpp", reason=RUNTIME)
    answer = answered(tiny, grammar.claims([["P7K3"]], 1, 4, 3, 300), 12)
    reader = ClaimReader(frozenset({"P7K3"}))
    assert reader.feed(answer.text) == [] and reader.cut
    assert (answer.whole, answer.generated) == (False, 12)


def test_a_choice_that_is_cut_off_gives_what_it_has() -> None:
    assert kept('{"keep":["C2A3","C4B5","C', frozenset({"C2A3", "C4B5"})) == ["C2A3", "C4B5"]
    assert kept('{"keep":["C2A3","C2A3"]}', frozenset({"C2A3"})) == ["C2A3"]


letters = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(str.strip)
claims = st.lists(st.tuples(letters, st.lists(st.sampled_from(("P7K3", "P4M9")), min_size=1, max_size=3)), max_size=5)


@given(claims, st.integers(1, 7))
@settings(max_examples=200, deadline=None)
def test_claims_come_whole_whatever_the_pieces(written: list[tuple[str, list[str]]], step: int) -> None:
    rows = [{"text": text, "cites": cites} for text, cites in written]
    whole = json.dumps({"claims": rows}, ensure_ascii=False, separators=(",", ":"))
    reader = ClaimReader(frozenset({"P7K3", "P4M9"}))
    found = [told for at in range(0, len(whole), step) for told in reader.feed(whole[at : at + step])]
    assert found == [Told(" ".join(t.split()), tuple(dict.fromkeys(c))) for t, c in written]
    assert not reader.cut and reader.claims == found


def test_a_name_that_was_not_given_is_no_citation() -> None:
    with pytest.raises(ValueError):
        ClaimReader(frozenset({"P7K3"})).feed('{"claims":[{"text":"x","cites":["P9Z9"]}]}')


@given(st.integers(0, 10_000), st.integers(1, 60))
@settings(deadline=None)
def test_names_are_distinct_and_stand_nowhere_in_the_words(seed: int, count: int) -> None:
    words = " ".join(aliases("P", 700, seed + 1, "")).lower()
    found = aliases("P", count, seed, words)
    assert len(set(found)) == count == len(found)
    assert not any(name.lower() in words or set(name) & set("01OI") for name in found)
    assert found == aliases("P", count, seed, words)
