"""Tests that every detail of a claim (number, time, name, colour, direction …) stands where the claim says it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.records import Notice, Support
from summarise.checks.alignment import Alignment
from summarise.checks.attributed import lay
from summarise.checks.base import Cited, Finding, notice
from summarise.checks.counted import counted
from summarise.checks.doers import settled
from summarise.checks.lemmas import lemma
from summarise.checks.limits import limiting
from summarise.checks.reading import Token
from summarise.details import Detail, agree, details

_ANYWHERE = ("name", "date", "time", "plate", "phone", "reference")  # what holds for a passage beyond its sentence
_BESIDE = 5  # tokens to each side that tell what a number, a colour or a direction belongs to
_SCORE: dict[Support, float] = {"contradicted": 0.05, "unsupported": 0.1, "partly": 0.4}


@dataclass(frozen=True, slots=True)
class DetailCheck:
    """Every detail in the claim's own words stands in the cited words, at what the claim gives it to.

    Where the sentence that the claim draws on has another detail of the kind, the claim is contradicted; where there is
    none, unsupported (partly, of a name). What opens a claim by saying whose words they are may stand in the record.
    """

    name: str = "details"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        laid, head = lay(claim, cited)
        record = [d for c in cited for d in details(f"{c.record} ; {c.witness}")]
        names = " ; ".join(c.record for c in cited).casefold()
        told = [(i, t.detail) for i, t in enumerate(laid.claim.tokens) if t.detail]
        free = settled(laid, cited) | limiting(laid.claim)
        reasons = list(_opposites(laid, free))
        for i, detail in told:
            if i in free:
                continue
            opens = head is not None and detail.start < head.end
            if opens and head and _given_to(laid, i, detail, head.reported, record, cited):
                continue
            if detail.kind in _ANYWHERE and any(agree(detail, r) for r in record):
                continue
            if i and laid.claim.words(laid.claim.tokens[i - 1].start, detail.end).casefold() in names:
                continue  # "CAM 2", as the source is called
            if found := _missing(laid, i, detail):
                reasons.append(found)
        if not reasons:
            return Finding(self.name, "supported" if told else None, 1.0)
        worst = min((s for s, _ in reasons), key=lambda s: _SCORE[s])
        return Finding(self.name, worst, _SCORE[worst], tuple(r for _, r in reasons))


def _given_to(
    laid: Alignment, i: int, detail: Detail, reported: bool, record: Sequence[Detail], cited: Sequence[Cited]
) -> bool:
    """Whether a detail of a claim's opening needs no more: it stands in the record, or is who said it.

    Who said it is tested by the check of attribution; unless the passage itself has "… said" there.
    """
    if any(agree(detail, r) for r in record):
        return True
    if reported and detail.kind == "name":
        return laid.links[i] is None and not any(c.witness or c.record for c in cited)
    said = " ".join(f"{c.record} {c.witness}" for c in cited).casefold()
    return detail.kind == "name" and all(w in said for w in detail.value.split())


def _missing(laid: Alignment, i: int, detail: Detail) -> tuple[Support, Notice] | None:
    """Why a detail does not stand where the claim puts it; None where it does."""
    claim, link = laid.claim, laid.links[i]
    words = claim.words(detail.start, detail.end)
    if detail.kind == "name" and link and _in_pieces(laid, detail, link.at):
        return None
    if detail.kind == "number" and (counts_same := counted(laid, i)) is not None:
        if counts_same:
            return None
        told = f"“{words}” stands in the cited passage, but not of what the claim says it of"
        return "unsupported", notice("detail_elsewhere", told, detail.start, detail.end)
    beside = _in_the_clause(laid, i) if detail.kind in ("time", "date") else None
    if beside is not None:
        there = laid.given.tokens[beside].detail
        return None if there and agree(detail, there) else ("contradicted", _differs(laid, detail, beside))
    rival = _rival(laid, i, detail)
    if link is not None and not link.agrees and _settled(laid, i, link.at):
        rival = link.at
    if rival is not None:
        return _how_far(laid, i, detail, rival), _differs(laid, detail, rival)
    if link is not None and link.agrees and _belongs(laid, i, link.at):
        return None
    elsewhere = list(_places(laid, detail))
    if any(detail.kind in _ANYWHERE or _belongs(laid, i, at) for at in elsewhere):
        return None
    code = "name_not_found" if detail.kind == "name" else "figure_not_found"
    if elsewhere:
        told = f"“{words}” stands in the cited passage, but not of what the claim says it of"
        return "unsupported", notice("detail_elsewhere", told, detail.start, detail.end)
    told = f"“{words}” does not stand in the cited passage"
    return "partly" if detail.kind == "name" else "unsupported", notice(code, told, detail.start, detail.end)


def _how_far(laid: Alignment, i: int, detail: Detail, rival: int) -> Support:
    """Contradicted where the same words stand beside both; else the passage may only put it in another way, or lack it.

    A fuller name than the passage has is no other name: part of it is supported.
    """
    there = laid.given.tokens[rival].detail
    if detail.kind == "name" and there and set(there.value.split()) < set(detail.value.split()):
        return "partly"
    if _side_by_side(laid, i, rival):
        return "contradicted"
    return "partly" if detail.kind == "name" or next(_places(laid, detail), None) is not None else "unsupported"


def _opposites(laid: Alignment, free: frozenset[int]) -> Iterator[tuple[Support, Notice]]:
    """Words of the claim that stand for their opposite in the passage."""
    for i, (token, link) in enumerate(zip(laid.claim.tokens, laid.links, strict=True)):
        if i in free or laid.by_denial(i):
            continue
        if token.detail is None and link is not None and not link.agrees and _side_by_side(laid, i, link.at):
            yield "contradicted", _differs(laid, token, link.at)
        elif link is None and i == 0 and (at := _name_instead(laid, token)) is not None:
            yield "contradicted", _differs(laid, token, at)


def _name_instead(laid: Alignment, token: Token) -> int | None:
    """The name that the passage has where the claim opens with a word that the passage lacks: "Kit ran", "Tarrow ran".

    A capital that opens a sentence does not tell a name from another word; its place does.
    """
    opens = token.heavy and token.detail is None and laid.claim.words(token.start, token.end)[:1].isupper()
    beside = laid.links[1].at if opens and len(laid.links) > 1 and laid.links[1] else 0
    if not beside or not laid.links[1] or not laid.links[1].agrees or token.key in laid.given.places:
        return None
    other = laid.given.tokens[beside - 1]
    return beside - 1 if other.detail and other.detail.kind == "name" else None


def _differs(laid: Alignment, token: Token | Detail, at: int) -> Notice:
    there = laid.given.tokens[at]
    words = laid.given.readings[laid.given.owner[at]].words(there.start, there.end)
    told = f"the claim says “{laid.claim.words(token.start, token.end)}”, where the cited passage says “{words}”"
    return notice("detail_differs", told, token.start, token.end)


def _rival(laid: Alignment, i: int, detail: Detail) -> int | None:
    """A detail of the kind, but of another value, that stands where the words beside the claim's detail are; only where
    the claim's own stands nowhere near them."""
    link = laid.links[i]
    for step in (-1, 1):
        for off in (1, 2):
            n = i + step * off
            beside = laid.links[n] if 0 <= n < len(laid.links) else None
            if beside is None or laid.claim.tokens[n].clause != laid.claim.tokens[i].clause:
                continue
            if link is not None and abs(link.at - beside.at) <= off + 2:
                if laid.claim.tokens[n].heavy:
                    return None
                break
            for at in range(beside.at - step, beside.at - step * (off + 2), -step):
                other = laid.given.tokens[at].detail if 0 <= at < len(laid.given.tokens) else None
                if other is not None and other.kind == detail.kind:
                    return None if agree(detail, other) else at
            break
    return None


def _in_the_clause(laid: Alignment, i: int) -> int | None:
    """The one time or date (of that kind) of the clause that the claim's own clause draws on: "at 14:27 she rang".

    None where it has none, or several, or the claim's clause draws on more than one.
    """
    tokens, given = laid.claim.tokens, laid.given
    clause = tokens[i].clause
    opens = next(n for n, t in enumerate(tokens) if t.clause == clause)
    fronted = opens == 0 or tokens[opens].key in ("and", "but") or tokens[opens].sentence != tokens[opens - 1].sentence
    for number in (clause, clause + 1) if fronted else (clause,):
        drawn = {
            (given.owner[k.at], given.tokens[k.at].clause)
            for t, k in zip(tokens, laid.links, strict=True)
            if t.clause == number and t.heavy and t.detail is None and k is not None and k.agrees
        }
        if drawn:
            break
    if len(drawn) != 1 or sum(t.key == tokens[i].key for t in tokens if t.clause == clause) > 1:
        return None
    found = [n for n in given.places.get(tokens[i].key, ()) if (given.owner[n], given.tokens[n].clause) in drawn]
    return found[0] if len(found) == 1 else None


def _in_pieces(laid: Alignment, detail: Detail, at: int) -> bool:
    """Whether all words of a name stand close together there, though not side by side ("Kit (K.) Tarrow")."""
    there, near = laid.given.tokens[at].detail, range(at - 3, at + 4)
    if there is None or not set(there.value.split()) < set(detail.value.split()):
        return False
    return all(any(n in near for n in laid.given.words.get(lemma(w), ())) for w in detail.value.split())


def _places(laid: Alignment, detail: Detail) -> Iterator[int]:
    for at, token in enumerate(laid.given.tokens):
        if token.detail is not None and agree(detail, token.detail):
            yield at
    if detail.kind == "name" and set(detail.value.split()) <= laid.given.names:
        yield from (at for w in detail.value.split() for at in laid.given.words.get(w, ())[:1])


def _belongs(laid: Alignment, i: int, at: int) -> bool:
    """Whether something of what stands around the detail in the claim stands around it in the passage too."""
    tokens, given = laid.claim.tokens, laid.given
    around = [
        t
        for n, t in enumerate(tokens[max(0, i - _BESIDE) : i + _BESIDE + 1], max(0, i - _BESIDE))
        if n != i and t.heavy
    ]
    if not around:
        return True
    sentence = given.sentences[at]
    near = {
        given.tokens[n].key
        for n in range(max(0, at - _BESIDE - 1), min(len(given.tokens), at + _BESIDE + 2))
        if n != at and abs(given.sentences[n] - sentence) <= 1
    }
    return any(t.key in near for t in around)


def _side_by_side(laid: Alignment, i: int, at: int) -> bool:
    """Whether words stand beside the detail just as they stand beside what the passage has there: a weighty one, or
    two in a row."""
    for step in (-1, 1):
        links = [laid.links[n] if 0 <= (n := i + step * off) < len(laid.links) else None for off in (1, 2)]
        tight = [k is not None and k.agrees and k.at == at + step * off for off, k in enumerate(links, 1)]
        if tight[0] and (tight[1] or laid.claim.tokens[i + step].heavy):
            return True
    return False


def _settled(laid: Alignment, i: int, at: int) -> bool:
    """Whether the words beside the detail say that it stands for what the passage has there."""
    beside = 0
    for step in (-1, 1):
        weighed = False  # something that carries content stands between
        for off in (1, 2, 3):
            n = i + step * off
            if not 0 <= n < len(laid.links):
                break
            link = laid.links[n]
            weighed = weighed or (link is None and laid.claim.tokens[n].heavy)
            if link is not None:
                if 0 < (link.at - at) * step <= off + 2 and (laid.claim.tokens[n].heavy or not weighed):
                    beside += 1
                break
    return beside > 0
