"""Files and folders dropped on the window: what is taken, and asking before it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from app.access import Act
from ui.access.allowed import why_not
from ui.session import Session
from ui.strings import intake as words


def paths_of(data: QMimeData) -> list[Path]:
    """The local files and folders that are dragged; nothing from another machine."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def accepted(data: QMimeData) -> bool:
    """Whether something dragged can be taken in."""
    return data.hasUrls() and bool(paths_of(data))


def dropped(session: Session, parent: QWidget, data: QMimeData) -> None:
    """Ask how what was dropped should be taken in, saying how many files it is; Enter starts."""
    from ui.intake.add_dialog import AddDialog

    reason = words.DROPPED_READ_ONLY if not session.writable else why_not(session.case, Act.ADD)
    if reason:
        session.told.emit(reason)
        return
    dialog = AddDialog(session, parent, paths_of(data))
    dialog.open()
    dialog.start.setFocus()
