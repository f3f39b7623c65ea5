"""New is what was not found before, gone what is not found any more; unseen lasts until a person looks at it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from command_line import Attest
from working_case import go_on, take_in, working_case

from app.case import Case
from app.cli.enquiries import state_of
from app.enquiries import Answer
from app.enquiry_changes import changes
from provenance.coverage import Seen
from provenance.near import Near
from provenance.records import Citation, TextAnchor

QUESTION = "Who rowed the dinghy to the island?"
FIRST = "I keep the boathouse. My cousin rowed the dinghy to the island before breakfast.\n"
LATER = "The {who} told me that {who} saw somebody row the dinghy to the island at {hour} o'clock.\n"
WHO = (
    "verger",
    "baker",
    "plumber",
    "teacher",
    "florist",
    "butcher",
    "printer",
    "welder",
    "barber",
    "glazier",
    "miller",
    "cooper",
    "tanner",
    "draper",
    "farrier",
)


def asked(case: Case) -> Answer:
    (found,) = case.enquiring.ask(go_on)
    return found


def more(case: Case, folder: Path, who: tuple[str, ...]) -> None:
    paths = [folder / f"{one}.txt" for one in who]
    for hour, path in enumerate(paths, 1):
        path.write_text(LATER.format(who=path.stem, hour=hour), encoding="utf-8")
    take_in(case, *paths)


def begun(folder: Path) -> Case:
    (folder / "first.txt").write_text(FIRST, encoding="utf-8")
    case = working_case(folder / "case")
    take_in(case, folder / "first.txt")
    case.enquiring.add("question", QUESTION)
    return case


def sources(these: tuple[Citation, ...]) -> set[str]:
    return {c.source_id for c in these}


def test_what_new_evidence_pushes_out_of_the_answer_is_not_gone_and_what_is_not_quoted_may_be_new(
    tmp_path: Path,
) -> None:
    with begun(tmp_path) as case:
        first = asked(case)
        assert first.found and not first.new and not first.unseen
        more(case, tmp_path, WHO)
        second = asked(case)
        quoted = {c.source_id for claim in second.draft.claims for c in claim.cited()}
        assert len(quoted) < 1 + len(WHO), "more were found than are quoted"
        assert sources(second.new) == {f"S{n}" for n in range(2, 2 + len(WHO))}
        assert second.gone == () and (sources(second.still) == {"S1"}) == ("S1" not in quoted)
        assert (sources(second.kept) == {"S1"}) == ("S1" in quoted) and not second.same


def test_what_came_new_is_unseen_until_a_person_looks_at_it_however_often_it_is_asked(tmp_path: Path) -> None:
    with begun(tmp_path) as case:
        asked(case)
        more(case, tmp_path, WHO[:2])
        assert sources(asked(case).unseen) == {"S2", "S3"}
        again = asked(case)
        assert again.new == () and sources(again.unseen) == {"S2", "S3"}
        cited = [c for claim in again.draft.claims for c in claim.cited()]
        case.reviewing.opened(next(c.id for c in cited if c.source_id == "S2"))
        assert sources(asked(case).unseen) == {"S3"}
        (place,) = asked(case).unseen
        assert isinstance(place.anchor, TextAnchor)
        case.store.add_viewed([Seen("S3", "text", place.anchor.start, place.anchor.end)], case.by)
        assert asked(case).unseen == ()


def test_what_is_withheld_since_is_neither_new_nor_gone_nor_unseen(tmp_path: Path) -> None:
    with begun(tmp_path) as case:
        asked(case)
        more(case, tmp_path, WHO[:1])
        asked(case)
        case.change("S2", {"privilege": "privileged"})
        found = asked(case)
        assert not (found.new or found.gone or found.unseen or found.still)


def test_the_command_tells_what_nobody_looked_at(empty_case: Path, attest: Attest, tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    attest("add", empty_case, tmp_path / "first.txt")
    attest("enquiries", empty_case, "add", QUESTION, "--kind", "question")
    attest("enquiries", empty_case, "ask")
    (tmp_path / "verger.txt").write_text(LATER.format(who="verger", hour=6), encoding="utf-8")
    attest("add", empty_case, tmp_path / "verger.txt")
    attest("enquiries", empty_case, "ask")
    told = attest("enquiries", empty_case, "ask").out
    assert "the same as in" in told and "1 that came new not looked at by a person yet" in told
    assert "new, not looked at yet" in told
    (answer,) = attest("enquiries", empty_case, "ask", "--json").json["answers"]  # type: ignore[misc]
    assert answer["new"] == [] and [c["source_id"] for c in answer["unseen"]] == ["S2"]
    assert answer["all_held_back"] is False


def test_an_answer_that_no_longer_quotes_a_place_is_not_told_as_the_same(tmp_path: Path) -> None:
    with begun(tmp_path) as case:
        more(case, tmp_path, WHO[:2])
        draft = asked(case).draft
        quoted = [c for claim in draft.claims for c in claim.cited()]
        less = replace(draft, claims=draft.claims[:1])
        found = changes(case.store, less, draft)
        left = len(found.gone) + len(found.still)
        assert left and not found.new and left + len(found.kept) == len(quoted)
        answer = Answer(case.enquiring.every()[0], less, draft, (), found.gone, found.still, found.kept)
        assert not answer.same
        told = state_of(answer)
        assert "the same as" not in told and f"{len(found.kept)} kept since {draft.id}" in told
        assert f"0 places new, {len(found.gone)} gone" in told
        assert (f"{len(found.still)} found but no longer quoted" in told) == bool(found.still)
        same = changes(case.store, draft, draft)
        assert len(same.kept) == len(quoted) and not (same.new or same.gone or same.still)
        assert Answer(answer.enquiry, draft, draft, kept=same.kept).same


def test_all_that_came_new_is_told_and_nothing_that_a_full_list_may_have_held(tmp_path: Path) -> None:
    with begun(tmp_path) as case:
        day = "Day {n}. The keeper rowed the dinghy past buoy {n} in calm water. "
        text = "\n\n".join(day.format(n=n) * 12 for n in range(60))
        (tmp_path / "log.txt").write_text(text, encoding="utf-8")
        take_in(case, tmp_path / "log.txt")
        draft, store = asked(case).draft, case.store
        listed = store.passages(["S1", "S2"])
        assert len(listed) > 55
        near = tuple(Near(p.id, p.start, p.end, 0.9) for p in listed)
        now = replace(draft, claims=(), coverage=replace(draft.coverage, near=near))
        nothing = replace(now, coverage=replace(now.coverage, near=()))
        assert len(changes(store, now, nothing).new) == len(listed), "no more are told than a window lists"
        full = tuple(Near(f"S1.{n}", 0, 1, 0.95) for n in range(900, 1100))
        before = replace(draft, claims=(), coverage=replace(draft.coverage, near=full))
        assert changes(store, now, before).new == (), "they may have stood lower than the last that was recorded"
        assert changes(store, draft, before).new == ()
        nearer = replace(now, coverage=replace(now.coverage, near=tuple(replace(n, score=0.99) for n in near)))
        told = {c.id for c in changes(store, nearer, before).new}
        assert told == {p.id for p in listed} - set(draft.run.retrieved)
        quoted = replace(draft, coverage=replace(draft.coverage, near=near[:1]))
        now_full = replace(now, coverage=replace(now.coverage, near=full))
        assert changes(store, now_full, quoted).gone == ()
