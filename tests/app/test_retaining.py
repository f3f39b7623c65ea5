"""The commands retain, purge and access, and the use cases behind them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from bundle_case import bare, export, made_case
from command_line import Attest, Result

from app import access_record, exporting, findings, purging, retaining, salvaging
from app.access import Act
from app.case import Case
from app.cli.shapes import source_json
from app.log_record import Asked
from provenance.errors import CaseError, UsageError
from provenance.protection import passphrase, visits
from provenance.store.records import VerifyReport

HEARD = "two bangs close together"


def go_on(what: str, done: float, total: float) -> bool:
    return True


def removed(case: Case, source_id: str = "S1", reason: str = "sent by mistake") -> retaining.Removed:
    return case.retaining.remove(case.retaining.plan(source_id), reason, go_on, with_copies=True)


@pytest.mark.parametrize("format", [one for one in exporting.WRITERS if one != "bundle"])
def test_every_form_of_a_report_says_that_a_source_was_removed(tmp_path: Path, format: str) -> None:
    with made_case(tmp_path / "case") as case:
        removed(case)
        out = tmp_path / f"out.{format}"
        exporting.write(case, "D1", format, out, go_on, VerifyReport(4))
        data = out.read_bytes()
        assert HEARD.encode() not in data
        if format in ("html", "json", "md", "csv"):
            told = data.decode("utf-8-sig")
            assert "Source removed on" in told and "sent by mistake" in told
        if format in ("html", "md"):
            assert "Cannot be checked again" in told and "Not read" not in told.split("sent by mistake")[-1][:200]


def test_a_bundle_after_a_removal_holds_and_tells_of_it(tmp_path: Path) -> None:
    with made_case(tmp_path / "case") as case:
        removed(case)
        export(case, tmp_path / "bag")
    ran = bare(tmp_path / "bag")
    assert ran.returncode == 0 and "whose source was removed from the case" in ran.stdout, ran.stdout


def test_what_is_shown_of_the_case_goes_on_after_a_removal(tmp_path: Path) -> None:
    from app.showing import look_up

    with made_case(tmp_path / "case") as case:
        done = removed(case)
        assert done.unfinished is None and [stone.source_id for stone in done.stones] == ["S1"]
        draft = case.store.draft("D1")
        hit = next(claim for claim in draft.claims if any(c.removed for c in claim.cited()))
        assert look_up(case, hit.id).exact == case.store.source("S1").removed
        with pytest.raises(UsageError, match="source_removed"):
            look_up(case, "S1.1")
        assert [found for found in findings.of_case(case.store) if "S1" in found.source_ids] == []
        told = source_json(case.store.source("S1"))
        assert (told["outcome"], told["reason"]) == ("refused", "source_removed")
        assert str(told["removed"]).endswith("Reason: sent by mistake")


# The commands


def test_review_date_and_holds_by_command(attest: Attest, empty_case: Path) -> None:
    assert attest("retain", empty_case, "--review-date", "2001-02-03").code == 2  # no reason
    assert attest("retain", empty_case, "--review-date", "3 Feb", "--reason", "x").code == 2
    done = attest("retain", empty_case, "--review-date", "2001-02-03", "--hold", "CPIA", "--reason", "trial", "--json")
    assert done.code == 0 and done.json["review_due"] is True
    told = attest("retain", empty_case)
    assert "The review date of this case was 2001-02-03" in told.out and "Hold H1" in told.out
    assert "2001-02-03" in attest("sources", empty_case).err
    refused = attest("purge", empty_case, "--reason", "old", "--yes-purge", "TEST")
    assert refused.code == 2 and "H1 (CPIA: material has to be kept: trial)" in refused.err
    assert attest("retain", empty_case, "--lift", "h1", "--reason", "ended", "--review-date", "none").code == 0
    after = attest("retain", empty_case, "--json").json
    assert after["review_date"] is None and len(after["review_dates"]) == 2  # type: ignore[arg-type]
    assert [(h["stands"], h["lifted_why"]) for h in after["holds"]] == [(False, "ended")]  # type: ignore[attr-defined]
    assert attest("audit", empty_case, "--check").code == 0 and attest("verify", empty_case).code == 0


def test_a_source_is_removed_by_command(attest: Attest, tmp_path: Path) -> None:
    case, file = tmp_path / "case", tmp_path / "note.txt"
    file.write_text("Quentin hid the parcel beneath Larkspur bridge.\n", encoding="utf-8")
    attest("new", case, "--reference", "TEST")
    assert attest("add", case, file).code == 0
    assert attest("purge", case, "--source", "S1").code == 2 and attest("purge", case, "--source", "S9").code == 2
    done = attest("purge", case, "--source", "S1", "--reason", "sent by mistake", "--json")
    assert done.code == 0 and done.json["finished"] is True
    (one,) = attest("sources", case, "--json").json["sources"]  # type: ignore[misc]
    assert "sent by mistake" in one["removed"] and one["name"] == "note.txt"
    assert "Source removed on" in attest("sources", case).out and attest("verify", case).code == 0
    words = (b"Larkspur", b"larkspur", b"Quentin", b"quentin")
    files = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    assert files and [path for path, data in files.items() if any(word in data for word in words)] == []
    assert attest("add", case, file).code == 0


def test_a_case_is_destroyed_and_its_stone_stays(attest: Attest, tmp_path: Path) -> None:
    case, certificate = tmp_path / "case", tmp_path / "stone.json"
    made_case(case).close()
    (case / "case.keys").write_bytes(b"key" * 100)
    (case / "mine.txt").write_text("not Attest's", encoding="utf-8")
    for wrong in ((), ("--yes-purge", "OP"), ("--yes-purge", "op alder")):
        assert attest("purge", case, "--reason", "time is over", *wrong).code == 2
    assert attest("purge", case, "--yes-purge", "OP ALDER").code == 2 and (case / "case.db").exists()
    done = attest(
        "purge", case, "--reason", "time is over", "--yes-purge", "OP ALDER", "--certificate", certificate, "--json"
    )
    assert done.code == 0 and done.json["left_in_folder"] == ["mine.txt"]
    assert [p.name for p in case.iterdir()] == ["mine.txt"]
    stone = json.loads(certificate.read_text("utf-8"))
    assert (stone["reference"], stone["sources"], stone["reason"]) == ("OP ALDER", 6, "time is over")
    lines = [json.loads(line) for line in purging.path().read_text("ascii").splitlines()]
    assert [one["state"] for one in lines if one["case"] == stone["case"]] == ["begun", "done"]


@pytest.mark.parametrize("cut", ["_overwrite", "_remove", "_leave"])
def test_a_purge_that_was_cut_off_is_finished_by_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    folder = tmp_path / "case"
    case = made_case(folder)
    (folder / "case.keys").write_bytes(b"key")

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(purging, cut, ended)
        purging.purge(case, "over", ("OP ALDER", "OP ALDER"))
    with pytest.raises(CaseError, match="case_purged") as told:
        Case.open(folder, write=False)
    assert not folder.exists() and told.value.facts["reason"] == "over"


def test_a_mark_that_came_from_elsewhere_destroys_nothing_by_itself(attest: Attest, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    case = made_case(folder)
    purging.begin(case, "over", ("OP ALDER", "OP ALDER"))
    case.close()
    purging.path().unlink()  # as on another machine, or under another account
    told = attest("sources", folder)
    assert told.code == 3 and "nothing was destroyed" in told.err and (folder / "case.db").exists()
    assert attest("purge", folder, "--yes-purge", "OTHER").code == 2 and (folder / "case.db").exists()
    assert attest("purge", folder).code == 2 and (folder / "case.db").exists()
    assert attest("purge", folder, "--yes-purge", "OP ALDER").code == 0 and not folder.exists()


def test_a_purge_with_a_broken_mark_destroys_nothing(tmp_path: Path) -> None:
    made_case(tmp_path / "case").close()
    (tmp_path / "case" / purging.MARK).write_text('{"case": "x"', encoding="utf-8")
    with Case.open(tmp_path / "case") as case:
        assert len(case.store.sources()) == 6


def test_the_data_protection_record_tells_what_is_held_and_no_content(attest: Attest, tmp_path: Path) -> None:
    with made_case(tmp_path / "case") as case:
        case.store.open_citation("D1.1.1", "A. Reader")
        case.retaining.set_review_date("2031-01-01", "review in five years")
        case.retaining.hold("appeal", "time to appeal")
    for ending in ("json", "html", "docx"):
        assert attest("access", tmp_path / "case", "--record", "--out", tmp_path / f"r.{ending}").code == 0
    data = (tmp_path / "r.json").read_bytes()
    found = json.loads(data)
    assert found["held"]["sources"] == 6 and found["review_dates"][0]["day"] == "2031-01-01"
    assert found["holds"][0]["stands"] and "A. Reader" in [one["name"] for one in found["people"]]
    html = (tmp_path / "r.html").read_text("utf-8")
    assert "review in five years" in html and "to be completed" in html
    assert HEARD.encode() not in data and HEARD not in html
    assert attest("access", tmp_path / "case", "--record", "--out", tmp_path / "r.csv").code == 2
    assert attest("access", tmp_path / "case", "--record", "--out", tmp_path / "r.json").code == 2  # there already


def test_the_incident_export_tells_who_opened_what_since_when(attest: Attest, tmp_path: Path) -> None:
    with made_case(tmp_path / "case") as case:
        case.store.open_citation("D1.1.1", "A. Reader")
        case.store.open_citation("D1.2.1", "B. Reader")
        export(case, tmp_path / "bag")
    out = tmp_path / "i.csv"
    assert attest("access", tmp_path / "case", "--incident", "--out", out).code == 0
    rows = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert tuple(rows[0]) == access_record.HEAD
    assert [(row[2], row[3], row[5]) for row in rows[1:3]] == [
        ("A. Reader", "opened a cited place", "D1.1.1"),
        ("B. Reader", "opened a cited place", "D1.2.1"),
    ]
    assert rows[3][3] == "took out: report or bundle"
    one = attest(
        "access", tmp_path / "case", "--incident", "--by", "b. reader", "--since", "2020-01-01", "--out",
        tmp_path / "i.json", "--json",
    )  # fmt: skip
    assert one.json["entries"] == 1
    found = json.loads((tmp_path / "i.json").read_text("utf-8"))
    assert [e["by"] for e in found["entries"]] == ["B. Reader"] and found["log"]["entries"] > 3
    later = attest(
        "access", tmp_path / "case", "--incident", "--since", "2999-01-01", "--out", tmp_path / "l.csv", "--json"
    )
    assert later.json["entries"] == 0


def test_who_came_and_could_not_write_to_the_log_is_told_too(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    made_case(folder).close()
    visits.note(folder, visits.REFUSED, "Mallory")
    visits.note(folder, visits.OPENED, "A. Reader")
    (tmp_path / "out").mkdir()
    with Case.open(folder, write=False) as case:
        access_record.incident(case, tmp_path / "out" / "i.csv", Asked(by="mallory"))
        access_record.record(case, tmp_path / "out" / "r.json")
    rows = list(csv.reader((tmp_path / "out" / "i.csv").read_text("utf-8-sig").splitlines()))
    assert [(row[0], row[2], row[3]) for row in rows[1:]] == [("", "Mallory", "was refused")]
    found = json.loads((tmp_path / "out" / "r.json").read_text("utf-8"))
    assert [one["by"] for one in found["not_in_the_log_yet"]] == ["Mallory", "A. Reader"]


def test_who_may_not_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[Act]()

    def refuse(_: Case, act: Act) -> None:
        asked.append(act)
        raise UsageError("not_allowed", act=act)

    with made_case(tmp_path / "case") as case:
        plan = case.retaining.plan("S1")
        monkeypatch.setattr(Case, "require", refuse)
        for attempt in (
            lambda: case.retaining.set_review_date("2031-01-01", "x"),
            lambda: case.retaining.hold("cpia", "x"),
            lambda: case.retaining.lift("H1", "x"),
            lambda: case.retaining.plan("S1"),
            lambda: case.retaining.remove(plan, "x", go_on),
            lambda: purging.purge(case, "x", ("OP ALDER", "OP ALDER")),
            lambda: access_record.record(case, tmp_path / "r.json"),
            lambda: access_record.incident(case, tmp_path / "i.csv", Asked()),
        ):
            with pytest.raises(UsageError, match="not_allowed"):
                attempt()
        assert case.store.stand().dates == () and [p.name for p in tmp_path.iterdir()] == ["case"]
    assert asked == [*[Act.RETAIN] * 3, *[Act.REMOVE] * 2, Act.PURGE, *[Act.REPORT_ACCESS] * 2]


def test_a_protected_case_loses_a_source_and_then_its_keys(
    attest: Attest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrase, "WORK", 10)
    monkeypatch.setenv("ATTEST_PASSPHRASE", "correct horse battery")
    case, files = tmp_path / "case", tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text("Quentin hid it beneath Larkspur bridge.\n", encoding="utf-8")
    (files / "b.txt").write_text("The van was blue.\n", encoding="utf-8")

    def done(*words: object) -> Result:
        result = attest("--user", "chief", *words)
        assert result.code == 0, (words, result.out, result.err)
        return result

    done("new", case, "--reference", "TEST", "--protect")
    done("add", case, files)
    done("purge", case, "--source", "S1", "--reason", "sent by mistake")
    assert len([p for p in (case / "originals").iterdir() if p.is_file()]) == 1
    done("verify", case)
    told = json.loads(done("sources", case, "--json").out)["sources"]
    assert [bool(one["removed"]) for one in told] == [True, False]
    keys = (case / "case.keys").read_bytes()
    record = tmp_path / "r.json"
    done("access", case, "--record", "--out", record)
    found = json.loads(record.read_text("utf-8"))
    assert found["protected"] is True and found["openings"]["case_opened"] >= 4
    stone = json.loads(done("purge", case, "--reason", "over", "--yes-purge", "TEST", "--json").out)["purged"]
    assert stone["protected"] is True and not case.exists() and keys


def test_a_case_with_removed_sources_is_backed_up_and_salvaged_whole(attest: Attest, tmp_path: Path) -> None:
    with made_case(tmp_path / "case") as case:
        removed(case)
    saved = attest("backup", tmp_path / "case", "--out", tmp_path / "backup", "--json")
    assert saved.code == 0, (saved.out, saved.err)
    assert attest("restore", tmp_path / "backup", "--out", tmp_path / "again").code == 0
    whole = salvaging.salvaged(tmp_path / "case", tmp_path / "salvaged", go_on)
    assert whole.log_ok and whole.originals_missing == () and whole.differs == ()
    with Case.open(tmp_path / "again") as again:
        assert again.store.source("S1").removed and again.store.check_audit().ok
        assert [stone.source_id for stone in again.store.stand().stones] == ["S1"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if HEARD.encode() in path.read_bytes()] == []
