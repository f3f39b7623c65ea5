"""Where the kernel can hold it, code that has taken a child over gets no socket, no file and no other process."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import reaching_tasks

import ingest
from ingest.isolation import ChildRunner
from ingest.room import Room, new_folder
from provenance import confining
from provenance.ports import Task

TESTS = str(Path(__file__).parent)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes system calls and files from a child")
REFUSED = {"EACCES", "EPERM", "ENOSYS", "EAFNOSUPPORT", "ESRCH"}


@pytest.fixture(scope="module")
def runner() -> Iterator[ChildRunner]:
    patch = pytest.MonkeyPatch()
    patch.setenv("PYTHONPATH", TESTS)
    with ChildRunner() as made:
        made.submit(Task("tasks:who")).result(60)
        if not (made.held[0].sockets and made.held[0].landlock):
            pytest.skip(f"here the kernel or a library lacks the limits: {', '.join(made.held[0].why)}")
        yield made
    patch.undo()


def answers(runner: ChildRunner, name: str, **settings: object) -> list[tuple[object, ...]]:
    return runner.submit(Task(f"reaching_tasks:{name}", settings)).result(120)  # type: ignore[return-value]


def test_no_socket_of_any_kind_is_made_by_python(runner: ChildRunner) -> None:
    before = len(runner.refusals)
    found = answers(runner, "python_sockets")
    assert {one[-1] for one in found[:-1]} == {"EACCES"} and len(found) == 7
    assert found[-1][-1] != "done"
    told = {refusal.address for refusal in runner.refusals[before:]}
    assert {"AF_INET", "AF_INET6", "example.org"} <= told and "AF_UNIX" not in told


def test_a_library_that_asks_for_ipv6_as_it_is_imported_reaches_nobody(runner: ChildRunner) -> None:
    before = len(runner.refusals)
    assert answers(runner, "libraries") == [False]
    assert runner.refusals[before:] == []


def test_no_socket_of_any_kind_is_made_natively(runner: ChildRunner) -> None:
    found = answers(runner, "native_sockets")
    assert len(found) == 184 and {one[-1] for one in found} == {"EACCES"}


def test_a_session_description_has_ffmpeg_open_no_socket(runner: ChildRunner) -> None:
    assert next(reaching_tasks.session_description(None)) == "opened"  # as a process without limits has it
    assert answers(runner, "session_description") == ["refused"]


def test_what_a_child_starts_has_no_network_either(runner: ChildRunner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        for code, said in answers(runner, "shell", port=listening.getsockname()[1]):
            assert code != 0 and "ermission denied" in str(said)


def test_no_way_round_and_no_other_process_is_open(runner: ChildRunner) -> None:
    found = dict(answers(runner, "native_calls"))  # type: ignore[arg-type]
    wanted = {"ptrace", "process_vm_readv", "unshare user", "unshare network", "mount", "limits of the parent"}
    assert wanted <= set(found)
    assert {name: answer for name, answer in found.items() if answer not in REFUSED} == {}


def test_no_file_of_the_account_or_a_case_is_read_or_written(
    runner: ChildRunner, tmp_path: Path, sample_text: Path
) -> None:
    code = Path(ingest.__path__[0])
    read = [sample_text, Path.home() / ".bashrc", Path("/etc/shadow"), Path("/etc/hostname"), Path("/dev/mem")]
    write = [
        tmp_path / "new",
        sample_text,
        code / "planted.py",
        code / "__pycache__" / "child.pyc",
        Path("/tmp/planted"),
    ]
    found = answers(runner, "files", read=[str(p) for p in read if p.exists()], write=[str(p) for p in write])
    assert len(found) >= 12
    assert [one for one in found if one[-1] not in ("EACCES", "EPERM", "ENOENT")] == []
    assert ("read", str(sample_text), "EACCES") in found and ("write", str(tmp_path / "new"), "EACCES") in found
    assert sample_text.read_text() == "evidence"


@pytest.fixture
def sample_text(tmp_path: Path) -> Path:
    made = tmp_path / "case" / "case.db"
    made.parent.mkdir()
    made.write_text("evidence")
    return made


def test_a_child_writes_in_a_folder_of_its_own_that_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", TESTS)
    with ChildRunner() as fresh:
        written, folder = fresh.submit(Task("reaching_tasks:own_folder")).result(60)
        assert written == 7 and Path(str(folder)).is_dir()
        fresh._workers[0]._process.kill()  # type: ignore[union-attr]
        fresh._workers[0]._process.wait(10)  # type: ignore[union-attr]
        other = fresh.submit(Task("reaching_tasks:own_folder")).result(60)[1]
        assert other != folder and not Path(str(folder)).exists()
    assert not Path(str(other)).exists()


def test_a_task_that_names_a_path_reads_it_and_no_more(
    runner: ChildRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child is replaced by one that may; links out of the folder, as stores of models have them, are followed."""
    model, blobs = tmp_path / "model", tmp_path / "blobs"
    model.mkdir()
    blobs.mkdir()
    (blobs / "weights").write_text("w")
    (blobs / "other").write_text("o")
    (model / "weights").symlink_to(blobs / "weights")
    monkeypatch.setenv("PYTHONPATH", TESTS)
    wanted = {"read": [str(model / "weights"), str(blobs / "other")], "write": [str(model / "weights")]}
    first = runner.submit(Task("tasks:who")).result(60)
    found = runner.submit(Task("reaching_tasks:files", wanted, (str(model),))).result(60)
    assert found[0][-1] == "done" and found[1][-1] == "EACCES"  # type: ignore[index]
    assert all(one[-1] == "EACCES" for one in found if one[0] != "read")  # type: ignore[index]
    second = runner.submit(Task("tasks:who")).result(60)
    assert first != second == runner.submit(Task("tasks:who", {}, (str(model),))).result(60)


def test_the_socket_that_libreoffice_listens_on_reaches_nobody(tmp_path: Path) -> None:
    """A child that converts may have local stream sockets, and none of them connects."""
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        code = (
            "import sys; from pathlib import Path; from provenance import confining; import reaching_tasks\n"
            "reads = [*confining.python_paths(sys.path, []), Path(sys.argv[1])]\n"
            "held = confining.hold_child(reads, None, converts=True); assert held.sockets, held\n"
            "print(*reaching_tasks.local_stream_goes_nowhere(None, sys.argv[1] + '/s'))"
        )
        ran = [sys.executable, "-c", code, str(tmp_path)]
        root = str(Path(ingest.__path__[0]).parent)
        done = subprocess.run(ran, capture_output=True, text=True, env={"PYTHONPATH": f"{TESTS}:{root}"})
    assert done.stdout.split() == ["EACCES"] * 4, done.stderr


def test_without_libseccomp_a_child_has_a_network_of_its_own_and_says_so() -> None:
    code = (
        "import sys; sys.modules['pyseccomp'] = None\n"
        "from provenance import confining; import socket\n"
        "held = confining.hold_child([], None, converts=False); print(held.sockets, held.namespace, *held.why)\n"
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    sockets, namespace, *why = done.stdout.split()
    assert sockets == "False" and "no_libseccomp" in why
    assert (namespace == "True") == ("Network is unreachable" in done.stderr), done.stderr


def test_the_display_of_another_machine_is_seen() -> None:
    by_network = confining.display_by_network
    assert by_network({"DISPLAY": "localhost:10.0"}) and by_network({"DISPLAY": "desk.example:0"})
    assert not by_network({"DISPLAY": ":0"}) and not by_network({"DISPLAY": "unix:0"}) and not by_network({})
    assert not by_network({"DISPLAY": "/private/tmp/com.apple.launchd/org.xquartz:0"})
    assert not by_network({"DISPLAY": "localhost:10.0", "WAYLAND_DISPLAY": "wayland-0"})
    assert not by_network({"DISPLAY": "localhost:10.0", "QT_QPA_PLATFORM": "offscreen"})


def test_rooms_join_and_cover() -> None:
    reader, model = Room.of(Task("ingest.take:take")), Room.of(Task("ingest.embedding_model:encode", {}, ("/m",)))
    assert reader.converts and not model.converts and not reader.covers(model) and not model.covers(reader)
    both = reader.with_(model)
    assert both.covers(reader) and both.covers(model) and both.reads == {"/m"}


def test_folders_of_killed_processes_are_swept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from ingest import room

    monkeypatch.setattr(room, "_IN_MEMORY", tmp_path)
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    left = tmp_path / f"attest-child-{gone.pid}-abc"
    left.mkdir()
    room._sweep.cache_clear()
    made = new_folder()
    assert not left.exists() and made.is_dir()
    made.rmdir()
