"""Cases of a size that nobody writes by hand: one long source, thousands of claims."""

from __future__ import annotations

import io
from pathlib import Path

from app.case import Case
from provenance.anchors import cut
from provenance.clock import now
from provenance.records import Coverage, Part, Source, Verdict
from provenance.runs import Run
from provenance.store.records import NewCitation, NewClaim, NewDraft, NewLayer

VERDICT = Verdict("exact", "valid", "supported", 0.9)
LINE = "At {minute:02d} minutes past I saw the blue van, number {n}, stop beside the ticket hall and leave again."


def case_with_claims(folder: Path, count: int, words: str = "") -> Case:
    """A case with one text source of `count` lines and a draft (D1) with a claim for each; `words` lengthen claims."""
    case = Case.create(folder, "LARGE")
    lines = [LINE.format(n=n, minute=n % 60) + "\n" for n in range(count)]
    source = add_text(case, "".join(lines), lines)
    layer, start, claims = case.store.layer(source.id), 0, []
    for n, line in enumerate(lines):
        end = start + len(line) - 1
        anchor = cut(layer, source.sha256, start, end)
        text = f"J. Smith, statement of 3 May 2026: “{line.strip()}”{words}"
        cited = NewCitation(source.id, anchor, layer.label(start, end))
        claims.append(NewClaim(f"Part {n // 50 + 1}", text, "statement", VERDICT, [cited]))
        start += len(line)
    run = Run("chosen sentences", (), {}, 7, {}, now(), now(), ())
    case.store.write_draft(
        NewDraft("", False, True, count, run, claims, Coverage(count, count, count, (), ())), case.by
    )
    return case


def add_text(case: Case, text: str, parts: list[str]) -> Source:
    """A plain text source, stored as if it had been read."""
    sha256, size = case.store.vault.put(io.BytesIO(text.encode()))
    source = Source(
        id="", sha256=sha256, name="long.txt", path="/evidence/long.txt", size=size, kind="text", outcome="read",
        added=now(), added_by=case.by, exhibit="JS/1", fields={"witness": "J. Smith"},
    )  # fmt: skip
    layer = NewLayer("text/1", [Part(n, "block", part) for n, part in enumerate(parts)])
    return case.store.add_source(source, layer, (), None, case.by)
