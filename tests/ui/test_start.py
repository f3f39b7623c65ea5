"""The start page, making a case, and the sample case in one click."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.case import Case
from app.preferences import Preferences, Recent
from provenance.errors import CaseError
from ui.main_window import MainWindow
from ui.start.naming import folder_name, look_at, reference_trouble
from ui.start.new_case import NewCaseDialog
from ui.start.page import StartPage
from ui.start.sample import SampleProgress, sample_folder
from ui.strings import start as words
from ui.widgets.empty import Trouble

HEAVY = ("torch", "cv2", "pymupdf", "chromadb", "av", "onnxruntime", "sentence_transformers", "qtawesome")


@pytest.fixture
def recent(tmp_path: Path) -> tuple[Recent, ...]:
    """Two cases that are there and one that is not."""
    folders = [tmp_path / name for name in ("alder", "birch", "cedar")]
    for folder in folders[:2]:
        folder.mkdir()
        (folder / "case.db").touch()
    return tuple(Recent(str(f), f"OP {f.name.upper()}", "A title", "2026-05-03T09:41:07Z") for f in folders)


@pytest.fixture
def page(qapp: object, recent: tuple[Recent, ...], qtbot: QtBot) -> StartPage:
    made = StartPage(Preferences(recent=recent))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def spoken(page: StartPage, row: int) -> str:
    return str(page.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole))


def ways(parent: QWidget) -> dict[str, QPushButton]:
    """The buttons under the error that is shown."""
    return {b.text(): b for trouble in parent.findChildren(Trouble) for b in trouble.findChildren(QPushButton)}


def test_nothing_heavy_is_loaded_to_show_it() -> None:
    code = f"import sys, ui.start.page, ui.start.sample; print([n for n in {HEAVY!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


# Recent cases


def test_cases_are_listed_and_those_that_are_gone_are_said_in_words(page: StartPage, qtbot: QtBot) -> None:
    assert page.list.count() == 3
    qtbot.waitUntil(lambda: words.GONE in spoken(page, 2), timeout=10_000)
    assert words.GONE not in spoken(page, 0)
    assert spoken(page, 0).startswith("OP ALDER, A title, ")


def test_arrows_choose_and_enter_opens(page: StartPage, recent: tuple[Recent, ...], qtbot: QtBot) -> None:
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.open_asked) as asked:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert asked.args == [Path(recent[1].folder)]


def test_a_case_can_be_taken_from_the_list(page: StartPage, recent: tuple[Recent, ...], qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.forget_asked) as asked:
        qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert asked.args == [recent[0].folder]
    assert page.list.count() == 2 and page.list.folder() == recent[1].folder
    assert (Path(recent[0].folder) / "case.db").exists()
    page.forget.click()
    page.forget.click()
    assert page.list.count() == 0 and not page.forget.isVisible() and page._none.isVisible()


def test_while_a_case_is_opening_nothing_else_is_offered(page: StartPage) -> None:
    page.show_opening("Opening alder")
    assert not page.new.isEnabled() and not page.open_chosen.isEnabled() and page._bar.isVisible()
    page.show_opening("")
    assert page.new.isEnabled() and page.open_chosen.isEnabled() and not page._bar.isVisible()


# Cases that cannot be opened


def test_a_locked_case_can_be_opened_for_reading(page: StartPage, qtbot: QtBot) -> None:
    page.show_trouble(CaseError("case_locked"), Path("/cases/alder"))
    assert set(ways(page)) >= {words.OPEN_READ_ONLY, words.TRY_AGAIN}
    with qtbot.waitSignal(page.read_only_asked) as asked:
        ways(page)[words.OPEN_READ_ONLY].click()
    assert asked.args == [Path("/cases/alder")]


def test_a_case_that_is_gone_can_be_taken_from_the_list(
    page: StartPage, recent: tuple[Recent, ...], qtbot: QtBot
) -> None:
    page.show_trouble(CaseError("not_a_case", folder=recent[2].folder), Path(recent[2].folder))
    assert words.OPEN_READ_ONLY not in ways(page) and words.CHOOSE_ANOTHER in ways(page)
    with qtbot.waitSignal(page.forget_asked):
        ways(page)[words.FORGET].click()
    qtbot.waitUntil(lambda: not page.findChildren(Trouble))


def test_only_the_latest_trouble_is_shown(page: StartPage, qtbot: QtBot) -> None:
    page.show_trouble(CaseError("case_locked"), Path("/cases/alder"))
    page.show_trouble(CaseError("case_damaged", detail="x"), Path("/cases/alder"))
    qtbot.waitUntil(lambda: len(page.findChildren(Trouble)) == 1)
    assert "damaged" in page.findChildren(Trouble)[0].accessibleName()


def test_a_case_that_another_holds_opens_for_reading_in_the_window(
    window: MainWindow, sample_case: Path, qtbot: QtBot
) -> None:
    with Case.open(sample_case):
        window.open_case(sample_case)
        qtbot.waitUntil(lambda: words.OPEN_READ_ONLY in ways(window.start), timeout=60_000)
        ways(window.start)[words.OPEN_READ_ONLY].click()
        qtbot.waitUntil(lambda: window.session is not None, timeout=60_000)
        assert window.session is not None and not window.session.writable
        window.leave_case()
        qtbot.waitUntil(lambda: window.session is None, timeout=60_000)


# A new case


@pytest.mark.parametrize(
    ("reference", "name"),
    [("OP ALDER", "OP ALDER"), ("OP/ALDER: 2", "OP-ALDER 2"), ("../../etc", "etc"), ("con", "case con"),
     ("  ", "case"), ("a" * 90, "a" * 60), ("Zoë\n2", "Zoë-2"), ("x\0y", "x-y"), ("trailing.", "trailing")],
)  # fmt: skip
def test_a_folder_is_named_after_the_reference_in_safe_characters(reference: str, name: str) -> None:
    assert folder_name(reference) == name


def test_a_reference_is_needed_and_has_a_length() -> None:
    assert reference_trouble(" ") == words.NEEDS_REFERENCE
    assert "120" in reference_trouble("x" * 121)
    assert reference_trouble("OP ALDER") == ""


def test_whether_a_case_can_lie_in_a_folder_is_said_in_words(tmp_path: Path) -> None:
    for name in ("full", "case", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    (tmp_path / "case" / "case.db").touch()
    found = {name: look_at(tmp_path / name) for name in ("full", "case", "empty", "new", "full/letter.txt")}
    assert found == {
        "full": (False, words.FOLDER_FULL),
        "case": (False, words.FOLDER_CASE),
        "empty": (True, words.FOLDER_EMPTY),
        "new": (True, words.FOLDER_NEW.format(folder=tmp_path / "new")),
        "full/letter.txt": (False, words.FOLDER_FILE),
    }
    assert look_at(Path("somewhere")) == (False, words.NEEDS_FOLDER)
    assert look_at(tmp_path / "full" / "letter.txt" / "below")[0] is False
    assert look_at(Path("/\0"))[0] is False


@pytest.fixture
def dialog(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> NewCaseDialog:
    window.remembered.set(last_folder=str(tmp_path))
    made = NewCaseDialog(window, window.remembered)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.open()
    return made


def test_a_case_is_made_and_opened(dialog: NewCaseDialog, window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    assert not dialog.make.isEnabled()
    qtbot.keyClicks(dialog.reference, "OP/FIR")
    qtbot.keyClicks(dialog.title, "A fire")
    qtbot.waitUntil(dialog.make.isEnabled, timeout=10_000)
    assert dialog.said.text() == words.FOLDER_NEW.format(folder=tmp_path / "OP-FIR")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session is not None, timeout=60_000)
    assert window.session is not None
    info = window.session.case.store.info
    assert (info.reference, info.title, info.folder) == ("OP/FIR", "A fire", tmp_path / "OP-FIR")
    assert not dialog.isVisible()
    assert window.remembered.now.recent[0].reference == "OP/FIR"


def test_the_folder_follows_the_reference_until_the_person_names_it(
    dialog: NewCaseDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.reference.setText("OP FIR")
    assert dialog.folder.text() == str(tmp_path / "OP FIR")
    dialog.folder.selectAll()
    qtbot.keyClicks(dialog.folder, str(tmp_path / "mine"))
    dialog.reference.setText("OP ELM")
    assert dialog.folder.text() == str(tmp_path / "mine")


def test_a_folder_that_will_not_do_is_said_while_typing(dialog: NewCaseDialog, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "OP FIR").mkdir()
    (tmp_path / "OP FIR" / "letter.txt").touch()
    dialog.reference.setText("OP FIR")
    qtbot.waitUntil(lambda: dialog.said.text() == words.FOLDER_FULL, timeout=10_000)
    assert not dialog.make.isEnabled()


def test_what_went_wrong_in_making_it_is_said_and_the_dialog_stays(
    dialog: NewCaseDialog, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.reference.setText("OP FIR")
    qtbot.waitUntil(dialog.make.isEnabled, timeout=10_000)
    (tmp_path / "OP FIR").mkdir()
    (tmp_path / "OP FIR" / "letter.txt").touch()  # someone was faster
    dialog.accept()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(Trouble)), timeout=60_000)
    assert dialog.isVisible() and window.session is None
    assert dialog.reference.text() == "OP FIR" and dialog.reference.isEnabled()


# The sample case


def test_making_the_sample_case_can_be_stopped(qapp: object, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = SampleProgress(tmp_path / "sample")
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    job = dialog.job
    assert job is not None
    qtbot.waitUntil(lambda: "mp4" in job.what, timeout=60_000)
    with qtbot.waitSignal(dialog.rejected, timeout=2_000):
        dialog.waiting.cancel.click()
    assert job.state == "cancelled" and not (tmp_path / "sample" / "case").exists()


def test_a_sample_case_that_was_made_before_opens_at_once(window: MainWindow, sample_case: Path, qtbot: QtBot) -> None:
    sample_folder().mkdir(parents=True)
    sample_case.rename(sample_folder() / "case")
    window.start.sample.click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=60_000)
    assert window.session is not None
    assert window.session.case.store.info.folder == sample_folder() / "case"


@pytest.mark.soak
def test_one_click_makes_the_sample_case_and_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    left = sample_folder() / "case.part"
    left.mkdir(parents=True)
    (left / "originals").touch()  # what was stopped half-way is begun anew
    window.start.sample.click()
    qtbot.waitUntil(lambda: window.session is not None and window.session.draft is not None, timeout=240_000)
    assert window.session is not None and window.session.draft is not None
    assert len(window.session.sources) == 13 and window.session.draft.claims
    assert not left.exists()
