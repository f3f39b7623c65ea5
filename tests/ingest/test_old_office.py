"""Old Office files: converted by LibreOffice where it is installed, refused with the way out where it is not."""

from __future__ import annotations

import io
import os
import stat
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import psutil
import pytest
from office_files import saved

from ingest.isolation import ChildRunner
from ingest.items import Advance, Chunk, Enclosed, Opened, ReadSettings
from ingest.readers import libreoffice, old_office, read, recalculated
from provenance.errors import AttestError, ReadError
from provenance.ports import Task
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office" / "doc"
SECTOR = 512
unixes = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, each at least 4096 bytes long ([MS-CFB], version 3)."""
    bodies = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    counts = [-(-len(data) // SECTOR) for data in bodies.values()]
    entries, table, at = [entry("Root Entry", 5, 1 if streams else 0xFFFFFFFF, 0xFFFFFFFE, 0)], [], 0
    for number, ((name, data), count) in enumerate(zip(bodies.items(), counts, strict=True), 1):
        following = number + 1 if number < len(bodies) else 0xFFFFFFFF
        entries.append(entry(name, 2, 0xFFFFFFFF, at, len(data), following))
        table += [*range(at + 1, at + count), 0xFFFFFFFE]
        at += count
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0")
    directory_at, count = at, len(directory) // SECTOR
    table += [*range(at + 1, at + count), 0xFFFFFFFE, 0xFFFFFFFD]
    assert len(table) <= SECTOR // 4
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", at + count, *[0xFFFFFFFF] * 108)
    body = b"".join(data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0") for data in bodies.values())
    return head + body + directory + struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))


def entry(name: str, kind: int, child: int, start: int, size: int, right: int = 0xFFFFFFFF) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    return head + struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def word(flags: int = 0) -> bytes:
    return compound({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags)})


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "x", ReadSettings()))


def code(data: bytes) -> str:
    with pytest.raises(ReadError) as refused:
        items(data)
    return refused.value.code


def left_over() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob(f"attest-convert-{os.getpid()}-*"))


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    yield
    assert left_over() == []


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in LibreOffice's place that copies a made document, or does what `extra.sh` beside it says."""
    (tmp_path / "copy.docx").write_bytes(with_text("The van was blue."))
    program = tmp_path / "soffice"
    program.write_text(
        "#!/bin/sh\n"
        'case "$*" in *--version*) echo "LibreOffice 9.9.1.2 x"; exit;; esac\n'
        f'[ -f "{tmp_path}/extra.sh" ] && . "{tmp_path}/extra.sh"\n'
        'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out="$2"; shift; done\n'
        f'cp "{tmp_path}/copy.docx" "$out/original.docx"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(libreoffice, "find", lambda: str(program))
    libreoffice.version.cache_clear()
    return tmp_path


@unixes
def test_a_conversion_is_a_file_inside_that_says_how_it_was_made(stand_in: Path) -> None:
    found = items(word())
    assert found[0] == Opened("doc")
    assert not any(isinstance(i, Part) for i in found)
    assert [i.code for i in found if isinstance(i, Notice)] == ["converted"]
    made = "converted by LibreOffice 9.9.1.2 from the original"
    assert [i for i in found if isinstance(i, Enclosed)] == [Enclosed("converted.docx", "converted.docx", "", made)]
    assert b"".join(i.data for i in found if isinstance(i, Chunk)) == (stand_in / "copy.docx").read_bytes()


def with_text(*paragraphs: str) -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    return saved(document)


@unixes
def test_an_original_is_read_no_better_than_its_copy(stand_in: Path) -> None:
    (stand_in / "copy.docx").write_bytes(with_text())
    assert code(word()) == "no_text"
    (stand_in / "copy.docx").write_bytes(with_text("The van was blue.")[:2000])
    assert code(word()) == "conversion_failed"
    (stand_in / "copy.docx").write_bytes(open_elsewhere())
    told = [i for i in items(word()) if isinstance(i, Notice)]
    assert [n.code for n in told] == ["converted", "remote_content_not_loaded"] and "http://x.example/t" in told[
        1
    ].detail


def open_elsewhere() -> bytes:
    """A document with text whose template lies on a server."""
    document = docx.Document()
    document.add_paragraph("The van was blue.")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    document.part.relate_to("http://x.example/t.dotm", kind, is_external=True)
    return saved(document)


@unixes
def test_the_program_gets_a_private_profile_and_no_proxy_out(stand_in: Path) -> None:
    (stand_in / "extra.sh").write_text(f'echo "$*" > "{stand_in}/seen"; env >> "{stand_in}/seen"\n')
    items(word())
    seen = (stand_in / "seen").read_text()
    assert "-env:UserInstallation=file:///" in seen and "--headless" in seen and "--norestore" in seen
    assert "http_proxy=http://127.0.0.1:9" in seen
    assert "ATTEST" not in seen


@unixes
def test_a_program_that_fails_or_hangs_is_a_refusal(stand_in: Path) -> None:
    (stand_in / "extra.sh").write_text("exit 1\n")
    assert code(word()) == "conversion_failed"
    (stand_in / "extra.sh").write_text(f'sleep 600 & echo $! > "{stand_in}/pid"; wait\n')
    begun = time.monotonic()
    with pytest.raises(ReadError, match="conversion_failed"):
        list(libreoffice.convert(str(stand_in / "soffice"), b"x", "doc", "docx", "f", 1 << 20, seconds=3))
    assert time.monotonic() - begun < 60
    assert not alive(int((stand_in / "pid").read_text()))


@unixes
def test_leaving_in_the_middle_ends_the_program(stand_in: Path) -> None:
    (stand_in / "extra.sh").write_text(f'sleep 600 & echo $! > "{stand_in}/pid"; wait\n')
    working = libreoffice.convert(str(stand_in / "soffice"), b"x", "doc", "docx", "f", 1 << 20)
    assert isinstance(next(working), Advance)
    working.close()
    assert not alive(int((stand_in / "pid").read_text()))


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@unixes
def test_a_copy_over_the_limit_is_refused(stand_in: Path) -> None:
    with pytest.raises(ReadError, match="too_large"):
        list(libreoffice.convert(str(stand_in / "soffice"), b"x", "doc", "docx", "f", 100))


@unixes
def test_what_is_written_on_the_way_is_bounded(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_PROFILE", 1 << 20)
    one_file = f'head -c 60000000 /dev/zero > big; stat -c %s big > "{stand_in}/size"\n'
    many = "for n in 1 2 3 4 5 6 7 8; do head -c 900000 /dev/zero > big$n; done\n"
    many += f'sleep 600 & echo $! > "{stand_in}/pid"; wait\n'
    for script in (one_file, many):
        (stand_in / "extra.sh").write_text(script)
        with pytest.raises(ReadError, match="too_large"):
            list(libreoffice.convert(str(stand_in / "soffice"), b"x", "doc", "docx", "f", 1 << 20, seconds=30))
    assert int((stand_in / "size").read_text()) <= (2 << 20) + 1
    assert not alive(int((stand_in / "pid").read_text()))


@unixes
def test_the_memory_of_what_it_starts_is_bounded(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "MEMORY", 100 << 20)
    grow = f"{sys.executable} -c 'import time; x = bytes(1) * (200 << 20); time.sleep(600)'"
    (stand_in / "extra.sh").write_text(f'{grow} & echo $! > "{stand_in}/pid"; wait\n')
    begun = time.monotonic()
    with pytest.raises(ReadError, match="conversion_failed"):
        list(libreoffice.convert(str(stand_in / "soffice"), b"x", "doc", "docx", "f", 1 << 20, seconds=60))
    assert time.monotonic() - begun < 40
    assert not alive(int((stand_in / "pid").read_text()))


@unixes
def test_where_the_system_keeps_it_off_no_network_that_is_said(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_no_network", lambda: ())
    (said,) = (i for i in items(word()) if isinstance(i, Notice))
    assert said.code == "converted" and "could not keep off the network" in said.detail


def test_values_that_are_worked_out_anew_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Age", "=TODAY()-A3"], ["Sum", "=1+1"], ["Text", '="NOW() is a word"'], ["x", '=CELL("filename")']):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    (told,) = recalculated.told(out.getvalue())
    assert told.code == "values_recalculated" and told.detail.endswith(": B1 of sheet 1, B4 of sheet 1")
    assert not list(recalculated.told(b"no workbook"))


def test_folders_of_readers_that_were_killed_are_swept() -> None:
    gone = next(pid for pid in range(400_000, 4_000_000) if not psutil.pid_exists(pid))
    left = Path(tempfile.mkdtemp(prefix=f"attest-convert-{gone}-"))
    (left / "original.doc").write_bytes(b"evidence")
    with libreoffice._folder():
        assert not left.exists()


def test_of_a_protected_case_nothing_is_converted_on_a_disk(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no folder in memory, a child of such a case is told so (`ingest.worker`)."""
    from ingest import room, worker

    monkeypatch.setenv(room.NO_SCRATCH, "1")
    assert code(word()) == "needs_memory_folder" and not left_over()
    monkeypatch.delenv(room.NO_SCRATCH)
    monkeypatch.setattr(room, "in_memory", lambda: None)
    given: list[dict[str, str]] = []

    def started(*words: object, env: dict[str, str], **how: object) -> object:
        given.append(env)
        raise OSError

    monkeypatch.setattr(worker.subprocess, "Popen", started)
    for private in (True, False):
        with ChildRunner(private=private) as runner, pytest.raises((OSError, AttestError)):
            runner.submit(Task("ingest.take:take")).result(20)
    assert [room.NO_SCRATCH in env for env in given] == [True, False]


def test_without_libreoffice_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.messages import sentence

    monkeypatch.setattr(libreoffice, "find", lambda: None)
    assert code(word()) == "needs_libreoffice"
    told = sentence("needs_libreoffice", {"kind": "doc"})
    assert "Install LibreOffice" in told and "Word document (97–2003)" in told


@pytest.mark.parametrize(
    "data",
    [
        word(flags=0x0100),
        compound({"Workbook": struct.pack("<HHHHHHH", 0x809, 4, 0x600, 5, 0x2F, 2, 0)}),
        compound({"PowerPoint Document": b"x", "Current User": struct.pack("<HHIII", 0, 0xFF6, 20, 20, 0xF3D1C4DF)}),
    ],
)
def test_locked_files_are_told_before_anything_is_run(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "convert", None)
    assert code(data) == "password_needed"


def test_it_has_no_parts_to_read_again() -> None:
    assert list(old_office.read(io.BytesIO(word()), ReadSettings(), only=[0])) == []


@pytest.mark.skipif(libreoffice.find() is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_the_real_program_converts_a_real_file() -> None:
    found = items((SHARED / "testWORD_boldHyperlink.doc").read_bytes())
    (copy,) = (i for i in found if isinstance(i, Enclosed))
    assert copy.made.startswith("converted by LibreOffice ")
    converted = b"".join(i.data for i in found if isinstance(i, Chunk))
    texts = [i.text for i in items(converted) if isinstance(i, Part)]
    assert texts[0] == "This is a bold hyper  link; bold, I say. hyper  link; bold, I say.\n"


@pytest.mark.skipif(libreoffice.find() is None, reason="LibreOffice is not installed")
def test_the_real_program_refuses_what_is_no_document() -> None:
    assert code(word()) in ("conversion_failed", "file_damaged")
