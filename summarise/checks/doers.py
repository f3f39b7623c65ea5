"""Tests that a claim gives each deed to who did it, and to whom: "A was hit by B" is not borne by "A hit B".

Only acts of the same verb are compared, and only parties that both sides name for certain; what is open counts neither
way. An act that the passage bears frees its names and details from the check of details, which reads them by place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.records import Notice, Support
from summarise.checks.acts import Act, acts
from summarise.checks.alignment import Alignment
from summarise.checks.attributed import lay
from summarise.checks.base import Cited, Finding, notice
from summarise.checks.lemmas import OPPOSITES
from summarise.checks.phrases import Party, Teller, alike
from summarise.checks.reading import Reading, same_token
from summarise.text import words

_FIRST_PERSON = frozenset(("i", "me", "my", "we", "us", "our", "myself"))
_MODEST = frozenset(("be", "have", "do"))  # verbs whose subject does nothing to anybody
_SCORE: dict[Support, float] = {"unsupported": 0.1, "partly": 0.4}


@dataclass(frozen=True, slots=True)
class _Given:
    """An act of the passage, with the reading that it is of and the number of that reading's first token."""

    reading: Reading
    act: Act
    base: int
    teller: Teller


@dataclass(frozen=True, slots=True)
class Borne:
    """An act of the claim with the act of the passage that bears it, and those of the same verb that do not."""

    said: Act
    given: _Given
    rivals: tuple[_Given, ...]


@dataclass(frozen=True, slots=True)
class RoleCheck:
    """Who did it and to whom stand in the cited words as the claim tells them.

    Where they changed places, and where a claim joins one's deed with what is told of another's, it is unsupported;
    where the passage names another doer, partly supported.
    """

    name: str = "roles"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        laid, head = lay(claim, cited)
        opening = head.end if head is not None and head.reported else 0
        told = [a for a in acts(laid.claim) if laid.claim.tokens[a.at].start >= opening]
        found = [r for act in told if (r := _wrong(laid, act, _same_verb(laid, act, cited)))]
        if not found:
            return Finding(self.name, None, 1.0)
        worst = min((s for s, _ in found), key=lambda s: _SCORE[s])
        return Finding(self.name, worst, _SCORE[worst], tuple(r for _, r in found))


def settled(laid: Alignment, cited: Sequence[Cited]) -> frozenset[int]:
    """Tokens of the claim whose place is told by who did what: the parties of acts that the passage bears, and, where
    it has several of the verb, what the claim tells of that very one."""
    free: set[int] = set()
    for act in acts(laid.claim):
        borne = _borne(laid, act, _same_verb(laid, act, cited))
        if borne is None:
            continue
        for said, there in ((act.doer, borne.given.act.doer), (act.done_to, borne.given.act.done_to)):
            if said and there and alike(said, there, borne.given.teller) == "same":
                free.update(i for i in range(said.first, said.last + 1) if _named(laid, i, said, there, borne))
        if borne.given.act.gapped or (act.verb not in _MODEST and _beside(borne)):
            free.update(i for i in _told(laid, act) if _in(laid, i, borne.given))
    return frozenset(free)


def _named(laid: Alignment, i: int, said: Party, there: Party, borne: Borne) -> bool:
    """Whether a token of a party of the claim names no more than the passage's party does; other details stand at their
    place, but where active became passive."""
    if laid.claim.tokens[i].detail is None or said.names:
        return not said.names or said.names <= there.names
    return borne.said.passive != borne.given.act.passive and _in(laid, i, borne.given)


def _beside(borne: Borne) -> bool:
    """Whether an act of the same verb stands in the same sentence of the passage."""
    sentence = borne.given.reading.tokens[borne.given.act.at].sentence
    return any(r.base == borne.given.base and r.reading.tokens[r.act.at].sentence == sentence for r in borne.rivals)


def _same_verb(laid: Alignment, act: Act, cited: Sequence[Cited]) -> list[_Given]:
    found = []
    for n, reading in enumerate(laid.given.readings):
        first_person = any(reading.words(t.start, t.end).casefold() in _FIRST_PERSON for t in reading.tokens)
        names = frozenset(words(cited[n].witness)) if n < len(cited) else frozenset()
        base, teller = laid.given.first(n), Teller(names, first_person)
        found += [_Given(reading, a, base, teller) for a in acts(reading) if a.verb == act.verb]
    return found


def _wrong(laid: Alignment, act: Act, given: Sequence[_Given]) -> tuple[Support, Notice] | None:
    """Why an act of the claim is not borne; None where it is, or where that is open."""
    borne = _borne(laid, act, given)
    if borne is not None:
        return _of_another(laid, borne)
    for there in given:
        if act.verb not in _MODEST and _turned(act, there):
            return "unsupported", _reason(
                laid, act, "turned_round", "the other way round: the cited passage says", there
            )
    pairs = [_pairs(act, g) for g in given]
    if ("same", "other") in pairs and ("other", "same") in pairs:
        there = given[pairs.index(("other", "same"))]
        return "unsupported", _reason(laid, act, "another_doer", "of another: the cited passage says", there)
    mixed = [g for g in given if _fits(act, g)]
    if mixed:  # and yet not borne
        there = next(g for g in given if any(_is_told_by(act, g, best) for best in mixed))
        return "unsupported", _reason(laid, act, "another_doer", "of another: the cited passage says", there)
    apart = [g for g in given if _apart(act, g) and (act.verb not in _MODEST or _shares(laid, act, g))]
    if apart and len(apart) == len(given):
        return "partly", _reason(laid, act, "another_doer", "of another: the cited passage says", apart[0])
    return None


def _reason(laid: Alignment, act: Act, code: str, told: str, there: _Given) -> Notice:
    tokens, given = laid.claim.tokens, there.reading.tokens
    first = min(act.first, act.at)
    end = max([act.at, *(p.last for p in (act.doer, act.done_to) if p)])
    begin_there = min(there.act.first, there.act.at)
    end_there = max([there.act.at, *(p.last for p in (there.act.doer, there.act.done_to) if p)])
    said = there.reading.words(given[begin_there].start, given[end_there].end)
    return notice(code, f"{told} “{said}”", tokens[first].start, tokens[end].end)


def _borne(laid: Alignment, act: Act, given: Sequence[_Given]) -> Borne | None:
    """The act of the passage that fits best; None where none fits for certain."""
    fitting = [g for g in given if _fits(act, g)]
    if not fitting:
        return None
    told = _told(laid, act)
    best = max(fitting, key=lambda g: (_certain(act, g), sum(_in(laid, i, g) for i in told)))
    if any(_is_told_by(act, g, best) for g in given):
        return None
    return Borne(act, best, tuple(g for g in given if g is not best and not _fits(act, g)))


def _is_told_by(act: Act, rival: _Given, best: _Given) -> bool:
    """Whether the party that the best act leaves open is for certain that of another act, which another did, or which
    tells it turned round: "Dean shot Carl and Carl shot the guard" does not bear "Dean shot the guard"."""
    pair, other = _pairs(act, best), _pairs(act, rival)
    if act.verb in _MODEST or act.doer is None or act.done_to is None or "open" not in pair:
        return False
    told_by_i = best.act.doer is not None and best.act.doer.witness and best.reading is rival.reading
    if told_by_i and act.doer.witness and rival.act.doer and rival.act.doer.names and rival.act.done_to:
        other = ("other", other[1])  # "I pushed Carl and Carl pushed the nurse"
    if pair[0] == "open":
        pair, other = pair[::-1], other[::-1]
    return other == ("other", "same") or (_turned(act, rival) and "same" not in other)


def _pairs(act: Act, there: _Given) -> tuple[str, str]:
    return alike(act.doer, there.act.doer, there.teller), alike(act.done_to, there.act.done_to, there.teller)


def _fits(act: Act, there: _Given) -> bool:
    straight = _pairs(act, there)
    return "other" not in straight and "same" in straight


def _certain(act: Act, there: _Given) -> int:
    return _pairs(act, there).count("same")


def _turned(act: Act, there: _Given) -> bool:
    """Whether doer and done-to changed places, as far as both sides name them: what breaks of itself ("the door
    opened") has no done-to, and is not compared."""
    given, teller = there.act, there.teller
    doer, done_to = _pairs(act, there)
    doer_as_done = alike(act.doer, given.done_to, teller)
    if act.doer and act.doer.witness and given.done_to and given.done_to.mine:
        doer_as_done = "open"  # "bit my hand"
    done_as_doer = alike(act.done_to, given.doer, teller)
    if not act.passive and not (act.doer and act.done_to):
        return False
    if _owns(act.doer, given.done_to):
        doer_as_done = "open"  # "Ann hit Ben's van" of "Ben's van hit Ann's car"
    if _owns(act.done_to, given.doer):
        done_as_doer = "open"
    if doer_as_done == "same" and doer != "same" and done_as_doer != "other" and act.doer and given.done_to:
        return True
    return done_as_doer == "same" and done_to != "same" and doer_as_done != "other" and given.done_to is not None


def _owns(said: Party | None, given: Party | None) -> bool:
    """Whether the claim's party is whose the passage's is: Ann, of "Ann's car"."""
    return bool(said and given and said.names and said.names <= given.owners)


def _shares(laid: Alignment, act: Act, there: _Given) -> bool:
    """Whether the passage tells of that act what the claim tells, so that both say the same of two."""
    return any(_in(laid, i, there) for i in _told(laid, act))


def _apart(act: Act, there: _Given) -> bool:
    """Whether the passage's doer, or the one it is done to, is another than the claim's for certain."""
    parties = [(act.doer, there.act.doer)]
    if act.verb not in _MODEST:
        parties.append((act.done_to, there.act.done_to))
    return any(_two(said, given, there) for said, given in parties if said and given)


def _two(said: Party, given: Party, there: _Given) -> bool:
    """Whether two parties are not one: other names, another's relation, or two nouns that stand side by side there."""
    if alike(said, given, there.teller) != "other":
        return False
    if said.witness or given.witness or (said.names and given.names):
        return said.witness or bool(given.names)
    if not said.head or not given.head:
        return True
    if said.head in given.kin or given.head in said.kin:
        return True
    if said.head == given.head:
        return not _only_counted(said, given)
    if given.head in OPPOSITES.get(said.head, ()):
        return True
    return _in_one_sentence(there.reading, said, given)


def _only_counted(said: Party, given: Party) -> bool:
    """Whether nothing but a number sets them apart, which the check of details tells; owners and kin are the same."""
    same = (said.owners, said.kin, said.mine) == (given.owners, given.kin, given.mine)
    return same and all(mark.isdigit() for mark in said.marks ^ given.marks)


def _in_one_sentence(reading: Reading, said: Party, given: Party) -> bool:
    """Whether two nouns stand in one sentence of the passage, in different clauses, so that they are two things."""
    places: dict[int, dict[str, set[int]]] = {}
    for token in reading.tokens:
        if token.detail is None and token.key in (said.head, given.head):
            places.setdefault(token.sentence, {}).setdefault(token.key, set()).add(token.clause)
    return any(len(found) == 2 and not found[said.head] & found[given.head] for found in places.values())


def _told(laid: Alignment, act: Act) -> list[int]:
    """Weighty tokens that tell of an act of the claim, but for its verb and its parties."""
    parties = {i for p in (act.doer, act.done_to, act.subject) if p and p is not _object_of(act)
               for i in range(p.first, p.last + 1)}  # fmt: skip
    tokens = laid.claim.tokens
    span = range(min(act.first, act.at), max(act.last, act.at) + 1)
    return [i for i in span if i not in parties and i != act.at and tokens[i].heavy]


def _object_of(act: Act) -> Party | None:
    """What an act in the active voice is done to, where it is a thing with marks ("a black helmet")."""
    return act.done_to if act.done_to and act.done_to.marks and not act.passive else None


def _in(laid: Alignment, i: int, there: _Given) -> bool:
    """Whether a token of the claim stands within what the passage tells of an act."""
    token = laid.claim.tokens[i]
    return any(same_token(token, t) for t in there.reading.tokens[there.act.first : there.act.last + 1])


def _of_another(laid: Alignment, borne: Borne) -> tuple[Support, Notice] | None:
    """What the claim tells of one's deed, and the passage only of another's."""
    for i in _told(laid, borne.said):
        if _in(laid, i, borne.given) or _anywhere_else(laid, i, borne):
            continue
        if borne.given.act.gapped and not borne.given.act.full and laid.claim.tokens[i].detail is None:
            continue  # "a white one": what it is stands with the other
        for rival in borne.rivals:
            if _in(laid, i, rival) and not (borne.given.act.full and _before_verb(laid, i, rival)):
                token = laid.claim.tokens[i]
                there = rival.reading.tokens
                said = rival.reading.words(there[rival.act.first].start, there[rival.act.last].end)
                told = f"the cited passage says this of another: “{said}”"
                return "unsupported", notice("detail_elsewhere", told, token.start, token.end)
    return None


def _before_verb(laid: Alignment, i: int, there: _Given) -> bool:
    """Whether a token of the claim stands before the verb there, which both its complements go with: "quickly gave"."""
    token = laid.claim.tokens[i]
    return any(same_token(token, t) for t in there.reading.tokens[there.act.first : there.act.at])


def _anywhere_else(laid: Alignment, i: int, borne: Borne) -> bool:
    """Whether a word of the claim stands in the passage outside the acts of its verb: then it is nobody's own."""
    inside = {g.base + n for g in (borne.given, *borne.rivals) for n in range(g.act.first, g.act.last + 1)}
    token = laid.claim.tokens[i]
    return any(n not in inside and same_token(token, t) for n, t in enumerate(laid.given.tokens))
