"""Words of taking in: adding files, the panel with a row for each, the strip at the foot, and closing in the middle."""

from __future__ import annotations

from collections.abc import Mapping

from ui.strings.common import counted

TAKING_IN = "Taking in evidence"

# Adding
ADD_TITLE = "Add evidence"
DROP_HERE = "Drop files or folders here, or choose them"
CHOOSE_FILES, CHOOSE_FOLDER, REMOVE = "Choose files…", "Choose folder…", "Remove"
CHOSEN_NAME = "Files and folders to take in"
FILES_TITLE, FOLDER_TITLE, LIST_TITLE = "Files to take in", "Folder to take in", "Exhibit list"
CSV_FILES, ALL_FILES = "Tables (*.csv)", "All files (*)"
NOTHING_CHOSEN = "Nothing is chosen yet."
COUNTING = "Counting: {files}, {size} so far"
FOUND = "{files}, {size}"
OF_WHICH = "{found}: {kinds}"
PROBLEMS = "Not to be read: {problems}"
LIST_HEAD = "Exhibit list (CSV)"
LIST_HELP = "Fills exhibit reference, description, producer, date, marks and privilege by file name. Optional."
NO_LIST = "None chosen"
LIST_THERE, USE_LIST = "None chosen; {name} looks like one", "Use it"
LIST_USED = "{name}: {rows}"
CHOOSE_LIST, REMOVE_LIST = "Choose…", "Remove the exhibit list"
BY_REFERENCE = "Leave these files where they are"
BY_REFERENCE_MORE = (
    "For large footage. The case then keeps each file's place and SHA-256, and no copy: a file that is moved or "
    "changed later cannot be opened from the case."
)
LITTLE_SPACE = "{needed} will be copied and the case's disk has {free} free."
START = "Take in {files}"
START_NONE = "Take in"
DROPPED_READ_ONLY = "This case is open for reading only: nothing can be added. Nothing was changed."
PROBLEM_WORDS = {
    "file_missing": "not found",
    "file_unreadable": "cannot be opened",
    "folder_unreadable": "folder cannot be opened",
    "not_a_file": "a device or pipe",
    "link_not_followed": "links, left out",
    "own_case_folder": "the case's own folder, left out",
    "other_case_folder": "the folder of another case, left out",
}

# The panel
PANEL_NAME = "Files being taken in"
PANEL_HEAD = "Taking in"
COLUMNS = ("File", "Kind", "State", "Time left", "Why")
TABLE_NAME = "A row for each file"
STAGES = {"waiting": "Waiting", "copying": "Copying", "reading": "Reading", "done": "", "skipped": ""}
OUTCOMES = {
    "read": "Read",
    "partly": "Read in part",
    "held": "Held",
    "refused": "Not read",
    "duplicate": "There already",
    "before": "Taken in before",
    "list": "Exhibit list",
}
SHARE = "{stage}, {percent}%"
LEFT_OUT_SOON = "Being left out"
PAUSE, RESUME, STOP, STOPPING = "Pause", "Go on", "Cancel", "Stopping"
SKIP, SKIP_TIP = "Skip file", "Leave the chosen files out (Delete); they can be added again"
NEEDS_LOOK, NEEDS_LOOK_TIP = "Show what needs a look", "Only files read in part, held or not read"
SAVE_SUMMARY, SAVE_TITLE = "Save summary…", "Save the summary as a table"
SUMMARY_FILE = "{reference} taken in.csv"
SUMMARY_SAVED = "The summary was saved as {name}"
CLOSE_PANEL = "Close this list; the work goes on"
OPEN_SOURCE, COPY_REASON = "Open", "Copy the reason"
UNLOCK = "Give password…"
INDENT = "\u2003\u2002"  # before the name of a file inside another
INSIDE, NAME_INSIDE = ", inside {name}", "{name} · in {container}"
OF_THEM_INSIDE = "{files} of them inside others"
PAUSED = "paused"
FAILED = "{sentence} {kept}"
KEPT = "{done} of {all} files are done and kept."
STOPPED = "Stopped. {done} of {all} files are done and kept."
LIST_UNMATCHED = "{rows} of the exhibit list named no file: {names}"
LIST_UNCLEAR = "{rows} of the exhibit list fit several files and were given to none: {names}"
AND_MORE = "and {count} more"
TRY_AGAIN = "Try {files} again"
GO_ON_WITH = "Go on with {files}"

# The strip
SHOW_FILES, HIDE_FILES, FILES_TIP = "Show files", "Hide files", "The list of files being taken in"
ONE_OF = "{what} · {done} of {all} files"
AND_OTHERS = "{what} · and {count} more"
WAITS = "{title} · waits for the work before it"
PAUSED_WORK = "{what} · paused"
STOPPING_WORK = "{what} · stopping"
PROGRESS_NAME = "How far it is"
PAUSE_NAME, RESUME_NAME, STOP_NAME = "Pause: {title}", "Go on: {title}", "Cancel: {title}"

# Closing
BROKEN_OFF = "{count} were being taken in when Attest ended, and not all was finished. What was finished is kept."
GO_ON, LEAVE_OUT = "Go on", "Leave them out"
CLOSING_TITLE = "Work is under way"
CLOSING_HEAD = "If you close now:"
CLOSING_TAKING = (
    "Taking in: {done} of {all} files are done and are kept. Adding the same files again goes on from there."
)
CLOSING_JOB = "{title}: stops without a result. What was finished before is kept."
STOP_AND_CLOSE, KEEP_WORKING = "Stop and close", "Keep working"

_SUMMARY = {
    "read": "{} read",
    "partly": "{} in part",
    "held": "{} held",
    "refused": "{} not read",
    "before": "{} taken in before",
    "list": "{} used as the exhibit list",
    "duplicate": "{} there already",
}


def summary(counts: Mapping[str, int]) -> str:
    """ "212 files: 198 read, 9 in part, 2 held, 3 not read", with those still to come at the end."""
    told = [text.format(f"{counts[name]:,}") for name, text in _SUMMARY.items() if counts.get(name)]
    open_ = sum(counts.get(name, 0) for name in ("waiting", "copying", "reading"))
    told += [f"{open_:,} to come"] if open_ else []
    files = counted(sum(counts.values()), "file")
    return f"{files}: {', '.join(told)}" if told else files


def named(names: list[str], most: int = 3) -> str:
    """The first names, and how many more there are."""
    more = [AND_MORE.format(count=f"{len(names) - most:,}")] if len(names) > most else []
    return ", ".join([*names[:most], *more])
