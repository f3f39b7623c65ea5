"""The bundle: a bag that others' tools accept, whole or not there at all, with what was asked for and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import bagit
import pymupdf
import pytest
from bundle_case import bare, data, export, faults, key, made_case
from store_case import add_text, new_case, text_citation, write_draft

from app import exporting
from app.bundling import Options
from app.case import Case
from provenance.errors import AttestError, CaseError, TaskError, UsageError
from provenance.records import Source


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with made_case(tmp_path / "case") as opened:
        yield opened


def test_bagit_accepts_it(case: Case, tmp_path: Path) -> None:
    export(case, tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate() is True
    assert sorted(bag.algorithms) == ["sha256", "sha512"]
    assert bag.info["External-Identifier"] == "OP ALDER"
    assert bag.info["Attest-Audience"] == "working"


def test_it_says_which_software_made_it_and_that_is_sealed_too(case: Case, tmp_path: Path) -> None:
    export(case, tmp_path / "bag")
    path = tmp_path / "bag" / "data" / "bill-of-materials.cdx.json"
    assert data(tmp_path / "bag", path.name)["metadata"]["component"]["name"] == "attest"
    assert path.stat().st_size < 200_000, "it travels with each bundle"
    path.write_text(path.read_text().replace('"numpy"', '"other"'))
    assert any(fault.startswith(f"data/{path.name}: ") for fault in faults(tmp_path / "bag"))


def test_anyone_can_check_it_with_plain_python(case: Case, tmp_path: Path) -> None:
    export(case, tmp_path / "bag")
    done = bare(tmp_path / "bag")
    assert (done.returncode, done.stderr) == (0, "")
    assert "No fault found" in done.stdout
    assert "4 quotes, character by character" in done.stdout
    assert "needs the package PyMuPDF" in done.stdout and "needs the package PyAV" in done.stdout
    assert "it is not signed" in done.stdout


def test_the_check_alone_finds_the_bag_that_it_lies_in(case: Case, tmp_path: Path) -> None:
    import subprocess
    import sys

    export(case, tmp_path / "bag")
    command = [sys.executable, "-I", "-S", str(tmp_path / "bag" / "verify_bundle.py")]
    assert subprocess.run(command, capture_output=True, cwd="/").returncode == 0
    assert not list((tmp_path / "bag").rglob("__pycache__"))


@pytest.mark.parametrize("words", [("/nowhere/at/all",), ("a", "b"), ("--other",)])
def test_wrong_use_of_the_check_is_told_apart(case: Case, tmp_path: Path, words: tuple[str, ...]) -> None:
    import subprocess
    import sys

    export(case, tmp_path / "bag")
    command = [sys.executable, "-I", "-S", str(tmp_path / "bag" / "verify_bundle.py"), *words]
    assert subprocess.run(command, capture_output=True, cwd="/").returncode == 2


def test_the_sources_are_those_that_are_cited_byte_for_byte(case: Case, tmp_path: Path) -> None:
    export(case, tmp_path / "bag")
    files = {p.name for p in (tmp_path / "bag" / "data" / "sources").iterdir()}
    cited = [s for s in case.store.sources() if s.id in ("S1", "S2", "S4")]
    endings = {"S1": "pdf", "S2": "txt", "S4": "mp4"}
    assert files == {f"{s.sha256}.{endings[s.id]}" for s in cited}
    for source in cited:
        found = (tmp_path / "bag" / "data" / "sources" / f"{source.sha256}.{endings[source.id]}").read_bytes()
        assert hashlib.sha256(found).hexdigest() == source.sha256
    assert [one["included"] for one in data(tmp_path / "bag", "contents.json")["sources"]] == ["whole"] * 3


def test_both_reports_have_the_pictures_and_each_is_drawn_once(case: Case, tmp_path: Path) -> None:
    told = list[str]()
    export(case, tmp_path / "bag", lambda what, done, total: told.append(what) is None)
    drawn = [what for what in told if what.startswith("Drawing ")]
    assert len(drawn) >= 3 and len(drawn) == len(set(drawn))
    html = (tmp_path / "bag" / "data" / "report.html").read_text(encoding="utf-8")
    pdf = pymupdf.open(tmp_path / "bag" / "data" / "report.pdf")
    assert html.count('src="data:image/') == len(drawn)
    assert sum(len(page.get_image_info()) for page in pdf) >= len(drawn)


@pytest.mark.parametrize(("how", "quotes"), [("excerpts", "4 quotes, character"), ("none", "0 quotes, character")])
def test_sources_can_stay_at_home(case: Case, tmp_path: Path, how: str, quotes: str) -> None:
    export(case, tmp_path / "bag", sources=how)
    assert not (tmp_path / "bag" / "data" / "sources").exists()
    assert not (tmp_path / "bag" / "data" / "layers").exists()
    done = bare(tmp_path / "bag")
    assert done.returncode == 0 and quotes in done.stdout
    assert "BL/1 (as was asked for)" in done.stdout


def test_excerpts_hold_what_is_quoted_and_little_more(case: Case, tmp_path: Path) -> None:
    export(case, tmp_path / "bag", sources="excerpts")
    (one,) = [s for s in case.store.sources() if s.id == "S2"]
    found = json.dumps(data(tmp_path / "bag", f"excerpts/{one.sha256}.json"))
    assert "I heard a single bang" in found
    layer = case.store.layer("S2").text()
    assert sum(len(e["text"]) for e in data(tmp_path / "bag", f"excerpts/{one.sha256}.json")["excerpts"]) < len(layer)


def test_quotes_of_two_sources_with_the_same_bytes_are_all_in_the_excerpts(tmp_path: Path) -> None:
    """A sound bundle must not be called unsound because a file was taken in twice and each is cited elsewhere."""
    lines = [f"Line {n} of what I saw that night by the mill.\n" for n in range(40)]
    with Case(new_case(tmp_path / "case")) as case:
        one, other = (add_text(case.store, "".join(lines), name) for name in ("a.txt", "b.txt"))
        assert one.sha256 == other.sha256
        spans = (one.id, 0), (other.id, len("".join(lines[:30])))
        write_draft(case.store, [text_citation(case.store, id, at, at + 20) for id, at in spans])
        for how in ("excerpts", "cited"):
            export(case, tmp_path / how, sources=how)
            assert faults(tmp_path / how) == []


def test_what_is_asked_for_must_be_known() -> None:
    with pytest.raises(UsageError, match="bad_value"):
        Options.of({"sources": "all"})
    with pytest.raises(UsageError, match="bad_value"):
        Options.of({"key": "tester"})


def test_a_long_name_that_the_disk_takes_is_written(case: Case, tmp_path: Path) -> None:
    out = tmp_path / ("案" * 80)
    export(case, out)
    assert bare(out).returncode == 0
    assert {p.name for p in tmp_path.iterdir() if p.name.startswith(".")} == set()


@pytest.mark.parametrize("there", ["bag", "bag.sig", "bag.pub", "bag.receipt.json"])
def test_nothing_that_is_there_is_touched(case: Case, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="file_exists"):
        exporting.write(case, "D1", "bundle", tmp_path / "bag", lambda *_: True, overwrite=True)
    assert (tmp_path / there).read_text(encoding="utf-8") == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["case", there])


def test_an_empty_folder_is_there_too(case: Case, tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    with pytest.raises(UsageError, match="file_exists"):
        export(case, tmp_path / "bag")


def test_stopped_at_any_moment_it_leaves_nothing(case: Case, tmp_path: Path) -> None:
    """At the first moment at which it asks whether to go on, at the second, and so on, until it is not stopped."""
    for last in count():
        left = last

        def stop(*_: object) -> bool:
            nonlocal left
            left -= 1
            return left >= 0

        try:
            export(case, tmp_path / "bag", stop, key=None)
        except TaskError as error:
            assert error.code == "cancelled"
        else:
            break
        assert sorted(p.name for p in tmp_path.iterdir()) == ["case"]
    assert last >= 10


def test_a_disk_that_refuses_leaves_nothing(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object, path: str, stream: object, each: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("provenance.bundle.bag.Bag.copy", full)
    with pytest.raises(AttestError, match="No space left on device"):
        export(case, tmp_path / "bag")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the account may write everywhere")
def test_a_place_that_may_not_be_written(case: Case, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(AttestError, match="export_failed"):
        export(case, closed / "bag")


def test_a_signature_that_cannot_be_written_takes_the_bundle_with_it(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(out: Path, data: bytes) -> None:
        raise AttestError("export_failed", path=str(out), detail="full") if out.suffix == ".sig" else SystemError

    signer = key("unwritten")
    real = exporting.export.write_beside
    monkeypatch.setattr("provenance.export.write_beside", lambda o, d: full(o, d) if o.suffix == ".sig" else real(o, d))
    with pytest.raises(AttestError, match="export_failed"):
        export(case, tmp_path / "bag", key=signer)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case"]


def test_no_bundle_ever_lies_there_without_the_signature_that_was_asked_for(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at any moment: when the bundle comes to its place, its signature lies beside that already."""
    there, real = list[list[str]](), Path.rename

    def renamed(self: Path, to: Path) -> Path:
        there.append(sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("bag")))
        if len(there) == 1:
            raise OSError(5, "Input/output error")
        return real(self, to)

    signer = key("before")
    monkeypatch.setattr(Path, "rename", renamed)
    with pytest.raises(AttestError, match="Input/output error"):
        export(case, tmp_path / "bag", key=signer)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case"]
    export(case, tmp_path / "bag", key=signer)
    assert there == [["bag.pub", "bag.sig"]] * 2
    assert "the signature: made with the key" in bare(tmp_path / "bag").stdout


def test_an_annotation_names_who_wrote_the_words_not_who_accepted_them(case: Case, tmp_path: Path) -> None:
    store = case.store
    claim = next(c for c in store.draft("D1").claims if not c.held_back)
    for citation in claim.citations:
        store.open_citation(citation.id, "accepter")
    store.review(claim.id, "amend", "writer", text="He heard one bang.")
    assert store.review(claim.id, "accept", "accepter").state == "accepted"
    export(case, tmp_path / "bag")
    found = [a["body"] for a in data(tmp_path / "bag", "annotations.jsonld")["first"]["items"]]
    told = [body["creator"] for body in found if body["claim"] == claim.id]
    assert told and all(one == {"type": "Person", "name": "writer"} for one in told)
    assert {"type": "Software"}.items() <= next(b["creator"] for b in found if b["claim"] != claim.id).items()


def test_a_log_that_does_not_hold_is_not_sealed(case: Case, tmp_path: Path) -> None:
    case.store._db.write(lambda db: db.execute("UPDATE audit SET at = '2020-01-01T00:00:00Z' WHERE seq = 2"))
    with pytest.raises(CaseError, match="the log does not hold"):
        export(case, tmp_path / "bag")
    assert not (tmp_path / "bag").exists()


def original(case: Case, source_id: str) -> tuple[Source, Path]:
    source = case.store.source(source_id)
    return source, case.store.info.folder / "originals" / source.sha256


def test_a_source_that_is_gone_is_told_never_hidden(case: Case, tmp_path: Path) -> None:
    source, path = original(case, "S2")
    path.unlink()
    export(case, tmp_path / "bag")
    (told,) = [o for o in data(tmp_path / "bag", "contents.json")["sources"] if o["sha256"] == source.sha256]
    assert (told["included"], told["why"]) == ("no", "the original is no longer where it was")
    done = bare(tmp_path / "bag")
    assert done.returncode == 0 and "CM/1 (the original is no longer where it was)" in done.stdout


def test_a_source_that_was_changed_is_not_passed_off_as_the_one_taken_in(case: Case, tmp_path: Path) -> None:
    source, path = original(case, "S2")
    path.chmod(0o644)
    path.write_bytes(b"something else")
    export(case, tmp_path / "bag")
    (told,) = [o for o in data(tmp_path / "bag", "contents.json")["sources"] if o["sha256"] == source.sha256]
    assert told["why"] == "the original is no longer the file that was taken in"
    assert not list((tmp_path / "bag" / "data" / "sources").glob(f"{source.sha256}*"))
    assert faults(tmp_path / "bag") == []


def test_the_log_and_the_receipt_tell_of_it(case: Case, tmp_path: Path) -> None:
    export(case, tmp_path / "bag")
    sealed = hashlib.sha256((tmp_path / "bag" / "tagmanifest-sha512.txt").read_bytes()).hexdigest()
    last = case.store.audit_entries()[-1]
    assert (last.action, last.detail["format"], last.detail["sha256"]) == ("draft_exported", "bundle", sealed)
    receipt = json.loads((tmp_path / "bag.receipt.json").read_text(encoding="utf-8"))
    assert (receipt["entries"], receipt["head"], receipt["sha256"]) == (last.seq, last.hash, sealed)
    assert "it names this very bundle" in bare(tmp_path / "bag").stdout


def test_a_later_bundle_is_held_against_an_earlier_receipt(case: Case, tmp_path: Path) -> None:
    export(case, tmp_path / "first")
    export(case, tmp_path / "second")
    done = bare(tmp_path / "second", "--receipt", tmp_path / "first.receipt.json")
    assert done.returncode == 0 and "the log against the receipt: entry" in done.stdout
    receipt = json.loads((tmp_path / "first.receipt.json").read_text(encoding="utf-8"))
    (tmp_path / "first.receipt.json").write_text(json.dumps(receipt | {"head": "ab" * 32}), encoding="utf-8")
    done = bare(tmp_path / "second", "--receipt", tmp_path / "first.receipt.json")
    assert done.returncode == 1 and "the log was written anew" in done.stdout


def test_signed_it_names_the_key(case: Case, tmp_path: Path) -> None:
    signer = key("signer")
    export(case, tmp_path / "bag", key=signer)
    done = bare(tmp_path / "bag")
    assert done.returncode == 0 and f"the key whose SHA-256 is {signer.public.fingerprint}" in done.stdout
    assert "compare its SHA-256" in done.stdout
    assert bare(tmp_path / "bag", "--key", signer.public.fingerprint.upper()).returncode == 0
    done = bare(tmp_path / "bag", "--key", "ab" * 32)
    assert done.returncode == 1 and "is not the key that you named" in done.stdout


def test_names_of_cases_are_written_on_one_line(tmp_path: Path) -> None:
    from report_case import PageRenderer, make_case, make_draft

    with Case(make_case(tmp_path / "case", reference="OP\nAttest-Audience: defence\u202e <b>✓")) as case:
        case.__dict__["renderer"] = PageRenderer()
        make_draft(case.store)
        export(case, tmp_path / "bag")
    assert faults(tmp_path / "bag") == []
    info = bagit.Bag(str(tmp_path / "bag")).info
    assert info["Attest-Audience"] == "working"
    assert info["External-Identifier"] == "OP Attest-Audience: defence <b>✓"
