"""The two facts every record carries: when (UTC) and who (the account of the operating system)."""

from __future__ import annotations

from datetime import UTC, datetime

import psutil


def now() -> str:
    """The time in UTC as ISO 8601 with Z, to the second: "2026-03-02T09:41:07Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def who() -> str:
    """The account this process runs under; asked of the system, because LOGNAME and USER can be set by anybody."""
    return str(psutil.Process().username())
