"""Of "I saw somebody hit him" the witness is never the one who hit."""

from __future__ import annotations

from pathlib import Path

import pytest
from draft_case import BY, add_text, index_all
from test_draft import EMBEDDER

from provenance.store.case_store import CaseStore
from summarise.draft import Drafting
from summarise.points import points


@pytest.mark.parametrize("doer", ["the postman", "Gary Hill", "somebody tall", "Dean Hall"])
def test_who_saw_it_did_not_do_it(tmp_path: Path, doer: str) -> None:
    first = f"I was in the yard of the mill at noon. I saw {doer} hit Ian Reed. Ian Reed fell down by the gate."
    other = "I was in the yard of the mill at noon. I saw Mark Poole hit Ian Reed. Ian Reed fell down by the gate."
    with CaseStore.create(tmp_path / "c", "OP MILL", "", BY) as store:
        for name, said in (("ONE", first), ("TWO", other)):
            add_text(store, f"{name}.txt", said, {"witness": f"Witness {name}"}, exhibit=name)
        index_all(store, EMBEDDER)
        desk = Drafting(store, EMBEDDER, None, None, lambda *_: True)
        told = [(p.about, cell.value) for p in points(desk) for cell in p.cells]
    assert not [value for about, value in told if about.startswith("who hit") and value.casefold() == "i"], told
