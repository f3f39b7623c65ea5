"""Passage search: words, phrases and numbers with their places, meaning, what is withheld, the record of searches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from working_case import GivenReader, go_on, take_in, working_case

from app import marks
from app.case import Case
from app.search import Found, PassageHit, search, searches
from provenance import audit
from provenance.errors import UsageError

COAT = (
    "I was on the platform 🙂 at 14:20. The man had a Blue\ncoat and a red bag. He ran towards the foot-\n"
    "bridge. Afterwards I rang the police on my telephone.\n"
)
CAR = (
    "The car was a silver hatchback with the registration AB12 CDE. Its driver gave the number +44 (0)7700 900-123.\n"
    "The coat on the back seat was blue, and a café receipt lay on it.\n"
)
TILL = "The till roll shows that a coffee was bought at the kiosk shortly after three in the afternoon.\n"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "in").mkdir()
    for name, text in {"1coat.txt": COAT, "2car.txt": CAR, "3till.txt": TILL}.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    with working_case(tmp_path / "case") as made:
        take_in(made, tmp_path / "in")
        yield made


def matched(case: Case, hit: PassageHit) -> list[str]:
    layer = case.store.layer(hit.source.id)
    return [layer.slice(start, end) for start, end in hit.matches]


def named(found: Found) -> list[str]:
    return [hit.source.name for hit in found.hits]


def test_words_are_found_with_their_places(case: Case) -> None:
    found = search(case, "blue BAG", "words")
    assert named(found) == ["1coat.txt", "2car.txt"]
    assert (found.searched, found.pending, found.more) == (len(case.store.passages()), 0, False)
    for hit in found.hits:
        layer = case.store.layer(hit.source.id)
        assert hit.text == layer.slice(hit.start, hit.end)
        assert hit.before + hit.text + hit.after in layer.text()
        assert hit.passage.start <= hit.start < hit.end <= hit.passage.end
        assert hit.mode == "words" and hit.score == round(hit.score, 4)
    assert matched(case, found.hits[0]) == ["Blue", "bag"], "after an emoji, in code points"
    assert found.hits[0].text.startswith("The man had") and found.hits[0].before.endswith("14:20. ")
    assert matched(case, found.hits[1]) == ["blue"]


def test_a_phrase_must_stand_as_such(case: Case) -> None:
    found = search(case, '"blue  coat"', "words")
    assert named(found) == ["1coat.txt"] and matched(case, found.hits[0]) == ["Blue\ncoat"]
    assert named(search(case, "“blue coat” receipt", "words")) == ["1coat.txt"], "other words do not loosen it"
    assert named(search(case, '"coat was blue"', "words")) == []
    assert named(search(case, '"seat was blue, and"', "words")) == ["2car.txt"]
    assert named(search(case, '"seat was blue and"', "words")) == [], "the comma belongs to it"
    assert named(search(case, '"blue coa"', "words")) == [], "whole words"
    assert len(search(case, '"blue coat', "words").hits) == 2, "a quote that is not closed is no phrase"


def test_further_fetches_find_phrases_behind_near_misses(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(12):
        (tmp_path / "in" / f"{n:02}.txt").write_text("Blue, coat. " * (20 - n) + f"Number {n}.\n")
    (tmp_path / "in" / "99.txt").write_text("He had a blue coat on, and nobody saw him go down to the water there.\n")
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "in")
        found = search(case, '"blue coat"', "words", count=1)
        assert named(found) == ["99.txt"] and not found.more


def test_near_misses_of_a_phrase_that_was_found_are_looked_at_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.search._LOOKED", 8)
    (tmp_path / "in").mkdir()
    for n in range(12):
        (tmp_path / "in" / f"{n:02}.txt").write_text("Blue, coat. " * (20 - n) + f"Number {n}.\n")
    (tmp_path / "in" / "0-near.txt").write_text("A blue coat!\n")
    (tmp_path / "in" / "99.txt").write_text("He had a blue coat on, and nobody saw him go down to the water there.\n")
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "in")
        found = search(case, '"blue coat"', "words", count=7)
        assert named(found) == ["0-near.txt"] and found.more, "not all were looked at, which is said"
        assert named(search(case, '"blue coat on"', "words", count=7)) == ["99.txt"]
        none = search(case, '"coat blue coat blue"', "words", count=1)
        assert (none.hits, none.more) == ((), False), "nothing is said to be absent before all were looked at"


def test_a_search_shows_a_limited_number_of_hits(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.search.MOST", 2)
    for mode in ("words", "meaning"):
        found = search(case, "the", mode, count=10**9)
        assert len(found.hits) == 2 and found.more


def test_the_log_is_followed_once_for_all_searches(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    followed: list[int] = []
    check = audit.check
    monkeypatch.setattr(audit, "check", lambda read: followed.append(1) or check(read))
    for _ in range(3):
        assert search(case, "blue", "words").recorded
    assert len(followed) == 1 and len(searches(case.store)) == 3
    case.store.record("verified", {}, case.by)
    assert len(followed) == 2, "what is rare looks again"


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("ab12cde", ["AB12 CDE"]),
        ("AB12 CDE", ["AB12 CDE"]),
        ("07700900123", ["+44 (0)7700 900-123"]),
        ("0044 7700 900 123", ["+44 (0)7700 900-123"]),
        ("cafe", ["café"]),
        ("CAFÉ", ["café"]),
    ],
)
def test_plates_numbers_and_accents_do_not_stand_in_the_way(case: Case, typed: str, stands: list[str]) -> None:
    found = search(case, typed, "words")
    assert named(found)[0] == "2car.txt"
    assert matched(case, found.hits[0]) == stands


def test_a_word_broken_at_the_end_of_a_line_is_marked_whole(case: Case) -> None:
    text = "He ran towards the foot-\nbridge, a twenty-\none year old."
    assert [text[a:b] for a, b in marks.marks(text, marks.parse("footbridge"))] == ["foot-\nbridge"]
    assert [text[a:b] for a, b in marks.marks(text, marks.parse('"the footbridge"'))] == ["the foot-\nbridge"]
    assert [text[a:b] for a, b in marks.marks(text, marks.parse("twenty one old"))] == ["twenty", "one", "old"]


def test_lines_between_the_words_of_a_phrase_are_not_marked() -> None:
    text = "He wore a blue\n17\ncoat then."
    assert [text[a:b] for a, b in marks.marks(text, marks.parse('"blue coat"'))] == ["blue", "coat"]


def test_marks_count_in_code_points_of_the_layer() -> None:
    text = "🙂 ﬁne ﬁnd o'Brien’s, e\u0301te\u0301 Straße"
    spans = marks.marks(text, marks.parse("fine o'brien été STRASSE"))
    assert [text[a:b] for a, b in spans] == ["ﬁne", "o'Brien", "e\u0301te\u0301", "Straße"]


def test_hits_are_limited_to_count_and_to_sources(case: Case) -> None:
    found = search(case, "the", "words", count=1)
    assert len(found.hits) == 1 and found.more
    only = search(case, "the", "words", source_ids=["S3"])
    assert named(only) == ["3till.txt"] and only.searched == len(case.store.passages(["S3"]))
    with pytest.raises(UsageError, match="unknown_id"):
        search(case, "the", "words", source_ids=["S9"])
    with pytest.raises(UsageError, match="bad_value"):
        search(case, "the", "guess")  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["", "  ", '""', '"', "'", "* NEAR(zz)", '"…"', "\0", "("])
def test_no_typing_breaks_a_search(case: Case, typed: str) -> None:
    assert search(case, typed, "words").hits == ()


def test_meaning_is_found_by_the_model_and_the_index(tmp_path: Path, case: Case) -> None:
    """The real model and a real Chroma index, built by the search itself."""
    fresh = tmp_path / "fresh"
    with working_case(fresh) as real:
        real.__dict__.pop("embedder")
        take_in(real, tmp_path / "in")
        real.__dict__.pop("index")
        found = search(real, "Which drink did somebody buy?", "meaning")
        assert named(found)[0] == "3till.txt"
        assert (found.searched, found.pending) == (len(real.store.passages()), 0)
        assert all(hit.matches == () and hit.text for hit in found.hits)
        exact = search(real, "Which drink did somebody buy?", "meaning", source_ids=["S1", "S2", "S3"])
        assert [(h.passage.id, h.score) for h in exact.hits] == [(h.passage.id, h.score) for h in found.hits]
        assert (fresh / "index").is_dir()


def test_what_has_no_vector_yet_is_counted_as_not_searched(case: Case, tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text("A late statement about a lantern that hung by the quay all night long.\n")
    before = len(case.store.passages())

    class Broken:
        def warm(self) -> None: ...

        def embed(self, texts: object) -> object:
            raise OSError("no model")

    plain = case.__dict__["embedder"]
    case.__dict__["embedder"] = Broken()
    with pytest.raises(OSError, match="no model"):
        take_in(case, tmp_path / "late.txt")
    case.__dict__["embedder"] = plain
    found = search(case, "lantern", "meaning")
    assert (found.searched, found.pending) == (before, len(case.store.passages()) - before)
    assert found.pending and "late.txt" not in named(found)
    assert named(search(case, "lantern", "words")) == ["late.txt"]


@pytest.mark.parametrize("mode", ["words", "meaning"])
def test_what_is_withheld_is_not_found(case: Case, mode: str) -> None:
    case.set("S1", {"privilege": "privileged"}, go_on)
    found = search(case, "blue coat platform", mode)  # type: ignore[arg-type]
    assert set(named(found)) <= {"2car.txt", "3till.txt"} and found.hits
    assert found.searched == len(case.store.passages())
    assert search(case, "platform", "words", source_ids=["S1"]).searched == 0


def test_every_search_is_in_the_log_and_none_is_a_draft(case: Case) -> None:
    assert search(case, '"blue coat"', "words").recorded
    assert search(case, "a zeppelin", "meaning", source_ids=["S3"]).recorded
    assert search(case, "zeppelin", "words").hits == ()
    assert not search(case, " ", "words").recorded
    told = searches(case.store)
    assert [(s["words"], s["mode"], s["hits"], s["sources"]) for s in told] == [
        ('"blue coat"', "words", 1, None),
        ("a zeppelin", "meaning", 1, ["S3"]),
        ("zeppelin", "words", 0, None),
    ]
    assert all(s["at"] and s["by"] == case.by for s in told)
    assert case.store.draft_ids() == [] and case.store.check_audit().ok
    folder = case.store.info.folder
    case.close()
    with Case.open(folder, write=False) as reading:
        reading.__dict__["readers"] = GivenReader()
        assert search(reading, "blue", "words").hits and not search(reading, "blue", "words").recorded
        assert len(searches(reading.store)) == 3
