"""Words of the choices for a sealed bundle, and of what is said of one that was written."""

from __future__ import annotations

SOURCES = "Sources that travel with it"
HOW = {"cited": "Cited sources, whole", "excerpts": "Excerpts", "none": "No sources"}
HOW_MORE = {
    "cited": "Every cited source as a whole file, where that may be served, and its text.",
    "excerpts": "No files: only the cited words with what stands around them.",
    "none": "Neither files nor excerpts: quotes can then not be checked from the bundle alone.",
}
HOLDS = {
    "cited": "The report, the cited sources as whole files where those may be served, every citation and the log, and "
    "the means to check them all",
    "excerpts": "The report, the cited words of each source with what stands around them, every citation and the log, "
    "and the means to check them all; no source as a file",
    "none": "The report, every citation and the log, and the means to check them; no source, so that quotes cannot be "
    "checked from the bundle alone",
}

KEY = "Signed with"
OPEN_KEY, CLOSED_KEY = "{name}", "{name}, closed by a passphrase"
FINGERPRINT = "SHA-256 {sha256}"
NO_KEY = "No key: not signed"
NO_KEY_MORE = "Nobody can tell who sealed it."
NO_KEY_YET = "Nobody can tell who sealed it. You have no key yet. Make one once: attest keys new NAME"
DAMAGED = "The key {name} is not offered: {why}."
CHOOSE_KEY = "Choose the key to sign with, or no key. Nothing was written."
PASSPHRASE = "Passphrase of the key {name}"
SHOW_PASSPHRASE = "Show the passphrase"
NEEDS_PASSPHRASE = "Type the passphrase of the key {name}. Nothing was written."
OPENING = "Opening the key {name} …"

EXISTS = "{name} is there already, and a bundle is never written over another. “{free}” is free."
TAKE_FREE = "Take the free name"

SIGNED = "Signed with your key {name}, whose SHA-256 is {sha256}. Hand on what lies beside it, too: {sig} and {pub}."
NOT_SIGNED = "It is not signed: nobody can tell who sealed it."
RECEIPT_BESIDE = "Beside it lies {receipt}: how the log of the case stood after this export."
CHECK = "How the other side checks it, without Attest: open verify.html, which lies in it; or with Python alone:"
COMMAND = "python3 -I -S {file}"
COMMAND_NAME = "The command that checks it"
COPY_COMMAND = "Copy the command"
