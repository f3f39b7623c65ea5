"""Lays a report out as blocks from its front to the page "How to check this report", for PDF, Word and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from provenance import draft_words, report_check
from provenance import report_words as words
from provenance.asked_words import points_told
from provenance.report import Report
from provenance.report_blocks import Block, Bullets, Heading, Paper, Para, Run, Runs, Table, runs, strong
from provenance.report_paper_claims import (
    ICONS,
    claim_blocks,
    conflicts_blocks,
    excerpt_blocks,
    figure_blocks,
    note_of,
)
from provenance.report_paper_sources import findings_blocks, left_out_blocks, source_blocks, times_blocks
from provenance.report_settings import settings_told


def paper(r: Report) -> Paper:
    """The whole report; its foot names case, draft, audience and the state of the log."""
    kind = draft_words.kind(r.draft.question).lower()
    return Paper(
        title=r.title,
        subject=f"{r.audience} · {r.banner}",
        made=r.made,
        banner=r.banner,
        foot=(f"{r.info.reference} · {kind} {r.draft.id} · {r.audience} · made {words.when(r.made)}", r.log),
        blocks=tuple(_blocks(r)),
        notes={one.number: note_of(one) for one in r.excerpts},
    )


def _blocks(r: Report) -> Iterator[Block]:
    yield from _front(r)
    yield from _summary(r)
    yield from conflicts_blocks(r)
    yield from left_out_blocks(r)
    if r.held_back:
        yield Heading(1, "Held back by the checks", "held-back")
        yield Para(runs("These were drafted and failed their own citations. They are not part of the summary."))
        for claim in r.held_back:
            yield from claim_blocks(claim)
    yield from findings_blocks(r)
    yield from _reviewers(r)
    if r.excerpts:
        yield Heading(1, "Excerpts in context", "excerpts")
        yield Para(
            runs("Each cited place by its number, with what stands before and after it; what is cited is marked.")
        )
        yield from excerpt_blocks(r.excerpts)
    if r.figures:
        yield Heading(1, "Cited pages and frames", "pictures", fresh=True)
        yield Para(runs("Each page and frame once, with every cited place on it marked."))
        yield from figure_blocks(r.figures)
    yield from times_blocks(r)
    yield from source_blocks(r)
    yield from _record(r)
    yield from _check(r)


def _front(r: Report) -> Iterator[Block]:
    yield Para(runs(" · ".join((r.audience, *r.marks))), "kind")
    yield Para(runs(r.info.reference), "title")
    if r.info.title:
        yield Para(runs(r.info.title), "lead")
    by = draft_words.drafted_by(r.draft.run.generator, draft_words.model_of(r.draft.run.models))
    asked = "Question" if r.draft.question else "Brief"
    yield facts(
        {
            asked: runs(r.draft.brief or "None: an overview"),
            "Drawn from": runs(words.scope(r.draft.run)),
            draft_words.kind(r.draft.question): runs(f"{r.draft.id}, written {words.when(r.draft.run.finished)}"),
            "Drafted by": runs(by),
            "Checked by": runs("; ".join(f"{p.name}: {p.did}" for p in r.reviewers) or "nobody yet"),
            "Report made": runs(words.when(r.made)),
            "Log": runs(f"{words.counted(r.audit.entries, 'entry', 'entries')}, head ", Run(r.audit.head, "code")),
        }
    )
    yield Heading(1, "Before you read", "before")
    yield Bullets(tuple(_advice(r)))


def _advice(r: Report) -> Iterator[Runs]:
    yield runs(f"{words.drafter(r.draft.run)} {words.reviewed(r.checked, r.of, r.signed)}")
    yield runs(
        "Quoted words are cut from the source by the program. “Supported” means that the cited passage bears the "
        "claim; it does not mean that the claim is true."
    )
    yield runs(
        "Like accounts of others are shown beside a claim and never counted as support. Nothing here judges how "
        "credible a person is."
    )
    if r.coverage.before:
        yield runs(strong(f"{ICONS['look']} {r.coverage.before}"))
    for line in r.not_served:
        yield runs(strong(line))
    missing = "; ".join(r.opposed.not_looked_for)
    sought = f" Not looked for when it was written: {missing}." if missing else ""
    yield runs(f"This is not everything.{sought} See ", Run("what was left out", to="left-out"), ".")
    yield runs("Anyone can check it: see ", Run(report_check.TITLE.lower(), to="check"), ".")


def _summary(r: Report) -> Iterator[Block]:
    yield Heading(1, "Answer" if r.draft.question else "Summary", "summary")
    claims = sum(len(group) for _, group in r.groups)
    counted = f"{words.counted(claims, 'claim')} · {words.counted(r.citations, 'citation')} · "
    yield from _reopened(r, counted)
    if r.held_back:
        told = f"{ICONS['look']} {draft_words.held_back(len(r.held_back))}: "
        yield Para(runs(told, Run("read why", to="held-back"), "."), "warn")
    if not r.groups:
        yield Para(runs(r.none_shown))
    if points := points_told(r.draft.run.settings):
        yield Bullets(tuple(runs(line) for line in points))
    for heading, group in r.groups:
        if heading:
            yield Heading(2, heading)
        for claim in group:
            yield from claim_blocks(claim)
    yield from _gone(r)


def _reopened(r: Report, counted: str) -> Iterator[Block]:
    """How the citations re-opened, and what failed that stands at none of them."""
    icon = ICONS.get(r.reopened.state, "")
    yield Para(runs(counted, f"{icon} {r.reopened.text}".strip()), "bad" if r.reopened.state == "bad" else "small")
    if r.reopened.failures:
        yield Bullets(tuple(runs(f"{ICONS['bad']} {line}.") for line in r.reopened.failures))


def _gone(r: Report) -> Iterator[Block]:
    """What was rejected, and what is withheld; never the words of either."""
    if r.rejected:
        yield Heading(2, f"{words.counted(len(r.rejected), 'claim')} rejected")
        listed = []
        for one in r.rejected:
            places = f" ({one.places})" if one.places else ""
            note = f". “{one.note}”" if one.note else ""
            listed.append(
                runs(f"Claim {one.number}{places}: rejected by {one.by}, {words.when(one.at)}: {one.fault}{note}")
            )
        yield Bullets(tuple(listed))
    if r.withheld:
        named = ", ".join(f"claim {number} ({title})" for number, title in r.withheld)
        told = words.withheld(len(r.withheld), r.audience)
        yield Para(runs(f"{ICONS['look']} {told}: {named}."), "warn")


def _reviewers(r: Report) -> Iterator[Block]:
    yield Heading(1, "Who checked it", "reviewers")
    yield Para(runs(words.reviewed(r.checked, r.of, r.signed)))
    if r.reviewers:
        rows = tuple((runs(p.name), runs(p.did), runs(p.when)) for p in r.reviewers)
        yield Table(rows, (3, 5, 5), ("Who", "What", "When"))


def facts(pairs: Mapping[str, Runs]) -> Table:
    """Names with what they hold, a row each."""
    return Table(tuple((runs(name), held) for name, held in pairs.items()), (2, 8))


def _record(r: Report) -> Iterator[Block]:
    """How the draft was made."""
    run = r.draft.run
    yield Heading(1, f"How this {draft_words.kind(r.draft.question).lower()} was made", "record")
    by = draft_words.drafted_by(run.generator, draft_words.model_of(run.models))
    cover = r.draft.coverage
    pairs = {"Drafted by": runs(f"{by} ({run.generator})")}
    for model in run.models:
        known = f"Licence: {model.licence or 'not known'}. Training data: {model.training or 'not known'}."
        told = known if model.licence or model.training else ""
        pairs[f"Model: {model.role}"] = runs(f"{model.name}. {told} SHA-256 ", Run(model.sha256, "code"))
    if not run.models:
        pairs["Models"] = runs("none")
    searched = f"{words.counted(r.draft.searched, 'passage')} of {words.scope(run)}"
    drawn = f"{words.number(cover.retrieved)} drawn on, {words.number(cover.cited)} cited"
    pairs["Searched"] = runs(f"{searched}; {drawn}")
    pairs |= {
        "Seed": runs(str(run.seed)),
        "Settings": runs("; ".join(settings_told(run.settings, r.sources)) or "none"),
        "Build and machine": runs("; ".join(settings_told(run.build)) or "none"),
        "Started, finished": runs(f"{words.when(run.started)}, {words.when(run.finished)}"),
        "Audit log": runs(_log(r), Run(r.audit.head, "code")),
    }
    yield facts(pairs)


def _log(r: Report) -> str:
    if not r.audit.ok:
        return f"{ICONS['bad']} The chain is broken at entry {r.audit.broken_at}. "
    return f"{words.counted(r.audit.entries, 'entry', 'entries')}, chain whole. Head: "


def _check(r: Report) -> Iterator[Block]:
    yield Heading(1, report_check.TITLE, "check", fresh=True)
    yield Para(runs(report_check.INTRODUCTION))
    for number, step in enumerate(r.check, 1):
        yield Heading(2, f"{number}. {step.title}")
        yield from _sentences(step.sentences)
        if step.commands:
            rows = tuple((runs(system), runs(Run(command, "code"))) for system, command in step.commands)
            yield Table(rows, (3, 6), ("Computer", "Type this"))


def _sentences(sentences: Iterable[str]) -> Iterator[Block]:
    for sentence in sentences:
        yield Para(runs(sentence))
