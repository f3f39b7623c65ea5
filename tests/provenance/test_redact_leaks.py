"""Where what is withheld and what is redacted meet: neither comes back into an export by way of the other."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from review_case import open_all
from store_case import BY, add_text, new_case
from test_redaction_marks import copy_of
from test_serving import SECRET, SEEN, claim, decide, quote, write

from provenance import review_words
from provenance.audience import Audience
from provenance.coverage_near import near_unused
from provenance.export import served_json
from provenance.near import Near
from provenance.records import Draft, TextAnchor
from provenance.redaction_copy import ServedCopy
from provenance.redaction_marks import SHOWN
from provenance.redactions import redact_served
from provenance.report import build, render
from provenance.serving import Served, serve
from provenance.store.case_store import CaseStore

NUMBER = "07700 900123"
CALLED = f"He rang {NUMBER} at noon.\nIt was cold by the river.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    """S1 (AB/1) is used, S2 (QX/7) sensitive, S3 used, with a telephone number in it."""
    with new_case(tmp_path / "case") as case:
        add_text(case, SEEN, "AB1_statement.txt", exhibit="AB/1")
        add_text(case, SECRET, "QX7_contact_sheet.txt", exhibit="QX/7")
        add_text(case, CALLED, "AB12_statement.txt", exhibit="AB/12")
        decide(case, S1="used", S2="sensitive", S3="used")
        yield case


def copy(store: CaseStore, source_id: str, words: str) -> ServedCopy:
    layer, source = store.layer(source_id), store.source(source_id)
    at = layer.text().index(words)
    return replace(copy_of(layer, (at, at + len(words))), source=source)


def redacted(
    store: CaseStore, draft: Draft, source_id: str = "S3", words: str = NUMBER, to: Audience = "defence"
) -> Served:
    return redact_served(serve(store, draft, to), {source_id: copy(store, source_id, words)})


def exported(served: Served) -> str:
    assert served.store is not None
    return json.dumps(served_json(served, served.store), ensure_ascii=False)


def test_passages_that_were_drawn_on_are_not_quoted_from_the_original(store: CaseStore) -> None:
    draft = write(store, claim(quote(store, "S1", "I saw a blue van")))
    passages = [p.id for p in store.passages()]
    for near in ((), (Near(passages[-1], 0, 25, 0.9),)):  # a run that recorded scores, and one that recorded none
        drawn = replace(
            draft, run=replace(draft.run, retrieved=tuple(passages)), coverage=replace(draft.coverage, near=near)
        )
        plain = serve(store, drawn, "defence")
        assert plain.store is not None
        assert any("07700" in str(one.citation.anchor) for one in near_unused(plain.draft, plain.store))
        made = redacted(store, drawn)
        assert "07700" not in exported(made) and "900123" not in exported(made)


def test_a_place_that_is_cut_again_does_not_get_back_the_name_of_what_is_withheld(store: CaseStore) -> None:
    draft = write(store, claim(quote(store, "S1", "It drove off at speed towards the old mill.")))
    made = redacted(store, draft, "S1", "blue")
    anchor = made.draft.claims[0].citations[0].anchor
    assert isinstance(anchor, TextAnchor)
    assert anchor.suffix == "" and SHOWN in anchor.prefix
    assert "QX/7" not in repr(made.draft)


def signed_again(store: CaseStore, draft: Draft, reason: str) -> None:
    open_all(store, draft.claims[0].id, BY)
    store.review(draft.claims[0].id, "accept", BY)
    store.sign_draft(draft.id, "A. Reader", BY)
    store.take_up_again(draft.id, reason, BY)


@pytest.mark.parametrize("reason", ["QX/7 says otherwise", "see S2", "the van belongs to a man called Harkaway"])
def test_why_a_draft_was_taken_up_again_does_not_tell_of_what_is_withheld(store: CaseStore, reason: str) -> None:
    draft = write(store, claim(quote(store, "S1", "I saw a blue van")))
    signed_again(store, draft, reason)
    told = exported(serve(store, draft, "defence"))
    assert reason not in told and '"taken_up_again"' in told
    decide(store, S2="not_relevant")
    assert reason not in exported(serve(store, draft, "prosecutor"))
    assert reason in exported(replace(serve(store, draft), store=store)), "the case team reads its own words"


def test_why_it_was_taken_up_again_is_a_note_and_is_told_to_the_prosecutor_alone(store: CaseStore) -> None:
    draft = write(store, claim(quote(store, "S3", "It was cold")))
    signed_again(store, draft, f"he rang {NUMBER}")
    assert f"he rang {NUMBER}" in exported(serve(store, draft, "prosecutor"))
    served = serve(store, draft, "defence")
    assert "he rang" not in exported(served) and served.store is not None
    (one,) = served.store.signatures(draft.id)
    assert review_words.signed_whole(one).endswith("UTC")
    made = redacted(store, draft, to="prosecutor")
    assert made.store is not None
    (one,) = made.store.signatures(draft.id)
    assert one.reason == f"he rang {SHOWN}" and one.record == "", "a digest lets others try out what was taken out"
    assert serve(store, draft, "prosecutor").store.signatures(draft.id)[0].record  # type: ignore[union-attr]


def test_a_claim_whose_place_is_not_in_the_copy_is_not_said_to_be_privileged(store: CaseStore) -> None:
    draft = write(store, claim(quote(store, "S3", "It was cold")))
    made = copy(store, "S3", NUMBER)
    served = redact_served(
        serve(store, draft, "defence"),
        {"S3": replace(made, without=frozenset(p.ordinal for p in made.original.parts))},  # type: ignore[union-attr]
    )
    assert served.store is not None and served.withheld
    html = render(build(served, served.store, ()))
    assert "privileged" not in html.partition("<body")[2].partition('id="sources"')[0]
    assert "the cited place is not in the redacted copy that is served" in html


def test_the_time_spent_on_a_place_that_is_withheld_is_not_told(store: CaseStore) -> None:
    against = replace(quote(store, "S2", "He keeps it behind the chapel"), role="against")
    draft = write(store, claim(quote(store, "S1", "I saw a blue van"), against))
    one = draft.claims[0]
    open_all(store, one.id, BY)
    store.add_attention({c.id: 7 for c in one.citations}, BY)
    store.review(one.id, "accept", BY)
    state = serve(store, draft, "defence").states[one.id]
    ours, theirs = (c.id for c in one.citations)
    assert state.history[-1].spent == {ours: 7}
    assert theirs not in state.spent and theirs not in repr(state)


def test_a_file_that_holds_a_redacted_one_is_not_handed_over(store: CaseStore) -> None:
    box = add_text(store, "To whom it may concern.\n", "mail.eml", exhibit="EM/1")
    held = add_text(store, "A letter.\n", "inner.eml", parent=box.id)
    deep = add_text(store, f"Ring {NUMBER}.\n", "note.txt", parent=held.id)
    same = add_text(store, f"Ring {NUMBER}.\n", "again.txt")
    other = add_text(store, "Old words.\n", "old.doc")
    new = add_text(store, "Old words, read.\n", "old.docx", parent=other.id, fields={"made": "converted from doc"})
    decide(store, **{s.id: "used" for s in (box, held, deep, same, other, new)})
    draft = write(store, claim(quote(store, "S1", "I saw a blue van")))
    assert {box.id, held.id, same.id, other.id, new.id} <= serve(store, draft, "defence").originals
    made = redacted(store, draft, deep.id)
    assert not {box.id, held.id, same.id} & made.originals
    assert {"S1", other.id, new.id} <= made.originals
    assert new.id not in redacted(store, draft, other.id, "Old").originals, "the same words stand in its conversion"
    assert other.id not in redacted(store, draft, new.id, "Old").originals


@pytest.mark.parametrize(("form", "other"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_name_is_known_however_its_accents_are_written(store: CaseStore, form: str, other: str) -> None:
    name = "Gérard Müller 7.txt"
    hidden = add_text(store, "He was told.\n", unicodedata.normalize(form, name))
    decide(store, **{hidden.id: "sensitive"})
    said = unicodedata.normalize(other, f"Compare “{name.removesuffix('.txt')}”.")
    draft = write(store, claim(quote(store, "S1", "I saw a blue van"), text=said))
    assert serve(store, draft, "defence").draft.claims == ()
