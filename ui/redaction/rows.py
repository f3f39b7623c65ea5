"""The lists of the dialog of redaction: a row for each mark, for each suggestion, for each area that may be a face."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from provenance import redaction_told as told
from provenance.redaction_marks import Redaction
from ui.strings import redaction as words

if TYPE_CHECKING:
    from app.redacting import Offer


def fill(listed: QListWidget, rows: Sequence[str], none: str) -> None:
    """Show these rows; `none` says that there is none."""
    listed.clear()
    listed.addItems(list(rows))
    if not rows:
        empty = QListWidgetItem(none)
        empty.setFlags(Qt.ItemFlag.NoItemFlags)
        listed.addItem(empty)


def mark_row(mark: Redaction, place: str) -> str:
    """A mark that stands, with its place in words."""
    return words.MARK_ROW.format(id=mark.id, place=place, what=told.KIND[mark.kind], reason=mark.reason)


def offer_row(offer: Offer) -> str:
    """A suggestion with its words."""
    said = " ".join(offer.words.split()) or told.REAR
    what = told.SUGGESTED[offer.kind]
    return words.OFFER_ROW.format(what=what[:1].upper() + what[1:], label=offer.label, words=said[:60])


def face_row(area: QRectF) -> str:
    """An area that may be a face, by its size."""
    what = told.SUGGESTED["face"]
    return words.FACE_ROW.format(
        what=what[:1].upper() + what[1:], width=round(area.width()), height=round(area.height())
    )
