"""Who an export is for, and what a person decided that a source is in the case."""

from __future__ import annotations

from typing import Literal, get_args

Audience = Literal["working", "prosecutor", "defence", "training"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

# Undecided, used, unused and not sensitive, unused and sensitive, not relevant. What is legally privileged stands
# apart, in `Source.privilege`, and is withheld from everyone.
Use = Literal["undecided", "used", "unused", "sensitive", "not_relevant"]
USES: tuple[Use, ...] = get_args(Use)
