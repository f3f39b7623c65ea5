"""The JSON shapes of the contract that belong to the command line alone: sources, events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from provenance import camera_clock
from provenance.anchors import box_json
from provenance.footage import ClockReading, Moment, MovementEvent
from provenance.material import Material
from provenance.records import Notice, Source

if TYPE_CHECKING:
    from app.findings import CaseFinding


def source_json(source: Source, decided: Material | None = None) -> dict[str, object]:
    """A source as `add` and `sources` print it; with what was `decided` on it as material, where that is known."""
    as_material = {"use": decided.use, "material": decided.json()} if decided else {}
    return {
        "id": source.id or None,  # a file that is not there never became a source
        "sha256": source.sha256,
        "name": source.name,
        "path": source.path,
        "parent": source.parent,
        "kind": source.kind,
        "outcome": source.outcome,
        "reason": source.reason,
        "warnings": _notices(source.warnings),
        "passages": source.passages,
        "frames": source.frames,
        "pages": source.pages,
        "exhibit": source.exhibit,
        "added": source.added,
        "added_by": source.added_by,
        "marks": [m for m in (source.mark, source.privilege if source.privilege != "none" else "") if m],
        "findings": _notices(source.findings),
        "size": source.size,
        "producer": source.producer,
        "dated": source.dated,
        "privilege": source.privilege,
        "by_reference": source.by_reference,
        "fields": dict(source.fields),
        "camera_clock": clock.json() if (clock := camera_clock.of(source)) else None,
        "removed": source.removed[1:-1] or None,
        **as_material,
    }


def sources_json(
    sources: Sequence[Source], found: Sequence[CaseFinding], decided: Mapping[str, Material]
) -> dict[str, object]:
    """What `sources` prints: each source with all findings on it and what it is paired with; findings of the case."""
    from app import links
    from app.findings import by_source

    shared, paired = by_source(found), links.of_all(list(sources))
    return {
        "sources": [
            source_json(source, decided.get(source.id))
            | {
                "findings": _notices([*source.findings, *shared.get(source.id, [])]),
                "links": paired.get(source.id, []),
            }
            for source in sources
        ],
        "findings": [
            {
                "code": finding.code,
                "detail": finding.detail,
                "sources": list(finding.source_ids),
                "places": list(finding.places),
            }
            for finding in found
        ],
    }


def events_json(
    events: Sequence[MovementEvent], clock: ClockReading | None, findings: Sequence[Notice] = ()
) -> dict[str, object]:
    """Movement events and the burnt-in clock as `events` prints them."""
    return {
        "events": [
            {
                "start": _moment(e.start),
                "peak": _moment(e.peak),
                "end": _moment(e.end),
                "region": {k: v for k, v in box_json(e.region).items() if k != "page"},
            }
            for e in events
        ],
        "clock": clock
        and {"first": clock.first, "rate": clock.rate, "readings": clock.readings, "jumps": list(clock.jumps)},
        "findings": _notices(findings),
    }


def _moment(moment: Moment) -> dict[str, object]:
    return {
        "pts": moment.pts,
        "timeBase": f"{moment.time_base.numerator}/{moment.time_base.denominator}",
        "seconds": round(float(moment.seconds), 6),
        "ordinal": moment.ordinal,
    }


def _notices(notices: Sequence[Notice]) -> list[dict[str, str]]:
    return [{"code": n.code, "detail": n.detail} | ({"place": n.place} if n.place else {}) for n in notices]
