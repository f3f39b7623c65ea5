"""The words of reports: what codes, verdicts and states are called, for people; the rest stands in the templates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.records import ClaimKind, Location, Notice, Outcome, Privilege, Quote, Run, Section, Support
from provenance.reviews import ClaimState, Review, State

# UK Government Security Classifications, lowest first.
HANDLING = ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET")
DRAFT_WORDS = "DRAFT, NOT CHECKED BY A PERSON"
NOT_LOOKED_FOR = ("evidence against a claim", "conflicts between sources")

QUOTE: dict[Quote, str] = {"exact": "Quote exact", "moved": "Quote moved", "missing": "Quote missing"}
NOT_QUOTED = "Nothing quoted"
FRAME: dict[Quote, str] = {"exact": "Frame on record", "moved": "Frame moved", "missing": "Frame missing"}
PLACE: dict[Location, str] = {"valid": "Place valid", "invalid": "Place not valid"}
SUPPORT: dict[Support, str] = {
    "supported": "Supported by the cited passage",
    "partly": "Partly supported by the cited passage",
    "unsupported": "Not supported by the cited passage",
    "contradicted": "Contradicted by the cited passage",
}
FRAME_SUPPORT: dict[Support, str] = {
    "supported": "Matches the record of movement",
    "partly": "Partly matches the record of movement",
    "unsupported": "Does not match the record of movement",
    "contradicted": "Contradicted by the record of movement",
}
OUTCOME: dict[Outcome, str] = {
    "read": "Read",
    "partly": "Read in part",
    "refused": "Not read",
    "duplicate": "Already in the case",
    "held": "Held",
}
PRIVILEGE: dict[Privilege, str] = {
    "none": "",
    "possible": "possibly privileged: not read until a named person decides",
    "privileged": "privileged: not read",
    "released": "released by a named person",
}
KINDS = {
    "unknown": "Kind not looked at",
    "text": "Plain text",
    "pdf": "PDF",
    "docx": "Word document",
    "picture": "Picture",
    "video": "Footage",
}
SECTIONS: dict[Section, str] = {"body": "", "form": "form of the statement", "rear": "rear of the statement"}

MACHINE_STEP: dict[ClaimKind, str] = {
    "observation": "Machine observation: written by movement detection. It does not say who or what moved.",
    "statement": "",
    "document": "",
}
STATES: dict[State, str] = {
    "new": "not checked",
    "accepted": "accepted",
    "amended": "amended",
    "rejected": "rejected",
    "aside": "put aside",
}
STATE_LOOKS: dict[State, tuple[str, str]] = {  # style and icon; the words say it all
    "new": ("unchecked", "○"),
    "accepted": ("good state", "✓"),
    "amended": ("look state", "▲"),
    "rejected": ("bad state", "✕"),
    "aside": ("unchecked", "○"),
}
FAULTS = {
    "not_in_source": "not in the source",
    "wrong_source": "wrong source",
    "wrong_detail": "a detail is wrong",
    "meaning_changed": "the meaning was changed",
    "context_missing": "the context is missing",
    "irrelevant": "not relevant",
    "other": "another reason",
}
READ_BY_OCR = "Words read from a picture by a machine: compare them with the picture."

_REASONS = {
    "file_empty": "the file is empty",
    "file_missing": "the file was not found",
    "file_unreadable": "the file could not be opened",
    "file_damaged": "the file is damaged or cut off",
    "password_needed": "the file is protected by a password",
    "no_text": "nothing in it could be read as text",
    "no_frames": "no frame could be decoded",
    "not_a_video": "it is a playlist or session description, not footage",
    "too_large": "it is over the set limit",
    "kind_not_read": "files of this kind are not read in this version",
    "kind_unknown": "the kind of file was not recognised",
    "original_missing": "the original is no longer where it was",
    "task_timed_out": "reading took longer than the limit",
    "task_crashed": "the reader stopped working on it",
    "task_out_of_memory": "reading needed more memory than the limit",
    "page_by_ocr": "read from a picture of the page by a machine",
    "comments_not_read": "comments and mark-up not read",
    "task_output_too_large": "it holds more than the limit allows",
    "hash_changed": "the file is no longer the one that was taken in",
    "extractor_changed": "the text was read by an older reader; the quoted words were looked for again",
}


_NOT_REMARKS = ("kind", "pages")  # recorded with a refusal, shown elsewhere
_ONLY_WHERE = re.compile(r"(?:pp?\. |\d).*|\S*")  # "p. 3", "12 places": says where or how many, not what


def reason(code: str, detail: str = "") -> str:
    """A code as words, with its detail; words that are no code stay as they are."""
    known = _REASONS.get(code) or (code.replace("_", " ") if re.fullmatch(r"[a-z_]+", code) else code)
    return f"{known}: {detail}" if detail and detail not in (code, known) else known


def failure(code: str, detail: str) -> str:
    """Why a citation did not re-open; what a crashed child said of itself is for the log, not for a report."""
    return reason(code, "" if code.startswith("task_") else detail)


def notices(found: Iterable[Notice]) -> list[str]:
    """Warnings, findings or a verdict's reasons as words, repeats dropped: the detail where that is a sentence."""
    told = (n for n in found if n.code not in _NOT_REMARKS)
    return list(dict.fromkeys(reason(n.code, n.detail) if _ONLY_WHERE.fullmatch(n.detail) else n.detail for n in told))


def state(found: ClaimState) -> str:
    """How a claim stands: "not checked", "accepted by A. Okafor, 2026-05-03 09:41:07 UTC"."""
    told = f"{STATES[found.state]} by {found.by}, {when(found.at)}" if found.by else STATES[found.state]
    if found.outdated:
        return f"{told}; {outdated(found.outdated)}"
    return f"{told}; not accepted yet" if found.state == "amended" else told


def outdated(acceptance: Review) -> str:
    """Why an acceptance does not count any more."""
    who = f"{acceptance.by}, {when(acceptance.at)}"
    return f"the acceptance by {who}, does not count any more: a source that the claim cites was released after it"


def scope(run: Run) -> str:
    """What a draft was drawn from."""
    chosen = run.settings.get("sources")
    if not isinstance(chosen, list):
        return "the whole case as it was then"
    return f"{counted(len(chosen), 'chosen source')}; the others are listed under what was left out"


def number(count: int) -> str:
    """1204 → "1,204"."""
    return f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """1 → "1 source", 1204 → "1,204 sources"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def when(stamp: str) -> str:
    """2026-05-03T09:41:07Z → "2026-05-03 09:41:07 UTC"; anything else as it stands."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)", stamp)
    return f"{match[1]} {match[2]} UTC" if match else stamp


def short_hash(sha256: str) -> str:
    """9f2c…41ab: to tell sources apart at a glance; the whole hash stands with the source."""
    return f"{sha256[:4]}…{sha256[-4:]}" if len(sha256) > 8 else sha256
