"""Words of the register of models in the settings."""

from __future__ import annotations

LEAD = (
    "Every model is known by the SHA-256 of its file, which each draft records. Nothing is downloaded. A model whose "
    "file is another than the registered one is not used until you confirm it."
)
ADD_FILE, ADD_FOLDER = "Add a model file…", "Add a folder…"
FILES = "Language models (*.gguf *.GGUF);;All files (*)"
COPY = "Copy the list"
COPY_HERE = "Copy added files to this computer"
COPY_HERE_TIP = (
    "For files on a disk that is taken away again. Where a file with the ending .sha256 lies beside a model, the model "
    "is refused unless its SHA-256 is the one in it."
)
NONE_ADDED = (
    "No language model is registered. Add a GGUF file of an instruct model, or a folder of such files; the files stay "
    "where they are."
)
READING, ADDING = "Reading the models as they lie on this machine", "Adding {name}"
ADDED = "Registered: {names}"
REMOVED = "{name} is no longer registered; its file was left as it is."

STATES = {"ok": "as registered", "changed": "changed: not used", "missing": "file not there"}
BUILT_IN = "came with Attest"
ROLES = {
    "embedder": "Comparing the meaning of passages",
    "ocr det": "Finding words in pictures",
    "ocr cls": "Turning words upright",
    "ocr rec": "Reading words in pictures",
    "language_model": "Drafting in its own words",
    "nli": "Checking whether a passage bears a claim",
}
FOR, SAYS, FILE, SHA256, SHA256_NOW = "Used for", "Says it is", "File", "SHA-256", "SHA-256 now"
LICENCE, TRAINING, FIRST_USED, CONFIRMED = "Licence", "Training data", "First used", "Confirmed"
CHECKED, CHECKED_BY = "Checked", "its SHA-256 is the one stated {where}"
CONFIRMED_BY = "{at} by {by}: another file than before was meant"
NOT_KNOWN = "not known"
NOT_USED = "not yet, as far as is recorded"
COLUMNS = ("Used for", "Name", "File", "SHA-256", "Bytes", "State", "Licence", "Training data")

REMOVE, REMOVE_NAME = "Remove from the list", "Remove {name} from the list; its file stays"
LICENCE_READ, LICENCE_TITLE = "Read the licence", "Licence of {name}"
CONFIRM_ASK, CONFIRM_NAME = "Use the changed file…", "Use the changed file of {name}"
CONFIRM_TITLE = "Another file than before"
CONFIRM = "The file of {name} is not the one that was registered. Use it only if you know why it changed."
WAS, IS_NOW = "SHA-256 when it was registered", "SHA-256 now"
CONFIRM_MORE = "Drafts from now on record the new one; those written before keep theirs."
CONFIRM_IT = "Use this file"
