"""Words of the choice for whom an export is, and of what it then leaves out."""

from __future__ import annotations

HEAD = "For whom"
AUDIENCES = {
    "working": "The case team",
    "prosecutor": "The prosecutor",
    "defence": "The defence or the court",
    "training": "Training",
}
MORE = {
    "working": "A working document that holds personal details of witnesses: all sources but those held as privileged.",
    "prosecutor": "Used, unused and sensitive sources. Nothing in the file names another: no claim, note or log line.",
    "defence": "Used sources alone. Nothing in the file names another: no claim, note, log line or picture.",
    "training": "Used sources alone, of a case that was made for training.",
}
NOT_FOR_TRAINING = "This case was not made for training: live evidence is never used for it."
WITHHELD_HEAD = "What is withheld, and why"
LOOKING = "Looking what may be served …"
DECIDE = "Decide what sources are…"
FILE_NAME = "{reference} draft {number} {audience}.{format}"
DONE_MORE = {
    "working": "A working document for the case team, {signed}.",
    "prosecutor": "For the prosecutor, {signed}.",
    "defence": "For the defence or the court, {signed}.",
    "training": "For training, {signed}.",
}
SIGNED, NOT_SIGNED = "signed off", "not signed off"
