"""How a draft came to be, as recorded: the models that took part, and the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelUse:
    """A model that took part in a run: role, name, SHA-256 of its weights, and what was known of it, "" for nothing."""

    role: str
    name: str
    sha256: str
    licence: str = ""
    training: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One drafting, as recorded: what ran, on what, with which settings, over which retrieved passages."""

    generator: str
    models: tuple[ModelUse, ...]
    settings: Mapping[str, object]
    seed: int
    build: Mapping[str, str]
    started: str
    finished: str
    retrieved: tuple[str, ...]
