"""What each audience gets of the sample case: no trace of a source that is not served, in any byte of any format."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from command_line import Attest
from leaks import PIXEL, Inside, marks, pieces

from app import exporting
from app.case import Case
from provenance.audience import AUDIENCES, SEES, Audience
from provenance.errors import UsageError
from provenance.open_part import open_part
from provenance.policy import Policy
from provenance.ports import Picture
from provenance.records import Source
from provenance.serving import kept, serve
from provenance.store.codec import canonical
from provenance.store.records import VerifyReport

LONG = ("pdf", "docx", "bundle")  # seconds each; what is served is the same in all forms
NOT_OPENED = VerifyReport(0)


def going(what: str, done: float, total: float) -> bool:
    return True


@pytest.fixture
def case(taken_in: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(Path(shutil.copytree(taken_in, tmp_path / "case"))) as opened:
        yield opened


@pytest.fixture
def unpainted(case: Case) -> Case:
    """The same, where each page is a single point: what is drawn is not what is looked at."""
    picture = Picture("image/png", PIXEL, 1, 1)
    case.renderer.page = case.renderer.frame = lambda *_: picture  # type: ignore[method-assign]
    return case


def by_exhibit(case: Case) -> dict[str, Source]:
    return {source.exhibit: source for source in case.store.sources()}


def exported(case: Case, format: str, audience: Audience, folder: Path, draft: str = "D1") -> bytes:
    out = folder / f"out{len(list(folder.iterdir()))}.{format}"  # a bundle is never written over another
    case.export(draft, format, out, going, NOT_OPENED, audience=audience)
    if out.is_dir():
        return b"\n".join(p.name.encode() + b"\n" + p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file())
    return out.read_bytes()


def traces(case: Case, audience: Audience, data: bytes, draft: str = "D1") -> dict[str, list[str]]:
    """What the bytes tell of each source that the audience may not see."""
    served = serve(case.store, case.store.draft(draft), audience).sources
    shown = [s for s in case.store.sources() if s.id in served]
    hidden = [s for s in case.store.sources() if s.id not in served]
    assert hidden
    inside = Inside(data)
    return {s.exhibit: found for s in hidden if (found := marks(case.store, s, shown).found(inside))}


def test_no_byte_of_a_bundle_for_the_defence_tells_of_what_is_not_served(case: Case, tmp_path: Path) -> None:
    """With the reports that it holds, their pictures drawn, and the sources."""
    assert traces(case, "defence", exported(case, "bundle", "defence", tmp_path)) == {}


@pytest.mark.parametrize(
    ("audience", "format"),
    [
        *(("defence", format) for format in sorted(exporting.WRITERS)),
        *(
            pytest.param(audience, format, marks=[pytest.mark.soak] if format in LONG else [])
            for audience in ("prosecutor", "training")
            for format in sorted(exporting.WRITERS)
        ),
    ],
)
def test_no_byte_of_any_format_tells_of_what_is_not_served(
    unpainted: Case, tmp_path: Path, audience: Audience, format: str
) -> None:
    for draft in ("D1", "D2"):
        data = exported(unpainted, format, audience, tmp_path, draft)
        assert traces(unpainted, audience, data, draft) == {}


@pytest.mark.soak
@pytest.mark.parametrize("format", ["html", "pdf", "docx", "bundle"])
@pytest.mark.parametrize("audience", ["defence", "prosecutor", "training"])
def test_no_byte_of_any_format_with_its_pictures(case: Case, tmp_path: Path, format: str, audience: Audience) -> None:
    for draft in ("D1", "D2"):
        data = exported(case, format, audience, tmp_path, draft)
        assert traces(case, audience, data, draft) == {}


def test_what_is_looked_for_is_found_where_it_is_served(unpainted: Case, tmp_path: Path) -> None:
    """The search for traces can fail: in what the case team gets it finds every source that is used there."""
    inside = Inside(exported(unpainted, "json", "working", tmp_path))
    for exhibit, source in by_exhibit(unpainted).items():
        found = marks(unpainted.store, source, ()).found(inside)
        assert {source.name.casefold(), exhibit} & set(found), exhibit
        if source.passages and exhibit != "LW/1":
            assert any(" " in trace for trace in found), f"words of {exhibit}"


@pytest.mark.parametrize(
    "format",
    [pytest.param(one, marks=[] if one == "json" else [pytest.mark.soak]) for one in sorted(exporting.WRITERS)],
)
def test_each_source_in_turn_made_sensitive_leaves_no_trace(unpainted: Case, tmp_path: Path, format: str) -> None:
    for exhibit, source in by_exhibit(unpainted).items():
        before = unpainted.store.material(source.id).use
        unpainted.store.decide_material(source.id, {"use": "sensitive", "reason": "named in it"}, "anna")
        found = {draft: traces(unpainted, "defence", exported(unpainted, format, "defence", tmp_path, draft), draft)
                 for draft in ("D1", "D2")}  # fmt: skip
        assert found == {"D1": {}, "D2": {}}, exhibit
        unpainted.store.decide_material(source.id, {"use": before}, "anna")


def test_what_people_wrote_of_a_source_that_is_not_served_stays_with_them(unpainted: Case, tmp_path: Path) -> None:
    """Notes, amendments and briefs can tell of any source."""
    case, claims = unpainted, serve(unpainted.store, unpainted.store.draft("D1"), "defence").draft.claims
    secret, id = by_exhibit(case)["JS/5"], by_exhibit(case)["JS/5"].id
    words = " ".join(case.store.layer(id).text()[600:760].split()[1:9])
    for claim, text in zip(
        claims, (f"He ran, see {id}.", "As JS/5 says, he ran.", f"It was “{words}”.", "He ran away."), strict=False
    ):
        case.store.review(claim.id, "note", "anna", note=f"compare {secret.name}: {words}")
        case.store.review(claim.id, "amend", "anna", text=text)
    case.store.add_enquiry("question", f"Who wrote “{words}”?", "", "anna")
    data = exported(case, "json", "defence", tmp_path)
    assert traces(case, "defence", data) == {}
    told: Any = json.loads(data)
    shown = {c["id"]: c["review"] for c in told["claims"]}
    assert not {c.id for c in claims[:3]} & set(shown), "an amendment that tells of it goes with its claim"
    assert shown[claims[3].id]["text"] == "He ran away." and shown[claims[3].id]["note"] == ""
    prosecutor: Any = json.loads(exported(case, "json", "prosecutor", tmp_path))
    assert "compare JS5_duty_log.pdf" in json.dumps(prosecutor), "who sees it is told what is noted of it"


def test_the_prosecutor_sees_what_is_sensitive_and_the_defence_what_is_used(case: Case) -> None:
    draft, found = case.store.draft("D1"), by_exhibit(case)
    seen = {audience: set(serve(case.store, draft, audience).sources) for audience in AUDIENCES}
    ids = {exhibit: source.id for exhibit, source in found.items()}
    assert seen["working"] == set(ids.values())
    assert seen["prosecutor"] == seen["working"] - {ids["LW/1"]}
    assert seen["defence"] == seen["training"] == seen["prosecutor"] - {ids["DN/1"], ids["FR/1"], ids["JS/5"]}


def test_only_what_is_allowed_is_seen_by_anybody() -> None:
    assert SEES["defence"] == SEES["training"] == {"used"}
    assert not any("undecided" in SEES[a] or "not_relevant" in SEES[a] for a in AUDIENCES if a != "working")


def test_what_is_not_decided_is_served_to_nobody_and_told(
    attest: Attest, case: Case, tmp_path: Path, capsys: object
) -> None:
    id = by_exhibit(case)["AO/1"].id
    case.store.decide_material(id, {"use": "undecided"}, "anna")
    folder = case.store.info.folder
    case.close()
    done = attest(
        "export", folder, "--draft", "D1", "--format", "json", "--audience", "prosecutor", "--out", tmp_path / "a.json"
    )
    assert done.code == 1 and f"Nobody decided on {id}" in done.out
    done = attest(
        "export", folder, "--draft", "D1", "--format", "json", "--audience", "defence", "--out", tmp_path / "b.json",
        "--json",
    )  # fmt: skip
    told: Any = done.json
    assert done.code == 1 and told["left_out"]["undecided"] == [id] and id in done.err
    assert told["left_out"]["sources_by_reason"] == {"unused": 2, "undecided": 1, "sensitive": 1, "privileged": 1}
    assert told["left_out"]["sources"] == 5 and told["left_out"]["claims"] > 10
    assert id not in (tmp_path / "b.json").read_text().replace(f"{id}0", "").replace(f"{id}1", "").replace(f"{id}2", "")


def test_evidence_against_that_is_not_served_is_told_to_who_exports_and_to_nobody_else(
    attest: Attest, case: Case, tmp_path: Path
) -> None:
    """BL/1 heard the bang at 14:25, DN/1, which is unused, at 2.17 pm."""
    draft = case.store.draft("D1")
    left = kept(case.store, draft, "defence")
    assert left.against and left.conflicts
    served = serve(case.store, draft, "defence")
    assert all(not c.against_withheld for c in served.draft.claims)
    assert served.told[0] == "4 sources of the case are not served."
    assert "may bear on what is" in served.told[1] and "schedules" in served.told[1]
    report = exported(case, "html", "defence", tmp_path).decode()
    assert all(line in report for line in served.told) and "is withheld" not in report
    folder = case.store.info.folder
    case.close()
    done = attest(
        "export", folder, "--draft", "D1", "--format", "json", "--audience", "defence", "--out", tmp_path / "x"
    )
    assert done.code == 0, "all is decided"
    assert "speaks against claims that are" in done.out and "disclosure officer" in done.out
    whole = attest("export", folder, "--draft", "D1", "--format", "json", "--out", tmp_path / "y")
    assert "working document for the case team" in whole.out and "disclosure officer" not in whole.out


def test_numbers_are_of_what_is_served(case: Case) -> None:
    draft = case.store.draft("D1")
    served = serve(case.store, draft, "defence")
    passages = sum(case.store.passages_by_source().get(id, 0) for id in served.sources)
    cover = served.draft.coverage
    assert (served.draft.searched, served.draft.compared, cover.passages) == (passages, passages, passages)
    assert cover.cited <= cover.retrieved <= cover.passages < draft.coverage.passages
    assert all(p.partition(".")[0] in served.sources for p in served.draft.run.retrieved)
    assert {u.source_id for u in cover.unused_sources} <= set(served.sources)


def test_a_working_export_is_what_it_was(case: Case) -> None:
    served = serve(case.store, case.store.draft("D1"))
    assert served.store is case.store and served.not_served == 0 and served.told == ()
    assert len(served.log) == len(case.store.audit_entries()) and all("action" in line for line in served.log)


# The store that writers read by


def test_the_store_of_an_export_answers_of_nothing_else(case: Case) -> None:
    served = serve(case.store, case.store.draft("D1"), "defence")
    store, ids = served.store, {e: s.id for e, s in by_exhibit(case).items()}
    assert store is not None
    for exhibit in ("DN/1", "FR/1", "JS/5", "LW/1"):
        for ask in (store.source, store.layer, store.stored_layer, store.material, store.video, store.looks):
            with pytest.raises(UsageError, match="source"):
                ask(ids[exhibit])
        assert store.by_sha256(by_exhibit(case)[exhibit].sha256) == []
        assert store.passages([ids[exhibit]]) == []
    assert {p.source_id for p in store.passages(section=None)} <= set(served.sources)
    assert {h.passage_id.partition(".")[0] for h in store.search_words("bang phone", 50)} <= set(served.sources)
    assert set(store.materials()) == set(served.sources) == {s.id for s in store.sources()}
    assert not any(m.description or m.location for m in store.materials().values())
    assert store.draft_ids() == ["D1"] and store.draft("D1") is served.draft
    with pytest.raises(UsageError):
        store.draft("D2")
    assert set(store.covered().passages) <= set(served.sources)
    assert not store.enquiries()
    with pytest.raises(Exception, match="case_read_only"):
        store.add_enquiry("question", "Who?", "", "anna")
    store.close()
    assert case.store.sources(), "the case stays open"


# The log


@pytest.mark.parametrize("audience", ["defence", "prosecutor"])
def test_the_log_that_is_served_is_one_chain_from_first_to_last(case: Case, audience: Audience) -> None:
    entries = case.store.audit_entries()
    log = serve(case.store, case.store.draft("D1"), audience).log
    assert [line["seq"] for line in log] == [e.seq for e in entries]
    prev, whole = "0" * 64, 0
    for line, entry in zip(log, entries, strict=True):
        assert (line["prev"], line["hash"]) == (prev, entry.hash)
        prev = str(line["hash"])
        if "action" in line:
            whole += 1
            assert _hash(line) == line["hash"], "whoever has a whole line can check it"
        else:
            assert set(line) <= {"seq", "prev", "hash", "content"}
            if "content" in line:
                assert _chained(str(line["content"]), line) == line["hash"]
    assert 0 < whole < len(log)
    assert case.store.check_audit().head == prev


def test_whole_lines_tell_of_what_is_served_alone(case: Case) -> None:
    served = serve(case.store, case.store.draft("D1"), "defence")
    told = [line for line in served.log if "action" in line]
    assert {"case_created", "source_added"} <= {str(line["action"]) for line in told}
    details: list[Any] = [line["detail"] for line in told]
    assert {d["source"] for d in details if "source" in d} == set(served.sources)
    assert "material_decided" not in {line["action"] for line in told}, "what it once was thought to be is not told"


def _hash(line: Mapping[str, object]) -> str:
    told = {name: line[name] for name in ("action", "at", "by", "detail")}
    if not line["salt"]:
        return _sha256(told | {"prev": line["prev"], "seq": line["seq"]})
    return _chained(_sha256(told | {"salt": line["salt"]}), line)


def _chained(content: str, line: Mapping[str, object]) -> str:
    return _sha256({"content": content, "prev": line["prev"], "seq": line["seq"]})


def _sha256(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


# The gate


def test_a_policy_can_keep_what_nobody_checked_from_leaving(attest: Attest, case: Case, tmp_path: Path) -> None:
    strict = Policy(name="Calderwick 4", unreviewed_export=False)
    with patch("app.policy.current", return_value=strict):
        with pytest.raises(UsageError) as refused:
            exported(case, "json", "working", tmp_path)
        assert refused.value.code == "export_unreviewed"
        left, of = exporting.to_check(case.store, "D1")
        assert refused.value.facts["left"] == left == of > 0
        for claim in case.store.draft("D1").claims:
            if not claim.held_back:
                case.store.review(claim.id, "reject", "anna", fault="other")
        assert exporting.to_check(case.store, "D1")[0] == 0
        assert json.loads(exported(case, "json", "working", tmp_path))["claims"] == []
    folder = case.store.info.folder
    case.close()
    with patch("app.policy.current", return_value=strict):
        done = attest("export", folder, "--draft", "D2", "--format", "json", "--out", tmp_path / "d2.json")
    assert done.code == 2 and "still to be checked" in done.err and "Calderwick 4" in done.err
    assert not (tmp_path / "d2.json").exists()


def test_what_comes_back_after_the_sign_off_is_not_let_out_by_it(case: Case, tmp_path: Path) -> None:
    store = case.store
    cited = {c.source_id for claim in store.draft("D1").claims if not claim.held_back for c in claim.cited()}
    gone = sorted(cited)[0]
    store.set_source(gone, {"privilege": "possible"}, "anna")
    withheld = set(_shown(case))
    for claim_id in withheld:
        store.review(claim_id, "reject", "anna", fault="other")
    store.sign_draft("D1", "A. Anna", "anna")
    strict = Policy(name="Calderwick 4", unreviewed_export=False)
    with patch("app.policy.current", return_value=strict):
        exported(case, "json", "working", tmp_path)
        assert exporting.signed_off(store, "D1")
        store.set_source(gone, {"privilege": "released"}, "anna")
        back = set(_shown(case)) - withheld
        assert back and store.signature("D1") is not None and not exporting.signed_off(store, "D1")
        with pytest.raises(UsageError) as refused:
            exported(case, "json", "working", tmp_path)
    assert refused.value.code == "export_unreviewed" and refused.value.facts["left"] == len(back)


def _shown(case: Case) -> list[str]:
    """Ids of the claims of D1 that are shown now."""
    sources = {s.id: s for s in case.store.sources()}
    return [c.id for c in open_part(case.store.draft("D1"), sources)[0].claims if not c.held_back]


def test_training_gets_what_was_made_for_it_alone(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("I saw the car at ten o'clock by the gate.\n")
    attest("add", empty_case, tmp_path / "a.txt")
    attest("set", empty_case, "S1", "use=used")
    attest("summarise", empty_case)
    ask = ("export", empty_case, "--draft", "D1", "--format", "json", "--audience", "training", "--out", tmp_path / "x")
    done = attest(*ask)
    assert done.code == 2 and "was not made for training" in done.err and not (tmp_path / "x").exists()
    attest("new", tmp_path / "other", "--reference", "EXERCISE", "--training")
    attest("add", tmp_path / "other", tmp_path / "a.txt")
    attest("set", tmp_path / "other", "S1", "use=used")
    attest("summarise", tmp_path / "other")
    assert attest("export", tmp_path / "other", *ask[2:]).code == 0


@pytest.mark.parametrize("audience", ["court", "", "Defence"])
def test_an_audience_that_is_none_is_refused(attest: Attest, taken_in: Path, tmp_path: Path, audience: str) -> None:
    done = attest("export", taken_in, "--draft", "D1", "--audience", audience, "--out", tmp_path / "x.html")
    assert done.code == 2 and "choose from working, prosecutor, defence, training" in done.err


def test_the_search_for_traces_looks_into_what_is_packed() -> None:
    import base64
    import gzip
    import io
    import zipfile

    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.xml", "<b>the secret words</b>")
    uri = b'<img src="data:application/zip;base64,' + base64.b64encode(gzip.compress(inner.getvalue())) + b'">'
    assert any("the secret words" in piece for piece in pieces(uri))
