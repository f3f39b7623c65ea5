"""Sets a report's parts on sources as blocks: what was left out, findings, times, and the list with SHA-256."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance import report_words as words
from provenance.report import Report
from provenance.report_blocks import Block, Bullets, Heading, Para, Run, Runs, Table, runs, strong
from provenance.report_sources import SourceView

_LOOK, _BAD = "▲", "✕"


def left_out_blocks(r: Report) -> Iterator[Block]:
    """What was not read, not cited, not looked at, and what stands near the matter all the same."""
    cover = r.draft.coverage
    yield Heading(1, "What was left out", "left-out")
    cited, passages = words.number(cover.cited), words.counted(cover.passages, "passage")
    yield Para(runs(f"{cited} of {passages} are cited; {words.number(cover.retrieved)} were drawn on for this draft."))
    if r.opposed.not_looked_for:
        yield Para(runs(f"Not looked for when this draft was written: {'; '.join(r.opposed.not_looked_for)}."))
    yield from _listed("Sources not read, or read in part", r.unread, "Every source was read in full.")
    yield from _listed("Sources read and not cited", r.left_out, "Every source that was read is cited.")
    yield from _coverage(r)


def _listed(title: str, rows: Sequence[tuple[str, str, str]], otherwise: str) -> Iterator[Block]:
    yield Heading(2, title)
    if not rows:
        yield Para(runs(otherwise))
        return
    yield Bullets(
        tuple(
            runs(strong(exhibit), f" {name}" if name != exhibit else "", f": {reason}")
            for exhibit, name, reason in rows
        )
    )


def _coverage(r: Report) -> Iterator[Block]:
    c = r.coverage
    if c.rows:
        yield Heading(2, "Coverage, source by source")
        for line in c.totals:
            yield Para(runs(f"{line}."))
        head = ("Source", "Of it", "Cited", "Opened", "Searched, not cited", "Unreadable, or read in part")
        rows = (
            (*(runs(cell) for cell in (source, cells, cited, opened)), runs(left or "none"), runs(bad or "none known"))
            for source, cells, cited, opened, left, bad in c.rows
        )
        yield Table(tuple(rows), (3, 3, 1, 2, 4, 4), head)
    if c.missed:
        yield Heading(2, "Passages not looked at")
        yield Bullets(tuple(runs(f"{many}: {why}") for many, why in c.missed))
    near = "the question" if r.draft.question else "the brief" if r.draft.brief else "the matter"
    yield Heading(2, f"Passages near {near} that this draft does not use: {words.number(c.near)}")
    if not c.first:
        yield Para(runs("None: what was drawn on is cited."))
        return
    if c.near > len(c.first):
        yield Para(runs(f"The first {len(c.first)}, the nearest first:"))
    yield Bullets(tuple(runs(strong(place), f": “{quoted}”") for place, quoted in c.first))


def findings_blocks(r: Report) -> Iterator[Block]:
    """What was found on the quality of the sources; the same stands with each source in the list."""
    yield Heading(1, "Findings on the quality of the sources", "findings")
    found = [s for s in r.sources if s.remarks or s.changed]
    if not found:
        yield Para(runs("Nothing was found. That does not show that there is nothing wrong with them."))
        return
    rows = tuple(
        (runs(Run(s.title, to=s.anchor)), runs(" · ".join((*((s.changed,) if s.changed else ()), *s.remarks))))
        for s in found
    )
    yield Table(rows, (3, 9), ("Source", "Found"))


def times_blocks(r: Report) -> Iterator[Block]:
    """The times that the cited sources state, day by day."""
    if not r.times:
        return
    yield Heading(1, "Times that the cited sources state", "times")
    more = f" {words.counted(r.times.more, 'time')} more are not listed here." if r.times.more else ""
    lost = f" {words.counted(r.times.unplaced, 'time')} could not be placed." if r.times.unplaced else ""
    told = "In order, as read by a machine; how each was read stands with it. Where sources differ, each stands at its"
    yield Para(runs(f"{told} own time.{more}{lost} “attest timeline” lists all."), "small")
    for day, times in r.times.days:
        yield Heading(2, day)
        yield Bullets(
            tuple(
                runs(
                    strong(t.when), " ", Run(f"{t.title} {t.label}".strip(), to=t.anchor),
                    f" {t.kind} ·" if t.kind else "", f" {t.text}", Run(f" ({t.how})" if t.how else "", "muted"),
                )
                for t in times
            )
        )  # fmt: skip


def source_blocks(r: Report) -> Iterator[Block]:
    """Every source with its whole SHA-256, and what is wrong with it since."""
    yield Heading(1, "Sources", "sources")
    for source in r.sources:
        yield from _source(source)


def _source(s: SourceView) -> Iterator[Block]:
    state = s.outcome if s.ok else f"{_LOOK} {s.outcome}"
    name = f" {s.name}" if s.name != s.title else ""
    yield Para(runs(strong(s.title), name, Run(f" · {state}", "muted")), "label", anchor=s.anchor, keep=True)
    used = f"cited by {words.counted(s.cited, 'claim')}" if s.cited else "not cited"
    yield Para(runs(" · ".join(part for part in (s.kind, s.amount, used, *s.facts) if part)), "small", indent=True)
    for remark in s.remarks:
        yield Para(runs(f"{_LOOK} {remark}"), "warn", indent=True)
    if s.changed:
        yield Para(runs(f"{_BAD} {s.changed}"), "bad", indent=True)
    if s.redacted:
        yield Para(runs(f"{_LOOK} {s.redacted}"), "warn", indent=True)
    yield Para(_hash(s), "small", indent=True)


def _hash(s: SourceView) -> Runs:
    return runs("SHA-256 ", Run(s.sha256, "code")) if s.sha256 else runs("no SHA-256: the file could not be read")
