"""A case with a draft to review, for the tests of what people decide about claims."""

from __future__ import annotations

from pathlib import Path

from store_case import BY, add_text, add_video, frame_citation, new_case, new_draft, text_citation

from provenance.records import Verdict
from provenance.store.case_store import CaseStore
from provenance.store.records import NewCitation, NewClaim, NewDraft

TEXT = "It was dark.\nI heard two bangs.\nA man ran towards the bridge.\nHe wore a coat.\n"
ANNA, BEN = "anna", "ben"
JUDGED = Verdict("exact", "valid", "partly", 0.5)


def case_to_review(folder: Path) -> CaseStore:
    """S1 and S2 are texts, S3 a video; D1.1 cites S1 and, against it, S2; D1.2 the video; D1.3 is held back."""
    store = new_case(folder)
    add_text(store, TEXT)
    add_text(store, "One bang, no more.\n", "other.txt")
    add_video(store, bytes(range(48)))
    heard, against = text_citation(store, "S1", 13, 31), text_citation(store, "S2", 0, 18, "against")
    like = text_citation(store, "S1", 0, 12, "similar")
    claims = [new_claim(heard, like, against), new_claim(frame_citation(store, "S3", 1))]
    claims.append(new_claim(heard, held_back=True))
    new = new_draft([heard])
    store.write_draft(NewDraft(new.brief, False, True, 1, new.run, claims, new.coverage), BY)
    return store


def new_claim(*citations: NewCitation, text: str = "Two bangs.", held_back: bool = False) -> NewClaim:
    return NewClaim("Events", text, "statement", JUDGED, citations, held_back)


def open_all(store: CaseStore, claim_id: str, by: str) -> None:
    for citation in store.claim_state(claim_id, by).to_open:
        store.open_citation(citation, by)
