"""Tells text that is surely not English, which the checks cannot read, by its small words and its letters.

Rather silent than wrong: names, codes, lists and a few words count as English, as does what no list here knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from provenance.records import Passage, Source

ENGLISH = "en"
_LEAST_WORDS = 4
_MOST_NAMED = 6  # places to be read by a person
_SHARE = 0.15  # of the words, which are small words of another language
_KNOWN_SHARE = 0.18  # small English words in a source said to be in another language, from which a passage is English
_ACCENTED = 0.25  # of the words, with letters that English does not have
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Small words that English has and these other languages have not ("was", "in", "so" and "an" are German, too).
_ENGLISH_WORDS = """
the of and to that it she for with his her they at this have from had by not but were we when said there which their is
my been who did are you our could into off before because where then about would him has as out on
"""
# And small words of others that are no English words.
_OTHER_WORDS = """
der das und ich nicht ein eine einen einem einer er sie mich mir ist dann mit auf von zu dem dass wie aber auch nach bei
sich wir haben habe hatte wurde wird sein seine seinen ihm ihn uns im zum zur als noch nur vor
le les une est et dans que qui je il elle nous vous avec sur aux était ai avait cette ses mais
los las una en con por su sus lo pero muy cuando yo estaba había era él ella
gli che non è della sono lui io nel
os uma não eu foi ele ela estava para mas
het een ik niet van hij zij wij met op naar ze dat zijn heeft maar ook voor bij
nie się że jak ale był była jego ich mnie od po ja jest przez
și nu în cu pe fost ea din lui
jsem byl já jeho som bol bola sa ako
ir kad jis aš buvo iš
dhe të një në nuk më ai ishte për
ve bir bu ile için çok değil ama
az egy és nem hogy volt én meg
och jag inte det att som på han hon med för ett jeg ikke og til hun blev
waa iyo oo uu ayaa waxaan
yn yr ac oedd roedd ei wedi
"""
_SMALL, _OTHERS = frozenset(_ENGLISH_WORDS.split()), frozenset(_OTHER_WORDS.split())


@lru_cache(maxsize=1 << 15)
def foreign(text: str) -> bool:
    """Whether a text is surely not English."""
    letters = [c for c in text if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    if len(letters) >= 6 and latin < 0.5 * len(letters):
        return True
    found = [w.casefold() for w in _WORD.findall(text)]
    if len(found) < _LEAST_WORDS:
        return False
    english, others = sum(w in _SMALL for w in found), _others(text)
    if others >= max(2, _SHARE * len(found)) and others > 1.5 * english:
        return True
    lower = [w for w in _WORD.findall(text) if w == w.lower()]
    accented = sum(not w.isascii() and "’" not in w for w in lower)
    return not english and len(lower) >= 6 and accented >= _ACCENTED * len(lower)


def _others(text: str) -> int:
    """How many small words of other languages a text has; those with a capital may be of a name ("Van der Beek")."""
    return sum(word in _OTHERS or (not n and word.lower() in _OTHERS) for n, word in enumerate(_WORD.findall(text)))


def not_read(passage: Passage, source: Source) -> bool:
    """Whether the checks cannot read a passage: it is in another language, or of a source that is said to be, and not
    plainly English."""
    said = source.fields.get("language", "").strip().casefold()
    if said.startswith(ENGLISH):
        return False  # a person may have set it
    if not said:
        return foreign(passage.text)
    found = [w.casefold() for w in _WORD.findall(passage.text)]
    return foreign(passage.text) or sum(w in _SMALL for w in found) < _KNOWN_SHARE * max(1, len(found))


def partly(passage: Passage) -> bool:
    """Whether some sentences of a passage are surely not English."""
    hinted = not passage.text.isascii() or _others(passage.text) > 1
    return hinted and any(foreign(" ".join(s.text.split())) for s in passage.sentences)


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
