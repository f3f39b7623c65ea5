"""Exporting a draft: what it says beforehand, what it writes, and what becomes of it when it is stopped or fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app import receipts
from app.exporting import WRITERS
from app.preferences import Preferences
from provenance.report_words import DRAFT_WORDS
from ui.export.contents import contents
from ui.export.dialog import ExportDialog
from ui.remembered import Remembered
from ui.session import Session
from ui.strings import bundle as bundle_words
from ui.strings import export as words
from ui.widgets.empty import Trouble


@pytest.fixture
def remembered(tmp_path: Path, qapp: object, request: pytest.FixtureRequest) -> Remembered:
    owner = QObject()
    request.addfinalizer(owner.deleteLater)
    (tmp_path / "out").mkdir()
    return Remembered(Preferences(last_folder=str(tmp_path / "out")), owner)


@pytest.fixture
def dialog(session: Session, remembered: Remembered, qtbot: QtBot) -> ExportDialog:
    made = ExportDialog(session, remembered)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def reject(session: Session, count: int) -> None:
    """Reject the first claims that are not checked."""
    free = [c.id for c in session.claims() if not c.held_back and not session.checked(c.id)][:count]
    for claim_id in free:
        session.take_state(session.case.reviewing.decide(claim_id, "reject", fault="other"))


def test_what_will_be_in_it_is_said_before(dialog: ExportDialog, session: Session) -> None:
    assert session.draft is not None
    stands = sum(not c.held_back for c in session.draft.claims)
    found = contents(session.draft, session.states, 0, "html")
    assert found.lines[0] == f"{stands} claims; 0 of {stands} drafted were checked by a person"
    assert (found.banner, found.checked) == (DRAFT_WORDS, False)
    assert DRAFT_WORDS in dialog.form.banner.text()
    reject(session, 2)
    found = contents(session.draft, session.states, 3, "json")
    assert found.lines[0] == f"{stands - 2} claims; 2 of {stands} drafted were checked by a person"
    assert words.REJECTED.format(count=2) in found.lines and words.WITHHELD.format(count=3) in found.lines
    assert words.NO_PICTURES in found.lines and words.PICTURES not in found.lines


def test_a_dialog_that_was_closed_hears_no_more(session: Session, remembered: Remembered, qtbot: QtBot) -> None:
    dialog = ExportDialog(session, remembered)
    dialog.show()
    with qtbot.waitSignal(dialog.destroyed, timeout=10_000):
        dialog.reject()
    reject(session, 1)
    session.refresh_drafts()
    qtbot.waitUntil(lambda: session.background.busy == 0, timeout=10_000)


def test_a_draft_of_which_each_claim_was_accepted_is_said_to_be(session: Session) -> None:
    assert session.draft is not None
    keep = next(c for c in session.claims() if not c.held_back)
    for citation in keep.citations:
        session.case.reviewing.opened(citation.id)
    session.take_state(session.case.reviewing.decide(keep.id, "accept"))
    reject(session, 1000)
    found = contents(session.draft, session.states, 0, "html")
    assert found.checked and found.banner.startswith("1 of 1 claim accepted by")


def test_the_file_is_named_after_case_and_draft_and_follows_the_form(dialog: ExportDialog, tmp_path: Path) -> None:
    assert Path(dialog.file.text()) == tmp_path / "out" / "OP ALDER draft 1.html"
    dialog.formats["json"].click()
    assert Path(dialog.file.text()) == tmp_path / "out" / "OP ALDER draft 1.json"
    dialog.file.setText(str(tmp_path / "out" / "mine.txt"))
    dialog.formats["html"].click()
    assert Path(dialog.file.text()).name == "mine.txt", "an ending of one's own is kept"


def test_every_form_is_offered_with_its_ending(dialog: ExportDialog) -> None:
    assert list(dialog.formats) == ["html", "pdf", "docx", "md", "csv", "json", "bundle"]
    assert set(words.FILTERS) == set(words.FORMATS) == set(WRITERS)
    for name, button in dialog.formats.items():
        button.click()
        ending = "*" if name == "bundle" else f"*.{name}"  # a bundle is a folder
        assert Path(dialog.file.text()).suffix == f".{name}" and f"({ending})" in words.FILTERS[name]
        told = [dialog.form.what.itemAt(n).widget().text() for n in range(dialog.form.what.count())]
        assert (f"·  {bundle_words.HOLDS['cited']}" in told) == (name == "bundle")
        assert (f"·  {words.PICTURES}" in told) == (name in ("html", "pdf", "docx"))


def test_data_are_written_and_the_log_tells_of_it(
    dialog: ExportDialog, session: Session, remembered: Remembered, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "else").mkdir()
    out = tmp_path / "else" / "draft.json"
    dialog.formats["json"].click()
    dialog.file.setText(str(out))
    with qtbot.waitSignal(session.job_ended, timeout=60_000):
        dialog.write.click()
    assert json.loads(out.read_text("utf-8"))["draft_id"] == "D1"
    qtbot.waitUntil(dialog.path.isVisible)
    assert dialog.path.text() == str(out) and not dialog.file.isVisible()
    assert {words.OPEN_FOLDER, words.COPY_PATH} <= {b.text() for b in dialog.findChildren(QPushButton)}
    assert remembered.now.last_folder == str(tmp_path / "else")
    assert session.case.store.audit_entries()[-1].action == "draft_exported"
    entries, head = session.case.store.log_head()
    told = [one.text() for one in dialog.closing.said]
    assert f"Log of the case: {entries:,} entries, head {head}." in told
    assert f"A receipt of it is kept in {receipts.path()}." in told and receipts.path().is_file()
    assert not dialog.closing.command.isVisible(), "for a bundle alone"


def test_a_receipt_that_could_not_be_kept_is_told_with_the_head_to_write_down(
    dialog: ExportDialog, session: Session, qtbot: QtBot
) -> None:
    receipts.path().parent.parent.mkdir(parents=True, exist_ok=True)
    receipts.path().parent.write_text("in the way")
    dialog.formats["json"].click()
    dialog.write.click()
    qtbot.waitUntil(dialog.path.isVisible, timeout=60_000)
    told = "\n".join(one.text() for one in dialog.closing.said)
    assert f"head {session.case.store.log_head()[1]}." in told and "No receipt of the log could be kept" in told
    assert "A receipt of it is kept" not in told


def test_a_report_re_opens_its_citations_and_says_so(dialog: ExportDialog, session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.job_ended, timeout=240_000):
        dialog.write.click()
        qtbot.waitUntil(lambda: dialog.waiting.isVisible(), timeout=60_000)
        assert not dialog.write.isVisible()
    report = Path(dialog.file.text()).read_text("utf-8")
    assert DRAFT_WORDS in report
    told = [one.text() for one in dialog.closing.said]
    assert told[0] == words.DONE.format(name="OP ALDER draft 1.html")
    assert told[2].endswith("re-opened from the original files: none failed.")


def test_a_file_that_is_there_is_replaced_only_when_the_person_says_so(
    dialog: ExportDialog, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    out = tmp_path / "out" / "draft.json"
    out.write_text("mine")
    dialog.formats["json"].click()
    dialog.file.setText(str(out))
    dialog.write.click()
    qtbot.waitUntil(dialog.form.replace.isVisible, timeout=60_000)
    assert dialog.form.said.text() == words.EXISTS.format(name="draft.json") and not dialog.write.isEnabled()
    dialog.form.keep.click()
    assert dialog.write.isEnabled() and dialog.file.hasFocus() and out.read_text() == "mine"
    dialog.write.click()
    qtbot.waitUntil(dialog.form.replace.isVisible, timeout=60_000)
    with qtbot.waitSignal(session.job_ended, timeout=60_000):
        dialog.form.replace.click()
    assert json.loads(out.read_text("utf-8"))["draft_id"] == "D1"


def test_only_the_file_that_was_asked_about_is_replaced(
    dialog: ExportDialog, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    asked, other = tmp_path / "out" / "draft.json", tmp_path / "out" / "other.json"
    asked.write_text("mine")
    other.write_text("not asked about")
    dialog.formats["json"].click()
    dialog.file.setText(str(asked))
    dialog.write.click()
    qtbot.waitUntil(dialog.form.replace.isVisible, timeout=60_000)
    dialog.file.setText(str(other))
    with qtbot.waitSignal(session.job_ended, timeout=60_000):
        dialog.form.replace.click()
    assert other.read_text() == "not asked about"
    assert json.loads(asked.read_text("utf-8"))["draft_id"] == "D1"


def test_what_was_asked_for_one_audience_is_not_replaced_for_another(
    dialog: ExportDialog, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    out = tmp_path / "out" / "draft.json"
    out.write_text("mine")
    dialog.formats["json"].click()
    dialog.file.setText(str(out))
    qtbot.waitUntil(lambda: dialog.form.known, timeout=60_000)
    dialog.write.click()
    qtbot.waitUntil(dialog.form.replace.isVisible, timeout=60_000)
    dialog.who.audiences["defence"].click()
    assert not dialog.form.replace.isVisible() and out.read_text() == "mine"
    qtbot.waitUntil(lambda: dialog.form.known, timeout=60_000)
    assert dialog.write.isEnabled()
    dialog.write.click()
    qtbot.waitUntil(dialog.form.replace.isVisible, timeout=60_000)
    dialog.form.replace.click()
    qtbot.waitUntil(dialog.path.isVisible, timeout=60_000)
    assert json.loads(out.read_text("utf-8"))["audience"] == "defence"


def test_stopping_leaves_no_file_and_keeps_the_dialog(dialog: ExportDialog, session: Session, qtbot: QtBot) -> None:
    dialog.write.click()
    qtbot.waitUntil(lambda: dialog.job is not None and dialog.job.state == "running", timeout=60_000)
    with qtbot.waitSignal(session.job_ended, timeout=10_000):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
    assert dialog.job is not None and dialog.job.state == "cancelled"
    assert dialog.form.said.text() == words.STOPPED and dialog.write.isVisible()
    assert list(Path(dialog.file.text()).parent.iterdir()) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_went_wrong_is_said_and_can_be_mended(
    dialog: ExportDialog, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.formats["json"].click()
    dialog.file.setText(str(tmp_path / "nowhere" / "draft.json"))
    with qtbot.waitSignal(session.job_ended, timeout=60_000):
        dialog.write.click()
    assert "There is no folder" in dialog.findChildren(Trouble)[0].accessibleName()
    assert dialog.file.isEnabled() and dialog.write.isEnabled()
    dialog.file.setText(str(tmp_path / "out" / "draft.json"))
    with qtbot.waitSignal(session.job_ended, timeout=60_000):
        dialog.write.click()
    assert dialog.job is not None and dialog.job.error is None, repr(dialog.job)
    assert (tmp_path / "out" / "draft.json").is_file()
    qtbot.waitUntil(lambda: not dialog.findChildren(Trouble))


def test_nothing_is_written_into_the_case_or_to_no_place(dialog: ExportDialog, session: Session, qtbot: QtBot) -> None:
    inside = session.case.store.info.folder / "report.html"
    dialog.file.setText(str(inside))
    dialog.write.click()
    qtbot.waitUntil(lambda: dialog.form.said.text() == words.IN_CASE, timeout=60_000)
    dialog.file.setText("report.html")
    dialog.write.click()
    assert dialog.form.said.text() == words.NEEDS_FILE and dialog.job is None
    assert not inside.exists()
