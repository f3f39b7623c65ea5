"""Every citation of a draft as a W3C Web Annotation: the claim is the body, the cited place of the source the target.

https://www.w3.org/TR/annotation-model/. Built from the served draft in the contract's shape, so that nothing stands
here that does not stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provenance.bundle.contexts import ANNOTATION_ADDRESS, OWN

_MOTIVATIONS = {"citations": "describing", "similar": "linking", "against": "questioning", "conflicts": "questioning"}
_Json = Mapping[str, Any]


def collection(draft: _Json, name: str) -> dict[str, object]:
    """The collection of all annotations; `name` is the address that their ids begin with, without "#"."""
    items = [*_of_claims(draft, name), *_of_conflicts(draft, name)]
    page = {"id": f"{name}#page", "type": "AnnotationPage", "partOf": f"{name}#annotations", "startIndex": 0}
    return {
        "@context": [ANNOTATION_ADDRESS, OWN],
        "id": f"{name}#annotations",
        "type": "AnnotationCollection",
        "label": f"Citations of draft {draft['draft_id']}",
        "total": len(items),
        "first": page | {"items": items},
    }


def _of_claims(draft: _Json, name: str) -> Iterator[dict[str, object]]:
    machine = {"type": "Software", "name": draft["run"]["generator"]}
    for claim in (*draft["claims"], *draft["unsupported"]):
        verdict, review = claim["verdict"], claim["review"]
        writer = review["amended"]["by"] if review["text"] else claim["by"]
        body = {
            "type": "TextualBody",
            "value": review["text"] or claim["text"],
            "format": "text/plain",
            "language": "en",
            "claim": claim["id"],
            "claimKind": claim["kind"],
            "claimState": review["state"],
            "support": verdict["support"],
            "quoteVerdict": verdict["quote"],
            "locationVerdict": verdict["location"],
            "creator": {"type": "Person", "name": writer} if writer else machine,
        }
        for role in ("citations", "similar", "against"):
            for citation in claim[role]:
                yield _annotation(citation, body, role, name, draft["run"]["finished"])


def _of_conflicts(draft: _Json, name: str) -> Iterator[dict[str, object]]:
    for point in draft["conflicts"]:
        body = {"type": "TextualBody", "value": point["about"], "format": "text/plain", "language": "en"}
        for side in point["sides"]:
            known = body | {"claim": point["id"], "claimState": "conflict"}
            yield _annotation(side, known, "conflicts", name, draft["run"]["finished"])


def _annotation(citation: _Json, body: _Json, role: str, name: str, at: str) -> dict[str, object]:
    called = {"label": citation["label"], "exhibit": citation["exhibit"], "sourceName": citation["source_name"]}
    return {
        "id": f"{name}#{citation['id']}",
        "type": "Annotation",
        "motivation": _MOTIVATIONS[role],
        "role": role,
        "created": at,
        "body": dict(body),
        "target": {"type": "SpecificResource", **citation["target"], **{k: v for k, v in called.items() if v}},
    }
