"""Lines of enquiry on a case with real readers: asked in one go, compared with the last time, and by the command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Attest
from working_case import go_on, take_in, working_case

from app import search_record
from app.case import Case
from app.enquiries import answers
from app.replay import comparison
from provenance.errors import TaskError, UsageError
from provenance.export import write_html
from provenance.serving import serve
from provenance.store.records import NewDraft

LETTER = "Dear Sir,\n\nI saw a red lorry strike the gate of the depot at about 14:25. The driver ran off.\n"
SECOND = "The red lorry had struck the gate before, on the Friday.\n"
ADVICE = "Legally privileged and confidential\n\nDear Mr Doe,\n\nSay nothing of the red lorry that struck the gate.\n"
QUESTION = "Which red lorry struck the gate?"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    with working_case(tmp_path / "case") as made:
        take_in(made, tmp_path / "letter.txt")
        yield made


def test_all_open_ones_are_asked_and_empty_results_are_recorded(case: Case) -> None:
    doing = case.enquiring
    doing.add("question", QUESTION)
    doing.add("defence", "Zebras galloped through Vladivostok yesterday.", "2026-05-12")
    doing.add("to_prove", "Closed already.")
    doing.close("E3", "agreed")
    found = doing.ask(go_on)
    assert [(a.enquiry.id, a.found, a.before) for a in found] == [("E1", True, None), ("E2", False, None)]
    assert [e.askings[0].draft_id for e in doing.every()[:2]] == [found[0].draft.id, found[1].draft.id]
    assert doing.every()[2].askings == ()
    asked = [s for s in case.store.searches() if s.question]
    assert [s.brief for s in asked] == [e.words for e in doing.every()[:2]] and not asked[1].found


def test_a_second_asking_tells_what_is_new_and_what_is_the_same(case: Case, tmp_path: Path) -> None:
    case.enquiring.add("question", QUESTION)
    (first,) = case.enquiring.ask(go_on)
    (again,) = case.enquiring.ask(go_on)
    assert again.before is not None and again.before.id == first.draft.id and not again.new and not again.gone
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    take_in(case, tmp_path / "second.txt")
    (third,) = case.enquiring.ask(go_on)
    assert {c.source_id for c in third.new} == {"S2"}
    case.change("S2", {"privilege": "privileged"})
    (now,) = answers(case.store)
    assert now.withheld and now.new == () and "S2" not in str([c.citations for c in now.draft.claims]), (
        "nothing of what is withheld"
    )


def test_an_answer_belongs_to_the_words_that_were_put_though_they_were_changed_while_it_was_sought(case: Case) -> None:
    case.enquiring.add("question", QUESTION)

    def while_asked(what: str, done: float, total: float) -> bool:
        case.enquiring.change("E1", words="Was the gate open?")
        return True

    assert case.enquiring.ask(while_asked) == [], "the new words were not asked"
    enquiry = case.store.enquiry("E1")
    assert enquiry.words == "Was the gate open?" and [a.words for a in enquiry.askings] == [QUESTION]
    assert answers(case.store) == []
    with pytest.raises(UsageError, match="unknown_id"):
        case.store.add_asking("E1", enquiry.askings[0].draft_id, case.by, 3)


def test_a_run_that_was_stopped_is_never_told_as_an_answer_that_found_nothing(case: Case, tmp_path: Path) -> None:
    case.enquiring.add("question", QUESTION)
    (first,) = case.enquiring.ask(go_on)
    run = first.draft.run
    settings = {**run.settings, "stopped": {"code": "model_crashed", "name": "m.gguf"}}
    nothing = NewDraft(QUESTION, True, False, 1, replace(run, settings=settings), [], first.draft.coverage, (), 1)
    stopped = case.store.write_draft(nothing, case.by)
    (again,) = case.enquiring.ask(go_on)
    assert again.before is not None and again.before.id == first.draft.id and not again.new and not again.gone
    case.store.add_asking("E1", case.store.write_draft(nothing, case.by).id, case.by)
    (now,) = answers(case.store)
    assert now.draft.id == again.draft.id and now.found
    row = next(cells for cells in search_record.rows(case.store) if cells[0] == stopped.id)
    told = dict(zip(search_record.COLUMNS, row, strict=True))
    assert (told["found"], told["where found"]) == ("stopped", "stopped: nothing was looked for to the end")
    write_html(serve(case.store, stopped), case.store, case.renderer, out := tmp_path / "report.html")
    html = out.read_text(encoding="utf-8")
    assert "The run was stopped: nothing was looked for to the end" in html
    assert "Not found in the" not in html and "No conflict found" not in html
    lost = comparison(case, first.draft.id, stopped.id).lost
    assert {one.reason for one in lost} == {"stopped"}


def test_the_time_before_may_have_been_a_question_of_its_own(case: Case) -> None:
    earlier = case.ask(QUESTION, None, 7, go_on)
    elsewhere = case.ask(QUESTION, ["S1"], 7, go_on)
    case.enquiring.add("question", QUESTION)
    (found,) = case.enquiring.ask(go_on)
    assert found.before is not None and found.before.id == earlier.id != elsewhere.id, "over the whole case only"


def test_other_words_begin_anew(case: Case) -> None:
    case.enquiring.add("question", QUESTION)
    case.enquiring.ask(go_on)
    case.enquiring.change("E1", words="Who drove the lorry?")
    assert answers(case.store) == []
    (found,) = case.enquiring.ask(go_on, ["E1"])
    assert found.before is None
    assert [a.words for a in case.enquiring.every()[0].askings] == [QUESTION, "Who drove the lorry?"]


def test_what_was_asked_before_a_stop_stays(case: Case) -> None:
    for words in (QUESTION, "Who ran off?"):
        case.enquiring.add("question", words)

    def stop(what: str, done: float, total: float) -> bool:
        assert 0 <= done <= total
        return not what.startswith("Question 2")

    with pytest.raises(TaskError, match="cancelled"):
        case.enquiring.ask(stop)
    assert [len(e.askings) for e in case.enquiring.every()] == [1, 0]


def test_unknown_ones_are_not_asked(case: Case) -> None:
    with pytest.raises(UsageError, match="unknown_id"):
        case.enquiring.ask(go_on, ["E7"])
    assert case.enquiring.ask(go_on) == []


def test_the_command_adds_asks_and_lists(empty_case: Path, attest: Attest, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "advice.txt").write_text(ADVICE, encoding="utf-8")
    attest("add", empty_case, tmp_path / "letter.txt", tmp_path / "advice.txt")
    assert "No line of enquiry yet" in attest("enquiries", empty_case).out
    added = attest("enquiries", empty_case, "add", QUESTION, "--kind", "question", "--json").json["enquiries"]
    assert isinstance(added, list) and added[0]["id"] == "E1" and added[0]["answer"] is None
    attest("enquiries", empty_case, "add", "He was at home.", "--kind", "defence", "--dated", "2026-05-12")
    asked = attest("enquiries", empty_case, "ask", "--json").json["answers"]
    assert isinstance(asked, list) and [a["found"] for a in asked] == [True, False]
    assert {c["source_id"] for a in asked for c in (*a["new"], *a["gone"])} <= {"S1"}
    told = attest("enquiries", empty_case, "ask", "E1").out
    assert "the same as in D1" in told
    attest("enquiries", empty_case, "change", "E2", "--words", "He was at work.")
    attest("enquiries", empty_case, "move", "E2", "--up")
    attest("enquiries", empty_case, "close", "E1", "--reason", "answered")
    listed = attest("enquiries", empty_case, "--json").json["enquiries"]
    assert isinstance(listed, list)
    assert [(e["id"], e["words"], e["open"]) for e in listed] == [
        ("E2", "He was at work.", True),
        ("E1", QUESTION, False),
    ]
    assert [h["action"] for h in listed[1]["history"]] == ["added", "moved", "closed"]
    assert "closed: answered" in attest("enquiries", empty_case).out
    attest("enquiries", empty_case, "reopen", "E1")
    assert "closed" not in attest("enquiries", empty_case).out


@pytest.mark.parametrize(
    "words",
    [("add", "Who?"), ("add", "", "--kind", "question"), ("close", "E1"), ("dance",), ("change", "E9", "--words", "x")],
)
def test_wrong_use_is_told_in_a_sentence(empty_case: Path, attest: Attest, words: tuple[str, ...]) -> None:
    attest("enquiries", empty_case, "add", "Who ran?", "--kind", "question")
    told = attest("enquiries", empty_case, *words)
    assert told.code == 2 and told.err.strip().count("\n") == 0 and told.err.strip().endswith(".")
    assert len(attest("enquiries", empty_case, "--json").json["enquiries"]) == 1  # type: ignore[arg-type]


def test_a_report_and_the_drafts_json_say_what_came_after(empty_case: Path, attest: Attest, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    attest("add", empty_case, tmp_path / "letter.txt")
    attest("summarise", empty_case)
    attest("enquiries", empty_case, "add", "He was at home.", "--kind", "defence", "--dated", "2026-05-12")
    attest("export", empty_case, "--draft", "D1", "--format", "html", "--out", tmp_path / "r.html")
    report = (tmp_path / "r.html").read_text("utf-8")
    assert "Made before the defence statement of 12 May 2026, recorded or changed since." in report
    assert "Coverage, source by source" in report and "that this draft does not use" in report
