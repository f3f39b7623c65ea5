"""What kind of answer a question asks for, as far as its words tell: a number, a time, a colour, a direction."""

from __future__ import annotations

import re

_COUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|couple|several|half|hundred|once|twice)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[\d£$€]|\b(?:hundred|thousand|pounds?|pence|half|all|nothing)\b", re.IGNORECASE)
_TIME = re.compile(
    r"\d|\b(?:noon|midnight|morning|afternoon|evening|night|o['’]clock|half past|quarter (?:past|to)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)\b",
    re.IGNORECASE,
)
_COLOUR = re.compile(
    r"\b(?:black|white|gr[ea]y|red|blue|green|brown|yellow|orange|pink|purple|silver|gold|navy|beige|tan|cream|maroon"
    r"|turquoise|dark|light)\b",
    re.IGNORECASE,
)
CLOTHING = re.compile(
    r"\b(?:coat|jacket|hood(?:ie|y|ed)?|jumper|jeans|trousers|bottoms|trainers|cap|hat|gloves|shirt|t-shirt|tracksuit"
    r"|dress|skirt|scarf|boots|shoes|joggers|balaclava|cardigan|suit|anorak|fleece|vest|tie|blouse|sweatshirt|uniform"
    r"|clothes|clothing|dressed)s?\b",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"\btowards?\b|\bin the direction of\b|\b(?:north|south|east|west)(?:bound|wards?)?\b"
    r"|\b(?:turn|went|go|head|drove|driv|ran|run|walk|cycl|rode|fled|bear|bore|veer)\w*(?: \w+)?"
    r" (?:left|right(?! (?:past|through|by|now|away))|(?:up|down|along) (?:the|a|that|this))\b"
    r"|\b(?:left|right)[- ]hand\b|\bto the (?:left|right)\b",
    re.IGNORECASE,
)
# Words of a question that name the kind of its answer.
KINDS = frozenset(
    [
        "colour",
        "color",
        "time",
        "date",
        "day",
        "number",
        "much",
        "many",
        "old",
        "long",
        "far",
        "often",
        "fast",
        "tall",
        "way",
        "direction",
    ]
)
_ASKED = (
    (re.compile(r"\bwhat colou?r\b", re.IGNORECASE), _COLOUR),
    (re.compile(r"\b(?:what|which) (?:time|date|day)\b|\bwhen\b", re.IGNORECASE), _TIME),
    (re.compile(r"\bwhat\b.*\b(?:wear(?:ing)?|wore|worn|dressed|ha(?:ve|d|s) on|got on)\b", re.IGNORECASE), CLOTHING),
    (re.compile(r"(?<!\bin )\b(?:which|what) way\b|\b(?:which|what) direction\b", re.IGNORECASE), _WAY),
    (re.compile(r"\bhow much\b", re.IGNORECASE), _AMOUNT),
    (re.compile(r"\bhow (?:many|old|long|far|often|fast|tall)\b|\bnumber of\b", re.IGNORECASE), _COUNT),
)


def sought(question: str) -> re.Pattern[str] | None:
    """What a sentence states that can answer the question; None where its words do not tell."""
    return next((states for asks, states in _ASKED if asks.search(question)), None)
