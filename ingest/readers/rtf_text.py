"""Follows an RTF file group by group: which words belong to the body, to headers and notes, to a picture or an object.

Control words after Microsoft's Rich Text Format Specification, version 1.9.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.readers.pieces import Piece, Run, said, set_apart, short
from ingest.readers.rtf_fields import Field
from ingest.readers.rtf_flow import Flow, Found
from ingest.readers.rtf_fonts import Fonts, characters
from ingest.readers.rtf_state import State
from ingest.readers.rtf_tokens import Token, symbol_text, tokens, word_text
from ingest.readers.rtf_words import BESIDE, CLOCK, ENDS, INFO, PICTURES, PROPERTY, SKIPPED, STARRED, moment, stated


class Reader:
    """Reads one file. `run` yields the number of tokens done now and then; `found` is complete after it."""

    def __init__(self) -> None:
        self.found = Found()
        self._flow = Flow(counts=self.found.counts)
        self._beside: dict[str, list[list[Piece]]] = {}
        self._state, self._states = State(), list[State]()
        self._fonts = Fonts()
        self._bytes, self._key = bytearray(), ("", "")
        self._skip = self._high = 0
        self._starred = False
        self._gathered: list[str] = []
        self._ends: dict[int, list[object]] = {}  # what to do when the group at this depth ends
        self._data, self._ending = bytearray(), ""
        self._authors: list[str] = []
        self._about = {"atnauthor": "", "atndate": ""}
        self._fields: list[Field] = []  # those that are open
        self._time: dict[str, int] = {}
        self._shape: dict[str, str] = {}  # name and value of the property of a drawing that is being read

    def run(self, data: bytes) -> Iterator[int]:
        """Follow the file to its end."""
        for count, token in enumerate(tokens(data)):
            self._take(token)
            if count % 50_000 == 0:
                yield count
        self._flush()
        self.found.cut_off = bool(self._states)
        while self._states:
            self._close()
        order = ("header", "footer", "footnote", "endnote", "comment")
        self.found.pieces += self._flow.close()
        for kind in order:
            for pieces in self._beside.get(kind, []):
                self.found.pieces += pieces

    def _take(self, token: Token) -> None:
        if token.kind == "bytes":
            self._words(token)
            return
        if token.kind == "{":
            self._flush()
            self._skip = 0
            self._state.opened = True  # a word after a group in it does not say what the outer group is
            self._states.append(self._state)
            self._state = replace(self._state, opened=False, field_at=-1)
            self._starred = False
        elif token.kind == "}":
            self._flush()
            self._skip = 0
            self._close()
        elif self._skip and token.kind != "bin":
            self._skip -= 1  # stands for a character that was given as Unicode
        elif token.kind == "bin":
            if self._state.to == "data":
                self._data += token.data.hex().encode()
        elif token.kind == "symbol":
            self._symbol(token.name)
        else:
            self._word(token.name, token.number)

    def _words(self, token: Token) -> None:
        data = token.data
        if self._skip:
            dropped = min(self._skip, len(data))
            self._skip -= dropped
            data = data[dropped:]
        to = self._state.to
        if to == "data":
            if token.name != "'":
                self._data += data
        elif data and to != "skip":
            key = (self._state.codec or self._fonts.codec, self._state.font)
            if key != self._key:
                self._flush()
                self._key = key
            self._bytes += data

    def _flush(self) -> None:
        """Turn the bytes gathered so far into characters; a character of two bytes may come in two tokens."""
        if self._bytes:
            text = characters(bytes(self._bytes), *self._key)
            self._bytes.clear()
            self._text(text)

    def _text(self, text: str) -> None:
        state = self._state
        if state.to == "text":
            mark = Run("", state.change, self._author(state.who), moment(state.when)) if state.change else Run("")
            self._flow.add(text, set_apart(mark, state.apart))
        elif state.to not in ("skip", "data"):
            self._gathered.append(text)

    def _author(self, number: int) -> str:
        return self._authors[number] if 0 <= number < len(self._authors) else ""

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._starred = True
            return
        self._flush()
        if symbol in "\r\n" and self._state.to == "text":
            self._flow.paragraph(self._state.in_table)
        elif (text := symbol_text(symbol)) is not None:
            self._text(text)

    def _word(self, name: str, number: int | None) -> None:
        self._flush()
        state = self._state
        first, state.opened = not state.opened, True
        if first and name == "ud" and state.instead:
            state.to, state.instead = state.instead, ""
            return
        if first and state.to != "skip" and self._opens(name, number):
            return
        if first and self._starred and name not in STARRED:
            state.to = "skip"
            return
        if name == "u" and number is not None:
            self._unicode(number)
        elif name == "uc":
            state.after_unicode = max(0, number if number is not None else 1)
        elif state.to in ("fonttbl", "info", *INFO) or name in ("ansicpg", "mac", "pc", "pca", "deff"):
            if name in CLOCK:
                self._time[name] = number or 0
            else:
                self._fonts.describe(name, number, state.to == "fonttbl")
        elif (text := word_text(name)) is not None:
            self._text(text)
        elif state.to == "text":
            if not self._structure(name):
                state.look(name, number, self._fonts)
        elif state.to == "data" and name in PICTURES:
            self._ending = PICTURES[name]
        elif state.to == "formfield" and self._fields:
            self._fields[-1].form[name] = number if number is not None else 1

    def _unicode(self, number: int) -> None:
        code = number & 0xFFFF if -0x8000 <= number <= 0xFFFF else number
        if 0xF000 <= code < 0xF100 and self._state.codec == "symbol":
            self._text(characters(bytes([code & 0xFF]), "symbol", self._state.font))
        elif 0xD800 <= code < 0xDC00:
            self._high = code  # the other half of the character follows
        else:
            low = 0xDC00 <= code < 0xE000 and self._high
            code = 0x10000 + ((self._high & 0x3FF) << 10) + (code & 0x3FF) if low else code
            self._high = 0
            self._text(chr(code) if 0 <= code < 0x110000 else "\ufffd")
        self._skip = self._state.after_unicode

    def _structure(self, name: str) -> bool:
        flow, state = self._flow, self._state
        if name in ENDS:
            flow.paragraph(state.in_table and name == "par")
        elif name in ("cell", "nestcell"):
            flow.cell()
        elif name in ("row", "nestrow"):
            flow.row()
        elif name == "intbl":
            state.in_table = True
        elif name == "pard":
            state.in_table = False
        elif name == "ftnalt" and flow.label.startswith("footnote"):
            flow.label = f"endnote {len(self._beside.get('endnote', [])) + 1}"
        else:
            return False
        return True

    def _opens(self, name: str, number: int | None) -> bool:
        """Whether a group's first control word says that its words are something of their own; sets what."""
        state, depth = self._state, len(self._states)
        if name in SKIPPED or name == "upr":
            state.to, state.instead = "skip", state.to if name == "upr" else ""
        elif name == "ud":
            state.to = "text"
        elif name in ("fonttbl", "revtbl", "atnauthor", "atndate", "fldinst", "info", "formfield", "ffl", *PROPERTY):
            state.to = {"fldinst": "code"}.get(name, name)
            self._begin(depth, state.to)
        elif state.to == "info" and name in INFO:
            state.to = name
            self._begin(depth, name)
        elif name in ("pict", "objdata"):
            state.to, self._ending = "data", "" if name == "objdata" else "wmf"
            self._data.clear()
            self._begin(depth, name)
        elif name in BESIDE or name in ("footnote", "annotation", "shptxt", "dptxbxtext"):
            self._ends[depth] = [name, self._flow]
            label = "comment" if name == "annotation" else self._named(name)  # who wrote it, and when, stands in it
            self._flow = Flow(label, counts=self.found.counts)
            self._state = State(codec=state.codec, font=state.font, after_unicode=state.after_unicode, opened=True)
        elif name == "field":
            state.field_at = self._flow.here
            self._begin(depth, "field")
            self._fields.append(Field())
        else:
            return False
        return True

    def _named(self, name: str) -> str:
        """What people call the words of a group beside the body."""
        if name in BESIDE:
            return BESIDE[name]
        if name == "annotation":
            number = len(self._beside.get("comment", [])) + 1
            called = said(f"comment {number}", self._about["atnauthor"], stated(self._about["atndate"]))
            return f"{called}, {self._flow.stands(self._state.in_table)}"
        if name == "footnote":
            return f"footnote {len(self._beside.get('footnote', [])) + 1}"
        return "text box"

    def _begin(self, depth: int, what: str) -> None:
        self._ends[depth] = [what]
        if what not in ("pict", "objdata", "field"):
            self._gathered = []

    def _close(self) -> None:
        """A group ends."""
        depth, self._starred = len(self._states), False
        ended, self._state = self._state, self._states.pop() if self._states else State()
        what = self._ends.pop(depth, None)
        if what is None:
            if ended.to == "fonttbl":
                self._fonts.name(self._taken())
            elif ended.to == "revtbl":
                self._authors.append(self._taken().rstrip(";").strip())
        elif len(what) == 2:
            self._ended_beside(str(what[0]), what[1])
        else:
            self._ended(str(what[0]), ended)

    def _ended(self, what: str, ended: State) -> None:
        if what in ("atnauthor", "atndate"):
            self._about[what] = self._taken().strip()
        elif what == "code":
            words = self._taken()
            if self._fields:
                self._fields[-1].code += words
        elif what in ("sn", "sv"):
            self._shape[what] = self._taken().strip()
        elif what == "sp":
            self._flow.aside(self._shape, self._state.in_table)
            self._shape = {}
        elif what == "ffl" and self._fields:
            self._fields[-1].entries.append(self._taken().strip())
        elif what == "field" and self._fields:
            self._text(self._fields.pop().shows(self._flow.since(ended.field_at)))
        elif what in ("pict", "objdata"):
            letters = re.sub(rb"[^0-9A-Fa-f]", b"", bytes(self._data))
            if data := bytes.fromhex(letters[: len(letters) // 2 * 2].decode()):
                self.found.files.append((self._ending, data))
            self._data.clear()
        elif what in INFO:
            words, time, self._time = short(self._taken(), 500), self._time, {}
            if time.get("yr"):
                words = "{yr:04}-{mo:02}-{dy:02}T{hr:02}:{min:02}".format(**{k: time.get(k, 0) for k in CLOCK})
            if words:
                self.found.fields[INFO[what]] = words
        elif what == "fonttbl":
            self._fonts.name(self._taken())

    def _ended_beside(self, name: str, flow: object) -> None:
        assert isinstance(flow, Flow)
        pieces, noted, self._flow = self._flow.close(), self._flow.label, flow
        if name in ("shptxt", "dptxbxtext"):
            flow.notes += pieces
            return
        kind = BESIDE.get(name) or {"annotation": "comment"}.get(name, name)
        if kind == "comment":
            called, self._about = self._named(name), dict.fromkeys(self._about, "")
            pieces = [replace(p, kind="note", label=called + p.label.removeprefix("comment")) for p in pieces]
        elif noted.startswith("endnote"):
            kind = "endnote"
        known = self._beside.setdefault(kind, [])
        if pieces and (name not in BESIDE or pieces not in known):  # each section repeats its header
            known.append(pieces)

    def _taken(self) -> str:
        text, self._gathered = "".join(self._gathered), []
        return text
