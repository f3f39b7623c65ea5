"""The page "How to check this bundle", as HTML and as PDF: what to do with what every computer has."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

PAGE = Path(__file__).parent / "page"
TITLE = "How to check this bundle"

# (heading, paragraphs); a paragraph that begins with "$ " is a command, with its computer before " :: ".
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "What this is",
        (
            "A folder that holds a report, what the report quotes, and the means to check both without the program "
            "that made them. It follows a public standard (BagIt, RFC 8493): the files manifest-sha256.txt and "
            "manifest-sha512.txt state a hash for every file. A hash is a fingerprint of a file: one changed letter "
            "gives another one.",
        ),
    ),
    (
        "The quickest way: a web browser",
        (
            "Open verify.html in a browser, and drop this folder on the page. The page opens no connection; nothing "
            "leaves the computer. It checks every file, the log of the case and every quote, and names what is wrong.",
        ),
    ),
    (
        "The strictest way: Python",
        (
            "In the folder that holds this bundle, run the command below. The program is one file that can be read "
            "from beginning to end; it needs Python 3.8 or later and nothing else.",
            "$ any computer with Python :: python3 -I -S BUNDLE/verify_bundle.py BUNDLE",
            "It also checks the signature beside the bundle, if there is one. With the packages PyMuPDF and PyAV "
            "installed, and without “-I -S”, it looks quotes up in the PDF files and frames in the footage themselves.",
        ),
    ),
    (
        "By hand, with what every computer has",
        (
            "Work out the SHA-256 of a file, look the file up in manifest-sha256.txt, and compare the two. Capital and "
            "small letters make no difference here.",
            "$ Windows (Command Prompt) :: certutil -hashfile data\\report.html SHA256",
            "$ Windows (PowerShell) :: Get-FileHash data\\report.html -Algorithm SHA256",
            "$ macOS :: shasum -a 256 data/report.html",
            "$ Linux :: sha256sum data/report.html",
            "All files at once, in this folder:",
            "$ macOS :: shasum -a 256 -c manifest-sha256.txt tagmanifest-sha256.txt",
            "$ Linux :: sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt",
            "A source (an exhibit) is named by its SHA-256: data/sources/‹SHA-256›.pdf. Compare it with the exhibit "
            "that you hold: the same SHA-256 means the same file, byte for byte.",
        ),
    ),
    (
        "Who made it",
        (
            "Hashes show that nothing was changed since the bundle was sealed; they do not show by whom it was sealed. "
            "That is what the signature beside the bundle is for (its name ends in .sig, the public key in .pub). Ask "
            "the signer, by telephone or on paper, for the SHA-256 of their key, and compare it with the one that the "
            "check shows. Without a signature, compare the SHA-256 of tagmanifest-sha512.txt with the one that the "
            "force recorded when it made the export.",
        ),
    ),
    (
        "What a check does not show",
        (
            "That a quote stands in its source does not make it true, and a claim that quotes rightly can still "
            "mislead by what it leaves out. A person has to judge that. The report says what it left out.",
        ),
    ),
)


def html(reference: str, draft: str) -> bytes:
    """The page for a browser; no script, nothing from elsewhere."""
    body = "\n".join(f"<h2>{escape(head)}</h2>\n" + "\n".join(map(_html, parts)) for head, parts in SECTIONS)
    page = (PAGE / "how-to-check.html").read_text(encoding="utf-8")
    named = f"{escape(reference)} · draft {escape(draft)}"
    return page.replace("@title@", escape(TITLE)).replace("@named@", named).replace("@body@", body).encode("utf-8")


def pdf(reference: str, draft: str) -> bytes:
    """The same as PDF, tagged; the words are handed over as data and never read as markup.

    PDF 2.0: of an earlier version the library writes one mark that poppler warns of.
    """
    sections = [{"head": head, "parts": [_parts(part) for part in parts]} for head, parts in SECTIONS]
    told = {"title": TITLE, "named": f"{reference} · draft {draft}", "sections": sections}
    source = (PAGE / "how-to-check.typ").read_bytes()
    import typst

    return typst.compile(source, sys_inputs={"told": json.dumps(told)}, pdf_standards="2.0")


def _parts(part: str) -> dict[str, str]:
    """A paragraph as its parts: words, or a command and the computer that it is for."""
    if not part.startswith("$ "):
        return {"words": part}
    where, _, command = part.removeprefix("$ ").partition(" :: ")
    return {"where": where, "command": command}


def _html(part: str) -> str:
    found = _parts(part)
    if "words" in found:
        return f"<p>{escape(found['words'])}</p>"
    return f"<p class=command><span>{escape(found['where'])}</span><code>{escape(found['command'])}</code></p>"
