"""Reads a text once into words in their base form, its details, its clauses, and what it denies or leaves in doubt."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from summarise.checks.lemmas import lemma
from summarise.checks.modes import ASKED_WITH_NOT, DENIALS, DOUBTS, HEARSAY, NO_DENIALS, OWN_CLAUSE
from summarise.details import Detail, agree, details, sentence_spans
from summarise.text import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_CLAUSE_MARK = re.compile(r"[,;:.?!()—–|·]|\s-\s")
_CLAUSE_WORDS = tuple(
    re.findall(
        r"\w+",
        "and but or because that which who whom when where while if so although though before after until since as than"
        " then whether unless",
    )
)
_TOLD_STOPS = set(re.findall(r"\w+", "know get got happen happened happening tell told said say says same own please"))
_STOPS = (STOP_WORDS | {"may", "might", "shall", "must", "am", "upon", "also", "yet", "us"}) - _TOLD_STOPS
_TAILS = re.compile(r"(?:n['’]t|['’](?:s|m|re|ve|ll|d))$", re.IGNORECASE)
_BROKEN = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
Sense = Literal["doubt", "hearsay"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a detail at text[start:end]. `key` is what it is known by; `heavy` tells words that carry content.

    `sentence` and `clause` count from 0 through the text.
    """

    key: str
    start: int
    end: int
    heavy: bool
    sentence: int
    clause: int
    detail: Detail | None = None


def same_token(said: Token, given: Token) -> bool:
    """Whether a token of a claim is the same word, or a detail that the other bears."""
    if said.detail is not None and given.detail is not None:
        return agree(said.detail, given.detail)
    return said.detail is None and said.key == given.key


@dataclass(frozen=True, slots=True)
class Denial:
    """A "not", "no", "never" … at text[start:end]; `head` is the token that it denies, -1 where there is none."""

    start: int
    end: int
    clause: int
    head: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """ "I think", "may have", "I was told" … at text[start:end], over the tokens [first, last) that it bears upon."""

    sense: Sense
    start: int
    end: int
    first: int
    last: int
    sentence: int


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the checks know of a text; known by itself, as a text is read once, so that more can be kept beside it."""

    text: str
    tokens: tuple[Token, ...]
    denials: tuple[Denial, ...]
    doubts: tuple[Doubt, ...]

    def words(self, start: int, end: int) -> str:
        return self.text[start:end]


def read(text: str, names: Collection[str] = ()) -> Reading:
    """The reading of a text; each is made once. `names` are words known as names (lower case)."""
    return _read(text, frozenset(names))


def goes_with(reading: Reading, one: Denial, other: Denial) -> bool:
    """Whether two denials are the halves of "neither … nor"."""
    first, last = sorted((one, other), key=lambda d: d.start)
    words = [reading.words(d.start, d.end).casefold() for d in (first, last)]
    return words == ["neither", "nor"] and not re.search(r"[.;?!]\s", reading.words(first.end, last.start))


@lru_cache(maxsize=2048)
def _read(text: str, names: frozenset[str]) -> Reading:
    found = details(text, names)
    skipped = [(m.start(), m.end()) for m in NO_DENIALS.finditer(text)]
    spans = sentence_spans(text)
    denied = [m for m in DENIALS.finditer(text) if not any(a <= m.start() < b for a, b in skipped)]
    denied = [m for m in denied if not _only_asks(text, m, spans)]
    tokens = _tokens(text, found, spans)
    doubts = [_doubt(m, "doubt", tokens) for m in DOUBTS.finditer(text)]
    doubts += [_doubt(m, "hearsay", tokens) for m in HEARSAY.finditer(text)]
    return Reading(text, tuple(tokens), tuple(_denial(m, tokens) for m in denied), tuple(doubts))


def _tokens(text: str, found: Sequence[Detail], spans: Sequence[tuple[int, int]]) -> list[Token]:
    """Words and details in order; denials are none of them, so that what stands around "not" stays side by side."""
    tokens: list[Token] = []
    ends, at, sentence, clause, last = [b for _, b in spans], 0, 0, 0, 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while at < len(found) and found[at].end <= start:
            at += 1
        detail = found[at] if at < len(found) and found[at].start < end else None
        if detail is not None and tokens and tokens[-1].detail is detail:
            continue
        while sentence < len(ends) - 1 and start >= ends[sentence]:
            sentence += 1
            clause += 1
        word = match[0].casefold().replace("’", "'")
        if word in _CLAUSE_WORDS or _parts(text, last, start):
            clause += 1
        last = end if detail is None else detail.end
        if detail is not None:
            tokens.append(Token(f"#{detail.kind}", detail.start, detail.end, True, sentence, clause, detail))
        elif key := _key(word):
            tokens.append(Token(key, start, end, key not in _LIGHT and word not in _STOPS, sentence, clause))
    return tokens


def _parts(text: str, last: int, start: int) -> bool:
    """Whether what stands between two words parts clauses; the dot of "Mr." and "No." does not."""
    mark = _CLAUSE_MARK.search(text, last, start) if last < start else None
    return mark is not None and not (mark[0] == "." and _TITLE_DOT.search(text[max(0, last - 5) : last]))


_LIGHT = {lemma(w) for w in (*_STOPS, "pc", "dc", "ds", "di", "dci", "sgt", "insp", "pcso")}
_DENYING = ("not", "never", "cannot")
_TITLES = ("mr", "mrs", "ms", "dr", "mx", "prof")
_TITLE_DOT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Mx|Prof|No|St)|\b[A-Z])$")


def _key(word: str) -> str:
    """The base form of a word; "" for a word that only denies ("didn't" leaves "do")."""
    if word in _DENYING or word in _TITLES:
        return "can" if word == "cannot" else ""
    base = _TAILS.sub("", word)
    if word.endswith("n't"):
        base = _BROKEN.get(base, base)
    return lemma(base) if base else ""


def _only_asks(text: str, match: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a denial only turns a question ("Isn't it true that …?")."""
    start, end = next((s for s in spans if s[0] <= match.start() < s[1]), (0, len(text)))
    sentence = text[start:end].rstrip(" \n”\"'")
    opened = ASKED_WITH_NOT.match(sentence)
    return bool(opened) and sentence.endswith("?") and match.end() <= start + (opened.end() if opened else 0)


def _denial(match: re.Match[str], tokens: Sequence[Token]) -> Denial:
    """A denial with the first word of its clause after it that carries content, else the last before it."""
    begin = match.end() - 1 if match[0].casefold().endswith((" than", " of")) else match.start()
    at = next((i for i, t in enumerate(tokens) if t.end > begin), len(tokens))
    beside = tokens[at] if at < len(tokens) else None
    if beside is not None and match[0].casefold().endswith(("n't", "n’t")) and beside.start <= match.start():
        at += 1  # "didn't": its own "did" is not what it denies
    if match[0].casefold() == "nor" and match.string[match.end() + 1 : match.end() + 2].isupper():
        named = next((i for i in range(at, len(tokens)) if tokens[i].start >= match.end()), -1)
        return Denial(match.start(), match.end(), tokens[named].clause, named)  # "nor Will": a name, if no weighty word
    clause = beside.clause if beside is not None and _same_clause(match, beside, tokens, at) else _clause(tokens, at)
    inside = [i for i in range(max(0, at - 12), min(len(tokens), at + 12)) if tokens[i].clause == clause]
    after = [i for i in inside if i >= at and tokens[i].start >= match.end() and _denies_well(tokens[i])]
    before = [i for i in reversed(inside) if i < at]
    head = next(iter(after), None)
    if head is None:
        head = next((i for i in before if tokens[i].heavy), next(iter(before), -1))
    return Denial(match.start(), match.end(), clause, head)


def _same_clause(match: re.Match[str], token: Token, tokens: Sequence[Token], at: int) -> bool:
    return not _CLAUSE_MARK.search(match.string, match.end(), max(match.end(), token.start))


def _clause(tokens: Sequence[Token], at: int) -> int:
    return tokens[at - 1].clause if 0 < at <= len(tokens) else 0


def _denies_well(token: Token) -> bool:
    return token.heavy and not (token.detail is None and token.key.endswith("ly"))


def _doubt(match: re.Match[str], sense: Sense, tokens: Sequence[Token]) -> Doubt:
    """A doubt bears upon what follows it in its sentence, as far as the next "but"; "might" upon its clause alone."""
    narrow = bool(OWN_CLAUSE.match(match[0]))
    first = next((i for i, t in enumerate(tokens) if t.start >= match.end()), len(tokens))
    before = tokens[first - 1].sentence if first else 0
    last, clause = first, tokens[first].clause if first < len(tokens) else 0
    while last < len(tokens) and tokens[last].sentence == before and tokens[last].key != "but":
        if narrow and (tokens[last].clause != clause or _main_clause(tokens, first, last)):
            break
        last += 1
    return Doubt(sense, match.start(), match.end(), first, last, before)


def _main_clause(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether a condition ends here: "if he had been there | I would have seen him"."""
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    return at > first and tokens[at].key == "@who" and after in ("will", "can", "may", "shall")
