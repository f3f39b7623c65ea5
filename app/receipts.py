"""Keeps the receipts of cases in the account's own data folder, and compares a case's log with them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import platformdirs

from app import messages
from provenance import receipts
from provenance.clock import now
from provenance.errors import AttestError
from provenance.export import write_beside
from provenance.receipts import Compared, Kept, Mismatch, Receipt
from provenance.report_words import counted, when
from provenance.store.case_store import CaseStore
from provenance.store.records import Failure
from provenance.store.resting import CHANGED_OUTSIDE

NAME = "receipts.jsonl"
# What the log had this state for, by the action that it was written for; no words of the case, and no name of a source.
_FOR = {
    "draft_exported": "{draft} was exported as {format} for the audience {audience}",
    "verified": "citations were re-opened ({draft})",
    "still_exported": "a still was exported",
    "searches_saved": "the search record was saved",
    "log_saved": "the log was saved",
    "ai_records_written": "records about the AI were written",
    "schedule_written": "{form} was written for the audience {audience}",
    "redacted_copy_written": "a redacted copy was written",
    "data_protection_record": "the data-protection record was written",
    "incident_export": "an incident export was written",
}

# Entries after which a log is shorter than a receipt says, and rightly so.
_PUT_BACK = {
    "case_restored": "from a backup",
    "migration_undone": "as it was before it was brought up to date",
}


def path() -> Path:
    """Where receipts are kept."""
    return platformdirs.user_data_path("attest", appauthor=False) / NAME


def what_for(action: str, detail: Mapping[str, object]) -> str:
    """What a receipt after this entry says it is for; "" for an action that gets none."""
    if action not in _FOR:
        return ""
    return _FOR[action].format(
        draft=detail.get("draft") or "every draft",
        format=detail.get("format", ""),
        audience=detail.get("audience", "working"),
        form=str(detail.get("form", "")).upper(),
    )


def made(store: CaseStore, what: str, sha256: str, state: tuple[int, str]) -> Receipt:
    """The receipt of a log in this state (entries, head)."""
    return Receipt(store.info.id, *state, now(), what, sha256)


def keep(store: CaseStore, receipt: Receipt) -> None:
    """Keep a receipt in the account's data folder; raises AttestError("receipt_not_kept")."""
    if not store.info.id:  # someone took it out of the record; `verify` names that
        raise AttestError("receipt_not_kept", path=str(path()), detail="the case has no identifier")
    receipts.append(path(), Kept(receipt, _folder(store)))


def lay_beside(out: Path, receipt: Receipt) -> Path:
    """Write a receipt beside what was exported to `out`, as PATH.receipt.json; raises AttestError("export_failed")."""
    beside = out.with_name(f"{out.name}.receipt.json")
    write_beside(beside, (json.dumps(receipt.json(), ensure_ascii=True, indent=1) + "\n").encode("ascii"))
    return beside


def stands(receipt: Receipt) -> str:
    """Where the log stood after what was just done, in a sentence that people compare later."""
    return f"Log of the case: {receipt.entries:,} entries, head {receipt.head}."


def kept_where() -> str:
    """That a receipt was kept, and where."""
    return f"A receipt of it is kept in {path()}."


def compare(store: CaseStore, given: Sequence[Kept] | None = None) -> Compared:
    """The log against every receipt of this case that is kept here, or those that were `given` by somebody.

    Raises AttestError("receipts_unreadable"), CaseError.
    """
    kept, unreadable = (list(given), 0) if given is not None else receipts.load(path())
    case, here = store.info.id, _folder(store)
    of_case = kept if given is not None else [one for one in kept if one.receipt.case == case]
    others = () if given is not None else tuple(o for o in kept if o.receipt.case != case and o.folder == here)
    with store.snapshot() as read:
        entries = int(read("SELECT coalesce(max(seq), 0) FROM audit", ())[0][0])

        def hash_at(seq: int) -> str | None:
            found = read("SELECT hash FROM audit WHERE seq = ?", (seq,))
            return str(found[0][0]) if found else None

        found = receipts.compare(of_case, case, entries, hash_at)
    return replace(found, unreadable=unreadable, others=others)


def mismatch(store: CaseStore) -> AttestError | None:
    """What to tell at once when a case is opened: that its database is not as it was left, or its log not as a receipt
    kept here says; None where both are.

    Raises AttestError("receipts_unreadable"), CaseError.
    """
    if changed := store.changed_outside():
        return AttestError(CHANGED_OUTSIDE, told=changed.told())
    found = compare(store)
    if found.ok:
        return None
    return AttestError("log_not_as_receipts", told=sentence(found.failed[0]), means=may_mean(store, found))


def of_here(store: CaseStore, mismatch: Mismatch) -> bool:
    """Whether the case lay in this folder when the receipt was made; if not, one of the two may be a copy."""
    return mismatch.kept.folder == _folder(store)


def sentence(mismatch: Mismatch) -> str:
    """What is wrong with the log by this receipt, in one sentence."""
    receipt, has = mismatch.kept.receipt, f"it has {mismatch.entries:,} now"
    had = f"the log had {counted(receipt.entries, 'entry', 'entries')} on {when(receipt.at)} when {receipt.what}"
    if mismatch.fault == "other_case":
        return f"The receipt of {when(receipt.at)} is of another case (its identifier is {receipt.case})."
    if mismatch.fault == "log_shorter":
        return f"Rolled back or cut off: {had}; {has}."
    return f"Written anew: {had}, and entry {receipt.entries:,} has another hash now."


def may_mean(store: CaseStore, found: Compared) -> str:
    """What else than a forged log a mismatch may come of, and what to do."""
    if any(m.fault == "other_case" for m in found.failed):
        return "Ask who gave the receipt which case it belongs to."
    shown = f"The receipts bear the log out up to entry {found.holds_to:,}. " if found.holds_to else ""
    if put_back := _put_back(store, found):
        return f"{shown}{put_back}"
    if all(of_here(store, m) or not m.kept.folder for m in found.failed):
        cause = "If the case was put back from a backup, what was done after that backup is missing from it"
    else:
        cause = (
            "The case lay in another folder then. If this one is a copy, work went on in each of them apart; if it was "
            "put back from a backup, what was done after that is missing"
        )
    return f"{shown}{cause}; if not, someone wrote the log anew. Keep the folder and the receipts, and ask who did it."


def _put_back(store: CaseStore, found: Compared) -> str:
    """What the log says of it where it tells that the case was put back to the state that the receipts miss."""
    first = min((m.kept.receipt.entries for m in found.failed), default=0)
    told = [e for e in store.audit_entries() if e.action in _PUT_BACK and e.seq <= first]
    if not told:
        return ""
    return (
        f"Entry {told[-1].seq:,} says that {told[-1].by} put the case back on {when(told[-1].at)} "
        f"{_PUT_BACK[told[-1].action]}: what was done after entry {told[-1].seq - 1:,} of the log is missing from it. "
        "Ask who did it; if nobody did, someone wrote the log anew. Keep the folder and the receipts."
    )


def notes(found: Compared) -> list[str]:
    """What else is to be said of the receipts that are kept here."""
    told = []
    if found.others:
        last = max((one.receipt for one in found.others), key=lambda r: r.at)
        told.append(
            f"{counted(len(found.others), 'receipt')} kept here, the last of {when(last.at)}, tell of another case in "
            f"this folder (its log had {counted(last.entries, 'entry', 'entries')}). If this should be that case, its "
            "log was made anew."
        )
    if found.unreadable:
        told.append(f"{counted(found.unreadable, 'line')} of {path()} cannot be read and were not compared.")
    return told


def as_failures(store: CaseStore) -> tuple[tuple[Failure, ...], tuple[Failure, ...]]:
    """What the receipts kept here say against the log, for `verify`: failures and notes.

    What a receipt tells of the case in another folder is a note: a copy of a case that was worked on apart is a case in
    order. `attest audit --check` names both.
    """
    try:
        found = compare(store)
    except AttestError as error:
        if error.code != "receipts_unreadable":
            raise
        return (), (Failure(error.code, messages.of(error)),)
    failed = tuple(Failure(m.fault, sentence(m)) for m in found.failed if of_here(store, m))
    elsewhere = [m for m in found.failed if not of_here(store, m)]
    notes_ = [Failure(m.fault, f"{sentence(m)} The case lay in another folder then.") for m in elsewhere[:1]]
    return failed, tuple(notes_)


def _folder(store: CaseStore) -> str:
    return os.path.realpath(store.info.folder)
