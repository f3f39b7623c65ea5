"""Finds what a passage only tells from others, asks for, or says as far as memory goes, wherever that stands.

The phrases of `modes` bear on what follows at once; these stand apart from it ("told me the next morning that"), behind
it ("or so it seemed") or ask somebody to do it ("told him to leave").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from summarise.checks.alignment import Alignment
from summarise.checks.lemmas import lemma
from summarise.checks.reading import Doubt, Reading, Sense, Token, same_token

_WHO = r"(?:i|we|he|she|they|the\switness|(?-i:[A-Z][\w’'-]+))"
_SAYS = (
    r"(?:sa(?:y|ys|id)|t(?:ell|ells|old)|mention(?:s|ed)?|claim(?:s|ed)?|alleg(?:es?|ed)|texted|messaged|wrote|writes"
    r"|e-?mailed|insist(?:s|ed)?|explain(?:s|ed)?|admit(?:s|ted)?|swore|whispered|let\s(?:on|slip))"
)
_TO = r"(?:\s(?:to\s)?(?:me|us|him|her|them|(?:my|his|her|the)\s\w+|(?-i:[A-Z][\w’'-]+)))?"
_TIME_OF_DAY = r"(?:day|night|morning|afternoon|evening|time|week)"
_SAID_THAT = re.compile(
    rf"\b(?P<verb>{_SAYS}){_TO}(?P<gap>[^.;:?!“”\"]{{0,40}}?)\sthat\b(?!\s{_TIME_OF_DAY}\b)", re.IGNORECASE
)
_SAID_WHEN = re.compile(
    rf"\b(?P<verb>(?:told|texted|messaged|e-?mailed)\s(?:me|us))(?:\s(?:later(?:\son)?|afterwards|yesterday"
    rf"|(?:the\s(?:next|following|same|other)|that|next)\s{_TIME_OF_DAY}|(?:on|in|over|at)\s(?:the\s)?\w+)){{1,2}},?\s",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r"\b(?P<verb>(?:hear|heard|learn(?:ed|t)?|found\sout)\sfrom)\s[^.,;:?!]{2,40}?\sthat\b"
    r"|\b(?P<word>(?:word|rumour|rumor|talk|gossip|story|whisper)\s(?:was|is|got\sround|got\sback|went\sround)"
    r"|there\s(?:was|were)\s(?:talk|word|a\srumour|rumours|a\sstory))\sthat\b",
    re.IGNORECASE,
)
_FIRST = ("i", "we")
_BETWEEN = frozenset(re.findall(r"\w+", "also then later has had have just only once never always even did to not"))
_ASIDE = re.compile(
    r"[,–—-]\s?(?:or\s)?(?:so|as)\s(?:(?:he|she|they|my\s\w+|the\s\w+|(?-i:[A-Z][\w’'-]+))\s(?:has\s|had\s|later\s)?"
    r"(?:told|tells|said|says|claimed|claims|put\sit)|i\s(?:was|am|have\sbeen|heard)(?:\s(?:later\s)?told)?)\b(?:\s(?:me|us))?"
    r"|,\s(?:he|she|they|my\s\w+|the\s\w+|(?-i:[A-Z][\w’'-]+))\s(?:told\s(?:me|us)|said|says|claimed|claims)(?=\s?[.,]|$)"
    r"|(?<=[\w,]\s)according\sto\b(?!\splan)",
    re.IGNORECASE,
)
_AS_FAR = re.compile(
    rf"\bas\s(?:far|best|well)\sas\s{_WHO}\b|\bas\sbest\s{_WHO}\s(?:can|could)\b"
    rf"|\bif\s{_WHO}\s(?:remember|recall|recollect)\w*(?:\s(?:it|that))?(?:\s(?:right|rightly|correctly|well|properly))?"
    r"|\bif\s(?:my\s)?memory\sserves\b|\b(?:from|going\sby)\s(?:my\s)?memory\b|\b(?:if\si\sam|if\si['’]m)\snot\smistaken\b"
    r"|\b(?:to\s)?the\sbest\sof\s(?:my|his|her|our|their)\s(?:recollection|knowledge|memory|belief|ability)\b"
    r"|\bto\s(?:my|his|her)\sknowledge\b"
    rf"|\bfrom\swhat\s{_WHO}\s(?:could|can|remember\w*|recall\w*|gather\w*)\b"
    rf"|\bor\sso\s(?:it\s(?:seemed|looked|appeared|sounded)|{_WHO}\s(?:thought|believed))\b"
    r"|\b(?:i|we)\s(?:may|might|could)\s(?:well\s)?be\s(?:wrong|mistaken)\b"
    r"|\b(?:i|we)\s(?:can['’]t|cannot|could\snot|couldn['’]t)\s(?:be\s(?:\w+\s)?(?:sure|certain)|swear)\b",
    re.IGNORECASE,
)
_FAIRLY = re.compile(
    r"\b(?:i|we)(?:\swould|['’]d)\s(?:\w+\s)?(?:have\s)?sa(?:y|id)\b"
    r"|\b(?:i\s(?:am|was)|i['’]m|we\s(?:are|were))\s(?:fairly|pretty|almost|nearly|reasonably)\s(?:sure|certain|confident)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?P<verb>t(?:ell|ells|old)|ask(?:s|ed)?|order(?:s|ed)?|begged|begs|advis(?:es?|ed)|want(?:s|ed)?|instruct(?:s|ed)?"
    r"|urge[sd]?|invite[sd]?|warn(?:s|ed)?|request(?:s|ed)?|command(?:s|ed)?|(?:plead(?:s|ed)?|pled)\swith"
    r"|(?:shout|yell|scream)(?:s|ed)?\s(?:at|to|for)|call(?:s|ed)?\s(?:out\s)?to|signalled\sto|motioned\s(?:to|for))\s"
    r"(?!to\s)(?:(?!to\b|and\b|that\b|who\b)[\w’'.-]+\s){1,4}?(?:not\s)?to\s(?=[a-z])",
    re.IGNORECASE,
)
_AND_DID = re.compile(
    r"\b(?:and|which|so)\s(?:\w+\s){0,3}did(?!n['’]t|\snot)\b(?=(?:\s(?:so|it|that|this))?\s?[.,;]|\s(?:so|it)\b|\s*$)",
    re.IGNORECASE,
)
_BORDER = re.compile(r";|,\s(?:and|so)\s|\bbut\b|[.?!](?=\s|$)", re.IGNORECASE)
KEEPS = re.compile(
    r"\b(?:fairly|pretty|quite|almost|nearly|reasonably)\s(?:sure|certain|confident)\b|\bbest\b|\bmistaken\b|\bwould\ssay\b"
    r"|\b(?:recollect|recall|remember|memor)\w*|\bcould\s(?:tell|see)\b|\b(?:un)?sure\b|\bcan(?:not|['’]t)\sswear\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def framed(reading: Reading) -> tuple[Doubt, ...]:
    """The hearsay, requests and reservations of a text, each with the tokens that it bears upon."""
    return (*_hearsay(reading), *_reserved(reading), *_requests(reading))


def keeps(claim: Reading, rest: str, sense: Sense) -> bool:
    """Whether a claim, `rest` of which tells something, has hearsay, a request or a reservation of its own."""
    own = {d.sense for d in (*claim.doubts, *framed(claim)) if d.start >= len(claim.text) - len(rest)}
    return sense in own or bool(sense == "doubt" and (own or KEEPS.search(rest)))


def told_free(laid: Alignment, taken: Sequence[int]) -> bool:
    """Whether all weighty words that a claim takes from under a frame stand in another sentence that has no frame, no
    doubt and no denial."""
    wanted = [laid.claim.tokens[i] for i in taken if laid.claim.tokens[i].heavy]
    told = (sentence for reading in laid.given.readings for sentence in _free(reading))
    return any(all(any(same_token(w, t) for t in sentence) for w in wanted) for sentence in told)


@lru_cache(maxsize=2048)
def _free(reading: Reading) -> tuple[tuple[Token, ...], ...]:
    """The weighty words of each sentence that is told for so."""
    barred = {d.sentence for d in (*reading.doubts, *framed(reading))}
    barred |= {reading.tokens[d.head].sentence for d in reading.denials if d.head >= 0}
    by_sentence = groupby(reading.tokens, key=lambda t: t.sentence)
    return tuple(tuple(t for t in tokens if t.heavy) for n, tokens in by_sentence if n not in barred)


def _hearsay(reading: Reading) -> Iterator[Doubt]:
    text = reading.text
    for match in (*_SAID_THAT.finditer(text), *_SAID_WHEN.finditer(text)):
        if _by_another(reading, match):
            yield from _forward(reading, match.start("verb"), match.end("verb"), match.end(), "hearsay")
    for match in _HEARD.finditer(text):
        named = "verb" if match["verb"] else "word"
        yield from _forward(reading, match.start(named), match.end(named), match.end(), "hearsay")
    for match in _ASIDE.finditer(text):
        yield from _around(reading, match, "hearsay")


def _by_another(reading: Reading, match: re.Match[str]) -> bool:
    """Whether it is not the one who tells that says it; "and told me" is by another, "and told her" open."""
    if re.match(r"\w+\s(?:to\s)?(?:me|us)\b", match[0], re.IGNORECASE):
        return True
    before = re.findall(r"[\w’']+", reading.text[: match.start()])[-5:]
    while before and (before[-1].casefold() in _BETWEEN - {"to", "not"} or before[-1].endswith("ly")):
        before.pop()
    last = before[-1].casefold() if before else ""
    return last not in (*_FIRST, "and", "to", "not", "who", "that", "which", "you", "can", "could", "will", "would", "")


def _reserved(reading: Reading) -> Iterator[Doubt]:
    for match in _AS_FAR.finditer(reading.text):
        yield from _around(reading, match, "doubt")
    for match in _FAIRLY.finditer(reading.text):
        found = list(_forward(reading, match.start(), match.end(), match.end(), "doubt"))
        yield from found or _around(reading, match, "doubt")


def _requests(reading: Reading) -> Iterator[Doubt]:
    """What somebody was asked to do, unless the text says that it was done."""
    counted = Counter(t.key for t in reading.tokens)
    for match in _ASKS.finditer(reading.text):
        for one in _forward(reading, match.start("verb"), match.end("verb"), match.end(), "doubt", clause=True):
            behind = reading.tokens[one.last - 1].end
            did = _AND_DID.match(reading.text[behind:].lstrip(" ,"))
            verb = reading.tokens[one.first].key
            again = counted[verb] > sum(t.key == verb for t in reading.tokens[one.first : one.last])
            if not did and not (again and verb != lemma("be")):
                yield one


def _forward(
    reading: Reading, start: int, end: int, after: int, sense: Sense, *, clause: bool = False
) -> Iterator[Doubt]:
    """A frame over what follows `after`, as far as the border of its part of the sentence, or of its clause."""
    tokens = reading.tokens
    first = bisect_left(tokens, after, key=_start)
    sentence = _sentence(tokens, start)
    border = _BORDER.search(reading.text, after)
    stop = border.start() if border and border[0] not in ".?!" else len(reading.text)
    last = first
    while last < len(tokens) and tokens[last].sentence == sentence and tokens[last].start < stop:
        if clause and tokens[last].clause != tokens[first].clause:
            break
        last += 1
    if last > first:
        yield Doubt(sense, start, end, first, last, sentence)


def _around(reading: Reading, match: re.Match[str], sense: Sense) -> Iterator[Doubt]:
    """A frame over the part of the sentence in which it stands, on both sides."""
    tokens, text = reading.tokens, reading.text
    sentence = _sentence(tokens, match.start() + 1)
    if sentence < 0:
        return
    first = bisect_left(tokens, sentence, key=lambda t: t.sentence)
    last = bisect_right(tokens, sentence, key=lambda t: t.sentence)
    before = [b.end() for b in _BORDER.finditer(text, tokens[first].start, match.start()) if b[0] not in ".?!"]
    after = [b.start() for b in _BORDER.finditer(text, match.end(), tokens[last - 1].end) if b[0] not in ".?!"]
    first = bisect_left(tokens, before[-1], key=_start) if before else first
    last = bisect_left(tokens, after[0], key=_start) if after else last
    for a, b in (
        (first, bisect_left(tokens, match.start(), key=_start)),
        (bisect_left(tokens, match.end(), key=_start), last),
    ):
        if b > a:
            yield Doubt(sense, match.start(), match.end(), a, b, sentence)


def _start(token: Token) -> int:
    return token.start


def _sentence(tokens: Sequence[Token], at: int) -> int:
    """The sentence of the first token that ends behind a place; -1 where there is none."""
    n = bisect_right(tokens, at, key=lambda t: t.end)
    return tokens[n].sentence if n < len(tokens) else -1
