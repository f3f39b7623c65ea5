"""What holds for a group of an RTF file and the groups in it, as its control words set it."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.readers.pieces import HIDDEN, STRUCK
from ingest.readers.rtf_fonts import Fonts

_CHANGES = {"deleted": "deleted", "revised": "inserted", "mvf": "moved away", "mvt": "moved here"}


@dataclass(slots=True)
class State:
    """Where words go, their font, and how they are marked."""

    to: str = "text"  # "text", "skip", or the name of what is gathered: "data", "fonttbl", "revtbl", a field of \\info
    instead: str = ""  # in a group that is given twice (\\upr): where the words of its second form go
    codec: str = ""
    font: str = ""
    after_unicode: int = 1
    in_table: bool = False
    hidden: bool = False
    struck: bool = False
    change: str = ""
    who: int = 0
    when: int = 0
    field_at: int = -1
    opened: bool = False  # a control word of the group has been seen

    @property
    def apart(self) -> str:
        """How words are set apart from the running text by their looks: hidden, struck through, or ""."""
        return HIDDEN if self.hidden else STRUCK if self.struck else ""

    def look(self, name: str, number: int | None, fonts: Fonts) -> None:
        """Take a control word of properties of characters, where they decide what their words are."""
        on = number != 0
        if name == "f":
            self.font, self.codec = fonts.of(number or 0)
        elif name == "plain":
            self.hidden, self.struck, self.change = False, False, ""
            self.font, self.codec = fonts.of(None)
        elif name == "v":
            self.hidden = on
        elif name in ("strike", "striked"):
            self.struck = on
        elif name in _CHANGES:
            self.change = _CHANGES[name] if on else ""
        elif name in ("revauth", "revauthdel", "mvauth"):
            self.who = number or 0
        elif name in ("revdttm", "revdttmdel", "mvdate"):
            self.when = number or 0
