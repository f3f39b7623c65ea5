"""Conflicts of a draft and what speaks against its claims: kept, checked, re-opened, written out, withheld."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from report_case import COAT, HEARD, PageRenderer, cite, claim, make_case
from report_case import make_draft as whole_draft
from sqlcipher3 import dbapi2
from store_case import BY, PlainReopener, add_text, new_case, new_draft, tamper, text_citation
from test_export_html import Tree

from provenance.comparing import Comparison, compare
from provenance.comparing_words import verdict
from provenance.errors import AnchorError, UsageError
from provenance.export import draft_json, write_html
from provenance.open_part import open_part
from provenance.opposed_words import not_looked_for
from provenance.points import NewCell, NewPoint
from provenance.records import Draft, Notice
from provenance.serving import serve
from provenance.store.case_store import CaseStore
from provenance.store.records import NewDraft
from provenance.verify import verify

FIRST = "I heard two bangs.\nIt was 14:25.\n"
SECOND = "There was one bang.\nI think it was 2.17 pm.\n"
THIRD = "Two bangs, close together.\n"
WHY = Notice("against_number", "“one” against “two”")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    """S1 and S2 differ on how many bangs there were and when; S3 says as S1 does of the number."""
    with new_case(tmp_path / "case") as made:
        for n, text in enumerate((FIRST, SECOND, THIRD), start=1):
            add_text(made, text, f"{n}.txt", exhibit=f"W/{n}")
        yield made


def differing(store: CaseStore) -> NewDraft:
    """A draft with both conflicts, and with evidence against its one claim."""
    heard, other = text_citation(store, "S1", 0, 18), replace(text_citation(store, "S2", 0, 19, "against"), why=WHY)
    new = new_draft([heard])
    one = replace(new.claims[0], citations=[heard, other], against_searched=1204)
    bangs = [NewCell(heard, "two"), NewCell(text_citation(store, "S2", 0, 19), "one")]
    bangs.append(NewCell(text_citation(store, "S3", 0, 26), "two"))
    times = [NewCell(text_citation(store, "S1", 19, 32), "14:25")]
    times.append(NewCell(text_citation(store, "S2", 20, 44), "14:17", hedged=True))
    conflicts = [
        NewPoint("number", "how many bangs there were", bangs, "number"),
        NewPoint("time", "when the bang was heard", times, "time"),
    ]
    return replace(new, claims=[one], conflicts=conflicts, compared=6)


def test_conflicts_are_kept_as_they_were_found(store: CaseStore) -> None:
    draft = store.write_draft(differing(store), BY)
    assert [(p.id, p.kind, p.about, p.conflict) for p in draft.conflicts] == [
        ("D1.K1", "number", "how many bangs there were", "number"),
        ("D1.K2", "time", "when the bang was heard", "time"),
    ]
    assert [(c.citation.id, c.value, c.hedged, c.says) for c in draft.conflicts[1].cells] == [
        ("D1.K2.1", "14:25", False, "It was 14:25."),
        ("D1.K2.2", "14:17", True, "I think it was 2.17 pm.\n"),
    ]
    assert draft.compared == 6 and draft.claims[0].against_searched == 1204
    assert [(c.role, c.why) for c in draft.claims[0].citations] == [("cited", None), ("against", WHY)]
    assert store.claim("D1.1") == draft.claims[0]


def test_what_is_no_conflict_or_not_cut_is_not_stored(store: CaseStore) -> None:
    new = differing(store)
    first = new.conflicts[0]
    for wrong in (replace(first, conflict=None), replace(first, cells=first.cells[:1])):
        with pytest.raises(UsageError, match="bad_value"):
            store.write_draft(replace(new, conflicts=[wrong]), BY)
    cell = first.cells[0]
    forged = replace(cell, citation=replace(cell.citation, anchor=replace(cell.citation.anchor, exact="Three bangs.")))
    with pytest.raises(AnchorError, match="not_cut"):
        store.write_draft(replace(new, conflicts=[replace(first, cells=[forged, first.cells[1]])]), BY)
    assert store.draft_ids() == []


def test_every_side_is_opened_again(store: CaseStore) -> None:
    store.write_draft(differing(store), BY)
    report = verify(store, PlainReopener())
    assert (report.checked, report.failed) == (7, ())
    tamper(store, "DROP TRIGGER side_unchanged", "UPDATE side SET anchor = replace(anchor, 'one bang', 'two bangs')")
    failed = {(f.citation_id, f.code) for f in verify(store, PlainReopener()).failed}
    assert ("D1.K1.2", "quote_missing") in failed


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE side SET value = 'one' WHERE n = 1 AND conflict = 1", "D1.K1"),
        ("UPDATE side SET hedged = 0", "D1.K2"),
        ("UPDATE conflict SET conflict = 'place' WHERE n = 2", "D1.K2"),
        ("UPDATE draft SET compared = 60", "the draft's own record"),
        ("UPDATE claim SET against_searched = NULL", "D1.1"),
        ("UPDATE citation SET why = ''", "D1.1"),
        ("DELETE FROM side; DELETE FROM conflict; UPDATE draft SET compared = NULL", "D1.K1"),
    ],
)
def test_a_changed_conflict_is_named(store: CaseStore, change: str, named: str) -> None:
    store.write_draft(differing(store), BY)
    drops = [f"DROP TRIGGER {name}_{what}" for name in ("conflict", "side") for what in ("unchanged", "kept")]
    tamper(store, *drops, *change.split("; "))
    failed = [f.detail for f in verify(store, PlainReopener()).failed if f.code == "record_changed"]
    assert f"{named} is not as it was written" in failed


def test_nobody_changes_or_removes_a_conflict(store: CaseStore) -> None:
    store.write_draft(differing(store), BY)
    for statement in ("UPDATE conflict SET about = ''", "DELETE FROM side", "UPDATE side SET value = ''"):
        with pytest.raises(dbapi2.IntegrityError, match="never"):
            tamper(store, statement)


def test_a_draft_without_conflicts_has_the_digest_that_it_had_before_there_were_any(store: CaseStore) -> None:
    """Word for word the digest of the version before: an older draft still holds against the log."""
    from provenance.store import codec

    draft = store.write_draft(new_draft([text_citation(store, "S1", 0, 18)]), BY)
    assert (draft.conflicts, draft.compared) == ((), None)
    logged = next(e.detail for e in store.audit_entries() if e.action == "draft_written")
    with store.snapshot() as read:
        row = read("SELECT brief, question, found, searched, run, coverage, written, by FROM draft", ())
        claim_row = read("SELECT n, heading, text, kind, verdict, held_back FROM claim", ())
        cited = read("SELECT claim, n, source, role, label, anchor FROM citation", ())
    whole = [[list(r) for r in row], [[*claim_row[0], [list(c) for c in cited]]]]
    assert logged["sha256"] == codec.digest(whole) and "conflicts" not in logged


def test_the_json_has_sides_what_speaks_against_and_how_much_was_searched(store: CaseStore) -> None:
    found = json.loads(json.dumps(draft_json(store.write_draft(differing(store), BY), store)))
    first, second = found["conflicts"]
    assert {"id", "about", "kind", "point", "sides"} == set(first)
    assert (second["id"], second["kind"], second["point"]) == ("D1.K2", "time", "time")
    assert [(s["exhibit"], s["value"], s["hedged"], s["exact"]) for s in second["sides"]] == [
        ("W/1", "14:25", False, "It was 14:25."),
        ("W/2", "14:17", True, "I think it was 2.17 pm.\n"),
    ]
    assert {s["source_id"] for s in first["sides"]} == {"S1", "S2", "S3"}
    (one,) = found["claims"]
    assert [(c["exhibit"], c["why"]["code"]) for c in one["against"]] == [("W/2", "against_number")]
    assert one["against_searched"] == 1204 and found["not_checked"] == [] and found["compared"] == 6


def test_an_older_draft_still_says_that_it_was_not_looked_for(store: CaseStore) -> None:
    old = store.write_draft(new_draft([text_citation(store, "S1", 0, 18)]), BY)
    assert not_looked_for(old) == ["evidence against a claim", "conflicts between sources"]
    new = store.write_draft(differing(store), BY)
    assert not_looked_for(new) == []
    mixed = replace(new, claims=(*new.claims, replace(new.claims[0], against_searched=None)))
    assert not_looked_for(mixed) == ["evidence against those of the claims that say so"]
    seen = replace(new.claims[0], kind="observation", against_searched=None)
    assert not_looked_for(replace(new, claims=(*new.claims, seen))) == []


def test_a_side_that_is_withheld_is_left_out_and_the_conflict_stays_while_the_rest_differs(store: CaseStore) -> None:
    draft = store.write_draft(differing(store), BY)
    store.set_source("S3", {"privilege": "privileged"}, BY)
    found = draft_json(draft, store)
    assert [len(c["sides"]) for c in found["conflicts"]] == [2, 2]  # type: ignore[attr-defined]
    assert found["conflicts_withheld"] == 1
    store.set_source("S2", {"privilege": "privileged"}, BY)
    found = draft_json(draft, store)
    assert found["conflicts"] == [] and found["conflicts_withheld"] == 2
    assert "one bang" not in json.dumps(found) and "2.17" not in json.dumps(found)


def test_what_a_cut_conflict_is_about_keeps_no_words_of_the_withheld_source(store: CaseStore) -> None:
    new = differing(store)
    told = [replace(p, about=f"whether Terry Hobbs did it, {p.kind}") for p in new.conflicts]
    draft = store.write_draft(replace(new, conflicts=told), BY)
    store.set_source("S3", {"privilege": "possible"}, BY)
    found = draft_json(draft, store)["conflicts"]
    assert [(c["id"], c["about"]) for c in found] == [  # type: ignore[attr-defined]
        ("D1.K1", "Number"),
        ("D1.K2", "whether Terry Hobbs did it, time"),
    ]
    text = report_of(store, draft)
    assert "Hobbs did it, number" not in text and "Hobbs did it, time" in text


def test_one_source_alone_is_no_conflict_when_the_others_are_withheld(store: CaseStore) -> None:
    new = differing(store)
    said = [*new.conflicts[1].cells, NewCell(text_citation(store, "S1", 0, 18), "14:31")]
    draft = store.write_draft(replace(new, conflicts=[replace(new.conflicts[1], cells=said)]), BY)
    assert len(draft.conflicts[0].cells) == 3
    store.set_source("S2", {"privilege": "possible"}, BY)
    found = draft_json(draft, store)
    assert found["conflicts"] == [] and found["conflicts_withheld"] == 1


def test_what_was_found_against_and_is_withheld_is_never_told_as_nothing_found(store: CaseStore) -> None:
    draft = store.write_draft(differing(store), BY)
    store.set_source("S2", {"privilege": "possible"}, BY)
    shown, _ = open_part(draft, {s.id: s for s in store.sources()})
    assert shown.claims[0].cited("against") == () and shown.claims[0].against_withheld == 1
    text = report_of(store, draft)
    assert "What was found against it is withheld." in text and "Nothing found against it" not in text
    assert "Of 2 conflicts a side is withheld" in text


def test_accepting_a_claim_needs_what_speaks_against_it_opened(store: CaseStore) -> None:
    store.write_draft(differing(store), BY)
    store.open_citation("D1.1.1", BY)
    with pytest.raises(UsageError, match="not_all_opened"):
        store.review("D1.1", "accept", BY)
    assert store.open_citation("D1.1.2", BY).to_open == ()
    assert store.review("D1.1", "accept", BY).state == "accepted"


def report_of(store: CaseStore, draft: Draft) -> str:
    out = store.info.folder.parent / "report.html"
    write_html(serve(store, draft), store, PageRenderer(), out, overwrite=True)
    tree = Tree(out.read_text(encoding="utf-8"))
    assert tree.open == [] and len(tree.ids) == len(set(tree.ids))
    assert all(link[1:] in tree.ids for link in tree.links)
    return " ".join(tree.text.split())


def test_the_report_sets_both_sides_beside_each_other_and_judges_nobody(tmp_path: Path) -> None:
    with make_case(tmp_path / "case") as store:
        heard, coat = cite(store, "S1", HEARD), cite(store, "S2", COAT)
        one = NewPoint("number", "how many bangs", [NewCell(heard, "two"), NewCell(coat, "one", True)], "number")
        claims = [
            replace(claim("A.", [heard, replace(coat, role="against", why=WHY)]), against_searched=1204),
            replace(claim("B.", [coat]), against_searched=1204),
        ]
        plain = whole_draft(store, claims)
        new = NewDraft("", False, True, 4, plain.run, claims, plain.coverage, [one], 1204)
        text = report_of(store, store.write_draft(new, BY))
    assert "Nothing found against it in the 1,204 passages searched." in text
    assert "Against CM/1" in text and "“one” against “two”" in text
    assert "1 conflict found in the 1,204 passages compared" in text
    sides = text[text.index("how many bangs") :]
    assert "▲ Numbers differ" in sides
    assert sides.index(HEARD) < sides.index("BL/1") < sides.index(COAT) < sides.index("one, with doubt")
    assert "Whether the sources are independent of each other is not assessed, and which of them is right" in text
    assert "Not looked for" not in text


def test_none_found_is_said_with_how_much_was_compared(tmp_path: Path) -> None:
    with make_case(tmp_path / "case") as store:
        plain = whole_draft(store, [])
        new = NewDraft("", False, True, 4, plain.run, [], plain.coverage, (), 1204)
        text = report_of(store, store.write_draft(new, BY))
        asked = NewDraft("Where was he?", True, False, 1, plain.run, [], plain.coverage, (), 1204)
        answer = report_of(store, store.write_draft(asked, BY))
    assert "No conflict found in the 1,204 passages compared." in text
    assert "No conflict found" not in answer, "only those beside the answer's own places were looked for"
    assert "Of the 1,204 passages compared, none conflicts with what this answer cites." in answer


def test_drafts_that_differ_in_conflicts_or_what_speaks_against_a_claim_are_not_the_same(store: CaseStore) -> None:
    new = differing(store)
    heard, other = new.claims[0].citations
    a, sources = store.write_draft(new, BY), {s.id: s for s in store.sources()}

    def against(b: NewDraft) -> Comparison:
        return compare(a, store.write_draft(b, BY), sources, {s: store.passages([s]) for s in sources})

    assert against(new).same
    fewer = against(replace(new, conflicts=new.conflicts[1:]))
    assert not fewer.same and [p.id for p in fewer.conflicts_lost] == ["D1.K1"] and not fewer.conflicts_new
    assert verdict(fewer) == "Not the same: 1 kept, 0 changed, 0 lost, 0 new; 1 conflict lost, 0 new."
    assert [c["about"] for c in fewer.json()["conflicts_lost"]] == ["how many bangs there were"]  # type: ignore[attr-defined]
    (counted,) = against(replace(new, compared=60)).settings
    assert (counted.name, counted.a, counted.b) == ("passages_compared", 6, 60)
    searched = against(replace(new, claims=[replace(new.claims[0], against_searched=3)]))
    assert not searched.same and [s.name for s in searched.settings] == ["searched_against_claims"]
    why = replace(other, why=Notice("against_number", "“one” against “ten”"))
    (pair,) = against(replace(new, claims=[replace(new.claims[0], citations=[heard, why])])).changed
    assert [d.code for d in pair.differences] == ["against"] and "ten" in pair.differences[0].after
