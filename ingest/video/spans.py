"""Lengths of time as people say them."""

from __future__ import annotations

from fractions import Fraction


def spelt(seconds: Fraction | float) -> str:
    """ "12 s", "43 min", "2 h 5 min": two units at most, to the nearest of the smaller one."""
    if seconds < 10:
        return f"{float(seconds):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
