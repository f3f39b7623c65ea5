"""What withholds a file withholds what lies in it, whenever that is decided; a held mail's subject stands nowhere."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from packs import NOTE, packed, written
from working_case import go_on, take_in, working_case

from app import register
from app.case import Case
from ingest.readers import libreoffice
from provenance.errors import UsageError
from provenance.records import Source

ADVICE = "PRIVILEGED AND CONFIDENTIAL\nLegal advice to our client on the plea in the matter of the quokkafarthing.\n"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with working_case(tmp_path / "case") as opened:
        yield opened


def mail(subject: str, body: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ann@example.org", "ben@example.org", subject
    made["Date"] = "Mon, 01 Jun 2026 10:00:00 +0100"
    made.set_content(body)
    return bytes(made)


def old_letter(folder: Path) -> Path:
    """The advice as a Word file of 1997, written by LibreOffice, with a title of its own."""
    new = docx.Document()
    new.core_properties.title = "Advice: the quokkafarthing"
    for line in ADVICE.splitlines():
        new.add_paragraph(line)
    new.save(str(folder / "letter.docx"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(libreoffice.find()), profile, "--headless", "--convert-to", "doc", "letter.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder / "letter.doc"


def test_a_container_that_is_withheld_while_it_is_taken_in_withholds_all_of_it(case: Case, tmp_path: Path) -> None:
    """Its next files are being read already when the first is told, and a person may decide on it right then."""
    pack = written(tmp_path / "phone.zip", packed({f"{n}.txt": f"{NOTE} Number {n}." for n in range(6)}))
    done: list[Source] = []

    def reported(source: Source) -> None:
        done.append(source)
        if source.name == "0.txt":
            case.change("S1", {"privilege": "privileged"})

    case.add([pack], reported, go_on)
    assert len(done) == 7 and {s.privilege for s in case.store.sources()} == {"privileged"}
    assert not case.store.search_words("van", 5)
    case.follow("S1", go_on)
    assert not case.index.ids()
    with pytest.raises(UsageError, match="container_held"):
        case.set("S3", {"privilege": "released"}, go_on)


def test_the_subject_of_a_held_mail_stands_in_no_list_log_or_report(case: Case, tmp_path: Path) -> None:
    held = mail("Quokkafarthing advice", ADVICE)
    box = b"".join(b"From a@b.example Mon Jun  1 10:00:00 2026\n" + one + b"\n" for one in (held, mail("Van", NOTE)))
    take_in(case, written(tmp_path / "inbox.mbox", box))
    first, second = case.store.sources()[1:]
    assert (first.outcome, second.outcome) == ("held", "read")
    assert [first.name, second.name] == ["message 0001.eml", "message 0002.eml"]
    assert second.fields["subject"] == "Van" and first.fields == {}
    draft = case.summarise(None, None, 1, 5, go_on)
    case.export(draft.id, "html", tmp_path / "report.html", go_on)
    listed = json.dumps([[s.name, s.path] for s in case.store.sources()])
    logged = json.dumps([e.detail for e in case.store.audit_entries()], default=str)
    assert "uokkafarthing" not in listed + logged + (tmp_path / "report.html").read_text()


@pytest.mark.skipif(libreoffice.find() is None, reason="LibreOffice is not installed")
def test_an_old_office_file_is_withheld_and_released_with_its_converted_copy(case: Case, tmp_path: Path) -> None:
    old, copy = take_in(case, old_letter(tmp_path))
    assert (copy.outcome, copy.privilege, copy.parent) == ("held", "possible", old.id)
    old = case.store.source(old.id)
    assert (old.outcome, old.privilege, old.fields) == ("held", "possible", {}), "its title would stay open"
    case.set(copy.id, {"privilege": "released"}, go_on)
    assert [s.outcome for s in case.store.sources()] == ["read", "read"]
    assert case.store.search_words("quokkafarthing", 5)
    case.set(old.id, {"privilege": "privileged"}, go_on)
    assert all(s.withheld for s in case.store.sources()) and not case.store.search_words("quokkafarthing", 5)


@pytest.mark.skipif(libreoffice.find() is None, reason="LibreOffice is not installed")
def test_a_person_s_release_before_the_conversion_holds_for_the_copy(case: Case, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("file,privilege\nletter.doc,yes\n")
    (old,) = take_in(case, old_letter(tmp_path), register=register.load(tmp_path / "list.csv"))
    assert old.outcome == "held"
    case.set(old.id, {"privilege": "released"}, go_on)
    assert [(s.outcome, s.privilege) for s in case.store.sources()] == [("read", "released")] * 2
