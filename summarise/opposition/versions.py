"""Finds sentences of two sources that are versions of one (a draft, and what was signed) and what differs in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from provenance.points import ConflictKind
from summarise.details import Detail, DetailKind, agree, details
from summarise.opposition.assertion import Assertion, Word
from summarise.opposition.denials import denied
from summarise.opposition.happenings import TOLERANCE
from summarise.opposition.lexicon import word_set
from summarise.opposition.lines import Line
from summarise.opposition.pairing import CROWD, Pair, Weights
from summarise.opposition.people import same
from summarise.opposition.reading import Account
from summarise.opposition.verbs import acts
from summarise.text import content_words

_LEAST = 4  # stems of a sentence that can be told from another
_KEYS = 6  # the rarest stems by which versions are looked for
_WHOLE = 2  # sentences that are the same in two versions of one paper
_ALIKE = 0.7  # shared weight of two versions
_VERBS = word_set("was were is are had has have did do does be been")
_CHANGED = 3  # stems that stand in one of two versions only
_SLOTS: dict[DetailKind, ConflictKind] = {
    "number": "number", "amount": "number", "plate": "number", "phone": "number", "time": "time", "date": "time",
    "name": "person", "colour": "colour", "direction": "direction",
}  # fmt: skip


def version_pairs(accounts: Sequence[Account], weights: Weights) -> list[Pair]:
    """Pairs of what two versions of one sentence say otherwise, with what their words are alike in as sureness."""
    lines = [n for a in accounts for n in a.lines if len(n.stems) >= _LEAST and n.told]
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        for s in sorted(line.stems, key=lambda s: (-weights.of(s), s))[:_KEYS]:
            holding[s].append(i)
    met: Counter[tuple[int, int]] = Counter()
    for rows in holding.values():
        if len(rows) <= CROWD:
            met.update(combinations(rows, 2))
    found, twins = [], _twins(accounts)
    for (i, j), count in sorted(met.items()):
        one, two = lines[i], lines[j]
        apart = one.source_id != two.source_id and one.text != two.text and not _of_others(one, two)
        firm = frozenset((one.source_id, two.source_id)) in twins
        apart = apart and (firm or not _owned(one, two))
        if count >= 2 and apart and not one.formal and not two.formal and (alike := versions(one, two, weights)):
            found += list(changed(one, two, alike, firm))
    return found


def versions(one: Line, two: Line, weights: Weights) -> float:
    """How alike two sentences are that are versions of one, 0 for others."""
    if (
        not _tells(one)
        or not _tells(two)
        or min(len(one.stems), len(two.stems)) < _LEAST
        or len(one.stems ^ two.stems) > _CHANGED
    ):
        return 0.0
    alike = weights.shared(one.stems, two.stems)
    return round(alike, 4) if alike >= _ALIKE else 0.0


def _of_others(one: Line, two: Line) -> bool:
    """Whether one line begins with what its witness did, and the other with what somebody else did."""
    mine, yours = (next((p for _, p in line.people), None) for line in (one, two))
    selves = [bool(p and p.role == "self") for p in (mine, yours)]
    return any(selves) and bool(mine and yours) and same(mine, yours) is not True and not all(selves)


def _owned(one: Line, two: Line) -> bool:
    """Whether both begin with what their witness calls "my": of two papers these are two things."""
    return all(line.words[0] in ("my", "our") for line in (one, two))


def _tells(line: Line) -> bool:
    """Whether a line has a verb: addresses and headings have none."""
    return bool(_VERBS.intersection(line.words) or acts(line.words))


def changed(one: Line, two: Line, sure: float, firm: bool = False) -> Iterator[Pair]:
    """What two versions of a sentence say otherwise: a detail in the same place, a "not", a verb.

    Times as near as two clocks may be differ only where it is `firm` that the sources are versions of one paper.
    """
    mine, yours = details(one.text), details(two.text)
    for kind, slot in _SLOTS.items():
        if kind == "time" and not firm and _near(mine, yours):
            continue
        left = [d for d in mine if d.kind == kind and not any(_agrees(d, e) for e in yours)]
        right = [e for e in yours if e.kind == kind and not any(_agrees(d, e) for d in mine)]
        if len(left) == len(right) == 1:
            yield _pair(slot, one, two, _told(one, left[0]), _told(two, right[0]), sure)
    if _denies(one, two) != _denies(two, one):
        yield _pair("denial", one, two, _gist(one), _gist(two), sure)
    did, does = acts(one.words) - acts(two.words), acts(two.words) - acts(one.words)
    if len(did) == len(does) == 1 and len(one.words) == len(two.words):
        words = [(a, b) for a, b in zip(one.words, two.words, strict=True) if a != b]
        if len(words) == 1:
            yield _pair("action", one, two, *words[0], sure)


def _near(mine: list[Detail], yours: list[Detail]) -> bool:
    """Whether the times of two sentences are as near as two clocks may be."""
    one, two = ([_minutes(d) for d in found if d.kind == "time"] for found in (mine, yours))
    return len(one) == len(two) and all(abs(a - b) <= 2 * TOLERANCE for a, b in zip(one, two, strict=True))


def _minutes(time: Detail) -> int:
    hours, minutes = time.value.partition("|")[0].split(":")[:2]
    return 60 * int(hours) + int(minutes)


def _twins(accounts: Sequence[Account]) -> set[frozenset[str]]:
    """Sources that are versions of one paper: whole sentences stand in both."""
    holding: defaultdict[str, set[str]] = defaultdict(set)
    for account in accounts:
        for line in account.lines:
            if len(line.stems) >= _LEAST and line.told and not line.formal:
                holding[line.text].add(line.source_id)
    met = Counter(frozenset(two) for ids in holding.values() if len(ids) <= CROWD for two in combinations(ids, 2))
    return {two for two, count in met.items() if count >= _WHOLE}


def _pair(slot: ConflictKind, one: Line, two: Line, said: str, says: str, sure: float) -> Pair:
    about = f"in “{_gist(one)}”"
    first = Assertion(slot, "version", None, said, Word(said), about, sure, one.hedged, one, one, one)
    second = Assertion(slot, "version", None, says, Word(says), about, sure, two.hedged, two, two, two)
    return Pair(first, second, sure, True)


def _agrees(one: Detail, two: Detail) -> bool:
    return agree(one, two) or agree(two, one)


def _told(line: Line, detail: Detail) -> str:
    return line.text[detail.start : detail.end]


def _denies(line: Line, other: Line) -> bool:
    """Whether a line denies what stands in another and is not denied there, too ("did not push", "never pushed")."""
    return any(
        frozenset(content_words(d.words)) <= other.stems and not any(d.stems & e.stems for e in denied(other))
        for d in denied(line)
    )


def _gist(line: Line) -> str:
    words = line.text.split()
    return " ".join(words) if len(words) <= 10 else " ".join(words[:10]) + " …"
