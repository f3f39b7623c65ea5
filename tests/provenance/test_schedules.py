"""Schedules out of decisions: which form, which number, which words; what is new, changed and gone; what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from schedule_case import add, decide, made, numbers, submit
from store_case import BY, add_text, new_case, new_draft, tamper, text_citation, write_draft

from provenance.errors import UsageError
from provenance.policy import BUILT_IN, Policy
from provenance.runs import ModelUse
from provenance.schedule import FORMS, Form, require_served
from provenance.schedule_build import build
from provenance.schedule_made import made as made_by_program
from provenance.store.case_store import CaseStore
from provenance.store.schedules import check


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case") as made_now:
        yield made_now


def failures(store: CaseStore) -> list[str]:
    with store.snapshot() as read:
        return [f.detail for f in check(read, store.audit_entries())]


def test_each_use_goes_to_its_form_and_no_other(store: CaseStore) -> None:
    ids = {use: add(store, f"{use}.txt", use) for use in ("used", "unused", "sensitive", "not_relevant")}
    undecided = add(store, "new.txt")
    found, standing = build(store, "mg6c", BUILT_IN, BY)
    assert numbers(found) == {ids["unused"]: 1} and numbers(made(store, "mg6d")) == {ids["sensitive"]: 1}
    assert made(store, "mg6e").items == () and [s.id for s in standing.undecided] == [undecided]


def test_numbers_run_on_and_are_never_given_twice(store: CaseStore) -> None:
    one, two = add(store, "a.txt", "unused", description="A"), add(store, "b.txt", "unused", description="B")
    first = made(store)
    assert numbers(first) == {one: 1, two: 2} and not any(i.fixed for i in first.items) and first.draft
    assert numbers(submit(store)) == {one: 1, two: 2}
    decide(store, two, {"use": "used"})
    three = add(store, "c.txt", "unused", description="C")
    second = made(store)
    assert numbers(second) == {one: 1, three: 3}, "the number of what is gone stays its own"
    assert (second.numbers("new"), second.numbers("changed"), [g.number for g in second.gone]) == ([3], [], [2])
    submit(store)
    decide(store, two, {"use": "unused"})
    assert numbers(made(store)) == {one: 1, two: 2, three: 3}
    assert made(store).numbers("new") == [2], "it was taken off, and comes back under its own number"


def test_numbers_of_forms_are_apart_and_mg6e_bears_theirs(store: CaseStore) -> None:
    add(store, "a.txt", "unused", description="A")
    bang = add(store, "b.txt", "unused", description="B", assists="One bang, not two")
    secret = add(store, "c.txt", "sensitive", description="C", reason="A source", assists="Says so, too")
    submit(store, "mg6c"), submit(store, "mg6d")
    found = submit(store, "mg6e")
    assert [(i.schedule, i.number, i.key) for i in found.items] == [("mg6c", 2, bang), ("mg6d", 1, secret)]
    later = add(store, "d.txt", "unused", description="D")
    assert numbers(made(store))[later] == 3, "MG6E gives no number of its own"


def test_drafts_of_several_forms_call_an_item_by_the_same_number(store: CaseStore) -> None:
    add(store, "a.txt", "unused", description="A")
    bang = add(store, "b.txt", "unused", description="B", assists="One bang, not two")
    add(store, "c.txt", "sensitive", description="C", reason="A source")
    secret = add(store, "d.txt", "sensitive", description="D", reason="A source", assists="Says so, too")
    on_lists = numbers(made(store)) | numbers(made(store, "mg6d"))
    assert numbers(made(store, "mg6e")) == {bang: 2, secret: 2} == {key: on_lists[key] for key in (bang, secret)}
    assert not any(item.fixed for item in made(store, "mg6e").items)


def test_words_stay_as_they_were_submitted(store: CaseStore) -> None:
    one = add(store, "a.txt", "unused", description="A log of visitors")
    submit(store)
    decide(store, one, {"description": "A log of visitors, 3 May"})
    assert made(store).numbers("changed") == [1]
    (kept,) = store.submissions()
    assert kept.schedule.items[0].words.description == "A log of visitors" and kept.by == BY
    submit(store)
    assert made(store).numbers("changed") == []


def test_only_what_is_new_can_be_listed(store: CaseStore) -> None:
    one = add(store, "a.txt", "unused", description="A")
    submit(store)
    two = add(store, "b.txt", "unused", description="B")
    assert numbers(submit(store, only_new=True)) == {two: 2}
    assert made(store, only_new=True).items == () and made(store).gone == ()
    assert numbers(made(store)) == {one: 1, two: 2}


def test_mg6c_says_nothing_of_what_assists_and_mg6e_only_what_a_person_wrote(store: CaseStore) -> None:
    add(store, "a.txt", "unused", description="A", assists="PLAINLY", reason="WHY", rebuttable="yes", location="Store")
    words = made(store).items[0].words
    assert (
        (words.assists, words.reason, words.points) == ("", "", ()) and words.rebuttable and words.location == "Store"
    )
    words = made(store, "mg6e").items[0].words
    assert words.assists == "PLAINLY" and words.reason == "" and not words.rebuttable


def test_what_is_privileged_is_on_no_schedule_and_leaves_no_name(store: CaseStore) -> None:
    held = add(store, "solicitor.txt", "unused", description="Letter of advice", assists="Much")
    store.set_source(held, {"privilege": "privileged"}, BY)
    perhaps = add(store, "counsel.txt", "sensitive")
    store.set_source(perhaps, {"privilege": "possible"}, BY)
    for form in FORMS:
        found, standing = build(store, form, BUILT_IN, BY)
        assert found.items == () and (standing.privileged, standing.perhaps) == (1, 1)
        assert "solicitor" not in repr((found, standing)) and "counsel" not in repr((found, standing))
        assert not standing.clear, "a decision on privilege is due"


def test_a_copy_of_the_same_bytes_is_no_further_item(store: CaseStore) -> None:
    one = add(store, "a.txt", "unused", description="A")
    add_text(store, "What a.txt says.\n", "copy.txt", outcome="duplicate", reason=f"duplicate_of_{one}")
    found, standing = build(store, "mg6c", BUILT_IN, BY)
    assert numbers(found) == {one: 1} and standing.undecided == ()


def test_a_block_is_one_item_in_a_persons_words(store: CaseStore) -> None:
    ids = [add(store, f"{n}.txt", "unused", location="Locker") for n in range(3)]
    for source_id in ids:
        store.set_source(source_id, {"block": "Three  pages of a diary", "exhibit": f"AB/{source_id}"}, BY)
    (block,) = made(store).items
    assert block.words.description == "Three pages of a diary" and block.words.source_ids == tuple(ids)
    assert ("Items in this block", "3") in block.words.facts and block.words.location == "Locker"
    assert dict(block.words.facts)["Exhibits"] == "AB/S1, AB/S2, AB/S3"
    submit(store)
    more = add(store, "4.txt", "unused")
    store.set_source(more, {"block": "Three pages of a diary"}, BY)
    (block,) = made(store).items
    assert block.number == 1 and block.since == "changed"


@pytest.mark.parametrize("changes", [{"assists": "He saw nothing"}, {"rebuttable": "yes"}])
def test_what_may_meet_the_test_is_listed_singly(store: CaseStore, changes: dict[str, str]) -> None:
    one, two = add(store, "a.txt", "unused"), add(store, "b.txt", "unused", **changes)
    for source_id in (one, two):
        store.set_source(source_id, {"block": "Diary"}, BY)
    found, standing = build(store, "mg6c", BUILT_IN, BY)
    assert numbers(found) == {"block Diary": 1, two: 2}
    assert [(n.code, n.place) for n in standing.notes] == [("listed_singly", two)]


def test_the_same_block_name_on_two_forms_is_two_items(store: CaseStore) -> None:
    for name, use in (("a.txt", "unused"), ("b.txt", "sensitive")):
        store.set_source(add(store, name, use, reason="R"), {"block": "Diary"}, BY)
    assert [i.words.source_ids for i in (*made(store).items, *made(store, "mg6d").items)] == [("S1",), ("S2",)]


def test_only_a_policy_lets_the_machine_describe_and_it_says_so(store: CaseStore) -> None:
    add(store, "a.txt", "unused"), add(store, "b.txt", "sensitive", reason="R")
    store.set_source("S1", {"dated": "2026-05-03", "witness": "Ada OKAFOR"}, BY)
    allowed = Policy(machine_descriptions=True)
    assert made(store).items[0].words.description == ""
    words = made(store, policy=allowed).items[0].words
    assert words.description == "Plain text, witness Ada OKAFOR, dated 3 May 2026." and words.described_by == "machine"
    assert made(store, "mg6d", allowed).items[0].words.description == "", "what is sensitive, a person describes"


def test_gaps_and_contradictions_are_told(store: CaseStore) -> None:
    add(store, "a.txt", "unused")
    add(store, "b.txt", "sensitive", description="B")
    add(store, "c.txt", "not_relevant", assists="It clears him")
    add(store, "d.txt", "unused", description="D", rebuttable="yes")

    def codes(form: Form) -> list[tuple[str, str]]:
        return [(n.code, n.place) for n in build(store, form, BUILT_IN, BY)[1].look]

    assert codes("mg6c") == [("assists_not_relevant", "S3"), ("not_described", "S1")]
    assert codes("mg6d") == [("assists_not_relevant", "S3"), ("reason_missing", "S2")]
    assert codes("mg6e") == [("assists_not_relevant", "S3"), ("presumed_not_reported", "S4")]


def test_the_same_file_decided_on_in_two_ways_is_told(store: CaseStore) -> None:
    for name, use in (("sheet.txt", "sensitive"), ("copy.txt", "unused"), ("other.txt", "unused")):
        source = add_text(store, "Other words.\n" if name == "other.txt" else "The informant.\n", name)
        store.decide_material(source.id, {"use": use, "description": "A sheet", "reason": "Informant"}, BY)
    told = {form: [(n.code, n.place) for n in build(store, form, BUILT_IN, BY)[1].look] for form in FORMS}
    assert told == {"mg6c": [("same_as_sensitive", "S2")], "mg6d": [], "mg6e": []}


def test_what_the_program_made_stands_on_a_schedule_once_a_person_said_so(store: CaseStore) -> None:
    add(store, "a.txt", "unused", description="A")
    assert numbers(made(store)) == {"S1": 1}
    store.decide_made("log", {"use": "unused", "description": "Log kept by Attest"}, BY)
    found = submit(store)
    assert numbers(found) == {"S1": 1, "log": 2} and found.items[1].words.source_ids == ()
    assert dict(found.items[1].words.facts)["Kept as"] == "hash-chained record of the case"
    store.record("verified", {}, BY)
    assert made(store).numbers("changed") == [], "a log that goes on is no change of the item"
    assert failures(store) == []


def test_drafts_models_and_searches_are_offered_with_facts_and_no_words(store: CaseStore) -> None:
    one = add(store, "a.txt")
    write_draft(store, [text_citation(store, one, 0, 4)])
    model = ModelUse("language_model", "small.gguf", "bb" * 32)
    plain = new_draft([text_citation(store, one, 0, 4)], brief="Who is the SECRET source?")
    run = replace(plain.run, generator="llm", models=(model,), settings={"prompts": "prompts/7"})
    store.write_draft(replace(plain, run=run), BY)
    offered = {one.key: dict(one.facts) for one in made_by_program(store)}
    assert list(offered) == ["draft D1", "draft D2", "prompts", "searches", "log"]
    assert offered["draft D2"]["Drafted by"] == "language model small.gguf"
    assert offered["prompts"] == {"Models": "small.gguf, wording prompts/7"}
    assert "SECRET" not in str(offered)


def test_a_schedule_made_before_another_was_submitted_is_refused(store: CaseStore) -> None:
    add(store, "a.txt", "unused", description="A")
    old = made(store)
    submit(store)
    with pytest.raises(UsageError, match="schedule_changed"):
        store.submit_schedule(old, BY)
    assert len(store.submissions()) == 1


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE schedule_item SET words = replace(words, 'A log', 'No log')", "submitted schedule 1 is not as it was"),
        ("UPDATE submission SET by = 'another'", "submitted schedule 1 is not as it was"),
        ("DELETE FROM schedule_item", "submitted schedule 1 is not as it was"),
        ("UPDATE made_material SET use = 'not_relevant'", "decision 1 on log is not as it was"),
        ("DELETE FROM made_material", "decision 1 on log is gone"),
    ],
)
def test_a_change_of_what_was_submitted_is_found(store: CaseStore, statement: str, told: str) -> None:
    add(store, "a.txt", "unused", description="A log of visitors")
    store.decide_made("log", {"use": "unused"}, BY)
    submit(store)
    assert failures(store) == []
    table = next(name for name in ("schedule_item", "submission", "made_material") if name in statement)
    triggers = [f"DROP TRIGGER {table}_{what}" for what in ("unchanged", "kept")]
    tamper(store, *triggers, statement)
    assert any(told in detail for detail in failures(store))


def test_the_log_tells_of_a_submission_without_its_words(store: CaseStore) -> None:
    add(store, "tipoff.txt", "sensitive", description="A tip-off", reason="Names a source")
    submit(store, "mg6d")
    told = [e for e in store.audit_entries() if e.action == "schedule_submitted"]
    assert len(told) == 1 and set(told[0].detail) == {"submission", "form", "items", "record"}


@pytest.mark.parametrize("form", ["mg6d", "mg6e"])
@pytest.mark.parametrize("audience", ["defence", "training"])
def test_what_is_sensitive_is_never_for_the_defence(form: Form, audience: str) -> None:
    with pytest.raises(UsageError, match="schedule_not_served"):
        require_served(form, audience)  # type: ignore[arg-type]
    require_served(form, "prosecutor")
    require_served("mg6c", "defence")
