"""A row for each file of a taking-in: what is told of it, leaving one out, trying again, the summary as a table."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest
from working_case import READ, GivenReader, SteppedReader, go_on, working_case

from app.case import Case
from app.files import Given
from app.register import load
from app.settings import Settings
from app.taking_in import COLUMNS, TakingIn
from app.watch import FileProgress, Watching
from provenance.errors import TaskError, UsageError
from provenance.ports import Task
from provenance.store.case_store import CaseStore

PLAIN = "At 14:20 I saw a man in a blue coat by the ticket hall. He ran towards the footbridge.\n"


class Kept(TakingIn):
    """Keeps everything it was told; `then` is done on each telling."""

    def __init__(self, then: Callable[[FileProgress], None] = lambda row: None) -> None:
        super().__init__()
        self.told: list[Sequence[FileProgress]] = []
        self.then = then

    def tell(self, rows: Sequence[FileProgress]) -> None:
        super().tell(rows)
        self.told.append(rows)
        for row in rows:
            self.then(row)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "in").mkdir()
    made = [tmp_path / "in" / f"{name}.txt" for name in "abc"]
    for path in made:
        path.write_text(PLAIN + path.stem)
    return made


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with working_case(tmp_path / "case") as made:
        yield made


def add(case: Case, watch: TakingIn, *paths: Path) -> None:
    case.add(paths, lambda source: None, go_on, watch=watch)


def stages(watch: Kept, path: Path) -> list[str]:
    told = [row.stage for rows in watch.told for row in rows if row.path == path]
    return [stage for i, stage in enumerate(told) if i == 0 or told[i - 1] != stage]


def test_every_file_is_told_of_from_waiting_to_its_outcome(case: Case, files: list[Path], tmp_path: Path) -> None:
    copy, empty = tmp_path / "in" / "copy.txt", tmp_path / "in" / "empty.txt"
    copy.write_text(PLAIN + "a")
    empty.write_bytes(b"")
    watch = Kept()
    add(case, watch, *files, copy, empty, tmp_path / "absent.txt")
    assert [row.stage for row in watch.told[0]] == ["waiting"] * 6, "all of them first"
    assert stages(watch, files[0]) == ["waiting", "copying", "reading", "done"]
    assert [(r.name, r.kind, r.outcome, r.reason, r.source_id) for r in watch.rows] == [
        ("a.txt", "text", "read", None, "S1"),
        ("b.txt", "text", "read", None, "S2"),
        ("c.txt", "text", "read", None, "S3"),
        ("copy.txt", "text", "duplicate", "duplicate_of_S1", "S4"),
        ("empty.txt", "unknown", "refused", "file_empty", "S5"),
        ("absent.txt", "unknown", "refused", "file_missing", ""),
    ]
    assert watch.counts() == {"read": 3, "duplicate": 1, "refused": 2}
    assert all(row.share == 1 and row.size == row.path.stat().st_size for row in watch.rows[:5])
    assert watch.failed_paths() == [empty, tmp_path / "absent.txt"] and watch.unfinished_paths() == []


def test_files_read_side_by_side_tell_their_own_share(tmp_path: Path, files: list[Path]) -> None:
    reader = SteppedReader()

    def then(row: FileProgress) -> None:
        if row.stage == "reading" and row.share == 0.5 and row.path == files[1]:
            reader.steps[0]()  # the first is finished only once the second has told how far it is
            reader.steps[1]()

    watch = Kept(then)
    with working_case(tmp_path / "case", readers=reader) as case:
        add(case, watch, *files[:2])
    assert watch.counts() == {"read": 2}


def test_one_file_can_be_left_out_while_it_is_read_and_added_again(tmp_path: Path, files: list[Path]) -> None:
    reader = SteppedReader()

    def then(row: FileProgress) -> None:
        if row.path == files[1] and row.share == 0.5:
            assert watch.skip(files[1])
        if row.stage == "skipped" or (row.path == files[0] and row.share == 0.5):
            for finish in (reader.steps[0], reader.steps[2]):
                if not reader.futures[reader.steps.index(finish)].done():
                    finish()

    watch = Kept(then)
    with working_case(tmp_path / "case", readers=reader) as case:
        add(case, watch, *files)
        assert [(row.stage, row.outcome, row.reason) for row in watch.rows] == [
            ("done", "read", None),
            ("skipped", "refused", "skipped_by_person"),
            ("done", "read", None),
        ]
        assert reader.futures[1].cancelled()
        listed = case.store.source("S2")
        assert (listed.outcome, listed.reason, listed.passages) == ("refused", "skipped_by_person", 0)
        assert not watch.skip(files[1]), "it is too late"
        assert watch.failed_paths() == [files[1]]
        case.__dict__["readers"] = GivenReader(*READ)
        add(case, watch, *watch.failed_paths())
        assert len(watch.rows) == 3 and watch.counts() == {"read": 3}


def test_a_copy_of_a_file_left_out_is_read_all_the_same(tmp_path: Path, files: list[Path]) -> None:
    """And what a list says of the one holds for the bytes, so for the other."""
    copy = files[0].with_name("copy.txt")
    copy.write_bytes(files[0].read_bytes())
    (tmp_path / "list.csv").write_text("file,privilege\na.txt,yes\n")
    asked: list[object] = []

    class Reader(GivenReader):
        def submit(self, task: Task, *rest: object) -> Future[list[object]]:
            asked.append(task.settings["privilege"])
            return Future()

    def then(row: FileProgress) -> None:
        if row.path == copy and row.stage == "reading":
            watch.skip(files[0])
        if row.path == files[0] and row.stage == "skipped":
            watch.skip(copy)

    watch = Kept(then)
    with working_case(tmp_path / "case", readers=Reader()) as case:
        register = load(tmp_path / "list.csv")
        case.add([files[0], copy], lambda source: None, go_on, register, watch=watch)
    assert asked == ["privileged", "privileged"]
    assert [row.reason for row in watch.rows] == ["skipped_by_person"] * 2


def test_a_file_that_waits_or_is_copied_can_be_left_out(case: Case, files: list[Path]) -> None:
    def then(row: FileProgress) -> None:
        if row.stage == "waiting":
            watch.skip(files[2])
        if row.path == files[1] and row.stage == "copying":
            watch.skip(files[1])

    watch = Kept(then)
    add(case, watch, *files)
    assert [row.reason for row in watch.rows] == [None, "skipped_by_person", "skipped_by_person"]
    assert stages(watch, files[1]) == ["waiting", "copying", "skipped"]
    assert len(list((case.store.info.folder / "originals").iterdir())) == 1


def test_a_stop_leaves_rows_that_wait(tmp_path: Path, files: list[Path]) -> None:
    watch = TakingIn()
    with working_case(tmp_path / "case", readers=GivenReader()) as case:
        with pytest.raises(TaskError, match="cancelled"):
            case.add(files, print, lambda what, done, total: not what.startswith("Reading"), watch=watch)
        assert [row.stage for row in watch.rows] == ["waiting"] * 3
        assert watch.unfinished_paths() == files and watch.failed_paths() == []
        assert watch.summary_rows()[0][3] == "Not taken in yet"


def test_only_what_changed_is_handed_out() -> None:
    watch = TakingIn()
    told = Watching(watch)
    given = [Given(Path(f"/in/{n}.txt"), n) for n in range(20_000)]
    began = time.monotonic()
    told.listed(given)
    version, rows = watch.changed_since(0)
    assert rows == list(range(20_000))
    assert watch.changed_since(version) == (version, [])
    told.at(given[7], "copying")
    told.at(given[3], "reading", 0.5)
    told.at(given[3], "reading", 0.501)
    later, rows = watch.changed_since(version)
    assert rows == [3, 7] and later > version
    told.at(given[7], "reading")
    assert watch.changed_since(later)[1] == [7]
    assert watch.changed_since(version)[1] == [3, 7]
    assert watch.counts() == {"waiting": 19_998, "reading": 2}
    for one in given:
        told.at(one, "copying", 1.0)
        version, rows = watch.changed_since(version)
    assert time.monotonic() - began < 5, "20,000 files must stay quick"


def test_the_summary_is_a_table_in_words_that_no_spreadsheet_runs(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in {"a.txt": PLAIN, "b.txt": PLAIN, "=1+1.txt": PLAIN + "x", "e.bin": b""}.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "list.csv").write_text("file,exhibit\n=1+1.txt,@SUM(A1)\na.txt,AB/1\n")
    watch = TakingIn()
    register = load(folder / "list.csv")
    case.add([folder], lambda source: None, go_on, register, watch=watch)
    out = tmp_path / "summary.csv"
    watch.write_summary(out)
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(data.decode("utf-8-sig").splitlines())
    assert tuple(head) == COLUMNS
    by_name = {Path(row[0]).name: row for row in rows}
    odd = case.store.source("S1")
    assert odd.exhibit == "@SUM(A1)"
    assert by_name["=1+1.txt"][1:] == ["'@SUM(A1)", "Plain text", "Read", "", odd.sha256, str(odd.size), ""]
    assert by_name["b.txt"][3:5] == ["Already in the case", "The same bytes as AB/1."]
    assert by_name["e.bin"][3:5] == ["Not read", "The file is empty."]
    assert by_name["list.csv"][4].startswith("This is the exhibit list itself")
    assert watch.failed_paths() == [folder / "e.bin"], "the list was left out on purpose"
    with pytest.raises(UsageError, match="file_exists"):
        watch.write_summary(out)


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@A", " =1", "\u00a0=1", "\t=1", "＝1"])
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    from app.taking_in import csv_of

    rows = list(csv.reader(csv_of([(cell, "1-2")]).decode("utf-8-sig").splitlines()))
    assert rows == [["'" + cell, "1-2"]]


def test_settings_reach_a_case_that_is_opened(tmp_path: Path) -> None:
    CaseStore.create(tmp_path / "case", "R", "", "me").close()
    settings = Settings(readers=3)
    with Case.open(tmp_path / "case", settings=settings) as opened:
        assert opened.settings is settings
