"""What the names in the bundle's JSON-LD mean: contexts written from the published vocabularies, included in the bag.

https://www.w3.org/TR/annotation-vocab/ and https://www.w3.org/TR/prov-o/. The annotations name the W3C's own context
by its address, as the model asks; a reader without network takes the copy in the bag, which has the terms used here.
"""

from __future__ import annotations

ANNOTATION_ADDRESS = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:x-attest:terms:"

_SPACES = {
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "as": "http://www.w3.org/ns/activitystreams#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CLASSES = {
    "Annotation": "oa:Annotation",
    "TextualBody": "oa:TextualBody",
    "SpecificResource": "oa:SpecificResource",
    "FragmentSelector": "oa:FragmentSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "XPathSelector": "oa:XPathSelector",
    "Person": "foaf:Person",
    "Software": "as:Application",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Motivation": "oa:Motivation",
    **{name: f"oa:{name}" for name in ("describing", "linking", "questioning")},
}
_COUNT, _TIME = "xsd:nonNegativeInteger", "xsd:dateTime"
_PROPERTIES: dict[str, object] = {
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@type": _COUNT, "@id": "oa:start"},
    "end": {"@type": _COUNT, "@id": "oa:end"},
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "conformsTo": {"@type": "@id", "@id": "dcterms:conformsTo"},
    "creator": {"@type": "@id", "@id": "dcterms:creator"},
    "created": {"@type": _TIME, "@id": "dcterms:created"},
    "name": "foaf:name",
    "label": "rdfs:label",
    "total": {"@type": _COUNT, "@id": "as:totalItems"},
    "first": {"@type": "@id", "@id": "as:first"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "partOf": {"@type": "@id", "@id": "as:partOf"},
    "startIndex": {"@type": _COUNT, "@id": "as:startIndex"},
}
ANNOTATION: dict[str, object] = {"@context": {**_SPACES, "id": "@id", "type": "@type", **_CLASSES, **_PROPERTIES}}

# What the W3C's terms have no word for; `stream` to `decoder` are how a frame of footage is found again.
OWN_NAMES = (
    *(
        "claim",
        "claimKind",
        "claimState",
        "role",
        "support",
        "quoteVerdict",
        "locationVerdict",
        "exhibit",
        "sourceName",
    ),
    *("stream", "pts", "timeBase", "ordinal", "frameSha256", "pixelFormat", "decoder"),
)
OWN: dict[str, object] = {name: f"{TERMS}{name}" for name in OWN_NAMES}

_PROV = "http://www.w3.org/ns/prov#"
_LINKS = ("wasGeneratedBy", "wasDerivedFrom", "wasAttributedTo", "wasAssociatedWith", "used", "wasRevisionOf")
PROVENANCE: dict[str, object] = {
    "prov": _PROV,
    "attest": TERMS,
    "xsd": _SPACES["xsd"],
    "id": "@id",
    "type": "@type",
    "label": f"{_SPACES['rdfs']}label",
    **{name: f"prov:{name}" for name in ("Entity", "Activity", "Agent", "Person", "SoftwareAgent", "Bundle")},
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in _LINKS},
    **{name: {"@id": f"prov:{name}", "@type": "xsd:dateTime"} for name in ("startedAtTime", "endedAtTime")},
    **{
        name: {"@id": f"attest:{name}", "@type": "@json"}
        for name in ("settings", "build", "retrieved", "opened", "spent")
    },
    **{
        name: f"attest:{name}"
        for name in (
            *("generator", "seed", "role", "sha256", "licence", "training", "text", "state", "action", "note", "fault"),
            *("undoes", "brief", "question", "audience"),
        )
    },
}
