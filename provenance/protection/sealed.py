"""How the files of a protected case lie on the disk: encrypted, under names that tell nothing of what they are."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, cast

import pyrage

from provenance.protection.segments import SealingWriter, opened

ENDING = ".age-segments"


class Sealed:
    """A Form of files encrypted with the first of the age `identities`; what another of them encrypted is read still.

    `naming` is what files get their names by. The SHA-256 of a file is no name for it here: who has a copy of a file
    could see that the case holds it.
    """

    def __init__(self, identities: Sequence[pyrage.x25519.Identity], naming: bytes) -> None:
        self.identities = tuple(identities)
        self._naming = naming
        self._recipient = self.identities[0].to_public()

    def place(self, folder: Path, name: str) -> Path:
        return folder / (hmac.digest(self._naming, name.encode(), "sha256").hex() + ENDING)

    def writing(self, path: Path) -> BinaryIO:
        return cast(BinaryIO, SealingWriter(path.open("xb"), self._recipient))

    def finish(self, out: BinaryIO) -> None:
        cast(SealingWriter, out).finish()

    def reading(self, path: Path) -> BinaryIO:
        return opened(path.open("rb"), self.identities)

    def size(self, path: Path) -> int | None:
        return None
