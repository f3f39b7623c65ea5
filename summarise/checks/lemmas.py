"""Brings the forms of a word together, so that "she heard" meets "I hear": irregular verbs, then common endings."""

from __future__ import annotations

import re
from functools import lru_cache

from summarise.text import stem

# Base form, then every form that the endings of `stem` do not lead back to it.
_IRREGULAR = """
be am is are was were been being|have has had having|do does did done doing|will would|can could|may might|shall should
arise arose arisen|awake awoke|bear bore borne|beat beaten|become became|begin began begun beginning|bend bent|bet
bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|bring brought|build built|burn burnt|buy bought
catch caught|choose chose chosen|come came|creep crept|cut cutting|deal dealt|dig dug|draw drew drawn|dream dreamt
drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled
fling flung|fly flew flown flies|forbid forbade|forget forgot forgotten|forgive forgave|freeze froze frozen
get got gotten getting|give gave given giving|go went gone goes going|grind ground|grow grew grown|hang hung|hear heard
hide hid hidden|hit hitting|hold held|hurt|keep kept|kneel knelt|know knew known|lay laid lain|lead led|lean leant
leap leapt|learn learnt|leave left leaves|lend lent|let letting|lie lying|light lit|lose lost losing|make made making
mean meant|meet met|pay paid|put putting|quit|read|ride rode ridden|ring rang rung|rise rose risen|run ran running
say said says|see saw seen|seek sought|sell sold|send sent|set setting|shake shook shaken|shine shone|shoot shot
show shown|shrink shrank|shut shutting|sing sang sung|sink sank sunk|sit sat sitting|sleep slept|slide slid|smell smelt
speak spoke spoken|speed sped|spell spelt|spend spent|spill spilt|spin spun|spit spat|split|spread|spring sprang
stand stood|steal stole stolen|stick stuck|sting stung|strike struck|swear swore sworn|sweep swept|swim swam
swing swung|take took taken taking|teach taught|tear tore torn|tell told|think thought|throw threw thrown
tread trod|understand understood|wake woke woken|wear wore worn|weep wept|win won winning|wind wound|write wrote written
withdraw withdrew|child children|person people|foot feet|tooth teeth|knife knives|shelf shelves
overtake overtook overtaken overtaking|overhear overheard|overcome overcame|undo undid undone|foresee foresaw foreseen
use used using uses|lady ladies|thief thieves
"""
_BASE = {
    form: forms[0]
    for line in _IRREGULAR.split("\n")
    for forms in (entry.split() for entry in line.split("|"))
    for form in forms
}
FORMS: dict[str, frozenset[str]] = {
    forms[0]: frozenset(forms[1:])
    for line in _IRREGULAR.split("\n")
    for forms in (entry.split() for entry in line.split("|"))
    if forms
}  # by base form, the irregular verbs (and few nouns)
_PERSONS = dict.fromkeys(("i", "he", "she", "we", "they", "you"), "@who")
_PERSONS |= dict.fromkeys(("me", "him", "her", "us", "them", "my", "his", "our", "their", "your", "its"), "@whom")
_PERSONS |= dict.fromkeys(("mine", "hers", "ours", "theirs", "yours"), "@whose")
_PERSONS |= dict.fromkeys(("myself", "himself", "herself", "ourselves", "themselves", "yourself"), "@self")
_PERSONS |= {"an": "a", "this": "that", "these": "those", "here": "there"}  # as reported speech shifts them
_PAIRS = """
before after|in out|on off|over under|first last|more less|more fewer|most least|always sometimes|open close|open shut
same different|opened closed|early late|earlier later|begin end|start stop|start finish|enter leave|arrive leave
buy sell|win lose|keep lose
push pull|young old|younger older|tall short|taller shorter|thin fat|long short|large small|big small|high low
higher lower|fast slow|quick slow|loud quiet|light dark|hot cold|clean dirty|full empty|front back|top bottom|near far
man woman
boy girl|mother father|mum dad|sister brother|daughter son|wife husband|lady gentleman|aunt uncle|male female|day night
morning evening|morning afternoon|afternoon evening|morning night|true false|valid invalid|direct indirect|able unable
possible impossible|likely unlikely|lock unlock|innocent guilty|alive dead|before since|increase decrease|rise fall
accept refuse|accept reject|agree disagree|remember forget|sit stand|left right|all none|all some|yes no|with without
plaintiff defendant|positive negative|buyer seller|employer employee|minimum maximum|alone together|sober drunk
"""


@lru_cache(maxsize=16384)
def lemma(word: str) -> str:
    """The word (lower case) without tense, person and number, as far as these rules go; "@who" for any person."""
    return _PERSONS.get(word) or _BASE.get(word) or _BASE.get(stem(word)) or stem(word)


def _opposites() -> dict[str, tuple[str, ...]]:
    """By base form, the words that say the opposite of a word, or exclude it."""
    found: dict[str, set[str]] = {}
    for pair in re.split(r"[|\n]", _PAIRS.strip()):
        a, b = pair.split()
        for word, other in ((a, b), (b, a)):
            keys = {lemma(other)} | ({"#direction"} if other in ("left", "right") else set())
            found.setdefault(lemma(word), set()).update(keys)
    return {word: tuple(sorted(others)) for word, others in found.items()}


OPPOSITES = _opposites()
# Of these, not to be the one is to be the other.
_EITHER_OR = (
    "open close|open shut|lock unlock|alive dead|able unable|possible impossible|true false|on off|same different"
)
_DENIED = {frozenset(lemma(w) for w in pair.split()) for pair in _EITHER_OR.split("|")}


def opposites(key: str) -> tuple[str, ...]:
    """The opposites of a word by its base form, and with "un" ("unhurt") or without it."""
    return (*OPPOSITES.get(key, ()), key[2:] if key.startswith("un") and len(key) > 5 else f"un{key}")


def either_or(one: str, other: str) -> bool:
    """Whether not to be the one is to be the other: "not locked" and "unlocked"."""
    return frozenset((one, other)) in _DENIED or one == f"un{other}" or other == f"un{one}"
