"""What a card says of the search for evidence against its claim: where it is, how it differs, or that there is none."""

from __future__ import annotations

from dataclasses import replace

from provenance.records import Citation, Claim, Notice, TextAnchor, Verdict
from ui.draft.card_layout import CardLayout
from ui.draft.card_view import CardView, card_view

VERDICT = Verdict("exact", "valid", "supported", 0.9)
WHY = Notice("against_number", "another number (how many bangs there were): “one bang”, against “two bangs”")


def cited(id: str, exhibit: str, words: str) -> Citation:
    anchor = TextAnchor("ab" * 32, 0, len(words), words, "", "")
    return Citation(id, "S1", f"{exhibit}.pdf", exhibit, "p. 2", anchor)


def claim(searched: int | None = None) -> Claim:
    own = cited("D1.1.1", "BL/1", "I heard two bangs.")
    return Claim(
        "D1.1", "", "B. Lindqvist: “I heard two bangs.”", "statement", VERDICT, (own,), False, "", "", searched
    )


def view(one: Claim) -> CardView:
    return card_view(one, 1, None, {})


def laid(one: CardView, selected: bool) -> list[str]:
    return [text.layout.text() for text in CardLayout(one, 500, selected).lay().texts]


def test_what_speaks_against_it_opens_its_place_and_says_how_it_differs(qapp: object) -> None:
    other = replace(cited("D1.1.2", "DN/1", "one bang"), role="against", why=WHY)
    shown = view(replace(claim(60), citations=(*claim().citations, other)))
    assert [(c.text, c.citation.id) for c in shown.against] == [("DN/1 p. 2 “one bang”", "D1.1.2")]
    assert shown.sought == ("Another number (how many bangs there were): “one bang”, against “two bangs”",)
    assert "Against: DN/1 p. 2 “one bang”" in shown.spoken() and shown.sought[0] in shown.spoken()
    assert "Against:" in laid(shown, selected=False) and shown.sought[0] in laid(shown, selected=True)
    spots = CardLayout(shown, 500, False).lay().spots
    assert [spot.look for spot in spots] == ["chip", "against"]


def test_nothing_found_is_said_in_those_words_with_the_number_of_passages(qapp: object) -> None:
    shown = view(claim(1204))
    assert shown.sought == ("Nothing found against it in the 1,204 passages searched",)
    assert shown.sought[0] in laid(shown, selected=True) and shown.sought[0] not in laid(shown, selected=False)


def test_what_was_not_looked_for_is_not_told_as_not_found() -> None:
    assert view(claim()).sought == ("Evidence against it was not looked for",)
    seen = replace(claim(), kind="observation")
    assert view(seen).sought == ("Evidence against what a camera shows is not looked for",)
    withheld = replace(claim(60), against_withheld=1)
    assert view(withheld).sought == ("What was found against it is withheld",)
    assert view(replace(claim(), held_back=True)).sought == ()
