"""What an audience gets of a draft: the ways by which a source that is not served could come into an export."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from store_case import BY, add_text, new_case, new_draft, source, text_citation

from provenance import audit
from provenance.audience import Audience, Use
from provenance.errors import CaseError, UsageError
from provenance.export import served_json
from provenance.near import Near
from provenance.records import Claim, Draft, Notice, Source, Verdict
from provenance.runs import ModelUse
from provenance.serving import Served, kept, serve, verify_part
from provenance.serving_bars import bars, originals
from provenance.serving_traces import Traces
from provenance.store.case_store import CaseStore
from provenance.store.records import Failure, NewCitation, NewClaim, NewDraft, VerifyReport

GOOD, PARTLY = Verdict("exact", "valid", "supported", 1.0), Verdict("exact", "valid", "partly", 0.5)
SEEN = (
    "I saw a blue van by the gate.\nIt drove off at speed towards the old mill.\nI produce my note as exhibit QX/7.\n"
)
SECRET = (
    "The informant told me that the van belongs to a man called Harkaway.\nHe keeps it behind the chapel at night.\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    """S1 (AB/1) is used, S2 (QX/7) sensitive, S3 (AB/12) used and says the same as S1 in part."""
    with new_case(tmp_path / "case") as case:
        add_text(case, SEEN, "AB1_statement.txt", exhibit="AB/1")
        add_text(case, SECRET, "QX7_contact_sheet.txt", exhibit="QX/7")
        add_text(case, "A van stood by the gate.\nI heard it leave.\n", "AB12_statement.txt", exhibit="AB/12")
        decide(case, S1="used", S2="sensitive", S3="used")
        yield case


def decide(store: CaseStore, **uses: Use) -> None:
    for source_id, use in uses.items():
        store.decide_material(source_id, {"use": use}, BY)


def quote(store: CaseStore, source_id: str, words: str, **known: object) -> NewCitation:
    start = store.layer(source_id).text().index(words)
    return replace(text_citation(store, source_id, start, start + len(words)), **known)  # type: ignore[arg-type]


def claim(*citations: NewCitation, text: str = "He saw a van.", heading: str = "The van", **known: object) -> NewClaim:
    return NewClaim(heading, text, "statement", **{"verdict": GOOD, **known}, citations=citations)  # type: ignore[arg-type]


def write(store: CaseStore, *claims: NewClaim, **known: object) -> Draft:
    first = [c for one in claims for c in one.citations][:1]
    new = new_draft(first)
    settings = {name[4:]: value for name, value in known.items() if name.startswith("set_")}
    models = (ModelUse("language_model", "small.gguf", "ab" * 32),) if known.get("by_model") else new.run.models
    run = replace(new.run, settings={**new.run.settings, **settings}, models=models)
    return store.write_draft(
        NewDraft(str(known.get("brief", "")), False, True, 9, run, claims, new.coverage), BY
    )  # fmt: skip


def seen(served: Served, store: CaseStore) -> str:
    """All that the JSON of an export holds."""
    return json.dumps(served_json(served, served.store or store), ensure_ascii=False)


def shown(served: Served) -> list[str]:
    return [c.id for c in served.draft.claims]


# Which sources


def known(*rows: Source) -> list[Source]:
    return [replace(one, id=f"S{n}") for n, one in enumerate(rows, 1)]


def test_a_sensitive_copy_withholds_the_same_bytes_and_an_unused_one_does_not(store: CaseStore) -> None:
    same = add_text(store, SEEN, "again.txt", exhibit="AB/1A")
    decide(store, **{same.id: "unused"})
    assert "S1" not in bars(store.sources(), store.materials(), "defence")
    decide(store, **{same.id: "sensitive"})
    assert bars(store.sources(), store.materials(), "defence")["S1"] == "same_as_sensitive"
    assert "S1" not in bars(store.sources(), store.materials(), "prosecutor"), "who sees both is kept from neither"


def test_what_was_converted_from_a_sensitive_file_goes_with_it(store: CaseStore) -> None:
    old = add_text(store, "An old file.\n", "old.doc", exhibit="OLD/1")
    new = add_text(store, "An old file, read.\n", "old.docx", parent=old.id, fields={"made": "converted from doc"})
    decide(store, **{old.id: "sensitive", new.id: "used"})
    assert bars(store.sources(), store.materials(), "defence")[new.id] == "same_as_sensitive"
    decide(store, **{old.id: "used", new.id: "sensitive"})
    assert bars(store.sources(), store.materials(), "defence")[old.id] == "same_as_sensitive"


def test_a_file_found_in_a_withheld_one_does_not_name_it(store: CaseStore) -> None:
    box = add_text(store, "list\n", "seized phone 44.zip", exhibit="PH/44", path="/evidence/seized phone 44.zip")
    inside = add_text(
        store, "A picture of a van.\n", "van.txt", parent=box.id, path="/evidence/seized phone 44.zip/van.txt"
    )
    decide(store, **{box.id: "sensitive", inside.id: "used"})
    served = serve(store, write(store, claim(quote(store, inside.id, "A picture of a van."))), "defence")
    one = served.sources[inside.id]
    assert (one.parent, one.path) == (None, "van.txt")
    assert "seized phone" not in seen(served, store) and "PH/44" not in seen(served, store)
    assert shown(served) == ["D1.1"]


def test_a_served_container_of_withheld_files_is_not_handed_over_whole(store: CaseStore) -> None:
    mail = add_text(store, "See the file.\n", "mail.eml", exhibit="ML/1", fields={"enclosed": "1"})
    enclosed = add_text(store, "The names of all.\n", "names.txt", parent=mail.id)
    decide(store, **{mail.id: "used", enclosed.id: "sensitive"})
    barred = bars(store.sources(), store.materials(), "defence")
    assert mail.id not in barred and mail.id not in originals(store.sources(), barred)
    served = serve(store, write(store, claim(quote(store, mail.id, "See the file."))), "defence")
    assert "enclosed" not in served.sources[mail.id].fields, "how many are inside is not told"
    assert {"S1", "S3"} <= served.originals
    decide(store, **{enclosed.id: "used"})
    assert mail.id in originals(store.sources(), bars(store.sources(), store.materials(), "defence"))


@pytest.mark.parametrize("privilege", ["possible", "privileged"])
@pytest.mark.parametrize("audience", ["prosecutor", "defence"])
def test_privilege_stands_above_every_use(store: CaseStore, privilege: str, audience: Audience) -> None:
    draft = write(store, claim(quote(store, "S1", "I saw a blue van by the gate.")), claim(quote(store, "S3", "A van")))
    store.set_source("S1", {"privilege": privilege}, BY)
    served = serve(store, draft, audience)
    assert shown(served) == ["D1.2"] and "S1" not in served.sources
    assert "AB/1" not in json.dumps(json.loads(seen(served, store))["claims"]).replace("AB/12", "")


def test_the_count_is_all_that_is_told(store: CaseStore) -> None:
    served = serve(store, write(store, claim(quote(store, "S1", "I saw a blue van by the gate."))), "defence")
    told = json.loads(seen(served, store))["not_served"]
    assert told["sources"] == 1 and told["told"][0] == "1 source of the case is not served."
    assert served.withheld == () and served.conflicts_withheld == 0
    decide(store, S2="used")
    served = serve(store, store.draft("D1"), "defence")
    assert served.not_served == 0 and len(served.told) == 1, "that there may be more is said all the same"


# Claims


def test_claims_that_cite_or_name_what_is_not_served_are_left_out(store: CaseStore) -> None:
    van = quote(store, "S1", "I saw a blue van by the gate.")
    draft = write(
        store,
        claim(van),
        claim(van, quote(store, "S2", "He keeps it behind the chapel at night.")),
        claim(quote(store, "S1", "I produce my note as exhibit QX/7.")),
        claim(van, text="As QX7_contact_sheet.txt says, he saw a van."),
        claim(van, text="The van belongs to a man called Harkaway."),
        claim(van, text="It is as QX 7 says."),
        claim(van, text="The QX/71 is a van."),
    )
    assert shown(serve(store, draft, "defence")) == ["D1.1", "D1.7"]
    left = kept(store, draft, "defence")
    assert (left.claims, left.named) == (1, 4)
    assert shown(serve(store, draft, "prosecutor")) == [c.id for c in draft.claims], "who sees it loses nothing"


def test_words_that_a_served_source_says_too_are_no_trace(store: CaseStore) -> None:
    add_text(store, "The informant told me that the van is blue.\n", "other.txt", exhibit="CD/1")
    decide(store, S4="used")
    draft = write(store, claim(quote(store, "S1", "I saw a blue van by the gate."), text="The informant told me that."))
    assert shown(serve(store, draft, "defence")) == ["D1.1"]


def test_nothing_around_quoted_words_names_it(store: CaseStore) -> None:
    draft = write(store, claim(quote(store, "S1", "It drove off at speed towards the old mill.")))
    (citation,) = draft.claims[0].citations
    assert citation.anchor.suffix.endswith("QX"), "it ends in the middle of the name"  # type: ignore[union-attr]
    (served,) = serve(store, draft, "defence").draft.claims[0].citations
    assert served.anchor.suffix == "" and served.anchor.prefix == citation.anchor.prefix  # type: ignore[union-attr]


def test_citations_beside_what_a_claim_cites_are_cut_one_by_one(store: CaseStore) -> None:
    draft = write(
        store,
        claim(
            quote(store, "S1", "I saw a blue van by the gate."),
            quote(store, "S2", "The informant told me", role="similar"),
            quote(store, "S2", "He keeps it behind the chapel", role="against", why=Notice("against_place", "chapel")),
            quote(store, "S3", "I heard it leave.", role="against", why=Notice("against_place", "so says QX/7")),
            quote(store, "S3", "A van stood by the gate.", role="similar"),
            against_searched=9,
        ),
    )
    served = serve(store, draft, "defence")
    assert [c.id for c in served.draft.claims[0].citations] == ["D1.1.1", "D1.1.5"]
    assert served.draft.claims[0].against_withheld == 0, "that there is some would tell of it"
    assert kept(store, draft, "defence").against == 2, "who exports is told"
    assert "chapel" not in seen(served, store)


def test_a_heading_or_reason_that_tells_of_it_is_left_out_alone(store: CaseStore) -> None:
    van = quote(store, "S1", "I saw a blue van by the gate.")
    reasons = (Notice("alike", "as in QX/7"), Notice("read_by_ocr", "read from a picture"))
    draft = write(
        store,
        claim(van, heading="Perhaps meant by “car”: “behind the chapel”", verdict=replace(GOOD, reasons=reasons)),
        claim(van, heading="Perhaps meant by “car”: “a blue van”"),
    )
    first, second = serve(store, draft, "defence").draft.claims
    assert (first.heading, second.heading) == ("", "Perhaps meant by “car”: “a blue van”")
    assert [n.code for n in first.verdict.reasons] == ["read_by_ocr"]


def test_words_that_nothing_served_bears_are_not_the_defence_s(store: CaseStore) -> None:
    """A model that saw all may have taken them from what is not served."""
    van = quote(store, "S1", "I saw a blue van by the gate.")
    claims = (claim(van), claim(van, verdict=PARTLY), claim(van, held_back=True), claim(van, verdict=PARTLY))
    draft = write(store, *claims, by_model=True)
    store.review("D1.4", "amend", "anna", text="A van was there.", verdict=GOOD)
    assert shown(serve(store, draft, "defence")) == ["D1.1", "D1.4"]
    assert kept(store, draft, "defence").unborne == 2
    assert shown(serve(store, draft, "prosecutor")) == ["D1.1", "D1.2", "D1.3", "D1.4"]
    store.review("D1.1", "reject", "anna", fault="other")
    assert shown(serve(store, draft, "defence")) == ["D1.4"], "nor what a person rejected"
    decide(store, S2="used")
    assert len(shown(serve(store, store.draft("D1"), "defence"))) == 4, "where all is served, nothing can be taken"


# What people wrote


def test_notes_are_not_for_the_defence_and_earlier_words_for_nobody(store: CaseStore) -> None:
    draft = write(store, claim(quote(store, "S1", "I saw a blue van by the gate.")))
    store.review("D1.1", "note", "anna", note="Ask Harkaway.")
    store.review("D1.1", "amend", "anna", text="First words.", note="Not as QX/7 has it.")
    store.review("D1.1", "amend", "ben", text="Last words.", note="Better so.")
    defence = serve(store, draft, "defence").states["D1.1"]
    assert (defence.text, defence.by, defence.notes) == ("Last words.", "ben", ())
    assert [r.action for r in defence.history] == ["amend"] and "First" not in str(defence)
    assert kept(store, draft, "defence").notes == 2
    prosecutor = serve(store, draft, "prosecutor").states["D1.1"]
    assert {r.note for r in prosecutor.notes} == {"Ask Harkaway.", "Better so."}


@pytest.mark.parametrize(
    "brief", ["What does QX/7 say of it?", "Is S2 right?", "Does the van belong to a man called Harkaway?"]
)
def test_a_brief_that_tells_of_it_is_not_shown(store: CaseStore, brief: str) -> None:
    text = brief.replace("Does the van belong", "The van belongs").replace("?", ".")
    draft = write(store, claim(quote(store, "S1", "I saw a blue van by the gate.")), brief=text, set_brief=text)
    served = serve(store, draft, "defence")
    assert served.draft.brief.startswith("(not shown") and text not in seen(served, store)
    assert serve(store, draft, "working").draft.brief == text


# The record of the run


def test_of_a_run_only_what_is_known_to_be_harmless_is_told(store: CaseStore) -> None:
    settings: Mapping[str, object] = {
        "set_max_claims": 9, "set_looks": {"S1": 0, "S2": 1}, "set_sources": ["S1", "S2"], "set_model_runtime": "a 1",
        "set_passages_shown": [["S1.1", "S2.1"], ["S2.2"]], "set_enquiry": "Who is Harkaway?", "set_noted": {"a": "b"},
        "set_not_held": ["chapel"], "set_points": [{"words": "the chapel", "found": 1}], "set_stopped": {"code": "x"},
    }  # fmt: skip
    draft = write(store, claim(quote(store, "S1", "I saw a blue van by the gate.")), **settings)
    told = serve(store, draft, "defence").draft.run.settings
    assert told["max_claims"] == 9 and told["looks"] == {"S1": 0} and told["sources"] == ["S1"]
    assert told["passages_shown"] in ([["S1.1"]], [["S1.1"], []]) and told["model_runtime"] == "a 1"
    assert not {"enquiry", "noted", "not_held", "points", "places_withheld"} & set(told)
    assert set(serve(store, draft, "working").draft.run.settings) >= {"enquiry", "noted", "points"}


def test_passages_near_are_of_what_is_served_and_name_nothing_else(store: CaseStore) -> None:
    new = new_draft([quote(store, "S1", "I saw a blue van by the gate.")])
    near = tuple(Near(p.id, p.start, p.end, 0.5) for p in store.passages())
    cover = replace(new.coverage, near=near)
    draft = store.write_draft(replace(new, coverage=cover), BY)
    served = serve(store, draft, "defence")
    found = json.loads(seen(served, store))["coverage"]["near_unused"]
    assert {one["citation"]["source_id"] for one in found} <= {"S1", "S3"} and found
    assert "QX/7" not in json.dumps(found) and "Harkaway" not in json.dumps(found)


def test_a_report_of_verification_is_of_what_is_served(store: CaseStore) -> None:
    draft = write(
        store, claim(quote(store, "S1", "I saw a blue van by the gate.")), claim(quote(store, "S2", "He keeps"))
    )
    report = VerifyReport(
        2,
        (Failure("quote_missing", "gone", "D1.1.1", "S1"), Failure("quote_missing", "gone", "D1.2.1", "S2")),
        (Failure("extractor_changed", "other", source_id="S2"),),
        (("S1", True), ("S2", False)),
    )
    part = verify_part(serve(store, draft, "defence"), report)
    assert part is not None and (part.checked, part.notes, part.sources) == (1, (), (("S1", True),))
    assert [f.citation_id for f in part.failed] == ["D1.1.1"]
    assert verify_part(serve(store, draft, "working"), report) is report


# The log


def test_an_entry_of_an_unknown_kind_or_with_an_unknown_detail_is_withheld(store: CaseStore) -> None:
    draft = write(store, claim(quote(store, "S1", "I saw a blue van by the gate.")))
    store.record("something_new", {"source": "S1"}, BY)
    store.record("source_added", {"source": "S1", "remark": "fine"}, BY)
    store.record("source_changed", {"source": "S1", "changes": {"title": ["", "as in QX/7"]}}, BY)
    store.record("source_changed", {"source": "S1", "changes": {"transcript_of": ["", "S2"]}}, BY)
    store.record("source_changed", {"source": "S1", "changes": {"mark": ["", "OFFICIAL"]}}, BY)
    last = serve(store, draft, "defence").log[-5:]
    assert ["action" in line for line in last] == [False, False, False, False, True]


def test_what_was_done_to_a_claim_that_is_left_out_is_withheld(store: CaseStore) -> None:
    draft = write(
        store, claim(quote(store, "S1", "I saw a blue van by the gate.")), claim(quote(store, "S2", "He keeps"))
    )
    for claim_id in ("D1.1", "D1.2"):
        store.open_citation(f"{claim_id}.1", "anna")
        store.review(claim_id, "note", "anna", note="Seen.")
    told = {str(dict(e)["detail"]) for e in serve(store, draft, "defence").log if "action" in e}  # type: ignore[call-overload]
    assert any("D1.1.1" in one for one in told) and not any("D1.2" in one for one in told)
    assert not any("'claims'" in one for one in told), "the draft's own entry has a digest of each claim"


def test_a_line_that_is_withheld_says_nothing(store: CaseStore) -> None:
    entry = store.audit_entries()[1]
    line = audit.withheld_line(entry)
    assert line.keys() <= {"seq", "content", "prev", "hash"}
    assert audit.line(entry)["detail"] == entry.detail


# Names


def test_names_are_known_as_words_and_not_as_letters(store: CaseStore) -> None:
    every = known(
        source("KP3_cam2.mp4", "11" * 32, 1, exhibit="KP/3"),
        source("letter.pdf", "22" * 32, 1, exhibit="LW/1", fields={"title": "First aid log"}),
        source("notes", "33" * 32, 1, exhibit="12"),
        source("statement.pdf", "44" * 32, 1, exhibit="AB/1"),
    )
    ours = known(source("statement.pdf", "55" * 32, 1, exhibit="AB/12"))
    traces = Traces(store, every, ours)
    for text in ("see KP/3.", "(kp 3)", "KP3_CAM2.MP4", "letter.pdf", "22" * 32, "LW-1", "as AB/1 says"):
        assert traces.names(text), text
    for text in ("KP/31", "a letter", "first aid log", "12 men", "notes", "statement.pdf", "AB/12", "", "CAB/1"):
        assert not traces.names(text), text
    assert traces.typed_names("see S2") and not traces.typed_names("S20") and not traces.names("charged under S2")


# The rest of the case


def test_training_is_refused_for_a_case_that_is_not_for_it(store: CaseStore, tmp_path: Path) -> None:
    draft = write(store, claim(quote(store, "S1", "I saw a blue van by the gate.")))
    with pytest.raises(UsageError) as refused:
        serve(store, draft, "training")
    assert refused.value.code == "not_for_training"
    with CaseStore.create(tmp_path / "exercise", "EX", "", BY, training=True) as made:
        assert made.info.training and made.audit_entries()[0].detail["purpose"] == "training"
    with CaseStore.open(tmp_path / "exercise", write=False) as again:
        assert again.info.training


def test_a_store_that_serves_writes_nothing(store: CaseStore) -> None:
    draft = write(store, claim(quote(store, "S1", "I saw a blue van by the gate.")))
    served = serve(store, draft, "defence").store
    assert served is not None and not served.writable
    for work in (
        lambda: served.set_source("S1", {"mark": "SECRET"}, BY),
        lambda: served.decide_material("S1", {"use": "unused"}, BY),
        lambda: served.record("x", {}, BY),
        lambda: served.snapshot().__enter__(),
    ):
        with pytest.raises(CaseError, match="read_only"):
            work()


def test_every_claim_that_is_served_cites_something(store: CaseStore) -> None:
    """Of a claim that cites nothing nobody can tell where its words are from."""
    draft = write(store, claim(quote(store, "S1", "I saw a blue van by the gate.")))
    bare = Claim("D1.2", "", "He was there.", "statement", GOOD, ())
    served = serve(store, replace(draft, claims=(*draft.claims, bare)), "defence")
    assert shown(served) == ["D1.1"]
