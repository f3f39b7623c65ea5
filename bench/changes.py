"""Makes claims from sentences as drafters and language models write them, and changes one detail of each.

It finds what to change by patterns of its own, so that what the checks overlook is not overlooked here as well.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

KINDS = ("number", "time", "name", "colour", "direction", "negation")
FORMS = ("sentence", "reported", "part", "joined")

_NUMBERS = tuple(
    re.findall(
        r"\w+", "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty"
    )
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_COLOURS = tuple(
    re.findall(r"\w+", "black white grey silver red blue green yellow orange brown purple pink tan beige cream")
)
_OPPOSITES = (
    ("left", "right"), ("north", "south"), ("east", "west"), ("towards", "away from"), ("up", "down"),
    ("upstairs", "downstairs"), ("inside", "outside"), ("into", "out of"), ("in front of", "behind"),
    ("above", "below"), ("forwards", "backwards"), ("forward", "backward"),
)  # fmt: skip
_ANY_NUMBER = re.compile(
    rf"(?<![\w.:,/£$'’-])(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?![\w:/%-]|[.,]\d)"
    rf"|\b(?:{'|'.join(_NUMBERS + _ORDINALS)})\b",
    re.IGNORECASE,
)
_HOURS = ("one", *_NUMBERS[:11])
_ANY_TIME = re.compile(
    r"(?<![\d:.])(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d:.])(?:\s?[ap]\.?m\b\.?)?|\b(?:1[0-2]|[1-9])\s?[ap]\.?m\b\.?"
    rf"|\b(?:half|(?:a )?quarter|twenty|ten|five) (?:past|to) (?:{'|'.join(_HOURS)})\b|\b[012]\d[0-5]\d hours\b"
    rf"|\b(?:{'|'.join(_HOURS)}) o['’]clock\b",
    re.IGNORECASE,
)
_ANY_NAME = re.compile(
    r"(?<=[a-z,;] )(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*(?![\w’'-])"
    r"|\b(?:Mr|Mrs|Ms|Dr|PC|DC|Sergeant)\.? [A-Z][A-Za-z]{2,}(?![\w’'-])"
)
_NO_NAMES = """
    Mr Mrs Ms Dr PC DC Sergeant Officer Detective I Honor Honour Court Exhibit Claim Slide Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday January February March April May June July August September October November
    December English British American
"""
_ANY_COLOUR = re.compile(rf"\b(?:{'|'.join(_COLOURS)})\b", re.IGNORECASE)
_ANY_WAY = re.compile(rf"\b(?:{'|'.join(w for pair in _OPPOSITES for w in pair)})\b", re.IGNORECASE)
_AGREED = re.compile(r"\b(?:all|that['’]s|is|was) $|^$|[.,] $", re.IGNORECASE)  # tells no side
_DENIED = re.compile(
    r"\b(?P<aux>is|was|are|were|has|have|had|did|do|does|could|would|will|should|can) not\b|\bcannot\b"
    r"|\b(?P<short>is|was|are|were|has|have|had|did|do|does|could|would|should)n['’]t\b|\bnever\b",
    re.IGNORECASE,
)
_BE = re.compile(r"\b(?:is|was|are|were|has|had|could|would|will|should|can)\b(?! not|n['’]t)", re.IGNORECASE)
_PAST = {
    "saw": "see", "heard": "hear", "went": "go", "ran": "run", "took": "take", "came": "come", "put": "put",
    "held": "hold", "found": "find", "gave": "give", "left": "leave", "told": "tell", "asked": "ask", "looked": "look",
    "said": "say", "thought": "think", "walked": "walk", "called": "call", "turned": "turn", "pulled": "pull",
    "showed": "show", "used": "use", "made": "make", "sent": "send", "worked": "work", "wanted": "want", "kept": "keep",
}  # fmt: skip
_ACTED = re.compile(rf"\b(?:I|he|she|it|we|they|who|man|woman|people) (?P<did>{'|'.join(_PAST)})\b")
_PRESENT = {"is": "was", "am": "was", "are": "were", "has": "had", "have": "had", "will": "would", "can": "could"}
_PRESENT |= {"do": "did", "does": "did", "think": "thought", "believe": "believed", "know": "knew"}
_OPENINGS = """
    a an the this that these those there here he she it they we you his her its their our my your one two three four
    and but so then when while after before as at in on of by for from with about because if what where who how some
    most many all both each every other another no not afterwards later also now well okay yes somebody someone people
    nobody nothing between under over inside outside it's that's there's he's she's they're we're you're once
"""
_AFTER_MODALS = "".join(rf"(?<!\b{w} )" for w in ("must", "may", "might", "to", "will", "can", "not", "did"))
_SHIFTING = re.compile(rf"{_AFTER_MODALS}(?<!ould )(?<![’'])[A-Za-z]+(?![\w’'])")
_DOUBTED = re.compile(
    r"\b(?:think|thought|believe|might|may|maybe|perhaps|possibly|probably|told|seem|appear|suppose|assume|guess|sure"
    r"|certain|not|never|no|nobody|nothing|none|if|whether|would|could|said|deny|denie[sd])\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim to be judged by a passage; `changed` is the kind of the change, "" where the claim is true to it."""

    premise: str
    claim: str
    form: str
    kind: str
    changed: str


def pairs(passages: Sequence[tuple[str, Sequence[str]]], wanted: int, seed: int) -> list[Pair]:
    """`wanted` unchanged claims and one changed twin of each, as evenly over kinds and forms as the passages allow.

    `passages` are texts with their sentences.
    """
    chance = random.Random(seed)
    pool: dict[tuple[str, str], list[Pair]] = {}
    counted = Counter(n for text, _ in passages for n in _names(text))
    everyone = sorted(n for n, count in counted.items() if count > 1)
    for text, sentences in passages:
        for form in FORMS:
            for claim in _claims(form, sentences, chance):
                for kind in KINDS:
                    if (other := change(claim, kind, text, everyone, chance)) and other != claim:
                        pool.setdefault((kind, form), []).append(Pair(text, claim, form, kind, other))
    for row in pool.values():
        chance.shuffle(row)
    chosen: list[Pair] = []
    while len(chosen) < wanted and any(pool.values()):
        for kind in KINDS:
            row = next((pool[kind, f] for f in chance.sample(FORMS, len(FORMS)) if pool.get((kind, f))), None)
            chosen += [row.pop()] if row else []
    return chosen[:wanted]


def change(claim: str, kind: str, text: str, everyone: Sequence[str], chance: random.Random) -> str | None:
    """The claim with one detail of the kind changed; half of the time to another that stands in the same passage."""
    if kind == "negation":
        return _denied(claim, chance)
    find, other = {
        "number": (_ANY_NUMBER, _other_number),
        "time": (_ANY_TIME, _other_time),
        "name": (_ANY_NAME, lambda was, known, c: _other_name(was, known, everyone, c)),
        "colour": (_ANY_COLOUR, _other_colour),
        "direction": (_ANY_WAY, _other_way),
    }[kind]
    times = [m.span() for m in _ANY_TIME.finditer(claim)] if kind == "number" else []
    found = [m for m in find.finditer(claim) if not any(a < m.end() and m.start() < b for a, b in times)]
    found = [m for m in found if kind != "name" or m[0] in everyone]
    found = [m for m in found if not (m[0].casefold() == "right" and _AGREED.search(claim[: m.start()]))]
    if not found:
        return None
    match = chance.choice(found)
    new = other(match[0], [m[0] for m in find.finditer(text)], chance)
    return claim[: match.start()] + new + claim[match.end() :] if new else None


def _claims(form: str, sentences: Sequence[str], chance: random.Random) -> list[str]:
    made = [s for s in map(_clean, sentences) if s]
    if form == "sentence":
        return made
    if form == "reported":
        return [f"B. Lindqvist said that {_shifted(s)}" for s in made]
    if form == "part":
        return [p for s in made if (p := _part(s, chance))]
    first = [s for s in made if len(s.split()) <= 25]
    both = zip(first, first[chance.choice((1, 2)) :], strict=False)
    return [f"{a.rstrip('.')}, and {_lower(b)}" for a, b in both if "?" not in a]


def _clean(sentence: str) -> str:
    """A sentence that states something, without turn marks; "" for others."""
    said = re.sub(r"^(?:[QA]\b\s?[.:]?|[A-Z][A-Z.,’' -]{2,40}:)\s*", "", " ".join(sentence.split()))
    count = len(said.split())
    fit = 5 <= count <= 40 and said.endswith(".") and said[0].isupper() and "“" not in said and '"' not in said
    return (
        said
        if fit and not re.search(r"\b[QA]\b\.? |[A-Z]{3,}: ", said) and sum(c.isupper() for c in said) < 0.3 * len(said)
        else ""
    )


def _lower(sentence: str) -> str:
    """As it goes on after other words: an opening that is no name, as far as its commonness tells, is no capital."""
    first = re.split(r"\W", sentence)[0]
    return sentence[0].lower() + sentence[1:] if first.casefold() in _OPENINGS.split() and first != "I" else sentence


def _shifted(sentence: str) -> str:
    """Reported by another: persons and tenses moved as English does."""
    she = {"i": "she", "me": "her", "my": "her", "we": "they", "our": "their", "us": "them", "myself": "herself"}

    def moved(match: re.Match[str]) -> str:
        word = match[0]
        low = word.casefold()
        return she.get(low) or _PRESENT.get(low, word)

    said = re.sub(r"\bI['’]m\b", "she was", re.sub(r"\bI['’]ve\b", "she had", _lower(sentence)))
    return _SHIFTING.sub(moved, said)


def _part(sentence: str, chance: random.Random) -> str | None:
    """A clause that can stand alone, with no doubt or denial in what is cut off."""
    cuts = list(re.finditer(r"(?:,|;) (?:and |but )?|(?<=\w) (?:and|because|when|while) ", sentence))
    chance.shuffle(cuts)
    for cut in cuts:
        for kept, lost in (
            (sentence[: cut.start()], sentence[cut.end() :]),
            (sentence[cut.end() :], sentence[: cut.start()]),
        ):
            if len(kept.split()) >= 6 and len(lost.split()) >= 3 and not _DOUBTED.search(lost):
                return kept[0].upper() + kept[1:].rstrip(".") + "."
    return None


def _names(text: str) -> list[str]:
    lower = set(re.findall(r"\b[a-z]+\b", text))
    return [m[0] for m in _ANY_NAME.finditer(text) if _is_name(m[0]) and m[0].split()[-1].casefold() not in lower]


def _is_name(found: str) -> bool:
    return not set(found.replace(".", "").split()[-1:]) & set(_NO_NAMES.split())


def _other_number(was: str, known: Sequence[str], chance: random.Random) -> str | None:
    if was[0].isdigit():
        there = [k for k in known if k[0].isdigit() and k != was]
        if there and chance.random() < 0.5:
            return chance.choice(there)
        value = float(was.replace(",", ""))
        new = value + chance.choice((1, 2, 5, 10)) if value < 1000 else value + chance.choice((100, 1000))
        return f"{new:,.0f}" if "," in was else f"{new:g}" if value < 10000 else f"{new:.0f}"
    row = _ORDINALS if was.casefold() in _ORDINALS else _NUMBERS
    there = [k for k in known if k.casefold() in row and k.casefold() != was.casefold()]
    new_word = (
        chance.choice(there)
        if there and chance.random() < 0.5
        else chance.choice([w for w in row if w != was.casefold()])
    )
    return _cased(new_word, was)


def _other_time(was: str, known: Sequence[str], chance: random.Random) -> str | None:
    there = [k for k in known if re.sub(r"[^\d]|$", "", k) != re.sub(r"[^\d]|$", "", was) or not was[:1].isdigit()]
    there = [k for k in there if k.casefold() != was.casefold()]
    if there and chance.random() < 0.4:
        return chance.choice(there)
    if digits := re.search(r"(\d{1,2})([:.]?)([0-5]\d)", was):
        minute = (int(digits[3]) + chance.choice((5, 7, 10, 20))) % 60
        return was[: digits.start(3)] + f"{minute:02d}" + was[digits.end(3) :]
    if hour := re.search(r"\d+", was):
        return was.replace(hour[0], str(int(hour[0]) % 12 + 1), 1)
    hour_word = next(h for h in _HOURS if re.search(rf"\b{h}\b(?! (?:past|to))", was.casefold()))
    return re.sub(
        rf"\b{hour_word}\b(?! (?:past|to))", chance.choice([h for h in _HOURS if h != hour_word]), was, flags=re.I
    )


def _other_name(was: str, known: Sequence[str], everyone: Sequence[str], chance: random.Random) -> str | None:
    own = set(was.split())
    there = [k for k in known if k in everyone and not own & set(k.split())]
    far = [k for k in everyone if not own & set(k.split())]
    row = there if there and chance.random() < 0.6 else far
    return chance.choice(row) if row else None


def _other_colour(was: str, known: Sequence[str], chance: random.Random) -> str | None:
    near = {"grey": "silver", "cream": "white", "tan": "brown", "beige": "tan"}
    there = [k for k in known if k.casefold() != was.casefold()]
    row = (
        there
        if there and chance.random() < 0.5
        else [c for c in _COLOURS if c not in (was.casefold(), near.get(was.casefold()))]
    )
    return _cased(chance.choice(row), was)


def _other_way(was: str, known: Sequence[str], chance: random.Random) -> str | None:
    low = was.casefold()
    return _cased(next(b if a == low else a for a, b in _OPPOSITES if low in (a, b)), was)


def _denied(claim: str, chance: random.Random) -> str | None:
    if found := list(_DENIED.finditer(claim)):
        match = chance.choice(found)
        instead = match["aux"] or match["short"] or ("can" if match[0].casefold() == "cannot" else "always")
        return claim[: match.start()] + instead + claim[match.end() :]
    choices: list[Callable[[], str]] = []
    for match in _BE.finditer(claim):
        choices.append(lambda m=match: f"{claim[: m.end()]} not{claim[m.end() :]}")
    for match in _ACTED.finditer(claim):
        choices.append(lambda m=match: f"{claim[: m.start('did')]}did not {_PAST[m['did']]}{claim[m.end() :]}")
    return chance.choice(choices)() if choices else None


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[0].isupper() else word
