"""Searches the passages of a case for words as they stand or for their meaning, and says what was searched.

Nothing is drafted; each search is written to the case's log, because the record of searches is part of disclosure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app import marks
from app.case import Case
from app.marks import Span, Typed
from ingest.index import ranked
from provenance.errors import CaseError, UsageError
from provenance.ports import Hit
from provenance.records import Passage, Source
from provenance.store.case_store import CaseStore
from summarise.service import clean

Mode = Literal["words", "meaning"]
ACTION = "searched"
CONTEXT = 160  # code points before and after a sentence
MOST = 1_000  # hits of one search
_MORE = 4  # times as many are fetched when phrases turn out not to stand as such
_LOOKED = 5_000  # passages that are looked through for further places of phrases, once there is one
Pairs = list[tuple[Hit, Passage]]


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that was found, and what to show of it; all offsets are of the source's layer.

    `text` is layer[start:end], the sentence with most of what was typed, or the passage where meaning was searched for;
    `before` and `after` stand beside it in the passage. `matches` are the places of what was typed, from the beginning
    of `before` to the end of `after`; without the search for words there are none. `score` (higher is nearer) only
    orders the hits of one search.
    """

    passage: Passage
    source: Source
    score: float
    mode: Mode
    matches: tuple[Span, ...]
    before: str
    text: str
    after: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: `searched` passages were looked through, `pending` not, as they have no vector yet (a search
    for words misses none). `more` says that there are further hits, or may be, where not all near misses of a phrase
    were looked at; `recorded` that the case's log tells of the search. `rears`: of so many sources the rear of a
    statement's form is kept out, as of every search.
    """

    hits: tuple[PassageHit, ...] = ()
    searched: int = 0
    pending: int = 0
    more: bool = False
    recorded: bool = False
    rears: int = 0


def search(case: Case, words: str, mode: Mode, count: int = 50, source_ids: Sequence[str] | None = None) -> Found:
    """The `count` best passages (MOST at most) for the words, in all open sources or these; withheld ones are neither
    searched nor shown.

    "words" finds any of the words, plates and numbers however they are set apart, and phrases in double quotes only as
    such; "meaning" finds the passages with the nearest vectors. Raises UsageError(unknown_id | bad_value), CaseError,
    ModelError, and TaskError where the model's child is ended.
    """
    if mode not in ("words", "meaning"):
        raise UsageError("bad_value", value=mode, what="a kind of search", why="choose words or meaning")
    typed = marks.parse(clean(words))
    wanted = None if source_ids is None else [case.store.source(i).id for i in source_ids]
    every, with_vector = case.store.count_passages(wanted)
    if not typed.all.strip() or count < 1:
        return Found(searched=0, pending=0)
    look, count = _words if mode == "words" else _meaning, min(count, MOST)
    with case.turns.reading():
        hits, more = look(case, typed, count, wanted)
    shown = tuple(_shown(case, passage, hit.score, mode, typed) for hit, passage in hits)
    searched, pending = (every, 0) if mode == "words" else (with_vector, every - with_vector)
    found = Found(shown, searched, pending, more, rears=case.store.count_rears(wanted))
    return replace(found, recorded=_record(case, words, mode, wanted, found))


def searches(store: CaseStore) -> list[dict[str, object]]:
    """The searches in the case's log, in order: at, by, mode, words, hits, searched, pending, more, sources."""
    entries = (e for e in store.audit_entries() if e.action == ACTION)
    return [{"at": e.at, "by": e.by, **e.detail} for e in entries]


def _words(case: Case, typed: Typed, count: int, source_ids: list[str] | None) -> tuple[Pairs, bool]:
    """By the full-text index, which takes a phrase for words in a row; whether it stands as such is looked at here.

    That nothing was found is said only after all of them were looked through.
    """
    passages = _Passages(case.store)
    fetched = count + 1
    while True:
        hits = case.store.search_words(typed.words, fetched, source_ids, typed.phrases)
        fits = [
            (hit, passage)
            for hit, passage in passages.of(hits)
            if all(marks.stands(phrase, passage.text) for phrase in typed.phrases)
        ]
        every = len(hits) < fetched
        if every or len(fits) > count or (fits and fetched >= _LOOKED):
            return fits[:count], not every or len(fits) > count
        fetched *= _MORE


def _meaning(case: Case, typed: Typed, count: int, source_ids: list[str] | None) -> tuple[Pairs, bool]:
    """By the vector index; among the passages of few sources every vector is compared."""
    vector = case.embedder.embed([typed.all.strip()])[0]
    if source_ids is None:
        hits = case.index.nearest(vector, count + 1)
    else:
        ids, vectors = case.store.vectors([p.id for p in case.store.passages(source_ids)])
        hits = ranked(ids, vectors, vector, count + 1) if ids else []
    found = _Passages(case.store).of(hits)
    return found[:count], len(found) > count


class _Passages:
    """The passages of hits, each read once; those that came to be withheld meanwhile are left out."""

    def __init__(self, store: CaseStore) -> None:
        self._store = store
        self._read: dict[str, Passage | None] = {}

    def of(self, hits: Sequence[Hit]) -> Pairs:
        found = ((hit, self._one(hit.passage_id)) for hit in hits)
        return [(hit, passage) for hit, passage in found if passage is not None]

    def _one(self, passage_id: str) -> Passage | None:
        if passage_id not in self._read:
            try:
                self._read[passage_id] = self._store.passage(passage_id)
            except UsageError as error:
                if error.code != "source_held":
                    raise
                self._read[passage_id] = None
        return self._read[passage_id]


def _shown(case: Case, passage: Passage, score: float, mode: Mode, typed: Typed) -> PassageHit:
    """Cut what is shown out of the layer."""
    source, layer = case.store.source(passage.source_id), case.store.layer(passage.source_id)
    whole = layer.slice(passage.start, passage.end)
    found = marks.marks(whole, typed) if mode == "words" else []
    start, end = _best(
        whole, [(s.start - passage.start, s.end - passage.start) for s in passage.sentences], found, typed
    )
    first, last = _from_a_word(whole, max(0, start - CONTEXT), start), _to_a_word(whole, end, end + CONTEXT)
    at = passage.start
    return PassageHit(
        passage, source, score, mode,
        tuple((at + a, at + b) for a, b in found if a >= first and b <= last),
        whole[first:start], whole[start:end], whole[end:last], at + start, at + end,
    )  # fmt: skip


def _best(whole: str, sentences: Sequence[Span], found: Sequence[Span], typed: Typed) -> Span:
    """The sentence with most different words that were typed, the first of equals; of a phrase, those it stands in."""
    phrase = marks.places(whole, typed.phrases[0])[:1] if typed.phrases and found else []
    if phrase:
        within = [s for s in sentences if s[0] < phrase[0][1] and s[1] > phrase[0][0]]
        return (within[0][0], within[-1][1]) if within else (0, len(whole))

    def worth(sentence: Span) -> tuple[int, int]:
        inside = [whole[a:b].casefold() for a, b in found if a < sentence[1] and b > sentence[0]]
        return len(set(inside)), len(inside)

    best = max(sentences, key=worth, default=None)
    return best if best is not None and worth(best) > (0, 0) else (0, len(whole))


def _from_a_word(text: str, start: int, end: int) -> int:
    """The first offset from `start` at which a word begins."""
    if start > 0 and not text[start - 1].isspace():
        while start < end and not text[start].isspace():
            start += 1
    return start


def _to_a_word(text: str, start: int, end: int) -> int:
    """The last offset up to `end` at which a word ends."""
    if end >= len(text):
        return len(text)
    while end > start and not text[end].isspace():
        end -= 1
    return end


def _record(case: Case, words: str, mode: Mode, source_ids: Sequence[str] | None, found: Found) -> bool:
    """Write the search to the log of a case that is open for writing; gives whether it stands there."""
    if not case.store.writable:
        return False
    detail = {
        "words": clean(words), "mode": mode, "hits": len(found.hits), "more": found.more,
        "searched": found.searched, "pending": found.pending, "sources": source_ids,
    }  # fmt: skip
    try:
        case.store.record(ACTION, detail, case.by, once=True)
    except CaseError:  # what was found is there all the same; the caller tells that the log does not say so
        return False
    return True
