"""A cross-encoder from a folder, in a real child: one small model made here, with random weights and real labels."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.embed import EmbeddingModel, packaged
from ingest.embedding_model import sha256_of
from ingest.entail import ChildEntailment
from ingest.isolation import ChildRunner
from provenance.errors import ModelError

PAIRS = [("A man ran.", "Somebody ran."), ("The door was shut. " * 400, "It was open."), ("", "x")]


@pytest.fixture(scope="module")
def runner() -> Iterator[ChildRunner]:
    with ChildRunner(1) as made:
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of two narrow layers that tells contradiction, entailment and neutral apart by chance."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    torch.manual_seed(3)
    made = tmp_path_factory.mktemp("nli") / "model"
    words = AutoTokenizer.from_pretrained(packaged().folder, local_files_only=True)
    shape = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        id2label={0: "contradiction", 1: "ENTAILMENT", 2: "neutral"},
        label2id={"contradiction": 0, "ENTAILMENT": 1, "neutral": 2},
    )  # fmt: skip
    BertForSequenceClassification(shape).save_pretrained(made)
    words.save_pretrained(made)
    return made


def model(folder: Path) -> EmbeddingModel:
    return EmbeddingModel("small", str(folder), sha256_of(folder))


def test_every_pair_has_its_share_of_entailment(runner: ChildRunner, folder: Path) -> None:
    asked = ChildEntailment(runner, model(folder))
    found = asked.entails(PAIRS)
    assert len(found) == 3 and all(0 < one < 1 for one in found)
    assert found == asked.entails(PAIRS)
    assert asked.entails([]) == []
    assert (asked.name, asked.sha256) == ("small", sha256_of(folder))


def test_the_label_decides_which_output_counts(runner: ChildRunner, folder: Path, tmp_path: Path) -> None:
    turned = Path(shutil.copytree(folder, tmp_path / "turned"))
    config = json.loads((turned / "config.json").read_text())
    config["id2label"] = {"0": "entailment", "1": "contradiction", "2": "neutral"}
    config["label2id"] = {"entailment": 0, "contradiction": 1, "neutral": 2}
    (turned / "config.json").write_text(json.dumps(config))
    one = ChildEntailment(runner, model(folder)).entails(PAIRS)
    other = ChildEntailment(runner, model(turned)).entails(PAIRS)
    assert one != other and all(a + b < 1 for a, b in zip(one, other, strict=True))


def test_a_model_that_is_another_or_judges_something_else_is_refused(
    runner: ChildRunner, folder: Path, tmp_path: Path
) -> None:
    changed = EmbeddingModel("small", str(folder), "0" * 64)
    with pytest.raises(ModelError) as refused:
        ChildEntailment(runner, changed).entails(PAIRS)
    assert refused.value.code == "model_not_registered"
    mood = Path(shutil.copytree(folder, tmp_path / "mood"))
    config = json.loads((mood / "config.json").read_text())
    config["id2label"], config["label2id"] = {"0": "sad", "1": "glad", "2": "calm"}, {"sad": 0, "glad": 1, "calm": 2}
    (mood / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError) as unreadable:
        ChildEntailment(runner, model(mood)).entails(PAIRS)
    assert unreadable.value.code == "model_unreadable"
