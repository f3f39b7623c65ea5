"""Words of the map of coverage and of the list of passages near that a draft does not use."""

from __future__ import annotations

WAYS = {"left": "Left out", "sources": "By source", "map": "Map", "near": "Near, not used"}
MAP_ACCESSIBLE = "Map of coverage: sources in rows, their pages, stretches of text or minutes as squares"
MAP_HINT = "Arrows go from square to square, Enter opens the place. Point at a square to read what it says."
LEGEND_NAME = "What the squares mean"
LEGEND = {
    "cited": "cited",
    "retrieved": "drawn on, not cited",
    "indexed": "searched, not drawn on",
    "bare": "not searched",
    "opened": "opened by a person",
    "unreadable": "unreadable, or in part",
}
LEGEND_MINUTES = (
    "Of footage: minutes with kept frames count as searched, those whose movement was gone through as drawn on."
)
UNITS = {
    "page": ("page", "pages"),
    "part": ("stretch", "stretches"),
    "minute": ("minute", "minutes"),
    "longer": ("stretch of footage", "stretches of footage"),
}
NOTHING_OF_ITS_OWN = "nothing of its own"
SEARCHED, DRAWN_ON, CITED = ("passage searched", "passages searched"), "{n} drawn on", ("citation", "citations")
KEPT, GONE_THROUGH = ("frame kept", "frames kept"), ("movement gone through", "movements gone through")
NOT_SEARCHED, NOT_CITED = "not searched", "not cited"
OPENED_BY, NOT_OPENED = "opened by {people}", "opened by nobody"
PERSON = ("person", "people")

NEAR_TOLD = (
    "{passages} drawn on for this draft and cited by no claim, the nearest first. C or Ctrl+Enter adds one as a claim."
)
NEAR_READ_ONLY = "{passages} drawn on for this draft and cited by no claim, the nearest first."
SCORE = "nearness {score}"
NONE_NEAR_HEAD = "No passage without a citation"
NONE_NEAR_TEXT = (
    "Every passage that this draft drew on is cited at least in part, or there was none. Sentences of a passage that "
    "are not quoted are not listed here."
)
NEAR_LIST = "Passages near what was asked that the draft does not use, the nearest first"
