"""Makes passages of the cues of a transcript: whole sentences of one speaker, over as many cues as they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.dialogue import Turn
from ingest.folding import folded
from ingest.furniture import CleanText
from provenance.records import Part


def spoken(parts: Sequence[Part], at: int) -> tuple[CleanText, list[Turn]]:
    """The words of consecutive cues that begin at `at` in the layer, and who says them.

    Cues of one speaker that follow each other are one turn; his name stands before its words once. The name is what
    stands before a cue's place (see `readers.transcript`).
    """
    stretches: list[tuple[int, str]] = []
    begun: list[tuple[int, str, int]] = []  # offset of the turn, its speaker, offset of its words
    speaker: str | None = None
    for part in parts:
        for before, start, end in _said(part):
            name = part.text[before:start].strip().removesuffix(":").strip()
            if name != speaker:
                speaker = name
                begun.append((at + before, name, at + start))
                stretches.append((at + before, part.text[before:end]))
            else:
                stretches.append((at + start, part.text[start:end]))
        at += len(part.text)
    clean = folded(stretches)
    starts = [clean.at(offset) for offset, _, _ in begun]
    ends = [*starts[1:], len(clean.text)]
    turns = [
        Turn(start, clean.at(body), end, "speech", name)
        for start, end, (_, name, body) in zip(starts, ends, begun, strict=True)
        if start < end
    ]
    return clean, turns


def _said(part: Part) -> Iterator[tuple[int, int, int]]:
    """(where the speaker's name begins, where his words begin and end) for each place of a cue."""
    before = 0
    for place in part.places:
        yield before, place.start, place.end
        before = place.end + 1
