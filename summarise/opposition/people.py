"""Tells who is meant in an account by nouns, names and pronouns, as far as its words tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from summarise.opposition.lexicon import (
    DUTIES,
    FUNCTION,
    GOING,
    OBLIQUE,
    PEOPLE,
    PLURALS,
    POSSESSIVE,
    PRONOUNS,
    THINGS,
    TITLES,
    VEHICLES,
    word_set,
)

_SEX = {"his": "man", "himself": "man", "her": "woman", "herself": "woman"}
_DESCRIBED = 7  # words of a description after the noun: "the lad with the bicycle"
_BEFORE = word_set("a an the this that these those two three four another one some other same both")
_CLOSE = word_set(", . ; : ( ) ! ? who which that and but was were had has ran went came")
_DATES = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december
    """
)
_BEFORE_PLACES = word_set(
    "in at to from near along down up into onto towards toward the of on outside off through across past around via"
)
PERCEIVED = word_set("saw see seen heard hear watched noticed observed spotted recognised")
_STREETS = word_set(
    "street road lane avenue close drive way court place square park bridge hill house hall station terrace row rise"
    " crescent gardens yard wharf market centre hospital school church"
)
_HERS = word_set("mrs ms miss")
_NO_NAME = FUNCTION | TITLES | _DATES
_APART = (
    frozenset(("man", "woman")), frozenset(("man", "girl")), frozenset(("youth", "woman")),
    frozenset(("youth", "girl")), frozenset(("man", "child")), frozenset(("woman", "child")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Who is meant: a class of `lexicon.PEOPLE` or "self"; the last of their names in small letters, or "", and the
    `first` ones before it; the words for them."""

    role: str
    name: str = ""
    words: str = ""
    many: bool = False
    first: str = ""

    @property
    def told(self) -> str:
        """How people are called in the rows: "the man", "Cole", "they"."""
        if self.name:
            return self.name.title()
        return "the witness" if self.role == "self" else "they" if self.role == "they" else f"the {self.role}"


def whose(owner: Person) -> str:
    """ "Cole’s", "the man’s", "their", before what is theirs."""
    return "their" if owner.told == "they" else f"{owner.told}’s"


def same(first: Person | None, second: Person | None) -> bool | None:
    """Whether two accounts may mean one person: True where the words agree, False where they exclude it, else None."""
    if first is None or second is None:
        return None
    roles = {first.role, second.role}
    if roles == {"self"}:
        return bool(first.name) and _namesakes(first, second) is True
    if first.name and second.name:
        return _namesakes(first, second)
    if first.name or second.name or roles & {"person", "they", "self"}:
        return None
    if roles <= VEHICLES and len(roles) > 1 and "car" not in roles:
        return False  # "vehicle" may stand for any
    if len(roles) == 1:
        return first.many == second.many or None
    if frozenset(roles) in _APART:
        return False
    duties = roles & DUTIES
    if duties:
        return False if len(duties) == 2 or roles & {"youth", "girl", "child"} else None
    return None


def _namesakes(one: Person, two: Person) -> bool | None:
    """Whether two names may be of one person: members of a family are told apart by their first names, but a first name
    has short forms."""
    (mine, one), (yours, two) = _titled(one), _titled(two)
    if {mine, yours} & {"mr"} and {mine, yours} & _HERS:
        return False if one.name == two.name or not (one.first and two.first) else _namesakes(one, two)
    if not one.first and not two.first and mine != yours and mine and yours:
        return None if one.name == two.name else False
    if not one.first or not two.first:
        bare, full = (one, two) if not one.first else (two, one)
        return bare.name == full.name or bare.name in full.first.split()
    if one.name != two.name:
        return False
    return bool(set(one.first.split()) & set(two.first.split())) or None


def _titled(person: Person) -> tuple[str, Person]:
    """The title that stands before somebody's first names, "" for none, and the person without it."""
    title, _, first = person.first.partition(" ")
    return (title, replace(person, first=first)) if title in TITLES else ("", person)


@dataclass
class Cast:
    """Who an account has spoken of so far; `witness` is who speaks by name, "" where nobody is named."""

    witness: str
    last: dict[str, Person] = field(default_factory=dict)
    surnames: dict[str, str] = field(default_factory=dict)
    just: frozenset[str] = frozenset()  # who was told of by name in the last sentence that names anybody

    def people(self, text: str, words: Sequence[str], at: Sequence[tuple[int, int]]) -> list[tuple[int, Person]]:
        """The people of one sentence by the place of the word for them, and remembers them for the next."""
        found: list[tuple[int, Person]] = []
        for i, person in self._read(text, words, at):
            if words[i] in OBLIQUE and person.name and self._several(person, found):
                person = Person("they", "", person.words)
            found.append((i, person))
            if person.role in ("man", "youth") or (person.role in DUTIES and not person.many):
                self.last["man"] = person
            if person.role in ("woman", "girl") or (person.role in DUTIES and not person.many):
                self.last["woman"] = person
            if person.role == "person" and person.name:
                if all(p.role == "self" for _, p in found[:-1]):  # who comes first is who "he" or "she" means next
                    self.last |= {"man": person, "woman": person}
            elif person.role == "person":
                self.last.setdefault("man", replace(person, role="man"))
        self.just = _names(found) or self.just
        return found

    def _several(self, meant: Person, found: Sequence[tuple[int, Person]]) -> bool:
        """Whether "him" may be one of several who were just named, whoever does it to him left out."""
        named = [p.name for _, p in found if p.name and p.role != "self"]
        return meant.role != "self" and len((self.just | set(named)) - set(named[-1:])) > 1

    def _read(self, text: str, words: Sequence[str], at: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Person]]:
        for i, word in enumerate(words):
            if word in PEOPLE or word in PLURALS:
                if not _is_name(text, words, at, i + 1) or word not in TITLES:
                    yield i, self._noun(text, words, at, i)
            elif word.partition("'")[0] in PRONOUNS:
                pronoun = word.partition("'")[0]
                yield i, self._meant(PRONOUNS[pronoun], text[at[i][0] : at[i][0] + len(pronoun)])
            elif word in OBLIQUE and (word not in POSSESSIVE or _stands_alone(words, i)):
                yield i, self._meant(OBLIQUE[word], text[slice(*at[i])])
            elif word in self.surnames and text[at[i][0]].isupper() and not _is_name(text, words, at, i + 1):
                yield (
                    i,
                    Person(
                        "person", self.surnames[word], text[slice(*at[i])], first=word * (self.surnames[word] != word)
                    ),
                )
            elif _is_name(text, words, at, i) and not _is_name(text, words, at, i + 1):
                found = self._named(text, words, at, i)
                if found:
                    yield i, found
            elif word == "it" and "it" in self.last and GOING.intersection(words[i + 1 : i + 3]):
                yield i, self.last["it"]
            elif THINGS.get(word) in VEHICLES:
                self.last["it"] = Person(THINGS[word], "", word)

    def _named(self, text: str, words: Sequence[str], at: Sequence[tuple[int, int]], i: int) -> Person | None:
        """The person whose surname ends at word `i`; None for what reads like a place."""
        first = i
        while first and text[at[first - 1][0]].isupper() and words[first - 1] not in _NO_NAME:
            first -= 1
        before = words[first - 1] if first else ""
        in_capitals = text[slice(*at[i])].isupper() and len(words[i]) > 2
        a_street = words[i] in _STREETS and before not in PERCEIVED  # "I saw Gary Hill hit him"
        if not in_capitals and (before in _BEFORE_PLACES or a_street):
            return None
        name = words[i].removesuffix("'s")
        if first < i and first >= 0:
            self.surnames[words[first]] = name
        self.surnames.setdefault(words[i], name)  # known by that name where it opens a sentence
        title = words[first - 1 : first] if first and before in TITLES else ()
        return Person("person", name, text[at[first][0] : at[i][1]], first=" ".join((*title, *words[first:i])))

    def _noun(self, text: str, words: Sequence[str], at: Sequence[tuple[int, int]], i: int) -> Person:
        """The person of a noun with the description that follows it."""
        first = next((j for j in range(i - 1, max(-1, i - 5), -1) if words[j] in _BEFORE), i)
        last = i
        if i + 1 < len(words) and words[i + 1] in ("with", "in", "of", "from"):
            last = next((j - 1 for j in range(i + 1, min(len(words), i + _DESCRIBED)) if _closes(words, i, j)), i)
        many = word_many(words[i]) or bool(first < i and words[first] in ("both", "two", "three"))
        role = PEOPLE.get(words[i]) or PLURALS[words[i]]
        if role == "person":
            role = next((_SEX[w] for w in words[i + 1 : i + _DESCRIBED] if w in _SEX), role)
        return Person(role, "", text[at[first][0] : at[last][1]], many)

    def _meant(self, role: str, words: str) -> Person:
        if role == "self":
            *forenames, name = self.witness.split() or ("",)
            return Person("self", name, words, first=" ".join(forenames))
        known = self.last.get(role)
        return replace(known, words=words) if known else Person(role, "", words)


def _names(found: Sequence[tuple[int, Person]]) -> frozenset[str]:
    return frozenset(p.name for _, p in found if p.name and p.role != "self")


def _stands_alone(words: Sequence[str], i: int) -> bool:
    """Whether "her" at word `i` is whom, not whose."""
    after = words[i + 1] if i + 1 < len(words) else "."
    return not after[0].isalnum() or after in FUNCTION


def _closes(words: Sequence[str], i: int, j: int) -> bool:
    """Whether word `j` ends the description of the noun `i`."""
    return words[j] in _CLOSE or (j > i + 2 and words[j].endswith("ed"))


def word_many(word: str) -> bool:
    """Whether a noun for people stands for several."""
    return word in PLURALS


def _is_name(text: str, words: Sequence[str], at: Sequence[tuple[int, int]], i: int) -> bool:
    """Whether a word is a name: a capital inside a sentence, or after a title or another such word."""
    if not 0 <= i < len(words):
        return False
    word = text[slice(*at[i])]
    if not word[:1].isupper() or len(word) < 2 or words[i] in _NO_NAME or not word.isalpha():
        return False
    return i > 0 and words[i - 1] not in (".", "“", '"', "?", "!", ":") and words[i] not in PEOPLE
