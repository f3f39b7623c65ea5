"""Makes the sealed bundle of a draft: gathers what its audience may see, seals it in a bag, and signs that."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import metadata
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from app import policy, signing_keys
from app.bundle_sources import HOW, How, Sources
from provenance import clock, export
from provenance.bundle import browser, check_words, contexts, materials, verifier
from provenance.bundle.annotations import collection
from provenance.bundle.bag import Bag
from provenance.bundle.history import history
from provenance.bundle.served_log import head_of, log_bytes
from provenance.errors import AttestError, CaseError, TaskError, UsageError
from provenance.records import Anchor
from provenance.report_reviews import without_rejected
from provenance.store.codec import Plain, bytes_sha256, plain

if TYPE_CHECKING:
    from app.exporting import Job, Writer
    from provenance.bundle.sealing import SigningKey

VERSION = "1"
BESIDE = (".sig", ".pub", ".receipt.json")  # what lies beside a bundle, named after it
_REPORTS = ("html", "pdf")


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a bundle alone: `sources` in it as whole files, as excerpts or not at all; the `key` to sign."""

    sources: How = "cited"
    key: SigningKey | None = None

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Options:
        """Raises UsageError("bad_value")."""
        sources, key = given.get("sources", "cited"), given.get("key")
        if sources not in HOW:
            raise UsageError("bad_value", value=sources, what="what to do with sources", why=f"choose {', '.join(HOW)}")
        if key is not None and not isinstance(key, signing_keys.SigningKey):
            raise UsageError("bad_value", value=key, what="a key", why="it is not one")
        return cls(sources, key)


def may_write(out: Path) -> None:
    """Raises UsageError("file_exists") where something lies at `out` already, or beside it under its name, and
    AttestError("export_failed") where that cannot be told, as with a name that is too long."""
    try:
        there = taken(out)
    except OSError as error:
        raise AttestError("export_failed", path=str(out), detail=error.strerror or str(error)) from error
    if there is not None:
        raise UsageError("file_exists", path=str(there))


def taken(out: Path) -> Path | None:
    """What lies already where a bundle would be written, or beside that under its name; raises OSError."""
    places = (out, *(beside(out, ending) for ending in BESIDE))
    return next((one for one in places if one.exists() or one.is_symlink()), None)


def free(out: Path) -> Path:
    """The same name with the first number that makes it free, "A 2.bundle" for "A.bundle"; raises OSError."""
    ending = ".bundle" if out.suffix == ".bundle" else ""  # of other names a full stop may be a part
    numbered = (out.with_name(f"{out.name.removesuffix(ending)} {n}{ending}") for n in count(2))
    return next(one for one in numbered if taken(one) is None)


def beside(out: Path, ending: str) -> Path:
    return out.with_name(out.name + ending)


def write(job: Job, writers: Mapping[str, Writer]) -> str:
    """Write the bundle to the new folder `job.out`; gives the SHA-256 of the manifest that covers all of it.

    It is made beside and renamed: stopped or failed, nothing is left. `writers` make the reports in it. Raises
    UsageError(file_exists), AttestError("export_failed"), TaskError("cancelled"), CaseError("case_damaged").
    """
    options = Options.of(job.options)
    may_write(job.out)
    if not job.case.store.check_audit().ok:
        raise CaseError("case_damaged", detail="the log does not hold")
    with _made_beside(job.out) as folder:
        work = _Bundle(job, options, Bag(folder))
        sealed = work.fill(folder, writers)
        _go_on(job, "Sealing the bundle", 1, 1)
        may_write(job.out)
        with _signed(job.out, sealed, options.key):
            folder.rename(job.out)
    return bytes_sha256(sealed)


@contextmanager
def _signed(out: Path, sealed: bytes, key: SigningKey | None) -> Iterator[None]:
    """The signature and the public key beside `out`, before the bundle itself comes there: killed half-way, no bundle
    lies there without the signature that was asked for. Taken back where it does not come."""
    if key is None:
        yield
        return
    try:
        export.write_beside(beside(out, ".pub"), key.public.text().encode())
        export.write_beside(beside(out, ".sig"), key.sign(sealed, "bundle").encode())
        yield
    except BaseException:
        for ending in (".pub", ".sig"):
            with suppress(OSError):
                beside(out, ending).unlink(missing_ok=True)
        raise


@contextmanager
def _made_beside(out: Path) -> Iterator[Path]:
    """A new folder beside `out` to work in; gone afterwards, unless it was renamed."""
    folder = out.with_name(f".{out.name[:40]}.{uuid.uuid4().hex[:8]}.part")
    try:
        try:
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise AttestError("export_failed", path=str(out), detail=error.strerror or str(error)) from error


class _Bundle:
    """One bundle under way."""

    def __init__(self, job: Job, options: Options, bag: Bag) -> None:
        self._job, self._options, self._bag = job, options, bag
        self._served, self._store = job.served, job.store
        shown, _ = without_rejected(self._served.draft, self._served.states)
        claims = [c for claim in shown.claims for c in claim.citations]
        cited = [*claims, *(cell.citation for point in shown.conflicts for cell in point.cells)]
        anchors: dict[str, list[Anchor]] = {}
        for citation in cited:
            anchors.setdefault(citation.source_id, []).append(citation.anchor)
        self._sources = Sources(job, options.sources, bag, anchors)
        self._policy = policy.current()
        self._log = self._served.log
        self._name = uuid.uuid5(uuid.NAMESPACE_OID, f"{head_of(self._log)} {shown.id} {self._served.audience}").urn

    def fill(self, folder: Path, writers: Mapping[str, Writer]) -> bytes:
        """Write every file of the bag; gives the manifest that is signed."""
        job, bag = self._job, self._bag
        whole = {a: i for i, a in enumerate(_REPORTS)}
        for form in sorted(whole.keys() & writers.keys(), key=whole.__getitem__):
            path = f"data/report.{form}"
            writers[form](replace(job, out=bag.room(path), overwrite=False, options={}))
            bag.took(path)
        job.made.figures = None  # the sources are copied next, in memory that does not grow
        draft = json.loads(json.dumps(export.served_json(self._served, self._store)))
        self._json("draft.json", draft)
        self._json("annotations.jsonld", collection(draft, self._name))
        self._json("provenance.jsonld", history(self._served, draft, self._sources.all, self._name))
        self._json("context/anno.jsonld", contexts.ANNOTATION)
        self._json("models.json", self._models(draft))
        bag.add("data/audit-log.jsonl", log_bytes(self._log))
        reference = self._store.info.reference
        bag.add("data/how-to-check.html", check_words.html(reference, draft["draft_id"]))
        bag.add("data/how-to-check.pdf", check_words.pdf(reference, draft["draft_id"]))
        job.made.sources = self._sources.put()
        self._json("contents.json", {"sources": job.made.sources})
        bag.add(f"data/{materials.NAME}", materials.text().encode())
        bag.add(verifier.NAME, verifier.text().encode())
        bag.add(browser.NAME, browser.text().encode())
        return bag.seal(self._info())

    def _models(self, draft: Mapping[str, object]) -> dict[str, object]:
        run = draft["run"]
        assert isinstance(run, dict)
        return {
            "generator": run["generator"],
            "settings": run["settings"],
            "seed": run["seed"],
            "models": run["models"],
        }

    def _info(self) -> dict[str, str]:
        in_force, at = self._policy, clock.now()
        return {
            "Bag-Software-Agent": f"Attest {metadata.version('attest')}",
            "Bagging-Date": at[:10],
            "External-Identifier": self._store.info.reference,
            "Internal-Sender-Identifier": self._served.draft.id,
            "Attest-Bundle-Version": VERSION,
            "Attest-Exported": at,
            "Attest-Audience": self._served.audience,
            "Attest-Sources": self._options.sources,
            "Attest-Policy": f"{in_force.name} {in_force.signed_by}".strip() or "none of a force",
            "Attest-Log-Entries": str(len(self._log)),
            "Attest-Log-Head": head_of(self._log),
        }

    def _json(self, name: str, value: Plain) -> None:
        _go_on(self._job, "Writing the bundle", 0, 1)
        self._bag.add(f"data/{name}", json.dumps(plain(value), ensure_ascii=False, indent=1).encode())


def _go_on(job: Job, what: str, done: float, total: float) -> None:
    if not job.progress(what, done, total):
        raise TaskError("cancelled")
