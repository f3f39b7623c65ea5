"""Joins the parts of verify.html, which checks a bundle in a browser under a policy that lets nothing in or out."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

NAME = "verify.html"
_PAGE = Path(__file__).parent / "page"
_SCRIPTS = ("bytes.js", "bag.js", "record.js", "screen.js")


@cache
def text() -> str:
    """The whole page; the same for every bundle of one version of Attest."""
    style = (_PAGE / "verify.css").read_text(encoding="utf-8")
    script = "\n".join((_PAGE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    page = (_PAGE / "verify.html").read_text(encoding="utf-8")
    allowed = f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}"
    return page.replace("@policy@", allowed).replace("@style@", style).replace("@script@", script)


def _digest(inline: str) -> str:
    """What a Content-Security-Policy calls this inline text by."""
    return f"'sha256-{b64encode(sha256(inline.encode('utf-8')).digest()).decode('ascii')}'"
