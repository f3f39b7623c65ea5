"""Finds what a passage leaves open, as the verb that it denies is one of seeing, thinking, saying or wanting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarise.checks.lemmas import lemma
from summarise.checks.reading import Denial, Reading, Token

# Not to have seen, thought, said or wanted a thing tells nothing of whether it was so.
_GOVERN = frozenset(
    lemma(w)
    for w in re.findall(
        r"\w+",
        "see hear notice witness observe watch feel smell spot remember recall recollect think believe suppose say"
        " claim suggest imply state tell inform ask want wish hope try attempt intend let allow",
    )
)
_IF_ONLY = frozenset(lemma(w) for w in ("know", "sure", "certain", "clear"))  # "did not know that" holds it for so
_OPEN = ("if", "whether")
_BESIDE = frozenset(lemma(w) for w in re.findall(r"\w+", "any time point stage moment able actually ever at to"))
_REACH = 4  # tokens between a denial and the verb: "was not able to see"
# Such clauses go on with what was not seen; any other tells of something else, or holds its words for so ("who left").
_GO_ON = ("that", "if", "whether")


def left_open(reading: Reading, denial: Denial) -> tuple[int, range] | None:
    """The denied verb and the tokens of the reading that it governs; None where another word is denied."""
    tokens = reading.tokens
    verb = next((i for i in _nearest(tokens, denial) if tokens[i].key in _GOVERN | _IF_ONLY), -1)
    if verb < 0:
        return None
    after = verb + 1
    opens = tokens[after].key if after < len(tokens) else ""
    if tokens[verb].key not in _GOVERN and opens not in _OPEN:
        return None
    last = after
    while last < len(tokens) and tokens[last].sentence == tokens[verb].sentence:
        fresh = tokens[last].clause != tokens[last - 1].clause
        if fresh and (tokens[last].key not in _GO_ON or re.search(r"[,;:.]", _between(reading, last))):
            break
        last += 1
    passive = any(t.key == "be" and t.clause == tokens[verb].clause for t in tokens[max(0, verb - 2) : verb])
    first = after
    while passive and first > 0 and tokens[first - 1].clause == tokens[verb].clause:
        first -= 1
    return verb, range(first, last)


def _nearest(tokens: Sequence[Token], denial: Denial) -> list[int]:
    """The denied word, and those after it as long as each only carries the denial on."""
    found = []
    for i in range(max(denial.head, 0), min(len(tokens), denial.head + _REACH)):
        found.append(i)
        if tokens[i].key not in _BESIDE:
            break
    return found


def _between(reading: Reading, i: int) -> str:
    return reading.words(reading.tokens[i - 1].end, reading.tokens[i].start)


def all_left_open(reading: Reading) -> Iterator[int]:
    """Every weighty token of a reading that a denied verb of seeing, thinking, saying or wanting governs."""
    for denial in reading.denials:
        found = left_open(reading, denial)
        if found is not None:
            yield from (i for i in found[1] if reading.tokens[i].heavy)
