"""The work that tests kill in the middle: each job goes on until it is killed, and prints a line for what is done.

A job is a function of a case's folder and a folder of its own; to have another one killed, add it to `JOBS`. A line is
what a person was told: its first word names who looks for it afterwards, in `KEPT`.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "provenance")]

from protected_case import PASSPHRASE
from store_case import add_text, new_draft, text_citation
from working_case import READ, GivenReader, PlainEmbedder

from app.backup import back_up
from app.case import Case
from app.restoring import restore
from ingest.index import ExactIndex
from provenance import backup
from provenance.protection import converting, passphrase
from provenance.protection.keys import is_protected
from provenance.protection.unlocking import unlock
from provenance.store.case_store import CaseStore

USER = "okafor"
SAID, READY = "done", "ready"  # what begins a line that counts, and the line before all others


def go_on(what: str, done: float, total: float) -> bool:
    return True


def told(*words: object) -> None:
    print(SAID, json.dumps([str(word) for word in words]), flush=True)


@contextmanager
def opened(folder: Path, write: bool = True, say: str = "") -> Iterator[Case]:
    """The case, with readers and vectors that take no time; a protected one by its user's passphrase."""
    passphrase.WORK = 10
    unlocked = unlock(folder, USER, PASSPHRASE) if is_protected(folder) else None
    with Case.open(folder, write=write, unlocked=unlocked) as case:
        case.__dict__.update({"embedder": PlainEmbedder(), "index": ExactIndex(), "readers": GivenReader(*READ)})
        if say:
            print(say, flush=True)
        yield case


def intake(folder: Path, own: Path) -> None:
    with opened(folder, say=READY) as case:
        for n in itertools.count():
            given = own / f"in {n}"
            given.mkdir()
            for one in range(3):
                (given / f"{uuid4().hex}.txt").write_text(f"He ran. {uuid4().hex} {one}\n" * 200)
            case.add([given], lambda source: told("source", source.id, source.name), go_on)


def drafting(folder: Path, own: Path) -> None:
    with opened(folder, say=READY) as case:
        while True:
            draft = case.store.write_draft(new_draft([text_citation(case.store, "S1", 4, 30)] * 20), case.by)
            told("draft", draft.id, len(draft.claims))


def review(folder: Path, own: Path) -> None:
    with opened(folder, say=READY) as case:
        reviewing = case.reviewing
        claims = [claim.id for claim in case.store.draft("D1").claims]
        for claim in itertools.cycle(claims):
            for action in ("note", "reject", "amend", "aside"):
                words = uuid4().hex
                text = f"He ran, {words}." if action == "amend" else ""
                reviewing.decide(claim, action, text, words, "other" if action == "reject" else "")  # type: ignore[arg-type]
                told("decision", claim, action, words)


def export(folder: Path, own: Path) -> None:
    with opened(folder, write=False, say=READY) as case:
        for n in itertools.count():
            out = own / f"{n}.json"
            case.export("D1", "json", out, go_on)
            told("file", out, sha256(out.read_bytes()).hexdigest())


def backing_up(folder: Path, own: Path) -> None:
    with opened(folder, write=False, say=READY) as case:
        for n in itertools.count():
            made = back_up(case, own / f"backup {n}", go_on)
            told("backup", made.out, made.sha256)
            restore(made.out, own / f"case {n}", go_on, lambda place: CaseStore.open(place, key=case.store.key))
            told("restored", own / f"case {n}")


def removing(folder: Path, own: Path) -> None:
    with opened(folder, say=READY) as case:
        for n in itertools.count():
            word = uuid4().hex
            source = add_text(case.store, f"He hid {word}.\n" * 50, f"removed {n}.txt")
            case.retaining.remove(case.retaining.plan(source.id), "sent by mistake", go_on)
            told("removed", source.id, word)


def rekeying(folder: Path, own: Path) -> None:
    """A protected case: a decision, then all of it encrypted anew, again and again."""
    while True:
        with opened(folder, say=READY) as case:
            words = uuid4().hex
            case.reviewing.decide("D1.1", "note", "", words)
            told("decision", "D1.1", "note", words)
        converting.change_keys(folder, unlock(folder, USER, PASSPHRASE), go_on)
        told("rekeyed")


PLAIN: Mapping[str, Callable[[Path, Path], None]] = {
    "intake": intake,
    "drafting": drafting,
    "review": review,
    "export": export,
    "backup": backing_up,
    "removal": removing,
}
PROTECTED: Mapping[str, Callable[[Path, Path], None]] = {"re-key": rekeying, "review (protected)": review}
JOBS = {**PLAIN, **PROTECTED}


# What is looked for afterwards: each gives what is missing of what a line told, or ""


def _source(store: CaseStore, source_id: str, name: str) -> str:
    return "" if any((s.id, s.name) == (source_id, name) for s in store.sources()) else f"source {source_id}"


def _draft(store: CaseStore, draft_id: str, claims: str) -> str:
    whole = draft_id in store.draft_ids() and len(store.draft(draft_id).claims) == int(claims)
    return "" if whole else f"draft {draft_id}"


def _decision(store: CaseStore, claim: str, action: str, words: str) -> str:
    with store.snapshot() as read:
        draft, number = claim.removeprefix("D").split(".")
        sql = "SELECT count(*) FROM review WHERE draft = ? AND claim = ? AND action = ? AND note = ?"
        return "" if read(sql, (int(draft), int(number), action, words)) == [(1,)] else f"decision on {claim}: {action}"


def _file(store: CaseStore, path: str, known: str) -> str:
    return "" if sha256(Path(path).read_bytes()).hexdigest() == known else f"file {path}"


def _removed(store: CaseStore, source_id: str, word: str) -> str:
    files = [path for path in store.info.folder.rglob("*") if path.is_file()]
    left = [path.name for path in files if word.encode() in path.read_bytes()]
    gone = bool(store.source(source_id).removed) and store.removal_unfinished() is None
    return "" if gone and not left else f"removal of {source_id}: {left}"


def _backup(store: CaseStore, path: str, sealed: str) -> str:
    return whole_backup(Path(path), sealed)


def whole_backup(path: Path, sealed: str = "") -> str:
    """What is wrong with a backup that lies there."""
    found = backup.read(path)
    changed = [name for name, known in found.files.items() if backup.hashed(path, name, lambda _: None) != known]
    return f"backup {path}" if changed or sealed not in ("", found.sealed) else ""


def _restored(store: CaseStore, path: str) -> str:
    with CaseStore.open(Path(path), key=store.key) as again:
        whole = again.check_audit().ok and again.audit_entries()[-1].action == "case_restored"
    return "" if whole else f"case {path}"


KEPT: Mapping[str, Callable[..., str]] = {
    "source": _source,
    "draft": _draft,
    "decision": _decision,
    "file": _file,
    "backup": _backup,
    "removed": _removed,
    "restored": _restored,
    "rekeyed": lambda store: "",
}

if __name__ == "__main__":
    JOBS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
