"""Gets the wheels of a kit by pip: built and fetched for this Python, or fetched alone for another system."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import sys_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from provenance.bundle.materials import CODE
from tools.kit.packages import KitBuildError, Wheel, wheels_in

Say = Callable[[str], None]
ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "constraints.txt"
MODEL_RUNTIME = "llama-cpp-python"
_MANYLINUX = ("2014", "_2_17", "_2_24", "_2_26", "_2_27", "_2_28", "_2_31", "_2_34")
_LINUX = tuple(f"manylinux{version}_x86_64" for version in _MANYLINUX)
# What another system takes: the names of its wheels, and what its Python says of it to the conditions of packages.
OTHERS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "win_amd64": (("win_amd64",), {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt",
                                   "platform_machine": "AMD64"}),
    "linux_x86_64": (_LINUX, {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix",
                              "platform_machine": "x86_64"}),
    "macosx_arm64": (("macosx_14_0_arm64", "macosx_14_0_universal2"),
                     {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix",
                      "platform_machine": "arm64"}),
}  # fmt: skip


def build_attest(beside: Path, to: Path) -> Wheel:
    """The wheel of Attest as it lies here, guides included; made of a copy, so that nothing stale comes along."""
    copy = beside / "source"
    for name in CODE:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    shutil.copytree(ROOT / "docs", copy / "ui" / "docs")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    _pip(beside, "wheel", "--no-deps", "--wheel-dir", str(to), str(copy))
    return Wheel(next(to.glob("attest-*.whl")))


def fetch_own(beside: Path, attest: Wheel, runtime: Path | None) -> None:
    """All that Attest needs, for this Python, beside its wheel; `runtime` is the language models' compiled wheel."""
    words = ["--find-links", str(attest.path.parent), "--prefer-binary", "-c", str(PINS)]
    wanted = [str(attest.path)]
    if runtime is not None:
        shutil.copy(runtime, attest.path.parent)
        wanted.append(str(attest.path.parent / runtime.name))
    _pip(beside, "wheel", *words, "--wheel-dir", str(attest.path.parent), *wanted)


def fetch_other(beside: Path, attest: Wheel, platform: str, python: str, say: Say) -> None:
    """All that Attest needs on another system, as far as it lies ready there.

    pip answers conditions such as `sys_platform == "win32"` for the machine it runs on, so they are answered here.
    Raises KitBuildError naming every package without a wheel.
    """
    folder, pins = attest.path.parent, pinned()
    tags, system = OTHERS[platform]
    environment = environment_of(system, python)
    words = ["--no-deps", "--only-binary", ":all:", "--implementation", "cp", "--python-version", python]
    words += [word for tag in tags for word in ("--platform", tag)]
    have: set[tuple[str, str]] = set()
    without: list[str] = []
    left = [(attest, "")]
    while left:
        asked = _asked(left, environment) - have
        have |= asked
        names = sorted({name for name, _ in asked} - {one.name for one in wheels_in(folder)} - set(without))
        for name in names:
            if name not in pins:
                say(f"  {name} is not pinned: its newest version was taken")
        without += _downloaded(beside, folder, words, [f"{n}=={pins[n]}" if n in pins else n for n in names])
        by_name = {wheel.name: wheel for wheel in wheels_in(folder)}
        left = [(by_name[name], extra) for name, extra in asked if name in by_name]
    if without:
        raise KitBuildError(f"No wheel for {platform}, Python {python}: {', '.join(sorted(without))}.")


def environment_of(system: dict[str, str], python: str) -> dict[str, str]:
    """What the conditions of packages are answered by."""
    cpython = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    return {**cpython, **system, "python_version": python, "python_full_version": f"{python}.0"}


def pinned() -> dict[str, str]:
    """The version of every package that was tested."""
    lines = PINS.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    return {canonicalize_name(name): version.strip() for name, version in pairs}


def compiled_runtime() -> Path | None:
    """The wheel of the language models' runtime at its pinned version as it was compiled here, out of pip's cache."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "cache", "list", "llama_cpp_python", "--format=abspath"],
        capture_output=True, text=True, env=_environment(),
    )  # fmt: skip
    fitting = set(sys_tags())
    for line in listed.stdout.splitlines() if listed.returncode == 0 else []:
        path = Path(line.strip())
        if path.suffix != ".whl" or not path.is_file():
            continue
        name, version, _, tags = parse_wheel_filename(path.name)
        if name == MODEL_RUNTIME and str(version) == pinned().get(MODEL_RUNTIME) and tags & fitting:
            return path
    return None


def fetch_pip(beside: Path, to: Path) -> str:
    """pip itself, so that a Python without it can install; gives the name of its file."""
    from importlib.metadata import version

    _pip(beside, "download", "--no-deps", "--only-binary", ":all:", "--dest", str(to), f"pip=={version('pip')}")
    return next(to.glob("pip-*.whl")).name


def _asked(wheels: Iterable[tuple[Wheel, str]], environment: dict[str, str]) -> set[tuple[str, str]]:
    """Names of the packages that these ask for, each with an extra of it or ""."""
    found: set[tuple[str, str]] = set()
    for wheel, extra in wheels:
        for need in wheel.needs:
            if _holds(need, environment, extra):
                found |= {(canonicalize_name(need.name), each) for each in ("", *need.extras)}
    return found


def _holds(need: Requirement, environment: dict[str, str], extra: str) -> bool:
    return need.marker is None or need.marker.evaluate({**environment, "extra": extra})


def _downloaded(beside: Path, to: Path, words: list[str], wanted: list[str]) -> list[str]:
    """Fetch all of these; gives the names of those that have no wheel, found one by one where not all have."""
    if not wanted:
        return []
    try:
        _pip(beside, "download", *words, "--dest", str(to), *wanted)
    except KitBuildError:
        if len(wanted) == 1:
            return [canonicalize_name(wanted[0].partition("==")[0])]
        return [name for one in wanted for name in _downloaded(beside, to, words, [one])]
    return []


def _pip(beside: Path, *words: str) -> None:
    """Run pip, its words in a log; raises KitBuildError with the last of them."""
    log = beside / "pip.log"
    with log.open("ab") as out:
        command = [sys.executable, "-m", "pip", *words[:1], "--no-input", *words[1:]]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=_environment()
        )
    if done.returncode != 0:
        lines = re.findall(r"^ERROR: .*$", log.read_text(encoding="utf-8", errors="replace"), re.M)
        raise KitBuildError(f"pip could not get the packages: {lines[-1][7:] if lines else 'it said nothing'}")


def _environment() -> dict[str, str]:
    return {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}
