"""Splitting of what people say to each other: questions kept with answers, who spoke, entries of logs, messages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from passages import check_cover, parts_of

from ingest.furniture import clean
from ingest.split import split
from provenance.records import Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data"

TESTIMONY = """
                      DR. QI LI, PLAINTIFFS' WITNESS, SWORN
                           DIRECT EXAMINATION
BY MR. RE:
Q.   Were you at the corner of Mill Lane that evening?
A.   No.
Q.   What did you see from the window of the flat when you looked out?
A.   I saw two men beside a blue van. One of them was carrying a long
bag over his shoulder, and the other kept looking up and down the lane.
               MR. FABRICANT:   Objection, Your Honor.
               THE COURT:   Overruled.
Q.   Did they see you?
A.   I don't think so.
"""


def test_answers_keep_their_questions() -> None:
    (passage,) = split(parts_of(TESTIMONY), "text")
    assert passage.speaker == "Dr. Qi Li"
    cited = [s.text for s in passage.sentences]
    assert cited[0] == "Q. Were you at the corner of Mill Lane that evening? A. No."
    assert cited[1] == "I saw two men beside a blue van."
    assert cited[-1] == "Q. Did they see you? A. I don't think so."
    assert not any("Objection" in c for c in cited), "the lawyers' words are no testimony"
    assert "Objection" in passage.text


def test_the_rest_of_a_long_answer_repeats_its_question_for_search_only() -> None:
    answer = " ".join(f"And then at number {n} in the lane I saw another of the men with a bag." for n in range(1, 30))
    text = f"Q.  What did you see?\nA.  {answer}\nQ.  Is that all?\nA.  Yes.\n"
    first, second, *_ = split(parts_of(text), "text")
    assert first.text.startswith("Q. What did you see? A. And then at number 1 ")
    assert second.text.startswith("Q. What did you see? And then")
    assert text[second.start : second.start + 8] == "And then"


def test_an_interview_names_who_answered() -> None:
    text = (
        "DC Smith: Where were you at nine o'clock on Friday evening?\n"
        "Walker: I was at home with my sister. We watched the match until about half past ten.\n"
        "DC Smith: Did you go out at any time after that?\nWalker: No.\n"
        "DC Smith: Who else can say so?\nWalker: Only my sister, and she has gone back to Leeds since then.\n"
    )
    (passage,) = split(parts_of(text), "text")
    assert passage.speaker == "Walker"
    assert "DC Smith: Did you go out at any time after that? Walker: No." in [s.text for s in passage.sentences]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [("DS OKORO", "BRANDT", "APPROPRIATE ADULT"), ("O", "B", "I"), ("DS Okoro", "Lena Brandt", "Interpreter")],
)
def test_one_who_speaks_only_once_in_an_interview_has_his_own_words(first: str, second: str, third: str) -> None:
    aside = (
        "She has asked me whether she may stop now, because she has had no sleep since she was brought in yesterday "
        "and cannot follow what is being put to her."
    )
    text = (
        f"{first}: Whose coat is it?\n{second}: It belongs to my uncle.\n{first}: Where does he live?\n"
        f"{second}: In the flat above the baker's.\n{third}: {aside}\n{first}: We shall stop there.\n"
    )
    passages = split(parts_of(text), "text")
    (passage, said) = next((p, s) for p in passages for s in p.sentences if "no sleep" in s.text)
    assert said.text == f"{third}: {aside}", "a short turn is cited with its label"
    assert passage.speaker == ""
    assert "no sleep" not in "".join(s.text for p in passages if p.speaker for s in p.sentences)


def test_a_list_in_an_answer_is_nobodys_turn() -> None:
    text = (
        "Farrow: Which days did you work?\nLind: It was as I told you.\nFarrow: Tell me again.\n"
        "Lind: I have the rota here.\nTuesday: I was on the late shift with the foreman and we locked up together.\n"
        "Farrow: Thank you.\n"
    )
    assert {p.speaker for p in split(parts_of(text), "text")} <= {"Farrow", "Lind", ""}


def test_fields_of_a_form_are_no_dialogue() -> None:
    text = "Name: Jane Doe\nAge: over 18\nOccupation: nurse\nDate: 3 May\n\nI was on the bus. I saw the man fall.\n"
    assert {p.speaker for p in split(parts_of(text), "text")} == {""}


@pytest.mark.parametrize(
    "stamps",
    [
        ("22:50:12 ", "22:51:40 ", "22:58:03 "),
        ("[22:50] ", "[22:51] ", "[22:58] "),
        ("13/09/2025 22:50 ", "13/09/2025 22:51 ", "13/09/2025 22:58 "),
        ("13/09/2025\t22:50\t", "13/09/2025\t22:51\t", "13/09/2025\t22:58\t"),
        ('"13/09/2025","22:50",', '"13/09/2025","22:51",', '"13/09/2025","22:58",'),
        ("2025-09-13T22:50:12Z ", "2025-09-13T22:51:40Z ", "2025-09-13T22:58:03Z "),
        ("2250 hrs ", "2251 hrs ", "2258 hrs "),
        ("10.50pm - ", "10.51pm - ", "10.58pm - "),
        ("[13.09.25, 22:50:12] ", "\u200e[13.09.25, 22:51:40] ", "[13.09.25, 22:58:03] "),
    ],
)
def test_entries_of_a_log_share_no_unit(stamps: tuple[str, str, str]) -> None:
    first = "caller reports two men fighting outside the Crown public house in\nMill Lane\nand one of them has a knife"
    said = [first, "unit sent", "unit on scene"]
    log = "".join(f"{stamp}{words}\n" for stamp, words in zip(stamps, said, strict=True))
    text = f"Incident log of the control room\n{log}"
    units = [s.text for p in split(parts_of(text), "text") for s in p.sentences]
    folded = [" ".join(f"{stamp}{words}".split()) for stamp, words in zip(stamps, said, strict=True)]
    assert units[-3:] == folded
    check_cover(text, split(parts_of(text), "text"), ())


def test_a_time_at_which_a_sentence_breaks_its_line_begins_no_entry() -> None:
    text = (
        "I left the house of my sister in Mill Lane on the Saturday evening at\n"
        "22:50 and walked along the river as far as the bridge, where I saw them\n"
        "22:55 is when the last bus leaves from there, so I know it was then and\n"
        "23:10 when I was at home.\n"
    )
    assert [s.text for p in split(parts_of(text), "text") for s in p.sentences] == [" ".join(text.split())]


def _table(rows: Sequence[Sequence[str]]) -> list[Part]:
    cells = [(n, cell) for n, row in enumerate(rows, 1) for cell in row]
    return [Part(i, "paragraph", f"{cell}\n", f"table 2, row {n}") for i, (n, cell) in enumerate(cells)]


def test_an_interview_set_as_a_table_keeps_questions_with_answers_and_names_who_speaks() -> None:
    rows = [
        ("10:01", "PC Adeyemi", "Whose bicycle was it?"),
        ("10:02", "Iris Vale", "My brother lent it to me for the whole of that weekend."),
        ("10:03", "PC Adeyemi", "Did you give it back?"),
        ("10:04", "Iris Vale", "No."),
        ("10:05", "PC Adeyemi", "We shall stop now."),
    ]
    for parts in (_table(rows), [Part(0, "paragraph", "Notes\n"), *_table([["\t".join(row)] for row in rows])]):
        passages = split(parts, "docx")
        check_cover("".join(part.text for part in parts), passages, ())
        talk = passages[-1]
        assert (talk.label, talk.speaker) == ("table 2, rows 1–5", "Iris Vale")
        said = [s.text for s in talk.sentences]
        assert said[0] == "My brother lent it to me for the whole of that weekend."
        assert said[1] == "10:03 PC Adeyemi Did you give it back? 10:04 Iris Vale No."


def test_a_schedule_of_what_people_did_is_no_talk() -> None:
    rows = [(f"10:0{n}", ("VALE", "BRAND")[n % 2], ("enters the shop", "waits outside")[n % 2]) for n in range(6)]
    assert not any(p.speaker for p in split(_table(rows), "docx"))


@pytest.mark.parametrize("kind", ["block", "paragraph"])
def test_a_message_that_another_forwards_shares_no_passage_with_it(kind: str) -> None:
    said = ["Please look at this, Jo.", "The shutter was up when I came by.", "Can you open on Sunday?"]
    heads = [
        "From: Ravi Pell <ravi@shop.example>\nSent: 4 May 2026 08:10\nTo: Jo\nSubject: shutter\n",
        "-----Original Message-----\nFrom: L Amato\nDate: 2 May 2026\nSubject: Sunday\n",
    ]
    texts = [f"{said[0]}\n", heads[0], f"{said[1]}\n", heads[1], f"{said[2]}\n"]
    parts = [Part(n, "paragraph", text) for n, text in enumerate(texts)]
    passages = split(parts if kind == "paragraph" else parts_of("".join(texts)), "eml")
    assert [[one in p.text for p in passages].index(True) for one in said] == [0, 1, 2]
    assert all(len(one.strip()) for one in (p.text for p in passages)) and len(passages) == 3
    check_cover("".join(texts), passages, ())


@pytest.mark.skipif(not (SHARED / "testimony").is_dir(), reason="the shared data is absent")
def test_real_testimony_is_covered_and_names_its_witnesses() -> None:
    for path in sorted((SHARED / "testimony").glob("*AM*.txt"))[:6]:
        text = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
        passages = split(parts_of(text), "text")
        check_cover(text, passages, clean(text).furniture)
        assert sum(bool(p.speaker) for p in passages) > 0.7 * len(passages), path.name
