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
_ATTRIBUTION = re.compile(
    rf"{_QUOTE}(?:(?:On|Am|Le|El|Il|Op)\s.{{4,160}}\s(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef)\b.{{0,80}}:"
    rf"|-{{2,}}\s?(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine)\b.*)\s*$",
    re.I | re.S,
)
_DISCLAIMER = re.compile(
    r"\b(?:this (?:e-?mail|message|communication|transmission)\b.{0,120}\b(?:confidential|privileged|intended)"
    r"|(?:not|aren't) the intended recipient|intended (?:solely|only|exclusively) for the (?:use of the )?"
    r"(?:individual|person|addressee|recipient|named)|consider the environment before printing"
    r"|sent from my (?:i?phone|ipad|samsung|mobile|android|blackberry))",
    re.I | re.S,
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
    return not (_HEADER.match(unit.text) or _ATTRIBUTION.match(unit.text) or _DISCLAIMER.search(unit.text))
