"""A language model drafts in the window: chosen from a folder, its claims shown as they come, stopped, and killed."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tiny_gguf import write_tiny

from app.models import language_files
from ui.drafting.coming import Coming
from ui.drafting.dialog import DraftDialog
from ui.drafting.drafter import Drafter
from ui.drafting.list import DraftList
from ui.search.ask_tab import AskTab
from ui.session import Session
from ui.strings import drafting as words
from ui.widgets.empty import sentence_of

RUNTIME = "the runtime of language models is not installed here: make llm"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    write_tiny(folder / "Tiny.gguf")
    (folder / "notes.txt").write_text("no model")
    (folder / "folder.gguf").mkdir()
    return folder


@pytest.fixture
def slow(tmp_path: Path) -> str:
    return str(write_tiny(tmp_path / "slow.gguf", wide=384, layers=4))


@pytest.fixture
def coming(session: Session, qtbot: QtBot) -> Coming:
    made = Coming(session)
    qtbot.addWidget(made)
    return made


def test_a_folder_offers_its_models_with_their_sizes(session: Session, models: Path, qtbot: QtBot) -> None:
    drafter = Drafter(session)
    qtbot.addWidget(drafter)
    assert drafter.list.count() == 1 and drafter.model is None and drafter.more.text() == words.DRAFTER_MORE
    with qtbot.waitSignal(session.models_folder_chosen) as told:
        drafter.show_folder(models)
    assert told.args == [str(models)]
    assert [drafter.list.itemText(i) for i in range(drafter.list.count())] == [
        words.DRAFTER_NAME,
        "Language model: Tiny.gguf, 0.6 MB",
    ]
    drafter.list.setCurrentIndex(1)
    assert drafter.model == str(models / "Tiny.gguf") and drafter.more.text() == words.MODEL_MORE
    session.preferences = replace(session.preferences, models_folder=str(models))
    session.preferences_changed.emit()
    assert drafter.model == str(models / "Tiny.gguf"), "what is chosen stays so"
    (models / "Tiny.gguf").unlink()
    session.preferences_changed.emit()
    assert drafter.model is None and words.NO_MODELS in drafter.more.text()


def test_a_folder_that_is_gone_offers_nothing(tmp_path: Path) -> None:
    assert language_files(tmp_path / "nowhere") == []


def test_a_draft_by_a_model_and_its_claims_as_they_come(
    session: Session, coming: Coming, models: Path, qtbot: QtBot
) -> None:
    pytest.importorskip("llama_cpp", reason=RUNTIME)
    session.preferences = replace(session.preferences, models_folder=str(models))
    dialog = DraftDialog(session)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.brief.setPlainText("What was heard on the platform?")
    dialog.drafter.list.setCurrentIndex(1)
    seen: list[str] = []
    session.claims_coming.connect(lambda: seen.append(coming.lines[0].text()))
    with qtbot.waitSignal(session.draft_ready, timeout=300_000) as ready:
        dialog.accept()
        qtbot.waitUntil(lambda: not coming.isHidden(), timeout=120_000)
    draft = ready.args[0]
    assert draft.run.generator == "attest-model/1" and draft.run.models[-1].name == "Tiny.gguf"
    written = [c.text for c in draft.claims if c.kind != "observation"]  # like words over two places are two claims
    assert written and set(written) <= {c.text for c in session.coming}
    assert len(session.coming) == len(written) + draft.run.settings["claims_merged"]
    assert seen and any(seen)
    qtbot.waitUntil(coming.isHidden, timeout=10_000)


def test_stop_ends_a_model(session: Session, coming: Coming, slow: str, qtbot: QtBot) -> None:
    pytest.importorskip("llama_cpp", reason=RUNTIME)
    job = session.summarise(None, None, 7, None, slow)
    qtbot.waitUntil(lambda: "reads and writes" in job.what, timeout=120_000)
    qtbot.waitUntil(lambda: not coming.isHidden(), timeout=10_000)
    said: list[str] = []
    session.told.connect(said.append)
    coming.stop.click()
    assert job.wait(3)
    assert job.state == "cancelled"
    qtbot.waitUntil(coming.isHidden, timeout=10_000)
    assert [d.draft_id for d in session.case.store.searches()] == ["D1", "D2"]
    assert said == [words.STOPPED_TOLD], "it is told"


def test_a_killed_model_leaves_the_window_alive(session: Session, coming: Coming, slow: str, qtbot: QtBot) -> None:
    pytest.importorskip("llama_cpp", reason=RUNTIME)
    job = session.summarise("What was heard?", None, 7, None, slow)
    qtbot.waitUntil(lambda: "reads and writes" in job.what, timeout=120_000)
    with qtbot.waitSignal(session.model_failed, timeout=60_000) as failed:
        os.kill(session.case.writers._workers[0]._process.pid, signal.SIGKILL)
    assert "recorded as stopped" in sentence_of(failed.args[0])
    qtbot.waitUntil(lambda: coming.isHidden(), timeout=10_000)
    recorded = session.case.store.searches()[-1]
    assert (recorded.draft_id, recorded.claims, recorded.generator) == ("D3", 0, "attest-model/1")
    with qtbot.waitSignal(session.draft_ready, timeout=120_000) as ready:
        failed.args[1]()  # what the window offers beside the error
    assert ready.args[0].brief == "What was heard?" and ready.args[0].run.generator == "attest-extractive/2"
    assert ready.args[0].claims


def test_a_stopped_run_says_so_where_drafts_are_listed(session: Session, slow: str, qtbot: QtBot) -> None:
    pytest.importorskip("llama_cpp", reason=RUNTIME)
    job = session.summarise(None, None, 7, None, slow)
    qtbot.waitUntil(lambda: "reads and writes" in job.what, timeout=120_000)
    os.kill(session.case.writers._workers[0]._process.pid, signal.SIGKILL)
    with qtbot.waitSignal(session.model_failed, timeout=60_000):
        pass
    session.refresh_drafts()
    qtbot.waitUntil(lambda: len(session.drafts) == 3, timeout=10_000)
    listed = DraftList(session)
    qtbot.addWidget(listed)
    assert words.STOPPED_RUN in listed._row(session.drafts[-1]).spoken()


def test_a_question_goes_to_the_model_that_is_chosen(session: Session, models: Path, qtbot: QtBot) -> None:
    pytest.importorskip("llama_cpp", reason=RUNTIME)
    session.preferences = replace(session.preferences, models_folder=str(models))
    tab = AskTab(session)
    qtbot.addWidget(tab)
    tab.drafter.list.setCurrentIndex(1)
    tab.field.setText("Who heard two bangs?")
    with qtbot.waitSignal(session.draft_ready, timeout=300_000) as ready:
        tab.ask()
    assert ready.args[0].run.generator == "attest-model/1" and ready.args[0].question
