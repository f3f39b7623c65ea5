"""A place that the source pane can be asked to show."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.records import Anchor, Citation


@dataclass(frozen=True, slots=True)
class Place:
    """A source, and what to mark in it: an anchor, else a span of the layer, else nothing (`page` 0: its beginning).

    `citation_id` names the citation that counts as opened once the place has been shown. `seconds` is a moment of
    footage. `rear`: a person asked for the rear of the form, which is kept out of sight otherwise.
    """

    source_id: str
    anchor: Anchor | None = None
    span: tuple[int, int] | None = None
    page: int = 0
    citation_id: str = ""
    seconds: float | None = None
    rear: bool = False

    @classmethod
    def of(cls, citation: Citation) -> Place:
        """The place of a citation."""
        return cls(citation.source_id, anchor=citation.anchor, citation_id=citation.id)
