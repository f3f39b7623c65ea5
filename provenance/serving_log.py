"""The log of a case as an audience may see it: whole lines by allow-list, all others as commitments in the chain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from provenance import audit
from provenance.audience import Audience
from provenance.schedule import BLOCK
from provenance.serving_traces import Traces
from provenance.store.records import AuditEntry

# What an audience may be told of, where it concerns what is served to it; all else is withheld. What is told of
# sources, of claims and of citations must be of those that are served; a draft, the one that is exported.
_OF_SOURCES = frozenset({"source_added", "source_released", "source_looked_again", "source_changed"})
_OF_CLAIMS = frozenset({"claim_added", "claim_reviewed", "citation_opened"})
_OF_DRAFT = frozenset({"draft_signed", "draft_taken_up_again"})
_FOR_ALL = frozenset({"case_created"}) | _OF_SOURCES | _OF_CLAIMS | _OF_DRAFT
_FOR_PROSECUTOR = frozenset({"material_decided", "source_viewed"})
_ALLOWED: Mapping[Audience, frozenset[str]] = {
    "prosecutor": _FOR_ALL | _FOR_PROSECUTOR,
    "defence": _FOR_ALL,
    "training": _FOR_ALL,
}
# The names that the details of these entries may have; an entry with another is withheld.
_NAMES = frozenset(
    {"reference", "title", "created", "created_by", "purpose", "case", "case_id"}
    | {"source", "sha256", "name", "outcome", "record", "layer", "passages", "frames", "changes"}
    | {"look", "watch", "mask", "threshold", "movements", "look_record"}
    | {"claim", "review", "action", "citation", "draft", "version", "use", "places", "signing", "fault", "undoes"}
)


@dataclass(frozen=True, slots=True)
class Lines:
    """What is served: ids of the `sources`, of the `claims` and of their `citations`, and of the `draft`.

    `reviews` are the numbers of those of which all is told: by its digest, which has no salt, others could try out a
    note that is not.

    `whole`: nothing of the draft is left out, so that its own record may be told of.
    """

    audience: Audience
    sources: Collection[str]
    claims: Collection[str]
    citations: Collection[str]
    draft: str
    reviews: Collection[int]
    traces: Traces
    whole: bool = False

    def of(self, entries: Iterable[AuditEntry]) -> tuple[Mapping[str, object], ...]:
        """The log from its first entry to its last, each line whole or withheld."""
        if self.audience == "working":
            return tuple(map(audit.line, entries))
        return tuple(audit.line(e) if self._told(e) else audit.withheld_line(e) for e in entries)

    def _told(self, entry: AuditEntry) -> bool:
        detail = entry.detail
        if entry.action == "draft_written" and self.whole:
            return detail.get("draft") == self.draft and not self._names(detail)
        if entry.action not in _ALLOWED[self.audience] or not detail.keys() <= _NAMES:
            return False
        if entry.action == "claim_reviewed" and detail.get("review") not in self.reviews:
            return False
        changes = detail.get("changes")
        if isinstance(changes, Mapping) and BLOCK in changes:  # words written for a schedule
            return False
        concerned = (
            ("source", self.sources), ("claim", self.claims), ("citation", self.citations), ("draft", {self.draft})
        )  # fmt: skip
        if any(name in detail and detail[name] not in served for name, served in concerned):
            return False
        return not self._names(detail)

    def _names(self, value: object) -> bool:
        """Whether anything in a detail names what is not served."""
        if isinstance(value, Mapping):
            return any(self._names(one) for pair in value.items() for one in pair)
        if isinstance(value, list | tuple):
            return any(map(self._names, value))
        return isinstance(value, str) and self.traces.typed_names(value)
