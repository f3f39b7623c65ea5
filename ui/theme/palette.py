"""The two palettes of the window, and the contrast of the pairs in which their colours meet.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio); AA asks 4.5 of text and 3.0 of the
outlines and icons that a control is known by.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as "#RRGGBB". `marker` is multiplied with a page, `edge` outlines what can be acted
    on, `rule` stands beside words of the machine."""

    name: str
    ground: str
    pane: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    amber: str
    amber_ground: str
    red: str
    red_ground: str
    green: str
    chip: str
    hover: str
    rule: str
    marker: str
    marker_edge: str

    @property
    def dark(self) -> bool:
        return self.name == "dark"


LIGHT = Palette(
    name="light",
    ground="#F4F5F7",
    pane="#FFFFFF",
    line="#DDE1E6",
    edge="#848E9A",
    text="#1B2430",
    muted="#5B6675",
    accent="#1F4E8C",
    on_accent="#FFFFFF",
    amber="#8A5A00",
    amber_ground="#FFF4DB",
    red="#A4262C",
    red_ground="#FDECEC",
    green="#1E6B46",
    chip="#E8EEF7",
    hover="#EFF2F6",
    rule="#9DB7D5",
    marker="#FFE169",
    marker_edge="#B98900",
)
DARK = Palette(
    name="dark",
    ground="#14181D",
    pane="#1B2027",
    line="#303842",
    edge="#6C7988",
    text="#E6EAF0",
    muted="#9AA6B4",
    accent="#8DB6F2",
    on_accent="#14181D",
    amber="#F0C36A",
    amber_ground="#33290F",
    red="#FF9A94",
    red_ground="#3A1D1F",
    green="#7CC9A0",
    chip="#26303D",
    hover="#232A33",
    rule="#4A6A94",
    marker="#FFE169",
    marker_edge="#B98900",
)

# (foreground, background, least contrast): every pair in which the style sheet and the painted cards use colours.
PAIRS: tuple[tuple[str, str, float], ...] = (
    *(("text", ground, 4.5) for ground in ("ground", "pane", "chip", "hover")),
    *(("muted", ground, 4.5) for ground in ("ground", "pane", "hover", "chip")),
    *(("accent", ground, 4.5) for ground in ("ground", "pane", "chip", "hover")),
    ("on_accent", "accent", 4.5),
    *(("amber", ground, 4.5) for ground in ("amber_ground", "pane", "ground", "chip")),
    *(("red", ground, 4.5) for ground in ("red_ground", "pane", "ground")),
    *(("green", ground, 4.5) for ground in ("pane", "ground", "chip")),
    *(("edge", ground, 3.0) for ground in ("pane", "ground")),
)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours "#RRGGBB", from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
