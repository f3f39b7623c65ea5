"""Runs a cross-encoder of natural language inference from disk; belongs in a long-lived child, which keeps it loaded.

Only weights with the expected SHA-256 are loaded, from a folder, without code of the folder's own and no look-up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ingest.embedding_model import sha256_of
from provenance.errors import ModelError
from provenance.offline import SWITCHES

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_SAYS = "entail"  # how the label that counts begins: "entailment", "ENTAILMENT", "entails"
_BATCH = 16


def entails(
    stream: BinaryIO | None, pairs: Sequence[tuple[str, str]], folder: str, sha256: str, threads: int
) -> Iterator[list[float]]:
    """Yield one list: for each (premise, claim) how surely the premise says the claim, 0 to 1.

    The share of the label of entailment, or the one output's sigmoid. What is too long for the model is cut.
    Raises ModelError(model_missing | model_not_registered | model_unreadable).
    """
    engine, place = load(folder, sha256, threads)
    import torch

    with torch.inference_mode():
        given = engine.predict(
            list(pairs), batch_size=_BATCH, activation_fn=torch.nn.Identity(), convert_to_tensor=True
        )
        found = given.float().reshape(len(pairs), -1)
        sure = torch.sigmoid(found[:, 0]) if place is None else torch.softmax(found, dim=1)[:, place]
    yield [round(float(one), 4) for one in sure]


@lru_cache(maxsize=1)
def load(folder: str, sha256: str, threads: int) -> tuple[CrossEncoder, int | None]:
    """The model, and which of its outputs is entailment (None where it has but one)."""
    if sha256_of(Path(folder)) != sha256:
        raise ModelError("model_not_registered", name=Path(folder).name)
    os.environ.update(SWITCHES)
    import torch
    from sentence_transformers import CrossEncoder

    torch.set_num_threads(threads)
    try:
        engine = CrossEncoder(
            folder,
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("model_unreadable", name=Path(folder).name, error=str(error)) from error
    return engine, _place(engine, Path(folder).name)


def _place(engine: CrossEncoder, name: str) -> int | None:
    """Which output says entailment, by its label; raises ModelError("model_unreadable") where none does."""
    labels = dict(getattr(engine.config, "id2label", None) or {})
    if len(labels) == 1:
        return None
    found = [number for number, label in labels.items() if str(label).casefold().startswith(_SAYS)]
    if len(found) != 1:
        raise ModelError("model_unreadable", name=name, error="none of its labels is entailment")
    return int(found[0])
