"""Laid side by side, sources show like texts, versions of a statement, exhibits and pages that are missing."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from working_case import take_in, working_case

from app import findings
from app.case import Case
from app.finding_texts import witness_key
from app.likeness import containment, nearly_same, resemblance, sketch
from provenance.errors import UsageError

HEAD = "WITNESS STATEMENT\nStatement of: {name}\nOccupation: Baker\nSignature: J O'Neill   Date: {date}\n"
TRUE = "This statement is true to the best of my knowledge and belief.\n"
WORDS = [f"word{n}" for n in range(900)]


def account(seed: int, *changes: tuple[str, str]) -> str:
    chance = random.Random(seed)
    lines = [f"I saw {' '.join(chance.choices(WORDS, k=14))} at 18:{n:02} hours. " for n in range(10, 25)]
    text = "I am a baker. " + "".join(lines) + "\n"
    for old, new in changes:
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("findings")
    files = {
        "JO1.txt": HEAD.format(name="Jane O'NEILL", date="3 May 2026") + TRUE + account(1)
        + "I now produce this till roll as my exhibit JO/2. I produce the bag as my exhibit JO/3.\nPage 1 of 3\n",
        "JO1b.txt": HEAD.format(name="O'NEILL, Jane", date="9 May 2026") + TRUE
        + account(1, ("18:12", "19:12"), ("18:14", "19:44")) + "I now produce this till roll as my exhibit JO/2.\n",
        "other.txt": HEAD.format(name="Ravi PATEL", date="3 May 2026") + TRUE + account(2),
        "minutes.txt": account(3).replace("I ", "we "),
        "minutes copy.txt": account(3).replace("I ", "we ") + "\n\n",
        "minutes draft.txt": account(3, ("18:20", "18:50")).replace("I ", "we "),
        "JO2 roll.txt": "Till roll of 3 May, 14 lines.\n",
        "held.txt": "PRIVILEGED AND CONFIDENTIAL\n" + account(2),
        "ZZ9.txt": "A list of things.\n",
    }  # fmt: skip
    paths = []
    for name, text in files.items():
        (folder / name).write_text(text)
        paths.append(folder / name)
    with working_case(folder / "case") as made:
        take_in(made, *paths)
        made.change("S9", {"exhibit": "ZZ/9"})
        yield made


def found(case: Case, code: str) -> list[findings.CaseFinding]:
    return [finding for finding in findings.of_case(case.store) if finding.code == code]


def test_versions_of_a_statement(case: Case) -> None:
    (versions,) = found(case, "statement_versions")
    assert versions.source_ids == ("S1", "S2")
    assert "2026-05-03" in versions.detail and "2026-05-09" in versions.detail
    start, end = map(int, versions.places[1].removeprefix("text=").split("-"))
    assert "19:12" in case.store.layer("S2").slice(start, end)


def test_like_texts_as_one_group(case: Case) -> None:
    (alike,) = found(case, "near_duplicate")
    assert alike.source_ids == ("S4", "S5", "S6") and "1 of " in alike.detail
    assert not found(case, "same_text")


def test_short_accounts_of_different_witnesses_that_are_the_same_word_for_word(tmp_path: Path) -> None:
    seen = "On Friday at ten I was opening the kiosk at 3 Quay Street. I saw a boy run off with a parcel. {} He left.\n"
    for name, more in (("Ann DALE", "He lost a cap."), ("Bo EAST", "He lost a cap."), ("Cy FORD", "He lost a scarf.")):
        head = HEAD.format(name=name, date="3 May 2026") + TRUE
        tail = "Signature:\nRESTRICTED - FOR POLICE AND PROSECUTION ONLY (when complete)\nWitness contact details\n"
        text = head + seen.format(more) + tail + f"Name of witness: {name}\nHome address: 3 Elm Road\n"
        (tmp_path / f"{name}.txt").write_text(text)
    (tmp_path / "thanks.txt").write_text(seen.format("Thanks."))
    with working_case(tmp_path / "case") as case:
        take_in(case, *sorted(tmp_path.glob("*.txt")))
        (same,) = found(case, "same_text")
        assert same.source_ids == ("S1", "S2") and "Ann DALE" in same.detail and "word for word" in same.detail
        (alike,) = found(case, "near_duplicate")
        assert alike.source_ids == ("S1", "S2", "S3") and "1 of " in alike.detail
        assert not found(case, "statement_versions")


def test_exhibits(case: Case) -> None:
    (missing,) = found(case, "exhibit_not_here")
    assert missing.source_ids == ("S1",) and "JO/3" in missing.detail and "JO/2" not in missing.detail
    start, end = map(int, missing.places[0].removeprefix("text=").split("-"))
    assert "JO/3" in case.store.layer("S1").slice(start, end)
    assert [f.source_ids for f in found(case, "exhibit_not_produced")] == [("S9",)]


def test_pages_in_no_source(case: Case) -> None:
    (pages,) = found(case, "pages_not_here")
    assert pages.source_ids == ("S1",) and "2 and 3 of 3" in pages.detail


def test_nothing_of_a_held_source(case: Case) -> None:
    assert case.store.source("S8").withheld
    assert all("S8" not in f.source_ids and "S8" not in f.detail for f in findings.of_case(case.store))
    assert findings.of_source(case.store, "S8") == []


def test_findings_of_one_source_hold_its_own_and_the_shared(case: Case) -> None:
    codes = [n.code for n in findings.of_source(case.store, "S1")]
    assert "pages_missing" in codes and "statement_versions" in codes and "exhibit_not_here" in codes
    with pytest.raises(UsageError):
        findings.of_source(case.store, "S99")


def test_a_source_held_later_leaves_the_findings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(account(4))
    (tmp_path / "b.txt").write_text(account(4, ("18:20", "18:50")))
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "a.txt", tmp_path / "b.txt")
        assert len(found(case, "near_duplicate")) == 1
        case.change("S2", {"privilege": "privileged"})
        assert findings.of_case(case.store) == []


def test_fields_are_confirmed_by_a_person(case: Case) -> None:
    assert "confirmed" not in case.store.source("S3").fields
    assert case.change("S3", {"confirmed": "witness,statement_date"}).fields["confirmed"] == "witness, statement_date"
    changed = case.change("S3", {"occupation": "Chef", "statement_date": "4 May 2026"})
    assert changed.fields["confirmed"] == "witness, statement_date, occupation"
    assert changed.fields["statement_date"] == "2026-05-04"
    assert case.change("S3", {"confirmed": ""}).fields.get("confirmed") is None
    for bad in ({"confirmed": "shoe_size"}, {"confirmed": "age"}, {"statement_date": "soon"}):
        with pytest.raises(UsageError) as error:
            case.change("S3", bad)
        assert error.value.code == "bad_value"


def test_pairs(case: Case) -> None:
    from app.links import links

    case.change("S5", {"translation_of": "s4"})
    assert links(case.store, case.store.source("S5"))[0]["source_id"] == "S4"
    back = links(case.store, case.store.source("S4"))
    assert [(b["kind"], b["source_id"]) for b in back] == [("translated_in", "S5")]
    for bad, code in (("S5", "bad_value"), ("S77", "unknown_id")):
        with pytest.raises(UsageError) as error:
            case.change("S5", {"translation_of": bad})
        assert error.value.code == code
    with pytest.raises(UsageError) as error:
        case.change("S4", {"translation_of": "S5"})  # each would be the other's translation
    assert "S5 is recorded as translation of S4 already" in str(error.value.facts["why"])
    assert "translation_of" not in case.change("S5", {"translation_of": ""}).fields


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jane O'NEILL", "O'NEILL, Jane", True),
        ("Jane O’Neill", "Mrs J. O'Neill", True),
        ("PC 12 Paul DEAN", "Paul Dean", True),
        ("Jane O'NEILL", "Ann O'NEILL", False),
        ("Jane O'NEILL", "Jane DEAN", False),
    ],
)
def test_names_of_one_witness(one: str, other: str, same: bool) -> None:
    assert (witness_key(one) == witness_key(other)) is same
    assert witness_key("12") is None


def test_sketches_tell_how_alike_texts_are() -> None:
    chance = random.Random(7)
    known: dict[str, int] = {}
    words = chance.choices(WORDS, k=2000)
    for share in (0.0, 0.02, 0.05, 0.3):
        other = [w if chance.random() >= share else "changed" for w in words]
        one, two = sketch(words, known), sketch(other, known)
        assert one and two
        runs = [{tuple(t[n : n + 4]) for n in range(len(t) - 3)} for t in (words, other)]
        true = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        assert abs(resemblance(one, two) - true) < 0.15
    half = sketch(words[:1000], known)
    assert one and half and containment(sketch(words, known) or one, half) > 0.7
    assert sketch(words[:10], known) is None


def test_many_texts_are_compared_quickly() -> None:
    chance, known = random.Random(3), dict[str, int]()
    texts = {f"S{n}": sketch(chance.choices(WORDS, k=120), known) for n in range(3000)}
    texts |= {f"T{n}": texts["S5"] for n in range(300)}  # one form letter, many times
    began = time.monotonic()
    pairs = list(nearly_same({name: s for name, s in texts.items() if s}))
    assert {p for p in pairs if "S5" in p} == {("S5", f"T{n}") for n in range(300)}
    assert time.monotonic() - began < 20
