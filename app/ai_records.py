"""Makes the records about the AI from what a case and the program record, and writes them as DOCX and HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from app import models, policy
from app.access import Act
from provenance import ai_records_files as files
from provenance import draft_words, report_words
from provenance.ai_records import Document, DraftFacts, Facts, of_case
from provenance.ai_records_public import system_card, transparency_record
from provenance.clock import now
from provenance.errors import UsageError
from provenance.export import may_write, write_beside
from provenance.open_part import open_part
from provenance.ports import Progress
from provenance.records import Draft, Source
from provenance.reviews import ClaimState
from provenance.runs import ModelUse
from provenance.store.codec import bytes_sha256

if TYPE_CHECKING:
    from app.case import Case
    from provenance.store.records import AuditEntry, SearchRecord

ACTION = "ai_records_written"


def write(case: Case, folder: Path, progress: Progress) -> list[Path]:
    """Write the three records into `folder`, which is made where it is not there, and log it; gives the files.

    Raises UsageError(file_exists | no_such_folder), AttestError("export_failed"), ModelError("model_missing"),
    TaskError("cancelled"), CaseError.
    """
    case.require(Act.EXPORT)
    known = facts(case, progress)
    made = [(one, ending) for one in documents(known) for ending in ("docx", "html")]
    if not folder.is_dir():
        may_write(folder, overwrite=False)  # a file of this name, or no folder to make it in
        try:
            folder.mkdir()
        except OSError as error:
            raise UsageError("no_such_folder", path=str(folder)) from error
    out = [folder / f"{document.name}.{ending}" for document, ending in made]
    for path in out:
        may_write(path, overwrite=False)
    written = {}
    for path, (document, ending) in zip(out, made, strict=True):
        data = files.html(document) if ending == "html" else files.docx(document, known.made)
        write_beside(path, data)
        written[path.name] = bytes_sha256(data)
    case.record(ACTION, {"files": written})
    return out


def documents(known: Facts) -> tuple[Document, ...]:
    """The three records."""
    return transparency_record(known), system_card(known), of_case(known)


def facts(case: Case, progress: Progress) -> Facts:
    """What the records are made of, as the case and the program are now; no source is named in it."""
    store = case.store
    sources, log = {s.id: s for s in store.sources()}, store.audit_entries()
    drafts = [store.draft(id) for id in store.draft_ids()]
    by = {one.draft_id: one for one in store.searches()}
    entries, head = store.log_head()
    used = dict.fromkeys(model for draft in drafts for model in draft.run.models)
    return Facts(
        reference=store.info.reference,
        title=store.info.title,
        made=now(),
        version=metadata.version("attest"),
        build=drafts[-1].run.build if drafts else {},
        sources=len(sources),
        held=sum(s.withheld for s in sources.values()),
        models=tuple(used),
        known=tuple(_known(progress)),
        drafts=tuple(_draft(case, draft, by[draft.id], sources, log) for draft in drafts),
        searches=sum(e.action == "searched" for e in log),
        compared=sum(e.action == "sources_compared" for e in log),
        verified=tuple((report_words.when(e.at), _verified(e)) for e in log if e.action == "verified"),
        exports=tuple((report_words.when(e.at), _exported(e)) for e in log if e.action == "draft_exported"),
        signed=tuple((report_words.when(e.at), _signed(e)) for e in log if e.action in _SIGNED),
        policy=policy.current(),
        entries=entries,
        head=head,
    )


def _known(progress: Progress) -> list[ModelUse]:
    """The models that come with the program, and those registered on this machine."""
    found = [one.model for one in models.listed(progress)]
    return [ModelUse(m.role, m.name, m.sha256, m.licence, m.training) for m in found]


def _draft(
    case: Case, draft: Draft, search: SearchRecord, sources: dict[str, Source], log: list[AuditEntry]
) -> DraftFacts:
    shown, withheld = open_part(draft, sources)
    stands = [c for c in shown.claims if not c.held_back]
    states = case.store.claim_states(draft.id)
    standing = [states[c.id] for c in stands]
    cited = {c.id for claim in stands for c in claim.citations if c.role != "similar"}
    held = [c for c in shown.claims if c.held_back]
    return DraftFacts(
        id=draft.id,
        question=draft.question,
        generator=draft.run.generator,
        model=draft_words.model_of(draft.run.models),
        finished=draft.run.finished,
        by=search.by,
        searched=draft.searched,
        retrieved=search.retrieved,
        claims=len(stands),
        held_back=len(held),
        withheld=len(withheld),
        by_hand=sum(bool(c.by) for c in stands),
        citations=len(cited),
        stopped="stopped" in draft.run.settings,
        seed=draft.run.seed,
        states=Counter(s.state for s in standing),
        decided=Counter(found for s in standing for found in _decided(s)),
        awaiting=sum(s.awaits_second for s in standing),
        faults=Counter(_fault(s.decision.fault) for s in standing if s.state == "rejected" and s.decision),
        reasons=Counter(
            why for c in held for why in dict.fromkeys(report_words.reason(r.code) for r in c.verdict.reasons)
        ),
        opened=Counter(by for citation, by in _opened(log) if citation in cited),
        settings=_settings(draft.run.settings),
    )


def _decided(state: ClaimState) -> set[tuple[str, str]]:
    """(person, how they decided) of the decisions behind how a claim stands; of two people who accepted it, both."""
    found = {(state.by, str(state.state))} if state.by and state.state != "new" else set()
    return found | ({(state.first.by, "accepted")} if state.first else set())


def _opened(log: list[AuditEntry]) -> list[tuple[str, str]]:
    """(citation, person) of every opening that the log tells of."""
    actions = ("citation_opened", "opening_taken_over")
    return [(str(e.detail.get("citation")), str(e.detail.get("person", e.by))) for e in log if e.action in actions]


def _settings(settings: Mapping[str, object]) -> dict[str, object]:
    """Those that are numbers: lists and words may be of sources, or of what people asked."""
    return {name: value for name, value in settings.items() if isinstance(value, int | float)}


def _fault(code: str) -> str:
    return report_words.FAULTS.get(code, code) or "no kind of fault given"


def _verified(entry: AuditEntry) -> str:
    of = entry.detail.get("draft") or "all drafts"
    checked, failed = entry.detail.get("checked", "?"), entry.detail.get("failed", "?")
    return f"{_some(checked, 'citation')} of {of} re-opened, {_some(failed, 'failure')}, by {entry.by}"


def _some(count: object, one: str) -> str:
    """ "1 failure", "? failures" where the log does not tell how many."""
    return report_words.counted(count, one) if isinstance(count, int) else f"{count} {one}s"


def _exported(entry: AuditEntry) -> str:
    told = {name: entry.detail.get(name, "") for name in ("draft", "format", "audience")}
    return f"{told['draft']} as {told['format']}, audience {told['audience'] or 'working'}, by {entry.by}"


_SIGNED = ("draft_signed", "draft_taken_up_again")


def _signed(entry: AuditEntry) -> str:
    """ "D2, version 1: signed off as J. Smith (typed), by account jsmith"."""
    version = f"{entry.detail.get('draft', 'a draft')}, version {entry.detail.get('version', '?')}"
    if entry.action == "draft_signed":
        return f"{version}: signed off as {entry.detail.get('name')} (typed), by account {entry.by}"
    return f"{version}: taken up again by account {entry.by}, so that the signature does not stand any more"
