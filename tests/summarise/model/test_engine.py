"""The model in its child: what is shared is read once, the same gives the same, and what cannot be used says why."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import psutil
import pytest
from model_case import RUNTIME, file_of, model_in, quiet
from tiny_gguf import CHATML, write_tiny

from ingest.isolation import ChildRunner
from provenance.errors import ModelError, TaskError
from provenance.language import Prompt
from provenance.ports import GIB, Limits
from summarise.model import child as child_module
from summarise.model import grammar
from summarise.model.child import ChildLanguageModel
from summarise.model.loading import BATCH

pytest.importorskip("llama_cpp", reason=RUNTIME)

RULES = grammar.claims([["P7K3", "P4M9"], ["P2X8"]], 1, 6, 3, 300)
LONG = grammar.claims([["P7K3", "P4M9"], ["P2X8"]], 6, 6, 3, 300)  # six claims: a while to be ended in
ASKED = Prompt(
    "You read evidence.", "Write claims. " * 20, "the red lorry", "P7K3: He ran to the gate.\n" * 9, "\nNow."
)
OTHER = Prompt("You read evidence.", "Write claims. " * 20, "the red lorry", "P2X8: She saw nobody at all.\n", "\nNow.")
CHOICE = {"most": 120, "temperature": 0.0, "seed": 1}


def told_code(model: ChildLanguageModel) -> str:
    with pytest.raises(ModelError) as error:
        model.facts(quiet)
    return error.value.code


def test_what_prompts_share_is_evaluated_once(model: ChildLanguageModel) -> None:
    frame, (ours, others) = model.count(ASKED, [ASKED.body, OTHER.body], quiet)
    first = model.write(ASKED, RULES, quiet, **CHOICE)
    second = model.write(OTHER, RULES, quiet, **CHOICE)
    third = model.write(ASKED, RULES, quiet, **CHOICE)
    shared = second.reused
    assert second.evaluated + shared == frame + others
    assert third.evaluated == frame - shared + ours and third.reused == shared > 0.7 * frame
    assert first.evaluated + first.reused == third.evaluated + third.reused
    assert first.text == third.text  # whatever was asked before


def test_a_memory_that_cannot_be_cut_is_put_back(tiny: Path) -> None:
    from summarise.model.engine import Loaded

    plain, kept = Loaded(file_of(tiny)), Loaded(file_of(tiny))
    kept.cuts = False
    for prompt in (ASKED, OTHER, ASKED):
        one, two = (list(m.answer(prompt, RULES, 120, 0.0, 1))[-1] for m in (plain, kept))
        assert one == two


def test_the_sampler_chooses_what_the_library_would(tiny: Path) -> None:
    """The likeliest token that the grammar allows, found the quick way and the runtime's."""
    import llama_cpp

    from summarise.model.engine import load

    loaded = load(file_of(tiny))
    *_, ours = loaded.answer(ASKED, RULES, 150, 0.0, 1)
    shared, end = loaded.frame(ASKED)
    tail = loaded.tokeniser.others(ASKED.body) + end
    plain = llama_cpp.Llama(str(tiny), n_ctx=4096, n_threads=1, n_threads_batch=1, verbose=False)
    for tokens in (shared, tail):  # cut at the same places: other cuts give other last bits
        for start in range(0, len(tokens), BATCH):
            plain.eval(tokens[start : start + BATCH])
    rules = llama_cpp.LlamaGrammar.from_string(RULES)
    theirs = b""
    for token in plain.generate([], reset=False, temp=0.0, grammar=rules):
        theirs += loaded.tokeniser.spelt(token)
        if len(theirs) > 400 or llama_cpp.llama_vocab_is_eog(plain._model.vocab, token):
            break
    mine = ours.text.encode()
    same = next((i for i, (a, b) in enumerate(zip(theirs, mine, strict=False)) if a != b), min(len(theirs), len(mine)))
    if same < min(len(theirs), len(mine)):  # they part only where the library writes what is no UTF-8
        with pytest.raises(UnicodeDecodeError):
            theirs[: same + 4].decode()
    assert same > 60


def test_a_seed_draws_the_same_again(model: ChildLanguageModel) -> None:
    drawn = [model.write(ASKED, RULES, quiet, most=120, temperature=1.2, seed=s).text for s in (1, 2, 1)]
    assert drawn[0] == drawn[2] != drawn[1]


def test_a_killed_child_is_told_of_and_replaced(slow: Path) -> None:
    with ChildRunner(1) as runner:
        model = model_in(runner, slow)
        before = model.write(ASKED, RULES, quiet, most=30, temperature=0.0, seed=1)

        def kill(text: str, evaluated: int, generated: int) -> None:
            if text:
                os.kill(runner._workers[0]._process.pid, signal.SIGKILL)  # type: ignore[union-attr]

        with pytest.raises(ModelError) as error:
            model.write(ASKED, LONG, kill, most=2000, temperature=1.2, seed=3)
        assert error.value.code == "model_crashed" and error.value.facts["name"] == "slow.gguf"
        assert model.write(ASKED, RULES, quiet, most=30, temperature=0.0, seed=1).text == before.text


def test_stop_ends_the_child_within_two_seconds(slow: Path) -> None:
    with ChildRunner(1) as runner:
        model = model_in(runner, slow)
        model.facts(quiet)
        child = psutil.Process(runner._workers[0]._process.pid)  # type: ignore[union-attr]
        stopped: list[float] = []

        def stop(text: str, evaluated: int, generated: int) -> None:
            stopped.append(time.monotonic())
            raise TaskError("cancelled")

        with pytest.raises(TaskError):
            model.write(ASKED, LONG, stop, most=2000, temperature=0.0, seed=1)
        child.wait(timeout=2)
        assert time.monotonic() - stopped[0] < 2


def test_closing_ends_a_model_at_work(tiny: Path) -> None:
    runner = ChildRunner(1)
    model = model_in(runner, tiny)
    model.facts(quiet)
    threading.Timer(0.3, runner.close).start()
    with pytest.raises(TaskError) as error:
        while True:
            model.write(ASKED, RULES, quiet, most=2000, temperature=1.0, seed=2)
    assert error.value.code in ("cancelled", "runner_closed")


def test_too_little_memory_is_told(slow: Path) -> None:
    with ChildRunner(1) as runner:
        model = model_in(runner, slow, limits=Limits(memory_bytes=30 << 20, renew_bytes=GIB))
        with pytest.raises(ModelError) as error:  # writes for seconds: memory is looked at ten times in each
            model.write(ASKED, LONG, quiet, most=2000, temperature=0.0, seed=1)
        assert error.value.code == "model_out_of_memory"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty", b""),
        ("paper", b"%PDF-1.7\n" + b"0" * 4000),
        ("nonsense", b"GGUF" + b"\xff" * 4000),
        ("head", None),
        ("half", None),
    ],
)
def test_files_that_are_no_whole_model(tmp_path: Path, child: ChildRunner, tiny: Path, name: str, data: bytes) -> None:
    whole = tiny.read_bytes()
    path = tmp_path / f"{name}.gguf"
    path.write_bytes(whole[: 3000 if name == "head" else len(whole) // 2] if data is None else data)
    assert told_code(model_in(child, path)) == "model_broken"


def test_a_file_that_is_rewritten_while_it_is_loaded_writes_no_more(tmp_path: Path, child: ChildRunner) -> None:
    path = write_tiny(tmp_path / "kept.gguf")
    model = model_in(child, path)
    model.write(ASKED, RULES, quiet, **CHOICE)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(bytes(1000))
    with pytest.raises(ModelError) as error:
        model.write(ASKED, RULES, quiet, **CHOICE)
    assert error.value.code == "model_changed"


def test_a_file_that_changed_since_it_was_hashed(tmp_path: Path, child: ChildRunner) -> None:
    path = write_tiny(tmp_path / "m.gguf")
    model = model_in(child, path)
    write_tiny(path, seed=2)
    assert told_code(model) == "model_changed"
    path.unlink()
    assert told_code(model) == "model_missing"


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("model_not_writing", (("llama.attention.causal", False),)),
        ("model_not_writing", (("llama.pooling_type", 1),)),
    ],
)
def test_models_of_other_kinds(
    tmp_path: Path, child: ChildRunner, code: str, keys: tuple[tuple[str, object], ...]
) -> None:
    assert told_code(model_in(child, write_tiny(tmp_path / "m.gguf", settings=keys))) == code


def test_a_model_that_holds_too_little(tmp_path: Path, child: ChildRunner) -> None:
    assert told_code(model_in(child, write_tiny(tmp_path / "m.gguf", context=512))) == "context_too_small"
    small = model_in(child, write_tiny(tmp_path / "n.gguf", context=1024))
    assert small.facts(quiet).context == 1024
    with pytest.raises(ModelError) as error:
        small.write(ASKED, RULES, quiet, most=1000, temperature=0.0, seed=1)
    assert error.value.code == "context_too_small"


def test_weights_that_are_no_numbers(tmp_path: Path, child: ChildRunner) -> None:
    broken = model_in(child, write_tiny(tmp_path / "m.gguf", broken=True))
    with pytest.raises(ModelError) as error:
        broken.write(ASKED, RULES, quiet, **CHOICE)
    assert error.value.code == "model_broken"


def test_a_prompt_is_set_by_the_template_of_the_file(tmp_path: Path, tiny: Path, child: ChildRunner) -> None:
    facts = model_in(child, tiny).facts(quiet)
    assert facts.template and facts.context == 4096 and facts.architecture == "llama"
    other = model_in(child, write_tiny(tmp_path / "o.gguf", template=CHATML.replace("assistant", "model"))).facts(quiet)
    none = model_in(child, write_tiny(tmp_path / "n.gguf", template=None)).facts(quiet)
    assert other.template != facts.template and none.template == ""


@pytest.mark.parametrize(
    "template",
    ["{% for a in 'x' %}" * 25 + "{% endfor %}" * 25, "{{ 9 ** 9 ** 9 }}", "{% set x = 'a' * 99999999999999 %}"],
    ids=["not compiled", "a number for ever", "all memory"],
)
def test_a_file_whose_template_does_harm_is_used_without_it(tmp_path: Path, template: str) -> None:
    path = write_tiny(tmp_path / "harm.gguf", template=template + "{{ messages }}")
    with ChildRunner(1) as child:
        model = model_in(child, path, limits=Limits(seconds=60, stall_seconds=30))
        assert model.facts(quiet).template == ""
        assert model.write(OTHER, RULES, quiet, **CHOICE).text


def test_a_template_that_no_count_of_steps_ends_is_ended_long_before_a_slow_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "TEMPLATE_SECONDS", 3.0)
    path = write_tiny(tmp_path / "c.gguf", template="{{ 1 | round(900000000, 'ceil') }}{{ messages }}")
    with ChildRunner(1) as child:
        begun = time.monotonic()
        assert told_code(model_in(child, path, limits=Limits(stall_seconds=900))) == "model_timed_out"
        assert time.monotonic() - begun < 30


def test_another_file_of_the_same_size_and_date_is_not_loaded(tmp_path: Path) -> None:
    path = write_tiny(tmp_path / "swapped.gguf")
    with ChildRunner(1) as child:
        model, before = model_in(child, path), path.stat()
        write_tiny(path, seed=9)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size and told_code(model) == "model_changed"
