"""Words of the settings, the list of keys and the help window."""

from __future__ import annotations

# What keys do: the names are those of `ui.settings.actions.ACTIONS`

GROUPS = {
    "claims": "Claims",
    "source": "Source",
    "evidence": "Evidence and search",
    "drafts": "Drafts",
    "window": "Window",
}
ACTIONS = {
    "next_claim": "Next claim",
    "previous_claim": "Previous claim",
    "open_source": "Open the next source of the claim",
    "accept": "Accept the claim",
    "amend": "Amend the claim",
    "reject": "Reject the claim",
    "aside": "Put the claim aside",
    "note": "Note on the claim",
    "undo": "Undo your last decision",
    "sign": "Sign off the draft",
    "find": "Find in the source",
    "next_page": "Next page or frame",
    "previous_page": "Previous page or frame",
    "ask": "Ask the evidence a question",
    "search": "Search passages",
    "add": "Add evidence",
    "new_draft": "New draft",
    "drafts": "Drafts and answers",
    "export": "Export the draft",
    "next_pane": "Go to the next pane",
    "previous_pane": "Go to the previous pane",
    "hide_evidence": "Show or hide the evidence",
    "hide_source": "Show or hide the source",
    "larger_text": "Larger text",
    "smaller_text": "Smaller text",
    "keys": "List of keys",
    "help": "Help",
    "settings": "Settings",
    "open_case": "Open a case",
    "lock": "Lock a protected case",
    "close_case": "Close the case",
    "quit": "Quit",
}
KEY_NAMES = {"Return": "Enter", "PgDown": "Page Down", "PgUp": "Page Up"}
# Keys that belong to the part of the window that has the focus, and cannot be changed
FIXED_HEAD = "Where the focus is"
FIXED = (
    ("Evidence: filter the list", "Ctrl+Shift+L"),
    ("Source: next, previous page", "Page Down, Page Up"),
    ("Source: larger, smaller, fit to the pane", "Ctrl++, Ctrl+-, Ctrl+0"),
    ("Footage: one frame back, one frame on", "Left or comma, Right or full stop"),
    ("Footage: play or stop", "Space"),
    ("Search: add the passage as a claim", "C or Ctrl+Enter"),
    ("Your words: save, leave", "Ctrl+Enter, Escape"),
)
OR = " or "
NO_KEY = "no key"
SWITCHED_OFF = "switched off"

# The list of keys

KEYS_TITLE = "Keys"
KEYS_LEAD = "Keys can be changed in the settings. Single letters do nothing while you type in a field."
KEYS_OFF = "Single-letter keys are switched off in the settings."
PRINT = "Print…"
PRINT_TITLE = "Attest: keys"

# Settings

TITLE = "Settings"
LOOK, KEYS, LIMITS, MODELS = "Look", "Keys", "Reading limits", "Models"
PAGES_NAME = "Parts of the settings"
THEME = "Colours"
THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
TEXT_SIZE = "Text size"
LOOK_MORE = "Both change at once, so that you can see them; Cancel puts them back."

KEY_TABLE = "Actions and their keys"
FIRST_KEY, SECOND_KEY = "Key: {action}", "Second key: {action}"
SINGLE_KEYS = "Single-letter keys"
SINGLE_KEYS_MORE = (
    "Off: only keys held with Ctrl or Alt, function keys, arrows and Enter do something. "
    "Useful with speech input, or where keys are easily hit by mistake."
)
GO_ON = "After accepting or rejecting a claim, go on to the next one that is not checked"
CLASH = "{key} is used for both “{one}” and “{other}”: neither works until one of them has another key."
NO_CLASH = "No key is used twice."
RESET_KEYS = "Put all keys back"
KEYS_HOW = "Choose a field and press the keys. Delete or Backspace leaves the action without one; Tab goes on."

LIMITS_LEAD = "What reading one file may use. Beyond, the file is refused or read in part, and listed so."
LIMITS_WHEN = "They hold for cases opened from now on."
LIMIT_NAMES = {
    "max_pages": "Pages of a document",
    "max_megabytes": "Size of a document or picture",
    "max_pixels": "Pixels of a picture",
    "reading_seconds": "Time for a small file",
    "memory_gib": "Memory",
    "max_depth": "Containers in each other",
    "max_enclosed": "Files inside one container",
    "max_enclosed_gib": "Size of all files inside, unpacked",
}
LIMIT_UNITS = {
    "max_pages": "",
    "max_megabytes": " MiB",
    "max_pixels": " million",
    "reading_seconds": " s",
    "memory_gib": " GiB",
    "max_depth": "",
    "max_enclosed": "",
    "max_enclosed_gib": " GiB",
}
OCR = "Read words from pictures of pages (OCR)"
RESET_LIMITS = "Put all limits back"

# Help

HELP_TITLE = "Attest: help"
GUIDES = {
    "guide-investigator.md": "For investigators",
    "guide-disclosure-officer.md": "For disclosure officers",
    "guide-trainer.md": "For trainers",
    "access.md": "Users, roles and locking",
    "models-and-replay.md": "Models, and drafts compared",
    "kinds.md": "What Attest reads",
    "forensic-stills.md": "Stills and the forensic code",
    "redaction.md": "Redaction",
    "sample-case.md": "The sample case",
}
GUIDES_NAME = "Guides"
GUIDE_NAME = "Guide"
HELP_FIND = "Find in this guide"
FIND_NEXT, FIND_BEFORE = "Next place", "Previous place"
PLACES = "{at} of {count}"
NO_PLACES = "not found"
HELP_BACK = "Back"
NO_DOCS_HEAD = "The guides are not here"
NO_DOCS_TEXT = (
    "This copy of Attest came without its folder “docs”, in which the guides lie. Looked for in {folder}. "
    "Everything else works; ask whoever set Attest up for the guides."
)
OUTSIDE = "That link leads out of the guides and was not followed, as Attest opens no connection: {address}"
