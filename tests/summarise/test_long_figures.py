"""Long texts of nothing but figures are read whole; what takes the square of their length would not come to an end."""

from __future__ import annotations

import pytest

from summarise.checks.margins import without_margins
from summarise.counts import counts
from summarise.times import clocks, days

MANY = 30_000


@pytest.mark.timeout(60)
def test_every_figure_is_read() -> None:
    assert len(clocks("12:30 " * MANY)) == MANY
    assert len(days("3 May 2026 " * MANY)) == MANY
    assert len(counts("one " * MANY)) == MANY
    assert without_margins("1 " * MANY)


def test_a_stretch_is_read_once() -> None:
    assert [(c.minute, c.reading) for c in clocks("at 1431 hours, then at 14:32")] == [(871, "stated"), (872, "stated")]
