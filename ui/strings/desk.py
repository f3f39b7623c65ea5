"""Words of the window's frame: header, banner, menu, panes, and what is said when a case opens or closes."""

from __future__ import annotations

CHECKED = "{done} of {all} checked"
CHECKED_MORE = "Claims of the shown draft that a person accepted or rejected"
READ_ONLY = "Open for reading only"
READ_ONLY_MORE = "Another process has this case open, or it is from a newer Attest: nothing can be changed here."
MENU = "Menu"
SETTINGS, KEYS, HELP, CLOSE_CASE, QUIT = "Settings", "Keys", "Help", "Close case", "Quit"
ADD, SEARCH, VERIFY = "Add evidence", "Search passages", "Re-open every citation"
HIDE_EVIDENCE, HIDE_SOURCE = "Show or hide the evidence", "Show or hide the source"
EVIDENCE, MIDDLE, SOURCE = "Evidence", "Draft and review", "Source"
OPENING = "Opening {name}"
OPENED = "Opened {name}"
CLOSING = "Closing {name}"
DRAFTED = "{name} is written: {claims}"
NOT_FOUND = "Nothing was found among the {searched:,} passages searched"
VERIFIED = "{checked} re-opened from the original files: none failed"
VERIFY_FAILED = "{failed} of {checked} did not re-open: {first}"
VERIFY_LOCKED = (
    "Not re-opened, as no password was given that fits: {titles}. Passwords are kept in memory only, until the case is "
    "closed. With them, every citation is re-opened once more."
)
VERIFYING = "Re-opening every citation"
