"""Finds what says a verb of a question by another verb of its class: "holding a bag" and "with a bag" for "carried"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from summarise.kinds import base, forms, members
from summarise.opposition.verbs import act
from summarise.text import words

_CLASSES = frozenset(
    [
        "hit",
        "push",
        "run",
        "chase",
        "shout",
        "grab",
        "smash",
        "steal",
        "stab",
        "shoot",
        "kill",
        "threaten",
        "argue",
        "hold",
    ]
)
_WIDER = {"steal": frozenset(("grab",)), "hold": frozenset(("clutch", "grip"))}  # what a class is also told by
_NEAR = 8  # words between such a verb and what the question asks of
_REACH = 6  # words from "had", "with", "in" to the thing
_HAVE = frozenset(("had", "has", "have", "having", "with", "got"))
_IN = frozenset(("in", "had", "has", "have", "having", "with"))
_BETWEEN = frozenset(
    [
        "in",
        "on",
        "to",
        "at",
        "for",
        "from",
        "of",
        "and",
        "but",
        "or",
        "by",
        "who",
        "which",
        "that",
        "been",
        "no",
        "not",
        "never",
        "without",
        "nothing",
    ]
)
_WORN = members(base("clothing")) | frozenset(
    map(base, ["hood", "hoody", "vest", "cagoule", "tie", "blouse", "sweatshirt"])
)
_WEAR = frozenset(map(base, ("wear", "dressed", "clothed")))
_PHRASES = (
    ("chase", re.compile(r"\b(?:ran|run|running|went|going|came|set off) after\b(?! (?:that|a|an)\b)", re.IGNORECASE)),
    ("run", re.compile(r"\b(?:made|making|took|taken|dashed|shot) off\b|\bran for it\b", re.IGNORECASE)),
    ("hold", re.compile(r"\b(?:in|under|over) (?:his|her|their|my|one) (?:\w+ )?(?:hands?|arms?)\b", re.IGNORECASE)),
)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”']?\s+")


@lru_cache(maxsize=1 << 14)
def alike(asked: tuple[str, ...], text: str) -> Mapping[str, str]:
    """The verbs among the words `asked` (base forms) that a text says otherwise only, each with the words for it.

    A verb of the class counts near another word that is asked, in one sentence (or as "holding it", after a sentence
    with that word), since "holding her wrist" says nothing of who held a bag; alone where nothing else is asked.
    """
    found: dict[str, str] = {}
    before: list[str] = []
    for sentence in _SENTENCE.split(text):
        said = words(sentence)
        for verb in asked:
            others = frozenset(asked) - {verb}
            if verb not in found and (told := _told(verb, others, said, before, sentence)):
                found[verb] = told
        before = said
    return found


def verbs(asked: Sequence[str]) -> tuple[str, ...]:
    """The words `asked` that are verbs of a class."""
    return tuple(w for w in asked if w in _WEAR or _kind(w) in _CLASSES)


def _kind(verb: str) -> str:
    """The class of a verb by its base form, which may have lost an "e" ("chas")."""
    return act(verb) or act(f"{verb}e")


def _told(verb: str, others: frozenset[str], said: list[str], before: list[str], sentence: str) -> str:
    """The words of a sentence that stand for a verb, "" where none does, or the verb itself is said."""
    if any(base(w) == verb for w in said):
        return ""
    if verb in _WEAR:
        return next(_reached(said, _IN, _WORN), "") or next((w for w in said if base(w) in _WEAR), "")
    kind = _kind(verb)
    if kind not in _CLASSES:
        return ""
    things = frozenset[str]().union(others, *(members(w) for w in others))
    near = [i for i, w in enumerate(said) if things.intersection(forms(w))]
    for i, word in enumerate(said):
        if act(word) == kind or act(word) in _WIDER.get(kind, ()) or base(word) in _WIDER.get(kind, ()):
            beside = not others or any(abs(i - at) <= _NEAR for at in near)
            if beside or (said[i + 1 : i + 2] in (["it"], ["them"]) and any(base(w) in things for w in before)):
                return word
    if kind == "hold" and (had := next(_reached(said, _HAVE, things), "")):
        return had
    told = next((m[0] for of, phrase in _PHRASES if of == kind and (m := phrase.search(sentence))), "")
    return told if told and (near or not others) else ""


def _reached(said: Sequence[str], openers: frozenset[str], things: frozenset[str]) -> Iterator[str]:
    """Each stretch from an opener to a thing after it, where no word between them begins something else."""
    for i, word in enumerate(said):
        if word not in openers:
            continue
        for at in range(i + 1, min(i + 1 + _REACH, len(said))):
            if base(said[at]) in things:
                yield " ".join(said[i : at + 1])
                break
            if said[at] in _BETWEEN or (at == i + 1 and said[at].endswith(("ed", "ing"))):
                break
