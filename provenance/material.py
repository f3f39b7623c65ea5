"""What a person decided that a source is in the case: its use, and the words that a disclosure schedule tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.audience import Use

USE: dict[Use, str] = {
    "undecided": "Undecided",
    "used": "Used",
    "unused": "Unused",
    "sensitive": "Sensitive",
    "not_relevant": "Not relevant",
}
WORDS = ("description", "reason", "assists", "location")  # what a person writes of a source
FIELDS = ("use", *WORDS, "rebuttable")  # all that a decision can change
LONGEST = 4_000  # characters of one of them

# How forces write the status, compared in lower case without punctuation. "Sensitive" says unused and sensitive.
_SPELT: dict[Use, frozenset[str]] = {
    "undecided": frozenset({"undecided", "not decided", "to be decided", "tbd", "tbc"}),
    "used": frozenset({"used", "used material", "used as evidence", "used evidence", "evidence", "evidential", "mg12"}),
    "unused": frozenset(
        {"unused", "unused material", "unused non sensitive", "non sensitive unused", "unused not sensitive"}
        | {"unused nonsensitive", "nonsensitive unused", "non sensitive unused material", "mg6c", "mg 6c"}
        | {"unused non sensitive material", "relevant unused", "relevant unused non sensitive"}
    ),
    "sensitive": frozenset(
        {"sensitive", "sensitive unused", "unused sensitive", "sensitive material", "sensitive unused material"}
        | {"unused sensitive material", "relevant unused sensitive", "mg6d", "mg 6d"}
    ),
    "not_relevant": frozenset(
        {"not relevant", "irrelevant", "non relevant", "nonrelevant", "not relevant material", "clearly not relevant"}
    ),
}
_YES = frozenset({"yes", "y", "true", "1", "rebuttable", "rebuttable presumption", "rp"})
_NO = frozenset({"no", "n", "false", "0", "", "none", "nil", "na", "n a"})


@dataclass(frozen=True, slots=True)
class Material:
    """A decision on a source as it stands.

    `description` says what the source is, for a schedule; `reason` why it is sensitive; `assists` why it may undermine
    the prosecution's case or assist the defence; `location` where it is kept. `rebuttable`: whether it is of the kinds
    that are presumed to meet the disclosure test. Where nobody decided, `version` is 0 and `at` and `by` are "".
    """

    source_id: str
    use: Use = "undecided"
    description: str = ""
    reason: str = ""
    assists: str = ""
    location: str = ""
    rebuttable: bool = False
    at: str = ""
    by: str = ""
    version: int = 0

    def json(self) -> dict[str, object]:
        """As `attest sources` prints it; who decided and when are "" where nobody did."""
        told = {name: getattr(self, name) for name in FIELDS}
        return told | {"decided": self.at, "decided_by": self.by, "version": self.version}


def use_of(said: str) -> Use | None:
    """The use that a word or phrase of a list or a person means, None where it is none that is known."""
    plain = _plain(said)
    return next((use for use, spellings in _SPELT.items() if plain in spellings), None)


def yes(said: str) -> bool | None:
    """Whether a cell or a person says yes or no; None where it is neither."""
    plain = _plain(said)
    return True if plain in _YES else False if plain in _NO else None


def material_changes(changes: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What of the changes to a source is a decision on it as material, and the rest."""
    ours = {name: value for name, value in changes.items() if name in FIELDS}
    return ours, {name: value for name, value in changes.items() if name not in FIELDS}


def _plain(text: str) -> str:
    """Lower case, and a space for whatever is no letter or digit."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
