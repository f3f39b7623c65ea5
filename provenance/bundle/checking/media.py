"""The sources themselves, where PyMuPDF (for PDF) and PyAV (for footage) are installed: words and frames looked up."""

from __future__ import annotations

import hashlib
import io
import os
import re
import unicodedata
from fractions import Fraction
from typing import Any, Iterator, Tuple

from provenance.bundle.checking.bag import Entry
from provenance.bundle.checking.quotes import DRAFT, Cited
from provenance.bundle.checking.told import Told, counted

PDF_PAGES = "http://tools.ietf.org/rfc/rfc3778"
FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,asf,flv,ogg,mxf,dv,mjpeg"
Place = Tuple[int, int, int]  # stream, ordinal, time stamp of a frame
NEEDS = "%s against the %s itself: needs the package %s, and to be run without -I -S"


def check_media(bag: str, files: dict[str, Entry], cited: list[Cited], told: Told) -> None:
    """Citations of PDF and of footage against the sources that the bundle holds whole."""
    sources = {path.rpartition("/")[2].partition(".")[0]: path for path in files if path.startswith("data/sources/")}
    for sha256, path in sources.items():
        if files[path].hashes["sha256"] != sha256:
            told.fault(path, "is not the source whose SHA-256 it is named by")
    with_source = [one for one in cited if one.sha256 in sources]
    frames = [one for one in cited if any("pts" in fragment for fragment in one.fragments)]
    whole = [one for one in frames if one.sha256 in sources]
    if len(frames) > len(whole):
        left = counted(len(frames) - len(whole), "cited frame")
        told.unchecked.append("%s of footage that is not in the bundle" % left)
    pages = []
    for one in (one for one in with_source if sources[one.sha256].endswith(".pdf")):
        try:
            pages += [one] if fragments_of(one) else []
        except ValueError:
            told.fault("%s, citation %s" % (DRAFT, one.id), "names a place on a page that cannot be read")
    run("pymupdf", "PyMuPDF", "PDF", "cited place", check_pages, bag, sources, pages, told)
    run("av", "PyAV (av)", "footage", "cited frame", check_frames, bag, sources, whole, told)


def run(
    module: str,
    package: str,
    what: str,
    name: str,
    check: Any,
    bag: str,
    sources: dict[str, str],
    cited: list[Cited],
    told: Told,
) -> None:
    """Check with a package that may not be there; that it is not is told, and is no fault."""
    if not cited:
        return
    try:
        library = __import__(module)
    except ImportError:
        told.unchecked.append(NEEDS % (counted(len(cited), name), what, package))
        return
    by_source: dict[str, list[Cited]] = {}
    for one in cited:
        by_source.setdefault(sources[one.sha256], []).append(one)
    for path, mine in sorted(by_source.items()):
        try:
            check(library, os.path.join(bag, *path.split("/")), mine, told)
        except Exception as error:  # whatever a library says of a file must not end the check of the others
            told.unchecked.append("%s: %s could not read it (%s)" % (path, package, type(error).__name__))


def fragments_of(one: Cited) -> list[tuple[int, list[float]]]:
    """The pages that a citation touches, with the rectangle on each in points."""
    found = []
    for fragment in one.fragments:
        match = re.fullmatch(r"page=(\d+)&viewrect=([-\d.,e+]+)", str(fragment.get("value")))
        if match and fragment.get("conformsTo") == PDF_PAGES:
            x, y, width, height = (float(number) for number in match.group(2).split(","))
            found.append((int(match.group(1)), [x, y, width, height]))
    return found


def check_pages(pymupdf: Any, path: str, cited: list[Cited], told: Told) -> None:
    """The letters of each quote stand on the page, in the rectangle that is cited."""
    checked, pictured = 0, 0
    name = "data/sources/" + os.path.basename(path)
    with pymupdf.open(path) as document:
        for one in cited:
            where, places = "%s, citation %s" % (DRAFT, one.id), fragments_of(one)
            if any(not 1 <= page <= document.page_count for page, _ in places):
                told.fault(where, "cites a page that the PDF does not have")
                continue
            pages = [document[page - 1] for page, _ in places]
            there = "".join(text_in(pymupdf, page, at[1]) for page, at in zip(pages, places))
            if stands(one, there):
                checked += 1
            elif any(is_drawn(pymupdf, page, at[1], there) for page, at in zip(pages, places)):
                pictured += 1  # a scan: its words were read from the picture
            elif stands(one, "".join(letters(page.get_text()) for page in pages)):
                told.unchecked.append("citation %s: its words are on the page, but at another place" % one.id)
            else:
                told.fault(where, "its words are not on the page of %s" % name)
    told.checked.append("%s against the PDF itself (%s)" % (counted(checked, "cited place"), name))
    if pictured:
        left = counted(pictured, "cited place")
        told.unchecked.append("%s of %s, whose words were read from a picture" % (left, name))


def stands(one: Cited, there: str) -> bool:
    """Whether the letters of a quote are all there: in a row, or, where columns were read otherwise, word by word."""
    words = [letters(word) for word in str(one.exact).split()]
    return letters(str(one.exact)) in there or all(word in there for word in words)


def text_in(pymupdf: Any, page: Any, rect: list[float]) -> str:
    """The letters of the words that touch the rectangle, of the page as it is displayed."""
    x, y, width, height = rect
    area = pymupdf.Rect(x - 1, y - 1, x + width + 1, y + height + 1)
    words = [w for w in page.get_text("words") if area.intersects(pymupdf.Rect(w[:4]) * page.rotation_matrix)]
    return letters("".join(word[4] for word in words))


def is_drawn(pymupdf: Any, page: Any, rect: list[float], there: str) -> bool:
    """Whether words at this place can have been read from a picture: one lies under it, or no text stands `there` on a
    page that has pictures or no text. A badge in the head of a page does not make a picture of its text."""
    area = pymupdf.Rect(rect[0], rect[1], rect[0] + rect[2], rect[1] + rect[3])
    pictures = [pymupdf.Rect(one["bbox"]) * page.rotation_matrix for one in page.get_image_info()]
    if any(area.intersects(picture) for picture in pictures):
        return True
    return not there and bool(pictures or not letters(page.get_text()))


def letters(text: str) -> str:
    """Letters and digits alone, so that hyphens, ligatures and line ends do not count."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def check_frames(av: Any, path: str, cited: list[Cited], told: Told) -> None:
    """Each frame decoded anew: the one with this number and time stamp has the planes with this SHA-256."""
    wanted: dict[Place, list[Cited]] = {}
    anchors = {}
    for one in cited:
        anchor = next(fragment for fragment in one.fragments if "pts" in fragment)
        place = (int(anchor["stream"]), int(anchor["ordinal"]), int(anchor["pts"]))
        wanted.setdefault(place, []).append(one)
        anchors[one.id] = anchor
    checked = 0
    for place, found, base in decoded(av, path, wanted):
        for one in wanted.pop(place):
            anchor = anchors[one.id]
            if found != anchor["frameSha256"]:
                told.fault("%s, citation %s" % (DRAFT, one.id), "the frame decodes to other pixels (%s)" % found)
            elif base != Fraction(anchor["timeBase"]):
                told.fault("%s, citation %s" % (DRAFT, one.id), "the footage counts its time in other units")
            checked += 1
    for one in (one for mine in wanted.values() for one in mine):
        told.fault("%s, citation %s" % (DRAFT, one.id), "the footage has no such frame at this time")
    name = "data/sources/" + os.path.basename(path)
    told.checked.append("%s against the footage itself (%s)" % (counted(checked, "cited frame"), name))


def decoded(av: Any, path: str, wanted: dict[Place, list[Cited]]) -> Iterator[tuple[Place, str, Fraction]]:
    """The wanted frames, by decoding each stream from its beginning: (place, SHA-256 of its planes, time base)."""
    for index in sorted({place[0] for place in wanted}):
        last = max(place[1] for place in wanted if place[0] == index)
        with open(path, "rb") as stream:
            options = {"format_whitelist": FORMATS, "protocol_whitelist": ""}
            with av.open(io.BufferedReader(stream), options=options) as container:
                coded = container.streams[index]
                for ordinal, frame in enumerate(container.decode(coded)):
                    if ordinal > last:
                        break
                    place = (index, ordinal, frame.pts)
                    if place in wanted:
                        yield place, hashlib.sha256(planes(av, frame)).hexdigest(), coded.time_base


def planes(av: Any, frame: Any) -> bytes:
    """The planes in the frame's own pixel format, one after the other, rows without padding."""
    packer = av.CodecContext.create("rawvideo", "w")
    packer.width, packer.height, packer.pix_fmt = frame.width, frame.height, frame.format.name
    packer.time_base = frame.time_base or Fraction(1, 1)
    return b"".join(bytes(packet) for packet in packer.encode(frame))
