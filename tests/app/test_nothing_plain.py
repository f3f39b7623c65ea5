"""A protected case leaves no word and no picture of the evidence in any file: its own, of settings, of scratch space.

The long form watches every call that writes to a file, so that files which were removed again are seen, too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pymupdf
import pytest
from command_line import command
from psutil import pid_exists
from video_clip import moving_box

from provenance.protection.keys import is_protected

WORD = "quokkafarthing"
SAID = f"At 14:30 the {WORD} stood at the gate. It was raining. I called the police."
PHRASE = "correct horse battery"
_JPEG, _PNG = b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.fixture
def evidence(tmp_path: Path) -> list[Path]:
    """A text, a Word file, a PDF, an old Word file where LibreOffice can make one, and footage."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "statement.txt").write_text("\n".join(SAID for _ in range(20)), encoding="utf-8")
    word = docx.Document()
    word.add_paragraph(SAID)
    word.save(str(folder / "letter.docx"))
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), SAID)
        pdf.save(folder / "form.pdf", deflate=False)
    (folder / "old.rtf").write_text(r"{\rtf1\ansi " + SAID + "}", encoding="ascii")
    moving_box(folder / "camera.mp4")
    return sorted(folder.iterdir())


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """An account of its own: home, settings, data and temp folders, all watched."""
    names = (
        "HOME",
        "TMPDIR",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
        "XDG_RUNTIME_DIR",
    )
    made = {name: str(tmp_path / "account" / name.lower()) for name in names}
    for place in made.values():
        Path(place).mkdir(parents=True)
    return {**os.environ, **made, "ATTEST_PASSPHRASE": PHRASE}


def jobs(case: Path, evidence: list[Path]) -> Iterator[list[str]]:
    yield command("new", case, "--reference", f"OP {WORD}", "--title", WORD, "--protect")
    yield command("add", case, *evidence, "--json")
    yield command("summarise", case, "--json")
    yield command("verify", case, "--json")


def more_jobs(case: Path) -> Iterator[list[str]]:
    yield command("ask", case, f"Where was the {WORD}?", "--json")
    yield command("conflicts", case, "--json")
    yield command("show", case, "D1", "--json")
    yield command("users", case, "rekey", "--json")


def marks(evidence: list[Path]) -> list[bytes]:
    """What may stand nowhere: the word however it is encoded, headers of pictures, and stretches of every file."""
    found = [WORD.encode(), WORD.encode("utf-16-le"), _JPEG, _PNG]
    for path in evidence:
        data = path.read_bytes()
        found += [data[at : at + 48] for at in range(0, len(data) - 48, max(48, len(data) // 20))]
    return [one for one in found if len(set(one)) > 6]


def held(data: bytes, wanted: list[bytes]) -> bool:
    return any(one in data for one in wanted)


def owner(path: Path) -> int:
    """The process whose child had this folder: other tests have theirs."""
    return int(path.name.split("-")[2])


def in_memory() -> set[Path]:
    shm = Path("/dev/shm")
    return set(shm.iterdir()) if shm.is_dir() else set()


def test_no_file_holds_a_word_or_a_picture(tmp_path: Path, evidence: list[Path], surroundings: dict[str, str]) -> None:
    case, before = tmp_path / "case", in_memory()
    for words in jobs(case, evidence):
        done = subprocess.run(words, env=surroundings, capture_output=True, check=False)
        assert done.returncode in (0, 1), done.stderr.decode()
    assert is_protected(case) and b'"checked"' in done.stdout
    wanted = marks(evidence)
    assert all(held(path.read_bytes(), wanted) for path in evidence)  # the test would find what it looks for
    left = [p for p in tmp_path.rglob("*") if p.is_file() and p not in evidence and held(p.read_bytes(), wanted)]
    assert left == []
    assert not [p for p in in_memory() - before if p.name.startswith("attest") and not pid_exists(owner(p))]
    names = "\n".join(str(p) for p in tmp_path.rglob("*") if p not in evidence)
    assert "statement" not in names and "camera" not in names


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_nothing_is_written_in_plain_even_for_a_moment(
    tmp_path: Path, evidence: list[Path], surroundings: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    case, trace, wanted, written = tmp_path / "case", tmp_path / "trace", marks(evidence), 0
    calls = "trace=write,pwrite64,writev,pwritev,pwritev2"
    for words in (*jobs(case, evidence), *more_jobs(case)):
        watched = ["strace", "-f", "-y", "-xx", "-s", "16000000", "-e", calls, "-o", str(trace), *words]
        done = subprocess.run(watched, env=surroundings, capture_output=True, check=False)
        assert done.returncode in (0, 1), done.stderr.decode()[-2000:]
        for path, data in writes(trace):
            if path.startswith("/") and not path.startswith(("/dev/", "/proc/")):
                written += len(data)
                assert not held(data, wanted), path
    with capsys.disabled():
        print(f"\n{written / 1e6:.1f} MB written to files were watched: no known word or picture in them")
    assert written > 500_000


def writes(trace: Path) -> Iterator[tuple[str, bytes]]:
    """(file, bytes) of every write in what strace noted; pipes and sockets have names that begin otherwise."""
    call = re.compile(r"^\d+ +p?write[v0-9]*\(\d+<(?P<path>(?:\\x..)+)>, (?P<rest>.*)")
    for line in trace.open(encoding="ascii", errors="replace"):
        if found := call.match(line):
            data = b"".join(bytes.fromhex(s.replace(r"\x", "")) for s in re.findall(r'"((?:\\x..)*)"', found["rest"]))
            yield bytes.fromhex(found["path"].replace(r"\x", "")).decode("utf-8", "replace"), data


if sys.platform == "win32":
    pytest.skip("looks for files as POSIX has them", allow_module_level=True)
