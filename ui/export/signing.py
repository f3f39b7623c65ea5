"""The key that a bundle is signed with when it is written from the window, and what is said of it before."""

from __future__ import annotations

from app import signing_keys
from provenance.errors import UsageError
from ui.strings import export as words


def ready_key() -> signing_keys.SigningKey | None:
    """The only key of this user, where no passphrase closes it; a bundle is left unsigned otherwise, as was said."""
    found = signing_keys.kept()
    if len(found) != 1 or found[0].closed:
        return None
    return signing_keys.open_key(found[0].name, lambda _: "")


def signing_told() -> str:
    """Whether the bundle will be signed, and what to do where it will not."""
    try:
        found = signing_keys.kept()
    except UsageError:  # a damaged public key: the export itself says so
        return ""
    if not found:
        return words.UNSIGNED
    if len(found) > 1:
        return words.SEVERAL
    return (words.CLOSED if found[0].closed else words.SIGNED).format(name=found[0].name)
