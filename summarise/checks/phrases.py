"""Reads who or what a few words name ("my sister Gemma", "the taller man", "me"), and tells whether two mean the same.

No grammar is read here: a phrase opens with an article, a possessive, a number, a name or a pronoun, and ends where its
words of content do. What is not certain is `open`, and never counts for or against.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from summarise.checks.lemmas import FORMS, OPPOSITES, lemma
from summarise.checks.reading import Reading, Token

Alike = Literal["same", "other", "open"]

_SELF = frozenset(re.findall(r"\w+", "i me we us myself ourselves"))
_THIRD = frozenset(
    re.findall(
        r"\w+",
        "he him she her they them it you himself herself themselves someone somebody anyone anybody everyone everybody"
        " nobody none both another everything something nothing one other others",
    )
)
_WITNESS = frozenset(("witness", "speaker"))  # the one who says it, in the words of a summary
_OPENS = frozenset(
    re.findall(r"\w+", "a an the my his her our their your its this that these some any no each every another all")
)
_UNNAMED = frozenset(re.findall(r"\w+", "police officers people passers staff"))  # begin a phrase without an article
_BEFORE = frozenset(
    re.findall(r"\w+", "of in with from at on by near outside inside behind beside under wearing carrying holding")
)
_AFTER_NOUN = frozenset(
    re.findall(
        r"\w+", "twice once hard again yesterday today tomorrow tonight later home first back then away together alone"
    )
)
NOUNS_IN_ED = frozenset(re.findall(r"\w+", "moped seed weed speed need breed hundred indeed steed naked wicked"))
_PASTS = frozenset(f for base, forms in FORMS.items() for f in forms if f != base and not f.endswith("s"))
_PLURAL = {"men": "man", "women": "woman", "police": "police"}
_DEFINITE = frozenset(re.findall(r"\w+", "the my his her our their"))
_PARTS = frozenset(  # "a group of the men" is men
    lemma(w)
    for w in re.findall(
        r"\w+",
        "group gang crowd number pair couple lot bunch most some half part piece side back front kind type sort team"
        " rest majority one member few all end top bottom third quarter bit party line set",
    )
)
_LONGEST = 5  # words of content in a phrase


@dataclass(frozen=True, slots=True)
class Party:
    """Who or what the tokens [first, last] name: the witness, a pronoun, a noun with its marks ("taller"), a name.

    `owners` are the names in "Linda's husband", `kin` the nouns in "the driver's wife", "the wife of the driver";
    `mine` tells of "my hand".
    """

    first: int
    last: int
    witness: bool = False
    head: str = ""
    marks: frozenset[str] = field(default_factory=frozenset)
    names: frozenset[str] = field(default_factory=frozenset)
    owners: frozenset[str] = field(default_factory=frozenset)
    kin: frozenset[str] = field(default_factory=frozenset)
    mine: bool = False

    @property
    def certain(self) -> bool:
        """Whether it names somebody: a pronoun of the third person does not."""
        return bool(self.witness or self.head or self.names)


def surface(reading: Reading, i: int) -> str:
    """The letters of a token, lower case, without what is hung on by an apostrophe."""
    token = reading.tokens[i]
    return re.split(r"['’]", reading.words(token.start, token.end).casefold())[0]


def possessive(reading: Reading, i: int) -> bool:
    """Whether a token ends in 's ("Linda's", "the neighbour's"), inside its letters or just behind them."""
    token = reading.tokens[i]
    ended = re.search(r"['’]s?$", reading.words(token.start, token.end))
    return bool(ended or re.match(r"['’]s?\s", reading.words(token.end, token.end + 3)))


def joined(reading: Reading, i: int) -> bool:
    """Whether nothing parts a token from the one before it: no mark, no end of a sentence."""
    if i <= 0 or reading.tokens[i].sentence != reading.tokens[i - 1].sentence:
        return False
    return not re.search(r"[,;:.?!()—–]", reading.words(reading.tokens[i - 1].end, reading.tokens[i].start))


def _pronoun(reading: Reading, i: int) -> Party | None:
    word = surface(reading, i)
    if word in _SELF or lemma(word) in _WITNESS:
        return Party(i, i, witness=True)
    return Party(i, i) if word in _THIRD else None


def _name(reading: Reading, i: int) -> frozenset[str]:
    """The words of a name; a capital that opens a sentence before a verb is taken for one."""
    token = reading.tokens[i]
    if token.detail is not None:
        return frozenset(token.detail.value.split()) if token.detail.kind == "name" else frozenset()
    opens = i == 0 or reading.tokens[i - 1].sentence != token.sentence
    capital = reading.words(token.start, token.end)[:1].isupper()
    return frozenset([surface(reading, i)]) if opens and capital and token.heavy else frozenset()


def _noun(token: Token) -> bool:
    return token.heavy and (token.detail is None or token.detail.kind in ("colour", "direction", "ordinal"))


def _made(reading: Reading, first: int, last: int) -> Party | None:
    """The phrase of the tokens [first, last], the last of which is its name or its noun."""
    heavy = [i for i in range(first, last + 1) if reading.tokens[i].heavy and not possessive(reading, i)]
    if not heavy:
        return None
    names = _name(reading, heavy[-1])
    nouns = heavy[:-1] if names else heavy
    head = lemma(surface(reading, nouns[-1])) if nouns else ""
    if head in _WITNESS and not names:
        return Party(first, last, witness=True)
    marks = frozenset(t.detail.value if t.detail else t.key for t in (reading.tokens[i] for i in nouns[:-1]))
    owned = [i for i in range(first, last + 1) if possessive(reading, i)]
    owners = frozenset(w for i in owned for w in _name(reading, i))
    nouns_owned = {lemma(surface(reading, i)) for i in owned if not _name(reading, i)}
    mine = (surface(reading, first) in ("my", "our") and not owned) or bool(nouns_owned and nouns_owned <= _WITNESS)
    found = Party(first, last, head=_PLURAL.get(head, head), marks=marks, names=names, owners=owners, mine=mine)
    return _owned_by(reading, replace(found, kin=frozenset(nouns_owned) - _WITNESS))


def _owned_by(reading: Reading, found: Party) -> Party:
    """A phrase with whose it is by "of": "the wife of the driver"; what only counts or parts ("a group of men") is
    nobody's."""
    of = found.last + 1
    if not found.head or found.head in _PARTS or of + 1 >= len(reading.tokens) or not joined(reading, of):
        return found
    if surface(reading, of) != "of" or not (_name(reading, of + 1) or surface(reading, of + 1) in _DEFINITE):
        return found
    owner = starting_at(reading, of + 1)
    return found if owner is None else _with_owner(found, owner)


def _with_owner(found: Party, owner: Party) -> Party:
    if not found.head or found.head in _PARTS:
        return found
    kin = frozenset((owner.head,)) if owner.head and not owner.names else frozenset()
    return replace(found, owners=found.owners | owner.names, kin=found.kin | owner.kin | kin)


def ending_at(reading: Reading, last: int) -> Party | None:
    """The phrase that ends with a token: the name, pronoun or noun there, back to what opens it; a phrase that only
    says where or with what ("the lad in a cap") gives way to the one before it."""
    if last < 0:
        return None
    word = surface(reading, last)
    if word == "other" or (word == "one" and last and surface(reading, last - 1) == "other"):
        return _after_of(reading, Party(last, last, head="other"))
    if word != "witness" and (plain := _pronoun(reading, last)):
        return _after_of(reading, plain)
    if numbered := _numbered(reading, last):
        return numbered
    if not (_noun(reading.tokens[last]) or _name(reading, last)):
        return None
    first = last
    while first > 0 and last - first < _LONGEST and joined(reading, first):
        before = reading.tokens[first - 1]
        if surface(reading, first - 1) in _OPENS or (before.detail and before.detail.kind == "number"):
            first -= 1
            break
        kind = _noun(before) or possessive(reading, first - 1) or _name_as_mark(reading, first - 1)
        if not kind or before.clause != reading.tokens[last].clause:
            break
        first -= 1
    opener = reading.tokens[first].detail
    opened = surface(reading, first) in _OPENS or (opener is not None and opener.kind == "number")
    # "the pub Dean" names Dean; "her sister Gemma" names one who is both.
    apposed = opened and last - first == 2 and surface(reading, first) not in ("a", "the")
    if not apposed if _name(reading, last) else not (opened or possessive(reading, first)):
        first = last
    found = _made(reading, first, last)
    return _after_of(reading, found) if found else None


def _numbered(reading: Reading, last: int) -> Party | None:
    """ "Room 6", "flat 3": a noun that is known by its number."""
    detail = reading.tokens[last].detail
    if detail is None or detail.kind != "number" or last == 0 or not joined(reading, last):
        return None
    noun = reading.tokens[last - 1]
    if noun.detail is not None or not noun.heavy or not reading.words(detail.start, detail.end).isdigit():
        return None
    return Party(last - 1, last, head=noun.key, marks=frozenset((f"no. {detail.value}",)))


def _after_of(reading: Reading, found: Party) -> Party | None:
    """ "The lad" of "the lad in a cap", where a phrase stands behind such a word."""
    first = found.first
    if first > 1 and joined(reading, first) and surface(reading, first - 1) in _BEFORE and joined(reading, first - 1):
        before = ending_at(reading, first - 2)
        return _with_owner(before, found) if before and surface(reading, first - 1) == "of" else before
    return found


def starting_at(reading: Reading, first: int) -> Party | None:
    """The phrase that begins with a token; None where none does."""
    tokens = reading.tokens
    if first >= len(tokens):
        return None
    word, opener = surface(reading, first), tokens[first]
    counted = bool(opener.detail and opener.detail.kind == "number")
    if not (word in _OPENS or word in _UNNAMED or counted or _name(reading, first) or possessive(reading, first)):
        return _pronoun(reading, first)
    at, seen = (first, first) if opener.heavy and not counted else (first + 1, -1)
    while at < len(tokens) and at - first <= _LONGEST and tokens[at].clause == opener.clause:
        if at > first and not joined(reading, at):
            break
        token, here = tokens[at], surface(reading, at)
        named = bool(_name(reading, at))
        if not (_noun(token) or named) or (seen >= 0 and (here in _AFTER_NOUN or _ends(reading, seen, at))):
            break
        seen, at = at, at + 1
        if named and not possessive(reading, seen) and not (_name_as_mark(reading, seen) and _noun_at(reading, at)):
            break
    if seen < 0:
        return _pronoun(reading, first)
    return _made(reading, first, seen)


def _name_as_mark(reading: Reading, i: int) -> bool:
    """Whether a name right behind an article may only mark the noun behind it: "an Asian male", "the Audi driver"."""
    return i > 0 and surface(reading, i - 1) in ("a", "an", "the") and joined(reading, i)


def _noun_at(reading: Reading, i: int) -> bool:
    return i < len(reading.tokens) and joined(reading, i) and _noun(reading.tokens[i])


def _ends(reading: Reading, seen: int, at: int) -> bool:
    """Whether a phrase is over before a token: a verb or an adverb by its ending, or a side that it goes to."""
    token, word = reading.tokens[at], surface(reading, at)
    if token.detail is not None and token.detail.kind in ("direction", "ordinal"):
        return True
    ends = len(word) > 4 and word.endswith(("ed", "ing", "ly")) and word not in NOUNS_IN_ED
    return (ends or word in _PASTS) and token.detail is None and not possessive(reading, seen)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells a passage: the words of the name, where it is known, and whether the passage says "I"."""

    names: frozenset[str]
    says_i: bool


def alike(said: Party | None, given: Party | None, teller: Teller) -> Alike:
    """Whether the claim's party is the passage's; a pronoun of the third person is only known not to be the teller."""
    if said is None or given is None or not said.certain:
        return "open"
    if said.witness or given.witness:
        return _teller(said, given, teller)
    if said.names and given.names:
        return "same" if said.names <= given.names or given.names <= said.names else "other"
    if (said.names and said.names <= given.owners) or (given.names and given.names <= said.owners):
        return "other"
    if not said.head or not given.head:
        return "open"
    if said.head != given.head or (said.owners and given.owners and not said.owners & given.owners):
        return "other"
    if said.mine and given.kin and not said.kin:
        return "other"  # "my friend", "my brother's friend"
    return "other" if _clash(said.marks, given.marks) else "same"


def _teller(said: Party, given: Party, teller: Teller) -> Alike:
    """The same where one of the two, or both, are the one who tells."""
    if said.witness and given.witness:
        return "same"
    named = (said if given.witness else given).names
    if named and teller.names:
        return "same" if named <= teller.names else "other"
    return "other" if said.witness and teller.says_i and not named else "open"


def _clash(said: frozenset[str], given: frozenset[str]) -> bool:
    """Whether the marks of two nouns exclude each other: both have some, and share none."""
    opposite = any(o in given for mark in said for o in OPPOSITES.get(mark, ()))
    return bool(said and given and not said & given) or opposite
