"""Checks an offline kit before anything of it is installed: every file by its SHA-256, and the signature over these."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

from ed25519 import signed_by
from kit_error import KitError

SUMS, INFO, WHEELS = "SHA256SUMS", "kit.json", "wheels"
SIGNATURE, PUBLIC_KEY = SUMS + ".sig", SUMS + ".pub"
PURPOSE = b"Attest kit 1\n"  # stands before what is signed, so that a signature made for something else does not fit
AGAIN = "Nothing was installed. Copy the kit again from where it came, or ask for it again."
_HEX = re.compile(r"[0-9a-f]{64}")
_LINE = re.compile(r"([0-9a-f]{64})  ([^/\\:][^\\:]*)")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")
_MOST = 10  # faults that are written out
_CHUNK = 4 << 20


def read_info(kit: Path) -> dict[str, object]:
    """What the kit says of itself; raises KitError for a folder that is no kit, or one of a newer form."""
    if not (kit / INFO).is_file() or not (kit / SUMS).is_file():
        raise KitError(f"{kit} is no Attest kit: it has no {INFO} or no {SUMS}. {AGAIN}")
    try:
        found = json.loads((kit / INFO).read_text(encoding="utf-8"))
        names = [found[name] for name in ("version", "platform", "python", "pip")]
        if not all(isinstance(name, str) and _PLAIN.fullmatch(name) for name in names):
            raise ValueError("a name that is none")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise KitError(f"{INFO} of the kit cannot be read: it is damaged. {AGAIN}") from error
    if found.get("format") != 1:
        raise KitError("This kit is of a form that this install.py does not know; use the install.py that lies in it.")
    return dict(found)


def read_sums(kit: Path) -> dict[str, str]:
    """The SHA-256 that each file must have, by its path in the kit; raises KitError."""
    try:
        lines = (kit / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise KitError(f"{SUMS} of the kit cannot be read ({error}). {AGAIN}") from error
    found: dict[str, str] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or ".." in match.group(2).split("/") or match.group(2) in found:
            raise KitError(f"{SUMS} of the kit is damaged: a line of it is no checksum. {AGAIN}")
        found[match.group(2)] = match.group(1)
    if not {INFO, "install.py"} <= found.keys():
        raise KitError(f"{SUMS} of the kit is not whole. {AGAIN}")
    return found


def kit_id(kit: Path) -> str:
    """Eight characters that tell this kit from every other: the begin of the SHA-256 of its list of checksums."""
    return hashlib.sha256((kit / SUMS).read_bytes()).hexdigest()[:8]


def check_files(kit: Path) -> tuple[int, int]:
    """Check every file of the kit; gives how many there are, and their bytes. Raises KitError, the files named."""
    due, faults, size = read_sums(kit), [], 0
    for path, sha256 in due.items():
        fault = _fault(kit, path, sha256)
        if fault:
            faults.append(f"{path} ({fault})")
        else:
            size += kit.joinpath(*path.split("/")).stat().st_size
    for path in _others(kit, due):
        faults.append(f"{path} (is no part of the kit)")
    if faults:
        more = "" if len(faults) <= _MOST else f", and {len(faults) - _MOST} more"
        told = ", ".join(faults[:_MOST]) + more
        raise KitError(f"The kit is not as it was made: {told}. {AGAIN}")
    return len(due), size


def check_signature(kit: Path, wanted: str) -> str:
    """Check the signature over the checksums; gives what that showed, in a sentence. `wanted` is the SHA-256 of the key
    that must have signed, or the path of its file, or "". Raises KitError where it does not fit, or none is there.
    """
    fingerprint = _fingerprint(wanted) if wanted else ""
    if not (kit / SIGNATURE).exists():
        if wanted:
            raise KitError(f"The kit is not signed, or its signature was taken away ({SIGNATURE}). {AGAIN}")
        return "The kit is not signed: that nobody changed it on purpose is not shown."
    try:
        key = _bytes(_labelled(kit / PUBLIC_KEY)["Ed25519"])
        value = _bytes(_labelled(kit / SIGNATURE)["Signature"])
    except (OSError, ValueError, KeyError) as error:
        raise KitError(f"The kit's signature, or the key beside it, cannot be read. {AGAIN}") from error
    own = hashlib.sha256(key).hexdigest()
    if fingerprint and own != fingerprint:
        raise KitError(f"The kit is signed with another key than the one you named; its SHA-256 is {own}. {AGAIN}")
    if not signed_by(key, PURPOSE + (kit / SUMS).read_bytes(), value):
        raise KitError(f"The kit's signature does not fit: this key did not sign this kit as it is now. {AGAIN}")
    if fingerprint:
        return "The kit is signed with the key that you named."
    return f"The kit is signed with the key whose SHA-256 is {own}: compare it with the one you were given."


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces; raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            if not chunk:
                return digest.hexdigest()
            digest.update(chunk)


def _fault(kit: Path, path: str, sha256: str) -> str:
    file = kit.joinpath(*path.split("/"))
    try:
        if file.is_symlink():
            return "is a link"
        return "" if sha256_of(file) == sha256 else "is another file than was made"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return "cannot be read: %s" % (error.strerror or error)


def _others(kit: Path, due: dict[str, str]) -> list[str]:
    """Files where programs lie that no line lists; what systems put into every folder they show is passed over."""
    found = []
    for name in (WHEELS, "lib"):
        folder = kit / name
        for file in sorted(folder.iterdir()) if folder.is_dir() else []:
            system = file.name.startswith(".") or file.name in ("Thumbs.db", "desktop.ini")
            if not system and f"{name}/{file.name}" not in due:
                found.append(f"{name}/{file.name}")
    return found


def _fingerprint(wanted: str) -> str:
    """The SHA-256 of a key as people write it down, or of the key in a file."""
    plain = "".join(wanted.split()).replace(":", "").lower()
    if _HEX.fullmatch(plain):
        return plain
    try:
        return hashlib.sha256(_bytes(_labelled(Path(wanted))["Ed25519"])).hexdigest()
    except (OSError, ValueError, KeyError) as error:
        why = f"{wanted} is no SHA-256 of a key (64 of 0-9 and a-f) and no file of a public key."
        raise KitError(f"{why} Nothing was installed.") from error


def _labelled(path: Path) -> dict[str, str]:
    """The lines "Label: value" of a small text file; raises OSError."""
    with path.open("rb") as stream:
        text = stream.read(1 << 16).decode("utf-8", "replace")
    return dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
