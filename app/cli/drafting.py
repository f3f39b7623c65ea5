"""Commands that draft from a case: summarise, ask, coverage, searches."""

from __future__ import annotations

from typing import Annotated

import typer

from app import messages
from app.cli import output
from app.cli.options import CaseFolder, Json, Seed, Sources
from provenance.errors import UsageError
from provenance.records import Claim, Draft


def register(app: typer.Typer) -> None:
    for command in (summarise, ask, coverage, searches):
        app.command()(command)


def summarise(
    case: CaseFolder,
    brief: Annotated[str | None, typer.Option("--brief", metavar="TEXT", help="What the summary is for.")] = None,
    sources: Sources = None,
    model: Annotated[str | None, typer.Option("--model", hidden=True)] = None,
    seed: Seed = 7,
    max_claims: Annotated[
        int | None, typer.Option("--max-claims", metavar="N", min=1, help="At most N claims.")
    ] = None,
    json: Json = False,
) -> int:
    """Draft a summary in which every claim cites its source."""
    if model and model != "extractive":
        raise UsageError("not_in_this_version", what="A language model ('--model')")
    from app.case import Case

    with Case.open(case) as opened, output.progress() as bar:
        draft = opened.summarise(brief, sources, seed, max_claims, bar)
        return _answer(opened, draft, json)


def ask(
    case: CaseFolder,
    question: Annotated[str, typer.Argument(metavar="QUESTION", show_default=False)],
    sources: Sources = None,
    seed: Seed = 7,
    json: Json = False,
) -> int:
    """Answer a question with passages of the case, or say that none was found."""
    from app.case import Case

    if not question.strip():
        raise UsageError("bad_value", value="''", what="a question", why="it is empty")
    with Case.open(case) as opened, output.progress() as bar:
        draft = opened.ask(question, sources, seed, bar)
        return _answer(opened, draft, json)


def coverage(
    case: CaseFolder,
    draft: Annotated[str, typer.Option("--draft", metavar="ID", help="A draft's id, such as D2.")],
    json: Json = False,
) -> None:
    """What a draft used, and what it left out."""
    from app.case import Case
    from provenance.export import draft_json

    with Case.open(case, write=False) as opened:
        found = opened.store.draft(draft)
        if json:
            output.document(draft_json(found, opened.store)["coverage"])
        else:
            _left_out(found)


def searches(case: CaseFolder, json: Json = False) -> None:
    """Every brief and question that was put to the case, with its result; empty results too."""
    from dataclasses import asdict

    from app.case import Case

    with Case.open(case, write=False) as opened:
        found = opened.store.searches()
    if json:
        output.document({"searches": [asdict(s) for s in found]})
        return
    rows = [
        (s.draft_id, s.at, s.by, "question" if s.question else "brief", s.brief or "(overview)", str(s.claims))
        for s in found
    ]
    output.table(("draft", "when", "who", "what", "words", "claims"), rows)


def _answer(opened: object, draft: Draft, json: bool) -> int:
    from app.case import Case
    from provenance.export import draft_json

    assert isinstance(opened, Case)
    if json:
        output.document(draft_json(draft, opened.store))
    else:
        _print(draft)
    return 0


def _print(draft: Draft) -> None:
    """A draft for people: claims under their headings, then what was left out."""
    kept = [c for c in draft.claims if not c.held_back]
    output.tell(f"Draft {draft.id} · drafted by a machine; a person must check every claim.")
    if not draft.found:
        unread = len(draft.coverage.unread_sources)
        output.tell(f"Not found in the {draft.searched} passages searched; {unread} sources unread.")
    heading = None
    for claim in kept:
        if claim.heading != heading:
            heading = claim.heading
            output.tell(f"\n{heading}")
        _claim(claim)
    held = [c for c in draft.claims if c.held_back]
    if held:
        output.tell(f"\nHeld back by the checks: {len(held)} claims (see the report).")
    output.tell("")
    _left_out(draft)


def _claim(claim: Claim) -> None:
    verdict = claim.verdict
    output.tell(f"  {claim.id}  {output.plain(claim.text)}")
    places = ", ".join(f"{c.exhibit or c.source_name} {c.label}".strip() for c in claim.cited())
    output.tell(
        f"        Quote {verdict.quote} · Place {verdict.location} · {verdict.support.capitalize()} · [{places}]"
    )
    similar = ", ".join(f"{c.exhibit or c.source_name} {c.label}".strip() for c in claim.cited("similar"))
    if similar:
        output.tell(f"        Similar account in {similar}, independence not assessed")


def _left_out(draft: Draft) -> None:
    cover = draft.coverage
    output.tell(f"{cover.cited} of {cover.passages} passages cited, {cover.retrieved} retrieved.")
    for title, listed in (("Not used", cover.unused_sources), ("Not read", cover.unread_sources)):
        for one in listed:
            name = f"{one.exhibit} {one.source_name}".strip()
            output.tell(f"{title}: {output.plain(name)} – {messages.reason(one.reason)}")
