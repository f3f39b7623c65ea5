"""Splitting: every word in exactly one passage, exact offsets, sentences, labels, sections."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from passages import check_cover, parts_of

from ingest.furniture import clean
from ingest.split import split
from provenance.records import Part
from provenance.words import Words

# fmt: off
PIECES = st.sampled_from([
    "word ", "Stop! ", "مرحبا بالعالم. ", "שלום? ", "e\u0301\u0302", "他走了。",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467", "\n", "\n\n", "\t", "\f", "\x1c", "\u2028", "x" * 70, "plat-\n",
    "Q. Who? ", "A. Him. ", "\nMR. RE: Yes.\n", "THE COURT: ", "12 ", "MG11\n", "Page 2 of 4\n",
])
# fmt: on


@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60), st.integers(7, 200))
@settings(max_examples=300, deadline=None)
def test_every_word_is_in_exactly_one_passage(pieces: list[str], size: int) -> None:
    text = "".join(pieces).encode("utf-8", "replace").decode("utf-8")
    check_cover(text, split(parts_of(text, size), "text"), clean(text).furniture)


@given(st.lists(PIECES, min_size=1, max_size=40), st.tuples(st.integers(0, 300), st.integers(0, 300)))
@settings(max_examples=150, deadline=None)
@example(["plat-\n", "word "], (0, 4))  # a section that ends inside a word broken over the line
def test_sections_keep_to_themselves(pieces: list[str], span: tuple[int, int]) -> None:
    text = "".join(pieces)
    a, b = sorted(min(x, len(text)) for x in span)
    passages = split(parts_of(text), "text", [(a, b, "rear")])
    check_cover(text, passages, clean(text, (), [a, b]).furniture)
    for passage in passages:
        assert (passage.section == "rear") == (a <= passage.start < b)
        assert passage.section == "body" or passage.end <= b


@pytest.mark.parametrize("text", ["x" * 300_000, "word " * 60_000, "." * 100_000, "他走了" * 50_000, '"(' * 50_000])
def test_one_endless_line_is_cut_into_passages(text: str) -> None:
    passages = split(parts_of(text), "text")
    check_cover(text, passages, ())
    assert max(len(p.text) for p in passages) <= 2_000


def test_no_accent_is_parted_from_its_letter() -> None:
    text = "e\u0301" * 5_000
    assert all(text[p.start] == "e" for p in split(parts_of(text), "text"))


def test_a_sentence_goes_on_over_the_head_of_a_continuation_sheet() -> None:
    first, head, second = "I mean a proper dark blue, like school\n", "R v Tarrow\nsheet two\n", "uniform. He ran.\n"
    heading = "Statement of: Jane Doe, nurse\n"
    pages = [Part(0, "page", heading + first, page=1), Part(1, "page", head + second, page=2)]
    at = len(heading + first)
    form, body = split(pages, "pdf", [(0, len(heading), "form"), (at, at + len(head), "form")])
    assert (form.section, body.section) == ("form", "body")
    assert body.sentences[0].text.startswith("I mean a proper dark blue, like school uniform.")


@pytest.mark.parametrize(
    "sentence",
    [
        "He had a laceration approx. 6cm long on the left side of his head.",
        "I spoke to Sgt. Bull and to Mr. J. Smith of 12 High St. Leeds about it.",
        "Her details were given to me as d.o.b. 12/03/1980 and tel. 01632 960123.",
        "I stayed at work until about 9 a.m. 12 June 2025 was my day off.",
        "They carried bags, tools, etc. and so on to the blue van outside.",
        "He was seen at No. 5 and the car had the reg. AB12 CDE on a white plate.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    text = f"I was on duty that evening. {sentence} Then the ambulance came for him."
    (passage,) = split(parts_of(text), "text")
    assert [s.text for s in passage.sentences][1] == sentence


def test_what_may_be_an_abbreviation_ends_a_sentence_before_a_new_one() -> None:
    sentences = ["I asked him and he said no.", "He then walked along High St.", "The van was gone by 10 p.m."]
    sentences.append("I left with my sister.")
    (passage,) = split(parts_of(" ".join(sentences)), "text")
    assert [s.text for s in passage.sentences] == sentences


def test_sentences_of_one_who_writes_no_capitals_stay_apart() -> None:
    text = "i was at the bus stop. then i saw two men run. one had a bag with him. he threw it in the bin."
    (passage,) = split(parts_of(text), "text")
    assert len(passage.sentences) == 4


def test_cells_are_gathered_and_a_time_belongs_to_its_entry() -> None:
    text = "Train\n2C35\nOsmerby\n13:08\n\n07:10\nMonday. The cleaner found a red cash tin in the bin by the stairs.\n"
    (passage,) = split(parts_of(text), "text")
    assert [s.text for s in passage.sentences] == [
        "Train 2C35 Osmerby 13:08 07:10",
        "Monday. The cleaner found a red cash tin in the bin by the stairs.",
    ] or passage.sentences[-1].text.startswith("07:10 Monday.")


@pytest.mark.parametrize("ticks", ["", " ✓✓", " V/", "W"])
@pytest.mark.parametrize("small", [False, True])
def test_the_time_below_a_message_is_that_messages(ticks: str, small: bool) -> None:
    messages = [
        "Where is the brown bag now",
        "I put it in the canal\nBy the lock that John uses",
        "Yes",
        "Nobody saw me",
    ]
    said = [m.lower() if small else m for m in messages]
    text = "Today\n\n" + "".join(f"{words}\n21:0{n}{ticks}\n\n" for n, words in enumerate(said)) + "A last one\n"
    (passage,) = split(parts_of(text), "picture")
    sentences = [s.text for s in passage.sentences]
    folded = [" ".join(words.split()) for words in said]
    assert [f"{words} 21:0{n}{ticks}" for n, words in enumerate(folded)] == sentences[-5:-1]


def test_messages_between_which_no_white_was_seen_stay_apart() -> None:
    text = "Danny\n\nYes platform 2\n14:01\n\nbring the bag\n14:02\nI left it\n14:03\n\nok\n14:04\nWhy\nme\n14:05\n"
    (passage,) = split(parts_of(text), "picture")
    assert [s.text for s in passage.sentences][-4:] == [
        "bring the bag 14:02",
        "I left it 14:03",
        "ok 14:04",
        "Why me 14:05",
    ]


def test_a_time_above_what_it_is_of_stays_with_it() -> None:
    text = "".join(f"21:0{n}\nThe man in blue went to door {n} and knocked.\n\n" for n in range(4))
    (passage,) = split(parts_of(text), "picture")
    assert [s.text[:5] for s in passage.sentences] == ["21:00", "21:01", "21:02", "21:03"]


def test_labels_say_where_a_person_finds_it() -> None:
    sentence = "The man in the red coat walked along the platform to the far end and waited there. "
    pages = [Part(i, "page", sentence * 5 + "\n", page=i + 1) for i in range(3)]
    assert [p.label for p in split(pages, "pdf")] == ["pp. 1–2", "pp. 2–3"]
    scanned = [Part(0, "page", sentence, "p. iv [scan 4]", page=4)]
    assert [p.label for p in split(scanned, "pdf")] == ["p. iv [scan 4]"]
    paragraphs = [Part(i, "paragraph", sentence + "\n", f"para {i + 1}") for i in range(3)]
    assert [p.label for p in split(paragraphs, "docx")] == ["paras 1–3"]
    assert [p.label for p in split(parts_of("\n\n" + sentence + "\n" + sentence), "text")] == ["lines 3–4"]
    assert [p.label for p in split([Part(0, "block", sentence)], "picture")] == [""]


def test_notes_beside_the_body_have_passages_of_their_own() -> None:
    labels = ["para 1", "para 2", "footnote 1", "comment 1 (J. Roe)", "comment 2 (J. Roe)"]
    parts = [Part(i, "paragraph", f"This is what stands in place {i}.\n", label) for i, label in enumerate(labels)]
    assert [p.label for p in split(parts, "docx")] == ["paras 1–2", *labels[2:]]


def test_confidence_is_the_mean_of_the_words_read() -> None:
    words = Words(np.array([[0, 3], [4, 8]], np.int32), np.zeros((2, 4), np.float32), np.array([0.5, 1.0], np.float32))
    (passage,) = split([Part(0, "block", "The sign\n", words=words)], "picture")
    assert passage.confidence == 0.75


def test_passages_are_about_a_hundred_words() -> None:
    text = "\n\n".join(
        " ".join(f"Sentence {n} of paragraph {p} says a little more." for n in range(6)) for p in range(40)
    )
    sizes = [len(p.text.split()) for p in split(parts_of(text), "text")]
    assert all(80 <= n <= 175 for n in sizes)
