"""What lies beside the bag: the signature with its public key, and the receipt that holds the head of the log."""

from __future__ import annotations

import base64
import hashlib
import json
import os

from provenance.bundle.checking.bag import Entry, read
from provenance.bundle.checking.chain import FIRST, HEX
from provenance.bundle.checking.ed25519 import signed_by
from provenance.bundle.checking.told import Told

SEALED = "tagmanifest-sha512.txt"  # what is signed: it covers every other file of the bag
PURPOSE = b"Attest bundle 1\n"  # stands before it, so that a signature made for something else does not fit
LATER = (
    "what else the receipt states (entry %d, its head and its time): a receipt is not signed, and that entry, which "
    "tells of this export, comes after the last one of the bundle's log (%d); compare them with what the force recorded"
)
UNSIGNED = "who made this bundle: it is not signed; someone who changed it could have sealed it anew"


def labelled(path: str) -> dict[str, str]:
    """The lines "Label: value" of a small text file."""
    with open(path, "rb") as stream:
        text = stream.read(1 << 16).decode("utf-8", "replace")
    return dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)


def bytes_of(text: str) -> bytes:
    """What base64 stands for; ValueError unless it is written in the one way there is."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode("ascii") != text:
        raise ValueError("not base64")
    return data


def plain_key(text: str) -> str:
    """A SHA-256 as people write it down, without colons and spaces, in small letters."""
    return "".join(text.split()).replace(":", "").lower()


def check_seal(bag: str, files: dict[str, Entry], wanted: str, told: Told) -> None:
    """The signature beside the bag, if there is one; `wanted` is the fingerprint that the key must have, or ""."""
    signature, key_file = bag + ".sig", bag + ".pub"
    name = os.path.basename(signature)
    if not os.path.exists(signature):
        if wanted:
            told.fault(name, "is not there: the bundle is not signed, or its signature was taken away")
        told.unchecked.append(UNSIGNED)
        return
    if not os.path.exists(key_file):
        told.fault(os.path.basename(key_file), "is not there, so that the signature cannot be checked")
        return
    try:
        key, value = bytes_of(labelled(key_file)["Ed25519"]), bytes_of(labelled(signature)["Signature"])
        stated = labelled(signature)["Key-SHA-256"], labelled(key_file)["Key-SHA-256"]
    except (KeyError, ValueError, OSError):
        told.fault(name, "or the public key beside it cannot be read")
        return
    fingerprint = hashlib.sha256(key).hexdigest()
    if wanted and fingerprint != plain_key(wanted):
        told.other_key(os.path.basename(key_file), fingerprint)
    if set(stated) != {fingerprint} or SEALED not in files or not signed_by(key, PURPOSE + read(bag, SEALED), value):
        told.fault(name, "does not fit: this key did not sign this bundle as it is now")
        return
    told.checked.append("the signature: made with the key whose SHA-256 is %s" % fingerprint)
    if not wanted:
        told.unchecked.append(
            "whose key that is: compare its SHA-256 with one that the signer gave you by another way, such as by "
            "telephone or on paper (or run this again with --key and that SHA-256)"
        )


def check_receipt(bag: str, given: str, case: str, hashes: list[str], files: dict[str, Entry], told: Told) -> None:
    """The log of `case` ("" where it does not say which) against a receipt that was kept outside the case: `given`, or
    the one that lies beside the bag."""
    path = given or bag + ".receipt.json"
    if not os.path.exists(path):
        if given:
            told.fault(os.path.basename(path), "is not there: the log was not checked against that receipt")
            return
        told.unchecked.append("the log against a receipt: none lies beside the bundle and none was given (--receipt)")
        return
    name = os.path.basename(path)
    try:
        with open(path, encoding="utf-8") as stream:
            receipt = json.load(stream)
        entries, head, sealed = receipt["entries"], str(receipt["head"]), str(receipt.get("sha256", ""))
        of = str(receipt.get("case", ""))
        if type(entries) is not int or entries < 0 or HEX.fullmatch(head) is None:
            raise ValueError("no number of entries, or no hash")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        told.fault(name, "cannot be read as a receipt")
        return
    if case and of != case:
        told.fault(name, "is of another case (%s) than this bundle (%s)" % (of or "it names none", case))
        return
    if not case:
        told.unchecked.append("whether the receipt is of this case: the log that is served does not name its case")
    own = SEALED in files and sealed == files[SEALED].hashes["sha256"]
    if entries <= len(hashes):
        if ([FIRST] + hashes)[entries] != head:
            told.fault(name, "the log was written anew: entry %d had the hash %s when it was given" % (entries, head))
        elif own and not given:
            told.fault(name, "names this bundle, but with entry %d a log from before the bundle was made" % entries)
        else:
            told.checked.append("the log against the receipt: entry %d is as it was then" % entries)
    elif head in [FIRST] + hashes:
        told.fault(name, "states for entry %d the hash of an earlier entry of this bundle's log" % entries)
    elif own:
        told.checked.append("the receipt: it names this very bundle (SHA-256 of %s)" % SEALED)
        told.unchecked.append(LATER % (entries, len(hashes)))
    elif given:
        told.unchecked.append("the receipt: it was given at entry %d, later than this bundle's log ends" % entries)
    else:
        told.fault(name, "names another bundle than this one")
