"""Words of the window on disclosure schedules."""

from __future__ import annotations

TITLE = "Disclosure schedules"
MENU = "Disclosure schedules"
INTRO = "A person decides on each source. What nobody decided on stands on no schedule."
READ_ONLY = "The case is open for reading only: nothing can be decided or submitted here."
TABLE_NAME = "Sources and what was decided on them"
FILTER, FIND = "Show", "Find by exhibit, file or words"
SHOWN = {
    "all": "All",
    "open": "Not decided",
    "used": "Used",
    "unused": "Unused",
    "sensitive": "Sensitive",
    "not_relevant": "Not relevant",
}
USES = {
    "undecided": "Not decided",
    "used": "Used",
    "unused": "Unused",
    "sensitive": "Sensitive",
    "not_relevant": "Not relevant",
}
COPY_OF = "Copy of {title}"
COLUMNS = (
    "Item",
    "Source",
    "Use",
    "Description",
    "Location",
    "Presumed",
    "Why sensitive",
    "Undermine or assist",
    "Block",
)
COLUMN_TIPS = (
    "The number on MG6C or MG6D; with a question mark until it is submitted",
    "Exhibit reference or file; legally privileged sources are not listed",
    "Unused goes to MG6C, Sensitive to MG6D",
    "What it is, in a person's words, for the prosecutor to decide on",
    "Where it is kept",
    "Of the kinds that are presumed to meet the test for disclosure",
    "For MG6D: why it is sensitive",
    "For MG6E: why it may undermine the prosecution or assist the defence, in a person's words",
    "Sources with the same words here are one item under these words; what may meet the test is listed singly",
)
YES = "Yes"
MARK = {"used": "Used", "unused": "Unused", "sensitive": "Sensitive", "not_relevant": "Not relevant"}
MARK_KEYS = {"used": "Ctrl+1", "unused": "Ctrl+2", "sensitive": "Ctrl+3", "not_relevant": "Ctrl+4"}
MARK_MORE = "Decide on the chosen sources: {use} ({key})"
CHOSEN = "Chosen: {count}"
HOW = (
    "F2 or Enter writes in a cell; Shift and arrows choose several rows, and what is written goes to all of them. "
    "An item's number with ? is given for good when the schedule is submitted."
)
NONE_HEAD, NONE_TEXT = "No source to decide on", "Add evidence first, or show all."
LOOK, LOOK_NONE = "Look at", "Every source was decided on, and nothing is missing."
MORE_LINES = "and {count} more"
FORM, FORMAT, FILE, CHOOSE = "Schedule", "Format", "File", "Choose…"
FORMS = {"mg6c": "MG6C, not sensitive", "mg6d": "MG6D, sensitive", "mg6e": "MG6E, may undermine or assist"}
FORMATS = {"docx": "Word (DOCX)", "xlsx": "Excel (XLSX)", "pdf": "PDF"}
FILTERS = {"docx": "Word documents (*.docx)", "xlsx": "Excel workbooks (*.xlsx)", "pdf": "PDF documents (*.pdf)"}
AUDIENCE = "For whom"
AUDIENCES = {"prosecutor": "For the prosecutor", "defence": "For the defence", "working": "For the case team"}
AUDIENCE_MORE = "MG6D and MG6E are never for the defence"
TEMPLATE, TEMPLATE_NONE = "The force's own form", "Attest's own form; or choose the force's (DOCX, XLSX)"
TEMPLATE_MORE = "A form with placeholders, filled in its own format; see the guide on schedules"
CHOOSE_TEMPLATE = "Force's form…"
TEMPLATE_FILTER = "Forms (*.docx *.xlsx)"
FILE_NAME = "{reference} {form}.{format}"
ONLY_NEW = "Only new or changed"
ONLY_NEW_MORE = "Leave out items that are as they were submitted last"
DRAFT, SUBMIT = "Write a draft", "Submit…"
DRAFT_MORE = "Numbers not submitted before are provisional, and every page says DRAFT"
ASK_SUBMIT = (
    "Submitting {form} fixes the numbers of {items} and keeps the words as they are now. This cannot be taken back; "
    "what is changed later shows as changed on the next schedule."
)
SURE, NOT_YET = "Submit and write the file", "Not yet"
NEEDS_FILE = "Give the file a name and a whole path."
WRITING = "Writing {form}"
WROTE = "Wrote {path}: {summary}"
SHOWN_LINES = 6
