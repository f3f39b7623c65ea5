"""RTF: words in every character set, rows, notes, deleted and hidden words, pictures and embedded files."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from ingest.items import Chunk, Enclosed, Fields, ReadSettings
from ingest.readers import equations, read, reread, rtf
from provenance.errors import ReadError
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office" / "rtf"
HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset128 MS Mincho;}"
    rb"{\f2\fcharset2 Wingdings;}{\f3\fcharset238 Arial CE;}}"
)


def whole(body: bytes) -> bytes:
    return HEAD + body + b"}"


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "x", ReadSettings()))


def labelled(body: bytes) -> list[tuple[str, str]]:
    return [(i.text.rstrip("\n"), i.label) for i in items(whole(body)) if isinstance(i, Part)]


def texts(body: bytes) -> list[str]:
    return [text for text, _ in labelled(body)]


def test_character_sets_unicode_and_symbols() -> None:
    body = (
        rb"{\f0 caf\'e9 \u8364?5 \u-10179?\u-8704? \emdash\~x}\par{\f1 \'93\'fa\'96\'7b\'8c\'ea}\par"
        rb"{\f3 \'9elu\'9dou\'e8k\'fd}\par{\f2\'fe} Yes {\f2\u61692?}\par\uc0\u26085 \uc2\u26412??!"
    )
    assert texts(body) == ["café €5 😀 —\xa0x", "日本語", "žluťoučký", "☑ Yes ✓", "日本!"]


def test_a_double_byte_character_may_end_in_plain_text() -> None:
    """The second byte of ソ (83 5C) is a backslash, of ア (83 41) a letter."""
    assert texts(rb"{\f1 \'83A\'83\'5c}") == ["アソ"]


def test_rows_and_what_is_in_cells() -> None:
    row = rb"\trowd\cellx1\cellx2 \pard\intbl 22:41\cell Caller\par says so\cell\row"
    assert labelled(rb"before\par" + row + row + rb"\pard after\par " + row) == [
        ("before", "para 1"),
        *(("22:41\tCaller\nsays so", "table 1, row 1"), ("22:41\tCaller\nsays so", "table 1, row 2")),
        *(("after", "para 2"), ("22:41\tCaller\nsays so", "table 2, row 1")),
    ]


def test_deleted_inserted_and_hidden_words() -> None:
    body = (
        rb"{\*\revtbl{Unknown;}{A. Smith;}}He wore {\revised\revauth1\revdttm"
        + when()
        + rb" a red}{\deleted\revauthdel1"
        rb"\revdttmdel" + when() + rb" a blue} coat{\v  (not sure)}.\par"
    )
    who = "(A. Smith, 3 May 2024 14:05)"
    assert labelled(body) == [
        ("He wore a red coat.", f"para 1, with words inserted {who}"),
        ("a blue", f"para 1, deleted {who}"),
        (" (not sure)", "para 1, hidden"),
    ]


def test_words_struck_through_are_apart() -> None:
    body = rb"I saw {\strike Lee}{\striked1 , Ann} a man{\strike0  there}{\strike\plain  at nine}.\par"
    assert labelled(body) == [("I saw  a man there at nine.", "para 1"), ("Lee, Ann", "para 1, struck through")]


def test_words_that_are_changed_and_struck_through_keep_their_change() -> None:
    body = (
        rb"{\*\revtbl{Unknown;}{A. Smith;}}He {\strike\mvf\mvauth1 was}{\revised\revauth1\strike not}{\v\mvf gone}"
        rb"{\revised\revauth1 here}.\par"
    )
    assert labelled(body) == [
        ("He here.", "para 1, with words inserted (A. Smith)"),
        ("was", "para 1, moved away (A. Smith)"),
        ("not", "para 1, inserted and struck through (A. Smith)"),
        ("gone", "para 1, moved away (Unknown)"),
    ]
    told = {i.code: i.detail[-1] for i in items(whole(body)) if isinstance(i, Notice)}
    assert told == {"tracked_changes": "4", "struck_text": "1"}


def when() -> bytes:
    """3 May 2024 14:05 as Word packs it."""
    return str(5 | 14 << 6 | 3 << 11 | 5 << 16 | 124 << 20).encode()


def test_what_stands_beside_the_body() -> None:
    body = (
        rb"{\header OFFICIAL\par}{\footer page\par}Text{\footnote {\super 1} a note}{\*\atnid X}{\*\atnauthor DC Price}"
        rb"{\*\annotation{\*\atndate " + when() + rb"}{\*\atnref 1}why?} goes on.\par\sect{\header OFFICIAL\par}more"
        rb"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt in a box\par}}{\shprslt in a box}}\par"
    )
    found = labelled(body)
    assert found[:3] == [("Text goes on.", "para 1"), ("more", "para 2"), ("in a box", "text box")]
    assert found[3:6] == [("OFFICIAL", "header"), ("page", "footer"), ("1 a note", "footnote 1")]
    assert found[6] == ("why?", "comment 1 (DC Price, 3 May 2024 14:05), para 1")
    assert len(found) == 7


def test_words_after_groups_that_old_readers_skip() -> None:
    """What stands after a starred group belongs to the group round it, whatever control word comes next."""
    body = (
        rb"{{\*\bkmkstart a}{\*\bkmkend a}\b A heading}\par{{\*\xe nothing}\cs2 in the index}\par"
        rb"{{\*\atrfstart 0}\loch the words}{\loch{\*\atrfend 0}{{\*\atnid H}{\*\atnauthor DS Hale}\chatn"
        rb"{\*\annotation{\*\atnref 0}{\*\atndate " + when() + rb"}\loch{\rtlch why}}}} go on.\par"
        rb"{{\*\unknown rubbish}{\footnote\ftnalt{\*\xe x}\plain at the end}\ul under}{\upr{lost}{\*\ud{ kept}}}\par"
        rb"{\mmath{\*\moMathPara{\*\moMathParaPr{\mjc1}}{\*\moMath{\mr\mscr0 v=72}}}}\par"
    )
    assert labelled(body) == [
        *(("A heading", "para 1"), ("in the index", "para 2"), ("the words go on.", "para 3")),
        *(("under kept", "para 4"), ("v=72", "para 5"), ("at the end", "endnote 1")),
        ("why", "comment 1 (DS Hale, 3 May 2024 14:05), para 3"),
    ]


def test_form_fields_and_equations_show_what_the_page_shows() -> None:
    """As Word writes them: a form field's state stands in its code, and nowhere as text."""
    field = rb"{\field{\*\fldinst {\rtlch %s {\*\formfield{%s}}}}{\fldrslt }}"
    lists = rb"\fftype2\ffres%d\ffdefres1{\*\ffname Dropdown1}{\*\ffl no}{\*\ffl caf\'e9}"
    body = (
        field % (b"FORMCHECKBOX", rb"\fftype1\ffres1\ffdefres0{\*\ffname Check1}") + b" yes "
        + field % (b"FORMCHECKBOX", rb"\fftype1\ffres0\ffdefres1") + b" no "
        + field % (b"FORMCHECKBOX", rb"\fftype1\ffres25\ffdefres1") + b" as given "
        + rb"{\field{\*\fldinst FORMCHECKBOX}{\fldrslt}}\par"
        + field % (b"FORMDROPDOWN", lists % 0) + b" then " + field % (b"FORMDROPDOWN", lists % 25) + rb"\par"
        + rb"{\field{\*\fldinst FORMTEXT {\*\formfield{\fftype0{\*\ffdeftext old}}}}{\fldrslt typed}}\par"
        + rb'{\field{\*\fldinst { EQ \\* jc3 \\* "Font:Cambria" \\* hps22 \\o\\al(\\s\\up 10(reading),word)}}'
        + rb"{\fldrslt {}}}"
    )  # fmt: skip
    assert texts(body) == ["☒ yes ☐ no ☒ as given ☐", "no then café", "typed", "word"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (r"EQ 3\f(1,2) miles", "3 1/2 miles"),
        (r"EQ \r(3,x) + \b\bc\[ (a\,b)", "3√x + (a,b)"),
        (r"eq \o\ad(\s\up 9(かん),漢)\o(a,b)", "漢ab"),
        (r"EQ \a\al\co2(one,two;three (x),y)", "one two three (x) y"),
        (r"EQ \f(1", "1"),
        *(("PAGE", ""), ("EQUAL", ""), ("EQ", ""), (r"EQ \f(" + "\\f(" * 90_000, "")),
    ],
)
def test_equations_are_written_on_a_line(code: str, words: str) -> None:
    assert equations.words(code) == words


def test_codes_are_not_text() -> None:
    body = (
        rb"{\stylesheet{\s0 Normal;}}{\*\unknown rubbish{\b more}}{\info{\title Report {\b 7}}{\author PC Dean}"
        rb"{\creatim\yr2024\mo5\dy3\hr9\min7}}{\field{\*\fldinst HYPERLINK "
        rb'"https://x.example/a"}{\fldrslt the page}} and {\listtext 1.\tab}item\par'
    )
    assert texts(body) == ["the page <https://x.example/a> and 1.\titem"]
    (fields,) = (i.values for i in items(whole(body)) if isinstance(i, Fields))
    assert fields == {"title": "Report 7", "author": "PC Dean", "created": "2024-05-03T09:07"}


def test_pictures_and_embedded_files_come_out() -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 40), "blue").save(drawn, "PNG")
    png, more = drawn.getvalue(), drawn.getvalue() + b"x"
    shell = b"\x02\0notes.txt\0C:\\a\\notes.txt\0" + bytes(4) + struct.pack("<I", 3) + b"C:\0" + struct.pack("<I", 5)
    native = shell + b"hello" + bytes(2)
    names = struct.pack("<I", 8) + b"Package\0" + bytes(8)
    ole = struct.pack("<II", 0x501, 2) + names + struct.pack("<I", len(native)) + native
    body = (
        rb"see {\pict\pngblip " + png.hex().encode() + rb"}{\pict\pngblip\bin" + str(len(more)).encode() + b" " + more
        + rb"}{\shp{\*\shpinst{\sp{\sn pib}{\sv {\pict\pngblip " + png.hex().encode() + b"}}}}}"
        + rb"{\object\objemb{\*\objdata " + ole.hex().encode() + rb"}{\result icon}}\par"
    )  # fmt: skip
    found = items(whole(body))
    names_found = [(i.name, i.made) for i in found if isinstance(i, Enclosed)]
    assert names_found == [
        *(("picture 1.png", ""), ("picture 2.png", "")),
        ("notes.txt", "taken out of the object that wraps it"),
    ]
    assert [i.data for i in found if isinstance(i, Chunk)] == [png, more, b"hello"]
    assert texts(body) == ["see icon"]


def test_cut_off_empty_and_read_again() -> None:
    cut = items(HEAD + rb"kept {\b bold \par then")
    assert [i.text for i in cut if isinstance(i, Part)] == ["kept bold \n", "then\n"]
    assert [i.code for i in cut if isinstance(i, Notice)] == ["file_cut_off"]
    with pytest.raises(ReadError, match="no_text"):
        items(whole(rb"\par"))
    data = whole(rb"one\par{\deleted two}three\par{\header four}")
    parts = [i for i in items(data) if isinstance(i, Part)]
    assert list(reread(io.BytesIO(data), "rtf", range(9), ReadSettings())) == parts
    assert list(reread(io.BytesIO(data), "rtf", [1], ReadSettings())) == [parts[1]]
    assert [p.text for p in rtf.pieces(data)] == [p.text.rstrip("\n") for p in parts]


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_files() -> None:
    found = {}
    for file in sorted(SHARED.glob("*.rtf")):
        try:
            found[file.name] = "".join(i.text for i in items(file.read_bytes()) if isinstance(i, Part))
        except ReadError as refused:
            found[file.name] = refused.code
    assert "Článek týdne" in found["testRTFWord2010CzechCharacters.rtf"]
    assert "処刑記録見つかる" in found["testRTFJapanese.rtf"] and "\ufffd" not in found["testRTFJapanese.rtf"]
    assert found["testRTFTableCellSeparation.rtf"] == "a\tb\nc\td\nä\të\nö\tü\n"
    assert found["testRTFWindowsCodepage1250.rtf"].startswith("zażółć gęślą jaźń")
    assert found["test_list_override.rtf"] == "no_text"


def test_watermarks_and_descriptions_of_pictures() -> None:
    shape = rb"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 136}}{\sp{\sn %s}{\sv %s}}}{\shprslt{\*\do\dprect}}}"
    drawn = io.BytesIO()
    Image.new("RGB", (40, 40), "blue").save(drawn, "PNG")
    picture = (
        rb"{\pict{\*\picprop\shplid1{\sp{\sn wzDescription}{\sv A knife on a table}}}\pngblip "
        + drawn.getvalue().hex().encode() + b"}"
    )  # fmt: skip
    body = rb"{\header\pard " + shape % (b"gtextUNICODE", b"DRAFT") + rb"\par}Seen: " + picture + rb"\par"
    assert [(i.text, i.label, i.kind) for i in items(whole(body)) if isinstance(i, Part)] == [
        ("Seen: \n", "para 1", "paragraph"),
        ("A knife on a table\n", "para 1, alternative text", "note"),
        ("DRAFT\n", "header, word art", "paragraph"),
    ]
    assert [i.data for i in items(whole(body)) if isinstance(i, Chunk)] == [drawn.getvalue()]


def test_a_symbol_of_a_number_without_end_is_no_symbol() -> None:
    assert texts(rb"{\field{\*\fldinst SYMBOL " + 5000 * b"9" + rb"}{\fldrslt }}Read") == ["Read"]
