"""`attest schedule`: drafts and submissions of MG6C, MG6D and MG6E, what is said beside them, and what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command_line import Attest, Result

from app import policy, scheduling
from app.case import Case
from app.exporting import WRITERS
from provenance import export
from provenance.errors import AttestError
from provenance.policy import Policy


@pytest.fixture(scope="module")
def small_case(attest: Attest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four statements that nobody decided on."""
    folder = tmp_path_factory.mktemp("small")
    files = []
    for name, words in (
        ("a.txt", "I heard one bang."),
        ("b.txt", "He wore a blue coat."),
        ("c.txt", "She left at 14:20."),
        ("d.txt", "Nothing happened."),
    ):
        files.append(folder / name)
        files[-1].write_text(f"Witness statement.\n{words}\n", "utf-8")
    assert attest("new", folder / "case", "--reference", "OP ALDER").code == 0
    assert attest("add", folder / "case", *files).code == 0
    return folder / "case"


@pytest.fixture
def case(small_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_case, tmp_path / "case"))


def decide(attest: Attest, case: Path) -> None:
    """S1 unused, S2 sensitive, S3 used, S4 not relevant."""
    for source, *changes in (
        ("S1", "use=unused", "description==1+1 Statement of a bystander", "location=Store", "assists=One bang"),
        ("S2", "use=sensitive", "description=Statement", "reason=Shows where officers stood"),
        ("S3", "use=used"),
        ("S4", "use=not_relevant"),
    ):
        assert attest("set", case, source, *changes).code == 0


def write(attest: Attest, case: Path, form: str, *options: object, name: str = "out.xlsx") -> Result:
    return attest("schedule", case, form, "--out", case.parent / name, "--json", *options)


def test_what_nobody_decided_is_told_and_stands_on_no_form(attest: Attest, case: Path) -> None:
    told = write(attest, case, "mg6c")
    assert told.code == 1 and told.json["items"] == [] and told.json["draft"] is True
    assert [s["source_id"] for s in told.json["not_decided"]] == ["S1", "S2", "S3", "S4"]
    words = [c.value for row in openpyxl.load_workbook(case.parent / "out.xlsx").active for c in row if c.value]
    assert "No item." in words and not any("a.txt" in str(w) for w in words)


def test_from_decisions_to_three_submitted_schedules(attest: Attest, case: Path) -> None:
    decide(attest, case)
    refused = write(attest, case, "mg6e", "--submit", name="e.pdf")
    assert refused.code == 2 and refused.json["error"]["code"] == "schedule_numbers_missing"
    assert not (case.parent / "e.pdf").exists()
    drafted = write(attest, case, "mg6c", name="c.docx")
    assert drafted.code == 0 and drafted.json["items"][0]["provisional"] is True
    for form, name in (("mg6c", "c.xlsx"), ("mg6d", "d.docx"), ("mg6e", "e.pdf")):
        told = write(attest, case, form, "--submit", name=name)
        assert told.code == 0 and told.json["draft"] is False and (case.parent / name).stat().st_size > 1000
        (item,) = told.json["items"]
        assert item["number"] == 1 and not item["provisional"]
    assert (item["schedule"], item["assists"], item["described_by"]) == ("mg6c", "One bang", "person")
    listed = attest("schedule", case, "list", "--json")
    assert [(s["n"], s["form"]) for s in listed.json["submissions"]] == [(1, "mg6c"), (2, "mg6d"), (3, "mg6e")]
    assert attest("verify", case).code == 0


def test_a_later_submission_runs_on_and_the_earlier_can_be_written_again(attest: Attest, case: Path) -> None:
    decide(attest, case)
    assert write(attest, case, "mg6c", "--submit", name="one.xlsx").code == 0
    assert attest("set", case, "S4", "use=unused", "description=Diary").code == 0
    assert attest("set", case, "S1", "use=used").code == 0
    told = write(attest, case, "mg6c", "--submit", name="two.xlsx")
    assert [i["number"] for i in told.json["items"]] == [2] and told.json["new"] == [2]
    assert [g["number"] for g in told.json["gone"]] == [1]
    assert write(attest, case, "again", 1, name="again.xlsx").json["submission"] == 1
    one, again = (
        [[c.value for c in row] for row in openpyxl.load_workbook(case.parent / f"{name}.xlsx").active]
        for name in ("one", "again")
    )
    assert one == again and write(attest, case, "again", 7, name="x.xlsx").json["error"]["code"] == "unknown_id"


@pytest.mark.parametrize(
    ("now", "refused"),
    [("use=sensitive", ("defence",)), ("privilege=privileged", ("defence", "prosecutor")), ("use=used", ())],
)
def test_what_is_kept_back_now_does_not_leave_on_an_earlier_schedule(
    attest: Attest, case: Path, now: str, refused: tuple[str, ...]
) -> None:
    decide(attest, case)
    (item,) = write(attest, case, "mg6c", "--submit", name="one.xlsx").json["items"]
    assert attest("set", case, item["key"], now).code == 0
    for audience in ("defence", "prosecutor", "working"):
        told = write(attest, case, "again", 1, "--audience", audience, name=f"{audience}.xlsx")
        assert (case.parent / f"{audience}.xlsx").exists() == (audience not in refused)
        if audience in refused:
            assert told.code == 2 and told.json["error"]["code"] == "schedule_item_withheld"
            assert "item 1 " in told.json["error"]["message"]


def test_the_same_file_as_what_is_sensitive_is_not_for_the_defence(attest: Attest, case: Path) -> None:
    decide(attest, case)
    copy = case.parent / "copy.txt"
    copy.write_text("Witness statement.\nI heard one bang.\n", "utf-8")
    assert attest("add", case, copy).code in (0, 1)
    assert attest("set", case, "S5", "use=sensitive", "description=A copy", "reason=Names an informant").code == 0
    told = write(attest, case, "mg6c", "--audience", "defence")
    assert told.code == 2 and told.json["error"]["code"] == "schedule_item_withheld"
    assert not (case.parent / "out.xlsx").exists()
    assert write(attest, case, "mg6c", "--submit").code == 1, "the officer is told"
    told = write(attest, case, "again", 1, "--audience", "defence", name="again.xlsx")
    assert told.code == 2 and told.json["error"]["code"] == "schedule_item_withheld"


@pytest.mark.parametrize("form", ["mg6d", "mg6e"])
def test_what_is_sensitive_is_never_written_for_the_defence(attest: Attest, case: Path, form: str) -> None:
    decide(attest, case)
    told = write(attest, case, form, "--audience", "defence", "--submit")
    assert told.code == 2 and told.json["error"]["code"] == "schedule_not_served"
    assert not (case.parent / "out.xlsx").exists()
    assert attest("schedule", case, "list", "--json").json["submissions"] == []
    assert write(attest, case, "mg6c", "--audience", "defence").code == 0


def test_no_format_of_an_export_writes_schedules() -> None:
    """They have a path of their own: no bundle and no report is made from them."""
    modules = {writer.__module__ for writer in WRITERS.values()}
    assert not any("schedul" in module for module in modules)


def test_what_the_program_made_is_offered_and_decided(attest: Attest, case: Path) -> None:
    keys = [m["key"] for m in attest("schedule", case, "made", "--json").json["made"]]
    assert keys == ["log"]
    told = attest("schedule", case, "made", "log", "use=unused", "description=Log kept by Attest", "--json")
    assert told.json["made"][0]["use"] == "unused"
    assert [i["key"] for i in write(attest, case, "mg6c").json["items"]] == ["log"]
    assert attest("schedule", case, "made", "draft D9", "use=unused").code == 2
    assert attest("schedule", case, "made", "log").code == 2


def test_sources_are_listed_together_in_a_block(attest: Attest, case: Path) -> None:
    for source in ("S1", "S2"):
        assert attest("set", case, source, "use=unused", "block=Two statements taken at the door").code == 0
    (item,) = write(attest, case, "mg6c").json["items"]
    assert item["sources"] == ["S1", "S2"] and item["description"] == "Two statements taken at the door"


def test_a_policy_may_let_the_machine_describe(attest: Attest, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert attest("set", case, "S1", "use=unused").code == 0
    told = write(attest, case, "mg6c").json
    assert (told["items"][0]["described_by"], told["to_look_at"][0]["code"]) == (None, "not_described")
    monkeypatch.setattr(policy, "current", lambda: Policy(machine_descriptions=True))
    told = write(attest, case, "mg6c", name="two.xlsx").json
    assert told["items"][0]["described_by"] == "machine" and told["to_look_at"] == []


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("mg6f", "--out", "x.xlsx"), "bad_value"),
        (("mg6c",), "option_missing"),
        (("mg6c", "--out", "x.odt"), "bad_value"),
        (("mg6c", "--out", "nowhere/x.pdf"), "no_such_folder"),
        (("mg6c", "--out", "x.pdf", "--audience", "everyone"), "bad_value"),
        (("mg6c", "--out", "x.pdf", "--template", "form.docx"), "bad_value"),
        (("mg6c", "--out", "x.docx", "--template", "form.docx"), "no_such_file"),
        (("again", "one", "--out", "x.pdf"), "bad_value"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    attest: Attest, case: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], code: str
) -> None:
    monkeypatch.chdir(case.parent)
    told = attest("schedule", case, *options, "--json")
    assert told.code == 2 and told.json["error"]["code"] == code and not list(case.parent.glob("x.*"))


def test_a_file_that_is_there_stays_as_it_is(attest: Attest, case: Path) -> None:
    (case.parent / "out.xlsx").write_bytes(b"mine")
    told = write(attest, case, "mg6c", "--submit")
    assert told.json["error"]["code"] == "file_exists" and (case.parent / "out.xlsx").read_bytes() == b"mine"
    assert attest("schedule", case, "list", "--json").json["submissions"] == []


def test_nothing_is_submitted_where_the_file_cannot_be_written(
    attest: Attest, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(attest, case)

    def full(out: Path, data: bytes) -> None:
        raise AttestError("export_failed", path=str(out), detail="No space left on device")

    monkeypatch.setattr(export, "write_beside", full)
    assert write(attest, case, "mg6c", "--submit").json["error"]["code"] == "export_failed"
    assert left(case) == [] and attest("schedule", case, "list", "--json").json["submissions"] == []


def left(case: Path) -> list[str]:
    """What lies in the folder beside the case, hidden files too."""
    return sorted(path.name for path in case.parent.iterdir() if path != case)


@pytest.mark.parametrize("where", ["set", "write", "keep", "rename"])
@pytest.mark.parametrize("before", [b"mine", None])
def test_a_submission_that_fails_anywhere_leaves_the_case_and_the_file_as_they_were(
    attest: Attest, case: Path, monkeypatch: pytest.MonkeyPatch, where: str, before: bytes | None
) -> None:
    decide(attest, case)
    out = case.parent / "out.xlsx"
    if before is not None:
        out.write_bytes(before)

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device") if where in ("write", "rename") else RuntimeError(where)

    with Case.open(case) as opened, monkeypatch.context() as patched:
        entries, submitted = opened.store.audit_entries(), len(opened.store.submissions())
        if where == "set":
            patched.setitem(scheduling.WRITERS, "xlsx", fails)  # type: ignore[arg-type]
        elif where == "write":
            patched.setattr("os.fsync", fails)
        elif where == "rename":
            patched.setattr(Path, "replace", fails)
        else:
            real = opened.store._db.write

            def not_kept(work: Callable[[Any], Any]) -> object:
                def then(db: object) -> None:
                    work(db)
                    assert out.read_bytes()[:2] == b"PK", "the file is written by then"
                    fails()

                return real(then)

            patched.setattr(opened.store._db, "write", not_kept)
        with pytest.raises((AttestError, RuntimeError)):
            opened.scheduling.write("mg6c", out, submit=True, overwrite=before is not None)
        assert opened.store.audit_entries() == entries and len(opened.store.submissions()) == submitted == 0
    assert left(case) == ([] if before is None else ["out.xlsx"])
    assert before is None or out.read_bytes() == before
    with Case.open(case) as opened:
        made = opened.scheduling.write("mg6c", out, submit=True, overwrite=before is not None)
        assert made.schedule.submission == 1 and not made.schedule.draft
    assert left(case) == ["out.xlsx"] and out.read_bytes()[:2] == b"PK"


def test_people_are_told_in_sentences(attest: Attest, case: Path) -> None:
    assert attest("set", case, "S1", "use=sensitive", "description=Notes").code == 0
    told = attest("schedule", case, "mg6d", "--out", case.parent / "d.pdf")
    assert told.code == 1 and "MG6D, 1 item, a draft" in told.out
    assert "Not decided, and on no schedule: 3 sources: b.txt (S2), c.txt (S3), d.txt (S4)" in told.out
    assert "Look: a.txt has no reason why it is sensitive." in told.out


def test_words_that_are_marked_for_redaction_do_not_reach_the_defence_on_a_schedule(attest: Attest, case: Path) -> None:
    decide(attest, case)
    (item,) = write(attest, case, "mg6c", name="one.xlsx").json["items"]
    text = "Who says: I heard one\u00a0bang."
    assert attest("set", case, item["key"], f"description={text}").code == 0
    assert write(attest, case, "mg6c", "--audience", "defence", name="two.xlsx").code in (0, 1)
    done = attest("redact", case, "mark", item["key"], "--words", "one bang", "--reason", "Safety of a person")
    assert done.code == 0, done.err
    told = write(attest, case, "mg6c", "--audience", "defence", name="three.xlsx")
    assert told.code == 2 and told.json["error"]["code"] == "schedule_item_marked"
    assert not (case.parent / "three.xlsx").exists()
    assert write(attest, case, "mg6c", name="four.xlsx").code in (0, 1), "the prosecutor is told more"
