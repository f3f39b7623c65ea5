"""What lies on the rear of a statement is covered in the window with it, and a search says that it was not searched."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from source_files import shown_pane
from working_case import take_in, working_case

from app.search import Found, search
from ui.place import Place
from ui.search import telling
from ui.search.log_model import told as in_words
from ui.session import Session
from ui.source.page_view import PageView
from ui.source.rear import RearLine
from ui.strings import source as words

WAIT = 60_000
ACCOUNT = """Statement of: Jane HOLLOWAY
This statement (consisting of 1 page signed by me) is true to the best of my knowledge and belief.
Signature: J Holloway     Date: 3 May 2026
I was behind the counter. I heard a crash outside and saw a blue van.
"""
REAR = """MG11 (rear)
Witness contact details
Home address: 44 Secret Close, Hidden Town
Postcode: HT1 9ZZ
Mobile: 07700 900123
E-mail address: jane@example.org
Preferred means of contact: telephone, in the evening, or through her sister at the same address
Dates of witness non-availability: 10 to 20 June 2026, 1 to 14 August 2026, and every Tuesday
Does the witness have any particular needs? None
"""
STAMP = pymupdf.Rect(380, 40, 560, 58)  # in the margin above the account


def write(path: Path) -> Path:
    """A page that is rear for the most part, and in its upper margin typed words of the same paper."""
    with pymupdf.open() as document:
        page = document.new_page()
        for n, line in enumerate((ACCOUNT + REAR).split("\n")):
            page.insert_text((40, 90 + 22 * n), line, fontsize=9)
        page.add_freetext_annot(STAMP, "Moved to 5 Mill Lane", fontsize=11, text_color=(1, 0, 0))
        document.save(path)
    return path


@pytest.fixture
def session(tmp_path: Path, make_session: MakeSession) -> Session:
    case = working_case(tmp_path / "case")
    take_in(case, write(tmp_path / "statement.pdf"))
    return make_session(case)


def red(view: PageView) -> int:
    """How many points of the shown page are the note's red."""
    image = view.picture.image  # type: ignore[union-attr]
    points = ((x, y) for x in range(0, image.width(), 2) for y in range(image.height() // 10))
    colours = (image.pixelColor(x, y) for x, y in points)
    return sum(c.red() > 180 and c.green() < 120 and c.blue() < 120 for c in colours)


def test_a_note_of_the_rear_is_covered_on_the_page_until_the_rear_is_shown(session: Session, qtbot: QtBot) -> None:
    rear = " ".join(p.text for p in session.case.store.passages(["S1"], "rear"))
    assert "Mill Lane" in rear and "blue van" not in rear
    pane = shown_pane(session, qtbot)
    session.show_place(Place("S1", page=1))
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)
    assert red(pane.page_view) == 0
    session.show_place(Place("S1", page=1, rear=True))
    qtbot.waitUntil(lambda: pane.state == "page" and red(pane.page_view) > 20, timeout=WAIT)
    qtbot.waitUntil(lambda: any(e.action == "rear_shown" for e in session.case.store.audit_entries()), timeout=WAIT)
    (entry,) = [one for one in in_words(session.case.store.audit_entries()) if one.entry.action == "rear_shown"]
    assert entry.entry.by == session.case.by and entry.action == "Rear of a statement shown"
    assert "S1" in entry.detail and "the window" in entry.detail


def test_going_to_another_source_covers_the_rear_again(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The van was blue.\n", encoding="utf-8")
    take_in(session.case, tmp_path / "note.txt")
    session.sources = {source.id: source for source in session.case.store.sources()}
    pane = shown_pane(session, qtbot)
    session.show_place(Place("S1", page=1, rear=True))
    qtbot.waitUntil(lambda: pane.state == "page" and red(pane.page_view) > 20, timeout=WAIT)
    session.show_place(Place("S2"))
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)
    assert not pane.rear.lifted("S1")
    session.show_place(Place("S1", page=1))
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)
    assert red(pane.page_view) == 0


def test_the_keyboard_stays_where_the_rear_was_shown(qtbot: QtBot) -> None:
    holder = QWidget()
    line = RearLine()
    QVBoxLayout(holder).addWidget(line)
    qtbot.addWidget(holder)
    line.tell(False)
    holder.show()
    (show,) = line.findChildren(QPushButton)
    show.setFocus()
    line.tell(True)
    focused = holder.focusWidget()
    assert isinstance(focused, QPushButton) and focused.text() == words.REAR_COVER


def test_a_search_says_that_the_rear_was_not_searched_whatever_stands_there(session: Session) -> None:
    def told(words: str) -> str:
        found = search(session.case, words, "words")
        return telling.counts("words", found) + telling.nothing(words, "words", found, ())

    assert "he rear of 1 statement was not searched" in told("secret")
    assert told("secret").replace("secret", "") == told("helicopter").replace("helicopter", "")
    assert "; the rear of 1 statement was not searched" in told("van")
    session.case.change("S1", {"privilege": "privileged"})
    assert "statement was not searched" not in told("van"), "a source that is held is told of otherwise"
    assert telling.rears(3) == "the rears of 3 statements were not searched"
    assert "rear" not in telling.counts("words", Found())
