"""Bodies in base64 however their lines are broken, and plain lines below them: all words are read as words."""

from __future__ import annotations

import base64

import pytest
from test_mail import HEAD, codes, items, texts

WORDS = "I saw the man at 10.15 pm near the bank, and he had a red bag. His name is Tom Hill, né Höll\n"
CODED = base64.b64encode(WORDS.encode()).decode()


def body(coded: str) -> tuple[str, set[str]]:
    head = HEAD + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    found = items(head + coded.encode())
    return "".join(text for label, text in texts(found) if "header" not in label), codes(found)


def broken(*widths: int) -> list[str]:
    lines, at = [], 0
    while at < len(CODED):
        width = widths[len(lines) % len(widths)]
        lines.append(CODED[at : at + width])
        at += width
    return lines


@pytest.mark.parametrize("widths", [(76,), (30,), (38, 22, 9), (4,), (200,), (len(CODED) - 1,)])
@pytest.mark.parametrize("end", ["\n", "\n\n", "\r\r\n", "\r\n \r\n"])
def test_lines_of_base64_are_words_however_they_are_broken(widths: tuple[int, ...], end: str) -> None:
    assert body("".join(line + end for line in broken(*widths))) == (WORDS, set())


@pytest.mark.parametrize(
    "footer", ["Scanned\n", "Sent from my phone\n", "Disclaimer\nThis mail is for you.\n", "-- \nAl\n"]
)
@pytest.mark.parametrize("end", ["\n", "\n\n"])
@pytest.mark.parametrize("widths", [(76,), (30,)])
@pytest.mark.parametrize("between", ["", "\n"])
def test_plain_lines_below_are_no_base64(footer: str, end: str, widths: tuple[int, ...], between: str) -> None:
    text, said = body("".join(line + end for line in broken(*widths)) + between + footer)
    assert text == f"{WORDS}\n{footer}" and said == {"body_with_footer"}


def test_pieces_that_were_encoded_one_by_one_are_all_read() -> None:
    coded = "".join(base64.b64encode(word.encode()).decode() + "\n\n" for word in WORDS.split(" "))
    assert body(coded) == (WORDS.replace(" ", ""), set())


@pytest.mark.parametrize("plain", ["Ok\n", "Hello\n", "Alright\nI will be there.\n", "Dear\nTom, come at nine.\n"])
def test_words_that_are_not_encoded_stay_words(plain: str) -> None:
    assert body(plain)[0].strip() == plain.strip()


def test_short_lines_of_base64_below_a_damaged_one_are_no_plain_lines() -> None:
    lines = [line + "\n" for line in broken(20)]
    text, said = body("".join((*lines[:1], lines[1][:9] + "%!" + lines[1][9:], *lines[2:])))
    assert text == WORDS and said == {"body_damaged"}
