"""Words of the export dialog."""

from __future__ import annotations

TITLE = "Export"
DRAFT = "Draft {number}"
WHAT = "What will be in it"
STANDS = "On every page stands: {words}"
CLAIMS = "{claims}; {checked} of {all} drafted were checked by a person"
WITH_HAND = "{count} of them written by hand"
AMENDED = "{count} amended: a person's words stand, the machine's beside them"
REJECTED = "{count} rejected by a person: left out, listed with the reason"
HELD_BACK = "{count} held back by the checks: listed apart, as not borne by what they cite"
WITHHELD = "{count} left out, because they cite a source that is withheld now"
PICTURES = "A picture of each cited page and frame, the place marked; every citation is re-opened before"
NO_PICTURES = "Quoted words, places and hashes; no pictures"
LEFT_OUT = "What was not used or not read: {unused} not cited, {unread} not read or read in part"

FORMAT = "Form"
FORMATS = {
    "html": "Report to read (HTML)",
    "pdf": "Report to print (PDF)",
    "docx": "Report to edit (Word)",
    "md": "Words of the report (Markdown)",
    "csv": "Table of the claims (CSV)",
    "json": "Data for other programs (JSON)",
    "bundle": "Sealed bundle (a folder that anyone can check)",
}
HOLDS = {"html": PICTURES, "pdf": PICTURES, "docx": PICTURES}
FILE, FOLDER = "File", "New folder"
CHOOSE = "Choose…"
CHOOSE_TITLE = "Where to write the report"
FILTERS = {
    "html": "Reports (*.html)",
    "pdf": "Reports (*.pdf)",
    "docx": "Word documents (*.docx)",
    "md": "Markdown (*.md)",
    "csv": "Tables (*.csv)",
    "json": "Data (*.json)",
    "bundle": "New folders (*)",
}
FILE_NAME = "{reference} draft {number}.{format}"
WRITE, WRITE_BUNDLE = "Write the file", "Write the bundle"
WRITING = "Exporting {draft}"
EXISTS = "{name} is there already."
REPLACE, KEEP = "Replace it", "Choose another name"
NEEDS_FILE = "Choose a file, with its whole path."
IN_CASE = "The case's own folder is for Attest alone. Choose another place."
STOPPING = "Stopping"
STOPPED = "Stopped. Nothing was written; the draft is kept as it is."

DONE = "Written as {name}"
NOT_ALL_OPENED = "{failed} of {checked} did not re-open; the report marks them."
LOCKED = "Not re-opened, as no password was given that fits: {titles}. Open it, enter the password, and export again."
ALL_OPENED = "{checked} re-opened from the original files: none failed."
OPEN_FOLDER = "Open the folder"
COPY_PATH = "Copy the path"
PATH_NAME = "Where it lies"
COPY_LOG = "Copy the state of the log"
