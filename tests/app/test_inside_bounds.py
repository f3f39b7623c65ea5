"""What comes out of one file is bounded as a whole, whatever lies in it and whatever a hostile reader sends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from packs import NOTE, OTHER, packed, written
from working_case import GivenReader, PlainEmbedder, take_in, working_case

from app.case import Case
from app.enclosed import Allowance, Receiver, summed
from app.settings import Settings
from ingest.isolation import ChildRunner
from ingest.items import MEBI, Advance, Chunk, Enclosed, Fields, Held, Opened
from provenance.errors import TaskError
from provenance.ports import Limits, Task
from provenance.records import Notice, Part, Source
from provenance.vault import Vault


def bounded(case: Case, **bounds: int) -> Case:
    case.settings = replace(Settings(), read=replace(Settings().read, **bounds))
    return case


def left_out(sources: list[Source]) -> int:
    told = (n for s in sources for n in s.warnings if n.code == "enclosed_left_out")
    return sum(int(notice.detail.rpartition(" ")[2]) for notice in told)


def test_the_number_of_files_is_bounded_over_all_that_lies_in_one(tmp_path: Path) -> None:
    inner = [packed({f"{n}{m}.txt": f"{NOTE}{n}{m}" for m in range(3)}) for n in range(3)]
    path = written(tmp_path / "many.zip", packed({f"{n}.zip": data for n, data in enumerate(inner)}))
    with bounded(working_case(tmp_path / "case"), max_enclosed=8) as case:
        done = take_in(case, path)
    assert len(done) == 9, "the file given and eight inside"
    assert left_out(done) == 4, "those left out have no rows, and are counted"
    assert all(s.outcome == "partly" for s in done if any(n.code == "enclosed_left_out" for n in s.warnings))


def test_files_with_a_problem_count_too(tmp_path: Path) -> None:
    empty = packed({f"{n}.txt": b"" for n in range(30)})
    with bounded(working_case(tmp_path / "case"), max_enclosed=10) as case:
        done = take_in(case, written(tmp_path / "empty.zip", packed({"one.zip": empty, "two.zip": empty + b" "})))
    assert len(done) == 11 and left_out(done) == 52
    assert all(sum(n.code == "enclosed_left_out" for n in s.warnings) <= 1 for s in done)


def test_what_reader_and_case_left_out_is_told_once() -> None:
    told = [Notice("enclosed_left_out", "not taken out: 5"), Notice("macros_not_run")]
    (one, other) = summed([*told, Notice("enclosed_left_out", "beyond what may come out: 3")])
    assert (one.code, one.detail, other) == (
        "enclosed_left_out", "files inside beyond the limits, not taken out: 8", told[1],
    )  # fmt: skip
    assert summed(told) == told


def test_no_more_bytes_are_kept_than_may_come_out_of_one_file(tmp_path: Path) -> None:
    inner = {f"{n}.zip": packed({"zeros.bin": bytes(900_000) + bytes([n])}) for n in range(20)}
    path = written(tmp_path / "bomb.zip", packed(inner))
    with bounded(working_case(tmp_path / "case"), max_enclosed_bytes=MEBI) as case:
        done = take_in(case, path)
        kept = sum(f.stat().st_size for f in (tmp_path / "case" / "originals").iterdir())
    assert kept <= MEBI + path.stat().st_size
    assert {s.reason for s in done if s.outcome == "refused" and not s.sha256} <= {"too_large", "too_many_inside"}


def test_what_an_earlier_taking_in_brought_counts_for_the_next(tmp_path: Path) -> None:
    path = written(tmp_path / "pack.zip", packed({"a.txt": NOTE, "b.zip": packed({"c.txt": OTHER, "d.txt": NOTE * 2})}))

    class Stop(Exception):  # noqa: N818 - what ends a process has no better name
        pass

    def stop(source: Source) -> None:
        if source.name == "a.txt":
            raise Stop

    with bounded(working_case(tmp_path / "case"), max_enclosed=3) as case:
        with pytest.raises(Stop):
            case.add([path], stop, lambda *_: True)
        case.__dict__["embedder"] = PlainEmbedder()  # an interruption may end the models
        done = take_in(case, path)
        rows = case.store.sources()
    assert [s.name for s in done] == ["pack.zip", "b.zip", "c.txt"] and left_out(done) == 1
    assert len(rows) == 4


def test_an_allowance_is_shared_and_its_last_file_keeps_no_bytes(tmp_path: Path) -> None:
    for folder in ("originals", "derived"):
        (tmp_path / folder).mkdir()
    allowance = Allowance(files=2, bytes=150)
    one, other = (Receiver(Vault(tmp_path, write=True), allowance) for _ in range(2))
    for receiver in (one, other):
        receiver.take(Enclosed("a.txt"))
        receiver.take(Chunk(b"x" * 100))
        receiver.take(Chunk(b"x"))
        receiver.finish()
    other.take(Enclosed("b.txt"))
    other.take(Chunk(b"x"))
    other.finish()
    assert [f.problem for f in one.found] == [""] and [f.problem for f in other.found] == ["too_many_inside"]
    assert other.left_out == 1 and len(list((tmp_path / "originals").iterdir())) == 1
    assert (allowance.files, allowance.bytes) == (0, 49)


@pytest.mark.parametrize(
    "item",
    [
        Enclosed("a", problem="Mrs Doe of 3 Mill Lane"),
        Enclosed("a", problem=("x",)),  # type: ignore[arg-type]
        Enclosed(3),  # type: ignore[arg-type]
        Fields({"title": ("x",)}),  # type: ignore[dict-item]
        Fields([("title", "x")]),  # type: ignore[arg-type]
        Opened(("x",)),  # type: ignore[arg-type]
        Advance("x", 3),  # type: ignore[arg-type]
        Advance(float("nan"), 3),
        Notice("pages_missing", {"a": 1}),  # type: ignore[arg-type]
        Held(("x",)),  # type: ignore[arg-type]
    ],
)
def test_a_reader_that_sends_what_none_sends_is_refused(tmp_path: Path, item: object) -> None:
    reader = GivenReader(Opened("zip"), item, error=None)
    with working_case(tmp_path / "case", readers=reader) as case:
        path = written(tmp_path / "a.zip", b"PK")
        done = take_in(case, path)
        assert [s.outcome for s in done] == ["refused"]
        assert take_in(case, path), "the case goes on"
        assert b"Mill Lane" not in (tmp_path / "case" / "case.db").read_bytes()


def test_a_reader_cannot_say_what_people_decide(tmp_path: Path) -> None:
    said = {
        "title": "Notes",
        "witness": "A B",
        "producer": "Writer 2",
        "enclosed": "x",
        "confirmed": "witness",
        "clock_offset": "+00:01:00",
        "duplicate_of": "S9",
        "transcript_of": "S1",
        "made": "x",
        "privilege": "no",
    }
    reader = GivenReader(Opened("text"), Fields(said), Part(0, "block", "He ran to the car and left.\n"))
    with working_case(tmp_path / "case", readers=reader) as case:
        (source,) = take_in(case, written(tmp_path / "a.txt", b"x"))
        assert source.fields == {"title": "Notes", "witness": "A B", "producer": "Writer 2"}
        assert take_in(case, tmp_path / "a.txt")[0].outcome == "duplicate"


@pytest.mark.parametrize(
    ("entry", "settings", "fits"),
    [
        ("one", {"size": MEBI // 2}, True),
        ("one", {"size": 2 * MEBI}, False),  # within the output as a whole
        ("file", {"pieces": 6, "size": MEBI}, True),  # more than the output: bytes of files count apart
        ("file", {"pieces": 7, "size": MEBI}, False),
        ("file", {"pieces": 1, "size": 3 * MEBI}, False),
    ],
)
def test_one_message_and_the_bytes_of_files_have_bounds_of_their_own(
    entry: str, settings: dict[str, int], fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    limits = Limits(output_bytes=4 * MEBI, message_bytes=MEBI + 8192, enclosed_bytes=6 * MEBI)
    items: list[object] = []
    with ChildRunner() as runner:
        future = runner.submit(Task(f"sending:{entry}", settings), None, limits, items.append)
        if fits:
            future.result(60)
            return
        with pytest.raises(TaskError) as raised:
            future.result(60)
    assert raised.value.code == "task_output_too_large"
    assert sum(len(i.data) for i in items if isinstance(i, Chunk)) <= 6 * MEBI
