"""The badge says what was seen, by which means, and what the self-test found: no more."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app import badge, selftesting
from app.badge import LastTest, Seen
from app.case import Case
from app.selftest.calls import Calls
from app.selftest.result import STEP_WORDS, SelfTest, Step
from provenance import offline
from provenance.confining import Held
from provenance.offline import Refusal
from ui.offline import words as told
from ui.offline.badge import OfflineBadge
from ui.offline.dialog import OfflineDialog
from ui.strings import offline as words

SINCE = datetime.now().astimezone().replace(hour=8, minute=55)
CLOSED, OPEN = Held(sockets=True, landlock=7, why=()), Held(why=("other_system", "no_firewall_rule"))


def found(ok: bool = True) -> SelfTest:
    steps = tuple(Step(name, ok or name != "verify") for name in STEP_WORDS)
    return SelfTest("2026-11-28T09:12:00Z", 30.0, steps, True, Calls((), 3, 0, 9), (), CLOSED, CLOSED)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", "OP ALDER")


def test_the_line_says_what_was_seen_and_no_more() -> None:
    at = datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    clock = f"{datetime.fromisoformat(at).astimezone():%H:%M}"
    clean = Seen((), CLOSED, ())
    line = "No outside connection since 08:55"
    assert told.badge(SINCE, clean, None, False) == f"{line} · self-test not run"
    assert told.badge(SINCE, clean, LastTest(at, True, {}), False) == f"{line} · self-test passed {clock}"
    assert told.badge(SINCE, clean, LastTest(at, False, {}), False) == f"{line} · self-test failed {clock}"
    assert told.badge(SINCE, clean, LastTest(at, True, {}), True) == f"{line} · self-test running"
    refused = Seen(("192.0.2.1", "AF_INET"), CLOSED, ())
    assert told.badge(SINCE, refused, None, False) == f"{line} · 2 refused · self-test not run"
    before = told.badge(SINCE, clean, LastTest("2025-11-26T09:12:00Z", True, {}), False)
    assert "26 Nov 2025" in before, "one of another day says so"


def test_the_means_are_told_exactly() -> None:
    assert told.means(Seen((), CLOSED, (CLOSED, CLOSED))) == words.MEANS_HELD
    assert told.means(Seen((), OPEN, (CLOSED,))) == words.MEANS_CHILDREN
    for seen in (Seen((), OPEN, ()), Seen((), OPEN, (OPEN,)), Seen((), CLOSED, (CLOSED, OPEN))):
        assert told.means(seen) == words.MEANS_WATCHED
    assert told.files(Seen((), CLOSED, (CLOSED,))) == words.FILES_HELD.format(abi=7)
    assert told.files(Seen((), CLOSED, (CLOSED, OPEN))) == words.FILES_OPEN
    assert told.files(Seen((), CLOSED, ())) == words.FILES_UNKNOWN
    assert told.not_held(Seen((), CLOSED, (CLOSED,))) == []
    assert len(told.not_held(Seen((), OPEN, (OPEN,)))) == 2


def test_refused_connections_are_named() -> None:
    seen = Seen(tuple(f"192.0.2.{n}" for n in range(7)) + ("192.0.2.0",), OPEN, ())
    text = told.saw(SINCE, seen)
    assert "8 connections were" in text and "192.0.2.4 and 2 more" in text and "08:55" in text
    assert "1 connection was" in told.saw(SINCE, Seen(("example.org",), OPEN, ()))


def test_a_test_of_another_machine_or_version_is_none_of_this_one(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with case:
        monkeypatch.setattr(selftesting, "run", lambda progress: found())
        selftesting.of_case(case, lambda *_: True)
        tested = badge.last_test(case.store)
        assert tested is not None and tested.passed and tested.counted
        monkeypatch.setattr(badge, "machine", lambda: "another")
        assert badge.last_test(case.store) is None


def test_the_badge_runs_the_test_and_tells_of_it(
    case: Case, make_session: MakeSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session(case)
    shown, said = OfflineBadge(session), list[str]()
    qtbot.addWidget(shown)
    session.told.connect(said.append)
    qtbot.waitUntil(lambda: shown.button.text().endswith(words.NOT_RUN))
    monkeypatch.setattr(selftesting, "run", lambda progress: found())
    shown.test()
    assert shown.running and shown.button.text().endswith(words.RUNNING)
    qtbot.waitUntil(lambda: "self-test passed" in shown.button.text())
    assert said == [words.DONE_PASSED] and shown.button.property("look") == "badge"
    assert case.store.audit_entries()[-1].action == "self_tested"
    monkeypatch.setattr(selftesting, "run", lambda progress: found(ok=False))
    shown.test()
    qtbot.waitUntil(lambda: "self-test failed" in shown.button.text())
    assert said[-1] == words.DONE_FAILED and shown.button.property("look") == "badge-amber"
    assert "re-open every citation" in shown.button.toolTip()


def test_what_was_refused_shows(
    case: Case, make_session: MakeSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = OfflineBadge(make_session(case))
    qtbot.addWidget(shown)
    before = offline.refusals()
    monkeypatch.setattr(offline, "_refusals", [*before, Refusal("socket.connect", "192.0.2.9")])
    shown.watch()
    assert f"{len(before) + 1} refused" in shown.button.text() and shown.button.property("look") == "badge-amber"


def test_the_dialog_says_what_holds_and_starts_the_test(
    case: Case, make_session: MakeSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = OfflineBadge(make_session(case))
    qtbot.addWidget(shown)
    heads = [head for head, _ in shown.parts()]
    assert heads == [words.SEEN_HEAD, words.NOT_HELD_HEAD, words.TEST_HEAD]
    assert all(sentence.endswith(".") for _, sentences in shown.parts() for sentence in sentences)
    started: list[bool] = []
    monkeypatch.setattr(shown, "test", lambda: started.append(True))
    dialog = OfflineDialog(shown)
    dialog.show()
    dialog.run.click()
    assert started == [True]
