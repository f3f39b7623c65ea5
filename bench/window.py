"""Measures how soon the window is there and how it keeps up with large cases: `python -m bench.window`.

Start is a process of its own, from its first instruction to the first painted picture of the start page; opening a case
goes from asking for it to its evidence and claims on screen. Scrolling is told as the longest time that the window's
thread worked without a turn of its event loop, in its own processor time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "ui"))

import numpy as np
from large_case import LINE, add_text, case_with_claims
from watchdog import Watchdog

from app.case import Case
from ingest.items import PassageSpan
from provenance.records import Part, Sentence
from provenance.runs import ModelUse
from provenance.store.records import NewLayer

if TYPE_CHECKING:
    from ui.main_window import MainWindow

ROUNDS = 20
START, OPEN, WORK = 1.5, 2.0, 0.050  # seconds
PASSAGES = 50_000
CLAIMS = 5_000
_FIRST_PICTURE = """
import sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from ui import application
from ui.main_window import MainWindow
class Seen(QObject):
    def eventFilter(self, it, event):
        if event.type() == QEvent.Type.Paint and isinstance(it, MainWindow):
            print(f"{time.time():.6f}", flush=True)
            it.removeEventFilter(self)
            QApplication.instance().exit(0)
        return False
seen = Seen()
shown = MainWindow.show
MainWindow.show = lambda window: (window.installEventFilter(seen), shown(window))
application.run(None)
import os
os._exit(0)
"""


def main() -> int:
    """Print the figures; 1 when one is missed."""
    print(f"The window: medians of {ROUNDS}")
    good = [_start()]
    with tempfile.TemporaryDirectory() as folder:
        good += _cases(Path(folder))
    return 0 if all(good) else 1


def _start() -> bool:
    def once() -> float:
        begun = time.time()
        done = subprocess.run([sys.executable, "-P", "-c", _FIRST_PICTURE], capture_output=True, text=True, check=True)
        return float(done.stdout.split()[0]) - begun

    once()  # warm: the files are in the system's cache
    return _line("window on screen", [once() for _ in range(ROUNDS)], START)


def _cases(folder: Path) -> list[bool]:
    from PySide6.QtWidgets import QApplication

    from app.preferences import Preferences
    from ui.application import make_application
    from ui.main_window import MainWindow
    from ui.theme.theme import theme

    application = make_application(["bench"])
    theme().apply("light", 100)
    with _many_passages(folder / "passages"):
        pass
    case_with_claims(folder / "claims", CLAIMS).close()
    window = MainWindow(Preferences())
    window.show()

    def until(done: Callable[[], bool]) -> None:
        while not done():
            _turn(application)

    def open_case(place: Path) -> float:
        window.leave_case()
        until(lambda: window.session is None)
        begun = time.perf_counter()
        window.open_case(place)
        until(lambda: window.session is not None and bool(window.session.sources) and window.session.draft is not None)
        _turn(application)
        return time.perf_counter() - begun

    open_case(folder / "passages")
    opened = [open_case(folder / "passages") for _ in range(ROUNDS)]
    good = [_line(f"a case of {PASSAGES:,} passages open", opened, OPEN)]
    open_case(folder / "claims")
    longest = [_scroll(application, window) for _ in range(3)]
    good.append(_line(f"longest work while {CLAIMS:,} claims scroll", longest, WORK))
    window.leave_case(window.close)
    until(lambda: not window.isVisible())
    QApplication.quit()
    return good


def _scroll(application: object, window: MainWindow) -> float:
    """From top to bottom in 150 steps; the longest piece of work of the thread."""
    assert window.desk is not None
    bar = window.desk.summary.claims.list.verticalScrollBar()
    with Watchdog() as dog:
        for value in np.linspace(0, bar.maximum(), 150).astype(int).tolist():
            bar.setValue(value)
            _turn(application)
    return dog.longest


def _turn(application: object) -> None:
    """A few turns of the event loop, painting included."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(5, loop.quit)
    loop.exec()


def _many_passages(folder: Path) -> Case:
    """A case with one source of `PASSAGES` sentences, a passage and a vector for each, and a draft of 60 claims."""
    case = case_with_claims(folder, 60)
    lines = [LINE.format(n=n, minute=n % 60) + "\n" for n in range(PASSAGES)]
    source = add_text(case, "".join(lines), [])
    spans, start = [], 0
    for line in lines:
        end = start + len(line)
        spans.append(PassageSpan(start, end, line.strip(), (Sentence(start, end - 1, line.strip()),), ""))
        start = end
    parts = [Part(n, "block", "".join(lines[n * 500 : n * 500 + 500])) for n in range(PASSAGES // 500)]
    kept = replace(source, id="", name="many.txt", exhibit="JS/2")
    added = case.store.add_source(kept, NewLayer("text/1", parts), spans, None, case.by)
    ids = [p.id for p in case.store.passages([added.id])]
    rows = np.random.default_rng(7).standard_normal((len(ids), 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    model = ModelUse("embedder", "made up", "aa" * 32)
    for at in range(0, len(ids), 5_000):
        case.store.store_vectors(ids[at : at + 5_000], rows[at : at + 5_000], model)
    return case


def _line(name: str, taken: list[float], limit: float) -> bool:
    """One line of the table: the median against its limit, and the worst."""
    middle = statistics.median(taken)
    verdict = "reached" if middle <= limit else "MISSED"
    worst = f"at most {1000 * max(taken):.0f}"
    print(f"  {name:<40} {1000 * middle:6.0f} ms ({worst}), limit {1000 * limit:.0f} ms: {verdict}", flush=True)
    return middle <= limit


if __name__ == "__main__":
    sys.exit(main())
