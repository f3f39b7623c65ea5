"""A field of an RTF file: its code, the form field that it may be, and what it shows beside its result."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from ingest.readers import equations
from ingest.readers.pieces import address
from ingest.readers.rtf_fonts import characters

_LINK = re.compile(r'HYPERLINK\s+(?!\\l)"?([^"\s]+)"?', re.IGNORECASE)
_SYMBOL = re.compile(r'SYMBOL\s+(\d{1,9})(?!\d)(?:.*?\\f\s+"?([^"\\]+)"?)?', re.IGNORECASE)
_BOX = re.compile(r"\s*FORMCHECKBOX\b", re.IGNORECASE)
_CHECK_BOX, _LIST = 1, 2  # \fftype
_NOT_SET: Final = 25  # \ffres of a form field that nobody has filled in


@dataclass(slots=True)
class Field:
    """A field whose group is open. `form` holds the numbers of its form field by control word, `entries` its list."""

    code: str = ""
    form: dict[str, int] = field(default_factory=dict)
    entries: list[str] = field(default_factory=list)

    def shows(self, result: str) -> str:
        """What a reader of the page sees of the field beside the words of its `result`."""
        if link := _LINK.search(self.code):
            led = address(link[1], result)
            return f" <{led}>" if led else ""
        if result.strip():
            return ""
        if symbol := _SYMBOL.search(self.code):
            return characters(bytes([int(symbol[1]) & 0xFF]), "symbol", (symbol[2] or "").strip())
        return self._filled_in() or equations.words(self.code)

    def _filled_in(self) -> str:
        """The tick of a check box, or the choice made from a list."""
        chosen = self.form.get("ffres", _NOT_SET)
        if chosen == _NOT_SET:
            chosen = self.form.get("ffdefres", 0)
        kind = self.form.get("fftype", _CHECK_BOX if _BOX.match(self.code) else 0)
        if kind == _CHECK_BOX:
            return "☒" if chosen else "☐"
        return self.entries[chosen] if kind == _LIST and 0 <= chosen < len(self.entries) else ""
