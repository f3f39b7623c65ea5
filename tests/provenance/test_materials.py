"""The bill of materials of the software that runs: every package that is needed here, told alike wherever it lies."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from provenance.bundle import materials


def bill() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(materials.text.__wrapped__())
    return found


def told(dist: Path, name: str, more: str = "", record: str = "") -> metadata.Distribution:
    """A package as it is installed in `dist`."""
    info = dist / f"{name}-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1+local\n{more}", encoding="utf-8")
    if record:
        (info / "RECORD").write_text(record, encoding="utf-8")
    return metadata.Distribution.at(info)


def packages(folder: Path, monkeypatch: pytest.MonkeyPatch, **needs: str) -> None:
    """Have these packages, each with more lines of its metadata, be all that is installed."""
    found = {materials.plain_name(name): told(folder, name, more) for name, more in needs.items()}
    monkeypatch.setattr(materials, "_distribution", found.get)


def test_it_is_cyclonedx_and_names_attest_by_its_code() -> None:
    text = materials.text()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    found = json.loads(text)
    own = found["metadata"]["component"]
    assert (own["name"], own["version"]) == ("attest", metadata.version("attest"))
    folder = Path(materials.__file__).parents[2]
    files = sorted(path for name in materials.CODE for path in (folder / name).rglob("*.py"))
    due = materials.code_sha256((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)
    assert own["properties"] == [{"name": materials.CODE_PROPERTY, "value": due}]
    names = {one["name"] for one in found["components"]}
    assert {"CPython", "torch", "numpy", "cryptography"} <= names and "pytest" not in names
    assert {one["ref"] for one in found["dependencies"]} == names - {"CPython"} | {"attest"}
    assert str(Path.home()) not in text and sys.prefix not in text, "nothing of the computer but its software"


def test_all_that_is_needed_and_nothing_that_merely_lies_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages(
        tmp_path, monkeypatch,
        attest="Requires-Dist: One.Two[fast]>=1\nRequires-Dist: gone; os_name == 'other'\n"
        "Requires-Dist: runtime; extra == 'llm'\nRequires-Dist: linter; extra == 'dev'\n",
        One_Two='Requires-Dist: quick; extra == "fast"\nRequires-Dist: attest\n'
        "Requires-Dist: slow; extra == 'slow'\n",
        quick="", runtime="Requires-Dist: (old-form) junk\nRequires-Dist: one-two\n", linter="", slow="", stranger="",
    )  # fmt: skip
    found = bill()
    assert [one["name"] for one in found["components"]] == ["CPython", "one-two", "quick", "runtime"]
    needs = {one["ref"]: one["dependsOn"] for one in found["dependencies"]}
    assert needs["attest"] == ["one-two", "runtime"] and needs["one-two"] == ["quick"]
    assert found["components"][1]["purl"] == "pkg:pypi/one-two@1%2Blocal"


@pytest.mark.parametrize(
    ("stated", "due"),
    [
        ("License-Expression: MIT AND Zlib\nLicense: other\n", {"expression": "MIT AND Zlib"}),
        ("Classifier: License :: OSI Approved :: MIT License\nLicense: long\n", {"license": {"name": "MIT License"}}),
        ("License: BSD\n        and a whole text\n", {"license": {"name": "BSD"}}),
        ("License: \n", None),
        ("", None),
    ],
)
def test_a_licence_is_told_as_the_package_states_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str, due: object
) -> None:
    packages(tmp_path, monkeypatch, attest="Requires-Dist: a\n", a=stated)
    found = bill()
    assert found["components"][1].get("licenses") == (None if due is None else [due])
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(found)) is None


def test_what_an_installer_adds_does_not_change_what_a_package_is_known_by() -> None:
    packed = (
        "a/__init__.py,sha256=AAAA,1\na/b.py,sha256=BBBB,2\na-1.data/scripts/a,sha256=CCCC,3\na-1.dist-info/RECORD,,\n"
    )
    installed = (
        "../../../bin/a,sha256=DDDD,3\na-1.dist-info/INSTALLER,sha256=EEEE,4\na-1.dist-info/RECORD,,\n"
        "a-1.dist-info/REQUESTED,sha256=EEEE,0\na-1.dist-info/direct_url.json,sha256=EEEE,0\n"
        "a/__pycache__/b.cpython-311.pyc,,\na/b.py,sha256=BBBB,2\na/__init__.py,sha256=AAAA,1\n"
    )
    assert materials.record_sha256(packed) == materials.record_sha256(installed)
    for changed in ("AAAA", "b.py"):
        other = installed.replace(changed, "ZZZZ")
        assert materials.record_sha256(packed) != materials.record_sha256(other)
    assert materials.record_sha256("a-1.data/purelib/a.py,sha256=AAAA,1\n") == materials.record_sha256(
        "a.py,sha256=AAAA,1\n"
    )


def test_it_is_made_without_the_tools_of_those_who_develop() -> None:
    """At run time there is neither cyclonedx nor packaging to count on."""
    asked = (
        "import sys; from provenance.bundle import materials; materials.text(); "
        "print([name for name in ('cyclonedx', 'packaging') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
