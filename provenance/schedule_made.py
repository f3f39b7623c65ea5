"""Material that the program made itself, offered for a schedule with facts: drafts, prompts, search record, log."""

from __future__ import annotations

from dataclasses import dataclass

from provenance import draft_words
from provenance.enquiries import day
from provenance.reviews import BY_HAND
from provenance.store.case_store import CaseStore

SEARCHES, LOG, PROMPTS = "searches", "log", "prompts"
_NAMES = {
    SEARCHES: "Record of the searches and questions put to the case",
    LOG: "Log of what was done in the case",
    PROMPTS: "Instructions given to language models",
}


@dataclass(frozen=True, slots=True)
class Made:
    """One piece of it: `key` is "draft D2", "prompts", "searches" or "log"; `facts` are (label, value)."""

    key: str
    title: str
    facts: tuple[tuple[str, str], ...]


def made(store: CaseStore) -> list[Made]:
    """All there is, drafts first; nothing that a person alone wrote. Facts name no source and no words of a brief."""
    found, models = list[Made](), dict[str, None]()
    searches = [s for s in store.searches() if s.generator != BY_HAND]
    for one in searches:
        by = draft_words.drafted_by(one.generator, one.writer)
        facts = (("Draft", one.draft_id), ("Date", day(one.at[:10])), ("Drafted by", by))
        found.append(Made(f"draft {one.draft_id}", f"Draft {one.draft_id} written by a machine", facts))
        if one.writer:
            models[f"{one.writer}, wording {one.settings.get('prompts', 'not recorded')}"] = None
    begun = day(store.info.created[:10])
    if models:
        found.append(Made(PROMPTS, _NAMES[PROMPTS], (("Models", "; ".join(models)),)))
    if searches:
        found.append(Made(SEARCHES, _NAMES[SEARCHES], (("Begun", day(searches[0].at[:10])),)))
    return [*found, Made(LOG, _NAMES[LOG], (("Begun", begun), ("Kept as", "hash-chained record of the case")))]
