"""What becomes of what a model writes: cited, attributed, judged, merged, picked, ordered, and told as it comes."""

from __future__ import annotations

import itertools
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from model_case import BY, EMBEDDER, RUNTIME, STATEMENT, WITNESSES, case_of_statements, model_in, quiet
from tiny_gguf import write_tiny

from app.recording import record
from ingest.isolation import ChildRunner
from provenance.errors import ModelError, TaskError, UsageError
from provenance.language import LanguageModel
from provenance.store.case_store import CaseStore
from provenance.store.records import NewClaim
from summarise import service
from summarise.draft import Chosen, Drafting
from summarise.model import picking
from summarise.model.answers import Told
from summarise.model.child import ChildLanguageModel
from summarise.model.drafter import ModelDrafter, Said
from summarise.model.path import overview, stopped
from summarise.model.shown import shown
from summarise.opposed import Opposed

pytest.importorskip("llama_cpp", reason=RUNTIME)


def desk(store: CaseStore) -> Drafting:
    return Drafting(store, EMBEDDER, None, None, lambda *_: True)


def said(drafter: ModelDrafter, chosen: Chosen, *words: tuple[str, int]) -> list[Said]:
    """As if the model had written these words over the passages of these witnesses."""
    given = {f"P{i}": one for i, one in enumerate(shown(drafter.desk, chosen))}
    of = {one.passage.source_id: name for name, one in given.items()}
    return [drafter._said(Told(text, (of[f"S{witness}"],)), given) for text, witness in words]


@pytest.fixture
def drafter(statements: CaseStore, model: ChildLanguageModel) -> ModelDrafter:
    return ModelDrafter(desk(statements), model, 1)


@pytest.fixture
def chosen(drafter: ModelDrafter) -> Chosen:
    return drafter.desk.choose_overview(12)


def test_a_claim_is_attributed_by_code_and_cites_what_it_says(drafter: ModelDrafter, chosen: Chosen) -> None:
    (one,) = said(drafter, chosen, ("a red lorry struck the gate of the depot at 10.15", 1))
    claim = one.claim
    assert (
        claim.text
        == "Ann Farrow, statement of 3 May 2026, W/1, line 1: a red lorry struck the gate of the depot at 10.15"
    )
    assert [c.anchor.exact for c in claim.citations] == ["At 10.15 I saw a red lorry strike the gate of the depot."]  # type: ignore[union-attr]
    assert (claim.kind, claim.held_back, claim.verdict.location) == ("statement", False, "valid")


def test_a_claim_that_its_passage_does_not_bear_is_held_back_with_reasons(
    drafter: ModelDrafter, chosen: Chosen
) -> None:
    wrong, nonsense = said(drafter, chosen, ("a red lorry struck the gate at 17.40", 1), ("zzqx \\ {} elephants", 2))
    assert wrong.claim.held_back and nonsense.claim.held_back
    assert any("17.40" in reason.detail for reason in wrong.claim.verdict.reasons)
    assert nonsense.claim.verdict.reasons


def test_claims_over_one_place_in_the_same_words_are_one(drafter: ModelDrafter, chosen: Chosen) -> None:
    told = said(
        drafter,
        chosen,
        ("the driver, a tall man in a black coat, at 19.45 ran off towards the river", 1),
        ("the driver, a tall man in a black coat, ran off towards the river", 1),
        ("the driver, a tall man in a black coat, ran off towards the river", 2),
        ("the driver was a man", 1),
    )
    kept = drafter._merged(told)
    assert [one.units[0].source_id for one in kept] == ["S1", "S2", "S1"] and drafter.merged == 1
    assert kept[0].words.endswith("river")  # the better supported of the two


def test_too_many_claims_are_picked_by_name_and_every_witness_keeps_one(drafter: ModelDrafter, chosen: Chosen) -> None:
    rows = [(words, witness) for witness in range(1, 7) for words in ("a red lorry struck the gate", "rain fell")]
    told = [one for one in said(drafter, chosen, *rows) if not one.claim.held_back]
    bad = [replace(one, claim=replace(one.claim, held_back=True)) for one in told[:1]]
    kept = drafter._picked([*bad, *told], len(WITNESSES) + 1)
    standing = [one for one in kept if not one.claim.held_back]
    assert len(standing) == len(WITNESSES) + 1 and len(kept) == len(standing) + 1
    assert {one.units[0].source_id for one in standing} == {f"S{i}" for i in range(1, 7)}
    assert drafter.not_picked == len(told) - len(standing) and drafter.meter.calls == 1


def test_notes_that_do_not_fit_together_are_picked_in_parts(
    tmp_path: Path, child: ChildRunner, statements: CaseStore
) -> None:
    small = model_in(child, write_tiny(tmp_path / "s.gguf", context=2048))
    drafter = ModelDrafter(desk(statements), small, 1)
    texts = [f"{i}: {STATEMENT}"[:300] for i in range(12)]
    picked = picking.pick(drafter, texts, ["S1"] * 12, 5)
    assert len(set(picked)) == 5 and picked == sorted(picked) and drafter.meter.calls > 1


def test_a_draft_by_a_model(statements: CaseStore, model: LanguageModel) -> None:
    came: list[NewClaim] = []
    told: list[tuple[float, float]] = []

    def progress(what: str, done: float, total: float) -> bool:
        told.append((done, total))
        return True

    made = service.draft(statements, EMBEDDER, None, seed=7, model=model, drafted=came.append, progress=progress)
    run = made.run
    assert made.claims and len(came) == len(made.claims) + run.settings["claims_merged"]  # type: ignore[operator]
    assert {c.text for c in came} >= {c.text for c in made.claims}
    assert run.generator == "attest-model/1"
    assert [(m.role, m.name, m.sha256) for m in run.models][1:] == [("language_model", "tiny.gguf", model.sha256)]
    assert run.settings["grammar"] and run.settings["prompts"] and run.settings["model_template"]
    assert run.settings["calls"] == len(run.settings["passages_shown"]) > 0  # type: ignore[arg-type]
    assert run.settings["tokens_generated"] and run.settings["tokens_evaluated"]
    held = [c for c in made.claims if c.held_back]
    assert held and all(c.verdict.reasons for c in held)
    unused = {u.source_id: u.reason for u in made.coverage.unused_sources}
    cited = {c.source_id for claim in made.claims if not claim.held_back for c in claim.citations}
    assert set(unused) | cited == {f"S{i}" for i in range(1, 7)}
    assert all(0 <= done <= total + 1e-6 for done, total in told)


def test_the_same_is_drafted_again_and_another_seed_names_passages_otherwise(
    statements: CaseStore, model: LanguageModel, tiny: Path
) -> None:
    one = service.draft(statements, EMBEDDER, None, seed=7, model=model)
    service.draft(statements, EMBEDDER, None, seed=8, model=model, brief="the lorry")
    with ChildRunner(1) as fresh:
        again = service.draft(statements, EMBEDDER, None, seed=7, model=model_in(fresh, tiny))
    assert again.claims == one.claims
    cost = ("tokens_evaluated", "tokens_reused")  # what stood in the model's memory before
    assert {k: v for k, v in again.run.settings.items() if k not in cost} == {
        k: v for k, v in one.run.settings.items() if k not in cost
    }


def test_a_long_case_is_read_in_groups_and_what_they_share_once(
    statements: CaseStore, child: ChildRunner, tiny: Path
) -> None:
    model = model_in(child, tiny, context=2048)
    made = service.draft(statements, EMBEDDER, None, seed=7, model=model)
    shown_passages = made.run.settings["passages_shown"]
    assert len(shown_passages) > 1  # type: ignore[arg-type]
    reused, calls = made.run.settings["tokens_reused"], made.run.settings["calls"]
    assert reused >= (calls - 1) * 300  # type: ignore[operator]


def test_a_passage_longer_than_the_model_holds_is_shown_in_part(
    tmp_path: Path, child: ChildRunner, statements: CaseStore
) -> None:
    small = model_in(child, write_tiny(tmp_path / "s.gguf", context=1280))
    drafter = ModelDrafter(desk(statements), small, 1)
    chosen = drafter.desk.choose_overview(12)
    looked = [replace(one, text=one.text * 9) for one in shown(drafter.desk, chosen)]
    from provenance.language import Prompt

    fitted, room = drafter._fitted(looked, Prompt("a", "b", "", "", "c"))
    assert drafter.cut == len(looked) and all(one.tokens <= room and one.text.endswith(" …") for one in fitted)


def test_a_question_may_have_no_answer(statements: CaseStore, model: LanguageModel) -> None:
    none = service.ask(statements, EMBEDDER, None, question="Which airline flew the surgeon?", model=model)
    assert (none.found, list(none.claims), none.run.settings["calls"]) == (False, [], 0)
    asked = service.ask(statements, EMBEDDER, None, question="What did the red lorry strike at the depot?", model=model)
    assert asked.run.settings["calls"] == 1 and asked.question
    assert all(c.held_back for c in asked.claims) is not asked.found


def test_a_model_that_is_killed_leaves_a_run_that_says_so(statements: CaseStore, slow: Path) -> None:
    with ChildRunner(1) as runner:
        model = model_in(runner, slow)
        model.facts(quiet)

        def progress(what: str, done: float, total: float) -> bool:
            if "reads and writes" in what:
                os.kill(runner._workers[0]._process.pid, signal.SIGKILL)  # type: ignore[union-attr]
            return True

        made = service.draft(statements, EMBEDDER, None, seed=7, model=model, progress=progress)
    error = stopped(made.run.settings)
    assert isinstance(error, ModelError) and (error.code, error.facts["name"]) == ("model_crashed", "slow.gguf")
    assert list(made.claims) == [] and not made.found
    assert {u.reason for u in made.coverage.unused_sources} == {"the language model stopped before the draft was whole"}


@pytest.mark.parametrize("code", ["model_changed", "model_broken", "context_too_small"])
def test_a_model_that_cannot_be_used_any_more_leaves_a_run_that_says_so(
    statements: CaseStore, child: ChildRunner, tiny: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    model = model_in(child, tiny, context=2048)  # more calls than one
    write, calls = model.write, list[object]()

    def failing(*given: object, **more: object) -> object:
        calls.append(given)
        if len(calls) > 1:
            raise ModelError(code, name=model.name)
        return write(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(model, "write", failing)
    made = service.draft(statements, EMBEDDER, None, seed=7, model=model)
    error = stopped(made.run.settings)
    assert isinstance(error, ModelError) and error.code == code and len(calls) == 2
    assert list(made.claims) == [] and not made.found


def test_a_model_that_was_never_asked_leaves_no_run(
    statements: CaseStore, model: ChildLanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*given: object) -> tuple[int, list[int]]:
        raise ModelError("model_broken", name=model.name)

    monkeypatch.setattr(model, "count", failing)
    with pytest.raises(ModelError, match="model_broken"):
        service.draft(statements, EMBEDDER, None, seed=7, model=model)


STAGES = (
    *("reads and writes", "claim 1", "claim 3", "Reading what the claims cite", "Finding similar"),
    *("Checking every claim", "opposed", "written"),
)


@pytest.mark.parametrize("stage", STAGES)
def test_a_source_withheld_meanwhile_leaves_a_run_that_says_so(
    tmp_path: Path, child: ChildRunner, tiny: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    opposing = service.oppose

    def oppose(*given: object) -> Opposed:
        tell("opposed")
        store.layer("S6")  # as is done for what speaks against a claim that stands
        return opposing(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "oppose", oppose)
    with case_of_statements(tmp_path / "case") as store:
        told: list[str] = []

        def tell(what: str) -> None:
            told.append(what)
            if stage in what and not store.source("S6").withheld:
                store.set_source("S6", {"privilege": "possible"}, BY)

        claims = itertools.count(1)
        made = service.draft(
            store, EMBEDDER, None, seed=7, model=model_in(child, tiny),
            drafted=lambda _: tell(f"claim {next(claims)}"), progress=lambda what, *_: tell(what) or True,
        )  # fmt: skip
        tell("written")
        with pytest.raises(UsageError, match="withheld_meanwhile") as error:
            record(store, made, BY)
        kept = store.draft(str(error.value.facts["draft"]))
        assert kept.run.settings["stopped"]["code"] == "withheld_meanwhile"  # type: ignore[index]
        assert not kept.claims and not kept.found and len(store.searches()) == 1
        unread = [u.source_id for u in kept.coverage.unused_sources]
        assert sorted(unread) == sorted(set(unread)), "each source once"


def test_stop_is_no_stopped_run(statements: CaseStore, slow: Path) -> None:
    with ChildRunner(1) as runner, pytest.raises(TaskError) as error:
        service.draft(
            statements,
            EMBEDDER,
            None,
            seed=7,
            model=model_in(runner, slow),
            progress=lambda what, *_: "reads and writes" not in what,
        )
    assert error.value.code == "cancelled"


def test_what_is_asked_bears_the_brief_apart() -> None:
    assert overview("").aim == "" and overview("the van").aim == "the van"
    assert "the van" not in overview("the van").opening
