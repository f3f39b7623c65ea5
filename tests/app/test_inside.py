"""Files found inside others become sources with a parent: listed, bounded, held with their container, never lost."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from packs import NOTE, OTHER, packed, written
from working_case import PlainEmbedder, go_on, take_in, working_case

from app.case import Case
from app.settings import Settings
from provenance.records import Source


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with working_case(tmp_path / "case") as opened:
        yield opened


def by_name(case: Case) -> dict[str, Source]:
    return {source.name: source for source in case.store.sources()}


def test_files_inside_are_sources_with_their_container_as_parent(case: Case, tmp_path: Path) -> None:
    inner = packed({"notes/van.txt": NOTE})
    path = written(tmp_path / "phone.zip", packed({"a.txt": OTHER, "inner.zip": inner, "empty.txt": b""}))
    done = take_in(case, path)
    assert [s.name for s in done] == ["phone.zip", "a.txt", "inner.zip", "empty.txt", "van.txt"]
    outer, text, nested, empty, van = done
    assert [s.parent for s in done] == [None, outer.id, outer.id, outer.id, nested.id]
    assert outer.outcome == "read" and outer.fields["enclosed"] == "3"
    assert (empty.outcome, empty.reason) == ("refused", "file_empty")
    assert van.path == str(path / "inner.zip" / "notes" / "van.txt")
    assert case.store.layer(van.id).text() == NOTE and case.store.vault.open(text).read() == OTHER.encode()
    assert case.store.check_audit().ok


def test_two_files_of_one_name_are_told_apart(case: Case, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack, pytest.warns(UserWarning, match="Duplicate name"):
        pack.writestr("a.txt", NOTE)
        pack.writestr("a.txt", OTHER)
    done = take_in(case, written(tmp_path / "twice.zip", out.getvalue()))
    assert [Path(s.path).name for s in done] == ["twice.zip", "a.txt", "a (2).txt"]
    assert [case.store.layer(s.id).text() for s in done[1:]] == [NOTE, OTHER]


def test_the_same_bytes_inside_and_outside_are_one_text(case: Case, tmp_path: Path) -> None:
    plain = written(tmp_path / "a.txt", NOTE.encode())
    first, pack, inside = take_in(case, plain, written(tmp_path / "a.zip", packed({"copy.txt": NOTE})))
    assert (inside.outcome, inside.reason, inside.parent) == ("duplicate", f"duplicate_of_{first.id}", pack.id)


def test_nesting_ends_at_a_limit_and_says_so(tmp_path: Path) -> None:
    data = packed({"end.txt": NOTE})
    for _ in range(4):
        data = packed({"inner.zip": data})
    with working_case(tmp_path / "case") as case:
        case.settings = replace(Settings(), max_depth=3)
        done = take_in(case, written(tmp_path / "deep.zip", data))
    assert [s.outcome for s in done] == ["read"] * 3 + ["refused"] and done[-1].reason == "nested_too_deep"
    assert done[-1].sha256, "it is listed with its hash"


def test_what_an_interrupted_taking_in_left_inside_is_taken_in_by_the_next(case: Case, tmp_path: Path) -> None:
    path = written(tmp_path / "pack.zip", packed({"a.txt": NOTE, "b.txt": OTHER}))

    class Stop(Exception):  # noqa: N818 - what ends a process has no better name
        pass

    def reported(source: Source) -> None:
        if source.name == "a.txt":
            raise Stop

    with pytest.raises(Stop):
        case.add([path], reported, go_on)
    case.__dict__["embedder"] = PlainEmbedder()  # an interruption may end the models
    assert set(by_name(case)) == {"pack.zip", "a.txt"}
    done = take_in(case, path)
    assert [(s.name, s.outcome) for s in done] == [("pack.zip", "duplicate"), ("b.txt", "read")]
    assert by_name(case)["b.txt"].parent == "S1" and take_in(case, path)[1:] == []


def test_nothing_comes_out_of_what_is_held_until_it_is_released(case: Case, tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "PRIVILEGED AND CONFIDENTIAL\nLegal advice to our client on the plea.")
    document.embfile_add("note.txt", NOTE.encode())
    path = written(tmp_path / "advice.pdf", document.tobytes())
    (held,) = take_in(case, path)
    assert held.outcome == "held" and len(list((tmp_path / "case" / "originals").iterdir())) == 1
    case.set(held.id, {"privilege": "released"}, go_on)
    inside = by_name(case)["note.txt"]
    assert inside.parent == held.id and inside.outcome == "read" and case.store.layer(inside.id).text() == NOTE


def test_what_is_inside_is_withheld_with_its_container(case: Case, tmp_path: Path) -> None:
    inner = packed({"van.txt": NOTE})
    twin = written(tmp_path / "van.txt", NOTE.encode())
    take_in(case, written(tmp_path / "phone.zip", packed({"inner.zip": inner})), twin)
    assert case.store.search_words("van", 5)
    case.set("S1", {"privilege": "privileged"}, go_on)
    assert all(s.withheld for s in case.store.sources()), "copies of the bytes too"
    assert not case.store.search_words("van", 5)
    case.set("S1", {"privilege": "released"}, go_on)
    withheld = {s.name for s in case.store.sources() if s.withheld}
    assert withheld == {"inner.zip", "van.txt"}, "each waits for a decision of its own"


def test_a_file_inside_that_was_locked_is_read_with_the_password(case: Case, tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "The man said that he would be back at six on Friday.")
    locked = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="sesame", owner_pw="x")
    _, inside = take_in(case, written(tmp_path / "mail.zip", packed({"locked.pdf": locked})))
    assert (inside.outcome, inside.reason) == ("refused", "password_needed")
    case.unlock(["wrong", "sesame"])
    (again,) = take_in(case, Path(inside.path))
    assert again.outcome == "read" and again.parent == inside.parent and again.id != inside.id
    assert b"sesame" not in (tmp_path / "case" / "case.db").read_bytes()


def test_a_transcript_is_linked_to_the_recording_beside_it(case: Case, tmp_path: Path) -> None:
    import wave

    words = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Anna>I heard two bangs and then somebody shouted.\n"
    transcript = written(tmp_path / "call.en.vtt", words.encode())
    (alone,) = take_in(case, transcript)
    assert "transcript_of" not in alone.fields
    with wave.open(str(tmp_path / "call.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(32000))
    (recording,) = take_in(case, tmp_path / "call.wav")
    assert recording.kind == "audio" and by_name(case)["call.en.vtt"].fields["transcript_of"] == recording.id
