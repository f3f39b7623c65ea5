"""A small case with a draft, its bundle, and the stand-alone check as it lies in a bundle."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "provenance"))
from report_case import PageRenderer, make_case, make_draft  # type: ignore[import-not-found]

from app import exporting, signing_keys
from app.case import Case
from provenance.store.records import VerifyReport

BESIDE = (".sig", ".pub", ".receipt.json")


def made_case(folder: Path) -> Case:
    """Six sources, and a draft D1 that cites four of them: a PDF, a text, a picture and footage."""
    case = Case(make_case(folder))
    case.__dict__["renderer"] = PageRenderer()
    make_draft(case.store)
    return case


def export(
    case: Case, out: Path, progress: Callable[[str, float, float], bool] = lambda *_: True, **options: object
) -> None:
    """A bundle of D1; how its citations re-opened is not asked: its files are made up."""
    exporting.write(case, "D1", "bundle", out, progress, VerifyReport(5), options=options)


def key(name: str = "tester") -> signing_keys.SigningKey:
    signing_keys.create(name)
    return signing_keys.open_key(name, lambda _: "")


def copied(bag: Path, to: Path) -> Path:
    """A copy of a sealed bundle, with what lies beside it."""
    for ending in BESIDE:
        shutil.copy(bag.with_name(bag.name + ending), to.with_name(to.name + ending))
    return Path(shutil.copytree(bag, to))


def verifier(bag: Path) -> ModuleType:
    """The file that lies in the bundle, as a module."""
    spec = importlib.util.spec_from_file_location("verify_bundle_of_a_bag", bag / "verify_bundle.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # nothing may be written into the bag
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = written
    return module


def faults(bag: Path, check: ModuleType | None = None, **options: str) -> list[str]:
    """What the check finds wrong, one line each."""
    told = (check or verifier(bag)).check(str(bag), **options)
    return [f"{where}: {what}" for where, what in told.faults]


def bare(bag: Path, *more: object) -> subprocess.CompletedProcess[str]:
    """The check as someone else runs it: plain Python, no packages, nothing of Attest."""
    command = [sys.executable, "-I", "-S", str(bag / "verify_bundle.py"), str(bag), *map(str, more)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd="/")


def reseal(bag: Path, **info: object) -> None:
    """What someone does who changes a bundle and then writes its manifests anew; `info` are lines of bag-info.txt."""
    from provenance.bundle.checking import bag as checking

    sizes = [p.stat().st_size for p in (bag / "data").rglob("*") if p.is_file()]
    lines = [line.split(": ", 1) for line in (bag / "bag-info.txt").read_text(encoding="utf-8").splitlines()]
    stated = {**dict(lines), "Payload-Oxum": f"{sum(sizes)}.{len(sizes)}", **info}
    text = "".join(f"{label}: {value}\n" for label, value in stated.items())
    (bag / "bag-info.txt").write_text(text, encoding="utf-8", newline="")
    told_by = verifier(bag).Told()
    for name in ("manifest", "tagmanifest"):
        paths = checking.files_of(str(bag), told_by)
        mine = [p for p in paths if p.startswith("data/")] if name == "manifest" else [
            p for p in paths if not p.startswith(("data/", "tagmanifest-"))
        ]  # fmt: skip
        for kind in checking.HASHES:
            listed = [f"{checking.hashed(str(bag), p).hashes[kind]}  {p}\n" for p in mine]
            (bag / f"{name}-{kind}.txt").write_text("".join(listed), encoding="utf-8", newline="")


def data(bag: Path, name: str) -> Any:  # noqa: ANN401 – what JSON holds
    return json.loads((bag / "data" / name).read_text(encoding="utf-8"))


def put(bag: Path, name: str, value: object) -> None:
    (bag / "data" / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8", newline="")
