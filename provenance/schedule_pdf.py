"""Writes a schedule as a tagged PDF, A4 landscape, the head of its table on every page."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from provenance.errors import AttestError
from provenance.schedule_form import FormText

_TEMPLATE = Path(__file__).parent / "templates" / "schedule.typ"
_FONTS = (
    "Libertinus Serif",
    "Noto Sans",
    "Arial",
    "DejaVu Sans",
)  # the first comes with the setter; the rest for its gaps


def pdf(form: FormText) -> bytes:
    """The document; raises AttestError("schedule_not_set")."""
    told = {
        "code": form.code,
        "name": form.name,
        "reference": form.reference,
        "banner": form.banner,
        "head": [list(pair) for pair in form.head],
        "remarks": list(form.remarks),
        "heads": [c.head for c in form.columns],
        "widths": [c.width for c in form.columns],
        "blanks": [c.blank for c in form.columns],
        "rows": [list(row) for row in form.lines],
        "feet": list(form.feet),
        "fonts": list(_FONTS),
    }
    try:
        made = typst.compile(str(_TEMPLATE), format="pdf", sys_inputs={"form": json.dumps(told)})
    except RuntimeError as error:
        raise AttestError("schedule_not_set", detail=str(error)) from error
    assert isinstance(made, bytes)
    return made
