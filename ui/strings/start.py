"""Words of the start page, of making a case and of the sample case."""

from __future__ import annotations

ABOUT = (
    "Attest drafts summaries of statements, documents and footage in which every claim opens its source.",
    "It does not decide anything, judge anybody, or send anything anywhere: it works on this machine alone.",
    "What it drafts is a draft. A person opens the sources and checks each claim.",
)
NEW, OPEN, SAMPLE = "New case…", "Open case…", "Open the sample case"
SAMPLE_MORE = "A fictional incident, made on this machine in about a minute; it is kept and opens at once the next time"
SETTINGS, KEYS, HELP = "Settings", "Keys", "Help"

RECENT = "Recent cases"
RECENT_NAME = "Recent cases; Enter opens one, Delete takes it from the list"
NO_RECENT = "Cases that you open are listed here. To look around first, open the sample case."
OPENED = "opened {when}"
PROTECTED = "protected: what it is called is told once it is unlocked"
GONE = "not found there now"
SPOKEN = "{reference}, {title}, {folder}, {when}"
OPEN_CHOSEN = "Open"
OPEN_READ_ONLY = "Open for reading only"
FORGET = "Take from the list"
FORGET_MORE = "Takes the case from this list; the case itself is not touched"
TRY_AGAIN = "Try again"
CHOOSE_ANOTHER = "Choose another folder…"
CHOOSE_TITLE = "Open a case: choose its folder"
OPENING_NAME = "Opening a case"

NEW_TITLE = "New case"
REFERENCE, TITLE, FOLDER = "Reference", "Title", "Folder"
REFERENCE_HINT = "Such as OP ALDER"
TITLE_HINT = "What it is about; may stay empty"
CHOOSE_FOLDER = "Choose…"
CHOOSE_PARENT = "Choose the folder in which the case's own folder is made"
MAKE = "Make the case"
MAKING = "Making the case"
NEEDS_REFERENCE = "Give the case a reference: it stands on every report."
TOO_LONG = "The reference may have {most} characters; it has {count}."
NEEDS_FOLDER = "Choose a folder for the case, with its whole path."
FOLDER_NEW = "A new folder will be made: {folder}"
FOLDER_EMPTY = "The folder is there and empty; the case will lie in it."
FOLDER_CASE = "A case lies in this folder already. Choose another name, or open that case."
FOLDER_FULL = "This folder holds other files. Choose a new or an empty one."
FOLDER_FILE = "This is a file, not a folder. Choose another name."
FOLDER_NO_PARENT = "There is no folder {folder} to make it in. Choose another place."
FOLDER_NO_ACCESS = "This folder cannot be looked into or written to. Choose another place."
LOOKING = "Looking at the folder"
DEFAULT_NAME = "case"

SAMPLE_TITLE = "The sample case"
SAMPLE_LEAD = (
    "A fictional incident at a station: eight statements, a duty log, a letter and footage. It is made, taken in and "
    "drafted from on this machine, then kept, so that it opens at once the next time."
)
SAMPLE_JOB = "Making the sample case"
SAMPLE_STOPPING = "Stopping"
