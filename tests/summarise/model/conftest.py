"""A small real model, the child that runs it, and a case of statements for it to read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]  # for draft_case and tiny_gguf

from model_case import case_of_statements, model_in  # noqa: E402
from tiny_gguf import write_tiny  # noqa: E402

from ingest.isolation import ChildRunner  # noqa: E402
from provenance.store.case_store import CaseStore  # noqa: E402
from summarise.model.child import ChildLanguageModel  # noqa: E402


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture(scope="session")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that writes for seconds, to be ended in the middle of it."""
    return write_tiny(tmp_path_factory.mktemp("model") / "slow.gguf", wide=384, layers=4)


@pytest.fixture(scope="session")
def child() -> Iterator[ChildRunner]:
    """The child that keeps the model loaded, for tests that leave it alive."""
    with ChildRunner(1) as runner:
        yield runner


@pytest.fixture(scope="session")
def model(child: ChildRunner, tiny: Path) -> ChildLanguageModel:
    return model_in(child, tiny)


@pytest.fixture(scope="session")
def statements(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseStore]:
    """Nobody may change it."""
    with case_of_statements(tmp_path_factory.mktemp("statements") / "case") as store:
        yield store
