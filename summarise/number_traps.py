"""Numbers that only look like clock times: prices, scores, temperatures, numbers of pages, flats and houses."""

from __future__ import annotations

import re

_HEAD = 48  # letters before a number in which its context is looked for
_LABELLED = re.compile(
    r"\b(?:flats?|apartments?|rooms?|suites?|plots?|pages?|pp?\.|paras?\.?|paragraphs?|sections?|sect\.|clauses?"
    r"|chapters?|verses?|rules?|articles?|versions?|volumes?|figures?|tables?|annex|lots?|numbers?|nos?\.)\s$",
    re.I,
)
_SCORED = re.compile(
    r"\b(?:scores?|results?|ratios?|odds)\b(?:\s(?!at\b|by\b|until\b|after\b|before\b)\w+){0,3}\s$"
    r"|\bratios?\b(?:\s\w+){0,2}\s$|\b(?:won|lost|led|beat|beaten|drew|leading|trailing)\s(?:us\s|them\s)?$",
    re.I,
)
# "the fare was about 4.50": of a number with a point, without "am" or "hours".
_PRICED = re.compile(
    r"\b(?:costs?|costing|prices?|priced|fares?|fees?|rents?|bills?|worth|rates?|wages?|totals?|tariffs?)\b"
    r"(?:\s(?:was|were|is|are|of|at|about|around|from|up|to|only|(?:came|comes)\sto)){0,4}\s$",
    re.I,
)
_COUNTED = re.compile(
    r"\s?(?:%|°|per\s|million|billion|thousand|euros?\b|pounds?\b|dollars?\b|pence\b|quid\b|kilos?\b|k?g\b|grams?\b"
    r"|tonnes?\b|stone\b|lit(?:re|er)s?\b|pints?\b|metres?|meters?|miles?|feet\b|ft\b|yards?\b|inch|k?m\b|[cm]m\b"
    r"|mph\b|kph\b|degrees?\b|celsius\b|volts?\b|seconds?\b|each(?=\s?[.,;)]|\s?$|\sand\b)"
    r"|an?\s(?:dozen|kilo|kg|pound|lb|lit(?:re|er)|pint|head|piece|unit|gallon|ton|tonne|metre|yard|share|ticket|hour)\b)",
    re.I,
)
_STREET = re.compile(
    r"\s(?:[A-Z][\w'’.]+\s){1,3}(?:Lane|Road|Street|Avenue|Close|Drive|Way|Court|Place|Crescent|Terrace|Gardens|Grove"
    r"|Hill|Row|Square|Walk|Mews|Parade|House|Park|Rise|View|Rd|St|Ave)\b"
    r"(?=\s?[.,;:)]|\s?$|\s(?:in|and|with|on|near|since|for|at|to|by|which|where)\b)"
)


def is_no_clock(text: str, start: int, end: int, dotted: bool) -> bool:
    """Whether a number of two parts at text[start:end] is no time of day by the words beside it; `dotted`: a point is
    between its parts, as in prices, and nothing says that it is a time."""
    low = max(0, start - _HEAD)
    head = text[low:start]
    if _LABELLED.search(head) or _SCORED.search(head):
        return True
    return dotted and bool(_PRICED.search(head) or _COUNTED.match(text, end) or _STREET.match(text, end))
