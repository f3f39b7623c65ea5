"""A long statement is taken apart into what it asserts, each point asked by itself and told with what was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from draft_case import BY, HashEmbedder, add_text, index_all

from provenance.asked_words import NOT_PUT, POINTS, points_summary, points_told
from provenance.errors import UsageError
from provenance.store.case_store import CaseStore
from summarise import service
from summarise.draft import Drafting
from summarise.statement import asked_for, asserts, points_of

EMBEDDER = HashEmbedder()
STATEMENT = (
    "DEFENCE STATEMENT. In the Crown Court at Harrow. This statement is served under section 6A of the Act. "
    "1. The defendant denies that he broke the window of the pharmacy. "
    "2. The alarm of the pharmacy had been ringing for an hour before Mr. Osei arrived. "
    "3. The defendant accepts that he picked up a torch from the pavement. "
    "4. He was repairing a puncture beside the canal until eleven o'clock. "
    "5. Penguins nested on the moon throughout October. "
    "The defence requests disclosure of the call records. The defendant reserves his position on expert evidence."
)
ACCOUNTS = {
    "osei.txt": "I am the pharmacist. The window of the pharmacy was broken when I came. The alarm had been ringing "
    "for an hour, they told me.",
    "pc.txt": "I stopped a man by the pharmacy. He said that he had picked up the torch from the pavement.",
    "angler.txt": "I fish in the canal. A lad was repairing a puncture beside the canal. He left at eleven o'clock.",
}


def test_what_asserts_is_told_from_form_and_requests() -> None:
    found = points_of(STATEMENT)
    assert found is not None and len(found.asserted) == 5 and found.left >= 4
    assert found.asserted[1] == "The alarm of the pharmacy had been ringing for an hour before Mr. Osei arrived."
    assert not any(w in " ".join(found.asserted) for w in ("Crown Court", "section 6A", "disclosure", "reserves"))


def test_a_question_is_put_as_it_stands() -> None:
    assert points_of("Who broke the window of the pharmacy?") is None
    assert points_of(" ".join(["Who was it that stood there and"] * 20) + " ran?") is None
    assert points_of("") is None


def test_words_of_pleading_are_not_looked_for() -> None:
    assert asked_for("The defendant denies that he broke the window.") == "he broke the window."
    assert asked_for("It is denied that the accused’s van was there.") == "his van was there."


def test_what_another_is_said_to_say_is_looked_for() -> None:
    assert asked_for("The accused says that he denies the loan.") == "he denies the loan."
    assert asked_for("I accept that I was there and I say that Lou fell.") == "I was there and Lou fell."


def test_words_of_law_within_an_account_are_no_form() -> None:
    for told in ("The car was left in section 4 of the yard by Kim.", "Signed copies of the lease lay on Kim's table.",
                 "The accused will call Kim, who heard Lou shout at Ray."):  # fmt: skip
        assert asserts(told), told
    for form in ("Served under section 5 of the Act upon the court.", "Section 9 statement of Kim is agreed.",
                 "The defendant will call an expert on telephone masts.", "Dated this third of June."):  # fmt: skip
        assert not asserts(form), form


def test_why_a_source_is_not_quoted_is_told_of_all_points(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "c", "R", "", BY) as store:
        for n in range(6):
            rest = " once" * (n % 3)
            add_text(store, f"{n}.txt", f"I am porter {n}. He was repairing a puncture beside the canal{rest}.")
        index_all(store, EMBEDDER)
        made = service.ask(store, EMBEDDER, None, question=STATEMENT)
    unused = [u.reason for u in made.coverage.unused_sources]
    assert unused and all(reason.startswith("above the threshold for one of its points") for reason in unused)


def test_a_run_that_stopped_says_nothing_of_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object, **__: object) -> None:
        raise UsageError("source_held", source="S1")

    with CaseStore.create(tmp_path / "c", "R", "", BY) as store:
        for name, text in ACCOUNTS.items():
            add_text(store, name, text)
        index_all(store, EMBEDDER)
        monkeypatch.setattr(Drafting, "write", held)
        made = service.ask(store, EMBEDDER, None, question=STATEMENT)
    assert "stopped" in made.run.settings and POINTS not in made.run.settings
    assert points_told(made.run.settings) == []


def test_each_point_has_what_was_found_for_it_and_those_without_are_said(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "c", "R", "", BY) as store:
        for name, text in ACCOUNTS.items():
            add_text(store, name, text)
        index_all(store, EMBEDDER)
        made = service.ask(store, EMBEDDER, None, question=STATEMENT)
        again = service.ask(store, EMBEDDER, None, question=STATEMENT)
        draft = store.write_draft(made, BY)
    under = {c.heading.split(":")[0]: c.text for c in made.claims}
    assert "broken when I came" in " ".join(c.text for c in made.claims if c.heading.startswith("Point 1 of 5"))
    assert "torch" in under["Point 3 of 5"] and "puncture" in under["Point 4 of 5"]
    assert "Point 5 of 5" not in under
    points = draft.run.settings[POINTS]
    assert isinstance(points, list) and [bool(p["found"]) for p in points] == [True, True, True, True, False]
    told = points_told(draft.run.settings)
    assert told[0].startswith("It is long, and was put as 5 points") and str(draft.run.settings[NOT_PUT]) in told[0]
    assert told[1:] == [
        "Nothing found for 1 of 5 points:",
        "Point 5: “Penguins nested on the moon throughout October.”",
    ]
    assert [c.text for c in again.claims] == [c.text for c in made.claims]
    assert points_told({}) == [] and points_summary({}) == ""
    summary = points_summary(draft.run.settings)
    assert summary.startswith("put as 5 points: something found for 4, nothing for 1; ")
    assert "other sentences were not put, as they say nothing" in summary and not summary.endswith((":", "."))
    both = [{"words": "a", "found": 2}, {"words": "b", "found": 1}]
    assert points_summary({POINTS: both}) == "put as 2 points: something found for each"
