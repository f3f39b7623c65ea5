"""Sentences about what a search or a question found, made from counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app import messages
from provenance.asked_words import points_summary, points_told
from provenance.coverage import NearUnused
from provenance.records import Draft, FrameAnchor, Source, Unused
from ui.search.lines import Line, folded
from ui.strings import search as words
from ui.strings.common import counted

if TYPE_CHECKING:
    from app.search import Found


def counts(mode: str, found: Found, taken_out: int = 0) -> str:
    """ "23 of 1,204 passages; 1 hit was taken out: its source is held"; hits are `taken_out` of what was found."""
    hits, passages = f"{len(found.hits):,}", counted(found.searched, "passage")
    if not found.hits:
        form = ""
    elif mode == "meaning":
        form = words.NEAREST_HITS
    else:
        form = words.FIRST_HITS if found.more else words.HITS_OF
    told = [form.format(hits=hits, passages=passages)] if form else []
    if found.pending:
        told.append(words.NOT_INDEXED.format(passages=counted(found.pending, "passage")))
    if not found.recorded:
        told.append(words.NOT_RECORDED)
    if taken_out:
        told.append(words.ONE_TAKEN_OUT if taken_out == 1 else words.TAKEN_OUT.format(hits=f"{taken_out:,}"))
    if found.hits and found.rears:
        told.append(rears(found.rears))
    return "; ".join(told)


def nothing(typed: str, mode: str, found: Found, sources: Iterable[Source]) -> str:
    """What was searched without finding anything, what that does not show, and what else may be tried."""
    listed = list(sources)
    form = words.NOTHING_WORDS if mode == "words" else words.NOTHING_MEANING
    told = [form.format(words=typed, passages=counted(found.searched, "passage")) + " " + words.NOTHING_MEANS]
    unread = sum(map(not_wholly_read, listed))
    if mode == "words":
        told.append(words.HINT_WORDS)
    if found.rears:
        told.append(words.HINT_REARS.format(rears=sentence_case(rears(found.rears))))
    if unread:
        told.append(words.HINT_UNREAD.format(sources=counted(unread, "source")))
    if any(s.kind == "video" for s in listed):
        told.append(words.HINT_FOOTAGE)
    return "\n".join(told)


def rears(count: int) -> str:
    """That the rears of so many statements were not searched; the same whether what was sought stands there or not."""
    return words.ONE_REAR if count == 1 else words.REARS.format(statements=counted(count, "statement"))


def not_wholly_read(source: Source) -> bool:
    """Whether some of a source's words were not searched."""
    return source.withheld or source.outcome in ("refused", "partly", "held")


def not_found(draft: Draft, sources: Mapping[str, Source], most: int) -> list[str]:
    """What it does not show that a question was not answered, and what was not searched, at most so many by name."""
    unread = draft.coverage.unread_sources
    if not unread:
        return [words.NOT_FOUND_MEANS]
    named = [f"{left_name(u, sources)}: {sentence_case(messages.reason(u.reason))}" for u in unread[:most]]
    more = len(unread) - most
    named += [words.AND_MORE.format(sources=counted(more, "source"))] if more > 0 else []
    return [words.NOT_FOUND_MEANS, words.NOT_SEARCHED, *named]


def near(one: NearUnused) -> str:
    """Where a passage stands and what of it is nearest."""
    cited = one.citation
    said = "" if isinstance(cited.anchor, FrameAnchor) else f" “{folded(cited.anchor.exact)[0]}”"
    return f"{cited.exhibit or cited.source_name} {cited.label}".strip() + said


def points(settings: Mapping[str, object], whole: bool) -> list[Line]:
    """What came of a question that was put point by point; the `whole`, or in a sentence."""
    if whole:
        looks = ("muted", "amber")  # the points themselves below
        told = enumerate(points_told(settings))
        return [Line(line, looks[n] if n < len(looks) else "text", most=3) for n, line in told]
    summary = points_summary(settings)
    return [Line(f"{sentence_case(summary)}.", "muted", most=3)] if summary else []


def left_name(left: Unused, sources: Mapping[str, Source]) -> str:
    """What a source that was left out is called now."""
    source = sources.get(left.source_id)
    return source.title if source else left.exhibit or left.source_name


def sentence_case(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
