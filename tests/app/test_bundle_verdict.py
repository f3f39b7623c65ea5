"""What the stand-alone check says of a receipt that was changed, of a key, and of files that are missing or extra."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest
from bundle_case import bare, copied, export, faults, key, made_case, verifier


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verdict")
    with made_case(folder / "case") as case:
        export(case, folder / "bag", key=key("verdict_sealer"))
    return folder / "bag"


@pytest.fixture(scope="module")
def check(sealed: Path) -> ModuleType:
    return verifier(sealed)


@pytest.fixture
def bag(sealed: Path, tmp_path: Path) -> Path:
    return copied(sealed, tmp_path / "bag")


def receipt(bag: Path, **changed: object) -> dict[str, object]:
    """The receipt beside the bag, changed."""
    path = bag.with_name("bag.receipt.json")
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(found | changed), encoding="utf-8")
    return found


def log(bag: Path) -> list[dict[str, object]]:
    lines = (bag / "data" / "audit-log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_of_a_receipt_that_cannot_be_checked_this_is_said(bag: Path, check: ModuleType) -> None:
    told = check.check(str(bag))
    assert told.faults == []
    assert any("it names this very bundle" in line for line in told.checked)
    (line,) = [line for line in told.unchecked if "what else the receipt states" in line]
    assert f"entry {len(log(bag)) + 1}, its head and its time" in line
    assert "not signed" in line and f"the bundle's log ({len(log(bag))})" in line


def test_a_head_that_the_log_has_already_is_found(bag: Path, check: ModuleType) -> None:
    receipt(bag, head=log(bag)[-1]["hash"])
    assert any("the hash of an earlier entry" in line for line in faults(bag, check))
    receipt(bag, head="0" * 64)
    assert any("the hash of an earlier entry" in line for line in faults(bag, check))
    receipt(bag, head="soon")
    assert any("cannot be read as a receipt" in line for line in faults(bag, check))


def test_a_receipt_from_before_the_bundle_names_no_bundle(bag: Path, check: ModuleType) -> None:
    lines = log(bag)
    receipt(bag, entries=len(lines), head=lines[-1]["hash"])
    assert any("a log from before the bundle was made" in line for line in faults(bag, check))
    receipt(bag, entries=len(lines), head=lines[-1]["hash"], sha256="")
    assert faults(bag, check) == []


@pytest.mark.parametrize("wrong", ["abc", "g" * 64, "ab" * 33, "ab:cd"])
def test_what_is_no_key_is_wrong_use(bag: Path, wrong: str) -> None:
    done = bare(bag, "--key", wrong)
    assert done.returncode == 2
    assert "is no SHA-256 of a key" in done.stdout
    assert "Checked:" not in done.stdout


def test_the_key_may_be_written_as_people_write_it(bag: Path) -> None:
    found = bag.with_name("bag.pub").read_text(encoding="utf-8").split("Key-SHA-256: ")[1].strip()
    assert bare(bag, "--key", found).returncode == 0
    spaced = " ".join(found[at : at + 4].upper() for at in range(0, 64, 4))
    assert bare(bag, "--key", spaced).returncode == 0


def test_another_key_says_nothing_against_the_files(bag: Path) -> None:
    done = bare(bag, "--key", "ab" * 32)
    assert done.returncode == 1
    assert "is not the key that you named" in done.stdout
    assert "as it was sealed" in done.stdout.splitlines()[-1]
    assert "another key" in done.stdout.splitlines()[-1]
    assert "ask for it again" not in done.stdout
    (bag / "data" / "report.html").write_text("x", encoding="utf-8")
    assert bare(bag, "--key", "ab" * 32).stdout.splitlines()[-1].startswith("NOT AS SEALED")


def test_a_missing_and_an_extra_file_are_each_told_once(bag: Path) -> None:
    lost = next((bag / "data" / "sources").glob("*.pdf"))
    named = lost.relative_to(bag).as_posix()
    lost.unlink()
    (bag / "data" / "extra.txt").write_text("x", encoding="utf-8")
    total = sum(1 for p in bag.rglob("*") if p.is_file())
    done = bare(bag)
    both = "manifest-sha256.txt and manifest-sha512.txt"
    assert [line for line in done.stdout.splitlines() if line.startswith("FAULT")] == [
        f"FAULT  data/extra.txt: is in the bag, but is not listed in {both}",
        f"FAULT  {named}: is listed in {both}, but is not in the bag",
    ]
    assert "       and so, too: bag-info.txt states " in done.stdout
    assert f"  - {total - 1} of {total} files of the bag, " in done.stdout
    assert "which files there are" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("NOT AS SEALED: 2 faults.")


def test_a_file_that_every_bundle_has_is_missed_once(bag: Path, check: ModuleType) -> None:
    (bag / "data" / "models.json").unlink()
    assert faults(bag, check) == ["data/models.json: is not there, and every bundle has it"]


def test_a_changed_file_is_not_among_those_that_hold(bag: Path, check: ModuleType) -> None:
    (bag / "data" / "models.json").write_text("{}", encoding="utf-8")
    told = check.check(str(bag))
    assert {where for where, _ in told.faults} == {"data/models.json"}
    total = sum(1 for p in bag.rglob("*") if p.is_file())
    assert any(f"{total - 1} of {total} files" in line for line in told.checked)


def test_what_does_not_follow_is_a_fault_of_its_own(bag: Path, check: ModuleType) -> None:
    info = bag / "bag-info.txt"
    info.write_text(info.read_text(encoding="utf-8").replace("Payload-Oxum: ", "Payload-Oxum: 1"), encoding="utf-8")
    assert any(line.startswith("bag-info.txt: states 1") for line in faults(bag, check))
