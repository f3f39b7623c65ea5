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
    "pictures": "Pictures",
    "footage": "CCTV",
    "held": "Held",
    "refused": "Not read",
    "duplicates": "Already there",
}
ONE_OF_GROUP = {
    "statements": "statement",
    "documents": "document",
    "pictures": "picture",
    "footage": "CCTV",
    "held": "held for privilege",
    "refused": "not read",
    "duplicates": "already there",
}
GROUP_LINE = "{name} · {count}"
GROUP_SPOKEN = "{name}, {count}, {state}"
FOLDED, UNFOLDED = "folded", "unfolded"
SHOWN_NOW = "shown now"

READ, PARTLY, REFUSED, PRIVILEGE_ASKED, PRIVILEGED = "read", "partly", "not read", "privilege?", "privileged"
SAME_AS = "same as {title}"
THERE_ALREADY = "already there"
READ_LATER = "read later"
READ_LATER_MORE = "It was added again later and read: {title}."
CLOCK = "clock {time}"

EMPTY_HEAD = "No evidence yet"
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
READ_BY = "Looks for attention"
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
}
ADDED_BY = "{at} by {by}"
BY_REFERENCE, IN_CASE = "left where it is, by reference", "kept in the case"
FIELD_NAMES = {
    "title": "Description",
    "witness": "Witness",
    "statement_date": "Date of statement",
    "age": "Age",
    "occupation": "Occupation",
    "pages_declared": "Pages, as the form says",
    "page_count": "Pages, as the file says",
    "created": "Created, as the file says",
    "modified": "Changed, as the file says",
    "author": "Author, as the file says",
    "last_modified_by": "Last changed by, as the file says",
    "encoding": "Encoding",
}
PRIVILEGES = {"none": "", "possible": "possibly privileged", "privileged": "privileged", "released": "released"}
CAMERA_CLOCK = "Camera clock at the first frame"

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


def field_name(name: str) -> str:
    """What a field of a source is called; one not known here by its own words."""
    return FIELD_NAMES.get(name) or name.replace("_", " ").capitalize()
