"""Reads the form fields of a PDF page: what they show goes into the page's text, what they don't becomes a part.

A text or choice that the page shows stands where it is shown, once. Whether a box is ticked, which button or line of a
list is chosen, who signed, and values that nobody sees are said in words ("Surname: O'Brien"). Kinds of fields and
their keys after ISO 32000-1, 12.7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pymupdf

from ingest.readers.normal import clean
from ingest.readers.pdf_dates import said
from ingest.readers.pdf_open import MUPDF_ERRORS
from ingest.readers.pdf_over import Piece, painted
from ingest.readers.pdf_space import shown as as_shown

_Widget = Any  # pymupdf.Widget, whose attributes are set when it is made

_BUTTON, _CHECK, _COMBO, _LIST, _RADIO, _SIGNATURE, _TEXT = 1, 2, 3, 4, 5, 6, 7  # pymupdf.PDF_WIDGET_TYPE_…
_MARKS: Final = {(_CHECK, True): "☑", (_CHECK, False): "☐", (_RADIO, True): "◉", (_RADIO, False): "○"}
_PASSWORD: Final = 1 << 13  # flag of a field that shows marks for its letters
_HIDDEN: Final = (1, 3)  # not shown at all, not shown on a screen
_CHOSEN = "none chosen"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a field says that its page does not show, or "", with its box x, y, w, h as displayed.

    `hidden`: the page shows nothing of it. `differs`: the page shows another entry than the file keeps. `names` are its
    description for people and the name that programs know.
    """

    text: str
    box: tuple[float, float, float, float]
    hidden: bool = False
    names: tuple[str, ...] = ()
    differs: bool = False


def read_fields(page: pymupdf.Page, xrefs: list[int], flags: int) -> tuple[list[Piece], dict[int, Entry]]:
    """What the fields of these cross-reference numbers show, and by number what they are, and say besides.

    A field that MuPDF can't read is left out.
    """
    pieces: list[Piece] = []
    entries: dict[int, Entry] = {}
    groups: dict[str, list[tuple[int, _Widget]]] = {}
    for xref in xrefs:
        try:
            widget = page.load_widget(xref)
            if widget.field_type == _RADIO:
                groups.setdefault(widget.field_name or "", []).append((xref, widget))
            shown, words = _read(page, widget, flags)
            differs = bool(shown and not words and _differs(widget, shown))
            if shown and differs:
                words = f"{_called(widget)}: {_value(widget)} (kept in the file; the page shows “{_joined(shown)}”)"
            hidden = widget.field_display in _HIDDEN
            pieces += [shown] if shown and not hidden else []
            if words or (shown and not hidden):
                said_so = clean(words) + "\n" if words else ""
                entries[xref] = Entry(said_so, _box(page, widget.rect), hidden, _names(widget), differs)
        except MUPDF_ERRORS:
            continue
    for buttons in groups.values():
        xref, widget = next((one for one in buttons if _is_on(one[1])), buttons[0])
        chosen = str(widget.on_state()) if _is_on(widget) else _CHOSEN
        hidden = widget.field_display in _HIDDEN
        words = clean(f"{_called(widget)}: {chosen}") + "\n"
        entries[xref] = Entry(words, _box(page, widget.rect), hidden, _names(widget))
    return pieces, entries


def _read(page: pymupdf.Page, widget: _Widget, flags: int) -> tuple[Piece | None, str]:
    """What a field shows, and in words what it does not; radio buttons are put into words with their group."""
    kind = widget.field_type
    if kind in (_CHECK, _RADIO):
        on = _is_on(widget)
        rect = pymupdf.Rect(widget.rect)
        mark = Piece((_MARKS[kind, on],), np.array([[rect.x0, rect.y0, rect.x1, rect.y1]], np.float32), "mark")
        return mark, f"{_called(widget)}: {'ticked' if on else 'not ticked'}" if kind == _CHECK else ""
    lines, boxes = painted(page, widget._annot.this, flags)
    shown = Piece(lines, boxes) if any(line.strip() for line in lines) else None
    if kind == _SIGNATURE:
        return shown, f"{_called(widget)}: {_signed(page.parent, widget.xref)}"
    if kind == _BUTTON:
        return shown, ""
    value = _value(widget)
    if kind == _LIST:
        return shown, f"{_called(widget)}: {value or _CHOSEN}"
    return shown, "" if shown or not value.strip() else f"{_called(widget)}: {value}"


def _differs(widget: _Widget, shown: Piece) -> bool:
    """Whether a text or choice is shown otherwise than it is kept, by more than marks, spaces and case."""
    if widget.field_type not in (_TEXT, _COMBO) or widget.field_flags & _PASSWORD:
        return False
    kept, seen = ("".join(re.findall(r"\w", text)).casefold() for text in (_value(widget), _joined(shown)))
    return bool(kept and seen) and kept not in seen and seen not in kept


def _joined(shown: Piece) -> str:
    return " ".join(" ".join(shown.lines).split())


def _called(widget: _Widget) -> str:
    """The field's description for people, or the last part of its name ("form[0].page[0].Surname[0]")."""
    return next(iter(_names(widget)), "Field")


def _names(widget: _Widget) -> tuple[str, ...]:
    label = " ".join((widget.field_label or "").split())
    name = re.sub(r"\[\d+\]$", "", (widget.field_name or "").rpartition(".")[2]).strip()
    return tuple(filter(None, (label, name)))


def _is_on(widget: _Widget) -> bool:
    """Whether a box or button shows its mark: by the state of its appearance, else by its value."""
    kind, state = widget.parent.parent.xref_get_key(widget.xref, "AS")
    if kind == "name":
        return bool(state.removeprefix("/") not in ("Off", ""))
    return widget.field_value not in ("Off", "", None, False) and widget.field_value == widget.on_state()


def _value(widget: _Widget) -> str:
    """The value, or values, as a person picks them."""
    value = widget.field_value
    values = [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)] if value else []
    names = {str(c[0]): str(c[1]) for c in widget.choice_values or () if isinstance(c, list | tuple) and len(c) == 2}
    return ", ".join(names.get(v, v) for v in values)


def _signed(document: pymupdf.Document, xref: int) -> str:
    """Whether a signature field is signed, with the name and time that the signature states, not checked."""
    if document.xref_get_key(xref, "V")[0] == "null":
        return "not signed"
    facts = {key: document.xref_get_key(xref, f"V/{key}") for key in ("Name", "M")}
    name, when = (value.strip() if kind == "string" else "" for kind, value in facts.values())
    stated = [f"as {name}" if name else "", f"on {said(when)}" if said(when) else ""]
    return " ".join(["signed", *filter(None, stated)])


def _box(page: pymupdf.Page, rect: pymupdf.Rect) -> tuple[float, float, float, float]:
    turned = pymupdf.Rect(rect) * as_shown(page)
    return turned.x0, turned.y0, turned.width, turned.height
