"""Says what a person should look into in one source: pages, signature or date that are missing, words hardly read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from ingest.statements import Statement
from ingest.statements.printed import PAGE_OF, declarations
from ingest.statements.signed import signature_lines
from provenance.records import Notice, Part

CODES = frozenset(
    {
        *("pages_missing", "pages_out_of_order", "signature_missing", "date_missing", "witness_missing"),
        *("declaration_missing", "low_ocr_confidence", "language_not_served"),
    }
)
_LOW = 0.6  # confidence below which a word read by a machine is doubtful
_SHARE, _PAGE_SHARE = 0.10, 0.25  # of a source's, of one page's words, from which that is told
_LEAST_WORDS = 20
_EDGE = 4  # lines at a page's top and foot on which its number stands
_MOST_NUMBER = 2000
_NUMBER = re.compile(r"[ \t]*(?:[-–—(\[][ \t]*|p(?:age|\.)?[ \t]*)?(\d{1,4})(?:[ \t]*[-–—)\]])?[ \t]*", re.I)


Drawn = Callable[[Sequence[int]], bool | None]


def findings(parts: Sequence[Part], statement: Statement | None, drawn: Drawn | None = None) -> list[Notice]:
    """Findings on a layer, with `statement` where it is one; the codes are `CODES`.

    `drawn` tells whether something is drawn on the signature lines at these places of the layer (None: not known);
    without it only words can stand there.
    """
    found = [*_pages(parts, statement), *_confidence(parts)]
    if statement:
        found += _of_statement(parts, statement, drawn)
    return found


def _of_statement(parts: Sequence[Part], statement: Statement, drawn: Drawn | None) -> Iterator[Notice]:
    """What a statement lacks. Of a scan nothing is said of signatures: ink is not read as words."""
    layer = "".join(part.text for part in parts)
    account = _without_rear(layer, statement)
    if not account.strip():
        return
    if not statement.witness:
        yield Notice("witness_missing", "Whose statement it is could not be read; write the name in", _first(parts))
    if not statement.statement_date:
        yield Notice("date_missing", "No date was found beside a signature or in the heading", _first(parts))
    if not _by_machine(parts):
        yield from _signature(parts, layer, signature_lines(account), drawn)
    sheet = statement.pages and 1 not in statement.pages  # a continuation sheet by itself has none
    if not sheet and not declarations(account):
        yield Notice("declaration_missing", "No declaration that it is true was found", _first(parts))


def _signature(
    parts: Sequence[Part], layer: str, lines: Sequence[tuple[int, bool]], drawn: Drawn | None
) -> Iterator[Notice]:
    """That nobody signed, as far as words and drawings show it."""
    if any(written for _, written in lines):
        return
    if not lines:
        if drawn is None:  # on a page something may be drawn anywhere
            yield Notice("signature_missing", "No signature line and no signature was found", _last(parts))
        return
    if drawn is None or drawn([start for start, _ in lines]) is False:
        words = f"Nothing stands on its signature line{'s' if len(lines) > 1 else ''}"
        yield Notice("signature_missing", words, f"text={lines[0][0]}-{_line_end(layer, lines[0][0])}")


def _pages(parts: Sequence[Part], statement: Statement | None) -> list[Notice]:
    """Pages that are numbered and not here: by "Page n of m", by the pages declared, by a jump in printed numbers."""
    pages = [part for part in parts if part.kind == "page"]
    marked = [(part.page, n, of) for part in pages for n, of in _marks(part)]
    if not pages:
        marked = [(0, n, of) for part in parts for n, of in _marks(part)] if statement else []
    if not statement and len({page for page, _, _ in marked}) < max(2, 0.8 * len(pages)):
        marked = []
    found = _by_marks(marked) if marked else _by_numbers(pages)
    if statement and statement.pages_declared and not marked and pages:
        rear = _rear_pages(pages, parts, statement)
        front = len(pages) - rear
        if 0 < front < statement.pages_declared:
            words = f"It declares {statement.pages_declared} pages; {front} {'is' if front == 1 else 'are'} here"
            words += ", the rear of the form not counted" if rear else ""
            found.append(Notice("pages_missing", words, f"page={pages[-1].page}"))
    return found


def _marks(part: Part) -> list[tuple[int, int]]:
    found = [(int(m[1]), int(m[2])) for m in PAGE_OF.finditer(part.text)]
    return [(n, of) for n, of in found if 0 < n <= of <= _MOST_NUMBER]


def _by_marks(marked: Sequence[tuple[int, int, int]]) -> list[Notice]:
    """Gaps in "Page n of m", each m by itself: a bundle holds several papers."""
    found = []
    for of in sorted({of for _, _, of in marked}):
        here = [(page, n) for page, n, total in marked if total == of]
        missing = sorted(set(range(1, of + 1)) - {n for _, n in here})
        common = len(here) >= 2 or of == Counter(total for _, _, total in marked).most_common(1)[0][0]
        if missing and common and len(missing) < of:
            before = max((page for page, n in here if n < missing[0]), default=here[0][0])
            words = f"{_listed(missing)} of {of} {'is' if len(missing) == 1 else 'are'} not here"
            found.append(Notice("pages_missing", words, f"page={before}" if before else ""))
    order = [n for page, n, of in marked if page]
    turned = next((page for (_, n, of), (page, m, to) in pairwise(marked) if page and of == to and m < n and m != 1), 0)
    if turned and sorted(order) != order:
        found.append(
            Notice("pages_out_of_order", "Its pages do not stand in the order of their numbers", f"page={turned}")
        )
    return found


def _by_numbers(pages: Sequence[Part]) -> list[Notice]:
    """A jump in the numbers printed at the pages' edges, where almost every page has the next one."""
    numbers = [_printed(part) for part in pages]
    if len(pages) < 4 or sum(n is not None for n in numbers) < 0.9 * len(pages):
        return []
    steps = [
        (page.page, one, two)
        for page, (one, two) in zip(pages[1:], pairwise(numbers), strict=True)
        if one is not None and two is not None
    ]
    even = sum(two - one == 1 for _, one, two in steps)
    jumps = [(page, one, two) for page, one, two in steps if 2 <= two - one <= 20]
    if len(jumps) > 3 or even + len(jumps) < 0.9 * len(steps) or even < 2:
        return []
    return [
        Notice("pages_missing", f"After page {one} comes page {two}: {_listed(range(one + 1, two), 'page')} not here",
               f"page={page}")
        for page, one, two in jumps
    ]  # fmt: skip


def _printed(part: Part) -> int | None:
    """The number at a page's foot or top, the foot first."""
    lines = [line for line in part.text.split("\n") if line.strip()]
    for line in [*reversed(lines[-_EDGE:]), *lines[:_EDGE]]:
        if found := _NUMBER.fullmatch(line):
            return int(found[1])
    return None


def _listed(numbers: Sequence[int], word: str = "Page") -> str:
    """[2] → "Page 2", [2, 3, 4, 7] → "Pages 2 to 4 and 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [str(a) if a == b else f"{a} {'and' if b == a + 1 else 'to'} {b}" for a, b in runs]
    text = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"{word}{'s' if len(numbers) > 1 else ''} {text}"


def _confidence(parts: Sequence[Part]) -> list[Notice]:
    """How much of what a machine read is doubtful, with the worst page."""
    rated = [
        (float((part.words.confidence < _LOW).sum()), len(part.words), part)
        for part in parts
        if part.words is not None and part.words.confidence is not None and len(part.words)
    ]
    low, every = sum(r[0] for r in rated), sum(r[1] for r in rated)
    if every < _LEAST_WORDS:
        return []
    worst = max(rated, key=lambda r: r[0] / (r[1] + 5))
    if low < _SHARE * every and not (worst[1] >= _LEAST_WORDS and worst[0] >= _PAGE_SHARE * worst[1]):
        return []
    share = f"{round(100 * low / every)}% of the words were hard to read"
    page = worst[2].page
    where = f", most on {worst[2].label or f'p. {page}'}" if page and len(rated) > 1 else ""
    return [
        Notice("low_ocr_confidence", f"{share}{where}: compare them with the picture", f"page={page}" if page else "")
    ]


def _by_machine(parts: Sequence[Part]) -> bool:
    return any(part.words is not None and part.words.confidence is not None for part in parts)


def _rear_pages(pages: Sequence[Part], parts: Sequence[Part], statement: Statement) -> int:
    """How many pages hold nothing but the rear."""
    starts = list(accumulate((len(part.text) for part in parts), initial=0))
    rear = [(a, b) for a, b, section in statement.sections if section == "rear"]
    spans = [(start, start + len(part.text)) for start, part in zip(starts, parts, strict=False) if part.kind == "page"]
    covered = [sum(max(0, min(b, end) - max(a, start)) for a, b in rear) for start, end in spans]
    return sum(bool(part.text.strip()) and c >= 0.8 * len(part.text) for part, c in zip(pages, covered, strict=True))


def _without_rear(layer: str, statement: Statement) -> str:
    """The layer with spaces for its rear, so that offsets hold."""
    for start, end, section in statement.sections:
        if section == "rear":
            layer = layer[:start] + re.sub(r"[^\n]", " ", layer[start:end]) + layer[end:]
    return layer


def _first(parts: Sequence[Part]) -> str:
    return f"page={parts[0].page}" if parts[0].page else f"text=0-{len(parts[0].text.split(chr(10))[0])}"


def _last(parts: Sequence[Part]) -> str:
    length = sum(len(part.text) for part in parts)
    return f"page={parts[-1].page}" if parts[-1].page else f"text={max(0, length - 80)}-{length}"


def _line_end(layer: str, start: int) -> int:
    end = layer.find("\n", start)
    return end if end > start else len(layer)
