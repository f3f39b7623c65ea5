"""A report's words as Markdown (CommonMark with tables and footnotes): nothing of evidence is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from provenance.report import visible
from provenance.report_blocks import Block, Bullets, Heading, Paper, Para, Picture, Rule, Run, Table

# What Markdown, its tables, footnotes and mathematics, or HTML in it take for markup: anywhere, at the start of a line,
# and in what some readers make a link of by themselves.
_ANYWHERE = re.compile(r"([\\`*_{}\[\]<>|~^$&@])")
_AT_START = re.compile(r"^(\d*)([.)])(?=\s|$)|^()([-+=#:])")
_LINK = re.compile(r"(?<=\w)(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)
_AUTHOR: dict[Rule, str] = {"machine": "Machine: ", "person": "Person: ", "side": "", "": ""}


def markdown(paper: Paper) -> str:
    """The whole report; what stands on every page of others stands at its front, and at every part."""
    lines = [f"# {_line(escaped(paper.title))}", f"**{escaped(paper.banner)}**"]
    for block in paper.blocks:
        lines += _block(block, paper.banner)
    lines += ["---", *(escaped(line) for line in paper.foot)]
    lines += [f"[^{number}]: {_runs(note)}" for number, note in paper.notes.items()]
    return "\n\n".join(line for line in lines if line) + "\n"


def escaped(text: str) -> str:
    """Words as they are for whoever reads the page; line breaks become spaces."""
    folded = _ANYWHERE.sub(r"\\\1", " ".join(str(visible(text)).split()))
    return _LINK.sub(lambda m: f"\\{m[0]}", folded)


def _line(text: str) -> str:
    """A line that does not begin as a list, a heading or a rule does."""
    return _AT_START.sub(lambda m: f"{m[1] or ''}\\{m[2] or m[4]}", text)


def _block(block: Block, banner: str) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {_line(escaped(block.text))}"
            if block.level == 1:
                yield f"*{escaped(banner)}*"
        case Para():
            if block.look not in ("title", "lead"):
                yield f"{'> ' if block.rule else ''}{_AUTHOR[block.rule]}{_runs(block.runs)}"
        case Bullets():
            yield "\n".join(f"- {_runs(item)}" for item in block.items)
        case Table():
            yield "\n".join(_table(block))
        case Picture():
            yield _runs(block.caption)


def _table(table: Table) -> Iterator[str]:
    head = table.head or ("",) * len(table.widths)
    yield _row(escaped(cell) for cell in head)
    yield _row("---" for _ in head)
    for row in table.rows:
        yield _row(_runs(cell) for cell in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _runs(runs: Iterable[Run]) -> str:
    return _line("".join(map(_run, runs)))


def _run(run: Run) -> str:
    if run.note:
        return f"[^{run.note}]"
    text = run.text
    folded = escaped(text)
    before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
    if not folded:
        return " " if before or after else ""
    if run.style == "code":
        folded = f"`{' '.join(str(visible(text)).replace('`', '’').split())}`"
    elif run.style in ("strong", "mark", "added"):
        folded = f"**{folded}**"
    elif run.style == "removed":
        folded = f"~~{folded}~~"
    return f"{before}{folded}{after}"
