"""Says where spans of a text layer stand, in words for people, and how well a machine read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from provenance.records import Part

# The head of a message that another answers or forwards, as mail programs write it into the text. Names of headers in
# English, German, French, Spanish, Italian, Dutch and Polish.
_BELOW = r"(?=(?:[^\n]*\n){1,%d}[ \t>*]{0,20}(?:%s)[ \t]?\*?:)"
_MESSAGE = re.compile(
    r"^[ \t>*]{0,20}(?:From|Von|De|Da|Van|Od)[ \t]?:\*?[ \t]{0,20}[^\s:][^\n]*$"
    + _BELOW % (4, "Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Data|Verzonden|Wysłano|Wysłane")
    + _BELOW % (10, "To|Subject|An|Betreff|À|Objet|Para|Asunto|A|Oggetto|Aan|Onderwerp|Do|Temat"),
    re.M,
)
_DIVIDES = re.compile(r"[ \t>]{0,20}[-_]{2}[^\n]{0,80}[-_]\Z")  # "-----Original Message-----"
TABLE_ROW = re.compile(r"(?P<table>.*\btable \d+), row (?P<row>\d+)")
HEADER = "header "  # begins the label of a message's header, before its name


class Places:
    """The places in one layer: `spans` are those of its parts, `layer` their joined text, `at` where they begin."""

    def __init__(self, parts: Sequence[Part], layer: str, kind: str, at: int = 0) -> None:
        ends = np.cumsum([at] + [len(part.text) for part in parts])
        self.spans = [(int(a), int(b)) for a, b in pairwise(ends)]
        self._parts = parts
        self._starts = ends[:-1]
        self._kind = kind
        self._messages = [at + _divided(layer, m.start()) for m in _MESSAGE.finditer(layer)]
        self._newlines = np.array([m.start() for m in re.finditer("\n", layer)] if kind == "text" else [], np.int64)

    def label(self, start: int, end: int) -> str:
        """What a person would write: "p. 3", "pp. 3–4", "para 12", "lines 40–46"; empty for a picture."""
        first, last = self._parts[self._index(start)], self._parts[self._index(end - 1)]
        if first.kind == "page" and first.page:
            return _range("p. ", "pp. ", _page(first), _page(last))
        if first.kind == "paragraph":
            return _range("para ", "paras ", _paragraph(first), _paragraph(last))
        if first.kind == "cue":
            return first.label if first.label == last.label else f"{first.label}–{last.label}"
        if self._kind == "text":
            return _range("line ", "lines ", f"line {self._line(start)}", f"line {self._line(end - 1)}")
        return first.label

    def borders(self) -> list[int]:
        """Offsets at which the text turns from the body to a note, comment or header beside it, or to the next one.

        So it does where the body turns to a message of somebody else, which it answers or forwards.
        """
        beside = ("note", "field", "fact")
        labels = [
            HEADER
            if heads_mail(part)
            else _paragraph(part)
            if part.kind == "paragraph"
            else f"{part.kind} {part.label}"
            if part.kind in beside
            else ""
            for part in self._parts
        ]
        pairs = enumerate(pairwise(labels), 1)
        turned = [
            self.spans[i][0] for i, (a, b) in pairs if a != b and not (a.startswith("para ") and b.startswith("para "))
        ]
        return turned + [x for x in self._messages if not heads_mail(self._parts[self._index(x)])]

    def confidence(self, start: int, end: int) -> float | None:
        """Mean confidence (0 to 1) of the words read by a machine in the span; None where there are none."""
        found: list[NDArray[np.float32]] = []
        for i in range(self._index(start), self._index(end - 1) + 1):
            words = self._parts[i].words
            if words is not None and words.confidence is not None:
                at = self.spans[i][0]
                found.append(words.confidence[(words.spans[:, 0] + at < end) & (words.spans[:, 1] + at > start)])
        values = np.concatenate(found) if found else np.zeros(0, np.float32)
        return round(float(values.mean()), 4) if len(values) else None

    def _index(self, offset: int) -> int:
        return int(np.searchsorted(self._starts, offset, side="right")) - 1

    def _line(self, offset: int) -> int:
        return int(np.searchsorted(self._newlines, offset)) + 1


def _divided(layer: str, start: int) -> int:
    """Where the line begins that divides a message from what stands above it; `start` where there is none."""
    above = layer[max(0, start - 200) : start].rstrip()
    line = above.rpartition("\n")[2]
    return max(0, start - 200) + len(above) - len(line) if _DIVIDES.match(line) else start


def heads_mail(part: Part) -> bool:
    """Whether a part is one header of a message: those side by side share a passage, each a sentence of its own."""
    return part.kind == "paragraph" and part.label.startswith(HEADER)


def _page(part: Part) -> str:
    return part.label or f"p. {part.page}"


def _paragraph(part: Part) -> str:
    return part.label or f"para {part.ordinal + 1}"


def _range(one: str, many: str, first: str, last: str) -> str:
    """ "p. 3" and "p. 4" as "pp. 3–4"; labels of other shapes side by side."""
    if first == last:
        return first
    rows = [TABLE_ROW.fullmatch(x) for x in (first, last)]
    if rows[0] and rows[1] and rows[0]["table"] == rows[1]["table"]:
        return f"{rows[0]['table']}, rows {rows[0]['row']}–{rows[1]['row']}"
    if all(re.fullmatch(re.escape(one) + r"\S+", x) for x in (first, last)):
        return f"{many}{first.removeprefix(one)}–{last.removeprefix(one)}"
    return f"{first} – {last}"
