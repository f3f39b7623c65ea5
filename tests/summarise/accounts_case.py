"""Small cases of a few accounts each, written for the tests of points: what differs in them, and what only seems to."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from draft_case import BY, add_text, index_all

from provenance.ports import Embedder
from provenance.store.case_store import CaseStore
from summarise.draft import Drafting


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts by witness, and the conflicts between them: kind and the values that have to stand on either side."""

    texts: dict[str, str]
    conflicts: tuple[tuple[str, str, str], ...]


def _read() -> dict[str, Accounts]:
    with (Path(__file__).parent / "data" / "accounts.toml").open("rb") as file:
        kept = tomllib.load(file)
    return {
        name: Accounts(one["texts"], tuple((kind, a, b) for kind, a, b in one["conflicts"]))
        for name, one in kept.items()
    }


CASES = _read()


def make(folder: Path, accounts: Accounts, embedder: Embedder) -> CaseStore:
    """A case of the accounts, with vectors."""
    store = CaseStore.create(folder, "OP TEST", "", BY)
    for name, text in accounts.texts.items():
        fields = {"witness": name, "statement_date": "2026-06-05"}
        add_text(store, f"{name}.txt", text, fields, exhibit=f"{name[0]}{name.split()[-1][0]}/1")
    index_all(store, embedder)
    return store


def desk(store: CaseStore, embedder: Embedder) -> Drafting:
    return Drafting(store, embedder, None, None, lambda *_: True)
