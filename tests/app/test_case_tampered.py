"""A case that was tampered with: a changed byte that changes the record, or an original, is found by `attest verify`.

Any byte of case.db and of the originals counts, by the sum that is laid beside a closed case. Whoever takes that away
is found where the record is another: what can be rebuilt (in case.db the full-text index and the vectors), the counters
of ids, and the free space of the database hold no evidence and no decision. derived/ and index/ are not looked at.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from working_case import go_on, take_in, working_case

sys.path.append(str(Path(__file__).parents[1] / "provenance"))
from report_case import BY, cite, claim, make_draft  # type: ignore[import-not-found]

from app import receipts
from app.case import Case
from provenance.errors import AttestError
from provenance.store.case_store import CaseStore

NO_RECORD = ("counter", "embedding", "vector")
RECORD = "CAST(name AS TEXT) NOT LIKE 'passages_fts_%'"  # not what the full-text index makes for itself
Rows = dict[str, object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of two texts with a draft, a review, a note; closed, so that all of it lies in case.db."""
    folder = tmp_path_factory.mktemp("whole")
    for name, text in (("a.txt", "I heard two bangs. I ran.\n"), ("b.txt", "He wore a coat. It was green.\n")):
        (folder / name).write_text(text * 20, encoding="utf-8")
    with working_case(folder / "case") as case:
        take_in(case, folder / "a.txt", folder / "b.txt")
        claims = [claim("Two bangs.", [cite(case.store, "S1", "I heard two bangs.")])]
        claims.append(claim("A coat.", [cite(case.store, "S2", "He wore a coat.")]))
        make_draft(case.store, claims)
        case.store.review("D1.1", "amend", BY, "Two bangs were heard.", note="Passive is meant.")
        assert case.verify(None, go_on).ok
    return folder / "case"


@pytest.fixture
def case_folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "case"))


def sum_of(folder: Path) -> Path:
    return folder / "case.db.sha256"


def rows(folder: Path) -> Rows:
    """Everything that the database tells, but for what is no record."""
    with CaseStore.open(folder, write=False) as store, store.snapshot() as read:
        found: Rows = {"schema": read(f"SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE {RECORD}", ())}
        for (name,) in read(f"SELECT CAST(name AS TEXT) FROM sqlite_schema WHERE type = 'table' AND {RECORD}", ()):
            if name not in NO_RECORD and not name.startswith("passages_fts"):
                found[name] = read(f'SELECT * FROM "{name}"', ())
        return found


def told(folder: Path) -> list[str]:
    """What `attest verify` says is wrong of the case alone; one that cannot be opened or read is told, too."""
    receipts.path().unlink(missing_ok=True)  # of verifying before, which is taken back each time
    try:
        with Case.open(folder, write=False) as case:
            return [
                f"{f.code} {f.citation_id or f.source_id or f.draft_id}: {f.detail}"
                for f in case.verify(None, go_on).failed
            ]
    except AttestError as error:
        return [error.code]


def matters(folder: Path, path: Path, before: Rows) -> bool:
    """Whether a change of this file changed the record: an original always, the database where some row is another."""
    if path.parent.name == "originals":
        return True
    try:
        return rows(folder) != before
    except Exception:  # noqa: BLE001 – whatever reading a damaged database raises: it is not as it was
        return True


def change_bytes(folder: Path, times: int, seed: int, summed: bool) -> None:
    """`times` changes, each of one bit, over case.db and the originals by their sizes; each is found. Where no sum is
    beside the database, of those that matter."""
    chance, before, missed, done = random.Random(seed), rows(folder), [], 0
    files = [folder / "case.db", *sorted((folder / "originals").iterdir())]
    sizes, database, line = [path.stat().st_size for path in files], files[0].read_bytes(), sum_of(folder).read_bytes()
    if not summed:
        sum_of(folder).unlink()
    while done < times:
        (path,) = chance.choices(files, sizes)
        content = path.read_bytes()
        at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        path.chmod(0o644)
        path.write_bytes(content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :])
        if summed or matters(folder, path, before):
            done += 1
            if not told(folder):
                missed.append((path.name, at, bit))
        path.write_bytes(content)
        files[0].write_bytes(database)  # verifying is logged where that can still be done
        for left in folder.glob("case.db[-.]*"):
            left.unlink()
        if summed:
            sum_of(folder).write_bytes(line)
    assert missed == []
    assert told(folder) == []


@pytest.mark.parametrize("summed", [True, False])
def test_five_changed_bytes_are_found(case_folder: Path, summed: bool) -> None:
    change_bytes(case_folder, 5, 3, summed)


@pytest.mark.soak
@pytest.mark.parametrize("summed", [True, False])
def test_a_thousand_changed_bytes_are_found(case_folder: Path, summed: bool) -> None:
    change_bytes(case_folder, 1000, 4, summed)


def free_space(folder: Path) -> int:
    """Where a change of case.db changes no row: in what SQLite left free."""
    content = (folder / "case.db").read_bytes()
    return content.rindex(bytes(200)) + 100


def flip(path: Path, at: int) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])


def test_a_byte_that_holds_nothing_is_told_once_and_stays_in_the_log(case_folder: Path) -> None:
    before = rows(case_folder)
    flip(case_folder / "case.db", free_space(case_folder))
    assert not matters(case_folder, case_folder / "case.db", before)
    (line,) = told(case_folder)
    assert line.startswith("database_changed")
    with Case.open(case_folder, write=False) as case:
        report = case.verify(None, go_on)
        entries = {e.action: e for e in case.store.audit_entries()}
    assert report.ok and [note.code for note in report.notes] == ["database_changed"]
    assert set(entries["database_changed"].detail) == {"was", "now"}


def test_a_changed_byte_is_told_by_who_opens_the_case_to_write(case_folder: Path) -> None:
    flip(case_folder / "case.db", free_space(case_folder))
    with Case.open(case_folder) as case:
        assert case.store.changed_outside() is not None
        assert [f.code for f in case.verify(None, go_on).failed] == ["database_changed"]
    assert told(case_folder) == [], "what was written since is as it was left"


def test_there_is_no_sum_while_a_case_is_written_nor_after_it_was_not_closed(case_folder: Path, tmp_path: Path) -> None:
    assert sum_of(case_folder).read_text().endswith("  case.db\n")
    with Case.open(case_folder) as case:
        assert not sum_of(case_folder).exists()
        case.store.record("searched", {"words": "x"}, BY)
        torn = Path(shutil.copytree(case_folder, tmp_path / "torn"))  # as a loss of power leaves it
    assert told(torn) == [] and told(case_folder) == []


def test_a_sum_that_was_changed_itself_is_told(case_folder: Path) -> None:
    line = sum_of(case_folder).read_bytes()
    for at in range(len(line)):
        sum_of(case_folder).write_bytes(line)
        flip(sum_of(case_folder), at)
        with CaseStore.open(case_folder, write=False) as store:
            assert store.changed_outside() is not None


def test_every_byte_of_an_original_counts(case_folder: Path) -> None:
    for path in sorted((case_folder / "originals").iterdir()):
        content = path.read_bytes()
        path.chmod(0o644)
        for at in (0, len(content) // 2, len(content) - 1):
            path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            assert any(line.startswith("original_changed") for line in told(case_folder))
        path.write_bytes(content)
    assert told(case_folder) == []


def _schema(folder: Path, *statements: str) -> None:
    with CaseStore.open(folder) as store:
        for statement in statements:
            store._db.write(lambda db, statement=statement: db.execute(statement))


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("DROP TRIGGER material_kept", "material_kept"),
        ("DROP TABLE schedule_item", "schedule_item"),
        ("CREATE TABLE extra (a TEXT)", "extra"),
        ("CREATE TRIGGER sly AFTER INSERT ON review BEGIN DELETE FROM counter; END", "sly"),
        ("ALTER TABLE review ADD COLUMN more TEXT", "review"),
    ],
)
def test_a_database_of_another_structure_is_told(case_folder: Path, statement: str, named: str) -> None:
    _schema(case_folder, statement)
    assert any(f"structure of the case's database was changed ({named})" in line for line in told(case_folder))


def _at(database: bytes, row: bytes) -> int:
    """Where in a row of the database's structure, found by its type and names, the kind of its second column stands."""
    at = database.rindex(row)  # what lies before it was left behind as the page was divided
    for start in range(at - 1, at - 12, -1):  # size of the header, then a number for each of five columns
        if database[start] == at - start:
            return start + 2
    raise AssertionError(row)


@pytest.mark.parametrize(
    ("row", "column", "named"),
    [
        (b"tablevideovideo", 0, "video"),
        (b"tableredactionredaction", 0, "redaction"),
        (b"tableredactionredaction", 1, "redaction"),
        (b"indexredaction_sourceredaction", -1, "redaction_source"),
        (b"indexredaction_sourceredaction", 0, "redaction_source"),
        (b"triggerconflict_keptconflict", 0, "conflict_kept"),
        (b"triggerconflict_keptconflict", 1, "conflict_kept"),
        (b"triggerconflict_keptconflict", 2, "conflict_kept"),
    ],
)
def test_a_name_in_the_structure_that_is_of_another_kind_is_told(
    case_folder: Path, row: bytes, column: int, named: str
) -> None:
    """The number of a column's kind is odd for text, even for bytes: one bit, and the database reads as before. Of the
    page of a trigger it is 8 for none and 9 for the first."""
    database = (case_folder / "case.db").read_bytes()
    at = _at(database, row) + column
    (case_folder / "case.db").write_bytes(database[:at] + bytes([database[at] ^ 1]) + database[at + 1 :])
    assert any(f"({named})" in line for line in told(case_folder))


@pytest.mark.parametrize("table", ["source", "claim", "part"])
def test_a_column_that_is_called_otherwise_is_no_fault_of_the_program(case_folder: Path, table: str) -> None:
    _schema(
        case_folder,
        f"ALTER TABLE {table} RENAME COLUMN text TO txt"
        if table != "source"
        else "ALTER TABLE source RENAME COLUMN dated TO daten",
    )
    assert told(case_folder) and all("internal" not in line for line in told(case_folder))


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """Cases of earlier versions, brought up to date."""
    import zipfile

    folder = tmp_path_factory.mktemp("older")
    found = []
    for packed in sorted((Path(__file__).parents[1] / "provenance" / "data").glob("case_version_*.zip")):
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(folder / packed.stem)
        found += [db.parent for db in (folder / packed.stem).rglob("case.db")]
    yield found


def test_cases_of_earlier_versions_have_the_same_structure(older: list[Path]) -> None:
    from provenance.store.integrity import check_schema

    assert len(older) == 4
    for folder in older:
        with CaseStore.open(folder) as store, store.snapshot() as read:
            assert check_schema(read) == []
