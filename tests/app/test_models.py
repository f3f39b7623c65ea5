"""The register of models: what is added, forgotten, refused when its file changed, and told of with each run."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from command_line import Attest
from gguf_files import FACTS, write
from working_case import go_on

from app import models
from app.modelling import files, register
from app.models import Told
from ingest.embed import PUBLISHED_SHA256
from provenance.errors import AttestError, ModelError, TaskError, UsageError
from provenance.runs import ModelUse

NOTHING = Told()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register of this test's own."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return tmp_path / "home"


def listed() -> dict[str, models.Listed]:
    return {one.model.name: one for one in models.listed(go_on) if not one.built_in}


def code_of(error: pytest.ExceptionInfo[AttestError]) -> str:
    return error.value.code


def refusal(path: Path, told: Told = NOTHING) -> str:
    with pytest.raises(AttestError) as error:
        models.add(path, told, go_on)
    return error.value.code


def test_built_in_models_are_listed_by_themselves_with_licence_and_training(home: Path) -> None:
    found = models.listed(go_on)
    assert [one.model.role for one in found] == ["embedder", "ocr det", "ocr rec"]
    assert all(one.built_in and one.state == "ok" and one.model.licence == "Apache-2.0" for one in found)
    assert found[0].model.sha256 == PUBLISHED_SHA256 and "1.17 billion pairs" in found[0].model.training
    assert all(Path(one.model.file).stat().st_size == one.model.size for one in found)
    assert not home.exists(), "to look is not to write"


def test_a_file_is_registered_with_what_it_says_of_itself(tmp_path: Path) -> None:
    file = write(tmp_path / "m" / "tiny-Q4_K_M.gguf")
    (known,) = models.add(file, NOTHING, go_on).models
    assert (known.role, known.name, known.title, known.kind) == (
        "language_model", "tiny-Q4_K_M.gguf", "Tiny Instruct", "llama Q4_K_M",
    )  # fmt: skip
    assert known.licence.startswith("apache-2.0") and "Letters" in known.training and not known.first_used
    assert listed()["tiny-Q4_K_M.gguf"].state == "ok"
    kept = json.loads(register.path().read_text("utf-8"))
    assert kept["models"][0]["sha256"] == known.sha256, "a person can read it"
    assert models.add(file, NOTHING, go_on).models == (known,), "adding it again changes nothing"


def test_what_a_person_says_goes_before_what_the_file_says(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gguf")
    models.add(file, Told(name="Ours", licence="Licence of ours\n\nAll rights.", training="letters of 2024"), go_on)
    assert set(listed()) == {"Ours"}
    one = listed()["Ours"].model
    assert one.licence_line == "Licence of ours" and one.training == "letters of 2024"
    models.add(file, Told(training="letters of 2025"), go_on)
    assert (listed()["Ours"].model.licence, listed()["Ours"].model.training) == (one.licence, "letters of 2025")


def test_a_folder_gives_all_it_holds_and_tells_what_cannot_draft(tmp_path: Path) -> None:
    write(tmp_path / "m" / "a.gguf")
    write(tmp_path / "m" / "deep" / "b.GGUF", {**FACTS, "general.name": "B"})
    write(tmp_path / "m" / "embed.gguf", {"general.architecture": "nomic-bert"})
    write(tmp_path / "m" / "part-00001-of-00002.gguf", {**FACTS, "split.count": 2})
    (tmp_path / "m" / "paper.gguf").write_bytes(b"%PDF-1.7")
    (tmp_path / "m" / "readme.txt").write_text("not a model")
    done = models.add(tmp_path / "m", NOTHING, go_on)
    assert [one.name for one in done.models] == ["a.gguf", "b.GGUF"]
    assert {p.name: e.code for p, e in done.refused} == {
        "embed.gguf": "model_not_writing", "paper.gguf": "model_not_gguf", "part-00001-of-00002.gguf": "model_in_parts",
    }  # fmt: skip
    (tmp_path / "none").mkdir()
    assert refusal(tmp_path / "none") == "model_none_there"
    assert refusal(tmp_path / "m", Told(name="x")) == "bad_value"
    assert refusal(tmp_path / "gone.gguf") == "model_missing"
    assert refusal(tmp_path / "m" / "a.gguf", Told(role="embedder")) == "bad_value"


def test_two_files_of_one_name_have_two_and_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    models.add(write(tmp_path / "x" / "a.gguf"), NOTHING, go_on)
    models.add(write(tmp_path / "y" / "a.gguf", weights=b"other"), NOTHING, go_on)
    assert set(listed()) == {"a.gguf", "a.gguf (2)"}
    assert refusal(write(tmp_path / "z.gguf"), Told(name="A.gguf")) == "model_name_taken"


def test_a_changed_file_is_refused_until_a_person_confirms(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gguf")
    first = models.language_model("a", go_on) if models.add(file, NOTHING, go_on) else None
    assert first is not None and first.path == file and not first.new
    write(file, weights=b"altered")
    with pytest.raises(ModelError) as error:
        models.language_model("a", go_on)
    assert code_of(error) == "model_other_file"
    now = listed()["a.gguf"].found
    assert error.value.facts["before"] == first.sha256 and error.value.facts["now"] == now != first.sha256
    assert listed()["a.gguf"].state == "changed" and listed()["a.gguf"].json()["found_sha256"] == now
    assert refusal(file) == "model_other_file", "adding it anew is no confirmation"
    (known,) = models.add(file, Told(again=True), go_on).models
    assert known.sha256 == now and known.earlier == (first.sha256,) and " by " in known.confirmed
    assert models.language_model("A", go_on).sha256 == now and listed()["a.gguf"].state == "ok"


def test_a_change_that_hides_behind_size_and_time_is_seen(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gguf")
    before = file.stat()
    models.add(file, NOTHING, go_on)
    with file.open("r+b") as stream:
        stream.seek(-1, os.SEEK_END)
        stream.write(b"!")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size and listed()["a.gguf"].state == "changed"


def test_another_spelling_of_its_path_does_not_pass_a_changed_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "m" / "a.gguf")
    (tmp_path / "m" / "sub").mkdir()
    link = tmp_path / "link.gguf"
    link.symlink_to(file)
    models.add(file, NOTHING, go_on)
    monkeypatch.chdir(tmp_path / "m" / "sub")
    spelt = ("../a.gguf", str(file.parent / "sub" / ".." / "a.gguf"), str(link))
    assert all(models.is_registered(one) and not models.language_model(one, go_on).new for one in spelt)
    write(file, facts={**FACTS, "general.name": "Another"})
    for one in spelt:
        with pytest.raises(ModelError, match="model_other_file"):
            models.language_model(one, go_on)
        assert refusal(Path(one)) == "model_other_file"
    assert len(listed()) == 1


def test_what_is_handed_on_is_the_stamp_from_before_the_hash(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gguf")
    models.add(file, NOTHING, go_on)
    os.utime(file, ns=(2, 2))  # so that it is hashed again
    before = files.stamp_of(file)

    def progress(what: str, done: float, total: float) -> bool:
        os.utime(file, ns=(1, 1))  # as if it were written anew while it is read
        return True

    assert models.language_model(str(file), progress).stamp == before != files.stamp_of(file)


def test_a_file_is_hashed_once_for_as_long_as_it_stays(tmp_path: Path) -> None:
    told: list[str] = []

    def progress(what: str, done: float, total: float) -> bool:
        told.append(what)
        assert 0 < done <= total
        return True

    file = write(tmp_path / "once.gguf")
    models.add(file, NOTHING, progress)
    assert told == ["Checking the file of once.gguf"]
    models.language_model("once", progress)
    models.listed(progress)
    assert len(told) == 1
    os.utime(file, ns=(1, 1))
    models.language_model("once", progress)
    assert len(told) == 2 and listed()["once.gguf"].model.stamp == files.stamp_of(file)


def test_hashing_can_be_stopped_and_registers_nothing(tmp_path: Path) -> None:
    with pytest.raises(TaskError) as error:
        models.add(write(tmp_path / "a.gguf", weights=b"stopped"), NOTHING, lambda *_: False)
    assert error.value.code == "cancelled" and listed() == {}


def test_a_model_that_is_drafted_with_is_registered_and_its_first_use_kept(tmp_path: Path) -> None:
    file = write(tmp_path / "new.gguf")
    assert not models.is_registered(str(file))
    assert models.language_model(str(file), go_on).new
    first = listed()["new.gguf"].model.first_used
    assert first.endswith("Z") and models.is_registered("new") and models.is_registered(str(file))
    assert not models.language_model("new", go_on).new
    assert listed()["new.gguf"].model.first_used == first
    with pytest.raises(UsageError) as error:
        models.language_model("nowhere", go_on)
    assert error.value.code == "model_missing"


def test_a_file_that_was_moved_is_the_same_model(tmp_path: Path) -> None:
    models.add(write(tmp_path / "a.gguf"), Told(name="Ours"), go_on)
    (tmp_path / "a.gguf").rename(tmp_path / "b.gguf")
    assert listed()["Ours"].state == "missing"
    with pytest.raises(ModelError):
        models.language_model("Ours", go_on)
    models.add(tmp_path / "b.gguf", NOTHING, go_on)
    assert listed()["Ours"].model.file == str(tmp_path / "b.gguf") and len(listed()) == 1


def test_what_is_forgotten_stays_on_the_disk(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gguf")
    models.add(file, NOTHING, go_on)
    assert models.remove("A").file == str(file) and file.exists() and listed() == {}
    for name in ("a", "all-MiniLM-L6-v2"):
        with pytest.raises(UsageError) as error:
            models.remove(name)
        assert error.value.code == "unknown_model"


def test_a_folder_of_sentence_transformers_is_for_entailment_and_watched_whole(tmp_path: Path) -> None:
    folder = tmp_path / "nli"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_text('{"id2label": {"0": "entailment"}}')
    assert models.entailment_model(go_on) is None
    (known,) = models.add(folder, NOTHING, go_on).models
    assert (known.role, known.name, known.size) == ("nli", "nli", 7)
    found = models.entailment_model(go_on)
    assert found is not None and found.path == folder
    with pytest.raises(UsageError):
        models.language_model("nli", go_on)
    (folder / "config.json").write_text('{"id2label": {"0": "contradiction"}}')
    with pytest.raises(ModelError) as error:
        models.entailment_model(go_on)
    assert code_of(error) == "model_other_file"


def test_a_register_that_is_damaged_is_left_and_no_changed_model_passes_for_a_new_one(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gguf")
    models.add(file, NOTHING, go_on)
    for data in (b"{", b'{"version": 9}', b'{"version": 1, "models": [{"name": 3}]}', b"[" * 9000, b"\xff"):
        register.path().write_bytes(data)
        for act in (lambda: models.language_model(str(file), go_on), lambda: models.listed(go_on)):
            with pytest.raises(ModelError) as error:
                act()
            assert code_of(error) == "models_damaged"
        assert register.path().read_bytes() == data
    used = (ModelUse("embedder", "x", PUBLISHED_SHA256),)
    assert models.recorded(used) == used, "a draft is not lost for it"


def test_a_register_that_cannot_be_written_is_said(tmp_path: Path, home: Path) -> None:
    home.write_text("a file where the folder should be")
    assert refusal(write(tmp_path / "a.gguf")) in ("models_not_written", "models_damaged")


def test_a_run_records_licence_and_training_and_when_built_in_models_were_first_used(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gguf")
    drafted = models.language_model(str(file), go_on)
    uses = (ModelUse("embedder", "m", PUBLISHED_SHA256), ModelUse("language_model", "a", drafted.sha256))
    embedder, language = models.recorded(uses)
    assert (embedder.licence, language.licence) == ("Apache-2.0", "apache-2.0 (https://example.org/licence)")
    assert "1.17 billion" in embedder.training and "Letters" in language.training
    assert models.recorded((ModelUse("x", "y", "z"),)) == (ModelUse("x", "y", "z"),)
    first = models.listed(go_on)[0].model.first_used
    assert first.endswith("Z")
    models.recorded(uses)
    assert models.listed(go_on)[0].model.first_used == first


# The command line


def test_the_commands_list_add_and_forget(tmp_path: Path, attest: Attest) -> None:
    file = write(tmp_path / "a.gguf")
    (tmp_path / "licence.txt").write_text("Licence of ours\nwith many words", encoding="utf-8")
    words = ("models", "add", file, "--name", "Ours", "--licence", tmp_path / "licence.txt", "--training", "letters")
    added: Any = attest(*words, "--json").json
    assert [one["name"] for one in added["models"]] == ["Ours"] and added["refused"] == []
    found: dict[str, Any] = {one["name"]: one for one in attest("models", "list", "--json").json["models"]}  # type: ignore[attr-defined]
    keys = {"role", "name", "file", "sha256", "size", "licence", "training", "first_used", "state"}
    assert all(keys <= set(one) for one in found.values()) and len(found) == 4
    assert found["Ours"]["licence"].startswith("Licence of ours\n") and found["Ours"]["first_used"] is None
    told = attest("models", "list")
    assert told.code == 0 and "Licence of ours" in told.out and "with many words" not in told.out
    write(file, weights=b"altered")
    told = attest("models", "list")
    assert told.code == 1 and "CHANGED" in told.out and "--again" in told.out
    refused = attest("models", "add", file)
    assert refused.code == 1 and "SHA-256 was" in refused.err and found["Ours"]["sha256"] in refused.err
    assert attest("models", "add", file, "--again").code == 0
    gone = attest("models", "remove", "ours")
    assert gone.code == 0 and "was left as it is" in gone.out and file.exists()
    assert attest("models", "remove", "ours").code == 2


def test_a_folder_with_something_that_is_no_model_ends_with_one(tmp_path: Path, attest: Attest) -> None:
    write(tmp_path / "m" / "a.gguf")
    (tmp_path / "m" / "b.gguf").write_bytes(b"")
    told = attest("models", "add", tmp_path / "m")
    assert told.code == 1 and "Not taken: " in told.out and "it is empty" in told.out
    for words in (("--licence", tmp_path / "none"), ("--training", "x" * 5000), ("--role", "ocr"), ("--name", " ")):
        assert attest("models", "add", tmp_path / "m" / "a.gguf", *words).code == 2


def test_files_that_may_draft_are_the_registered_ones_then_those_of_a_folder(tmp_path: Path) -> None:
    models.add(write(tmp_path / "own" / "b.gguf"), NOTHING, go_on)
    write(tmp_path / "m" / "a.gguf")
    (tmp_path / "m" / "readme.txt").write_text("not a model")
    assert [p.name for p, _ in models.language_files(tmp_path / "m")] == ["b.gguf", "a.gguf"]
    assert [p.name for p, _ in models.language_files(tmp_path / "gone")] == ["b.gguf"] == models.language_models()
    (tmp_path / "own" / "b.gguf").unlink()
    assert models.language_files(None) == []
