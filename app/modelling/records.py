"""What the register knows of a model, as it is kept in the register's file and told to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

State = Literal["ok", "changed", "missing"]
LANGUAGE, ENTAILMENT = "language_model", "nli"
ADDED = (LANGUAGE, ENTAILMENT)  # roles of models that a person adds
NOT_KNOWN = "not known"
_LINE = 200  # characters of a licence's first line


@dataclass(frozen=True, slots=True)
class Known:
    """A registered model. `file` is its path (of a folder model the folder), `kind` its architecture and quantisation.

    `licence` is an identifier or a whole text, `training` what is known of its training data; both may be "".
    `first_used` is when a run first drafted with it, `confirmed` when and by whom another file was taken for it; times
    are UTC. `stated` is where its SHA-256 was stated that it was checked against, or "". `stamp` and `beside` are as in
    `Fingerprint`, `earlier` the SHA-256 of files that it was before.
    """

    role: str
    name: str
    file: str
    sha256: str
    size: int
    licence: str = ""
    training: str = ""
    first_used: str = ""
    added: str = ""
    added_by: str = ""
    kind: str = ""
    title: str = ""
    stamp: str = ""
    beside: str = ""
    confirmed: str = ""
    stated: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        return Path(self.file)

    @property
    def licence_line(self) -> str:
        """The licence in a line: its identifier, or the first line of its text."""
        first = next((line.strip() for line in self.licence.splitlines() if line.strip()), "")
        return first if len(first) <= _LINE else f"{first[:_LINE]}…"

    def json(self) -> dict[str, object]:
        """As it is kept."""
        return asdict(self) | {"earlier": list(self.earlier)}

    @classmethod
    def of(cls, kept: Mapping[str, object]) -> Known:
        """The inverse of `json`; raises ValueError for what was not written by it."""
        size, earlier = kept.get("size"), kept.get("earlier", [])
        if not isinstance(size, int) or not isinstance(earlier, list):
            raise ValueError("not a model")

        def text(name: str) -> str:
            value = kept.get(name, "")
            if not isinstance(value, str):
                raise ValueError("not a model")
            return value

        made = cls(
            *(text("role"), text("name"), text("file"), text("sha256")),
            size,
            *(text("licence"), text("training"), text("first_used"), text("added"), text("added_by")),
            *(text("kind"), text("title"), text("stamp"), text("beside"), text("confirmed"), text("stated")),
            earlier=tuple(map(str, earlier)),
        )
        if not (made.name and made.file and made.sha256):
            raise ValueError("not a model")
        return made


@dataclass(frozen=True, slots=True)
class Listed:
    """A model as it is on this machine now; `found` is the SHA-256 of the file where that is another than registered.

    `built_in` ones came with Attest and cannot be removed.
    """

    model: Known
    state: State = "ok"
    found: str = ""
    built_in: bool = False

    def json(self) -> dict[str, object]:
        """The contract's shape of `models list`."""
        one = self.model
        told: dict[str, object] = {
            "role": one.role,
            "name": one.name,
            "file": one.file,
            "sha256": one.sha256,
            "size": one.size,
            "licence": one.licence or NOT_KNOWN,
            "training": one.training or NOT_KNOWN,
            "first_used": one.first_used or None,
            "state": self.state,
            "kind": one.kind,
            "built_in": self.built_in,
        }
        told |= {"checked_against": one.stated} if one.stated else {}
        return told | ({"found_sha256": self.found} if self.found else {})
