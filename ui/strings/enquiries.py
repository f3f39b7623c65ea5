"""Words of the tab of lines of enquiry, of the form for one, and of what tells that a draft came before them."""

from __future__ import annotations

TAB = "Enquiries"
LIST_NAME = "Lines of enquiry; Enter shows the latest answer"
ADD, ASK_ALL, ASK_ONE = "Add", "Ask all again", "Ask this one"
EDIT, CLOSE, REOPEN, UP, DOWN = "Edit", "Close…", "Open again", "Move up", "Move down"
ADD_MORE = "Add a point to prove, a point of the defence statement or an open question"
ASK_ALL_MORE = "Put every open one to the case as a question, and say what is new since the last time"
EDIT_MORE, UP_MORE, DOWN_MORE = "Change its words (F2)", "Move it up (Ctrl+Up)", "Move it down (Ctrl+Down)"
MORE = "Enter shows the latest answer; F2 changes, Delete closes, Ctrl+Up and Ctrl+Down move the chosen one."
READ_ONLY = "This case is open for reading only: nothing can be added or asked, as it would be written to the record."
NO_SOURCES = "Nothing has been taken in yet that could be asked."
NONE_OPEN = "No line of enquiry is open."
ADD_FIRST = "Add a line of enquiry"
EMPTY_HEAD = "No line of enquiry yet"
EMPTY_TEXT = (
    "Keep here what the case has to prove, what the defence statement says and what is open. All of them can be asked "
    "again in one go, and drafts made before one was recorded or changed are marked."
)
CLOSED_HEAD = "Closed"
KINDS = {"to_prove": "Point to prove", "defence": "Defence statement", "question": "Open question"}
OF_DAY = "{kind} of {day}"
NOT_ASKED = "Not asked yet"
FOUND = "{claims} in the answer of {when}"
NOTHING = "Nothing found in {searched} searched, {when}"
FIRST_TIME, SAME = "asked for the first time", "the same places as the time before"
NOT_LOOKED_AT = "{places} not looked at yet"
NEW_PLACES = ("new place", "new places")
GONE_PLACES = ("place no longer found", "places no longer found")
STILL_PLACES = ("place found but no longer quoted", "places found but no longer quoted")
KEPT_PLACES = ("place kept", "places kept")
SINCE = "Since the answer of {when}: {changes}"
NEW, GONE = "New: {place}", "No longer found: {place}"
STILL = "Found but no longer quoted: {place}"
WAITING = "Came new earlier, looked at by nobody yet: {place}"
AND_MORE = "and {count} more"
CLOSED_BECAUSE = "Closed {when} by {by}: {reason}"
RECORDED, CHANGED = "Recorded {when} by {by}", "Changed {when} by {by}"
ASKING = "Asking the lines of enquiry"
ASKED = "{count} asked: {new} with something new or not looked at yet, {nothing} with nothing found"
NONE_SHOWN = ", {unshown} with nothing shown of what was drafted"
ENQUIRY = ("line of enquiry", "lines of enquiry")

NEW_TITLE, EDIT_TITLE = "New line of enquiry", "Change a line of enquiry"
KIND_NAME = "What it is"
WORDS_NAME = "Its words, as they are put to the evidence"
WORDS_HINT = "Such as: Who carried the bag? Or: The man with the bag is not the defendant."
DATED_NAME = "Day of the defence statement"
DATED_HINT = "Such as 2026-05-12"
BAD_DAY = "Write the day as year, month and day, such as 2026-05-12, or leave it empty."
MOST = "At most {most} characters."
CLOSE_TITLE = "Close a line of enquiry"
CLOSE_MORE = "It stays in the record with all its answers, and is not asked again until it is opened again."
REASON_NAME, REASON_HINT = "Why it is closed", "Such as: answered by BL/1; agreed between the parties"
DO_CLOSE = "Close it"
LOOK = "Enquiries"
