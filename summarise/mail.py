"""What of a mail is said about it and not in it: its headers, those of older mails that it quotes, disclaimers.

They are facts about the mail: found and cited like all else, but no claims of an overview.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from provenance.layers import Layer
from summarise.units import Unit

KINDS: Final = frozenset({"eml", "msg"})
_HEADER_LABELS: Final = ("header ", "other headers")  # begin the labels of parts
_NAMES: Final = (
    "From|To|Cc|Bcc|Sent|Date|Subject|Reply-To|Importance|Attachments?|Von|An|Gesendet|Datum|Betreff|De|À|Envoyé|Objet"
    "|Para|Enviado|Asunto|Fecha|Da|Inviato|Oggetto|Van|Aan|Verzonden|Onderwerp|Od|Do|Wysłano|Temat"
)
_QUOTE: Final = r"(?:>\s?)*"
_HEADER = re.compile(rf"{_QUOTE}[*_]{{0,2}}(?:{_NAMES})[*_]{{0,2}}\s?:(?:\s|[*_]|$)", re.I)
_SAYS = re.compile(rf"{_QUOTE}[^\s:]+\s?:\s+(?:[a-zà-ÿ][^@]*|[^@]*[.!?…]['”\"]?\s*)$")  # "To: be clear, I hit him."
_TWO: Final = {"an", "da", "de", "do", "od", "op"}  # labels that are words of other languages: never one alone
_ATTRIBUTION = re.compile(
    rf"{_QUOTE}(?:(?:On|Am|Le|El|Il|Op)\s(?=.{{0,60}}\d).{{4,160}}\s"
    rf"(?:wrote\s?:|(?:schrieb|a écrit|escribió|ha scritto|schreef)\b.{{0,80}}:)"
    rf"|-{{2,}}\s?(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine)\b.*)\s*$",
    re.I | re.S,
)
_ABOUT_IT: Final = r"\bthis (?:e-?mail|message|communication|transmission)\b|\bintended recipient\b"
_DISCLAIMS = re.compile(_ABOUT_IT, re.I)
# Only words of lawyers that come together make a disclaimer: a threat may speak of "this message", too.
_MARKS = re.compile(
    r"\b(?:(confidential)|(privileged)|(intended (?:solely|only|exclusively) for)|(intended recipient)|(addressee)"
    r"|(individual or entity)|(notify the sender)|(disclos\w+)|(unauthori[sz]ed)|(delete)|(viruses))\b",
    re.I,
)
_SIGNED = re.compile(
    rf"{_QUOTE}(?:sent from my (?:i?phone|ipad|samsung|mobile|android|blackberry)[\w .]{{0,30}}"
    r"|(?:please )?consider the environment before printing[^.!]{0,60}[.!]?)\s*",
    re.I,
)


def headers(layer: Layer) -> list[tuple[int, int]]:
    """The stretches of a mail's layer that are its headers."""
    return [(p.start, p.end) for p in layer.parts if p.kind == "paragraph" and p.label.startswith(_HEADER_LABELS)]


def told_in(unit: Unit, mails: Container[str]) -> bool:
    """Whether a unit tells something; False for what is only said about the mail that it stands in, or that it quotes.

    `mails` are ids of sources. A header behind a mark of quotation is one anywhere.
    """
    if unit.source_id not in mails and not unit.text.startswith(">"):
        return True
    if _ATTRIBUTION.match(unit.text) or _SIGNED.fullmatch(unit.text) or _disclaims(unit.text):
        return False
    return not _is_header(unit.text)


def _is_header(text: str) -> bool:
    """Whether it is a header: one of several lines of them, or one alone that does not read as a sentence."""
    if not _HEADER.match(text):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        return sum(_HEADER.match(line) is not None for line in lines) > 1
    name = text.lstrip("> *_").partition(":")[0].strip(" *_").lower()
    return not _SAYS.match(text) and (name not in _TWO or "@" in text)


def _disclaims(text: str) -> bool:
    marks = {found.lastindex for found in _MARKS.finditer(text)}
    return _DISCLAIMS.search(text) is not None and len(marks) > 1
