"""Looks up one thing of a case by its id and shows it in its context: claim, conflict, citation, passage, source."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app import rear_shown
from app.case import Case
from app.cutting import cut_with_boxes
from app.review_shown import review_read, reviewed
from ingest.recode import recoded
from provenance import camera_clock
from provenance.anchors import citation_json, cut_frame, decimal_seconds
from provenance.errors import AnchorError, UsageError
from provenance.export import may_write, write_beside
from provenance.footage import Frame
from provenance.looked import look_json, told
from provenance.open_part import open_part
from provenance.records import Anchor, Citation, Claim, Draft, Source, TextAnchor
from provenance.report_points import conflict_json
from provenance.report_words import NOT_QUOTED, counted, verdict_reasons, when
from provenance.store.sources import require_open
from provenance.view import picture_of
from summarise.support import quoted

HELD_BACK = "yes, by the checks: it is not part of the draft"
CONTEXT = 300  # code points shown before and after the place
_RECORDED = (
    *("name", "exhibit", "kind", "outcome", "reason", "producer", "dated", "mark", "privilege", "sha256", "size"),
    *("path", "added", "added_by"),
)
_PASSAGE = re.compile(r"S\d+\.\d+")
_FORMS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What an id stands for. `place` is what a picture would mark, where there is one."""

    id: str
    kind: str
    facts: Mapping[str, object]
    before: str = ""
    exact: str = ""
    after: str = ""
    source: Source | None = None
    place: Anchor | None = None
    why: tuple[str, ...] = ()  # the checks' reasons as words; JSON has them as codes among the facts
    read: Mapping[str, str] = field(default_factory=dict)  # facts that people read in other words than JSON has

    def json(self) -> dict[str, object]:
        context = {"before": self.before, "exact": self.exact, "after": self.after} if self.exact else None
        return {"id": self.id, "kind": self.kind, **self.facts, "context": context}

    def lines(self) -> list[str]:
        """Lines for people: the facts, then the words in their context."""
        told = [f"{self.id} · {self.kind}"]
        for name, value in (dict(self.facts) | dict(self.read)).items():
            if _plain(value) and value != self.exact:  # the words stand below, in their context
                first, *more = str(value).split("\n")
                told += [f"{name.replace('_', ' ')}: {first}", *(f"  {line}" for line in more)]
        told += [f"why: {reason}" for reason in self.why]
        if self.exact:
            told += ["", *f"… {self.before}\n»{self.exact}«\n{self.after} …".split("\n")]
        return told


def is_draft(id: str) -> bool:
    """Whether this is the id of a whole draft or answer, such as D21."""
    return re.fullmatch(r"D\d+", id) is not None


def whole_draft(case: Case, id: str, drawn: bool = False, rear: bool = False) -> Draft:
    """The draft or answer with this id; raises UsageError(unknown_id), and bad_value where a picture of it (`drawn`) or
    a rear is asked for."""
    draft = case.store.draft(id)
    if drawn:
        raise UsageError("bad_value", value=id, what="a place to draw", why="a draft has no single place")
    if rear:
        raise UsageError("bad_value", value=id, what="the rear of a statement", why="choose a passage of one")
    return draft


def look_up(case: Case, id: str, rear: bool = False) -> Shown:
    """What has this id. The rear of a statement's form is shown when asked for (`rear`), and the log tells of it, or
    `case.unrecorded` why not; else that it is kept out of sight.

    Raises UsageError(unknown_id), and bad_value where the rear is asked for of what is none.
    """
    if rear and not (_PASSAGE.fullmatch(id) and case.store.passage(id).section == "rear"):
        raise UsageError("bad_value", value=id, what="the rear of a statement", why=rear_shown.where(case, id))
    if re.fullmatch(r"S\d+\.f\d+", id):
        return _frame(case, id)
    if _PASSAGE.fullmatch(id):
        return _passage(case, id, rear)
    if re.fullmatch(r"S\d+", id):
        return _source(case, id)
    if re.fullmatch(r"D\d+\.K?\d+(\.\d+)?", id):
        return _claim_or_citation(case, id)
    raise UsageError("unknown_id", what="draft, claim, citation, passage, frame or source", id=id)


def _source(case: Case, id: str) -> Shown:
    """What is recorded of a source, and the ids of what can be shown of it."""
    source = case.store.source(id)
    facts: dict[str, object] = {name: getattr(source, name) for name in _RECORDED} | dict(source.fields)
    if clock := camera_clock.of(source):
        facts["camera_clock"] = clock.told()
    if not source.withheld:
        facts |= _footage(case, source)
        facts["passage_ids"] = ", ".join(p.id for p in case.store.passages([id]))
        looks = case.store.looks(id)
        facts["frame_ids"] = ", ".join(f.id for look in looks for f in look.frames)
        facts["looks"] = [look_json(look) for look in looks]
        facts["movement"] = "\n".join(told(look, when) for look in reversed(looks))
    return Shown(id, "source", facts)


def _footage(case: Case, source: Source) -> dict[str, object]:
    """How long footage is, and what the clock in its picture shows; nothing for any other source."""
    stream = case.store.video(source.id)
    if stream is None or not stream.times:
        return {}
    length = (stream.times[-1] - stream.times[0]) * stream.time_base
    facts: dict[str, object] = {"length": f"{decimal_seconds(length, 2)} s, {counted(len(stream.times), 'frame')}"}
    reading = case.store.clock(source.id)
    if reading is None:
        return facts | {"clock_in_picture": "not read"}
    first = stream.times[0] * stream.time_base
    told = camera_clock.times(source, reading, first, first)
    both = ", ".join(filter(None, told.words())) if told else f"camera clock {reading.first}"
    return facts | {"clock_in_picture": f"{both}, at the first frame; {counted(reading.readings, 'reading')}"}


def write_image(case: Case, shown: Shown, path: Path) -> None:
    """Write the page or frame with the place marked, in the format of the file's ending, whole or not at all.

    The rear of a statement is covered in it. Raises UsageError(bad_value | export_in_case | file_exists |
    no_such_folder), what `picture_of` raises, and AttestError(export_failed) when the disk refuses.
    """
    if shown.source is None or shown.place is None:
        raise UsageError("bad_value", value=shown.id, what="a place to draw", why=f"a {shown.kind} has no single place")
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise UsageError("bad_value", value=path.name, what="a picture's name", why="let it end with .png or .jpg")
    may_write(path, overwrite=False)
    if os.path.lexists(path):  # a link that leads nowhere, too
        raise UsageError("file_exists", path=path)
    picture = picture_of(case.store, case.renderer, shown.source, shown.place)
    write_beside(path, recoded(picture, form, case.readers).data)


def _passage(case: Case, id: str, rear: bool) -> Shown:
    passage = case.store.passage(id)
    source = case.store.source(passage.source_id)
    if passage.section == "rear":
        if not rear:
            facts = {"source": source.title, "place": passage.label, "rear": rear_shown.COVERED.format(id=id)}
            return Shown(id, "passage", facts, source=source)
        rear_shown.record(case, source, "the command line")
    anchor = cut_with_boxes(case.store, case.renderer, source, passage.start, passage.end)
    facts = {"source": source.title, "place": passage.label, "speaker": passage.speaker, "text": passage.text}
    return _in_context(case, id, "passage", facts, source, anchor)


def _frame(case: Case, id: str) -> Shown:
    source = case.store.source(id.split(".")[0])
    frame = case.store.frame(id)
    facts = {
        "source": source.title,
        "stream_seconds": decimal_seconds(frame.seconds),
        **_clocks(case, source, frame),
        "frame": frame.ordinal + 1,  # as people count
        "ordinal": frame.ordinal,
        "role": frame.role,
        "frame_sha256": frame.sha256,
    }
    return Shown(id, "frame", facts, source=source, place=cut_frame(frame, source.sha256, frame.region))


def _clocks(case: Case, source: Source, frame: Frame) -> dict[str, object]:
    """The moment as the camera's clock has it and corrected, each named; nothing where the clock was not read."""
    stream = case.store.video(source.id)
    reading = case.store.clock(source.id)
    if stream is None or not stream.times or reading is None:
        return {}
    found = camera_clock.times(source, reading, frame.seconds, stream.times[0] * stream.time_base)
    if found is None:
        return {}
    camera, corrected = found.words()
    return {"times": found.json(), "camera_clock": camera, "corrected_time": corrected}


def _claim_or_citation(case: Case, id: str) -> Shown:
    """From what of its draft may be shown now; raises UsageError(unknown_id | source_held)."""
    draft = case.store.draft(id.split(".")[0])
    shown, withheld = open_part(draft, {s.id: s for s in case.store.sources()})
    for claim in shown.claims:
        if claim.id == id:
            return _claim(case, claim)
        for citation in claim.citations:
            if citation.id == id:
                return _citation(case, citation)
    for point in shown.conflicts:
        if point.id == id:
            said = (f"{c.citation.exhibit} {c.citation.label}: “{' '.join(c.says.split())}”" for c in point.cells)
            return Shown(id, "conflict", {**conflict_json(point), "said": "\n".join(said)})
        for cell in point.cells:
            if cell.citation.id == id:
                return _citation(case, cell.citation)
    barred = dict(withheld)
    for known, source_id in _sides(draft):
        if known == id:
            raise UsageError("source_held", id=source_id)
    for claim in draft.claims:
        for known, source_id in ((claim.id, ""), *((c.id, c.source_id) for c in claim.citations)):
            if known == id:
                raise UsageError("source_held", id=barred.get(claim.id, source_id))
    raise UsageError("unknown_id", what="claim or citation", id=id)


def _sides(draft: Draft) -> Iterator[tuple[str, str]]:
    """(id, source) of every conflict and of every side of one."""
    for point in draft.conflicts:
        yield point.id, point.cells[0].citation.source_id
        yield from ((cell.citation.id, cell.citation.source_id) for cell in point.cells)


def _claim(case: Case, claim: Claim) -> Shown:
    """A claim, with the place of its first citation."""
    verdict, state = claim.verdict, case.store.claim_state(claim.id, case.by)
    signatures = case.store.signatures(claim.id.partition(".")[0])
    shown = _citation(case, claim.cited()[0])
    facts = {
        "text": claim.text,
        "heading": claim.heading,
        "written_by_hand_by": claim.by,
        **reviewed(state, signatures),
        "held_back": claim.held_back,
        "quote": verdict.quote,
        "location": verdict.location,
        "support": verdict.support,
        "reasons": [{"code": r.code, "detail": r.detail, "place": r.place} for r in verdict.reasons],
        "citations": [citation_json(c) for c in claim.citations],
    }
    why = tuple(verdict_reasons(claim))
    read = {"held_back": HELD_BACK if claim.held_back else "", **review_read(claim, state, signatures)}
    if isinstance(shown.place, TextAnchor) and not quoted(claim.text):
        read["quote"] = NOT_QUOTED.lower()
    return Shown(claim.id, "claim", facts, shown.before, shown.exact, shown.after, shown.source, shown.place, why, read)


def _citation(case: Case, citation: Citation) -> Shown:
    source = case.store.source(citation.source_id)
    if not citation.removed:
        require_open(source)
    facts = {"source": source.title, "place": citation.label, "citation": citation_json(citation)}
    if citation.removed:
        return Shown(citation.id, "citation", facts, exact=source.removed, source=source)
    return _in_context(case, citation.id, "citation", facts, source, citation.anchor)


def _in_context(case: Case, id: str, kind: str, facts: Mapping[str, object], source: Source, anchor: Anchor) -> Shown:
    if not isinstance(anchor, TextAnchor):
        return Shown(id, kind, facts, source=source, place=anchor)
    layer = case.store.layer(source.id)
    if layer.slice(anchor.start, anchor.end) != anchor.exact:
        raise AnchorError("record_changed", id=id)
    low, high = layer.open_around(anchor.start, anchor.end)  # the rear of a statement is shown when asked for alone
    before = layer.slice(max(low, anchor.start - CONTEXT), anchor.start)
    after = layer.slice(anchor.end, min(high, anchor.end + CONTEXT))
    return Shown(id, kind, facts, before, anchor.exact, after, source, anchor)


def _plain(value: object) -> bool:
    return isinstance(value, (str, int, float)) and value != ""
