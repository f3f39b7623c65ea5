"""Who an export is for, and what a person decided that a source is in the case."""

from __future__ import annotations

from typing import Literal, get_args

Audience = Literal["working", "prosecutor", "defence", "training"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

# Undecided, used, unused and not sensitive, unused and sensitive, not relevant. What is legally privileged stands
# apart, in `Source.privilege`, and is withheld from everyone.
Use = Literal["undecided", "used", "unused", "sensitive", "not_relevant"]
USES: tuple[Use, ...] = get_args(Use)

# What may be served to whom, by what a person decided that it is. "Undecided" is for nobody but the case team: what is
# not decided is not served. Built by allow-list: a use that is not named here is withheld.
SEES: dict[Audience, frozenset[Use]] = {
    "working": frozenset(USES),
    "prosecutor": frozenset({"used", "unused", "sensitive"}),
    "defence": frozenset({"used"}),
    "training": frozenset({"used"}),
}


def may_see(audience: Audience, use: Use) -> bool:
    """Whether a source that was decided on so is served to this audience, where privilege does not withhold it."""
    return use in SEES[audience]
