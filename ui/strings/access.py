"""Words of protected cases: unlocking, locking, users and roles, the recovery key."""

from __future__ import annotations

# Passphrases

PASSPHRASE, USER = "Passphrase", "User"
SHOW_PASSPHRASE, HIDE_PASSPHRASE = "Show what is typed", "Hide what is typed"
CAPS_LOCK = "Caps Lock is on."
NEW_PASSPHRASE, SAME_AGAIN = "New passphrase", "The same again"
RULE = "At least {least} characters; three or four words that do not belong together do well."
TOO_SHORT = "{missing} missing: at least {least} characters are needed."
TOO_EASY = "Too easy to guess: use more different characters that can be typed."
DIFFERENT = "The two differ."
TYPE_AGAIN = "Type it once more, so that a slip is found now."
GOOD = "Both are the same."

# Unlocking

PROTECTED_TITLE, LOCKED_TITLE = "Protected case", "Locked"
PROTECTED_MORE = "All of this case is encrypted. It opens with your passphrase."
LOCKED_MORE = "The case is closed and its keys are out of memory. Your passphrase opens it where you were."
UNLOCK, BACK_TO_START, CLOSE_INSTEAD = "Unlock", "Back to the start page", "Leave it closed"
READING_NAMES = "Reading who has access"
UNLOCKING = "Trying the passphrase; this takes about a second on purpose."
WRONG = "That is not it. The attempt is noted, and will stand in the log of the case."
WAIT = "Too many wrong passphrases for {user}. The next can be tried in {seconds}."
TRY_NOW = "You can try again now."
FORGOT = (
    "Forgot it? It cannot be read from anywhere. An administrator of the case can give you a new first passphrase. No "
    "recovery key was made for this case."
)
FORGOT_WITH_KEY = (
    "Forgot it? It cannot be read from anywhere. An administrator of the case can give you a new first passphrase. If "
    "no administrator is left, the two people who hold the recovery key can open the case together."
)
RECOVER = "Open it with the recovery key…"
FIRST_HEAD = "Choose your own passphrase"
FIRST_MORE = (
    "Yours was chosen by who gave you access. From now on only you should know it; before that nothing of the case is "
    "shown."
)
TAKE_PASSPHRASE = "Take this passphrase"
CHANGING = "Changing the passphrase"
RECOVER_MORE = (
    "Each half was given to one person. With both, a new administrator gets access; the log of the case keeps that it "
    "was done, and under which account."
)
HALF_ONE, HALF_TWO, NEW_ADMINISTRATOR = "First half", "Second half", "Name of the new administrator"
HALF_HINT = "Groups of four letters and digits"
RECOVER_DO, RECOVERING = "Open the case", "Opening the case with the recovery key"

# Locking

LOCK = "Lock"
LOCK_MORE = (
    "Open as {user} ({roles}). Lock closes the case and asks for the passphrase; unlocking goes on where you are."
)
LOCK_TITLE = "Lock the case"
LOCK_HEAD = "Work is under way. Lock after it, or now?"
FINISH_MORE = "Either way nothing of the case is seen from now on. What is stopped is told when you are back."
FINISH_FIRST, STOP_AND_LOCK = "Hide now, lock when it has ended", "Stop it and lock"
LOCKING = "Locking: what was decided is being written, and the case is closed."
WORK_GOES_ON = "{work} The case is hidden, and is locked as soon as this has ended. Your passphrase shows it again."
STOPPED_BY_LOCK = "Stopped when the case was locked: {titles}. Files that were not taken in yet are offered again."
NOT_PROTECTED = "This case is not protected: there is nothing to unlock it with. The menu offers to protect it."
TYPED_NOTICE = "Words that you typed and had not saved were kept, encrypted, when the case was locked."
SHOW_TYPED = "Show them"
TYPED_TITLE = "Typed before the lock"
TYPED_MORE = (
    "The windows in which these words stood were closed with the case. They are kept here until you close this."
)
COPY = "Copy"
LOCK_PAGE = "Locking"
LOCK_AFTER = "Lock a protected case after"
MINUTES = {5: "5 min", 10: "10 min", 15: "15 min", 30: "30 min"}
LOCK_AFTER_MORE = (
    "Without a key or a movement of the pointer in Attest. It is locked, too, when the machine goes to sleep, and when "
    "the screen is locked where the system tells programs so. A case that is not protected is never locked."
)


def characters(count: int) -> str:
    """1 → "1 character", 3 → "3 characters"."""
    return f"{count} character{'' if count == 1 else 's'}"
