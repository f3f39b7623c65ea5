"""Decisions on privilege hold at once, whatever is under way; what follows is made up for, also after a kill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_asking_while_adding import HeldEmbedder, added
from working_case import PlainEmbedder, go_on, take_in, working_case

from app import register
from app.case import Case
from app.jobs import Jobs
from app.search import search
from provenance.errors import AnchorError, TaskError

SOON = 30.0
SECRET = "The quokkafarthing was hidden under the bridge, and my solicitor told me so on the Monday evening.\n"
OPEN = "A silver hatchback stood by the ticket hall at noon, and its lights were on the whole time.\n"
LATE = "A lantern hung by the quay all night long, and nobody came to take it down in the morning.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case of two letters, S1 and S2, with a real index."""
    for name, words in {"1.txt": SECRET, "2.txt": OPEN, "late.txt": LATE}.items():
        (tmp_path / name).write_text(words)
    with working_case(tmp_path / "case") as case:
        case.__dict__.pop("index")
        take_in(case, tmp_path / "1.txt", tmp_path / "2.txt")
    return tmp_path / "case"


@pytest.fixture
def case(folder: Path) -> Iterator[Case]:
    with opened(folder) as made:
        yield made


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    lanes = Jobs()
    yield lanes
    assert lanes.close(SOON)


def opened(folder: Path) -> Case:
    case = Case.open(folder)
    case.__dict__["embedder"] = PlainEmbedder()
    return case


def found(case: Case) -> set[str]:
    """The sources of all that searching and drafting show of the case."""
    hits = [h for mode in ("words", "meaning") for h in search(case, "the quokkafarthing at noon", mode).hits]
    drafts = [
        case.ask("Where was the quokkafarthing hidden?", None, 0, go_on),
        case.summarise("The bridge", None, 0, 9, go_on),
    ]
    return {h.source.id for h in hits} | {c.source_id for d in drafts for claim in d.claims for c in claim.citations}


def indexed(case: Case) -> set[str]:
    return {passage.split(".")[0] for passage in case.index.ids()}


def test_what_is_held_while_files_are_taken_in_is_withheld_at_once(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    assert found(case) == indexed(case) == {"S1", "S2"}
    held = case.__dict__["embedder"] = HeldEmbedder()
    adding = jobs.start("Taking in", added(case, tmp_path / "late.txt"), "intake")
    assert held.asked.wait(SOON), adding.error
    case.change("S1", {"privilege": "privileged"})
    following = jobs.start("Following", lambda progress: case.follow("S1", progress), "intake")
    assert found(case) == {"S2", "S3"}, "though its vector still is in the index"
    assert (adding.state, following.state, indexed(case)) == ("running", "waiting", {"S1", "S2"})
    held.go.set()
    assert following.wait(SOON) and following.state == "done", following.error
    assert indexed(case) == {"S2", "S3"}
    assert case.set("S1", {"privilege": "released"}, go_on).outcome == "read"
    assert found(case) >= {"S1", "S2"} and indexed(case) == {"S1", "S2", "S3"}


def test_a_taking_in_carries_on_with_what_was_held_under_its_hands(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    """Its words wait for their vectors when a person holds them: they stay out of everything."""
    held = case.__dict__["embedder"] = HeldEmbedder()
    adding = jobs.start("Taking in", added(case, tmp_path / "late.txt"), "intake")
    assert held.asked.wait(SOON), adding.error
    case.change("S3", {"privilege": "possible"})
    held.go.set()
    assert adding.wait(SOON) and adding.state == "done", adding.error
    assert "S3" not in found(case), "a draft makes up for what was not followed yet"
    assert indexed(case) == {"S1", "S2"}


@pytest.mark.parametrize("healed_by", ["opening", "draft", "taking in"])
def test_a_kill_after_the_decision_leaves_nothing_open(folder: Path, tmp_path: Path, healed_by: str) -> None:
    with opened(folder) as case:
        assert indexed(case) == {"S1", "S2"}
        case.change("S1", {"privilege": "privileged"})
        if healed_by == "opening":
            case.close()
            case = opened(folder)
        elif healed_by == "draft":
            assert found(case) == {"S2"}
        else:
            take_in(case, tmp_path / "late.txt")
        assert indexed(case) == ({"S2", "S3"} if healed_by == "taking in" else {"S2"})
        case.close()


@pytest.mark.parametrize("healed_by", ["draft", "taking in"])
def test_a_kill_before_what_was_released_is_read_is_made_up_for(tmp_path: Path, healed_by: str) -> None:
    for name, words in {"1.txt": SECRET, "late.txt": LATE, "list.csv": "file,privilege\n1.txt,yes\n"}.items():
        (tmp_path / name).write_text(words)
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "1.txt", register=register.load(tmp_path / "list.csv"))
        assert case.change("S1", {"privilege": "released"}).outcome == "held", "nothing of it was stored"
    with opened(tmp_path / "case") as case:
        if healed_by == "draft":
            case.summarise(None, None, 0, None, go_on)
        else:
            take_in(case, tmp_path / "late.txt")
        assert case.store.source("S1").outcome == "read" and found(case) == {"S1"} | set(indexed(case))


def test_what_was_stopped_is_made_up_for_by_the_next_draft(case: Case) -> None:
    assert indexed(case) == {"S1", "S2"}
    case.change("S1", {"privilege": "privileged"})
    with pytest.raises(TaskError, match="cancelled"):
        case.follow("S1", lambda what, done, total: False)
    case.__dict__["embedder"] = PlainEmbedder()  # the stop ended the other
    case.summarise(None, None, 0, None, go_on)
    assert indexed(case) == {"S2"}


def test_an_original_that_is_gone_holds_up_its_own_release_alone(tmp_path: Path) -> None:
    for name, words in {"1.txt": SECRET, "2.txt": OPEN, "list.csv": "file,privilege\n1.txt,yes\n2.txt,yes\n"}.items():
        (tmp_path / name).write_text(words)
    with working_case(tmp_path / "case") as case:
        listed = register.load(tmp_path / "list.csv")
        take_in(case, tmp_path / "1.txt", tmp_path / "2.txt", register=listed, by_reference=True)
        (tmp_path / "1.txt").unlink()
        with pytest.raises(AnchorError, match="original_missing"):
            case.set("S1", {"privilege": "released"}, go_on)
        assert case.set("S2", {"privilege": "released"}, go_on).outcome == "read"
        assert case.store.source("S1").outcome == "held" and found(case) == {"S2"}
