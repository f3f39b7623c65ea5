"""Words of sign-off: the line over the claims, the dialogs that sign a draft and take it up again, time spent."""

from __future__ import annotations

SIGN, AGAIN = "Sign off", "Take up again"
SIGN_MENU = "Sign off the draft"
SIGNED = "Version {version} signed as {name} (typed) by account {by}, {at}. Locked."
ALL_CHECKED = "All {count} are checked: the draft can be signed off."
REOPENED = "Version {version}, signed as {name}, {at}, was taken up again by {by}, {again}: {reason}"
SIGNED_SHORT = " · signed off"
LOCKED = "The draft is signed off and locked. Take it up again to change it."
NOTHING = "There is no draft to sign off."
DONE = "Version {version} of {name} is signed off and locked"
AGAIN_DONE = "{name} is taken up again: decisions from now on belong to version {version}"

TITLE = "Sign off {name}"
WHAT = "What is signed"
ACCEPTED = "{count} accepted"
AMENDED = "of these {count} in a person's words"
REJECTED = "{count} rejected: listed as such, and shown as no claim"
HELD_BACK = "{count} held back by the checks: not part of it"
WITHHELD = "{count} not shown, as a source is withheld: not part of it"
MEANS_HEAD = "What it means"
MEANS = (
    "You stand for it that every claim was checked against its sources by the people named at it. It does not say that "
    "a claim is true. The draft is locked; a change begins the next version, and this signature is kept. What is "
    "signed is fixed by a SHA-256: a later change of it is found when citations are re-opened."
)
NAME = "Your name"
NAME_HINT = "Type your name as you sign, such as J. Smith, DC 1234"
ACCOUNT = "Account: {by}. The report shows both, each as what it is."
NOT_YET = "This cannot be signed off yet"
LEFT = {
    "undecided": "Not checked: {claims}",
    "aside": "Put aside: {claims}",
    "to_accept": "Amended, not accepted since: {claims}",
    "second": "Waiting for a second person: {claims}",
}
MORE = " and {count} more"
NO_CLAIM = "No claim stands in this draft that a person could have checked."
SHOW_FIRST = "Show the first"
AGAIN_TITLE = "Take up {name} again"
AGAIN_TEXT = (
    "The signature of version {version} is kept, with who took the draft up again and why. Decisions stand as they "
    "are; what is decided from now on belongs to version {next}, which is signed anew."
)
REASON = "Why it is taken up again"
REASON_HINT = "For example: a further statement of BL/1 came in"

SECOND = "{told}accepted {at} by {by}; a second person has to check"
BOTH = "Accepted {at} by {by}, and {then} by {second}"
YOURS = "You accepted it; a second person has to check"
LOOKED = "Opened by {by} before deciding: {places}"
CHANGED = "What was changed: {changes}"
