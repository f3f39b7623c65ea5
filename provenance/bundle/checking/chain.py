"""The log of the case: each entry's hash covers the one before, so that no line can be changed, left out or put in."""

from __future__ import annotations

import hashlib
import re

from provenance.bundle.checking.told import Told, canonical, counted, read_json

LOG = "data/audit-log.jsonl"
FIRST = "0" * 64
HEX = re.compile("[0-9a-f]{64}")
SALT = re.compile("[0-9a-f]{32}")
TOLD = ("action", "at", "by", "detail")
SHAPES = {
    frozenset(TOLD + ("seq", "salt", "prev", "hash")): "whole",
    frozenset(TOLD + ("seq", "prev", "hash")): "old",
    frozenset(("seq", "content", "prev", "hash")): "withheld",
    frozenset(("seq", "prev", "hash")): "bare",
}


def sha256(value: object) -> str:
    """SHA-256 over canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


def entry_hash(line: dict[str, object]) -> str | None:
    """The hash that a line of the log must have; None for an entry whose content cannot be checked."""
    shape = SHAPES[frozenset(line)]
    if shape == "bare":
        return None
    if shape == "old" or (shape == "whole" and line["salt"] == ""):  # written before entries had salts
        return sha256({name: line[name] for name in TOLD + ("prev", "seq")})
    content = line["content"] if shape == "withheld" else sha256({name: line[name] for name in TOLD + ("salt",)})
    return sha256({"content": content, "prev": line["prev"], "seq": line["seq"]})


def check_log(data: bytes, info: dict[str, str], told: Told) -> list[str]:
    """Follow the chain from its first entry to its end, which bag-info.txt states; gives the hash of every entry."""
    hashes: list[str] = []
    shapes: dict[str, int] = {}
    last_bare = 0
    lines = data.split(b"\n")
    if lines.pop() != b"":
        told.fault(LOG, "does not end with a whole line")
    for number, raw in enumerate(lines, 1):
        wrong, shape = line_fault(raw, number, hashes[-1] if hashes else FIRST, hashes, told)
        if wrong:
            told.fault(LOG, "entry %d %s; what follows it cannot be trusted" % (number, wrong))
            return hashes
        if shape in ("bare", "old") and shapes.get("withheld", 0) + shapes.get("whole", 0):
            told.fault(
                LOG, "entry %d has no salt and stands after one that has; no other entry can be trusted" % number
            )
            return hashes
        shapes[shape] = shapes.get(shape, 0) + 1
        last_bare = number if shape == "bare" else last_bare
    head = hashes[-1] if hashes else FIRST
    if (info.get("Attest-Log-Entries"), info.get("Attest-Log-Head")) != (str(len(hashes)), head):
        told.fault(LOG, "ends otherwise than bag-info.txt states: %d entries, head %s" % (len(hashes), head))
    tell_log(len(hashes), shapes, last_bare, head, told)
    return hashes


def case_of(data: bytes) -> str:
    """The identifier of the case that the log is of, where an entry of it that is told whole says that; or ""."""
    for raw in data.split(b"\n"):
        if raw.startswith((b'{"action":"case_created",', b'{"action":"case_identified",')):
            line = read_json(raw, LOG, Told())
            detail = line.get("detail") if isinstance(line, dict) else None
            if isinstance(detail, dict) and detail.get("case_id"):
                return str(detail["case_id"])
    return ""


def line_fault(raw: bytes, number: int, before: str, hashes: list[str], told: Told) -> tuple[str, str]:
    """What is wrong with one line, or "", and what kind of line it is; a line that holds joins `hashes`."""
    line = read_json(raw, "%s line %d" % (LOG, number), told)
    if not isinstance(line, dict) or frozenset(line) not in SHAPES:
        return "is not written as an entry of the log", ""
    shape = SHAPES[frozenset(line)]
    if shape == "whole" and line["salt"] == "":
        shape = "old"  # written before entries had salts
    own = line["hash"]
    if not is_canonical(line, raw):
        return "is not written in the one form that the hashes are taken over", shape
    if type(line["seq"]) is not int or line["seq"] != number:
        return "bears another number", shape
    if line["prev"] != before:
        return "does not follow on the entry before it", shape
    kept = ("salt", SALT) if shape == "whole" else ("content", HEX) if shape == "withheld" else ("hash", HEX)
    if not isinstance(line[kept[0]], str) or kept[1].fullmatch(str(line[kept[0]])) is None:
        return "is not written as an entry of the log", shape
    if not isinstance(own, str) or HEX.fullmatch(own) is None or entry_hash(line) not in (None, own):
        return "does not have the hash of what it tells", shape
    hashes.append(own)
    return "", shape


def is_canonical(line: dict[str, object], raw: bytes) -> bool:
    """Whether these are the bytes that the hashes are taken over; what has no such form is not."""
    try:
        return canonical(line) == raw
    except (ValueError, RecursionError):
        return False


def tell_log(entries: int, shapes: dict[str, int], last_bare: int, head: str, told: Told) -> None:
    withheld, bare = shapes.get("withheld", 0), shapes.get("bare", 0)
    words = "the log of the case: %s, each follows on the one before; the head is %s" % (
        counted(entries, "entry").replace("entrys", "entries"),
        head,
    )
    if withheld:
        words += "; %d of them withheld from this audience, present as salted hashes" % withheld
    told.checked.append(words)
    if bare:
        told.unchecked.append(
            "the content of %d withheld entries from before entries had salts; that the entries before the last of "
            "them (entry %d) are those of then is shown by a receipt or a copy of that time alone" % (bare, last_bare)
        )
