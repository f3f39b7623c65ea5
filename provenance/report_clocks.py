"""What drafts and reports say of cameras' clocks: how each was checked, and both times of a cited frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from provenance import camera_clock
from provenance.footage import ClockReading, VideoStream
from provenance.records import Citation, Draft, FrameAnchor, Source
from provenance.reviews import BY_HAND
from provenance.store.case_store import CaseStore

_LATER = "the check of its clock was recorded after this draft was written, which gives the camera's clock alone"
_OTHER = "its clock was checked otherwise when this draft was written: its corrected times are by {then}"
_GONE = "the check of its clock ({then}), by which this draft gives corrected times, was taken away since"


def check_told(store: CaseStore, source: Source) -> str:
    """How the clock of a recording was checked, or that it was not; "" where none is known, and what is withheld."""
    if source.withheld:
        return ""
    if check := camera_clock.of(source):
        words = check.told()
        return words[:1].upper() + words[1:]
    read = source.kind == "video" and store.clock(source.id) is not None
    return "Camera clock not checked against true time" if read else ""


def check_changed(store: CaseStore, source: Source, draft: Draft) -> str:
    """That the check of a camera is another than the one by which the draft tells of its footage, else "".

    Nothing is said where no clock was read: the draft then gives no time of the camera, corrected or not.
    """
    citations = (c for claim in draft.claims for c in claim.cited())
    cited = any(c.source_id == source.id and isinstance(c.anchor, FrameAnchor) for c in citations)
    if source.withheld or not cited or draft.run.generator == BY_HAND or store.clock(source.id) is None:
        return ""
    recorded = draft.run.settings.get("clock_checks")
    then = str(recorded.get(source.id, "")) if isinstance(recorded, Mapping) else ""
    now = camera_clock.recorded(source)
    if then == now:
        return ""
    return (_OTHER if now else _GONE).format(then=then) if then else _LATER


def citation_times(store: CaseStore) -> Callable[[Citation], dict[str, object]]:
    """Gives what the JSON of a citation says of a frame's time: "times" (camera, corrected, …), "camera_clock_check".

    Empty for words, and where no clock was read. What is recorded of a camera is looked up once.
    """

    @cache
    def of(source_id: str) -> tuple[Source, ClockReading | None, VideoStream | None]:
        source = store.source(source_id)
        if source.withheld:
            return source, None, None
        return source, store.clock(source_id), store.video(source_id)

    def told(citation: Citation) -> dict[str, object]:
        if not isinstance(citation.anchor, FrameAnchor):
            return {}
        source, reading, stream = of(citation.source_id)
        if reading is None or stream is None or not stream.times:
            return {}
        first = stream.times[0] * stream.time_base
        times = camera_clock.times(source, reading, citation.anchor.seconds, first)
        check = camera_clock.of(source)
        return {"times": times.json() if times else None, "camera_clock_check": check.json() if check else None}

    return told
