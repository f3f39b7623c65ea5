"""What was given and not taken in to the end is remembered beside the case."""

from __future__ import annotations

from pathlib import Path

from app.unfinished import Unfinished, add, end, forget, left

ONE = Unfinished((Path("/in/a.txt"), Path("/in/\udce9.txt")), Path("/in/list.csv"), by_reference=True)
OTHER = Unfinished((Path("/more"),), None, by_reference=False)


def test_what_was_given_is_remembered_until_its_end(tmp_path: Path) -> None:
    assert left(tmp_path) == []
    add(tmp_path, ONE)
    add(tmp_path, OTHER)
    add(tmp_path, ONE)
    assert left(tmp_path) == [OTHER, ONE]
    rest = Unfinished((Path("/in/a.txt"),), ONE.register, ONE.by_reference)
    end(tmp_path, ONE, [rest])
    assert left(tmp_path) == [OTHER, rest]
    end(tmp_path, OTHER)
    end(tmp_path, rest)
    assert left(tmp_path) == [] and list((tmp_path / "derived").iterdir()) == []


def test_what_cannot_be_read_is_nothing_and_can_be_forgotten(tmp_path: Path) -> None:
    add(tmp_path, ONE)
    file = next((tmp_path / "derived").iterdir())
    for damaged in (b"", b"{", b"[1]", b'[{"paths": 1, "register": null, "by_reference": 0}]', b'[{"paths": []}]'):
        file.write_bytes(damaged)
        assert left(tmp_path) == []
    forget(tmp_path)
    assert not file.exists()
