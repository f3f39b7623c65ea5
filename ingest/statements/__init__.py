"""Recognises a UK witness statement: whose and of when, what it produces, which lines are form, where the rear is.

A statement is one person's account with a mark of the form on it: a heading, a declaration of truth, signature lines,
"Page n of m". The more other papers bear a mark too, the more of an account must stand with it; a form that nobody
filled in, and what is written about statements, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ingest.items import Shown
from ingest.statements.account import Account, is_letter, is_talk, is_titled_otherwise, measure
from ingest.statements.answers import HEADED, TOP, answer, dated, named, plain_age
from ingest.statements.beside import placed, printed
from ingest.statements.dates import parse_date
from ingest.statements.exhibits import produced
from ingest.statements.form import FRONT, account_begins, form
from ingest.statements.printed import (
    AGE,
    LAW,
    OF,
    PAGE_OF,
    PAGES,
    SIGNATURE,
    TITLE,
    WITNESSED,
    declarations,
    number,
    titled,
)
from ingest.statements.rear import headings, rear
from ingest.statements.statement import Statement, Stretch
from provenance.records import Part

__all__ = ["Statement", "Stretch", "parse_date", "recognise"]

_SHEETS = 20_000  # code points of a rear that stands by itself, at most
_LITTLE = 60  # words of an account beside which a form is little more than its marks
_LONGEST = 400_000  # code points: no statement is longer; what is has other marks by chance
_REAR_ALONE = 3  # signs of the rear from which a sheet is one by itself


def recognise(parts: Sequence[Part], shown: Sequence[Shown] = ()) -> Statement | None:
    """The statement that a layer is, or None; `parts` are all its parts in order, `shown` the fields of its pages.

    Fields and notes are no part of it; those that stand on its rear are rear as well.
    """
    found = _recognised(printed(parts))
    return found and replace(found, sections=tuple(placed(parts, found.sections, shown)))


def _recognised(parts: Sequence[Part]) -> Statement | None:
    layer = "".join(part.text for part in parts)
    head, foot = layer[:FRONT], layer[max(FRONT, len(layer) - FRONT) :]
    declared = declarations(head)
    declared += [(a + len(layer) - len(foot), b + len(layer) - len(foot)) for a, b in declarations(foot)]
    marks = _marks(layer, head, foot, declared)
    if not any((marks.whole, marks.strong, marks.weak, marks.rear)) or (len(layer) > _LONGEST and not marks.whole):
        return None
    text = f"{head}\n{foot}"
    if not marks.whole and (is_letter(text) or is_talk(text)):
        return None
    sections = _sections(layer, _page_starts(parts), declared)
    if not _is_statement(marks, head, foot, measure(_rest(layer, sections))):
        return None
    return _statement(layer, head, declared, sections)


@dataclass(frozen=True, slots=True)
class _Marks:
    """The marks of a statement that a text bears.

    `whole` is the printed form; `strong` marks stand on little else; `weak` ones on many papers; `rear` is a sheet of
    contact details.
    """

    whole: bool
    strong: int
    weak: bool
    rear: bool


def _marks(layer: str, head: str, foot: str, declared: Sequence[tuple[int, int]]) -> _Marks:
    lines = [bool(p.search(head)) for p in (TITLE, LAW, OF, AGE)]
    early = any(start < FRONT for start, _ in declared)
    signed = bool(SIGNATURE.search(layer)) and bool(WITNESSED.search(layer))
    return _Marks(
        whole=sum(lines) + early >= 3 and (lines[2] or early),
        strong=sum((bool(declared), titled(head[:TOP]) is not None, signed, bool(HEADED.search(head[:TOP])))),
        weak=bool(PAGE_OF.search(head) or PAGE_OF.search(foot) or SIGNATURE.search(foot or head)),
        rear=len(layer) < _SHEETS and headings(layer) >= _REAR_ALONE,
    )


def _is_statement(marks: _Marks, head: str, foot: str, account: Account) -> bool:
    """Whether the marks, with the account that stands beside them, make a statement."""
    if marks.whole:
        return account.any or bool(answer(head, "witness"))
    if marks.rear and account.words < _LITTLE:
        return True
    if _headed(head, foot, marks.strong > 1):
        return True
    if marks.strong and account.plain and (marks.strong > 1 or account.ways >= 2 or account.words < _LITTLE):
        return True
    return marks.weak and account.strong and not is_titled_otherwise(head)


def _statement(layer: str, head: str, declared: Sequence[tuple[int, int]], sections: Sequence[Stretch]) -> Statement:
    """The statement with what it says of itself; nothing is taken from its rear."""
    body = _rest(layer, [s for s in sections if s[2] == "rear"], keep=True)
    front = body[: len(head)]
    witness = _witness(body, front)
    count = PAGES.search(body)
    marks = [(int(m[1]), int(m[2])) for m in PAGE_OF.finditer(body)]
    marks = [(n, of) for n, of in marks if 0 < n <= of]
    form_lines = "\n".join(layer[a:b] for a, b, section in sections if section == "form" and a < len(head))
    signed = declared[0][1] if declared and declared[0][0] < FRONT else 0
    back = [start for start, _, section in sections if section == "rear" and start >= signed]
    return Statement(
        witness=witness,
        statement_date=dated(body, signed, back[0] if back else len(layer)),
        age=answer(front, "age") or plain_age(form_lines),
        occupation=answer(front, "occupation"),
        pages_declared=number(count[1]) if count else max((of for _, of in marks), default=0),
        exhibits=tuple(produced(body, witness)),
        pages=tuple(sorted({n for n, _ in marks})),
        sections=tuple(sections),
    )


_MARK = re.compile(
    r"^[ \t]*(?:(?:age|occupation)\b.{0,30}[:;]|(?:witness\s*)?sign(?:ed|ature)\b.{0,30}[:;.…_]"
    r"|dated?\b.{0,20}[:;.…_\d])",
    re.I | re.M,
)
_MYSELF = re.compile(r"\bI\s(?:[a-z]+|['’])|\bI['’](?:m|ve|d|ll)\b")


def _headed(head: str, foot: str, declared: bool) -> re.Match[str] | None:
    """The heading of a statement typed without the form: "Statement of: NAME" where a person then states something.

    One who says "I" is needed always (a bank's statement has none), and a mark of a statement or an account that
    begins right below.
    """
    found = HEADED.search(head[:TOP])
    if not found or not _MYSELF.search(head, found.end()):
        return None
    marked = declared or TITLE.search(head[:TOP]) or any(_MARK.search(x) for x in (head, foot))
    return found if marked or _MYSELF.search(head[found.end() : found.end() + TOP]) else None


def _witness(layer: str, head: str) -> str:
    """Whose statement it is, as the form, its heading or its first words say."""
    said = answer(head, "witness") if OF.search(head) else ""
    headed = HEADED.search(head[:TOP])
    if headed and not said:
        return " ".join(headed["name"].split())
    return said or named(head) or named(layer[:60_000])


def _sections(layer: str, pages: Sequence[int], declared: Sequence[tuple[int, int]]) -> list[Stretch]:
    """What would be form and rear if this were a statement, in order."""
    headed = HEADED.search(layer[:TOP])
    sure = sorted([*declared, *([headed.span()] if headed else [])])
    first = account_begins(layer, form(layer, pages, (), sure))
    back = rear(layer, pages, first)
    found: list[Stretch] = [(a, b, "form") for a, b in form(layer, pages, back, sure)]
    return sorted([*found, *((a, b, "rear") for a, b in back)])


def _rest(layer: str, sections: Iterable[Stretch], *, keep: bool = False) -> str:
    """The layer without the sections; with `keep`, spaces stand for them, so that offsets hold."""
    rest, at = [], 0
    for start, end, _ in sorted(sections):
        rest += [layer[at:start], " " * (end - start) if keep else "\n"]
        at = max(at, end)
    return "".join([*rest, layer[at:]])


def _page_starts(parts: Sequence[Part]) -> list[int]:
    """Where the pages begin in the layer; nothing for sources without pages."""
    starts = accumulate((len(part.text) for part in parts), initial=0)
    return [start for start, part in zip(starts, parts, strict=False) if part.kind == "page"]
