"""The log by command line: by person, source, claim, action and time, and as files."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import Attest

from app import log_record
from app.case import Case
from app.log_record import Asked, Concerns, chosen
from provenance import audit
from provenance.errors import UsageError
from provenance.store.records import AuditEntry


def entry(
    seq: int, at: str = "2026-05-03T09:41:07Z", by: str = "anna", action: str = "noted", **detail: object
) -> AuditEntry:
    return AuditEntry(seq, at, by, action, detail, "", "")


CITED = {"D1.1.1": "S3", "D1.1.2": "S4", "D1.2.1": "S4", "D2.1.1": "S30"}


@pytest.mark.parametrize(
    ("detail", "sources", "others"),
    [
        ({"source": "S3"}, {"S3"}, set()),
        ({"first": "S3.2", "last": "S4.f8"}, {"S3", "S4"}, {"S3.2", "S4.f8"}),
        ({"sources": ["S3", "S30"]}, {"S3", "S30"}, set()),
        ({"sources": None, "n": 3, "ok": True}, set(), set()),
        ({"citation": "D1.1.2"}, {"S4"}, {"D1", "D1.1", "D1.1.2"}),
        ({"claim": "D1.1", "action": "accept"}, {"S3", "S4"}, {"D1", "D1.1"}),
        ({"draft": "D2", "claims": {"D2.1": "ab"}}, {"S30"}, {"D2", "D2.1"}),
        ({"changes": {"translation_of": ["", "S4"], "exhibit": ["", "S3"]}}, {"S4"}, set()),
        ({"exhibit": "S3", "name": "S4", "words": "S30", "note": "D1.1"}, set(), set()),
        ({"draft": "D9"}, set(), {"D9"}),
    ],
)
def test_an_entry_concerns_what_it_names_and_what_that_rests_on(
    detail: dict[str, object], sources: set[str], others: set[str]
) -> None:
    ids = Concerns(CITED).ids(entry(1, **detail))
    assert {i for i in ids if i.startswith("S") and "." not in i} == sources
    assert ids >= others


def test_filters_go_together_and_times_include_their_ends() -> None:
    log = [
        entry(1, "2026-05-03T09:41:07Z", "anna", claim="D1.1"),
        entry(2, "2026-05-03T23:59:59Z", "ben", claim="D1.2"),
        entry(3, "2026-05-04T00:00:00Z", "Anna", "verified", draft="D1"),
    ]
    concerns = Concerns(CITED)

    def found(**asked: str) -> list[int]:
        return [e.seq for e in chosen(log, Asked(**asked), concerns)]

    assert found() == [1, 2, 3] and found(by="ANNA") == [1, 3] and found(by="anna", action="verified") == [3]
    assert found(source="S3") == [1, 3] and found(claim="D1.2") == [2] and found(claim="D1") == [1, 2, 3]
    assert found(source="S4", claim="D1.1") == [1] and found(claim="D1.1", source="S30") == []
    assert found(since="2026-05-04") == [3] and found(until="2026-05-03") == [1, 2]
    assert found(since="2026-05-03T23:59", until="2026-05-03T23:59") == [2]


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("2026-05-03", "2026-05-03"),
        (" 2026-05-03 09:41z", "2026-05-03T09:41"),
        ("2026-05-03T09:41:07Z", "2026-05-03T09:41:07"),
        ("", ""),
    ],
)
def test_times_are_taken_as_far_as_they_are_given(text: str, spelt: str) -> None:
    assert log_record.time(text, "--since") == spelt


@pytest.mark.parametrize("text", ["03/05/2026", "2026-02-30", "2026-05-03T25:00", "yesterday", "2026"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="bad_value"):
        log_record.time(text, "--since")


@pytest.fixture
def case(taken_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(taken_in, tmp_path / "case"))


def seqs(attest: Attest, *words: object) -> list[int]:
    told: Any = attest("audit", *words, "--json").json
    return [one["seq"] for one in told["log"]]


def test_the_command_lists_what_is_asked_for(case: Path, attest: Attest) -> None:
    with Case.open(case) as opened:
        claim = opened.store.draft("D1").claims[0]
        opened.reviewing.decide(claim.id, "aside")
        log, source = opened.store.audit_entries(), claim.cited()[0].source_id
    every = [e.seq for e in log]
    assert seqs(attest, case) == every and seqs(attest, case, "--by", opened.by) == every
    assert seqs(attest, case, "--by", "nobody") == []
    assert seqs(attest, case, "--claim", claim.id, "--action", "claim reviewed") == [every[-1]]
    of_source = seqs(attest, case, "--source", source)
    assert every[-1] in of_source and 0 < len(of_source) < len(every)
    shown = attest("audit", case, "--source", source)
    assert f"{len(of_source):,} of {len(every):,} entries." in shown.out and "the chain holds" in shown.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--source", "S999"), "unknown_id"),
        (("--claim", "D1.999"), "unknown_id"),
        (("--claim", "D99"), "unknown_id"),
        (("--since", "soon"), "bad_value"),
        (("--out", "log.txt"), "bad_value"),
        (("--receipt", "none.json"), "no_such_file"),
    ],
)
def test_what_cannot_be_asked_is_told(case: Path, attest: Attest, words: tuple[str, str], code: str) -> None:
    told = attest("audit", case, *words, "--json")
    assert told.code == 2 and told.json["error"]["code"] == code


def test_the_log_is_written_to_files(case: Path, tmp_path: Path, attest: Attest) -> None:
    table, chain = tmp_path / "log.csv", tmp_path / "log.json"
    before = attest("audit", case, "--json").json
    assert attest("audit", case, "--out", table).code == 0
    assert attest("audit", case, "--action", "draft_written", "--out", chain).code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == log_record.HEAD and [row[-1] for row in rows[1:]] == [e["hash"] for e in before["log"]]
    saved = json.loads(chain.read_bytes())
    assert {line["action"] for line in saved["log"] if "action" in line} == {"draft_written"}
    assert audit.follow(saved["log"]).ok and audit.follow(saved["log"]).head == saved["head"]
    assert [e["action"] for e in attest("audit", case, "--json").json["log"]][-2:] == ["log_saved"] * 2
    again = attest("audit", case, "--out", table, "--json")
    assert again.code == 2 and again.json["error"]["code"] == "file_exists"


def test_a_database_that_is_not_as_it_was_left_is_told(attest: Attest, empty_case: Path) -> None:
    assert attest("audit", empty_case, "--check", "--json").json["database_changed"] is None
    (empty_case / "case.db.sha256").write_text(f"{'0' * 64}  case.db\n", "ascii")
    told = attest("audit", empty_case, "--check")
    assert told.code == 1 and "NOT AS IT WAS LEFT" in told.out and "the chain holds" in told.out
    assert "0" * 64 in attest("audit", empty_case, "--json").json["database_changed"]
    assert attest("add", empty_case, empty_case / "none.txt").code == 1
    told = attest("audit", empty_case)
    assert told.code == 0 and "database changed" in told.out, "the log keeps it"
