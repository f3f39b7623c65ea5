"""What the disk refuses, as errors of the case: full, or anything else, in the system's words without paths."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from provenance.errors import CaseError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def disk_errors() -> Iterator[None]:
    """Raises CaseError(disk_full | case_io) for an OSError inside."""
    try:
        yield
    except OSError as error:
        raise CaseError("disk_full" if error.errno in _FULL else "case_io", detail=reason(error)) from error


def reason(error: Exception) -> str:
    """The system's words for an error, without paths."""
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else type(error).__name__
