"""Words of the evidence pane: the list of sources, what is known of one, and decisions on it."""

from __future__ import annotations

HEADING = "Evidence"
ADD = "Add"
ADD_NAME = "Add evidence"
FILTER_NAME = "Filter evidence by exhibit, name, witness, kind or how it was read"
FILTER_HINT = "Filter evidence"
LIST_NAME = "Sources"
GROUPS = {
    "statements": "Statements",
    "documents": "Documents",
    "mail": "E-mail",
    "sheets": "Sheets and logs",
    "pictures": "Pictures",
    "footage": "CCTV",
    "sound": "Sound and transcripts",
    "archives": "Archives",
    "held": "Held",
    "refused": "Not read",
    "duplicates": "Already there",
}
ONE_OF_GROUP = {
    "statements": "statement",
    "documents": "document",
    "mail": "e-mail",
    "sheets": "sheet or log",
    "pictures": "picture",
    "footage": "CCTV",
    "sound": "sound or transcript",
    "archives": "archive",
    "held": "held for privilege",
    "refused": "not read",
    "duplicates": "already there",
}
GROUP_LINE = "{name} · {count}"
GROUP_SPOKEN = "{name}, {count}, {state}"
FOLDED, UNFOLDED = "folded", "unfolded"
SHOWN_NOW = "shown now"
INSIDE_OF = "inside {title}"
UNSEEN = {"not_heard": "not heard", "not_decoded": "not decoded"}

READ, PARTLY, REFUSED, PRIVILEGE_ASKED, PRIVILEGED = "read", "partly", "not read", "privilege?", "privileged"
REMOVED = "removed"
SAME_AS = "same as {title}"
FOLDER = "in {name}/"
EXHIBIT_LIST = "exhibit list"
THERE_ALREADY = "already there"
READ_LATER = "read later"
READ_LATER_MORE = "It was added again later and read: {title}."
CLOCK = "clock {time}"

EMPTY_HEAD = "No evidence yet"
BEING_TAKEN_IN = "Files are being taken in. Each stands here as soon as it is read."
EMPTY_TEXT = "Add statements, documents, pictures or footage, or drop them anywhere on this window."
EMPTY_READ_ONLY = "Nothing was taken in, and this case is open for reading only."
ADD_FILES, ADD_FOLDER = "Add files", "Add folder"
NO_MATCH = "Nothing matches “{text}”. Escape shows everything again."
READ_ONLY = "This case is open for reading only: nothing can be changed."

# What can be done with a source
OPEN, DETAILS, EDIT = "Open", "Details", "Edit what is recorded…"
DECIDE, HOLD = "Decide on privilege…", "Hold as privileged…"
COPY_DETAILS, COPIED = "Copy details", "The details of {title} were copied"
HIDE_DETAILS = "Close details"
DETAILS_NAME = "What is known of the source"
DETAILS_KEYS = "Details (Alt+Enter)"
NO_SOURCE = "Choose a source to read what is known of it."

# Details
STATE_WORDS = "{state}."
WARNINGS_HEAD, FINDINGS_HEAD, FACTS_HEAD, FIELDS_HEAD = "Warnings", "Findings", "Record", "Said by the file, or set"
FACT_NAMES = {
    "exhibit": "Exhibit reference",
    "name": "File",
    "kind": "Kind",
    "size": "Size",
    "pages": "Pages",
    "passages": "Passages",
    "frames": "Citable frames",
    "sha256": "SHA-256",
    "added": "Added",
    "producer": "Producer",
    "dated": "Date",
    "mark": "Handling mark",
    "privilege": "Privilege",
    "path": "Came from",
    "by_reference": "Original",
    "made": "How it came about",
}
ADDED_BY = "{at} by {by}"
BY_REFERENCE, IN_CASE = "left where it is, by reference", "kept in the case"
FIELD_NAMES = {
    "title": "Description",
    "witness": "Witness",
    "statement_date": "Date of statement",
    "age": "Age",
    "occupation": "Occupation",
    "exhibits_produced": "Exhibits produced",
    "pages_declared": "Pages, as the form says",
    "pages_present": "Page numbers found",
    "language": "Language",
    "subject": "Subject",
    "messages": "Messages",
    "members": "Files packed in it",
    "page_count": "Pages, as the file says",
    "created": "Created, as the file says",
    "modified": "Changed, as the file says",
    "author": "Author, as the file says",
    "last_modified_by": "Last changed by, as the file says",
    "encoding": "Encoding",
    "clock_offset": "Camera clock: ahead of true time by (+), behind it by (-)",
    "clock_uncertainty": "Camera clock: sure to within, seconds",
    "clock_checked_by": "Camera clock: checked by",
    "clock_checked_against": "Camera clock: checked against",
    "clock_checked_at": "Camera clock: checked at",
    "clock_zone": "Camera clock: time zone",
}
CAMERA_CLOCK = "Camera clock at the first frame"
MOVEMENT = "Last look"

AT_PAGE, AT_SECONDS = "p. {page}", "{seconds} s"
OPENS = "{words}: open the place"

# What the machine read, for a person to confirm
READ_HEAD = "Read from the statement"
READ_LINE = "{name} · {state}"
NOT_CONFIRMED, CONFIRMED = "found by machine, not confirmed", "confirmed"
CONFIRMED_BY = "confirmed by {by}, {at}"
CONFIRM, CONFIRM_NAME = "Confirm", "Confirm {name}: {value}"
CONFIRM_ALL = "Confirm all"
WITHDRAW, WITHDRAW_NAME = "Withdraw", "Withdraw the confirmation of {name}: {value}"
EDIT_FIELD = "Correct {name}"
CONFIRMED_TOLD = "{names} of {title} confirmed"
WITHDRAWN_TOLD = "{names} of {title} is not confirmed any more; the log keeps who confirmed it and who withdrew that"

# What belongs together
LINKS_HEAD = "Belongs together"
LINKS = {
    "translation_of": "Translation of {title}",
    "translated_in": "Translated in {title}",
    "transcript_of": "Transcript of {title}",
    "transcribed_in": "Transcript: {title}",
    "working_copy_of": "Working copy of {title}",
    "working_copy_in": "Working copy: {title}",
}
AND_MORE = "and {count} more, in the list above"
INSIDE, HOLDS = "Came in {title}", "Holds {title}"
CONVERTED_FROM = "Converted from {title}"
SAME_BYTES, READ_AS = "The same bytes as {title}", "Read later as {title}"
PART, PART_NAME = "Part", "Part the two: {words}"
PARTED = "{title} is not linked any more"
LINK = "Link to…"
LINK_TITLE = "Link {title} to another source"
LINK_HELP = "Both files stay as they are, with their own hashes; the link is kept in the log and can be taken back."
LINK_KIND, LINK_OTHER = "{title} is", "The other source"
LINK_KINDS = {
    "transcript_of": "A transcript of",
    "translation_of": "A translation of",
    "working_copy_of": "A converted working copy of",
    "transcribed_in": "A recording, with its transcript in",
    "translated_in": "An original, with its translation in",
    "working_copy_in": "A master, with its working copy in",
}
LINK_DO = "Link"
LINKED = "{title} is linked to {other}"

# Locked files
UNLOCK = "Give password…"
UNLOCK_TITLE = "Password"
UNLOCK_HEAD = "{title} is protected by a password."
UNLOCK_MORE = (
    "It is tried on every locked file of this case ({files}) and kept in memory until the case is closed. It is never "
    "written down."
)
UNLOCK_FIELD, UNLOCK_SHOW = "Password", "Show the password"
UNLOCK_TRY = "Try it"
UNLOCK_TRYING = "Trying it on {files} …"
UNLOCK_WAITS = "It is tried as soon as what is being taken in is done."
UNLOCK_WRONG = "It does not fit {title}. Nothing was changed; try another one."
UNLOCK_SOME = "It opened {opened}. It does not fit {title}: try another one."
UNLOCK_NEXT = "It opened {opened}. Still locked: {titles}. Give the next password, or close."
UNLOCKED, STILL_LOCKED = "{opened} unlocked and read", "; still locked: {titles}"
UNLOCK_BROKEN = "The files could not be tried: {why}"

# The rear of a statement's form
REAR_HEAD = "Rear of the form"
REAR_KEPT = "The rear of the form is here. It is kept out of search, drafts and exports, and covered where it is shown."
SHOW_REAR = "Show the rear of the form"
REAR_ASK = "Show the witness's contact details?"
REAR_ASK_MORE = (
    "The rear of the form holds the witness's address and phone. Before you show it, make sure that nobody who may not "
    "see them can see your screen. It stays uncovered until the case is closed, and the log tells that you asked."
)

# Findings of the case
FINDINGS_COUNT_NAME = "{count}: show them"
FINDINGS_LIST = "Findings of the case and of each source"
FINDINGS_OF_CASE, FINDINGS_OF_SOURCES = "Sources side by side", "Single sources"
FINDINGS_NONE_HEAD = "Nothing was found to look into"
FINDINGS_NONE = (
    "Here stands what a person should look into: missing pages, a statement without date or signature, two versions of "
    "one statement, exhibits that are not in the case. That nothing stands here does not mean that nothing is missing."
)
FINDINGS_LOOKING = "Laying the sources side by side …"
FINDINGS_SUMMARY = "{count} in {sources}"
FINDINGS_LEAD = "Found by rules in what the machine read. Open each place and look."

# Editing
EDIT_TITLE = "What is recorded of {title}"
EDIT_HELP = "Every change is kept in the case's log with the old value. The file itself is never changed."
EDIT_NAMES = {
    "exhibit": "Exhibit reference",
    "title": "Description",
    "producer": "Producer",
    "dated": "Date",
    "mark": "Handling mark",
    "witness": "Witness",
    "statement_date": "Date of statement",
    "exhibits_produced": "Exhibits produced",
    "age": "Age",
    "occupation": "Occupation",
    "pages_declared": "Pages, as the form says",
}
EDIT_WITNESS_HINT = "Only for a statement"
CHANGED = "The record of {title} was changed"

# Privilege
PRIVILEGE_TITLE = "Privilege: {title}"
PRIVILEGE_HELD = (
    "{title} is held because it is, or may be, legally privileged. Nothing of it is shown, searched or drafted from "
    "until a named person decides."
)
PRIVILEGE_OPEN = "{title} is open: it can be read, searched and drafted from."
SIGNS = "Why it is held: {signs}."
PRIVILEGE_SAME = "The same is decided for what has the same bytes: {titles}."
PRIVILEGE_LOGGED = "The decision is kept in the case's log under your account, {by}, and can be changed later."
KEEP_HELD = "Keep held as privileged"
KEEP_HELD_MORE = "Its content stays closed to everybody who works with this case."
HOLD_POSSIBLE = "Hold as possibly privileged"
HOLD_POSSIBLE_MORE = (
    "Its content is closed until it is decided; it leaves the search, and claims that cite it are not shown."
)
HOLD_PRIVILEGED = "Hold as privileged"
HOLD_PRIVILEGED_MORE = "Its content is closed; it leaves the search, and claims that cite it are not shown."
RELEASE = "Release: not privileged"
RELEASE_MORE = "The file is read, and everybody who works with this case can open, search and cite it."
RECORD_DECISION = "Record decision"
DECIDING = "Carrying through the decision on {title}"
DECIDED = {
    "privileged": "{title} is held as privileged",
    "possible": "{title} is held as possibly privileged",
    "released": "{title} was released",
}


def warnings(count: int) -> str:
    """ "1 warning", "3 warnings"."""
    return f"{count:,} warning{'' if count == 1 else 's'}"


def findings(count: int) -> str:
    """ "1 finding", "3 findings"."""
    return f"{count:,} finding{'' if count == 1 else 's'}"


def inside(count: int) -> str:
    """ "1 file inside", "12 files inside"."""
    return f"{count:,} file{'' if count == 1 else 's'} inside"


def field_name(name: str) -> str:
    """What a field of a source is called; one not known here by its own words."""
    return FIELD_NAMES.get(name) or name.replace("_", " ").capitalize()
