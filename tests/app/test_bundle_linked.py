"""Annotations and history expand as JSON-LD without network, in the terms of the W3C, and say what the draft says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from bundle_case import data, export, made_case
from pyld import jsonld

from app.case import Case
from provenance.bundle import contexts
from provenance.bundle.contexts import ANNOTATION_ADDRESS, TERMS
from provenance.reviews import Action

OA, RDF = "http://www.w3.org/ns/oa#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
AS, PROV = "http://www.w3.org/ns/activitystreams#", "http://www.w3.org/ns/prov#"
DC, DCTERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("linked")
    with made_case(folder / "case") as case:
        _review(case, "D1.2", "amend", text="He may have worn a green coat.", note="Hedge kept.")
        _review(case, "D1.3", "reject", fault="irrelevant")
        export(case, folder / "bag")
    yield folder / "bag"


def _review(case: Case, claim: str, action: Action, **more: str) -> None:
    case.store.review(claim, action, "reviewer", **more)  # type: ignore[arg-type]


def expanded(bag: Path, name: str) -> list[dict[str, Any]]:
    """The document with all its names written out; nothing is fetched, the W3C's context is the one in the bag."""

    def load(address: str, options: object) -> dict[str, object]:
        assert address == ANNOTATION_ADDRESS, f"asks for {address}"
        context = data(bag, "context/anno.jsonld")
        return {"contextUrl": None, "documentUrl": address, "contentType": "application/ld+json", "document": context}

    found: list[dict[str, Any]] = jsonld.expand(data(bag, name), {"documentLoader": load})
    return found


def annotations(bag: Path) -> list[dict[str, Any]]:
    (collection,) = expanded(bag, "annotations.jsonld")
    (page,) = collection[f"{AS}first"]
    items: list[dict[str, Any]] = page[f"{AS}items"][0]["@list"]
    return items


def value(node: dict[str, Any], name: str) -> object:
    (found,) = node[name]
    return found["@value"]


def test_the_collection_is_one_of_the_model(bag: Path) -> None:
    (collection,) = expanded(bag, "annotations.jsonld")
    assert collection["@type"] == [f"{AS}OrderedCollection"]
    assert value(collection, f"{AS}totalItems") == len(annotations(bag)) == 4
    (page,) = collection[f"{AS}first"]
    assert page["@type"] == [f"{AS}OrderedCollectionPage"]
    assert page[f"{AS}partOf"] == [{"@id": collection["@id"]}]


def test_every_annotation_has_what_the_model_requires(bag: Path) -> None:
    found = annotations(bag)
    assert len({one["@id"] for one in found}) == len(found)
    for one in found:
        assert one["@id"].startswith("urn:uuid:")
        assert one["@type"] == [f"{OA}Annotation"]
        (body,), (target,) = one[f"{OA}hasBody"], one[f"{OA}hasTarget"]
        assert one[f"{OA}motivatedBy"][0]["@id"].removeprefix(OA) in ("describing", "linking", "questioning")
        assert body["@type"] == [f"{OA}TextualBody"]
        assert value(body, f"{RDF}value") and value(body, f"{DC}format") == "text/plain"
        assert target["@type"] == [f"{OA}SpecificResource"]
        (source,) = target[f"{OA}hasSource"]
        assert source["@id"].startswith("urn:sha256:") and len(source["@id"]) == 75
        assert target[f"{OA}hasSelector"]


def test_selectors_have_what_the_model_requires_of_each(bag: Path) -> None:
    seen = set()
    for one in annotations(bag):
        for selector in one[f"{OA}hasTarget"][0][f"{OA}hasSelector"]:
            (kind,) = selector["@type"]
            seen.add(kind.removeprefix(OA))
            if kind == f"{OA}TextPositionSelector":
                (start,), (end,) = selector[f"{OA}start"], selector[f"{OA}end"]
                assert int(start["@value"]) < int(end["@value"])
            elif kind == f"{OA}TextQuoteSelector":
                assert value(selector, f"{OA}exact") and {f"{OA}prefix", f"{OA}suffix"} <= set(selector)
            else:
                assert value(selector, f"{RDF}value")
                assert selector[f"{DCTERMS}conformsTo"][0]["@id"].startswith("http://")
    assert seen == {"TextPositionSelector", "TextQuoteSelector", "FragmentSelector"}


def test_no_name_in_it_is_without_a_meaning(bag: Path) -> None:
    """Expanding drops what no context explains: what went in must come out."""

    known = set(contexts.ANNOTATION["@context"]) | set(contexts.OWN) | {"@context"}  # type: ignore[call-overload]
    written = data(bag, "annotations.jsonld")
    assert _names(written) - set(contexts.OWN) <= known
    opaque = {name for name, how in contexts.PROVENANCE.items() if isinstance(how, dict) and how["@type"] == "@json"}
    assert _names(data(bag, "provenance.jsonld"), opaque) <= set(contexts.PROVENANCE) | {"@context", "@graph"}


def _names(value: object, opaque: Collection[str] = ()) -> set[str]:
    """All names in a document but those of its own context and inside what is kept as JSON."""
    if isinstance(value, dict):
        inside = (_names(v, opaque) for k, v in value.items() if k != "@context" and k not in opaque)
        return set(value).union(*inside)
    return set().union(*(_names(v, opaque) for v in value)) if isinstance(value, list) else set()


def test_the_words_that_stand_are_those_of_the_person_who_amended(bag: Path) -> None:
    (one,) = [a for a in annotations(bag) if value(a[f"{OA}hasBody"][0], f"{TERMS}claim") == "D1.2"]
    (body,) = one[f"{OA}hasBody"]
    assert value(body, f"{RDF}value") == "He may have worn a green coat."
    assert value(body, f"{TERMS}claimState") == "amended"
    (creator,) = body[f"{DCTERMS}creator"]
    assert creator["@type"] == ["http://xmlns.com/foaf/0.1/Person"]


def test_the_history_is_in_the_terms_of_prov(bag: Path) -> None:
    graph = {node["@id"].partition("#")[2]: node for node in expanded(bag, "provenance.jsonld")}
    draft, run = graph["D1"], graph["run"]
    assert draft["@type"] == [f"{PROV}Entity"] and run["@type"] == [f"{PROV}Activity"]
    assert draft[f"{PROV}wasGeneratedBy"] == [{"@id": run["@id"]}]
    assert {f"{PROV}startedAtTime", f"{PROV}endedAtTime", f"{PROV}wasAssociatedWith", f"{PROV}used"} <= set(run)
    used = {one["@id"] for one in run[f"{PROV}used"]}
    assert any(one.startswith("urn:sha256:") for one in used) and any("#model-1" in one for one in used)
    assert run[f"{TERMS}settings"][0]["@type"] == "@json"


def test_reviews_stand_in_the_history_with_both_versions(bag: Path) -> None:
    graph = {node["@id"].partition("#")[2]: node for node in expanded(bag, "provenance.jsonld")}
    (version,) = [node for name, node in graph.items() if name.startswith("D1.2.version-")]
    assert value(version, f"{TERMS}text") == "He may have worn a green coat."
    assert version[f"{PROV}wasRevisionOf"] == [{"@id": graph["D1.2"]["@id"]}]
    assert "green coat, I am not sure" in str(value(graph["D1.2"], f"{TERMS}text"))
    (person,) = version[f"{PROV}wasAttributedTo"]
    named = next(node for node in graph.values() if node["@id"] == person["@id"])
    assert f"{PROV}Person" in named["@type"]
    reviews = [node for name, node in graph.items() if name.startswith("review-")]
    assert sorted(str(value(node, f"{TERMS}action")) for node in reviews) == ["amend", "reject"]


def test_a_frame_keeps_its_exact_place(tmp_path: Path) -> None:
    with made_case(tmp_path / "case") as case:
        export(case, tmp_path / "bag")
    selectors = [s for one in annotations(tmp_path / "bag") for s in one[f"{OA}hasTarget"][0][f"{OA}hasSelector"]]
    (frame,) = [s for s in selectors if f"{TERMS}pts" in s]
    assert (value(frame, f"{TERMS}pts"), value(frame, f"{TERMS}timeBase")) == (25, "1/25")


def test_rejected_words_stand_in_neither(bag: Path) -> None:
    for name in ("annotations.jsonld", "provenance.jsonld"):
        text = (bag / "data" / name).read_text(encoding="utf-8")
        assert "camera clock 14:32:10: movement" not in text
