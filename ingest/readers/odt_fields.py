"""What an OpenDocument file shows that stands nowhere as text: form fields and controls, characters of symbol fonts.

Names after OASIS OpenDocument 1.3 part 3, chapters 7.7 (fieldmarks, as LibreOffice fills them) and 13 (controls).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from ingest.readers.package import local
from ingest.readers.rtf_fonts import characters

MARKS: Final = ("fieldmark", "fieldmark-start")
CONTROLS: Final = frozenset((
    "text", "textarea", "formatted-text", "number", "date", "time", "combobox", "listbox", "checkbox", "radio",
    "fixed-text", "button", "frame", "file",
))  # fmt: skip
# Fields whose words on a page are the program's; on the pages of a presentation a placeholder stands for them.
_NUMBERED: Final = ("page-number", "page-count", "date", "time", "date-time", "header", "footer", "page-name")
_PLACEHOLDER = re.compile(r"\s*<[^<>]*>\s*")
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def is_placeholder(element: Element, name: str) -> bool:
    """Whether a field holds no more than what stands in for its words ("<number>")."""
    return name in _NUMBERED and not len(element) and bool(_PLACEHOLDER.fullmatch(element.text or ""))


def mark(element: Element) -> str:
    """The tick of a check box, or the choice made from a list, of a field of the kind that Word's forms have."""
    kind = attribute(element, "type").rpartition(".")[2]
    given = [(attribute(p, "name"), attribute(p, "value")) for p in element if local(p) == "param"]
    said = dict(given)
    if kind == "FORMCHECKBOX":
        return "☒" if said.get("Checkbox_Checked", "").lower() in ("true", "1") else "☐"
    if kind == "FORMDROPDOWN":
        entries = [value for name, value in given if name == "Dropdown_ListEntry"]
        chosen = said.get("Dropdown_Selected", "0")
        return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
    return ""


def control(element: Element) -> str:
    """What a control of a form shows: what was filled in, its tick, or its label."""
    name, label = local(element), attribute(element, "label")
    if name in ("checkbox", "radio"):
        state = attribute(element, "current-state") or attribute(element, "state")
        state = state or attribute(element, "current-selected") or attribute(element, "selected")
        return f"{'☒' if state in ('checked', 'true') else '☐'} {label}".strip()
    if name == "listbox":
        options = [e for e in element if local(e) == "option"]
        stated = [e for e in options if attribute(e, "current-selected")] or options
        chosen = [e for e in stated if "true" in (attribute(e, "current-selected") or attribute(e, "selected"))]
        return ", ".join(attribute(e, "label") for e in chosen)
    if name in ("fixed-text", "button", "frame"):
        return label
    lines = ["".join(map(str, e.itertext())) for e in element if local(e) == "p"]
    return "\n".join(lines) or attribute(element, "current-value") or attribute(element, "value")


def symbols(text: str, font: str) -> str:
    """Text in a symbol font as it is seen: ticks and boxes as Unicode has them."""
    return _PRIVATE.sub(lambda m: characters(bytes([ord(m[0]) & 0xFF]), "symbol", font), text) if font else text


def elsewhere(element: Element) -> Iterator[str]:
    """Addresses outside the file that something in the element is shown from."""
    for part in element.iter():
        target = attribute(part, "href") if local(part) in ("image", "object", "plugin", "section-source") else ""
        if target.partition(":")[0].lower() in ("http", "https", "ftp", "file", "smb") or target.startswith("../"):
            yield target


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name; "" where there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
