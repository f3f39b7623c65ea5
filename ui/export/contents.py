"""Says, before it is written, what a report of a draft will hold and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.bundle_sources import How
from provenance.records import Draft
from provenance.report_reviews import banner, without_rejected
from provenance.report_words import DRAFT_WORDS
from provenance.reviews import ClaimState
from provenance.signing import Signature
from ui.middle import overview
from ui.session import Session
from ui.strings import bundle as bundle_words
from ui.strings import draft as draft_words
from ui.strings import export as words
from ui.strings.common import counted


@dataclass(frozen=True, slots=True)
class Contents:
    """`name` and `brief` of the draft, the `banner` over each page, and `lines` that tell what is in it.

    `checked` says whether a person accepted everything that stands in it.
    """

    name: str
    brief: str
    banner: str
    checked: bool
    lines: tuple[str, ...]


def contents(
    draft: Draft,
    states: Mapping[str, ClaimState],
    withheld: int,
    format: str,
    signature: Signature | None = None,
    sources: How = "cited",
) -> Contents:
    """Of a draft without what cites withheld sources; `withheld` counts the claims that are gone for that, `sources`
    says how cited ones travel in a bundle."""
    shown, rejected = without_rejected(draft, states)
    stands = [c for c in shown.claims if not c.held_back]
    held = len(shown.claims) - len(stands)
    known = [states[c.id] for c in stands if c.id in states]
    over = banner(shown.claims, states, signature)
    checked, of = sum(s.checked for s in known) + len(rejected), len(stands) + len(rejected)
    lines = [words.CLAIMS.format(claims=counted(len(stands), "claim"), checked=checked, all=of)]
    by_hand = sum(bool(c.by) for c in stands)
    amended = sum(bool(s.text) for s in known)
    for count, form in (
        (by_hand, words.WITH_HAND),
        (amended, words.AMENDED),
        (len(rejected), words.REJECTED),
        (held, words.HELD_BACK),
        (withheld, words.WITHHELD),
    ):
        if count:
            lines.append(form.format(count=f"{count:,}"))
    lines.append(bundle_words.HOLDS[sources] if format == "bundle" else words.HOLDS.get(format, words.NO_PICTURES))
    cover = draft.coverage
    unused, unread = counted(len(cover.unused_sources), "source"), f"{len(cover.unread_sources):,}"
    lines.append(words.LEFT_OUT.format(unused=unused, unread=unread))
    return Contents(number(draft), brief(draft), over, over != DRAFT_WORDS, tuple(lines))


def contents_of(session: Session, draft: Draft, format: str, sources: How = "cited") -> Contents:
    """Of the draft that a session shows."""
    return contents(draft, session.states, len(session.withheld), format, session.signature, sources)


def number(draft: Draft) -> str:
    """ "Draft 2"."""
    return words.DRAFT.format(number=draft.id.removeprefix("D"))


def brief(draft: Draft) -> str:
    """What the draft was for, in words."""
    if not draft.brief:
        return overview(draft)
    return (draft_words.QUESTION if draft.question else draft_words.BRIEF).format(brief=draft.brief)
