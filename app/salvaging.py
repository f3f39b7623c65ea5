"""Saves what can be read of a damaged case into a new folder, and tells exactly what was lost."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from app.backup import case_files
from app.beside import come_there, made_beside, require_new, require_room
from provenance.clock import who
from provenance.errors import AttestError, CaseError, TaskError
from provenance.ports import Progress
from provenance.protection.keys import CaseKey
from provenance.store import salvage
from provenance.store.case_store import CaseStore
from provenance.store.folder import DATABASE
from provenance.store.records import Failure
from provenance.store.salvage import Saved, Table
from provenance.vault import disk_errors
from provenance.verify import check_record

ACTION = "case_salvaged"
WHAT = {
    "meta": "what the case says of itself",
    "counter": "counters",
    "audit": "entries of the log",
    "source": "sources",
    "layer": "text layers",
    "part": "parts of texts",
    "passage": "passages",
    "embedding": "the embedding model",
    "vector": "vectors (they are made again)",
    "video": "recordings",
    "frame": "frames",
    "look": "looks for movement",
    "draft": "drafts",
    "claim": "claims",
    "citation": "citations",
    "review": "decisions on claims",
    "opening": "openings of cited places",
    "conflict": "conflicts",
    "side": "sides of conflicts",
    "enquiry": "lines of enquiry",
    "asking": "askings of lines of enquiry",
    "viewed": "places looked at",
    "signing": "sign-offs",
    "attention": "times spent on places",
    "material": "decisions on material",
    "redaction": "marks for redaction",
    "made_material": "decisions on what Attest made",
    "submission": "submitted schedules",
    "schedule_item": "items of schedules",
    "review_date": "review dates",
    "hold": "holds that forbid deletion",
    "removal": "stones of removed sources",
    "case_user": "who has access",
    "evidence_key": "keys of the originals (without them none can be read)",
}


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved: each table, and what of the saved record is not as the log tells (`differs`). `log_ok`: the log
    holds, so that the case can be worked on."""

    out: Path
    reference: str
    saved: Saved
    log_ok: bool
    differs: tuple[Failure, ...]
    originals_missing: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return (
            self.log_ok and not self.differs and not self.originals_missing and all(t.whole for t in self.saved.tables)
        )

    def lost(self) -> list[str]:
        """What was lost, a line for each table that is not whole."""
        return [_told(table) for table in self.saved.tables if not table.whole]

    def json(self) -> dict[str, object]:
        return {
            "path": str(self.out),
            "reference": self.reference,
            "rows": self.saved.rows,
            "log_ok": self.log_ok,
            "tables": [
                {"table": t.name, "saved": t.saved, "dropped": t.dropped, "unreadable": list(t.gaps), "gone": t.gone}
                for t in self.saved.tables
            ],
            "lost": self.lost(),
            "differs": [one.json() for one in self.differs],
            "originals_missing": list(self.originals_missing),
        }


def _told(table: Table) -> str:
    what = WHAT.get(table.name, table.name.replace("_", " "))
    if table.gone:
        return f"{what}: all lost"
    lost = [f"not to be read: {', '.join(table.gaps)}"] if table.gaps else []
    lost += [f"{table.dropped:,} left out, which name what is lost or have lost their form"] if table.dropped else []
    return f"{what}: {table.saved:,} saved; {'; '.join(lost)}"


def salvaged(folder: Path, out: Path, progress: Progress, key: CaseKey | None = None) -> Salvaged:
    """Save what can be read of the case in `folder` into the new folder `out`: its record row by row, its originals and
    derived files as they lie. The damaged case is only read.

    Raises UsageError(file_exists | no_such_folder | export_in_case), CaseError(not_a_case | nothing_saved | no_room |
    disk_full | case_io), TaskError("cancelled").
    """
    if not (folder / DATABASE).is_file():
        raise CaseError("not_a_case", folder=str(folder))
    require_new(out)
    given = list(case_files(folder))
    files, size = [name for name, _ in given], sum(size for _, size in given)
    with disk_errors():
        require_room(out, size + 3 * (folder / DATABASE).stat().st_size)
    with made_beside(out) as place:
        with made_beside(place / "work") as work:
            _go_on(progress, "Reading the damaged record", 0, 1)
            for ending in ("", "-wal"):
                if (folder / f"{DATABASE}{ending}").is_file():
                    with disk_errors():
                        shutil.copyfile(folder / f"{DATABASE}{ending}", work / f"{DATABASE}{ending}")
            saved = salvage.save(work / DATABASE, place / DATABASE, key)
        _copy(folder, place, files, size, progress)
        done = _opened(place, out, saved, key)
        come_there(place, out)
    return done


def _copy(folder: Path, place: Path, files: list[str], size: int, progress: Progress) -> None:
    done = 0
    for name in files:
        _go_on(progress, "Copying the files of the case", done, max(size, 1))
        with disk_errors():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, place / name)
            with (folder / name).open("rb") as one, (place / name).open("rb") as other:
                if file_digest(one, "sha256").digest() != file_digest(other, "sha256").digest():
                    raise CaseError("case_io", detail=f"what was copied as {name} is not what was read")
            done += (place / name).stat().st_size


def _opened(place: Path, out: Path, saved: Saved, key: CaseKey | None) -> Salvaged:
    """Open what was saved, compare it with its log, and tell of it there, where the log holds."""
    with CaseStore.open(place, key=key) as store:
        log_ok = store.check_audit().ok
        missing = [
            one.id
            for one in store.sources()
            if one.sha256 and not (one.by_reference or one.removed) and not _there(store, one.id)
        ]
        try:
            failed = [one for one in check_record(store)[0] if one.code != "audit_broken"]
        except CaseError as error:  # what cannot be taken apart any more
            failed = [Failure("record_changed", str(error.facts.get("detail") or error.code))]
        if log_ok:
            lost = {
                t.name: {"saved": t.saved, "dropped": t.dropped, "gaps": list(t.gaps)}
                for t in saved.tables
                if not t.whole
            }
            store.record(ACTION, {"rows": saved.rows, "lost": lost}, who())
        return Salvaged(out, store.info.reference, saved, log_ok, tuple(failed), tuple(missing))


def _there(store: CaseStore, source_id: str) -> bool:
    with suppress(AttestError):
        store.vault.open(store.source(source_id)).close()
        return True
    return False


def _go_on(progress: Progress, what: str, done: float, total: float) -> None:
    if not progress(what, done, total):
        raise TaskError("cancelled")
