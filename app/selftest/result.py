"""What a self-test found, by which means, and what it could not test; as words and as JSON."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata

from app.selftest.calls import Calls
from provenance.confining import Held

STEP_WORDS: Mapping[str, str] = {
    "new": "make a case",
    "add": "take in evidence, files that ask for a connection among it",
    "summarise": "summarise",
    "verify": "re-open every citation",
    "export": "export",
}
WHY_WORDS: Mapping[str, str] = {
    "other_system": "this system offers an account without rights no limits that hold native code: "
    "connections are refused and seen by Python's own record alone",
    "no_firewall_rule": "no rule of the Windows firewall blocks the program; an administrator can add one",
    "no_libseccomp": "libseccomp is not installed (on Debian: apt-get install libseccomp2)",
    "seccomp_refused": "the kernel refused the filter of system calls",
    "no_landlock": "the kernel has no Landlock (Linux 5.13 or newer, switched on): files are not closed to children",
    "display_by_network": "the window is shown through a network (DISPLAY), which a limit on it would cut off; "
    "children are limited all the same",
    "not_asked": "the program has not asked the system for limits",
    "no_namespace": "no network of its own without interfaces could be made for the test",
    "no_strace": "strace is not installed, or may not be used here: system calls were not counted",
    "not_finished": "the test did not come to its end",
}
_TRIES: Mapping[str, str] = {
    "read": "reading a file that it was not given",
    "write": "writing a file",
    "parent": "reaching the program's process",
}


def machine() -> str:
    """A mark of this machine, its kernel and this Attest: what was found of one says nothing of another."""
    told = (platform.node(), platform.system(), platform.release(), metadata.version("attest"))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the main job; `detail` is what came of it, or what went wrong."""

    step: str
    ok: bool
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SelfTest:
    """`at` (UTC, ISO 8601) is when it ended. `calls` is None where strace was not there to count them.

    `refused` are connections that Python was asked for; `tries` what a child reached for natively, and the answer.
    """

    at: str
    seconds: float
    steps: tuple[Step, ...] = ()
    namespace: bool = False
    calls: Calls | None = None
    refused: tuple[tuple[str, str], ...] = ()
    program: Held = field(default_factory=Held)
    child: Held = field(default_factory=Held)
    tries: tuple[tuple[str, str], ...] = ()
    untested: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the whole job was done, no call went to another address, and what is said to hold does."""
        return (
            {step.step for step in self.steps} == set(STEP_WORDS)
            and all(step.ok for step in self.steps)
            and (self.calls is None or not self.calls.outside)
            and not self.passed_through
        )

    @property
    def passed_through(self) -> tuple[str, ...]:
        """What a child was given though the limits that it told of should have refused it."""
        held = {"socket": self.child.sockets, "read": self.child.landlock > 0, "write": self.child.landlock > 0}
        held["parent"] = self.child.landlock >= 6  # Landlock's scope of signals: Linux 6.12
        return tuple(what for what, answer in self.tries if answer == "done" and held.get(what.split(" ")[0], False))

    def json(self) -> dict[str, object]:
        """Everything, as `--json` and the log have it."""
        calls = None if self.calls is None else {**asdict(self.calls), "outside": len(self.calls.outside)}
        return {
            "ok": self.ok,
            "at": self.at,
            "seconds": round(self.seconds, 1),
            "steps": [asdict(step) | {"seconds": round(step.seconds, 1)} for step in self.steps],
            "means": {
                "namespace": self.namespace,
                "strace": self.calls is not None,
                "program": asdict(self.program),
                "child": asdict(self.child),
            },
            "calls": calls,
            "calls_outside": [] if self.calls is None else list(self.calls.outside[:20]),
            "refused": [list(one) for one in self.refused[:20]],
            "tries": [list(one) for one in self.tries],
            "untested": [{"code": code, "why": WHY_WORDS.get(code, code)} for code in self.untested],
        }

    def log_detail(self) -> dict[str, object]:
        """What a case's log keeps: the outcome, the means, and what was not tested."""
        return {
            "passed": self.ok,
            "seconds": round(self.seconds),
            "calls_outside": None if self.calls is None else len(self.calls.outside),
            "refused": len(self.refused),
            "namespace": self.namespace,
            "kernel": self.child.offline,
            "landlock": self.child.landlock,
            "machine": machine(),
            "failed": [step.step for step in self.steps if not step.ok],
            "untested": list(self.untested),
        }

    def lines(self) -> Iterator[str]:
        """In plain words, a line for each thing that was seen."""
        yield "The self-test passed." if self.ok else "The self-test failed."
        for step in self.steps:
            detail = f": {step.detail}" if step.detail else ""
            yield f"{'done' if step.ok else 'FAILED':>6}  {STEP_WORDS[step.step]}{detail}"
        yield from self._network()
        for what in self.passed_through:
            yield f"FAILED  a child was not refused: {_TRIES.get(what, what)}"
        refused = [what for what, answer in self.tries if answer != "done"]
        if refused:
            sockets = sum(what.startswith("socket") for what in refused)
            more = [_TRIES[what] for what in refused if what in _TRIES]
            told = [f"{sockets} kinds of network socket"] * bool(sockets) + more
            yield f"        A child that reached for more was refused by the kernel: {', '.join(told)}."
        for code in self.untested:
            yield f"        Not tested or not held: {WHY_WORDS.get(code, code)}."

    def _network(self) -> Iterator[str]:
        where = "in a network of its own without interfaces" if self.namespace else "on this machine's own network"
        if self.calls is None:
            yield f"        It ran {where}; its system calls were not counted."
        else:
            count = len(self.calls.outside)
            asked = f"{self.calls.asked} network sockets were asked for, {self.calls.given} given"
            yield (
                f"        It ran {where}; of {self.calls.seen:,} system calls about connections {count} went to an "
                f"address elsewhere; {asked}."
            )
            for one in self.calls.outside[:5]:
                yield f"        Call to an address elsewhere: {one}"
        for event, address in self.refused[:5]:
            yield f"        Python was asked for a connection, and refused it: {event} to {address}"
        if not self.refused:
            yield "        Python was asked for no connection to another machine."
