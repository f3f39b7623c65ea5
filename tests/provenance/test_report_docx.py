"""The Word report: real headings, footnotes, links and pictures, and nothing of evidence that is XML."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx as word
import pymupdf
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree
from paper_case import paper_of, reviewed_case, served_of
from report_case import cite, claim, default_claims, make_case

from provenance.report_docx import docx
from provenance.report_words import DRAFT_WORDS
from provenance.store.case_store import CaseStore

NASTY = "</w:t><w:p/> & \x07 ]]> \u202e \ufffe {{x}} <script>"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with make_case(tmp_path / "case") as case:
        yield case


def opened(data: bytes) -> Document:
    return word.Document(io.BytesIO(data))


def part(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(f"word/{name}.xml"))


def words(data: bytes, name: str = "document") -> str:
    """The text of a part, paragraph by paragraph."""
    lines = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in part(data, name).iter(qn("w:p")))
    return "\n".join(" ".join(line.split()) for line in lines)


def test_its_parts_are_headings(store: CaseStore) -> None:
    document = opened(docx(paper_of(store, served_of(store))))
    names = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert names[1:4] == ["Summary", "What was left out", "Held back by the checks"]
    assert names[-1] == "How to check this report" and "Excerpts in context" in names
    assert "Before 14:30" in [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 2"]
    assert document.core_properties.title == "OP ALDER: draft D1 (not checked)"
    assert {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_banner_audience_log_and_page_number_are_on_every_page(store: CaseStore) -> None:
    made = docx(paper_of(store, served_of(store)))
    (section,) = opened(made).sections
    foot = "\n".join(p.text for p in section.footer.paragraphs)
    assert section.header.paragraphs[0].text == DRAFT_WORDS
    assert "Working document for the case team" in foot and store.check_audit().head in foot
    codes = [e.text for e in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert words(made).count(DRAFT_WORDS) == 3, "at each unreviewed claim"


def test_citations_are_footnotes_with_the_words_in_context(store: CaseStore) -> None:
    made = docx(paper_of(store, served_of(store)))
    referred = [e.get(qn("w:id")) for e in part(made, "document").iter(qn("w:footnoteReference"))]
    notes = [e for e in part(made, "footnotes").iter(qn("w:footnote")) if e.get(qn("w:type")) is None]
    assert referred == [e.get(qn("w:id")) for e in notes] == ["1", "2", "3", "4", "5"]
    told = words(made, "footnotes")
    assert "… 3 May I was on platform two. I heard two bangs close together and then shouting" in told
    assert re.search(r"SHA-256 [0-9a-f]{4}…[0-9a-f]{4}; excerpt \[1\]\.", told)


def test_every_link_leads_to_a_place_that_is_there(store: CaseStore) -> None:
    made = docx(paper_of(store, served_of(store)))
    names = [e.get(qn("w:name")) for e in part(made, "document").iter(qn("w:bookmarkStart"))]
    links = {e.get(qn("w:anchor")) for p in ("document", "footnotes") for e in part(made, p).iter(qn("w:hyperlink"))}
    assert len(names) == len(set(names)) and links and links <= set(names)
    assert all(re.fullmatch(r"\w{1,40}", name or "") for name in names)


def test_pictures_have_a_description(store: CaseStore) -> None:
    made = docx(paper_of(store, served_of(store)))
    pictures = [e.get("descr") for e in part(made, "document").iter(qn("wp:docPr"))]
    assert len(pictures) == 4 and pictures[0] == "BL/1, page 1, with the cited place marked"


def test_words_of_evidence_are_never_xml(tmp_path: Path) -> None:
    clean = NASTY.replace("\ufffe", "").replace("\x07", "")
    with make_case(tmp_path / "case", reference=f"OP {clean}", title=clean) as store:
        claims = [claim(NASTY, [cite(store, "S2", "kiosk")], heading=NASTY), *default_claims(store)]
        text = words(docx(paper_of(store, served_of(store, claims, brief=NASTY))))
    assert "</w:t><w:p/> & ⟨U+0007⟩ ]]> ⟨U+202E⟩" in text and "{{x}} <script>" in text


def test_reviewed_claims_say_whose_words_they_are(tmp_path: Path) -> None:
    store, served = reviewed_case(tmp_path / "case")
    with store:
        made = docx(paper_of(store, served))
    text = words(made)
    assert "Claim 1 · Drafted by a machine · ✓ accepted by anna" in text
    assert "Claim 2 · In the words of ben," in text and "As the machine drafted it:" in text
    assert "rejected by ben" in text and "movement, left of picture" not in text.lower()
    rules = [e.get(qn("w:color")) for e in part(made, "document").iter(qn("w:left")) if e.get(qn("w:color"))]
    assert "1E6B46" in rules and "8FB0D6" in rules, "a rule at the left beside the label in words"


def test_libreoffice_loses_nothing(store: CaseStore, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not on this machine")
    (tmp_path / "r.docx").write_bytes(docx(paper_of(store, served_of(store))))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "r.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    document = pymupdf.open(tmp_path / "r.pdf")
    told = " ".join(" ".join(str(page.get_text()).split()) for page in document)
    for said in ("Before you read", "“I heard two bangs close together", "excerpt [1]", "How to check this report"):
        assert said in told
    assert all(DRAFT_WORDS in str(page.get_text()) for page in document)
    assert sum(len(page.get_image_info()) for page in document) == 4
