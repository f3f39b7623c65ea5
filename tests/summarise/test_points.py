"""Points: accounts that differ are set side by side in their own words, and what only seems to differ is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from accounts_case import CASES, Accounts, desk, make
from draft_case import BY, HashEmbedder, add_text, index_all

from app.sample import statements
from app.sample.statements import data
from ingest.embed import ChildEmbedder
from provenance.errors import TaskError
from provenance.points import NewPoint
from provenance.records import TextAnchor
from provenance.store.case_store import CaseStore
from summarise.draft import Drafting
from summarise.points import points

SAMPLE = ("AO/1", "BL/1", "CM/1", "DN/1", "EP/1", "FR/1", "GM/1", "KP/1")


def found(tmp_path: Path, *texts: str) -> list[NewPoint]:
    """The points of a case of these accounts."""
    names = ("Ann COPE", "Bill DRAY", "Cath EVES")
    with make(tmp_path / "c", Accounts(dict(zip(names, texts, strict=False)), ()), HashEmbedder()) as store:
        return points(desk(store, HashEmbedder()))


def conflicts(tmp_path: Path, *texts: str) -> list[str | None]:
    return [p.conflict for p in found(tmp_path, *texts) if p.conflict]


def told(point: NewPoint) -> str:
    return " | ".join(c.value for c in point.cells)


@pytest.mark.parametrize("name", list(CASES))
def test_accounts_of_one_case(tmp_path: Path, real_embedder: ChildEmbedder, name: str) -> None:
    accounts = CASES[name]
    with make(tmp_path / "c", accounts, real_embedder) as store:
        rows = [p for p in points(desk(store, real_embedder)) if p.conflict]
    met = {
        wanted: [p for p in rows if p.conflict == wanted[0] and wanted[1] in told(p) and wanted[2] in told(p)]
        for wanted in accounts.conflicts
    }
    assert all(met.values()), {wanted for wanted, rows in met.items() if not rows}
    expected = [id(p) for rows in met.values() for p in rows]
    assert [(p.about, told(p)) for p in rows if id(p) not in expected] == []


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("time", "I heard the crash at 21:40.", "The crash was at about ten to ten in the evening."),
        ("time", "I looked at the clock and it said 14:25. I heard an explosion.", "I heard an explosion at 2.45 pm."),
        ("colour", "The man had a red jacket on.", "A man in a black jacket came out."),
        ("colour", "The car was silver.", "I saw a dark grey car."),
        ("colour", "His hair was blond.", "The man had black hair."),
        ("colour", "He wore a light blue shirt.", "The man had a dark blue shirt."),
        ("number", "I heard two shots.", "There was one shot, I am sure."),
        ("number", "I heard a bang.", "I heard at least three bangs."),
        ("number", "The man was in his early twenties.", "The man was about 45 years old."),
        ("number", "The man was 5 feet 4 tall.", "The man was well over six feet tall, six foot three."),
        ("direction", "The man ran off towards the river.", "He ran up the hill towards the church."),
        ("direction", "The van turned left.", "The van turned right at the end."),
        ("person", "The guard ran after him.", "A boy in a cap chased the man."),
        ("person", "Tom HALL was driving.", "Rita NYE was driving the car."),
        ("person", "Sean COX threw the brick.", "It was Luke FAY who threw the brick."),
        ("action", "The man pushed the lady.", "He kicked the lady."),
        ("place", "The man left by the front door.", "He went out of the back door."),
        ("direction", "He was holding a bag in his left hand.", "The man was holding a bag in his right hand."),
        ("number", "The lad hit the man twice.", "The lad hit the man three times."),
        ("denial", "The gate was locked.", "The gate was standing open."),
        ("denial", "The lights were on in the hall.", "The lights were off in the hall."),
        ("denial", "The floor was wet.", "The floor was not wet."),
        ("denial", "The man was clean shaven.", "He had a beard."),
        ("denial", "The man had a beard.", "The man had no beard."),
        ("denial", "The man was holding a bottle.", "The man did not have a bottle."),
        ("denial", "Sean COX locked the gate of the yard.", "Sean COX never locked the gate of the yard."),
    ],
)
def test_each_kind_of_conflict(tmp_path: Path, kind: str, one: str, other: str) -> None:
    there = "On 3 May 2026 I was in the market square at Hexley. "
    assert conflicts(tmp_path, there + one, there + other) == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The man had a dark coat.", "The man had a dark blue coat."),
        ("The man had a navy jacket.", "The man had a blue coat on."),
        ("His bag was tan.", "He had a light brown bag."),
        ("I heard the crash at about 14:25.", "I heard the crash at 14:26."),
        ("I heard the crash at half past two in the afternoon.", "The crash was at 14:30."),
        ("I heard two or three bangs.", "I heard two bangs."),
        ("There were about ten lads.", "There were eleven lads."),
        ("The man was in his twenties.", "The man was 24 or 25 years old."),
        ("The man was 5 feet 10 tall.", "The man was about 175 cm tall."),
        ("The man ran towards the footbridge.", "The man went off towards the bridge."),
        ("The man walked quickly down the road.", "The man ran off down the road."),
        ("A man ran after him.", "The guard ran after him."),
        ("Somebody chased him.", "The guard ran after him."),
        ("The man had a red jacket on.", "A woman in a black jacket came out."),
        ("I have two sons.", "I have three sons."),
        ("My coat is red.", "My coat is blue."),
        ("I got home at six o'clock in the evening.", "I got home at 21:15."),
        ("We will meet at 10:00.", "We will meet at 11:00."),
        ("I did not see a knife.", "The man had a knife."),
        ("I was asked if there were three shots.", "I heard two shots."),
        ("I do not know whether he had a red coat.", "The man had a blue coat."),
        ("The man did not say anything.", "The man said sorry."),
        ("The man ran a shop in the market.", "The man ran off towards the river."),
        ("I was there from 10:00 to 12:00.", "I was there at 14:00."),
    ],
)
def test_what_does_not_differ(tmp_path: Path, one: str, other: str) -> None:
    there = "On 3 May 2026 I was in the market square at Hexley. "
    assert conflicts(tmp_path, there + one, there + other) == []


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        ("The guard did not push", "The guard never pushed", []),
        ("I did not push", "I never pushed", []),
        ("I did not shout at him and did not push", "I did not shout at him and pushed", ["denial"]),
    ],
)
def test_a_denial_in_other_words_is_none_of_versions(tmp_path: Path, one: str, other: str, kinds: list[str]) -> None:
    said = "On 3 May 2026 I was in the square at Hexley. {} the woman in the yard behind the depot."
    assert conflicts(tmp_path, said.format(one), said.format(other)) == kinds


def test_a_cell_is_cut_from_its_source_and_tells_doubt(tmp_path: Path) -> None:
    one = "He might have been wearing a green coat, I am not sure."
    (row,) = [p for p in found(tmp_path, f"I saw a man. {one}", "I saw a man. He had a blue coat on.") if p.conflict]
    assert row.kind == "object" and row.about == "the man’s coat"
    assert [(c.value, c.hedged) for c in row.cells] == [("green", True), ("blue", False)]
    anchor = row.cells[0].citation.anchor
    assert isinstance(anchor, TextAnchor) and anchor.exact == one


def test_a_clock_looked_at_is_cited_with_what_it_times(tmp_path: Path) -> None:
    one = "I looked at my phone and it was 2.17 pm. It was straight after that I heard the bang."
    (row,) = [p for p in found(tmp_path, one, "I heard a bang at 14:40.") if p.conflict == "time"]
    anchor = row.cells[0].citation.anchor
    assert isinstance(anchor, TextAnchor) and anchor.exact == one
    assert row.about == "when the bang was heard"


def test_an_account_that_says_both_is_no_conflict(tmp_path: Path) -> None:
    one = "A man in a red coat and a man in a black coat came in."
    assert conflicts(tmp_path, one, "A man in a black coat came in.") == []


def test_things_of_another_day_do_not_meet(tmp_path: Path) -> None:
    first = "On 3 May 2026 I heard two bangs. The man had a blue coat."
    second = "On 9 May 2026 I heard one bang. The man had a green coat."
    assert conflicts(tmp_path, first, second) == []


def test_agreement_is_a_row_and_conflicts_come_first(tmp_path: Path) -> None:
    rows = found(
        tmp_path, "I saw a man with black hair. I heard two bangs.", "The man had black hair. I heard one bang."
    )
    assert [p.conflict for p in rows] == ["number", None]
    assert told(rows[1]) == "black | black"


def test_an_answer_is_read_with_its_question(tmp_path: Path) -> None:
    asked = "Q. Did the man have a knife?\nA. No.\nQ. What did he do?\nA. He stood by the gate for a while."
    assert conflicts(tmp_path, asked, "The man had a knife in the market.") == ["denial"]


def test_points_of_the_sources_in_scope_only(tmp_path: Path) -> None:
    texts = {"Ann COPE": "I heard two bangs.", "Bill DRAY": "I heard one bang.", "Cath EVES": "I heard two bangs."}
    with make(tmp_path / "c", Accounts(texts, ()), HashEmbedder()) as store:
        one, _, three = (s.id for s in store.sources())
        scoped = Drafting(store, HashEmbedder(), None, [one, three], lambda *_: True)
        assert [p.conflict for p in points(scoped)] == [None]


def test_points_stop_when_told(tmp_path: Path) -> None:
    with make(tmp_path / "c", CASES["pub"], HashEmbedder()) as store, pytest.raises(TaskError, match="cancelled"):
        points(Drafting(store, HashEmbedder(), None, None, lambda *_: False))


def test_the_same_case_gives_the_same_rows(tmp_path: Path) -> None:
    with make(tmp_path / "c", CASES["pub"], HashEmbedder()) as store:
        assert points(desk(store, HashEmbedder())) == points(desk(store, HashEmbedder()))


def test_a_case_without_text_has_no_points(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "c", "EMPTY", "", BY) as store:
        assert points(desk(store, HashEmbedder())) == []


def test_the_statements_of_the_sample(tmp_path: Path, real_embedder: ChildEmbedder) -> None:
    with CaseStore.create(tmp_path / "c", "OP ALDER", "", BY) as store:
        for exhibit in SAMPLE:
            one = statements.load(exhibit)
            fields = {"witness": one.name, "statement_date": one.date}
            add_text(store, f"{one.exhibit.replace('/', '')}.txt", "\n\n".join(one.paragraphs), fields, exhibit=exhibit)
        index_all(store, real_embedder)
        rows = [p for p in points(desk(store, real_embedder)) if p.conflict]
        exhibits = {s.id: s.exhibit for s in store.sources()}
    raw = data("truth.toml")
    planted = [_sides(one) for one in raw["conflicts"]]
    known = [*planted, *(_sides(one) for one in raw["differences"])]
    seen = [{(exhibits[c.citation.source_id], _exact(c.citation.anchor)) for c in p.cells} for p in rows]
    assert all(any(_holds(sides, cells) for cells in seen) for sides in planted)
    assert sum(not any(_holds(sides, cells) for sides in known) for cells in seen) <= 2


def _sides(one: dict[str, list[list[str]]]) -> list[tuple[str, str]]:
    return [(exhibit, quote) for _, exhibit, quote in one["sides"]]


def _holds(sides: list[tuple[str, str]], cells: set[tuple[str, str]]) -> bool:
    """Whether two sides of what was planted stand in the cells."""
    return sum(any(e == exhibit and quote in exact for e, exact in cells) for exhibit, quote in sides) >= 2


def _exact(anchor: object) -> str:
    assert isinstance(anchor, TextAnchor)
    return " ".join(anchor.exact.split())
