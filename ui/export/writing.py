"""What a person asks to have exported, what stands in the way of it, and the writing; all for threads of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app import bundling, signing_keys
from app.exporting import signed_off

if TYPE_CHECKING:
    from app.bundle_sources import How
    from app.bundle_told import Travelling
    from app.case import Case
    from provenance.audience import Audience
    from provenance.errors import AttestError
    from provenance.ports import Progress
    from provenance.receipts import Receipt
    from provenance.store.records import VerifyReport

BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class Order:
    """One export as it is asked for; `sources`, `key` and its `passphrase` are for a bundle alone."""

    out: Path
    form: str
    audience: Audience
    sources: How = "cited"
    key: str = ""
    passphrase: str = field(default="", repr=False)

    @property
    def bundle(self) -> bool:
        return self.form == BUNDLE


@dataclass(frozen=True, slots=True)
class Found:
    """What was found before the writing: whether the place is inside the case, what lies there already, the next free
    name for a bundle, and the key, opened."""

    inside: bool = False
    there: Path | None = None
    free: Path | None = None
    key: signing_keys.SigningKey | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was written; how its citations re-opened, whether the draft is signed off, and the SHA-256 of the key that
    sealed it. `unrecorded` says why the log does not tell of it, `unreceipted` why no receipt is kept.
    """

    order: Order
    verified: VerifyReport | None
    unrecorded: AttestError | None
    signed_off: bool = False
    sealed_by: str = ""
    receipt: Receipt | None = None
    unreceipted: AttestError | None = None
    travelling: Travelling | None = None  # which sources are whole files in a bundle


def look(order: Order, case_folder: Path) -> Found:
    """What stands in the way; opens the key where nothing does. Raises UsageError(unknown_key | key_not_opened)."""
    out = order.out
    try:
        if out.resolve().is_relative_to(case_folder.resolve()):
            return Found(inside=True)
        if order.bundle and (there := bundling.taken(out)) is not None:
            return Found(there=there, free=bundling.free(out))
        if not order.bundle and out.is_file():
            return Found(there=out)
    except OSError:  # a name too long, a drive that went: the writing meets it again, and says so in words
        return Found()
    if not order.key:
        return Found()
    return Found(key=signing_keys.open_key(order.key, lambda _: order.passphrase))


def write(
    case: Case, draft_id: str, order: Order, key: signing_keys.SigningKey | None, overwrite: bool, progress: Progress
) -> Written:
    """Write it; raises what `Case.export` does."""
    options = {"sources": order.sources, "key": key} if order.bundle else None
    verified = case.export(
        draft_id, order.form, order.out, progress, audience=order.audience, overwrite=overwrite, options=options
    )  # fmt: skip
    return Written(
        order, verified, case.unrecorded, signed_off(case.store, draft_id), key.public.fingerprint if key else "",
        case.receipt, case.unreceipted, case.travelling,
    )  # fmt: skip
