"""How long the forms of a report of 200 claims with 400 citations take: `python -m bench.report [CLAIMS [FILES]]`.

The claims are made; the case, its sources (PDF statements of five pages), the citations and the pictures of every cited
page are real. Re-opening every citation from the original files is timed by itself: it is done once for all forms.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pymupdf

from app import exporting
from app.case import Case
from app.exporting import Job
from provenance import anchors
from provenance.layers import Layer
from provenance.records import Coverage, Verdict
from provenance.runs import Run
from provenance.serving import serve
from provenance.store.records import NewCitation, NewClaim, NewDraft

CLAIMS, FILES, PAGES = 200, 20, 5
MOST = {"pdf": 20.0, "html": 5.0}  # seconds
FORMATS = ("html", "pdf", "docx", "md", "csv", "json")
_WORDS = [
    "I",
    "was",
    "on",
    "the",
    "platform",
    "when",
    "a",
    "man",
    "in",
    "a",
    "dark",
    "coat",
    "walked",
    "past",
    "the",
    "kiosk",
    "towards",
    "the",
    "bridge",
    "and",
    "somebody",
    "called",
    "out",
    "that",
    "the",
    "bag",
    "was",
    "hers",
    "while",
    "the",
    "train",
    "to",
    "the",
    "coast",
    "stood",
    "at",
    "the",
    "other",
    "side",
    "and",
    "its",
    "doors",
    "were",
    "open",
]


def main(claims: int = CLAIMS, files: int = FILES) -> int:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        evidence = _evidence(Path(folder) / "evidence", files)
        with Case.create(Path(folder) / "case", "BENCH", "A report of many claims") as case:
            case.add([evidence], lambda _: None, _go_on)
            draft_id = _draft(case, claims)
            return 0 if _measure(case, draft_id, Path(folder)) else 1


def _measure(case: Case, draft_id: str, folder: Path) -> bool:
    draft = case.store.draft(draft_id)
    cited = sum(len(c.citations) for c in draft.claims)
    begun = time.monotonic()
    verified = case.verify(draft_id, _go_on)
    opening = time.monotonic() - begun
    print(f"report of {len(draft.claims)} claims with {cited} citations in {len(case.store.sources())} PDF files")
    print(f"  re-opening every citation, once for all forms: {opening:.1f} s, {len(verified.failed)} failed")
    reached = verified.ok
    for format in FORMATS:
        took, busy, drawn = _written(case, draft_id, format, folder, verified)
        limit = MOST.get(format)
        told = f" (limit {limit:.0f} s)" if limit else ""
        size = (folder / f"r.{format}").stat().st_size / 1e6
        pictures = f", {drawn} pages drawn" if drawn else ", no pictures"
        print(f"  {format:<5} {took:5.1f} s{told}, of the processor {busy:.1f} s{pictures}; {size:.1f} MB")
        reached &= limit is None or took <= limit
    memory = psutil.Process().memory_info().rss / 1e6
    print(f"  memory of the process at the end: {memory:.0f} MB")
    return reached


def _written(case: Case, draft_id: str, format: str, folder: Path, verified: object) -> tuple[float, float, int]:
    """Seconds for one form, those of the processor in all processes, and how many pictures were drawn for it."""
    drawn: list[str] = []

    def progress(what: str, done: float, total: float) -> bool:
        if what.startswith("Drawing"):
            drawn.append(what)
        return True

    begun, busy = time.monotonic(), _processor()
    served = serve(case.store, case.store.draft(draft_id))
    job = Job(case, served, folder / f"r.{format}", False, verified, progress)  # type: ignore[arg-type]
    exporting.WRITERS[format](job)
    return time.monotonic() - begun, _processor() - busy, len(drawn)


def _processor() -> float:
    """Seconds of the processor that this process and its children used."""
    here = psutil.Process()
    return sum(t.user + t.system for t in (one.cpu_times() for one in (here, *here.children(recursive=True))))


def _evidence(folder: Path, files: int) -> Path:
    """PDF statements whose sentences differ, five pages each."""
    chance = random.Random(7)
    folder.mkdir()
    for number in range(files):
        paper = pymupdf.open()
        for page in range(PAGES):
            sheet = paper.new_page()
            for line in range(40):
                words = " ".join(chance.sample(_WORDS, 12))
                text = f"Line {line + 1} of page {page + 1}: {words}."
                sheet.insert_text((56, 70 + 17 * line), text, fontsize=9.5)
        paper.save(folder / f"statement {number + 1}.pdf")
    return folder


def _draft(case: Case, claims: int) -> str:
    chance = random.Random(11)
    layers = {s.id: (case.store.layer(s.id), s.sha256) for s in case.store.sources()}
    made = []
    for number in range(claims):
        cited = [_cited(layers, chance) for _ in range(2)]
        said = " and ".join(f"“{' '.join(c.anchor.exact.split())}”" for c in cited)  # type: ignore[union-attr]
        verdict = Verdict("exact", "valid", "supported", 0.9)
        made.append(NewClaim(f"Part {number // 20 + 1}", f"A witness, statement: {said}", "statement", verdict, cited))
    run = Run("bench", (), {}, 7, {}, "2026-05-04T09:00:00Z", "2026-05-04T09:00:07Z", ())
    coverage = Coverage(claims * 2, claims * 2, claims * 2, (), ())
    return case.store.write_draft(NewDraft("", False, True, claims * 2, run, made, coverage), case.by).id


def _cited(layers: dict[str, tuple[Layer, str]], chance: random.Random) -> NewCitation:
    """One line of one page of one file."""
    source_id = chance.choice(sorted(layers))
    layer, sha256 = layers[source_id]
    text = layer.text()
    mark = f"Line {chance.randrange(40) + 1} of page {chance.randrange(PAGES) + 1}:"
    start = text.index(mark)
    end = text.index(".", start) + 1
    anchor = anchors.cut(layer, sha256, start, end, layer.boxes(start, end))
    return NewCitation(source_id, anchor, layer.label(start, end))


def _go_on(what: str, done: float, total: float) -> bool:
    return True


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
