"""Writes the digits of a number as a sheet's number format spreads them: groups, leading noughts, other characters."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation


def spread(value: Decimal, pattern: str) -> str | None:
    """The digits under a pattern with other characters between them ("00000 000000"), filled from the right.

    None for one that is not understood.
    """
    whole, _, places = pattern.partition(".")
    if "," in whole or places.strip("0#?"):
        return None
    number = digits_of(value, f"0.{places}" if places else "0")
    if number is None:
        return None
    integer, point, fraction = number.partition(".")
    left, first = integer.lstrip("0"), min((whole.index(c) for c in "0#?" if c in whole), default=0)
    out = ""
    for at in range(len(whole) - 1, -1, -1):
        if whole[at] not in "0#?":
            out = whole[at] + out
        elif at == first and left:
            out = left + out  # the first place takes all the digits that are left
        else:
            out = (left[-1:] or ("0" if whole[at] == "0" else "")) + out
            left = left[:-1]
    return out + point + fraction


def digits_of(value: Decimal, pattern: str) -> str | None:
    """The digits under a pattern such as "#,##0.00" or "00000"; None where it would hide part of the number."""
    whole, _, places = pattern.partition(".")
    shown = whole.rstrip(",")  # each comma behind the digits leaves out thousands
    value, whole = value.scaleb(-3 * (len(whole) - len(shown))), shown
    least, most = places.count("0"), len(places)
    try:
        rounded = value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    except InvalidOperation:
        return None
    integer, _, fraction = format(rounded, "f").partition(".")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    zeros = whole.replace(",", "").count("0")
    integer = integer.lstrip("0").rjust(zeros, "0")
    if "," in whole:
        integer = f"{int(integer or '0'):,}".rjust(zeros, "0")
    return integer + (f".{fraction}" if fraction else "")
