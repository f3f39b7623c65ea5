"""Records to plain JSON and back, canonical JSON, and the digests over it.

Canonical JSON: keys sorted by code point, no white space, UTF-8, numbers as Python writes them, no NaN. Fractions
are written "1/25". Lone surrogates, which no UTF-8 can hold (file names may carry them), become U+FFFD.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from fractions import Fraction
from numbers import Integral, Real
from pathlib import PurePath
from typing import Any

from provenance.footage import ClockReading, Moment, MovementEvent
from provenance.near import Near
from provenance.records import Anchor, Box, Coverage, FrameAnchor, Notice, TextAnchor, Unused, Verdict
from provenance.runs import ModelUse, Run

Plain = Any  # what json.loads gives
_NAMED = ("role", "name", "sha256")  # of a model, always written; what else is known of it, where it is
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with lone surrogates as U+FFFD, same length."""
    return _SURROGATE.sub("\ufffd", text)


def plain(value: object) -> Plain:
    """`value` as JSON types; dataclasses become objects. Raises TypeError on what has no such form."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Real):
        return float(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Notice) and not value.place:  # as it was written before notices had places
        return {"code": clean(value.code), "detail": clean(value.detail)}
    if isinstance(value, ModelUse):
        return {
            f.name: clean(text)
            for f in dataclasses.fields(value)
            if (text := getattr(value, f.name)) or f.name in _NAMED
        }
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, PurePath):
        return clean(str(value))
    raise TypeError(f"no plain form: {type(value).__name__}")


def canonical(value: Plain) -> str:
    """Canonical JSON of a plain value; raises ValueError on NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def dump(value: object) -> str:
    """Canonical JSON of any record."""
    return canonical(plain(value))


def digest(value: Plain) -> str:
    """SHA-256, in hex, over the canonical JSON of a plain value."""
    return sha256(canonical(value))


def sha256(text: str) -> str:
    """SHA-256, in hex, of the text in UTF-8."""
    return bytes_sha256(text.encode("utf-8"))


def bytes_sha256(data: bytes) -> str:
    """SHA-256, in hex."""
    return hashlib.sha256(data).hexdigest()


def fraction(text: str) -> Fraction:
    """Fraction(1, 25) of "1/25"."""
    return Fraction(text)


def notices(raw: str) -> tuple[Notice, ...]:
    return () if raw == "[]" else tuple(Notice(**item) for item in json.loads(raw))


def box(item: Plain) -> Box | None:
    return None if item is None else Box(**item)


def anchor(item: Plain) -> Anchor:
    """The inverse of `plain` for anchors."""
    if "pts" in item:
        region = box(item["region"])
        return FrameAnchor(**(item | {"time_base": fraction(item["time_base"]), "region": region}))
    boxes = tuple(Box(**b) for b in item["boxes"])
    fragments = tuple((conforms, value) for conforms, value in item["fragments"])
    return TextAnchor(**(item | {"boxes": boxes, "fragments": fragments}))


def verdict(item: Plain) -> Verdict:
    return Verdict(**(item | {"reasons": tuple(Notice(**reason) for reason in item["reasons"])}))


def run(item: Plain) -> Run:
    models = tuple(ModelUse(**model) for model in item["models"])
    return Run(**(item | {"models": models, "retrieved": tuple(item["retrieved"])}))


def coverage(item: Plain) -> Coverage:
    unread, unused = (tuple(Unused(**u) for u in item[name]) for name in ("unread_sources", "unused_sources"))
    near = tuple(Near(**one) for one in item.get("near", ()))
    return Coverage(**(item | {"unread_sources": unread, "unused_sources": unused, "near": near}))


def event(item: Plain) -> MovementEvent:
    start, peak, end = (_moment(item[name]) for name in ("start", "peak", "end"))
    return MovementEvent(start, peak, end, Box(**item["region"]))


def clock(item: Plain) -> ClockReading | None:
    if item is None:
        return None
    return ClockReading(**(item | {name: tuple(item.get(name, ())) for name in ("jumps", "leaps", "since", "stops")}))


def _moment(item: Plain) -> Moment:
    return Moment(item["pts"], fraction(item["time_base"]), item["ordinal"])
