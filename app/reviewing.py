"""Review without a screen: what the person at the desk opens, decides, takes back and adds by hand."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING

from app.cutting import trimmed
from provenance.anchors import cut, cut_frame, decimal_seconds
from provenance.clock import now
from provenance.errors import UsageError
from provenance.ports import RENDITION
from provenance.records import Claim, Coverage
from provenance.reviews import BY_HAND, LONGEST, Action, ClaimState
from provenance.runs import Run
from provenance.signing import Ready, Signature
from provenance.store.records import NewCitation, NewClaim, NewDraft
from provenance.store.reviews import as_kept, check_words
from summarise.byhand import frame_claim, judge, quote_claim

if TYPE_CHECKING:
    from app.case import Case


class Reviewing:
    """Reviews of one case, all by the account that runs this process; a case open for reading gives states only."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def opened(self, citation_id: str) -> ClaimState:
        """Record that the person saw the cited place; raises UsageError(unknown_id | source_held)."""
        return self._case.store.open_citation(citation_id, self._case.by)

    def looked(self, spent: Mapping[str, int]) -> None:
        """Record for how many more seconds citations were before the person, by id; decisions from then on tell it."""
        self._case.store.add_attention(spent, self._case.by)

    def decide(
        self,
        claim_id: str,
        action: Action,
        text: str = "",
        note: str = "",
        fault: str = "",
        seen: str | None = None,
    ) -> ClaimState:
        """Write a decision or a note; the words of an amendment are judged against the claim's own citations.

        `seen` is `ClaimState.text` as it was on the screen; None where that is not checked. Raises
        UsageError(unknown_id | bad_value | source_held | claim_changed | not_all_opened | draft_signed); see
        `CaseStore.review`.
        """
        store, verdict = self._case.store, None
        if action == "amend":
            check_words("new words", text, needed=True)
            text = as_kept(text)  # what is judged is what is written
            cited = [NewCitation(c.source_id, c.anchor, c.label, c.role) for c in store.claim(claim_id).citations]
            verdict = judge(store, store.looks_told(claim_id)).verdict(text, cited)
        return store.review(claim_id, action, self._case.by, text, note, fault, verdict, seen)

    def undo(self, draft_id: str) -> ClaimState | None:
        """Take back the person's latest decision or note of the draft; None where there is none."""
        return self._case.store.undo_review(draft_id, self._case.by)

    def state(self, claim_id: str) -> ClaimState:
        """How a claim stands for this person."""
        return self._case.store.claim_state(claim_id, self._case.by)

    def states(self, draft_id: str) -> dict[str, ClaimState]:
        """How every claim of the draft stands for this person, in order."""
        return self._case.store.claim_states(draft_id, self._case.by)

    def progress(self, draft_id: str) -> tuple[int, int]:
        """(checked, all): claims accepted or rejected, of those neither held back nor withheld."""
        return self._case.store.review_progress(draft_id)

    def ready(self, draft_id: str) -> Ready:
        """How far the draft is from its sign-off."""
        return self._case.store.ready(draft_id)

    def sign(self, draft_id: str, name: str) -> Signature:
        """Sign the draft off under a typed name, and lock it: for the window, where a person has it before them.

        Raises UsageError(unknown_id | bad_value | draft_signed | nothing_to_sign | draft_unchecked).
        """
        return self._case.store.sign_draft(draft_id, name, self._case.by)

    def take_up_again(self, draft_id: str, reason: str) -> Signature:
        """Unlock a signed draft for its next version; raises UsageError(unknown_id | bad_value | draft_not_signed)."""
        return self._case.store.take_up_again(draft_id, reason, self._case.by)

    def signatures(self, draft_id: str) -> list[Signature]:
        """All signed versions of the draft, the first one first."""
        return self._case.store.signatures(draft_id)

    def add_claim(self, draft_id: str | None, source_id: str, start: int, end: int, text: str = "") -> Claim:
        """A claim over [start, end) of a source's text, white space at its ends left out; None begins a draft by hand.

        `text` is kept as typed; without it the claim says who said what, as the machine's do. Raises
        AnchorError("bad_span"), UsageError(unknown_id | bad_value | source_held | no_layer | draft_signed).
        """
        store = self._case.store
        source = store.source(source_id)
        start, end = trimmed(store, source, start, end)
        if end - start > LONGEST:
            why = f"choose at most {LONGEST:,}; nothing was written"
            raise UsageError("bad_value", value=f"A passage of {end - start:,} characters", what="a citation", why=why)
        check_words("the claim's words", text)
        layer = store.layer(source.id)
        inside = 0 <= start < end <= layer.length  # `cut` refuses any other
        boxes = self._case.viewer.places(source.id, start, end) if inside else ()  # never waits for a taking-in
        anchor = cut(layer, source.sha256, start, end, boxes, layer.xpath(start))
        citation = NewCitation(source.id, anchor, layer.label(start, end))
        return self._add(draft_id, quote_claim(store, citation, text if text.strip() else ""))

    def add_frame_claim(self, draft_id: str | None, source_id: str, frame_id: str, text: str) -> Claim:
        """A claim over the whole of a stored frame, in the words typed.

        Raises UsageError(unknown_id | bad_value | source_held).
        """
        store = self._case.store
        source, frame = store.source(source_id), store.frame(frame_id)
        if frame.source_id != source_id:
            raise UsageError("unknown_id", what=f"frame of {source_id}", id=frame_id)
        check_words("the claim's words", text, needed=True)
        citation = NewCitation(source_id, cut_frame(frame, source.sha256), f"{decimal_seconds(frame.seconds)} s")
        return self._add(draft_id, frame_claim(store, citation, text))

    def _add(self, draft_id: str | None, claim: NewClaim) -> Claim:
        store, by = self._case.store, self._case.by
        if draft_id is None:
            draft_id = store.write_draft(_empty(len(store.passages())), by).id
        return store.add_claim(draft_id, claim, by)


def _empty(passages: int) -> NewDraft:
    """A draft that no machine wrote; what a person adds to it stands beside nothing."""
    build = {"attest": version("attest"), "python": platform.python_version()}
    run = Run(BY_HAND, (), {"rendition": RENDITION}, 0, build, now(), now(), ())
    return NewDraft("", False, False, 0, run, (), Coverage(passages, 0, 0, (), ()))
