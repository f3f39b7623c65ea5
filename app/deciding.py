"""Has the text and the index of a case follow what was decided on privilege, once that stands in the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.indexing import Indexer
from app.release import read_released
from provenance.errors import AnchorError, ReadError, UsageError
from provenance.ports import Progress
from provenance.records import Source

if TYPE_CHECKING:
    from app.case_evidence import CaseEvidence


def follow(case: CaseEvidence, indexer: Indexer, progress: Progress, asked: Iterable[str] = ()) -> None:
    """Take what is withheld out of the index, put what is open into it, and read what was released before it was read.

    First what lies open inside what is withheld is withheld, too: in cases of earlier versions it could.

    Looks at the record and the index alone, so it makes up for what was not done when the process was ended. Raises
    what `read_released` raises, of the sources `asked` for; of others, what cannot be read stays held, as their rows
    say. TaskError("cancelled") and CaseError are raised always.
    """
    case.store.hold_strays(case.by)
    sources = case.store.sources()
    there = case.index.ids()
    indexed = {_source_of(passage_id) for passage_id in there}
    withheld = {s.id for s in sources if s.withheld}
    indexer.forget([passage_id for passage_id in there if _source_of(passage_id) in withheld])
    for source in sources:
        if not source.withheld and source.passages and source.id not in indexed:
            indexer.add(case.store.passages([source.id]))
    wanted = set(asked)
    for source in sources:
        if source.outcome == "held" and source.privilege in ("none", "released"):
            _read(case, source, progress, source.id in wanted)
            indexer.add(case.store.passages([source.id]))


def _read(case: CaseEvidence, source: Source, progress: Progress, asked: bool) -> None:
    try:
        read_released(case.store, case.readers, case.settings, source, progress, case.by)
    except (AnchorError, ReadError):
        if asked:
            raise
    except UsageError as error:
        if error.code != "source_held":  # held once more while it was being read
            raise


def _source_of(passage_id: str) -> str:
    return passage_id.partition(".")[0]
