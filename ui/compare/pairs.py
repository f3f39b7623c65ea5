"""What stands in the rows of a comparison, made from it without painting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from provenance import comparing_words
from provenance.comparing import Alone, Comparison, Pair
from provenance.comparing_runs import settings_told
from provenance.comparing_words import Named
from provenance.records import Citation, Claim, Draft
from ui.drafting import naming
from ui.drafting.naming import within
from ui.search.hits import number_of
from ui.search.lines import Line, Span, folded
from ui.search.rows import Row
from ui.search.telling import sentence_case
from ui.strings import compare as words
from ui.strings.common import counted


@dataclass(frozen=True, slots=True)
class Side:
    """A claim in one half of a row; `apart` are spans of its text that the other has not."""

    head: str
    text: str
    apart: tuple[Span, ...] = ()
    where: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two halves, either of which may be missing, and what is said of them; `state` is a word."""

    key: str
    state: str
    a: Side | None
    b: Side | None
    why: tuple[str, ...] = ()
    lacking: str = ""
    heading: bool = False

    def spoken(self) -> str:
        """The row as a screen reader reads it."""
        halves = (f"{side.head}. {side.text} {side.where}" for side in (self.a, self.b) if side)
        return "\n".join([self.state, *halves, *([self.lacking] if self.lacking else []), *self.why])


def rows(found: Comparison, every: bool, titles: Mapping[str, str]) -> list[Row | PairRow]:
    """The rows of a comparison, section by section; with `every`, the claims that are kept, too.

    `titles` are what people call the sources, by id.
    """
    named = partial(_named, titles)
    made: list[Row | PairRow] = _settings(found, named)
    made += _section(words.CHANGED, [_changed(pair) for pair in found.changed])
    made += _section(words.LOST, [_alone(one, words.LOST, found.b, named) for one in found.lost])
    made += _section(words.NEW, [_alone(one, words.NEW, found.a, named) for one in found.new])
    for head, points in ((words.CONFLICTS_LOST, found.conflicts_lost), (words.CONFLICTS_NEW, found.conflicts_new)):
        told = tuple(Line(f"{p.about}: {' · '.join(c.value for c in p.cells)}", "text", most=4) for p in points)
        made += [_head(head, len(told)), Row(head, told, heading=True)] if told else []
    if every:
        made += _section(words.KEPT, [PairRow(p.b.id, words.KEPT, _side(p.a), _side(p.b)) for p in found.kept])
    if found.by_hand:
        told = words.BY_HAND.format(claims=counted(len(found.by_hand), "claim"))
        made.append(Row("by hand", (Line(told, "muted"),), heading=True))
    return made


def verdict(found: Comparison) -> str:
    """What the comparison came to."""
    if found.same:
        return words.SAME.format(claims=counted(len(found.pairs), "claim"))
    numbers = (len(listed) for listed in (found.kept, found.changed, found.lost, found.new))
    told = words.APART.format(**dict(zip(("kept", "changed", "lost", "new"), numbers, strict=True)))
    return (
        told
        + comparing_words.conflicts_apart(found)
        + "." * bool(any(found.held_back))
        + comparing_words.held_back(found)
    )


def _settings(found: Comparison, named: Named) -> list[Row | PairRow]:
    told = settings_told(found, named)
    if not told:
        return []
    return [
        _head(words.SETTINGS, len(told)),
        Row("settings", tuple(Line(t, "text", most=4) for t in told), heading=True),
    ]


def _named(titles: Mapping[str, str], id: str) -> str:
    """What people call a source, a passage's source, or a claim; anything else as it stands."""
    if id.startswith("D") and "." in id:
        return words.CLAIM.format(number=number_of(id)).lower()
    return titles.get(id.partition(".")[0], id)


def _head(head: str, count: int) -> Row:
    return Row(f"head {head}", (Line(f"{head} · {count:,}".upper(), "section"),), heading=True)


def _section(head: str, rows: Iterable[PairRow]) -> list[Row | PairRow]:
    listed = list(rows)
    if not listed:
        return []
    return [_head(head, len(listed)), *listed]


def _changed(pair: Pair) -> PairRow:
    gone, come = comparing_words.word_spans(pair.a.text, pair.b.text)
    why = [sentence_case(comparing_words.told(one)) for one in pair.differences if one.code != "words"]
    return PairRow(pair.b.id, words.CHANGED, _side(pair.a, gone), _side(pair.b, come), tuple(why))


def _alone(one: Alone, state: str, lacks: Draft, named: Named) -> PairRow:
    side = _side(one.claim) if one.claim else Side(words.CLAIM.format(number=number_of(one.id)), words.WITHHELD)
    lacking = words.NOT_IN.format(name=within(naming.named(lacks)))
    why = (sentence_case(comparing_words.reason(one, named)),)
    return PairRow(one.id, state, *((side, None) if state == words.LOST else (None, side)), why, lacking)


def _side(claim: Claim, apart: tuple[Span, ...] = ()) -> Side:
    head = (words.CLAIM_HELD if claim.held_back else words.CLAIM).format(number=number_of(claim.id))
    text, spans = folded(claim.text, apart)
    where = ", ".join(dict.fromkeys(f"{c.exhibit or c.source_name} {c.label}".strip() for c in claim.cited()))
    return Side(f"{head} · {claim.heading}" if claim.heading else head, text, spans, where, claim.cited())
