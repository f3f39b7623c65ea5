"""Writes GGUF headers as the format's page has them, sound and broken, for tests of the register of models."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

TEXT, ARRAY, UINT32, FLOAT32 = 8, 9, 4, 6
FACTS: Mapping[str, object] = {
    "general.architecture": "llama",
    "general.name": "Tiny Instruct",
    "general.license": "apache-2.0",
    "general.license.link": "https://example.org/licence",
    "general.file_type": 15,
    "general.datasets": ["Letters", "Talks"],
    "general.base_model.0.name": "Tiny Base",
    "tokenizer.ggml.tokens": ["a", "b", "c"],
    "tokenizer.ggml.scores": [0.0, 1.0],
}


def text(value: str) -> bytes:
    data = value.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _value(value: object) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", TEXT) + text(value)
    if isinstance(value, int):
        return struct.pack("<II", UINT32, value)
    assert isinstance(value, list)
    if isinstance(value[0], str):
        return struct.pack("<IIQ", ARRAY, TEXT, len(value)) + b"".join(map(text, value))
    return struct.pack("<IIQ", ARRAY, FLOAT32, len(value)) + b"".join(struct.pack("<f", v) for v in value)


def header(facts: Mapping[str, object] = FACTS, version: int = 3, count: int | None = None) -> bytes:
    pairs = b"".join(text(key) + _value(value) for key, value in facts.items())
    return b"GGUF" + struct.pack("<IQQ", version, 0, len(facts) if count is None else count) + pairs


def write(path: Path, facts: Mapping[str, object] = FACTS, weights: bytes = b"weights") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header(facts) + weights)
    return path
