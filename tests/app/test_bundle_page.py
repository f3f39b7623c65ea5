"""verify.html in a real browser: a good bundle passes, tampered ones are named as the check in Python names them."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import test_bundle_log as log
import test_bundle_tampered as tampered
from bundle_case import data, export, faults, key, made_case, put, reseal, verifier
from real_browser import PROGRAM, Browser

pytestmark = pytest.mark.skipif(not PROGRAM, reason="there is no Chromium on this machine")
# What the page shows, once it has come to its end.
DONE = """new Promise(done => {
  const all = name => Array.from(document.querySelectorAll(`#${name} li`), item => item.innerText);
  const look = () => {
    const state = document.body.dataset.state;
    if (state) done({ state, faults: all('faults'), checked: all('checked'), unchecked: all('unchecked') });
    return Boolean(state);
  };
  if (look()) return;
  const watch = new MutationObserver(() => { if (look()) watch.disconnect(); });
  watch.observe(document.body, { attributes: true });
})"""
SAID = """new Promise(done => {
  const words = document.getElementById('doing'), look = () => { if (words.innerText) done(words.innerText); };
  new MutationObserver(look).observe(words, { childList: true });
  look();
})"""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    with made_case(folder / "case") as case:
        export(case, folder / "bag", key=key("page"))
    return folder / "bag"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest.fixture
def bag(sealed: Path, tmp_path: Path) -> Path:
    for ending in (".sig", ".pub", ".receipt.json"):
        shutil.copy(sealed.with_name(sealed.name + ending), tmp_path / f"bag{ending}")
    return Path(shutil.copytree(sealed, tmp_path / "bag"))


def checked(browser: Browser, bag: Path, page: Path, *beside: Path) -> dict[str, Any]:
    """What the page says of a bundle, chosen as a folder; `page` is the bundle whose page is used."""
    browser.open((page / "verify.html").as_uri())
    browser.give("#folder", bag)
    if beside:  # as a person does: the folder, then the files beside it
        browser.run(DONE)
        browser.run("delete document.body.dataset.state")
        browser.give("#beside", *beside)
    found: dict[str, Any] = browser.run(DONE)
    return found


def test_a_good_bundle_passes_and_nothing_is_asked_of_a_network(browser: Browser, bag: Path, sealed: Path) -> None:
    browser.events.clear()
    found = checked(browser, bag, sealed)
    assert (found["state"], found["faults"]) == ("good", [])
    assert any("4 quotes, character by character" in line for line in found["checked"])
    assert any("no signature was given" in line for line in found["unchecked"])
    assert browser.asked_for() == [(sealed / "verify.html").as_uri()]
    assert browser.complaints() == []


def test_signature_and_receipt_are_checked_where_they_are_given(browser: Browser, bag: Path, sealed: Path) -> None:
    beside = [bag.with_name(f"bag{ending}") for ending in (".sig", ".pub", ".receipt.json")]
    found = checked(browser, bag, sealed, *beside)
    assert found["state"] == "good"
    assert any("the key whose SHA-256 is" in line for line in found["checked"]), found
    assert any("it names this very bundle" in line for line in found["checked"])
    (bag / "data" / "report.html").write_text("all is well", encoding="utf-8")
    reseal(bag)
    found = checked(browser, bag, sealed, *beside)
    assert found["state"] == "bad"
    assert [line.split("\n")[0] for line in found["faults"]] == ["bag.sig", "bag.receipt.json"]


def test_sixty_changed_bytes_are_found(browser: Browser, bag: Path, sealed: Path) -> None:
    chance, missed = random.Random(9), []
    files = sorted(p for p in bag.rglob("*") if p.is_file() and p.name not in tampered.OF_THE_CHECK)
    for _ in range(60):
        path = chance.choice(files)
        before = path.read_bytes()
        at, bit = chance.randrange(len(before)), chance.randrange(8)
        path.write_bytes(before[:at] + bytes([before[at] ^ 1 << bit]) + before[at + 1 :])
        named = path.relative_to(bag).as_posix()
        if not any(named in line for line in checked(browser, bag, sealed)["faults"]):
            missed.append((named, at, bit))
        path.write_bytes(before)
    assert missed == []


def _around(bag: Path) -> None:
    draft = data(bag, "draft.json")
    draft["claims"][0]["citations"][0]["target"]["selector"][1]["prefix"] = "He lied: "
    put(bag, "draft.json", draft)


def _shifted(bag: Path) -> None:
    draft = data(bag, "draft.json")
    place = draft["claims"][0]["citations"][0]["target"]["selector"][0]
    place["start"] += 1
    put(bag, "draft.json", draft)


def _twice(bag: Path) -> None:
    put(bag, "draft.json", {})
    path = bag / "data" / "draft.json"
    path.write_text('{"claims": [], "claims": []}', encoding="utf-8")


def _log(bag: Path) -> None:
    path = bag / "data" / "audit-log.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("tester", "nobody", 1), encoding="utf-8", newline="")


def _cut(bag: Path) -> None:
    path = bag / "data" / "audit-log.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _upper(bag: Path) -> None:
    path = bag / "manifest-sha512.txt"
    path.write_bytes(path.read_bytes().replace(b"a", b"A", 1))


def _no_place(bag: Path) -> None:
    draft = data(bag, "draft.json")
    del draft["claims"][0]["citations"][0]["target"]["selector"][0]
    put(bag, "draft.json", draft)


@pytest.mark.parametrize("resealed", [False, True], ids=["as it is", "sealed anew"])
@pytest.mark.parametrize(
    "spoil",
    [
        *(tampered._extra, tampered._outside, tampered._gone, tampered._moved, tampered._letters, tampered._hidden),
        *(tampered._finder, tampered._oxum, tampered._bagit, _around, _shifted, _twice, _log, _cut, _upper),
        _no_place,
        lambda bag: log.rewritten(log.copy_of(bag)) and None,
    ],
    ids=lambda f: f.__name__.strip("_") if callable(f) else str(f),
)
def test_it_finds_what_the_check_in_python_finds(
    browser: Browser, bag: Path, sealed: Path, spoil: Callable[[Path], None], resealed: bool
) -> None:
    spoil(tampered.unsigned(bag))
    if resealed and spoil is not _upper:
        reseal(bag)
    mine = sorted({line.split(": ")[0] for line in faults(bag, verifier(sealed))})
    found = checked(browser, bag, sealed)
    assert sorted({line.split("\n")[0] for line in found["faults"]}) == mine
    assert (found["state"] == "bad") == bool(mine)


def test_what_is_no_bundle_is_told(browser: Browser, sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("x", encoding="utf-8")
    browser.open((sealed / "verify.html").as_uri())
    browser.give("#folder", tmp_path / "other")
    assert "This is not a bundle" in browser.run(SAID)


def test_what_is_no_bundle_is_not_taken_for_the_one_before(browser: Browser, bag: Path, sealed: Path) -> None:
    """Who drops one folder after another must not read of the second what holds of the first."""
    assert checked(browser, bag, sealed)["state"] == "good"
    (bag / "bagit.txt").unlink()
    browser.run("delete document.body.dataset.state")
    browser.give("#folder", bag)
    found = browser.run(
        """new Promise(done => {
          const look = () => {
            if (document.body.dataset.state) done(document.body.dataset.state);
            else if (document.getElementById('doing').innerText.startsWith('This is not a bundle')) done('no bundle');
            else setTimeout(look);
          };
          look();
        })"""
    )
    assert found == "no bundle"


def test_only_the_folder_given_last_is_told_of(browser: Browser, sealed: Path) -> None:
    """A check that takes longer than one begun after it does not put its answer in the place of that."""
    browser.open((sealed / "verify.html").as_uri())
    given = browser.run(
        """(async () => {
          const file = words => new File([words], 'a'), found = [];
          let go;
          const slow = { size: 1, arrayBuffer: () => new Promise(done => { go = () => done(new ArrayBuffer(1)); }) };
          show = ({ told }) => found.push(told.faults.map(one => one.where).join(' '));
          const first = take(new Map([['A/bagit.txt', file('x')], ['A/slow', slow]]));
          while (!go) await new Promise(done => setTimeout(done));
          await take(new Map([['B/bagit.txt', file('x')], ['B/quick', file('y')]]));
          go();
          await first;
          return found.map(one => [one.includes('slow'), one.includes('quick')]);
        })()"""
    )
    assert given == [[False, True]]


@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 111, 112, 119, 127, 128, 129, 1000, 100_003])
def test_large_files_are_hashed_piece_by_piece_to_the_same_end(browser: Browser, sealed: Path, size: int) -> None:
    browser.open((sealed / "verify.html").as_uri())
    made = f"new Blob([Uint8Array.from({{length: {size}}}, (_, i) => (i * i + 7 * i) & 255)])"
    found = browser.run(f"hashes_of({made}, () => 0, -1, 977)")
    content = bytes((i * i + 7 * i) & 255 for i in range(size))
    assert found == [hashlib.sha256(content).hexdigest(), hashlib.sha512(content).hexdigest()]


@pytest.mark.parametrize(
    "text",
    [
        '{"b":1.0,"a":[1e-07,true,null,"é😀\\n\\u0001"]}',
        '{"\U00010000":1,"\uffff":2}',
        "[]",
        '"a"',
        "-0.5",
        '{"__proto__":1}',
    ],
)
def test_the_page_writes_the_same_canonical_form(browser: Browser, sealed: Path, text: str) -> None:
    import json

    from provenance.store.codec import canonical

    browser.open((sealed / "verify.html").as_uri())
    assert browser.run(f"canonical(read_json({json.dumps(text)}, true))") == canonical(json.loads(text))


@pytest.mark.parametrize("text", ["", "{", '{"a":1,"a":2}', "[1,]", "01", "'a'", "{a:1}", "[1] 2", "NaN", "[" * 5000])
def test_what_is_no_json_is_refused(browser: Browser, sealed: Path, text: str) -> None:
    import json

    browser.open((sealed / "verify.html").as_uri())
    assert (
        browser.run(
            f"(() => {{ try {{ read_json({json.dumps(text)}); return 'read'; }} catch {{ return 'refused'; }} }})()"
        )
        == "refused"
    )


def test_places_are_counted_in_code_points(browser: Browser, sealed: Path) -> None:
    import json

    text = "".join("a😀é\n𝒳"[i * 7 % 5] for i in range(5000))
    browser.open((sealed / "verify.html").as_uri())
    for start, end in ((0, 1), (1023, 1026), (2047, 2049), (4990, 5000), (0, 5000), (1024, 1024)):
        assert browser.run(f"new Points({json.dumps(text)}).slice({start}, {end})") == text[start:end]
