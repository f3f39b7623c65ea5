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
STOP_MEANS = "If it is stopped now:"
FINISH_MORE = "Either way nothing of the case is seen from now on. What was stopped is told when you are back."
FINISH_FIRST, STOP_AND_LOCK = "Hide now, lock after it", "Stop it and lock"
LOCKING = "Locking: what was decided is being written, and the case is closed."
WORK_GOES_ON = (
    "Under way: {titles}. The case is hidden, and locked once this has ended. Your passphrase shows it again."
)
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
MINUTES = "{n} min"
LOCK_AFTER_MORE = (
    "Without a key or a movement of the pointer in Attest. It is locked, too, when the machine goes to sleep, and when "
    "the screen is locked where the system tells programs so. A case that is not protected is never locked."
)

# Users and roles

USERS_MENU = "Users and roles…"
PROTECT_MENU = "Protect this case…"
USERS_TITLE = "Users and roles"
WHO_TAB, ROLES_TAB = "Who has access", "What each role may do"
NAME_HEAD, SINCE_HEAD = "User", "As it is since"
YOU = "{name} (you)"
SINCE = "{when}\nby {by}"
ROLE_BOX = "{role}: {name}"
READING_USERS = "Reading who has access"
WRITING = "Writing it into the case"
ADD_USER, ADD_USER_TITLE = "Add a user…", "Add a user"
ADD_USER_MORE = (
    "The user opens the case with this first passphrase, and chooses their own before anything is shown. Tell it to "
    "them apart from where the case lies. A name that has access already gets a new first passphrase: so who forgot "
    "theirs comes in again."
)
USER_NAME, USER_NAME_HINT = "Name", "As it is to stand in the log"
ROLES_HEAD = "Roles"
FIRST_PASSPHRASE, FIRST_AGAIN = "First passphrase", "The same again"
GENERATE = "Make one up"
GENERATED = "Made up: {phrase}. Write it down now; it is shown nowhere again."
GIVE_ACCESS = "Give access"
ADDED = "{name} has access now, and chooses a passphrase at the first opening."
ROLES_NOW = "{name} is now: {roles}."
ROLES_YOURS = "You are now: {roles}. What you may do is shown anew when the case is opened again."
WITHDRAW = "Withdraw…"
WITHDRAW_TITLE = "Withdraw access"
WITHDRAW_HEAD = "Take access from {name}?"
WITHDRAW_MORE = (
    "The case is closed, all of it is encrypted with new keys, and it opens again where you are. That can take as long "
    "as copying the case.",
    "This cannot undo: copies of the case that {name} already made, and their backups, open with the old keys still. "
    "What {name} exported, printed or remembers stays with them. What {name} decided and wrote stays in the case and "
    "its log.",
)
WITHDRAW_DO = "Withdraw and change the keys"
WITHDRAW_SELF = "Another administrator can withdraw your access; you cannot do it yourself."
CHANGE_OWN, CHANGE_OWN_TITLE = "Change my passphrase…", "Change my passphrase"
OLD_PASSPHRASE = "Passphrase until now"
CHANGE_DO, CHANGED = "Change it", "Your passphrase was changed. The old one opens nothing any more."
WRONG_OLD = "That is not your passphrase until now."
READ_ONLY_CASE = "The case is open for reading only: nothing can be changed here."
ODD_HEAD = "Not finished: {told}."
REKEY_NOW = "Encrypt with new keys…"
REKEY_TITLE = "Encrypting with new keys"
REKEYING = (
    "The case is closed meanwhile. Stopped, it opens as before, and “Users and roles” tells that it is not finished "
    "until it is."
)
OPENING_AGAIN = "Opening the case again"
PROTECT_TITLE = "Protecting the case"
PROTECTING = (
    "All of the case is encrypted beside what is there, then the plain files are overwritten and removed. The case is "
    "closed meanwhile; stopped, it stays plain as before."
)
PROTECT_ASK_TITLE = "Protect this case"
PROTECT_MORE = (
    "From then on it opens with a name and a passphrase alone; you are its administrator and give others access. "
    "Copies and backups made before stay readable, and on solid-state disks what was overwritten may stay for a while."
)
PROTECT_DO = "Protect it"
PROTECT_NEW = "Protect this case: encrypt it, with a passphrase for each user"
YOUR_NAME = "Your name"
UNPROTECT, UNPROTECT_TITLE = "Take protection away…", "Taking protection away"
UNPROTECTING = (
    "All of the case is decrypted beside what is there, then the encrypted files are removed. Whoever can read the "
    "folder can read all of it then. The case is closed meanwhile; stopped, it stays protected."
)
UNPROTECT_HEAD = "Take the protection of this case away?"
UNPROTECT_MORE = (
    "Whoever can read the folder can then read every source, draft and decision. Users and roles end. The log keeps "
    "who did it."
)
UNPROTECT_DO = "Take it away"

# The recovery key

RECOVERY, RECOVERY_TITLE = "Recovery key…", "Recovery key"
NO_RECOVERY = "No recovery key was made: if every administrator forgets their passphrase, the case is lost."
MAKE_RECOVERY = "Make a recovery key…"
RECOVERY_INTRO = (
    "A recovery key opens the case when its users are gone. It is made in two halves for two people; one half alone "
    "opens nothing and tells nothing.",
    "Each half is shown once. Print it, save it on a removable disk, or write it down, and give it to one person. "
    "Attest keeps neither.",
    "A recovery key that was made before opens nothing any more once the new one is made.",
)
RECOVERY_MAKE = "Make it now"
RECOVERY_MAKING = "Making the recovery key"
HALF_HEAD = "Half {number} of 2"
HALF_FOR = "For one person alone. Let the other person look away."
HALF_PRINTED = "Half {number} of 2 of the recovery key of the case in the folder “{folder}”"
HALF_ADVICE = "Keep it on paper, locked away, apart from the other half. With both halves anybody can open the case."
PRINT, SAVE_HALF = "Print…", "Save…"
SAVE_HALF_TITLE, TEXT_FILES = "Save this half", "Text (*.txt)"
HALF_SAVED = "Saved to {path}. Move it to a disk that is kept apart, and remove it here."
HALF_KEPT = "This half is kept by one person"
NEXT_HALF, DONE = "The other half", "Done"
RECOVERY_LEFT_TITLE = "The recovery key is not finished"
RECOVERY_LEFT = "Both halves are needed, and neither is shown again. Close now, and a new recovery key has to be made."
LEAVE_HALVES, GO_ON_HALVES = "Close all the same", "Go on"
RECOVERY_DONE = "Both halves are given. Whoever holds one should know who holds the other, and where."
RECOMMEND_RECOVERY = (
    "This case is protected. Make a recovery key now: without one, a forgotten passphrase loses the case."
)

# What roles allow

MAY, MAY_NOT = "yes", "–"
ACT_HEAD = "May"
ROLES_MORE = (
    "A person may have several roles, and may do what any of them allows. Who can open a case holds its key and can "
    "read all of it: roles say what people may do, not what they may see."
)
REFUSED = "{user} may not do this ({act}) in this case, as {roles}. An administrator of the case can change that."


def characters(count: int) -> str:
    """1 → "1 character", 3 → "3 characters"."""
    return f"{count} character{'' if count == 1 else 's'}"
