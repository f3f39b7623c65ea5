"""The models that this version runs with, known by the SHA-256 of their weights."""

from __future__ import annotations

from ingest.embed import default_model
from ingest.readers import ocr
from provenance.records import ModelUse


def registered() -> list[ModelUse]:
    """Embedding model and OCR models as they lie on this machine, hashed now."""
    return [default_model(), *ocr.models()]
