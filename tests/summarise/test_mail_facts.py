"""What is said about a mail is no claim of an overview: headers, those of the mails it quotes, disclaimers."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from draft_case import BY, HashEmbedder, add_text, index_all, source

from ingest.items import ReadSettings
from ingest.readers import eml
from ingest.split import split
from provenance.records import Part, Passage
from provenance.store.case_store import CaseStore
from provenance.store.records import NewLayer
from summarise import service
from summarise.mail import told_in
from summarise.units import Unit

MAIL = b"""From: Ann Ames <ann@example.org>
To: Ben Bell <ben@example.org>
Date: Mon, 01 Jun 2026 10:00:00 +0000
Subject: Re: question about when the shutters of the shop were opened that morning
Content-Type: text/plain; charset=utf-8

I saw the grey van stop outside the shop at ten past nine on Monday morning.
Two men carried a long box from the van into the yard behind the shop.

This e-mail and any attachments are confidential and intended solely for the addressee named above.

On Mon, Jun 1, 2026 at 9:40 AM, Ben Bell wrote:
> Sent: Monday, June 01, 2026 9:30 AM To: Ann Ames
> Subject: question about when the shutters of the shop were opened that morning
> Did you see the grey van outside the shop on Monday morning, and who was in it?
"""
ABOUT = ("Subject:", "Sent:", "confidential", "wrote:", "Date:")


def test_headers_and_quoted_headers_are_found_and_cited_and_no_claims_of_an_overview(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with CaseStore.create(tmp_path / "c", "OP TEST", "Test", BY) as store:
        sha256, size = store.vault.put(io.BytesIO(MAIL))
        parts = [p for p in eml.read(io.BytesIO(MAIL), ReadSettings()) if isinstance(p, Part)]
        new = source("question.eml", sha256, size, "eml")
        store.add_source(new, NewLayer("eml/1", parts), split(parts, "eml"), None, BY)
        add_text(store, "note.txt", "The grey van stood in the yard behind the shop until noon on Monday.")
        index_all(store, embedder)
        made = service.draft(store, embedder, None)
        said = [claim.text for claim in made.claims]
        assert any("grey van stop" in text for text in said)
        assert not [text for text in said for about in ABOUT if about in text]
        answer = service.ask(store, embedder, None, question="question about when the shutters of the shop were opened")
        assert any("shutters" in claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("> Subject: Re: question about when shuffle/sort start working", False),
        ("Sent: Wednesday, December 07, 2011 4:30 PM To: Paul Allan Hill", False),
        ("Von: Anna Ahrens Gesendet: Mittwoch, 7. Dezember 2011", False),
        ("*From:* Ann Ames", False),
        ("-----Original Message-----", False),
        ("If you are not the intended recipient, please delete it.", False),
        ("> I saw him from the window at ten.", True),
        ("On Monday I wrote it all down.", True),
        ("A: I saw him from the window.", True),
        ("From the window I saw him go to the door: he had a key.", True),
        ("This message is intended to make you understand that I will burn your house down.", True),
        ("I will be at your house at nine with the hammer\nSent from my iPhone", True),
        ("> Sent from my iPhone 12", False),
        ("This communication from him was not confidential: he told everyone he stabbed Lee.", True),
        ("This e-mail is confidential and intended solely for the addressee.", False),
        ("To: be clear, I hit him.", True),
        ("Do: not tell the police.", True),
        ("Date: he told me that she had gone", True),
        ("On Friday he came to the shop and wrote the cheque, then he said:", True),
        ("On Fri, 3 May 2024 at 14:05, Ann Ames wrote:", False),
    ],
)
def test_what_is_told_in_a_mail(text: str, told: bool) -> None:
    passage = Passage("S1.1", "S1", 0, 0, len(text), text, (), "para 1")
    assert told_in(Unit(passage, 0, len(text), text, 0.5), {"S1"}) is told


def test_elsewhere_the_same_words_are_told() -> None:
    text = "From: Dave. To: Reeves. Yes in the boot, he owes four hundred."
    passage = Passage("S2.1", "S2", 0, 0, len(text), text, (), "para 1")
    assert told_in(Unit(passage, 0, len(text), text, 0.5), {"S1"})
