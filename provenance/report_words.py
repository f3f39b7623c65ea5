"""The words of reports: what codes, verdicts and states are called, for people; the rest stands in the templates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance import draft_words
from provenance.audience import Audience, Use
from provenance.reason_words import REASONS
from provenance.records import Claim, ClaimKind, Location, Notice, Outcome, Privilege, Quote, Section, Support
from provenance.reviews import BY_HAND, ClaimState, Review, State
from provenance.runs import Run
from provenance.store.records import VerifyReport

# UK Government Security Classifications, lowest first.
HANDLING = ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET")
DRAFT_WORDS = "DRAFT, NOT CHECKED BY A PERSON"
AUDIENCE: dict[Audience, str] = {
    "working": "Working document for the case team",
    "prosecutor": "For the prosecutor",
    "defence": "For the defence and the court",
    "training": "For training",
}
QUOTE: dict[Quote, str] = {"exact": "Quote exact", "moved": "Quote moved", "missing": "Quote missing"}
NOT_QUOTED = "Nothing quoted"
FRAME: dict[Quote, str] = {"exact": "Frame on record", "moved": "Frame moved", "missing": "Frame missing"}
# In the place of the three verdicts on a claim whose source was removed: nothing of it can be checked again.
REMOVED = "Removed"  # as the outcome of a source
GONE = ("Source removed", "No place any more", "Cannot be checked again")
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
NONE_SERVED = "Nothing is shown here: nothing was found, or what was rests on material that is not served."
USE: dict[Use, str] = {
    "undecided": "",
    "used": "used material",
    "unused": "unused material",
    "sensitive": "sensitive material",
    "not_relevant": "not relevant",
}
REDACTED = "Redacted copy: the SHA-256 is that of the copy that is served, the original's is not told."
REDACTED_FRAMES = (
    "Its frames are served as redacted pictures and the recording is not: the SHA-256 is that of the recording."
)
READ_BY_OCR = "Words read from a picture by a machine: compare them with the picture."

_NOT_REMARKS = ("kind", "pages")  # recorded with a refusal, shown elsewhere
_OF_HEADING = ("time_from_context", "time_from_before", "date_from_before", "year_from_source")  # how it was placed
_WORD, _FEW_WORDS = re.compile(r"[^\W\d_]{2,}"), 3
_ONLY_WHERE = re.compile(r"(?:pp?\. |\d).*|\S*")  # "p. 3", "12 places": says where or how many, not what


def withheld(count: int, audience: str) -> str:
    """That claims are left out, and why; `audience` in words, as a report names it."""
    if audience == AUDIENCE["working"]:
        return f"{counted(count, 'claim')} withheld, because a cited source is now held as privileged"
    return f"{counted(count, 'claim')} left out, because the cited place is not in the redacted copy that is served"


def reason(code: str, detail: str = "") -> str:
    """A code as words, with its detail; words that are no code stay as they are."""
    known = REASONS.get(code) or (code.replace("_", " ") if re.fullmatch(r"[a-z_]+", code) else code)
    return f"{known}: {detail}" if detail and detail not in (code, known) else known


def failure(code: str, detail: str) -> str:
    """Why a citation did not re-open; what a crashed child said of itself is for the log, not for a report."""
    return reason(code, "" if code.startswith("task_") else detail)


def notices(found: Iterable[Notice]) -> list[str]:
    """Warnings, findings or a verdict's reasons as words, repeats dropped: the detail where that is a sentence."""
    told = (n for n in found if n.code not in _NOT_REMARKS)
    return list(dict.fromkeys(n.detail if _says_all(n) else reason(n.code, n.detail) for n in told))


def verdict_reasons(claim: Claim) -> list[str]:
    """Why the checks found of a claim what they did, each as words that begin with a capital.

    A claim that is held back stands under no heading: how its heading's time was read is no reason there.
    """
    found = (n for n in claim.verdict.reasons if not (claim.held_back and n.code in _OF_HEADING))
    return [told[:1].upper() + told[1:] for told in notices(found)]


def _says_all(notice: Notice) -> bool:
    """Whether the detail is a sentence by itself; of a code that has no words here, one that says where, too."""
    if not _ONLY_WHERE.fullmatch(notice.detail):
        return True
    return notice.code not in REASONS and len(_WORD.findall(notice.detail)) >= _FEW_WORDS


def state(found: ClaimState) -> str:
    """How a claim stands: "not checked", "accepted by A. Okafor, 2026-05-03 09:41:07 UTC"."""
    told = f"{STATES[found.state]} by {found.by}, {when(found.at)}" if found.by else STATES[found.state]
    if found.first:
        return _by_two(found, found.first, told)
    if found.outdated:
        return f"{told}; {outdated(found.outdated)}"
    return f"{told}; not accepted yet" if found.state == "amended" else told


def _by_two(found: ClaimState, first: Review, told: str) -> str:
    """How a claim stands where two people have to accept it."""
    accepted = f"accepted by {first.by}, {when(first.at)}"
    if not found.awaits_second:
        return f"{accepted}, and by {found.by}, {when(found.at)}"
    before = f"{told}; " if found.by else ""
    return f"{before}{accepted}; a second person has to check"


def outdated(acceptance: Review) -> str:
    """Why an acceptance does not count any more."""
    who = f"{acceptance.by}, {when(acceptance.at)}"
    return f"the acceptance by {who}, does not count any more: a source that the claim cites was released after it"


def drafter(run: Run) -> str:
    """Who or what wrote a draft, and how far its words can be relied on as they stand."""
    if run.generator == BY_HAND:
        return "A person wrote this by hand; the citations are cut from the sources by the program."
    model = draft_words.model_of(run.models)
    if not model:
        return "A machine drafted this by choosing sentences and frames from the sources."
    told = (
        f"A language model ({model}) drafted this in words of its own over passages that it was shown, and saw nothing "
        "else of the case; the program cut the citations from the sources and wrote the attributions."
    )
    return f"{told} The model stopped before the draft was whole." if "stopped" in run.settings else told


def reviewed(checked: int, of: int, signed: bool) -> str:
    """How far a person went through a draft, and whether it is signed off."""
    if not checked:
        return "No person has checked it yet."
    verb = "was" if checked == 1 else "were"
    told = f"{number(checked)} of {counted(of, 'claim')} {verb} accepted or rejected by a person"
    return f"{told}; each claim says by whom. {'It was signed off.' if signed else 'Nobody has signed it off.'}"


def changed(source_id: str, verify: VerifyReport | None, copied: bool = False) -> str:
    """What is wrong with a source's file since it was taken in, as it was found when the citations were re-opened;
    `copied`: a copy of it is served in its place."""
    if verify is None or (source_id, False) not in verify.sources:
        return ""
    codes = {f.code for f in verify.failed if f.source_id == source_id}
    if codes & {"original_missing", "file_unreadable"}:
        return "The file is missing: it could not be opened, so that nothing cited from it could be checked."
    if copied:
        return "The original of this copy is no longer the file that was taken in."
    return "The file no longer has this SHA-256."


def log(entries: int, head: str) -> str:
    """The state of the log that an export was made from, as every export prints it."""
    return f"Log of the case: {counted(entries, 'entry', 'entries')}, head {head}"


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
