"""The words of reports: what codes, verdicts and states are called, for people; the rest stands in the templates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance import draft_words
from provenance.records import ClaimKind, Location, Notice, Outcome, Privilege, Quote, Run, Section, Support
from provenance.reviews import BY_HAND, ClaimState, Review, State

# UK Government Security Classifications, lowest first.
HANDLING = ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET")
DRAFT_WORDS = "DRAFT, NOT CHECKED BY A PERSON"
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
    "rear_kept_back": "the rear of the statement's form stands on it and is kept out of reports",
    "task_timed_out": "reading took longer than the limit",
    "task_crashed": "the reader stopped working on it",
    "task_out_of_memory": "reading needed more memory than the limit",
    "low_confidence": "words that are hard to read",
    "lines_unread": "lines that were seen and not read",
    "no_words_found": "no words were found in it",
    "bytes_replaced": "bytes that could not be read as text",
    "encoding_guessed": "its encoding was guessed",
    "page_by_ocr": "read from a picture of the page by a machine",
    "picture_reduced": "a very large picture, read at half its size",
    "small_letters_missed": "a large picture: letters that are small on it may not have been read",
    "picture_by_ocr": "pictures of text in its pages read by a machine",
    "picture_without_ocr": "pictures of text in its pages not read",
    "picture_unread": "pictures of text in its pages in which no words were read",
    "page_damaged": "pages, or pictures on them, are damaged: some of what they showed may be missing",
    "field_values_differ": "form fields keep another entry than their pages show; both were read",
    "facts_unread": "some of what the file records beside the picture is damaged or impossible",
    "layers_off": "layers that are switched off were not read",
    "opened_with_password": "opened with a password that was given",
    "notes_left_out": "form fields and annotations were left out",
    "task_output_too_large": "it holds more than the limit allows",
    "not_heard": "not heard",
    "not_decoded": "not decoded",
    "sound_not_heard": "its sound was not heard",
    "other_streams": "other video streams that were not looked at",
    "interlaced": "interlaced",
    "camera_covered": "the camera may be covered",
    "camera_frozen": "the picture is frozen",
    "camera_moved": "the camera may have been moved",
    "picture_blank": "the picture is blank",
    "recording_gap": "a gap in the recording",
    "clock_jumps": "the clock in the picture jumps",
    "clock_stops": "the clock in the picture stands still",
    "clock_rate": "the clock in the picture does not run as fast as the recording plays",
    "clock_unread": "the clock in the picture was not read",
    "hash_changed": "the file is no longer the one that was taken in",
    "pages_missing": "pages are missing",
    "pages_out_of_order": "its pages are out of order",
    "signature_missing": "no signature was found, as far as its words and drawings show",
    "date_missing": "it is not dated",
    "witness_missing": "it is not known whose statement it is",
    "declaration_missing": "it has no declaration that it is true",
    "low_ocr_confidence": "many words were hard to read",
    "language_not_served": "it is in a language that search by meaning does not serve",
    "statement_versions": "there are two versions of this statement",
    "near_duplicate": "another source has nearly the same text",
    "same_text": "another source has the same text",
    "exhibit_not_here": "an exhibit that it produces is not in the case",
    "exhibit_not_produced": "no statement produces it",
    "pages_not_here": "pages of it are in no source",
    "privilege_marking": "it is marked as privileged",
    "attendance_note": "it seems to be a lawyer's note of what a client said",
    "counsel_papers": "it seems to be made for a lawyer or by counsel",
    "prosecutor_advice": "it seems to be a prosecutor's advice",
    "legal_advice": "it seems to be legal advice",
    "lawyer_client_mail": "it seems to be a message between a lawyer and a client",
    "extractor_changed": "the text was read by an older reader; the quoted words were looked for again",
    "encrypted_not_read": "it is encrypted in a way that is not opened here",
    "needs_libreoffice": "LibreOffice, through which files of this kind are read, is not installed",
    "conversion_failed": "LibreOffice could not convert it",
    "name_differs": "its name says another kind than its content is",
    "converted": "read from a copy converted by LibreOffice",
    "tracked_changes": "it holds tracked changes, marked as such",
    "hidden_text": "it holds hidden text, marked as such",
    "struck_text": "it holds words struck through, marked as such",
    "white_text": "it holds white letters, which white paper does not show; they were read",
    "macros_not_run": "it holds macros, which were not run",
    "scripts_not_run": "it holds scripts, which were not run",
    "text_covered": "words under a filled area, which nobody sees on the page, were read",
    "remote_content_not_loaded": "what it shows from elsewhere was not fetched",
    "tiny_pictures_left_out": "pictures too small to hold words were left out",
    "frames_not_read": "pages in frames too deep in each other were not read",
    "sections_missing": "sections that it lists are not in it",
    "packing_not_read": "it is packed in a way that is not read",
    "overlapping_members": "it shares bytes with another file of the archive",
    "unpacks_too_large": "unpacked, it would be far larger than its container allows",
    "embedded_not_read": "a file inside that could not be taken out",
    "region_outside": "the region lies outside the picture",
    "nested_too_deep": "it lies in too many others",
    "attachment_damaged": "an attachment is damaged",
    "attachment_elsewhere": "an attachment is kept elsewhere",
    "enclosed_left_out": "files inside were left out",
    "encoding_unknown": "its encoding is not known, and much of it could not be read",
    "enclosed_not_read": "files inside did not come out",
    "links_left_out": "links inside were left out",
    "file_cut_off": "the end of the file is missing",
    "nothing_inside": "it holds no file",
    "bytes_not_listed": "it holds bytes that its directory does not list",
    "header_cut": "a very long header was read in part",
    "versions_differ": "its plain and HTML versions differ",
    "signature_not_checked": "its digital signature was not checked",
    "body_not_read": "the body was not read",
    "body_damaged": "the body is damaged",
    "body_with_footer": "plain lines below the encoded body, as mail gateways add them, were read too",
    "hidden_sheets": "hidden sheets were read too",
    "hidden_rows": "hidden rows were read too",
    "hidden_columns": "hidden columns were read too",
    "formulas": "cells with formulas hold the value last computed",
    "values_recalculated": "cells hold values worked out while it was read, not those stored in it",
    "formulas_without_values": "cells with formulas that hold no value",
    "long_numbers": "numbers hold all digits of the file, of which a spreadsheet shows 15",
    "unseen_values": "cells that their format leaves blank were read too",
    "charts_by_words": "of charts in sheets, the words were read",
    "beside_not_read": "comments, drawings or charts beside the cells are damaged and were not read",
    "sheets_not_read": "sheets that are missing were not read",
    "rows_left_out": "rows over the set limit were not read",
    "repeats_left_out": "repeated rows or cells over the set limit were not read",
    "rows_as_text": "rows over the set limit were read as plain text",
    "rows_share_passages": "its many rows are searched several at a time",
    "cues_not_read": "passages without a time that can be read",
    "quote_not_found": "the quoted words do not stand in the cited passage",
    "figure_not_found": "a figure, time or date does not stand in the cited passage",
    "name_not_found": "a name does not stand in the cited passage",
    "detail_differs": "the cited passage has another detail there",
    "detail_elsewhere": "a detail stands in the cited passage, but of something else",
    "turned_round": "the cited passage has who did it and to whom the other way round",
    "another_doer": "the cited passage says this of another",
    "order_turned": "the cited passage has what came first the other way round",
    "exception_left_out": "the cited passage makes an exception, the claim does not",
    "denial_added": "the claim denies what the cited passage does not",
    "denial_dropped": "the cited passage denies what the claim says",
    "hedge_left_out": "the cited passage puts this in doubt, the claim does not",
    "words_not_found": "words of the claim do not stand in the cited passage",
    "little_in_common": "little of the claim is near to anything in the cited passage",
    "not_entailed": "the entailment model does not find this said in the cited passage",
    "wrong_attribution": "the words are given to somebody else",
    "cues_backwards": "cues that end before they begin",
}


_NOT_REMARKS = ("kind", "pages")  # recorded with a refusal, shown elsewhere
_WORD, _FEW_WORDS = re.compile(r"[^\W\d_]{2,}"), 3
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
    return list(dict.fromkeys(n.detail if _says_all(n) else reason(n.code, n.detail) for n in told))


def _says_all(notice: Notice) -> bool:
    """Whether the detail is a sentence by itself; of a code that has no words here, one that says where, too."""
    if not _ONLY_WHERE.fullmatch(notice.detail):
        return True
    return notice.code not in _REASONS and len(_WORD.findall(notice.detail)) >= _FEW_WORDS


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
