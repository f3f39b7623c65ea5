"""Two drafts compared on a real case: pairs by places and words, reasons for what one lacks, and what is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_case import BY, MODEL, add_text, add_video, frame_citation, new_case, new_draft, text_citation

from provenance.comparing import Comparison, compare, digest_of
from provenance.comparing_match import Match, matched, moved
from provenance.comparing_runs import settings_told
from provenance.comparing_words import reason, told, verdict, word_spans
from provenance.records import Claim, Coverage, Draft, Notice, Unused, Verdict
from provenance.runs import ModelUse
from provenance.store.case_store import CaseStore
from provenance.store.records import NewClaim

TEXT = "It was dark.\nI heard two bangs.\nA man ran off.\nHe wore a coat.\nThe coat was blue.\nI went home.\n"
DARK, BANGS, RAN = (0, 12), (13, 31), (32, 46)
COAT, BLUE = (47, 62), (63, 81)
SURE = Verdict("exact", "valid", "supported", 0.75)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    """S1 and S2 are texts of two passages of three lines, S3 a video."""
    with new_case(tmp_path / "case") as made:
        add_text(made, TEXT)
        add_text(made, TEXT.replace("two", "ten"), "other.txt")
        add_video(made, bytes(range(48)))
        yield made


def says(store: CaseStore, span: tuple[int, int], text: str = "", source: str = "S1", **known: object) -> NewClaim:
    cited = text_citation(store, source, *span)
    words = text or f"A. Other: “{store.layer(source).slice(*span)}”"
    made = NewClaim("Events", words, "statement", SURE, [cited])
    return replace(made, **known)  # type: ignore[arg-type]


def drafted(
    store: CaseStore,
    claims: Sequence[NewClaim],
    settings: Mapping[str, object] | None = None,
    retrieved: tuple[str, ...] = ("S1.1", "S1.2", "S2.1", "S2.2"),
    left: Sequence[Unused] = (),
    **run: object,
) -> Draft:
    """A draft whose run knew the three sources, unless `left` names others."""
    new = new_draft([])
    cited = {c.source_id for claim in claims for c in claim.citations}
    left = left or [Unused(s, "", "", "not chosen") for s in ("S1", "S2", "S3") if s not in cited]
    kept = {**new.run.settings, "sources": None, "max_claims": None, **(settings or {})}
    told = replace(new.run, settings=kept, retrieved=retrieved, **run)  # type: ignore[arg-type]
    cover = Coverage(4, 4, len(claims), (), tuple(left))
    return store.write_draft(replace(new, claims=claims, run=told, coverage=cover, found=bool(claims)), BY)


def compared(store: CaseStore, a: Draft, b: Draft) -> Comparison:
    sources = {s.id: s for s in store.sources()}
    return compare(a, b, sources, {s: store.passages([s]) for s in ("S1", "S2")})


def test_what_a_run_writes_again_is_the_same_whatever_its_ids_and_times(store: CaseStore) -> None:
    claims = [says(store, BANGS), says(store, RAN)]
    a = drafted(store, claims)
    b = drafted(store, claims, {"replay_of": a.id}, started="2026-01-01T00:00:00Z")
    found = compared(store, a, b)
    assert found.same and digest_of(a) == digest_of(b)
    assert found.json() | {"digests": None} == {
        "a": "D1", "b": "D2", "same": True, "digests": None, "settings": [], "lost": [], "new": [], "changed": [],
        "kept": [{"a": "D1.1", "b": "D2.1"}, {"a": "D1.2", "b": "D2.2"}], "by_hand": [],
        "conflicts_lost": [], "conflicts_new": [], "held_back": {"a": [], "b": []},
    }  # fmt: skip
    assert verdict(found).startswith("The same: 2 claims")


def test_whatever_of_a_claim_is_otherwise_the_draft_is_not_the_same(store: CaseStore) -> None:
    base = says(store, BANGS)
    like = text_citation(store, "S2", *BANGS, "similar")
    against = text_citation(store, "S2", *BANGS, "against")
    others = {
        "words": replace(base, text="A. Other: “I heard three bangs.”"),
        "kind": replace(base, kind="document"),
        "heading": replace(base, heading="Later"),
        "places": replace(base, citations=[text_citation(store, "S1", 13, 30)]),
        "similar": replace(base, citations=[*base.citations, like]),
        "against": replace(base, citations=[*base.citations, against]),
        "verdict": replace(base, verdict=replace(SURE, support="partly")),
        "reasons": replace(base, verdict=replace(SURE, reasons=(Notice("hedged", "it says “I think”"),))),
    }
    a = drafted(store, [base])
    for code, other in others.items():
        found = compared(store, a, drafted(store, [other]))
        assert not found.same and not found.lost and not found.new
        (pair,) = found.changed
        assert [d.code for d in pair.differences] == [code]
        (shown,) = found.json()["changed"]  # type: ignore[misc]
        assert shown["what"] == [code] and shown["detail"]


def test_a_phrase_tells_what_was_and_what_is(store: CaseStore) -> None:
    base = says(store, BANGS)
    changed = replace(base, text="A. Other: “I heard three bangs.”", verdict=replace(SURE, support="contradicted"))
    (pair,) = compared(store, drafted(store, [base]), drafted(store, [changed])).changed
    assert [told(d) for d in pair.differences] == ["words: “two” → “three”", "verdict: supported → contradicted"]


def test_the_order_of_claims_counts_and_as_few_as_can_be_are_said_to_have_moved(store: CaseStore) -> None:
    one, two, three = (says(store, span) for span in (BANGS, RAN, COAT))
    found = compared(store, drafted(store, [one, two, three]), drafted(store, [three, one, two]))
    assert not found.same and [(p.a.id, p.b.id) for p in found.kept] == [("D1.1", "D2.2"), ("D1.2", "D2.3")]
    (pair,) = found.changed
    assert (pair.a.id, pair.b.id, [d.code for d in pair.differences]) == ("D1.3", "D2.1", ["order"])


def test_what_cites_other_places_is_paired_by_its_words(store: CaseStore) -> None:
    a = drafted(store, [says(store, RAN)])
    b = drafted(store, [says(store, RAN, source="S2")])
    (pair,) = compared(store, a, b).changed
    assert [d.code for d in pair.differences] == ["places"]


def test_frames_are_paired_by_frames(store: CaseStore) -> None:
    def seen(*frames: int) -> NewClaim:
        cited = [frame_citation(store, "S3", n) for n in frames]
        return NewClaim("Cameras", f"Movement at {frames}", "observation", SURE, cited)

    found = compared(store, drafted(store, [seen(0, 1), seen(2)]), drafted(store, [seen(2), seen(0)]))
    assert [(p.a.id, p.b.id) for p in found.pairs] == [("D1.2", "D2.1"), ("D1.1", "D2.2")]


# Reasons


def lost_of(found: Comparison) -> tuple[str, str, str]:
    (one,) = found.lost
    return one.reason, one.detail, one.other


def test_why_a_claim_is_lost(store: CaseStore) -> None:
    gone = says(store, COAT)
    a = drafted(store, [says(store, BANGS), gone])
    kept = says(store, BANGS)

    def why(claims: Sequence[NewClaim], settings: Mapping[str, object] | None = None, **known: object) -> str:
        return lost_of(compared(store, a, drafted(store, claims, settings, **known)))[0]  # type: ignore[arg-type]

    assert why([kept]) == "not_chosen"
    assert why([kept], retrieved=("S1.1",)) == "passage_not_retrieved"
    assert why([kept, says(store, BLUE)]) == "other_sentence"
    assert why([kept], {"max_claims": 1}) == "over_limit"
    assert why([kept, says(store, BLUE)], {"max_claims": 2}) == "other_sentence"
    assert why([kept, replace(says(store, BLUE), held_back=True)]) == "passage_held_back"
    assert why([kept], {"passages_shown": [["S1.1"]]}) == "not_shown"
    assert why([kept, replace(gone, held_back=True)]) == "held_back"
    elsewhere = says(store, RAN, source="S2")
    lost = compared(store, a, drafted(store, [elsewhere], {"sources": ["S2"]})).lost
    assert [(one.id, one.reason) for one in lost] == [("D1.1", "not_in_scope"), ("D1.2", "not_in_scope")]
    unread = Unused("S1", "", "", "3 passages are not indexed yet")
    b = drafted(store, [elsewhere], left=[unread])
    b = replace(b, coverage=replace(b.coverage, unread_sources=(unread,)))
    none = replace(b, run=replace(b.run, retrieved=("S2.1", "S2.2")))
    assert {(o.reason, o.detail) for o in compared(store, a, none).lost} == {("not_read", unread.reason)}
    assert not {o.reason for o in compared(store, a, b).lost} & {"not_read"}, "passages of it were looked at"
    b = drafted(store, [elsewhere], left=[Unused("S3", "", "", "not chosen")])
    assert {o.reason for o in compared(store, a, b).lost} == {"not_in_case"}


def test_the_limit_is_given_as_the_reason_only_where_nothing_else_was_otherwise(store: CaseStore) -> None:
    """A full draft may lack a claim for other reasons: another question, other settings, another drafter or case."""
    a = drafted(store, [says(store, BANGS), says(store, COAT)])
    full: dict[str, object] = {"max_claims": 1}
    kept = [says(store, BANGS)]
    one = drafted(store, kept, full)
    assert lost_of(compared(store, a, one)) == ("over_limit", "1", "")
    assert lost_of(compared(store, drafted(store, [*kept, says(store, COAT)], full), one))[0] == "not_chosen"
    others = [
        replace(one, brief="Was there a coat?", question=True),
        replace(one, brief="The coat"),
        *(replace(one, run=replace(one.run, **known)) for known in ({"seed": 99}, {"generator": "another/1"})),
        drafted(store, kept, {**full, "repeat_cosine": 0.5}),
        drafted(store, kept, full, left=[Unused(s, "", "", "") for s in ("S2", "S3", "S9")]),
    ]
    assert {lost_of(compared(store, a, other))[0] for other in others} == {"not_chosen"}
    assert lost_of(compared(store, a, drafted(store, kept, {"max_claims": 3})))[0] == "not_chosen", "it is not full"


def test_in_which_order_places_are_listed_is_no_difference(store: CaseStore) -> None:
    base = says(store, BANGS)
    one, two = (text_citation(store, "S2", *span, "against") for span in (BANGS, RAN))
    like = [text_citation(store, "S2", *span, "similar") for span in (COAT, BLUE)]
    a = drafted(store, [replace(base, citations=[*base.citations, one, two, *like])])
    b = drafted(store, [replace(base, citations=[*base.citations, *like[::-1], two, one])])
    found = compared(store, a, b)
    assert found.same and len(found.kept) == 1 and not found.changed
    c = drafted(store, [replace(base, citations=[*base.citations, one, *like])])
    (pair,) = compared(store, a, c).changed
    (apart,) = pair.differences
    assert apart.code == "against" and not apart.after
    assert told(apart).startswith("evidence against it: no longer ") and "new " not in told(apart)


def test_every_reason_is_told_in_words_with_the_claim_that_has_to_do_with_it(store: CaseStore) -> None:
    failed = replace(SURE, support="unsupported", reasons=(Notice("number", "“two” does not stand in it"),))
    a = drafted(store, [says(store, BANGS), says(store, COAT)])
    b = drafted(store, [replace(says(store, BANGS), held_back=True, verdict=failed), says(store, BLUE)])
    found = compared(store, a, b)
    assert [reason(one) for one in found.lost] == [
        "held back by the checks, as D2.1: “two” does not stand in it",
        "another sentence of the same passage was chosen: D2.2",
    ]
    assert [(one.id, one.reason, one.other) for one in found.new] == [("D2.2", "other_sentence", "D1.2")]
    assert found.json()["lost"][0]["other"] == "D2.1"  # type: ignore[index]


def test_what_cites_a_withheld_source_is_told_by_its_id_alone(store: CaseStore) -> None:
    claims = [says(store, BANGS), says(store, RAN, source="S2")]
    looks = {"S2": "the words of a lawyer"}
    a = drafted(store, claims, {"looks": looks})
    store.set_source("S2", {"privilege": "privileged"}, BY)
    b = drafted(store, claims[:1])
    found = compared(store, a, b)
    assert [(one.id, one.reason, one.claim) for one in found.lost] == [("D1.2", "withheld", None)]
    assert "lawyer" not in str(found.json()) and "ran" not in str(found.json())
    assert not found.same


def test_what_people_add_is_no_part_of_a_run(store: CaseStore) -> None:
    a, b = drafted(store, [says(store, BANGS)]), drafted(store, [says(store, BANGS)])
    store.add_claim(b.id, says(store, COAT), BY)
    found = compared(store, a, store.draft(b.id))
    assert found.same and found.by_hand == ("D2.2",) and not found.new


# Settings


def test_what_differs_between_the_runs_is_named(store: CaseStore) -> None:
    claims = [says(store, BANGS)]
    a = drafted(store, claims, {"looks": {"S3": 0}, "max_claims": None})
    b = drafted(store, claims, {"looks": {"S3": 1}, "max_claims": 5}, seed=9, build={"attest": "0.2.0"})
    found = {one.name: (one.a, one.b) for one in compared(store, a, b).settings}
    assert found == {
        "seed": (7, 9), "max_claims": (None, 5), "looks": ({"S3": 0}, {"S3": 1}), "build attest": ("0.1.0", "0.2.0"),
    }  # fmt: skip
    add_text(store, "A new one.\n", "new.txt")
    left = [Unused(s, "", "", "not chosen") for s in ("S2", "S3", "S4")]
    found_later = compared(store, a, drafted(store, claims, {"looks": {"S3": 0}}, left=left))
    (one,) = found_later.settings
    assert (one.name, one.a, one.b) == ("sources_in_case", [], ["S4"])
    assert settings_told(found_later) == ["Sources in the case, only in the second: S4"]


def test_settings_are_told_in_plain_words_what_was_asked_and_who_drafted_first(store: CaseStore) -> None:
    claims = [says(store, BANGS)]
    model = ModelUse("language_model", "ash.gguf", "3" * 64)
    deep = {"passages_shown": [["S1.1"], ["S1.2"]], "model_template": "4" * 64, "calls": 3, "prompts": "prompts/1"}
    a = drafted(store, claims, {"looks": {"S3": 0}, "max_claims": None, "similar_count": 3})
    more = {"looks": {"S3": 2}, "max_claims": 5, "similar_count": 4, "not_held": [], **deep}
    b = drafted(store, claims, more, models=(MODEL, model), generator="attest-model/1", build={"attest": "0.2.0"})
    b = replace(b, brief="Who wore a coat?", question=True)
    assert settings_told(compared(store, a, b), {"S3": "KP/9"}.get) == [  # type: ignore[arg-type]
        "What was asked: the brief “What happened?” → the question “Who wore a coat?”",
        "Drafter: chosen sentences → language model ash.gguf",
        "Most claims: as usual → 5",
        "Look for movement, KP/9: the one at intake → look 2",
        "Similar count: 3 → 4",
        "Version of Attest: 0.1.0 → 0.2.0",
        "4 finer figures of the runs: the reports of both drafts list them",
    ]


def test_words_that_no_passage_holds_are_told_of_questions_alone(store: CaseStore) -> None:
    claims = [says(store, BANGS)]
    overview, held = drafted(store, claims), {"not_held": ["driver", "tram"]}
    answer = replace(drafted(store, claims, held), question=True)
    other = replace(drafted(store, claims, {"not_held": []}), question=True)
    name = "Words of the question that no passage holds"

    def told(a: Draft, b: Draft) -> list[str]:
        return [line for line in settings_told(compared(store, a, b)) if line.startswith(name)]

    assert told(overview, answer) == [f"{name}, in the second: driver, tram"]
    assert told(answer, overview) == [f"{name}, in the first: driver, tram"]
    assert told(other, overview) == [] == told(overview, other)
    assert told(answer, other) == [f"{name}: driver, tram → none"]


@pytest.mark.parametrize("kind", ["dict", "list", "nested", "None", "bool", "digest", "number"])
def test_no_setting_is_printed_as_a_program_writes_it(store: CaseStore, kind: str) -> None:
    values: dict[str, tuple[object, object]] = {
        "dict": ({"S1": "a"}, {"S1": "b"}), "list": (["x"], ["y", "z"]), "nested": ([["S1.1"]], [["S1.2", "S1.3"]]),
        "None": (None, ["S1"]), "bool": (True, False), "digest": ("5" * 64, "6" * 64), "number": (1, 12000),
    }  # fmt: skip
    before, after = values[kind]
    for name in ("some_setting", "sources", "looks", "clock_checks", "sources_unread", "stopped"):
        if name in ("looks", "clock_checks", "sources_unread", "stopped") and kind != "dict":
            continue
        a, b = (drafted(store, [says(store, BANGS)], {name: value}) for value in (before, after))
        lines = settings_told(compared(store, a, b))
        assert not [mark for mark in "{}[]'_" for line in lines if mark in line], lines
        assert not any("5" * 64 in line or "None" in line or "True" in line for line in lines)


# Pairs and words, in general


def claims_of(store: CaseStore, draft: str, spans: Sequence[tuple[int, int]]) -> list[Claim]:
    written = drafted(store, [says(store, span) for span in spans])
    return [replace(c, id=f"{draft}.{c.id.rpartition('.')[2]}") for c in written.claims]


@given(st.permutations(range(8)))
def test_moved_claims_are_the_fewest_whose_taking_out_leaves_the_order(order: list[int]) -> None:
    plain = Claim("", "", "", "statement", SURE, ())
    matches = [Match(replace(plain, id=f"D1.{n + 1}"), replace(plain, id=f"D2.{at}")) for at, n in enumerate(order)]
    left = [int(m.a.id.partition(".")[2]) for m in matches if m.b.id not in moved(matches)]
    assert left == sorted(left)
    assert len(left) == max(_rising(order))


def _rising(order: list[int]) -> list[int]:
    longest: list[int] = []
    for at, n in enumerate(order):
        longest.append(1 + max((longest[i] for i in range(at) if order[i] < n), default=0))
    return longest


def test_each_claim_is_paired_once_and_with_the_nearest(store: CaseStore) -> None:
    ours = claims_of(store, "D8", [BANGS, (13, 46), RAN])
    theirs = claims_of(store, "D9", [(13, 46), BANGS])
    assert [(m.a.id, m.b.id) for m in matched(ours, theirs)] == [("D8.2", "D9.1"), ("D8.1", "D9.2")]
    assert matched([], theirs) == [] == matched(ours, [])


@given(st.text(alphabet="ab 1:.“”\U0001f600", max_size=30), st.text(alphabet="ab 1:.“”\U0001f600", max_size=30))
def test_spans_of_words_that_differ_lie_in_their_texts_and_leave_the_same_words(a: str, b: str) -> None:
    spans = word_spans(a, b)
    left = []
    for text, ours in zip((a, b), spans, strict=True):
        assert all(0 <= start < end <= len(text) for start, end in ours)
        kept = "".join(" " if any(s <= at < e for s, e in ours) else c for at, c in enumerate(text))
        left.append("".join(kept.split()))
    assert left[0] == left[1]


def test_times_and_dates_differ_as_wholes() -> None:
    a, b = "at 14:31:54 on 03/05/2026.", "at 14:32:54 on 03/05/2026."
    assert [[t[s:e] for s, e in spans] for t, spans in zip((a, b), word_spans(a, b), strict=True)] == [
        ["14:31:54"],
        ["14:32:54"],
    ]


def test_held_back_claims_are_neither_lost_nor_new(store: CaseStore) -> None:
    bad = replace(SURE, support="unsupported")
    a = drafted(store, [says(store, DARK)])
    b = drafted(store, [says(store, DARK), says(store, RAN, "He flew.", verdict=bad, held_back=True)])
    found = compared(store, a, b)
    assert (len(found.kept), len(found.lost), len(found.new)) == (1, 0, 0) and not found.same
    assert found.json()["held_back"] == {"a": [], "b": ["D2.2"]} and "held back 1 claim of D2" in verdict(found)
