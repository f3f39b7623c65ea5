"""Garbage is collected on the window's thread, however busy others are."""

from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot


class _Cycle:
    def __init__(self) -> None:
        self.own = self


def test_garbage_dies_on_the_thread_of_the_window(qapp: object, qtbot: QtBot) -> None:
    died: list[threading.Thread] = []
    cycle = _Cycle()
    weakref.finalize(cycle, lambda: died.append(threading.current_thread()))
    del cycle

    def allocate() -> None:
        for _ in range(50):
            [[] for _ in range(10 * gc.get_threshold()[0])]

    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert not gc.isenabled() and died == []
    [_Cycle() for _ in range(2 * gc.get_threshold()[0])]  # enough for a collection to be due
    qtbot.waitUntil(lambda: died == [threading.main_thread()])
