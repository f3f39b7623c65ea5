"""The real window offscreen, on copies of the sample case."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.append(str(Path(__file__).parents[1] / "app"))  # for working_case
sys.path.append(str(Path(__file__).parents[1] / "provenance"))  # for store_case

import pytest
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app.case import Case
from app.jobs import Jobs
from app.preferences import Preferences
from ui.application import make_application
from ui.main_window import MainWindow
from ui.place import Place
from ui.session import Session
from ui.source.pane import SourcePane
from ui.theme.theme import theme


@pytest.fixture(scope="session")
def qapp() -> object:
    """The application object as the program makes it."""
    application = make_application(sys.argv[:1])
    theme().apply("light", 100)
    return application


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is remembered in the account that runs the tests."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session", autouse=True)
def _kept(kept_children: None) -> None:
    """Model and libraries are loaded once, not for every case."""


@pytest.fixture(scope="session")
def taken_in(sample_taken_in: Path) -> Path:
    """The sample case with an overview drafted (D1) and a question asked (D2); copies of it are worked on."""
    return sample_taken_in


@pytest.fixture
def sample_case(taken_in: Path, tmp_path: Path) -> Path:
    """A copy of the sample case to work on."""
    shutil.copytree(taken_in, tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def make_session(qapp: object, qtbot: QtBot) -> Iterator[MakeSession]:
    """Makes sessions on open cases, and ends them with the test."""
    made: list[Session] = []

    def make(case: Case) -> Session:
        session = Session(case, Jobs(), Preferences())
        made.append(session)
        return session

    yield make
    for session in made:
        session.close()
        session.end(5)


@pytest.fixture
def session(sample_case: Path, make_session: MakeSession, qtbot: QtBot) -> Session:
    """A session on the sample case, with its sources and drafts read and the overview shown."""
    session = make_session(Case.open(sample_case))
    with qtbot.waitSignals([session.sources_changed, session.drafts_changed, session.draft_changed], timeout=60_000):
        session.refresh_sources()
        session.refresh_drafts()
        session.show_draft("D1")
    return session


@pytest.fixture
def window(qapp: object, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window at its start page; its case is closed with the test, and what is typed then is given up."""
    made = MainWindow(Preferences())  # not qtbot's: it would be taken apart before its case is closed
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    if made.desk is not None:
        session = made.desk.session
        made.desk.summary.claims.list.card.forget({c.id for c in session.claims()})
        for job in session.jobs.active():
            job.cancel()
        qtbot.waitUntil(lambda: not session.jobs.active(), timeout=60_000)
    made.leave_case()
    qtbot.waitUntil(lambda: made.session is None, timeout=60_000)
    made.close()
    made.deleteLater()


@pytest.fixture
def footage(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, make_session: MakeSession) -> Session:
    """A session on the case of `source_files`, whose S5 is footage."""
    from source_files import taken_in

    return make_session(taken_in(tmp_path_factory, tmp_path / "footage"))


@pytest.fixture
def footage_pane(footage: Session, qtbot: QtBot) -> SourcePane:
    """A pane that shows the footage S5 of that session."""
    from source_files import open_place, shown_pane

    made = shown_pane(footage, qtbot)
    open_place(made, footage, qtbot, Place("S5"))
    return made
