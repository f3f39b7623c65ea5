"""Joins the parts of verify.html, which checks a bundle in a browser under a policy that lets nothing in or out."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from provenance.bundle.checking import bag

NAME = "verify.html"
_PAGE = Path(__file__).parent / "page"
_SCRIPTS = ("bytes.js", "bag.js", "record.js", "screen.js")


@cache
def text() -> str:
    """The whole page; the same for every bundle of one version of Attest."""
    style = (_PAGE / "verify.css").read_text(encoding="utf-8")
    script = "\n".join((_PAGE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    script = script.replace("@fixed@", json.dumps(_fixed(), sort_keys=True))
    page = (_PAGE / "verify.html").read_text(encoding="utf-8")
    allowed = f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}"
    return page.replace("@policy@", allowed).replace("@style@", style).replace("@script@", script)


def _fixed() -> dict[str, object]:
    """What the page knows of bundles, from the check in Python: the two must not differ."""
    return {
        "needed": sorted(bag.NEEDED),
        "tags": sorted(bag.TAG_FILES),
        "labels": bag.INFO_LABELS,
        "strangers": bag.STRANGERS,
        "bagit": bag.BAGIT.decode("ascii"),
    }


def _digest(inline: str) -> str:
    """What a Content-Security-Policy calls this inline text by."""
    return f"'sha256-{b64encode(sha256(inline.encode('utf-8')).digest()).decode('ascii')}'"
