"""Words of the tabs beside the summary: questions, search, what was left out, and the log."""

from __future__ import annotations

# Ask

QUESTION_NAME = "A question to the evidence"
QUESTION_HINT = "Ask about the evidence, such as: Who carried the bag?"
ASK = "Ask"
CUT = "At most {most} characters are asked at once: what came after them was cut, and is not asked."
ASK_WHICH = "Sources to ask"
ALL_SOURCES, THESE_SOURCES = "All sources", "These sources"
CHOOSE_SOURCES = "Choose at least one source."
ASKED_BEFORE = "Asked before"
ASKING_ALREADY = "One question at a time: the one before is still being looked for."
READ_ONLY = "This case is open for reading only: no question can be put, as it would be written to the record."
ANSWERS_ARE = (
    "An answer quotes passages near the question; the machine writes none of its own. A person decides what they show."
)
ANSWERS_BY_MODEL = (
    "The language model answers in words of its own over passages near the question, or that none of them answers it. "
    "Every claim is checked against what it cites. A person decides what they show."
)
FOUND = "passage found"
FOUND_MANY = "passages found"
ALL_HELD_BACK = "What was found was held back by the checks"
STOPPED = "Stopped: nothing was looked for to the end"
NOT_FOUND = "Not found in {searched} searched"
UNREAD = "{sources} unread"
ADDED_SINCE = "{sources} added since"
NOT_FOUND_MEANS = (
    "That does not show that it did not happen: the words may differ, footage is not searched for every question, "
    "and what was not read was not searched."
)
NOT_SEARCHED = "Not searched, or only in part:"
AND_MORE = "and {sources} more, which Coverage lists"
ASK_EMPTY_HEAD = "Nothing has been asked yet"
ASK_EMPTY_TEXT = "Type a question above. What was asked is kept with the case, what was not found too."
NO_SOURCES_HEAD = "Nothing has been taken in yet"
NO_SOURCES_TEXT = "Add statements, documents, pictures or footage first; then they can be asked and searched."

# Search

SEARCH_NAME = "Words to search for"
SEARCH_HINT = "Names, words, plates, numbers; “in quotes” as a phrase"
SEARCH = "Search"
MODE_NAME = "How to search"
MODES = {"words": "Exact words", "meaning": "Meaning"}
MODE_TIPS = {
    "words": "Finds passages that hold any of these words, as they are written",
    "meaning": "Finds the passages nearest in meaning, whatever their words",
}
HITS_NAME = "Passages"
ADD_CLAIM = "Add as claim"
ADD_CLAIM_TIP = "Add these words to the draft as a claim by hand (C or Ctrl+Enter)"
ADDED_MARK = "added as claim {number}"
CITED_MARK = "cited by claim {number}"
ADDED_TOLD = "Added as claim {number} of the draft shown; it stands in Summary and is checked like every other"
ADDED_BY_HAND = "Added as claim {number} of a draft by hand; it stands in Summary"
SHOW_MORE = "Show more"
SEARCH_MEANING, SEARCH_WORDS = "Search for the meaning", "Search for the words"
SEARCHING = {"words": "Searching for the words", "meaning": "Comparing the meaning of passages"}
STARTING_MODEL = "Starting the language model of the search; the first time takes some seconds"
SO_FAR = "{seconds} s so far"
HITS_OF = "{hits} of {passages}"
FIRST_HITS = "The first {hits} of {passages}"
NEAREST_HITS = "The {hits} nearest of {passages}; near is not the same as found"
NOT_INDEXED = "{passages} not indexed yet"
NOT_RECORDED = "the log does not tell of this search"
ONE_REAR, REARS = "the rear of 1 statement was not searched", "the rears of {statements} were not searched"
HINT_REARS = "{rears}: what stands there of a witness is kept out of every search."
ONE_TAKEN_OUT = "1 hit was taken out: its source is held"
TAKEN_OUT = "{hits} hits were taken out: their sources are held"
ALL_TAKEN_OUT_HEAD = "Nothing left to show"
ALL_TAKEN_OUT_TEXT = (
    "What was found stands in sources that are held for legal privilege now. The log keeps that it was searched for."
)
NOTHING_HEAD = "Nothing found"
NOTHING_WORDS = "“{words}”: none of the words stands in the {passages} searched."
NOTHING_MEANING = "No passage could be compared: {passages} searched."
NOTHING_MEANS = "That does not show that it is not in the evidence."
HINT_WORDS = "Try fewer letters, another spelling, one word of a phrase without quotes, or search for the meaning."
HINT_UNREAD = "{sources} not read, or read in part, may hold it."
HINT_FOOTAGE = "What footage shows is not searched."
SEARCH_EMPTY_HEAD = "Search the passages"
SEARCH_EMPTY_TEXT = (
    "Exact words finds what is written; Meaning finds what is said in other words. "
    "Every search is written to the case's log."
)

# Coverage

NOT_LOOKED_FOR = "{what} were not looked for when this draft was written."
COVERAGE_EMPTY_HEAD = "No draft is shown"
COVERAGE_EMPTY_TEXT = "Once a summary or an answer is shown, what it used and what it left out stands here."
PASSAGES_SEARCHED, RETRIEVED, CITED = "passages searched", "retrieved as near", "cited"
SOURCES_CITED = "of {sources} cited"
COVERAGE_NAME = "Show"
LEFT_OUT_NAME = "What was left out"
UNREAD_HEAD = "Not read, or read in part"
UNUSED_HEAD = "Not cited"
HELD_BACK_HEAD = "Claims held back by the checks"
WITHHELD_HEAD = "Claims on withheld sources"
NONE_UNREAD = "Every source was read in full."
NONE_UNUSED = "Every source is cited."
NONE_HELD_BACK = "No claim was held back."
WITHHELD_CLAIM = "Claim {number} cites {source}"
WITHHELD_WHY = "The source is withheld for legal privilege now; the claim is not shown."
NO_REASON = "its own citations do not bear it"
BY_SOURCE_NAME = "Source by source"
COLUMNS_BY_SOURCE = ("Source", "Passages", "Cited", "Opened")
COLUMN_TIPS = (
    "Enter opens the source",
    "Passages of its text that can be searched",
    "Passages, or frames of footage, that claims of this draft cite; those held back by the checks do not count",
    "Cited places of this draft that a person has opened",
)
OPENED_OF = "{opened} of {all}"
FRAMES = ("frame", "frames")
NOT_CITED = "–"

# Log

LOG_NAME = "The case's log, newest first"
FILTER_NAME = "Filter the log by words"
FILTER_HINT = "Filter by words"
ANYBODY, ANY_ACTION = "Anybody", "All actions"
PERSON_NAME, ACTION_NAME = "Person", "Action"
LOG_COLUMNS = ("No.", "When", "Who", "What", "Details")
CHECK_CHAIN = "Check the chain"
CHECKING_CHAIN = "Following the chain from the first entry"
CHAIN_HOLDS = "The chain holds, {entries}"
CHAIN_BROKEN = (
    "The chain is broken at entry {broken}: from there on the log is not what was written. "
    "The log was left as it is; keep the case's folder and compare it with a backup"
)
HEAD_HASH = "Head {hash}"
COPY_HASH, COPIED = "Copy the head hash", "The head hash was copied"
SAVE_LOG = "Save the log…"
SAVE_LOG_TITLE = "Save the log as a table"
LOG_FILE = "{reference} log.csv"
LOG_SAVED = "The log was saved as {name}: {entries}"
ENTRIES_SHOWN = "{shown} of {all}"
READING_LOG = "Reading the log"
NOTHING_MATCHES = "No entry matches"
NOTHING_MATCHES_TEXT = "Take words out of the filter, or show anybody and all actions."
DETAIL_NAME = "The whole entry"
DETAIL = "Entry {seq} · {at} · {by}\n{action}{detail}\nHash {hash}"
NO_ENTRY = "Choose an entry to read all of it."
ACTIONS = {
    "case_created": "Case made",
    "case_identified": "Identifier given",
    "case_protected": "Case protected",
    "case_unprotected": "Protection taken away",
    "case_rekeyed": "Encrypted with new keys",
    "case_opened": "Case opened",
    "opening_refused": "Opening refused",
    "act_refused": "Not allowed",
    "case_locked_again": "Case locked",
    "access_granted": "Access given",
    "access_withdrawn": "Access withdrawn",
    "roles_changed": "Roles changed",
    "passphrase_changed": "Passphrase changed",
    "recovery_key_made": "Recovery key made",
    "case_recovered": "Opened with the recovery key",
    "database_changed": "Database changed outside Attest",
    "case_backed_up": "Backup written",
    "case_restored": "Put back from a backup",
    "case_salvaged": "Saved from a damaged case",
    "case_migrated": "Brought up to date",
    "migration_undone": "Put back as it was before it was brought up to date",
    "source_added": "Source taken in",
    "source_released": "Source released",
    "source_changed": "Source changed",
    "source_looked_again": "Movement sought again",
    "vectors_stored": "Passages indexed",
    "draft_written": "Draft written",
    "verified": "Citations re-opened",
    "draft_exported": "Draft exported",
    "still_exported": "Still exported",
    "claim_added": "Claim added by hand",
    "claim_reviewed": "Claim reviewed",
    "citation_opened": "Place opened",
    "opening_taken_over": "Opening taken over",
    "places_looked_at": "Places looked at",
    "draft_signed": "Draft signed off",
    "draft_taken_up_again": "Draft taken up again",
    "searched": "Search made",
    "sources_compared": "Sources compared",
    "rear_shown": "Rear of a statement shown",
    "source_viewed": "Source looked at",
    "enquiry_added": "Line of enquiry added",
    "enquiry_changed": "Line of enquiry changed",
    "enquiry_moved": "Line of enquiry moved",
    "enquiry_closed": "Line of enquiry closed",
    "enquiry_reopened": "Line of enquiry opened again",
    "enquiry_asked": "Line of enquiry asked",
    "self_tested": "Being offline tested",
    "log_saved": "Log saved",
    "searches_saved": "Search record saved",
    "ai_records_written": "AI records written",
}


def action(name: str) -> str:
    """What an action of the log is called; one not known here by its own words."""
    return ACTIONS.get(name) or name.replace("_", " ").capitalize()
