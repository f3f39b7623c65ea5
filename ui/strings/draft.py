"""Words of the middle pane: drafts, claims and their review."""

from __future__ import annotations

DRAFTING = "Drafting a summary"
ASKING = "Looking for an answer"

SUMMARY, ASK, SEARCH, COVERAGE, LOG = "Summary", "Ask", "Search", "Coverage", "Log"
FINDINGS = "Findings"
TABS = "Parts of the draft"
CLAIMS = "Claims"
CLAIM_NUMBER = "Claim {number} of {count}"
NEW_DRAFT = "New draft"
ADD_EVIDENCE = "Add evidence"
DRAFTS = "Drafts and answers"
EXPORT = "Export"
OVERVIEW = "Overview of the case"
OVERVIEW_OF = "Overview of {sources} chosen for it"
BRIEF = "Brief: “{brief}”"
QUESTION = "Question: “{brief}”"
HELD_BACK = "Held back by the checks"
READ_WHY = "Read why"
NONE_STANDS = "None of it stands."
COVERAGE_LINE = "Not cited: {unused} of {sources} · {cited} of {passages} passages cited"
OPEN_COVERAGE = "Coverage"
WHICH_POINTS = "Which points"
CONFLICT, CONFLICTS = "conflict between sources", "conflicts between sources"
OPEN_CONFLICTS = "Witnesses"
CONFLICTS_MORE = "Witnesses: look at the conflicts between sources side by side"
WITHHELD_LINE = "{count} cited a source that is withheld now, and are not shown"

EMPTY_HEAD = "No draft yet"
EMPTY_TEXT = "Draft a summary of what was taken in: every claim will open its source. A person checks each one."
EMPTY_CASE_HEAD = "Nothing has been taken in yet"
FILLING_HEAD = "Evidence is being taken in"
FILLING_TEXT = "A draft can be written as soon as something is read. The line below tells how far it is."
EMPTY_CASE_TEXT = "Add statements, documents, pictures or footage on the left, or drop them anywhere on this window."
STOPPED_HEAD = "The run was stopped"
STOPPED_TEXT = (
    "It ended in the middle of its work: the language model stopped, or a source that it drew on came to be withheld. "
    "The run is recorded; nothing of it is kept. Draft again, with chosen sentences or with another model."
)
WITHOUT_MODEL = "Draft with chosen sentences"
NO_CLAIMS_HEAD = "No claims"
NO_CLAIMS_TEXT = "Nothing could be drafted from the chosen sources. Coverage says what was left out, and why."
NOT_FOUND_HEAD = "Not found"
NOT_FOUND_TEXT = (
    "No passage answers this among the {searched:,} passages searched. That does not show that it did not happen: "
    "the words may differ, or stand in a source that was not read. Coverage lists those."
)

MACHINE_OBSERVATION = "machine observation"
BY_HAND = "written by hand by {by}"
AMENDED_BY = "Amended by {by}, {at}"
MACHINE_WORDS = "The machine's words: {text}"
EARLIER_WORDS = "The words before, written by hand: {text}"
NOTE_BY = "Note by {by}, {at}: {text}"
SIMILAR = "Similar:"
NOT_ASSESSED = "independence not assessed"
AGAINST = "Against:"
OPENED = "opened"
BY_PASSAGE, BY_RECORD = " by the cited passage", " of movement"

STATES = {
    "new": "Not checked",
    "accepted": "Accepted {at} by {by}",
    "amended": "Amended {at} by {by}, not accepted yet",
    "rejected": "Rejected {at} by {by}",
    "aside": "Put aside {at} by {by}",
}
STATE_OF_CLAIM = "Claim {number} · {state}"
DECIDED = {
    "accept": "Claim {number} accepted",
    "amend": "Claim {number} amended: open its places and accept it, when it is right",
    "reject": "Claim {number} rejected",
    "aside": "Claim {number} put aside",
    "note": "Note on claim {number} saved",
}
OUTDATED = (
    "Accepted {at} by {by}; this does not count any more, as a source that the claim cites was released after it. "
    "Open the place and decide again."
)
TO_OPEN = {1: "open 1 more place to accept", 2: "open {count} more places to accept"}
READ_ONLY = "This case is open for reading only: nothing can be checked or changed."

ACCEPT, AMEND, REJECT, ASIDE, NOTE, UNDO = "Accept", "Amend", "Reject", "Put aside", "Note", "Undo"
ACCEPT_NOT_YET = "Accept is offered once every cited place, and what speaks against the claim, was opened"
FAULT_ASKED = "What is wrong with it?"
FAULTS = {
    "not_in_source": "Not in the source",
    "wrong_source": "Wrong source",
    "wrong_detail": "Wrong detail",
    "meaning_changed": "Meaning changed",
    "context_missing": "Context missing",
    "irrelevant": "Irrelevant",
    "other": "Other",
}
AMEND_NAME = "The claim in your words"
AMEND_SAVE = "Save as a new version"
NOTE_NAME = "A note on this claim"
NOTE_SAVE = "Save note"
CANCEL_EDIT = "Discard"
EDIT_KEYS = "Ctrl+Enter: save, Esc: put away"
UNDONE = "Taken back: claim {number}"
NOTHING_TO_UNDO = "There is nothing of yours to take back in this draft"
BROUGHT_BACK = "The selected claim was out of sight: here it is. Press the key again."
UNSAVED = {
    "amend": "Your words for claim {number} of draft {draft} are not saved: they are lost.",
    "note": "Your note on claim {number} of draft {draft} is not saved: it is lost.",
}
DRAFT_READY = "{name} is ready: {claims}"
BEFORE = "{name} is shown. You were reviewing {before}."
BACK = "Back to it"
SHOW_IT = "Show it"
