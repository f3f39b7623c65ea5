"""Runs repeated on the sample case: the same draft from the same case, and told what differs where it is another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Attest
from working_case import go_on

from app import replay
from app.case import Case
from app.cli.later import LATER
from provenance.errors import UsageError
from provenance.records import Draft

BRIEF = "What happened on the platform?"


@pytest.fixture
def case(taken_in: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(taken_in, tmp_path / "case")
    with Case.open(tmp_path / "case") as made:
        yield made


def test_every_kind_of_run_gives_the_same_draft_again(case: Case) -> None:
    runs: list[Draft] = [case.store.draft("D1"), case.store.draft("D2")]
    runs.append(case.summarise(BRIEF, None, 7, None, go_on))
    runs.append(case.summarise(None, ["S1", "S3", "S11"], 3, 8, go_on))
    runs.append(case.summarise(BRIEF, ["S2", "S5"], 3, 5, go_on))
    runs.append(case.ask("Which airline flew the surgeon to Boston?", None, 0, go_on))
    for before in runs:
        done = replay.replay(case, before.id, go_on)
        assert done.comparison.same and done.comparison.settings == (), before.id
        assert done.draft.run.settings["replay_of"] == before.id == done.of
        assert [c.text for c in done.draft.claims] == [c.text for c in before.claims]
        assert done.draft.run.retrieved == before.run.retrieved
        assert (done.draft.brief, done.draft.question, done.draft.run.seed) == (
            before.brief, before.question, before.run.seed,
        )  # fmt: skip
    again = replay.replay(case, done.draft.id, go_on)
    assert again.comparison.same and again.of == done.draft.id


def test_a_run_is_repeated_with_the_settings_that_it_recorded(case: Case) -> None:
    from summarise.settings import DEFAULT, Settings

    other = Settings(base_claims=3, ask_claims=2)
    assert Settings.of({**other.recorded(), "brief": "x", "later": 1}) == other
    before = case.summarise(None, None, 7, None, go_on, settings=other)
    asked = case.ask("What was the man who ran off wearing?", None, 7, go_on, settings=other)
    assert len(before.claims) < len(case.store.draft("D1").claims) and asked.run.settings["max_claims"] == 2
    for draft in (before, asked):
        done = replay.replay(case, draft.id, go_on)
        assert done.comparison.same and done.draft.run.settings["base_claims"] == 3
    assert case.summarise(None, None, 7, None, go_on).run.settings["base_claims"] == DEFAULT.base_claims


def test_another_seed_is_told_and_this_drafter_leaves_nothing_to_it(case: Case) -> None:
    done = replay.replay(case, "D1", go_on, seed=99)
    (setting,) = done.comparison.settings
    assert (setting.name, setting.a, setting.b) == ("seed", 7, 99) and done.comparison.same


def test_a_case_that_has_changed_is_told_with_what_it_lacks_now(case: Case) -> None:
    case.set("S3", {"privilege": "privileged"}, go_on)
    found = replay.replay(case, "D1", go_on).comparison
    assert not found.same
    gone = {c.id for c in case.store.draft("D1").claims if any(x.source_id == "S3" for x in c.cited())}
    assert {one.id for one in found.lost if one.reason == "withheld"} == gone != set()
    assert all(one.claim is None for one in found.lost if one.reason == "withheld")
    told = {one.name: one.b for one in found.settings}
    assert "S3" in told["sources_unread"] and told["passages_searched"] < 60


def test_a_source_that_came_later_is_told(case: Case, tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text(
        "Statement of Mr Late.\nI saw a man in a yellow coat jump off the platform at 14:26.\n", encoding="utf-8"
    )
    case.add([tmp_path / "late.txt"], lambda _: None, go_on)
    found = replay.replay(case, "D1", go_on).comparison
    told = {one.name: (one.a, one.b) for one in found.settings}
    assert told["sources_in_case"] == ([], ["S14"])
    assert {one.reason for one in found.new if one.claim and one.claim.cited()[0].source_id == "S14"} == {"not_in_case"}


def test_a_draft_by_hand_has_no_run_to_repeat(case: Case) -> None:
    claim = case.reviewing.add_claim(None, "S1", 0, 40)
    with pytest.raises(UsageError) as told:
        replay.replay(case, claim.id.partition(".")[0], go_on)
    assert told.value.code == "not_repeated"
    found = replay.comparison(case, "D1", "D3")
    assert found.by_hand == ("D3.1",) and {one.reason for one in found.lost} == {"by_hand"}


# The command line


def test_replay_writes_one_document_with_the_draft_and_how_it_compares(taken_in: Path, attest: Attest) -> None:
    done = attest("replay", taken_in, "D2", "--json")
    assert done.code == 0
    found: dict[str, Any] = done.json
    assert found["replay_of"] == "D2" and found["same"] is True and found["comparison"]["lost"] == []
    assert found["run"]["settings"]["replay_of"] == "D2" and found["claims"]
    told = attest("replay", taken_in, "D2", "--seed", "5")
    assert f"The same: {len(found['comparison']['kept'])} claims" in told.out and "Seed: 7 → 5" in told.out


def test_compare_lists_what_is_otherwise_side_by_side(taken_in: Path, attest: Attest) -> None:
    made = attest("summarise", taken_in, "--max-claims", "5", "--json").json
    found = attest("compare", taken_in, "D1", made["draft_id"], "--json")
    assert found.code == 0, "two drafts that differ are no failure"
    shown: dict[str, Any] = found.json
    assert shown["same"] is False and {"name": "max_claims", "a": None, "b": 5} in shown["settings"]
    assert set(shown) >= {"same", "kept", "changed", "lost", "new", "settings"}
    claims = _claims(taken_in, attest)
    told = [p["a"] for kind in ("kept", "changed") for p in shown[kind]] + [one["id"] for one in shown["lost"]]
    assert sorted(told) == claims, "each claim of the first draft stands once"
    people = attest("compare", taken_in, "D1", made["draft_id"])
    assert "Not the same: " in people.out and "over the limit of claims (5)" in people.out
    rows = {line.split(" ")[0] for line in people.out.splitlines()}
    assert "lost" in rows and "kept" not in rows
    same = attest("compare", taken_in, "D1", "D1", "--all").out.splitlines()
    assert {"kept"} == {line.split(" ")[0] for line in same} & {"kept", "changed", "lost", "new"}


def _claims(folder: Path, attest: Attest) -> list[str]:
    """Ids of the overview's claims, those held back included."""
    out = folder.parent / "d1.json"
    attest("export", folder, "--draft", "D1", "--format", "json", "--out", out)
    found = json.loads(out.read_text("utf-8"))
    return sorted(claim["id"] for claim in (*found["claims"], *found["unsupported"]))


def test_wrong_use_is_told(taken_in: Path, attest: Attest) -> None:
    for words in (("replay", taken_in, "D99"), ("compare", taken_in, "D1", "D99"), ("compare", taken_in, "D1", "x")):
        assert attest(*words).code == 2
    assert not {"replay", "compare"} & set(LATER)
