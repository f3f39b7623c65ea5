"""What the window says of a mark: rows of the list, what is told under the pointer and to a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from provenance.timeline import Mark, Unplaced
from provenance.timeline_told import place, told
from provenance.timeline_words import spoken
from ui.search.lines import Line, folded
from ui.search.rows import Row
from ui.strings import timeline as words
from ui.strings.common import counted

_MOST_TOLD = 6  # marks of a cluster that are named under the pointer


def mark_row(number: int, mark: Mark) -> Row:
    """A card of the list for a mark."""
    head = f"{told(mark)} · {place(mark)}"
    lines = [Line(folded(head)[0], "strong", fit="right"), Line(folded(mark.text)[0], "text", most=3)]
    if mark.camera:
        lines.insert(1, Line(mark.words, "text", most=2))
    if mark.how:
        lines.append(Line(folded("; ".join(mark.how))[0], "amber" if mark.uncertain else "muted", most=3))
    return Row(("mark", number), tuple(lines), words.KINDS[mark.kind])


def day_row(mark: Mark) -> Row:
    """The heading of a day."""
    text = spoken(mark.start.date())
    return Row(("day", text), (Line(text.upper(), "section"),), heading=True)


def unplaced_row(number: int, one: Unplaced) -> Row:
    """A card for a time that has no place: its words, why, and where it may belong."""
    head = f"“{one.words}” · {place(one)}"
    reason = one.reason[:1].upper() + one.reason[1:]
    if one.possible:
        lead = words.SPOKEN_OF if one.told_as else words.MAY_BE
        reason += f" ({lead.format(days=' or '.join(_face(p) for p in one.possible))})"
    lines = (
        Line(folded(head)[0], "strong", fit="right"),
        Line(folded(one.text)[0], "text", most=3),
        Line(folded(reason)[0], "amber", most=3),
    )
    return Row(("unplaced", number), lines, words.TOLD_AS.get(one.told_as, ""))


def pointed(marks: Sequence[Mark]) -> str:
    """What is told under the pointer: one mark whole, several by their heads."""
    if len(marks) == 1:
        return whole(marks[0])
    head = words.SEVERAL.format(count=len(marks), first=told(marks[0]), last=told(marks[-1]))
    lines = [f"{told(m)} · {place(m)} · {m.text[:70]}" for m in marks[:_MOST_TOLD]]
    rest = len(marks) - _MOST_TOLD
    return "\n".join([head, *lines, *([f"… {counted(rest, 'more', 'more')}"] if rest > 0 else [])])


def whole(mark: Mark) -> str:
    """All that is told of one mark."""
    head = f"{told(mark)}, {spoken(mark.start.date())} · {place(mark)} · {words.KINDS[mark.kind]}"
    said = f"“{mark.words}”" if not mark.camera else mark.words
    return "\n".join([head, said, mark.text, *mark.how])


def aloud(mark: Mark) -> str:
    """A mark as a screen reader says it."""
    day = spoken(mark.start.date())
    return words.SPOKEN.format(when=told(mark), day=day, place=place(mark), text=mark.text)


def _face(possible: str) -> str:
    """ "2026-05-03T14:31" as people read it: "Sunday 3 May 2026 14:31"; a clock alone as it is."""
    day, _, clock = possible.partition("T")
    if "-" not in day:
        return possible
    return f"{spoken(date.fromisoformat(day))} {clock}".strip()
