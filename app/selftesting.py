"""The use case of the self-test: run it, keep its result in a case's log, and remember it for the badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.access import Act
from app.selftest.result import SelfTest
from app.selftest.run import run
from provenance.ports import Progress

if TYPE_CHECKING:
    from app.case import Case

ACTION = "self_tested"


def tested(progress: Progress) -> SelfTest:
    """Run it for no case; raises TaskError("cancelled")."""
    return run(progress)


def of_case(case: Case, progress: Progress) -> SelfTest:
    """Run it and write the result into the log of this case; nothing else of the case is touched.

    Raises UsageError("not_allowed") first, TaskError("cancelled"); `case.unrecorded` tells why it is not in the log.
    """
    case.require(Act.SELF_TEST)
    found = run(progress)
    case.record(ACTION, found.log_detail())
    return found
