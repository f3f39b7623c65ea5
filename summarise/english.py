"""Tells text that is surely not English, which the checks cannot read, by its small words and its letters.

Rather silent than wrong: names, codes, lists and a few words count as English, as does what no list here knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from provenance.records import Passage, Source

ENGLISH = "en"
_LEAST_WORDS = 4
_MOST_NAMED = 6  # places to be read by a person
_SHARE = 0.15  # of the words, which are small words of another language
_ENGLISH_BESIDE = 1.5  # times the English small words of a text, which the others must be
_KNOWN_SHARE = 0.18  # small English words in a source said to be in another language, from which a passage is English
_ACCENTED = 0.25  # of the words, with letters that English does not have
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Small words that English has and these other languages have not ("was", "in", "so" and "an" are German, too).
_ENGLISH_WORDS = """
the of and to that it she for with his her they at this have from had by not but were we when said there which their is
my been who did are you our could into off before because where then about would him has as out on
"""
# Small words of others that no English hand writes, not in shorthand, slang or dialect either.
_OTHER_WORDS = """
das und ich nicht eine einen einem einer sie mich mir ist dann mit auf dass wie aber auch nach bei sich wir haben habe
hatte wurde wird sein seine seinen ihm ihn uns zum zur als noch nur vor kein keine
une dans que qui je elle nous vous avec sur aux était avait cette ses ce cela chez été étaient puis moi lui leur ils
où ça j'ai c'est c'était n'ai n'a qu'il qu'elle s'est d'un d'une m'a l'a
por sus pero muy cuando estaba había él ella fue porque donde hasta también tenía nada desde entonces
gli che è della sono nel alla dei perché anche più stato quando mio
uma não ele ela estava minha você muito meu também pelo
het ik niet hij wij naar zijn heeft maar ook voor bij mijn geen toen werd aan uit nog
nie się że jak był była jego ich mnie przez przy tylko jestem który jej ona oraz
și nu în fost lui că sunt pentru după acolo
jsem byl já jeho bol bola ako že když jsme který
kad jis aš buvo iš
dhe të një në nuk më ishte për
bir ile için çok değil ama bana beni sonra daha gibi dedi onu olarak
az egy és nem hogy én
och han jag inte från för ett jeg ikke og blev hade havde sedan honom
waa iyo uu ayaa waxaan
yn oedd roedd ei wedi mae gan
"""
# Those that English has as words, shorthand ("att scene", "op."), slang ("dem man dere") or names ("von Trapp", "le
# Roux"): they count beside others, two different ones or one with three different of these, never by themselves.
_SHARED_WORDS = """
der die dem den des ein er im von zu war hat bin
le les la et est il ai mais du de pas ne mon au
los las una en con su lo yo del el al mi se este esta
non io era ho poi per
os um eu foi para mas com
een van met op ze dat hem haar
od po ja jest ale na tam
cu pe din ea mai
som sa ir
ve bu ne ben
volt meg
det att hon med til hun
oo yr ac
"""
_SMALL, _OTHERS = frozenset(_ENGLISH_WORDS.split()), frozenset(_OTHER_WORDS.split())
_SHARED = frozenset(_SHARED_WORDS.split())
_DIFFERENT = 2  # words of other languages, from which a text is one
_ENGLISH_RUN = 3.0  # times the English small words, which the others must be where two of those stand together


@lru_cache(maxsize=1 << 15)
def foreign(text: str) -> bool:
    """Whether a text is surely not English."""
    letters = [c for c in text if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    if len(letters) >= 6 and latin < 0.5 * len(letters):
        return True
    found = [w.replace("’", "'") for w in _WORD.findall(text)]
    if len(found) < _LEAST_WORDS:
        return False
    small = [w.lower() in _SMALL for w in found]
    english, others = sum(small), _others(text)
    beside = _ENGLISH_RUN if any(a and b for a, b in pairwise(small)) else _ENGLISH_BESIDE
    if others >= _SHARE * len(found) and others > beside * english:
        return True
    lower = [w for w in found if w == w.lower()]
    accented = sum(not w.isascii() for w in lower)
    return not english and len(lower) >= 6 and accented >= _ACCENTED * len(lower)


def _others(text: str) -> int:
    """How many small words of other languages a text has; 0 where too few are different, and surely no English. Those
    with a capital may be of a name ("Nie Yan"), but for the first."""
    found = [w.replace("’", "'") for w in _WORD.findall(text)]
    found[:1] = [w.lower() for w in found[:1]]
    sure, shared = [w for w in found if w in _OTHERS], [w for w in found if w in _SHARED]
    enough = len(set(sure)) >= _DIFFERENT or (sure and len(set(shared)) > _DIFFERENT)
    return len(sure) + len(shared) if enough else 0


def not_read(text: str, source: Source) -> bool:
    """Whether the checks cannot read a passage or a sentence of a source: it is in another language, or the source is
    said to be, and it is not plainly English. What a person has set as English is."""
    said = source.fields.get("language", "").strip().casefold()
    if said.startswith(ENGLISH):
        return False
    if not said or foreign(text):
        return foreign(text)
    found = [w.casefold() for w in _WORD.findall(text)]
    return sum(w in _SMALL for w in found) < _KNOWN_SHARE * max(1, len(found))


def partly(passage: Passage, source: Source) -> bool:
    """Whether some sentences of a passage cannot be read."""
    hinted = source.fields.get("language") or not passage.text.isascii() or _others(passage.text)
    return bool(hinted) and any(not_read(" ".join(s.text.split()), source) for s in passage.sentences)


def told_partly(passages: Sequence[Passage]) -> str:
    """What is said of a source that has passages with such sentences."""
    return f"some of it is not in English, and was left out: a person must read {_places(passages)}"


def told(passages: Sequence[Passage], every: int) -> str:
    """What is said of a source that has such passages: which are to be read by a person."""
    count = len(passages)
    what = "it is" if count == every else f"{count} of its {every} passages {'is' if count == 1 else 'are'}"
    read = "the checks cannot read it, and nothing was drafted from it"
    return f"{what} not in English: {read}; a person must read {_places(passages)}"


def _places(passages: Sequence[Passage]) -> str:
    places = list(dict.fromkeys(p.label or p.id for p in passages))
    more = len(places) - _MOST_NAMED
    return ", ".join(places[:_MOST_NAMED]) + (f" and {more} more places" if more > 0 else "")
