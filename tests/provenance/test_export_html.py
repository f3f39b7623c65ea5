"""The HTML report: whole, self-contained, honest about what nobody checked, and deaf to hostile text."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from report_case import BY, HEARD, PageRenderer, cite, claim, default_claims, make_case, make_draft
from store_case import source

from provenance.errors import AttestError, TaskError, UsageError
from provenance.export import Replaced, write_beside, write_html
from provenance.layers import Layer
from provenance.ports import Open, Picture
from provenance.records import Box, Source
from provenance.serving import serve
from provenance.store.case_store import CaseStore
from provenance.store.records import Failure, VerifyReport

VOID = {"meta", "br", "img", "link", "hr", "input"}


class Tree(HTMLParser):
    """Checks that every element is closed in order, and gathers attributes, ids and links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")
            if name in ("src", "srcset", "data", "action", "poster"):
                self.loads.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, (tag, self.open[-3:])
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with make_case(tmp_path / "case") as case:
        yield case


def report(store: CaseStore, out: Path, **more: object) -> str:
    draft = more.pop("draft", None) or make_draft(store)
    write_html(serve(store, draft), store, more.pop("renderer", PageRenderer()), out, **more)  # type: ignore[arg-type]
    return out.read_text(encoding="utf-8")


def test_it_is_well_formed_and_loads_nothing(store: CaseStore, tmp_path: Path) -> None:
    html = report(store, tmp_path / "report.html")
    tree = Tree(html)
    assert tree.open == []
    assert len(tree.ids) == len(set(tree.ids))
    assert all(link.startswith("#") and link[1:] in tree.ids for link in tree.links)
    assert tree.loads and all(load.startswith("data:image/") for load in tree.loads)
    assert not tree.tags & {"script", "link", "iframe", "object", "embed", "form", "base"}
    assert not {a for a in tree.attributes if a.startswith("on") or a == "style"}
    assert "http://" not in html and "https://" not in html and "url(" not in html and "@import" not in html


def test_the_policy_lets_through_only_the_style_sheet_that_is_there(store: CaseStore, tmp_path: Path) -> None:
    html = report(store, tmp_path / "report.html")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'" in html


def test_it_says_what_nobody_checked_and_what_was_left_out(store: CaseStore, tmp_path: Path) -> None:
    text = " ".join(Tree(report(store, tmp_path / "report.html")).text.split())
    assert "DRAFT, NOT CHECKED BY A PERSON" in text
    assert text.count("○ not checked") == 4  # three claims, and the one held back
    assert "Not looked for when it was written: evidence against a claim; conflicts between sources" in text
    assert "independence not assessed" in text and "never counted as support" in text
    assert "Machine observation" in text
    assert "KP/9 seized.zip: files of this kind are not read in this version" in text
    assert "JS/4 board.png: says nothing that others do not say" in text
    assert "Held back by the checks" in text and "C. Marsh saw three men." in text


def test_every_source_stands_with_its_whole_hash(store: CaseStore, tmp_path: Path) -> None:
    text = Tree(report(store, tmp_path / "report.html")).text
    assert all(source.sha256 in text for source in store.sources())
    assert store.check_audit().head in text


def test_a_page_cited_twice_is_drawn_once_with_both_places_marked(store: CaseStore, tmp_path: Path) -> None:
    marks: list[list[Box]] = []

    class Counting(PageRenderer):
        def page(
            self,
            source: Source,
            original: Open | None,
            layer: Layer | None,
            page: int,
            places: object,
            covers: object = (),
        ) -> Picture:
            marks.append([source.id, page, list(places)])  # type: ignore[list-item,call-overload]
            return super().page(source, original, layer, page, places)  # type: ignore[arg-type]

    two = [claim("One.", [cite(store, "S1", "On Sunday 3 May")]), claim("Two.", [cite(store, "S1", HEARD)])]
    tree = Tree(report(store, tmp_path / "report.html", draft=make_draft(store, two), renderer=Counting()))
    assert [(m[0], m[1]) for m in marks] == [("S1", 1)]
    assert len(marks[0][2]) >= 2
    assert {"#claim-D1.1", "#claim-D1.2", "#picture-1"} <= set(tree.links)


def test_hostile_names_and_words_stay_text(tmp_path: Path) -> None:
    nasty = "</style><script>alert(1)</script>\u202etxt.exe\" onload='x' \x07\udcff"
    name = nasty.replace("\udcff", "")
    with make_case(tmp_path / "case", reference=f"OP {name}", title=name) as store:
        store.set_source("S1", {"exhibit": "BL<b>/1\u2066", "producer": name}, BY)
        claims = [*default_claims(store), claim(nasty, [cite(store, "S2", "kiosk")], heading=nasty)]
        draft = make_draft(store, claims, brief=nasty)
        html = report(store, tmp_path / "report.html", draft=draft)
    tree = Tree(html)
    assert tree.open == [] and "script" not in tree.tags and "b" not in tree.tags
    assert not {a for a in tree.attributes if a.startswith("on")}
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", html)
    assert "⟨U+202E⟩" in tree.text and "<script>alert(1)</script>" in tree.text


def test_what_is_held_now_is_not_in_an_old_draft(store: CaseStore, tmp_path: Path) -> None:
    draft = make_draft(store)
    store.set_source("S1", {"privilege": "possible"}, BY)
    text = Tree(report(store, tmp_path / "report.html", draft=store.draft(draft.id))).text
    assert "two bangs" not in text and "green coat" in text  # the coat stands in CM/1 too, which is not held
    assert "2 claims withheld" in text


def test_verification_is_told_as_it_went(store: CaseStore, tmp_path: Path) -> None:
    draft = make_draft(store)
    good = VerifyReport(4, sources=tuple((s.id, True) for s in store.sources()))
    assert "every citation re-opened" in report(store, tmp_path / "a.html", draft=draft, verify_report=good)
    failure = Failure("hash_changed", "", citation_id="D1.1.1", source_id="S1")
    bad = VerifyReport(4, (failure,), sources=(("S1", False),))
    html = report(store, tmp_path / "b.html", draft=draft, verify_report=bad)
    assert "1 failure when the citations were re-opened" in html
    assert "Re-opening this citation failed: the file is no longer the one that was taken in." in html
    assert "The file no longer has this SHA-256." in html


def test_a_picture_that_cannot_be_drawn_is_said_and_the_rest_goes_on(store: CaseStore, tmp_path: Path) -> None:
    class Failing(PageRenderer):
        def frame(self, *_: object) -> Picture:
            raise TaskError("task_crashed")

    text = Tree(report(store, tmp_path / "report.html", renderer=Failing())).text
    assert "No picture: the reader stopped working on it." in text


def test_an_existing_file_is_refused_unless_told(store: CaseStore, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    out.write_text("mine")
    with pytest.raises(UsageError, match="file_exists"):
        report(store, out)
    assert out.read_text() == "mine"
    assert "OP ALDER" in report(store, out, overwrite=True)
    with pytest.raises(UsageError, match="no_such_folder"):
        report(store, tmp_path / "absent" / "report.html")


def test_stopping_leaves_nothing(store: CaseStore, tmp_path: Path) -> None:
    out = tmp_path / "out" / "report.html"
    out.parent.mkdir()
    with pytest.raises(TaskError, match="cancelled"):
        report(store, out, progress=lambda what, done, total: done < 1)
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["案" * 80, "a" * 240, "😀" * 60])
def test_a_long_name_that_the_disk_takes_is_written(tmp_path: Path, name: str) -> None:
    out = tmp_path / f"{name}.html"
    out.write_bytes(b"before")
    write_beside(out, b"x")
    file = Replaced(out)
    file.write(b"y")
    assert out.read_bytes() == b"y"
    file.take_back()
    assert out.read_bytes() == b"x" and list(tmp_path.iterdir()) == [out]


_FULL = """
import resource, signal, sys
from pathlib import Path
from provenance.errors import AttestError
from provenance.export import write_beside
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_beside(Path(sys.argv[1]), b"x" * 100_000)
except AttestError as error:
    sys.exit(0 if error.code == "export_failed" else 3)
sys.exit(4)
"""


@pytest.mark.skipif(os.name == "nt", reason="no limit of file sizes here")
@pytest.mark.parametrize("there", [False, True])
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, there: bool) -> None:
    out = tmp_path / "report.html"
    if there:
        out.write_text("the old report")
    root = str(Path(__file__).parents[2])
    ran = subprocess.run([sys.executable, "-c", _FULL, str(out)], env={**os.environ, "PYTHONPATH": root}, timeout=60)
    assert ran.returncode == 0
    assert [p.name for p in tmp_path.iterdir()] == (["report.html"] if there else [])
    assert not there or out.read_text() == "the old report"


def test_a_folder_that_cannot_be_written_is_said(store: CaseStore, tmp_path: Path) -> None:
    with pytest.raises(AttestError, match="export_failed"):
        report(store, tmp_path / ("n" * 300 + ".html"))


def test_a_file_inside_says_what_it_was_found_in(store: CaseStore, tmp_path: Path) -> None:
    pack = store.add_source(source("handed over.zip", "ab" * 32, 9, kind="zip"), None, (), None, BY)
    store.add_source(source("inner note.txt", "cd" * 32, 9, parent=pack.id), None, (), None, BY)
    html = report(store, tmp_path / "report.html")
    article = html[html.rindex("<article", 0, html.index("inner note.txt</bdi>")) :].partition("</article>")[0]
    assert f"inside handed over.zip ({pack.id})" in article
    assert html.count("inside handed over.zip") == 1
