"""Styles of OpenDocument files that hide or strike words: which holds where, and what a span says against them."""

from __future__ import annotations

import io
import zipfile

from test_odt import NAMES, labelled, with_text


def styled(name: str, family: str, said: str, more: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" {more}><style:text-properties {said}/></style:style>'
    )


def test_an_automatic_style_holds_in_its_own_part_alone() -> None:
    struck, bold = 'style:text-line-through-style="solid"', 'style:font-name="Liberation Serif"'
    data = with_text(
        '<text:p>The man <text:span text:style-name="T1">was </text:span>'
        '<text:span text:style-name="T2">not </text:span>there.</text:p><text:p text:style-name="T2">Stands.</text:p>',
        styled("T1", "text", bold) + styled("T2", "text", struck) + styled("T2", "paragraph", bold),
    )
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as pack:
        pack.writestr(
            "styles.xml",
            f"<office:document-styles {NAMES}><office:styles>{styled('T3', 'paragraph', struck)}</office:styles>"
            f"<office:automatic-styles>{styled('T1', 'text', 'text:display=' + chr(34) + 'none' + chr(34))}"
            "</office:automatic-styles><office:master-styles><style:master-page><style:header><text:p>OFFICIAL"
            '<text:span text:style-name="T1"> unseen</text:span><text:span text:style-name="T2">, seen</text:span>'
            '</text:p><text:p text:style-name="T3">SECRET</text:p></style:header></style:master-page>'
            "</office:master-styles></office:document-styles>",
        )
    assert [one for one in labelled(made.getvalue()) if one[0]] == [
        ("The man was there.", "para 1"),
        ("not ", "para 1, struck through"),
        ("Stands.", "para 2"),
        *(("OFFICIAL, seen", "header"), (" unseen", "header, hidden"), ("SECRET", "header, struck through")),
    ]


def test_words_expressly_not_struck_in_what_is_struck_stay() -> None:
    def span(style: str, inner: str) -> str:
        return f'<text:span text:style-name="{style}">{inner}</text:span>'

    info = "<office:change-info><dc:creator>A. Smith</dc:creator></office:change-info>"
    data = with_text(
        '<text:tracked-changes><text:changed-region text:id="i"><text:insertion>'
        f"{info}</text:insertion></text:changed-region></text:tracked-changes>"
        f'<text:p text:style-name="P">gone {span("N", "stays")}{span("B", " and goes")}'
        f"{span('N', span('B', ', stays too'))}"
        f'<text:change-start text:change-id="i"/> Lee<text:change-end text:change-id="i"/></text:p>'
        f'<text:p text:style-name="Child">All of it{span("Ring", ".")}</text:p>',
        styled("P", "paragraph", 'style:text-line-through-style="solid"')
        + styled("N", "text", 'style:text-line-through-style="none" style:text-line-through-type="none"')
        + styled("B", "text", 'style:font-name="Arial"')
        + styled("Child", "paragraph", 'style:font-name="Arial"', 'style:parent-style-name="P"')
        + styled("Ring", "text", "", 'style:parent-style-name="Ring"'),
    )
    assert labelled(data) == [
        ("stays, stays too", "para 1"),
        ("gone ", "para 1, struck through"),
        (" and goes", "para 1, struck through"),
        (" Lee", "para 1, inserted and struck through (A. Smith)"),
        ("", "para 2"),
        ("All of it.", "para 2, struck through"),
    ]
