"""What can be read of a damaged database is saved row by row; what was lost is told, and nothing is made up."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from store_case import BY, add_text, add_video, frame_citation, new_case, text_citation, write_draft

from provenance.errors import CaseError
from provenance.store import opener, salvage
from provenance.store.case_store import DATABASE, CaseStore
from provenance.store.pieces import Damaged, Pieces
from provenance.store.salvage import Saved

PAGE = 4096
TEXT = "At 18:10 I saw a man in a blue coat near platform 2. He ran towards the footbridge.\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of 60 texts, a recording, drafts and decisions, in some hundred pages."""
    folder = tmp_path_factory.mktemp("whole") / "case"
    with new_case(folder) as store:
        for n in range(60):
            add_text(store, "".join(f"{n}.{line} {TEXT}" for line in range(30)), f"{n}.txt")
        video = add_video(store, bytes(64))
        for n in range(1, 21):
            draft = write_draft(store, [text_citation(store, f"S{n}", 4, 30), frame_citation(store, video.id, 0)])
            store.open_citation(f"{draft.id}.1.1", BY)
            store.review(f"{draft.id}.1", "note", BY, note=f"Look at this again, {n}.")
    return folder


def saved_of(whole: Path, tmp_path: Path, data: bytes) -> Saved:
    """What is saved of a case whose database has become `data`, into tmp_path / "case"."""
    shutil.rmtree(tmp_path / "case", ignore_errors=True)
    shutil.copytree(whole, tmp_path / "case")
    (tmp_path / "damaged.db").write_bytes(data)
    (tmp_path / "case" / DATABASE).unlink()
    return salvage.save(tmp_path / "damaged.db", tmp_path / "case" / DATABASE)


def rows(database: Path) -> dict[str, set[tuple[object, ...]]]:
    with closing(opener.connect(database, write=False)) as db:
        return {name: set(db.execute(f'SELECT * FROM "{name}"').fetchall()) for name in salvage._tables(db)}


def with_pages(data: bytes, pages: list[int], fill: bytes = b"\xff") -> bytes:
    made = bytearray(data)
    for page in pages:
        made[(page - 1) * PAGE : page * PAGE] = fill * PAGE
    return bytes(made)


def leaves_of(database: Path, name: str) -> list[tuple[int, int]]:
    """(page, number of rows) of each leaf of a table's tree, in order: https://www.sqlite.org/fileformat2.html#b_tree_pages"""
    data, found = database.read_bytes(), list[tuple[int, int]]()

    def walk(page: int) -> None:
        at = (page - 1) * PAGE + (100 if page == 1 else 0)
        cells = int.from_bytes(data[at + 3 : at + 5], "big")
        if data[at] == 0x0D:
            found.append((page, cells))
            return
        assert data[at] == 0x05
        for cell in range(cells):
            place = at + 12 + 2 * cell
            offset = (page - 1) * PAGE + int.from_bytes(data[place : place + 2], "big")
            walk(int.from_bytes(data[offset : offset + 4], "big"))
        walk(int.from_bytes(data[at + 8 : at + 12], "big"))

    walk(root_of(database, name))
    return found


def root_of(database: Path, name: str) -> int:
    with closing(opener.connect(database, write=False)) as db:
        return int(db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0])


def test_of_a_whole_database_everything_is_saved(whole: Path, tmp_path: Path) -> None:
    found = saved_of(whole, tmp_path, (whole / DATABASE).read_bytes())
    assert all(table.whole for table in found.tables)
    assert rows(tmp_path / "case" / DATABASE) == rows(whole / DATABASE)
    with CaseStore.open(tmp_path / "case") as store:
        assert store.check_audit().ok and len(store.sources()) == 61
        assert store.search_words("footbridge", 5)
        assert add_text(store, "It goes on.\n").id == "S62"


@pytest.mark.parametrize("fill", [b"\xff", b"\0"])
def test_a_lost_page_costs_what_it_held_and_no_more(whole: Path, tmp_path: Path, fill: bytes) -> None:
    before = rows(whole / DATABASE)
    data = (whole / DATABASE).read_bytes()
    leaves = [(name, *leaf) for name in ("passage", "part", "audit") for leaf in leaves_of(whole / DATABASE, name)]
    assert len(leaves) > 20
    for name, page, cells in (leaves[0], leaves[1], leaves[len(leaves) // 2], leaves[-1]):
        found = {table.name: table for table in saved_of(whole, tmp_path, with_pages(data, [page], fill)).tables}
        after = rows(tmp_path / "case" / DATABASE)
        assert after[name] < before[name] and len(before[name] - after[name]) == cells, (name, page)
        assert found[name].gaps and not found[name].whole
        assert all(after[other] == before[other] for other in before if other not in (name, "counter"))


def test_rows_are_never_made_up(whole: Path, tmp_path: Path) -> None:
    """Every row saved after random pages were lost is one that was there."""
    data = (whole / DATABASE).read_bytes()
    before, seed = rows(whole / DATABASE), random.randrange(1 << 30)
    print(f"seed {seed}")
    dice = random.Random(seed)
    for _ in range(4):
        lost = sorted(dice.sample(range(12, len(data) // PAGE + 1), 3))
        try:
            saved_of(whole, tmp_path, with_pages(data, lost))
        except CaseError as error:
            assert error.code == "nothing_saved", lost
            continue
        after = rows(tmp_path / "case" / DATABASE)
        for name in before:
            if name not in ("counter", "meta", "source", "schedule_item"):  # parts of which are made anew
                assert after[name] <= before[name], (name, lost)
        assert sum(map(len, after.values())) > 0.3 * sum(map(len, before.values())), lost


def test_a_database_that_was_cut_off_gives_what_is_left(whole: Path, tmp_path: Path) -> None:
    data = (whole / DATABASE).read_bytes()
    saved_of(whole, tmp_path, data[: len(data) * 3 // 4 // PAGE * PAGE + 700])
    after, before = rows(tmp_path / "case" / DATABASE), rows(whole / DATABASE)
    assert len(after["passage"]) > len(before["passage"]) / 2
    assert after["passage"] <= before["passage"]


def test_a_table_whose_root_is_lost_is_told_as_gone(whole: Path, tmp_path: Path) -> None:
    data = with_pages((whole / DATABASE).read_bytes(), [root_of(whole / DATABASE, "vector")])
    found = {table.name: table for table in saved_of(whole, tmp_path, data).tables}
    assert not found["vector"].whole or found["vector"].saved == 0
    assert found["source"].whole and found["draft"].whole


def test_what_names_a_lost_row_is_left_out_and_counted(whole: Path, tmp_path: Path) -> None:
    data = with_pages((whole / DATABASE).read_bytes(), [root_of(whole / DATABASE, "layer")])
    found = {table.name: table for table in saved_of(whole, tmp_path, data).tables}
    assert found["part"].saved == 0 and found["part"].dropped == len(rows(whole / DATABASE)["part"])
    with CaseStore.open(tmp_path / "case") as store, store.snapshot() as read:
        assert read("PRAGMA foreign_key_check", ()) == [] and read("PRAGMA integrity_check", ()) == [("ok",)]
        assert store.check_audit().ok and len(store.draft_ids()) == 20


def test_decisions_are_saved_where_the_log_is_not(whole: Path, tmp_path: Path) -> None:
    leaves = [page for page, _ in leaves_of(whole / DATABASE, "audit")]
    data = with_pages((whole / DATABASE).read_bytes(), [leaves[len(leaves) // 2]])
    saved_of(whole, tmp_path, data)
    with CaseStore.open(tmp_path / "case", write=False) as store:
        report = store.check_audit()
        assert not report.ok and len(store.draft_ids()) == 20
    assert rows(tmp_path / "case" / DATABASE)["review"] == rows(whole / DATABASE)["review"]


def test_numbers_are_never_used_twice_where_the_counters_are_lost(whole: Path, tmp_path: Path) -> None:
    leaves = [root_of(whole / DATABASE, "counter"), leaves_of(whole / DATABASE, "source")[-1][0]]
    saved_of(whole, tmp_path, with_pages((whole / DATABASE).read_bytes(), leaves))
    with CaseStore.open(tmp_path / "case") as store:
        assert add_text(store, "It goes on.\n").id == "S62", "the log tells of S61, which is lost"


@pytest.mark.parametrize("data", [b"", b"no database" * 1000, bytes(PAGE * 20)], ids=["empty", "other", "zeros"])
def test_of_nothing_nothing_is_saved(whole: Path, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CaseError, match="nothing_saved"):
        saved_of(whole, tmp_path, data)


def test_every_row_is_given_once(whole: Path) -> None:
    with closing(Damaged(whole / DATABASE, None)) as damaged:
        columns = damaged.db.execute("PRAGMA table_xinfo('passage')").fetchall()
        all_rows = list(Pieces(damaged, "passage", columns, True).rows())
        assert len(all_rows) == len(set(all_rows)) == damaged.db.execute("SELECT count(*) FROM passage").fetchone()[0]
