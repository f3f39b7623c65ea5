"""The quotes: every cited text against the text layer in the bundle, and the annotations against the draft."""

from __future__ import annotations

from provenance.bundle.checking.bag import Entry, read
from provenance.bundle.checking.told import Told, counted, read_json

DRAFT, ANNOTATIONS = "data/draft.json", "data/annotations.jsonld"
URN = "urn:sha256:"


class Cited:
    """A citation of the draft: its id, the SHA-256 of its source, its selectors by type, and its claim's words."""

    def __init__(self, body: str, state: str, role: str, item: dict[str, object]) -> None:
        target = item["target"]
        assert isinstance(target, dict)
        source, selectors = target["source"], target["selector"]
        assert isinstance(source, str) and source.startswith(URN) and isinstance(selectors, list)
        self.id = str(item["id"])
        self.body, self.state, self.role = body, state, role
        self.target = target
        self.sha256 = source[len(URN) :]
        self.exact = item["exact"]
        self.removed = bool(item.get("removed"))  # its source was removed from the case: there is no quote any more
        self.selectors = {str(one["type"]): one for one in selectors}
        self.fragments = [one for one in selectors if one["type"] == "FragmentSelector"]
        assert item["source_sha256"] == self.sha256 and item["label"] is not None


def citations_of(draft: object, told: Told) -> list[Cited]:
    """All citations of the draft in order: those of its claims, then those of its conflicts."""
    found: list[Cited] = []
    try:
        assert isinstance(draft, dict)
        for claim in list(draft["claims"]) + list(draft["unsupported"]):
            review = claim["review"]
            words = review["text"] or claim["text"]
            for role in ("citations", "similar", "against"):
                found += [Cited(words, review["state"], role, item) for item in claim[role]]
        for point in draft["conflicts"]:
            found += [Cited(point["about"], "conflict", "conflicts", item) for item in point["sides"]]
    except (AssertionError, KeyError, TypeError) as error:
        told.fault(DRAFT, "is not in the shape of a draft (%s: %s)" % (type(error).__name__, error))
    return found


def check_quotes(bag: str, files: dict[str, Entry], cited: list[Cited], told: Told) -> None:
    """Each quote: the layer has these words at this place, with these words before and after them."""
    by_source: dict[str, list[Cited]] = {}
    for one in cited:
        if one.removed:
            continue
        if "TextPositionSelector" in one.selectors:
            by_source.setdefault(one.sha256, []).append(one)
        elif one.exact is not None or not any("pts" in fragment for fragment in one.fragments):
            told.fault("%s, citation %s" % (DRAFT, one.id), "names no place in its source")
    checked, without = 0, 0
    for sha256, mine in sorted(by_source.items()):
        pieces = pieces_of(bag, files, sha256, told)
        if pieces is None:
            without += len(mine)
            continue
        for one in mine:
            wrong = quote_fault(one, pieces)
            if wrong:
                told.fault("%s, citation %s" % (DRAFT, one.id), wrong)
        checked += len(mine)
    told.checked.append("%s, character by character, against the included text" % counted(checked, "quote"))
    removed = sum(one.removed for one in cited)
    if removed:
        told.unchecked.append("%s whose source was removed from the case" % counted(removed, "citation"))
    if without:
        told.unchecked.append("%s whose text is not in the bundle" % counted(without, "quote"))


def pieces_of(bag: str, files: dict[str, Entry], sha256: str, told: Told) -> list[tuple[int, str]] | None:
    """The text of a source as (where it starts, text): one piece for a whole layer, several for excerpts."""
    layer, excerpts = "data/layers/%s.txt" % sha256, "data/excerpts/%s.json" % sha256
    if layer in files:
        try:
            return [(0, read(bag, layer).decode("utf-8"))]
        except ValueError as error:
            told.fault(layer, "is not text in UTF-8 (%s)" % error)
            return []
    if excerpts not in files:
        return None
    found = read_json(read(bag, excerpts), excerpts, told)
    try:
        assert isinstance(found, dict)
        return [(int(one["start"]), str(one["text"])) for one in found["excerpts"]]
    except (AssertionError, KeyError, TypeError, ValueError):
        told.fault(excerpts, "is not a list of excerpts")
        return []


def quote_fault(one: Cited, pieces: list[tuple[int, str]]) -> str:
    """What is wrong with a quote, or ""."""
    place, quote = one.selectors["TextPositionSelector"], one.selectors.get("TextQuoteSelector")
    if not isinstance(quote, dict):
        return "says where its words stand, but not which they are"
    start, end = place.get("start"), place.get("end")
    exact, prefix, suffix = quote.get("exact"), quote.get("prefix"), quote.get("suffix")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return "names no place in its source"
    if not isinstance(exact, str) or not isinstance(prefix, str) or not isinstance(suffix, str) or exact != one.exact:
        return "does not say the same words everywhere"
    for begins, text in pieces:
        at, to = start - begins, end - begins
        if at >= len(prefix) and to + len(suffix) <= len(text):
            if text[at:to] != exact:
                return "the source's text has other words at this place: %r" % text[at:to][:200]
            if text[at - len(prefix) : at] != prefix or text[to : to + len(suffix)] != suffix:
                return "the words before or after it are others in the source's text"
            return ""
    return "its place lies outside the source's text"


def check_annotations(data: bytes, cited: list[Cited], told: Told) -> None:
    """Each citation stands once more as a Web Annotation, with the same target and the same words."""
    found = read_json(data, ANNOTATIONS, told)
    try:
        assert isinstance(found, dict)
        items = {one["id"].rpartition("#")[2]: one for one in found["first"]["items"]}
        whole = len(items) == found["total"] == len(found["first"]["items"])
    except (AssertionError, KeyError, TypeError, AttributeError):
        told.fault(ANNOTATIONS, "is not a collection of annotations")
        return
    for one in cited:
        item = items.pop(one.id, None)
        if item is None:
            told.fault(ANNOTATIONS, "lacks citation %s" % one.id)
            continue
        body, target = item.get("body"), item.get("target")
        same = isinstance(target, dict) and all(target.get(name) == one.target[name] for name in one.target)
        if (
            not same
            or not isinstance(body, dict)
            or body.get("value") != one.body
            or body.get("claimState") != one.state
        ):
            told.fault(ANNOTATIONS, "says of citation %s other than draft.json" % one.id)
    for extra in items:
        told.fault(ANNOTATIONS, "has %s, which draft.json does not have" % extra)
    if not whole:
        told.fault(ANNOTATIONS, "states another number of annotations than it has")
    told.checked.append("%s say the same in draft.json and annotations.jsonld" % counted(len(cited), "citation"))
