"""Words of footage in the source pane: contact sheet, playing, the camera's clock, findings, and exported stills."""

from __future__ import annotations

# Ways to look at it

FRAME, SHEET = "Frame", "Contact sheet"
SHOW_FRAME = "Show one frame of the footage"
SHOW_SHEET = "Show every frame that can be cited, with its times"
SHEET_NAME = "Contact sheet: frames that can be cited"
ROLES = {
    "start": "Movement {number} begins",
    "peak": "Movement {number} at its most",
    "end": "Movement {number} ends",
    "first": "First frame",
}
STREAM_SHORT = "{seconds} s"
STREAM_SPOKEN = "stream time {seconds} seconds"
NO_PICTURE = "No picture"

# Playing

PLAY_TIP = "Play from this frame (Space)"
PAUSE_TIP = "Stop at this frame and decode it exactly (Space)"
FROM_START = "Play from {seconds} s before"
SPEED = "Speed of playing"
SPEEDS = {0.25: "¼ ×", 0.5: "½ ×", 1.0: "1 ×", 2.0: "2 ×"}
SPEED_SPOKEN = {0.25: "a quarter", 0.5: "half", 1.0: "as recorded", 2.0: "double"}
SLIDER = "Frame within {seconds} s of the one that was opened"
OFFSET = "{sign}{seconds} s"
PLAYING_FRAME = "Playing: frame {number:,} of {count:,}"
PLAYING_TIP = "Shown small and without its hash; pause, and the exact frame is decoded."

# Both clocks

CAMERA = "{clock}, as burnt in"
CORRECTED_TIP = "{told}. It was entered by a person: the camera's own time stands beside it."
CLOCK_NOT_READ = "Camera clock not read here; checked: {amount}"
FINDINGS = "Findings:"
FINDING = "{code} at {seconds} s"
FINDING_NAMES = {
    "camera_covered": "Covered",
    "camera_frozen": "Frozen",
    "camera_moved": "Moved",
    "picture_blank": "Blank",
    "recording_gap": "Gap",
    "clock_jumps": "Clock jumps",
    "clock_stops": "Clock stands still",
    "clock_rate": "Clock rate",
}
FINDING_LINK = "{finding}: go to {seconds} s"
MORE_FINDINGS = "and {count} more, in the details of the source"

# A claim by hand over a frame

FRAME_CLAIM = "Add as claim…"
FRAME_CLAIM_TIP = "Say in your words what this frame shows, as a claim of the draft by hand"
FRAME_CLAIM_TITLE = "Claim over {title}, frame {number:,}"
FRAME_CLAIM_LEAD = "The claim cites this frame by its exact time and its hash. A person checks it like every other."
FRAME_CLAIM_NAME = "What the frame shows, in your words"
FRAME_CLAIM_HINT = "For example: a person in a green coat stands at the foot of the ramp"
FRAME_NOT_KEPT = "Frame {number:,} cannot be cited: it was not kept. The nearest that can is frame {near:,}, shown now."
FRAME_NONE_KEPT = "No frame of this footage was kept, so that none can be cited."

# The check of the clock

CLOCK_BUTTON = "Check clock…"
CLOCK_TIP = "Record how the camera's clock was checked against true time"
CLOCK_TITLE = "Clock of {title}"
CLOCK_LEAD = (
    "What you found when the camera's clock was compared with true time. Nothing in the footage is changed: every time "
    "is then shown twice, as the camera had it and corrected."
)
CLOCK_AMOUNT = "The camera was"
CLOCK_AMOUNT_NAME = "By how much the camera's clock was wrong"
HOURS, MINUTES, SECONDS = " h", " min", " s"
PARTS = {"hours": "Hours", "minutes": "Minutes", "seconds": "Seconds"}
DIRECTIONS = {"fast": "fast (ahead)", "slow": "slow (behind)"}
DIRECTION_NAME = "Fast or slow"
UNCERTAINTY = "Sure to within"
UNCERTAINTY_NAME = "Uncertainty in seconds"
NOT_STATED = "not stated"
CHECKED_BY, CHECKED_AGAINST, CHECKED_AT = "Checked by", "Checked against", "Checked at"
AGAINST_HINTS = ("The speaking clock", "A mobile phone on network time", "A GPS receiver", "A radio-controlled clock")
AT_NAME = "When it was checked: local date and time, day first, such as 03/05/2026 14:25"
AT_HINT = "03/05/2026 14:25"
CHECKED_ON = "Checked on {when}"
ZONE = "Time zone"
EXAMPLE_HEAD = "What this will mean"
EXAMPLE = "{camera} → {corrected}"
EXAMPLE_FIRST = "First frame: {both}"
EXAMPLE_MADE_UP = "For example: {both}"
CLOCK_NEEDS = "Say who checked it, against what, and when."
CLOCK_READ_ONLY = "This case is open for reading only: the check cannot be changed."
CLOCK_RECORD = "Record check"
CLOCK_CLEAR = "Take the check away"

# Stills

STILL_BUTTON = "Export still…"
STILL_TIP = "Export this frame as a picture, with its times and hash"
STILL_TITLE = "Export a still: {title}, frame {number:,}"
STILL_LEAD = (
    "The exact frame, decoded from the original, with a caption. It is marked for investigative use: it is neither "
    "enhanced nor compared. Areas that you add are made unreadable in this picture only."
)
STILL_PICTURE = "The frame, with the areas to be blurred"
STILL_HOW = "Drag over the picture to add an area."
AREAS = "Areas to blur"
AREA_NAME = "Area {number}: from the left {x}, from the top {y}, width {w}, height {h}"
AREA_COLUMNS = ("From left", "From top", "Width", "Height")
ADD_AREA, REMOVE_AREA = "Add area", "Remove area"
SUGGEST = "Suggest faces (some are missed)"
SUGGEST_TIP = "A detector looks for faces on this machine. It misses some and finds some that are none."
SUGGESTING = "Looking for faces …"
SUGGESTED = {
    0: "The detector found none. Some are missed: look yourself.",
    1: "1 area was suggested and added. Some are missed: look yourself.",
    2: "{count} areas were suggested and added. Some are missed: look yourself.",
}
OUTLINE = "Outline the marked part"
STILL_WRITE = "Write still"
STILL_WRITING = "Decoding the frame and writing the picture"
STILL_FILE = "{title}_frame_{number}.png"
STILL_CHOOSE_TITLE = "Where the still is written"
STILL_FILTER = "Pictures (*.png)"
STILL_DONE = "{name} was written"
STILL_DONE_LOGGED = "SHA-256 {sha256}. It is entered in the case's log with the areas that were blurred."

# Areas and sensitivity of footage that is in a case

LOOK_BUTTON = "Areas and sensitivity…"
LOOK_TIP = "Choose where in the picture movement is sought, and how sensitively, and look again"
LOOK_TITLE = "Areas and sensitivity: {title}"
LOOK_LEAD = (
    "Attest looks through the whole recording again. What was found and cited before is kept: earlier drafts and their "
    "frames stay as they are, and later ones tell of the new movement."
)
LOOK_PICTURE = "The frame, with the areas to watch and to leave out"
LOOK_HOW = "Drag over the picture to add an area. Without an area to watch, the whole picture is watched."
LOOK_DRAW = "Add areas to"
SOUGHT_USES = {"watch": "Watch", "mask": "Leave out"}
SOUGHT_MORE = {
    "watch": "Movement is sought in these areas only (solid outline).",
    "mask": "Movement here does not count, such as in leaves or at a busy road (hatched, broken outline).",
}
SOUGHT_AREAS = "Areas to watch and to leave out"
SOUGHT_USE = "Use"
UNDO_AREA = "Undo"
TURN_AREA = {"watch": "Leave it out instead", "mask": "Watch it instead"}
LOOK_NOW = "Now: {told}."
LOOK_SAME = "Movement was sought like this last time."
LOOK_READ_ONLY = "This case is open for reading only: it cannot be looked at again."
LOOK_UNCOVERED = "The areas left out cover all that is watched."
LOOK_AGAIN = "Look again"
LOOKING_AGAIN = "Looking again at {title}"
LOOKED = {
    0: "{title} was looked at again: no movement found. Earlier drafts keep their frames.",
    1: "{title} was looked at again: 1 movement found. Earlier drafts keep their frames.",
    2: "{title} was looked at again: {count:,} movements found. Earlier drafts keep their frames.",
}
LOOK_CANCELLED = "Looking again at {title} was cancelled; nothing has changed."
LOOK_LIMITS = "How movement was sought: {limits}."
LOOK_LIMITED = "{movement} ({limits})"
FOUND_FIRST, FOUND_AT = "found when it was taken in", "found on {at}"  # by a look that is not the latest
FOUND_TIP = "{tip} {told}; looked at again since."

# Sensitivity, in the settings

FOOTAGE = "Footage"
FOOTAGE_LEAD = "How footage is searched for movement when it is taken in."
SENSITIVITY = "Sensitivity to movement"
SENSITIVITIES = {"low": "Low", "usual": "Usual", "high": "High"}
SENSITIVITY_MORE = {
    "low": "Only larger movement counts: fewer events from rain, leaves and headlights. Small or distant movement is "
    "missed.",
    "usual": "Movement of about 0.06 % of the picture counts.",
    "high": "Smaller and fainter movement counts too; expect many more events from noise, rain and leaves.",
}
SENSITIVITY_KEPT = "As it was last time: it was given as a number."
FOOTAGE_WHEN = (
    "It holds for footage that is added to cases opened from now on. Footage that is in a case already keeps its "
    "events, and the frames that were cited; to look at one again, choose “Areas and sensitivity…” there."
)


def speed_spoken(speed: float) -> str:
    """ "Speed of playing: half"."""
    return f"{SPEED}: {SPEED_SPOKEN[speed]}"


def finding(code: str) -> str:
    """What a finding is called in short: "Frozen"."""
    return FINDING_NAMES.get(code) or code.replace("_", " ").capitalize()
