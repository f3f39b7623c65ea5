"""What the tests of several packages share: the sample case, made once for the whole run, and the children of cases."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_once import made_once

if TYPE_CHECKING:
    from app.sample import SampleCase
    from ingest.embed import ChildEmbedder
    from ingest.isolation import ChildRunner

if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # the processors are busy already; threads would only wait in turn


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The sample case takes long to make, and the processes share it: files of a folder that need it come last, but for
    the very first, so that others run while it is made."""
    needing = {item.path for item in items if "sample_taken_in" in getattr(item, "fixturenames", ())}
    first = next((item.path for item in items if item.path in needing), None)
    folders = list(dict.fromkeys(item.path.parent for item in items))
    items.sort(key=lambda i: (i.path != first, folders.index(i.path.parent), i.path in needing))


@pytest.fixture(scope="session", autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is registered in the account that runs the tests."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
            patched.setenv(name, str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(autouse=True)
def _no_receipts(_own_data: None) -> None:
    """Copies of one case are worked on in one test after another; a receipt of one says nothing of the next."""
    from app import receipts

    receipts.path().unlink(missing_ok=True)


@pytest.fixture(scope="session")
def model_child() -> Iterator[ChildRunner]:
    """The child that has the real embedding model loaded, for as long as this process runs tests."""
    from ingest.isolation import ChildRunner

    with ChildRunner(1) as child:
        yield child


@pytest.fixture(scope="session")
def real_embedder(model_child: ChildRunner) -> ChildEmbedder:
    from ingest.embed import ChildEmbedder

    return ChildEmbedder(model_child)


@pytest.fixture(scope="session")
def kept_children(model_child: ChildRunner) -> Iterator[None]:
    """All cases work with the same children; a test that is about the children themselves asks for `own_children`."""
    from kept_child import kept

    with kept(model_child):
        yield


@pytest.fixture
def own_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each case starts and ends its children itself, as in the program: for tests of just that."""
    from kept_child import OWN

    for name, part in OWN.items():
        monkeypatch.setattr(f"app.case.Case.{name}", part)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleCase:
    """The sample's files, its exhibit list, and what was planted in them; nobody may change them."""
    from app.sample import make_sample

    def make(folder: Path) -> None:
        (folder / "sample.pickle").write_bytes(pickle.dumps(make_sample(folder)))

    folder = made_once(tmp_path_factory, "sample", make)
    found: SampleCase = pickle.loads((folder / "sample.pickle").read_bytes())
    return found


@pytest.fixture(scope="session")
def sample_taken_in(tmp_path_factory: pytest.TempPathFactory, sample: SampleCase) -> Path:
    """The sample case: all taken in, an overview drafted (D1), a question asked (D2); nobody may change it.

    Made by the command line in processes of its own, as a user would make it.
    """
    from app.demo import QUESTION

    every_processor = {k: v for k, v in os.environ.items() if k != "OMP_NUM_THREADS"}  # other tests wait for it

    def make(folder: Path) -> None:
        for words in (
            ("new", folder / "case", "--reference", sample.reference, "--title", sample.title, "--training"),
            ("add", folder / "case", *sample.files, "--register", sample.register, "--json"),
            ("summarise", folder / "case", "--json"),
            ("ask", folder / "case", QUESTION, "--json"),
        ):
            command = [sys.executable, "-P", "-m", "app.cli.main", *map(str, words)]
            done = subprocess.run(command, capture_output=True, env=every_processor)
            assert done.returncode in ((0, 1) if words[0] == "add" else (0,)), done.stderr.decode()

    return made_once(tmp_path_factory, "sample-case", make) / "case"
