"""Judges a claim against its own citations only, with several small checks that each say what they found.

A check never asks whether a claim is true: only whether the cited words bear it. Add a check by writing a class with
a `name` and `judge` in `summarise/checks`, and putting it into `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.records import Notice, Support
from summarise.checks.attributed import AttributionCheck
from summarise.checks.base import Check, Cited, Finding
from summarise.checks.doers import RoleCheck
from summarise.checks.facts import DetailCheck
from summarise.checks.instructions import InstructionCheck
from summarise.checks.limits import LimitCheck
from summarise.checks.order import OrderCheck
from summarise.checks.parts import PartCheck
from summarise.checks.polarity import PolarityCheck
from summarise.checks.quotes import HedgeCheck, QuoteCheck, own_words, plain, quotations, quoted
from summarise.checks.tellers import TellerCheck
from summarise.checks.words import WordCheck

__all__ = ["CHECKS", "Check", "Cited", "Finding", "Judgement", "judge", "own_words", "plain", "quotations", "quoted"]

_WORST: tuple[Support, ...] = ("contradicted", "unsupported", "partly", "supported")


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings on one claim: the worst support, the least score, every reason."""

    support: Support
    score: float
    reasons: tuple[Notice, ...]


CHECKS: tuple[Check, ...] = (
    QuoteCheck(), DetailCheck(), LimitCheck(), PartCheck(), RoleCheck(), OrderCheck(), AttributionCheck(),
    PolarityCheck(), HedgeCheck(), InstructionCheck(), TellerCheck(), WordCheck(),
)  # fmt: skip


def judge(claim: str, cited: Sequence[Cited], checks: Sequence[Check] | None = None) -> Judgement:
    """The checks' findings on a claim, joined; a claim that cites nothing is unsupported."""
    if not cited:
        return Judgement("unsupported", 0.0, (Notice("no_citation", "the claim cites nothing"),))
    findings = [check.judge(claim, cited) for check in (CHECKS if checks is None else checks)]
    told = [f for f in findings if f.support is not None]
    if not told:
        return Judgement(
            "unsupported", 0.0, (Notice("nothing_to_check", "the claim says nothing that can be checked"),)
        )
    support = min((f.support for f in told if f.support), key=_WORST.index)
    reasons = tuple(r for f in findings for r in f.reasons)
    return Judgement(support, round(min(f.score for f in told), 4), reasons)
