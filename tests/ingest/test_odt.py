"""OpenDocument texts and presentations: read back in order as odfdo writes them, with changes, notes, files inside."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import odfdo
import pytest
from PIL import Image

from ingest.items import Chunk, Enclosed, Fields, Opened, ReadSettings
from ingest.readers import read, reread
from ingest.readers.sniff import sniff
from provenance.errors import ReadError
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office" / "odt"
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"),
                        ("draw", "drawing"), ("presentation", "presentation"), ("form", "form"))
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" ' \
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:field="urn:field"'  # fmt: skip


def saved(document: odfdo.Document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_text(inner: str, automatic: str = "") -> bytes:
    """A text document whose body is this XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as pack:
        pack.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        pack.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{inner}</office:text></office:body></office:document-content>",
        )
    return made.getvalue()


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "x", ReadSettings()))


def labelled(data: bytes) -> list[tuple[str, str]]:
    return [(i.text.rstrip("\n"), i.label) for i in items(data) if isinstance(i, Part)]


def sample() -> odfdo.Document:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Report"))
    paragraph = odfdo.Paragraph("😀 He said “stop”\tand ran.\nThen nothing.")
    paragraph.insert_note(after="stop", note_id="n1", citation="1", body="He may have said “shop”.")
    document.body.append(paragraph)
    table = odfdo.Table("Log", width=2, height=2)
    for y, row in enumerate((("22:41", "Call"), ("22:58", "Unit 4"))):
        table.set_values([list(row)], coord=(0, y))
    document.body.append(table)
    return document


def test_what_odfdo_writes_is_read_in_order() -> None:
    document = sample()
    document.meta.title, document.meta.creator = "A title", "PC Dean"
    found = items(saved(document))
    assert found[0] == Opened("odt")
    assert labelled(saved(document)) == [
        ("Report", "para 1"),
        ("😀 He said “stop”\tand ran.\nThen nothing.", "para 2"),
        *(("22:41\tCall", "table 1, row 1"), ("22:58\tUnit 4", "table 1, row 2")),
        ("He may have said “shop”.", "footnote 1"),
    ]
    (fields,) = (i.values for i in found if isinstance(i, Fields))
    assert (fields["title"], fields["last_modified_by"]) == ("A title", "PC Dean")


def test_pictures_and_objects_come_out() -> None:
    document, drawn = sample(), io.BytesIO()
    Image.new("RGB", (60, 60), "green").save(drawn, "PNG")
    document.container.set_part("Pictures/one.png", drawn.getvalue())
    document.manifest.add_full_path("Pictures/one.png", "image/png")
    found = items(saved(document))
    assert [i for i in found if isinstance(i, Enclosed)] == [Enclosed("one.png", "Pictures/one.png")]
    assert [i.data for i in found if isinstance(i, Chunk)] == [drawn.getvalue()]


def test_changes_comments_and_hidden_text() -> None:
    about = "<dc:creator>A. Smith</dc:creator><dc:date>2024-05-03T14:05:00</dc:date>"
    info = f"<office:change-info>{about}</office:change-info>"
    data = with_text(
        '<text:tracked-changes><text:changed-region text:id="d"><text:deletion>'
        f"{info}<text:p>a blue</text:p></text:deletion></text:changed-region>"
        f'<text:changed-region text:id="i"><text:insertion>{info}</text:insertion></text:changed-region>'
        '</text:tracked-changes><text:p>He wore <text:change-start text:change-id="i"/>a red<text:change-end '
        'text:change-id="i"/><text:change text:change-id="d"/> <office:annotation office:name="c"><dc:creator>DC Price'
        "</dc:creator><dc:date>2024-05-04T09:00:00</dc:date><text:p>Sure?</text:p></office:annotation>coat"
        '<office:annotation-end office:name="c"/>.<text:span text:style-name="H"> Unseen</text:span></text:p>'
        '<text:change text:change-id="d"/><text:p>See <text:a xlink:href="https://x.example/">this</text:a></text:p>',
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>',
    )
    who = "(A. Smith, 3 May 2024 14:05)"
    assert labelled(data) == [
        ("He wore a red coat.", f"para 1, with words inserted {who}"),
        ("a blue", f"para 1, deleted {who}"),
        (" Unseen", "para 1, hidden"),
        ("a blue", f"after para 1, deleted {who}"),
        ("See this <https://x.example/>", "para 2"),
        ("Sure?", "comment 1 (DC Price, 4 May 2024 09:00), para 1, on “coat”"),
    ]
    assert {i.code for i in items(data) if isinstance(i, Notice)} == {"tracked_changes", "hidden_text"}


def test_deleted_words_that_stay_in_place_and_comments_on_a_point() -> None:
    data = with_text(
        '<text:tracked-changes><text:changed-region text:id="d"><text:deletion><office:change-info><dc:creator>A. Smith'
        "</dc:creator></office:change-info></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>He wore <text:change-start text:change-id="d"/>a blue<text:change-end text:change-id="d"/> a red coat'
        '<office:annotation office:name="c"><text:p>Sure?</text:p></office:annotation>.</text:p><text:p>Last.</text:p>'
    )
    assert labelled(data) == [
        ("He wore  a red coat.", "para 1"),
        ("a blue", "para 1, deleted (A. Smith)"),
        ("Last.", "para 2"),
        ("Sure?", "comment 1, para 1"),
    ]


def test_white_space_folds_as_opendocument_has_it() -> None:
    data = with_text('<text:p>a\n   b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e</text:p>')
    assert labelled(data) == [("a b   c\td\ne", "para 1")]


def test_headers_and_text_boxes() -> None:
    document = sample()
    style = document.get_style("master-page", "Standard") or document.get_styles("master-page")[0]
    style.set_page_header(odfdo.Paragraph("OFFICIAL"))
    box = odfdo.Frame.text_frame(odfdo.Paragraph("in a box"), size=("5cm", "2cm"), anchor_type="as-char")
    document.body.append(odfdo.Paragraph("around "))
    document.body.get_paragraphs()[-1].append(box)
    found = labelled(saved(document))
    assert ("OFFICIAL", "header") in found
    at = [text for text, _ in found].index("in a box")
    assert found[at - 1][0].strip() == "around"


def test_presentations_and_flat_files() -> None:
    flat = (
        f'<?xml version="1.0"?><office:document {NAMES} '
        'office:mimetype="application/vnd.oasis.opendocument.presentation">'
        '<office:body><office:presentation><draw:page draw:name="1"><draw:frame><draw:text-box><text:p>Title</text:p>'
        "</draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>Say this.</text:p>"
        "</draw:text-box></draw:frame></presentation:notes></draw:page></office:presentation></office:body>"
        "</office:document>"
    ).encode()
    assert sniff(io.BytesIO(flat)) == "odp"
    assert labelled(flat) == [("Title", "slide 1"), ("Say this.", "slide 1, notes")]


def test_refusals_and_rereading() -> None:
    data = saved(sample())
    parts = [i for i in items(data) if isinstance(i, Part)]
    assert list(reread(io.BytesIO(data), "odt", range(99), ReadSettings())) == parts
    assert list(reread(io.BytesIO(data), "odt", [2], ReadSettings())) == [parts[2]]
    with pytest.raises(ReadError, match="no_text"):
        items(with_text("<text:p/>"))
    with pytest.raises(ReadError, match="file_damaged"):
        items(with_text("<text:p>"))
    locked = io.BytesIO()
    with zipfile.ZipFile(locked, "w") as pack:
        pack.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        pack.writestr("content.xml", bytes(64))
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        pack.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="content.xml"><m:encryption-data/>'
            "</m:file-entry></m:manifest>",
        )
    with pytest.raises(ReadError, match="password_needed"):
        items(locked.getvalue())


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_files() -> None:
    found = {f.name: labelled(f.read_bytes()) for f in sorted(SHARED.glob("*.odt")) if "notaZip" not in f.name}
    assert ("complex", "para 2, deleted (Bart Hanssens, 5 October 2009 19:09)") in found["testODFwithOOo3.odt"]
    assert ("1\tone embedded", "Object 1 inside") in found["testODFwithOOo3.odt"]
    assert ("Here is footer text", "footer") in found["testFooter.odt"]
    assert ("Taalrol\tN", "table 1, row 4") in found["testODTStyles2.odt"]


def test_form_fields_and_controls_show_what_the_page_shows() -> None:
    def mark(kind: str, *given: tuple[str, str]) -> str:
        params = "".join(f'<field:param field:name="{n}" field:value="{v}"/>' for n, v in given)
        return f'<field:fieldmark field:type="vnd.oasis.opendocument.field.{kind}">{params}</field:fieldmark>'

    entries = tuple(("Dropdown_ListEntry", x) for x in ("no", "café"))
    controls = (
        '<form:text form:id="c1" form:current-value="Jo Roe"/><form:checkbox form:id="c2" form:label="Yes"'
        ' form:current-state="checked"/><form:checkbox form:id="c3" form:label="No"/><form:password form:id="c4"'
        ' form:value="secret"/><form:listbox form:id="c5"><form:option form:label="Red" form:selected="true"/>'
        '<form:option form:label="Blue" form:current-selected="true"/></form:listbox>'
    )
    drawn = "".join(f'<draw:control draw:control="c{n}"/>' for n in range(1, 6))
    data = with_text(
        f"<office:forms><form:form>{controls}</form:form></office:forms>"
        f"<text:p>{mark('FORMCHECKBOX', ('Checkbox_Checked', 'true'))} yes {mark('FORMCHECKBOX')} no, "
        f"{mark('FORMDROPDOWN', *entries, ('Dropdown_Selected', '1'))} or {mark('FORMDROPDOWN', *entries)}</text:p>"
        '<text:p><field:fieldmark-start field:type="vnd.oasis.opendocument.field.FORMTEXT"/>typed'
        f"<field:fieldmark-end/></text:p><text:p>{drawn}</text:p>"
    )
    assert [text.split() for text, _ in labelled(data)] == [
        *(["☒", "yes", "☐", "no,", "café", "or", "no"], ["typed"]),
        ["Jo", "Roe", "☒", "Yes", "☐", "No", "Blue"],
    ]


def test_descriptions_of_pictures_and_symbols() -> None:
    data = with_text(
        "<text:p>Seen:<draw:frame><draw:image/><svg:title>A knife</svg:title><svg:desc>on a table</svg:desc>"
        '</draw:frame> <text:span text:style-name="T1">\uf0fe</text:span></text:p>',
        '<style:style style:name="T1"><style:text-properties style:font-name="Wingdings"/></style:style>',
    )
    assert labelled(data) == [
        ("Seen: ☑", "para 1"),
        *(("A knife", "para 1, alternative text"), ("on a table", "para 1, alternative text")),
    ]
    assert [i.kind for i in items(data) if isinstance(i, Part)] == ["paragraph", "note", "note"]


def test_words_struck_through_are_apart() -> None:
    data = with_text(
        '<text:p>I saw <text:span text:style-name="S">Lee</text:span><text:span text:style-name="N">a man</text:span>'
        '.</text:p><text:p text:style-name="S">All of it.</text:p>',
        '<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="N"><style:text-properties style:text-line-through-style="none"/></style:style>',
    )
    assert [one for one in labelled(data) if one[0]] == [
        ("I saw a man.", "para 1"),
        ("Lee", "para 1, struck through"),
        ("All of it.", "para 2, struck through"),
    ]


def test_hidden_slides_placeholders_and_what_stands_on_every_slide() -> None:
    def box(words: str, kind: str = "") -> str:
        return f"<draw:frame {kind}><draw:text-box><text:p>{words}</text:p></draw:text-box></draw:frame>"

    number = "<text:page-number>&lt;number&gt;</text:page-number>"
    flat = (
        f"<office:document {NAMES} "
        'office:mimetype="application/vnd.oasis.opendocument.presentation"><office:automatic-styles><style:style '
        'style:name="dp1"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
        f"</office:automatic-styles><office:master-styles><style:master-page>{box('OFFICIAL')}"
        f"{box('Click to edit', 'presentation:class=' + chr(34) + 'title' + chr(34))}</style:master-page>"
        "</office:master-styles><office:body><office:presentation><presentation:footer-decl>Op Alder"
        f"</presentation:footer-decl><draw:page>{box('One')}<presentation:notes>{box('Say.')}{box(number)}"
        f'</presentation:notes></draw:page><draw:page draw:style-name="dp1">{box("Two")}</draw:page>'
        "</office:presentation></office:body></office:document>"
    ).encode()
    assert [x for x in labelled(flat) if x[0]] == [
        *(("Op Alder", "footer"), ("One", "slide 1"), ("Say.", "slide 1, notes"), ("Two", "slide 2, hidden")),
        ("OFFICIAL", "slide background"),
    ]
    (notice,) = (i for i in items(flat) if isinstance(i, Notice))
    assert notice == Notice("hidden_text", "hidden slides, marked as such: 2")


@pytest.mark.parametrize("deletion_first", [True, False])
def test_words_that_were_inserted_and_then_deleted_are_told(deletion_first: bool) -> None:
    info = "<office:change-info><dc:creator>{}</dc:creator></office:change-info>"
    deletion = f"<text:deletion>{info.format('B. Jones')}<text:p>a blue</text:p></text:deletion>"
    insertion = f"<text:insertion>{info.format('A. Smith')}</text:insertion>"
    both = deletion + insertion if deletion_first else insertion + deletion
    data = with_text(
        f'<text:tracked-changes><text:changed-region text:id="x">{both}</text:changed-region></text:tracked-changes>'
        '<text:p>He wore<text:change text:change-id="x"/> a coat.</text:p>'
    )
    assert labelled(data) == [("He wore a coat.", "para 1"), ("a blue", "para 1, deleted (B. Jones)")]
