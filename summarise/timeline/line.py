"""Gathers all times of a case into one line: what each source states, with its place cut from the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from provenance import anchors, camera_clock
from provenance import timeline_words as words
from provenance.anchors import decimal_seconds
from provenance.camera_check import HOME
from provenance.errors import TaskError, UsageError
from provenance.layers import Layer
from provenance.ports import Progress
from provenance.records import Citation, Source, TextAnchor
from provenance.store.case_store import CaseStore
from provenance.timeline import Mark, Timeline, Unplaced
from summarise.byhand import footage_of
from summarise.mail import KINDS as MAILS
from summarise.material import usable
from summarise.observations import Footage
from summarise.text import fold
from summarise.timeline import recorded
from summarise.timeline.account import Account
from summarise.timeline.entries import by_24, cut_at_stamps, entries_of, read_log, with_entries
from summarise.timeline.footage import seen
from summarise.timeline.paper import Paper, paper
from summarise.timeline.read import Lost, Read, Said
from summarise.timeline.rows import read_rows
from summarise.times import days

_LONGEST = 400  # code points of a mark's text
Told = tuple[Said, Read | Lost]
Kept = dict[str, tuple[object, list[Mark | Unplaced]]]  # what was read of each source, and of what state of it


def timeline(
    store: CaseStore, source_ids: Sequence[str] | None, progress: Progress, kept: Kept | None = None
) -> Timeline:
    """The times of the sources named, all for None; what is withheld gives none.

    `kept` holds what was read of each source before, and is brought up to date. Raises TaskError("cancelled") when
    `progress` says stop, UsageError("unknown_id").
    """
    known = store.sources() if source_ids is None else [store.source(i) for i in dict.fromkeys(source_ids)]
    sources = [s for s in known if usable(s)]
    held: Kept = {} if kept is None else kept
    found: list[Mark | Unplaced] = []
    for number, source in enumerate(sources):

        def tick(number: int = number, source: Source = source) -> None:
            if not progress(f"Reading the times of {source.title}", number, len(sources)):
                raise TaskError("cancelled")

        tick()
        try:
            found += _kept(store, source, held, tick)
        except UsageError as error:
            if error.code != "source_held":  # it came to be withheld meanwhile
                raise
    marks = sorted((m for m in found if isinstance(m, Mark)), key=lambda m: (m.start, m.end))
    return Timeline(tuple(marks), tuple(u for u in found if isinstance(u, Unplaced)))


def _kept(store: CaseStore, source: Source, held: Kept, tick: Callable[[], None]) -> list[Mark | Unplaced]:
    """The times of a source, read again only where something of it is another since."""
    paired = next((s for s in store.sources() if s.id == source.fields.get("transcript_of")), None)
    key = (source, store.newest_look(source.id) if source.kind == "video" else 0, paired)
    if source.id not in held or held[source.id][0] != key:
        held[source.id] = (key, source_times(store, source, tick))
    return held[source.id][1]


def source_times(store: CaseStore, source: Source, tick: Callable[[], None] = lambda: None) -> list[Mark | Unplaced]:
    """The times of one source that is open, in order of their places; `tick` is called now and then, and may raise."""
    if source.kind == "video":
        return list(_footage(store, source))
    if not source.passages:
        return []
    desk = _Desk(store, source, store.layer(source.id), tick)
    return list(desk.numbered(desk.told()))


@dataclass(slots=True)
class _Desk:
    """One source with its layer; cuts a citation once for all times of a sentence."""

    store: CaseStore
    source: Source
    layer: Layer
    tick: Callable[[], None]
    _cut: dict[tuple[int, int], TextAnchor] = field(default_factory=dict)

    def numbered(self, told: Sequence[Told]) -> Iterator[Mark | Unplaced]:
        """The times as marks, numbered in order of their places."""
        for number, (said, read) in enumerate(sorted(told, key=lambda t: t[0].start), 1):
            yield self._mark(f"{self.source.id}.T{number}", said, read)

    def told(self) -> list[Told]:
        """All that the source tells of time, by its kind."""
        said, talk = self._said()
        about = paper(self.source, (s.text for s in said), talk)
        kinds = {part.kind for part in self.layer.parts}
        if "cue" in kinds:
            return self._spoken(said, about)
        if "row" in kinds:
            rows, own = read_rows(said, about)
            return [*own, *_account(rows, about, self.tick)]
        if self.source.kind in MAILS:
            return self._mail(said, about)
        if self.source.kind == "picture":
            facts = [(p.start, p.end) for p in self.layer.parts if p.kind == "fact"]
            said = [s for s in said if not any(a <= s.start < b for a, b in facts)]
            return [*recorded.taken(self.layer), *self._written(said, about)]
        return [*self._paper_made(about.made), *self._written(said, about)]

    def _said(self) -> tuple[list[Said], bool]:
        """The sentences of the body, and those of the form in which the witness speaks: an account may begin there; and
        whether they are talk of several people."""
        passages = self.store.passages([self.source.id], section=None)
        told = [(p, s) for p in passages if p.section != "rear" for s in p.sentences if s.start < s.end]
        own = [s for p, s in told if p.section == "body" or s.text.lstrip().startswith("I ")]
        talk = 2 * sum(bool(p.speaker) for p in passages) > len(passages)
        return [Said(s.start, s.end, fold(s.text)) for s in own], talk

    def _written(self, said: Sequence[Said], about: Paper) -> list[Told]:
        """The times of prose, and of logs and chats within it."""
        said = with_entries(self.layer, cut_at_stamps(self.layer, said, about))
        entries = entries_of(said, about)
        if not entries:
            return _account(said, about, self.tick)
        rest, own = read_log(said, entries, about, self._flowing(said))
        stamps = {id(said[n]): entry.stamp.words for n, entry in entries.items()}
        placed: list[Told] = [(one, read or Lost(-1, stamps[id(one)], words.NO_DAY)) for one, read in own]
        return [*placed, *_account(rest, replace(about, by_24=by_24(entries)), self.tick)]

    def _flowing(self, said: Sequence[Said]) -> frozenset[int]:
        """Which sentences begin in the line in which the one before them ends."""
        gaps = ((n, a.end, b.start) for n, (a, b) in enumerate(pairwise(said), 1))
        return frozenset(n for n, a, b in gaps if a <= b and "\n" not in self.layer.slice(a, b))

    def _mail(self, said: Sequence[Said], about: Paper) -> list[Told]:
        own = list(recorded.sent(self.layer))
        heads = [(p.start, p.end) for p in recorded.headers(self.layer)]
        body = [s for s in said if not any(a <= s.start < b for a, b in heads)]
        body = [_quoted(s) if recorded.is_mail_head(s.text) else s for s in body]
        at = next((r.start for _, r in own if isinstance(r, Read)), None)
        about = replace(about, year=at.year, made=at.date()) if at else about
        return [*own, *_account(body, about, self.tick)]

    def _spoken(self, said: Sequence[Said], about: Paper) -> list[Told]:
        began, footage = self._recording()
        rest, own, start = recorded.spoken(self.layer, said, began, footage.source if footage else None)
        about = replace(about, year=start.year, made=start.date()) if start else about
        return [*own, *_account(rest, about, self.tick)]

    def _recording(self) -> tuple[datetime | None, Footage | None]:
        """When the recording that a transcript is of began, by the clock that was read in its picture."""
        paired = self.source.fields.get("transcript_of", "")
        video = next((s for s in self.store.sources() if s.id == paired), None) if paired else None
        footage = footage_of(self.store, video) if video and usable(video) else None
        if footage is None or footage.clock is None or not footage.stream.times:
            return None, None
        first = footage.stream.times[0] * footage.stream.time_base
        read = camera_clock.times(footage.source, footage.clock, first, first)
        wall = (read.corrected or read.camera) if read else None
        return (wall, footage) if isinstance(wall, datetime) else (None, None)

    def _paper_made(self, made: date | None) -> list[Told]:
        """When a statement was made, as its form says: no time of what it tells."""
        if made is None:
            return []
        for passage in self.store.passages([self.source.id], section="form"):
            for s in passage.sentences:
                found = next((d for d in days(fold(s.text)) if d.day == made), None)
                if found:
                    text = fold(s.text)
                    first = datetime.combine(made, time())
                    last = first + timedelta(days=1)
                    cut = text[found.start : found.end]
                    read = Read(-1, "made", first, last, first, last, 86400, "stated", "within", cut)
                    return [(Said(s.start, s.end, text), read)]
        return []

    def _mark(self, id: str, said: Said, read: Read | Lost) -> Mark | Unplaced:
        citation = self._cite(id, said)
        text = _short(said.text)
        if isinstance(read, Lost):
            return Unplaced(
                id, self.source.id, self.source.exhibit, read.words, text, citation, read.reason, read.possible,
                read.told_as,
            )  # fmt: skip
        return Mark(
            id, self.source.id, self.source.exhibit, read.kind, read.start, read.end, read.earliest, read.latest,
            read.precision, HOME, "stated" if read.zone_said else "assumed", read.basis, read.extent, read.words, text,
            citation, read.how, read.uncertain,
        )  # fmt: skip

    def _cite(self, id: str, said: Said) -> Citation:
        key, layer = (said.start, said.end), self.layer
        if key not in self._cut:
            boxes = layer.boxes(*key)
            self._cut[key] = anchors.cut(layer, self.source.sha256, *key, boxes, layer.xpath(said.start))
        label = layer.label(*key)
        return Citation(id, self.source.id, self.source.name, self.source.exhibit, label, self._cut[key])


def _account(said: Sequence[Said], about: Paper, tick: Callable[[], None]) -> list[Told]:
    return [(said[r.index], r) for r in Account(said, about, tick=tick).times()]


def _quoted(said: Said) -> Said:
    return Said(said.start, said.end, said.text, kind="message")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _footage(store: CaseStore, source: Source) -> Iterator[Mark | Unplaced]:
    """The movements of a video, each cited by its first frame that was kept."""
    footage = footage_of(store, source)
    for number, one in enumerate(seen(footage) if footage else (), 1):
        id, frame = f"{source.id}.T{number}", one.frame
        anchor = anchors.cut_frame(frame, source.sha256, frame.region)
        citation = Citation(id, source.id, source.name, source.exhibit, f"{decimal_seconds(frame.seconds)} s", anchor)
        placed = one.placed
        if placed is None:
            said = one.said() or f"{decimal_seconds(one.event.start.seconds, 1)} s"
            yield Unplaced(id, source.id, source.exhibit, said, one.text, citation, one.why_not())
            continue
        zone, stated = one.zone
        yield Mark(
            id, source.id, source.exhibit, "footage", *placed, placed[0] - one.width(), placed[1] + one.width(),
            one.precision, zone, "stated" if stated else "assumed", "corrected" if one.corrected else "camera",
            one.extent, one.said(), one.text, citation, one.how(), not one.corrected, one.times,
        )  # fmt: skip
