"""Finds the exhibits that the writer of a statement produces, by their references: JB/1."""

from __future__ import annotations

import re
from itertools import pairwise

_REFERENCE = re.compile(r"\b([A-Z]{2,4})[ \t]?[/\\][ \t]?0{0,3}(\d{1,4}[A-Za-z]?)\b")
_JOINED = re.compile(
    r"\b([A-Z]{2,4})[ \t]?-?[ \t]?0{0,3}(\d{1,4}[A-Za-z]?)\b"
)  # JB1, JB-1: only where "exhibit" is near
_SENTENCE = re.compile(r"(?<=[a-z\d)\]”\"'])[.!?](?=\s+[A-Z“\"'(]|\s*\Z)|\n\s*\n")
_PRODUCES = re.compile(
    r"(?is)\b(?:i|we)\b.{0,40}?\b(?:produce|exhibit|tender)\b|\bmy\s+exhibits?\b"
    r"|\b(?:now\s+)?produced?\s+(?:by\s+me|as)\b"
    r"|\bi\b.{0,160}?\b(?:as|marked|labelled|refer(?:red)?\s+to\s+(?:it\s+|this\s+|them\s+)?as)\s+(?:my\s+"
    r"|an\s+)?(?:exhibits?|item)\b"
    r"|\bi\b.{0,120}?\b(?:marked|labelled|sealed)\b"
    r"|\b(?:which|that|and)\s+i\s+(?:now\s+|have\s+)?(?:exhibit|produce|mark|label)"
)
_NAMED = re.compile(
    r"(?i)\bexhibits?\b|\bproduce[ds]?\b|\bmark(?:ed|ing)?\b|\blabelled\b|\breference\b|\b(?:id|identification)\b"
)
_ELSEWHERE = re.compile(
    r"(?i)\b(?:shown|showed|viewed|watched|referred\s+to|received|collected|examined)\b.{0,60}?\bexhibits?\b"
    r"|\bproduced\s+by\s+(?!me\b)"
)
_JOINED_NEAR = re.compile(r"(?i)\bexhibits?\b[^.]{0,40}\Z|\b(?:as|marked)\W{0,3}\Z|\band\W{0,3}\Z")


def produced(text: str, witness: str) -> list[tuple[str, int]]:
    """References of what the writer produces, as "JB/1", each with the place where it is first so named.

    Another's exhibit that was only shown or examined does not count, unless it bears the witness's own initials.
    """
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", witness)).upper()
    found: dict[str, int] = {}
    for start, end in _sentences(text):
        sentence = text[start:end]
        if not _NAMED.search(sentence):
            continue
        for match in _references(sentence):
            before = sentence[: match.start()]
            own = len(initials) > 1 and match[1] in (initials, initials[0] + initials[-1])
            says = bool(_PRODUCES.search(before) or _PRODUCES.search(sentence)) and not _ELSEWHERE.search(before)
            if own or says:
                found.setdefault(f"{match[1]}/{match[2].upper()}", start + match.start())
    return list(found.items())


def reference(text: str) -> str:
    """An exhibit's reference in one spelling ("jb 01" → "JB/1"), to compare; other texts in capitals, folded."""
    match = re.fullmatch(r"\s*([A-Za-z]{1,5})\s*[/\\ _-]?\s*0{0,3}(\d{1,4}[A-Za-z]?)\s*", text)
    return f"{match[1]}/{match[2]}".upper() if match else " ".join(text.upper().split())


def _references(sentence: str) -> list[re.Match[str]]:
    exact = list(_REFERENCE.finditer(sentence))
    taken = {m.start() for m in exact}
    joined = [m for m in _JOINED.finditer(sentence) if _JOINED_NEAR.search(sentence[: m.start()])]
    return sorted([*exact, *(m for m in joined if m.start() not in taken)], key=lambda m: m.start())


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if a < b]
