"""Words of the source pane: pages, text and frames, finding, selecting, and why a source cannot be shown."""

from __future__ import annotations

PAGE, TEXT = "Page", "Text"
SHOW_AS = "Show the source as {how}"
PAGE_VIEW = "Page of the source"
TEXT_VIEW = "Text of the page"
FRAME_VIEW = "Frame of the footage"

EMPTY_HEAD = "No source is open"
EMPTY_TEXT = "Open a place that a claim cites, or a source in the list of evidence; it is shown here."
PAGE_OF = "p. {page} of {pages}"
LABEL_OF = "{label} of {pages}"
FRAME_OF = "frame {number:,} of {count:,}"
PAGE_SHORT = "{title}, p. {page}"
OPENING = "Opening {what} …"
SET_BY_ATTEST = "Set by Attest from its text; the file looks otherwise."
READ_IN_PART = "Read in part: {why}"
LOOK_ONLY = "Nothing of it can be searched or cited. {why}"
ALL_AS_TEXT = "Where these words stand on the page is not known; they are marked in the text."
ALL_UNKNOWN = "Where these words stand is not known."

HELD_HEAD = "Held back"
REFUSED_HEAD = "Not read"
REMOVED_HEAD = "Removed from the case"
LOCKED_HEAD = "Locked"
LOCKED = (
    "{title} is locked. Its password was given when it was read, and is kept in memory only, until the case is closed: "
    "enter it again to see the file."
)
ENTER_PASSWORD = "Enter password…"
PASSWORD_MORE = (
    "It is kept in memory until the case is closed, and opens every other file of the case that it fits. It is never "
    "written down."
)
PASSWORD_TRYING = "Trying it …"
PASSWORD_FITS = "The password fits {title}; it is kept in memory until the case is closed"
NOT_HEARD_HEAD, NOT_HEARD = "Not heard", "Not heard, {length}"
LINK_TRANSCRIPT = (
    "Attest does not listen to sound: nothing of it is searched or cited. Listen to it, and link a transcript."
)
HAS_TRANSCRIPT = "Attest does not listen to sound. What is linked to it can be searched and cited:"
NOT_DECODED_HEAD = "Not decoded"
LINK_COPY = "Link a converted working copy, of which the pictures can be seen."
HAS_COPY = "What is linked to it:"
HOLDS, HOLDS_ONE = "Holds {count} files", "Holds one file"
HOLDS_MORE = "Each is a source of its own, and stands below this one in the list of evidence."
ATTACHED, INSIDE = "Attached:", "Inside:"
CAME_IN, CAME_IN_LINK = "Came in:", "Came in: open {title}"
ATTACHED_MORE = "and {count} more, in the list of evidence"
ATTACHED_LINK = "Came with it: open {title}"
PAIRED = {
    "translation_of": "Translation of:",
    "translated_in": "Translation:",
    "transcript_of": "Recording:",
    "transcribed_in": "Transcript:",
    "working_copy_of": "Working copy of:",
    "working_copy_in": "Working copy:",
}
PAIRED_LINK = "open {title}"
OTHERS_NAME = "Sources that belong to it"
MORE_OTHERS = "and {count} more, in the list of evidence"

# The rear of a statement's form
REAR_COVERED = "Rear of the form: the witness's contact details are covered."
REAR_SHOWN = "The witness's contact details are shown."
REAR_SHOW, REAR_COVER = "Show…", "Cover again"
REAR_SIGN = "░"
REAR_UNRECORDED = "The rear was shown. {why}"
NO_REASON = "Nothing of this source could be read."
SHOW_TEXT = "Show the text as taken in"
SHOW_STORED = "Show the stored picture"
AS_TAKEN_IN = "The text as it was taken in. The original could not be opened, so this does not count as opened."

CONTINUES = "Continues on p. {page}"
BEGINS = "Begins on p. {page}"

PREVIOUS_PAGE, NEXT_PAGE = "Previous page (Page Up)", "Next page (Page Down)"
PREVIOUS_FRAME, NEXT_FRAME = "One frame back (Left or ,)", "One frame on (Right or .)"
PAGE_NUMBER, FRAME_NUMBER = "Page number", "Frame number"
OF = "of {count:,}"
LARGER, SMALLER = "Larger (Ctrl and +)", "Smaller (Ctrl and −)"
FIT = "Fit the pane (Ctrl and 0)"
ZOOM = "{percent} %"

FIND = "Find"
FIND_TIP = "Find words in this source"
FIND_FIELD = "Words to find in this source"
FIND_HINT = "Find in this source"
FIND_NEXT, FIND_PREVIOUS = "Next place found (Enter)", "Previous place found (Shift and Enter)"
FIND_CLOSE = "Close (Escape)"
FOUND_OF = "{at:,} of {all}"
FOUND_MOST = "first {count:,}"
NOTHING_FOUND = "not found"
NOTHING_BUT_REAR = "not found; the rear was not searched"
NO_TEXT_TO_FIND = "There is no text in this source to find words in"

OTHER_CLAIM = "Shown for claim {shown}; claim {selected} is selected"
ALSO_CITED = {1: "Also cited here: claim", 2: "Also cited here: claims"}
ALSO_HELD = {1: "Held back by the checks: claim", 2: "Held back by the checks: claims"}
HELD_LINK = "Claim {number}, which the checks held back, cites this page too: select it"
HELD_TIP = "Held back by the checks: it is no part of the draft."
PLACE_HELD = ", of a claim held back"
CLAIM_LINK = "Claim {number}, which cites this page too: select it"
AND_MORE = "and {count} more"
CITED_PLACE = "Place {at} of {all}"
CITED_PLACES = {1: "Cited once", 2: "Cited {count} times"}
CITED_TIP = "Of the places that the draft cites in this source"
PREVIOUS_CITED, NEXT_CITED = "Previous place that the draft cites here", "Next place that the draft cites here"

SHA = "SHA-256 {short} · {state}"
SHA_TIP = "SHA-256 {whole}"
INTEGRITY = {
    "unchecked": "not compared with the original yet in this session",
    "unchanged": "unchanged since it was taken in",
    "changed": "the original is not the file that was taken in",
    "missing": "the original is not where it was",
}

ADD_CLAIM = "Add as claim"
ADD_CLAIM_TIP = "Add the selected words to the draft as a claim by hand"
COPY = "Copy"
COPY_TIP = "Copy the selected words with their reference"
COPIED = "Copied with its reference"
SELECTED = "“{words}”"
QUOTED = "“{words}” ({reference})"
READ_ONLY = "This case is open for reading only: no claim can be added."
ADDED = "Added as claim {number}; a person checks it like every other"
ADDED_TO_NEW = "Added as claim {number} of a new draft by hand"

EXACT_FRAME = "Exact frame {number:,} of {count:,}"
EXACT_TIP = "Decoded from the original and compared with what was taken in. Its ordinal in the record is {ordinal}."
EXACT_SEEN_TIP = "Decoded from the original. Its ordinal, counted from 0 as in the record, is {ordinal}."
STORED_FRAME = "Stored frame {number:,} of {count:,}, decoding…"
STORED_TIP = "The picture that was stored when the footage was taken in; the exact frame is being decoded."
STORED_ONLY = "Stored frame {number:,} of {count:,}, not exact"
STORED_ONLY_TIP = "The picture that was stored when the footage was taken in, in place of the exact frame."
STREAM_TIME = "Stream time {seconds} s"
STREAM_TIP = "pts {pts} × {base} s, exactly"
CLOCK_TIP = "By a line fitted through {readings} readings of the clock in the picture. Compare it with the picture."
MOVEMENT = "Movement {at} of {all}"
MOVEMENT_TIP = "Outlined is where the machine found the picture to change."
REGION = "Outlined: the cited part of the picture"
PREVIOUS_MOVEMENT, NEXT_MOVEMENT = "Previous movement", "Next movement"
FRAME_SHA = "Frame SHA-256 {short}"
FRAME_SHA_TIP = "SHA-256 of the decoded planes: {whole}"
STRIP = "Neighbouring frames"


def short_hash(whole: str) -> str:
    """ "9f2c…41ab": the ends of a digest."""
    return f"{whole[:4]}…{whole[-4:]}"
