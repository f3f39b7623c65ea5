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
    r"|\bproduced\s+by\s+(?!me\b)|\brefer(?:s|red|ring)?\s+to\b(?!\s+(?:(?:it|this|that|them|these|which)\s+)?as\b).{0,60}?\bexhibits?\b"
    r"|\b(?:saw|seen|recogni[sz]ed?|identif(?:y|ied)|compared)\s+(?:the\s+)?exhibits?\b"
)
# Somebody else who does with a thing what makes it an exhibit: "the knife which PC HOLM seized as exhibit TH/7".
_DOES = (
    r"(?:seized?|produced?|exhibit(?:s|ed)?|mark(?:s|ed)|label(?:s|led)|recover(?:s|ed)|found|collected|took|bagged|sealed"
    r"|photographed|downloaded|copied|prepared|made|drew)"
)
_NAME = r"(?!(?:I|We|My|Our|The|This|That|These|Those|An?|Exhibits?|And|Then)\b)[A-Z][\w'’.-]*"
_SOMEBODY = (
    rf"(?:{_NAME}(?:\s+(?:\d+|{_NAME})){{0,4}}|(?:he|she|they|who|someone|somebody|police)"
    r"|(?:which|that|when)\s+(?:(?:the|an?|my|his|her|their|another)\s+)?(?!and\b)[a-z]+)"
)
_OTHER = re.compile(
    rf"\b(?!I\b){_SOMEBODY}\s+(?:(?:had|has|have|then|also|later|subsequently|now)\s+){{0,2}}{_DOES}\b"
    rf"|\b{_DOES}\s+by\s+(?!me\b|myself\b)"
)
_MYSELF = re.compile(
    r"\bI\b|\bwe\b|\b(?:by\s+me|myself|my\s+exhibits?"
    r"|and\s+(?:now\s+)?(?:exhibit|produce|mark|label))\b",
    re.I,
)
_I_PRODUCE = re.compile(
    r"\b(?:I|we)\s+(?:(?:can|now|also|hereby|therefore|will|wish\s+to)\s+){0,2}(?:produce|exhibit|tender)\b", re.I
)
_PLATE = re.compile(r"[A-Z]{2}[ \t]?\d{2}[ \t]?[A-Z]{3}\b")  # a British registration: YK16 PLO
_OFFICER = re.compile(r"(?:PC|DC|DS|DI|PS|DCI|PCSO|SGT|WPC)[ \t]")  # a rank with a number: PC 221
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
        last = 0
        for match in _references(sentence):
            before = sentence[: match.start()]
            another = _is_anothers(sentence[last : match.start()])
            last = match.end()
            own = len(initials) > 1 and match[1] in (initials, initials[0] + initials[-1])
            says = bool(_PRODUCES.search(before) or _PRODUCES.search(sentence)) and not _ELSEWHERE.search(before)
            if own or (says and not another):
                found.setdefault(f"{match[1]}/{match[2].upper()}", start + match.start())
    return list(found.items())


def _is_anothers(clause: str) -> bool:
    """Whether the words before a reference, from the one before it, say that another made the thing an exhibit."""
    other = max((m.end() for m in _OTHER.finditer(clause)), default=0)
    return bool(other) and not _MYSELF.search(clause, other) and not _I_PRODUCE.search(clause)


def reference(text: str) -> str:
    """An exhibit's reference in one spelling ("jb 01" → "JB/1"), to compare; other texts in capitals, folded."""
    match = re.fullmatch(r"\s*([A-Za-z]{1,5})\s*[/\\ _-]?\s*0{0,3}(\d{1,4}[A-Za-z]?)\s*", text)
    return f"{match[1]}/{match[2]}".upper() if match else " ".join(text.upper().split())


def _references(sentence: str) -> list[re.Match[str]]:
    exact = list(_REFERENCE.finditer(sentence))
    taken = {m.start() for m in exact}
    joined = [m for m in _JOINED.finditer(sentence) if _JOINED_NEAR.search(sentence[: m.start()])]
    joined = [m for m in joined if not _OFFICER.match(m[0]) and not _PLATE.match(sentence, m.start())]
    return sorted([*exact, *(m for m in joined if m.start() not in taken)], key=lambda m: m.start())


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if a < b]
