"""Brings the verbs of a line to one form each, so that "rang", "phoned" and "called" meet, and "ran" and "run"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from summarise.opposition.lexicon import FUNCTION, word_set
from summarise.text import stem

# Forms that no ending tells, by the verb that they are of.
_FORMS = """
    run ran runs running|go went gone goes going|come came comes coming|have had has having|see saw seen seeing
    |throw threw thrown throwing|take took taken takes taking|drive drove driven drives driving|leave left leaving
    |hold held holds holding|strike struck striking|fall fell fallen falling|get got gets getting|say said says saying
    |give gave given giving|buy bought buying|break broke broken breaking|speak spoke spoken speaking
    |wear wore worn wears wearing|bite bit bitten biting|shoot shot shooting|fight fought fighting|steal stole stolen
    |hide hid hidden hiding|sit sat sitting|stand stood standing|lie lay lying|ring rang rung ringing|meet met meeting
    |pay paid paying|sell sold selling|send sent sending|tell told telling|find found finding|keep kept keeping
    |know knew known knowing|write wrote written writing|hit hits hitting|put puts putting|let lets letting
    |cut cuts cutting|shut shuts shutting|hurt hurting|lose lost losing|make made making|bring brought bringing
    |catch caught catching|feel felt feeling|hear heard hearing|swing swung swinging|grab grabbed grabbing
    |drink drank drunk drinking|eat ate eaten eating|sleep slept sleeping|wake woke woken waking|begin began begun
    |ride rode ridden riding|spit spat spitting|tear tore torn|fly flew flown|draw drew drawn|hang hung hanging
    |build built building|lend lent lending|stick stuck sticking|shake shook shaken|swear swore sworn|think thought
"""
# Verbs that tell the same deed, by the first of each line.
_ALIKE = """
    call ring phone telephone dial|hit strike punch kick slap beat batter thump|push shove barge|run sprint flee dash
    |arrive reach|leave depart|chase pursue follow|shout scream yell shriek|grab snatch seize|smash break shatter
    |lock bolt|steal nick|park|drive|stab slash|shoot fire|kill murder|threaten|argue row quarrel|touch|own|buy purchase
    |meet|pay|hold carry|wear|start begin|close shut|speak talk
"""
_BASE = {form: row.split()[0] for row in _FORMS.split("|") for form in row.split()}
_CLASS = {stem(verb): row.split()[0] for row in _ALIKE.split("|") for verb in row.split()}
_MOVES = frozenset(("come", "go", "leave", "get", "arrive"))
WEAK = word_set(
    "be have go come get see look say tell know think make take give put do let keep feel hear find want ask"
)


@lru_cache(maxsize=1 << 16)
def act(word: str) -> str:
    """The verb that a word is a form of, by its class; "" for a word that is none by its looks."""
    base = _BASE.get(word)
    if base is None:
        if word in FUNCTION or len(word) < 4 or not word.endswith(("ed", "ing")):
            return _CLASS.get(stem(word), "") if word not in FUNCTION else ""
        base = stem(word)
    return _CLASS.get(stem(base), stem(base))


def past(word: str) -> bool:
    """Whether a verb can only be told as past: "ran", "punched", not "hit"."""
    return word.endswith("ed") or (_BASE.get(word, word) != word and not word.endswith(("ing", "s")))


def moves(words: Sequence[str]) -> frozenset[str]:
    """The comings and goings of some words."""
    return _MOVES & {act(w) for w in words}


def acts(words: Sequence[str]) -> frozenset[str]:
    """The verbs of some words that tell a deed: without "was", "had", "went"."""
    return frozenset(a for w in words if (a := act(w)) and a not in WEAK)
