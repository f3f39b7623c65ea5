"""A witness statement is recognised however it was set, its form and rear told from the account; nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.statements import Statement, parse_date, recognise
from ingest.statements.exhibits import produced
from provenance.records import Part

TESTIMONY = Path(__file__).parents[2].parent / "shared" / "data" / "testimony"

DECLARATION = (
    "This statement (consisting of {pages} page(s) each signed by me) is true to the best of my knowledge and belief\n"
    "and I make it knowing that, if it is tendered in evidence, I shall be liable to prosecution if I have wilfully\n"
    "stated in it anything which I know to be false, or do not believe to be true.\n"
)
REAR = """Witness contact details
Name of witness: Jane O'NEILL
Home address: 4 Mill Lane, Osmerby
Home telephone No: 01632 960123
Dates of witness non-availability: 3 to 9 August 2026
"""
TYPED = (
    "WITNESS STATEMENT\n(Criminal Procedure Rules, r 16.2; Criminal Justice Act 1967, s. 9)\n\n"
    "Statement of: Jane O'NEILL\nAge if under 18: Over 18 (if over 18 insert 'over 18')   Occupation: Baker\n\n"
    + DECLARATION.format(pages=2)
    + "\nSignature: J O'Neill     Date: 3 May 2026\n\n"
    "I was walking along Mill Lane. Signature tunes came from a radio. Page 4 of my diary has it.\n"
    "Statement of fact: I saw him.\n\nSignature: J O'Neill    Signature witnessed by: PC 12 DEAN\n\n====\n" + REAR
)
# As OCR reads a form: spaces lost, answers on the lines after their labels.
SCANNED = (
    "RESTRICTED (when complete)\nWITNESSSTATEMENT\n(CJ Act 1967, s.9; MC Act 1980, ss.5A(3)(a) and 5B)\nURN\n99\nBX\n"
    "Statementof:\nTomasz KOWALCZYK\nAge if under 18:\nOver 18\nOccupation:\nDelivery driver\n"
    + DECLARATION.format(pages="three")
    + "Signature:\nT Kowalczyk\nDate:\nSunday 3rd May 2026\nOn Saturday I was driving my van along Mill Lane at six.\n"
)


def split(text: str, statement: Statement) -> dict[str, str]:
    """The text by section, the account as "body"."""
    found = {"form": "", "rear": "", "body": ""}
    at = 0
    for start, end, section in statement.sections:
        assert at <= start < end <= len(text)
        found["body"] += text[at:start]
        found[section] += text[start:end]
        at = end
    found["body"] += text[at:]
    return found


def of(text: str) -> Statement:
    statement = recognise([Part(0, "block", text)])
    assert statement
    return statement


def test_typed_statement() -> None:
    found = of(TYPED)
    assert (found.witness, found.statement_date) == ("Jane O'NEILL", "2026-05-03")
    assert (found.age, found.occupation, found.pages_declared) == ("Over 18", "Baker", 2)
    sections = split(TYPED, found)
    first, second = sections["body"].strip().split("\n")
    assert first.startswith("I was walking") and second == "Statement of fact: I saw him."
    assert "O'Neill" not in sections["body"]
    assert "Mill Lane, Osmerby" in sections["rear"] and "01632" not in sections["body"] + sections["form"]


def test_scanned_statement() -> None:
    found = of(SCANNED)
    assert found.fields == {
        "witness": "Tomasz KOWALCZYK",
        "statement_date": "2026-05-03",
        "age": "Over 18",
        "occupation": "Delivery driver",
        "pages_declared": "3",
    }
    assert split(SCANNED, found)["body"] == "On Saturday I was driving my van along Mill Lane at six.\n"


def test_answers_that_a_machine_read_without_a_space_before_the_next_label() -> None:
    joined = SCANNED.replace("Over 18\nOccupation:\nDelivery driver\n", "41Occupation: Roofer\n")
    statement = of(joined)
    assert (statement.age, statement.occupation) == ("41", "Roofer")
    assert "Roofer" in split(joined, statement)["form"]


@pytest.mark.parametrize("line", ["Age: 37  Occupation: Baker", "Age: 37\nOccupation: Baker"])
def test_an_age_under_a_short_label_is_form_above_the_account_only(line: str) -> None:
    text = TYPED.replace("Age if under 18: Over 18 (if over 18 insert 'over 18')   Occupation: Baker", line)
    text = text.replace("I was walking along Mill Lane.", "I was walking along Mill Lane and saw him:\nAge: 25\n")
    statement = of(text)
    assert (statement.age, statement.occupation) == ("37", "Baker")
    sections = split(text, statement)
    assert "Age: 37" in sections["form"] and "Age: 25" in sections["body"]


def test_spaced_heading_and_dated_line() -> None:
    text = TYPED.replace("WITNESS STATEMENT", "W I T N E S S   S T A T E M E N T").replace(
        "Date: 3 May 2026", "\nDated the 4th day of May 2026"
    )
    found = of(text)
    assert found.statement_date == "2026-05-04"
    assert "Dated" not in split(text, found)["body"]


def test_pages_with_heads_and_feet() -> None:
    """The rear takes its whole page; a statement that goes on after it is account again."""
    first = (
        TYPED.partition("Signature: J O'Neill    Signature")[0] + "Signature:\nSignature witnessed by:\nPage 1 of 2\n"
    )
    rear = "MG11 (REAR)\n" + REAR
    more = "MG11 (CONT)\nContinuation of Statement of: Jane O'NEILL\nThen he ran off.\nSignature:\nPage 2 of 2\n"
    pages = [Part(n, "page", text, page=n + 1) for n, text in enumerate((first, rear, more))]
    found = recognise(pages)
    assert found
    sections = split("".join(p.text for p in pages), found)
    assert sections["rear"] == rear
    assert sections["body"].endswith("Then he ran off.\n") and "Page" not in sections["body"].replace("Page 4", "")


def test_paragraphs_of_a_document() -> None:
    parts = [Part(n, "paragraph", line + "\n") for n, line in enumerate(TYPED.split("\n"))]
    found = recognise(parts)
    assert found and found.fields == of(TYPED).fields


def test_rear_without_its_heading() -> None:
    text = TYPED.replace("Witness contact details\n", "")
    assert "Home address" in split(text, of(text))["rear"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I made a witness statement to the police under the Criminal Justice Act 1967.\n",
        "Witness statement\n\nIn this chapter we look at how a witness statement is taken.\n",
        "TRANSCRIPT OF JURY TRIAL\nBEFORE THE HONORABLE A. B. SEE\n1 Q. Please state your name.\n2 A. Jane Doe.\n",
        "Statement of: account\nOccupation: none\nBalance 31 May: £20\n",
    ],
)
def test_other_texts_are_not_statements(text: str) -> None:
    assert recognise([Part(0, "block", text)]) is None


@pytest.mark.parametrize("label", ["Statement of: ", "Witness: ", "Witness name:\t", "STATEMENT OF:\n"])
@pytest.mark.parametrize("more", ["WITNESS STATEMENT\n", "Occupation: Baker\n", "Dated: 3 May 2026\n", ""])
def test_a_statement_typed_without_the_form(label: str, more: str) -> None:
    text = f"Operation Tarrow\n{label}Tom BAKER\n{more}\nI am a baker. I was in Mill Lane when I saw him run.\n"
    parts = [Part(n, "paragraph", line + "\n") for n, line in enumerate(text.split("\n"))]
    found = recognise(parts)
    assert found and found.witness == "Tom BAKER"
    assert "BAKER" not in split(text + "\n", found)["body"]
    assert "I am a baker. I was in Mill Lane when I saw him run." in split(text + "\n", found)["body"]


@pytest.mark.parametrize(
    "text",
    [
        "Statement of: Barclays Bank\nDated: 3 May 2026\nBalance £20\nPaid in £4\n",
        "Witness: John Smith\nSigned: J Smith\nDated: 3 May 2026\nThe parties agree the terms below.\n",
        "Witness: Tom BAKER\nQ. What did you see?\nA. I saw him run.\nQ. When?\nA. I do not know.\n",
        "Statement of: what I saw that evening\nI was there. I saw him.\n",
    ],
)
def test_a_heading_alone_is_no_statement(text: str) -> None:
    assert recognise([Part(0, "block", text)]) is None


def test_long_hostile_lines_end() -> None:
    text = TYPED + "\n" + " " * 200_000 + "x\n" + "." * 200_000 + "\n" + "\n" * 20_000
    assert of(text).witness == "Jane O'NEILL"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("3 May 2026", "2026-05-03"),
        ("03/05/2026", "2026-05-03"),
        ("Sunday 3rd May 2026", "2026-05-03"),
        ("3rdMay2026", "2026-05-03"),
        ("3.5.26", "2026-05-03"),
        ("3rd day of May, 2026", "2026-05-03"),
        ("2026-05-03", "2026-05-03"),
        ("31/02/2026, corrected to 1st Sept. 2025", "2025-09-01"),
        ("no date", ""),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.skipif(not TESTIMONY.exists(), reason="shared data absent")
def test_no_testimony_is_taken_for_a_statement() -> None:
    for file in sorted(TESTIMONY.glob("*.txt")):
        assert recognise([Part(0, "block", file.read_text(encoding="utf-8", errors="replace"))]) is None, file.name


@pytest.mark.parametrize(
    "told",
    [
        "I also refer to the torch with a cracked lens which PC LARCH seized as exhibit TL/4.",
        "I also refer to exhibit TL/4, a torch.",
        "The torch was recovered by PC 221 Larch as exhibit TL/4 and I saw it there.",
        "I told her about the torch that he had labelled exhibit TL/4.",
        "I produce the till roll as exhibit JO/1 and refer to the torch PC 221 LARCH later seized as exhibit TL/4.",
    ],
)
def test_what_another_produces_is_mentioned_only(told: str) -> None:
    assert not [name for name, _ in produced(told, "Jane O'NEILL") if name != "JO/1"]


@pytest.mark.parametrize(
    "told",
    [
        "I produce the disc that PC Larch seized as exhibit AB/4.",
        "On 3 May I recovered the coat the suspect left and sealed it as exhibit AB/4.",
        "The man handed me a torch which he found, and I marked it as exhibit AB/4.",
        "I produce the disc, which I refer to as exhibit AB/4.",
        "I can produce a plan Mr Larch drew as exhibit AB/4.",
        "I noted the registration as YK16 PLO and I produce the photograph as exhibit AB/4.",
    ],
)
def test_what_the_writer_produces_although_another_had_it(told: str) -> None:
    assert [name for name, _ in produced(told, "Jane O'NEILL")] == ["AB/4"]
