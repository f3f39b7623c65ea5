"""Words that nobody sees on a page are read and marked, and those that one sees are not."""

from __future__ import annotations

import io

import pytest

from ingest.items import ReadSettings
from ingest.readers import read
from provenance.records import Part

SEEN = "<p>Words that one sees.</p>"


def hidden(page: str) -> list[str]:
    found = read(io.BytesIO(f"<html><body>{SEEN}{page}</body></html>".encode()), "page", ReadSettings())
    return [part.text.strip() for part in found if isinstance(part, Part) and part.label.endswith(", hidden")]


@pytest.mark.parametrize(
    "page",
    [
        "<p style='font-size:0'>secret</p>",
        "<p style='font-size: 0px !important'>secret</p>",
        "<div style='font-size:0'><b style='font-size:2em'>secret</b></div>",
        "<p style='color:#fff'>secret</p>",
        "<p style='color:White;background:#FFFFFF'>secret</p>",
        "<p><font color=#fefefe>secret</font></p>",
        "<div style='background-color:rgb(0, 0, 0)'><p style='color:#000'>secret</p></div>",
        "<style>p.x{color:white}</style><p class=x>secret</p>",
        "<style>.x, #y {font-size:0}</style><p id=y>secret</p>",
        "<style>/* {} */@import url(a.css);@media print{.x{color:red}}.x{font-size:0}</style><p class=x>secret</p>",
        "<p style='opacity:0'>secret</p>",
        "<p style='mso-hide:all'>secret</p>",
        "<div style='max-height:0; overflow:hidden'>secret</div>",
        "<p style='position:absolute;left:-9999px'>secret</p>",
        "<p style='visibility:hidden'>secret</p>",
        "<p style='display:none'>secret</p>",
        "<style>.x{display:none !important}</style><p class=x style='display:block'>secret</p>",
    ],
)
def test_hidden(page: str) -> None:
    assert hidden(page) == ["secret"]


@pytest.mark.parametrize(
    "page",
    [
        "<div style='font-size:0'><p style='font-size:14px'>seen</p></div>",
        "<div style='background:#000'><p style='color:#fff'>seen</p></div>",
        "<table bgcolor=navy><tr><td><font color=white>seen</font></td><td>x</td></tr></table>",
        "<div style='background:url(x.png)'><p style='color:#fff'>seen</p></div>",
        "<div style='color:#fff'><p style='color:#000'>seen</p></div>",
        "<div style='color:#fff'><a href='http://x.example/'>seen</a></div>",
        "<style>div p{background:#000}</style><div><p style='color:#fff'>seen</p></div>",
        "<style>.x{background:#000;color:#fff}</style><p class=x>seen</p>",
        "<style>@media print{.x{display:none}}</style><p class=x>seen</p>",
        "<style media='screen and (max-width:600px)'>.x{display:none}</style><p class=x>seen</p>",
        "<p style='height:0'>seen</p>",
        "<div style='visibility:hidden'><p style='visibility:visible'>seen</p></div>",
        "<style>.x{display:none}#y{display:block}</style><p class=x id=y>seen</p>",
        "<style>.x{display:none}</style><p class=x style='display:block'>seen</p>",
        "<p style='opacity:0.9; font-size:0.5em'>seen</p>",
    ],
)
def test_seen(page: str) -> None:
    assert hidden(page) == []


@pytest.mark.parametrize("style", ["@font-face{src:url(data:;base64," + 400_000 * "A", "/*" * 200_000, "a" * 400_000])
def test_a_style_that_is_cut_off_is_gone_through_once(style: str) -> None:
    assert hidden(f"<p style='font-size:0'>secret</p><style>{style}</style>") == ["secret"]
