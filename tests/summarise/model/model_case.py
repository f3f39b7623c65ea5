"""A case of short statements, and a small model in a child, for tests of the model's drafter."""

from __future__ import annotations

import hashlib
from pathlib import Path

from draft_case import BY, HashEmbedder, add_text, index_all

from ingest.isolation import ChildRunner
from provenance.ports import Limits
from provenance.store.case_store import CaseStore
from summarise.model.child import ChildLanguageModel
from summarise.model.loading import ModelFile, stamp_of

EMBEDDER = HashEmbedder()
RUNTIME = "the runtime of language models is not installed here: make llm"
WITNESSES = ("Ann Farrow", "Ben Holt", "Cleo Marsh", "Dev Nair", "Eve Price", "Finn Rook")
STATEMENT = (
    "At {hour}.15 I saw a red lorry strike the gate of the depot. The driver, a tall man in a black coat, ran off "
    "towards the river. I did not see anybody else there. I think that it was raining when the lorry came to stand. "
    "Later I heard a dog bark behind the shed, and a woman with a green umbrella said that {name} had called for help."
)


def case_of_statements(folder: Path, texts: dict[str, str] | None = None) -> CaseStore:
    """A statement each of six witnesses; or these, by the witness's name."""
    store = CaseStore.create(folder, "MODEL", "", BY)
    told = texts or {name: STATEMENT.format(hour=10 + i, name=name) for i, name in enumerate(WITNESSES)}
    for i, (name, text) in enumerate(told.items()):
        add_text(store, f"{i}.txt", text, {"witness": name, "statement_date": "3 May 2026"}, exhibit=f"W/{i + 1}")
    index_all(store, EMBEDDER)
    return store


def file_of(path: Path, context: int = 4096) -> ModelFile:
    found = path.stat()
    return ModelFile(str(path), found.st_size, stamp_of(found), context, 1)


def model_in(child: ChildRunner, path: Path, context: int = 4096, limits: Limits | None = None) -> ChildLanguageModel:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return ChildLanguageModel(child, file_of(path, context), sha256, limits)


def quiet(text: str, evaluated: int, generated: int) -> None:
    """A `Writing` that looks at nothing."""
