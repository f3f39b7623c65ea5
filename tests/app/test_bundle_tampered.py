"""A bundle that was tampered with: every changed byte is found and named, and so is what was sealed anew."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from bundle_case import bare, copied, data, export, faults, key, made_case, put, reseal, verifier

from app.case import Case

OF_THE_CHECK = ("verify_bundle.py", "verify.html")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    with made_case(folder / "case") as case:
        export(case, folder / "bag", key=key("sealer"))
    return folder / "bag"


@pytest.fixture(scope="module")
def check(sealed: Path) -> ModuleType:
    return verifier(sealed)


@pytest.fixture
def bag(sealed: Path, tmp_path: Path) -> Path:
    return copied(sealed, tmp_path / "bag")


def unsigned(bag: Path) -> Path:
    for ending in (".sig", ".pub", ".receipt.json"):
        bag.with_name(bag.name + ending).unlink()
    return bag


def change_bytes(bag: Path, check: ModuleType, times: int, seed: int) -> None:
    """One bit of one byte each time, over all files but the check itself; each is found, and its file named."""
    chance, missed = random.Random(seed), []
    files = sorted(p for p in bag.rglob("*") if p.is_file() and p.name not in OF_THE_CHECK)
    for _ in range(times):
        path = chance.choice(files)
        before = path.read_bytes()
        at, bit = chance.randrange(len(before)), chance.randrange(8)
        path.write_bytes(before[:at] + bytes([before[at] ^ 1 << bit]) + before[at + 1 :])
        named = path.relative_to(bag).as_posix()
        if not any(named in line for line in faults(bag, check)):
            missed.append((named, at, bit))
        path.write_bytes(before)
    assert missed == []
    assert faults(bag, check) == []


def test_sixty_changed_bytes_are_found_without_a_signature(bag: Path, check: ModuleType) -> None:
    change_bytes(unsigned(bag), check, 60, 5)


@pytest.mark.soak
def test_a_thousand_changed_bytes_are_found(bag: Path, check: ModuleType) -> None:
    change_bytes(unsigned(bag), check, 1000, 6)


@pytest.mark.parametrize("name", OF_THE_CHECK)
def test_a_changed_check_is_found_by_one_that_was_not_changed(bag: Path, check: ModuleType, name: str) -> None:
    (bag / name).write_bytes((bag / name).read_bytes() + b" ")
    assert any(name in line for line in faults(unsigned(bag), check))


def test_the_letters_of_a_hash_count(bag: Path, check: ModuleType) -> None:
    manifest = bag / "manifest-sha256.txt"
    manifest.write_bytes(manifest.read_bytes().replace(b"a", b"A", 1))
    found = faults(unsigned(bag), check)
    assert any(line.startswith("manifest-sha256.txt: is not written as its files give it") for line in found)


def _extra(bag: Path) -> None:
    (bag / "data" / "extra.txt").write_text("x", encoding="utf-8")


def _outside(bag: Path) -> None:
    (bag / "notes.txt").write_text("x", encoding="utf-8")


def _gone(bag: Path) -> None:
    (bag / "data" / "models.json").unlink()


def _moved(bag: Path) -> None:
    (bag / "data" / "models.json").rename(bag / "data" / "models2.json")


def _link(bag: Path) -> None:
    (bag / "data" / "models.json").unlink()
    (bag / "data" / "models.json").symlink_to(bag / "data" / "draft.json")


def _linked_folder(bag: Path) -> None:
    (bag / "data" / "more").symlink_to(bag / "data" / "layers")


def _letters(bag: Path) -> None:
    (bag / "data" / "Models.json").write_bytes((bag / "data" / "models.json").read_bytes())


def _empty(bag: Path) -> None:
    (bag / "data" / "empty").mkdir()


def _hidden(bag: Path) -> None:
    (bag / ".hidden").write_text("x", encoding="utf-8")


def _odd(bag: Path) -> None:
    (bag / "data" / "a\nb‮c").write_text("x", encoding="utf-8")


def _finder(bag: Path) -> None:
    (bag / ".DS_Store").write_bytes(b"x")


def _oxum(bag: Path) -> None:
    info = bag / "bag-info.txt"
    info.write_text(info.read_text(encoding="utf-8").replace("Payload-Oxum: ", "Payload-Oxum: 1"), encoding="utf-8")


def _bagit(bag: Path) -> None:
    (bag / "bagit.txt").write_bytes(b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")


def _one_manifest(bag: Path) -> None:
    (bag / "tagmanifest-sha256.txt").unlink()


@pytest.mark.skipif(os.name != "posix", reason="links and odd names need POSIX here")
@pytest.mark.parametrize("resealed", [False, True], ids=["as it is", "sealed anew"])
@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_extra, "data/extra.txt"),
        (_outside, "notes.txt"),
        (_gone, "data/models.json"),
        (_moved, "data/models.json"),
        (_link, "data/models.json: is a link"),
        (_linked_folder, "data/more: is a link"),
        (_letters, "in capital letters only"),
        (_empty, "data/empty"),
        (_hidden, ".hidden"),
        (_odd, "has a name that no file of a bundle has"),
        (_finder, "written by the Finder"),
        (_oxum, "bag-info.txt"),
        (_bagit, "bagit.txt"),
        (_one_manifest, "tagmanifest-sha256.txt"),
    ],
)
def test_no_file_more_and_none_less(
    bag: Path, check: ModuleType, spoil: Callable[[Path], None], named: str, resealed: bool
) -> None:
    spoil(unsigned(bag))
    if resealed and spoil is _oxum:
        return  # nothing is wrong with it any more
    if resealed and spoil is not _one_manifest:
        reseal(bag)
    if resealed and spoil is _extra:
        assert faults(bag, check) == [], "what is only signed for, the signature finds: see below"
        return
    assert any(named in line for line in faults(bag, check))


def test_a_fault_is_told_on_one_line_whatever_its_name(bag: Path) -> None:
    _odd(bag)
    done = bare(bag)
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if "has a name that no file" in line]
    assert "\\u000a" in line and "\\u202e" in line


def test_sealed_anew_the_signature_does_not_fit(bag: Path, check: ModuleType) -> None:
    (bag / "data" / "report.html").write_text("all is well", encoding="utf-8")
    reseal(bag)
    assert faults(bag, check) == [
        "bag.sig: does not fit: this key did not sign this bundle as it is now",
        "bag.receipt.json: names another bundle than this one",
    ]


def check_seal(bag: Path, check: ModuleType) -> list[object]:
    """Faults of the signature alone."""
    told_by, files = check.Told(), {"tagmanifest-sha512.txt": None}
    check.check_seal(str(bag), files, "", told_by)
    return list(told_by.faults)


@pytest.mark.parametrize("name", ["bag.sig", "bag.pub"])
def test_signature_and_key_are_read_with_care(bag: Path, check: ModuleType, name: str) -> None:
    path = bag.with_name(name)
    whole = path.read_bytes()
    start = whole.index(b"Key-SHA-256: ") if name == "bag.sig" else whole.index(b"Ed25519: ")
    for at in (at for at in range(start, len(whole)) if whole[at] != 10):  # another line end changes nothing
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert check_seal(bag, check), (at, whole[:at][-20:])
    path.write_bytes(b"")
    assert any("cannot be read" in line for line in faults(bag, check))
    path.unlink()
    if name == "bag.sig":
        assert any("bag.sig: is not there" in line for line in faults(bag, check, key="ab" * 32))
        assert faults(bag, check) == []
    else:
        assert any("bag.pub: is not there" in line for line in faults(bag, check))


def _quote(bag: Path, change: Callable[[dict[str, object]], None], *, both: bool = True) -> None:
    draft = data(bag, "draft.json")
    citation = draft["claims"][0]["citations"][0]
    change(citation)
    put(bag, "draft.json", draft)
    if both:
        notes = data(bag, "annotations.jsonld")
        notes["first"]["items"][0]["target"] |= citation["target"]
        put(bag, "annotations.jsonld", notes)
    reseal(unsigned(bag))


def _selector(citation: dict[str, object], kind: str) -> dict[str, object]:
    target = citation["target"]
    assert isinstance(target, dict)
    (found,) = [one for one in target["selector"] if one["type"] == kind]
    assert isinstance(found, dict)
    return found


def _words(citation: dict[str, object]) -> None:
    _selector(citation, "TextQuoteSelector")["exact"] = citation["exact"] = "I heard three bangs and saw him."


def _exact_only(citation: dict[str, object]) -> None:
    citation["exact"] = "I heard three bangs"


def _shifted(citation: dict[str, object]) -> None:
    place = _selector(citation, "TextPositionSelector")
    place["start"], place["end"] = int(str(place["start"])) + 1, int(str(place["end"])) + 1


def _far(citation: dict[str, object]) -> None:
    _selector(citation, "TextPositionSelector")["end"] = 10**9


def _negative(citation: dict[str, object]) -> None:
    _selector(citation, "TextPositionSelector")["start"] = -5


def _around(citation: dict[str, object]) -> None:
    _selector(citation, "TextQuoteSelector")["prefix"] = "He lied when he said: "


def _after(citation: dict[str, object]) -> None:
    _selector(citation, "TextQuoteSelector")["suffix"] = " Nothing else."


def _no_words(citation: dict[str, object]) -> None:
    target = citation["target"]
    assert isinstance(target, dict)
    target["selector"] = [one for one in target["selector"] if one["type"] != "TextQuoteSelector"]


def _no_place(citation: dict[str, object]) -> None:
    """Said to be somewhere in the source, and nowhere where it could be looked up."""
    target = citation["target"]
    assert isinstance(target, dict)
    target["selector"] = [one for one in target["selector"] if one["type"] != "TextPositionSelector"]
    _words(citation)


def _as_a_frame(citation: dict[str, object]) -> None:
    _no_place(citation)
    target = citation["target"]
    assert isinstance(target, dict)
    target["selector"].append({"type": "FragmentSelector", "pts": 0})


def _unreadable(citation: dict[str, object]) -> None:
    target = citation["target"]
    assert isinstance(target, dict)
    page = {"conformsTo": "http://tools.ietf.org/rfc/rfc3778", "value": "page=1&viewrect=1,,2"}
    target["selector"].append({"type": "FragmentSelector", **page})


@pytest.mark.parametrize(
    "change",
    [_words, _exact_only, _shifted, _far, _negative, _around, _after, _no_words, _no_place, _as_a_frame, _unreadable],
    ids=lambda f: f.__name__,
)
def test_a_quote_that_is_not_in_the_source_is_found_though_sealed_anew(
    bag: Path, check: ModuleType, change: Callable[[dict[str, object]], None]
) -> None:
    _quote(bag, change)
    assert any(line.startswith("data/draft.json, citation D1.1.1: ") for line in faults(bag, check))


def test_the_annotations_must_say_what_the_draft_says(bag: Path, check: ModuleType) -> None:
    notes = data(bag, "annotations.jsonld")
    notes["first"]["items"][0]["body"]["value"] = "He did it."
    put(bag, "annotations.jsonld", notes)
    reseal(unsigned(bag))
    assert any("says of citation D1.1.1 other than draft.json" in line for line in faults(bag, check))
    del notes["first"]["items"][0]
    put(bag, "annotations.jsonld", notes)
    reseal(bag)
    found = faults(bag, check)
    assert any("lacks citation D1.1.1" in line for line in found)
    assert any("another number of annotations" in line for line in found)


def test_a_claim_cannot_pass_for_accepted(bag: Path, check: ModuleType) -> None:
    draft = data(bag, "draft.json")
    draft["claims"][0]["review"]["state"] = "accepted"
    put(bag, "draft.json", draft)
    reseal(unsigned(bag))
    assert any("other than draft.json" in line for line in faults(bag, check))


@pytest.mark.parametrize("text", ["", "{}", "[1]", "nonsense", '{"claims": 3}', '{"a": 1, "a": 2}', "[" * 100_000])
def test_a_draft_that_is_none_is_a_fault_and_no_crash(bag: Path, check: ModuleType, text: str) -> None:
    (bag / "data" / "draft.json").write_text(text, encoding="utf-8")
    reseal(unsigned(bag))
    assert any(line.startswith("data/draft.json") for line in faults(bag, check))


def test_the_draft_of_a_case_with_nothing_to_quote(tmp_path: Path) -> None:
    from report_case import make_case, make_draft

    with Case(make_case(tmp_path / "case")) as case:
        make_draft(case.store, [])
        export(case, tmp_path / "bag")
    assert faults(tmp_path / "bag") == []
