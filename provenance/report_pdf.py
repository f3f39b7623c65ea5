"""Sets a report as a tagged PDF (PDF/UA-1) by typst, in a child process that can be stopped; no words are markup."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from provenance.errors import TaskError
from provenance.ports import GIB, Limits, Progress, Task, TaskRunner
from provenance.report import TEMPLATES, visible
from provenance.report_blocks import Heading, Paper, Para, Picture, Run, anchors

Json = dict[str, "Json"] | list["Json"] | tuple["Json", ...] | str | int | float | None
Change = Callable[[str, str, bool], str]

LIMITS = Limits(seconds=900.0, stall_seconds=900.0, memory_bytes=4 * GIB)
_LOOK_SECONDS = 0.2
_LONGEST = 28  # letters of a word without a place to break it, outside code
_HASH = re.compile(r"((?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f]))")  # fits the line as it is, and is to be copied
_BESIDE = 8  # letters that may stand at a hash without a break, such as a full stop
_FLAG = b"/Suspects false"
_WORDS = frozenset({"text", "title", "subject", "banner", "alt", "foot", "head"})  # of the data, what is for people
NOT_DRAWN = (
    "▲ {count} of other scripts could not be drawn with the fonts at hand; each is written as its number, such as "
    "{one}. The report as HTML or Word has them as they are."
)


def pdf(paper: Paper, runner: TaskRunner, progress: Progress) -> bytes:
    """The PDF of a report. Raises TaskError(cancelled) when `progress` says stop, and what a child raises."""
    data = json.dumps(_data(paper), ensure_ascii=False).encode("utf-8", "surrogatepass")
    future = runner.submit(Task("provenance.report_pdf:typeset"), lambda: _stream(data), LIMITS)
    while not future.done():
        if not progress("Setting the pages", 0, 0):
            future.cancel()
            raise TaskError("cancelled")
        wait([future], timeout=_LOOK_SECONDS)
    (made,) = future.result()
    if not isinstance(made, bytes):
        raise TaskError("task_crashed", error="no bytes")
    return made


def _stream(data: bytes) -> BinaryIO:
    return BytesIO(data)


def _data(paper: Paper) -> Json:
    """The paper as JSON values: control characters made visible, links that lead nowhere taken out."""
    blocks: list[Json] = []
    pictures: dict[str, Json] = {}
    for block in paper.blocks:
        told: dict[str, Json] = asdict(block)
        if isinstance(block, Picture):
            pictures[block.anchor], told["uri"] = block.uri, block.anchor
        blocks.append(told)
    parts = [i for i, b in enumerate(paper.blocks) if isinstance(b, Heading) and b.level == 1]
    blocks.insert(parts[1] if len(parts) > 1 else len(blocks), {"kind": "contents"})  # behind the front
    whole: dict[str, Json] = {name: getattr(paper, name) for name in ("title", "subject", "made", "banner")}
    shown = _each(whole | {"foot": list(paper.foot), "blocks": blocks}, "", _shown)
    return {"paper": _linked(shown, anchors(paper.blocks)), "pictures": pictures}


def _shown(text: str, key: str, code: bool) -> str:
    """Words for people: nothing in them hides or reorders what is read, and the longest can be broken."""
    seen = str(visible(text))
    return seen if code or key not in _WORDS else " ".join(map(_breakable, seen.split(" ")))


def _breakable(word: str) -> str:
    """The word with places to break it; none within a SHA-256, which would be copied with it."""
    pieces = _HASH.split(word)
    if len(word) <= _LONGEST or (len(pieces) > 1 and len(word) <= len(pieces[1]) + _BESIDE):
        return word
    step, broken = _LONGEST // 2, list[str]()
    for n, piece in enumerate(pieces):
        broken += [piece] if n % 2 else [piece[i : i + step] for i in range(0, len(piece), step)]
    return "\u200b".join(broken)


def _each(value: Json, key: str, how: Change, code: bool = False) -> Json:
    """The same value with every string changed; `how` is told under which key it stands, and whether it is code."""
    if isinstance(value, str):
        return how(value, key, code)
    if isinstance(value, dict):
        return {k: _each(v, k, how, value.get("style") == "code") for k, v in value.items()}
    return [_each(v, key, how, code) for v in value] if isinstance(value, list | tuple) else value


def _linked(value: Json, known: set[str]) -> Json:
    """The same value with links to places that are there alone."""
    if isinstance(value, dict):
        return {k: ("" if k == "to" and v not in known else _linked(v, known)) for k, v in value.items()}
    return [_linked(v, known) for v in value] if isinstance(value, list) else value


def typeset(stream: BinaryIO) -> Iterator[bytes]:
    """In the child: the PDF of what `_data` gave. Fonts for letters of other scripts are put into a folder first."""
    from provenance import report_letters as letters

    given = json.loads(stream.read().decode("utf-8", "surrogatepass"))
    paper, pictures, texts = given["paper"], given["pictures"], list[str]()
    _each(paper, "", lambda text, key, code: texts.append(text) or text)  # type: ignore[func-returns-value]
    wanted = letters.odd(texts)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        fonts = None
        if missing := letters.without_font(wanted, None):
            fonts = Path(folder)
            letters.write_fonts(missing, fonts)
            missing = letters.without_font(wanted, fonts)
        inputs = {"paper": json.dumps(_written_out(paper, missing), ensure_ascii=False), **pictures}
        made = int(datetime.fromisoformat(paper["made"]).timestamp())
        pdf_bytes = letters.compile_pdf((TEMPLATES / "report.typ").read_bytes(), inputs, fonts, made)
    # Poppler warns of the flag where it is false, which is what its absence means; blanks keep every place in the file.
    yield pdf_bytes.replace(_FLAG, b" " * len(_FLAG), 1)


def _written_out(paper: dict[str, Json], missing: set[str]) -> Json:
    """The paper with these letters written as their numbers, and a line at its front that says so."""
    if not missing:
        return paper
    out = {ord(c): f"⟨U+{ord(c):04X}⟩" for c in missing}
    counts = list[int]()

    def change(text: str, key: str, code: bool) -> str:
        counts.append(sum(c in missing for c in text))
        return text.translate(out)

    blocks = _each(paper["blocks"], "", change)
    changed = {name: _each(value, name, change) for name, value in paper.items() if name != "blocks"}
    many = f"{sum(counts):,} letter{'' if sum(counts) == 1 else 's'}"
    note: Json = asdict(Para((Run(NOT_DRAWN.format(count=many, one=out[ord(min(missing))])),), "warn"))
    listed = blocks if isinstance(blocks, list) else []
    at = next((i for i, one in enumerate(listed) if isinstance(one, dict) and one["kind"] == "heading"), 0)
    return changed | {"blocks": [*listed[:at], note, *listed[at:]]}
