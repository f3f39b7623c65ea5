"""A served draft with redacted copies: no words, places, records or log lines of it hold what was taken out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from test_redaction_marks import copy_of, layer_of

from provenance.anchors import cut
from provenance.audit import FIRST
from provenance.points import Cell, Point
from provenance.records import Citation, Claim, Coverage, Draft, Notice, Role, Source, TextAnchor, Unused, Verdict
from provenance.redaction_copy import ServedCopy
from provenance.redaction_marks import SHOWN
from provenance.redaction_words import without_phrases
from provenance.redactions import redact_served, redact_timeline
from provenance.reviews import Review, state_of
from provenance.runs import Run
from provenance.serving import Served
from provenance.store.codec import digest, dump
from provenance.timeline import Timeline

SAID = "I saw John Smith of 12 High Street. He had a blue coat. He rang 07700 900123 at noon. It was cold.\n"
OTHER = "John Smith was with me all day.\n"
LAYER = layer_of(SAID)
NAME = (SAID.index("John"), SAID.index(" of 12"))
NUMBER = (SAID.index("07700"), SAID.index(" at noon"))


def copy(*spans: tuple[int, int]) -> ServedCopy:
    made = copy_of(LAYER, *spans)
    return replace(made, source=replace(made.source, id="S1", name="Smith_statement.txt", sha256="00" * 32))


def citation(id: str, words: str, source: str = "S1", role: Role = "cited", why: Notice | None = None) -> Citation:
    text = SAID if source == "S1" else OTHER
    at = text.index(words)
    layer = LAYER if source == "S1" else layer_of(OTHER)
    anchor = cut(layer, ("00" if source == "S1" else "22") * 32, at, at + len(words))
    return Citation(id, source, f"{source}.txt", "AB/1", "line 1", anchor, role, why=why)


def claim(id: str, text: str, *citations: Citation) -> Claim:
    verdict = Verdict("exact", "valid", "supported", 1.0, (Notice("name_missing", "John Smith", "claim=0-4"),))
    return Claim(id, "What John Smith did", text, "statement", verdict, citations)


def served(*claims: Claim, points: tuple[Point, ...] = (), brief: str = "") -> Served:
    run = Run("extractive", (), {"points": ["about 07700900123"]}, 0, {}, "", "", ())
    cover = Coverage(1, 1, 1, (), (Unused("S1", "John Smith.txt", "", "not_drawn"),))
    draft = Draft("D1", brief, False, True, 1, run, claims, cover, points)
    known = Source("S1", "00" * 32, "John_Smith.txt", "/x", 9, "text", "read", "", "", fields={"title": "John Smith"})
    states = {c.id: state_of(c.id, (Review(1, c.id, "note", "me", "", note="ask John Smith"),)) for c in claims}
    return Served("defence", draft, states, {"S1": known, "S2": replace(known, id="S2", sha256="22" * 32)})


def test_a_quote_and_the_claim_that_it_bears_lose_what_was_taken_out() -> None:
    words = "I saw John Smith of 12 High Street."
    made = redact_served(served(claim("D1.1", f"A witness: “{words}”", citation("D1.1.1", words))), {"S1": copy(NAME)})
    (one,) = made.draft.claims
    anchor = one.citations[0].anchor
    assert isinstance(anchor, TextAnchor)
    assert one.text == f"A witness: “I saw {SHOWN} of 12 High Street.”"
    assert anchor.exact == f"I saw {SHOWN} of 12 High Street." and anchor.source_sha256 == "11" * 32
    assert made.masked == {"D1.1"} and made.copies.keys() == {"S1"}


def test_nothing_that_is_served_holds_it() -> None:
    quoted = citation("D1.1.1", "I saw John Smith", why=Notice("differs", "says John Smith"))
    plain = citation("D1.2.1", "He had a blue coat.")
    cells = (
        Cell(citation("D1.K1.1", "I saw John Smith"), "John Smith", False, "I saw John Smith"),
        Cell(citation("D1.K1.2", "was with me all day", "S2"), "me", False, "was with me all day"),
    )
    points = (Point("D1.K1", "person", "whether John Smith was seen", cells, "person"),)
    claims = (claim("D1.1", "John Smith was seen.", quoted), claim("D1.2", "A blue coat; John Smith rang.", plain))
    made = redact_served(served(*claims, points=points, brief="Where was John  SMITH?"), {"S1": copy(NAME, NUMBER)})
    held = dump([made.draft, made.sources["S1"], [s.history for s in made.states.values()]]).casefold()
    rest = held.replace('"prefix":"john smith "', "")  # of the other source, in which nobody marked it
    for words in ("john smith", "john_smith", "john  smith", "07700"):
        assert words not in rest, words
    assert "blue coat" in held and SHOWN in held


def test_the_same_words_of_another_source_stay() -> None:
    made = redact_served(
        served(claim("D1.1", "“John Smith was with me all day.”", citation("D1.1.1", "John Smith was", "S2"))),
        {"S1": copy(NAME)},
    )
    assert made.draft.claims[0].text == "“John Smith was with me all day.”" and made.masked == frozenset()
    assert made.sources["S2"].sha256 == "22" * 32


@pytest.mark.parametrize("said", ["At noon he rang 07700 900 123.", "It was JOHN  SMITH who rang.", "Seen: John-Smith"])
def test_a_claim_that_cites_another_source_does_not_tell_what_was_taken_out(said: str) -> None:
    """A model read both, and a person writes what they know: that no place of the source is cited clears nothing."""
    made = redact_served(
        served(claim("D1.1", said, citation("D1.1.1", "with me all day", "S2"))), {"S1": copy(NAME, NUMBER)}
    )
    assert SHOWN in made.draft.claims[0].text and made.masked == {"D1.1"}
    assert not {"john", "smith", "900"} & set(made.draft.claims[0].text.casefold().replace("-", " ").split())


def test_plain_words_of_another_source_stay_in_a_claim() -> None:
    at = SAID.index("a blue coat")
    made = redact_served(
        served(claim("D1.1", "He had a blue coat too.", citation("D1.1.1", "with me all day", "S2"))),
        {"S1": copy((at, at + len("a blue coat")))},
    )
    assert made.draft.claims[0].text == "He had a blue coat too."


def test_a_claim_in_its_own_words_loses_those_of_the_marked_place_alone() -> None:
    words = "He rang 07700 900123 at noon."
    made = redact_served(
        served(claim("D1.1", "At noon he rang the number 07700-900123, he says.", citation("D1.1.1", words))),
        {"S1": copy(NUMBER)},
    )
    assert made.draft.claims[0].text == f"At noon he rang the number {SHOWN}, he says."


def test_prefix_and_suffix_are_cut_from_the_copy() -> None:
    made = redact_served(
        served(claim("D1.1", "A coat.", citation("D1.1.1", "He had a blue coat."))), {"S1": copy(NUMBER)}
    )
    anchor = made.draft.claims[0].citations[0].anchor
    assert isinstance(anchor, TextAnchor) and "07700" not in anchor.suffix and SHOWN[:5] in anchor.suffix


def test_a_claim_whose_place_is_not_in_the_copy_is_left_out_and_told() -> None:
    bare = replace(copy(NAME), without=frozenset({0}))
    made = redact_served(served(claim("D1.1", "A coat.", citation("D1.1.1", "He had a blue coat."))), {"S1": bare})
    assert made.draft.claims == () and made.withheld == (("D1.1", "S1"),) and made.states == {}


def test_the_source_is_told_by_its_copy() -> None:
    made = redact_served(served(), {"S1": copy(NAME)})
    told = made.sources["S1"]
    assert (told.sha256, told.path, told.name, told.fields["title"]) == ("11" * 32, "", f"{SHOWN}.txt", SHOWN)


def entry(seq: int, detail: dict[str, object], prev: str, salt: str) -> dict[str, object]:
    content = {"action": "a", "at": "", "by": "me", "detail": detail, "salt": salt}
    hashed = digest({"content": digest(content), "prev": prev, "seq": seq})
    return {"seq": seq, **content, "prev": prev, "hash": hashed}


def test_log_lines_that_would_let_others_try_it_out_are_withheld_and_the_chain_holds() -> None:
    details: list[dict[str, object]] = [
        {"source": "S1", "sha256": "77" * 32},
        {"source": "S11", "sha256": "33" * 32},
        {"redaction": "R1", "version": 1, "source": "S9"},
        {"draft": "D1", "sha256": "44" * 32},
        {"claim": "D1.4", "record": "55" * 32},
        {"draft": "D11"},
    ]
    log, prev = list[dict[str, object]](), FIRST
    for seq, detail in enumerate(details, 1):
        log.append(entry(seq, detail, prev, "ab" * 16))
        prev = str(log[-1]["hash"])
    made = redact_served(replace(served(), log=tuple(log)), {"S1": copy(NAME)})
    assert ["detail" in line for line in made.log] == [False, True, False, False, False, True]
    for line in made.log:
        if "content" in line:
            assert digest({"content": line["content"], "prev": line["prev"], "seq": line["seq"]}) == line["hash"]
    assert "77" * 32 not in json.dumps(made.log[:1])
    unsalted = replace(served(), log=({**log[0], "salt": ""},))
    assert set(redact_served(unsalted, {"S1": copy(NAME)}).log[0]) == {"seq", "prev", "hash"}


def test_without_copies_nothing_changes() -> None:
    draft = served(claim("D1.1", "A coat.", citation("D1.1.1", "He had a blue coat.")))
    assert redact_served(draft, {}) is draft
    assert redact_timeline(Timeline(), {}) == Timeline()


@pytest.mark.parametrize(
    ("text", "phrase", "left"),
    [
        ("John Smith’s car", "John Smith", f"{SHOWN}’s car"),
        ("JOHN\n SMITH, and Smithson", "John Smith", f"{SHOWN}, and Smithson"),
        ("0 7 7 0 0 900-123!", "07700 900123", f"{SHOWN}!"),
        ("a, b and ab", "ab", "a, b and ab"),
        ("Müller; MÜLLER", "Müller", SHOWN),
        ("😀 Zoë 😀", "Zoë", f"😀 {SHOWN} 😀"),
    ],
)
def test_words_are_known_again_however_they_are_set(text: str, phrase: str, left: str) -> None:
    assert without_phrases(text, [phrase]) == left
