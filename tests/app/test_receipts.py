"""Receipts outside the case: a log that someone who can write the case wrote anew is found, and told in words."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Attest

from app import exporting, receipts
from app.case import Case
from provenance import audit
from provenance.errors import AttestError, CaseError, UsageError
from provenance.receipts import Compared, Kept, Receipt, append, given, load
from provenance.store import opener, resting
from provenance.store.case_store import DATABASE, CaseStore

Forge = Callable[[Path, random.Random], None]


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Receipts of this test alone."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))
    return receipts.path()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case with a log of 30 entries, and receipts of the last ten of them."""
    with Case.create(tmp_path / "case", "OP/1") as case:
        for n in range(19):
            case.store.record("noted", {"n": n}, "anna")
        for n in range(10):
            shutil.copytree(tmp_path / "case", tmp_path / f"older {n}")  # nothing is under way
            case.record("log_saved", {"entries": n, "sha256": f"{n:064x}"})
            assert case.receipt is not None and case.receipt.entries == 21 + n
    shutil.copytree(tmp_path / "case", tmp_path / "as it was")
    return tmp_path / "case"


def compared(folder: Path, handed: list[Kept] | None = None) -> Compared:
    with CaseStore.open(folder, write=False) as store:
        assert store.check_audit().ok, "the chain itself holds: only a receipt can tell"
        return receipts.compare(store, handed)


def rebuilt(folder: Path, first: int, last: int, changed: bool = True, drop: bool = False) -> None:
    """Write the log anew from an entry on, with hashes that fit, a head that `meta` bears out, and a database that is
    as it was left."""
    db = opener.connect(folder / DATABASE, write=True)
    entries = audit.entries(db.execute(f"SELECT {audit.COLUMNS} FROM audit ORDER BY seq").fetchall())[:last]
    if drop:
        del entries[first - 1]
    db.execute("DELETE FROM audit WHERE seq >= ?", (first,))
    before = entries[first - 2].hash if first > 1 else audit.FIRST
    state = (("audit_entries", str(first - 1)), ("audit_head", before))
    db.executemany("UPDATE meta SET value = ? WHERE key = ?", [(value, key) for key, value in state])
    for n, entry in enumerate(entries[first - 1 :]):
        detail = dict(entry.detail) | ({"n": -1} if changed and not n else {})
        audit.append(db, entry.by, entry.action, detail)
    db.close()
    resting.lay(folder / DATABASE)


def put_back(folder: Path, older: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(older, folder)


def cut_off(folder: Path, dice: random.Random) -> None:
    last = dice.randint(1, 29)
    rebuilt(folder, last + 1, last)


def written_anew(folder: Path, dice: random.Random) -> None:
    rebuilt(folder, dice.randint(1, 30), 30)


def one_taken_out(folder: Path, dice: random.Random) -> None:
    rebuilt(folder, dice.randint(2, 30), 30, drop=True)


def cut_off_and_worked_on(folder: Path, dice: random.Random) -> None:
    cut_off(folder, dice)
    with CaseStore.open(folder) as store:
        for n in range(dice.randint(1, 40)):
            store.record("noted", {"n": n}, "anna")


def rolled_back(folder: Path, dice: random.Random) -> None:
    """An older copy of the whole case is put in its place."""
    put_back(folder, folder.with_name(f"older {dice.randint(0, 9)}"))


FORGERIES: list[Forge] = [cut_off, written_anew, one_taken_out, cut_off_and_worked_on, rolled_back]


def test_fifty_rewrites_of_the_log_are_all_found(folder: Path) -> None:
    pristine, missed = folder.with_name("as it was"), []
    assert compared(folder).json() == {"checked": 10, "failed": [], "holds_to": 30}
    dice = random.Random(5)
    for n in range(50):
        forge = FORGERIES[n % len(FORGERIES)]
        forge(folder, dice)
        found = compared(folder)
        if found.ok or not all(receipts.sentence(m) for m in found.failed):
            missed.append((n, forge.__name__))
        put_back(folder, pristine)
    assert missed == []
    assert compared(folder).ok, "and the log as it was is none of them"


def test_what_the_receipts_say_is_said_with_time_and_numbers(folder: Path, attest: Attest) -> None:
    rebuilt(folder, 24, 23)
    result = attest("audit", folder, "--check")
    assert result.code == 1
    at = load(receipts.path())[0][3].receipt.at
    day = f"{at[:10]} {at[11:19]} UTC"
    assert (
        f"Rolled back or cut off: the log had 24 entries on {day} when the log was saved; it has 23 now." in result.out
    )
    assert "The receipts bear the log out up to entry 23." in result.out and "put back from a backup" in result.out
    told = attest("audit", folder, "--check", "--json").json
    assert told["ok"] and told["receipts"]["checked"] == 10 and told["receipts"]["holds_to"] == 23
    assert [(f["code"], f["entries"], f["entries_now"]) for f in told["receipts"]["failed"]][:2] == [
        ("log_shorter", 24, 23),
        ("log_shorter", 25, 23),
    ]


def test_verify_names_it_too_and_before_its_own_entry_hides_it(folder: Path, attest: Attest) -> None:
    rebuilt(folder, 30, 29)
    told = attest("verify", folder, "--json")
    assert told.code == 1 and [f["code"] for f in told.json["failed"]] == ["log_shorter"]
    again = attest("verify", folder, "--json").json
    assert [f["code"] for f in again["failed"]] == ["log_rewritten"], "entry 30 is there again, and is another one"


def test_a_receipt_of_somebody_else_is_enough(folder: Path, own_data: Path, tmp_path: Path, attest: Attest) -> None:
    kept = load(own_data)[0][4]
    alone, several = tmp_path / "bag.receipt.json", tmp_path / "theirs.jsonl"
    receipts.lay_beside(tmp_path / "bag", kept.receipt)
    shutil.copy(own_data, several)
    own_data.unlink()
    for file in (alone, several):
        assert attest("audit", folder, "--check", "--receipt", file).code == 0
    rebuilt(folder, 12, 30)
    assert attest("audit", folder, "--check").code == 0, "nothing is kept here any more"
    for file in (alone, several):
        assert "Written anew" in attest("audit", folder, "--check", "--receipt", file).out
        assert attest("audit", folder, "--check", "--receipt", file).code == 1
    assert json.loads(alone.read_bytes()).keys() == {"case", "entries", "head", "at", "what", "sha256"}


def test_a_log_made_anew_under_another_identifier_is_told(folder: Path, own_data: Path, attest: Attest) -> None:
    """Who writes the whole case anew can give it another identifier, so that no receipt is looked up for it."""
    shutil.rmtree(folder)
    Case.create(folder, "OP/1").close()
    result = attest("audit", folder, "--check")
    assert result.code == 0 and "10 receipts kept here" in result.out and "another case in this folder" in result.out
    result = attest("audit", folder, "--check", "--receipt", own_data)
    assert result.code == 1 and "is of another case" in result.out


def test_a_copy_that_was_worked_on_apart_is_told_as_such(folder: Path, tmp_path: Path, attest: Attest) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    assert attest("audit", copy, "--check").code == 0, "a copy as such is in order"
    assert attest("verify", folder).code == 0
    told = attest("verify", copy, "--json")
    assert told.code == 0 and [n["code"] for n in told.json["notes"]] == ["log_shorter"]
    assert attest("audit", copy).code == 0 and "NOT AS THE RECEIPT TELLS" in attest("audit", copy).out
    shown = attest("audit", copy, "--check")
    assert shown.code == 1 and "If this one is a copy, work went on in each of them apart" in shown.out


def test_a_case_that_was_moved_is_in_order(folder: Path, tmp_path: Path, attest: Attest) -> None:
    folder.rename(tmp_path / "moved")
    assert attest("audit", tmp_path / "moved", "--check").code == 0
    told = attest("verify", tmp_path / "moved", "--json")
    assert told.code == 0 and told.json["notes"] == []


def test_every_export_keeps_a_receipt_and_prints_the_head(taken_in: Path, tmp_path: Path, attest: Attest) -> None:
    case = shutil.copytree(taken_in, tmp_path / "case")
    html, data = attest("export", case, "--draft", "D1", "--out", tmp_path / "r.html"), tmp_path / "r.json"
    told = attest("export", case, "--draft", "D1", "--format", "json", "--out", data, "--json").json["receipt"]
    kept, _ = load(receipts.path())
    log = attest("audit", case, "--json").json
    assert [k.receipt.what for k in kept] == [
        "citations were re-opened (D1)",
        "D1 was exported as html for the audience working",
        "D1 was exported as json for the audience working",
    ]
    assert [(k.receipt.entries, k.receipt.head) for k in kept] == [(e["seq"], e["hash"]) for e in log["log"][-3:]]
    assert f"Log of the case: {log['entries'] - 1:,} entries, head {log['log'][-2]['hash']}." in html.out
    assert told["head"] == log["head"] and told["sha256"] == log["log"][-1]["detail"]["sha256"]
    text = receipts.path().read_text("ascii")
    with CaseStore.open(case, write=False) as store:
        assert not any(name in text for s in store.sources() for name in (s.name, s.sha256, s.exhibit or s.name))


def test_a_schedule_and_a_redacted_copy_leave_with_a_receipt(taken_in: Path, tmp_path: Path, attest: Attest) -> None:
    """They leave the case as reports do: a log that is cut off before them is found."""
    case = shutil.copytree(taken_in, tmp_path / "case")
    assert attest("set", case, "S1", "use=unused", "description=A statement").code == 0
    form = attest("schedule", case, "mg6c", "--out", tmp_path / "c.docx", "--submit", "--json").json
    assert form["receipt"]["sha256"] == form["sha256"]
    assert form["receipt"]["what"] == "MG6C was written for the audience prosecutor"
    with Case.open(case) as opened:
        opened.record("redacted_copy_written", {"sha256": "ab" * 32})
        assert opened.receipt is not None and opened.receipt.what == "a redacted copy was written"
    told = attest("schedule", case, "again", 1, "--out", tmp_path / "again.docx").out
    assert f"head {attest('audit', case, '--json').json['head']}." in told


def test_a_sealed_export_has_its_receipt_beside_it(
    taken_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sealed(job: exporting.Job) -> str:
        job.out.mkdir()
        return "ab" * 32

    monkeypatch.setattr(exporting, "WRITERS", {"bundle": sealed})
    monkeypatch.setattr(exporting, "DATA", {"bundle"})
    with Case.open(Path(shutil.copytree(taken_in, tmp_path / "case"))) as case:
        case.export("D1", "bundle", tmp_path / "bag", lambda *_: True)
        last = case.store.audit_entries()[-1]
        told = json.loads((tmp_path / "bag.receipt.json").read_bytes())
        assert (told["case"], told["entries"], told["head"]) == (case.store.info.id, last.seq, last.hash)
        assert told["sha256"] == "ab" * 32 and last.action == "draft_exported"
        assert receipts.compare(case.store, given(tmp_path / "bag.receipt.json")).ok


def test_a_receipt_that_cannot_be_kept_is_told_and_the_export_stands(
    folder: Path, own_data: Path, attest: Attest
) -> None:
    own_data.unlink()
    own_data.mkdir()
    with Case.open(folder) as case:
        case.record("log_saved", {})
        assert case.unrecorded is None and case.receipt is not None, "it is printed, and can be written down"
        assert case.unreceipted is not None and case.unreceipted.code == "receipt_not_kept"
        with pytest.raises(AttestError, match="receipts_unreadable"):
            receipts.compare(case.store)
        assert receipts.as_failures(case.store)[1][0].code == "receipts_unreadable"
    told = attest("audit", folder, "--json")
    assert told.code == 0 and told.json["ok"] and told.json["receipts"] is None
    assert attest("audit", folder, "--check").code == 1, "they were to be compared"


def test_work_without_an_export_is_kept_when_the_case_is_closed(folder: Path, own_data: Path, attest: Attest) -> None:
    with Case.open(folder) as case:
        case.store.record("noted", {}, "anna")
        case.close()
    (last, before) = load(own_data)[0][:-3:-1]
    assert (last.receipt.entries, last.receipt.what) == (31, "the case was closed") and before.receipt.entries == 30
    Case.open(folder).close()
    Case.open(folder, write=False).close()
    assert len(load(own_data)[0]) == 11, "nothing was done"
    rebuilt(folder, 31, 30)
    assert "it has 30 now" in attest("audit", folder, "--check").out


def test_no_receipt_where_the_log_does_not_tell_of_it(folder: Path, own_data: Path) -> None:
    before = own_data.read_bytes()
    with Case.open(folder) as case:
        db = opener.connect(folder / DATABASE, write=True)
        db.execute("UPDATE audit SET by = 'nobody' WHERE seq = 3")
        db.close()
        case.record("log_saved", {})
        assert isinstance(case.unrecorded, CaseError) and case.receipt is None
    assert own_data.read_bytes() == before


def test_a_damaged_line_is_counted_and_the_next_is_whole(folder: Path, own_data: Path, attest: Attest) -> None:
    with own_data.open("ab") as file:
        file.write(b'{"case": "cut o')
    with Case.open(folder) as case:
        case.record("log_saved", {})
    kept, unreadable = load(own_data)
    assert len(kept) == 11 and unreadable == 1
    shown = attest("audit", folder, "--check")
    assert shown.code == 0 and "11 of 11 bear the log out" in shown.out and "1 line of" in shown.out


@pytest.mark.parametrize(
    "change",
    [
        *({"entries": "3"}, {"entries": -1}, {"entries": True}, {"entries": None}, {"head": "0" * 63}, {"head": None}),
        *({"case": "OP/1"}, {"case": ""}, {"sha256": "x"}, {"what": 3}, {"at": None}),
    ],
)
def test_what_is_no_receipt_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    whole = Receipt("a" * 32, 3, "0" * 64, "2026-11-28T09:00:00Z", "the log was saved").json()
    file = tmp_path / "r.json"
    file.write_text(json.dumps(whole | {"later": "key"}))
    assert given(file)[0].receipt.entries == 3
    file.write_text(json.dumps(whole | change))
    with pytest.raises(UsageError, match="bad_receipt"):
        given(file)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, "words"])
def test_what_is_no_receipt_at_all_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "r.json"
    file.write_text(text)
    with pytest.raises(UsageError, match="bad_receipt"):
        given(file)
    with pytest.raises(UsageError, match="no_such_file"):
        given(tmp_path / "none.json")


def test_lines_of_many_writers_stay_whole(own_data: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    made = [Kept(Receipt("a" * 32, n, "0" * 64, "2026-11-28T09:00:00Z", "x" * 500), "/é") for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: append(own_data, one), made))
    kept, unreadable = load(own_data)
    assert unreadable == 0 and sorted(k.receipt.entries for k in kept) == list(range(60)) and kept[0].folder == "/é"
