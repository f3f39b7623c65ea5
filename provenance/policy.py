"""What a force's policy decides about review and export, so that all its users work the same way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """`name` and `signed_by` (the SHA-256 of the key) are "" for the built-in policy, that of a force without one.
    `issued` is when its force issued it, in UTC, "" where it does not say.

    `unreviewed_export`: whether a draft that a person did not check through may be exported at all; then with the words
    that say so. `second_reviewer`: whether a claim counts as accepted only when two people accepted it.
    `machine_descriptions`: whether a schedule may carry a description that a machine drafted, marked so.
    """

    name: str = ""
    signed_by: str = ""
    unreviewed_export: bool = True
    second_reviewer: bool = False
    machine_descriptions: bool = False
    issued: str = ""


BUILT_IN = Policy()
