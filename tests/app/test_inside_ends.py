"""What an odd name, many copies, a failed container or a closing case must not do to a taking-in."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path

import pytest
from packs import NOTE, OTHER, packed, written
from working_case import GivenReader, PlainEmbedder, go_on, take_in, working_case

from app import findings
from app.case import Case
from ingest.items import Chunk, Enclosed, Opened
from provenance.containers import lacking
from provenance.errors import TaskError
from provenance.records import Source
from summarise.coverage import cover
from summarise.material import gather

VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Anna>I heard two bangs and then somebody shouted.\n"


class StopError(Exception):
    """The process is ended."""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with working_case(tmp_path / "case") as opened:
        yield opened


def interrupted(case: Case, path: Path, after: str) -> None:
    def reported(source: Source) -> None:
        if source.name == after:
            raise StopError

    with pytest.raises(StopError):
        case.add([path], reported, go_on)
    case.__dict__["embedder"] = PlainEmbedder()  # an interruption may end the models


def wav(path: Path) -> Path:
    import wave

    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(32000))
    return path


def test_a_transcript_named_by_dots_alone_stops_nothing(case: Case, tmp_path: Path) -> None:
    odd = written(tmp_path / "..vtt", VTT.encode())
    done = take_in(case, odd, wav(tmp_path / "..wav"), written(tmp_path / "a.txt", NOTE.encode()))
    assert [s.outcome for s in done] == ["read", "partly", "read"]
    assert take_in(case, written(tmp_path / "b.txt", OTHER.encode()))[0].outcome == "read"


def test_a_transcript_that_a_person_parted_stays_parted(case: Case, tmp_path: Path) -> None:
    words, sound = take_in(case, written(tmp_path / "call.vtt", VTT.encode()), wav(tmp_path / "call.wav"))
    assert case.store.source(words.id).fields["transcript_of"] == sound.id
    case.change(words.id, {"transcript_of": ""})
    take_in(case, written(tmp_path / "other.vtt", VTT.replace("two", "three").encode()))
    assert "transcript_of" not in case.store.source(words.id).fields
    case.change(words.id, {"transcript_of": sound.id})
    assert case.store.source(words.id).fields.items() >= {("transcript_of", sound.id)}
    assert "transcript_parted" not in case.store.source(words.id).fields


def test_files_inside_that_were_left_out_are_told_of(case: Case, tmp_path: Path) -> None:
    inner = {f"{n}.txt": f"{NOTE}{n}\n" for n in range(5)}
    interrupted(case, written(tmp_path / "pack.zip", packed(inner)), "1.txt")
    assert lacking(case.store.sources()) == {"S1": 3}
    assert [(f.code, f.detail) for f in findings.of_case(case.store) if f.source_ids == ("S1",)] == [
        ("inside_not_taken_in", "3 of 5 files inside are not taken in")
    ]
    told = cover(gather(case.store, None, 8), (), (), (), {})
    assert {u.source_id: u.reason for u in told.unread_sources}["S1"] == "3 files inside not taken in"
    assert {u.source_id: u.reason for u in told.unused_sources}["S1"].endswith(
        "(2) are sources of their own; 3 files inside not taken in"
    )
    take_in(case, tmp_path / "pack.zip")
    assert not lacking(case.store.sources())


def test_files_tried_again_do_not_stand_for_others(case: Case, tmp_path: Path) -> None:
    bad = b"%PDF-1.7 is cut off here"
    path = written(tmp_path / "pack.zip", packed({"bad.pdf": bad, "a.txt": NOTE, "b.txt": OTHER}))
    interrupted(case, path, "bad.pdf")
    case.store.add_source(  # the same file inside, which ended otherwise the next time
        Source(**{**vars_of(case.store.source("S2")), "id": "", "reason": "too_large"}), None, (), None, "x"
    )
    assert lacking(case.store.sources()) == {"S1": 2}
    done = take_in(case, path)
    assert {s.name for s in done} >= {"a.txt", "b.txt"}


def vars_of(source: Source) -> dict[str, object]:
    return {name: getattr(source, name) for name in source.__dataclass_fields__}


def test_why_a_container_could_not_be_read_again_stands_in_the_log(case: Case, tmp_path: Path) -> None:
    path = written(tmp_path / "pack.zip", packed({"a.txt": NOTE, "b.txt": OTHER}))
    interrupted(case, path, "a.txt")
    case.__dict__["readers"] = GivenReader(error=TaskError("task_timed_out"))
    take_in(case, written(tmp_path / "c.txt", b"x"))
    entry = next(e for e in case.store.audit_entries() if e.action == "inside_not_read")
    assert entry.detail == {"source": "S1", "reason": "task_timed_out"}
    assert case.store.check_audit().ok


def test_a_case_that_closes_while_a_container_is_read_again_says_cancelled(case: Case, tmp_path: Path) -> None:
    path = written(tmp_path / "pack.zip", packed({"a.txt": NOTE, "b.txt": OTHER}))
    interrupted(case, path, "a.txt")

    class Closing(GivenReader):
        def submit(self, *_: object, **__: object) -> Future[list[object]]:
            future: Future[list[object]] = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    case.__dict__["readers"] = Closing()
    with pytest.raises(TaskError) as raised:
        take_in(case, path)
    assert raised.value.code == "cancelled" and not isinstance(raised.value, CancelledError)


def test_what_came_out_of_a_container_that_failed_leaves_nothing(tmp_path: Path) -> None:
    sent = (Opened("zip"), Enclosed("a.txt"), Chunk(b"one"), Enclosed("b.txt"), Chunk(NOTE.encode()), Enclosed("c"))
    with working_case(tmp_path / "case") as case:
        (kept,) = take_in(case, written(tmp_path / "note.txt", NOTE.encode()))
        path = written(tmp_path / "a.zip", packed({"x": "y"}))

        class Failing(GivenReader):
            def submit(self, *given: object, **__: object) -> Future[list[object]]:
                future: Future[list[object]] = Future()
                for item in self.items:
                    given[3](item)  # type: ignore[operator]
                future.set_exception(TaskError("task_timed_out"))
                return future

        case.__dict__["readers"] = Failing(*sent)
        (refused,) = take_in(case, path)
    assert refused.reason == "task_timed_out"
    assert {f.name for f in (tmp_path / "case" / "originals").iterdir()} == {kept.sha256, refused.sha256}


def test_many_copies_of_one_file_are_looked_up_once(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = [written(tmp_path / f"{n:03}.txt", NOTE.encode()) for n in range(100)]
    empty = [written(tmp_path / f"empty {n:03}.txt", b"") for n in range(50)]
    asked: list[str] = []
    usual = case.store.by_sha256
    monkeypatch.setattr(case.store, "by_sha256", lambda sha256: asked.append(sha256) or usual(sha256))
    for _ in range(2):
        done = take_in(case, *copies, *empty)
        assert len(done) == 150 and len(asked) <= 3, "once for each SHA-256, however many files have it"
        asked.clear()
    assert len(case.store.sources()) == 150, "the same files once more are no new rows"
