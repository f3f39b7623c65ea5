"""The page "How to check this report", in plain language: what anyone can check without Attest, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.redaction_copy import ServedCopy
from provenance.store.records import AuditReport


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to check: what to do, sentence by sentence, and the commands for it, each (system, command)."""

    title: str
    sentences: tuple[str, ...]
    commands: tuple[tuple[str, str], ...] = ()


TITLE = "How to check this report"
INTRODUCTION = (
    "You do not need Attest for this. Every computer can do what is written here; it needs no special knowledge."
)
_ORIGINALS = "Whoever holds the case finds the files in its folder “originals”, each under its SHA-256 as its name."
_OTHER_ORIGINALS = _ORIGINALS.replace("the files", "the files of the other sources")
_REDACTED = (
    "Where a source is a redacted copy, compare the copy that was handed over with the SHA-256 listed here, which is "
    "the copy's. The original has another SHA-256, which is not told."
)
HASH_COMMANDS = (
    ("Windows, Command Prompt", 'certutil -hashfile "FILE" SHA256'),
    ("Windows, PowerShell", 'Get-FileHash -Algorithm SHA256 "FILE"'),
    ("macOS, Terminal", 'shasum -a 256 "FILE"'),
    ("Linux, terminal", 'sha256sum "FILE"'),
)


def steps(audit: AuditReport, copies: Sequence[ServedCopy | None] = (None,)) -> tuple[Step, ...]:
    """What to check of a report that was made when the log stood like this.

    `copies` are those that are served in the place of each source with a SHA-256, None where it is the source itself.
    """
    return (_source(copies), _excerpt(), _claim(), _log(audit))


def _source(copies: Sequence[ServedCopy | None]) -> Step:
    redacted = [copy for copy in copies if copy is not None and copy.data is not None]
    where = _ORIGINALS if not redacted else _OTHER_ORIGINALS if len(redacted) < len(copies) else ""
    return Step(
        "Is a file the one that was used?",
        (
            "Under “Sources” stands the SHA-256 of each file: 64 letters and digits that are worked out from every "
            "byte of it. If one byte differs, so does the SHA-256.",
            "Type the command for your computer, with the file's name in place of FILE. Compare what it answers with "
            "the SHA-256 listed here: the two must be the same to the last character. Capital and small letters count "
            "as the same.",
            *((_REDACTED,) if redacted else ()),
            *((where,) if where else ()),
        ),
        HASH_COMMANDS,
    )


def _excerpt() -> Step:
    return Step(
        "Does an excerpt stand in its source?",
        (
            "Each number in square brackets leads to an excerpt: the source, the place, the words with some words "
            "before and after them, and the picture of the page or frame.",
            "Open the file at the page, line or time given. The marked words must stand there as they stand here; "
            "line breaks and spaces may differ.",
            "Read what stands around them: words can mean something else in context.",
        ),
    )


def _claim() -> Step:
    return Step(
        "Is a claim borne by what it cites?",
        (
            "Read the claim, then each of its excerpts, then what is listed as speaking against it.",
            "“Quote exact” says that the quoted words stand in the source letter by letter. “Place valid” says that "
            "they stand at the place given. “Supported by the cited passage” is a program's opinion that the passage "
            "bears the claim; it is not a finding that the claim is true.",
            "A claim on which a person has not decided says so. What a machine drafted and what a person wrote is "
            "labelled in words.",
        ),
    )


def _log(audit: AuditReport) -> Step:
    return Step(
        "Was the record of the case changed afterwards?",
        (
            f"When this report was made, the log of the case had {audit.entries:,} entries and the head "
            f"{audit.head}. Each entry of the log seals all entries before it.",
            "Ask whoever holds the case for the log. Its entry with that number must have that head. If it has "
            "another, or the log has fewer entries, the log was rewritten, rolled back or cut off.",
            "Of two reports of the same case, the one with more entries was made later.",
        ),
    )
