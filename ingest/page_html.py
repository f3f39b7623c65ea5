"""Writes a page of a rendition as HTML for MuPDF: text as typed, sheets as grids or cards, cues beside their times.

What Attest writes itself (numbers of rows, letters and names of columns, times of cues, names of notes) has a colour of
its own, `ADDED`, by which it is told from the layer's text when the drawn characters are read back.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from ingest.page_parts import PADDING, spread
from ingest.page_records import NUMBER, Piece, SetPage, Sheet
from ingest.pages import BELOW, TAB
from ingest.readers.sheet_rows import letters

ADDED: Final = 0x5B6675
_GREY: Final = f"#{ADDED:06x}"
STYLE: Final = (
    "@page{margin:%dpt %dpt %dpt}body{margin:0}"
    "p{margin:0;line-height:1.2;white-space:pre-wrap;overflow-wrap:break-word;font-family:%s}"
)
_STYLED: Final = (
    "table{border-collapse:collapse;margin:0}"
    "td{border:0.5pt solid #d5d9df;padding:2.5pt 4pt;vertical-align:top}td p{font-family:sans-serif;font-size:0.85em}"
    f"td.n{{background-color:#f4f5f7}}td.n p{{color:{_GREY};text-align:center}}td.h p{{font-weight:bold}}"
    f"td.k{{background-color:#f4f5f7}}td.k p{{color:{_GREY}}}"
    f"p.t{{font-family:sans-serif;font-size:0.9em;color:{_GREY};padding-bottom:5pt}}"
    f"p.l{{font-family:sans-serif;font-size:0.8em;color:{_GREY}}}"
    "div.m{background-color:#f4f5f7;padding:2pt 0;margin:4pt 0 5pt}"
    "div.r{background-color:#f4f5f7;padding:3pt 6pt;margin:3pt 0}"
    "td.c{border:0;padding:2pt 6pt 3pt 0}td.c p{font-family:serif;font-size:1em}"
    f"td.w{{border:0;padding:3pt 6pt 3pt 0}}td.w p{{color:{_GREY};font-size:0.85em}}"
)
_TIMES: Final = 62  # points of the column with the times of cues
_NAMES: Final = 120  # and of that with the names of a card's cells
_ENTITY = re.compile(r"&(?=[#A-Za-z0-9])")  # MuPDF reads entities twice: "&amp;lt;" would become "<"
_RTL: Final = frozenset({"R", "AL"})
# What XML and MuPDF will not have is drawn as U+FFFD, white space of other kinds as a space: one for one.
DRAWN: Final = {
    **dict.fromkeys([*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF], "\ufffd"),
    **dict.fromkeys([9, 10, 11, 12, 13, *range(28, 32), 0x85, 0x2028, 0x2029], " "),
}


def styled(page: SetPage) -> tuple[str, str]:
    """The style sheet and the body of a page."""
    paper = page.paper
    style = STYLE % (paper.above, paper.side, paper.below, "monospace" if page.columns else "serif")
    if page.spaced:
        style += f"p{{padding-bottom:{BELOW}pt}}td p,div p{{padding-bottom:0}}"
    if not page.pieces:
        return style, "".join(_paragraph(line) for line in page.text.split("\n"))
    title = _added(page.sheet.name, "t") if page.sheet and page.sheet.name else ""
    blocks = (_block(page, kind, list(run)) for kind, run in groupby(page.pieces, key=lambda piece: piece.kind))
    return style + _STYLED, title + "".join(blocks)


def drawn_stretches(page: SetPage) -> Iterator[tuple[int, int]]:
    """The stretches of the page's text that are drawn: of rows the cells alone, a doubled quote once."""
    for piece in page.pieces:
        if piece.kind not in ("row", "card"):
            yield piece.start, piece.end
            continue
        for _, a, b in piece.inner:
            yield from _undoubled(page.text, piece.start + a, piece.start + b)


def _undoubled(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A cell without the second of two quotes, where it stands in quotes as a table that is text writes them."""
    if text[start - 1 : start] != '"' or start == 0:
        yield start, end
        return
    at = start
    while (found := text.find('""', at, end)) >= 0:
        yield at, found + 1
        at = found + 2
    yield at, end


def _block(page: SetPage, kind: str, pieces: list[Piece]) -> str:
    if kind == "row" and page.sheet:
        return _grid(page, page.sheet, pieces)
    if kind == "card" and page.sheet:
        return "".join(_card(page, page.sheet, piece) for piece in pieces)
    if kind == "cue":
        return f"<table>{''.join(_cue(page, piece) for piece in pieces)}</table>"
    if kind == "head":
        return f'<div class="m">{"".join(_head(page.text[p.start : p.end]) for p in pieces)}</div>'
    if kind == "note":
        return "".join(
            f'<div class="r">{_added(p.label, "l")}{_text(page.text[p.start : p.end])}</div>' for p in pieces
        )
    return "".join(_text(page.text[p.start : p.end]) for p in pieces)


def _grid(page: SetPage, sheet: Sheet, rows: list[Piece]) -> str:
    """A table with the columns' letters, their names where the page does not begin with them, and the rows."""
    columns = [column for column, _ in sheet.widths]
    wide = dict(sheet.widths)
    body = [f'<td class="n" style="width:{NUMBER - PADDING}pt"></td>']
    body += [f'<td class="n" style="width:{wide[c] - PADDING:.1f}pt">{_paragraph(letters(c))}</td>' for c in columns]
    out = [f"<tr>{''.join(body)}</tr>"]
    names = dict(sheet.names)
    if names and 0 <= sheet.heads_end <= page.start:
        cells = "".join(f'<td class="n">{_paragraph(names.get(c, ""))}</td>' for c in columns)
        out.append(f'<tr><td class="n"></td>{cells}</tr>')
    for row in rows:
        if not row.inner:
            continue
        held = _cells(page, row)
        look = ' class="h"' if held == names else ""
        raw = _raw(page, row)
        cells = "".join(_cell(raw.get(c, ""), len(over), look) for c, over in spread(raw, wide))
        out.append(f'<tr><td class="n">{_paragraph(row.label)}</td>{cells}</tr>')
    return f"<table>{''.join(out)}</table>"


def _cell(text: str, over: int, look: str) -> str:
    """A cell, over so many columns."""
    wide = f' colspan="{over}"' if over > 1 else ""
    return f"<td{look}{wide}>{_text(text)}</td>"


def _raw(page: SetPage, row: Piece) -> dict[int, str]:
    """The cells of a row as they are drawn."""
    return {
        column: "".join(page.text[x:y] for x, y in _undoubled(page.text, row.start + a, row.start + b))
        for column, a, b in row.inner
    }


def _cells(page: SetPage, row: Piece) -> dict[int, str]:
    return {column: " ".join(text.split()) for column, text in _raw(page, row).items()}


def _card(page: SetPage, sheet: Sheet, row: Piece) -> str:
    if not row.inner:
        return ""
    names = dict(sheet.names)
    rows = "".join(
        f'<tr><td class="k" style="width:{_NAMES}pt">{_paragraph(_named(names, c))}</td>'
        f'<td style="width:370pt">{_text(text)}</td></tr>'
        for c, text in _raw(page, row).items()
    )
    return f"{_added(f'Row {row.label}', 'l')}<table>{rows}</table><p>&#160;</p>"


def _named(names: dict[int, str], column: int) -> str:
    return f"{letters(column)}  {names[column]}" if column in names else letters(column)


def _cue(page: SetPage, piece: Piece) -> str:
    """A row of a table: the cue's time, and its words with the speakers' names in bold."""
    words, before = "", 0
    for _, a, b in piece.inner:
        name, said = page.text[piece.start + before : piece.start + a], page.text[piece.start + a : piece.start + b]
        first, *more = said.split("\n")
        bold = f"<b>{escaped(name)}</b>" if name.strip() else ""
        words += f"<p{_direction(said)}>{bold}{escaped(first)}</p>" + "".join(map(_paragraph, more))
        before = b + 1
    when = f'<td class="w" style="width:{_TIMES}pt">{_paragraph(piece.label)}</td>'
    beside = page.paper.measure - _TIMES - PADDING
    return f'<tr>{when}<td class="c" style="width:{beside:.0f}pt">{words}</td></tr>'


def _head(text: str) -> str:
    """A header of a mail: its name in bold before what it says."""
    name, colon, rest = text.removesuffix("\n").partition(":")
    if not colon or "\n" in name or len(name) > 60:
        return _text(text)
    first, *more = rest.split("\n")
    return f"<p><b>{escaped(name)}:</b>{escaped(first) if first else ''}</p>" + "".join(map(_paragraph, more))


def _text(text: str) -> str:
    """Text line by line; the line end at its end makes no line."""
    return "".join(_paragraph(line) for line in text.removesuffix("\n").split("\n"))


def _added(words: str, look: str) -> str:
    """Words that Attest writes."""
    return f'<p class="{look}">{escaped(words)}</p>'


def _paragraph(line: str) -> str:
    return f"<p{_direction(line)}>{escaped(line)}</p>"


def escaped(line: str) -> str:
    """A line as HTML that is drawn as typed: tabs to the next stop, no entity made of the text's own characters."""
    drawn = _ENTITY.sub("&\0", line.expandtabs(TAB).translate(DRAWN))
    return html.escape(drawn, quote=False).replace("\0", "<b></b>") or "&#160;"


def _direction(line: str) -> str:
    """Right to left where the first letter with a direction says so (Unicode annex 9, rule P2)."""
    if line.isascii():
        return ""
    first = next((d for d in map(unicodedata.bidirectional, line) if d in {"L", "R", "AL"}), "L")
    return ' dir="rtl"' if first in _RTL else ""
