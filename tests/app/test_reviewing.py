"""Review without a screen: what the desk opens, decides, takes back and adds by hand, on a case with real readers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from video_clip import moving_box
from working_case import go_on, take_in, working_case

from app.case import Case
from provenance.errors import AnchorError, UsageError
from provenance.export import draft_json
from provenance.records import Claim, FrameAnchor, TextAnchor
from provenance.reviews import BY_HAND, LONGEST
from provenance.verify import verify

HEARD = "At 14:41 I heard two loud bangs from the far end of platform two."
RAN = "A man in a green coat ran past me towards the footbridge and dropped his bag."
LETTER = f"Dear Sir,\n\n{HEARD} 🚉 {RAN}\n\nYours, J. Doe\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """S1 a letter, S2 a PDF, S3 a clip; tests add drafts of their own."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    paper = pymupdf.open()
    paper.new_page().insert_text((72, 100), "The platform was closed at 14:50 by order.", fontsize=11)
    paper.save(folder / "order.pdf")
    moving_box(folder / "cam.mp4")
    with working_case(folder / "case") as case:
        take_in(case, *(folder / name for name in ("letter.txt", "order.pdf", "cam.mp4")))
        yield case


def by_hand(case: Case, words: str, text: str = "", draft_id: str | None = None, source_id: str = "S1") -> Claim:
    start = case.store.layer(source_id).text().index(words)
    return case.reviewing.add_claim(draft_id, source_id, start, start + len(words), text)


def draft_of(claim: Claim) -> str:
    return claim.id.partition(".")[0]


def test_the_machines_draft_is_reviewed_to_the_end(made: Case, tmp_path: Path) -> None:
    draft = made.summarise(None, None, 7, None, go_on)
    review, shown = made.reviewing, [c for c in draft.claims if not c.held_back]
    assert review.progress(draft.id) == (0, len(shown)) and len(shown) >= 3
    for claim in shown:
        with pytest.raises(UsageError, match="not_all_opened"):
            review.decide(claim.id, "accept")
        for citation in claim.cited():
            review.opened(citation.id)
        assert review.decide(claim.id, "accept").by == made.by
    assert review.progress(draft.id) == (len(shown), len(shown))
    verified = made.export(draft.id, "html", tmp_path / "r.html", go_on)
    assert verified is not None and verified.ok
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert f"{len(shown)} of {len(shown)} claims accepted by {made.by}; not signed off" in html
    assert "NOT CHECKED BY A PERSON" not in html
    undone = review.undo(draft.id)
    assert undone is not None and undone.claim_id == shown[-1].id and undone.state == "new"
    assert review.states(draft.id)[shown[0].id].state == "accepted"


def test_new_words_are_judged_against_the_claims_own_citations(made: Case) -> None:
    claim = by_hand(made, HEARD)
    good = made.reviewing.decide(claim.id, "amend", text="letter, line 3: “I heard two loud bangs”")
    assert good.verdict is not None and (good.verdict.quote, good.verdict.support) == ("exact", "supported")
    moved = made.reviewing.decide(claim.id, "amend", text="letter, line 3: “Yours, J. Doe”")
    assert moved.verdict is not None and moved.verdict.quote == "moved"
    wrong = made.reviewing.decide(claim.id, "amend", text="Three bangs were heard at 15:10.", note="So he says.")
    assert wrong.verdict is not None and wrong.verdict.support in ("unsupported", "contradicted")
    assert wrong.verdict.reasons and wrong.state == "amended" and [n.note for n in wrong.notes] == ["So he says."]
    with pytest.raises(UsageError, match="bad_value"):
        made.reviewing.decide(claim.id, "amend", text=" ")
    long = made.reviewing.decide(claim.id, "amend", text=" ".join(["bang"] * 2000))
    assert long.verdict is not None and len(long.text) == 9999


def test_a_claim_by_hand_is_written_as_the_machine_writes(made: Case) -> None:
    start = LETTER.index(RAN)
    claim = made.reviewing.add_claim(None, "S1", start - 1, start + len(RAN) + 2)
    anchor = claim.citations[0].anchor
    assert (
        isinstance(anchor, TextAnchor)
        and anchor.exact == RAN
        and (anchor.start, anchor.end) == (start, start + len(RAN))
    )
    assert anchor.boxes, "a text has no pages: its place on those that Attest sets is cut along"
    assert claim.text == f"letter, {claim.citations[0].label}: “{RAN}”"
    assert (claim.heading, claim.by, claim.held_back) == ("Added by hand", made.by, False)
    verdict = claim.verdict
    assert (verdict.quote, verdict.location, verdict.support) == ("exact", "valid", "supported")
    draft = made.store.draft(draft_of(claim))
    assert draft.run.generator == BY_HAND and draft.claims == (claim,)
    again = by_hand(made, "a green coat", draft_id=draft.id)
    assert again.id == f"{draft.id}.2" and again.text.endswith("“a green coat”")
    assert made.verify(draft.id, go_on).ok
    listed = next(s for s in made.store.searches() if s.draft_id == draft.id)
    assert listed.by_hand and listed.claims == 2 and not listed.brief


def test_a_place_on_a_page_keeps_its_boxes_and_typed_words_stay_as_typed(made: Case) -> None:
    typed = "  The order closed it;\n see the log. "
    claim = by_hand(made, "closed at 14:50", typed, source_id="S2")
    anchor = claim.citations[0].anchor
    assert isinstance(anchor, TextAnchor) and anchor.boxes == made.store.layer("S2").boxes(anchor.start, anchor.end)
    assert claim.text == typed and made.verify(draft_of(claim), go_on).ok


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (-4, 5), (0, 100_000), (9, 11)])
def test_no_citation_is_cut_from_nothing(made: Case, start: int, end: int) -> None:
    drafts = made.store.draft_ids()
    with pytest.raises((AnchorError, UsageError), match=r"bad_span|bad_value"):
        made.reviewing.add_claim(None, "S1", start, end)
    assert made.store.draft_ids() == drafts


def test_what_cannot_be_kept_begins_no_draft(made: Case) -> None:
    drafts = made.store.draft_ids()
    with pytest.raises(UsageError, match="bad_value"):
        made.reviewing.add_claim(None, "S1", 0, 9, "x" * (LONGEST + 1))
    with pytest.raises(UsageError, match="no_layer"):
        made.reviewing.add_claim(None, "S3", 0, 9)
    with pytest.raises(UsageError, match="bad_value"):
        made.reviewing.add_frame_claim(None, "S3", "S3.f1", " ")
    with pytest.raises(UsageError, match="unknown_id"):
        made.reviewing.add_frame_claim(None, "S1", "S3.f1", "A box.")
    assert made.store.draft_ids() == drafts


def test_a_frame_is_cited_by_hand_in_the_words_typed(made: Case, tmp_path: Path) -> None:
    claim = made.reviewing.add_frame_claim(None, "S3", "S3.f1", "A box crosses the wall.")
    anchor = claim.citations[0].anchor
    assert isinstance(anchor, FrameAnchor) and anchor.region is None
    assert (claim.kind, claim.text) == ("document", "A box crosses the wall.")
    assert made.verify(draft_of(claim), go_on).ok
    made.export(draft_of(claim), "html", tmp_path / "r.html", go_on)
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert f"written by hand by {made.by}" in html and "Frame on record" in html


def test_what_is_withheld_is_neither_cited_nor_judged(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "letter.txt")
        claim = by_hand(case, HEARD)
        case.set("S1", {"privilege": "possible"}, go_on)
        for refused in (
            lambda: case.reviewing.add_claim(None, "S1", 0, 9),
            lambda: case.reviewing.decide(claim.id, "amend", text="Bangs."),
            lambda: case.reviewing.opened(claim.citations[0].id),
            lambda: case.reviewing.decide(claim.id, "accept"),
        ):
            with pytest.raises(UsageError, match="source_held"):
                refused()
        assert case.reviewing.progress("D1") == (0, 0)
        assert draft_json(case.store.draft("D1"), case.store)["claims"] == []


def test_claims_by_hand_reopen_from_the_original_bytes(made: Case) -> None:
    claim = by_hand(made, HEARD, "Two bangs.")
    assert verify(made.store, made.reopener, draft_of(claim)).checked == 1
    found = json.loads(json.dumps(draft_json(made.store.draft(draft_of(claim)), made.store)))["claims"][0]
    assert (found["by"], found["review"]["state"]) == (made.by, "new")
    assert found["citations"][0]["exact"] == HEARD
