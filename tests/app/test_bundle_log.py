"""The log in a bundle, and the receipt of it: a bundle that was changed and sealed anew, and what its check says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from bundle_case import copied, export, faults, key, made_case, reseal, verifier
from test_bundle_tampered import unsigned


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    with made_case(folder / "case") as case:
        export(case, folder / "bag", key=key("log_sealer"))
    return folder / "bag"


@pytest.fixture(scope="module")
def check(sealed: Path) -> ModuleType:
    return verifier(sealed)


@pytest.fixture
def bag(sealed: Path, tmp_path: Path) -> Path:
    return copied(sealed, tmp_path / "bag")


def _log(bag: Path, change: Callable[[list[dict[str, object]]], object]) -> None:
    path = bag / "data" / "audit-log.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(lines)
    text = "".join(json.dumps(x, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n" for x in lines)
    path.write_text(text, encoding="utf-8", newline="")
    reseal(unsigned(bag))


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[2].update(by="someone"),
        lambda lines: lines[2].update(at="2020-01-01T00:00:00Z"),
        lambda lines: lines[2].update(seq=4),
        lambda lines: lines[2].update(extra=1),
        lambda lines: lines[2].update(hash="ab" * 32),
        lambda lines: lines[2].pop("prev"),
        lambda lines: lines.pop(2),
        lambda lines: lines.pop(),
        lambda lines: lines.pop(0),
        lambda lines: lines.insert(2, lines[2]),
        lambda lines: lines.reverse(),
        lambda lines: lines.clear(),
        lambda lines: lines.__setitem__(2, 7),
    ],
)
def test_a_changed_log_is_found_though_sealed_anew(
    bag: Path, check: ModuleType, change: Callable[[list[dict[str, object]]], object]
) -> None:
    _log(bag, change)
    assert any(line.startswith("data/audit-log.jsonl") for line in faults(bag, check))


def test_a_log_with_salts_and_withheld_entries_holds(bag: Path, check: ModuleType) -> None:
    """The forms that a served log can have: whole and withheld, with salts and from before there were any."""
    from provenance.store.codec import digest

    told = [
        {"action": f"a{n}", "at": "2026-01-01T00:00:00Z", "by": "é", "detail": {"x": 1.0, "y": n}} for n in range(4)
    ]
    served: list[dict[str, object]] = []
    prev = "0" * 64
    for n, one in enumerate(told, 1):
        if n <= 2:  # from before
            own = digest(one | {"seq": n, "prev": prev})
            whole: dict[str, object] = {**one, **({"salt": ""} if n == 1 else {})}
            line = whole if n == 1 else {}
        else:
            content = digest(one | {"salt": f"{n:032x}"})
            own = digest({"content": content, "prev": prev, "seq": n})
            line = {**one, "salt": f"{n:032x}"} if n == 3 else {"content": content}
        served.append({**line, "seq": n, "prev": prev, "hash": own})
        prev = own
    _log(bag, lambda lines: lines.__setitem__(slice(None), served))
    reseal(bag, **{"Attest-Log-Head": prev, "Attest-Log-Entries": 4})
    told_by = check.check(str(bag))
    assert told_by.faults == []
    assert any("1 of them withheld" in line for line in told_by.checked)
    assert any("1 withheld" in line for line in told_by.unchecked)
    served[3]["content"] = "ab" * 32
    _log(copy_of(bag), lambda lines: lines.__setitem__(slice(None), served))
    assert any("entry 4 does not have the hash" in line for line in faults(bag, check))


def test_nothing_before_an_entry_without_a_salt_can_be_written_anew(bag: Path, check: ModuleType) -> None:
    """The head, and every receipt of a later entry, would stay as they were: such an entry proves nothing of itself."""
    forged = rewritten(bag)
    found = faults(bag, check)
    assert any(line == f"data/audit-log.jsonl: {forged}" for line in found)


def rewritten(bag: Path) -> str:
    """The log up to its last entry but one told otherwise, and that one put there as withheld from before salts."""
    from provenance.audit import FIRST
    from provenance.store.codec import digest

    def change(lines: list[dict[str, object]]) -> None:
        prev = FIRST
        for n, line in enumerate(lines[:-2], 1):
            told = {"action": "nothing", "at": "2026-01-01T00:00:00Z", "by": "nobody", "detail": {}, "salt": "0" * 32}
            line |= told | {"prev": prev}
            line["hash"] = prev = digest({"content": digest(told), "prev": prev, "seq": n})
        lines[-2] = {"seq": lines[-2]["seq"], "prev": prev, "hash": lines[-2]["hash"]}

    _log(bag, change)
    count = len((bag / "data" / "audit-log.jsonl").read_text(encoding="utf-8").splitlines())
    return f"entry {count - 1} has no salt and stands after one that has; no other entry can be trusted"


@pytest.mark.parametrize(
    ("name", "value"), [("salt", "ab"), ("salt", 7), ("salt", "AB" * 16), ("at", float("nan")), ("by", "\ud800")]
)
def test_an_entry_that_no_log_has_is_a_fault_and_no_crash(
    bag: Path, check: ModuleType, name: str, value: object
) -> None:
    path = bag / "data" / "audit-log.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines[2][name] = value
    path.write_text("".join(json.dumps(x, sort_keys=True, separators=(",", ":")) + "\n" for x in lines), "utf-8")
    reseal(unsigned(bag))
    assert any("entry 3 is not written" in line for line in faults(bag, check))


def copy_of(bag: Path) -> Path:
    """The bag with empty files beside it, so that `unsigned` can take them away again."""
    for ending in (".sig", ".pub", ".receipt.json"):
        bag.with_name(bag.name + ending).write_bytes(b"")
    return bag


def test_a_receipt_that_is_given_must_be_there_and_of_this_case(bag: Path, check: ModuleType, tmp_path: Path) -> None:
    assert faults(bag, check, receipt=str(tmp_path / "mistyped.json")) == [
        "mistyped.json: is not there: the log was not checked against that receipt"
    ]
    held = json.loads(bag.with_name("bag.receipt.json").read_text(encoding="utf-8"))
    given = tmp_path / "held.json"
    given.write_text(json.dumps(held | {"entries": 0, "head": "0" * 64}), encoding="utf-8")
    assert faults(bag, check, receipt=str(given)) == []
    for change in ({"case": "ab" * 16}, {"case": ""}):
        given.write_text(json.dumps(held | change), encoding="utf-8")
        assert any("is of another case" in line for line in faults(bag, check, receipt=str(given)))
    for change in ({"entries": "1"}, {"entries": 1.5}, {"entries": -1}, {"entries": True}):
        given.write_text(json.dumps(held | change), encoding="utf-8")
        assert any("cannot be read as a receipt" in line for line in faults(bag, check, receipt=str(given)))
    given.write_text("[" * 100_000, encoding="utf-8")
    assert any("cannot be read as a receipt" in line for line in faults(bag, check, receipt=str(given)))


def test_python_that_leaves_checks_out_checks_nothing(bag: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-O", bag / "verify_bundle.py", bag], capture_output=True, check=False
    )
    assert found.returncode == 2 and b"Nothing was checked" in found.stdout
