"""Words of the dialog that begins a draft, and of the list of drafts and questions."""

from __future__ import annotations

from ui.strings import common

# A new draft

NEW_TITLE = "New draft"
BRIEF = "Brief"
BRIEF_HINT = "Such as: What happened on the platform?"
BRIEF_MORE = (
    "With a brief the draft keeps to what is near it. Left empty, it is an overview: every statement is cited, or "
    "listed as unused with the reason."
)
BRIEF_LONG = (
    "The brief is too long by {over}, and nothing of it was cut: shorten it to {most}. A whole statement can be put in "
    "Ask, point by point."
)
SOURCES = "Sources"
SOURCES_NAME = "Sources to draft from"
FILTER = "Filter sources"
ALL, NONE = "All", "None"
ALL_MORE, NONE_MORE = "Tick every source that is shown", "Untick every source that is shown"
CHOSEN = "{chosen} of {all} chosen"
CHOOSE_ONE = "Choose at least one source."
NO_SOURCES = "Nothing that was taken in can be drafted from."
HELD = "held: {why}"
DUPLICATE = "the same bytes as another source"
REFUSED = "not read: {why}"
READ_LATER = "added again later and read as {id}"
EMPTY = "no text and no frames"
SPOKEN_OUT = "{name}, cannot be chosen: {why}"

DRAFTER = "Drafter"
DRAFTER_NAME = "Chosen sentences (no language model)"
DRAFTER_MORE = (
    "Picks sentences of the sources and quotes them as they stand, and describes movement in footage by a template. It "
    "writes no words of its own."
)
MODEL_NAMED = "Language model: {name}, {size}"
MODEL_MORE = (
    "Drafts in its own words over passages that it is shown, and can cite nothing else. Every claim is checked against "
    "what it cites; what does not stand is held back. It takes minutes, and runs on this machine alone."
)
MODELS_FOLDER = "Folder of models…"
MODELS_FOLDER_NAME = "Choose the folder in which language models (.gguf) lie"
NO_MODELS = "The folder of models holds no .gguf file."

# Claims as a model writes them

COMING_NAME = "Claims as the language model writes them"
COMING = "{claims} so far, {held} held back by the checks"
COMING_WAIT = "The language model begins"
COMING_MORE = "They can be checked once the draft is whole."
HELD_BACK = "held back by the checks"
STOP = "Stop"
STOPPED_TOLD = "Stopped: nothing that the language model wrote is kept. What was there before is unchanged."
STOP_NAME = "Stop the language model; what it wrote is not kept"
SEED = "Seed"
SEED_MORE = "Recorded with the draft. This drafter leaves nothing to chance: the same case gives the same draft."
MOST = "Most claims"
MOST_FREE = "as many as usual"
MOST_MORE = "Usual are 24 claims and two more for each source."
START = "Draft"
READ_ONLY = "This case is open for reading only: nothing can be drafted, as it would be written to the record."
BUSY = "Something else is being drafted or exported; this draft begins when that has ended."

# Drafts and answers

LIST_TITLE = "Drafts and answers"
LIST_NAME = "Drafts and answers, newest first; Enter shows one"
FILTER_LIST = "Filter by words, person or number"
NONE_HEAD = "Nothing has been drafted or asked yet"
NONE_TEXT = "Every draft and answer is kept with the case, with what came of it, even where nothing was found."
NOTHING_MATCHES = "Nothing matches the filter"
NOTHING_MATCHES_TEXT = "Take words out of the filter to see all drafts and answers. Nothing is chosen until then."
OVERVIEW = "Overview of the case"
CHECKED = "{done} of {all} checked"
READ_WHY = "read why"
SHOW_CHOSEN, SHOW_MORE = "Show", "Show the chosen one in Summary (Enter or a double click)"
NOT_CHOSEN = "Nothing matches the filter, so nothing is chosen"
NOT_FOUND = "nothing found in {searched} searched"
NO_CLAIMS = "no claims"
STOPPED_RUN = "stopped in the middle of the work: nothing of it is kept"
SHOWN = "shown now"
BY_HAND = "By hand, {claims}"
SEEDED = "seed {seed}"
KEPT = "All of it is kept for good, empty results too; it may have to be disclosed."
SAVE = "Save the search record…"
SAVE_TITLE = "Save the search record as a table"
CSV_FILES = "Tables (*.csv)"
FILE_NAME = "{reference} search record.csv"
SAVED = "The search record was saved as {name}: {rows}"
SAVED_UNRECORDED = "; the case's log does not tell of it, as the case is open for reading only"


def brief_left(left: int, most: int) -> str:
    """ "At most 2,000 characters", "1,988 of 2,000 characters left", "345 characters too many"."""
    if left < 0:
        return f"{common.counted(-left, 'character')} too many"
    return f"At most {most:,} characters" if left == most else f"{left:,} of {most:,} characters left"
