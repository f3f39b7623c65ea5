"""How a draft came to be and what people decided on it, as W3C PROV (https://www.w3.org/TR/prov-o/) in JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provenance.bundle.contexts import PROVENANCE
from provenance.records import Claim, Source
from provenance.reviews import ClaimState, Review
from provenance.serving import Served
from provenance.store.codec import Plain, plain

_Node = dict[str, object]


def history(served: Served, draft: Mapping[str, Any], cited: Sequence[Source], name: str) -> Plain:
    """The graph of run, models, sources, claims, reviews and people; `draft` is the served draft as JSON, `name` the
    address that ids begin with, without "#"."""
    sources = [f"urn:sha256:{source.sha256}" for source in cited]
    graph = [
        *_run(served, draft, sources, name),
        *({"id": f"urn:sha256:{s.sha256}", "type": "Entity", "label": s.title, "sha256": s.sha256} for s in cited),
        *_claims(served, draft, name),
        *_people(served, name),
    ]
    return plain({"@context": PROVENANCE, "@graph": [node for node in graph if node]})


def _run(served: Served, draft: Mapping[str, Any], sources: list[str], name: str) -> Iterator[_Node]:
    run = draft["run"]
    models = [f"{name}#model-{number}" for number in range(1, len(run["models"]) + 1)]
    whole = served.draft
    yield {
        "id": f"{name}#{whole.id}",
        "type": "Entity",
        "label": f"Draft {whole.id}",
        "brief": whole.brief,
        "question": whole.question,
        "audience": served.audience,
        "wasGeneratedBy": f"{name}#run",
        "wasDerivedFrom": sources,
    }
    yield {
        "id": f"{name}#run",
        "type": "Activity",
        "label": "The run that wrote the draft",
        "startedAtTime": run["started"],
        "endedAtTime": run["finished"],
        "wasAssociatedWith": f"{name}#attest",
        "used": [*sources, *models],
        **{key: run[key] for key in ("generator", "seed", "settings", "build", "retrieved")},
    }
    yield {"id": f"{name}#attest", "type": ["Agent", "SoftwareAgent"], "label": f"Attest, {run['generator']}"}
    for at, model in zip(models, run["models"], strict=True):
        yield {"id": at, "type": "Entity", "label": model["name"], **{k: v for k, v in model.items() if k != "name"}}


def _claims(served: Served, draft: Mapping[str, Any], name: str) -> Iterator[_Node]:
    """Each claim as it was first written, what people did with it, and the words that they put in its place."""
    rejected = {one["claim_id"] for one in draft["rejected"]}
    for claim in served.draft.claims:
        state = served.states.get(claim.id) or ClaimState(claim.id)
        words = {} if claim.id in rejected else {"text": claim.text}
        written = {"wasAttributedTo": _person(claim.by, name)} if claim.by else {"wasGeneratedBy": f"{name}#run"}
        how = "held back by the checks" if claim.held_back else state.state
        yield {
            "id": f"{name}#{claim.id}",
            "type": "Entity",
            "label": f"Claim {claim.id}",
            "state": how,
            **words,
            **written,
        }
        for review in state.history:
            yield from _review(claim, review, name, amended=claim.id not in rejected)


def _review(claim: Claim, review: Review, name: str, *, amended: bool) -> Iterator[_Node]:
    at = f"{name}#review-{review.n}"
    told = {"note": review.note, "fault": review.fault, "opened": list(review.opened), "undoes": review.undoes}
    yield {
        "id": at,
        "type": "Activity",
        "label": f"{review.action} by {review.by}",
        "action": review.action,
        "endedAtTime": review.at,
        "used": f"{name}#{claim.id}",
        "wasAssociatedWith": _person(review.by, name),
        **{key: value for key, value in told.items() if value},
        **({"spent": review.spent} if review.spent else {}),
    }
    if review.action == "amend" and amended:
        yield {
            "id": f"{name}#{claim.id}.version-{review.n}",
            "type": "Entity",
            "label": f"Claim {claim.id} as {review.by} wrote it",
            "text": review.text,
            "wasGeneratedBy": at,
            "wasRevisionOf": f"{name}#{claim.id}",
            "wasAttributedTo": _person(review.by, name),
        }


def _people(served: Served, name: str) -> Iterator[_Node]:
    claims = {claim.id: claim for claim in served.draft.claims}
    reviewed = (r.by for claim in claims for r in (served.states.get(claim) or ClaimState(claim)).history)
    for person in sorted({*reviewed, *(c.by for c in claims.values() if c.by)}):
        yield {"id": _person(person, name), "type": ["Agent", "Person"], "label": person}


def _person(by: str, name: str) -> str:
    return f"{name}#person-{by.encode('utf-8').hex()}"
