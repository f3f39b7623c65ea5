"""Says why nothing of a source can be shown, and what to do: hear it, see it, give a password, look inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import messages
from app.enclosed import COUNT
from app.links import KINDS, links
from app.taking_in import why
from provenance.records import Source
from ui.strings import source as words

if TYPE_CHECKING:
    from app.case import Case


@dataclass(frozen=True, slots=True)
class Unshown:
    """A heading, a sentence, what can be done ("unlock", "link", "decide"), and sources to go to: (id, words)."""

    heading: str
    sentence: str
    acts: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


def held() -> Unshown:
    """Of a source that privilege withholds."""
    return Unshown(words.HELD_HEAD, messages.sentence("privilege"), ("decide",))


def unshown(case: Case, source: Source) -> Unshown:
    """Of a source of which there is nothing to show."""
    if source.removed:
        return Unshown(words.REMOVED_HEAD, source.removed[1:-1])
    unseen = next((n for n in source.warnings if n.code in ("not_heard", "not_decoded")), None)
    if source.outcome == "partly" and unseen is not None and source.kind in ("audio", "footage"):
        return _unseen(case, source, unseen.detail)
    inside = [s for s in case.store.sources() if s.parent == source.id] if source.fields.get(COUNT) else []
    if inside and source.outcome in ("read", "partly"):
        head = words.HOLDS.format(count=f"{len(inside):,}") if len(inside) > 1 else words.HOLDS_ONE
        told = (words.HOLDS_MORE, words.READ_IN_PART.format(why=why(source)) if source.outcome == "partly" else "")
        return Unshown(head, " ".join(t for t in told if t), (), tuple((s.id, s.title) for s in inside))
    locked = source.outcome == "refused" and source.reason == "password_needed"
    return Unshown(words.REFUSED_HEAD, reason(case, source), ("unlock",) if locked else ())


def _unseen(case: Case, source: Source, detail: str) -> Unshown:
    beside = [(one["source_id"], one["title"]) for one in links(case.store, source)]
    heard = source.kind == "audio"
    if heard:
        head = words.NOT_HEARD.format(length=detail) if detail else words.NOT_HEARD_HEAD
        said = words.HAS_TRANSCRIPT if beside else words.LINK_TRANSCRIPT
    else:
        detail = detail.removeprefix("not decoded: ")
        head, said = words.NOT_DECODED_HEAD, f"{detail[:1].upper()}{detail[1:]}. " if detail else ""
        said += words.HAS_COPY if beside else words.LINK_COPY
    return Unshown(head, said, ("link",), tuple(beside))


def other_links(sources: Mapping[str, Source], source: Source, shown: Unshown | None) -> bool:
    """Whether a recording that cannot be shown is linked to others by now than it says."""
    if shown is None or source.kind not in ("audio", "footage") or source.withheld:
        return False
    now = sources.get(source.id, source)
    linked = {s.id for s in sources.values() if source.id in map(s.fields.get, KINDS)}
    linked |= {other for name in KINDS if (other := now.fields.get(name, "")) in sources}
    return linked != {source_id for source_id, _ in shown.others}


def reason(case: Case, source: Source) -> str:
    """Why a source was not read, as a sentence."""

    def title_of(source_id: str) -> str | None:
        return next((s.title for s in case.store.sources() if s.id == source_id), None)

    return why(source, title_of) or words.NO_REASON
