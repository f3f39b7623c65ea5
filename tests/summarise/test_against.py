"""Evidence against a claim: what cannot hold beside it is cited with its reason, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from accounts_case import CASES, Accounts, desk, make
from draft_case import HashEmbedder

from provenance.errors import TaskError
from provenance.records import TextAnchor, Verdict
from provenance.store.case_store import CaseStore
from provenance.store.records import NewClaim
from summarise.against import Contrary, against
from summarise.draft import Drafting
from summarise.units import units

EMBEDDER = HashEmbedder()
THERE = "On 3 May 2026 I was in the market square at Hexley. "
NAMES = ("Ann COPE", "Bill DRAY", "Cath EVES", "Dan FOX", "Eve GILL")


def case(folder: Path, *texts: str) -> CaseStore:
    named = {name: THERE + text for name, text in zip(NAMES, texts, strict=False)}
    return make(folder / "c", Accounts(named, ()), EMBEDDER)


def claim(at: Drafting, words: str, said: str = "") -> NewClaim:
    """The claim over the unit that holds the words: as the drafter writes it, or `said` in words of its own."""
    unit = next(u for p in at.material.passages for u in units(p) if words in u.text)
    written = at.composer.write(unit)
    verdict = at.judge.verdict(written.text, written.citations)
    return NewClaim("", said or written.text, written.kind, verdict, written.citations)


def search(store: CaseStore, words: str, said: str = "") -> Contrary:
    at = desk(store, EMBEDDER)
    (found,) = against(at, [claim(at, words, said)])
    return found


def exact(found: Contrary) -> list[str]:
    return [c.anchor.exact for c in found.citations if isinstance(c.anchor, TextAnchor)]


def test_another_colour_is_cited_with_both_values(tmp_path: Path) -> None:
    with case(tmp_path, "The man had a blue coat on.", "He might have been wearing a green coat, the man.") as store:
        found = search(store, "blue coat")
    assert exact(found) == ["He might have been wearing a green coat, the man."]
    assert [c.role for c in found.citations] == ["against"]
    assert [n.code for n in found.reasons] == ["against_colour"]
    assert "“green”, said with doubt, against “blue”" in found.reasons[0].detail
    assert found.searched == 2


@pytest.mark.parametrize(
    ("code", "quoted", "other"),
    [
        ("against_number", "I heard two bangs.", "I heard one bang."),
        ("against_time", "I heard the bang at 14:25.", "I heard the bang at 2.45 pm."),
        ("against_direction", "The man ran off towards the river.", "He ran up the hill towards the church."),
        ("against_person", "The guard ran after him.", "A boy in a cap chased the man."),
        ("against_action", "The man pushed the lady.", "He kicked the lady."),
        ("against_denial", "The man had a knife.", "The man did not have a knife."),
        ("against_denial", "Sean COX locked the gate of the yard.", "Sean COX never locked the gate of the yard."),
    ],
)
def test_each_reason(tmp_path: Path, code: str, quoted: str, other: str) -> None:
    with case(tmp_path, quoted, other) as store:
        assert [n.code for n in search(store, quoted).reasons] == [code]
        assert [n.code for n in search(store, other).reasons] == [code]


@pytest.mark.parametrize(
    ("quoted", "said", "codes"),
    [
        ("I heard two bangs close together.", "Ann Cope said that she heard two bangs.", ["against_number"]),
        ("I heard two bangs close together.", "There was shouting.", []),
        ("He had a red coat and he ran to the river.", "The man had a red coat.", ["against_colour"]),
        ("He had a red coat and he ran to the river.", "The man ran to the river.", ["against_direction"]),
    ],
)
def test_a_claim_in_its_own_words_is_compared_by_what_it_says(
    tmp_path: Path, quoted: str, said: str, codes: list[str]
) -> None:
    other = "I heard one bang. The man had a blue coat. He ran up the hill to the church."
    with case(tmp_path, f"A man came out. {quoted}", f"A man came out. {other}") as store:
        assert [n.code for n in search(store, quoted, said).reasons] == codes


def test_the_same_account_can_speak_against_itself(tmp_path: Path) -> None:
    text = "The man had a knife in his hand. He shouted. The man did not have a knife in his hand."
    with case(tmp_path, text) as store:
        assert exact(search(store, "had a knife in his hand. ".strip()))[:1] == [
            "The man did not have a knife in his hand."
        ]


def test_at_most_three_and_the_claim_is_left_as_it_is(tmp_path: Path) -> None:
    with case(tmp_path, "I heard two bangs.", *["I heard one bang."] * 4) as store:
        at = desk(store, EMBEDDER)
        one = claim(at, "two bangs")
        before = replace(one)
        (found,) = against(at, [one])
    assert len(found.citations) == len(found.reasons) == 3
    assert one == before


@pytest.mark.parametrize("name", ["quiet", "apart"])
def test_nothing_is_found_where_nothing_differs(tmp_path: Path, name: str) -> None:
    with make(tmp_path / "c", CASES[name], EMBEDDER) as store:
        at = desk(store, EMBEDDER)
        quotes = [u.text for p in at.material.passages for u in units(p)]
        found = against(at, [claim(at, words) for words in quotes])
        assert [(words, exact(f)) for words, f in zip(quotes, found, strict=True) if f.citations] == []
        assert {f.searched for f in found} == {len(at.material.passages)}


def test_footage_is_not_searched_and_says_so(tmp_path: Path) -> None:
    with case(tmp_path, "I heard two bangs.") as store:
        at = desk(store, EMBEDDER)
        seen = NewClaim("", "CAM 2 shows movement.", "observation", Verdict("exact", "valid", "supported", 1.0), [])
        (found,) = against(at, [seen])
    assert (found.citations, found.searched) == ((), 0)
    assert [n.code for n in found.reasons] == ["against_footage"]


def test_claims_are_answered_in_order_and_alike(tmp_path: Path) -> None:
    with make(tmp_path / "c", CASES["pub"], EMBEDDER) as store:
        at = desk(store, EMBEDDER)
        claims = [claim(at, words) for words in ("three lads", "I went over to look", "white shirt")]
        found = against(at, claims)
        assert [bool(f.citations) for f in found] == [True, False, True]
        assert found == against(desk(store, EMBEDDER), claims)


def test_no_claims_search_nothing(tmp_path: Path) -> None:
    with case(tmp_path, "I heard two bangs.") as store:
        assert against(desk(store, EMBEDDER), []) == []


def test_the_search_stops_when_told(tmp_path: Path) -> None:
    with case(tmp_path, "I heard two bangs.") as store:
        claims: Sequence[NewClaim] = [claim(desk(store, EMBEDDER), "two bangs")]
        with pytest.raises(TaskError, match="cancelled"):
            against(Drafting(store, EMBEDDER, None, None, lambda *_: False), claims)
