"""Commands that draft from a case: summarise, ask."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app import messages
from app.cli import output
from app.cli.options import CaseFolder, Json, Model, Seed, Sources
from app.cli.unlocking import opened_case
from provenance import draft_words
from provenance import report_words as words
from provenance.asked_words import NEAREST_BUT, not_held, points_told
from provenance.coverage import NearUnused
from provenance.coverage_near import nearest
from provenance.errors import UsageError
from provenance.records import Citation, Claim, Draft, TextAnchor
from provenance.retention import REMOVED
from provenance.reviews import BY_HAND, ClaimState
from summarise.settings import SEED

if TYPE_CHECKING:
    from app.case import Case


SHORT_LIST = 6  # lines of what was left out under a draft; `coverage` gives all


def register(app: typer.Typer) -> None:
    for command in (summarise, ask):
        app.command()(command)


def summarise(
    case: CaseFolder,
    brief: Annotated[str | None, typer.Option("--brief", metavar="TEXT", help="What the summary is for.")] = None,
    sources: Sources = None,
    model: Model = None,
    seed: Seed = SEED,
    max_claims: Annotated[
        int | None, typer.Option("--max-claims", metavar="N", min=1, help="At most N claims.")
    ] = None,
    json: Json = False,
) -> int:
    """Draft a summary in which every claim cites its source."""
    with opened_case(case) as opened, drafter(model) as name, output.progress() as bar:
        draft = opened.summarise(brief, sources, seed, max_claims, bar, name)
        nothing = not draft.claims and not (draft.brief and _usable(opened, sources))
        answer(opened, draft, json, messages.sentence("nothing_to_draft") if nothing else "")
    return 1 if nothing else 0


def ask(
    case: CaseFolder,
    question: Annotated[str, typer.Argument(metavar="QUESTION", show_default=False)],
    sources: Sources = None,
    model: Model = None,
    seed: Seed = SEED,
    json: Json = False,
) -> None:
    """Answer a question with passages of the case, or say that none was found."""
    if not question.strip():
        raise UsageError("bad_value", value="''", what="a question", why="it is empty")
    with opened_case(case) as opened, drafter(model) as name, output.progress() as bar:
        draft = opened.ask(question, sources, seed, bar, name)
        answer(opened, draft, json)


@contextmanager
def drafter(model: str | None) -> Iterator[str | None]:
    """The language model that was asked for, None for sentences chosen from the sources; says when it came to be
    registered by this use."""
    from app.models import is_registered

    if model in (None, "", "extractive"):
        yield None
        return
    new = not is_registered(str(model))
    try:
        yield model
    finally:
        if new and is_registered(str(model)):
            output.say(f"{model} is registered from now on; 'attest models list' tells what is known of it.")


def _usable(opened: Case, ids: Container[str] | None) -> bool:
    """Whether there is a source in scope that may be drafted from."""
    from summarise.material import usable

    return any(usable(s) for s in opened.store.sources() if ids is None or s.id in ids)


def answer(opened: Case, draft: Draft, json: bool, without: str = "") -> None:
    """A draft as JSON or for people, without what cites withheld sources or was rejected; `without` is said to people
    where no claim was found, in place of what is usual."""
    from provenance.export import draft_json
    from provenance.open_part import open_part
    from provenance.report_reviews import without_rejected

    if json:
        output.document(draft_json(draft, opened.store))
        return
    states = opened.store.claim_states(draft.id)
    shown, withheld = open_part(draft, {s.id: s for s in opened.store.sources()})
    shown, rejected = without_rejected(shown, states)
    told = without or draft_words.none_shown(shown, len(rejected), len(withheld))
    if not draft.claims and draft_words.wrote_none(draft.run.settings):
        told = f"{told} For that, leave out --model."
    _print(shown, told, states, nearest(shown, opened.store))
    _checked(opened, draft.id)
    for listed, why in ((withheld, "withheld, as a source that each cites is held now"), (rejected, "rejected")):
        if listed:
            output.tell(f"{words.counted(len(listed), 'claim')} {why}: not shown here.")


def _checked(opened: Case, draft_id: str) -> None:
    """How far the review of a draft is, and who signed it off; nothing where nobody began."""
    from provenance.review_words import signed_whole

    checked, of = opened.store.review_progress(draft_id)
    if checked:
        output.tell(f"{checked} of {words.counted(of, 'claim')} checked.")
    for signature in opened.store.signatures(draft_id):
        output.tell(output.plain(f"{signed_whole(signature)}."))


def _print(draft: Draft, without: str, states: Mapping[str, ClaimState], near: Iterable[NearUnused]) -> None:
    """A draft for people: claims under their headings with how they stand, then what was left out."""
    kept = [c for c in draft.claims if not c.held_back]
    _head(draft)
    if unheld := not_held(draft.run.settings, draft.found and bool(kept)):
        output.tell(unheld)
    for line in points_told(draft.run.settings):
        output.tell(output.plain(line))
    if not kept:
        output.tell(without)
        if near := list(near):
            output.tell(NEAREST_BUT)
        for one in near:
            output.entry(f"  {one.passage.id}  ", f"{_places([one.citation])} “{_said(one.citation)}”")
    heading = None
    for claim in kept:
        if claim.heading != heading:
            heading = claim.heading
            output.tell("")
            output.tell(output.plain(heading))
        _claim(claim, states.get(claim.id))
    output.tell("")
    _opposed(draft)
    left_out(draft, SHORT_LIST)


def _head(draft: Draft) -> None:
    """What it is, who drafted it, what it was to say, and what the checks held back."""
    by = draft_words.drafted_by(draft.run.generator, draft_words.model_of(draft.run.models))
    hand = draft.run.generator == BY_HAND
    what = by if hand else f"drafted by a machine ({by}); a person must check every claim"
    output.tell(f"{draft_words.kind(draft.question)} {draft.id} · {what}.")
    if draft.brief:
        output.tell(f"{'Question' if draft.question else 'Brief'}: “{draft.brief}”")
    held = [c for c in draft.claims if c.held_back]
    if told := draft_words.held_back(len(held)):
        output.tell(f"{told}: the report says why, and 'attest show CASE {held[0].id}' does for one.")


def _opposed(draft: Draft) -> None:
    """What was found against claims and between sources, in numbers; what was not looked for."""
    from provenance.opposed_words import not_looked_for

    asked = [c for c in draft.claims if c.against_searched is not None]
    if asked:
        without = sum(not c.cited("against") for c in asked)
        output.tell(
            f"Nothing found against {without} of {words.counted(len(asked), 'claim')} in the "
            f"{words.counted(asked[0].against_searched or 0, 'passage')} searched."
        )
    if draft.conflicts:
        count = words.counted(len(draft.conflicts), "conflict")
        output.tell(f"{count} between sources: the report and 'attest conflicts' set both sides beside each other.")
    if left := not_looked_for(draft):
        output.tell(f"Not looked for: {'; '.join(left)}.")


def _claim(claim: Claim, state: ClaimState | None = None) -> None:
    verdict, machine = claim.verdict, claim.kind == "observation"
    head = f"  {claim.id}  "
    under = " " * len(head)
    output.entry(head, claim.text)
    quote = (words.FRAME if machine else words.QUOTE)[verdict.quote]
    support = (words.FRAME_SUPPORT if machine else words.SUPPORT)[verdict.support]
    told = (quote, words.PLACE[verdict.location], support)
    if any(reason.code == REMOVED for reason in verdict.reasons):
        told = words.GONE
    output.entry(under, f"{' · '.join(told)} · [{_places(claim.cited())}]")
    if verdict.support != "supported":
        output.entry(under, "; ".join(words.verdict_reasons(claim)))
    if state is not None and state.state != "new":
        output.entry(under, words.state(state).capitalize() + (f": {state.text}" if state.text else ""))
    if any(c.by_ocr for c in claim.cited()):
        output.entry(under, words.READ_BY_OCR)
    for one in claim.cited("against"):
        why = "".join(words.notices([one.why])) if one.why else ""
        output.entry(under, " · ".join(filter(None, (f"Against: {_places([one])} “{_said(one)}”", why))))
    similar = claim.cited("similar")
    if similar:
        output.entry(under, f"Similar account in {_places(similar)}, independence not assessed")


def _said(citation: Citation) -> str:
    exact = citation.anchor.exact if isinstance(citation.anchor, TextAnchor) else ""
    return " ".join(exact.split())


def _places(citations: Iterable[Citation]) -> str:
    return ", ".join(f"{c.exhibit or c.source_name} {c.label}".strip() for c in citations)


def left_out(draft: Draft, most: int = 1_000_000) -> None:
    """What was not used and not read, `most` lines of each."""
    cover = draft.coverage
    output.tell(
        f"A sentence or more quoted from {cover.cited} of {cover.passages} passages; {cover.retrieved} looked at."
    )
    unread = {one.source_id for one in cover.unread_sources}
    unused = [one for one in cover.unused_sources if one.source_id not in unread]
    for title, listed in (("Not used", unused), ("Not read, or in part", cover.unread_sources)):
        for one in listed[:most]:
            name = f"{one.exhibit} {one.source_name}".strip()
            output.tell(output.plain(f"{title}: {name} – {messages.reason(one.reason)}"))
        if len(listed) > most:
            more = words.counted(len(listed) - most, "more source")
            output.tell(f"{title}: {more}; 'attest coverage CASE --draft {draft.id}' lists all.")
