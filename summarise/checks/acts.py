"""Reads who did what to whom: for each verb of a text its doer, its done-to, and how far its own part of the text goes.

Read by the order of words, English only: "A hit B", "B was hit by A", "the man who hit me", "A came up and hit B". What
order alone does not tell (questions, "asked him to hit", a phrase behind a comma) is left out, so that an act which is
told here may be relied on.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache

from summarise.checks.complements import second
from summarise.checks.phrases import Party, ending_at, joined, starting_at, surface
from summarise.checks.reading import Reading
from summarise.checks.verb_groups import leads, verb_form, verb_group
from summarise.checks.verbs import (
    BE,
    GET,
    HELP,
    NO_OBJECT,
    NO_VERBS,
    RECIPIENT,
    TAKES_A_CLAUSE,
    TOWARDS,
    shape,
)  # fmt: skip

_RELATIVE = ("who", "which", "that")
_KEPT = 16  # acts before a verb that may tell its subject
_SENTENCE = 60  # tokens of a sentence that are looked through
_GAP_WITHIN = 14  # tokens from a verb to the part that leaves it unsaid
_BY_WITHIN = 8  # tokens from a verb to its "by"


@dataclass(frozen=True, slots=True)
class Act:
    """A verb (token `at`, base form `verb`) with the subject of its sentence, and who does it to whom.

    `first`..`last` are the tokens that tell of it; `passive` is whether the subject is the one that it is done to.
    """

    at: int
    verb: str
    subject: Party | None
    doer: Party | None
    done_to: Party | None
    passive: bool
    related: bool  # in a clause with "who"
    first: int
    last: int
    gapped: bool = False  # its verb is left unsaid ("and the passenger a white one")
    full: bool = False  # and yet all of it is told that sets it apart ("and the phone to Lee")


@lru_cache(maxsize=2048)
def acts(reading: Reading) -> tuple[Act, ...]:
    """The acts of a text in order, as far as they are certain; made once for a reading."""
    found: list[Act] = []
    for i in range(len(reading.tokens)):
        act = _act(reading, i, found[-_KEPT:])
        if act is not None:
            found.append(act)
            gapped = _second(reading, act) or _gapped(reading, act)
            found += [gapped] if gapped else []
    starts = sorted(a.first for a in found if a.subject is not None and not a.related)
    return tuple(a if a.full else replace(a, last=_end(reading, a, starts)) for a in sorted(found, key=lambda a: a.at))


def _end(reading: Reading, act: Act, starts: list[int]) -> int:
    """The last token before the next act of the sentence that has a subject of its own."""
    after = bisect_right(starts, max(act.at, act.first))
    border = starts[after] if after < len(starts) else len(reading.tokens)
    last = act.at
    while last + 1 < border and reading.tokens[last + 1].sentence == reading.tokens[act.at].sentence:
        last += 1
    return last


def _act(reading: Reading, i: int, before: list[Act]) -> Act | None:
    """The act whose verb is token i; None where it is no verb, or nobody can tell whose."""
    word, token = surface(reading, i), reading.tokens[i]
    if token.detail is not None or not (token.heavy or word in BE | HELP | GET) or word in NO_VERBS:
        return None
    if word in BE | HELP | GET and leads(reading, i):
        return None  # it only helps the verb behind it
    first, passive = verb_group(reading, i)
    form = verb_form(reading, i, first, passive)
    if not form:
        return None
    subject, related = _subject(reading, first, before)
    if passive and first == i:
        return None
    doer, done_to = (_by(reading, i), subject) if passive else (subject, _object(reading, i, token.key))
    if subject is None and doer is None:
        return None
    if form != "sure" and not (subject and done_to and (subject.last == i - 1 or shape(word) == "bare-past")):
        return None
    begin = subject.first if subject and not related and subject.first <= first else first
    return Act(i, token.key, subject, doer, done_to, passive, related, begin, i)


def _subject(reading: Reading, first: int, before: list[Act]) -> tuple[Party | None, bool]:
    """The phrase that a verb is told of, and whether by "who"."""
    if first == 0 or reading.tokens[first].sentence != reading.tokens[first - 1].sentence:
        return None, False
    word = surface(reading, first - 1)
    if word in _RELATIVE:
        found = _not_denied(reading, ending_at(reading, first - 2))
        verb = found is not None and any(a.at == found.last for a in before)  # "said that assigned ports"
        sure = found is not None and not verb and (word == "who" or found.head or found.names)
        return (found if sure else None), True
    if word in ("and", "but", "then", "or"):
        return _carried(reading, first, before), False
    if not joined(reading, first):
        return _before_aside(reading, first), False
    found = ending_at(reading, first - 1)
    if found is not None and any(a.at == found.last for a in before):
        return None, False  # "what he said was": a verb is nobody
    if found is None or _is_object(reading, found, before):
        return _told_of(reading, first, before), False
    return _not_joined(reading, found, before), False


def _not_denied(reading: Reading, found: Party | None) -> Party | None:
    """Ann, of "it was Ann and not Ben who": the one before a phrase that "not" or "rather than" denies."""
    if found is None or not any(found.first <= d.head <= found.last for d in reading.denials):
        return found
    if found.first > 1 and (surface(reading, found.first - 1) == "and" or not joined(reading, found.first)):
        return ending_at(reading, found.first - 1 - joined(reading, found.first))
    return found


def _before_aside(reading: Reading, first: int) -> Party | None:
    """The phrase before ", who …," where a verb goes on behind the second comma."""
    sentence = reading.tokens[first].sentence
    for n in range(first - 1, max(0, first - _SENTENCE), -1):
        if reading.tokens[n].sentence != sentence:
            return None
        if surface(reading, n) in ("who", "which"):
            return ending_at(reading, n - 1) if not joined(reading, n) else None
    return None


def _not_joined(reading: Reading, found: Party, before: list[Act]) -> Party | None:
    """A subject that is not one of two: "a lad in a cap and gloves" is the lad, "Ann and Bob" are left open. Behind a
    verb "and" begins anew: "he fell and Bob"."""
    sentence, first = reading.tokens[found.first].sentence, found.first
    while first > 1 and joined(reading, first) and (d := reading.tokens[first - 1].detail) and d.kind == "colour":
        first -= 1
    if first < 2 or surface(reading, first - 1) != "and" or reading.tokens[first - 2].sentence != sentence:
        return found
    near = range(max(0, found.first - _SENTENCE), found.first)
    earlier = {n for n in near if reading.tokens[n].sentence == sentence}
    if any(a.at in earlier for a in before) or any(surface(reading, n) in BE | HELP | GET for n in earlier):
        return found
    one = ending_at(reading, first - 2)
    return found if one is None else one if one.last < first - 2 else None


def _carried(reading: Reading, first: int, before: list[Act]) -> Party | None:
    """The subject that goes on behind "and": that of the act before it in the sentence. Behind a clause with "who" it
    is only certain where the sentence has no other ("the man who had a knife and hit me")."""
    sentence = reading.tokens[first].sentence
    acts_so_far = [a for a in before if reading.tokens[a.at].sentence == sentence and a.at < first]
    if not acts_so_far or (acts_so_far[-1].related and len(acts_so_far) > 1):
        return None
    return acts_so_far[-1].subject


def _is_object(reading: Reading, found: Party, before: list[Act]) -> bool:
    """Whether a phrase belongs to a verb just before it ("who had a knife hit me"), which takes no clause."""
    at = found.first - 1
    return any(a.at == at and a.verb not in TAKES_A_CLAUSE for a in before) and joined(reading, found.first)


def _told_of(reading: Reading, first: int, before: list[Act]) -> Party | None:
    """The phrase before a clause with "who" that goes on behind it: "the man who had a knife hit me"."""
    last = before[-1] if before else None
    if last and last.related and reading.tokens[last.at].sentence == reading.tokens[first].sentence:
        return last.subject
    return None


def _object(reading: Reading, i: int, verb: str) -> Party | None:
    """Whom a verb in the active voice is done to: what follows it, or follows "at", "on" behind it."""
    if verb in NO_OBJECT or i + 1 >= len(reading.tokens) or not joined(reading, i + 1):
        return None
    direct = starting_at(reading, i + 1)
    if direct is None and surface(reading, i + 1) in TOWARDS and joined(reading, i + 1):
        direct = starting_at(reading, i + 2)
    if direct is not None and verb in RECIPIENT:
        to = direct.last + 1
        if to < len(reading.tokens) and surface(reading, to) == "to" and joined(reading, to):
            return starting_at(reading, to + 1)
    if direct is not None and verb in TAKES_A_CLAUSE and _followed_by_verb(reading, direct):
        return None
    return direct


def _followed_by_verb(reading: Reading, direct: Party) -> bool:
    """Whether what follows a verb is the doer of another: "saw him hit", "said he had"."""
    at = direct.last + 1
    if at >= len(reading.tokens) or not joined(reading, at):
        return False
    word = surface(reading, at)
    return word in BE | HELP or (reading.tokens[at].heavy and reading.tokens[at].detail is None
                                   and shape(word) in ("past", "bare-past", "ing"))  # fmt: skip


def _by(reading: Reading, i: int) -> Party | None:
    """Who does what is told in the passive voice: behind its "by"."""
    for n in range(i + 1, min(i + 1 + _BY_WITHIN, len(reading.tokens))):
        if reading.tokens[n].sentence != reading.tokens[i].sentence:
            return None
        if surface(reading, n) == "by":
            found = starting_at(reading, n + 1)
            return found if found and (found.certain or found.last == n + 1) else None
        if surface(reading, n) in (*_RELATIVE, "and", "but"):
            return None
    return None


def _second(reading: Reading, act: Act) -> Act | None:
    """The act that "and the phone to Lee" leaves unsaid: the same verb, its doer as well where it has an object."""
    obj = _direct(reading, act.at) if not act.passive else None
    found = second(reading, act.at, obj, act.verb in RECIPIENT)
    if found is None:
        return None
    at = found.other.last
    if obj is not None:
        return Act(
            at, act.verb, act.subject, act.doer, found.done_to, False, False, found.first, found.last, True, True
        )
    doer, done_to = (act.doer, found.other) if act.passive else (found.other, None)
    return Act(at, act.verb, found.other, doer, done_to, act.passive, False, found.first, found.last, True, True)


def _direct(reading: Reading, i: int) -> Party | None:
    """What follows a verb at once."""
    return starting_at(reading, i + 1) if i + 1 < len(reading.tokens) and joined(reading, i + 1) else None


def _gapped(reading: Reading, act: Act) -> Act | None:
    """The act that "and the passenger a white one" leaves unsaid: the verb of the part before it, of another."""
    tokens = reading.tokens
    for n in range(act.at + 1, min(len(tokens), act.at + _GAP_WITHIN)):
        if tokens[n].sentence != tokens[act.at].sentence:
            return None
        joins = surface(reading, n) in ("and", "but")
        other = _other_party(reading, n + joins) if joins or not joined(reading, n) else None
        after = other.last + 1 if other else len(tokens)
        verb = other is not None and shape(surface(reading, other.last)) in ("past", "bare-past")
        if other and not verb and after < len(tokens) and joined(reading, after) and _tells(reading, after):
            what = None if surface(reading, min(after + 2, len(tokens) - 1)) == "one" else starting_at(reading, after)
            return Act(other.last, act.verb, other, other, what, False, False, other.first, other.last, True)
    return None


def _other_party(reading: Reading, start: int) -> Party | None:
    if start + 1 < len(reading.tokens) and surface(reading, start) == "the" and surface(reading, start + 1) == "other":
        one = start + 2 < len(reading.tokens) and surface(reading, start + 2) == "one"
        return Party(start, start + 1 + one, head="other")
    found = starting_at(reading, start)
    return found if found and found.certain else None


def _tells(reading: Reading, at: int) -> bool:
    """Whether what stands behind a phrase can be what is told of it without a verb: "a white one", "at ten to"."""
    if surface(reading, at) in ("a", "an"):
        return True
    told = at + (surface(reading, at) in ("at", "about", "around"))
    detail = reading.tokens[told].detail if told < len(reading.tokens) else None
    return told > at and detail is not None and detail.kind in ("time", "number", "amount")
