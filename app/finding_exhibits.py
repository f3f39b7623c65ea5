"""Lays what statements produce beside what is in the case, and the pages that they count beside those that are here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.finding_texts import Found, witness_key
from ingest.statements.exhibits import reference
from provenance.records import Source
from provenance.store.case_store import CaseStore

_REFERENCE = re.compile(r"[A-Z]{1,5}/\d{1,4}[A-Z]?")
_BY_NAME = re.compile(r"([A-Za-z]{2,4}[-_ ]?\d{1,4})(?=[^A-Za-z\d]|$)")
_SINGLY = 20  # exhibits that are told of one by one; more are told of at once
_SHOWN = 10


def exhibits(store: CaseStore, sources: Sequence[Source], open_ones: Sequence[Source]) -> Iterator[Found]:
    """Codes: exhibit_not_here, of a statement; exhibit_not_produced, of exhibits that nobody is known to produce.

    `sources` are all of the case, of which only the recorded references are used.
    """
    here = {reference(s.exhibit) for s in sources if s.exhibit}
    here |= {reference(found[1]) for s in sources if (found := _BY_NAME.match(s.name))}
    produced: set[str] = set()
    for source in open_ones:
        names = produced_in(source)
        produced |= set(names)
        missing = [name for name in names if name not in here]
        if missing:
            what = f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} produced in it and not in the case"
            yield "exhibit_not_here", what, (source.id,), (_mention(store, source.id, missing[0]),)
    if produced:
        yield from _unproduced(open_ones, produced)


def produced_in(source: Source) -> list[str]:
    """The references that a statement produces, in one spelling."""
    said = re.split(r"[;,]", source.fields.get("exhibits_produced", ""))
    return list(dict.fromkeys(reference(name) for name in said if name.strip()))


def pages(open_ones: Sequence[Source]) -> Iterator[Found]:
    """Code pages_not_here: pages of a statement, numbered "n of m", that stand in none of its witness's sources."""
    groups: dict[tuple[tuple[str, str], int], list[Source]] = {}
    for source in open_ones:
        count = source.fields.get("pages_declared", "")
        key = witness_key(source.fields.get("witness", ""))
        if key and count.isdecimal() and 0 < int(count) <= 999 and source.fields.get("pages_present"):
            groups.setdefault((key, int(count)), []).append(source)
    for (_, of), same in groups.items():
        present = {int(number) for s in same for number in re.findall(r"\d+", s.fields["pages_present"])}
        missing = [str(number) for number in range(1, of + 1) if number not in present]
        if missing:
            many = len(missing) > 1
            what = (
                f"Page{'s' if many else ''} {_listed(missing)} of {of} of the statement of {same[0].fields['witness']}"
            )
            yield "pages_not_here", f"{what} {'are' if many else 'is'} in no source", tuple(s.id for s in same), ()


def _unproduced(open_ones: Sequence[Source], produced: set[str]) -> Iterator[Found]:
    lone = [
        source
        for source in open_ones
        if source.exhibit and not source.producer and not source.parent and "witness" not in source.fields
        and _REFERENCE.fullmatch(reference(source.exhibit)) and reference(source.exhibit) not in produced
    ]  # fmt: skip
    if len(lone) <= _SINGLY:
        for source in lone:
            what = f"No statement in the case produces {source.exhibit}, and no producer is recorded"
            yield "exhibit_not_produced", what, (source.id,), ()
        return
    names = _listed([source.exhibit for source in lone])
    what = f"No statement in the case produces {names}, and no producer is recorded"
    yield "exhibit_not_produced", what, tuple(source.id for source in lone), ()


def _mention(store: CaseStore, source_id: str, name: str) -> str:
    """Where a statement first names an exhibit, however it spells it."""
    letters, _, number = name.partition("/")
    spelt = re.compile(rf"\b{re.escape(letters)}\s?[/\\-]?\s?0{{0,3}}{re.escape(number)}\b", re.I)
    for passage in store.passages([source_id]):
        for sentence in passage.sentences:
            if spelt.search(sentence.text):
                return f"text={sentence.start}-{sentence.end}"
    return ""


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_SHOWN])
    if len(names) > _SHOWN:
        return f"{', '.join(shown)} and {len(names) - _SHOWN} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
