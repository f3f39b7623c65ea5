"""Finds sources whose texts are nearly the same, and several versions of one statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from app.likeness import LEAST_TOLD, LEAST_WORDS, SAME, Sketch, containment, differing, groups, nearly_same, sketch
from provenance.records import Passage, Source
from provenance.store.case_store import CaseStore

Found = tuple[str, str, tuple[str, ...], tuple[str, ...]]  # code, detail, source ids, places
Sketches = dict[str, tuple[int, Sketch | None]]  # by source id, with the number of passages it was made of
_WORD = re.compile(r"\w+")
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "pc", "dc", "ds", "di", "dci", "sgt", "ps", "insp", "det", "wpc", "pcso"}
)
_OVERLAP = 0.15  # share of the shorter statement's runs of words that two versions have in common
_NEXT = 25  # statements of one name with which each is compared, those that follow it by date
_BATCH = 2000  # sources whose passages are in memory at a time
_SHOWN = 5  # sources named in one finding


def look(store: CaseStore, sources: Sequence[Source], sketches: Sketches) -> Iterator[Found]:
    """Codes: same_text, near_duplicate, statement_versions."""
    by_id = {source.id: source for source in sources}
    _sketch(store, sources, sketches)
    made = {i: s for i, source in by_id.items() if (s := sketches.get(i, (0, None))[1]) and _enough(source, s)}
    versions = list(_versions(sources, made))
    beside = {frozenset(pair) for pair in versions}
    alike = [pair for pair in nearly_same(made) if frozenset(pair) not in beside]
    named = {i for pair in (*versions, *alike) for i in pair}
    texts = _texts(store, sorted(named))
    for one, other in versions:
        yield _told_versions(by_id[one], by_id[other], texts)
    kept = [(a, b) for a, b in alike if differing(_words(texts[a]), _words(texts[b]))[1] >= SAME]
    for group in groups(kept):
        members = [by_id[i] for i in group]
        told = _told_alike(members, texts)
        if told[0] != "same_text":
            yield from _word_for_word(members, texts)
        yield told


def _enough(source: Source, made: Sketch) -> bool:
    """Whether a text is long enough to be compared: the account of a witness sooner than other texts."""
    return made.words >= (LEAST_TOLD if source.fields.get("witness") else LEAST_WORDS)


def _sketch(store: CaseStore, sources: Sequence[Source], sketches: Sketches) -> None:
    """Make the sketches that are not made yet, from the passages of the body."""
    due = [s for s in sources if s.passages and sketches.get(s.id, (0, None))[0] != s.passages]
    known: dict[str, int] = {}
    for start in range(0, len(due), _BATCH):
        batch = due[start : start + _BATCH]
        texts = _texts(store, [s.id for s in batch])
        for source in batch:
            sketches[source.id] = source.passages, sketch(_words(texts.get(source.id, [])), known)


def _texts(store: CaseStore, ids: Sequence[str]) -> dict[str, list[Passage]]:
    texts: dict[str, list[Passage]] = {i: [] for i in ids}
    for passage in store.passages(ids) if ids else []:
        texts[passage.source_id].append(passage)
    return texts


def _words(passages: Sequence[Passage]) -> list[str]:
    return [word for passage in passages for word in _WORD.findall(passage.text.lower())]


def _versions(sources: Sequence[Source], sketches: Mapping[str, Sketch]) -> Iterator[tuple[str, str]]:
    """Pairs of statements of one witness that have much of their wording in common; each with the next."""
    by_witness: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        if source.id in sketches and (key := witness_key(source.fields.get("witness", ""))):
            by_witness.setdefault(key, []).append(source)
    for same in by_witness.values():
        same.sort(key=lambda s: (s.fields.get("statement_date", ""), int(s.id[1:])))
        for n, one in enumerate(same):
            following = same[n + 1 : n + 1 + _NEXT]
            later = (s for s in following if containment(sketches[one.id], sketches[s.id]) >= _OVERLAP)
            if other := next(later, None):
                yield one.id, other.id


def witness_key(name: str) -> tuple[str, str] | None:
    """Surname and first letter of the first name, by which statements of one witness are known; None without a name.

    "Jane O'NEILL", "O'NEILL, Jane" and "Mrs J. O'Neill" have one key.
    """
    name = re.sub(r"\([^)]*\)", " ", name)
    words = [w for w in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name) if w.lower() not in _TITLES]
    if not words:
        return None
    capitals = [w for w in words if len(w) > 1 and w.isupper()]
    if len(capitals) == 1 and len(words) > 1:
        surname = capitals[0]
    else:
        surname = words[0] if re.match(r"\s*[\w'’-]+\s*,", name) else words[-1]
    first = next((w[0] for w in words if w != surname), "")
    return surname.casefold().replace("’", "'"), first.casefold()


def _told_versions(one: Source, other: Source, texts: Mapping[str, list[Passage]]) -> Found:
    count, _ = differing(_words(texts[one.id]), _words(texts[other.id]))
    dates = [f"{s.id} ({s.title}) of {s.fields.get('statement_date') or 'no date'}" for s in (one, other)]
    name = one.fields.get("witness", "")
    what = f"{count:,} words differ" if count else "the words are the same"
    detail = f"Two versions of a statement of {name}: {dates[0]} and {dates[1]}; {what}"
    return "statement_versions", detail, (one.id, other.id), _first_differences(one.id, other.id, texts)


def _word_for_word(group: Sequence[Source], texts: Mapping[str, list[Passage]]) -> Iterator[Found]:
    """Of texts that are nearly the same, accounts of different witnesses that are the same in every word."""
    by_words: dict[tuple[str, ...], list[Source]] = {}
    for source in group:
        by_words.setdefault(tuple(_words(texts[source.id])), []).append(source)
    for same in by_words.values():
        if len({key for s in same if (key := witness_key(s.fields.get("witness", "")))}) > 1:
            yield _told_alike(same, texts)


def _told_alike(group: Sequence[Source], texts: Mapping[str, list[Passage]]) -> Found:
    ids = tuple(source.id for source in group)
    words = [_words(texts[i]) for i in ids]
    count = max(differing(words[0], other)[0] for other in words[1:])
    names = ", ".join(f"{s.id} ({s.title})" for s in group[:_SHOWN])
    more = f" and {len(group) - _SHOWN} more" if len(group) > _SHOWN else ""
    places = _first_differences(*ids, texts) if len(ids) == 2 else ()
    if not count:
        witnesses = {witness_key(s.fields.get("witness", "")) or ("", "") for s in group}
        if len(witnesses) > 1 and ("", "") not in witnesses:
            told = ", ".join(f"{s.id} ({s.title}, {s.fields['witness']})" for s in group[:_SHOWN])
            return "same_text", f"Different witnesses tell the same, word for word: {told}{more}", ids, places
        return "same_text", f"The same text in {names}{more}, from different files", ids, places
    of = f"{count:,} of {max(map(len, words)):,} words differ"
    return "near_duplicate", f"Nearly the same text in {names}{more}; {of}", ids, places


def _first_differences(one: str, other: str, texts: Mapping[str, list[Passage]]) -> tuple[str, str]:
    """Where each of two texts first has words that stand nowhere in the other, by passages; its beginning else."""
    places = []
    for mine, theirs in ((one, other), (other, one)):
        sentences = {tuple(_WORD.findall(s.text.lower())) for p in texts[theirs] for s in p.sentences}
        own = [s for p in texts[mine] for s in p.sentences]
        first = next((s for s in own if tuple(_WORD.findall(s.text.lower())) not in sentences), own[0] if own else None)
        places.append(f"text={first.start}-{first.end}" if first else "")
    return places[0], places[1]
