"""Names that passages and claims bear in one prompt: distinctive, made for the call, and found nowhere in its words."""

from __future__ import annotations

import random
from collections.abc import Iterator

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which are read as digits
_DIGITS = "23456789"


def aliases(first: str, count: int, seed: int, words: str) -> list[str]:
    """`count` distinct names such as P7K3, none of which stands in `words` in any case; the same seed gives the same.

    Weak models take 1, 2, 3 for places in a list. A name that stands nowhere in the evidence can't be foretold by it:
    no line of a passage can pass for the end of its fence.
    """
    held, found = words.upper(), dict[str, None]()
    for name in _names(first, random.Random(f"{seed} {first}")):
        if name not in held:
            found[name] = None
        if len(found) == count:
            break
    return list(found)


def _names(first: str, dice: random.Random) -> Iterator[str]:
    """Names without end, longer ones once the short ones grow scarce."""
    tried = 0
    while True:
        pairs = 1 + tried // 1500
        yield first + "".join(dice.choice(_DIGITS) + dice.choice(_LETTERS) for _ in range(pairs)) + dice.choice(_DIGITS)
        tried += 1
