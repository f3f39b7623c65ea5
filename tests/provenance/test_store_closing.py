"""A case is closed while other threads still read it: they are told so, and the process lives on."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from provenance.errors import CaseError
from provenance.store.case_store import CaseStore

SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000000) SELECT count(*) FROM n"


@pytest.mark.parametrize("round", range(5))
def test_threads_that_read_are_told_that_the_case_was_closed(tmp_path: Path, round: int) -> None:
    store = CaseStore.create(tmp_path / "case", "TEST", "", "A. Okafor")
    reading, codes = threading.Barrier(5), list[str]()

    def read() -> None:
        store.sources()
        reading.wait(10)
        try:
            while True:
                store.sources()
                store.check_audit()
        except CaseError as error:
            codes.append(error.code)

    threads = [threading.Thread(target=read, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    reading.wait(10)
    store.close()
    for thread in threads:
        thread.join(10)
    assert codes == ["case_closed"] * 4
    log = tmp_path / "case" / "case.db-wal"
    assert not log.exists() or log.stat().st_size == 0, "all that was written is in the database alone"


def test_closing_does_not_wait_for_a_long_query(tmp_path: Path) -> None:
    store = CaseStore.create(tmp_path / "case", "TEST", "", "A. Okafor")
    begun, codes = threading.Event(), list[str]()

    def read() -> None:
        try:
            with store.snapshot() as ask:
                begun.set()
                ask(SLOW, ())
        except CaseError as error:
            codes.append(error.code)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    assert begun.wait(10)
    at = time.monotonic()
    store.close()
    thread.join(10)
    assert codes == ["case_closed"]
    assert time.monotonic() - at < 10, "the query alone would take longer"
