"""The SHA-256 that somebody states of a model's file: on the command line, or in FILE.sha256 beside it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from provenance.errors import ModelError, UsageError

BESIDE = ".sha256"
_HEX = re.compile(r"(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])", re.I)
_MOST = 64 << 10  # bytes of a file of checksums
# What programs write about a hash: "SHA256 (name) =" (BSD, OpenSSL), and words and signs before a name, if one follows.
_BRACKETED = re.compile(r"\s*SHA(?:2-|-)?256\s*\((.+)\)\s*=\s*", re.I)
_BEFORE = re.compile(r"^\s*\\?\s*(?:SHA(?:2-|-)?256|Hash)?[\s:=]*\*?", re.I)


@dataclass(frozen=True, slots=True)
class Stated:
    """A SHA-256 in small letters, and where it was stated, such as "on the command line"."""

    sha256: str
    where: str


def given(text: str) -> str:
    """A SHA-256 as people write it, with colons, spaces or the word before it; raises UsageError("bad_value")."""
    plain = re.sub(r"^sha-?256[:=\s]", "", text.strip(), flags=re.I).replace(":", "")
    plain = "".join(plain.split()).lower()
    if re.fullmatch(r"[0-9a-f]{64}", plain) is None:
        raise UsageError("bad_value", value=text, what="a SHA-256", why="it has 64 of the characters 0-9 and a-f")
    return plain


def of(path: Path, said: str | None) -> tuple[Stated, ...]:
    """All that is stated of this file: `said` on the command line or None, and what the file beside it says.

    Raises UsageError("bad_value") and, where nothing else is said, ModelError("model_sum_unreadable") for a file beside
    it that states nothing of it: passing over that would have it pass for checked.
    """
    own = (Stated(given(said), "on the command line"),) if said is not None else ()
    beside = path.with_name(path.name + BESIDE)
    if not beside.is_file():
        return own
    found = _listed(beside, path.name)
    if found is None and not own:
        raise ModelError("model_sum_unreadable", path=str(beside), name=path.name)
    return own if found is None else (*own, Stated(found, f"in {beside.name}"))


def require(name: str, sha256: str, stated: tuple[Stated, ...]) -> None:
    """Raises ModelError("model_sum_differs") where a file with this SHA-256 is not what was stated."""
    for one in stated:
        if one.sha256 != sha256:
            raise ModelError("model_sum_differs", name=name, found=sha256, stated=one.sha256, where=one.where)


def told(stated: tuple[Stated, ...]) -> str:
    """Where it was stated, in words; "" for nowhere."""
    return " and ".join(one.where for one in stated)


def _listed(beside: Path, name: str) -> str | None:
    """The one SHA-256 that a file of checksums states of a file; None where it states none, or several."""
    try:
        with beside.open("rb") as stream:
            data = stream.read(_MOST)
    except OSError:
        return None
    lines = _decoded(data).splitlines()
    found = {match[0].lower() for line in lines for match in _HEX.finditer(line) if _is_of(line, name)}
    return found.pop() if len(found) == 1 else None


def _is_of(line: str, name: str) -> bool:
    """Whether a line with a hash is of this file: it names it, or no file at all."""
    rest = _HEX.sub(" ", line)
    bracketed = _BRACKETED.fullmatch(rest)
    named = bracketed[1] if bracketed else _BEFORE.sub("", rest).strip()
    return not named or re.split(r"[/\\]", named)[-1].casefold() == name.casefold()


def _decoded(data: bytes) -> str:
    """Text as sha256sum writes it, or as PowerShell redirects it."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8-sig", "replace")
