"""The self-test sees a call to another machine where there is one, and says what it saw and by which means."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from command_line import Attest

from app import selftesting
from app.access import Act
from app.case import Case
from app.selftest import calls, files, run
from app.selftest.calls import Calls
from app.selftest.result import STEP_WORDS, WHY_WORDS, SelfTest, Step
from app.selftest.run import Means
from provenance.confining import Held
from provenance.errors import TaskError, UsageError

CLOSED = Held(sockets=True, landlock=7, why=())
PASSED = SelfTest(
    "2026-11-28T09:12:00Z", 30.0, tuple(Step(name, True) for name in STEP_WORDS), True, Calls((), 2, 0, 9), (), CLOSED,
    CLOSED, (("socket AF_INET 1", "EACCES"), ("read", "EACCES")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('7 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EACCES', 1),
        ('7 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = 0', 1),
        ('connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("8.8.8.8")}, 16 <unfinished ...>', 1),
        (
            '7 connect(3, {sa_family=AF_INET6, inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}) = 0',
            1,
        ),
        ('7 sendto(3, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.1")}, 16) = 1', 1),
        ('7 sendmsg(3, {msg_name={sa_family=AF_INET, sin_port=htons(5), sin_addr=inet_addr("192.0.2.7")}}, 0) = 1', 1),
        ('7 bind(3, {sa_family=AF_INET, sin_port=htons(5004), sin_addr=inet_addr("0.0.0.0")}, 16) = 0', 1),
        ("7 sendto(3, NULL, 0, 0, {sa_family=AF_PACKET, sll_protocol=htons(3)}, 20) = 0", 1),
        ('7 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0', 0),
        ('7 bind(3, {sa_family=AF_INET6, inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 0', 0),
        ('7 connect(3, {sa_family=AF_UNIX, sun_path="/run/192.0.2.1"}, 110) = -1 ENOENT', 0),
        ("7 sendto(3, [{nlmsg_len=20}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20", 0),
        ("7 <... connect resumed>) = 0", 0),
        ("7 +++ exited with 0 +++", 0),
    ],
)
def test_a_call_is_outside_when_its_address_is_not_of_this_machine(line: str, found: int) -> None:
    assert len(calls.read([line]).outside) == found


def test_sockets_that_were_asked_for_and_given_are_told_apart() -> None:
    lines = [
        "7 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = -1 EACCES (Permission denied)",
        "8 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP <unfinished ...>",
        "9 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP <unfinished ...>",
        "8 <... socket resumed>) = 4",
        "9 <... socket resumed>) = -1 EACCES (Permission denied)",
        "7 socket(AF_UNIX, SOCK_STREAM, 0) = 5",
        "7 socket(AF_PACKET, SOCK_RAW, 0) = 6",
    ]
    assert calls.read(lines) == Calls((), asked=4, given=2, seen=5)


def test_strace_shows_what_is_counted(tmp_path: Path) -> None:
    """The means themselves, on a process that does reach out: in a network that leads nowhere."""
    means = Means.here()
    if not (means.strace and means.own_network):
        pytest.skip("strace or a network of one's own is not to be had here")
    code = (
        "import socket\nfor kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):\n"
        "    s = socket.socket(socket.AF_INET, kind)\n"
        "    try: s.connect(('192.0.2.1', 9))\n"
        "    except OSError as e: print(e.errno)\n"
    )
    traced = tmp_path / "calls"
    ran = subprocess.run(means.command([sys.executable, "-c", code], traced), capture_output=True, text=True)
    found = calls.read(traced.read_text().splitlines())
    assert (len(found.outside), found.given) == (2, 2) and "192.0.2.1" in found.outside[0]
    assert ran.stdout.split() == ["101", "101"], "the network without interfaces leads nowhere"


def test_what_makes_it_fail() -> None:
    assert PASSED.ok
    wrong = replace(PASSED, steps=(*PASSED.steps[:-1], Step("export", False, "case_io")))
    assert not wrong.ok and "FAILED  export: case_io" in "\n".join(wrong.lines())
    assert not replace(PASSED, steps=PASSED.steps[:-1]).ok, "a step that was never reached"
    assert not replace(PASSED, steps=()).ok
    outside = replace(PASSED, calls=Calls(("connect 192.0.2.1",), 1, 1, 9))
    assert not outside.ok and "connect 192.0.2.1" in "\n".join(outside.lines())
    through = replace(PASSED, tries=(("socket AF_INET 1", "done"), ("read", "EACCES")))
    assert not through.ok and "was not refused" in "\n".join(through.lines())
    assert not replace(PASSED, tries=(("read", "done"),)).ok


def test_what_is_not_there_is_told_and_does_not_fail() -> None:
    """Where nothing was claimed, nothing was broken; each code has words."""
    bare = replace(
        PASSED, namespace=False, calls=None, program=Held(why=("other_system",)), child=Held(why=("other_system",)),
        tries=(("socket AF_INET 1", "done"), ("read", "done")), untested=("other_system", "no_strace", "no_namespace"),
    )  # fmt: skip
    told = "\n".join(bare.lines())
    assert bare.ok and "were not counted" in told and "on this machine's own network" in told
    assert all(WHY_WORDS[code] in told for code in bare.untested)
    assert bare.json()["calls"] is None and bare.log_detail()["calls_outside"] is None


def test_the_hostile_files_are_hostile(tmp_path: Path) -> None:
    made = files.write(tmp_path)
    naming = [path for path in made if files.OUTSIDE.encode() in path.read_bytes()]
    assert len(naming) >= 7 and all(path.stat().st_size for path in made)


def test_a_job_that_breaks_off_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run.sys, "executable", "false" if sys.platform != "win32" else sys.executable)
    found = run.run(lambda *_: True, Means())
    assert not found.ok and "not_finished" in found.untested and found.steps == ()


def test_it_stops_when_told_to_and_leaves_nothing() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    asked: list[str] = []

    def progress(what: str, done: float, total: float) -> bool:
        asked.append(what)
        return len(asked) < 4

    with pytest.raises(TaskError, match="cancelled"):
        run.run(progress, Means.here())
    left = [one for one in psutil.Process().children(recursive=True) if one.pid not in before]
    assert [one for one in left if one.status() != psutil.STATUS_ZOMBIE] == []


def test_who_may_not_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked before anything is started."""
    asked: list[Act] = []

    def refuse(act: Act) -> None:
        asked.append(act)
        raise UsageError("not_allowed", user="A", what="this")

    with Case.create(tmp_path / "case", "OP ALDER") as case:
        before = len(case.store.audit_entries())
        monkeypatch.setattr(case, "require", refuse)
        monkeypatch.setattr(selftesting, "run", lambda progress: pytest.fail("it was run"))
        with pytest.raises(UsageError, match="not_allowed"):
            selftesting.of_case(case, lambda *_: True)
        assert asked == [Act.SELF_TEST] and len(case.store.audit_entries()) == before


def test_the_command_does_the_job_and_keeps_the_result(attest_process: Attest, tmp_path: Path) -> None:
    """The whole of it: no call of the main job, hostile files among the evidence, goes to another machine."""
    Case.create(tmp_path / "case", "OP ALDER").close()
    done = attest_process("selftest", tmp_path / "case", "--json")
    told = done.json
    assert done.code == 0 and told["ok"] is True, json.dumps(told, indent=1)
    assert [step["step"] for step in told["steps"]] == [*STEP_WORDS, "export"]  # type: ignore[attr-defined]
    if told["calls"] is not None:
        assert told["calls"]["outside"] == 0 and told["calls"]["seen"] > 0  # type: ignore[index]
        # four kinds that a child reaches for, and one by which urllib3 asks for IPv6 in each process that imports it
        assert told["calls"]["asked"] <= 4 + 3, told["calls"]  # type: ignore[index]
    assert told["refused"] == []
    with Case.open(tmp_path / "case") as case:
        last = case.store.audit_entries()[-1]
        assert (last.action, last.detail["passed"]) == ("self_tested", True) and case.store.check_audit().ok
        assert case.store.sources() == []
