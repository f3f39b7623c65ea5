"""How sources are called in claims: whose words they are, of what date, under which exhibit reference."""

from __future__ import annotations

import re
from pathlib import PurePath

from provenance.records import ClaimKind, Passage, Source
from summarise.text import fold
from summarise.times import days, spoken_day

_NO_TITLE = re.compile(
    r"^(?:untitled|document\d*|microsoft \w+ - .*|.*\.(?:docx?|pdf|txt|indd|qxd|tex|dvi)|\W*)$", re.IGNORECASE
)
_NOBODY = ("the witness", "witness", "the deponent", "speaker")
_MARKS = str.maketrans({"“": "‘", "”": "’", "\u0000": "\ufffd"})


def item_name(source: Source) -> str:
    """What the exhibit list calls the item, else the file's own title where it says something, else its name."""
    title = quotable(source.fields.get("title", ""))
    if title and len(title) <= 80 and not _NO_TITLE.match(title):
        return title
    return quotable(PurePath(source.name).stem) or quotable(source.name) or source.id


def speaker(source: Source, passage: Passage) -> str:
    """Whose words the passage is: the speaker it names, else the witness whose statement the source is, else ""."""
    return quotable(passage.speaker) or quotable(source.fields.get("witness", ""))


def account(source: Source, passage: Passage) -> str:
    """Whose account a claim belongs to, for a heading; a witness whom the file does not name is known by the file."""
    said_by = speaker(source, passage)
    if said_by.casefold() in _NOBODY:
        said_by = ""
    return said_by or ", ".join(p for p in (source.exhibit, item_name(source)) if p)


def kind(source: Source, passage: Passage) -> ClaimKind:
    """A statement where the words are somebody's own, else a document."""
    return "statement" if speaker(source, passage) else "document"


def attribution(source: Source, passage: Passage, label: str) -> str:
    """The words before a quotation: "J. Smith, statement of 3 May 2026, p. 2", "BL/1, Duty log, p. 2"."""
    witness, title = quotable(source.fields.get("witness", "")), item_name(source)
    said_by = quotable(passage.speaker)
    if witness and not (said_by and said_by.casefold() != witness.casefold()):
        dated = statement_date(source)
        parts = [witness, f"statement of {dated}" if dated else "statement"]
        parts += [title] if not dated and not source.exhibit else []
        parts += [source.exhibit] if source.exhibit else []
    else:
        parts = [said_by, source.exhibit, title]
    return ", ".join(dict.fromkeys(p for p in (*map(quotable, parts), quotable(label)) if p))


def record(source: Source, label: str = "") -> str:
    """The source's record as the checks see it: every name, date and place that an attribution may use."""
    told = [source.exhibit, item_name(source), source.name, source.fields.get("witness", ""), "statement of"]
    told += [statement_date(source), source.fields.get("statement_date", ""), source.producer, source.dated, label]
    return "; ".join(p for p in map(quotable, told) if p)


def statement_date(source: Source) -> str:
    """The date of a statement as people write it; as the source writes it where it cannot be read."""
    stated = quotable(source.fields.get("statement_date", ""))
    read = days(stated)
    return spoken_day(read[0].day) if read and read[0].day else stated


def quotable(text: str) -> str:
    """Text that can stand inside curly quotation marks: inner ones become single, as is the custom; one line."""
    return fold(text.translate(_MARKS))
