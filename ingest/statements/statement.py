"""What a recognised statement says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.records import Section

Stretch = tuple[int, int, Section]
FIELDS = ("witness", "statement_date", "age", "occupation", "exhibits_produced", "pages_declared", "pages_present")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a statement says of itself, "" or 0 where it does not; `statement_date` is ISO 8601.

    `exhibits` are the references of what its writer produces ("JB/1") with the place [offset in the layer] where each
    is first named. `pages` are the numbers of "Page n of m" marks. `sections` are the stretches [start, end) of the
    layer that are not the account, in order: "form" or "rear".
    """

    witness: str = ""
    statement_date: str = ""
    age: str = ""
    occupation: str = ""
    pages_declared: int = 0
    exhibits: tuple[tuple[str, int], ...] = ()
    pages: tuple[int, ...] = ()
    sections: tuple[Stretch, ...] = ()

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields that are filled in, as text."""
        found = {
            "witness": self.witness,
            "statement_date": self.statement_date,
            "age": self.age,
            "occupation": self.occupation,
            "pages_declared": str(self.pages_declared) if self.pages_declared else "",
            "exhibits_produced": "; ".join(name for name, _ in self.exhibits),
            "pages_present": ", ".join(map(str, self.pages)),
        }
        return {name: value for name, value in found.items() if value}
