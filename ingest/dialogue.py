"""Finds who speaks in testimony and interviews: questions and answers, labelled speech, headings, the witness.

Works on the printed lines of a clean text, since a turn always begins a line. Labels decide only when the text as a
whole is a dialogue, so that "A. Smith" or "Date: 3 May" in a statement is no turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ingest.furniture import CleanText

Role = Literal["question", "answer", "speech", "heading", "text"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of a clean text in one voice. `body` is where the words after the label begin."""

    start: int
    body: int
    end: int
    role: Role
    speaker: str = ""


_QA = re.compile(r"(?P<letter>[QA])(?P<point>[.:])?(?P<gap>\s)(?:\([Bb][Yy]\s(?P<by>M[^)]{2,40})\)\s)?(?=\S)")
_TITLED = re.compile(
    r"(?P<label>(?:(?:MR|MRS|MS|MISS|DR|PROF|SIR|DAME|HON|JUDGE|JUSTICE|JUROR|DC|DS|DI|PC|PS|SGT)\b\.?\s|THE\s)"
    r"[A-Z][A-Z.'’\- ]{1,40}|COURT SECURITY OFFICER|PRESIDING JUROR):\s"
)
_CAPITALS = re.compile(r"(?P<label>[^\W\d_a-z][^\W\d_a-z.'’\-]*(?:\s[^\W\d_a-z.'’\-]+){0,3}):\s")
_NAMED = re.compile(r"(?P<label>[A-Z][\w.'’\-]*(?:\s(?:[A-Z0-9][\w.'’\-]*|\([A-Z][\w ]*\))){0,3}):\s")
_STOP = re.compile(r"[^\W\d_]{4,}\.\s")  # the end of a sentence, not of a title or an initial, inside a label
_ENDED = re.compile(r"[.?!…\-–—)\]]['\"’”»]*\s*\Z")  # how a turn may end
_BY = re.compile(
    r"(?:(?:CROSS|DIRECT|RE-?DIRECT|RE-?CROSS)?[ -]?EXAMINATION\s)?BY\s(?P<who>(?:MR|MRS|MS|MISS|DR)\b.{2,40}?)\s?:?\s?"
)
_EXAMINATION = re.compile(
    r"(?:FURTHER\s)?(?:DIRECT|CROSS|RE-?\s?DIRECT|RE-?\s?CROSS|VOIR\sDIRE|EXAMINATION[- ]IN[- ]CHIEF)"
    r"(?:[- ]?EXAMINATION)?(?:\s?\(?(?:CONTINUED|CONT['’]?D\.?)\)?)?\s?"
)
_WITNESS = re.compile(
    r"(?P<who>[A-Z][A-Z.'’\- ]{2,50})(?:,\s(?i:ph\.?d\.?|m\.?d\.?|jr\.?|sr\.?|qc|kc|esq\.?))*,\s"
    r"(?:(?:[A-Z]+['’]?S?['’]?\s){1,3}WITNESS\b|(?:HAVING\s(?:BEEN\s)?)?(?:FIRST\s)?(?:DULY\s)?(?:(?i:sworn|affirmed|recalled))\b)"
)
# fmt: off
_FIELDS = frozenset({  # labels of forms and letters, never of speakers
    "for", "name", "date", "time", "age", "address", "occupation", "signature", "signed", "page", "urn", "url", "tel",
    "telephone", "phone", "email", "mobile", "from", "to", "subject", "cc", "bcc", "re", "ref", "reference",
    "exhibit", "item", "description", "dob", "location", "note", "notes", "source", "title", "type", "status",
    "statement", "number", "no", "case", "document", "id", "version", "author", "sent", "attachments",
})
# fmt: on
# fmt: off
_NOBODY = frozenset({  # what stands before a colon in somebody's own list or answer
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december", "yes", "no", "correct",
    "first", "firstly", "second", "secondly", "third", "thirdly", "lastly", "finally", "one", "two", "three", "morning",
    "afternoon", "evening", "night", "today", "yesterday", "left", "right", "colour", "height", "build", "hair",
})
# fmt: on
_WITNESS_LABELS = frozenset({"THE WITNESS", "WITNESS", "THE DEPONENT", "THE DEFENDANT"})


def turns(clean: CleanText) -> list[Turn]:
    """The turns that cover the text from end to end, or nothing when it is no dialogue.

    A question's speaker is the examiner, an answer's the witness, where headings name them.
    """
    lines = [int(x) for x in clean.lines]
    marks = _marks(clean, lines)
    spoken = [m for m in marks if m[2] != "heading"]
    if len(spoken) < 2 or not _is_dialogue(spoken):
        return []
    return _voices(clean.text, marks)


Mark = tuple[int, int, Role, str]  # start, body, role, label


def _marks(clean: CleanText, lines: Sequence[int]) -> list[Mark]:
    """Where turns and headings begin."""
    text = clean.text
    letters = _letters(clean, lines)
    named = _repeated_labels(clean, lines)
    marks: list[Mark] = []
    for i, at in enumerate(lines):
        end = lines[i + 1] if i + 1 < len(lines) else len(text)
        if letter := letters.get(at):
            marks.append((at, letter.end(), "question" if letter["letter"] == "Q" else "answer", letter["by"] or ""))
        elif m := _TITLED.match(text, at) or named.get(at):
            marks.append((at, m.end(), "speech", m["label"]))
        elif marks or letters:
            marks += _headings(text, at, end)
    return marks


def _headings(text: str, at: int, end: int) -> list[Mark]:
    line = text[at:end]
    if m := _WITNESS.match(line):
        return [(at, end, "heading", "witness:" + m["who"])]
    if m := _BY.fullmatch(line):
        return [(at, end, "heading", "by:" + m["who"])]
    return [(at, end, "heading", "")] if _EXAMINATION.fullmatch(line.upper()) and line == line.upper() else []


def _letters(clean: CleanText, lines: Sequence[int]) -> dict[int, re.Match[str]]:
    """Lines that begin with Q or A as a label; both must occur. Without a point, the layer must have a wide gap."""
    found = {}
    for at in lines:
        m = _QA.match(clean.text, at)
        if m and (m["point"] or clean.offsets[m.start("gap") + 1] - clean.offsets[m.start("gap")] >= 2):
            found[at] = m
    both = {m["letter"] for m in found.values()}
    return found if both == {"Q", "A"} else {}


def _repeated_labels(clean: CleanText, lines: Sequence[int]) -> dict[int, re.Match[str]]:
    """Labels that are names only because they come back in turn with others ("DC Smith:", "WALKER:").

    Where they do, one who speaks only once ("SOLICITOR:") has a turn as well: else what he says would be theirs.
    """
    text = clean.text
    titled = sum(_TITLED.match(text, at) is not None for at in lines)
    found = [m for at in lines if (m := _CAPITALS.match(text, at) or (titled < 4 and _NAMED.match(text, at)))]
    found = [m for m in found if not _FIELDS & {w.strip(".'’").casefold() for w in m["label"].split()}]
    found = [m for m in found if not _STOP.search(m["label"])]
    counts = Counter(m["label"] for m in found)
    kept = [m for m in found if counts[m["label"]] >= 2]
    changes = sum(a["label"] != b["label"] for a, b in pairwise(kept))
    if len({m["label"] for m in kept}) < 2 or len(kept) < 4 or changes < 0.5 * (len(kept) - 1):
        return {}
    once = [m for m in found if counts[m["label"]] == 1 and m.start() > kept[0].start()]
    return {m.start(): m for m in (*kept, *(m for m in once if _opens_turn(clean, m, kept)))}


def _opens_turn(clean: CleanText, label: re.Match[str], kept: Sequence[re.Match[str]]) -> bool:
    """Whether a label that stands once is written like the others and stands where the turn before may have ended."""
    capitals = all(m["label"].isupper() for m in kept)
    if (capitals and not label["label"].isupper()) or label["label"].split()[0].casefold() in _NOBODY:
        return False
    at = label.start()
    return at in clean.blocks or bool(_ENDED.search(clean.text[max(0, at - 4) : at]))


def _is_dialogue(spoken: Sequence[Mark]) -> bool:
    roles = Counter(m[2] for m in spoken)
    return bool(roles["question"] and roles["answer"]) or len({m[3] for m in spoken}) >= 2


def _voices(text: str, marks: Sequence[Mark]) -> list[Turn]:
    """Give each mark its end and its speaker; what headings say holds until the next says otherwise."""
    found: list[Turn] = []
    if marks[0][0] > 0:
        found.append(Turn(0, 0, marks[0][0], "text"))
    witness = examiner = ""
    for (start, body, role, label), following in zip(marks, [*marks[1:], (len(text), 0, "text", "")], strict=True):
        end = following[0]
        if role == "heading":
            kind, _, who = label.partition(":")
            witness = speaker_name(who) if kind == "witness" else witness
            examiner = speaker_name(who) if kind == "by" else ("" if kind == "witness" else examiner)
            found.append(Turn(start, start, body, "heading"))
            if body < end:
                found.append(Turn(body, body, end, "text"))
        elif role == "question":
            examiner = speaker_name(label) or examiner
            found.append(Turn(start, body, end, role, examiner))
        elif role == "answer" or label.upper() in _WITNESS_LABELS:
            found.append(Turn(start, body, end, "answer", witness or "The witness"))
        else:
            found.append(Turn(start, body, end, "speech", speaker_name(label)))
    return found


def speaker_name(label: str) -> str:
    """A label as a name: "MR. McALEXANDER" → "Mr. McAlexander"; what is not in capitals stays as it is."""
    words = label.split()
    return " ".join(re.sub(r"[^\W\d_]+", _cased, w) if not any(c.islower() for c in w[2:]) else w for w in words)


def _cased(match: re.Match[str]) -> str:
    word = match[0]
    if len(word) > 3 and word[:2].casefold() == "mc":
        return "Mc" + word[2:].capitalize()
    return word if word in {"DC", "DS", "DI", "PC", "PS", "QC", "KC"} else word.capitalize()
