"""How a line of enquiry and its latest answer read in the list."""

from __future__ import annotations

from collections.abc import Sequence

from app.enquiries import Answer
from provenance import draft_words
from provenance.asked_words import points_summary
from provenance.enquiries import Enquiry, day
from provenance.records import Citation, FrameAnchor
from ui.search.lines import Line, folded
from ui.search.rows import Row
from ui.strings import enquiries as words
from ui.strings.common import counted
from ui.when import local_time

_NAMED = 3  # places that are new, and that are gone


def enquiry_row(enquiry: Enquiry, answer: Answer | None) -> Row:
    """What it is, its words, what came of it, and what is new since the time before."""
    now = enquiry.now
    kind = words.KINDS[now.kind]
    head = words.OF_DAY.format(kind=kind, day=day(now.dated)) if now.dated else kind
    lines = [Line(head, "head"), Line(enquiry.words, "strong")]
    if answer is None:
        lines.append(Line(words.NOT_ASKED, "muted"))
    else:
        lines.append(Line(_came(answer), "muted" if answer.found else "amber"))
        if answer.before is not None and not answer.same:
            lines.append(Line(_changes(answer), "amber"))
        waiting = _waiting(answer)
        listed = ((words.NEW, answer.new), (words.WAITING, waiting), (words.GONE, answer.gone))
        for form, these in (*listed, (words.STILL, answer.still)):
            lines += _places(form, these)
    lines.append(Line(_recorded(enquiry), "muted"))
    return Row(enquiry.id, tuple(lines))


def changed(answer: Answer) -> bool:
    """Whether an answer says something that the one before did not, or that came new and nobody has looked at."""
    return bool(answer.new or answer.unseen)


def _waiting(answer: Answer) -> list[Citation]:
    """Places that came new at an earlier asking, and were looked at by nobody yet."""
    return [c for c in answer.unseen if c not in answer.new]


def _came(answer: Answer) -> str:
    draft = answer.draft
    when = local_time(draft.run.finished)
    if answer.found:
        told = words.FOUND.format(claims=counted(answer.shown, "claim"), when=when)
    elif left := draft_words.not_shown(answer.held_back, answer.rejected, answer.withheld):
        told = f"{left}, {when}"
    elif none := draft_words.wrote_none(draft.run.settings):
        told = f"{none}, {when}"
    else:
        told = words.NOTHING.format(searched=counted(draft.searched, "passage"), when=when)
    if points := points_summary(draft.run.settings):
        told = f"{told}; {points}"
    if answer.before is None:
        return f"{told}; {words.FIRST_TIME}"
    if waiting := _waiting(answer):
        return f"{told}; {words.NOT_LOOKED_AT.format(places=counted(len(waiting), *words.NEW_PLACES))}"
    return f"{told}; {words.SAME}" if answer.same else told


def _changes(answer: Answer) -> str:
    told = [counted(len(answer.new), *words.NEW_PLACES)] if answer.new else []
    told += [counted(len(answer.gone), *words.GONE_PLACES)] if answer.gone else []
    told += [counted(len(answer.still), *words.STILL_PLACES)] if answer.still else []
    told.append(counted(len(answer.kept), *words.KEPT_PLACES))
    before = local_time(answer.before.run.finished) if answer.before else ""
    return words.SINCE.format(changes=", ".join(told), when=before)


def _places(form: str, these: Sequence[Citation]) -> list[Line]:
    lines = []
    for c in these[:_NAMED]:
        quoted = "" if isinstance(c.anchor, FrameAnchor) else f" “{folded(c.anchor.exact)[0]}”"
        place = f"{c.exhibit or c.source_name} {c.label}".strip()
        lines.append(Line(form.format(place=place + quoted), "muted", most=2))
    if len(these) > _NAMED:
        lines.append(Line(words.AND_MORE.format(count=f"{len(these) - _NAMED:,}"), "muted"))
    return lines


def _recorded(enquiry: Enquiry) -> str:
    now, telling = enquiry.now, enquiry.telling
    if now.closed:
        return words.CLOSED_BECAUSE.format(when=local_time(now.at), by=now.by, reason=now.reason)
    form = words.CHANGED if telling.action == "changed" else words.RECORDED
    return form.format(when=local_time(telling.at), by=telling.by)
