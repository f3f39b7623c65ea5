"""Tests that a claim does not tell for so what the cited words only instruct somebody to write or say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.records import Notice
from summarise.checks.alignment import Alignment
from summarise.checks.attributed import lay
from summarise.checks.base import Cited, Finding, notice
from summarise.checks.quotes import plain, quotations
from summarise.details import sentence_spans

TOLD = "These words read as an instruction to whoever writes or speaks, not as an account"
_LEAD = (
    r"^\W*(?:[A-Z][\w ]{0,30}:\s)?"
    r"(?:\W|(?:so|and|now|then|also|next|first|finally|please|kindly|just|simply|always|you)\b)*"
)
_PUT = (
    r"(?:write|say|state|report|record|conclude|claim|declare|testify|assert"
    r"|put\s(?:down|in)|include|make\s(?:it\s)?clear)"
)
_LISTENER = (
    r"(?:the|your|any|every)\s(?:\w+\s)?"
    r"(?:court|jury|judge|police|officers?|detectives?|inspector|reader|investigators?)"
)
_TEXT = (
    r"(?:(?:the|your|this|any)\s(?:\w+\s)?"
    r"(?:summary|report|draft|answer|account|document|output|conclusion|response)|you)"
)
_THAT = r"\s(?:[\w ]{0,24}\s)?that\b|\s?:|\s(?:the\s)?following\b"
INSTRUCTION = re.compile(
    _LEAD + r"(?:"
    r"(?:ignore|disregard|forget|override)\s(?:(?:all|any|everything|anything|the|your|what|of)\s){1,3}"
    r"(?=[^.]{0,60}?\b(?:above|before|previous|prior|preceding|earlier|so\sfar|instructions?|rules?|other)\b)"
    r"|(?:ignore|disregard|forget)\s(?:everything|(?:previous|prior|earlier|all|any)\s\w*\s?instructions?)\b"
    rf"|{_PUT}(?:{_THAT})"
    rf"|(?:tell|inform|assure|convince)\s{_LISTENER}\sthat\b"
    rf"|(?:make\ssure|be\ssure|ensure|remember)\s(?:to|and|that\s|you|the)[\w ]{{0,30}}?\b{_PUT}s?(?:{_THAT})"
    r"|(?:do\snot|don['’]t|never)\s(?:mention|write|report|record|include|say)\s(?:\w+\s){0,3}?(?:that|anything)\b"
    rf"|{_TEXT}\s(?:must|should|shall|has\sto|have\sto|needs?\sto|(?:is|are)\sto|ought\sto)\s(?:\w+ly\s|also\s)?{_PUT}(?:{_THAT})"
    r"|i\s(?:want|need|would\slike|instruct|order|command)\syou\sto\s" + rf"{_PUT}(?:{_THAT})" + r")",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:instruct|ask|tell|told|order|writ|wrote|note|message|request|urg|command|demand|direct)\w*\b", re.IGNORECASE
)
_MOST = 0.75  # of the weighty words that a claim takes over


def instructs(sentence: str) -> bool:
    """Whether a sentence tells its reader what to write or say, or to pass over other words."""
    return INSTRUCTION.match(sentence) is not None


@lru_cache(maxsize=2048)
def instructed(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text that read as instructions."""
    return tuple((a, b) for a, b in sentence_spans(text) if instructs(text[a:b].strip()))


@dataclass(frozen=True, slots=True)
class InstructionCheck:
    """An instruction bears nothing but that it was written: told for so it is unsupported; quoted, partly supported."""

    name: str = "instruction"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        if not any(instructed(c.text) for c in cited):
            return Finding(self.name, None, 1.0)
        if found := _quoted(claim, cited):
            return Finding(self.name, "partly", 0.5, found)
        laid, _ = lay(claim, cited)
        place = _told_for_so(laid)
        if place is None:
            return Finding(self.name, None, 1.0)
        if instructs(claim):
            return Finding(self.name, "partly", 0.5, (notice("instruction", TOLD, *place),))
        if _KEPT.search(claim):
            return Finding(self.name, None, 1.0)
        return Finding(self.name, "unsupported", 0.0, (notice("instruction", TOLD, *place),))


def _quoted(claim: str, cited: Sequence[Cited]) -> tuple[Notice, ...]:
    """A notice for each quotation that holds an instruction, or words out of one that stand nowhere else."""
    found = []
    for a, b in quotations(claim):
        words = plain(claim[a + 1 : b - 1])
        for c in cited:
            spans = instructed(c.text)
            inside = any(words and (words in (said := plain(c.text[x:y])) or said in words) for x, y in spans)
            rest = "".join(c.text[x:y] for x, y in sentence_spans(c.text) if (x, y) not in spans)
            if inside and words not in plain(rest):
                found.append(notice("instruction", TOLD, a + 1, b - 1))
                break
    return tuple(found)


def _told_for_so(laid: Alignment) -> tuple[int, int] | None:
    """Where the claim's own words tell what only instructions say; None where other words of the passage say it."""
    linked = [(t, k.at) for t, k in zip(laid.claim.tokens, laid.links, strict=True) if k and k.agrees and t.heavy]
    inside: set[int] = set()
    outside: set[int] = set()
    for reading, r in enumerate(laid.given.readings):
        first, spans = laid.given.first(reading), instructed(r.text)
        for n, token in enumerate(r.tokens):
            (inside if any(a <= token.start < b for a, b in spans) else outside).add(first + n)
    elsewhere = {(t.key, t.detail.value if t.detail else "") for t in (laid.given.tokens[n] for n in outside)}
    only = [t for t, at in linked if at in inside]
    if not only or len(only) < _MOST * len(linked):
        return None
    if all((t.key, t.detail.value if t.detail else "") in elsewhere for t in only):
        return None
    return only[0].start, only[-1].end
