"""An original that is not the file taken in is never shown, and large ones are hashed behind the first look."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from working_case import take_in, working_case

from app.case import Case
from app.originals import BEHIND, Originals
from app.viewing import Viewer
from provenance.errors import AnchorError
from provenance.records import Source

TEXT = b"I stood at the gate. The van was blue."


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """S1 stays where it is; the case closes with the test's viewer."""
    import pymupdf

    with pymupdf.open() as document:
        document.new_page().insert_text((72, 100), TEXT.decode(), fontsize=14)
        document.save(tmp_path / "a.pdf")
    case = working_case(tmp_path / "case")
    take_in(case, tmp_path / "a.pdf", by_reference=True)
    return case


def original(case: Case) -> Path:
    return Path(case.store.source("S1").path)


def altered(path: Path) -> bytes:
    """The file with one letter changed, as long as before; gives what it was."""
    was = path.read_bytes()
    path.write_bytes(was.replace(b"PDF-1", b"PDF-2", 1))
    assert path.read_bytes() != was
    return was


def refused(viewer: Viewer) -> str:
    with pytest.raises(AnchorError) as error:
        viewer.page("S1", 1, 1)
    return error.value.code


def test_a_changed_original_is_not_shown_and_its_text_is(case: Case) -> None:
    with case:
        altered(original(case))
        assert case.viewer.integrity("S1") == "unchecked"
        assert refused(case.viewer) == refused(case.viewer) == "original_changed"
        assert case.viewer.integrity("S1") == "changed"
        assert case.viewer.page_text("S1", 1).text.strip() == TEXT.decode()


def test_an_original_that_changes_while_it_is_looked_at(case: Case) -> None:
    with case:
        page = case.viewer.page("S1", 1, 1)
        assert case.viewer.integrity("S1") == "unchanged"
        was = altered(original(case))
        assert refused(case.viewer) == "original_changed"
        original(case).write_bytes(was)  # put back
        os.utime(original(case), ns=(1, 1))  # not within the same tick of the disk's clock
        assert case.viewer.page("S1", 1, 1) == page
        assert case.viewer.integrity("S1") == "unchanged"


def test_a_change_of_length_is_seen_at_once(case: Case) -> None:
    with case:
        original(case).write_bytes(original(case).read_bytes() + b"\n")
        assert case.viewer.integrity("S1") == "changed"
        assert refused(case.viewer) == "original_changed"


def test_a_missing_original(case: Case) -> None:
    with case:
        assert case.viewer.page("S1", 1, 1).width == 595
        original(case).unlink()
        assert refused(case.viewer) == "original_missing"
        assert case.viewer.integrity("S1") == "missing"


def look(originals: Originals, source: Source) -> bytes:
    with originals.opened(source) as (key, opened), opened() as stream:
        assert source.sha256 in key
        return stream.read()


def hashed(originals: Originals) -> None:
    """Wait for what is being hashed behind."""
    originals._hasher.submit(lambda: None).result(timeout=60)


def test_a_large_file_is_hashed_behind_the_first_look(case: Case) -> None:
    assert BEHIND == 64 << 20
    with case:
        originals, source = Originals(case.store.vault, behind=10), case.store.source("S1")
        assert originals.integrity(source) == "unchecked"
        assert look(originals, source) == original(case).read_bytes()
        hashed(originals)
        assert originals.integrity(source) == "unchanged"
        was = altered(original(case))
        assert look(originals, source) != was  # the first look at it goes unchecked
        hashed(originals)
        assert originals.integrity(source) == "changed"
        with pytest.raises(AnchorError, match="original_changed"):
            look(originals, source)
        originals.close()


def test_a_file_replaced_between_check_and_look_is_not_opened(case: Case) -> None:
    with case:
        originals, source = Originals(case.store.vault), case.store.source("S1")
        with originals.opened(source) as (_, opened):
            there = original(case)
            other = there.with_name("other.pdf")
            other.write_bytes(there.read_bytes())
            other.replace(there)
            with pytest.raises(AnchorError, match="original_changed"):
                opened()
        originals.close()


def test_closing_ends_the_hashing(case: Case) -> None:
    with case:
        originals, source = Originals(case.store.vault, behind=10), case.store.source("S1")
        originals.close()
        assert look(originals, source)
        assert originals.integrity(source) == "unchecked"
