"""Drafts over a small case, end to end: every account is heard, nothing withheld is, the same case says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from draft_case import BY, HashEmbedder, add_text, add_video, clip, index_all

from ingest.rendition import rendition_boxes
from provenance.errors import TaskError
from provenance.footage import ClockReading
from provenance.records import FrameAnchor, Notice, TextAnchor
from provenance.store.case_store import CaseStore
from provenance.store.records import NewClaim, NewDraft, NewVideo
from summarise import service
from summarise.draft import Chosen, Drafting
from summarise.headings import CAMERAS
from summarise.material import gather

EMBEDDER = HashEmbedder()
SHARED = (
    "At about 14:25 I was standing on platform two by the stairs when I heard a loud bang. I saw a man in a dark coat "
    "push the lady and pull the bag from her shoulder. He ran towards the footbridge with the brown bag under his arm."
)
STATEMENTS = {
    "Ann Ames": f"I am a student and I live in Calder Street. {SHARED} I went to help the lady, who was bleeding.",
    "Ben Bell": f"I was waiting for my train with a friend. {SHARED} I pressed the help point at 14:26.",
    "Cy Cole": f"I work at the bakery. I bought a paper at two. {SHARED} It was broad daylight and dry.",
    "Dee Dunn": f"I had been at the fair since noon. {SHARED} I did not see his face at any time.",
    "Eve East": f"I tune pianos for a living. {SHARED} A lad with a bicycle went after him down the stairs.",
}
LONE = (
    "I work in the tea kiosk in the ticket hall. At about 14:22 I served a man in a dark coat with a white rucksack. "
    "He was standing at my counter when we heard the loud bang from platform two. I am definite about that. "
    "He came back with a brown bag and asked me who he should give it to. I do not wear glasses."
)
PRIVILEGED = "The quokkafarthing advice of counsel is that the man in the dark coat should say nothing about the bag."


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseStore]:
    with CaseStore.create(Path(tmp_path_factory.mktemp("case")) / "c", "OP TEST", "Test", BY) as store:
        for i, (witness, words) in enumerate(STATEMENTS.items(), 1):
            fields = {"witness": witness, "statement_date": "3 May 2026"}
            add_text(store, f"statement {i}.txt", words, fields, exhibit=f"AA/{i}")
        add_text(store, "kiosk.txt", LONE, {"witness": "Flo Rahman", "statement_date": "2026-05-06"}, exhibit="FR/1")
        add_text(store, "advice.txt", PRIVILEGED, privilege="privileged", outcome="held", reason="privileged")
        add_text(
            store, "log.txt", "14:27 Call from help point, platform two. 14:28 Ambulance asked for.", exhibit="BL/1"
        )
        add_text(store, "broken.pdf", "x", outcome="refused", reason="file_damaged", kind="pdf")
        add_text(store, "numbers.txt", "1 2 3 4 5")
        seen = clip([(10, 19), (30, 40)], ClockReading("2026-05-03T14:32:00", 1.0, 40))
        video = NewVideo(seen.stream, seen.events, seen.frames, seen.clock)
        add_video(store, "KP3_cam2.mp4", video, exhibit="KP/3", fields={"title": "CAM 2"})
        index_all(store, EMBEDDER)
        yield store


def overview(store: CaseStore, **how: object) -> NewDraft:
    return service.draft(store, EMBEDDER, None, **how)  # type: ignore[arg-type]


def cited_names(store: CaseStore, made: NewDraft) -> set[str]:
    return {store.source(c.source_id).name for claim in made.claims for c in claim.citations if c.role == "cited"}


def same(made: NewDraft) -> NewDraft:
    """The draft without the times at which it was made."""
    return replace(made, run=replace(made.run, started="", finished=""))


def test_every_statement_is_cited_and_the_rest_is_listed_with_a_reason(case: CaseStore) -> None:
    made = overview(case)
    cited = cited_names(case, made)
    assert {f"statement {i}.txt" for i in range(1, 6)} | {"kiosk.txt", "log.txt", "KP3_cam2.mp4"} <= cited
    left = {u.source_name: u.reason for u in made.coverage.unused_sources}
    assert left["advice.txt"] == "legally privileged: held"
    assert left["broken.pdf"] == "the file is damaged or cut off"
    assert "numbers.txt" in left
    assert {s.name for s in case.sources()} == cited | set(left)
    assert {u.source_name for u in made.coverage.unread_sources} == {"advice.txt", "broken.pdf"}


def test_the_lone_voice_is_cited_with_what_sets_it_apart(case: CaseStore) -> None:
    for most in (8, 12, None):
        kiosk = [c.text for c in overview(case, max_claims=most).claims if c.text.startswith("Flo Rahman")]
        assert any("standing at my counter when we heard the loud bang" in text for text in kiosk), (most, kiosk)


def test_nothing_held_is_said(case: CaseStore) -> None:
    for made in (overview(case), overview(case, brief="advice of counsel quokkafarthing")):
        assert "quokkafarthing" not in repr(made.claims)
        held = next(s.id for s in case.sources() if s.name == "advice.txt")
        assert all(c.source_id != held for claim in made.claims for c in claim.citations)
        assert not any(p.startswith(f"{held}.") for p in made.run.retrieved)


def test_claims_are_attributed_cut_from_the_source_and_borne_by_it(case: CaseStore) -> None:
    made = overview(case)
    for claim in made.claims:
        assert claim.citations
        assert (claim.verdict.quote, claim.verdict.location, claim.verdict.support) == ("exact", "valid", "supported")
        assert not claim.held_back
        for citation in claim.citations:
            if isinstance(citation.anchor, TextAnchor):
                anchor = citation.anchor
                assert case.layer(citation.source_id).slice(anchor.start, anchor.end) == anchor.exact
                assert citation.label.startswith("line")
    ames = next(c for c in made.claims if "Ann Ames" in c.text)
    assert ames.text.startswith("Ann Ames, statement of 3 May 2026, AA/1, line 1: “")
    rahman = next(c for c in made.claims if "Flo Rahman" in c.text)
    assert rahman.text.startswith("Flo Rahman, statement of 6 May 2026, FR/1, line 1: “")
    assert any(c.kind == "document" and c.text.startswith("BL/1, log, line 1: “14:2") for c in made.claims)


def test_cameras_observe_and_are_not_mixed_with_accounts(case: CaseStore) -> None:
    seen = [c for c in overview(case).claims if c.kind == "observation"]
    assert [c.heading for c in seen] == [CAMERAS] * 2
    assert seen[0].text == "CAM 2 (KP/3), camera clock 03/05/2026 14:32:10: movement, left of picture, 9 seconds."
    assert all(isinstance(x.anchor, FrameAnchor) and x.anchor.region for c in seen for x in c.citations)
    assert all(
        isinstance(x.anchor, TextAnchor) for c in overview(case).claims if c.kind != "observation" for x in c.citations
    )


def test_like_words_of_others_are_shown_and_not_counted(case: CaseStore) -> None:
    made = overview(case)
    likes = [(claim, c) for claim in made.claims for c in claim.citations if c.role == "similar"]
    assert likes
    for claim, like in likes:
        assert like.source_id not in {c.source_id for c in claim.citations if c.role == "cited"}
    assert max(sum(c.role == "similar" for c in claim.citations) for claim in made.claims) <= 3


def test_the_same_case_and_seed_give_the_same_draft(case: CaseStore) -> None:
    for brief in (None, "Where did the man with the bag run?"):
        assert same(overview(case, brief=brief, seed=7)) == same(overview(case, brief=brief, seed=7))


def test_the_limit_of_claims_is_kept_and_said(case: CaseStore) -> None:
    made = overview(case, max_claims=3)
    assert len(made.claims) == 3
    left = {u.source_name: u.reason for u in made.coverage.unused_sources}
    assert "not among the number of claims allowed" in left.values()
    assert len(cited_names(case, made) | set(left)) == len(case.sources())


def test_a_brief_brings_what_is_near_it_and_lists_the_rest(case: CaseStore) -> None:
    made = overview(case, brief="Who stood at the counter of the tea kiosk?")
    assert "Flo Rahman" in made.claims[0].text + made.claims[-1].text
    why = {u.source_name: u.reason for u in made.coverage.unused_sources}
    assert why["numbers.txt"] == "its passages nearest to the brief hold no sentence that could be quoted"
    assert why["log.txt"] == "its passage nearest to the brief, line 1, is not near enough to be quoted"
    assert all(c.kind != "observation" for c in made.claims)
    assert any(c.kind == "observation" for c in overview(case, brief="movement on CCTV").claims)


def test_capital_letters_do_not_matter(case: CaseStore) -> None:
    brief = "Where did the man with the bag run?"
    assert overview(case, brief=brief.upper()).claims == overview(case, brief=brief).claims


@pytest.mark.parametrize(
    "brief",
    ['"bag" OR NEAR(man*', "o'brien's \"quote", "bag\0man\0", "🚂💥 bag 👩🏽‍🦰", "\ud800 bag",
     "'; DROP TABLE passage; --", "“bag” ‘man’ ”", "a" * 20_000, "*", "   \n"],
)  # fmt: skip
def test_any_brief_is_only_words(case: CaseStore, brief: str) -> None:
    made = overview(case, brief=brief)
    assert made.brief.isprintable() or "🚂" in made.brief
    assert case.write_draft(made, BY).id
    case.write_draft(service.ask(case, EMBEDDER, None, question=brief), BY)


def test_an_empty_case_gives_an_empty_draft(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "empty", "E", "", BY) as store:
        made = overview(store)
        assert (made.found, made.searched, list(made.claims)) == (False, 0, [])
        assert not service.ask(store, EMBEDDER, None, question="Who ran?").found


def test_stop_is_heard(case: CaseStore) -> None:
    with pytest.raises(TaskError, match="cancelled"):
        overview(case, progress=lambda what, done, total: what != "Finding similar accounts")


def test_the_run_records_what_it_ran_on(case: CaseStore) -> None:
    run = overview(case, seed=11, brief="bag").run
    assert run.seed == 11
    assert run.models[0].sha256 == EMBEDDER.sha256
    assert {"attest", "python", "numpy"} <= set(run.build)
    assert run.settings["ask_threshold"] == service.DEFAULT.ask_threshold
    assert run.settings["brief"] == "bag"
    assert set(run.retrieved) <= {p.id for p in case.passages()}
    assert run.started <= run.finished


def test_a_draft_over_some_sources_stays_with_them(case: CaseStore) -> None:
    wanted = [s.id for s in case.sources()][:2]
    for made in (overview(case, source_ids=wanted), overview(case, source_ids=wanted, brief="bag")):
        assert {c.source_id for claim in made.claims for c in claim.citations} <= set(wanted)
        assert made.searched == len(case.passages(wanted))
        told = {u.source_id: u.reason for u in made.coverage.unused_sources}
        apart = [s for s in case.sources() if s.id not in wanted]
        assert {s.id for s in apart} <= told.keys(), "every source of the case is cited, or listed"
        read = [told[s.id] for s in apart if s.outcome == "read" and not s.withheld]
        assert read and set(read) == {"not among the sources that were chosen for this draft"}
        unread = {u.source_id for u in made.coverage.unread_sources}
        assert {s.id for s in apart if s.outcome == "refused"} <= unread


def test_words_read_by_machine_say_so(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "ocr", "E", "", BY) as store:
        add_text(store, "scan.txt", SHARED, confidence=0.87)
        index_all(store, EMBEDDER)
        reasons = [r for c in overview(store).claims for r in c.verdict.reasons]
        assert Notice("read_by_ocr", "read from a picture with 87% confidence: compare with the picture") in reasons


def test_words_that_ocr_guessed_at_are_listed_and_not_quoted(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "ocr", "E", "", BY) as store:
        add_text(store, "scan.txt", SHARED, confidence=0.7)
        index_all(store, EMBEDDER)
        made = overview(store)
    assert not made.claims
    assert [u.reason for u in made.coverage.unused_sources] == ["its words were read too uncertainly to quote"]


class Setting:
    """The renderer's rendition, in this process."""

    rendition_boxes = staticmethod(rendition_boxes)


def test_sources_without_pages_get_the_boxes_of_their_rendition(case: CaseStore) -> None:
    made = overview(case, renderer=Setting())
    anchors = [c.anchor for claim in made.claims for c in claim.citations if isinstance(c.anchor, TextAnchor)]
    assert all(a.boxes and a.fragments for a in anchors)
    assert [(a.start, a.exact) for a in anchors] == [
        (c.anchor.start, c.anchor.exact)
        for claim in overview(case).claims
        for c in claim.citations
        if isinstance(c.anchor, TextAnchor)
    ]


def held(monkeypatch: pytest.MonkeyPatch, which: Callable[[set[str]], bool]) -> None:
    """Hold back the claims whose cited sources `which` picks, as a failed check would."""
    write = Drafting.write

    def writing(desk: Drafting, chosen: Chosen, footage: int, headings: object = None) -> list[NewClaim]:
        made = write(desk, chosen, footage)
        return [replace(c, held_back=which({x.source_id for x in c.citations if x.role == "cited"})) for c in made]

    monkeypatch.setattr(Drafting, "write", writing)


def test_a_source_whose_claims_were_all_held_back_is_not_used(case: CaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    before = overview(case)
    (log,) = [s.id for s in case.sources() if s.name == "log.txt"]
    held(monkeypatch, lambda cited: log in cited)
    made = overview(case)
    assert sum(c.held_back for c in made.claims) == 2
    left = {u.source_name: u.reason for u in made.coverage.unused_sources}
    assert left["log.txt"] == "its claims were held back by the checks"
    assert {u.source_id for u in made.coverage.unused_sources} - {log} == {
        u.source_id for u in before.coverage.unused_sources
    }
    assert made.coverage.cited < before.coverage.cited


def test_a_draft_of_which_all_is_held_back_uses_nothing(case: CaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    held(monkeypatch, lambda cited: True)
    made = overview(case)
    assert (made.found, made.coverage.cited) == (False, 0)
    assert len(made.coverage.unused_sources) == len(case.sources())


def test_the_tables_of_the_material_are_made_once(case: CaseStore) -> None:
    material = gather(case, None, EMBEDDER.dimension)
    assert material.by_id is material.by_id
    assert material.place is material.place
