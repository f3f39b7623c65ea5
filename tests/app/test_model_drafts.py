"""Drafts and answers by a language model on the command line, and what is said where none can be had."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from command_line import Attest
from tiny_gguf import write_tiny

from app.case import Case
from app.models import language_model
from provenance.errors import ModelError, TaskError
from provenance.store.records import NewClaim

pytest.importorskip("llama_cpp", reason="the runtime of language models is not installed here: make llm")

LETTER = (
    "Dear Sir,\n\nI saw a red lorry strike the gate of the depot at about 14:25 on 3 May 2026. The driver ran off "
    "towards the river. I did not see anybody else.\n"
)
NOTE = (
    "Note of 4 May 2026\n\nThe gate of the depot was mended at noon. Nobody at the depot saw a lorry. A dog barked for "
    "an hour behind the shed, and the lamp over the gate was out.\n"
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture(scope="module")
def whole_case(tmp_path_factory: pytest.TempPathFactory, attest: Attest) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    for name, text in (("letter.txt", LETTER), ("note.txt", NOTE)):
        (folder / name).write_text(text, encoding="utf-8")
    assert attest("new", folder / "case", "--reference", "TEST").code == 0
    assert attest("add", folder / "case", folder / "letter.txt", folder / "note.txt").code == 0
    return folder / "case"


@pytest.fixture
def case(whole_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole_case, tmp_path / "case"))


def test_a_model_drafts_and_what_it_makes_up_is_held_back(
    case: Path, attest: Attest, tiny: Path, tmp_path: Path
) -> None:
    made = attest("summarise", case, "--model", tiny, "--json")
    assert made.code == 0, made.err
    run, held = made.json["run"], made.json["unsupported"]
    model = run["models"][-1]  # type: ignore[index]
    assert run["generator"] == "attest-model/1"  # type: ignore[index]
    assert model == {"role": "language_model", "name": "tiny.gguf", "sha256": language_model(str(tiny), go_on).sha256}
    assert held and all(c["citations"] and c["verdict"]["reasons"] for c in held)  # type: ignore[attr-defined]
    shown = [p for group in run["settings"]["passages_shown"] for p in group]  # type: ignore[index]
    spans = {p: attest("show", case, p, "--json").json for p in shown}
    assert set(shown) <= set(run["retrieved"]) and spans  # type: ignore[index]
    assert attest("verify", case, "--json").json["failed"] == []
    report = tmp_path / "report.html"
    assert attest("export", case, "--draft", made.json["draft_id"], "--format", "html", "--out", report).code == 0
    page = report.read_text(encoding="utf-8")
    assert "A language model (tiny.gguf) drafted this in words of its own" in page
    assert "Held back" in page and model["sha256"] in page


def test_the_same_command_drafts_the_same(case: Path, attest: Attest, tiny: Path) -> None:
    one, two = (attest("summarise", case, "--model", tiny, "--brief", "the lorry", "--json").json for _ in range(2))
    assert [c["text"] for c in one["unsupported"]] == [c["text"] for c in two["unsupported"]]  # type: ignore[attr-defined]
    assert one["run"]["settings"] == two["run"]["settings"]  # type: ignore[index]


def test_a_model_answers_or_nothing_was_found(case: Path, attest: Attest, tiny: Path) -> None:
    asked = attest("ask", case, "What did the red lorry strike?", "--model", tiny, "--json")
    assert asked.code == 0 and asked.json["run"]["settings"]["calls"] == 1  # type: ignore[index]
    none = attest("ask", case, "Which airline flew the surgeon to Boston?", "--model", tiny)
    assert none.code == 0 and "Not found in the" in none.out


def test_without_a_model_sentences_are_quoted(case: Path, attest: Attest) -> None:
    made = attest("summarise", case, "--model", "extractive", "--json")
    assert made.json["run"]["generator"] == "attest-extractive/2"  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("nowhere.gguf", None, "model_missing"),
        ("folder.gguf", "folder", "model_not_gguf"),
        ("empty.gguf", b"", "model_not_gguf"),
        ("paper.gguf", b"%PDF-1.7\n1 0 obj\n", "model_not_gguf"),
        ("half.gguf", "half", "model_broken"),
        ("vectors.gguf", "vectors", "model_not_writing"),
        ("big-00001-of-00003.gguf", "whole", "model_in_parts"),
    ],
)
def test_files_that_cannot_draft_say_why_and_nothing_is_drafted(
    case: Path, attest: Attest, tiny: Path, tmp_path: Path, name: str, data: object, code: str
) -> None:
    path = tmp_path / name
    if data == "folder":
        path.mkdir()
    elif data == "vectors":
        write_tiny(path, settings=(("llama.attention.causal", False),))
    elif data is not None:
        whole = tiny.read_bytes()
        path.write_bytes(data if isinstance(data, bytes) else whole[: len(whole) // (2 if data == "half" else 1)])
    told = attest("summarise", case, "--model", path, "--json")
    assert (told.code, told.json["error"]["code"]) == (2 if data is None else 1, code), told.err  # type: ignore[index]
    assert name in told.err or code == "model_missing"
    assert attest("searches", case, "--json").json["searches"] == []
    known = {model["name"] for model in attest("models", "list", "--json").json["models"]}  # type: ignore[attr-defined]
    assert path.stem not in known and name not in known, "what never drafted is not registered"


def test_a_seed_below_nothing_is_refused_before_anything_runs(case: Path, attest: Attest, tiny: Path) -> None:
    told = attest("summarise", case, "--model", tiny, "--seed", "-1")
    assert told.code == 2 and "--seed" in told.err
    assert attest("searches", case, "--json").json["searches"] == []


def test_a_model_larger_than_the_memory_is_not_begun(case: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.virtual_memory", lambda: type("Memory", (), {"total": 1000})())
    with Case.open(case) as opened, pytest.raises(ModelError) as error:
        opened.summarise(None, None, 7, None, go_on, str(tiny))
    assert error.value.code == "model_too_large"


def test_a_killed_model_leaves_the_case_whole_and_the_run_recorded(case: Path, attest: Attest, tmp_path: Path) -> None:
    slow = write_tiny(tmp_path / "slow.gguf", wide=384, layers=4)
    came: list[NewClaim] = []
    with Case.open(case) as opened:

        def kill(what: str, done: float, total: float) -> bool:
            if "reads and writes" in what:
                os.kill(opened.writers._workers[0]._process.pid, signal.SIGKILL)  # type: ignore[union-attr]
            return True

        with pytest.raises(ModelError) as error:
            opened.summarise("the lorry", None, 7, None, kill, str(slow), came.append)
        assert error.value.code == "model_crashed"
        stopped = opened.store.draft(str(error.value.facts["draft"]))
        assert stopped.run.settings["stopped"]["code"] == "model_crashed" and stopped.claims == ()  # type: ignore[index]
        assert opened.summarise("the lorry", None, 7, None, go_on).claims  # the same case, the same window
    assert attest("audit", case, "--check", "--json").json["ok"]
    (first, second) = attest("searches", case, "--json").json["searches"]  # type: ignore[misc]
    assert (first["brief"], first["claims"], first["generator"]) == ("the lorry", 0, "attest-model/1")
    assert second["claims"] > 0
    report = tmp_path / "stopped.html"
    assert attest("export", case, "--draft", stopped.id, "--format", "html", "--out", report).code == 0
    assert "The model stopped before the draft was whole" in report.read_text(encoding="utf-8")


def test_stop_ends_the_work_and_records_no_draft(case: Path, tmp_path: Path) -> None:
    slow = write_tiny(tmp_path / "slow.gguf", wide=384, layers=4)
    with Case.open(case) as opened:
        with pytest.raises(TaskError) as error:
            opened.summarise(None, None, 7, None, lambda what, *_: "reads and writes" not in what, str(slow))
        assert error.value.code == "cancelled"
        assert list(opened.store.searches()) == []


def test_hashing_can_be_stopped(tiny: Path) -> None:
    copy = tiny.with_name("other.gguf")
    shutil.copy(tiny, copy)
    with pytest.raises(TaskError):
        language_model(str(copy), lambda *_: False)


def go_on(what: str, done: float, total: float) -> bool:
    return True


def test_a_run_of_a_model_is_repeated_with_the_model_that_it_recorded(
    case: Path, attest: Attest, tiny: Path, tmp_path: Path
) -> None:
    own = Path(shutil.copy(tiny, tmp_path / "own.gguf"))
    own.write_bytes(own.read_bytes() + b"\0" * 16)  # another hash than that of the others' file
    made = attest("summarise", case, "--model", own, "--json")
    assert made.code == 0 and "is registered from now on" in made.err
    draft = made.json["draft_id"]
    again = attest("replay", case, draft, "--json")
    assert again.code == 0, again.err
    assert again.json["same"] is True and "registered" not in again.err
    assert again.json["run"]["models"] == made.json["run"]["models"]  # type: ignore[index]
    other = attest("replay", case, draft, "--model", "extractive", "--json").json
    told = {one["name"] for one in other["comparison"]["settings"]}  # type: ignore[index]
    assert other["same"] is False and {"generator", "models"} <= told
    assert attest("models", "remove", "own.gguf").code == 0
    gone = attest("replay", case, draft, "--json")
    assert (gone.code, gone.json["error"]["code"]) == (1, "model_of_run_missing")  # type: ignore[index]
