"""The wheels of a kit: what each is named, needs, holds and demands of a system, read from the wheel itself."""

from __future__ import annotations

import hashlib
import itertools
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from email.parser import HeaderParser
from functools import cached_property
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

_CHUNK = 4 << 20
_GLIBC = re.compile(r"manylinux_(\d+)_(\d+)_")
_OLD_GLIBC = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}


class KitBuildError(Exception):
    """The kit cannot be built; the text is the sentence for the person."""


@dataclass(frozen=True)
class Wheel:
    """A wheel's file."""

    path: Path

    @property
    def name(self) -> str:
        """As package indexes compare names."""
        return str(parse_wheel_filename(self.path.name)[0])

    @property
    def version(self) -> str:
        return str(parse_wheel_filename(self.path.name)[1])

    @cached_property
    def sha256(self) -> str:
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    @cached_property
    def needs(self) -> list[Requirement]:
        """What its metadata asks for."""
        with zipfile.ZipFile(self.path) as packed:
            name = next(n for n in packed.namelist() if n.endswith(".dist-info/METADATA") and n.count("/") == 1)
            headers = HeaderParser().parsestr(packed.read(name).decode("utf-8"))
        return [Requirement(line) for line in headers.get_all("Requires-Dist") or []]

    def unpacked(self) -> tuple[int, int]:
        """Bytes of all that is in it, and the characters of its longest path."""
        with zipfile.ZipFile(self.path) as packed:
            entries = packed.infolist()
        return sum(entry.file_size for entry in entries), max(len(entry.filename) for entry in entries)

    def member_sha256(self, ending: str) -> str:
        """SHA-256 of the one file in it whose path ends so; raises KitBuildError where there is none, or several."""
        with zipfile.ZipFile(self.path) as packed:
            found = [name for name in packed.namelist() if name.endswith(ending)]
            if len(found) != 1:
                raise KitBuildError(f"{self.path.name} holds {len(found)} files {ending}; one was expected.")
            with packed.open(found[0]) as stream:
                digest = hashlib.sha256()
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        return digest.hexdigest()

    def glibc(self, built_here: tuple[int, int]) -> tuple[int, int]:
        """The oldest glibc it runs with: (0, 0) for any system, `built_here` for what was compiled on this machine."""
        tags = {tag.platform for tag in parse_wheel_filename(self.path.name)[3]}
        named = [(int(m[1]), int(m[2])) for tag in tags if (m := _GLIBC.match(tag))]
        named += [least for tag in tags for old, least in _OLD_GLIBC.items() if tag.startswith(f"{old}_")]
        if named:
            return min(named)
        return built_here if any(tag.startswith("linux_") for tag in tags) else (0, 0)


def wheels_in(folder: Path) -> list[Wheel]:
    """All wheels of a folder, by name; raises KitBuildError where one package is there twice."""
    found = sorted((Wheel(path) for path in folder.glob("*.whl")), key=lambda wheel: wheel.name)
    twice = {a.name for a, b in itertools.pairwise(found) if a.name == b.name}
    if twice:
        raise KitBuildError(f"Two versions of {', '.join(sorted(twice))} came together; look at constraints.txt.")
    return found


def required(wheels: Iterable[Wheel], root: str, environment: dict[str, str], extra: str = "") -> set[str]:
    """Names of the packages that `root` brings with it in an environment; `extra` is one of its own."""
    by_name = {wheel.name: wheel for wheel in wheels}
    reached: set[tuple[str, str]] = set()
    left = [(root, ""), *([(root, extra)] if extra else [])]
    while left:
        name, asked = left.pop()
        if (name, asked) in reached or name not in by_name:
            continue
        reached.add((name, asked))
        for need in by_name[name].needs:
            if need.marker is None or need.marker.evaluate({**environment, "extra": asked}):
                left += [(canonicalize_name(need.name), each) for each in ("", *need.extras)]
    return {name for name, _ in reached}


def requirements(wheels: Iterable[Wheel]) -> str:
    """The text of a list for pip: each package at its version, with the hash that its file must have."""
    return "".join(f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}\n" for wheel in wheels)
