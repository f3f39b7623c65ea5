"""What a source is in the case: read from an exhibit list, set on the command line, listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from command_line import Attest

from app import register
from app.sample import SampleCase
from provenance.errors import UsageError

LIST = (
    "Exhibit Ref.,File name,Description,Used/Unused,Reason for sensitivity,Held at,Rebuttable presumption\n"
    "AB/1,a.txt,Statement of A,Used,,Store 4,\n"
    "AB/2,b.txt,Notebook of B,Unused - sensitive,Names an informant,Safe 2,Yes\n"
    "AB/3,c.txt,Receipt,TBC,,,\n"
    "AB/4,d.txt,Leaflet,whatever it is,,,\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[list[Path], Path]:
    found = []
    for name in "abcd":
        found.append(tmp_path / f"{name}.txt")
        found[-1].write_text(f"I saw the {name} car at ten.\n")
    (tmp_path / "list.csv").write_text(LIST)
    return found, tmp_path / "list.csv"


def listed(attest: Attest, case: Path) -> dict[str, Any]:
    sources: Any = attest("sources", case, "--json").json
    return {source["exhibit"]: source for source in sources["sources"]}


def test_an_exhibit_list_decides_and_its_unknown_words_leave_the_decision_to_a_person(
    attest: Attest, empty_case: Path, files: tuple[list[Path], Path]
) -> None:
    attest("add", empty_case, *files[0], "--register", files[1])
    found = listed(attest, empty_case)
    assert [found[f"AB/{n}"]["use"] for n in (1, 2, 3, 4)] == ["used", "sensitive", "undecided", "undecided"]
    second = found["AB/2"]["material"]
    assert (second["reason"], second["location"], second["rebuttable"]) == ("Names an informant", "Safe 2", True)
    assert second["description"] == "Notebook of B", "a person wrote the list"
    assert second["decided_by"] and second["version"] == 1
    assert found["AB/3"]["material"]["version"] == 0
    table = attest("sources", empty_case).out
    assert "Sensitive" in table and "Undecided" in table


def test_a_list_read_again_does_not_stand_over_a_person(
    attest: Attest, empty_case: Path, files: tuple[list[Path], Path]
) -> None:
    attest("add", empty_case, *files[0])
    assert {source["use"] for source in listed_by_id(attest, empty_case).values()} == {"undecided"}
    attest("set", empty_case, "S1", "use=not_relevant")
    attest("add", empty_case, *files[0], "--register", files[1])
    assert [source["use"] for source in listed_by_id(attest, empty_case).values()] == [
        *("not_relevant", "sensitive", "undecided", "undecided")
    ]


def listed_by_id(attest: Attest, case: Path) -> dict[str, Any]:
    sources: Any = attest("sources", case, "--json").json
    return {source["id"]: source for source in sources["sources"]}


def test_a_decision_is_set_beside_other_changes(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("I saw it.\n")
    attest("add", empty_case, tmp_path / "a.txt")
    words = "use=Unused", "description=A note of what was seen", "assists=He puts him elsewhere", "mark=OFFICIAL"
    done: Any = attest("set", empty_case, "S1", *words, "rebuttable=yes", "--json").json
    assert (done["use"], done["marks"], done["material"]["rebuttable"]) == ("unused", ["OFFICIAL"], True)
    assert done["material"]["assists"] == "He puts him elsewhere"
    assert "Unused" in attest("set", empty_case, "S1", "location=Store 4").out
    log: Any = attest("audit", empty_case, "--json").json["log"]
    assert [e["detail"]["version"] for e in log if e["action"] == "material_decided"] == [1, 2]
    verified: Any = attest("verify", empty_case, "--json").json
    assert verified["failed"] == []


@pytest.mark.parametrize("change", ["use=secret", "rebuttable=perhaps"])
def test_what_is_no_decision_is_refused_with_words(
    attest: Attest, empty_case: Path, tmp_path: Path, change: str
) -> None:
    (tmp_path / "a.txt").write_text("I saw it.\n")
    attest("add", empty_case, tmp_path / "a.txt")
    done = attest("set", empty_case, "S1", change, "mark=SECRET")
    assert done.code == 2 and "cannot be used as" in done.err
    assert listed_by_id(attest, empty_case)["S1"]["marks"] == [], "nothing of it was written"


def test_the_sample_s_list_decides_on_every_file(sample: SampleCase) -> None:
    entries = register.load(sample.register).match(sample.files)
    uses = {entries[path].exhibit: entries[path].material().get("use") for path in sample.files}
    assert None not in uses.values()
    assert [exhibit for exhibit, use in uses.items() if use == "unused"] == ["DN/1", "FR/1"]
    assert [exhibit for exhibit, use in uses.items() if use == "sensitive"] == ["JS/5", "LW/1"]
    assert all(entries[path].material()["description"] for path in sample.files)


def test_two_columns_for_one_thing_are_the_first_of_them(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("file,description,disclosure,MG6C description\na.txt,Short,Unused,A long description\n")
    entry = register.load(path).match([Path("a.txt")])[Path("a.txt")]
    assert entry.material() == {"use": "unused", "description": "A long description"}
    assert entry.title == "Short"
    path.write_text("file,use\na.txt\n")
    assert register.load(path).match([Path("a.txt")])[Path("a.txt")].material() == {}
    with pytest.raises(UsageError):
        register.load(tmp_path / "none.csv")
