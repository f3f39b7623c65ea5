"""Records about the AI, to be finished by hand: what they are made of, and the page "How AI was used in this case".

Everything in them is of the case's record or of the program; what only a person can know stands as a marked blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from provenance import draft_words
from provenance.policy import Policy
from provenance.report_words import counted, when
from provenance.reviews import BY_HAND
from provenance.runs import ModelUse


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of an answer; `blank` where a person has to write it."""

    words: str
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with fields and their answers, in order; `level` 1 or 2."""

    heading: str
    fields: tuple[tuple[str, tuple[Text, ...]], ...] = ()
    level: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """One record: `name` is that of its files, `note` what to know before it is used."""

    name: str
    title: str
    note: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft or answer as the record has it; of claims that cite what is withheld now only their number.

    `states` count the claims that stand by how they stand; `decided` by person and state, `faults` by why claims were
    rejected, `opened` by person: how many of `citations` cited places they opened.
    """

    id: str
    question: bool
    generator: str
    model: str
    finished: str
    by: str
    searched: int
    retrieved: int
    claims: int
    held_back: int
    withheld: int
    by_hand: int
    citations: int
    stopped: bool
    seed: int
    states: Mapping[str, int] = field(default_factory=dict)
    decided: Mapping[tuple[str, str], int] = field(default_factory=dict)
    awaiting: int = 0  # claims that one of two people accepted; they are not among the accepted ones
    faults: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    opened: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say of a case and of the program; no name, hash or id of any source is in it."""

    reference: str
    title: str
    made: str
    version: str
    build: Mapping[str, str]
    sources: int
    held: int
    models: tuple[ModelUse, ...]  # that took part in drafts of the case
    known: tuple[ModelUse, ...]  # that the program has here, whether they took part or not
    drafts: tuple[DraftFacts, ...]
    searches: int
    compared: int
    verified: tuple[tuple[str, str], ...]  # when, and what came of it
    exports: tuple[tuple[str, str], ...]  # when and by whom, what
    signed: tuple[tuple[str, str], ...]
    policy: Policy
    entries: int
    head: str


def blank(what: str) -> Text:
    """What only a person can know."""
    return Text(f"[to be completed by the force: {what}]", blank=True)


def of_case(facts: Facts) -> Document:
    """The page for the case file."""
    note = (
        f"Made by Attest {facts.version} from the record of the case on {when(facts.made)}. It names no source. The "
        f"case's log then had {counted(facts.entries, 'entry', 'entries')}; its head was {facts.head}."
    )
    opening = Section(
        "The case",
        (
            ("Reference", _told(": ".join(filter(None, (facts.reference, facts.title))))),
            ("Why AI was used, and who decided it", (blank("the purpose, and the name of who decided"),)),
            ("What was taken in", _told(_sources(facts))),
            ("Policy in force", _told(_policy(facts.policy))),
        ),
    )
    drafts = [_draft(draft) for draft in facts.drafts] or [
        Section("Drafts", (("Drafts and answers", _told("None was made.")),))
    ]
    sections = (opening, _models(facts), *drafts, _rest(facts), _limits())
    return Document("ai-in-this-case", "How AI was used in this case", note, sections)


def _told(*words: str) -> tuple[Text, ...]:
    return tuple(Text(one) for one in words if one)


def _sources(facts: Facts) -> str:
    held = f" {facts.held:,} of them withheld now: nothing of what they hold is in this record." if facts.held else ""
    return f"{counted(facts.sources, 'source')}.{held}"


def _policy(policy: Policy) -> str:
    if not policy.name:
        return "The built-in one: the force has given no policy to this machine."
    return f"{policy.name}, signed with the key {policy.signed_by or 'that is not known'}."


def model_told(model: ModelUse) -> str:
    """A model in one sentence: what for, name, SHA-256, licence, training data."""
    known = f"Licence: {model.licence or 'not known'}. Training data: {model.training or 'not known'}"
    return f"{model.role.replace('_', ' ').capitalize()}: {model.name}, SHA-256 {model.sha256}. {known.rstrip('.')}."


def _models(facts: Facts) -> Section:
    told = _told(*map(model_told, facts.models)) or _told("None took part in a draft.")
    reading = _told(*(model_told(one) for one in facts.known if one.role.startswith("ocr ")))
    fields = (("In drafts and answers", told), ("For words in pictures, where there were any", reading))
    return Section("Models that took part", fields)


def _draft(draft: DraftFacts) -> Section:
    name = draft_words.named(draft.id, draft.question)
    by = draft_words.drafted_by(draft.generator, draft.model)
    if draft.generator == BY_HAND:
        made = f"{when(draft.finished)}, begun by hand by {draft.by}; no machine drafted in it."
    else:
        made = f"{when(draft.finished)}, asked for by {draft.by}, drafted by: {by}; seed {draft.seed}."
    rows = [("Made", _told(made))]
    if draft.stopped:
        rows.append(("Came of it", _told("The run was stopped; nothing of it is kept.")))
        return Section(name, tuple(rows))
    rows += [("Looked at", _told(_looked(draft))), ("Came of it", _told(*_came(draft)))]
    rows += [("Checked by people", _told(*_checked(draft))), ("Cited places opened", _told(*_opened(draft)))]
    if draft.settings:
        listed = ", ".join(f"{name} {value}" for name, value in sorted(draft.settings.items()))
        rows.append(("Settings", _told(f"{listed}.")))
    return Section(name, tuple(rows))


def _looked(draft: DraftFacts) -> str:
    if draft.generator == BY_HAND:
        return "Nothing was searched: it was written by hand."
    return f"{counted(draft.searched, 'passage')} searched, {draft.retrieved:,} of them looked at as near."


def _came(draft: DraftFacts) -> list[str]:
    told = [f"{counted(draft.claims, 'claim')} with {counted(draft.citations, 'cited place')}."]
    if draft.by_hand:
        told.append(f"{draft.by_hand:,} of them written by hand by a person.")
    if draft.held_back:
        why = "; ".join(f"{reason} ({count:,})" for reason, count in sorted(draft.reasons.items()))
        told.append(
            f"{counted(draft.held_back, 'claim')} held back by the checks, as their own citations do not bear them"
            f"{f': {why}' if why else ''}. They are kept, and do not stand as claims."
        )
    if draft.withheld:
        told.append(f"{counted(draft.withheld, 'claim')} not counted here: they cite a source that is withheld now.")
    return told


_STATES = {
    "accepted": "accepted",
    "amended": "amended",
    "rejected": "rejected",
    "aside": "put aside",
    "new": "not decided yet",
}


def _checked(draft: DraftFacts) -> list[str]:
    counts = [f"{draft.states[state]:,} {words}" for state, words in _STATES.items() if draft.states.get(state)]
    told = (
        [f"Of {counted(draft.claims, 'claim')}: {', '.join(counts)}."] if counts else ["No claim stands to be checked."]
    )
    people = [f"{by} {_STATES[state]} {count:,}" for (by, state), count in sorted(draft.decided.items())]
    told += [f"As claims stand now, by whom: {'; '.join(people)}."] if people else []
    faults = [f"{fault} {count:,}" for fault, count in sorted(draft.faults.items())]
    told += [f"Rejected for: {'; '.join(faults)}."] if faults else []
    if draft.awaiting:
        told.append(f"{counted(draft.awaiting, 'claim')} accepted by one person: a second one has to check, too.")
    if draft.states.get("new"):
        told.append("No person has come to an end with those not decided yet.")
    return told


def _opened(draft: DraftFacts) -> list[str]:
    people = [f"{by} {count:,}" for by, count in sorted(draft.opened.items())]
    if not people:
        return ["None was opened by a person in Attest."]
    return [f"Of {counted(draft.citations, 'cited place')}, first opened by: {'; '.join(people)}."]


def _rest(facts: Facts) -> Section:
    def dated(pairs: Iterable[tuple[str, str]]) -> tuple[Text, ...]:
        return _told(*(f"{at}: {what}." for at, what in pairs)) or _told("Never.")

    searched = f"{counted(facts.searches, 'search', 'searches')} of passages by words or meaning."
    compared = f"Sources were compared for conflicts {counted(facts.compared, 'time')}."
    return Section(
        "What else was done",
        (
            ("Searches", _told(searched, compared)),
            ("Citations re-opened from the originals", dated(facts.verified)),
            ("Signed off", dated(facts.signed)),
            ("Exports", dated(facts.exports)),
            ("Use made of it outside Attest", (blank("where drafts were used in the case file, and by whom"),)),
            ("Disclosure", (blank("whether the use of AI was disclosed, to whom and when"),)),
        ),
    )


NOT_DONE = (
    "It identified nobody: no face, voice or gait was recognised. Areas that may be faces are offered for blurring "
    "only.",
    "It gave no score to any person, and did not judge how credible anybody is.",
    "It took no decision on a person, a charge, or what is disclosed. People did, or nobody has yet.",
    "It sent nothing to another machine: no part of it uses a network service.",
    "It learnt nothing from this case: no model was trained or tuned with its material.",
    "It did not hear sound, transcribe, translate, or read handwriting.",
    "Of footage it said that something moved, where and when; never who or what.",
)
LIMITS = (
    "“Supported” means that the cited passage bears the claim by the checks. It does not mean that the claim is true.",
    "The checks compare words, figures, names, colours, directions, doubt and denials; they can be wrong both ways.",
    "Not every conflict is found, and that nothing was found shows no agreement.",
    "Words read from pictures (OCR) can be misread. The search by meaning and the checks serve English.",
    "What was not read, not searched or not cited is listed with each draft, and may hold what matters.",
)


def _limits() -> Section:
    fields = (("What the machine did not do", _told(*NOT_DONE)), ("Limits to mind", _told(*LIMITS)))
    return Section("What the machine did not do, and its limits", fields)
