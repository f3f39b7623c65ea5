"""Words a row of a sheet as a claim: each cell quoted by itself, the names of columns outside quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.layers import Layer
from summarise.names import quotable
from summarise.text import fold
from summarise.units import Unit

BETWEEN = " · "


def row_words(layer: Layer, unit: Unit) -> str:
    """`Date “2026-03-13” · From “Owner”` for a unit that is a row, or cells of one; "" for any other unit.

    Names of columns and the dots are the program's; what stands in quotation marks is in the file, cell by cell.
    """
    touched = [p for p in layer.parts if p.start < unit.end and unit.start < p.end]
    if not touched or any(p.kind != "row" for p in touched):
        return ""
    said, told = fold(unit.text), list[str]()
    at = 0
    for cell in _cells(layer, unit):
        found = said.find(cell, at)
        if found < 0:
            return ""
        head = fold(said[at:found].strip().removeprefix(BETWEEN.strip()).strip().removesuffix(":"))
        told.append(f"{quotable(head).replace(': ', ' ')} “{quotable(cell)}”".strip())
        at = found + len(cell)
    return BETWEEN.join(told) if not said[at:].strip() else ""


def _cells(layer: Layer, unit: Unit) -> Sequence[str]:
    """The texts of the cells that the unit holds, or the stretch of a long one, as people read them."""
    touched = [p for p in layer.parts if p.start < unit.end and unit.start < p.end]
    found = []
    for part, held in layer.held(touched):
        for place in held.places:
            start, end = max(unit.start, part.start + place.start), min(unit.end, part.start + place.end)
            if start < end and (text := fold(layer.slice(start, end))):
                doubled = held.text[place.start - 1 : place.start] == '"'
                found.append(text.replace('""', '"') if doubled else text)
    return found
