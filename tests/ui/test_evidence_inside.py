"""The evidence list as a tree: files inside others below them, folded, filtered and gone through by keyboard."""

from __future__ import annotations

import time
from dataclasses import fields
from pathlib import Path

import pytest
from evidence_list import lines, press, shown
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from working_case import working_case

from app.case import Case
from provenance.records import Notice, Source
from ui.evidence.model import SourcesModel
from ui.evidence.pane import EvidencePane
from ui.evidence.parts import Acts, parts, stacked
from ui.evidence.rows import Row, build
from ui.evidence.telling import tell
from ui.place import Place
from ui.strings import evidence as words
from ui.widgets.way import Way


def made(n: int, name: str, kind: str, parent: int = 0, **other: object) -> Source:
    """A source inside another one, where `parent` says so."""
    inside = f"S{parent}" if parent else None
    values: dict[str, object] = {"outcome": "read", "path": f"/x/{name}", "passages": 1, **other}
    return Source(
        f"S{n}", f"{n:064x}", name, size=9, kind=kind, added="2026-05-03T09:00:00Z", added_by="me", parent=inside,
        **values,  # type: ignore[arg-type]
    )  # fmt: skip


MIXED = [
    made(1, "papers.eml", "eml", fields={"subject": "Papers", "enclosed": "2"}),
    made(2, "call.wav", "audio", outcome="partly", warnings=(Notice("not_heard", "43 min"),)),
    made(3, "export.dav", "footage", outcome="partly", warnings=(Notice("not_decoded", "not decoded: Dahua"),)),
    made(4, "log.xlsx", "xlsx"),
    made(5, "photos.zip", "zip", 1, path="/x/papers.eml/photos.zip", fields={"enclosed": "1"}),
    made(6, "locked.pdf", "pdf", 1, path="/x/papers.eml/locked.pdf", outcome="refused", reason="password_needed"),
    made(7, "gate.jpg", "picture", 5, path="/x/papers.eml/photos.zip/gate.jpg", findings=(Notice("date_missing"),)),
]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return working_case(tmp_path / "case")


@pytest.fixture
def pane(case: Case, make_session: MakeSession, qtbot: QtBot) -> EvidencePane:
    session = make_session(case)
    session.sources = {s.id: s for s in MIXED}
    return shown(session, qtbot)


def titles(pane: EvidencePane) -> list[str]:
    return [e.title for e in pane.view.sources.entries if isinstance(e, Row)]


def test_files_inside_stand_below_their_container_whatever_became_of_them(pane: EvidencePane) -> None:
    assert lines(pane) == [
        "mail 4",
        "Papers read",
        "locked.pdf not read",
        "photos.zip 1 file inside",
        "gate.jpg read",
        "sheets 1",
        "log.xlsx read",
        "footage 1",
        "export.dav not decoded",
        "sound 1",
        "call.wav not heard, 43 min",
    ]
    rows = {e.id: e for e in pane.view.sources.entries if isinstance(e, Row)}
    assert rows["S7"].above == ("S1", "S5") and rows["S1"].inside == 2
    assert rows["S7"].spoken.endswith("1 finding, inside photos.zip") and rows["S7"].findings == 1
    spoken = str(pane.view.sources.index(1).data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "papers.eml, Papers, e-mail, read, 2 files inside, unfolded"


def test_a_file_inside_that_waits_for_a_decision_stands_by_itself() -> None:
    held = made(8, "advice.pdf", "pdf", 1, outcome="held", reason="privilege", privilege="possible")
    rows = build([*MIXED, held], {})
    assert [(r.title, r.above) for r in rows if r.group == "held"] == [("advice.pdf", ())]
    assert rows[-1].spoken.endswith("inside papers.eml")


def test_a_statement_stands_among_the_statements_wherever_it_came_from() -> None:
    inside = {"path": "/x/papers.eml/photos.zip/mg11.docx", "fields": {"witness": "Imran NASSER"}}
    statement = made(9, "mg11.docx", "docx", 5, **inside)
    alone = made(10, "holm.docx", "docx", fields={"witness": "PC HOLM"})
    sketch = made(11, "sketch.png", "picture", 9, path=f"{inside['path']}/sketch.png")
    rows = build([*MIXED, statement, alone, sketch], {})
    found = [(r.title, r.item, r.above) for r in rows if r.group == "statements"]
    assert found == [
        ("holm.docx", "PC HOLM", ()),
        ("mg11.docx", "Imran NASSER · inside photos.zip", ()),
        ("sketch.png", "", ("S9",)),
    ]
    assert [r.title for r in rows if "S5" in r.above] == ["gate.jpg"], "other files stay below what they lie in"
    assert next(r for r in rows if r.id == "S9").spoken.endswith("inside photos.zip, 1 file inside")


def test_left_and_right_fold_and_walk_the_tree(pane: EvidencePane, qtbot: QtBot) -> None:
    pane.choose("S7")
    pane.view.setFocus()
    press(qtbot, pane.view, Qt.Key.Key_Left)
    assert pane.view.source_id() == "S5"
    press(qtbot, pane.view, Qt.Key.Key_Left)
    assert titles(pane)[:3] == ["Papers", "locked.pdf", "photos.zip"] and "gate.jpg" not in titles(pane)
    press(qtbot, pane.view, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert pane.view.source_id() == "S7", "opened, then gone into"
    press(qtbot, pane.view, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert titles(pane)[:2] == ["Papers", "log.xlsx"] and pane.view.source_id() == "S1"
    pane.choose("S7")
    assert pane.view.source_id() == "S7" and "gate.jpg" in titles(pane), "what is asked for is unfolded"


def test_a_click_on_the_arrow_folds_and_opens_nothing(pane: EvidencePane, qtbot: QtBot) -> None:
    opened: list[str] = []
    pane.view.opened.connect(opened.append)
    box = pane.view.visualRect(pane.view.sources.index(1))
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 6, box.center().y()))
    assert titles(pane)[:2] == ["Papers", "log.xlsx"] and not opened
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 90, box.center().y()))
    assert opened == ["S1"]


def test_the_filter_finds_what_is_folded_away_and_shows_what_it_lies_in(pane: EvidencePane) -> None:
    pane.view.sources.fold("S1", True)
    pane.view.filter("gate")
    assert titles(pane) == ["Papers", "photos.zip", "gate.jpg"] and lines(pane)[0] == "mail 1"
    pane.view.filter("")
    assert titles(pane)[:2] == ["Papers", "log.xlsx"], "as it was folded before"


def test_many_files_inside_stand_folded_and_twenty_thousand_are_quick() -> None:
    sources = [made(1, "disk.zip", "zip", fields={"enclosed": "20000"})]
    sources += [made(n, f"{n}.txt", "text", 1, path=f"/x/disk.zip/{n}.txt") for n in range(2, 20_002)]
    model = SourcesModel()
    began = time.thread_time()
    model.show(build(sources, {}))
    spent = time.thread_time() - began
    assert len(model.entries) == 2 and model.count == 20_001
    began = time.thread_time()
    model.fold("S1", False)
    folding = time.thread_time() - began
    assert len(model.entries) == 20_002
    assert spent < 1.5 and folding < 0.25, (spent, folding)
    model.filter("19999.txt")
    assert [e.title for e in model.entries if isinstance(e, Row)] == ["disk.zip", "19999.txt"]


def test_the_menu_of_a_locked_file_asks_for_its_password(pane: EvidencePane) -> None:
    assert [a.text() for a in pane.menu("S6").actions()].count(words.UNLOCK) == 1
    assert words.UNLOCK not in [a.text() for a in pane.menu("S4").actions()]
    assert words.LINK in [a.text() for a in pane.menu("S4").actions()]


CONVERTED = "converted by LibreOffice 7.4.7.2 from the original"


@pytest.mark.parametrize(
    ("source", "later", "said", "to"),
    [
        (made(2, "old.docx", "docx", 1, fields={"made": CONVERTED}), "", "Converted from old.doc", "S1"),
        (made(2, "a.jpg", "picture", 1), "", "Came in old.doc", "S1"),
        (
            made(2, "b.doc", "doc", outcome="duplicate", reason="duplicate_of_S1", fields={"duplicate_of": "S1"}),
            *("", "The same bytes as old.doc", "S1"),
        ),
        (made(2, "c.pdf", "pdf", outcome="refused", reason="password_needed"), "S3", "Read later as c again", "S3"),
    ],
)
def test_what_a_source_belongs_to_is_a_link_that_opens_it(
    qapp: object, source: Source, later: str, said: str, to: str
) -> None:
    opened = list[Place]()

    def other(*_: object) -> None:
        raise AssertionError("only places are opened")

    acts = Acts(opened.append, *[other] * (len(fields(Acts)) - 1))
    told = tell(source, {"S1": "old.doc", "S3": "c again"}.get, later=later)
    box = stacked(parts(told, acts, False))
    (way,) = (w for w in box.findChildren(Way) if said in w.accessibleName())
    way.click()
    assert opened == [Place(to)] and said in told.text()
    assert ("How it came about", CONVERTED) in told.facts or "made" not in source.fields
