"""Words of the Timeline tab."""

from __future__ import annotations

TIMELINE = "Timeline"
FILTER_NAME, FILTER_HINT = "Filter the timeline by words", "Filter by words"
SOURCE_NAME, ALL_SOURCES = "Sources on the timeline", "All sources"
WHICH_NAME = "Which times"
WHICH = {"happened": "Happened", "made": "Said or written", "all": "All"}
WHICH_TIPS = {
    "happened": "What sources tell of, messages, entries of logs, movement in footage, pictures taken",
    "made": "When statements and papers were made, and words said in recordings: not when something happened",
    "all": "Both on one line",
}
FOLD, FOLD_TIP = "By kind", "One lane for each kind of time instead of one for each source"
ZOOM_IN, ZOOM_OUT = "Zoom in (+)", "Zoom out (−)"
FIT_ALL, FIT_BUSIEST = "Whole line", "Busiest hours"
FIT_ALL_TIP, FIT_BUSIEST_TIP = "Show all times (0)", "Show where most times lie (B)"
CANVAS_NAME = "Timeline"
CANVAS_HELP = (
    "Left and right go from mark to mark, up and down from lane to lane, Enter opens the source, plus and minus zoom, "
    "0 shows the whole line, B the busiest hours, Page Up and Page Down move along it."
)
LIST_NAME, UNPLACED_NAME = "Times in sight", "Times not placed"
BELOW_NAME = "List"
IN_SIGHT, UNPLACED = "In sight · {count}", "Not placed · {count}"
MORE = "{count} more in sight; zoom in, or filter, to list them"
MAY_BE = "may be {days}"
SPOKEN_OF = "the time spoken of: {days}"
TOLD_AS = {
    "denied": "Denied",
    "condition": "If",
    "usual": "Usual",
    "planned": "Planned",
    "asked": "Asked",
    "mentioned": "Mentioned",
}
NONE_UNPLACED = "Every time that was found has its place on the line."
NONE_UNPLACED_FITS = "None of the times without a place fits the filter."
NONE_IN_SIGHT = "No time in sight. “Whole line” shows all."
NOTHING_MATCHES = "No time matches the filter."
EMPTY_HEAD = "No times yet"
EMPTY_TEXT = (
    "Once statements, logs, messages or footage have been taken in, the times that they state stand here, each "
    "with its source."
)
STOPPED_HEAD, STOPPED_TEXT = "The timeline was not made", "It was stopped. Nothing of the case was changed."
AGAIN = "Make it"
KINDS = {
    "event": "Told",
    "entry": "Log entry",
    "message": "Message",
    "footage": "Camera",
    "picture": "Picture taken",
    "said": "Said in a recording",
    "made": "Said or written",
}
LANES = {
    "event": "Told of",
    "entry": "Log entries",
    "message": "Messages",
    "footage": "Cameras",
    "picture": "Pictures",
    "said": "Recordings",
    "made": "Papers made",
}
SEVERAL = "{count} times, {first} to {last}"
CAMERA_CLOCK, CORRECTED = "camera clock", "corrected"
SPOKEN = "{when}, {day}: {place}. {text}"
COUNT = "{shown} of {all} times"
