"""Writes a bag in a new folder: files are hashed as they are written, then the manifests (BagIt 1.0, RFC 8493)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from provenance.bundle.checking.bag import BAGIT, HASHES, INFO_LABELS, PLAIN_NAME
from provenance.bundle.copying import Digests, copied, digests_of
from provenance.bundle.straight import StraightFile

Each = Callable[[int], object]


class Bag:
    """A bag under way in `folder`, which is new and empty; raises OSError as the disk does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Digests] = {}

    def add(self, path: str, data: bytes) -> None:
        """A file of the bag; what does not lie under "data/" is a tag file."""
        with self._new(path).open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        self._files[path] = digests_of(data)

    def copy(self, path: str, stream: BinaryIO, each: Each) -> Digests:
        """A file out of a stream, in one pass; `each` is told of the bytes done, and ends it by raising."""
        with StraightFile(self._new(path)) as out:
            self._files[path] = copied(stream, out, each, out.flush)
            out.sync()
        return self._files[path]

    def took(self, path: str) -> None:
        """A file that another writer put into the folder."""
        with self._place(path).open("rb") as stream, Path(os.devnull).open("wb") as nowhere:
            self._files[path] = copied(stream, nowhere, lambda _: None)

    def drop(self, path: str) -> None:
        """Take a file out again."""
        self._place(path).unlink()
        del self._files[path]

    def room(self, path: str) -> Path:
        """Where another writer may put a file of this name."""
        return self._new(path)

    @property
    def files(self) -> Mapping[str, Digests]:
        """Every file that was put into it, by path."""
        return self._files

    def seal(self, info: Mapping[str, str], labels: Sequence[str] = INFO_LABELS) -> bytes:
        """Write what makes a bag of the folder; gives the tag manifest that covers all of it, which can be signed."""
        payload = [d for path, d in self._files.items() if path.startswith("data/")]
        oxum = {"Payload-Oxum": f"{sum(d.size for d in payload)}.{len(payload)}"}
        known = {label: one_line(value) for label, value in {**info, **oxum}.items()}
        self.add("bagit.txt", BAGIT)
        self.add("bag-info.txt", "".join(f"{label}: {known[label]}\n" for label in labels).encode())
        self._manifests("manifest", [path for path in self._files if path.startswith("data/")])
        return self._manifests("tagmanifest", [path for path in self._files if not path.startswith("data/")])

    def _manifests(self, name: str, paths: list[str]) -> bytes:
        """Both manifests of these files; gives the bytes of the second."""
        text = b""
        listed = {path: self._files[path] for path in sorted(paths)}
        for kind in HASHES:
            text = "".join(f"{getattr(d, kind)}  {path}\n" for path, d in listed.items()).encode()
            self.add(f"{name}-{kind}.txt", text)
        return text

    def _new(self, path: str) -> Path:
        if PLAIN_NAME.fullmatch(path) is None or path in self._files:
            raise ValueError(f"no name for a file of a bag: {path!r}")
        place = self._place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _place(self, path: str) -> Path:
        return self._folder.joinpath(*path.split("/"))


def one_line(value: str) -> str:
    """A value for bag-info.txt: one line, white space folded, what cannot be seen left out."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())
