"""Builds small cases for the tests of `provenance`, with a plain reader that can re-open what it read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from provenance.anchors import cut, cut_frame
from provenance.clock import now
from provenance.errors import TaskError
from provenance.footage import Frame, VideoStream
from provenance.ports import Open, ReopenedFrame
from provenance.records import Box, Coverage, Draft, FrameAnchor, Part, Passage, Role, Sentence, Source, Verdict
from provenance.runs import ModelUse, Run
from provenance.store import opener
from provenance.store.case_store import DATABASE, CaseStore
from provenance.store.records import NewCitation, NewClaim, NewDraft, NewLayer, NewVideo

BY = "tester"
PLANES = 16  # bytes of one frame of the tests' own raw video
BASE = Fraction(1, 12800)
MODEL = ModelUse("embedder", "test-model", "aa" * 32)


class PlainReopener:
    """Reads UTF-8 text in parts of a few lines, and raw video of 16 bytes a frame, always from the original bytes."""

    base = BASE

    def __init__(self, version: str = "plain/1", lines: int = 3, failing: str = "", drop: str = "") -> None:
        self.version = version
        self.lines = lines
        self.failing = failing
        self.drop = drop

    def extractor(self, kind: str) -> str:
        return f"{self.version} {kind}"

    def read(self, data: bytes) -> list[Part]:
        """The whole layer, as house rules have it: CRLF and CR to LF, no byte-order mark, NUL to U+FFFD."""
        text = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
        lines = text.replace("\0", "\ufffd").replace(self.drop or "\0", "").splitlines(keepends=True)
        pieces = ["".join(lines[at : at + self.lines]) for at in range(0, len(lines), self.lines)]
        return [Part(ordinal, "block", piece) for ordinal, piece in enumerate(pieces)]

    def parts(self, source: Source, original: Open, ordinals: Sequence[int]) -> list[Part]:
        if source.name == self.failing:
            raise TaskError("task_timed_out")
        return [part for part in self.read(original().read()) if part.ordinal in ordinals]

    def find(self, source: Source, original: Open, exact: str) -> int | None:
        place = "".join(part.text for part in self.read(original().read())).find(exact)
        return None if place < 0 else place

    def frames(self, source: Source, original: Open, anchors: Sequence[FrameAnchor]) -> list[ReopenedFrame]:
        decoded = raw_frames(original().read())
        at = [decoded[a.ordinal] if a.ordinal < len(decoded) else None for a in anchors]
        return [ReopenedFrame(f.sha256 if f else None, "gray", "raw/1", self.base) for f in at]


def raw_frames(data: bytes) -> list[Frame]:
    planes = [data[at : at + PLANES] for at in range(0, len(data), PLANES)]
    return [
        Frame(
            0, n, 512 * n, BASE, hashlib.sha256(p).hexdigest(), "gray", "raw/1", 4, 4, "peak", 0, Box(0, 0, 0, 2, 2), p
        )
        for n, p in enumerate(planes)
    ]


def new_case(folder: Path) -> CaseStore:
    return CaseStore.create(folder, "OP/1", "Test case", BY)


def source(name: str, sha256: str, size: int, **known: object) -> Source:
    plain = {"kind": "text", "outcome": "read", "path": f"/evidence/{name}", "added": now(), "added_by": BY}
    return Source(id="", sha256=sha256, name=name, size=size, **{**plain, **known})  # type: ignore[arg-type]


def spans_of(parts: Sequence[Part]) -> list[Passage]:
    """One passage for each part that has words; ids do not count."""
    found, start = [], 0
    for part in parts:
        if part.text.strip():
            end = start + len(part.text)
            whole = Sentence(start, end, part.text)
            found.append(Passage("", "", 0, start, end, part.text, (whole,), f"part {part.ordinal}"))
        start += len(part.text)
    return found


def add_text(store: CaseStore, text: str, name: str = "statement.txt", **known: object) -> Source:
    data, reader = text.encode("utf-8"), PlainReopener()
    sha256, size = store.vault.put(io.BytesIO(data))
    parts = reader.read(data)
    layer = NewLayer(reader.extractor("text"), parts)
    return store.add_source(source(name, sha256, size, **known), layer, spans_of(parts), None, BY)


def add_video(store: CaseStore, data: bytes, name: str = "cam.raw") -> Source:
    sha256, size = store.vault.put(io.BytesIO(data))
    frames = raw_frames(data)
    times = tuple(frame.pts for frame in frames)
    stream = VideoStream(0, "raw", 4, 4, "gray", BASE, "raw/1", 0, times, (0,))
    return store.add_source(source(name, sha256, size, kind="video"), None, (), NewVideo(stream, (), frames), BY)


def text_citation(store: CaseStore, source_id: str, start: int, end: int, role: Role = "cited") -> NewCitation:
    layer, sha256 = store.layer(source_id), store.source(source_id).sha256
    anchor = cut(layer, sha256, start, end, layer.boxes(start, end))
    return NewCitation(source_id, anchor, layer.label(start, end), role)


def frame_citation(store: CaseStore, source_id: str, n: int) -> NewCitation:
    frame = store.frames(source_id)[n]
    return NewCitation(source_id, cut_frame(frame, store.source(source_id).sha256), f"frame {n}")


def new_draft(citations: Sequence[NewCitation], brief: str = "What happened?", question: bool = False) -> NewDraft:
    """One claim for each citation."""
    verdict = Verdict("exact", "valid", "supported", 0.75)
    claims = [NewClaim("Events", f"Claim {n}", "statement", verdict, [c]) for n, c in enumerate(citations)]
    run = Run("extractive", (MODEL,), {"max_claims": 40}, 7, {"attest": "0.1.0"}, now(), now(), ("S1.1",))
    return NewDraft(brief, question, bool(claims), 1, run, claims, Coverage(1, 1, len(claims), (), ()))


def write_draft(store: CaseStore, citations: Sequence[NewCitation]) -> Draft:
    return store.write_draft(new_draft(citations), BY)


def tamper(store: CaseStore, *statements: str) -> None:
    """Another program changes the file, and puts back the triggers that it took away for that."""
    db = opener.connect(store.info.folder / DATABASE, write=True)
    triggers = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    before = dict(db.execute(triggers).fetchall())
    for statement in statements:
        db.execute(statement)
    for name in before.keys() - dict(db.execute(triggers).fetchall()).keys():
        db.execute(before[name])
    db.close()
