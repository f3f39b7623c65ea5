"""Reading again gives what was read first: parts, the whole layer's words, frames; and says when it does not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pymupdf
import pytest

from ingest import readers
from ingest.isolation import ChildRunner
from ingest.items import ReadSettings
from ingest.reopen import ChildReopener
from provenance.errors import ReadError
from provenance.ports import Reopener
from provenance.records import FrameAnchor, Part, Source


@pytest.fixture(scope="module")
def reopener() -> Iterator[Reopener]:
    with ChildRunner() as runner:
        yield ChildReopener(runner)


def source(kind: str) -> Source:
    return Source("S1", "0" * 64, "notes", "", 0, kind, "read", "", "")


def three_pages() -> bytes:
    with pymupdf.open() as document:
        for n in range(3):
            document.new_page().insert_text((72, 90), f"Page {n}: the café was shut.", fontsize=12)
        return bytes(document.tobytes())


def test_parts_are_what_the_first_reading_gave(reopener: Reopener) -> None:
    raw = three_pages()
    first = [p for p in readers.read(io.BytesIO(raw), "notes", ReadSettings()) if isinstance(p, Part)]
    again = reopener.parts(source("pdf"), lambda: io.BytesIO(raw), [2, 0, 2, 9])
    assert [part.ordinal for part in again] == [0, 2]
    for part in again:
        before = first[part.ordinal]
        assert part.words is not None and before.words is not None
        assert replace(part, words=None) == replace(before, words=None)
        assert part.words.pack() == before.words.pack()


def test_words_are_found_in_the_whole_layer(reopener: Reopener) -> None:
    raw = "Ünï 😀 one\r\ntwo the quote three".encode()
    assert reopener.find(source("text"), lambda: io.BytesIO(raw), "the quote") == len("Ünï 😀 one\ntwo ")
    assert reopener.find(source("text"), lambda: io.BytesIO(raw), "another quote") is None


def test_a_changed_file_raises_what_reading_raises(reopener: Reopener) -> None:
    with pytest.raises(ReadError) as refused:
        reopener.parts(source("pdf"), lambda: io.BytesIO(b"not a PDF at all"), [0])
    assert refused.value.code == "file_damaged"


@pytest.mark.parametrize("kind", ["text", "pdf", "docx", "picture", "video"])
def test_every_kind_names_its_extractor(reopener: Reopener, kind: str) -> None:
    assert any(char.isdigit() for char in reopener.extractor(kind))


def test_frames_in_the_order_given_and_none_where_nothing_is(reopener: Reopener) -> None:
    from ingest.video.planes import plane_hash

    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for n in range(12):
            rgb = np.full((120, 160, 3), 20 * n, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        container.mux(stream.encode())
    with av.open(io.BytesIO(out.getvalue())) as container:
        coded = container.streams.video[0]
        base = Fraction(coded.time_base or 1)
        shots = [(frame.pts or 0, plane_hash(frame)) for frame in container.decode(coded)]
    anchors = [FrameAnchor("", 0, n, *(shots[n][0], base, shots[n][1]), "yuv420p", "") for n in (7, 2)]
    anchors.append(replace(anchors[0], pts=shots[-1][0] + 12345, ordinal=99))
    found = reopener.frames(source("video"), lambda: io.BytesIO(out.getvalue()), anchors)
    assert [frame.sha256 for frame in found] == [shots[7][1], shots[2][1], None]
    assert found[0].pixel_format == "yuv420p" and "h264" in found[0].decoder
