"""Splits a text layer into passages of whole sentences that keep exact offsets, page or paragraph, and speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ingest.dialogue import Turn, turns
from ingest.furniture import CleanText, clean
from ingest.items import PassageSpan
from ingest.places import Places, heads_mail
from ingest.readers.sheet_rows import MOST_OWN
from ingest.split_cues import spoken
from ingest.split_rows import row_passages
from ingest.table_talk import table_talk
from ingest.units import MOST_WORDS, Cutter, Span, Unit
from provenance.records import Part, Section, Sentence

TARGET_WORDS = 120
_PARAGRAPH_ENDS = 90  # words after which a passage ends with its paragraph
_SMALL = 30  # words: a smaller rest joins the passage before it
_MERGED = MOST_WORDS + _SMALL // 2
_LEAST_TALK = 20  # words: less talk between two voices goes with the passage before
_FORM_HEAD = 40  # words of a signature, foot and continuation head between two pages of the body, at most
_CONTEXT_WORDS = 40  # of the question that is repeated before the rest of a long answer

_PARAGRAPHS = ("paragraph", "note", "field", "fact")  # kinds of parts that begin a block of their own

Stretch = tuple[int, int, Section]


def split(parts: Sequence[Part], kind: str, sections: Sequence[Stretch] = ()) -> list[PassageSpan]:
    """Passages of about 120 words (at most about 160) that hold every word of the layer that is not page furniture.

    `parts` are all parts of a layer, in order; `kind` the source's kind. `sections` are spans of the layer (start, end,
    section) that are forms or rear pages: they get passages of their own. Passages come in order and do not overlap;
    their `text` and sentences' `text` are clean (see `furniture`), their offsets are the layer's. A passage that goes
    on with an answer begins its `text`, not its span, with the question. Every passage has at least one sentence.
    """
    if any(part.kind in ("row", "cue") for part in parts):
        return _by_kind(parts, kind)
    layer = "".join(part.text for part in parts)
    places = Places(parts, layer, kind)
    pages = [s for s, part in zip(places.spans, parts, strict=True) if part.kind == "page"]
    paragraphs = [s[0] for s, part in zip(places.spans, parts, strict=True) if part.kind in _PARAGRAPHS]
    rear = [edge for start, end, section in sections if section == "rear" for edge in (start, end)]
    text = clean(layer, pages, sorted([*paragraphs, *rear]), _form_heads(layer, sections))
    if not text.text:
        return []
    heads = [text.at(span[0]) for span, part in zip(places.spans, parts, strict=True) if heads_mail(part)]
    cutter, spoken, inside = Cutter(text, heads), turns(text), list[Span]()
    if not spoken:
        spoken, inside = table_talk(parts, places.spans, text)
    borders = [x for x in places.borders() if not any(a < x < b for a, b in inside)]
    found: list[PassageSpan] = []
    for a, b, section in _stretches(text, sections, borders):
        units = _units(cutter, spoken, a, b) if section == "body" else cutter.prose(a, b)
        found += [_passage(text, cutter, group, section, places) for group in _packed(cutter, units)]
    return found


def _by_kind(parts: Sequence[Part], kind: str) -> list[PassageSpan]:
    """Passages of sheets and transcripts: rows and cues in their own ways, notes and other text between them."""
    found: list[PassageSpan] = []
    at, own = 0, MOST_OWN
    for one, run in groupby(parts, key=lambda part: part.kind if part.kind in ("row", "cue") else part.ordinal):
        group = list(run)
        if one == "row":
            found += row_passages(group, at, own)
            own = max(0, own - len(group))
        elif one == "cue":
            found += _cues(group, at)
        else:
            found += [_moved(passage, at) for passage in split(group, kind)]
        at += sum(len(part.text) for part in group)
    return found


def _cues(parts: Sequence[Part], at: int) -> list[PassageSpan]:
    clean, said = spoken(parts, at)
    if not clean.text:
        return []
    cutter, places = Cutter(clean), Places(parts, "", "", at)
    units = cutter.testimony(said)
    return [_passage(clean, cutter, group, "body", places) for group in _packed(cutter, units)]


def _moved(passage: PassageSpan, by: int) -> PassageSpan:
    """The same passage of a text that begins `by` code points into the layer."""
    sentences = tuple(replace(s, start=s.start + by, end=s.end + by) for s in passage.sentences)
    return replace(passage, start=passage.start + by, end=passage.end + by, sentences=sentences)


def _form_heads(layer: str, sections: Sequence[Stretch]) -> list[Span]:
    """Short stretches of form inside the body: heads of continuation sheets, across which the text goes on."""
    ordered = sorted(sections)
    found = []
    for i, (start, end, section) in enumerate(ordered):
        before = ordered[i - 1][1] if i else 0
        after = ordered[i + 1][0] if i + 1 < len(ordered) else len(layer)
        inside = layer[before:start].strip() and layer[end:after].strip()
        if section == "form" and inside and len(layer[start:end].split()) <= _FORM_HEAD:
            found.append((start, end))
    return found


def _stretches(text: CleanText, sections: Sequence[Stretch], borders: Sequence[int]) -> Iterator[Stretch]:
    """The whole clean text as stretches of one section each, cut at borders; what no section claims is the body."""
    cuts = {0, len(text.text), *(text.at(x) for x in borders)}
    owned: list[Stretch] = []
    for start, end, section in sorted(sections):
        a, b = max(owned[-1][1] if owned else 0, text.at(start)), text.at(end)
        if a < b:
            owned.append((a, b, section))
            cuts |= {a, b}
    for a, b in pairwise(sorted(cuts)):
        yield a, b, next((section for start, end, section in owned if start <= a < end), "body")


def _units(cutter: Cutter, spoken: Sequence[Turn], start: int, end: int) -> list[Unit]:
    """Units of a stretch of the body, by turns where there are any."""
    inside = [
        replace(t, start=max(t.start, start), body=max(t.body, start), end=min(t.end, end))
        for t in spoken
        if t.start < end and t.end > start
    ]
    return cutter.testimony(inside) if inside else cutter.prose(start, end)


def _packed(cutter: Cutter, units: Sequence[Unit]) -> list[list[Unit]]:
    """Units as passages: one voice each, about TARGET_WORDS, ending with paragraphs where that is near."""
    passages: list[list[Unit]] = []
    for _, run in groupby(_settled(cutter, units), key=lambda u: u.voice):
        first = len(passages)
        for cluster in _clusters(cutter, run):
            words = _words(cutter, passages[-1]) if len(passages) > first else 0.0
            more = _words(cutter, cluster)
            full = words >= TARGET_WORDS or words + more > MOST_WORDS
            if not words or full or (words >= _PARAGRAPH_ENDS and cluster[0].opens):
                passages.append(list(cluster))
            else:
                passages[-1] += cluster
        passages[first:] = _joined_rest(cutter, passages[first:])
    return passages


def _joined_rest(cutter: Cutter, passages: list[list[Unit]]) -> list[list[Unit]]:
    """The same passages, a small last one joined to the one before."""
    if len(passages) < 2 or _words(cutter, passages[-1]) >= _SMALL:
        return passages
    *before, one, rest = passages
    return [*before, one + rest] if _words(cutter, one) + _words(cutter, rest) <= _MERGED else passages


def _settled(cutter: Cutter, units: Sequence[Unit]) -> list[Unit]:
    """Give headings the voice of what follows, and a few words of talk the voice of what went before."""
    voices: list[str] = []
    for unit in reversed(units):
        following = voices[-1] if voices else ""
        voices.append(unit.voice if unit.voice is not None else following)
    settled = [replace(u, voice=v) for u, v in zip(units, reversed(voices), strict=True)]
    found: list[Unit] = []
    for voice, run in groupby(settled, key=lambda u: u.voice):
        group = list(run)
        if voice == "talk" and found and sum(cutter.measure.words(u.start, u.end) for u in group) < _LEAST_TALK:
            group = [replace(u, voice=found[-1].voice, cite=None) for u in group]
        found += group
    return found


def _clusters(cutter: Cutter, run: Iterable[Unit]) -> Iterator[list[Unit]]:
    """Units that stand together: a question or a heading with the first of what follows it, if a passage holds them."""
    cluster: list[Unit] = []
    for unit in run:
        cluster.append(unit)
        if _words(cutter, cluster) > MOST_WORDS:
            yield from ([one] for one in cluster)
            cluster = []
        elif not unit.glued:
            yield cluster
            cluster = []
    if cluster:
        yield cluster


def _words(cutter: Cutter, units: Sequence[Unit]) -> float:
    return cutter.measure.words(units[0].start, units[-1].end)


def _passage(text: CleanText, cutter: Cutter, units: Sequence[Unit], section: Section, places: Places) -> PassageSpan:
    start, end = text.span(units[0].start, units[-1].end)
    cited = [u for u in units if u.cite] or [replace(u, cite=(u.start, u.end)) for u in units]
    speakers = {u.speaker for u in cited}
    words = text.text[units[0].start : units[-1].end]
    if context := _context(cutter, units[0]):
        words = f"{text.text[context[0] : context[1]]} {words}"
    return PassageSpan(
        start=start,
        end=end,
        text=words,
        sentences=tuple(Sentence(*text.span(*u.cite), text.text[slice(*u.cite)]) for u in cited if u.cite),
        label=places.label(start, end),
        speaker=speakers.pop() if len(speakers) == 1 else "",
        section=section,
        confidence=places.confidence(start, end),
    )


def _context(cutter: Cutter, first: Unit) -> Span | None:
    """The question that the passage's first words answer, when it stands in an earlier passage; its end, if long."""
    if first.asked is None or first.asked[1] > first.start:
        return None
    start, end = first.asked
    while cutter.measure.words(start, end) > _CONTEXT_WORDS:
        following = cutter.text.find(" ", start, end)
        if following < 0:
            return None
        start = following + 1
    return start, end
