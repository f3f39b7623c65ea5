"""Questions to the sample case, 20 with an answer and 10 without: `python -m bench.asking`.

An answer is right when a passage that it cites holds the words that a reader marked; it is also counted how often the
quoted words do.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

from app.case import Case
from app.demo import prepare
from provenance.records import Claim, TextAnchor

LEAST_RIGHT, LEAST_NONE = 18, 8  # of 20 and of 10


def main() -> int:
    asked = json.loads((Path(__file__).parent / "ask_sample.json").read_text(encoding="utf-8"))
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Case.open(prepare(Path(folder), _go_on)) as case,
    ):
        right, quoted = _right(case, asked["answerable"])
        none = [q for q in asked["unanswerable"] if not case.ask(q, None, 7, _go_on).found]
    for question in asked["unanswerable"]:
        if question not in none:
            print(f"   found wrongly: {question}")
    print(f"answers that cite a right passage: {right} of {len(asked['answerable'])} (at least {LEAST_RIGHT})")
    print(f"   of these quote the right words: {quoted}")
    print(f"nothing found: {len(none)} of {len(asked['unanswerable'])} (at least {LEAST_NONE})")
    return 0 if right >= LEAST_RIGHT and len(none) >= LEAST_NONE else 1


def _right(case: Case, questions: list[tuple[str, str]]) -> tuple[int, int]:
    """How many answers cite a passage with the marked words, and how many quote them."""
    right = quoted = 0
    for question, words in questions:
        claims = [c for c in case.ask(question, None, 7, _go_on).claims if not c.held_back]
        quoted += any(re.search(words, text) for c in claims for text in _quoted(c))
        if any(re.search(words, text) for c in claims for text in _passages(case, c)):
            right += 1
        else:
            print(f"   not answered: {question}")
    return right, quoted


def _quoted(claim: Claim) -> list[str]:
    return [" ".join(c.anchor.exact.split()) for c in claim.cited() if isinstance(c.anchor, TextAnchor)]


def _passages(case: Case, claim: Claim) -> list[str]:
    """The passages that the claim's citations touch, as text."""
    found = []
    for cited in claim.cited():
        at = cited.anchor
        if isinstance(at, TextAnchor):
            here = case.store.passages([cited.source_id])
            found += [p.text for p in here if p.start < at.end and at.start < p.end]
    return found


def _go_on(what: str, done: float, total: float) -> bool:
    return True


if __name__ == "__main__":
    sys.exit(main())
