"""The half of a case store for what was left out: coverage, what people viewed, lines of enquiry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provenance.coverage import Seen
from provenance.enquiries import Before, Enquiry, before
from provenance.records import Anchor, Citation
from provenance.reviews import ClaimState
from provenance.store import covering, enquiries, viewed
from provenance.store.case_reads import CaseReads
from provenance.store.covering import PartRow, PassageRow
from provenance.store.database import reading, stored
from provenance.store.ids import draft_number


@dataclass(frozen=True, slots=True)
class Covered:
    """What a map of coverage is made of, by open source; see `provenance.store.covering`."""

    parts: Mapping[str, list[PartRow]]
    passages: Mapping[str, list[PassageRow]]
    opened: Mapping[str, list[tuple[str, Anchor]]]
    viewed: Mapping[str, list[tuple[str, Seen]]]


class LeftOut(CaseReads):
    """Reads and writes over the case's database; each write is one transaction with its audit entry."""

    def may_quote(self, source_id: str) -> bool:
        """Whether words of this source may be shown as they stand in it."""
        return True

    def as_read(self, citation: Citation) -> Anchor:
        """The anchor of a citation, at the place at which it stands in the layer as that was read."""
        return citation.anchor

    def told(self, source_id: str, label: str) -> str:
        """The name of a place of a source as it may be told."""
        return label

    def covered(self) -> Covered:
        """Parts, passages and what people saw of all open sources, as they are at one moment."""
        with self._db.snapshot(), stored("what drafts cover"):
            read = self._db.read
            return Covered(covering.parts(read), covering.passages(read), covering.opened(read), covering.viewed(read))

    def add_viewed(self, seen: Iterable[Seen], by: str) -> list[str]:
        """Record what a person had before them, once each; the log gets an entry for each source with something new.

        Gives the ids of those. Raises UsageError(unknown_id | bad_value).
        """
        listed = list(seen)
        return self._db.write(lambda db: viewed.add(db, listed, by))

    # Lines of enquiry

    def enquiries(self) -> list[Enquiry]:
        """All of them in people's order, closed ones too."""
        with self._db.snapshot(), stored("the lines of enquiry"):
            return enquiries.every(self._db.read)

    def enquiry(self, enquiry_id: str) -> Enquiry:
        """Raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored("the lines of enquiry"):
            return enquiries.one(self._db.read, enquiry_id)

    def add_enquiry(self, kind: str, words: str, dated: str, by: str) -> Enquiry:
        """Add one at the end of the list. Raises UsageError("bad_value")."""
        return self._db.write(
            lambda db: enquiries.one(reading(db), enquiries.add(db, kind, words, dated, by))
        )  # fmt: skip

    def change_enquiry(self, enquiry_id: str, kind: str, words: str, dated: str, by: str) -> Enquiry:
        """Give one another kind, other words or another day. Raises UsageError(unknown_id | bad_value)."""
        self._db.write(lambda db: enquiries.change(db, enquiry_id, kind, words, dated, by))
        return self.enquiry(enquiry_id)

    def close_enquiry(self, enquiry_id: str, reason: str, by: str) -> Enquiry:
        """Close one for a reason. Raises UsageError(unknown_id | bad_value)."""
        self._db.write(lambda db: enquiries.close(db, enquiry_id, reason, by))
        return self.enquiry(enquiry_id)

    def reopen_enquiry(self, enquiry_id: str, by: str) -> Enquiry:
        """Open a closed one again. Raises UsageError("unknown_id")."""
        self._db.write(lambda db: enquiries.reopen(db, enquiry_id, by))
        return self.enquiry(enquiry_id)

    def move_enquiry(self, enquiry_id: str, way: str, by: str) -> Enquiry:
        """Move one "up" or "down" by a place. Raises UsageError(unknown_id | bad_value)."""
        self._db.write(lambda db: enquiries.move(db, enquiry_id, way, by))
        return self.enquiry(enquiry_id)

    def add_asking(self, enquiry_id: str, draft_id: str, by: str, version: int | None = None) -> None:
        """Record that a draft is the answer to one as its `version` (1 the first) was put, None: as it stands.

        Raises UsageError("unknown_id").
        """
        self._db.write(lambda db: enquiries.add_asking(db, enquiry_id, draft_id, by, version))

    def made_before(self, draft_id: str, started: str, states: Iterable[ClaimState]) -> Before:
        """Which open enquiries were added or changed after a draft, and how many of its reviews were made before."""
        reviews = (review.n for state in states if (review := state.decision) is not None)
        return before(draft_number(draft_id), started, reviews, self.enquiries())
