"""Says to the person who exports what an export leaves out for its audience, and what is theirs to decide."""

from __future__ import annotations

from collections.abc import Callable

from provenance.audience import Audience
from provenance.report_words import counted
from provenance.serving_bars import Bar, Kept

BEFORE_SECOND = "It was signed off before the policy asked for a second reviewer: one person accepted its claims."
FOR: dict[Audience, str] = {
    "working": "a working document for the case team",
    "prosecutor": "for the prosecutor",
    "defence": "for the defence or the court",
    "training": "for training",
}
_WHY: dict[Bar, str] = {
    "undecided": "undecided",
    "unused": "unused",
    "sensitive": "sensitive",
    "not_relevant": "not relevant",
    "privileged": "held as privileged",
    "same_as_sensitive": "with the same bytes as a sensitive one",
}


def left_out(kept: Kept) -> list[str]:
    """What is left out, in sentences; nothing is said here of what to do about sources that nobody decided on."""
    if not kept.not_served:
        return ["Every source of the case may be served to this audience."]
    by_why = ", ".join(f"{count:,} {_WHY[why]}" for why, count in kept.sources.items())
    served = f"Not served: {counted(kept.not_served, 'source')} ({by_why})"
    told = [f"{served}. The file tells their number, and nothing else."]
    gone = (
        (kept.claims, "{} that cite them", "{} that cites them"),
        (kept.named, "{} whose words tell of them", "{} whose words tell of them"),
        (kept.unborne, "{} that what they cite does not bear, or that were rejected", "{} that what it cites does not "
         "bear, or that was rejected"),
    )  # fmt: skip
    claims = ", ".join((one if n == 1 else many).format(counted(n, "claim")) for n, many, one in gone if n)
    told += [f"Left out: {claims}."] if claims else []
    told += [f"Left out: {counted(kept.notes, 'note')} of reviewers."] if kept.notes else []
    if kept.against or kept.conflicts:
        places = [counted(n, name) for n, name in ((kept.against, "place"), (kept.conflicts, "conflict")) if n]
        told.append(
            f"Material that is not served speaks against claims that are ({', '.join(places)}). Whether it has to be "
            "disclosed is for a disclosure officer to decide."
        )
    return told


def undecided(kept: Kept, title_of: Callable[[str], str] = str) -> str:
    """Which sources nobody decided on, and what follows; "" for none. `title_of` gives what is said for an id."""
    if not kept.undecided:
        return ""
    named = ", ".join(map(title_of, kept.undecided[:10])) + (" and more" if len(kept.undecided) > 10 else "")
    return f"Nobody decided on {named}: what is not decided is not served."
