"""Statements as forces really hold them are recognised by any of their marks; papers about or beside them are not."""

from __future__ import annotations

import random

import pytest

from ingest.split import split
from ingest.statements import Statement, recognise
from provenance.records import Part

ACCOUNT = (
    "I am a baker and I work in Mill Lane. At about 18:10 hours on Sunday 3rd May 2026 I was closing the shop when I\n"
    "heard a shout. I looked out and saw a man running towards the bridge. I would describe him as tall, in a "
    "dark coat.\n"
    "He dropped a bag. I picked it up and gave it to an officer who came at 18:20. I do not know the man.\n"
)
SWORN = (
    "This statement (consisting of 2 pages each signed by me) is true to the best of my knowledge and belief and "
    "I make\n"
    "it knowing that, if it is tendered in evidence, I shall be liable to prosecution if I have wilfully stated in it\n"
    "anything which I know to be false, or do not believe to be true.\n"
)
FORM = (
    "WITNESS STATEMENT\n(Criminal Procedure Rules, r 16.2; Criminal Justice Act 1967, s. 9)\n"
    "Statement of: Jane O'NEILL\nAge if under 18: Over 18   Occupation: Baker\n" + SWORN
    + "Signature: J O'Neill     Date: 3 May 2026\n"
)  # fmt: skip
REAR = """Witness contact details
Name of witness: Jane O'NEILL
Home address: 4 Mill Lane, Osmerby
Postcode: OS4 1AB
Home telephone No: 01632 960123   Mobile: 07700 900123
E-mail address: jane.oneill@example.org
Dates of witness non-availability: 3 to 9 August 2026, mornings because of the school run
I consent to the statement being disclosed for the purposes of civil proceedings: No
Statement taken by (print name): PC 12 DEAN     Station: Osmerby
"""
DETAILS = ("4 Mill Lane", "OS4", "960123", "900123", "example.org", "August", "school run")


def found(*pages: str) -> Statement | None:
    if len(pages) == 1:
        return recognise([Part(0, "block", pages[0])])
    return recognise([Part(n, "page", text, page=n + 1) for n, text in enumerate(pages)])


@pytest.mark.parametrize(
    "text",
    [
        SWORN + "\n" + ACCOUNT,  # only the declaration
        ACCOUNT + "\n" + SWORN,
        ACCOUNT + "\nI believe that the facts stated in this witness statement are true.\nSigned J O'Neill\n",
        "1. I, Jane O'NEILL, of Osmerby, will say as follows.\n" + ACCOUNT
        + "Statement of truth\nI believe the facts stated in this statement are true. I understand that "
        "proceedings for\n"
        "contempt of court may be brought against anyone who makes a false statement in a document verified by a\n"
        "statement of truth without an honest belief in its truth.\n",
        ACCOUNT + "This statement is true to the best of my knowledge and belief.\n",
        "WITNESS STATEMENT\n\n" + ACCOUNT,  # only a heading
        "WITNESS STATEMENT OF JANE O'NEILL\n\n" + ACCOUNT,
        "MG11(T)\n" + ACCOUNT,
        "Further statement of Jane O'NEILL\n" + ACCOUNT,
        "MG11 (CONT)\nContinuation of Statement of: Jane O'NEILL\n" + ACCOUNT,
        ACCOUNT + "\nSignature: J O'Neill    Signature witnessed by: PC 12 DEAN\n",  # only signature lines
        ACCOUNT + "\nSigned: .................  Witnessed by: ................\n",
        ACCOUNT + "\nPage 2 of 4\n",  # only the page's mark
        "Page 1 of 2\n" + ACCOUNT + "Page 2 of 2\n" + ACCOUNT,
        "WITNES5 STATEMFNT\n" + ACCOUNT,  # OCR
        "This staternent (consisling of 2 pages each s1gned by me) is true to the best of my knowIedge and "
        "bel1ef and l\n"
        "make it knowing that, if it is tendered in evidenee, l shall be liable to prosecut1on if I have "
        "wilfully stated\n"
        + ACCOUNT.replace("I ", "l "),
    ],
)  # fmt: skip
def test_any_mark_beside_an_account_is_enough(text: str) -> None:
    statement = found(text)
    assert statement
    body = list(text)
    for start, end, _ in statement.sections:
        body[start:end] = " " * (end - start)
    assert "saw a man running" in "".join(body)


@pytest.mark.parametrize(
    "text",
    [
        ACCOUNT,  # no mark
        "Dear Sir\nI was in Mill Lane on Sunday 3rd May when I saw a man running. I heard a shout at 18:10 "
        "hours. I would\n"
        "describe him as tall. I told an officer.\nYours faithfully\nJ O'Neill\nPage 1 of 1\n",
        "From: Jane O'Neill\nTo: PC Dean\nSubject: my witness statement\n\n" + ACCOUNT + "Page 1 of 1\n",
        "STATEMENT POLICY\nEvery witness statement must bear a declaration of truth:\n" + SWORN
        + "The officer must ask the witness to read it. The witness signs each page. Signature witnessed by: the "
        "officer.\n",
        "WITNESS STATEMENT\n(Criminal Procedure Rules, r 16.2; Criminal Justice Act 1967, s. 9)\nStatement of:\n"
        "Age if under 18:      Occupation:\n" + SWORN + "Signature: ............   Date: ...........\n\n\n"
        "Signature: ............   Signature witnessed by: ............\nPage 1 of 1\n",
        "RECORD OF INTERVIEW\nPage 1 of 9\nDC Hale: What did you see?\nTarrow: I saw a man. I was in the lane at "
        "18:10\n"
        "hours. I heard a shout and I looked out. I went home on Sunday.\nDC Hale: And then?\nTarrow: I do not know.\n",
        "THE COURT: Good morning.\nMR. REED: I was told at 10:15 am that I had to go.\nTHE WITNESS: I saw it. I "
        "heard it.\n"
        "Page 3 of 200\nSignature of witness: ______  Witnessed by: ______\n",
        "Q. Did you sign a witness statement?\nA. I did. I was told that this statement is true to the best of my\n"
        "knowledge and belief.\nQ. And then?\nA. I saw him.\nPage 2 of 4\n",
        "TENANCY AGREEMENT\nThe tenant shall pay the rent.\nSigned: J O'Neill   Witnessed by: P Dean\nPage 4 of 4\n",
        "Annual report\nI am glad to report a good year. I was in Leeds on Monday 3rd May, I saw our new shop "
        "and I went\n"
        "to meet staff at 10:15 am. I would describe the mood as good. I remember worse.\nPage 3 of 60\n",
        "Statement of account\nDated: 3 May 2026\nPage 1 of 2\nBalance brought forward £20.00\n",
        "Bank statement\nI. Smith\nPage 1 of 2\nSigned: I Smith\n",
        "How to write a witness statement\nA witness statement tells the court what you saw. Begin with 'I am a "
        "...'. End\n"
        "with: I believe that the facts stated in this witness statement are true. Sign and date it. The court "
        "will read\n"
        "it before the hearing, so put everything in order of time and number your paragraphs. Page 2 of 7\n",
    ],
)  # fmt: skip
def test_other_papers_are_no_statements(text: str) -> None:
    assert found(text) is None


def test_fields_of_a_continuation_sheet_and_of_a_typed_one() -> None:
    sheet = found("MG11 (CONT)\nContinuation of Statement of: Jane O'NEILL\n" + ACCOUNT + "Signature:\nPage 2 of 4\n")
    assert sheet and (sheet.witness, sheet.pages, sheet.pages_declared) == ("Jane O'NEILL", (2,), 4)
    sworn = found("I, Jane O'NEILL, will say:\n" + ACCOUNT + "This statement is true to the best of my knowledge.\n")
    assert sworn and sworn.witness == "Jane O'NEILL"


def test_exhibits_are_those_that_the_writer_produces() -> None:
    told = (
        "I now produce this footage as my exhibit JO/1. I took two photographs (Exhibits JO/2 and JO/3) and a drawing\n"
        "which I exhibit as JO 04. I was shown exhibit KP/3 by DC Hale. My exhibit JO/5 is the till roll. I "
        "seized the\n"
        "bag and sealed it, marked GM/7. Exhibit AB/9, produced by PC Dean, is another bag. PC 12 came at 14/05.\n"
    )
    statement = found(FORM + ACCOUNT + told)
    assert statement
    assert statement.fields["exhibits_produced"] == "JO/1; JO/2; JO/3; JO/4; JO/5; GM/7"
    text = FORM + ACCOUNT + told
    assert all(text[at:].startswith(name[:2]) for name, at in statement.exhibits)


def test_rear_at_the_front_of_a_scan_and_twice() -> None:
    for pages in (
        (REAR, FORM + ACCOUNT),
        (FORM + ACCOUNT, REAR, "Continuation of Statement of: Jane O'NEILL\n" + ACCOUNT, REAR),
        (FORM + ACCOUNT, REAR, "Particular needs: none\nSchool run every day.\nMobile: 07700 900123\n"),
        (REAR, ACCOUNT + "Signature: J O'Neill   Signature witnessed by: PC 12\n"),
    ):
        statement = found(*pages)
        assert statement
        assert_rear_apart("".join(pages), statement)
        assert "saw a man running" in body("".join(pages), statement)


def test_a_rear_by_itself_is_all_rear() -> None:
    statement = found(REAR)
    assert statement and not body(REAR, statement).strip()
    assert not any(word in " ".join(statement.fields.values()) for word in DETAILS)


@pytest.mark.parametrize(
    "variant",
    [
        REAR.replace("Witness contact details", "MG11 (REAR)"),
        REAR.replace("Witness contact details", "WITNESS CARE"),
        REAR.replace("Witness contact details\n", ""),
        REAR.replace("Witness contact details", "Wltness contact detai1s").replace("Home address", "Horne addres5"),
        REAR.replace("Name of witness: Jane O'NEILL\n", "").replace(":", ""),
        REAR.replace(": ", ":\n"),
        REAR.replace("\n", "\n\n"),
    ],
)
def test_variants_of_the_rear(variant: str) -> None:
    text = FORM + ACCOUNT + "\nSignature: J O'Neill   Signature witnessed by: PC 12 DEAN\n\n" + variant
    statement = found(text)
    assert statement
    assert_rear_apart(text, statement)
    assert "saw a man running" in body(text, statement)


def test_contact_lines_in_the_head_of_a_typed_statement() -> None:
    text = (
        "WITNESS STATEMENT\nStatement of: Jane O'NEILL\nAddress: 4 Mill Lane, OS4\nTel: 01632 "
        "960123\nOccupation: Baker\n"
        + SWORN + "\n" + ACCOUNT
    )  # fmt: skip
    statement = found(text)
    assert statement and statement.occupation == "Baker" and "saw a man running" in body(text, statement)
    assert "01632" not in body(text, statement) and "OS4" not in body(text, statement)


@pytest.mark.parametrize("seed", range(25))
def test_misread_letters(seed: int) -> None:
    """About one letter in forty misread, as a poor scan gives: still a statement, its rear still apart."""
    chance = random.Random(seed)
    alike = {"l": "I", "i": "1", "o": "0", "e": "c", "m": "rn", "s": "5", "n": "r", "a": "o", "t": "f"}
    whole = FORM + ACCOUNT + "\nSignature: J O'Neill   Signature witnessed by: PC 12 DEAN\n\n"
    read = ["".join(alike.get(c, c) if chance.random() < 1 / 12 else c for c in text) for text in (whole, REAR)]
    statement = found("".join(read))
    assert statement
    back = [(a, b) for a, b, section in statement.sections if section == "rear"]
    assert any(a <= len(read[0]) and b == len("".join(read)) for a, b in back), back
    assert all(a >= len(whole) - 60 for a, _ in back)


@pytest.mark.parametrize("seed", range(20))
def test_no_word_of_the_rear_stands_in_a_passage_of_the_body(seed: int) -> None:
    """Whatever the order of sheets and lines, and whether they come as pages, paragraphs or one block."""
    chance = random.Random(seed)
    head, *lines = REAR.splitlines(keepends=True)
    chance.shuffle(lines)
    rear = (head if chance.random() < 0.7 else "") + "".join(lines)
    sheets = [FORM + ACCOUNT + "Signature: J O'Neill   Signature witnessed by: PC 12 DEAN\n"]
    if chance.random() < 0.5:
        sheets.append("MG11 (CONT)\nContinuation of Statement of: Jane O'NEILL\n" + ACCOUNT)
    sheets.insert(chance.randint(1, len(sheets)) if not rear.startswith(head) else chance.randint(0, len(sheets)), rear)
    kind = chance.choice(["page", "paragraph", "block"])
    texts = {"page": sheets, "paragraph": "".join(sheets).splitlines(keepends=True), "block": ["".join(sheets)]}[kind]
    parts = [Part(n, kind, text, page=n + 1 if kind == "page" else 0) for n, text in enumerate(texts)]
    statement = recognise(parts)
    assert statement
    passages = split(parts, "text", statement.sections)
    body_text = " ".join(p.text for p in passages if p.section == "body")
    assert not [word for word in DETAILS if word in body_text]
    assert body_text.count("saw a man running") == sum("saw a man running" in sheet for sheet in sheets)
    assert [p for p in passages if p.section == "rear"]


def body(text: str, statement: Statement) -> str:
    kept, at = "", 0
    for start, end, _ in statement.sections:
        assert at <= start < end
        kept, at = kept + text[at:start], end
    return kept + text[at:]


def assert_rear_apart(text: str, statement: Statement) -> None:
    rear = "".join(text[a:b] for a, b, section in statement.sections if section == "rear")
    rest = "".join(text[a:b] for a, b, section in statement.sections if section == "form") + body(text, statement)
    for word in DETAILS:
        assert word not in rest, word
        assert word not in text or word in rear


@pytest.mark.parametrize(
    "head",
    [
        "RESTRICTED - FOR POLICE AND PROSECUTION ONLY (when complete)\n",
        "RESTRICTED – FOR POLICE AND PROSECUTION ONLY (when complete)          MG 11 (T) (rear)\n",
        "OFFICIAL-SENSITIVE (when complete)\n\n__________\nMG11\n",
        "RESTR1CTED - FOR POL1CE AND PROSECUTlON 0NLY (wben complete)\n\n",
        "CONFIDENTIAL: FOR PROSECUTION USE ONLY\n",
    ],
)
def test_the_marking_above_the_rear_is_rear(head: str) -> None:
    front = FORM + ACCOUNT + "\nSignature: J O'Neill   Signature witnessed by: PC 12 DEAN\n\n"
    for text in (front + head + REAR, front + head + "\n" + REAR):
        statement = found(text)
        assert statement and "saw a man running" in body(text, statement)
        assert body(text, statement).rstrip().endswith("I do not know the man.")
        back = [(a, b) for a, b, section in statement.sections if section == "rear"]
        assert back and text[: back[-1][0]].rstrip().endswith("PC 12 DEAN") and back[-1][1] == len(text)


def test_a_marking_without_a_rear_is_form_and_an_account_above_the_rear_stays() -> None:
    text = FORM + ACCOUNT + "RESTRICTED - FOR POLICE AND PROSECUTION ONLY (when complete)\n"
    statement = found(text)
    assert statement and "PROSECUTION" not in body(text, statement)
    text = FORM + ACCOUNT + "Restricted access was in force for the police and I could not pass.\n" + REAR
    statement = found(text)
    assert statement and "I could not pass" in body(text, statement)
