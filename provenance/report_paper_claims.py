"""Sets a report's claims, conflicts, excerpts and pictures as blocks: who wrote what stands at each in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from provenance import report_words as words
from provenance.difference import Piece
from provenance.report import Report
from provenance.report_blocks import Block, Heading, Look, Para, Picture, Rule, Run, Runs, Table, joined, runs, strong
from provenance.report_claims import CitationView, ClaimView, VerdictView
from provenance.report_excerpts import ExcerptView, anchor_of
from provenance.report_points import ConflictView
from provenance.report_sources import FigureView

ICONS = {"good": "✓", "look": "▲", "bad": "✕"}
BY_MACHINE = "Drafted by a machine"
BEFORE = {True: "As it was written by hand", False: "As the machine drafted it"}


def claim_blocks(c: ClaimView) -> Iterator[Block]:
    """One claim: its label, the words, what the checks found, the places that it cites and what speaks against it."""
    notes = tuple(_note(cited) for cited in c.citations)
    review, by_hand = c.review, c.review.by_hand
    author = f"In the words of {review.amended_by}, {words.when(review.amended_at)}" if review.amended else ""
    label = author or (by_hand[:1].upper() + by_hand[1:]) or BY_MACHINE
    state = f"{review.mark} {review.text}"
    yield Para(
        runs(strong(f"Claim {c.number}"), f" · {label} · ", Run(state, "muted")), "label", anchor=c.anchor, keep=True
    )
    if review.unchecked:
        yield Para(runs(review.unchecked), "draft", keep=True)
    if review.amended:
        yield _said("", c.amended_pieces or ((review.amended, ""),), notes, "person")
        yield from _found(c.amended_verdicts, c.amended_reasons)
        yield Para(runs(f"{BEFORE[bool(by_hand)]}:"), "small", indent=True, keep=True)
        yield _said(c.who, c.pieces, (), "person" if by_hand else "machine")
    else:
        yield _said(c.who, c.pieces, notes, "person" if by_hand else "machine")
    if c.machine:
        yield Para(runs(c.machine), "small", indent=True)
    yield from _found(c.verdicts, c.reasons)
    if review.difference:
        yield Para((Run("What was changed: "), *_changes(review.difference)), "small", indent=True)
    for note in review.notes:
        yield Para(runs(f"Note by {note.by}, {words.when(note.at)}: {note.text}"), "small", indent=True)
    for cited in c.citations:
        yield from _place(cited, "", _of_cited(cited))
    for cited in c.against:
        yield from _place(
            cited, "Against: ", runs(Run(f"“{cited.quoted}”", "quote") if cited.quoted else "", _because(cited))
        )
    if c.sought:
        yield Para(runs(f"{c.sought}."), "small", indent=True)
    for cited in c.similar:
        quoted = Run(f"“{cited.quoted}”", "quote") if cited.quoted else ""
        yield from _place(cited, "Similar account: ", runs(quoted, " · independence not assessed"))


def _use(cited: CitationView) -> str:
    return f" · {cited.use}" if cited.use else ""


def _because(cited: CitationView) -> str:
    return f" · {cited.why}" if cited.why else ""


def _note(cited: CitationView) -> Run:
    return Run(f"[{cited.number}]", note=cited.number, to=anchor_of(cited.number))


def _said(who: str, pieces: Sequence[tuple[str, str]], notes: Runs, rule: Rule) -> Para:
    said = [Run(text, "concern" if reason else "") for text, reason in pieces if text]
    lead = runs(Run(f"{who}: ", "strong") if who else "")
    spaced = tuple(run for note in notes for run in (Run("\u00a0"), note))
    return Para((*lead, *said, *spaced), "words", rule, indent=True)


def _changes(pieces: Sequence[Piece]) -> Runs:
    """What a person added and removed, each marked in words and by its style."""
    return joined(((_change(piece),) for piece in pieces), " ")


def _change(piece: Piece) -> Run:
    return Run(piece.text) if piece.kind == "same" else Run(f"[{piece.kind}: {piece.text}]", piece.kind)


def _found(views: Sequence[VerdictView], reasons: Sequence[str]) -> Iterator[Para]:
    """The three verdicts, never merged, and the reasons below them."""
    if views:
        told = tuple(runs(f"{ICONS[v.state]} {v.text}") for v in views)
        yield Para(joined(told, "   "), _worst(views), indent=True)
    for reason in reasons:
        yield Para(runs(f"– {reason}"), "small", indent=True)


def _worst(views: Sequence[VerdictView]) -> Look:
    states = {v.state for v in views}
    return "bad" if "bad" in states else "warn" if "look" in states else "good"


def _of_cited(cited: CitationView) -> Runs:
    if cited.same_words:
        return runs("words as quoted above")
    if cited.quoted:
        return runs("in the source: ", Run(f"“{cited.quoted}”", "quote"))
    return runs(cited.moment)


def _place(cited: CitationView, lead: str, said: Runs) -> Iterator[Para]:
    where = strong(f"{cited.title} {cited.label}".strip())
    told = joined(
        (runs(lead, _note(cited), " ", where), runs(cited.use), said, runs(Run(f"SHA-256 {cited.hash}", "code")))
    )
    yield Para(told, "cite", indent=True)
    if cited.by_ocr:
        yield Para(runs(words.READ_BY_OCR), "small", indent=True)
    if cited.failure:
        yield Para(runs(f"{ICONS['bad']} Re-opening this place failed: {cited.failure}."), "bad", indent=True)


def conflict_blocks(k: ConflictView) -> Iterator[Block]:
    """A conflict: each side in its own words, a row each."""
    yield Para(runs(strong(f"{k.number} · {k.about}"), f" · {k.kind}"), "label", anchor=k.anchor, keep=True)
    rows = []
    for side in k.sides:
        cited = side.citation
        place = runs(strong(side.who), " " if side.who else "", f"{cited.title} {cited.label}".strip(), _use(cited))
        trouble = f" {ICONS['bad']} Re-opening this place failed: {cited.failure}." if cited.failure else ""
        ocr = f" {words.READ_BY_OCR}" if cited.by_ocr else ""
        rows.append((place, runs(Run(f"“{cited.quoted}”", "quote"), " ", _note(cited), ocr, trouble), runs(side.value)))
    yield Table(tuple(rows), (3, 6, 3), ("Source", "In its own words", "What was compared"))


def excerpt_blocks(found: Iterable[ExcerptView]) -> Iterator[Block]:
    """The appendix: each numbered place with its words in context, and the way back to what cites it."""
    for one in found:
        head = runs(
            strong(f"[{one.number}] {one.title} {one.label}".strip()), " · ", Run(one.used, to=one.used_at),
        )  # fmt: skip
        yield Para(head, "label", anchor=one.anchor, keep=True)
        if one.exact:
            yield Para(in_context(one), "words", "side", indent=True)
        if one.failure:
            yield Para(runs(f"{ICONS['bad']} Re-opening this place failed: {one.failure}."), "bad", indent=True)
        picture = runs(Run("picture of the place", to=one.picture) if one.picture else "no picture of the place")
        facts = (*(runs(fact) for fact in one.facts), picture, runs("SHA-256 ", Run(one.sha256, "code")))
        yield Para(joined(facts), "small", indent=True)


def in_context(one: ExcerptView) -> Runs:
    """The cited words, marked, between what stands before and after them."""
    return runs(Run(one.before, "muted"), Run(one.exact, "mark"), Run(one.after, "muted"))


def note_of(one: ExcerptView) -> Runs:
    """The same place as a footnote."""
    said = (Run("“"), *in_context(one), Run("”")) if one.exact else tuple(runs("; ".join(one.facts)))
    lead = runs(strong(f"{one.title} {one.label}".strip()), ": ")
    return (
        *lead,
        *said,
        *runs(f". SHA-256 {words.short_hash(one.sha256)}; ", Run(f"excerpt [{one.number}]", to=one.anchor), "."),
    )


def figure_blocks(figures: Sequence[FigureView]) -> Iterator[Block]:
    """Each cited page and frame once, with its places marked."""
    for f in figures:
        cited = joined(tuple(runs(Run(number, to=anchor)) for number, anchor in f.claims), ", ")
        note = f" · {f.note}" if f.note else ""
        caption = (*runs(strong(f"{f.title} {f.place}"), f" · cited by {f.cited_by} "), *cited, *runs(note))
        if f.uri:
            alt = f"{f.title}, {f.place}, with the cited place marked"
            yield Picture(str(f.uri), f.width, f.height, alt, caption, f.anchor)
        else:
            yield Para((*runs(f"{ICONS['look']} No picture: {f.failure}. "), *caption), "warn", anchor=f.anchor)


def conflicts_blocks(r: Report) -> Iterator[Block]:
    """The part on conflicts; nothing where they were not looked for to the end."""
    o = r.opposed
    if o.compared is None or not (o.conflicts or "stopped" not in r.draft.run.settings):
        return
    yield Heading(1, "Conflicts between sources", "conflicts")
    passages = words.counted(o.compared, "passage")
    if o.conflicts:
        more = "; there are more, of which these are the surest" if o.more else ""
        yield Para(
            runs(f"{words.counted(len(o.conflicts), 'conflict')} found in the {passages} compared{more}."), "small"
        )
        yield Para(
            runs(
                "Each side in its own words. Whether the sources are independent of each other is not assessed, and "
                "which of them is right is not judged."
            )
        )
        for conflict in o.conflicts:
            yield from conflict_blocks(conflict)
    elif r.draft.question or r.draft.brief:
        what = "answer cites" if r.draft.question else "draft drew on"
        yield Para(
            runs(
                f"Of the {passages} compared, none conflicts with what this {what}. Conflicts about other matters are "
                "not listed here."
            )
        )
    else:
        yield Para(runs(f"No conflict found in the {passages} compared. That does not show that there is none."))
    if o.withheld:
        yield Para(
            runs(
                f"{ICONS['look']} Of {words.counted(o.withheld, 'conflict')} a side is withheld, because its source is "
                "now held as privileged."
            ),
            "warn",
        )
