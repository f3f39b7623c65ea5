"""What people call a draft, who drafted it, and why claims of it are not shown: in window, command line, report.

What a run wrote for a brief, or for none, is a "draft"; what it wrote for a question is an "answer".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from provenance.records import Draft
from provenance.reviews import BY_HAND
from provenance.runs import ModelUse

LANGUAGE = "language_model"  # the role of a model that drafts
BUILT_IN = "chosen sentences"  # as the dialog for a new draft calls the drafter without a language model


def kind(question: bool) -> str:
    """ "Draft" or "Answer"."""
    return "Answer" if question else "Draft"


def named(draft_id: str, question: bool) -> str:
    """ "Draft 3", "Answer 21": as people see it; the command line has ids, which it can be asked for."""
    return f"{kind(question)} {draft_id.removeprefix('D')}"


def model_of(models: Iterable[ModelUse]) -> str:
    """The name of the language model that drafted, "" where none did."""
    return next((one.name for one in models if one.role == LANGUAGE), "")


def drafted_by(generator: str, model: str) -> str:
    """ "chosen sentences", "language model small.gguf", "written by hand"."""
    if generator == BY_HAND:
        return "written by hand"
    return f"language model {model}" if model else BUILT_IN


def held_back(count: int) -> str:
    """ "41 claims held back by the checks"; "" for none."""
    if not count:
        return ""
    return f"{_many(count, 'claim')} held back by the checks"


def not_shown(held: int = 0, rejected: int = 0, withheld: int = 0) -> str:
    """Why no claim of what was drafted is shown, and how many for each reason; "" where nothing was drafted.

    `held` by the checks, `rejected` by a person, `withheld` as they cite a source that is withheld now.
    """
    if not rejected and not withheld:
        return f"The checks held back all that was drafted: {_many(held, 'claim')}" if held else ""
    if not held and not withheld:
        return f"All that was drafted was rejected by a person: {_many(rejected, 'claim')}"
    if not held and not rejected:
        return f"All that was drafted cites a source that is withheld now: {_many(withheld, 'claim')}"
    told = (
        (held, "held back by the checks"),
        (rejected, "rejected by a person"),
        (withheld, "citing a source that is withheld now"),
    )
    listed = [f"{count:,} {why}" for count, why in told if count]
    return f"None of the {held + rejected + withheld:,} claims that were drafted is shown: {', '.join(listed)}"


def wrote_none(settings: Mapping[str, object]) -> str:
    """That a language model was called and no claim came of it, for a run that holds no claim; "" where none was
    called: then no passage was near enough to be shown to it."""
    calls, groups = settings.get("calls"), settings.get("passages_shown")
    if not isinstance(calls, int) or not calls or "stopped" in settings:
        return ""
    shown = sum(len(group) for group in groups) if isinstance(groups, list) else 0
    over = f" over the {_many(shown, 'passage')} shown to it" if shown else ""
    begun = settings.get("claims_truncated")
    cut = f"; {_many(begun, 'claim')} begun and not ended" if isinstance(begun, int) and begun else ""
    return f"The language model wrote no claim{over}{cut}"


def none_shown(draft: Draft, rejected: int = 0, withheld: int = 0) -> str:
    """What is said of a draft or answer of which no claim is shown; `draft` is without those that are counted here.

    "Not found" is said only where nothing was drafted.
    """
    settings, by_hand = draft.run.settings, draft.run.generator == BY_HAND
    if "stopped" in settings:
        return "The run was stopped: nothing was looked for to the end, and nothing of it is kept."
    if told := not_shown(sum(c.held_back for c in draft.claims), rejected, withheld):
        return f"{told}."
    if by_hand:
        return "It was begun by hand, and holds no claim."
    if told := wrote_none(settings):
        return f"{told}. {again(draft.question)}"
    if not draft.question and not draft.brief:
        return "Nothing could be drafted from what was read."
    unread = len(draft.coverage.unread_sources)
    return f"Not found in the {_many(draft.searched, 'passage')} searched; {_many(unread, 'source')} unread."


def again(question: bool) -> str:
    """The way on where a language model wrote no claim."""
    way = "Ask again" if question else "Draft again"
    return f"That does not show that there is nothing. {way} without a language model: sentences are then quoted."


def _many(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"
