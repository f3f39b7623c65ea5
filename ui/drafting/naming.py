"""How drafts and answers are named in the window: in lists, over the claims, and in what is told of them."""

from __future__ import annotations

from collections.abc import Iterable

from provenance import draft_words
from provenance.records import Draft
from provenance.store.records import SearchRecord
from ui.strings import common
from ui.strings import drafting as words
from ui.when import local_time

_LONGEST_MODEL = 28  # characters of a model's name over the claims; lists and the report have it whole
_LONGEST_BRIEF = 60


def named(one: Draft | SearchRecord) -> str:
    """ "Draft 3", "Answer 21"."""
    return draft_words.named(one.id if isinstance(one, Draft) else one.draft_id, one.question)


def named_in(drafts: Iterable[SearchRecord], draft_id: str) -> str:
    """The same by the id alone."""
    return next((named(one) for one in drafts if one.draft_id == draft_id), draft_words.named(draft_id, False))


def within(name: str) -> str:
    """The same inside a sentence: "draft 3"."""
    return name[0].lower() + name[1:]


def drafter(one: SearchRecord) -> str:
    """ "chosen sentences", "language model small.gguf", "written by hand"."""
    return draft_words.drafted_by(one.generator, one.writer)


def headed(draft: Draft) -> str:
    """Over its claims: "Draft 3 · small.gguf", "Answer 21 · chosen sentences"."""
    model = draft_words.model_of(draft.run.models)
    short = model if len(model) <= _LONGEST_MODEL else f"{model[:_LONGEST_MODEL]}…"
    return f"{named(draft)} · {short or draft_words.drafted_by(draft.run.generator, '')}"


def brief(one: SearchRecord) -> str:
    """What it was to say, in one line."""
    if one.by_hand:
        return words.BY_HAND.format(claims=common.counted(one.claims, "claim"))
    return " ".join(one.brief.split()) or words.OVERVIEW


def draft_name(one: SearchRecord) -> str:
    """ "Draft 3 · 27 Nov 22:24 · Overview of the case"."""
    said = brief(one)
    if len(said) > _LONGEST_BRIEF:
        said = f"{said[:_LONGEST_BRIEF].rsplit(' ', 1)[0]} …"
    return f"{named(one)} · {local_time(one.at)} · {said}"


def came_of(one: SearchRecord) -> str:
    """ "24 claims", "nothing found in 1,204 passages searched"; what was held back is told by itself."""
    if "stopped" in one.settings:
        return words.STOPPED_RUN
    if one.claims or one.held_back:
        return common.counted(one.claims, "claim")
    if silent := draft_words.wrote_none(one.settings):
        return within(silent)
    if one.question and not one.found:
        return words.NOT_FOUND.format(searched=common.counted(one.searched, "passage"))
    return words.NO_CLAIMS


def held(one: SearchRecord) -> str:
    """ "41 claims held back by the checks: read why"; "" for none."""
    told = draft_words.held_back(one.held_back)
    return f"{told}: {words.READ_WHY}" if told else ""


def came_to(draft: Draft) -> str:
    """ "6 claims", "6 claims, 41 claims held back by the checks": of a draft that was just written."""
    stand = common.counted(sum(not c.held_back for c in draft.claims), "claim")
    told = draft_words.held_back(sum(c.held_back for c in draft.claims))
    return f"{stand}, {told}" if told else stand
