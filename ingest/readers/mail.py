"""What the readers of mail share: headers as parts that say what they are, bodies cut into paragraphs, dates."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_tz
from importlib import import_module
from types import ModuleType
from typing import Final

from ingest.items import Chunk, Enclosed, ReadSettings
from ingest.readers.normal import clean
from provenance.errors import ReadError
from provenance.records import Notice, Part

# The headers that people read, in the order in which mail programs show them; all others come after the body.
SHOWN: Final = ("from", "sender", "reply-to", "to", "cc", "bcc", "date", "subject")
# Of the others, those that tell where a mail came from and what it answers; each is a passage of its own.
_TELLING: Final = {
    *("received", "message-id", "in-reply-to", "references", "return-path", "delivered-to", "x-originating-ip"),
    *("authentication-results", "received-spf", "x-mailer", "user-agent", "x-envelope-from", "envelope-to"),
    *("importance", "x-sender-ip", "organization", "disposition-notification-to", "list-id", "thread-topic"),
}
_MOST = 65536  # code points in a part
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_QUOTE = re.compile(r"(?:> ?)+")
_BROUGHT = re.compile(r"((?:src|background|href)\s*=\s*[\"']?)cid:", re.IGNORECASE)
_ZONE = re.compile(r"\d ([+-]\d{4}|GMT|UTC?|BST|[ECMP][SD]T)\b")
_NUMBER = re.compile(r"^para (\d+)")
_WORD = re.compile(r"\w+")


def header_parts(headers: Sequence[tuple[str, str]], every: bool = False) -> Iterator[tuple[str, str]]:
    """(label, text) of each header that is not empty: "header Date", "Date: Mon, 1 Jun 2026 10:00:00 +0100\\n".

    The label is "other headers" for those that tell people little, unless `every` one is to have its name.
    """
    for name, value in headers:
        if value:
            told = every or name.lower() in SHOWN or name.lower() in _TELLING
            text = clean(f"{name}: {value}".replace("\n", " ")) + "\n"
            for at in range(0, len(text), _MOST):
                yield f"header {name}" if told else "other headers", text[at : at + _MOST]


def in_order(headers: Sequence[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The headers that people read, in the usual order, and the others: those of the way it took, then the rest."""
    shown = [h for name in SHOWN for h in headers if h[0].lower() == name]
    telling = [h for h in headers if h[0].lower() in _TELLING]
    return shown, telling + [h for h in headers if h[0].lower() not in _TELLING and h[0].lower() not in SHOWN]


def paragraphs(text: str, called: str = "") -> Iterator[tuple[str, str]]:
    """(label, text) of each paragraph, blank lines after it included, so that all of them joined are the text.

    A new one begins after a blank line and where another depth of quoting (">") begins, so that nobody's words run
    into those of another: "para 3", "quoted text", "quoted text (level 2)". `called` is the label where it is given.
    """
    text = clean(text)
    text += "" if not text or text.endswith("\n") else "\n"
    for number, (depth, block) in enumerate(_blocks(text), 1):
        label = f"para {number}" if not depth else "quoted text" + (f" (level {depth})" if depth > 1 else "")
        for at in range(0, len(block), _MOST):
            yield called or label, block[at : at + _MOST]


def shifted(texts: Sequence[tuple[str, str]], by: int) -> list[tuple[str, str]]:
    """Paragraphs of a later part of a mail, their numbers going on behind the `by` paragraphs before it."""
    return [(_NUMBER.sub(lambda m: f"para {int(m[1]) + by}", label), text) for label, text in texts]


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """(depth of quoting, lines) of each stretch that is one paragraph."""
    held: list[str] = []
    depth, blank = -1, False  # of the lines held; -1 before the first that is not blank
    lines = _LINE.findall(text)
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if not line.strip():
            held.append(line)
            blank = depth >= 0
            continue
        here = _depth(line)
        if line.startswith(">From ") and depth <= 0 and not following.startswith(">"):
            here = 0  # a mailbox marks the writer's own "From " so
        if depth >= 0 and (blank or here != depth):
            yield depth, "".join(held)
            held = []
        held.append(line)
        depth, blank = here, False
    if held:
        yield max(depth, 0), "".join(held)


def _depth(line: str) -> int:
    """How often the line is quoted: "> > word" is 2."""
    marks = _QUOTE.match(line)
    return marks[0].count(">") if marks else 0


@dataclass(slots=True)
class HtmlBody:
    """A body that is HTML: (label, text) of its paragraphs, warnings of reading it, files that are written into it."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    inside: list[object] = field(default_factory=list)


def html_body(text: str, settings: ReadSettings) -> HtmlBody:
    """The body in `text` as the reader of HTML has it; a body without words has no paragraphs.

    Pictures that the mail brings along ("cid:") do not count as kept elsewhere.
    """
    found = HtmlBody()
    stream = io.BytesIO(_BROUGHT.sub(r"\1about:", text).encode("utf-8-sig", "replace"))
    try:
        for item in _html_reader().read(stream, settings):
            if isinstance(item, Part):
                found.texts.append((item.label or f"para {item.ordinal + 1}", item.text))
            elif isinstance(item, Notice):
                found.notices.append(Notice(item.code, item.detail))
            elif isinstance(item, (Enclosed, Chunk)):
                found.inside.append(item)
    except ReadError as refused:
        if refused.code not in ("no_text", "file_empty"):
            found.notices.append(Notice("body_not_read", f"the HTML body: {refused.code.replace('_', ' ')}"))
    return found


def _html_reader() -> ModuleType:
    return import_module("ingest.readers.html")


def html_extractor() -> str:
    """Name and version of what reads bodies that are HTML."""
    return str(_html_reader().extractor())


def same_words(one: str, other: str) -> bool:
    """Whether two versions of a body say the same: hardly a word of `other` is missing from `one`."""
    have = set(_WORD.findall(one.lower()))
    want = set(_WORD.findall(other.lower()))
    return len(want - have) <= max(2, len(want) // 10)


def beyond(words: str, texts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of a second version of a body, the paragraphs that say what `words`, the first one, do not; hidden ones anyhow.

    All of them where the two differ much, so that what stands in the second can be read in its course.
    """
    if not same_words(words, "".join(text for _, text in texts)):
        return list(texts)
    have = set(_WORD.findall(words.lower()))
    return [
        (label, text)
        for label, text in texts
        if label.endswith(", hidden") or not have.issuperset(_WORD.findall(text.lower()))
    ]


def version(name: str, texts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Paragraphs of a second version of a body: "HTML version", and "HTML version, hidden" for what nobody sees."""
    return [(f"{name} version" + (", hidden" if label.endswith(", hidden") else ""), text) for label, text in texts]


def together(*versions: tuple[str, list[tuple[str, str]]]) -> tuple[list[tuple[str, str]], list[Notice]]:
    """The paragraphs of a body that is there in several versions, (name, paragraphs) each, and what to say of it.

    The first one with words, then of the others, under their names, those that say something else.
    """
    texts: list[tuple[str, str]] = []
    notices: list[Notice] = []
    first, words = "", ""
    for name, told in versions:
        said = "".join(text for _, text in told)
        if not words.strip():
            first, words, texts = name, said, told
        elif more := beyond(words, told):
            texts = [*texts, *version(name, more)]
            words += said
            differ = f"the body's {first} and {name} versions differ; both were read"
            notices.append(Notice("versions_differ", differ))
    return texts, notices


def parts(texts: Iterable[tuple[str, str]], first: int = 0) -> Iterator[Part]:
    """Parts of kind "paragraph" from (label, text), numbered from `first`."""
    for ordinal, (label, text) in enumerate(texts, first):
        yield Part(ordinal, "paragraph", text, label)


def iso_date(value: str) -> str:
    """A Date header as ISO 8601 with its zone, where it names one that is known; "" where it cannot be read.

    "-0000" (RFC 5322, 3.3: the time is in UTC, the writer's zone is not known) reads as +00:00.
    """
    try:
        found = parsedate_tz(value)
        if found is None:
            return ""
        when = datetime(*found[:6])
        zone = _ZONE.search(value)
        if not zone:
            return when.isoformat()
        offset = 3600 if zone[1] == "BST" else found[9] or 0
        return when.replace(tzinfo=timezone(timedelta(seconds=offset))).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):  # what it raises on dates that are none
        return ""
