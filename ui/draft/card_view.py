"""What a claim's card says: words, verdicts, places and review, made from the records; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from provenance import opposed_words, report_words, review_words
from provenance.concerned import Concern, concerns
from provenance.difference import Difference, difference
from provenance.records import Citation, Claim, Source, TextAnchor
from provenance.report_claims import VerdictView, claim_words, verdicts
from provenance.reviews import ClaimState, Review
from ui.strings import draft as words
from ui.strings import signing as signing_words
from ui.when import local_time

_CLIP = 90  # characters of the words of others on a chip
_ICONS = {"new": "new", "accepted": "accepted", "amended": "amended", "rejected": "rejected", "aside": "aside"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A cited place that can be opened: what stands on it, and what it says when asked for more."""

    citation: Citation
    text: str
    more: str
    opened: bool


@dataclass(frozen=True, slots=True)
class CardView:
    """Everything that a card shows. `words` are those that stand now, `earlier_words` the claim's own where they were
    amended: the machine's or, of a claim by hand, its writer's.

    `concerned` are the words of the claim that a verdict's reasons are about; `whole` is what an amendment begins with;
    `seen` are the amended words, "" where the machine's stand.
    `sought` tells how what is against the claim differs from it, or what the search for such came to.
    `by_ocr` tells of words read from a picture, "" where none are.
    `changed` is what differs between both. `yours` says that this person accepted it, and a second one has to.
    `label` says which machine step wrote it, or which person. `to_open` tells what is to be opened before accepting.
    """

    claim: Claim
    number: int
    who: str
    label: str
    words: str
    by_person: bool
    amended: str
    earlier_words: str
    changed: Difference | None
    yours: bool
    verdicts: tuple[VerdictView, ...]
    reasons: tuple[str, ...]
    concerned: tuple[Concern, ...]
    chips: tuple[Chip, ...]
    similar: tuple[Chip, ...]
    against: tuple[Chip, ...]
    sought: tuple[str, ...]
    by_ocr: str
    notes: tuple[str, ...]
    whole: str
    seen: str
    state: str
    to_open: str
    state_icon: str
    state_look: str

    @property
    def machine_words(self) -> str:
        """The machine's words where a person's stand in their place, "" elsewhere."""
        return "" if self.claim.by else self.earlier_words

    def spoken(self) -> str:
        """The card as a screen reader reads it."""
        changed = signing_words.CHANGED.format(changes=self.changed.told()) if self.changed else ""
        told = [
            self.who,
            self.label,
            self.words,
            self.amended,
            changed,
            *(v.text for v in self.verdicts),
            *self.reasons,
        ]
        told += [self.by_ocr, *(c.text for c in self.chips)]
        told += [*(f"{words.AGAINST} {c.text}" for c in self.against), *self.sought]
        return ". ".join(t for t in (*told, *self.notes, self.state, self.to_open) if t)


def card_view(
    claim: Claim, number: int, state: ClaimState | None, sources: Mapping[str, Source], by: str = ""
) -> CardView:
    """The card of a claim as it stands after review, before this person."""
    state = state or ClaimState(claim.id)
    who, text = ("", state.text) if state.text else claim_words(claim)  # a person's words stand under no other name
    standing = state.verdict or claim.verdict
    reasons = tuple(report_words.notices(standing.reasons))
    amendment = state.amendment
    return CardView(
        claim=claim,
        number=number,
        who=who,
        label=_label(claim),
        words=text,
        by_person=bool(claim.by or state.text),
        amended=words.AMENDED_BY.format(by=amendment.by, at=local_time(amendment.at)) if amendment else "",
        earlier_words=claim.text if state.text else "",
        changed=difference(claim.text, state.text) if state.text else None,
        yours=state.first is not None and state.awaits_second and state.first.by == by,
        verdicts=tuple(_short(v) for v in verdicts(claim, standing, state.text or claim.text)),
        reasons=reasons,
        concerned=concerns(standing.reasons, state.text or claim.text, text),
        chips=_chips(claim.cited(), sources, state),
        similar=_chips(claim.cited("similar"), sources, state, quoting=True),
        against=_chips(claim.cited("against"), sources, state, quoting=True),
        sought=_sought(claim),
        by_ocr=report_words.READ_BY_OCR if any(c.by_ocr for c in claim.cited()) else "",
        notes=_notes(claim, state, sources),
        whole=state.text or claim.text,
        seen=state.text,
        state=words.STATE_OF_CLAIM.format(number=number, state=_state(state)),
        to_open=_to_open(state),
        state_icon=_ICONS[state.state],
        state_look={"accepted": "green", "rejected": "red", "amended": "amber"}.get(state.state, "muted"),
    )


def _sought(claim: Claim) -> tuple[str, ...]:
    whys = report_words.notices(c.why for c in claim.cited("against") if c.why)
    told = whys or [opposed_words.against(claim)]
    return tuple(one[:1].upper() + one[1:] for one in told if one)


def _short(verdict: VerdictView) -> VerdictView:
    """Support in a word: what it is measured by is said at the top of the window and by the tooltip."""
    if verdict.state == "bad":
        return verdict
    return replace(verdict, text=verdict.text.removesuffix(words.BY_PASSAGE).removesuffix(words.BY_RECORD))


def place_name(citation: Citation, sources: Mapping[str, Source]) -> str:
    """What people call a cited place: "BL/1 p. 1"."""
    source = sources.get(citation.source_id)
    title = source.title if source else citation.exhibit or citation.source_name
    return f"{title} {citation.label}".strip()


def _state(state: ClaimState) -> str:
    """How it stands, by whom and when; of a claim that was rejected, why."""
    told = words.STATES[state.state].format(at=local_time(state.at), by=state.by)
    if state.first is not None:
        return _by_two(state, state.first, told)
    decision = state.decision
    fault = words.FAULTS.get(decision.fault, "") if decision else ""
    return f"{told}: {fault[:1].lower()}{fault[1:]}" if fault else told


def _by_two(state: ClaimState, first: Review, told: str) -> str:
    """How it stands where two people have to accept it."""
    at = local_time(first.at)
    if not state.awaits_second:
        return signing_words.BOTH.format(at=at, by=first.by, then=local_time(state.at), second=state.by)
    before = "" if state.state == "new" else f"{told.partition(',')[0]}; "
    said = signing_words.SECOND.format(told=before, at=at, by=first.by)
    return said[:1].upper() + said[1:]


def _notes(claim: Claim, state: ClaimState, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """What was opened before the decision, and what people noted, after why an acceptance does not count any more."""
    places = {c.id: place_name(c, sources) for c in claim.citations}
    decided = {r.n: r for r in (*review_words.acceptances(state), state.decision) if r}
    looked = [(r.by, review_words.looked(r, places)) for r in decided.values()]
    seen = tuple(signing_words.LOOKED.format(by=by, places=told) for by, told in looked if told)
    old = state.outdated
    why = (words.OUTDATED.format(by=old.by, at=local_time(old.at)),) if old else ()
    return why + seen + tuple(words.NOTE_BY.format(by=n.by, at=local_time(n.at), text=n.note) for n in state.notes)


def _label(claim: Claim) -> str:
    if claim.by:
        return words.BY_HAND.format(by=claim.by)
    return words.MACHINE_OBSERVATION if claim.kind == "observation" else ""


def _chips(
    cited: tuple[Citation, ...], sources: Mapping[str, Source], state: ClaimState, quoting: bool = False
) -> tuple[Chip, ...]:
    return tuple(_chip(c, sources, state, quoting) for c in cited)


def _chip(citation: Citation, sources: Mapping[str, Source], state: ClaimState, quoting: bool) -> Chip:
    name, anchor = place_name(citation, sources), citation.anchor
    exact = " ".join(anchor.exact.split()) if isinstance(anchor, TextAnchor) else ""
    shown = opposed_words.telling(exact, _compared(citation)) if citation.role == "against" else exact
    short = shown if len(shown) <= _CLIP else shown[:_CLIP].rsplit(" ", 1)[0] + " …"
    opened = citation.id in state.opened
    text = f"{name} “{short}”" if quoting and exact else name
    more = " · ".join(p for p in (citation.source_name, words.OPENED if opened else "") if p)
    return Chip(citation, text, f"{more}\n“{exact[:600]}”" if exact else more, opened)


def _compared(citation: Citation) -> str:
    """What of contrary words is compared: what their reason quotes first."""
    return citation.why.detail.partition("“")[2].partition("”")[0] if citation.why else ""


def _to_open(state: ClaimState) -> str:
    left = len(state.to_open)
    return words.TO_OPEN[min(left, 2)].format(count=left) if left and not state.checked else ""
