"""Furniture: what is masked in transcripts and forms, and what must never be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.furniture import clean

SHARED = Path(__file__).parents[2].parent / "shared" / "data"

STAMPED = """
05:04:33   13                             CROSS-EXAMINATION

05:04:35   14   BY MR. RE:

05:04:46   21   Q.   I understand that you met with Amazon, you said, in

05:04:49   22   October of 2011; is that right?

05:04:51   23   A.   That's right.

05:04:53   24   Q.   And the features that you discussed with them at the

05:04:58   25   meeting, if I understand, was the circular microphone

   Case 2:19-cv-00123-JRG Document 329 Filed 10/09/20 Page 124 of 156 PageID #: 18585
                                                                                    249



05:05:04    1   array; is that right?

05:05:04    2   A.   12 microphones, yes.
"""


def test_court_transcript_loses_numbers_stamps_and_heads_only() -> None:
    assert clean(STAMPED).text == (
        "CROSS-EXAMINATION BY MR. RE: Q. I understand that you met with Amazon, you said, in October of 2011; is that "
        "right? A. That's right. Q. And the features that you discussed with them at the meeting, if I understand, was "
        "the circular microphone array; is that right? A. 12 microphones, yes."
    )


def test_offsets_lead_back_to_the_layer() -> None:
    found = clean(STAMPED)
    for i, c in enumerate(found.text):
        assert c == " " or STAMPED[found.offsets[i]] == c
    start = found.text.index("the circular")
    a, b = found.span(start, start + len("the circular microphone array"))
    assert STAMPED[a:b].startswith("the circular microphone\n\n   Case 2:19") and STAMPED[a:b].endswith("array")


def test_numbers_set_as_a_column_apart_from_the_lines() -> None:
    column = "".join(f"{n}\n" for n in range(1, 26))
    assert clean(column + "Q. Where were you?\nA. At 12 Park Road.\n").text == "Q. Where were you? A. At 12 Park Road."


@pytest.mark.parametrize(
    "said",
    [
        "12 people ran out of the shop and\n13 of them turned left into the lane.",
        "I counted them again at the door:\n1 white van\n2 red cars\n3 men on foot\n4 bicycles",
        "1 I am a constable.\n2 On 3 May I was out.\n3 I saw a man.\n4 He ran.\n5 I ran.\n6 He fell.\n7 I stood.",
        "14:32:10 Smith: where are you\n14:32:40 Jones: outside\n14:33:02 Smith: stay\n14:33:09 Jones: ok",
        "The note was\nsigned: the boss",
        "I turned to page 4\nof 7 and read it.",
        "1\tBaseball bat\tSH/1\n2\tMobile phone\tSH/2\n3\tGloves\tSH/3\n4\tReceipt\tSH/4\n5\tKnife\tSH/5\n6\tHat\tSH/6",
    ],
)
def test_what_was_said_stays(said: str) -> None:
    assert clean(said).text == " ".join(said.split())


def test_repeated_heads_and_page_numbers_go_but_answers_that_repeat_stay() -> None:
    bodies = [
        f"Q. Was it number {n}?\nIt was the {word} time.\nA. Yes." for n, word in enumerate(["first", "next", "last"])
    ]
    pages = [f"R v Walker\n{body}\nJ Doe statement, page {n}\n{n}\n" for n, body in enumerate(bodies, 1)]
    spans, at = [], 0
    for page in pages:
        spans.append((at, at + len(page)))
        at += len(page)
    text = clean("".join(pages), spans).text
    assert text.count("A. Yes.") == 3
    assert text.count("R v Walker") == 1, "the title at the very top stays"
    assert "page" not in text


def _paged(pages: list[str]) -> tuple[str, list[tuple[int, int]]]:
    ends = [sum(map(len, pages[: n + 1])) for n in range(len(pages))]
    return "".join(pages), list(zip([0, *ends[:-1]], ends, strict=True))


def test_a_sentence_that_ends_every_page_stays_and_the_head_above_it_goes() -> None:
    pages = [
        f"Operation Heron\nOn day {n} the gate was {word} at dusk,\nand a dog barked {word} times over\n"
        f"by the {word} fence, where the path\nturns {word} towards the river bank\nand the {word} house stands.\n"
        "The prisoner was awake and spoke to me.\n"
        for n, word in enumerate(["one", "two", "three", "four"])
    ]
    text = clean(*_paged(pages)).text
    assert text.count("The prisoner was awake and spoke to me.") == 4
    assert text.count("Operation Heron") == 1, "the title at the very top stays"


def test_a_page_that_was_copied_into_a_bundle_stays_wherever_it_stands() -> None:
    copied = "My neighbour came to the fence with\na spade in his hand and told me\nthat the hedge would go by noon"
    others = [f"Letter {w}\nabout the {w} tree\nand the {w} shed\n" for w in ("first", "second", "third", "fourth")]
    text = clean(*_paged([page for other in others for page in (other, f"{copied}\n")])).text
    assert text.count(" ".join(copied.split())) == 4


def test_a_line_that_stands_within_pages_as_well_is_no_head() -> None:
    pages = [
        "".join(f"{w} call {n}\nHe did not reply\n" for n in ("red", "blue", "grey", "pink", "gold"))
        for w in ("Monday", "Tuesday", "Wednesday")
    ]
    assert clean(*_paged(pages)).text.count("He did not reply") == 15


def test_a_page_of_nothing_but_a_running_head_keeps_it() -> None:
    pages = [f"Regina v Ostrow\nThe {w} witness spoke.\nThen the {w} one left.\n" for w in ("tall", "old", "last")]
    pages.insert(1, "Regina v Ostrow\n")
    assert clean(*_paged(pages)).text.count("Regina v Ostrow") == 2, "the title, and the page that has nothing else"


def test_spans_known_to_be_furniture_are_masked() -> None:
    text = "He ran towards\nSheet 2 of the statement\nthe platform.\n"
    at = text.index("Sheet")
    assert clean(text, known=[(at, at + 25)]).text == "He ran towards the platform."


def test_witness_statement_form() -> None:
    text = clean(
        "Continuation of Statement of: Jane DOE\n"
        "He ran towards the plat-\nform and the ticket-\nhall. I saw the platform and the ticket-hall.\n"
        "Signature: J Doe    Signature witnessed by: PC 1 Roe\n"
        "Page 2 of 4\nOFFICIAL-SENSITIVE (when complete)\n"
    )
    assert text.text == "He ran towards the platform and the ticket-hall. I saw the platform and the ticket-hall."


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_text_keeps_every_word_that_is_not_furniture(text: str) -> None:
    found = clean(text)
    masked = {i for a, b in found.furniture for i in range(a, b)}
    words = [i for i, c in enumerate(text) if not c.isspace() and i not in masked and c not in "\xad-"]
    assert not set(words) - set(found.offsets.tolist())
    assert list(found.offsets) == sorted(set(found.offsets.tolist()))
    assert "  " not in found.text and found.text == found.text.strip()


@pytest.mark.skipif(not (SHARED / "testimony").is_dir(), reason="the shared data is absent")
def test_real_transcripts_are_free_of_furniture() -> None:
    for path in sorted((SHARED / "testimony").glob("*AM*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        found = clean(text)
        assert "PageID" not in found.text, path.name
        for a, b in found.furniture:
            masked = " ".join(text[a:b].split())
            numbers = masked.replace(":", "").replace(" ", "").isdigit()
            assert numbers or masked.startswith("Case ") or set(masked) <= set("-=_*"), masked
