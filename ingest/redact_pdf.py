"""Burns areas and words out of a copy of a PDF, in a child process, and looks whether anything of them is left.

The copy is made of what the pages show and nothing else of the file: it has no metadata, outline, attachment, script,
form, note under a page, earlier revision or tag. MuPDF removes the letters, pixels and drawings in the areas; a page
from which that cannot be done is made a picture. Only then the areas are blackened: black hides nothing that is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from ingest.redact_steady import take_out
from provenance.errors import ReadError
from provenance.records import Box
from provenance.redaction_words import count, known

if TYPE_CHECKING:
    import pymupdf

_TOLERANCE: Final = 24  # of 255 between the pixels of one flat colour, as JPEG leaves them
_DPI: Final = 200  # of a page that is made a picture
_LOOK: Final = 100  # dots per inch at which is looked whether something is left
_INSET: Final = 0.2  # of a line's height: letters of the lines above and below reach into its box
_EDGE: Final = 1.5  # points of an area's edge in which words may stand that are not in it
_BESIDE: Final = 2.0
_BEYOND: Final = 20_000.0
_STRING: Final = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]{8,}>")
_LEAST: Final = 5  # letters and digits of words that are sought in the file's own strings
# What `Page.apply_redactions` is to do with text, images and drawings, as PyMuPDF numbers it.
_REMOVE, _KEEP = 0, 1
_LEAVE, _PIXELS = 0, 2
_COVERED, _TOUCHED = 1, 2
_ASIDE: Final = frozenset({"Metadata", "PieceInfo", "StructParents", "StructParent", "LastModified", "Alternates"})
_TAGGED: Final = re.compile(rb"/(?!OC\b)([^\s/<]+)\s*(?:<<(?:[^<>]|<[^<>]*>|<<[^<>]*>>)*>>|/[^\s/<]+)\s*BDC")
Areas = Mapping[int, Sequence[Box]]
Taken = Sequence[tuple[str, int]]


def burn(
    stream: BinaryIO, words: Areas, areas: Areas, taken: Taken, passwords: tuple[str, ...] = ()
) -> Iterator[bytes | tuple[str, ...]]:
    """A task: the copy's bytes, then the text of each of its pages.

    `words` and `areas` by page (1-based) are boxes in points as displayed, of marked words and of marked areas. `taken`
    are the words that go, each with how often it stands elsewhere in the file and stays. Raises ReadError:
    redaction_left where some of it is in the copy still; and what opening a PDF raises.
    """
    from ingest.readers.pdf_open import MUPDF_ERRORS, open_pdf

    try:
        with open_pdf(stream.read(), passwords)[0] as original:
            flat = _pages_alone(original)
        for number in range(len(flat)):
            _unseen(flat, number)
            on_page = [*words.get(number + 1, ()), *areas.get(number + 1, ())]
            if on_page:
                _page(flat, number, words.get(number + 1, ()), areas.get(number + 1, ()))
        made = written(flat)
        texts = checked(made, _merged(words, areas, len(flat)), taken)
    except MUPDF_ERRORS as bad:
        raise ReadError("file_damaged") from bad
    yield made
    yield texts


def _merged(words: Areas, areas: Areas, pages: int) -> Areas:
    return {n: [*words.get(n, ()), *areas.get(n, ())] for n in {*words, *areas} if 1 <= n <= pages}


def written(document: pymupdf.Document) -> bytes:
    """The document as a file with nothing in it that its pages do not need; the same pages give the same bytes."""
    document.set_metadata({})
    document.del_xml_metadata()
    made: bytes = document.tobytes(garbage=4, deflate=True, clean=True, no_new_id=True)
    return made


def checked(made: bytes, boxes: Areas, taken: Taken) -> tuple[str, ...]:
    """The text of each page, after looking that no letter stands in the areas and no word of `taken` is there more
    often than it may be; raises ReadError("redaction_left")."""
    import pymupdf

    with pymupdf.open("pdf", made) as copy:
        texts = tuple(_all_text(page) for page in copy)
        for number, on_page in boxes.items():
            page = copy[number - 1]
            back = page.derotation_matrix
            page.set_rotation(0)
            if any(_letters_in(page, _inner(page, _rect(box, back))) for box in on_page):
                raise ReadError("redaction_left", page=f" (page {number})")
        whole = known("\n".join(texts))
        for said, stays in taken:
            words = known(said)
            if len(words.replace(" ", "")) >= _LEAST and count(words, whole) > stays:
                raise ReadError("redaction_left", page="")
        _strings_clear(copy, [said for said, stays in taken if not stays])
    return texts


def _page(document: pymupdf.Document, number: int, words: Sequence[Box], areas: Sequence[Box]) -> None:
    """Take everything out of the areas of a page, then blacken them; meanwhile it is not turned."""
    page = document[number]
    turned, back = page.rotation, page.derotation_matrix
    page.set_rotation(0)
    inner = [_inner(page, _rect(box, back)) for box in words] + [_inset(_rect(box, back)) for box in areas]
    whole = [_rect(box, back) for box in (*words, *areas)]
    take_out(page, inner)
    for graphics in (_COVERED, _TOUCHED):
        _apply(page, whole, images=_PIXELS, graphics=graphics, text=_KEEP)
        if _flat(page, inner):
            break
    else:
        page = _pictured(document, number, whole)
    for rect in whole:
        page.draw_rect(rect, color=None, fill=(0, 0, 0))
    page.set_rotation(turned)


def _apply(page: pymupdf.Page, rects: Sequence[pymupdf.Rect], *, images: int, graphics: int, text: int) -> None:
    for rect in rects:
        page.add_redact_annot(rect, fill=False, cross_out=False)  # type: ignore[arg-type]
    page.apply_redactions(images=images, graphics=graphics, text=text)


def _flat(page: pymupdf.Page, rects: Sequence[pymupdf.Rect]) -> bool:
    """Whether nothing but one colour is left in each of the areas."""
    import pymupdf

    for rect in rects:
        x, y = (
            min(_BESIDE, rect.width / 4),
            min(_BESIDE, rect.height / 4),
        )  # ink beside it, drawn into pixels of its edge
        clip = pymupdf.Rect(rect.x0 + x, rect.y0 + y, rect.x1 - x, rect.y1 - y) & page.rect
        if clip.is_empty or clip.width < 1 or clip.height < 1:
            continue
        drawn = page.get_pixmap(dpi=_LOOK, clip=clip, colorspace=pymupdf.csRGB, alpha=False)
        pixels = np.frombuffer(drawn.samples, np.uint8).reshape(-1, 3)
        if len(pixels) and int((pixels.max(axis=0).astype(int) - pixels.min(axis=0)).max()) > _TOLERANCE:
            return False
    return True


def _pictured(document: pymupdf.Document, number: int, rects: Sequence[pymupdf.Rect]) -> pymupdf.Page:
    """The page as a picture without text, its areas black in the pixels themselves."""
    import pymupdf

    page = document[number]
    for rect in rects:
        page.draw_rect(rect, color=None, fill=(0, 0, 0))
    drawn = page.get_pixmap(dpi=_DPI, colorspace=pymupdf.csRGB, alpha=False)
    size = page.rect
    document.delete_page(number)
    fresh = document.new_page(number, width=size.width, height=size.height)
    fresh.insert_image(fresh.rect, pixmap=drawn)
    return fresh


def _pages_alone(original: pymupdf.Document) -> pymupdf.Document:
    """A new document of what the pages show: notes and form fields drawn on them, nothing of the file beside them.

    With layers that are switched off the pages are written anew, so that those are not on them.
    """
    import pymupdf

    if any(not layer["on"] for layer in original.get_ocgs().values()):
        return pymupdf.open("pdf", original.convert_to_pdf())
    original.bake()
    flat = pymupdf.open()
    flat.insert_pdf(original, links=False, annots=False, widgets=False)
    pages = [flat[number] for number in range(len(flat))]
    for page in pages:
        page.clean_contents()
    contents = {xref for page in pages for xref in page.get_contents()}
    for xref in range(1, flat.xref_length()):
        keys = flat.xref_get_keys(xref)
        for key in _ASIDE.intersection(keys):
            flat.xref_set_key(xref, key, "null")
        if flat.xref_is_stream(xref) and ("BBox" in keys or xref in contents):
            content = flat.xref_stream(xref) or b""
            if b"BDC" in content:
                flat.update_stream(xref, _TAGGED.sub(rb"/\1 BMC", content))
    return flat


def _unseen(document: pymupdf.Document, number: int) -> None:
    """Take off a page the words that lie beyond its edges."""
    import pymupdf

    page = document[number]
    r, far = page.rect, _BEYOND
    inside = pymupdf.Rect(r.x0 - 1, r.y0 - 1, r.x1 + 1, r.y1 + 1)
    letters = (pymupdf.Rect(char[3]) for span in page.get_texttrace() for char in span["chars"])
    if all(letter.intersects(inside) for letter in letters):
        return
    strips = [(-far, -far, far, inside.y0), (-far, inside.y1, far, far)]
    strips += [(-far, inside.y0, inside.x0, inside.y1), (inside.x1, inside.y0, far, inside.y1)]
    take_out(page, [pymupdf.Rect(*strip) for strip in strips])


def _letters_in(page: pymupdf.Page, rect: pymupdf.Rect) -> bool:
    """Whether the middle of a letter, drawn or hidden, lies in the area."""
    for span in page.get_texttrace():
        for char in span["chars"]:
            x0, y0, x1, y1 = char[3]
            if not chr(char[0]).isspace() and rect.contains((((x0 + x1) / 2), ((y0 + y1) / 2))):
                return True
    return False


def _all_text(page: pymupdf.Page) -> str:
    import pymupdf

    everything = pymupdf.Rect(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)
    return str(page.get_text("text", clip=everything, flags=pymupdf.TEXT_PRESERVE_WHITESPACE))


def _strings_clear(copy: pymupdf.Document, taken: Sequence[str]) -> None:
    """Look through every string of the file and of what its pages draw; raises ReadError("redaction_left")."""
    sought = [text for said in taken if len(text := " ".join(said.split())) >= _LEAST]
    forms = [text.encode(code) for text in sought for code in ("utf-8", "utf-16-be")]
    if not forms:
        return
    for xref in range(1, copy.xref_length()):
        about = copy.xref_object(xref, compressed=True)
        texts = [about.encode("utf-8", "replace")]
        if copy.xref_is_stream(xref) and "/Subtype/Image" not in about and "/Length1" not in about:
            texts.append(copy.xref_stream(xref) or b"")
        held = (_plain(m.group()) for text in texts for m in _STRING.finditer(text))
        if any(form in string for string in held for form in forms):
            raise ReadError("redaction_left", page="")


def _plain(string: bytes) -> bytes:
    """What a string of a PDF holds, written as "(words)" or as "<hex digits>"."""
    if string[:1] != b"<":
        return string
    digits = b"".join(string.strip(b"<>").split())
    return bytes.fromhex((digits if len(digits) % 2 == 0 else digits + b"0").decode())


def _inner(page: pymupdf.Page, rect: pymupdf.Rect) -> pymupdf.Rect:
    """The middle of a box of words: what stands in it is of these words and no others."""
    import pymupdf

    middle = pymupdf.Point((rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2)
    upright = any(
        abs(line["dir"][1]) > abs(line["dir"][0])
        for block in page.get_text("dict", clip=rect, flags=0)["blocks"]
        for line in block.get("lines", ())
        if pymupdf.Rect(line["bbox"]).contains(middle)
    )
    across, along = (rect.width, rect.height) if upright else (rect.height, rect.width)
    high, wide = _INSET * across, min(0.4, 0.1 * along)
    dx, dy = (high, wide) if upright else (wide, high)
    return pymupdf.Rect(rect.x0 + dx, rect.y0 + dy, rect.x1 - dx, rect.y1 - dy)


def _inset(rect: pymupdf.Rect) -> pymupdf.Rect:
    import pymupdf

    dx, dy = min(_EDGE, 0.1 * rect.width), min(_EDGE, 0.1 * rect.height)
    return pymupdf.Rect(rect.x0 + dx, rect.y0 + dy, rect.x1 - dx, rect.y1 - dy)


def _rect(box: Box, back: pymupdf.Matrix) -> pymupdf.Rect:
    """A box of the page as displayed, on the page as it is when it is not turned."""
    import pymupdf

    rect: pymupdf.Rect = pymupdf.Rect(box.x, box.y, box.x + box.w, box.y + box.h) * back
    rect.normalize()
    return rect
