"""The one error tree: every error carries a code that a caller turns into a sentence for the user.

Codes are stable, lower-case words joined by underscores. The sentences (what happened, what was kept,
what to do) live in `app/messages.py`, so that the command line and the window say the same.
"""

from __future__ import annotations


class AttestError(Exception):
    """Base of all errors that Attest raises on purpose.

    `code` names the sentence; `facts` fill it (file names, numbers) and must hold plain text only.
    """

    exit_code = 2

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code if not facts else f"{code}: " + ", ".join(f"{k}={v}" for k, v in facts.items()))
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders: rebuild from code and facts, not from the formatted text.
        return (_rebuild, (type(self), self.code, self.facts))


class UsageError(AttestError):
    """The call was wrong: an unknown id, a value that cannot be read, a command of a later version."""


class CaseError(AttestError):
    """The case cannot be used: not a case, locked, damaged, newer."""

    exit_code = 3


class ReadError(AttestError):
    """A file could not be read; the code becomes the source's `reason`."""

    exit_code = 1


class AnchorError(AttestError):
    """A place could not be cut or re-opened; the code becomes the citation's failure."""

    exit_code = 1


class TaskError(AttestError):
    """A child process ended badly: crashed, ran out of time, memory or output, or was cancelled."""

    exit_code = 1


class ModelError(AttestError):
    """A model is absent, or is not the one that was registered."""

    exit_code = 1


def _rebuild(kind: type[AttestError], code: str, facts: dict[str, object]) -> AttestError:
    return kind(code, **facts)
