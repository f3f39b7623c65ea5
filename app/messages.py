"""Turns codes of errors, refusals and warnings into sentences: what happened, what was kept, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from app import messages_access, messages_lasting, retention_words
from provenance.errors import AttestError
from provenance.kinds import KINDS

_SENTENCES = {
    **messages_access.SENTENCES,
    **messages_lasting.SENTENCES,
    **retention_words.SENTENCES,
    # the case
    "not_a_case": "{folder} is not an Attest case; nothing was changed. Choose the folder that holds case.db.",
    "case_exists": "A case is there already and was left as it is. Choose another folder.",
    "case_locked": "Another process has this case open for writing; nothing was changed. Close it there and try again.",
    "case_damaged": "The case's record is damaged ({detail}); nothing was changed. Keep the folder. Use a backup, or "
    "save what can be read: attest restore CASE --salvage --out FOLDER",
    "case_newer": "The case was written by a newer Attest; it can be read here, not changed. Use the newer version.",
    "case_older": "The case is from an older Attest; open it for writing once ('attest add') to bring it up to date.",
    "case_closed": "The case was closed while work was under way; what was reported as done is kept. Open it again.",
    "folder_not_empty": "{path} holds other files and was left as it is. Choose a new or empty folder.",
    "folder_not_made": "{path} cannot be made or looked into ({detail}); nothing was changed. Choose another folder.",
    "case_read_only": "The case is open for reading only; nothing was changed.",
    "disk_full": "The disk is full; everything reported as done before is kept. Free some space and run it again.",
    "case_io": "The case could not be written ({detail}); what was reported as done is kept. Check the disk.",
    "internal_error": "Something went wrong inside Attest ({error}); what was reported as done is kept. "
    "Where it happened is noted, without evidence, in {log}.",
    # words of a call
    "unknown_id": "There is no {what} {id} in this case. 'attest sources CASE' lists the sources, and 'attest searches "
    "CASE' the drafts and answers.",
    "no_display": "There is no display to show the window on; nothing was changed. Start Attest where there is one, or "
    "use the commands that 'attest --help' lists.",
    "not_in_this_version": "{what} is not in this version. 'attest --help' lists what is.",
    "bad_value": "{value} cannot be used as {what}: {why}.",
    "option_missing": "{option} is missing; nothing was changed. Say with it {what}.",
    "bad_register": "The exhibit list {name} could not be used: {why}. No file was taken in; correct it.",
    "no_pairs": '{path} holds no line. Give a file with one JSON object a line, with "premise" and "claim".',
    "no_such_file": "There is no file {path}. Check the name.",
    "no_such_folder": "There is no folder {path}. Make it first, or choose another place.",
    "no_such_page": "There is no page {page} in this source.",
    "file_exists": "{path} is there already and was left as it is. Choose another name.",
    "export_in_case": "{path} lies in the folder of a case, which is for Attest alone; nothing was written. Choose a "
    "place outside it.",
    "schedule_not_served": "{form} was not written: it is never for the audience '{audience}'. MG6D and MG6E are for "
    "the prosecutor alone; write MG6C for the defence.",
    "schedule_item_withheld": "{form} was not written for the audience '{audience}': what stands there as item {items} "
    "is sensitive or withheld as privileged now, or the same file as what is. Decide on it again, or write another.",
    "schedule_item_marked": "{form} was not written for the defence: item {items} states words that are marked for "
    "redaction in a source. Write its description without them, or take the mark back.",
    "schedule_numbers_missing": "MG6E was not submitted: of its items {count} have no number yet, as {forms} was not "
    "submitted with them. Submit {forms} first, then MG6E.",
    "schedule_changed": "{form} was submitted meanwhile by somebody else; nothing was written. Look at it, and try "
    "again.",
    "bad_template": "The template {path} was not used: {why}; nothing was written. See docs/schedules.md.",
    "schedule_not_set": "The schedule could not be set as PDF ({detail}); nothing was written. Choose DOCX or XLSX.",
    "export_unreviewed": "{draft} was not written: {left} of its {all} claims still to be checked by a person, and "
    "{policy} lets nothing leave that was not. Accept or reject what is left in the window, then export again.",
    "not_for_training": "{reference} was not made for training, and live evidence is never used for it; nothing was "
    "written. Make a case for it ('attest new CASE --training'), or export for another audience.",
    "export_failed": "The report could not be written to {path} ({detail}); nothing was left half-written.",
    "receipt_not_kept": "No receipt of the log could be kept in {path} ({detail}); what was done is done. Write down "
    "the number of entries and the head that are shown, or free the place and export again.",
    "receipts_unreadable": "The receipts in {path} could not be read ({detail}), so the log was not compared with "
    "them. Make the file readable, and try again.",
    "database_changed": "The case's database was changed outside Attest: {told}. If it was put "
    "back from a backup, what was done after that is missing from it; if not, something else wrote to it. Re-open the "
    "citations to see what can still be relied on, keep the folder as it is, and ask who could write to it.",
    "log_not_as_receipts": "The case's log is not what it was. {told} {means}",
    "bad_receipt": "{path} cannot be used as a receipt: {why}. Nothing was compared; ask for the receipt again.",
    # keys and policies
    "key_exists": "There is a key called {name} already; it was left as it is. Choose another name.",
    "key_not_written": "The key could not be written to {path} ({detail}); nothing was made. Free some space there, or "
    "have the folder opened to you.",
    "unknown_key": "There is no key called {name} here. 'attest keys list' lists all, 'attest keys new' makes one.",
    "key_not_chosen": "There are several keys here ({names}); nothing was signed or written. Say which with "
    "'--key', or '--key none' to leave it unsigned.",
    "key_not_opened": "The key {name} could not be opened: {why}. Nothing was signed or written. Try again, or use "
    "another key.",
    "policy_missing": "The policy on this machine is not whole: {path} cannot be read ({detail}). Nothing was done "
    "that depends on it. Put it back (attest policy install FILE --key KEYFILE), or remove it: attest policy remove",
    "policy_unreadable": "{path} cannot be used as a policy ({detail}). Nothing was done that depends on it. Get it "
    "again from those who gave it out.",
    "policy_setting": "{path} cannot be used as a policy: for '{setting}', {why}. Nothing was done that depends on "
    "it. Have it corrected and signed again, or use the version of Attest that it was written for.",
    "policy_bad_signature": "The policy {path} is not signed with the key that is trusted for it, or was changed "
    "since. Nothing was done that depends on it. Get it again from those who gave it out.",
    "policy_older": "{path} is not in force any more: it was issued {issued}, and a policy of the same force that was "
    "issued {last} held here before. Nothing was done that depends on it. Get the newest one from your force again.",
    "policy_seen_unreadable": "{path} tells when the policy that held last was issued, and cannot be read ({detail}). "
    "Nothing was done that depends on the policy. Have the file opened to you, or remove it.",
    "policy_other_key": "This policy is signed with another key ({given}) than the one that is trusted here "
    "({pinned}); the one from before still holds. If you were told of the new key by a way that you trust, add "
    "'--replace-key'.",
    "policy_not_removed": "{path} could not be removed ({detail}); it was left as it is. Ask who runs this machine.",
    "nothing_to_draft": "No passage or frame of this case can be drafted from; add sources, or decide on those held.",
    "not_repeated": "{id} was written by hand; there is no run to repeat. Nothing was changed.",
    "cancelled": "Stopped. Everything reported as done before is kept; the same command goes on from there.",
    "source_held": "{id} is held as legally privileged, not shown. Decide: attest set CASE {id} privilege=released",
    "container_held": "{id} lies in {container}, which is held; nothing was changed. Decide on {container} first: "
    "nothing inside a held file is open.",
    "no_layer": "{id} has no text; it is footage, or nothing could be read.",
    "frame_missing": "This frame is not in the recording any more as it was taken in; run 'attest verify' to see "
    "what differs. The stored picture was kept.",
    "frame_changed": "This frame decodes to other pixels now than when it was taken in and is not shown as exact; the "
    "stored picture was kept. 'attest verify' tells more.",
    "no_place": "Nothing of this source can be drawn; look at it with 'attest show' without a picture.",
    "rear_kept_back": "This page is the rear of a statement's form, or nobody can say where on it the rear stands; no "
    "picture leaves the case. The window shows it when a person asks, and 'attest show --rear' its words.",
    "picture_missing": "The stored picture is gone; it is made again from the original when it is shown.",
    "record_changed": "The case's record of {id} is not what was written; run 'attest verify' and use a backup.",
    "not_cut": "A citation was not cut from the stored source; nothing was written.",
    "bad_span": "The place is empty or lies outside the text; nothing was written.",
    "not_all_opened": "{id} was not accepted, what was decided before is kept. Places still to open, those that speak "
    "against it included: {left}. Open each in the window, then accept.",
    "claim_changed": "{id} has other words now than those on the screen; nothing was written. Read them, then decide.",
    "draft_signed": "{id} was signed off (version {version}, as {name}) and is locked; nothing was changed. Take it up "
    "again, with a reason, to change it: that begins its next version.",
    "draft_not_signed": "{id} is not signed off; nothing was changed. It can be worked on as it is.",
    "draft_unchecked": "{id} was not signed off and nothing was changed: {count} of {of} claims are not decided to the "
    "end ({left}). Accept or reject each, then sign.",
    "nothing_to_sign": "{id} was not signed off: no claim stands in it that a person could have checked.",
    "sign_in_window": "{id} was not signed off and nothing was changed: a person signs in front of what they sign. "
    "Sign off in the window.",
    "accept_in_window": "{id} was not accepted and nothing was changed: accepting needs its sources opened in front "
    "of a person. Accept it in the window.",
    "not_marked": "Nothing is marked for redaction in {id}; no copy was made. Mark what is to be taken out first.",
    "redaction_twin": "No copy was made, the marks are kept: {id} and {twin} have the same bytes and were read in two "
    "ways; marks on one do not fit the other. Take back what is marked in one of them, and set it use=not_relevant.",
    "redaction_left": "No copy was made, the marks are kept: something that is marked is still in the file where it "
    "cannot be taken out by itself{page}. Mark the area of the page in which it stands, or leave the source out.",
    "no_copy_of_footage": "{id} is footage: no redacted recording is made. Reports for others show its cited frames "
    "with the marked areas black, and the recording is not put with them.",
    "bad_vectors": "The embedding model answered with vectors that cannot be used; run it again.",
    "runner_closed": "The case is being closed; run it again.",
    # files
    "privilege": "Held: it is, or may be, legally privileged. A named person decides.",
    "file_missing": "There is no such file; nothing was recorded.",
    "exhibit_list": "This is the exhibit list itself: its rows were used, and it is not quoted as evidence.",
    "file_unreadable": "The file could not be opened: permission was refused or the device failed.",
    "folder_unreadable": "The folder could not be opened: permission was refused or the device failed.",
    "not_a_file": "This is a device, pipe or socket, not a file.",
    "link_not_followed": "This is a link found in a folder; what it leads to was left out. Add that by its own path.",
    "own_case_folder": "This is the folder of the case itself, or lies in it, and was left out.",
    "file_empty": "The file is empty.",
    "file_damaged": "The file is damaged or cut off and nothing could be read. Ask for it again from where it came.",
    "password_needed": "The file is protected by a password; it is kept and listed. Give the password (it opens PDF, "
    "Office files and ZIP), or add a copy without one.",
    "no_password_fits": "The file is protected by a password, and {tried}; it is kept and listed. Give another, or "
    "add a copy without one.",
    "other_case_folder": "This is the folder of an Attest case, or lies in one, and was left out: its copies are no "
    "evidence of their own. Add the files from where they came, or open that case.",
    "no_text": "Nothing in the file could be read as text.",
    "no_frames": "The video holds no frame that can be decoded.",
    "not_a_video": "This is a playlist or session description, not footage. Add the footage itself.",
    "too_large": "The file is over the set limit.",
    "encrypted_not_read": "It is encrypted in a way that is not opened here and was listed. Open it in the program "
    "that it was made with, and add what comes out.",
    "needs_memory_folder": "Files of this kind ({kind}) are read through LibreOffice, which would write them to a disk "
    "in plain on this system, so in a protected case it is not read. It is kept and listed; add it saved as DOCX, "
    "XLSX, PPTX or PDF.",
    "needs_libreoffice": "Files of this kind ({kind}) are read through LibreOffice, which is not installed here; the "
    "file is kept and listed. Install LibreOffice and add it again, or add it saved as DOCX, XLSX, PPTX or PDF.",
    "conversion_failed": "LibreOffice could not convert this file ({kind}), or not in time; it is kept and listed. "
    "Open it in the program that made it, save it as DOCX, XLSX, PPTX or PDF, and add that.",
    "packing_not_read": "It is packed in a way that is not read here and was listed. Unpack the archive with another "
    "program and add the folder.",
    "overlapping_members": "It shares its bytes with another file of the archive, as archives built to flood a machine "
    "do, and was not unpacked.",
    "unpacks_too_large": "Unpacked, it would be far larger than its archive allows, as archives built to flood a "
    "machine are; it was listed, not unpacked. If you trust it, unpack it with another program and add the file.",
    "kind_not_read": "Files of this kind ({kind}) are not read in this version; the file is kept and listed.",
    "skipped_by_person": "A person asked that this file be left out; nothing of it can be searched. Add it again to "
    "have it read.",
    "nested_too_deep": "The file lies in too many files inside each other and was not read; unpack them and add it.",
    "too_many_inside": "There is more inside than the limit allows; this file is listed and was not read. Unpack it "
    "and add what matters.",
    "duplicate": "The same bytes are in the case already.",
    "taken_before": "This file was taken in before, from here; it stays as it was read then.",
    "kind_unknown": "The kind of file was not recognised; the file is kept and listed.",
    "original_missing": "The original is no longer where it was; put it back or take it in again.",
    "original_changed": "The original is no longer the file that was taken in (its SHA-256 differs) and was not read.",
    "decoded_otherwise": "The footage gives other frames now than when it was taken in; what was found then was left "
    "as it is. Run attest verify to see which citations still hold.",
    # tasks and models
    "task_timed_out": "Reading took longer than the limit and was stopped.",
    "task_crashed": "The reader stopped working on this file; the rest went on.",
    "task_out_of_memory": "Reading needed more memory than the limit and was stopped.",
    "task_output_too_large": "The file holds more than the limit allows and was stopped.",
    "model_not_registered": "The model {name} is not the registered one (its SHA-256 differs) and was not used.",
    "model_unreadable": "The model {name} is damaged and was not used. Set Attest up again.",
    "model_missing": "The model {name} is not there; nothing was changed. Check its name and place; if it is one that "
    "came with Attest, set Attest up again.",
    "model_not_gguf": "{name} is no language model in GGUF format ({why}); nothing was changed. Choose a .gguf file.",
    "model_broken": "The language model {name} cannot be used ({error}): it is damaged, or of a kind that this runtime "
    "does not know; no claim was drafted. Get the file again, choose another, or draft without a language model.",
    "model_no_runtime": "The runtime of language models is not installed here; nothing was changed. Install it with "
    "'make llm' or from an offline kit that holds it, or draft without a language model.",
    "model_changed": "The file of {name} changed while it was in use; no claim was drafted. Run it again.",
    "model_in_parts": "{name} is one part of a model in several files; nothing was changed. Merge them with "
    "llama-gguf-split, and choose the one file.",
    "model_not_writing": "{name} ({kind}) makes vectors and writes no text; nothing was changed. Choose an instruct "
    "model.",
    "model_too_large": "{name} has {size} GB, and this machine {memory} GB of memory; nothing was drafted. Choose a "
    "smaller model, or draft without a language model.",
    "context_too_small": "The language model {name} holds {context} tokens at once, and {least} are needed; no "
    "claim was drafted. Choose another model, or draft without a language model.",
    "model_crashed": "The language model {name} ended in the middle of its work ({error}). The case is whole, and the "
    "run is recorded as stopped, without claims. Run it again, or draft without a language model.",
    "model_out_of_memory": "The language model {name} needed more memory than there is and was stopped. The case is "
    "whole, and the run is recorded as stopped. Choose a smaller model, or draft without a language model.",
    "model_timed_out": "The language model {name} took longer than the limit and was stopped. The case is whole, and "
    "the run is recorded as stopped. Choose a smaller model, or draft without a language model.",
    "withheld_meanwhile": "{id} came to be withheld while the draft was being written. The case is whole, and the run "
    "is recorded as stopped, without claims. Run it again; what is withheld is left out.",
    "model_other_file": "The file of the model {name} ({file}) is not the one that was registered and was not used. "
    "Its SHA-256 was {before}, and is {now}. If you know why, confirm it: attest models add {file} --again, or in "
    "the settings.",
    "model_none_there": "There is no GGUF file in {folder}; nothing was changed. Choose the folder in which "
    "models lie.",
    "model_sum_differs": "{name} is not the file that was stated: its SHA-256 is {found}, and the one stated "
    "{where} is {stated}. It was not registered. Get it again, or look whether the right SHA-256 was stated.",
    "model_sum_unreadable": "{path} states no SHA-256 of {name} that can be read; nothing was changed. Write it "
    "as sha256sum does, move it away, or state the SHA-256 with '--sha256'.",
    "model_no_room": "{name} has {size} GB, and {free} GB are free in {folder}; nothing was copied. Free some, or "
    "register the file where it lies.",
    "model_not_copied": "{name} could not be copied to {folder} ({detail}); nothing was changed. Try again, or "
    "register the file where it lies.",
    "model_name_taken": "A model is registered as {name} already ({file}); nothing was changed. Choose another name.",
    "unknown_model": "No model that could be removed is registered as {name}; nothing was changed. 'attest models "
    "list' lists all; those that came with Attest stay.",
    "models_damaged": "The register of models ({path}) is damaged, or of a newer Attest; it was left as it is. Put it "
    "back from a copy, or move it away and add the models again.",
    "model_of_run_missing": "{id} was drafted by {name} (SHA-256 {sha256}), which is not registered here; nothing was "
    "drafted. Register its file (attest models add FILE), or name another with '--model'.",
    "models_not_written": "The register of models ({path}) could not be written ({detail}); it was left as it was.",
    "model_mixed": "The case's vectors come from another model ({name}); they were left as they are.",
}

# What to do with files of kinds that are known by name only.
_WAYS_OUT = {
    **dict.fromkeys(("seven_zip", "rar", "cab"), "Unpack it with another program and add the folder."),
    "pst": "Save the mail in it as MSG, EML or MBOX and add that.",
    **dict.fromkeys(
        ("sqlite", "database", "disk_image", "registry", "event_log", "network_capture"),
        "Have it examined with a forensic tool and add the report (PDF, XLSX, CSV).",
    ),
    "encrypted": "Open it with its key and add what is inside.",
    **dict.fromkeys(
        ("drawing", "photoshop", "postscript", "djvu", "jpeg_xl", "onenote", "vsd", "pub"),
        "Save it as PDF in a program that opens it, and add that.",
    ),
}


def sentence(code: str, facts: Mapping[str, object] | None = None) -> str:
    """The sentence for a code; an unknown code gives its words and facts rather than nothing."""
    values = _Facts(facts or {})
    kind = str(values.get("kind", ""))
    if kind in KINDS:
        values["kind"] = KINDS[kind]
    if code in _SENTENCES:
        way_out = _WAYS_OUT.get(kind, "") if code == "kind_not_read" else ""
        return f"{_SENTENCES[code].format_map(values)} {way_out}".rstrip()
    plain = code.replace("_", " ").capitalize()
    detail = "; ".join(str(v) for v in values.values())
    return f"{plain}: {detail}." if detail else f"{plain}."


def of(error: AttestError) -> str:
    """The sentence for an error."""
    return sentence(error.code, error.facts)


def unrecorded(error: AttestError) -> str:
    """Said when work was done but could not be written into the case's log."""
    if error.code == "case_locked":
        return "The case's log does not tell of this: another process has the case open for writing."
    return f"The case's log does not tell of this: {error.facts.get('detail') or error.code.replace('_', ' ')}."


def entry(detail: Mapping[str, object]) -> str:
    """What an entry of the log tells, in one line; digests of the record are for `verify`, not for reading."""
    told = []
    for name, value in detail.items():
        if name == "changes" and isinstance(value, Mapping):
            told += [
                _confirmations(change) if key == "confirmed" else f"{key}: {_change(change)}"
                for key, change in value.items()
            ]
        elif name == "roles" and isinstance(value, list):
            told.append(f"as {' and '.join(map(str, value)).replace('_', ' ')}" if value else "with no access")
        elif isinstance(value, (str, int, float)) and value != "":
            digest = isinstance(value, str) and len(value) == 64
            if not digest or name == "sha256":
                told.append(f"{name} {str(value)[:12]}…" if digest else f"{name} {value}")
    return ", ".join(told)


def _change(change: object) -> str:
    before, after = change if isinstance(change, (list, tuple)) and len(change) == 2 else ("", change)
    return f"“{before}” → “{after}”"


def _confirmations(change: object) -> str:
    """Which fields were confirmed, and of which the confirmation was withdrawn."""
    both = change if isinstance(change, (list, tuple)) and len(change) == 2 else ("", change)
    before, after = ([name.strip() for name in str(names).split(",") if name.strip()] for names in both)
    told = [("confirmed", [n for n in after if n not in before])]
    told.append(("confirmation withdrawn", [n for n in before if n not in after]))
    return "; ".join(f"{what}: {' and '.join(names).replace('_', ' ')}" for what, names in told if names)


def reason(text: str) -> str:
    """Why a source was not read or used: a code becomes its sentence, words stay as they are."""
    return sentence(text) if text.replace("_", "").isalnum() and text.islower() and " " not in text else text


class _Facts(dict[str, object]):
    """Facts for a sentence; one that was not given reads as "unknown" instead of failing."""

    def __missing__(self, key: str) -> str:
        return "unknown"
