"""How many claims a draft may hold: so that every source of text, and every camera that saw movement, has its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.records import Source
from summarise.material import usable
from summarise.settings import DEFAULT, Settings

_FOOTAGE = re.compile(r"\b(?:cctv|cameras?|footage|video|film(?:ed)?|movements?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Budget:
    """How many claims may quote text and how many may tell of footage."""

    text: int
    footage: int


def mentions_footage(brief: str) -> bool:
    """Whether a brief asks for footage."""
    return bool(_FOOTAGE.search(brief))


def budget(asked: int | None, text_sources: int, movements: Sequence[int], settings: Settings = DEFAULT) -> Budget:
    """How many claims text and footage get: `asked` in all, or enough for every source when None.

    `movements` are the events of each camera. Footage gets what text leaves, and at least one claim a
    camera where every text source still gets one.
    """
    per_camera = [min(m, settings.events_of_a_camera) for m in movements]
    if asked is None:
        return Budget(max(settings.base_claims, text_sources) + 2 * text_sources, sum(per_camera))
    cameras = sum(1 for m in movements if m)
    footage = min(sum(per_camera), max(asked // 4, min(cameras, asked - text_sources)), asked)
    return Budget(asked - max(0, footage), max(0, footage))


def usable_text(sources: Sequence[Source]) -> int:
    """How many sources may be quoted."""
    return sum(1 for s in sources if usable(s) and s.kind != "video")
