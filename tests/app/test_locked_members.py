"""Locked members of an archive are read once their password is known, whichever way they are asked for again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from packs import LOCKED, packed, written
from working_case import PlainEmbedder, take_in, working_case

from app.case import Case
from ingest.index import ExactIndex
from provenance.errors import TaskError
from provenance.records import Source
from summarise.coverage import cover
from summarise.material import gather


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with working_case(tmp_path / "case") as opened:
        yield opened


def told(sources: list[Source]) -> list[tuple[str, str, str | None]]:
    return [(s.name, s.outcome, s.reason) for s in sources]


def member(case: Case) -> list[Source]:
    return [s for s in case.store.sources() if s.name == "secret.txt"]


def test_a_locked_member_given_by_its_place_is_read_with_the_password(case: Case, tmp_path: Path) -> None:
    pack, _, locked = take_in(case, written(tmp_path / "pack.zip", LOCKED))
    assert (locked.reason, locked.sha256) == ("password_needed", "")
    assert told(take_in(case, Path(locked.path))) == [("secret.txt", "refused", "password_needed")]
    case.unlock(["wrong"])
    assert told(take_in(case, Path(locked.path))) == [("secret.txt", "refused", "password_needed")]
    assert len(member(case)) == 1, "the same end is no new row"
    case.unlock(["sesame"])
    (again,) = take_in(case, Path(locked.path))
    assert again.outcome == "read" and again.parent == pack.id and again.path == locked.path
    assert "behind the mill" in case.store.layer(again.id).text()
    assert len(member(case)) == 2 and len(case.store.sources()) == 4


def test_a_container_added_again_gives_its_locked_members(case: Case, tmp_path: Path) -> None:
    path = written(tmp_path / "outer.zip", packed({"pack.zip": LOCKED}))
    take_in(case, path)
    assert told(take_in(case, path)) == [("outer.zip", "duplicate", "duplicate_of_S1")]
    case.unlock(["sesame"])
    assert told(take_in(case, path)) == [
        ("outer.zip", "duplicate", "duplicate_of_S1"),
        ("secret.txt", "read", None),
    ]
    assert told(take_in(case, path)) == [("outer.zip", "duplicate", "duplicate_of_S1")], "nothing is left to do"


def test_what_was_read_with_its_password_is_not_listed_as_unread(case: Case, tmp_path: Path) -> None:
    _, opened, locked = take_in(case, written(tmp_path / "pack.zip", LOCKED))
    assert locked.id in listed(case)
    case.unlock(["sesame"])
    (again,) = take_in(case, Path(locked.path))
    assert {opened.id, again.id} <= listed(case) and locked.id not in listed(case)


def listed(case: Case) -> set[str]:
    found = cover(gather(case.store, None, 8), (), (), (), {})
    return {u.source_id for u in (*found.unread_sources, *found.unused_sources)}


def locked_pdf(path: Path) -> Path:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "The van stood behind the mill.")
        document.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="right", owner_pw="owner")
    return path


def test_only_passwords_that_opened_something_stay_in_memory(case: Case, tmp_path: Path) -> None:
    pdf, pack = locked_pdf(tmp_path / "letter.pdf"), written(tmp_path / "pack.zip", LOCKED)
    case.unlock(["wrong", "right"])
    assert case.settings.read.passwords == ("wrong", "right"), "not tried yet"
    assert told(take_in(case, pdf)) == [("letter.pdf", "read", None)]
    assert case.settings.read.passwords == ("right",)
    case.unlock(["other", "sesame"])
    assert "secret.txt" in [s.name for s in take_in(case, pack) if s.outcome == "read"]
    assert case.settings.read.passwords == ("right", "sesame")
    (tmp_path / "plain.txt").write_text("Nothing is locked here.")
    take_in(case, tmp_path / "plain.txt")
    assert case.settings.read.passwords == ("right", "sesame")
    assert case.viewer._settings.read.passwords == ("right", "sesame")


def test_in_a_later_session_none_is_forgotten_that_may_be_an_earlier_file_s(case: Case, tmp_path: Path) -> None:
    case.unlock(["right"])
    take_in(case, locked_pdf(tmp_path / "letter.pdf"))
    case.close()
    (tmp_path / "plain.txt").write_text("Nothing is locked here.")
    with Case.open(tmp_path / "case") as again:
        again.__dict__.update({"embedder": PlainEmbedder(), "index": ExactIndex()})
        again.unlock(["right"])
        take_in(again, tmp_path / "plain.txt")
        assert again.settings.read.passwords == ("right",)
        assert again.viewer.page("S1", 1, 1.0).width > 0


def test_a_password_is_kept_though_the_taking_in_was_stopped_behind_its_file(case: Case, tmp_path: Path) -> None:
    pdf, plain = locked_pdf(tmp_path / "letter.pdf"), tmp_path / "plain.txt"
    plain.write_text("Nothing is locked here.")
    case.unlock(["right"])
    new: list[Source] = []
    with pytest.raises(TaskError, match="cancelled"):
        case.add([pdf, plain], new.append, lambda *_: not new)
    assert told(new) == [("letter.pdf", "read", None)]
    take_in(case, plain)
    assert case.settings.read.passwords == ("right",)
