"""The kit's installation: whole, from a medium that is only read, or refused in words with nothing installed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from kit_case import BROKEN, attest, install, make, state, wheel

from app import signing_keys
from provenance.bundle import materials
from provenance.bundle.sealing import SigningKey
from tools.kit.folder import SUMS, seal
from tools.kit.packages import Wheel, requirements

ONLY_POSIX = pytest.mark.skipif(os.name == "nt", reason="scripts of the shell, and /proc")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return make(tmp_path / "removable disk" / "attest-kit")


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SigningKey:
    monkeypatch.setattr(signing_keys, "folder", lambda: tmp_path / "keys")
    signing_keys.create("maker")
    return signing_keys.open_key("maker", lambda _: "")


def refused(kit: Path, home: Path, *words: object, env: dict[str, str] | None = None) -> str:
    """Why it stopped; nothing was installed."""
    done = install(kit, *words, home=home, env=env)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not list(home.rglob("attest-kit.json")), "nothing was begun"
    return done.stderr


def test_from_nothing_to_the_demonstration_and_the_kit_is_only_read(kit: Path, tmp_path: Path) -> None:
    home, before = tmp_path / "home of a person", state(kit)
    elsewhere = {"PIP_INDEX_URL": "https://nowhere.invalid", "PIP_REQUIRE_VIRTUALENV": "1", "PYTHONPATH": str(tmp_path)}
    (tmp_path / "tiny_need.py").write_text("VERSION = 'of somebody else'\n")
    done = install(kit, "--demo", home / "shown", home=home, env=elsewhere)
    assert (done.returncode, done.stderr) == (0, "")
    place = home / ("Attest" if os.name == "nt" else "attest")
    assert attest(place, "--version") == "attest 0.1.0"
    assert (home / "shown").read_text() == "shown"
    assert str(place) in done.stdout and "The kit is not signed" in done.stdout
    assert state(kit) == before, "the medium may be one that is written once"
    (own,) = (path for path in place.iterdir() if path.is_dir())
    assert (own / SUMS).read_bytes() == (kit / SUMS).read_bytes(), "what it was installed from stays known"

    again = install(kit, home=home)
    assert again.returncode == 0 and "installed there already" in again.stdout
    assert "attest demo" in again.stdout.replace("'", ""), "nobody is asked where nobody sits"

    installed = next(own.rglob("site-packages"))
    (found,) = metadata.distributions(name="tiny_need", path=[str(installed)])
    packed = metadata.PathDistribution(_inside(kit / "wheels" / "tiny_need-2.0-py3-none-any.whl"))
    told = [materials.record_sha256(one.read_text("RECORD") or "") for one in (found, packed)]
    assert told[0] == told[1] and (found.read_text("INSTALLER") or "").strip() == "pip"


def _inside(path: Path) -> object:
    import zipfile

    return zipfile.Path(path, "tiny_need-2.0.dist-info/")


def test_a_changed_file_a_missing_one_and_one_too_many_are_named(kit: Path, tmp_path: Path) -> None:
    wheels = kit / "wheels"
    changed, gone = wheels / "tiny_need-2.0-py3-none-any.whl", wheels / "attest-0.1.0-py3-none-any.whl"
    changed.write_bytes(changed.read_bytes().replace(b"VERSION", b"VERSIOM"))
    gone.rename(wheels / "stranger-1.0-py3-none-any.whl")
    (wheels / ".DS_Store").write_bytes(b"of the system")
    said = refused(kit, tmp_path / "home")
    assert "wheels/tiny_need-2.0-py3-none-any.whl (is another file than was made)" in said
    assert "wheels/attest-0.1.0-py3-none-any.whl (is missing)" in said
    assert "wheels/stranger-1.0-py3-none-any.whl (is no part of the kit)" in said
    assert "Nothing was installed. Copy the kit again" in said and ".DS_Store" not in said


@pytest.mark.parametrize(
    "line", ["0" * 64 + "  ../outside", "0" * 64 + "  /etc/passwd", "no checksum", "0" * 63 + "  a"]
)
def test_a_damaged_list_of_checksums_is_refused(kit: Path, tmp_path: Path, line: str) -> None:
    sums = (kit / SUMS).read_text()
    (kit / SUMS).write_text(f"{sums}{line}\n")
    assert f"{SUMS} of the kit is damaged" in refused(kit, tmp_path / "home")
    (kit / SUMS).write_text(sums.splitlines()[0] + "\n")
    assert f"{SUMS} of the kit is not whole" in refused(kit, tmp_path / "home")
    (kit / SUMS).unlink()
    assert "is no Attest kit" in refused(kit, tmp_path / "home")


@pytest.mark.parametrize(
    ("info", "words"),
    [
        ({"python": "3.99"}, "made for Python 3.99, this is CPython"),
        ({"platform": "win_arm64"}, "made for win_arm64, and this Python is one for"),
        ({"installed_bytes": 10**18}, "1000000000.0 GB of free disk"),
        ({"format": 2}, "a form that this install.py does not know"),
        ({"version": "../.."}, "kit.json of the kit cannot be read"),
        ({"pip": "../pip.whl"}, "kit.json of the kit cannot be read"),
    ],
)
def test_a_kit_that_does_not_fit_this_computer_is_told_at_once(
    tmp_path: Path, info: dict[str, object], words: str
) -> None:
    said = refused(make(tmp_path / "kit", **info), tmp_path / "home")
    assert words in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc")
def test_a_linux_that_is_too_old_is_told(tmp_path: Path) -> None:
    assert "This Linux is too old" in refused(make(tmp_path / "kit", glibc="9.99"), tmp_path / "home")


@ONLY_POSIX
def test_the_python_that_the_kit_was_made_for_is_found_and_used(tmp_path: Path) -> None:
    kit, programs = make(tmp_path / "kit", python="3.99"), tmp_path / "programs"
    programs.mkdir()
    script = '#!/bin/sh\ncase "$*" in *python_implementation*) echo "CPython 3.99";; *) echo "ran $@";; esac\n'
    (programs / "python3.99").write_text(script)
    (programs / "python3.99").chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    done = install(kit, "--to", "x y", home=tmp_path / "home", env={"PATH": path})
    assert done.returncode == 0
    assert f"ran {kit / 'install.py'} --to x y" in done.stdout


def test_a_folder_of_somebody_elses_is_left_as_it_is(kit: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter.txt").write_text("mine")
    said = refused(kit, tmp_path / "home", "--to", tmp_path / "taken")
    assert "holds files that are not Attest's, and was left as it is" in said
    assert state(tmp_path / "taken").keys() == {"letter.txt"}
    assert "is a file" in refused(kit, tmp_path / "home", "--to", tmp_path / "taken" / "letter.txt")


def test_what_was_not_finished_is_begun_anew_and_an_earlier_version_stays(kit: Path, tmp_path: Path) -> None:
    """Killed in the middle, the environment has no mark that it is whole."""
    place, later = tmp_path / "place", make(tmp_path / "later", packages=3)
    own = place / f"0.1.0-{hashlib.sha256((kit / SUMS).read_bytes()).hexdigest()[:8]}"
    (own / "bin").mkdir(parents=True)
    (own / "bin" / "half").touch()
    (place / "attest-kit.json").touch()
    done = install(kit, "--to", place, home=tmp_path / "home")
    assert done.returncode == 0 and "not finished" in done.stdout
    assert attest(place, "--version") == "attest 0.1.0" and not (own / "bin" / "half").exists()
    assert install(later, "--to", place, home=tmp_path / "home").returncode == 0
    assert len([path for path in place.iterdir() if path.is_dir()]) == 2, "somebody may be using the earlier one"
    assert attest(place, "--version") == "attest 0.1.0"


def test_packages_that_do_not_fit_their_list_are_refused_by_pip_and_nothing_passes_for_whole(tmp_path: Path) -> None:
    """Checksums that were written anew over a changed wheel: its hash stands in the list for pip, too."""
    kit = make(tmp_path / "kit")
    wheel(kit / "wheels", "tiny_need", "2.0", {"tiny_need.py": "VERSION = '0.1.0'; print('of somebody else')\n"})
    seal(kit, None)
    done = install(kit, "--to", tmp_path / "place", home=tmp_path / "home")
    assert done.returncode == 1 and "Python could not install its packages" in done.stderr
    assert "install.log" in done.stderr and "DO NOT MATCH THE HASHES" in done.stderr.upper()
    assert not (tmp_path / "place" / "attest").exists()


def test_what_does_not_start_is_not_called_installed(tmp_path: Path) -> None:
    kit = make(tmp_path / "kit", program=BROKEN)
    done = install(kit, "--to", tmp_path / "place", home=tmp_path / "home")
    assert done.returncode == 1 and "does not start (no screen, no service)" in done.stderr
    assert not (tmp_path / "place" / "attest").exists()


@ONLY_POSIX
def test_only_one_installation_runs_in_a_folder(kit: Path, tmp_path: Path) -> None:
    import fcntl

    place = tmp_path / "place"
    place.mkdir()
    with (place / "attest-kit.json").open("a+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = install(kit, "--to", place, home=tmp_path / "home")
    assert done.returncode == 1 and "Another installation is running" in done.stderr


# The signature


def test_a_signed_kit_is_known_by_its_key_and_by_no_other(tmp_path: Path, key: SigningKey) -> None:
    kit, home = make(tmp_path / "kit", key), tmp_path / "home"
    own = key.public.fingerprint
    assert f"whose SHA-256 is {own}: compare it" in install(kit, "--check", home=home).stdout
    spelled = ":".join(own[at : at + 2] for at in range(0, 64, 2)).upper()
    assert "signed with the key that you named" in install(kit, "--check", "--key", spelled, home=home).stdout
    (tmp_path / "maker.pub").write_text(key.public.text())
    assert install(kit, "--check", "--key", tmp_path / "maker.pub", home=home).returncode == 0
    assert f"its SHA-256 is {own}" in refused(kit, home, "--key", "0" * 64)
    assert "no SHA-256 of a key" in refused(kit, home, "--key", "maker")
    assert not (home / "attest").exists(), "to check is not to install"


def test_a_signature_over_other_checksums_or_for_another_purpose_does_not_fit(tmp_path: Path, key: SigningKey) -> None:
    kit, home = make(tmp_path / "kit", key), tmp_path / "home"
    (kit / "README.txt").write_text("other words")
    signature = (kit / f"{SUMS}.sig").read_text()
    for name in ("sig", "pub"):
        (kit / f"{SUMS}.{name}").rename(tmp_path / name)
    seal(kit, None)  # whoever changes a file writes the checksums anew
    assert "not signed, or its signature was taken away" in refused(kit, home, "--key", key.public.fingerprint)
    for name in ("sig", "pub"):
        (tmp_path / name).rename(kit / f"{SUMS}.{name}")
    assert "does not fit" in refused(kit, home)
    (kit / f"{SUMS}.sig").write_text(key.sign((kit / SUMS).read_bytes(), "bundle"))
    assert "does not fit" in refused(kit, home)
    (kit / f"{SUMS}.sig").write_text(signature.replace("Signature: ", "Signature: !"))
    assert "cannot be read" in refused(kit, home)


def test_a_kit_is_checked_by_the_install_of_another(kit: Path, tmp_path: Path) -> None:
    """The one that lies in it could have been changed with it."""
    other = make(tmp_path / "other")
    (other / "requirements.txt").write_text("")
    done = install(kit, "--check", "--kit", other, home=tmp_path / "home")
    assert done.returncode == 1 and "requirements.txt (is another file than was made)" in done.stderr


# The runtime of language models


@pytest.mark.skipif(not Path("/proc/cpuinfo").exists(), reason="the processor is not told here")
def test_a_runtime_for_another_processor_is_left_out_and_attest_is_installed(tmp_path: Path) -> None:
    kit = make(tmp_path / "kit", processor=["avx_none_has"])
    done = install(_with_runtime(kit), "--to", tmp_path / "place", home=tmp_path / "home")
    assert done.returncode == 0
    assert "left out" in done.stdout and "avx_none_has" in done.stdout
    assert not list((tmp_path / "place").rglob("llama_cpp.py"))


def test_a_runtime_that_does_not_run_is_taken_out_again(tmp_path: Path) -> None:
    kit = _with_runtime(make(tmp_path / "kit"))
    done = install(kit, "--to", tmp_path / "place", home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert "does not run on this computer and was left out" in done.stdout
    assert not list((tmp_path / "place").rglob("llama_cpp.py"))
    assert attest(tmp_path / "place", "--version") == "attest 0.1.0"


def _with_runtime(kit: Path) -> Path:
    """The kit with a runtime that ends the process which loads it, as one for another processor does."""
    runtime = wheel(kit / "wheels", "llama_cpp_python", "0.3.36", {"llama_cpp.py": "import os\nos.abort()\n"})
    (kit / "requirements-model.txt").write_text(requirements([Wheel(runtime.path)]))
    info = json.loads((kit / "kit.json").read_text())
    del info["no_model"]
    (kit / "kit.json").write_text(json.dumps(info))
    seal(kit, None)
    return kit


@ONLY_POSIX
def test_any_reader_of_checksums_reads_the_list(kit: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "--quiet", SUMS], cwd=kit, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
