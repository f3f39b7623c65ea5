"""The words of what speaks against claims, and of conflicts between sources, for reports and for the window."""

from __future__ import annotations

import re

from provenance import report_words as words
from provenance.points import ConflictKind, PointKind
from provenance.records import Claim, Draft

AGAINST, CONFLICTS = "evidence against a claim", "conflicts between sources"
SOME_AGAINST = "evidence against those of the claims that say so"
CONFLICT: dict[ConflictKind, str] = {
    "time": "Times differ",
    "place": "Places differ",
    "direction": "Directions differ",
    "person": "Persons differ",
    "action": "Actions differ",
    "colour": "Colours differ",
    "number": "Numbers differ",
    "denial": "One denies it",
    "own": "Own accounts differ",
}
POINT: dict[PointKind, str] = {
    "time": "Time",
    "place": "Place",
    "person": "Person",
    "action": "Action",
    "object": "Object",
    "number": "Number",
}
HEDGED = "with doubt"
_NEAR = 60  # characters that stand before what is compared and are shown whatever they say
_SENTENCE = re.compile(r"[.!?]['\"”’]? ")
NOT_SOUGHT = "Evidence against it was not looked for"
NOT_SOUGHT_SEEN = "Evidence against what a camera shows is not looked for"
WITHHELD = "What was found against it is withheld"


def conflict(kind: ConflictKind | None) -> str:
    """In what the sides of a conflict differ; "" where they do not."""
    return CONFLICT.get(kind, kind.capitalize()) if kind else ""


def not_looked_for(draft: Draft) -> list[str]:
    """What no search was made for when the draft was written, as older versions made none."""
    asked = [c for c in draft.claims if c.kind != "observation" and not c.held_back]
    without = [c for c in asked if c.against_searched is None]
    told = [AGAINST if len(without) == len(asked) else SOME_AGAINST] if without else []
    return told + ([CONFLICTS] if draft.compared is None else [])


def against(claim: Claim, searched_in_draft: bool = True) -> str:
    """What the search for evidence against a claim came to, where no citation says it; "" where one does.

    Of a draft in which nothing was searched, that is not said of every claim.
    """
    if claim.cited("against"):
        return ""
    if claim.against_withheld:
        return WITHHELD
    if claim.against_searched is not None:
        return f"Nothing found against it in the {words.counted(claim.against_searched, 'passage')} searched"
    if claim.held_back or not searched_in_draft:
        return ""
    return NOT_SOUGHT_SEEN if claim.kind == "observation" else NOT_SOUGHT


def telling(says: str, value: str) -> str:
    """What a source says in one line, from the sentence on in which `value` stands, where much stands before it.

    "… It was 2.17 pm." of long words and the value "2.17 pm. (14:17)".
    """
    whole = " ".join(says.split())
    wanted = " ".join(value.partition(" (")[0].split()).casefold()
    at = whole.casefold().rfind(wanted) if wanted else -1
    begun = max((m.end() for m in _SENTENCE.finditer(whole, 0, max(0, at))), default=0)
    return f"… {whole[begun:]}" if at >= _NEAR and begun else whole
