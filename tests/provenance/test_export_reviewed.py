"""Reports and JSON of a reviewed draft: who decided what, both versions of an amended claim, none that was rejected."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from report_case import BY, COAT, HEARD, PageRenderer, cite, claim, default_claims, make_case, make_draft
from test_export_html import Tree

from provenance.export import draft_json, write_html
from provenance.report_words import DRAFT_WORDS
from provenance.serving import serve
from provenance.store.case_store import CaseStore

ANNA = "anna <b>\u202e"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    """A case with its draft, D1: three claims and one held back."""
    with make_case(tmp_path / "case") as case:
        make_draft(case)
        yield case


def html(store: CaseStore, out: Path) -> str:
    write_html(serve(store, store.draft("D1")), store, PageRenderer(), out, overwrite=True)
    return out.read_text(encoding="utf-8")


def told(page: str) -> str:
    tree = Tree(page)
    assert tree.open == [] and "b" not in tree.tags and len(tree.ids) == len(set(tree.ids))
    assert all(link[1:] in tree.ids for link in tree.links)
    return " ".join(tree.text.split())


def accept(store: CaseStore, claim_id: str, by: str = ANNA) -> None:
    for citation in store.claim_state(claim_id, by).to_open:
        store.open_citation(citation, by)
    assert store.review(claim_id, "accept", by).state == "accepted"


def found(store: CaseStore) -> dict[str, Any]:
    return json.loads(json.dumps(draft_json(store.draft("D1"), store)))  # type: ignore[no-any-return]


def test_the_banner_goes_only_when_every_claim_shown_was_accepted(store: CaseStore, tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    accept(store, "D1.1")
    accept(store, "D1.2")
    text = told(html(store, out))
    assert DRAFT_WORDS in text and "2 of 3 claims were accepted or rejected by a person" in text
    assert text.count("○ not checked") == 2 and text.count("✓ accepted by anna") == 2
    accept(store, "D1.3", "ben")
    page = html(store, out)
    assert DRAFT_WORDS not in told(page)
    assert "3 of 3 claims accepted by anna <b>⟨U+202E⟩, ben; not signed off" in told(page)
    assert "(not signed off)</title>" in page
    store.review("D1.2", "aside", ANNA)
    text = told(html(store, out))
    assert DRAFT_WORDS in text and "○ put aside by anna" in text


def test_both_versions_of_an_amended_claim_are_told_apart(store: CaseStore, tmp_path: Path) -> None:
    verdict = store.claim("D1.2").verdict
    store.review("D1.1", "amend", ANNA, text="Two bangs, <i>close</i>.", note="Shorter.", verdict=verdict)
    text = told(html(store, tmp_path / "r.html"))
    assert re.search(r"▲ amended by anna .{20,60}; not accepted yet", text)
    version, machine = "Two bangs, <i>close</i>. In the words of anna", "As the machine drafted it"
    assert text.index(version) < text.index(machine) < text.index(HEARD)
    assert "Note by anna" in text and "Shorter." in text
    between = text[text.index(version) : text.index(machine)]
    head = text[: text.index(version)].rpartition("▲ amended by anna")[0][-200:]
    assert "statement" not in head, "a person's words stand under nobody else's name"
    assert "Nothing quoted" in between and "Quote exact" not in between
    assert "words as quoted above" not in text[text.index(machine) :].partition("SHA-256")[0]
    assert "Partly supported" in between, "the verdict on the new words stands with them"
    accept(store, "D1.1")
    assert "✓ accepted by anna" in told(html(store, tmp_path / "r.html"))
    review = found(store)["claims"][0]["review"]
    assert (review["state"], review["text"], review["note"]) == ("accepted", "Two bangs, <i>close</i>.", "Shorter.")
    assert (review["by"], review["verdict"]["support"]) == (ANNA, "partly") and review["at"].endswith("Z")
    assert HEARD in found(store)["claims"][0]["text"]


def test_a_rejected_claim_is_listed_and_shown_nowhere(store: CaseStore, tmp_path: Path) -> None:
    store.review("D1.2", "reject", ANNA, fault="meaning_changed", note="He was unsure.")
    page = html(store, tmp_path / "r.html")
    text = told(page)
    assert "1 claim rejected Claim 2 (BL/1 2): rejected by anna" in text
    assert "the meaning was changed. He was unsure." in text
    assert 'id="claim-D1.2"' not in page and "#claim-D1.2" not in page and COAT not in text.partition("Held back")[0]
    assert "2 claims · 2 citations" in text
    data = found(store)
    assert [c["id"] for c in data["claims"]] == ["D1.1", "D1.3"]
    (rejected,) = data["rejected"]
    assert (rejected["claim_id"], rejected["fault"], rejected["review"]["state"]) == (
        *("D1.2", "meaning_changed"),
        "rejected",
    )
    accept(store, "D1.1")
    accept(store, "D1.3")
    assert "2 of 2 claims accepted by anna" in told(html(store, tmp_path / "r.html"))


def test_claims_by_hand_say_whose_they_are(store: CaseStore, tmp_path: Path) -> None:
    store.add_claim("D1", claim("One bang.", [cite(store, "S2", "I heard a single bang")], "Added by hand"), "ben")
    page = html(store, tmp_path / "r.html")
    assert re.search(r"written by hand by ben, \d{4}-\d\d-\d\d", told(page)) and 'id="claim-D1.5"' in page
    assert [c["by"] for c in found(store)["claims"]] == ["", "", "", "ben"]
    accept(store, "D1.5")
    store.review("D1.5", "amend", ANNA, text="A bang.")
    assert "As it was written by hand" in told(html(store, tmp_path / "r.html"))


def test_what_the_checks_held_back_stays_so_whatever_is_decided(store: CaseStore, tmp_path: Path) -> None:
    store.review("D1.4", "reject", ANNA, fault="not_in_source")
    data = found(store)
    assert [c["id"] for c in data["unsupported"]] == ["D1.4"] and data["rejected"] == []
    text = told(html(store, tmp_path / "r.html"))
    assert "✕ rejected by anna" in text.partition("Held back by the checks")[2] and "claim rejected" not in text


def test_what_is_withheld_now_is_in_neither_list(store: CaseStore, tmp_path: Path) -> None:
    store.review("D1.1", "amend", ANNA, text="A secret amendment.", note="A secret note.")
    store.review("D1.2", "reject", ANNA, fault="other", note="A secret reason.")
    store.set_source("S1", {"privilege": "possible"}, BY)
    page = html(store, tmp_path / "r.html") + json.dumps(found(store))
    assert "secret" not in page and "D1.1" in page


def test_a_draft_without_claims_is_not_called_accepted(store: CaseStore, tmp_path: Path) -> None:
    draft = make_draft(store, default_claims(store)[3:])
    write_html(serve(store, draft), store, PageRenderer(), tmp_path / "r.html")
    assert DRAFT_WORDS in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_draft_of_which_every_claim_was_rejected_is_checked_once_it_is_signed(
    store: CaseStore, tmp_path: Path
) -> None:
    for one in store.draft("D1").claims:
        if not one.held_back:
            store.review(one.id, "reject", ANNA, fault="irrelevant")
    assert DRAFT_WORDS in html(store, tmp_path / "r.html")
    store.sign_draft("D1", "A. Anna", ANNA)
    page = html(store, tmp_path / "r.html")
    assert DRAFT_WORDS not in page and "(signed off)</title>" in page


def test_every_claim_that_nobody_accepted_says_so_itself(store: CaseStore, tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    marks = lambda: html(store, out).count(f'<span class="draft">{DRAFT_WORDS}</span>')  # noqa: E731
    assert marks() == 3, "the one that the checks held back is no claim of the draft"
    accept(store, "D1.1")
    assert marks() == 2
    store.review("D1.2", "aside", ANNA)
    assert marks() == 2, "put aside is not checked"
    store.review("D1.2", "reject", ANNA, fault="other")
    assert marks() == 1
    store.review("D1.1", "amend", ANNA, text="Other words.")
    assert marks() == 2, "new words are not accepted yet"


def test_what_an_amendment_changed_is_marked_in_words(store: CaseStore, tmp_path: Path) -> None:
    machine = store.claim("D1.1").text
    first, _, rest = machine.partition(" ")
    store.review("D1.1", "amend", ANNA, text=f"Someone\u202e {rest}")
    page = html(store, tmp_path / "r.html")
    assert f"<del>[removed: {first}]</del> <ins>[added: Someone⟨U+202E⟩]</ins>" in page and told(page)
    kinds = [piece["kind"] for piece in found(store)["claims"][0]["difference"]]
    assert kinds == ["removed", "added", "same"]
    assert "difference" not in found(store)["claims"][1]


def test_a_signed_report_says_who_signed_it_and_what_became_of_it(store: CaseStore, tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    for number in (1, 2, 3):
        accept(store, f"D1.{number}")
    store.sign_draft("D1", "J. <b>Smith</b>", ANNA)
    page = html(store, out)
    assert "Version 1 signed by J. <b>Smith</b> (account anna" in told(page) and "(signed off)</title>" in page
    assert "signed as J. <b>Smith</b> (typed) by account anna" in told(page) and DRAFT_WORDS not in page
    assert "Before deciding, anna <b>⟨U+202E⟩ had opened" in told(page)
    store.take_up_again("D1", "<i>Why.</i>", "ben")
    page = html(store, out)
    assert "; not signed off" in told(page) and "taken up again by account ben" in told(page)
    assert "<i>Why.</i>" not in page and "<i>Why.</i>" in told(page)
