"""Stands in place of a source whose password was forgotten when the case was closed, and asks for it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from provenance.errors import AnchorError, ReadError, TaskError, UsageError
from provenance.store.records import VerifyReport
from provenance.verify import LOCKED
from ui.evidence.password_form import PasswordForm
from ui.session import Session
from ui.strings import evidence
from ui.strings import source as words
from ui.strings.intake import named
from ui.widgets.empty import Action, EmptyState, sentence_of


class Locked(EmptyState):
    """Goes on by itself when a password was given, here or elsewhere: one may fit many sources."""

    def __init__(self, session: Session, source_id: str, again: Callable[[], object], ways: Sequence[Action]) -> None:
        said = words.LOCKED.format(title=_title(session, source_id))
        ask: Action = words.ENTER_PASSWORD, lambda: PasswordDialog(session, source_id, self.window()).open()
        super().__init__(words.LOCKED_HEAD, said, ask, *ways)
        self.setAccessibleName(said)
        self._again = again
        session.passwords_changed.connect(self._given)

    def _given(self) -> None:
        self._again()


class PasswordDialog(PasswordForm):
    """Tries what is typed on a source that was read with a password; one that fits is used until the case is closed."""

    def __init__(self, session: Session, source_id: str, parent: QWidget | None) -> None:
        title = _title(session, source_id)
        super().__init__(evidence.UNLOCK_HEAD.format(title=title), words.PASSWORD_MORE, self._open_with, parent)
        self._session, self._source_id, self._title = session, source_id, title

    def _open_with(self, password: str) -> None:
        session, source_id = self._session, self._source_id
        self.wait(words.PASSWORD_TRYING)
        session.viewing.run(  # the session's own: what fits is used, even where nobody waits for it any more
            session, lambda: session.case.unlock_source(source_id, password), self._tried, self._failed
        )

    def _tried(self, fits: bool) -> None:
        if fits:
            self._session.told.emit(words.PASSWORD_FITS.format(title=self._title))
            self._session.passwords_changed.emit()
        if not isValid(self):
            return
        if fits:
            self.accept()
        else:
            self.ask_again(evidence.UNLOCK_WRONG.format(title=self._title))

    def _failed(self, error: Exception) -> None:
        if isValid(self):
            self.ask_again(sentence_of(error), "red")


def ask_for(session: Session, source_ids: Sequence[str], parent: QWidget, then: Callable[[], object]) -> None:
    """Ask for the passwords of these sources, one after the other; those that an earlier one fits are passed over."""
    case = session.case

    def first() -> str:
        return next((source_id for source_id in source_ids if waits(source_id)), "")

    def waits(source_id: str) -> bool:
        try:
            return case.locked(source_id)
        except (AnchorError, ReadError, TaskError):  # missing, changed, or not to be opened: no password helps
            return False
        except UsageError as error:
            if error.code != "source_held":
                raise
            return False

    def ask(source_id: str) -> None:
        if not source_id:
            then()
            return
        dialog = PasswordDialog(session, source_id, parent)
        dialog.accepted.connect(lambda: ask_for(session, source_ids, parent, then))
        dialog.open()

    session.viewing.run(parent, first, ask)


def locked_in(report: VerifyReport) -> list[str]:
    """Ids of the sources that could not be re-opened for want of a password."""
    return list(dict.fromkeys(failure.source_id for failure in report.failed if failure.code == LOCKED))


def titles(session: Session, source_ids: Sequence[str]) -> str:
    """What the first of these sources are called, and how many more there are."""
    return named([_title(session, source_id) for source_id in source_ids])


def _title(session: Session, source_id: str) -> str:
    source = session.sources.get(source_id)
    return source.title if source is not None else source_id
