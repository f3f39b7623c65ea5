"""The sources of a case as rows: grouped, in order, with the words that each row says."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parseaddr
from pathlib import PurePath

from app.taking_in import read_later
from app.watch import LIST
from provenance import camera_clock
from provenance.containers import stated
from provenance.kinds import KINDS
from provenance.records import Notice, Source
from provenance.report_words import OUTCOME
from ui.source_name import natural
from ui.strings import evidence as words

_KINDS_OF_GROUP = {
    "mail": ("eml", "msg", "mbox", "tnef", "pst"),
    "sheets": ("csv", "xlsx", "ods", "xls", "sheetml"),
    "pictures": ("picture", "heic"),
    "footage": ("video", "footage"),
    "sound": ("audio", "vtt", "srt"),
    "archives": ("zip", "gzip", "bzip2", "xz", "tar", "seven_zip", "rar", "cab"),
}
_GROUP_OF_KIND = {kind: group for group, kinds in _KINDS_OF_GROUP.items() for kind in kinds}
_ORDER = {name: at for at, name in enumerate(words.GROUPS)}


@dataclass(frozen=True, slots=True)
class State:
    """How well a source was read: words, the meaning of an icon, its colour, and a count to stand beside it."""

    text: str
    icon: str
    colour: str = "muted"
    count: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One source as the list shows it; `hay` is what the filter looks through.

    `above` are the containers in which the file lies, the outermost first, `inside` is how many lie in it itself.
    `findings` counts what a person should look into. `apart`: title and item together tell it from others, and each
    keeps some of the room. `path` is the file's name and where it came from.
    """

    id: str
    group: str
    title: str
    item: str
    state: State
    spoken: str
    hay: str
    above: tuple[str, ...] = ()
    inside: int = 0
    findings: int = 0
    apart: bool = False
    path: str = ""


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


def build(sources: Sequence[Source], clocks: Mapping[str, str], shared: Mapping[str, int] | None = None) -> list[Row]:
    """Rows in the order of the list, files inside a container after it and in its group, but statements.

    `clocks` give what a camera's clock showed at the first frame, `shared` the findings that only the case shows, both
    by source.
    """
    titles, later, shared = {s.id: s.title for s in sources}, read_later(sources), shared or {}
    tops, below = _arranged(sources)
    named = Counter(name for name, _ in {(s.name, s.path) for s in sources})
    rows, due = list[Row](), [(source, "", ()) for source in reversed(tops)]
    while due:
        source, group, above = due.pop()
        inside = below.get(source.id, [])
        told = _row(source, titles, clocks.get(source.id, ""), later, len(inside), shared.get(source.id, 0))
        if named[source.name] > 1 and not source.exhibit and not told.apart:
            folder = words.FOLDER.format(name=PurePath(source.path).parent.name)
            item = " · ".join(part for part in (folder, told.item) if part)
            told = replace(told, item=item, apart=True, hay=f"{told.hay} {plain(folder)}")
        row = replace(told, group=group or told.group, above=above)
        if not above and source.parent in titles:  # it stands apart from what it came in
            where = words.INSIDE_OF.format(title=titles[source.parent])
            row = replace(row, item=" · ".join(part for part in (row.item, where) if part))
        rows.append(row)
        due += [(one, row.group, (*above, source.id)) for one in reversed(inside)]
    return rows


def _arranged(sources: Sequence[Source]) -> tuple[list[Source], dict[str, list[Source]]]:
    """The files that were given, by group and title, and those inside each container, by their path there.

    A statement stands among the statements wherever it came from. One that waits for a decision on privilege stands by
    itself, too: neither may be overlooked in a folded container.
    """
    withheld = {s.id: s.withheld for s in sources}
    tops, below = list[Source](), dict[str, list[Source]]()
    for source in sources:
        above = source.parent or ""
        apart = source.withheld or group_of(source) == "statements"
        alone = above not in withheld or (apart and not withheld[above])
        (tops if alone else below.setdefault(above, [])).append(source)
    tops.sort(key=lambda s: (_ORDER[group_of(s)], natural(s.title)))
    for inside in below.values():
        inside.sort(key=lambda s: natural(s.path))
    return tops, below


def group_of(source: Source) -> str:
    """The group under which a source stands."""
    if source.outcome == "duplicate":
        return "duplicates"
    if source.withheld:
        return "held"
    if source.outcome == "refused":
        return "sheets" if source.reason == LIST else "refused"
    if source.fields.get("witness"):
        return "statements"
    return _GROUP_OF_KIND.get(source.kind, "documents")


def matching(rows: Sequence[Row], text: str) -> Sequence[Row]:
    """The rows in which every word of `text` stands, as part of a word too."""
    wanted = plain(text).split()
    return [row for row in rows if all(word in row.hay for word in wanted)] if wanted else rows


def plain(text: str) -> str:
    """Lower case, without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _row(
    source: Source, titles: Mapping[str, str], clock: str, later: Mapping[str, str], inside: int = 0, shared: int = 0
) -> Row:
    group, state = group_of(source), state_of(source, titles, clock, source.id in later)
    item = item_of(source)
    findings = 0 if source.withheld else len(source.findings) + shared
    sender = "" if source.withheld else sender_of(source)
    told = (source.title, item, sender, words.ONE_OF_GROUP[group], OUTCOME[source.outcome].lower())
    more = state.text if state.text not in (words.READ, words.PARTLY, words.REFUSED) else ""
    noted = words.warnings(len(source.warnings)) if source.warnings and group not in ("held", "refused") else ""
    container = titles.get(source.parent or "", "")
    where = (words.INSIDE_OF.format(title=container) if container else "", words.inside(inside) if inside else "")
    spoken = ", ".join(t for t in (*told, more, noted, words.findings(findings) if findings else "", *where) if t)
    kind = KINDS.get(source.kind, source.kind)
    searched = (spoken, source.name, kind, source.kind, source.producer, source.fields.get("title", ""))
    hay = plain(" ".join(searched))
    path = "\n".join(dict.fromkeys(part for part in (source.name, source.path) if part))
    title, apart = source.title, False
    if group not in ("held", "refused") and (subject := subject_of(source)):
        title, item, apart = subject, sender, True
    return Row(source.id, group, title, item, state, spoken, hay, (), inside, findings, apart, path)


def held_row(row: Row, source: Source) -> Row:
    """The row where it stands, as of the source that came to be withheld."""
    return replace(_row(source, {}, "", {}, row.inside), group=row.group, above=row.above)


def subject_of(source: Source) -> str:
    """What a mail without a reference is about: better told apart by that than by "message 0001.eml"."""
    if source.exhibit or source.withheld or source.kind not in _KINDS_OF_GROUP["mail"]:
        return ""
    return " ".join(source.fields.get("subject", "").split())


def sender_of(source: Source) -> str:
    """Who sent a mail: the name, else the address."""
    name, address = parseaddr(source.fields.get("from", ""))
    return name or address or source.fields.get("from", "")


def item_of(source: Source) -> str:
    """What stands beside the reference: the witness, else what it is, else the file's name."""
    said = source.fields.get("witness") or source.fields.get("title") or ""
    said = said or ("" if source.withheld else source.fields.get("subject", ""))
    return said or (source.name if source.exhibit else "")


def state_of(source: Source, titles: Mapping[str, str], clock: str = "", again: bool = False) -> State:
    """How well it was read, for the right end of the row; `again` says that it was read when it was added again."""
    if source.outcome == "duplicate":
        title = titles.get((source.reason or "").removeprefix("duplicate_of_"))
        return State(words.SAME_AS.format(title=title) if title else words.THERE_ALREADY, "duplicate")
    if source.withheld:
        asked = source.privilege != "privileged"
        return State(words.PRIVILEGE_ASKED, "look", "amber") if asked else State(words.PRIVILEGED, "held", "amber")
    if source.removed:
        return State(words.REMOVED, "refused")
    if again:
        return State(words.READ_LATER, "refused")
    if source.outcome == "refused":
        used = source.reason == LIST
        return State(words.EXHIBIT_LIST, "good") if used else State(words.REFUSED, "refused", "amber")
    if source.outcome == "partly":
        unheard = next((n for n in source.warnings if n.code in words.UNSEEN), None)
        if unheard is not None and source.kind in ("audio", "footage"):
            return State(_unseen(unheard), "look", "amber")
        return State(words.PARTLY, "look", "amber", len(source.warnings))
    if group_of(source) == "archives" and (count := stated(source)):
        return State(words.inside(count), "good")
    text = words.CLOCK.format(time=_checked(source) or clock) if clock or _checked(source) else words.READ
    return State(text, "note" if source.warnings else "good")


def _unseen(found: Notice) -> str:
    """ "not heard, 43 min", "not decoded": of what a person has to hear or see for themselves."""
    length = found.detail if found.code == "not_heard" else ""
    return f"{words.UNSEEN[found.code]}, {length}" if length else words.UNSEEN[found.code]


def _checked(source: Source) -> str:
    """By how much the camera's clock was found to be wrong: "+7 min", "−1 h 2 min", "+0 s"; "" where nobody checked."""
    clock = camera_clock.of(source) if source.fields.get("clock_offset") else None
    if clock is None:
        return ""
    whole = int(abs(clock.offset).total_seconds())
    parts = ((whole // 3600, "h"), (whole // 60 % 60, "min"), (whole % 60, "s"))
    sign = "−" if clock.offset < timedelta(0) else "+"
    return f"{sign}{' '.join(f'{count} {unit}' for count, unit in parts if count) or '0 s'}"
