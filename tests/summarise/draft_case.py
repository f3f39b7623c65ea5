"""Builds small cases through the case store, and an exact embedder of hashed character n-grams."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from zlib import crc32

import numpy as np

from ingest.split import split
from provenance.footage import ClockReading, Frame, Moment, MovementEvent, VideoStream
from provenance.ports import Embedder, Nearness, Vectors
from provenance.records import Box, Part, Source
from provenance.runs import ModelUse
from provenance.store.case_store import CaseStore
from provenance.store.records import NewLayer, NewVideo
from summarise.observations import Footage
from summarise.text import content_words

SHARED = Path(__file__).parents[2].parent / "shared"
BY = "tester"


class HashEmbedder:
    """Unit vectors from hashed content words and their character trigrams: exact, quick, the same on every machine."""

    name = "hashed-ngrams"
    dimension = 256

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in content_words(text):
                row[crc32(word.encode()) % self.dimension] += 1.0
                for i in range(len(word) - 2):
                    row[crc32(word[i : i + 3].encode()) % self.dimension] += 0.25
            norm = float(np.linalg.norm(row))
            row[:] = row / norm if norm else 1 / np.sqrt(self.dimension)
        return rows

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Nearness, ...]]:
        found = []
        for premise, claim in pairs:
            words = list(re.finditer(r"\w+", claim))
            given = self.embed(re.findall(r"\w+", premise) or [""])
            best = self.embed([w[0] for w in words]) @ given.T
            found.append(tuple(Nearness(*w.span(), float(row.max())) for w, row in zip(words, best, strict=True)))
        return found


def source(name: str, sha256: str, size: int, kind: str = "text", **changes: object) -> Source:
    """A source as intake would hand it to the store."""
    made = Source("", sha256, name, f"/evidence/{name}", size, kind, "read", "2026-05-04T09:00:00Z", BY)
    return replace(made, **changes)  # type: ignore[arg-type]


def add_text(
    store: CaseStore,
    name: str,
    text: str,
    fields: dict[str, str] | None = None,
    confidence: float | None = None,
    **changes: object,
) -> Source:
    """Take in a text as one part, split as intake splits it; a held or refused one without its text."""
    sha256, size = store.vault.put(io.BytesIO(text.encode()))
    parts = [Part(0, "block", text)]
    new = source(name, sha256, size, fields=fields or {}, **changes)
    held = new.outcome == "held" or new.privilege in ("possible", "privileged")
    if held or new.outcome in ("refused", "duplicate"):
        return store.add_source(new, None, [], None, BY)
    spans = [replace(span, confidence=confidence) for span in split(parts, "text")]
    return store.add_source(new, NewLayer("text/1", parts), spans, None, BY)


def add_video(store: CaseStore, name: str, video: NewVideo, data: bytes = b"clip", **changes: object) -> Source:
    sha256, size = store.vault.put(io.BytesIO(data + name.encode()))
    return store.add_source(source(name, sha256, size, "video", **changes), None, [], video, BY)


def index_all(store: CaseStore, embedder: Embedder) -> None:
    """Give every pending passage its vector."""
    pending = store.pending_vectors()
    model = ModelUse("embedder", embedder.name, embedder.sha256)
    for start in range(0, len(pending), 64):
        rows = pending[start : start + 64]
        store.store_vectors([p.id for p in rows], embedder.embed([p.text for p in rows]), model)


def clip(events: Sequence[tuple[int, int]], clock: ClockReading | None = None, rotation: int = 0) -> Footage:
    """Footage of 100 seconds at 25 frames a second with movement on the left between the given seconds."""
    base = Fraction(1, 12800)
    stream = VideoStream(0, "h264", 640, 360, "yuv420p", base, "t", rotation, tuple(range(0, 1_280_000, 512)), (0,))
    region = Box(0, 20, 130, 100, 100)

    def moment(second: float) -> Moment:
        return Moment(int(second * 12800), base, int(second * 25))

    found, frames = [], []
    for index, (start, end) in enumerate(events):
        moments = moment(start), moment((start + end) / 2), moment(end)
        found.append(MovementEvent(*moments, region))
        for role, at in zip(("start", "peak", "end"), moments, strict=True):
            sha256 = hashlib.sha256(str(at.ordinal).encode()).hexdigest()
            frames.append(
                Frame(0, at.ordinal, at.pts, base, sha256, "yuv420p", "t", 640, 360, role, index, region, b"jpeg")  # type: ignore[arg-type]
            )
    about = source("KP3_cam2.mp4", "0" * 64, 10, "video", exhibit="KP/3", fields={"title": "CAM 2"})
    return Footage(about, stream, found, frames, clock)
