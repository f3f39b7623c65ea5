"""The house rules as tests: what linters do not see of how the project is built and what it promises."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("provenance", "ingest", "summarise", "app", "ui")
MODULES = sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def package(requirement: str) -> str:
    """`PySide6-Essentials>=6.10` → "pyside6-essentials", as package indexes compare names."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()  # type: ignore[index]


def imports(path: Path) -> set[str]:
    """The top names that a module imports, absolutely."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


def calls(path: Path) -> set[str]:
    """The names that a module calls: `cut`, `sqlite3.connect` as "connect"."""
    called = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return {f.id for f in called if isinstance(f, ast.Name)} | {f.attr for f in called if isinstance(f, ast.Attribute)}


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {package(line): line.partition("==")[2] for line in lines if line and not line.startswith("#")}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_opens_with_what_it_is_for(path: Path) -> None:
    words = ast.get_docstring(tree(path))
    assert words and words.splitlines()[0].endswith((".", ":")), "the first line is one sentence"


def test_files_and_functions_stay_short() -> None:
    ran = subprocess.run([sys.executable, "tools/lengths.py"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout


def test_a_citation_is_cut_never_typed() -> None:
    """Anchors are made in one module; the store may rebuild what was stored, and children hand records on."""
    allowed = {"provenance/anchors.py", "provenance/store/codec.py"}
    makers = {named(p) for p in MODULES if calls(p) & {"TextAnchor", "FrameAnchor"}}
    assert makers <= allowed


def test_one_sqlite_binding_behind_one_opener() -> None:
    assert {named(p) for p in MODULES if "sqlite3" in imports(p)} == set()
    assert {named(p) for p in MODULES if "sqlcipher3" in imports(p)} == {"provenance/store/opener.py"}


def test_no_module_speaks_to_a_network() -> None:
    """Not by a client, and not by a socket of its own: children are spoken to over pipes."""
    clients = {"http", "urllib3", "requests", "httpx", "aiohttp", "websockets", "xmlrpc", "webbrowser"}
    mail = {"ftplib", "smtplib", "imaplib", "poplib"}
    speaking = clients | mail | {"socket", "_socket", "socketserver", "ssl", "asyncio"}
    assert {named(p): imports(p) & speaking for p in MODULES if imports(p) & speaking} == {}
    other_than_parse = re.compile(
        r"^\s*(import urllib\b(?!\.parse)|from urllib (?!\.parse)|from urllib\.(?!parse\b))", re.M
    )
    assert [named(p) for p in MODULES if other_than_parse.search(p.read_text("utf-8"))] == []


def test_every_import_is_a_declared_dependency() -> None:
    """A package that another one happens to bring may go away with it."""
    declared = {package(r) for r in (*PROJECT["dependencies"], *EXTRAS["llm"])}
    providers = metadata.packages_distributions()
    missing = {}
    for path in MODULES:
        for name in imports(path) - set(sys.stdlib_module_names) - set(PACKAGES) - {""}:
            brought_by = {package(p) for p in providers.get(name, [])}
            if brought_by and not brought_by & declared:
                missing[f"{named(path)}: {name}"] = sorted(brought_by)
    assert missing == {}


def test_every_dependency_is_pinned_and_explained() -> None:
    direct = {package(r) for r in (*PROJECT["dependencies"], *(r for extra in EXTRAS.values() for r in extra))}
    assert direct - set(pins()) == set()
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    assert [name for name in sorted(direct) if f"`{name}`" not in explained] == []


def test_the_pins_are_exact_and_name_one_opencv() -> None:
    assert all(re.fullmatch(r"[\w.]+", version) for version in pins().values())
    assert [name for name in pins() if name.startswith("opencv")] == ["opencv-python-headless"]


def test_the_installed_packages_hold_one_opencv() -> None:
    installed = {package(d.metadata["Name"]) for d in metadata.distributions()}
    assert {name for name in installed if name.startswith("opencv")} == {"opencv-python-headless"}


def test_the_documents_point_at_what_is_there() -> None:
    broken = []
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{named(page)} → {target}")
    assert broken == []


def test_the_changelog_knows_this_version() -> None:
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_test_that_the_manual_names_exists() -> None:
    """A promise is shown by the test that stands beside it, as `tests/…/test_x.py::test_name`."""
    told = "".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))
    names = set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", told))
    assert len(names) >= 30
    missing = [f"{file}::{test}" for file, test in sorted(names) if not _has_test(ROOT / file, test)]
    assert missing == []


def _has_test(file: Path, name: str) -> bool:
    defined = {node.name for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef)} if file.exists() else ()
    return file.exists() and (not name or name in defined)
