"""The sentences on review dates, holds, removed sources and purged cases, by the codes of errors."""

from __future__ import annotations

SENTENCES = {
    "source_removed": "{source_removed}",
    "hold_stands": "Nothing was removed: a hold forbids it ({holds}). Lift it first, with a reason, if "
    "that ground is gone: attest retain CASE --lift H1 --reason …",
    "removal_inside": "Nothing was removed: {id} lies in {container}, and its bytes are part of that file. "
    "Remove {container}; what else is in it can be taken in again by itself.",
    "removal_changed": "Nothing was removed: what goes with {id} is not what was shown (a copy or a file inside it "
    "came or went meanwhile). Look at it again.",
    "removal_with_others": "Nothing was removed: {id} would still be in the case as {others}. Remove these with it "
    "('--with-copies'), or keep it.",
    "removal_unfinished": "The record of what was removed is erased, but bytes of it may still lie in the case's "
    "folder ({detail}). Free the disk, close other programs that read the case, and open it again: that finishes it.",
    "reference_differs": "Nothing was destroyed: {given} is not the reference of this case. Type it as 'attest retain "
    "CASE' shows it.",
    "purge_not_confirmed": "Nothing was destroyed: it was not confirmed. Type the reference twice, or give it with "
    "'--yes-purge REFERENCE'.",
    "case_purged": "The case {reference} was destroyed on {at} by {by}. Reason: {reason}. What remains is the stone in "
    "{path}.",
    "purge_unfinished": "The case was given up to be destroyed on {at} by {by}, and {left} could not be removed "
    "({detail}). Close what has it open and run: attest purge {folder}",
    "purge_asked": "This case was given up to be destroyed on {at} by {by} (reason: {reason}), but not from this "
    "account, or it was put back since: nothing was destroyed. To go on: attest purge {folder} --yes-purge REFERENCE. "
    "To keep it, remove purge.json from its folder.",
    "certificate_not_written": "The case was destroyed; the certificate could not be written to {path} ({detail}). "
    "The stone is kept in {kept}.",
    "stone_not_kept": "Nothing was destroyed: no stone could be kept in {path} ({detail}). Free that place first.",
}
