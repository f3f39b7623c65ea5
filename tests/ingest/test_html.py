"""Web pages and saved chats: text in order with paths, nothing run, nothing fetched, hidden text said."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path

import pytest
from lxml import html as lxml_html
from PIL import Image

from ingest.items import Chunk, Enclosed, Fields, ReadSettings
from ingest.readers import html, read, reread
from provenance.errors import ReadError
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office" / "html"


def items(page: str | bytes) -> list[object]:
    data = page.encode() if isinstance(page, str) else page
    return list(read(io.BytesIO(data), "x", ReadSettings()))


def labelled(page: str | bytes) -> list[tuple[str, str]]:
    return [(i.text.rstrip("\n"), i.label) for i in items(page) if isinstance(i, Part)]


def codes(page: str | bytes) -> list[str]:
    return [i.code for i in items(page) if isinstance(i, Notice)]


def test_blocks_come_in_order_and_white_space_folds() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Chat of\n 3 May</title></head><body>before<div>one <b>bold</b>\n  and\tmore"
        "<p>two<br>lines</p>after</div><pre>a  b\n\tc</pre><ul><li>item</li></ul>😀</body></html>"
    )
    assert [text for text, _ in labelled(page)] == [
        *("Chat of 3 May", "before", "one bold and more", "two\nlines", "after", "a  b\n\tc", "item", "😀")
    ]
    assert [label for _, label in labelled(page)] == ["title", *(f"para {n}" for n in range(1, 8))]


def test_paths_lead_to_the_blocks() -> None:
    page = "<html><body><div><p>one</p><p>two</p></div><table><tr><td>a</td><td>b</td></tr></table></body></html>"
    found = [i for i in items(page) if isinstance(i, Part)]
    tree = lxml_html.document_fromstring(page)
    for part in found:
        (element,) = tree.xpath(part.xpath)
        assert "".join(element.text_content().split()) == "".join(part.text.split())


def test_rows_are_pieces_and_layout_tables_are_not() -> None:
    page = (
        "<html><body><table><thead><tr><th>Time</th><th>From</th></tr></thead><tbody><tr><td>14:02</td><td><p>Mum</p>"
        "</td></tr></tbody></table><table><tr><td><table><tr><td>in</td><td>ner</td></tr></table></td><td>side</td></tr>"
        "</table></body></html>"
    )
    assert labelled(page) == [
        *(("Time\tFrom", "table 1, row 1"), ("14:02\tMum", "table 1, row 2")),
        *(("in\tner", "table 3, row 1"), ("side", "para 4")),
    ]


def test_links_times_and_forms() -> None:
    page = (
        '<html><body><p><a href="https://evil.example/www.bank.example">www.bank.example</a> and '
        '<a href="https://bank.example/">bank.example</a> <a href="#top">top</a></p>'
        '<div class="date" title="03.05.2024 14:30:12 UTC+01:00">14:30</div>'
        '<p><input type="checkbox" checked>Yes <input value="typed"><select><option>A<option selected>B</select></p>'
        "</body></html>"
    )
    assert [text for text, _ in labelled(page)] == [
        "www.bank.example <https://evil.example/www.bank.example> and bank.example top",
        "14:30 [03.05.2024 14:30:12 UTC+01:00]",
        "☒ Yes typed B",
    ]


def test_hidden_text_is_read_apart_and_scripts_are_not_run() -> None:
    page = (
        "<html><head><style>.x, #y {display:none} @media print {.z {display:none}}</style></head><body><p>seen "
        '<span style="display: none">secret</span></p><p class="x">hid</p><p id="y">den</p><p class="z">shown</p>'
        "<script>document.write('no')</script><noscript>plain</noscript></body></html>"
    )
    assert labelled(page) == [
        *(("seen", "para 1"), ("secret", "para 1, hidden"), ("hid", "para 2, hidden"), ("den", "para 3, hidden")),
        *(("shown", "para 4"), ("plain", "para 5")),
    ]
    assert codes(page) == ["hidden_text", "scripts_not_run"]


def test_pictures_in_the_page_come_out_and_those_elsewhere_are_said() -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(drawn, "PNG")
    written = base64.b64encode(drawn.getvalue()).decode()
    page = (
        f'<html><body><p>x<img alt="a red square" src="data:image/png;base64,{written}"></p>'
        '<img src="http://tracker.example/1.gif"><img src="photos/2.jpg"></body></html>'
    )
    found = items(page)
    assert [i for i in found if isinstance(i, Enclosed)] == [Enclosed("embedded 1.png", "embedded 1.png")]
    assert b"".join(i.data for i in found if isinstance(i, Chunk)) == drawn.getvalue()
    (told,) = (i.detail for i in found if isinstance(i, Notice) and i.code == "remote_content_not_loaded")
    assert told.endswith(": 2")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<meta charset=windows-1250><p>Łódź</p>".encode("cp1250"), "Łódź"),
        ('<html><head><meta charset="iso-8859-1"></head><p>£5 “ok”</p>'.encode("cp1252"), "£5 “ok”"),
        ("<html><head><meta charset=ascii></head><p>Zoë £5</p>".encode(), "Zoë £5"),
        ("<html><p>日本</p>".encode("utf-16"), "日本"),
        (b'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>'
         b"<p>XHTML</p></body></html>", "XHTML"),
        (b"<html><body><p>never closed <b>and nested</i>", "never closed and nested"),
    ],
)  # fmt: skip
def test_encodings_and_loose_mark_up(page: bytes, text: str) -> None:
    assert [t for t, _ in labelled(page)] == [text]


def test_deep_and_long_pages_are_read_in_time() -> None:
    deep, deeper = ("<html><body>" + "<div>" * n + "deep" + "</div>" * n + "after</body></html>" for n in (2000, 3000))
    assert [t for t, _ in labelled(deep)] == ["deep", "after"]
    with pytest.raises(ReadError, match="too_large"):
        items(deeper)
    rows = "".join(f"<tr><td>{n}</td><td>call</td></tr>" for n in range(20_000))
    assert labelled(f"<html><body><table>{rows}</table></body></html>")[-1] == ("19999\tcall", "table 1, row 20000")


def framed(page: str, times: int) -> str:
    """A page in a frame in a frame, each written into the one around it."""
    for n in range(times):
        page = f"<p>round it {n}</p><iframe srcdoc='{escape(page)}'>old browsers</iframe>"
    return f"<html><body>before {page} after</body></html>"


def test_pages_written_into_frames_are_read_where_they_stand() -> None:
    page = framed("<style>.x{display:none}</style><p>in <b>the</b> frame</p><p class=x>hidden</p>", 2)
    assert labelled(page) == [
        *(("before", "para 1"), ("round it 1", "para 2"), ("round it 0", "para 3"), ("in the frame", "para 4")),
        *(("hidden", "para 5, hidden"), ("after", "para 6")),
    ]
    inner = next(i for i in items(page) if isinstance(i, Part) and i.text == "in the frame\n")
    assert inner.xpath.count("/iframe[1]/html[1]/body[1]") == 2
    empty = "<iframe src='a.html'>old</iframe><iframe srcdoc=''>older</iframe>"
    assert labelled(f"<html><body><p>one</p>{empty}two</body></html>") == [("one", "para 1"), ("two", "para 2")]
    assert codes(framed("<p>deep</p>", 3)) == []
    deep = framed("<p>deep</p>", 17)
    assert codes(deep) == ["frames_not_read"] and ("deep", "para 19") not in labelled(deep)
    assert [p.text for p in html.pieces(framed("mail", 1).encode())] == ["before", "round it 0", "mail", "after"]


def test_controls_are_no_text() -> None:
    assert labelled("<html><body><p>one\x01 two&#4;</p></body></html>") == [("one\ufffd two\ufffd", "para 1")]


def test_fields_refusals_and_rereading() -> None:
    page = (
        "<!DOCTYPE html>\n<!-- saved from url=(0026)https://chat.example/room1 -->\n<html><head><title>T</title>"
        '<meta name="author" content="M. Roe"></head><body><p>one</p><p hidden>two</p></body></html>'
    )
    found = items(page)
    (fields,) = (i.values for i in found if isinstance(i, Fields))
    assert (fields["title"], fields["author"]) == ("T", "M. Roe")
    assert fields["saved_from"] == "https://chat.example/room1"
    parts = [i for i in found if isinstance(i, Part)]
    assert list(reread(io.BytesIO(page.encode()), "html", range(9), ReadSettings())) == parts
    assert list(reread(io.BytesIO(page.encode()), "html", [2], ReadSettings())) == [parts[2]]
    with pytest.raises(ReadError, match="no_text"):
        items("<html><body><script>x</script></body></html>")
    assert [p.text for p in html.pieces(page.encode())] == ["one", "two"]


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_files() -> None:
    found = {f.name: " ".join(t for t, _ in labelled(f.read_bytes())) for f in sorted(SHARED.glob("*.html"))}
    assert "أسفه لهذا الموقف غير المقبول" in found["testHTMLNoisyMetaEncoding_2.html"]
    assert "<http://www.apache.org/>" in found["testHTML.html"]
    assert all(found.values())


def test_a_picture_s_description_stands_apart_from_the_words_beside_it() -> None:
    found = items('<html><body><p>the end<img alt="a red car">of it, <b>and</b><img alt="">on</p></body></html>')
    assert [i.text for i in found if isinstance(i, Part)] == ["the end a red car of it, andon\n"]


def test_fields_stand_apart_and_buttons_say_what_they_say() -> None:
    page = (
        "<body><button>Send now</button><input type=submit value='Buy it'><input value='typed words'>"
        "<input type=hidden value=no><textarea>area</textarea>beside<select><option>1<option selected>two</select>"
        "end<svg><title>a drawing</title></svg>"
    )
    found = list(read(io.BytesIO(page.encode()), "x.html", ReadSettings()))
    words = [item.text for item in found if isinstance(item, Part)]
    assert words == ["Send now Buy it typed words area beside two end\n"]
