"""Taking in: what lists say of known files, what one bad file may do to the others, stopping, failing disks."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from working_case import GivenReader, go_on, take_in, working_case

from app import register
from app.case import Case
from app.cli import case as commands
from app.settings import Settings
from ingest.index import ExactIndex, open_index
from ingest.items import Opened, PassageSpan
from provenance.errors import AnchorError, CaseError, ReadError, TaskError, UsageError
from provenance.ports import Vectors
from provenance.records import Part

PLAIN = "The quokkafarthing was hidden under the bridge, and he told me so himself on the Monday evening.\n"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with working_case(tmp_path / "case") as made:
        yield made


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "letter.txt").write_text(PLAIN)
    return tmp_path / "in" / "letter.txt"


def listed(tmp_path: Path, *rows: str) -> register.Register:
    (tmp_path / "list.csv").write_text("\n".join(("file,exhibit,description,mark,privilege", *rows)) + "\n")
    return register.load(tmp_path / "list.csv")


def found(case: Case) -> int:
    return len(case.store.search_words("quokkafarthing", 5))


def test_a_list_can_be_brought_in_later(case: Case, letter: Path, tmp_path: Path) -> None:
    take_in(case, letter)
    assert (found(case), len(case.index)) == (1, 1)
    again = take_in(case, letter, register=listed(tmp_path, "letter.txt,LW/1,A letter,OFFICIAL,"))
    assert [(s.id, s.outcome, s.reason, s.exhibit) for s in again] == [("S1", "duplicate", "duplicate_of_S1", "LW/1")]
    (kept,) = case.store.sources()
    assert (kept.exhibit, kept.fields["title"], kept.mark, kept.outcome) == ("LW/1", "A letter", "OFFICIAL", "read")
    take_in(case, letter, register=listed(tmp_path, "letter.txt,,,,privileged"))
    (kept,) = case.store.sources()
    assert (kept.exhibit, kept.outcome, kept.privilege) == ("LW/1", "held", "privileged")
    assert (found(case), len(case.index)) == (0, 0)
    case.set("S1", {"privilege": "released"}, go_on)
    take_in(case, letter, register=listed(tmp_path, "letter.txt,,,,privileged"))
    assert case.store.source("S1").privilege == "released", "a person's decision stands over a list"
    assert (found(case), len(case.index)) == (1, 1)


def test_privilege_follows_the_bytes(case: Case, letter: Path, tmp_path: Path) -> None:
    take_in(case, letter)
    copy = letter.with_name("copy.txt")
    copy.write_text(PLAIN)
    done = take_in(case, copy, register=listed(tmp_path, "copy.txt,,,,yes"))
    assert [(s.id, s.outcome, s.withheld) for s in done] == [("S2", "duplicate", True)]
    assert (case.store.source("S1").outcome, found(case), len(case.index)) == ("held", 0, 0)
    case.set("S2", {"privilege": "released"}, go_on)
    assert (case.store.source("S1").outcome, found(case), len(case.index)) == ("read", 1, 1)
    case.set("S2", {"privilege": "possible"}, go_on)
    assert (case.store.source("S1").outcome, found(case), len(case.index)) == ("held", 0, 0)


def test_a_marked_copy_in_the_same_batch_holds_the_first(case: Case, letter: Path, tmp_path: Path) -> None:
    """Nothing of it is stored: the mark came while it was still being read."""
    copy = letter.with_name("privileged.txt")
    copy.write_text(PLAIN)
    done = take_in(case, letter, copy, register=listed(tmp_path, "privileged.txt,,,,yes"))
    assert [(s.outcome, s.privilege, s.reason) for s in done] == [
        ("held", "privileged", "privilege"),
        ("duplicate", "privileged", "duplicate_of_S1"),
    ]
    files = [p for p in (tmp_path / "case").glob("case.db*") if p.is_file()]
    assert files and not any(b"quokkafarthing" in p.read_bytes() for p in files)


def test_one_bad_file_does_not_stop_the_others(case: Case, letter: Path, tmp_path: Path) -> None:
    (letter.parent / "loop").symlink_to(letter.parent / "loop")
    bad = [tmp_path / ("n" * 5000), letter.parent / "loop", tmp_path / "case" / "case.db"]
    codes = ["file_unreadable", "file_unreadable", "own_case_folder"]
    if Path("/proc/self/mem").is_file():  # opens, and fails when it is read, as a dying disk does
        bad, codes = [*bad, Path("/proc/self/mem")], [*codes, "file_unreadable"]
    for _ in range(2):
        done = take_in(case, *bad, letter)
        assert [s.reason for s in done[:-1]] == codes
        assert done[-1].outcome in ("read", "duplicate")
    assert len(case.store.sources()) == len(bad) + 1, "told again, not recorded again"


@pytest.mark.parametrize(
    ("reader", "code", "kind"),
    [
        (GivenReader(Opened("text"), Part(0, "block", "x\n"), PassageSpan(0, 99, "x", (), "")), "task_crashed", "text"),
        (GivenReader(Opened("text"), object()), "task_crashed", "text"),
        (GivenReader(error=ReadError("kind_not_read", kind="zip", detail=PLAIN)), "kind_not_read", "zip"),
        (GivenReader(error=TaskError("task_crashed", error=PLAIN)), "task_crashed", "unknown"),
        (GivenReader(error=ReadError(PLAIN, kind=PLAIN)), "task_crashed", "unknown"),
        (GivenReader(error=UsageError("bad_value")), "task_crashed", "unknown"),
    ],
)
def test_what_a_reader_does_wrong_refuses_one_file(
    tmp_path: Path, letter: Path, reader: GivenReader, code: str, kind: str
) -> None:
    with working_case(tmp_path / "case", readers=reader) as case:
        (one,) = take_in(case, letter)
        assert (one.outcome, one.reason, one.kind) == ("refused", code, kind)
        assert "quokkafarthing" not in str(one.warnings)


def test_copying_and_reading_can_be_stopped(tmp_path: Path, letter: Path) -> None:
    endless = GivenReader()
    with working_case(tmp_path / "case", readers=endless) as case:
        with pytest.raises(TaskError, match="cancelled"):
            case.add([letter], print, lambda what, done, total: not what.startswith("Copying"))
        assert not endless.futures and not list((tmp_path / "case" / "originals").iterdir())
        with pytest.raises(TaskError, match="cancelled"):
            case.add([letter], print, lambda what, done, total: not what.startswith("Reading"))
        assert [f.cancelled() for f in endless.futures] == [True]
        assert case.store.sources() == []


def test_releasing_reads_once_and_only_the_same_bytes(tmp_path: Path, letter: Path) -> None:
    reader = GivenReader(error=ReadError("file_damaged"))
    with working_case(tmp_path / "case", readers=reader) as case:
        held = listed(tmp_path, "letter.txt,,,,yes")
        case.__dict__["readers"] = GivenReader(Opened("text"))
        take_in(case, letter, register=held, by_reference=True)
        case.__dict__["readers"] = reader
        letter.write_text(PLAIN.upper())
        for _ in range(2):
            with pytest.raises(AnchorError, match="original_changed"):
                case.set("S1", {"privilege": "released"}, go_on)
        assert (case.store.source("S1").outcome, reader.futures) == ("held", [])
        letter.write_text(PLAIN)
        with pytest.raises(TaskError, match="cancelled"):
            case.set("S1", {"privilege": "released"}, lambda what, done, total: False)
        refused = case.set("S1", {"privilege": "released"}, go_on)
        assert (refused.outcome, refused.reason) == ("refused", "file_damaged")


def test_what_was_held_unread_is_read_when_it_is_released(case: Case, letter: Path, tmp_path: Path) -> None:
    take_in(case, letter, register=listed(tmp_path, "letter.txt,LW/1,A letter,,yes"))
    assert found(case) == 0
    released = case.set("S1", {"privilege": "released"}, go_on)
    assert (released.outcome, released.reason, released.fields["title"]) == ("read", None, "A letter")
    assert (found(case), len(case.index)) == (1, 1)


def test_what_was_read_before_it_was_held_is_not_read_again(case: Case, letter: Path) -> None:
    take_in(case, letter)
    case.set("S1", {"privilege": "privileged"}, go_on)
    case.readers.close()
    case.__dict__["readers"] = reader = GivenReader()
    assert case.set("S1", {"privilege": "released"}, go_on).outcome == "read"
    assert (reader.futures, found(case), len(case.index)) == ([], 1, 1)


class _FullDisk(ExactIndex):
    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_an_index_that_fails_costs_nothing(tmp_path: Path, letter: Path) -> None:
    with working_case(tmp_path / "case", index=_FullDisk()) as case:
        assert [s.outcome for s in take_in(case, letter)] == ["read"]
        assert not case.store.pending_vectors()
        assert len(case.index) == 1, "built again from the record"
    (tmp_path / "file").write_text("x")
    with pytest.raises(CaseError, match="case_io"):
        open_index(tmp_path / "file" / "index", lambda ids: ([], np.empty((0, 0), np.float32)))


def test_a_fault_of_our_own_still_tells_what_was_done(
    tmp_path: Path, letter: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with working_case(tmp_path / "case") as case:
        (source,) = take_in(case, letter)

    def broken(self: Case, paths: object, reported: object, *_: object) -> None:
        reported(source)  # type: ignore[operator]
        raise RuntimeError(PLAIN)

    monkeypatch.setattr(Case, "add", broken)
    monkeypatch.setattr("app.trouble.log_file", lambda: tmp_path / "errors.log")
    assert commands.add(tmp_path / "case", [letter], json=True) == 1
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert [s["id"] for s in answer["sources"]] == ["S1"] and answer["error"]["code"] == "internal_error"
    assert "quokkafarthing" not in told.out + told.err + (tmp_path / "errors.log").read_text()


def test_limits_grow_with_the_file(case: Case, tmp_path: Path) -> None:
    settings = Settings()
    small, long = settings.limits(1000), settings.limits(20_000_000_000)
    assert small.seconds < 2000 and long.seconds > 24 * 3600
    assert small.stall_seconds == long.stall_seconds and small.output_bytes <= 1 << 29
    assert case.reopener._settings is case.settings.read  # type: ignore[attr-defined]
