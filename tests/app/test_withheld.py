"""What is marked privileged after it was summarised stands in no answer, no report and no file written from then on."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pymupdf
import pytest
from command_line import Result, in_this_process

SECRET = "zebrafish"  # stands in the words, the title and the author of what is marked
SAID = "At 14:41 I heard two loud bangs from the far end of platform two"
ADVICE = f"{SAID} beside the {SECRET} kiosk. The man at the {SECRET} kiosk dropped a grey rucksack and ran."
OPEN = f"{SAID}. A man in a green coat ran past me towards the footbridge and dropped his bag.\n"


def session(*commands: Sequence[object]) -> list[Result]:
    return [in_this_process(*words) for words in commands]


@dataclass(frozen=True)
class Drafted:
    """A case of three sources, drafted from and then marked; ids of what shows the marked ones."""

    folder: Path
    barred: tuple[str, ...]
    similar: tuple[str, ...]
    kept: tuple[str, ...]
    before: dict[Path, int]


def clip(path: Path) -> Path:
    """Four seconds of a still wall, across which a bright box moves in the third."""
    with av.open(str(path), "w") as made:
        stream = made.add_stream("libx264", rate=10)
        stream.width, stream.height = 160, 120
        for number in range(40):
            picture = np.full((120, 160, 3), 90, np.uint8)
            if 15 <= number < 30:
                picture[40:80, 8 * (number - 15) : 8 * (number - 15) + 30] = 250
            made.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        made.mux(stream.encode(None))
    return path


def statement(path: Path) -> Path:
    with pymupdf.open() as document:
        document.new_page().insert_textbox((72, 72, 500, 300), ADVICE)
        document.set_metadata({"title": f"The {SECRET} meeting", "author": SECRET})
        document.save(path)
    return path


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Drafted:
    folder = tmp_path_factory.mktemp("marked")
    case = folder / "case"
    (folder / "open.txt").write_text(OPEN, encoding="utf-8")
    files = (folder / "open.txt", statement(folder / "note.pdf"), clip(folder / "cam.mp4"))
    done = session(
        ("new", case, "--reference", "TEST"),
        ("add", case, *files),
        ("summarise", case, "--json"),
        ("ask", case, "Who ran after the bangs?", "--json"),
        ("sources", case),
        *(("set", case, source, "privilege=privileged") for source in ("S2", "S3")),
        ("set", case, "S2", "title=Note"),
    )
    assert all(SECRET in d.out for d in done[2:5]), done
    claims: list[Any] = [claim for draft in done[2:4] for claim in draft.json["claims"]]  # type: ignore[attr-defined]
    cited = [(c["source_id"], c["id"], claim["id"]) for claim in claims for c in claim["citations"]]
    barred = [id for source, *ids in cited if source != "S1" for id in ids]
    similar = [c["id"] for claim in claims for c in claim["similar"] if c["source_id"] != "S1"]
    kept = [claim for source, _, claim in cited if source == "S1"]
    return Drafted(case, (*barred, "S2.1", "S3.f1"), tuple(similar), tuple(kept), files_of(case))


def files_of(case: Path) -> dict[Path, int]:
    """What lies in derived/ and index/ and when it was written."""
    found = [p for name in ("derived", "index") for p in (case / name).rglob("*") if p.is_file()]
    return {p: p.stat().st_mtime_ns for p in found}


def silent(done: Result) -> Result:
    assert SECRET not in (done.out + done.err).lower(), done.out + done.err
    return done


def test_show_refuses_all_that_stands_on_it(marked: Drafted, tmp_path: Path) -> None:
    ids = list(dict.fromkeys((*marked.barred, *marked.similar)))
    assert marked.similar and {id.split(".")[0] for id in ids} >= {"D1", "D2", "S2", "S3"}
    image = ("--image", tmp_path / "out.png")
    for id, done in zip(ids, session(*(("show", marked.folder, id, *image, "--json") for id in ids)), strict=True):
        error: Any = silent(done).json["error"]
        assert (done.code, error["code"]) == (2, "source_held"), id
    assert list(tmp_path.iterdir()) == []


def test_show_leaves_like_words_of_it_out(marked: Drafted) -> None:
    for done in session(*(("show", marked.folder, claim, "--json") for claim in dict.fromkeys(marked.kept))):
        assert silent(done).code == 0 and "open.txt" in done.out and "note.pdf" not in done.out


def test_no_command_tells_of_it(marked: Drafted) -> None:
    told = (
        *("sources CASE", "show CASE S2", "show CASE S3", "coverage CASE --draft D1", "coverage CASE --draft D2"),
        *("searches CASE", "verify CASE", "audit CASE", "set CASE S2 mark=SECRET"),
    )
    commands = [tuple(marked.folder if w == "CASE" else w for w in words.split()) for words in told]
    later = [("summarise", marked.folder), ("ask", marked.folder, "bangs", "--json")]
    for done in session(*commands, *((*c, "--json") for c in commands), *later):
        assert silent(done).code == 0


def opened(out: Path) -> str:
    """All that a written file holds, unpacked."""
    data = out.read_bytes()
    if out.suffix == ".docx":
        with zipfile.ZipFile(out) as packed:
            return b"\n".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
    if out.suffix == ".pdf":
        document = pymupdf.open(stream=data, filetype="pdf")
        numbers = range(1, document.xref_length())
        streams = [document.xref_stream(n) or b"" for n in numbers if document.xref_is_stream(n)]
        words = [str(page.get_text()) for page in document] + [document.xref_object(n) for n in numbers]
        assert words and "How to check this report" in " ".join(words)
        return "\n".join([*words, *(one.decode("utf-8", "replace") for one in streams)])
    return data.decode("utf-8")


def test_no_file_is_written_with_it(marked: Drafted, tmp_path: Path) -> None:
    wanted = [(draft, format) for draft in ("D1", "D2") for format in ("html", "json", "pdf", "docx", "md", "csv")]
    outs = [tmp_path / f"{draft}.{format}" for draft, format in wanted]
    done = session(
        *(
            ("export", marked.folder, "--draft", draft, "--format", format, "--out", out)
            for (draft, format), out in zip(wanted, outs, strict=True)
        )
    )
    assert all(silent(d).code == 0 for d in done)
    assert not [out.name for out in outs if SECRET in opened(out).lower()]
    withheld = json.loads((tmp_path / "D1.json").read_text(encoding="utf-8"))["withheld"]
    assert {w["source_id"] for w in withheld} == {"S2", "S3"}
    new = [p for p, written in files_of(marked.folder).items() if marked.before.get(p) != written]
    assert not [p for p in new if re.search(SECRET.encode(), p.read_bytes(), re.IGNORECASE)]
