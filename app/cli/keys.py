"""The commands of keys to sign with: keys new, show, list; and how a command comes by the key that it signs with."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.options import Json
from provenance.errors import UsageError

if TYPE_CHECKING:
    from app.signing_keys import Kept, SigningKey

VARIABLE = "ATTEST_PASSPHRASE"
NONE = "none"  # the word for signing with no key
SourcesIn = Annotated[
    str,
    typer.Option("--sources", metavar="cited|excerpts|none", help="For a bundle: how cited sources are in it."),
]
KeyName = Annotated[
    str | None,
    typer.Option("--key", metavar="NAME|none", help="For a bundle: the key to sign with; the only one without this."),
]
KeyNamed = Annotated[str, typer.Argument(metavar="NAME", help="The key's name.", show_default=False)]


def register(app: typer.Typer) -> None:
    keys = typer.Typer(help="Keys to sign bundles and policies with.", no_args_is_help=True)
    for name, command in (("new", new), ("show", show), ("list", list_keys)):
        keys.command(name)(command)
    app.add_typer(keys, name="keys")


def new(name: KeyNamed, json: Json = False) -> None:
    """Make a key (Ed25519); a passphrase is asked for, or taken from ATTEST_PASSPHRASE."""
    from app import signing_keys

    made = signing_keys.create(name, _new_passphrase())
    _answer(made, json)
    if not json:
        closed = "closed by the passphrase" if made.closed else "NOT closed by a passphrase: whoever has it can sign"
        output.tell(f"The private key lies in {signing_keys.folder()}, {closed}.")
        output.tell("Give others the SHA-256 above by another way than bundles: by telephone, on paper, on a website.")


def show(
    name: KeyNamed,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the public key there.")] = None,
    json: Json = False,
) -> None:
    """The public part of a key, as base64 and as the SHA-256 that people compare."""
    from app import signing_keys
    from provenance import export

    found = signing_keys.public(name)
    if out is not None:
        export.may_write(out, overwrite=False)
        export.write_beside(out, found.text().encode("utf-8"))
    _answer(next((one for one in signing_keys.kept() if one.name == name), signing_keys.Kept(name, found, False)), json)


def list_keys(json: Json = False) -> None:
    """Every key of this user; one that is damaged is named, with what is wrong with it."""
    from app import signing_keys

    found, damaged = signing_keys.look()
    if json:
        told: dict[str, object] = {"keys": [_json(one) for one in found]}
        told |= {"damaged": [{"name": one.name, "why": one.why} for one in damaged]} if damaged else {}
        output.document(told)
        return
    for one in found:
        _tell(one)
    for bad in damaged:
        output.tell(output.plain(f"{bad.name} · cannot be used: {bad.why}"))
    if damaged:
        output.tell(f"Put what is missing or damaged back into {signing_keys.folder()} from a copy, or make a new key.")
    elif not found:
        output.tell("There is no key here yet. Make one: attest keys new NAME")


def options(sources: str, key: str | None) -> dict[str, object]:
    """What a bundle is asked for; opens the key that it is signed with. Raises UsageError as `signing_keys` does."""
    from app.bundling import Options

    found: dict[str, object] = {"sources": sources}
    Options.of(found)  # before a passphrase is asked for
    return found | {"key": opened(key)}


def fingerprint(options: Mapping[str, object]) -> str | None:
    """The SHA-256 of the key that a bundle was signed with; None for an unsigned one."""
    key = options.get("key")
    return None if key is None else str(getattr(key, "public").fingerprint)  # noqa: B009


def told(options: Mapping[str, object], out: Path) -> str:
    """Whether the bundle is signed, with whose key, and what to do to have it checked."""
    signed = fingerprint(options)
    if signed is None:
        return "It is NOT signed: nobody can tell who sealed it. Make a key once: attest keys new NAME"
    return f"Signed with the key whose SHA-256 is {signed}; hand on {out.name}.sig and {out.name}.pub with it."


def opened(key: str | None) -> SigningKey | None:
    """The key of this name, or the only one; None for `NONE`, or where there is no key."""
    from app import signing_keys

    if key == NONE:
        return None
    name = signing_keys.only() if key is None else key
    return signing_keys.open_key(name, _passphrase) if name else None


def _passphrase(name: str) -> str:
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not _person():
        raise UsageError("key_not_opened", name=name, why="a passphrase closes it, and there is nobody to ask")
    return getpass(f"Passphrase of the key {name}: ", stream=sys.stderr)


def _new_passphrase() -> str:
    if VARIABLE in os.environ or not _person():
        return os.environ.get(VARIABLE, "")
    first = getpass("Passphrase for the new key (Enter for none): ", stream=sys.stderr)
    if first and getpass("The same again: ", stream=sys.stderr) != first:
        raise UsageError("bad_value", value="What was typed", what="a passphrase", why="the two differ")
    return first


def _person() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _json(one: Kept) -> dict[str, object]:
    key = one.public
    return {"name": one.name, "public_key": key.base64, "sha256": key.fingerprint, "passphrase": one.closed}


def _answer(one: Kept, json: bool) -> None:
    if json:
        output.document(_json(one))
    else:
        _tell(one)


def _tell(one: Kept) -> None:
    output.tell(f"{one.name} · Ed25519")
    output.tell(f"  public key  {one.public.base64}")
    output.tell(f"  SHA-256     {one.public.fingerprint}")
