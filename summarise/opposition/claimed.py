"""Reads a claim for what it asserts: the lines that it quotes, or its own words where it puts them otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from provenance.records import TextAnchor
from provenance.store.records import NewClaim
from summarise.accounts import account_times
from summarise.opposition.assertion import Assertion
from summarise.opposition.lexicon import FUNCTION, NEGATIONS, OPPOSITES
from summarise.opposition.lines import Line, cut
from summarise.opposition.people import Cast
from summarise.opposition.reading import READERS, Account, teller
from summarise.support import own_words, quoted
from summarise.text import count_words

_MOSTLY = 0.5  # of a claim's words in quotation marks: it quotes
_SIDES = {word: other for pair in OPPOSITES for word in pair for other in pair - {word}}


@dataclass(frozen=True, slots=True, eq=False)
class Claimed:
    """A claim as it is compared. `quoted` are the lines that it cites, `lines` those whose words it stands for, and
    `assertions` what they assert; `voice` is whose account it quotes."""

    text: str
    quoted: tuple[Line, ...]
    lines: tuple[Line, ...]
    assertions: tuple[Assertion, ...]
    voice: tuple[str, str]


def claimed(claim: NewClaim, accounts: Mapping[str, Account]) -> Claimed | None:
    """The claim as it is compared; None where it cites no line of an account (footage, a form, a picture)."""
    lines: list[Line] = []
    found: list[Assertion] = []
    for citation in claim.citations:
        anchor, account = citation.anchor, accounts.get(citation.source_id)
        if citation.role == "cited" and isinstance(anchor, TextAnchor) and account is not None:
            mine = [n for n in account.lines if n.start < anchor.end and anchor.start < n.end]
            ids = {id(n) for n in mine}
            lines += mine
            found += [a for a in account.assertions if id(a.line) in ids]
    if not lines:
        return None
    quotes = quoted(claim.text)
    attributed = own_words(claim.text).rstrip(" …").endswith(":")
    if quotes and (attributed or sum(map(count_words, quotes)) >= _MOSTLY * count_words(claim.text)):
        return Claimed(" ".join(quotes), tuple(lines), tuple(lines), tuple(found), lines[0].voice)
    told = _told(own_words(claim.text) if not quotes else claim.text, lines, accounts)
    asserted = tuple(a for line in told for reader in READERS for a in reader(line))
    times = tuple(a for a in found if a.slot == "time" and a.value[:5] in claim.text)
    return Claimed(claim.text, tuple(lines), told, (*asserted, *times), lines[0].voice)


def variants(claim: Claimed) -> tuple[str, str, str]:
    """What is searched for: the claim's words; the same without its values, its sides turned; the same denied, or no
    more denied."""
    words = [(w, w.casefold().strip(".,;:!?“”\"'")) for w in claim.text.split()]
    values = {w for a in claim.assertions for w in cut(a.value)[0] if w not in FUNCTION}
    opened = " ".join(_SIDES.get(bare, w) for w, bare in words if bare not in values)
    kept = [w for w, bare in words if bare not in NEGATIONS and not bare.endswith(("n't", "n’t"))]
    denied = " ".join(kept) if len(kept) < len(words) else f"not never no nobody nothing {claim.text}"
    return claim.text, opened or claim.text, denied


def _told(text: str, cited: list[Line], accounts: Mapping[str, Account]) -> tuple[Line, ...]:
    """A claim's own words as a line of the account that it cites."""
    first = cited[0]
    source = accounts[first.source_id].source
    cast = Cast(teller(first, source))
    for line in cited:
        cast.people(line.text, line.words, line.at)
    words, at = cut(text)
    when = account_times([text])[0] or first.when
    made = replace(first, text=text, words=words, at=at, when=when, asked="", denied=False)
    return (replace(made, people=tuple(cast.people(text, words, at))),)
