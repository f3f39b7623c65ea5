"""The forms that a schedule is written in, each with the library that sets it, which is loaded only then.

A window that opens waits for none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from provenance.schedule_form import FormText


def _xlsx(text: FormText) -> bytes:
    from provenance.schedule_xlsx import xlsx

    return xlsx(text)


def _docx(text: FormText) -> bytes:
    from provenance.schedule_docx import docx

    return docx(text)


def _pdf(text: FormText) -> bytes:
    from provenance.schedule_pdf import pdf

    return pdf(text)


def _fill_xlsx(template: Path, text: FormText) -> bytes:
    from provenance.schedule_template_xlsx import fill_xlsx

    return fill_xlsx(template, text)


def _fill_docx(template: Path, text: FormText) -> bytes:
    from provenance.schedule_template_docx import fill_docx

    return fill_docx(template, text)


WRITERS: Mapping[str, Callable[[FormText], bytes]] = {"xlsx": _xlsx, "docx": _docx, "pdf": _pdf}
FILLERS: Mapping[str, Callable[[Path, FormText], bytes]] = {"xlsx": _fill_xlsx, "docx": _fill_docx}
