"""What a lower room needs of a higher one, as Protocols; `ingest` or `summarise` implement them, `app` wires them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from fractions import Fraction
from typing import BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from provenance.layers import Layer
from provenance.records import Box, FrameAnchor, Part, Place, Source

GIB = 1 << 30
Vectors = NDArray[np.float32]
Open = Callable[[], BinaryIO]


class LayerText(Protocol):
    """A text layer that can be sliced without loading it whole."""

    @property
    def length(self) -> int: ...

    def slice(self, start: int, end: int) -> str: ...

    def places(self, start: int, end: int) -> Sequence[Place]: ...

    def open_around(self, start: int, end: int) -> tuple[int, int]: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What a task may use before it is killed. `stall_seconds` is the longest silence between two items.

    `output_bytes` bounds all that it hands on, `message_bytes` one item of it; bytes of files that it found inside are
    bounded by `enclosed_bytes` instead. A child that holds more than `renew_bytes` (half of `memory_bytes` where 0)
    after other tasks is replaced before the next.
    """

    seconds: float = 600.0
    stall_seconds: float = 120.0
    memory_bytes: int = 4 * GIB
    output_bytes: int = 2 * GIB
    message_bytes: int = 2 * GIB
    enclosed_bytes: int = 0
    renew_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A pure function of bytes and settings, named by import path ("ingest.readers.pdf:read").

    It is called as `function(stream, **settings)` in a child process, with `stream` a read-only seekable binary
    stream or None, and yields picklable records. `reads` are the files and folders that it opens by path, such as
    models; where the system can close the rest to it, it is closed.
    """

    entry: str
    settings: Mapping[str, object] = field(default_factory=dict)
    reads: tuple[str, ...] = ()


class TaskRunner(Protocol):
    """Runs tasks in killable child processes."""

    def submit(
        self,
        task: Task,
        original: Open | None = None,
        limits: Limits | None = None,
        on_item: Callable[[object], None] | None = None,
    ) -> Future[list[object]]:
        """Run `task` over `original()`; the future gives the items (an empty list when `on_item` took them).

        The future raises TaskError(task_crashed | task_timed_out | task_out_of_memory | task_output_too_large), or
        the AttestError that the task raised; `cancel()` on it kills the child within two seconds, running or not.
        """
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ReopenedFrame:
    """What stands at an anchor when the video is decoded again; `sha256` is None when nothing is there."""

    sha256: str | None
    pixel_format: str = ""
    decoder: str = ""
    time_base: Fraction | None = None


class Reopener(Protocol):
    """Reads an original again, as if for the first time."""

    def extractor(self, kind: str) -> str:
        """Name and version of the extractor that reads this kind now."""
        ...

    def parts(self, source: Source, original: Open, ordinals: Sequence[int]) -> list[Part]:
        """The asked parts of the text layer, extracted again; parts that no longer exist are absent."""
        ...

    def find(self, source: Source, original: Open, exact: str) -> int | None:
        """Where the words stand in a newly extracted whole layer, or None."""
        ...

    def frames(self, source: Source, original: Open, anchors: Sequence[FrameAnchor]) -> list[ReopenedFrame]:
        """The frames at these anchors, decoded again, in the order given."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture for display."""

    mime: str
    data: bytes
    width: int
    height: int


PAGED = frozenset({"pdf", "picture"})  # kinds drawn from the original; all else is set from its text, or is footage
RENDITION = 2  # how sources are set from their text; a draft's places on such pages hold for the one it was made with


class Renderer(Protocol):
    """Draws sources for people: pages, renditions of sources without pages, pictures and frames."""

    def rendition_boxes(self, layer: Layer, spans: Sequence[tuple[int, int]]) -> list[tuple[Box, ...]]:
        """Where the spans of a layer without pages stand in the rendition that Attest sets of it."""
        ...

    def page(
        self,
        source: Source,
        original: Open | None,
        layer: Layer | None,
        page: int,
        marks: Sequence[Box],
        covers: Sequence[Box] = (),
    ) -> Picture:
        """A page (1-based; 0 for a picture) with the marks drawn on it; text sources are given as `layer`.

        What lies under `covers` is in no pixel of the picture.
        """
        ...

    def frame(self, source: Source, original: Open, anchor: FrameAnchor, covers: Sequence[Box] = ()) -> Picture:
        """The frame, turned for display, with the anchor's region drawn round; `covers` (coded pixels) are black."""
        ...


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a word, [start, end) of its claim, comes to the nearest word of the premise: a cosine in context."""

    start: int
    end: int
    cosine: float


class Aligner(Protocol):
    """Finds for every word of a claim the word of a premise that it is nearest to, by a model known by its hash."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str: ...

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Nearness, ...]]:
        """For each (premise, claim) the words of the claim in order; what the model cannot read at once is cut."""
        ...


class Entailment(Protocol):
    """A model of natural language inference, such as a cross-encoder that a person registered."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str: ...

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For each (premise, claim) how surely the premise says the claim, 0 to 1."""
        ...


class Embedder(Aligner, Protocol):
    """Text → unit vectors of a model that is known by its hash; it aligns words, too."""

    @property
    def dimension(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (n, dimension) in the order of `texts`."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its score (higher is nearer), rounded to 4 decimals so that ties are stable."""

    passage_id: str
    score: float


class PassageIndex(Protocol):
    """Nearest passages by vector. Holds ids and vectors only; can be deleted and rebuilt from the case."""

    def add(self, ids: Sequence[str], vectors: Vectors) -> None: ...

    def remove(self, ids: Sequence[str]) -> None: ...

    def nearest(self, vector: Vectors, count: int) -> list[Hit]:
        """The `count` nearest passages, rescored exactly, ties in passage order."""
        ...

    def __len__(self) -> int: ...


class Progress(Protocol):
    """How long work tells what it does; `done` of `total` units; False means stop."""

    def __call__(self, what: str, done: float, total: float) -> bool: ...


Items = Iterator[object]
