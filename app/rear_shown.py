"""The rear of a statement's form is shown when a person asks for it, and the case's log tells of each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.records import Source

if TYPE_CHECKING:
    from app.case import Case

ACTION: Final = "rear_shown"
COVERED: Final = (
    "This is the rear of a statement's form, where the witness's contact details stand. It is kept out of sight: it "
    "was not asked for. 'attest show CASE {id} --rear' shows it, and the case's log tells who asked and when."
)


def where(case: Case, id: str) -> str:
    """Which passages of a source hold its rear, by the id of the source or of anything in it."""
    source_id = id.partition(".")[0]
    known = {source.id: source for source in case.store.sources()}
    if source_id not in known:
        return "choose a passage of one"
    if known[source_id].withheld:
        return f"{source_id} is withheld"
    rear = [p.id for p in case.store.passages([source_id]) if p.section == "rear"]
    return f"the rear of {source_id} is {', '.join(rear)}" if rear else f"no rear was found in {source_id}"


def record(case: Case, source: Source, where: str) -> None:
    """Write that the rear was shown to the person at work, `where` it was ("the window"); `case.unrecorded` tells why
    the log could not take it."""
    named = source.exhibit or source.title
    case.record(ACTION, {"source": source.id, "named": named, "shown in": where})
