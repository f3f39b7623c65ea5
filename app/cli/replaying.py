"""Commands that repeat a run and put two drafts side by side: replay, compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.drafting import drafter
from app.cli.options import CaseFolder, Json
from app.cli.unlocking import opened_case
from provenance import comparing_words as words
from provenance import draft_words
from provenance.comparing_runs import settings_told

if TYPE_CHECKING:
    from app.case import Case
    from provenance.comparing import Comparison
    from provenance.records import Claim

All = Annotated[bool, typer.Option("--all", help="List the claims that are the same, too.")]


def register(app: typer.Typer) -> None:
    for command in (replay, compare):
        app.command()(command)


def replay(
    case: CaseFolder,
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="A draft's id, such as D2.", show_default=False)],
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME|PATH", help="Draft with this model; 'extractive' for none.")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", min=0, help="Another seed than the run's.")] = None,
    all: All = False,
    json: Json = False,
) -> None:
    """Run a draft's run again with all that it recorded, and say whether the new draft is the same."""
    from app import replay as replays
    from provenance.export import draft_json

    with opened_case(case) as opened, drafter(model) as name, output.progress() as bar:
        done = replays.replay(opened, draft, bar, seed, name or model)
        found = done.comparison
        if json:
            compared = {"replay_of": done.of, "same": found.same, "comparison": found.json()}
            output.document(draft_json(done.draft, opened.store) | compared)
            return
        named = _names(opened)
    kind = draft_words.kind(done.draft.question)
    output.tell(f"{kind} {done.draft.id} repeats {done.of}, drafted by a machine; a person must check every claim.")
    _tell(found, all, named)


def compare(
    case: CaseFolder,
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="The earlier draft's id.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="DRAFT", help="The later draft's id.", show_default=False)],
    all: All = False,
    json: Json = False,
) -> None:
    """Two drafts side by side: claims kept, changed, lost and new, with reasons, and what differs between the runs."""
    from app import replay as replays

    with opened_case(case, write=False) as opened:
        found, named = replays.comparison(opened, draft, other), _names(opened)
    if json:
        output.document(found.json())
    else:
        _tell(found, all, named)


def _names(opened: Case) -> Callable[[str], str]:
    """What people call a source, with its id or its passage's, by which commands find it; anything else as it is."""
    titles = {source.id: source.title for source in opened.store.sources()}

    def named(id: str) -> str:
        title = titles.get(id.partition(".")[0])
        return f"{title} ({id})" if title else id

    return named


def _tell(found: Comparison, all: bool, named: Callable[[str], str]) -> None:
    """A comparison for people: what it came to, what differs between the runs, then claims side by side."""
    output.tell(words.verdict(found))
    if told := settings_told(found, named):
        output.tell("\nWhat differs between the two runs:")
        for line in told:
            output.entry("  ", line)
    rows = [("changed", _said(p.a), _said(p.b), "; ".join(map(words.told, p.differences))) for p in found.changed]
    for what, listed in (("lost", found.lost), ("new", found.new)):
        for one in listed:
            said = _said(one.claim) if one.claim else one.id
            rows.append((what, *((said, "") if what == "lost" else ("", said)), words.reason(one, named)))
    for what, points in (("conflict lost", found.conflicts_lost), ("conflict new", found.conflicts_new)):
        for point in points:
            said = f"{point.id}  {point.about}: {' / '.join(cell.value for cell in point.cells)}"
            rows.append((what, *((said, "") if what == "conflict lost" else ("", said)), ""))
    if all:
        rows += [("kept", _said(p.a), p.b.id, "") for p in found.kept]
    if rows:
        output.tell("")
        output.table(("", found.a.id, found.b.id, "why"), rows)
    if found.kept and not all and not found.same:
        output.tell(f"\n{len(found.kept)} claims are the same in both; '--all' lists them.")
    if found.by_hand:
        output.tell(f"Not compared, as people added them: {', '.join(found.by_hand)}.")


def _said(claim: Claim) -> str:
    return f"{claim.id}  {claim.text}"
