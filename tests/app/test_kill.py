"""A kill at any moment leaves a case that opens, with all that was reported done, and the same command goes on."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import threading
from pathlib import Path

import pytest
from command_line import Attest, command

TEXT = (
    "At {h}:{m:02} I saw a man in a blue coat near platform {n}. He ran towards the footbridge. I called the police. "
)


@pytest.fixture
def statements(tmp_path: Path) -> list[Path]:
    dice = random.Random(5)
    made = []
    for n in range(12):
        path = tmp_path / "in" / f"statement-{n:02}.txt"
        path.parent.mkdir(exist_ok=True)
        lines = [TEXT.format(h=dice.randrange(1, 12), m=dice.randrange(60), n=n) for _ in range(60)]
        path.write_text("\n".join(lines), encoding="utf-8")
        made.append(path)
    return made


def killed(seconds: float, *arguments: object) -> list[str]:
    """Start the command, kill its process group after `seconds`; gives the lines that it had printed."""
    process = subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )
    timer = threading.Timer(seconds, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    out, _ = process.communicate()
    timer.cancel()
    return out.splitlines()


def seeded() -> random.Random:
    """New moments at every run; the seed is printed, so that a failure can be repeated."""
    seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")
    return random.Random(seed)


def survives(attest: Attest, case: Path, files: list[Path], moments: list[tuple[str, float]]) -> None:
    reported: set[str] = set()
    for job, seconds in moments:
        if job == "add":
            lines = killed(seconds, "add", case, *files)
            reported |= {name for line in lines for name in re.findall(r"^(?:read|partly)\s+(\S+\.txt)", line)}
        else:
            killed(seconds, "summarise", case)
        listed = attest("sources", case, "--json")
        assert listed.code == 0, listed.err
        assert reported <= {s["name"] for s in listed.json["sources"]}  # type: ignore[attr-defined]
        assert attest("audit", case, "--check", "--json").json["ok"]
    assert attest("add", case, *files, "--json").code == 0
    sources = attest("sources", case, "--json").json["sources"]
    assert sorted(s["name"] for s in sources) == [f.name for f in files]  # type: ignore[attr-defined]
    draft = attest("summarise", case, "--json")
    assert draft.code == 0
    verified = attest("verify", case, "--json")
    assert (verified.code, verified.json["failed"]) == (0, [])


def test_two_kills_lose_nothing(attest: Attest, empty_case: Path, statements: list[Path]) -> None:
    dice = seeded()
    moments = [("add", dice.uniform(0.5, 8)), ("summarise", dice.uniform(1, 6))]
    survives(attest, empty_case, statements, moments)


@pytest.mark.soak
@pytest.mark.timeout(1500)
def test_twenty_kills_lose_nothing(attest: Attest, empty_case: Path, statements: list[Path]) -> None:
    dice = seeded()
    moments = [(dice.choice(("add", "add", "summarise")), dice.uniform(0.3, 15)) for _ in range(20)]
    survives(attest, empty_case, statements, moments)
