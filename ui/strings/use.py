"""Words of the dialog in which people decide what sources are in the case."""

from __future__ import annotations

TITLE = "What sources are in the case"
HELP = (
    "The use of a source decides who may see it: the prosecutor sees used, unused and sensitive ones, the defence and "
    "training used ones alone. What is not decided on is served to nobody."
)
FILTER = "Filter by exhibit, name or use"
LIST = "Sources; several can be chosen"
LINE = "{name}  ·  {use}"
ACT = "{use}  {key}"
KEYS = {"undecided": "D", "used": "U", "unused": "N", "sensitive": "S", "not_relevant": "R"}  # while in the list
ACT_NAMES = {
    "used": "Mark as used: part of the prosecution's evidence",
    "unused": "Mark as unused and not sensitive",
    "sensitive": "Mark as unused and sensitive",
    "not_relevant": "Mark as not relevant",
    "undecided": "Take the decision back: undecided",
}
CHOSEN = "{count} chosen"
NONE_CHOSEN = "Choose one or more sources, then say what they are."
WORDS_HEAD = "For the schedules"
WORDS_OF_ONE = "Choose a single source to write what a schedule says of it."
FIELDS = {
    "description": "Description",
    "reason": "Why it is sensitive",
    "assists": "Why it may undermine or assist",
    "location": "Where it is kept",
}
REBUTTABLE = "Rebuttable presumption of disclosure"
UNDO = "Undo"
UNDO_NAME = "Undo the last change made here"
DONE = "{what}: {use}"
DONE_WORDS = "The words on {what} were changed"
UNDONE = "Undone: {what}"
LEFT = "{count} undecided"
ALL_DECIDED = "Every source is decided on."

IN_CASE = "In the case"  # of the details beside the list
DECIDED_BY = "decided by {by}, {at}"
CHANGE = "Change…"
CHANGE_NAME = "Decide what {title} is in the case"
MENU = "What it is in the case…"
