"""Tells verbs by their letters, as far as English shows them, and what kinds of verb take what around them."""

from __future__ import annotations

import re

from summarise.checks.lemmas import FORMS, lemma
from summarise.checks.phrases import NOUNS_IN_ED

BE = frozenset(re.findall(r"\w+", "be am is are was were been being s"))
GET = frozenset(re.findall(r"\w+", "get gets got getting gotten"))
HELP = frozenset(re.findall(r"\w+", "have has had having do does did will would can could may might must shall should"))
GO_ON = frozenset(lemma(w) for w in re.findall(r"\w+", "start begin keep stop continue try want go proceed manage"))
ADVERBS = frozenset(
    re.findall(r"\w+", "then also just both all again later never not suddenly even still only first now once twice")
)
# "I saw him hit", "she said he hit": what stands between is the doer of the second.
TAKES_A_CLAUSE = frozenset(
    lemma(w)
    for w in re.findall(
        r"\w+",
        "see hear watch notice witness feel let make say think believe claim know remember recall suppose suspect tell"
        " explain state report confirm admit deny mean find realise swear",
    )
)
NO_OBJECT = frozenset(
    re.findall(r"\w+", "meet marry fight argue talk speak chat match resemble equal differ be have do")
)
RECIPIENT = frozenset(
    lemma(w) for w in re.findall(r"\w+", "give hand lend sell send pay show pass owe throw offer bring return")
)
TOWARDS = frozenset(("at", "on", "after", "into", "onto", "past"))
NO_VERBS = frozenset(
    re.findall(r"\w+", "during including regarding concerning according morning evening something nothing anything")
)


def shape(word: str) -> str:
    """What a word may be as a verb by its letters: "past" (or participle), "ing", "s", "bare", "bare-past" (hit)."""
    base = lemma(word)
    if word in FORMS.get(base, ()) and word != base:
        return "ing" if word.endswith("ing") else "s" if word.endswith("s") and not word.endswith("ss") else "past"
    if base in FORMS and word == base:
        return "bare-past" if not any(f != base and not f.endswith(("ing", "s")) for f in FORMS[base]) else "bare"
    if word.endswith("ed") and len(word) > 4 and word not in NOUNS_IN_ED:
        return "past"
    if word.endswith("ing") and len(word) > 5:
        return "ing"
    return "s" if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else "bare"
