"""Reads what a GGUF file says of itself in its header, within bounds: a model's file comes from strangers, too.

The format: ggml's docs/gguf.md (magic, version, counts, then key-value pairs, little-endian). No tensor is read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from provenance.errors import ModelError

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MOST_KEYS = 10_000
MOST_ITEMS = 8_000_000  # strings of arrays, all together: vocabularies have some 300,000
LONGEST_KEY = 65_535  # bytes, by the format
LONGEST_KEPT = 64 << 10  # bytes of a text that is kept
_WIDTHS = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}  # bytes of a number, by its type
_TEXT, _ARRAY = 8, 9
_INTEGERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 10: "<Q", 11: "<q"}
_KEPT_ITEMS = 50  # texts of an array that are kept
# Quantisations by general.file_type (llama.cpp's llama_ftype).
_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M",
    13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS",
    21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4",
}  # fmt: skip
# Architectures that make vectors or look at pictures, and write no text.
WRITES_NOTHING = frozenset(
    ("bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "jina-bert-v3", "modern-bert", "neo-bert", "eurobert")
    + ("gemma-embedding", "t5encoder", "clip", "wavtokenizer-dec")
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says; "" where it says nothing. `training` is what it names of data and models behind it."""

    name: str = ""
    architecture: str = ""
    quantisation: str = ""
    licence: str = ""
    training: str = ""
    parts: int = 1

    @property
    def kind(self) -> str:
        """ "llama Q4_K_M"."""
        return " ".join(word for word in (self.architecture, self.quantisation) if word)


def read_header(path: Path) -> Header:
    """What a GGUF file says of itself; raises ModelError(model_missing | model_not_gguf)."""
    try:
        if path.is_dir():
            raise ModelError("model_not_gguf", name=path.name, why="it is a folder")
        size = path.stat().st_size
        with path.open("rb") as file:
            return _header(_Reader(file, size, path.name))
    except OSError as error:
        raise ModelError("model_missing", name=path.name or str(path)) from error


def _header(reader: _Reader) -> Header:
    if not reader.size:
        raise reader.fails("it is empty")
    if reader.take(4) != MAGIC:
        raise reader.fails("another format")
    version = reader.number("<I")
    if version not in VERSIONS:
        raise reader.fails(f"version {version} of the format is not known")
    tensors, count = reader.number("<Q"), reader.number("<Q")
    if count > MOST_KEYS or tensors > reader.size:
        raise reader.fails("its header is damaged")
    found: dict[str, object] = {}
    for _ in range(count):
        key, value = reader.pair()
        if value is not None:
            found.setdefault(key, value)
    return _told(found)


def _told(found: dict[str, object]) -> Header:
    file_type = found.get("general.file_type")
    split = found.get("split.count")
    return Header(
        name=_text(found.get("general.name")),
        architecture=_text(found.get("general.architecture")),
        quantisation=_FILE_TYPES.get(file_type, "") if isinstance(file_type, int) else "",
        licence=_licence(found),
        training=_training(found),
        parts=split if isinstance(split, int) and split > 1 else 1,
    )


def _licence(found: dict[str, object]) -> str:
    """ "apache-2.0 (Apache License 2.0, https://…)"."""
    short, name, link = (
        _text(found.get(f"general.license{end}"), 400 if end else 4000) for end in ("", ".name", ".link")
    )
    told = ", ".join(part for part in (name, link) if part and part != short)
    return f"{short} ({told})" if short and told else short or told


def _training(found: dict[str, object]) -> str:
    """What a header names of the data and models behind a model; "" for nothing."""
    listed = found.get("general.datasets")
    data = [_text(one) for one in listed] if isinstance(listed, list) else []
    data += _numbered(found, "general.dataset")
    bases = _numbered(found, "general.base_model")
    told = [f"data named in its file: {', '.join(data)}"] if data else []
    told += [f"made from {', '.join(bases)}"] if bases else []
    return "; ".join(told)


def _numbered(found: dict[str, object], key: str) -> list[str]:
    names = (_text(found.get(f"{key}.{at}.name")) for at in range(_KEPT_ITEMS))
    return [name for name in names if name]


def _text(value: object, most: int = 200) -> str:
    return " ".join(value.split())[:most] if isinstance(value, str) else ""


class _Reader:
    """Reads forward through a file and never beyond its end; lengths are believed only as far as the file goes."""

    def __init__(self, file: BinaryIO, size: int, name: str) -> None:
        self.size = size
        self._file, self._name = file, name
        self._items = 0

    def fails(self, why: str) -> ModelError:
        return ModelError("model_not_gguf", name=self._name, why=why)

    def take(self, count: int) -> bytes:
        data = self._file.read(count)
        if len(data) < count:
            raise self.fails("its header is cut off")
        return data

    def number(self, form: str) -> int:
        return int(struct.unpack(form, self.take(struct.calcsize(form)))[0])

    def pair(self) -> tuple[str, object]:
        """A key with its value where that is a text, a whole number or an array of texts that is kept; else None."""
        key = self._kept(self._length(LONGEST_KEY))
        return key, self._value(self.number("<I"), key.startswith(("general.", "split.")))

    def _value(self, kind: int, keep: bool) -> object:
        if kind == _TEXT:
            return self._text(keep)
        if kind == _ARRAY:
            return self._array(keep)
        if kind not in _WIDTHS:
            raise self.fails("its header is damaged")
        if keep and kind in _INTEGERS:
            return self.number(_INTEGERS[kind])
        self._skip(_WIDTHS[kind])
        return None

    def _text(self, keep: bool) -> str | None:
        length = self._length(self.size)
        if keep and length <= LONGEST_KEPT:
            return self._kept(length)
        self._skip(length)
        return None

    def _array(self, keep: bool) -> list[str] | None:
        kind, count = self.number("<I"), self.number("<Q")
        if kind in _WIDTHS:
            self._skip(count * _WIDTHS[kind])
            return None
        self._items += count
        if kind != _TEXT or self._items > MOST_ITEMS:  # arrays in arrays are in no file that a runtime loads
            raise self.fails("its header is damaged")
        found = [self._text(keep and at < _KEPT_ITEMS) for at in range(count)]
        return [text for text in found if text] if keep else None

    def _length(self, most: int) -> int:
        length = self.number("<Q")
        if length > most:
            raise self.fails("its header is damaged")
        return length

    def _kept(self, length: int) -> str:
        return self.take(length).decode("utf-8", "replace")

    def _skip(self, count: int) -> None:
        if count > self.size - self._file.tell():
            raise self.fails("its header is cut off")
        self._file.seek(count, 1)
