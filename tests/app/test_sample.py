"""The sample case's paper: planted truths stand in the files, forms are forms, and two runs give the same."""

from __future__ import annotations

import csv
import difflib
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import docx
import pymupdf
import pytest
from rapidocr import RapidOCR

from app.sample import SampleCase, case, duty_log, letter, mg11_docx, mg11_pdf, mg11_text, scan, statements
from ingest.items import ReadSettings
from ingest.readers import read
from ingest.statements import recognise
from provenance.records import Part

ONE_THREAD = {"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"}
STATEMENTS = ("AO/1", "BL/1", "CM/1", "DN/1", "EP/1", "FR/1", "GM/1", "KP/1")


def folded(text: str) -> str:
    return " ".join(text.split())


def plain(path: Path) -> str:
    """The text of a file by its library alone, white space folded; pictures by OCR."""
    if path.suffix == ".pdf":
        return folded(" ".join(page.get_text() for page in pymupdf.open(path)))
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
        return folded(" ".join([*(p.text for p in document.paragraphs), *cells]))
    if path.suffix == ".jpg":
        return folded(" ".join(RapidOCR(params=ONE_THREAD)(str(path)).txts))
    return folded(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def truth(sample: SampleCase) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sample.truth.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def texts(sample: SampleCase) -> dict[str, str]:
    return {path.name: plain(path) for path in sample.files if path.suffix != ".mp4"}


def quotes(truth: dict[str, Any]) -> list[tuple[str, str]]:
    """Every (file, quoted words) that truth.json names."""
    found = [(s["file"], s["quote"]) for key in ("facts", "enquiries") for one in truth[key] for s in one["sources"]]
    found += [
        (s["file"], s["quote"]) for key in ("conflicts", "differences") for one in truth[key] for s in one["sides"]
    ]
    found += [(one["file"], one["quote"]) for one in truth["hedges"]]
    return found + [(truth["lone_witness"]["file"], quote) for quote in truth["lone_witness"]["quotes"]]


def test_every_planted_quote_stands_in_its_file(truth: dict[str, Any], texts: dict[str, str]) -> None:
    planted = quotes(truth)
    assert len(planted) > 60
    assert [(name, quote) for name, quote in planted if quote not in texts[name]] == []


def test_what_was_asked_for_is_planted(truth: dict[str, Any]) -> None:
    assert sum(len({s["file"] for s in fact["sources"]}) >= 2 for fact in truth["facts"]) >= 5
    assert [c["kind"] for c in truth["conflicts"]] == ["time", "colour", "direction", "who", "number"]
    for conflict in truth["conflicts"]:
        assert len({side["says"] for side in conflict["sides"]}) >= 2
        assert len({side["file"] for side in conflict["sides"]}) >= 2
    assert truth["lone_witness"]["file"] == "FR1_statement_rahman.docx"
    event = truth["footage_only"]["event"]
    assert (event["enters"], event["leaves"]) == ("left", "left")


def test_privileged_words_stand_in_the_letter_only(truth: dict[str, Any], texts: dict[str, str]) -> None:
    secret = truth["privileged"]
    for phrase in secret["phrases"]:
        assert [name for name, text in texts.items() if phrase in text] == [secret["file"]], phrase


def test_evidence_lies_apart_and_the_exhibit_list_names_it(sample: SampleCase) -> None:
    assert sorted(sample.evidence.iterdir()) == sorted(sample.files)
    assert sample.register.parent == sample.truth.parent == sample.folder
    with sample.register.open(encoding="utf-8-sig", newline="") as out:
        rows = list(csv.DictReader(out))
    assert [row["file"] for row in rows if row["file"]] == [path.name for path in sample.files]
    assert [row["exhibit"] for row in rows if row["privilege"] == "privileged"] == ["LW/1"]
    assert {row["mark"] for row in rows} == {"OFFICIAL", "OFFICIAL-SENSITIVE"}
    assert any(not row["file"] for row in rows), "things without a file stand in real lists too"


@pytest.mark.parametrize("exhibit", STATEMENTS)
def test_statements_are_recognised_as_form_mg11(sample: SampleCase, truth: dict[str, Any], exhibit: str) -> None:
    written = statements.load(exhibit)
    with (sample.evidence / truth["files"][exhibit]).open("rb") as stream:
        parts = [item for item in read(stream, "file", ReadSettings()) if isinstance(item, Part)]
    found = recognise(parts)
    assert found is not None
    assert (found.witness, found.occupation, found.age) == (written.name, written.occupation, "Over 18")
    assert found.statement_date.startswith("2026-05-0")
    layer = "".join(part.text for part in parts)
    rear = " ".join(layer[start:end] for start, end, section in found.sections if section == "rear")
    assert written.rear["postcode"] in rear
    outside = "".join(c for i, c in enumerate(layer) if not any(a <= i < b for a, b, _ in found.sections))
    assert written.rear["postcode"] not in outside
    assert folded(written.paragraphs[1])[:30] in folded(outside)


@pytest.mark.parametrize("exhibit", STATEMENTS)
def test_statements_are_of_the_length_of_real_ones(exhibit: str) -> None:
    assert 350 <= sum(len(p.split()) for p in statements.load(exhibit).paragraphs) <= 850


def test_printed_page_numbers_and_declaration_agree(sample: SampleCase) -> None:
    for exhibit in STATEMENTS[:4]:
        path = next(p for p in sample.files if p.name.startswith(exhibit.replace("/", "")))
        pages = [folded(page.get_text()) for page in pymupdf.open(path)]
        count = len(pages) - 1  # the rear is not a page of the statement
        assert 2 <= count <= 4
        assert f"consisting of {count} pages each signed by me" in pages[0]
        assert all(f"Page {n} of {count}" in text for n, text in enumerate(pages[:-1], start=1))
        assert "Witness contact details" in pages[-1]


def test_duty_log_has_two_columns_and_a_turned_page(sample: SampleCase) -> None:
    document = pymupdf.open(sample.evidence / "JS5_duty_log.pdf")
    assert [page.rotation for page in document] == [0, 0, 90, 0]
    assert document[2].rect.width > document[2].rect.height
    middle = document[0].rect.width / 2
    starts = [word[0] for word in document[0].get_text("words") if word[1] > 105]
    assert sum(x < middle for x in starts) > 150
    assert sum(x > middle for x in starts) > 150
    words = [word for word in document[2].get_text("words") if len(word[4]) >= 5]
    turned = [pymupdf.Rect(word[:4]) * document[2].rotation_matrix for word in words]
    assert all(document[2].rect.contains(box) for box in turned), "words are upright and on the page as displayed"
    assert all(box.width > box.height for box in turned)


def test_scanned_page_can_be_read(texts: dict[str, str]) -> None:
    words, seen = folded(scan.text()).split(), texts["JS4_first_aid_log.jpg"].split()
    assert difflib.SequenceMatcher(None, sorted(words), sorted(seen), autojunk=False).ratio() >= 0.95


def write_paper(folder: Path, seed: int) -> dict[str, bytes]:
    """All papers but the clips, as bytes."""
    for exhibit in STATEMENTS:
        one, name = statements.load(exhibit), exhibit.replace("/", "")
        if one.form == "pdf":
            mg11_pdf.write(one, folder / f"{name}.pdf", seed)
        elif one.form == "docx":
            mg11_docx.write(one, folder / f"{name}.docx")
        else:
            mg11_text.write(one, folder / f"{name}.txt")
    duty_log.write(folder / "log.pdf")
    letter.write(folder / "letter.pdf", seed)
    scan.write(folder / "scan.jpg", seed)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_seed_same_bytes_and_another_seed_same_words(tmp_path: Path, sample: SampleCase) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for folder in folders:
        folder.mkdir()
    first, again, other = (write_paper(folder, seed) for folder, seed in zip(folders, (7, 7, 8), strict=True))
    assert first == again
    assert first["BL1.pdf"] == (sample.evidence / "BL1_statement_lindqvist.pdf").read_bytes()
    assert first["BL1.pdf"] != other["BL1.pdf"], "the seed moves the hand that signs"
    assert first["scan.jpg"] != other["scan.jpg"]
    for name in ("BL1.pdf", "letter.pdf"):
        assert plain(folders[0] / name) == plain(folders[2] / name)


def test_numbers_and_postcodes_belong_to_nobody() -> None:
    """Telephone numbers are of Ofcom's ranges for drama; no postcode area is called BK."""
    folder = files("app.sample").joinpath("data")
    toml = [path for place in (folder, folder.joinpath("statements")) for path in place.iterdir() if path.is_file()]
    assert len(toml) >= len(STATEMENTS)
    for path in toml:
        text = path.read_text(encoding="utf-8")
        for number in re.findall(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b", text):
            assert re.fullmatch(r"01632 960\d{3}|07700 900\d{3}", number), number
        for area in re.findall(r"\b([A-Z]{1,2})\d{1,2} \d[A-Z]{2}\b", text):
            assert area == "BK"


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        case.make_sample(tmp_path / "file")
