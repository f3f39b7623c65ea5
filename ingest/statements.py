"""Recognises a UK witness statement (form MG11): whose it is and of when, which lines are form, and where the rear is.

Form MG11 follows the Criminal Justice Act 1967, s. 9, and the Criminal Procedure Rules, r. 16.2: a heading, whose
statement, age and occupation, a declaration, signature and date; then the account, with signature lines and page
numbers; and on the rear the witness's contact details, which are never indexed, summarised or exported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from typing import Final

from provenance.records import Part, Section

Stretch = tuple[int, int, Section]
_FRONT = 6000  # code points at the beginning in which the heading stands, running page heads included
_LINE = 300  # no line of the form is longer
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_FILL = r"[\s.…_·]*"  # dotted lines on which answers are written


def _loose(words: str) -> str:
    """A pattern for printed words as OCR and spaced-out headings give them: spaces may be missing or too many."""
    return r"\s*".join(r"[ \t]?".join(re.escape(c) for c in word) for word in words.split())


_TITLE = re.compile(rf"^[ \t]*{_loose('witness statement')}[ \t]*$", re.I | re.M)
_LAW = re.compile(r"criminal\s*procedure\s*rules|\b(?:criminal\s*justice|c\.?\s*j\.?)\s*act\s*1967|\bMG\s?11\b", re.I)
_OF = re.compile(r"^[ \t]*statement\s*of(?:[ \t]*[:;.…_]|[ \t]*$)", re.I | re.M)
_AGE = re.compile(r"\bage\s*(?:if|of)?\s*(?:under|over)\s*18\b", re.I)
_DECLARATION = re.compile(
    r"this\s*statement\s*\(?\s*consisting\s*of.{0,60}?page.{0,600}?(?:to\s*be\s*true\b|believe\s*to\s*be\s*true\b)\.?"
    r"|this\s*statement\s*\(?\s*consisting\s*of.{0,60}?page.{0,80}?knowledge\s*and\s*belief\b\.?",
    re.I | re.S,
)
_PAGES = re.compile(rf"consisting\s*of\s*:?{_FILL}(\d{{1,3}}|{'|'.join(_NUMBERS)}){_FILL}page", re.I)
_LABELS: Final = {
    "witness": r"statement\s*of",
    "age": r"age\s*(?:if|of)?\s*(?:under|over)\s*18",
    "occupation": r"occupation",
    "statement_date": r"date[d]?",
}
_ANY_LABEL = (
    r"(?:(?:continuation\s*of\s*)?statement\s*of|age\s*(?:if|of)?\s*(?:under|over)\s*18|occupation|dated?|urn"
    r"|(?:witness\s*)?signature(?:\s*of\s*witness|\s*witnessed\s*by)?|signed|witnessed\s*by|tick\s*if|visually\s*recorded)"
)
# Lines of the printed form, whole: text that a person wrote does not look so.
_FORM_LINE = re.compile(
    rf"""[ \t]*(?:
      {_loose("witness statement")}
    | \(?\s*(?:criminal\s*procedure\s*rules|criminal\s*justice\s*act|c\.?\s*j\.?\s*act|m\.?\s*c\.?\s*(?:act|rules)).*
    | .{{0,14}}\bMG\s?11[a-z]?\b.{{0,24}}
    | (?:(?:not\s*)?protectively\s*marked|restricted|confidential|official(?:\s*-?\s*sensitive)?)
      \s*(?:\(?\s*when\s*complete.*)?
    | urn\b.{{0,40}}
    | continuation\s*of\s*statement\s*of\b.{{0,80}}
    | (?:statement\s*of|occupation)\s*[:;].{{0,100}}
    | (?:age\s*(?:if|of)?\s*(?:under|over)\s*18|\(?if\s*over\s*18\s*insert).*
    | (?:witness\s*)?(?:signature|signed)(?:\s*of\s*witness|\s*by\s*witness)?\s*[:;.…_].*
    | (?:signature\s*)?witnessed\s*by\s*[:;.…_].*
    | (?:tick\s*if\s*witness|visually\s*recorded\s*evidence|\(?supply\s*witness\s*details).*
    | \(?page\s*(?:no\.?)?\s*:?\s*\d+\s*(?:of|/)\s*\d+\)?
    )[ \t]*""",
    re.I | re.X,
)
_OPEN = re.compile(rf"[ \t]*{_ANY_LABEL}{_FILL}[:;]?{_FILL}", re.I)  # a label whose answer is on the next line
_DATE_LINE = re.compile(r"[ \t]*dated?\b[ \t]*(?:[:;.…_]|th(?:is|e)\b).{0,40}", re.I)
_NAME_LINE = re.compile(r"[ \t]*[A-Z][\w.'’-]*(?:[ \t]+[A-Z0-9][\w.'’-]*){0,4}[ \t]*")
_CODE_LINE = re.compile(r"[ \t]*[A-Z0-9/]{1,8}[ \t]*")
_REAR = re.compile(rf"^[ \t]*{_loose('witness contact details')}\b.*$", re.I | re.M)
_REAR_LABEL = re.compile(
    r"^[ \t]*(home\s*address|home\s*tel\w*|mobile|work\s*tel\w*|e-?mail(?:\s*address)?|preferred\s*(?:means|method)"
    r"|date\s*(?:and\s*place\s*)?of\s*birth|former\s*name|maiden\s*name|ethnicity|religion"
    r"|dates\s*(?:of\s*witness|to\s*be\s*avoided))\b[^\n]{0,60}?(?:[:?]|$)",
    re.I | re.M,
)
_RULED = re.compile(r"(?:^[^\w\n]*\n)*\Z", re.M)  # blank and ruled lines at the end of a text
_AGAIN = re.compile(
    rf"^[ \t]*(?:continuation\s*of\s*statement\s*of\b|statement\s*of\s*:|{_loose('witness statement')}\s*$)",
    re.I | re.M,
)


# A statement typed without the form: whose it is, at its top, and one mark more that a person states something.
_NAME = r"(?:[A-Z][A-Za-z.]*[ \t]+){0,3}[A-Z][\w.'’-]+(?:[ \t]*\([^)\n]{1,40}\))?"
_HEADED = re.compile(
    rf"^[ \t]*(?i:(?:witness[ \t]*)?statement[ \t]*of|(?:name[ \t]*of[ \t]*)?witness(?:['’]?s?[ \t]*name)?)[ \t]*:"
    rf"[ \t]*\n?[ \t]*(?P<name>{_NAME})[ \t]*(?:[,;\t].{{0,80}})?$",
    re.M,
)
_TOP = 600  # code points of a typed statement's head
_TRUTH = re.compile(
    r"\bstate(?:ment|d)\b.{0,120}?\b(?:are|is)\s*true\b|true\s*to\s*the\s*best\s*of\s*my\s*knowledge", re.I | re.S
)
_MARK = re.compile(
    r"^[ \t]*(?:(?:age|occupation)\b.{0,30}[:;]|(?:witness\s*)?sign(?:ed|ature)\b.{0,30}[:;.…_]"
    r"|dated?\b.{0,20}[:;.…_\d])",
    re.I | re.M,
)
_MYSELF = re.compile(r"\bI\s(?:[a-z]+|['’])|\bI['’](?:m|ve|d|ll)\b")
_TRANSCRIPT = re.compile(r"^[ \t\d]*[QA][.:]?[ \t]{1,9}\S", re.M)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a statement says of itself, "" or 0 where it does not; `statement_date` is ISO 8601.

    `sections` are the stretches [start, end) of the layer that are not the account, in order: "form" or "rear".
    """

    witness: str
    statement_date: str
    age: str
    occupation: str
    pages_declared: int
    sections: tuple[Stretch, ...]

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields that are filled in, as text."""
        pages = str(self.pages_declared) if self.pages_declared else ""
        found = {name: str(getattr(self, name)) for name in _LABELS} | {"pages_declared": pages}
        return {name: value for name, value in found.items() if value}


def recognise(parts: Sequence[Part]) -> Statement | None:
    """The statement that a layer is, or None; `parts` are all its parts in order."""
    head = "".join(part.text for part in parts[:60])[:_FRONT]
    marks = [pattern.search(head) for pattern in (_TITLE, _LAW, _OF, _AGE, _DECLARATION)]
    whole_form = sum(map(bool, marks)) >= 3 and bool(marks[2] or marks[4])
    headed = None if whole_form else _headed(parts, head)
    if not whole_form and not headed:
        return None
    layer = "".join(part.text for part in parts)
    pages = _page_starts(parts)
    declared = marks[4]
    count = _PAGES.search(head)
    said = {name: _answer(head, label) for name, label in _LABELS.items() if name != "statement_date"}
    rear = list(_rear(layer, pages))
    return Statement(
        witness=" ".join(headed["name"].split()) if headed else said["witness"],
        statement_date=_dated(layer, declared.end() if declared else 0, rear[0][0] if rear else len(layer)),
        age=said["age"],
        occupation=said["occupation"],
        pages_declared=_number(count[1]) if count else 0,
        sections=tuple(sorted([*_form(layer, pages, rear, headed), *rear])),
    )


def _headed(parts: Sequence[Part], head: str) -> re.Match[str] | None:
    """The heading of a statement typed without the form: "Statement of: NAME" where a person then states something.

    One who says "I" is needed always (a bank's statement has none), and a mark of a statement or an account that
    begins right below; questions and answers are a transcript.
    """
    found = _HEADED.search(head[:_TOP])
    if not found or not _MYSELF.search(head, found.end()) or len(_TRANSCRIPT.findall(head)) > 1:
        return None
    foot = "".join(part.text for part in parts[-20:])[-_FRONT:]
    marked = _TITLE.search(head[:_TOP]) or any(p.search(x) for p in (_TRUTH, _MARK) for x in (head, foot))
    return found if marked or _MYSELF.search(head[found.end() : found.end() + _TOP]) else None


def parse_date(text: str) -> str:
    """The first date in the text as ISO 8601, day before month as in the UK; "" when there is none."""
    month = "|".join(_MONTHS)
    for pattern, order in (
        (r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", (0, 1, 2)),
        (r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})\b", (2, 1, 0)),
        (
            rf"\b(\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?:day\s*)?(?:of\s*)?({month})[a-z]*\.?,?\s*(\d{{4}}|\d{{2}})\b",
            (2, 1, 0),
        ),
        (rf"\b({month})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", (2, 0, 1)),
    ):
        for found in re.finditer(pattern, text, re.I):
            groups = found.groups()
            year, middle, day = (groups[i] for i in order)
            number = int(middle) if middle.isdigit() else _MONTHS.index(middle.lower()[:3]) + 1
            century = 0 if len(year) > 2 else 2000 if int(year) < 70 else 1900
            try:
                return date(int(year) + century, number, int(day)).isoformat()
            except ValueError:
                continue
    return ""


def _page_starts(parts: Sequence[Part]) -> list[int]:
    """Where the pages begin in the layer; nothing for sources without pages."""
    starts = accumulate((len(part.text) for part in parts), initial=0)
    return [start for start, part in zip(starts, parts, strict=False) if part.kind == "page"]


def _answer(text: str, label: str) -> str:
    """What is written after a label: on its line up to the next label, or on the next line that is not one."""
    found = re.search(rf"^[ \t]*{label}[ \t]*(?:[:;][ \t]*|[.…_]{{2,}}|(?=\n))|\b{label}[ \t]*:", text, re.I | re.M)
    if not found:
        return ""
    after = re.sub(r"\(\s*if\s*over\s*18[^)\n]*\)?", "", text[found.end() : found.end() + 300], flags=re.I)
    lines = [line for line in after.split("\n", 4)[:4] if line.strip(" \t.…_·:")]
    first = lines[0] if lines else ""
    value = re.split(rf"(?:^|\s){_ANY_LABEL}\b\s*(?:[:;.…_(]|$)", first, maxsplit=1, flags=re.I)[0]
    return "" if _FORM_LINE.fullmatch(value) else " ".join(value.split()).strip(" .…_·:")[:120]


def _dated(layer: str, declared: int, end: int) -> str:
    """The date signed under the declaration; else the first in the front; else the last before the rear."""
    label = re.compile(r"\bdated?\b[ \t]*(?:[:;]|[.…_]{2,}|th(?:is|e)\b|\n)", re.I)
    tries = [m.end() for m in label.finditer(layer, declared, min(end, declared + 600))]
    tries += [m.end() for m in label.finditer(layer, 0, min(end, _FRONT))]
    tries += [m.end() for m in label.finditer(layer, max(0, end - 2000), end)][::-1]
    return next(filter(None, (parse_date(layer[at : at + 60]) for at in tries)), "")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS.index(text.lower()) + 1


def _rear(layer: str, pages: Sequence[int]) -> Iterator[Stretch]:
    """Stretches of contact details: from their heading (its whole page, if at the top) to where a statement goes on."""
    labels = list(_REAR_LABEL.finditer(layer))
    heads = [m.start() for m in _REAR.finditer(layer)]
    # Without the heading, two different labels close together begin the rear.
    near = ((a, b) for a, b in pairwise(labels) if b.start() - a.start() < 800)
    heads += [a.start() for a, b in near if a[1].lower() != b[1].lower()]
    done = 0
    for head in sorted(heads):
        if head < done:
            continue
        ruled = _RULED.search(layer[max(done, head - 1000) : head])
        begin = _page_top(pages, head) or head - (len(ruled[0]) if ruled else 0)
        again = _AGAIN.search(layer, head)
        done = (_page_top(pages, again.start()) or again.start()) if again else len(layer)
        yield begin, done, "rear"


def _page_top(pages: Sequence[int], at: int) -> int:
    """The beginning of the page (not the first) at whose top `at` is; 0 where it is further down."""
    top = pages[bisect_right(pages, at) - 1] if pages else 0
    return top if at < top + 400 else 0


def _form(layer: str, pages: Sequence[int], rear: Sequence[Stretch], headed: re.Match[str] | None) -> list[Stretch]:
    """Stretches of printed form and signatures, whole lines, outside the rear."""
    declared = [(m.start(), m.end()) for m in _DECLARATION.finditer(layer)]
    tops = set(pages)
    found: list[tuple[int, int]] = []
    waiting = 0  # lines that may still be answers to the label before
    front = True  # nothing of the account has come yet
    at = 0
    for line in layer.splitlines(keepends=True):
        start, at = at, at + len(line)
        bare = line.rstrip("\n")
        if start in tops:
            waiting = 0
        if not bare.strip() or len(bare) > _LINE or any(a <= start < b for a, b, _ in rear):
            continue
        inside = any(a < at and start < b for a, b in declared)
        inside |= headed is not None and headed.start() < at and start < headed.end()
        opened = _OPEN.fullmatch(bare)
        rule = front and not re.search(r"\w", bare)
        is_form = bool(inside or opened or rule or _FORM_LINE.fullmatch(bare))
        if not is_form and (waiting or front):
            above = bool(declared) and at <= declared[0][0] and _words(bare) <= 8
            is_form = bool(_DATE_LINE.fullmatch(bare)) or (waiting > 0 and (above or _is_answer(bare)))
            waiting -= 1
        elif is_form:
            waiting = 4 if bare.strip().lower().startswith("urn") else 1 if opened else 0
        if is_form:
            found.append((start, at))
        elif start > _FRONT or _words(bare) > 6:
            front = False
    return _merged(layer, found)


def _is_answer(line: str) -> bool:
    """Whether a line is what stands on a form's dotted line: a name, a date, a code, an age."""
    short = _NAME_LINE.fullmatch(line) or _CODE_LINE.fullmatch(line) or re.fullmatch(r"(?i)[ \t]*over\s*18[ \t]*", line)
    return bool(short) or (bool(parse_date(line)) and _words(line) <= 5)


def _words(line: str) -> int:
    return len(line.split())


def _merged(layer: str, spans: list[tuple[int, int]]) -> list[Stretch]:
    """Stretches with nothing but white space between them as one."""
    merged: list[list[int]] = []
    for start, end in spans:
        if merged and not layer[merged[-1][1] : start].strip():
            merged[-1][1] = end
        else:
            merged.append([start, end])
    return [(start, end, "form") for start, end in merged]
