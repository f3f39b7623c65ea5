"""Every citation of the sample's overview is confirmed without Attest: by PyMuPDF, python-docx, PyAV, OCR alone."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import docx
import numpy as np
import pymupdf
import pytest
from command_line import Attest
from PIL import Image

from app.sample import SampleCase

Citation = dict[str, Any]


@pytest.fixture(scope="module")
def draft(attest: Attest, taken_in: Path) -> dict[str, Any]:
    found: dict[str, Any] = attest("summarise", taken_in, "--seed", 7, "--json").json
    return found


@pytest.fixture(scope="module")
def paths(attest: Attest, taken_in: Path) -> dict[str, Path]:
    listed: Any = attest("sources", taken_in, "--json").json["sources"]
    return {s["id"]: Path(s["path"]) for s in listed}


@pytest.fixture(scope="module")
def citations(draft: dict[str, Any]) -> list[Citation]:
    return [c for claim in draft["claims"] for role in ("citations", "similar") for c in claim[role]]


def of_kind(citations: list[Citation], *endings: str) -> list[Citation]:
    found = [c for c in citations if c["source_name"].lower().endswith(endings)]
    assert found, f"the overview cites nothing of {endings}"
    return found


def selector(citation: Citation, kind: str) -> dict[str, Any]:
    return next(s for s in citation["target"]["selector"] if s["type"] == kind)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_there_are_forty_over_every_kind(citations: list[Citation]) -> None:
    assert len(citations) >= 40
    for endings in ((".txt",), (".pdf",), (".docx",), (".png", ".jpg"), (".mp4",)):
        of_kind(citations, *endings)


def test_text_stands_at_its_offsets(citations: list[Citation], paths: dict[str, Path]) -> None:
    for citation in of_kind(citations, ".txt"):
        layer = paths[citation["source_id"]].read_text(encoding="utf-8").removeprefix("\ufeff")
        place = selector(citation, "TextPositionSelector")
        assert layer[place["start"] : place["end"]] == citation["exact"]


def test_pdf_words_stand_under_the_boxes(citations: list[Citation], paths: dict[str, Path]) -> None:
    for citation in of_kind(citations, ".pdf"):
        with pymupdf.open(paths[citation["source_id"]]) as document:
            under = [w for box in citation["boxes"] for w in words_under(document[box["page"] - 1], box)]
        assert under == citation["exact"].split(), citation["label"]


def words_under(page: pymupdf.Page, box: dict[str, float]) -> list[str]:
    """Words whose centre lies in the box, in the engine's order; boxes are of the page as displayed."""
    area = pymupdf.Rect(box["x"], box["y"], box["x"] + box["w"], box["y"] + box["h"]) + (-0.5, -0.5, 0.5, 0.5)
    found = []
    for word in page.get_text("words"):
        rect = pymupdf.Rect(word[:4]) * page.rotation_matrix
        if pymupdf.Point((rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2) in area:
            found.append(word[4])
    return found


def test_docx_paragraphs_hold_the_words(citations: list[Citation], paths: dict[str, Path]) -> None:
    for citation in of_kind(citations, ".docx"):
        document = docx.Document(str(paths[citation["source_id"]]))
        place = document.element.xpath(selector(citation, "XPathSelector")["value"])
        assert len(place) == 1
        text = "".join(t.text or "" for t in place[0].xpath(".//w:t"))
        assert citation["exact"].split("\n")[0] in text


def test_the_picture_shows_the_words(citations: list[Citation], paths: dict[str, Path]) -> None:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"})
    for citation in of_kind(citations, ".png", ".jpg"):
        with Image.open(paths[citation["source_id"]]) as picture:
            page = np.asarray(picture.convert("RGB"))
        read: list[str] = []
        for box in citation["boxes"]:
            x, y, w, h = (round(box[k]) for k in "xywh")
            crop = page[max(0, y - 6) : y + h + 6, max(0, x - 6) : x + w + 6, ::-1]
            framed = np.pad(crop, ((60, 60), (60, 60), (0, 0)), mode="edge")
            read += words(" ".join(engine(framed).txts or ()))
        want = words(citation["exact"])
        assert difflib.SequenceMatcher(None, " ".join(read), " ".join(want)).ratio() >= 0.8, (read, want)


def test_frames_decode_to_the_same_planes(citations: list[Citation], paths: dict[str, Path]) -> None:
    clips: dict[Path, list[Citation]] = {}
    for citation in of_kind(citations, ".mp4"):
        clips.setdefault(paths[citation["source_id"]], []).append(citation)
    for path, cited in clips.items():
        with av.open(str(path)) as container:
            frames = {
                n: (f.pts, f.time_base, planes_sha256(f))
                for n, f in enumerate(container.decode(container.streams.video[0]))
            }
        for citation in cited:
            place = selector(citation, "FragmentSelector")
            pts, base, sha256 = frames[place["ordinal"]]
            assert (place["pts"], Fraction(place["timeBase"]), place["frameSha256"]) == (pts, base, sha256)
            stated = float(re.match(r"t=([\d.]+)", place["value"])[1])  # type: ignore[index]
            assert abs(stated - pts * base) <= 0.001


def planes_sha256(frame: av.VideoFrame) -> str:
    """Planes of a yuv420p frame, rows top to bottom without padding."""
    assert frame.format.name == "yuv420p"
    digest = hashlib.sha256()
    for plane in frame.planes:
        rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
        digest.update(rows[:, : plane.width].tobytes())
    return digest.hexdigest()


def test_every_statement_is_cited_and_nothing_privileged(
    draft: dict[str, Any], citations: list[Citation], sample: SampleCase
) -> None:
    truth = json.loads(sample.truth.read_text(encoding="utf-8"))
    cited = {c["source_name"] for c in citations}
    statements = {name for name in truth["files"].values() if "_statement_" in name}
    assert len(statements) >= 6 and statements <= cited
    assert truth["lone_witness"]["file"] in cited
    told = " ".join(c["text"] for c in draft["claims"]) + " ".join(str(c["exact"]) for c in citations)
    assert truth["privileged"]["file"] not in cited
    assert all(phrase not in told for phrase in truth["privileged"]["phrases"])


def test_the_same_seed_gives_the_same_draft(attest: Attest, taken_in: Path, draft: dict[str, Any]) -> None:
    again: Any = attest("summarise", taken_in, "--seed", 7, "--json").json

    def told(one: dict[str, Any]) -> list[Any]:
        return [(c["text"], c["verdict"], [x["target"] for x in c["citations"]]) for c in one["claims"]]

    assert told(again) == told(draft)
