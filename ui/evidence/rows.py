"""The sources of a case as rows: grouped, in order, with the words that each row says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from provenance.records import Source
from provenance.report_words import KINDS, OUTCOME
from ui.strings import evidence as words

_GROUP_OF_KIND = {"picture": "pictures", "video": "footage"}
_ORDER = {name: at for at, name in enumerate(words.GROUPS)}
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class State:
    """How well a source was read: words, the meaning of an icon, its colour, and a count to stand beside it."""

    text: str
    icon: str
    colour: str = "muted"
    count: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One source as the list shows it; `hay` is what the filter looks through."""

    id: str
    group: str
    title: str
    item: str
    state: State
    spoken: str
    hay: str


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a group."""

    group: str
    count: int
    folded: bool

    @property
    def spoken(self) -> str:
        state = words.FOLDED if self.folded else words.UNFOLDED
        return words.GROUP_SPOKEN.format(name=words.GROUPS[self.group], count=f"{self.count:,}", state=state)


Entry = Row | Head


def build(sources: Sequence[Source], clocks: Mapping[str, str]) -> list[Row]:
    """Rows in the order of the list; `clocks` give what a camera's clock showed at the first frame, by source."""
    titles = {s.id: s.title for s in sources}
    later = read_later(sources)
    keyed = sorted((_ORDER[group_of(s)], _natural(s.title), at) for at, s in enumerate(sources))
    return [_row(sources[at], titles, clocks.get(sources[at].id, ""), later) for *_, at in keyed]


def group_of(source: Source) -> str:
    """The group under which a source stands."""
    if source.outcome == "duplicate":
        return "duplicates"
    if source.withheld:
        return "held"
    if source.outcome == "refused":
        return "refused"
    if source.fields.get("witness"):
        return "statements"
    return _GROUP_OF_KIND.get(source.kind, "documents")


def read_later(sources: Iterable[Source]) -> dict[str, str]:
    """For each source that was refused, and read when the same file was added again: the id of the later one."""
    refused: dict[tuple[str, str], list[str]] = {}
    found: dict[str, str] = {}
    for source in sources:
        key = (source.path, source.sha256)
        if source.outcome == "refused":
            refused.setdefault(key, []).append(source.id)
        elif source.sha256 and key in refused:
            found.update((id, source.id) for id in refused.pop(key))
    return found


def matching(rows: Sequence[Row], text: str) -> Sequence[Row]:
    """The rows in which every word of `text` stands, as part of a word too."""
    wanted = plain(text).split()
    return [row for row in rows if all(word in row.hay for word in wanted)] if wanted else rows


def plain(text: str) -> str:
    """Lower case, without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _row(source: Source, titles: Mapping[str, str], clock: str, later: Mapping[str, str]) -> Row:
    group, state = group_of(source), state_of(source, titles, clock, source.id in later)
    item = item_of(source)
    told = (source.title, item, words.ONE_OF_GROUP[group], OUTCOME[source.outcome].lower())
    more = state.text if state.text not in (words.READ, words.PARTLY, words.REFUSED) else ""
    noted = words.warnings(len(source.warnings)) if source.warnings and group not in ("held", "refused") else ""
    spoken = ", ".join(t for t in (*told, more, noted) if t)
    kind = KINDS.get(source.kind, source.kind)
    searched = (spoken, source.name, kind, source.kind, source.producer, source.fields.get("title", ""))
    return Row(source.id, group, source.title, item, state, spoken, plain(" ".join(searched)))


def held_row(row: Row, source: Source) -> Row:
    """The row where it stands, as of the source that came to be withheld."""
    return replace(_row(source, {}, "", {}), group=row.group)


def item_of(source: Source) -> str:
    """What stands beside the reference: the witness, else what it is, else the file's name."""
    said = source.fields.get("witness") or source.fields.get("title") or ""
    return said or (source.name if source.exhibit else "")


def state_of(source: Source, titles: Mapping[str, str], clock: str = "", again: bool = False) -> State:
    """How well it was read, for the right end of the row; `again` says that it was read when it was added again."""
    if source.outcome == "duplicate":
        title = titles.get((source.reason or "").removeprefix("duplicate_of_"))
        return State(words.SAME_AS.format(title=title) if title else words.THERE_ALREADY, "duplicate")
    if source.withheld:
        asked = source.privilege != "privileged"
        return State(words.PRIVILEGE_ASKED, "look", "amber") if asked else State(words.PRIVILEGED, "held", "amber")
    if again:
        return State(words.READ_LATER, "refused")
    if source.outcome == "refused":
        return State(words.REFUSED, "refused", "amber")
    if source.outcome == "partly":
        return State(words.PARTLY, "look", "amber", len(source.warnings))
    text = words.CLOCK.format(time=clock) if clock else words.READ
    return State(text, "note" if source.warnings else "good")


def _natural(text: str) -> list[tuple[int, str]]:
    """A key that puts AB/2 before AB/10."""
    parts = _DIGITS.split(text.casefold())
    return [(len(p.lstrip("0")), p.lstrip("0")) if at % 2 else (0, p) for at, p in enumerate(parts)]
