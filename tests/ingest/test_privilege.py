"""Privilege is seen where lawyers' papers are, and not where evidence only mentions lawyers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.privilege import signs
from provenance.records import Part

TESTIMONY = Path(__file__).parents[2].parent / "shared" / "data" / "testimony"


def codes(*pages: str) -> set[str]:
    kind = "page" if len(pages) > 1 else "block"
    parts = [Part(n, kind, text, page=n + 1 if kind == "page" else 0) for n, text in enumerate(pages)]
    return {notice.code for notice in signs(parts)}


ADVICE_LETTER = """HALLORAN & MEADE LLP
Solicitors
14 Corn Street, Penholt PH1 4QT      Authorised and regulated by the Solicitors Regulation Authority

Our ref: SM/KT/0042          9 June 2026
Mr K Tarrow
Dear Mr Tarrow

Your interview under caution

Thank you for coming to see me. On your instructions, and having read the disclosure that the officer gave, I advise you
to answer no comment to all questions. Our advice may change once we see the footage. The evidence against you so far is
thin, but please do not discuss your case with anyone.

Yours sincerely
S. Meade
"""

MARKED_EMAIL = """From: Sunita Rao <s.rao@raolaw.example>
To: Kieran Tarrow
Subject: RE: PRIVILEGED & CONFIDENTIAL - tomorrow's interview
Date: 9 June 2026 18:20

Kieran, see you at ten. Bring your phone.
Sunita
"""

ATTENDANCE = """ATTENDANCE NOTE
Client: K Tarrow        Matter: 0042-1        Fee earner: SM
Attending client at Penholt police station. Time engaged: 2 hours 12 minutes (22 units)
Client gave an account of where he had been on the Sunday.
"""

INSTRUCTIONS = """R v TARROW

INSTRUCTIONS TO COUNSEL TO ADVISE IN CONFERENCE

Counsel has herewith: the MG5, the statements of four witnesses, and the record of interview.
"""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ADVICE_LETTER, "legal_advice"),
        (MARKED_EMAIL, "privilege_marking"),
        (ATTENDANCE, "attendance_note"),
        (INSTRUCTIONS, "counsel_papers"),
        ("PRIVILEGED AND CONFIDENTIAL\n\nDear Sam,\nSee below.\n", "privilege_marking"),
        ("Memo\nTo: the Board\nLEGAL PROFESSIONAL PRIVILEGE\nWe think the claim is weak.\n", "privilege_marking"),
        ("WITHOUT PREJUDICE SAVE AS TO COSTS\n\nDear Sirs\nOur client would accept £4,000.\n", "privilege_marking"),
        ("Without Prejudice\nDear Sirs\nWe write with an offer.\n", "privilege_marking"),
        ("*** Subject to legal professional privilege ***\nNote of what was said\n", "privilege_marking"),
        ("This memorandum is confidential and legally privileged.\nPlease keep it safe.\n", "privilege_marking"),
        ("PRIVILEGEDANDCONFIDENTIAL\nDearMrTarrow\n", "privilege_marking"),  # as OCR may read it
        ("Draft - Privileged - prepared for the purpose of giving legal advice\n", "privilege_marking"),
        ("PREPARED IN CONTEMPLATION OF LITIGATION\nReport on the accident\n", "privilege_marking"),
    ],
)
def test_lawyers_papers_are_held(text: str, code: str) -> None:
    assert code in codes(text)


def test_a_letter_inside_a_bundle_is_found_on_its_page() -> None:
    notices = signs([Part(0, "page", "Exhibit list\n", page=1), Part(1, "page", ADVICE_LETTER, page=2)])
    assert any(n.code == "legal_advice" for n in notices)
    marked = signs([Part(0, "page", "List\n", page=1), Part(1, "page", "LEGALLY PRIVILEGED\nDear Kit\n", page=2)])
    assert marked[0].detail == "LEGALLY PRIVILEGED, p. 2"


def test_signs_hold_no_words_of_the_text() -> None:
    assert all("interview" not in n.detail for n in signs([Part(0, "block", MARKED_EMAIL)]))


@pytest.mark.parametrize(
    "text",
    [
        # A witness statement in which a solicitor is called.
        "WITNESS STATEMENT\nStatement of: Ann BRIGGS\nI called my solicitor from the flat. He gave me legal advice\n"
        "and told me to say no comment. I was told the letter was\nlegally privileged so I never saw it.\n",
        # A record of interview with the solicitor present.
        "RECORD OF INTERVIEW\nPersons present: DC Hale, K Tarrow, Ms Meade (solicitor)\nDC Hale: You have had time\n"
        "with your solicitor in private?\nA: No comment.\nMs Meade: My advice to my client remains the same.\n",
        # A solicitor's letter to the police.
        "HALLORAN & MEADE LLP\nSolicitors\nDear Sir or Madam\nWe act for Mr Tarrow. Please keep all footage of 3 May\n"
        "and let us have the custody record. We look forward to hearing from you.\nYours faithfully\n",
        # An ordinary e-mail with a company's footer.
        "From: Reception\nTo: All staff\nThe lift is out of order.\n\nThis email and any attachments are confidential\n"
        "and may be legally privileged. If you are not the intended recipient please delete it.\n",
        "The claim was dismissed\nwithout prejudice to any later one, and the judge rose.\n",
        "I feel privileged to have worked there. It was a very privileged position.\n",
        "Private and privileged documents were found in the desk.\n",
        "Legally privileged: No\nSensitive: No\n",
        "To: DS Cole\nFrom: PC Dean\nThe suspect's solicitor was called at 14.10 and came to the station at 15.00.\n",
        "THE COURT: What counsel says is not evidence.\nMR. REED: Is that privileged, your Honour?\n",
    ],
)
def test_ordinary_evidence_is_not_held(text: str) -> None:
    assert not codes(text)


def test_empty() -> None:
    assert signs([]) == []


@pytest.mark.skipif(not TESTIMONY.exists(), reason="shared data absent")
def test_no_testimony_is_held() -> None:
    for file in sorted(TESTIMONY.glob("*.txt")):
        assert not codes(file.read_text(encoding="utf-8", errors="replace")), file.name
