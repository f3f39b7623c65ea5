"""What one claim may quote: sentences, with the question or the sentence that they need."""

from __future__ import annotations

from dataclasses import replace

from ingest.split import split
from provenance.records import Part, Passage
from summarise.cues import INSISTENCE
from summarise.units import Unit, units, words_between
from summarise.worth import worth


def passages(text: str) -> list[Passage]:
    spans = split([Part(0, "block", text)], "text")
    return [
        Passage(f"S1.{i}", "S1", i, s.start, s.end, s.text, tuple(s.sentences), s.label, s.speaker)
        for i, s in enumerate(spans, 1)
    ]


def of(text: str) -> list[Unit]:
    return [u for p in passages(text) for u in units(p)]


def test_a_sentence_is_a_unit_with_its_exact_place() -> None:
    text = "I was on the platform by the stairs. The man ran towards the car park with a bag."
    found = of(text)
    assert [text[u.start : u.end] for u in found] == [u.text for u in found]
    assert len(found) == 2


def test_a_sentence_that_leans_brings_the_one_before() -> None:
    text = "I saw a tall man run from the alley. He was wearing a green jacket."
    assert [u.text for u in of(text)][-1] == text
    insists = "The man stood at my counter when the noise came. I am definite about that."
    assert [u.text for u in of(insists)][-1] == insists


def test_an_answer_keeps_its_question() -> None:
    text = (
        "Q.   And where did you go to school after you had left Beijing?\n\n"
        "A.   I went to Hebei University of Science and Technology in the north.\n\n"
        "Q.   And did you take any degree there that you can name?\n\n"
        "A.   I took a Bachelor's degree in electrical engineering in my last year.\n"
    )
    found = of(text)
    school = next(u for u in found if "Hebei" in u.text)
    assert school.text.startswith("Q. And where")
    assert "A. I went to Hebei" in school.text


def test_words_between_gives_what_people_read() -> None:
    text = "First I saw the van stop. Then the driver got out of it. After that he ran away."
    (passage,) = passages(text)
    for s in passage.sentences:
        assert words_between(passage, s.start, s.end) == s.text
    assert words_between(passage, passage.start, passage.end) == text


def test_a_passage_without_sentences_is_one_unit() -> None:
    passage = Passage("S1.1", "S1", 1, 0, 9, "FN51 ABC", (), "p. 1")
    assert [(u.start, u.end, u.text) for u in units(passage)] == [(0, 9, "FN51 ABC")]
    assert units(Passage("S1.1", "S1", 1, 0, 3, "   ", (), "")) == []


def test_what_tells_is_worth_more_than_form_and_procedure() -> None:
    telling = worth("I saw the man in the green coat run down the ramp at 14:25.")
    for poor in (
        "This statement is true to the best of my knowledge and belief.",
        "I am over 18.",
        "Yes.",
        "THE COURT: Please be seated.",
        "I can identify this exhibit as JS/1.",
        "Good morning, Dr. Zhu.",
        "CHAPTER 3: THE METHOD OF THE INVENTION",
    ):
        assert worth(poor) < 0.35 * telling, poor
    for header in (
        "Received: from mx1.example.org by mail.example.net with ESMTP; Thu, 29 Jan 2009 11:17:08 -0800",
        "X-Mailer: Example Mail 12.4 for the desktop, build 1192",
        "Content-Type: multipart/mixed; boundary=abcdefgh",
    ):
        assert worth(header) < 0.03, header  # never drafted from: see LEAST_WORTH
    assert worth("目撃者は午後二時半に男が駅の方へ走るのを見た。") > 0.2


def test_captions_and_duty_rank_below_what_is_denied() -> None:
    denied = "I was not even there, I was at my sister's in Wantage until after midnight."
    assert INSISTENCE.search(denied)
    assert INSISTENCE.search("It was the tall man who threw the first punch.")
    for poor in (
        "Place: Abingdon Police Station Date: 13/09/2025",
        "I was on uniform mobile patrol with PC Hill in a marked car in Abingdon.",
    ):
        assert worth(poor) < 0.7 * worth(denied)


def test_what_ocr_guessed_at_is_not_quoted() -> None:
    passage = passages("The man in the blue coat ran down the ramp towards the car park.")[0]
    assert units(replace(passage, confidence=0.97))
    assert not units(replace(passage, confidence=0.75))
