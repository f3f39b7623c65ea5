"""The bag: which files there are, and whether each is byte for byte what the manifests say (BagIt 1.0, RFC 8493)."""

from __future__ import annotations

import hashlib
import os
import re

from provenance.bundle.checking.told import Told, counted

HASHES = ("sha256", "sha512")
CHUNK = 1 << 22
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INFO_LABELS = (
    "Bag-Software-Agent",
    "Bagging-Date",
    "External-Identifier",
    "Internal-Sender-Identifier",
    "Attest-Bundle-Version",
    "Attest-Exported",
    "Attest-Audience",
    "Attest-Sources",
    "Attest-Policy",
    "Attest-Log-Entries",
    "Attest-Log-Head",
    "Payload-Oxum",
)
TAG_FILES = frozenset(
    ["bagit.txt", "bag-info.txt", "verify.html", "verify_bundle.py"]
    + ["%s-%s.txt" % (name, kind) for name in ("manifest", "tagmanifest") for kind in HASHES]
)
NEEDED = TAG_FILES | {
    "data/annotations.jsonld",
    "data/audit-log.jsonl",
    "data/contents.json",
    "data/context/anno.jsonld",
    "data/draft.json",
    "data/how-to-check.html",
    "data/how-to-check.pdf",
    "data/models.json",
    "data/provenance.jsonld",
    "data/report.html",
}
PLAIN_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
STRANGERS = {
    ".DS_Store": "written by the Finder of macOS",
    "Thumbs.db": "written by the Explorer of Windows",
    "desktop.ini": "written by the Explorer of Windows",
    "__pycache__": "written by Python",
}


EXTRA, LISTED = "is in the bag, but is not listed in %s", "is listed in %s, but is not in the bag"


class Entry:
    """A file of the bag: its size in bytes and its hashes, by name of the hash."""

    def __init__(self, size: int, hashes: dict[str, str]) -> None:
        self.size = size
        self.hashes = hashes


def check_bag(bag: str, told: Told) -> dict[str, Entry]:
    """Check all files of the bag against its manifests; gives what they are, by path."""
    paths = files_of(bag, told)
    for path in sorted(NEEDED - set(paths)):
        told.fault(path, "is not there, and every bundle has it")
    found = {path: hashed(bag, path) for path in paths}
    payload = [path for path in paths if path.startswith("data/")]
    tags = [path for path in paths if not path.startswith("data/")]
    for path in sorted(set(tags) - TAG_FILES):
        told.fault(path, "is not part of a bundle, and no manifest lists it")
    listed = [path for path in tags if not path.startswith("tagmanifest-")]
    compare(bag, "manifest", payload, found, told)
    compare(bag, "tagmanifest", listed, found, told)
    if "bagit.txt" in found and read(bag, "bagit.txt") != BAGIT:
        told.fault("bagit.txt", "does not say what it must: BagIt 1.0, UTF-8")
    tell_checked(found, told)
    return found


def tell_checked(found: dict[str, Entry], told: Told) -> None:
    """How many files are as the manifests state; of those with a fault this is not said."""
    wrong = {where for where, _ in told.faults}
    good = [path for path in found if path not in wrong]
    size = sum(found[path].size for path in good if path.startswith("data/"))
    files = counted(len(found), "file") if len(good) == len(found) else "%d of %d files" % (len(good), len(found))
    told.checked.append(
        "%s of the bag, %s bytes of content: the SHA-256 and SHA-512 of each, %sagainst the manifests"
        % (files, format(size, ","), "" if wrong else "and which files there are, ")
    )


def files_of(bag: str, told: Told) -> list[str]:
    """The paths of all files, "/" between names, in order; what has no place in a bag is a fault."""
    found: list[str] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        entries = sorted(os.scandir(os.path.join(bag, *folder.split("/"))), key=lambda entry: entry.name)
        if folder and not entries:
            told.fault(folder, "is an empty folder, which no bundle has")
        for entry in entries:
            path = folder + "/" + entry.name if folder else entry.name
            if entry.name in STRANGERS:
                told.fault(path, "does not belong to the bundle (%s); delete it" % STRANGERS[entry.name])
            elif entry.is_symlink() or not (entry.is_dir() or entry.is_file()):
                told.fault(path, "is a link or a device, not a file, and was not followed")
            elif PLAIN_NAME.fullmatch(path) is None:
                told.fault(path, "has a name that no file of a bundle has")
            elif entry.is_dir():
                folders.append(path)
            else:
                found.append(path)
    by_letters: dict[str, str] = {}
    for path in sorted(found):
        other = by_letters.setdefault(path.lower(), path)
        if other != path:
            told.fault(path, "differs from %s in capital letters only" % other)
    return sorted(found)


def hashed(bag: str, path: str) -> Entry:
    """Size and hashes of a file, read once, in pieces."""
    digests = [hashlib.new(kind) for kind in HASHES]
    size = 0
    with open(os.path.join(bag, *path.split("/")), "rb") as stream:
        while True:
            chunk = stream.read(CHUNK)
            if not chunk:
                break
            size += len(chunk)
            for digest in digests:
                digest.update(chunk)
    return Entry(size, {kind: digest.hexdigest() for kind, digest in zip(HASHES, digests)})


def read(bag: str, path: str) -> bytes:
    """A file of the bag, whole."""
    with open(os.path.join(bag, *path.split("/")), "rb") as stream:
        return stream.read()


def compare(bag: str, name: str, paths: list[str], found: dict[str, Entry], told: Told) -> None:
    """Write both manifests anew from the files, and compare them byte for byte with those in the bag."""
    wrong: dict[str, list[str]] = {}
    uneven: dict[tuple[str, str], list[str]] = {}
    for kind in HASHES:
        path = "%s-%s.txt" % (name, kind)
        if path not in found:
            continue
        due = "".join("%s  %s\n" % (found[one].hashes[kind], one) for one in paths)
        there = read(bag, path)
        if there == due.encode("utf-8"):
            continue
        wrong[path], more = unlike(due, there.decode("utf-8", "replace"))
        for place in more:
            uneven.setdefault(place, []).append(path)
        if not wrong[path] and not more:
            told.fault(path, "is not written as its files give it (order, spaces or capital letters)")
    for (which, how), manifests in uneven.items():
        if not (how == LISTED and which in NEEDED):  # that it is not there is told already
            told.fault(which, how % " and ".join(manifests))
    for path, files in wrong.items():
        for one in files:
            if len(wrong) == len(HASHES) and all(one in others for others in wrong.values()):
                told.fault(one, "is not the file that was sealed: its SHA-256 and its SHA-512 are others")
            else:
                told.fault(path, "states another hash for %s than the file has" % one)


def unlike(due: str, there: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The files whose hash a manifest states otherwise; and those that it lists and are not there, or the reverse."""
    mine = {path: value for value, path in (line.split("  ", 1) for line in due.splitlines())}
    lines = [line.split("  ", 1) for line in there.splitlines()]
    stated = {pair[1]: pair[0] for pair in lines if len(pair) == 2}
    more = [(path, EXTRA) for path in sorted(set(mine) - set(stated))]
    more += [(path, LISTED) for path in sorted(set(stated) - set(mine))]
    return [path for path in mine if path in stated and stated[path].lower() != mine[path]], more


def check_info(bag: str, found: dict[str, Entry], told: Told) -> dict[str, str]:
    """What bag-info.txt says, by label; its form and its count of the content are checked."""
    where = "bag-info.txt"
    if where not in found:
        return {}
    text = read(bag, where).decode("utf-8", "replace")
    pairs = [line.split(": ", 1) for line in text.split("\n")[:-1]]
    info = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    if text != "".join("%s: %s\n" % (label, info.get(label, "")) for label in INFO_LABELS):
        told.fault(where, "is not written as Attest writes it")
    sizes = [entry.size for path, entry in found.items() if path.startswith("data/")]
    if info.get("Payload-Oxum") != "%d.%d" % (sum(sizes), len(sizes)):
        stated = info.get("Payload-Oxum", "nothing")
        wrong = "states %s as bytes and files of content; it is %d.%d" % (stated, sum(sizes), len(sizes))
        if any(path.startswith("data/") for path, _ in told.faults):  # files are missing, extra or changed
            told.follows.append("%s %s" % (where, wrong))
        else:
            told.fault(where, wrong)
    return info
