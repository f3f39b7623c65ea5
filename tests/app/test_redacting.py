"""Redaction in a case, over every kind of source: marked, burnt out of copies, cut again, shown and told."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pymupdf
import pytest
import video_clips as clips
from PIL import Image, ImageDraw, ImageFont
from working_case import go_on, take_in, working_case

from app.case import Case
from app.cutting import cut_with_boxes
from app.redacted_copies import layer_of
from app.viewing_text import MOST_FOUND
from provenance.anchors import cut
from provenance.errors import AnchorError, TaskError, UsageError
from provenance.export import served_json, write_html
from provenance.records import Box, Coverage, Part, Source, TextAnchor, Verdict
from provenance.redaction_marks import SHOWN, AreaPlace
from provenance.runs import Run
from provenance.serving import Served, serve
from provenance.store.records import NewCitation, NewClaim, NewDraft, NewLayer

SECRET = "Marmaduke Featherstone"
BEFORE, AFTER = "I know 😀 my neighbour", "from the allotments, and he rang 07700 900123."
SAID = f"{BEFORE} {SECRET} {AFTER}"
WHY = "Personal details of a person not concerned"


def _docx(path: Path) -> None:
    made = docx.Document()
    made.core_properties.author = SECRET
    made.add_paragraph("The first paragraph.")
    made.add_paragraph(SAID)
    made.save(str(path))


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["name", "number"], [SECRET, "07700 900123"], ["Another person", "01632 960123"]):
        sheet.append(row)
    book.save(path)


def _pdf(path: Path) -> None:
    with pymupdf.open() as made:
        page = made.new_page()
        page.insert_text((60, 100), "The first line of it.", fontsize=11)
        page.insert_text((60, 120), SAID.replace("😀 ", ""), fontsize=11)
        made.set_metadata({"author": SECRET})
        made.save(path)


def _jpg(path: Path) -> None:
    image = Image.new("RGB", (1800, 500), "white")
    for n, text in enumerate(("I stood at the gate.", "My neighbour came.", f"It was {SECRET}.")):
        ImageDraw.Draw(image).text((80, 60 + 130 * n), text, fill="black", font=ImageFont.load_default(70))
    exif = Image.Exif()
    exif[0x010E] = SECRET
    image.save(path, quality=92, exif=exif)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("redacting")
    (folder / "note.txt").write_text(f"The first line.\n{SAID}\nThe last line.\n", encoding="utf-8")
    (folder / "list.csv").write_text(f'name,said\n"Featherstone","{SAID}"\nB,none\n', encoding="utf-8")
    _docx(folder / "letter.docx")
    _xlsx(folder / "book.xlsx")
    _pdf(folder / "paper.pdf")
    _jpg(folder / "scan.jpg")
    (folder / "film.mp4").write_bytes(clips.walking(24, options={"g": "12"}))
    (folder / "bare.txt").write_text("Nothing is marked in this.\n", encoding="utf-8")
    with working_case(folder / "case") as case:
        take_in(case, *sorted(folder.glob("*.*")))
        yield case


def source(case: Case, name: str) -> Source:
    return next(s for s in case.store.sources() if s.name == name)


def marked(case: Case, name: str, words: str = SECRET) -> str:
    """The id of the source, its words marked once."""
    found = source(case, name)
    case.redacting.mark_quoted(found.id, words, WHY)
    return found.id


def every_byte(data: bytes) -> bytes:
    """The bytes as they are and as they are inside: members of a ZIP, objects and streams of a PDF."""
    held = [data]
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as inside:
            held += [inside.read(name) for name in inside.namelist()]
    if data[:4] == b"%PDF":
        with pymupdf.open("pdf", data) as document:
            for xref in range(1, document.xref_length()):
                held.append(document.xref_object(xref).encode("utf-8", "replace"))
                held.append((document.xref_stream(xref) if document.xref_is_stream(xref) else b"") or b"")
            held += [page.get_text("text", clip=pymupdf.INFINITE_RECT()).encode() for page in document]
    return b"\n".join(held)


NAMES = ("note.txt", "list.csv", "letter.docx", "book.xlsx", "paper.pdf")
KINDS = {"note.txt": "text", "list.csv": "csv", "letter.docx": "pdf", "book.xlsx": "pdf", "paper.pdf": "pdf"}


@pytest.mark.parametrize("name", NAMES)
def test_the_words_are_in_no_byte_of_the_copy_and_the_original_is_as_it_was(case: Case, name: str) -> None:
    source_id = marked(case, name)
    copy = case.redacting.copy(source_id)
    assert copy.kind == KINDS[name] and copy.data is not None and copy.sha256 == sha256(copy.data).hexdigest()
    held = every_byte(copy.data)
    for word in SECRET.split():
        if not (name == "list.csv" and word == "Featherstone"):  # stands there, unmarked, as a cell of its own
            assert word.encode() not in held and word.encode("utf-16-be") not in held, word
    assert copy.layer is not None and SECRET not in copy.layer.text() and SHOWN in copy.layer.text()
    with case.store.vault.open(source(case, name)) as original:
        assert sha256(original.read()).hexdigest() == source(case, name).sha256


@pytest.mark.parametrize("name", NAMES)
def test_a_citation_is_cut_again_and_opens_in_the_copy(case: Case, name: str) -> None:
    source_id = marked(case, name)
    copy, layer = case.redacting.copy(source_id), case.store.layer(source_id)
    at = layer.text().index(SECRET)
    spans = [(at, at + len(SECRET)), (max(0, at - 12), at + len(SECRET) + 14), (0, 8)]
    for start, end in spans:
        anchor = cut_with_boxes(case.store, case.renderer, source(case, name), start, min(end, layer.length))
        again = copy.recut(anchor)
        assert isinstance(again, TextAnchor) and again.source_sha256 == copy.sha256 and copy.data is not None
        assert copy.layer is not None and copy.layer.slice(again.start, again.end) == again.exact
        assert all(word not in again.exact + again.prefix + again.suffix for word in (SECRET, "Marmaduke"))
        assert (SHOWN in again.exact) == copy.touches(anchor)
        held = copy.data.decode("utf-8-sig") if KINDS[name] != "pdf" else _text(copy.data)
        for piece in again.exact.split(SHOWN):
            assert " ".join(piece.split()).replace("😀", "") in " ".join(held.split()).replace("😀", "")
        if KINDS[name] == "pdf":
            assert again.boxes and all(1 <= box.page <= 9 for box in again.boxes)


def _text(data: bytes) -> str:
    with pymupdf.open("pdf", data) as document:
        said = " ".join(page.get_text("text") for page in document)
    return said.replace("ﬁ", "fi").replace("\u1f60", "")  # how MuPDF writes an emoji into a font of its own


def test_a_picture_loses_pixels_and_what_its_file_records(case: Case) -> None:
    source_id = source(case, "scan.jpg").id
    layer = case.store.layer(source_id)
    spoken = next(w for w in layer.part_text(0).split() if w.startswith("Marmaduke"))
    case.redacting.mark_quoted(source_id, spoken, WHY)
    (box,) = layer.boxes(at := layer.text().index(spoken), at + len(spoken))
    copy = case.redacting.copy(source_id)
    assert copy.data is not None and copy.mime == "image/jpeg"
    pixels = np.asarray(Image.open(io.BytesIO(copy.data)).convert("L"))
    inside = pixels[round(box.y) + 2 : round(box.y + box.h) - 2, round(box.x) + 2 : round(box.x + box.w) - 2]
    assert int(inside.max()) <= 24
    assert b"Marmaduke" not in copy.data and not Image.open(io.BytesIO(copy.data)).getexif()
    facts = [part for part in layer.parts if part.kind == "fact"]
    assert facts and copy.without == {part.ordinal for part in facts}
    recorded = cut_with_boxes(case.store, case.renderer, source(case, "scan.jpg"), facts[0].start, facts[0].end)
    assert copy.recut(recorded) is None
    assert copy.layer is not None and "Marmaduke" not in copy.layer.text()


def test_of_footage_frames_are_shown_with_the_area_black_and_no_recording_is_made(case: Case, tmp_path: Path) -> None:
    film = source(case, "film.mp4")
    mark = case.redacting.mark_frames(film.id, Box(0, 10, 10, 40, 30), 3, 9, WHY)
    assert case.redacting.copy(film.id).data is None
    with pytest.raises(UsageError, match="no_copy_of_footage"):
        case.redacting.write_copy(film.id, tmp_path / "film.mp4")
    stream = case.store.video(film.id)
    assert stream is not None and (mark.place.first, mark.place.last) == (stream.times[3], stream.times[9])  # type: ignore[union-attr]
    for box, first, last in ((Box(0, 0, 0, 0, 9), 0, 0), (Box(0, 1, 1, 9, 9), 5, 4), (Box(0, 9999, 1, 9, 9), 0, 0)):
        with pytest.raises(UsageError, match="bad_value"):
            case.redacting.mark_frames(film.id, box, first, last, WHY)


def test_an_area_of_a_set_page_is_the_words_in_it(case: Case) -> None:
    letter = source(case, "letter.docx")
    spans, boxes = case.viewer.page_words(letter.id, 1)
    layer = case.store.layer(letter.id)
    words = [layer.slice(int(a), int(b)) for a, b in spans]
    x, y, w, h = boxes[words.index("paragraph.")].tolist()
    (mark,) = case.redacting.mark_area(letter.id, 1, Box(1, x, y, w, h), WHY)
    assert mark.kind == "words" and layer.slice(mark.place.start, mark.place.end) == "paragraph."  # type: ignore[union-attr]
    with pytest.raises(UsageError, match="bad_value"):
        case.redacting.mark_area(letter.id, 1, Box(1, 0, 0, 3, 3), WHY)
    with pytest.raises(AnchorError, match="no_such_page"):
        case.redacting.mark_area(source(case, "paper.pdf").id, 9, Box(9, 0, 0, 3, 3), WHY)
    case.redacting.remove(mark.id)


def test_words_that_stand_elsewhere_too_are_told(case: Case) -> None:
    table = source(case, "list.csv")
    layer = case.store.layer(table.id)
    at = layer.text().rindex("Featherstone")
    case.redacting.mark_words(table.id, at, at + len("Featherstone"), WHY)
    (left,) = [e for e in case.redacting.elsewhere(table.id) if e.words == "Featherstone"] or [None]
    assert left is None or (left.label, left.start) == ("A2", layer.text().index("Featherstone"))


def test_offers_are_what_is_not_marked_yet(case: Case) -> None:
    note = source(case, "note.txt")
    offers = case.redacting.suggest(note.id)
    assert [(o.kind, o.words, o.label) for o in offers] == [("phone", "07700 900123", "line 2")]
    mark = case.redacting.mark_words(note.id, offers[0].start, offers[0].end, "Another reason")
    assert case.redacting.suggest(note.id) == []
    assert case.redacting.reasons()[0] in ("Another reason", WHY)
    case.redacting.remove(mark.id)


def test_without_marks_there_is_no_copy(case: Case) -> None:
    with pytest.raises(UsageError, match="not_marked"):
        case.redacting.copy(source(case, "bare.txt").id)


def test_a_copy_of_a_changed_original_is_refused(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    source_id = marked(case, "paper.pdf")
    other, opened = source(case, "scan.jpg"), case.store.vault.open
    monkeypatch.setattr(case.store.vault, "open", lambda _: opened(other))
    monkeypatch.setattr(case.redacting, "_copies", {})
    with pytest.raises(AnchorError, match="original_changed"):
        case.redacting.copy(source_id)


def _draft(case: Case) -> str:
    claims = []
    for name in ("note.txt", "paper.pdf"):
        found = source(case, name)
        at = case.store.layer(found.id).text().index("my neighbour")
        start, end = at, at + len(f"my neighbour {SECRET}")
        layer = case.store.layer(found.id)
        anchor = cut(layer, found.sha256, start, end, layer.boxes(start, end))
        verdict = Verdict("exact", "valid", "supported", 1.0)
        cited = [NewCitation(found.id, anchor, layer.label(start, end))]
        claims.append(NewClaim("Who came", f"“my neighbour {SECRET}” came.", "statement", verdict, cited))
    run = Run("extractive", (), {}, 0, {}, "", "", ())
    return case.store.write_draft(NewDraft("", False, True, 2, run, claims, Coverage(2, 2, 2, (), ()))).id


def test_a_report_for_others_shows_neither_words_nor_pictures_of_it(case: Case, tmp_path: Path) -> None:
    for name in ("note.txt", "paper.pdf"):
        marked(case, name)
    draft = case.store.draft(_draft(case))
    whole = serve(case.store, draft)
    assert case.redacting.serve(whole, go_on) is whole
    made = case.redacting.serve(replace(whole, audience="defence"), go_on)
    write_html(made, case.store, case.renderer, tmp_path / "report.html")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert SHOWN in report and report.count("data:image/") == 2
    assert "Marmaduke" not in "".join(c.text + str(c.citations) for c in made.draft.claims)
    for source_id, copy in made.copies.items():
        assert made.sources[source_id].sha256 == copy.sha256
        assert copy.data is None or case.store.source(source_id).sha256 not in report
    assert "Marmaduke" not in report


def test_serving_stops_when_it_is_told_to(case: Case) -> None:
    marked(case, "note.txt")
    whole = replace(serve(case.store, case.store.draft(_draft(case))), audience="prosecutor")
    with pytest.raises(TaskError, match="cancelled"):
        case.redacting.serve(whole, lambda *_: False)


# The same bytes under another id


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[Case]:
    """S1 is a paper, S2 the same file once more under a name that tells, S3 another one."""
    with working_case(tmp_path / "case") as case:
        _pdf(tmp_path / "paper.pdf")
        shutil.copy(tmp_path / "paper.pdf", tmp_path / "Marmaduke_Featherstone_again.pdf")
        (tmp_path / "bare.txt").write_text("Nothing is marked in this.\n", encoding="utf-8")
        for name in ("paper.pdf", "Marmaduke_Featherstone_again.pdf", "bare.txt"):
            take_in(case, tmp_path / name)
        assert [s.outcome for s in case.store.sources()] == ["read", "duplicate", "read"]
        yield case


def served_to_defence(case: Case) -> Served:
    at = case.store.layer("S1").text().index("my neighbour")
    anchor = cut_with_boxes(case.store, case.renderer, case.store.source("S1"), at, at + 12)
    verdict = Verdict("exact", "valid", "supported", 1.0)
    claim = NewClaim("Who came", "A neighbour came.", "statement", verdict, [NewCitation("S1", anchor, "p. 1")])
    run = Run("extractive", (), {}, 0, {}, "", "", ())
    draft = case.store.write_draft(NewDraft("", False, True, 1, run, [claim], Coverage(1, 1, 1, (), ())))
    for source in case.store.sources():
        case.store.decide_material(source.id, {"use": "used"}, case.by)
    return case.redacting.serve(serve(case.store, draft, "defence"), go_on)


@pytest.mark.parametrize("marked_one", ["S1", "S2"])
def test_what_is_marked_is_taken_out_of_the_same_bytes_under_another_id(twins: Case, marked_one: str) -> None:
    original = twins.store.source("S1").sha256
    if marked_one == "S1":
        twins.redacting.mark_quoted("S1", SECRET, WHY)
    else:  # it was not read again: an area alone can be marked
        place = AreaPlace(twins.store.layer("S1").boxes(*twins.viewer.find("S1", SECRET)[0])[0])
        twins.store.mark_redaction("S2", "page_area", place, WHY, twins.by)
    made = served_to_defence(twins)
    assert made.copies.keys() == {"S1", "S2"} and made.copies["S1"].sha256 == made.copies["S2"].sha256
    assert [s.sha256 == original for s in made.sources.values()] == [False, False, False]
    assert made.store is not None
    told = json.dumps(served_json(made, made.store)) + repr(made.sources) + json.dumps(list(made.log))
    assert original not in told and "armaduke" not in told.replace(SHOWN, "")
    for copy in made.copies.values():
        assert copy.data is not None and b"Featherstone" not in every_byte(copy.data)


def test_who_marks_is_told_which_other_source_has_the_same_bytes(twins: Case) -> None:
    assert [s.id for s in twins.redacting.same_bytes("S1")] == ["S2"]
    assert [s.id for s in twins.redacting.same_bytes("S2")] == ["S1"]
    assert twins.redacting.same_bytes("S3") == []


def test_the_same_bytes_read_in_another_way_are_not_served(twins: Case) -> None:
    """Marks on words of one text are not guessed at in another."""
    layer = NewLayer("reader/other", [Part(0, "page", f"Other words. {SAID}", page=1)])
    twins.store.add_source(replace(twins.store.source("S1"), id="", name="other.pdf"), layer, (), None, twins.by)
    twins.redacting.mark_quoted("S1", SECRET, WHY)
    assert SECRET not in (twins.redacting.copy("S1").layer or layer_of(twins, "S1")).text()  # type: ignore[union-attr]
    for source_id, first in (("S4", True), ("S4", False)):
        if first:
            twins.redacting._copies.clear()
        with pytest.raises(UsageError, match="redaction_twin"):
            twins.redacting.copy(source_id)
        twins.redacting.copy("S1")
    with pytest.raises(UsageError, match="redaction_twin"):
        served_to_defence(twins)


def test_a_written_copy_is_logged(case: Case, tmp_path: Path) -> None:
    source_id = marked(case, "paper.pdf")
    copy = case.redacting.write_copy(source_id, tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == copy.data
    entry = case.store.audit_entries()[-1]
    assert (entry.action, entry.detail["source"], entry.detail["sha256"]) == (
        "redacted_copy_written", source_id, copy.sha256
    )  # fmt: skip
    with pytest.raises(UsageError, match="file_exists"):
        case.redacting.write_copy(source_id, tmp_path / "copy.pdf")
    assert case.store.check_audit().ok


def test_words_are_marked_at_every_place_however_many(tmp_path: Path) -> None:
    """Finding in the viewer stops after 1,000; marking may not."""
    places = MOST_FOUND + 5
    (tmp_path / "calls.txt").write_text("".join(f"{n}: {SECRET} rang\n" for n in range(places)), encoding="utf-8")
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "calls.txt")
        layer = case.store.layer("S1")
        spans = [(m.start(), m.end()) for m in re.finditer(SECRET, layer.text())]
        assert case.viewer.find("S1", SECRET, most=None) == spans and len(spans) == places
        assert len(case.redacting.mark_quoted("S1", SECRET, WHY)) == places
        assert case.redacting.mark_quoted("S1", SECRET, WHY) == [] and case.redacting.elsewhere("S1") == []
