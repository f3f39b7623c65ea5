"""Words of saving a damaged case, and of putting a backup back."""

SAVE = "Save what can be read…"
PUT_BACK = "Put a backup back…"
SAVE_TITLE, PUT_BACK_TITLE = "Save what can be read", "Put a backup back"
SAVE_LEAD = (
    "What can be read of {folder} is written into a new case, {out}. The damaged case is only read; keep it. What is "
    "lost is told at the end."
)
PUT_BACK_LEAD = (
    "The backup {folder} is checked file by file and put back as a new case, {out}. What was done after the "
    "backup is not in it."
)
SAVE_JOB, PUT_BACK_JOB = "Saving what can be read", "Putting the backup back"
CHOOSE_PLACE = "Choose the folder in which the new case's own folder is made"
CHOOSE_BACKUP = "Choose the backup: the folder that holds backup.json"
STOPPING = "Stopping"
OPEN = "Open it"
SAVED, SAVED_ALL = "Saved in {folder}, with losses:", "Saved in {folder}. Nothing was lost."
PUT_BACK_DONE = "Put back in {folder}, as backed up on {when}."
NOT_WHOLE = "It is not whole, as it was not when it was backed up:"
DIFFERS = "Of what was saved, this is not as the log tells:"
LOG_BROKEN = "Its log does not hold: use it to read, and a backup to work on."
ORIGINALS_GONE = "These originals are not there: {ids}"
MORE = "and {count:,} more; “attest restore --salvage --json” lists all"
SAVED_NAME, PUT_BACK_NAME = "{name} saved", "{name} put back"
LOST_NAME = "What was lost"
