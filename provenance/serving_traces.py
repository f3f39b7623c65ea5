"""Looks in words that are served for traces of sources that are not: their names, and words of theirs alone."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from provenance.records import Source
from provenance.store.case_reads import CaseReads

_LONG = 32  # characters without a space that are a name, whatever they are: those of a hash
_MANY = 4  # words in a row that are a name, whatever they are
_ENDINGS = frozenset(
    {"avi", "csv", "doc", "docx", "eml", "gif", "heic", "htm", "html", "jpeg", "jpg", "m4a", "mkv", "mov", "mp3", "mp4"}
    | {"msg", "odt", "pdf", "png", "ppt", "pptx", "rtf", "tif", "tiff", "txt", "vtt", "wav", "xls", "xlsx", "zip"}
)
RUN = 5  # words in a row that stand in a withheld source alone are its words
_TOKEN = re.compile(r"[^\W_]+")
_ID = re.compile(r"(?<![\w.])(S[1-9][0-9]*)(?![\w])")


class Traces:
    """Knows the sources that are not served; `names` and `echoes` tell whether a text tells of one.

    A source is known by its exhibit reference, its name with and without ending, its title, and its SHA-256. What a
    served source is called too is no trace, nor are a few plain words, which would be found everywhere.
    """

    def __init__(self, store: CaseReads, barred: Sequence[Source], served: Sequence[Source]) -> None:
        self._store = store
        ours = {key for source in served for key in _keys(source)}
        self._names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for source in barred:
            for key in _keys(source):
                if key not in ours and _telling(key):
                    self._names[key[0]].add(key)
        whole = {"".join(key) for keys in self._names.values() for key in keys}
        self._starts, self._ends = sorted(whole), sorted(name[::-1] for name in whole)
        self._ids = {source.id for source in barred}
        self._readable = [s.id for s in barred if s.passages and not s.withheld]
        self._served = [s.id for s in served if s.passages and not s.withheld]
        self._known: dict[str, bool] = {}

    @property
    def readable(self) -> bool:
        """Whether a source that is not served was read, so that its words can have come into a draft."""
        return bool(self._readable)

    def names(self, text: str) -> bool:
        """Whether the words name a source that is not served."""
        tokens = _tokens(text)
        for at, token in enumerate(tokens):
            if any(tuple(tokens[at : at + len(key)]) == key for key in self._names.get(token, ())):
                return True
        return False

    def names_around(self, before: str, after: str) -> tuple[bool, bool]:
        """Whether what stands before quoted words, and what stands after, names such a source, or begins or ends in the
        middle of what may be such a name: both are cut to a number of characters."""
        first, last = _tokens(before)[:_MANY], _tokens(after)[-_MANY:]
        heads = ("".join(first[: n + 1])[::-1] for n in range(len(first)))
        tails = ("".join(last[n:]) for n in range(len(last)))
        return (
            self.names(before) or any(_begins(head, self._ends) for head in heads),
            self.names(after) or any(_begins(tail, self._starts) for tail in tails),
        )

    def typed_names(self, text: str) -> bool:
        """The same for what a person typed, who may have named it by its id in this case."""
        return self.names(text) or any(match[1] in self._ids for match in _ID.finditer(text))

    def echoes(self, text: str, own: Iterable[str] = ()) -> bool:
        """Whether words in a row are those of a source that is not served and of none that is; `own` are the words of
        what the text cites, which are served."""
        if not self._readable:
            return False
        ours = {run for words in own for run in _runs(words)}
        return any(self._theirs(run) for run in dict.fromkeys(_runs(text)) if run not in ours)

    def tells(self, text: str, own: Iterable[str] = ()) -> bool:
        """Whether a person's or a machine's words tell of a source that is not served in any of these ways."""
        return bool(text) and (self.typed_names(text) or self.echoes(text, own))

    def _theirs(self, run: tuple[str, ...]) -> bool:
        phrase = " ".join(run)
        if phrase not in self._known:
            found = self._store.search_words("", 1, self._readable, [phrase])
            self._known[phrase] = bool(found) and not self._store.search_words("", 1, self._served, [phrase])
        return self._known[phrase]


def _begins(piece: str, names: Sequence[str]) -> bool:
    """Whether one of the names, which are sorted, begins with the piece; one letter is no piece."""
    at = bisect_left(names, piece)
    return len(piece) > 1 and at < len(names) and names[at].startswith(piece)


def _keys(source: Source) -> set[tuple[str, ...]]:
    path = PurePath(source.name)
    called = (source.exhibit, path.name, path.stem, source.fields.get("title", ""), source.sha256)
    return {tuple(_tokens(name)) for name in called if _tokens(name)}


def _telling(key: tuple[str, ...]) -> bool:
    """Whether the words are a name: letters and figures together ("JS5", "JS/5", "cam2.mp4"), or many in a row.

    "Letter" and "first aid log" are found in what anybody says.
    """
    whole = "".join(key)
    mixed = any(map(str.isdigit, whole)) and any(map(str.isalpha, whole))
    return (
        len(key) >= _MANY or len(whole) >= _LONG or (mixed and len(whole) > 2) or (len(key) > 1 and key[-1] in _ENDINGS)
    )


def _tokens(text: str) -> list[str]:
    """Words in one spelling: macOS writes "é" in the names of files as "e" and an accent, which is no letter."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).casefold())


def _runs(text: str) -> list[tuple[str, ...]]:
    tokens = _tokens(text)
    return [tuple(tokens[at : at + RUN]) for at in range(len(tokens) - RUN + 1)]
