"""What a bundle is made of: files copied and hashed in one pass, text covered where it must be, one check."""

from __future__ import annotations

import ast
import errno
import hashlib
import io
import mmap
import os
import random
import sys
from pathlib import Path

import pytest

from provenance.anchors import cut
from provenance.bundle import check_words, verifier
from provenance.bundle.bag import Bag, one_line
from provenance.bundle.checking import media, quotes, told
from provenance.bundle.copying import PIECE, copied
from provenance.bundle.straight import BLOCK, StraightFile
from provenance.bundle.texts import COVER, excerpts_bytes, joined, layer_bytes, without
from provenance.layers import Layer, LoadedPart, PartInfo


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 9 * PIECE + 5])
def test_a_copy_has_the_hashes_of_what_was_copied(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    data, out, told = data[:size], io.BytesIO(), list[int]()
    found = copied(io.BytesIO(data), out, told.append)
    assert out.getvalue() == data
    assert found.size == size
    assert (found.sha256, found.sha512) == (hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest())
    assert told == sorted(told) and (told[-1] if told else 0) == size


def test_what_is_written_is_sent_on_to_the_disk_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.bundle.copying._FLUSHED", PIECE)
    flushed = list[int]()
    found = copied(io.BytesIO(bytes(5 * PIECE)), io.BytesIO(), len_of, lambda: flushed.append(1))
    assert found.size == 5 * PIECE and 1 <= len(flushed) <= 5


def test_a_stream_that_only_reads_is_copied_too() -> None:
    class Plain:
        def __init__(self) -> None:
            self._inside = io.BytesIO(b"abc" * 999)

        def read(self, count: int) -> bytes:
            return self._inside.read(min(count, 7))

    out = io.BytesIO()
    assert copied(Plain(), out, len_of).sha256 == hashlib.sha256(out.getvalue()).hexdigest()  # type: ignore[arg-type]
    assert out.getvalue() == b"abc" * 999


def len_of(done: int) -> int:
    return done


def test_a_copy_ends_where_it_is_told_to() -> None:
    def stop(done: int) -> None:
        raise KeyError(done)

    with pytest.raises(KeyError):
        copied(io.BytesIO(bytes(PIECE * 3)), io.BytesIO(), stop)


def test_what_the_disk_refuses_ends_the_copy() -> None:
    class Full:
        def __init__(self, room: int) -> None:
            self._room = room

        def write(self, data: memoryview) -> None:
            self._room -= len(data)
            if self._room < 0:
                raise OSError(errno.ENOSPC, "no space left")

    for size in (PIECE // 2, PIECE * 3):  # told of at the end, and on the way
        with pytest.raises(OSError, match="no space"):
            copied(io.BytesIO(bytes(size)), Full(size - 1), len_of)


def test_a_disk_that_fails_while_it_is_sent_on_ends_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.bundle.copying._FLUSHED", PIECE)
    told = iter([True])

    def fails_once() -> None:
        if next(told, False):
            raise OSError(errno.EIO, "broken")

    with pytest.raises(OSError, match="broken"):
        copied(io.BytesIO(bytes(PIECE * 9)), io.BytesIO(), len_of, fails_once)


SIZES = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, PIECE + 7]


@pytest.mark.parametrize("aligned", [True, False])
@pytest.mark.parametrize("straight", [True, False])
def test_a_file_written_past_the_cache_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, aligned: bool, straight: bool
) -> None:
    """Pieces of any size, in memory that the straight way takes or refuses, on a disk that offers it or not."""
    if not straight:
        monkeypatch.setattr("provenance.bundle.straight._turned", lambda handle, on: False)
    written = b""
    with StraightFile(tmp_path / "new") as out:
        for number, size in enumerate(SIZES * 2):
            data = bytes([number + 1]) * size
            room = mmap.mmap(-1, size + 1) if aligned else bytearray(size + 1)
            room[:size] = data
            out.write(memoryview(room)[:size])
            out.flush()
            written += data
        assert not out.straight  # the first piece that ends between two blocks leaves the straight way
        out.sync()
    assert (tmp_path / "new").read_bytes() == written


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSPC])
def test_what_is_refused_on_the_straight_way_is_tried_as_usual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr("provenance.bundle.straight._turned", lambda handle, on: on)
    write = os.write

    def refuse(handle: int, data: memoryview) -> int:
        if out.straight or number == errno.ENOSPC:
            raise OSError(number, "refused")
        return write(handle, data)

    with StraightFile(tmp_path / "new") as out:
        monkeypatch.setattr("provenance.bundle.straight.os.write", refuse)
        if number == errno.ENOSPC:
            with pytest.raises(OSError, match="refused"):
                out.write(bytes(BLOCK))
        else:
            out.write(bytes(BLOCK))
            assert not out.straight and (tmp_path / "new").read_bytes() == bytes(BLOCK)


def test_no_file_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"kept")
    with pytest.raises(FileExistsError):
        StraightFile(tmp_path / "there")
    assert (tmp_path / "there").read_bytes() == b"kept"


@pytest.mark.parametrize("size", [0, 5, BLOCK, PIECE, PIECE + BLOCK, 2 * PIECE + 3])
def test_a_bag_holds_what_was_copied(tmp_path: Path, size: int) -> None:
    data = random.Random(size).randbytes(size)
    told = Bag(tmp_path).copy("data/x.bin", io.BytesIO(data), len_of)
    assert (tmp_path / "data" / "x.bin").read_bytes() == data
    assert (told.size, told.sha512) == (size, hashlib.sha512(data).hexdigest())


@pytest.mark.parametrize("path", ["../x", "data/../x", "/x", "data//x", "data/a b", "data/.x", "", "data\\x", "data/é"])
def test_a_bag_takes_plain_names_only(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        Bag(tmp_path).add(path, b"x")


def test_values_of_the_bag_are_one_line() -> None:
    assert one_line("a\r\nBag: x\u2028y\u202e  z ") == "a Bag: x y z"


def test_stretches_are_joined_and_taken_out() -> None:
    assert joined([(5, 9), (0, 3), (3, 4), (8, 12)]) == [(0, 4), (5, 12)]
    assert without([(0, 10), (20, 30)], [(3, 5), (8, 22)]) == [(0, 3), (5, 8), (22, 30)]
    assert without([(0, 10)], [(0, 10)]) == []


def layer(*texts: str, closed: tuple[tuple[int, int], ...] = ()) -> Layer:
    infos, at = [], 0
    for ordinal, text in enumerate(texts):
        infos.append(PartInfo(ordinal, "page", at, len(text), 1, "", "", 0, 0, 0, ""))
        at += len(text)
    return Layer("pdf", "x", infos, lambda n: LoadedPart(texts[n]), closed)


def test_the_rear_is_covered_and_every_place_keeps_its_number() -> None:
    texts = ("I saw him 😀.\n", "Address: 4 Mill Lane\nPhone 0123\n", "End.\n")
    rear = [(13, 45)]
    made = layer(*texts, closed=((13, 45),))
    anchor = cut(made, "ab", 0, 9)
    found = layer_bytes(made, rear, [anchor]).decode()
    assert len(found) == made.length and found.endswith("End.\n") and found.startswith(texts[0])
    assert "Mill" not in found and "0123" not in found and found.count("\n") == made.text().count("\n")
    assert found[13] == COVER


def test_what_a_person_cites_of_the_rear_stays() -> None:
    texts = ("I saw him.\n", "Address: 4 Mill Lane\n")
    made = layer(*texts, closed=((11, 32),))
    anchor = cut(made, "ab", 22, 31)
    assert anchor.exact == "Mill Lane"
    found = layer_bytes(made, [(11, 32)], [anchor]).decode()
    assert found[22:31] == "Mill Lane" and "Address" not in found


def test_excerpts_are_the_cited_places_with_what_stands_around() -> None:
    made = layer("a" * 100 + "WORDS" + "b" * 100)
    found = excerpts_bytes(made, [cut(made, "ab", 100, 105)])
    assert found == b'{"excerpts":[{"start":68,"text":"' + b"a" * 32 + b"WORDS" + b"b" * 32 + b'"}],"length":205}'


def test_the_check_is_plain_python_3_8_of_the_standard_library() -> None:
    tree = ast.parse(verifier.text(), feature_version=(3, 8))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported <= set(sys.stdlib_module_names)
    later = {"removeprefix", "removesuffix", "batched", "pairwise", "bit_count", "is_relative_to", "readlink"}
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert used & later == set()
    assert not any(isinstance(node, ast.Match) for node in ast.walk(tree))
    plain = [n for n in ast.walk(tree) if isinstance(n, ast.Subscript) and isinstance(n.value, ast.Name)]
    annotated = {id(n) for n in _annotations(tree)}
    generic = {"list", "dict", "tuple", "set", "frozenset"}
    assert not [n for n in plain if n.value.id in generic and id(n) not in annotated], "3.9 began that"  # type: ignore[attr-defined]


def _annotations(tree: ast.Module) -> list[ast.AST]:
    """Everything inside annotations, which are not run."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            inside = getattr(node, name, None)
            if inside is not None:
                found += ast.walk(inside)
    return found


def test_no_name_of_one_part_hides_that_of_another() -> None:
    tree = ast.parse(verifier.text())
    named = [n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    named += [t.id for n in tree.body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)]
    assert len(named) == len(set(named))


def test_the_check_opens_nothing_to_write_and_no_connection() -> None:
    tree = ast.parse(verifier.text())
    calls = [
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "open"
    ]
    modes = [c.args[1].value if len(c.args) > 1 else "r" for c in calls]  # type: ignore[attr-defined]
    assert calls and set(modes) <= {"r", "rb"}
    assert "socket" not in verifier.text() and "urllib" not in verifier.text() and "subprocess" not in verifier.text()


def test_the_page_on_checking_is_the_same_in_both_forms_and_takes_no_markup() -> None:
    import pymupdf

    odd = 'OP <b>"#let x = 1" $x$ & Söhne'
    html, pdf = check_words.html(odd, "D2").decode(), check_words.pdf(odd, "D2")
    assert "<b>" not in html and "&lt;b&gt;" in html and "<script" not in html
    with pymupdf.open(stream=pdf, filetype="pdf") as paper:
        text = " ".join(" ".join(page.get_text() for page in paper).split())
        assert check_words.TITLE in paper.get_xml_metadata()
        assert paper.xref_get_key(paper.pdf_catalog(), "StructTreeRoot")[0] != "null", "tagged"
    assert odd in text
    for words in ("certutil -hashfile", "shasum -a 256", "sha256sum", "Get-FileHash"):
        assert words in html and words in text
    assert pdf == check_words.pdf(odd, "D2"), "the same words give the same bytes"


@pytest.mark.parametrize(
    ("at", "said"),
    [((500, 10, 540, 50), "its words are not on the page"), ((60, 180, 300, 220), "read from a picture")],
    ids=["a badge in the head", "a picture under the place"],
)
@pytest.mark.parametrize("rotation", [0, 90])
def test_other_words_on_a_page_are_a_fault_whatever_picture_is_elsewhere_on_it(
    tmp_path: Path, at: tuple[int, ...], said: str, rotation: int
) -> None:
    """A text that was forged before it was sealed is found in the PDF itself."""
    import pymupdf

    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 200), "The van was blue.")
        picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 9, 9))
        picture.clear_with(90)
        page.insert_image(pymupdf.Rect(at), pixmap=picture, overlay=False)
        place = pymupdf.Rect(70, 185, 190, 205)
        page.set_rotation(rotation)
        x, y, *_ = shown = place * page.rotation_matrix
        document.save(tmp_path / "a.pdf")
    rect = f"page=1&viewrect={x:g},{y:g},{shown.width:g},{shown.height:g}"
    assert said in " ".join(looked_up(tmp_path / "a.pdf", "The van was red.", rect))
    assert looked_up(tmp_path / "a.pdf", "The van was blue.", rect) == []


def looked_up(path: Path, words: str, rect: str) -> list[str]:
    """What the check says against a quote at this place of a PDF: faults, and what could not be checked."""
    import pymupdf

    found, sha256 = told.Told(), "ab" * 32
    place = {"type": "FragmentSelector", "conformsTo": media.PDF_PAGES, "value": rect}
    target = {"source": f"urn:sha256:{sha256}", "selector": [place]}
    item = {"id": "D1.1.1", "exact": words, "source_sha256": sha256, "label": "p. 1", "target": target}
    media.check_pages(pymupdf, str(path), [quotes.Cited("", "new", "citations", item)], found)
    return [*(what for _, what in found.faults), *found.unchecked]
