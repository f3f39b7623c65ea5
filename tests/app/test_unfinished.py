"""What was given and not taken in to the end is remembered in the case, encrypted where that is protected."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from app import protecting, typed
from app.case import Case
from app.typed import Typed
from app.unfinished import Unfinished, add, end, forget, left
from provenance.errors import CaseError
from provenance.protection import passphrase
from provenance.protection.sealed import Sealed
from provenance.protection.unlocking import unlock
from provenance.vault import Vault

ONE = Unfinished((Path("/in/a.txt"), Path("/in/\udce9.txt")), Path("/in/list.csv"), by_reference=True)
OTHER = Unfinished((Path("/more"),), None, by_reference=False)


@pytest.fixture(params=["plain", "protected"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    sealed = Sealed((pyrage.x25519.Identity.generate(),), b"naming")
    return Vault(tmp_path, write=True, form=sealed if request.param == "protected" else None)


def test_what_was_given_is_remembered_until_its_end(vault: Vault, tmp_path: Path) -> None:
    assert left(vault) == []
    add(vault, ONE)
    add(vault, OTHER)
    add(vault, ONE)
    assert left(vault) == [OTHER, ONE]
    rest = Unfinished((Path("/in/a.txt"),), ONE.register, ONE.by_reference)
    end(vault, ONE, [rest])
    assert left(vault) == [OTHER, rest]
    end(vault, OTHER)
    end(vault, rest)
    assert left(vault) == [] and list((tmp_path / "derived").iterdir()) == []


def test_what_cannot_be_read_is_nothing_and_can_be_forgotten(vault: Vault, tmp_path: Path) -> None:
    add(vault, ONE)
    file = next((tmp_path / "derived").iterdir())
    for damaged in (b"", b"{", b"[1]", b'[{"paths": 1, "register": null, "by_reference": 0}]', b'[{"paths": []}]'):
        file.write_bytes(damaged)
        assert left(vault) == []
    forget(vault)
    assert not file.exists()


def test_a_protected_case_tells_no_names_of_files(tmp_path: Path) -> None:
    vault = Vault(tmp_path, write=True, form=Sealed((pyrage.x25519.Identity.generate(),), b"naming"))
    add(vault, ONE)
    kept = list((tmp_path / "derived").iterdir())
    assert len(kept) == 1 and "taking" not in kept[0].name
    assert b"a.txt" not in kept[0].read_bytes() and b"list.csv" not in kept[0].read_bytes()


def test_a_case_that_is_open_for_reading_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as refused:
        add(Vault(tmp_path, write=False), ONE)
    assert refused.value.code == "case_read_only"


def test_it_goes_with_a_case_that_is_protected_and_with_one_that_is_not_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrase, "WORK", 10)
    folder, phrase = tmp_path / "case", "correct horse battery"
    with Case.create(folder, "OP ELM") as case:
        add(case.store.vault, ONE)
        typed.keep(case.store.vault, "Asha", Typed({("D1.1", "note"): "Ask"}))
    protecting.protect(folder, "Asha", phrase, lambda what, done, total: True)
    assert not list((folder / "derived").glob("*.json"))
    with Case.open(folder, unlocked=unlock(folder, "Asha", phrase)) as case:
        assert left(case.store.vault) == [ONE]
    protecting.unprotect(folder, unlock(folder, "Asha", phrase), lambda what, done, total: True)
    with Case.open(folder) as case:
        assert left(case.store.vault) == [ONE]
        assert typed.take(case.store.vault, "Asha").claims == {("D1.1", "note"): "Ask"}
