"""The bill of materials of the software that runs: Attest and all it needs here, in CycloneDX form, without network.

It is made from what the installer of each package recorded. A package's `attest:record-sha256` is over its recorded
list of files with their hashes, and the same for the wheel it came from; the files themselves are not read again. Of
Attest's own Python files the bytes are hashed as they lie here (`attest:code-sha256`).
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from urllib.parse import quote

NAME = "bill-of-materials.cdx.json"
PROGRAM, EXTRAS = "attest", ("llm",)
CODE = ("app", "ingest", "provenance", "summarise", "ui")
RECORD_PROPERTY, CODE_PROPERTY = "attest:record-sha256", "attest:code-sha256"
_NEED = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?[^;]*(?:;(.*))?")
_EXTRA = re.compile(r"\bextra\s*==\s*['\"]([^'\"]+)['\"]")
_INSTALLER = ("/INSTALLER", "/REQUESTED", "/direct_url.json", "/RECORD")  # written where it is installed
_LONGEST = 200  # characters of a licence that is a text


@cache
def text() -> str:
    """The whole bill, as JSON; the same while this process runs."""
    found = _installed()
    program = found.pop(PROGRAM)
    needs = {name: sorted(_needed(dist, extras).keys() & found.keys()) for name, (dist, extras) in found.items()}
    needs[PROGRAM] = sorted(_needed(*program).keys() & found.keys())
    python = {"type": "platform", "bom-ref": "python", "name": platform.python_implementation()}
    python |= {"version": platform.python_version(), "description": f"on {platform.system() or 'another system'}"}
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(PROGRAM, program[0], "application", _code())},
        "components": [
            python,
            *(_component(name, found[name][0], "library", _recorded(found[name][0])) for name in sorted(found)),
        ],
        "dependencies": [{"ref": name, "dependsOn": needs[name]} for name in sorted(needs)],
    }  # fmt: skip
    return json.dumps(bill, ensure_ascii=False, indent=1) + "\n"


def plain_name(name: str) -> str:
    """A package's name as indexes compare names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def record_sha256(record: str) -> str:
    """SHA-256 over a package's list of files, alike in its wheel and where that was installed."""
    return _digest((_hex(row[1]), path) for row in csv.reader(record.splitlines()) if (path := _place(row)))


def code_sha256(files: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 over Attest's own Python files, given by path below the folder of its packages, with their bytes."""
    return _digest((hashlib.sha256(data).hexdigest(), path) for path, data in files)


def is_code(path: str) -> bool:
    """Whether this is a Python file of Attest's, by its path below the folder of its packages."""
    return path.endswith(".py") and path.partition("/")[0] in CODE


def _digest(pairs: Iterable[tuple[str, str]]) -> str:
    lines = sorted(f"{sha256}  {path}\n" for sha256, path in pairs)
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def _installed() -> dict[str, tuple[metadata.Distribution, frozenset[str]]]:
    """Attest and every installed package that it needs, directly or not, with the extras of each that are wanted.

    Conditions but those of extras are not looked at: what one of them leaves out is not installed, or needed by others.
    """
    wanted: dict[str, set[str]] = {}
    found: dict[str, metadata.Distribution | None] = {}
    left: list[tuple[str, frozenset[str]]] = [(PROGRAM, frozenset(EXTRAS))]
    while left:
        name, extras = left.pop()
        if name in wanted and extras <= wanted[name]:
            continue
        wanted.setdefault(name, set()).update(extras)
        dist = found.setdefault(name, _distribution(name))
        if dist is not None:
            left += _needed(dist, frozenset(wanted[name])).items()
    return {name: (dist, frozenset(wanted[name])) for name, dist in found.items() if dist is not None}


def _distribution(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def _needed(dist: metadata.Distribution, extras: frozenset[str]) -> dict[str, frozenset[str]]:
    """What a package asks for, with these extras of it: names, each with the extras that are asked of it."""
    asked = {plain_name(extra) for extra in extras}
    found: dict[str, frozenset[str]] = {}
    for line in dist.requires or []:
        match = _NEED.fullmatch(line)
        if match is None:
            continue
        of = {plain_name(extra) for extra in _EXTRA.findall(match[3] or "")}
        if not of or of & asked:
            more = frozenset(extra.strip() for extra in (match[2] or "").split(",") if extra.strip())
            name = plain_name(match[1])
            found[name] = found.get(name, frozenset()) | more
    return found


def _component(name: str, dist: metadata.Distribution, kind: str, properties: Mapping[str, str]) -> dict[str, object]:
    """A package as the bill has it."""
    told: dict[str, object] = {"type": kind, "bom-ref": name, "name": name, "version": dist.version}
    told["purl"] = f"pkg:pypi/{name}@{quote(dist.version, safe='.')}"
    stated = licence(dist)
    if stated:
        told["licenses"] = [stated]
    if properties:
        told["properties"] = [{"name": key, "value": value} for key, value in properties.items()]
    return told


def licence(dist: metadata.Distribution) -> dict[str, object] | None:
    """A package's licence as it states it: an expression of SPDX, else a name."""
    stated = _stated(dist, "License-Expression")
    if stated:
        return {"expression": stated[0]}
    kinds = [one.rpartition(" :: ")[2] for one in _stated(dist, "Classifier") if one.startswith("License :: ")]
    lines = [line.strip() for text in _stated(dist, "License") for line in text.splitlines()]
    name = ", ".join(kinds) or next(filter(None, lines), "")
    return {"license": {"name": name[:_LONGEST]}} if name else None


def _stated(dist: metadata.Distribution, field: str) -> list[str]:
    return list(dist.metadata.get_all(field) or [])


def _recorded(dist: metadata.Distribution) -> dict[str, str]:
    record = dist.read_text("RECORD")
    return {RECORD_PROPERTY: record_sha256(record)} if record else {}


def _code() -> dict[str, str]:
    return {CODE_PROPERTY: code_sha256(_own_files(Path(__file__).parents[2]))}


def _own_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for name in CODE:
        for path in (folder / name).rglob("*.py"):
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _place(row: list[str]) -> str:
    """Where a file of a package lies among the packages; "" for what is made or put elsewhere when it is installed."""
    if len(row) < 2 or "=" not in row[1]:
        return ""
    path = re.sub(r"^[^/]+\.data/(?:pure|plat)lib/", "", row[0])
    elsewhere = path.startswith(("..", "/")) or re.match(r"[^/]+\.data/", path) or path.endswith(".pyc")
    own = path.partition("/")[0].endswith(".dist-info") and path.endswith(_INSTALLER)
    return "" if elsewhere or own else path


def _hex(stated: str) -> str:
    """A hash as lists of files have it ("sha256=…", base64 without its end) in hex; others stay as they are."""
    kind, _, value = stated.partition("=")
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).hex() if kind == "sha256" else stated
