"""From files to a sealed bundle for the defence by command line, in every format, and its check by someone else."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import leaks
import openpyxl
import pymupdf
import pytest
from bundle_case import bare, data
from command_line import Attest

from app import signing_keys
from app.case import Case
from app.cli.leaving import FORMATS

NUMBER = "07700 900123"
NAME = "J. Smith, DC 1234"
SEEN = (
    "WITNESS STATEMENT of Kim Porter.\n\n"
    "At about 14:20 on 3 May 2026 I was at the bridge in Mill Lane and heard two loud bangs from the boathouse. "
    f"A man in a blue coat ran past me towards the station. I rang my brother on {NUMBER} straight away. "
    "The man carried a long grey bag and left it behind the bench at the bus stop.\n"
)
HEARD = (
    "WITNESS STATEMENT of Ann Lee.\n\n"
    "I was in my kitchen in Mill Lane at about 14:20 on 3 May 2026. I heard one bang and then a car drove off. "
    "I did not see anybody run past my window.\n"
)
SECRET = (
    "OBSERVATION RECORD.\n\nOfficers watched the boathouse from the loft of Harrowgate Chandlery. "
    "The chandler Eustace Pellingham let them in by the yard.\n"
)
FILES = {"KP1.txt": SEEN, "AL1.txt": HEARD, "observation.txt": SECRET}
USES = {
    "S1": ("exhibit=KP/1", "use=used"),
    "S2": ("exhibit=AL/1", "use=unused", "description=Statement of a resident who heard one bang", "location=Store"),
    "S3": ("exhibit=ZZ/9", "use=sensitive", "description=Record", "reason=Shows where officers stood"),
}


@dataclass(frozen=True)
class Made:
    """What came of it: the case, and where every file lies."""

    case: Path
    out: Path
    fingerprint: str
    told: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def made(attest: Attest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """All of it, once: each step as one would type it; accepting and signing off need the window, and are asked of what
    stands behind it."""
    folder = tmp_path_factory.mktemp("command")
    case, out = folder / "case", folder / "out"
    out.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")

    def did(*words: object, code: int = 0) -> dict[str, Any]:
        done = attest(*words, "--json")
        assert done.code == code, done.out + done.err
        return done.json

    did("new", case, "--reference", "OP ALDER 7")
    did("add", case, *(folder / name for name in FILES))
    for source, changes in USES.items():
        did("set", case, source, *changes)
    did("summarise", case)
    review(case)
    did("redact", case, "mark", "S1", "--words", NUMBER, "--reason", "Personal details of a witness")
    schedule = did("schedule", case, "mg6c", "--out", out / "mg6c.xlsx", "--submit")
    told = {"schedule": schedule}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(signing_keys, "folder", lambda: folder / "keys")
        fingerprint = str(did("keys", "new", "force")["sha256"])
        for format in FORMATS:
            to = out / ("bag" if format == "bundle" else f"report.{format}")
            key = ("--key", "force") if format == "bundle" else ()
            ask = ("export", case, "--draft", "D1", "--format", format, "--audience", "defence", "--out", to, *key)
            told[format] = did(*ask)
    return Made(case, out, fingerprint, told)


def review(folder: Path) -> None:
    with Case.open(folder) as case:
        for claim in case.store.draft("D1").claims:
            if claim.held_back:
                continue
            for citation in case.reviewing.state(claim.id).to_open:
                case.reviewing.opened(citation)
            case.reviewing.decide(claim.id, "accept", seen="")
        case.reviewing.sign("D1", NAME)


def written(made: Made, format: str) -> list[bytes]:
    return leaks.files_of(made.out / "bag") if format == "bundle" else [(made.out / f"report.{format}").read_bytes()]


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_taken_out_or_not_served_is_in_no_byte(made: Made, format: str) -> None:
    with Case.open(made.case, write=False) as case:
        assert leaks.traces(case.store, "defence", written(made, format)) == {}
    pieces = [piece for one in written(made, format) for piece in leaks.pieces(one)]
    digits = NUMBER.replace(" ", "")
    assert not any(digits in piece.replace(" ", "") for piece in pieces)
    shown = (piece.replace("\\", "") for piece in pieces)  # Markdown escapes brackets
    assert any("[redacted]" in piece for piece in shown), "the claim that told it is there without it"


def test_what_is_looked_for_is_found_where_it_is_served(made: Made, attest: Attest, tmp_path: Path) -> None:
    out = tmp_path / "working.json"
    assert attest("export", made.case, "--draft", "D1", "--format", "json", "--out", out).code == 0
    whole = out.read_text(encoding="utf-8")
    assert NUMBER in whole and "Pellingham" in whole and "[redacted]" not in whole


def test_every_format_tells_the_same_claims_signed_off(made: Made) -> None:
    claims = json.loads((made.out / "report.json").read_text(encoding="utf-8"))["claims"]
    assert claims and all(c["review"]["state"] == "accepted" for c in claims)
    words = [" ".join(str(c["text"]).split()) for c in claims]
    rows = list(csv.DictReader(io.StringIO((made.out / "report.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(claims)
    with pymupdf.open(made.out / "report.pdf") as document:
        paper = " ".join(" ".join(str(page.get_text()) for page in document).split())
    page = (made.out / "report.html").read_text(encoding="utf-8")
    marked = (made.out / "report.md").read_text(encoding="utf-8")
    for text in (paper, page, marked):
        assert NAME in text and "NOT CHECKED BY A PERSON" not in text
    assert all(word in paper.replace("- ", "-") for word in words[0].strip("“”").split()[:6])
    assert made.told["json"]["left_out"]["sources_by_reason"] == {"unused": 1, "sensitive": 1}
    assert all(made.told[f]["receipt"]["head"] for f in FORMATS)


def test_the_schedule_is_submitted_and_tells_what_is_unused_alone(made: Made) -> None:
    assert (made.told["schedule"]["submission"], made.told["schedule"]["draft"]) == (1, False)
    sheet = openpyxl.load_workbook(made.out / "mg6c.xlsx").active
    said = " ".join(str(cell.value) for row in sheet for cell in row if cell.value)  # type: ignore[union-attr]
    assert "Statement of a resident who heard one bang" in said and "AL/1" in said
    assert "ZZ/9" not in said and "Pellingham" not in said


def test_the_bundle_is_checked_by_someone_without_attest(made: Made) -> None:
    bag = made.out / "bag"
    done = bare(bag, "--key", made.fingerprint)
    assert done.returncode == 0, done.stdout
    for said in ("the manifests", "the log", "the signature: made with the key", "quotes"):
        assert said in done.stdout, done.stdout
    assert made.told["bundle"]["signed_by"] == made.fingerprint
    assert data(bag, "draft.json")["signature"]["name"] == NAME


def test_the_log_is_as_the_receipt_beside_the_bundle_tells(made: Made, attest: Attest, tmp_path: Path) -> None:
    receipt = made.out / "bag.receipt.json"
    done = attest("audit", made.case, "--check", "--receipt", receipt, "--json")
    assert done.code == 0 and done.json["ok"] is True
    other = tmp_path / "other.json"
    known = json.loads(receipt.read_text(encoding="utf-8"))
    other.write_text(json.dumps(known | {"head": "0" * 64}), encoding="utf-8")
    assert attest("audit", made.case, "--check", "--receipt", other).code == 1


def test_a_single_byte_that_is_changed_is_found_and_named(made: Made) -> None:
    bag = made.out / "bag"
    path = next(p for p in sorted((bag / "data").rglob("*.txt")))
    whole = path.read_bytes()
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    try:
        done = bare(bag, "--key", made.fingerprint)
    finally:
        path.write_bytes(whole)
    assert done.returncode == 1 and path.relative_to(bag).as_posix() in done.stdout, done.stdout
