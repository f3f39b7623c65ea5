"""The commands of the force's policy: policy show, sign, install, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import keys, output
from app.cli.options import Json
from provenance.errors import UsageError
from provenance.report_words import when

if TYPE_CHECKING:
    from provenance.policy import Policy

_TOLD = {
    "unreviewed_export": "export of drafts that a person did not check through",
    "second_reviewer": "a claim counts as accepted only when two people accepted it",
    "machine_descriptions": "schedules may carry descriptions that a machine drafted, marked so",
}
System = Annotated[bool, typer.Option("--system", help="For everybody on this machine, not for this user alone.")]
PolicyFile = Annotated[Path, typer.Argument(metavar="FILE", help="The policy, a TOML file.", show_default=False)]


def register(app: typer.Typer) -> None:
    policy = typer.Typer(help="The force's policy on review and export: a signed file.", no_args_is_help=True)
    for name, command in (("show", show), ("sign", sign), ("install", install), ("remove", remove)):
        policy.command(name)(command)
    app.add_typer(policy, name="policy")


def show(json: Json = False) -> None:
    """The policy that holds here, who signed it, and where it lies."""
    from app import policy

    place = policy.in_force()
    _answer(policy.current(), "" if place is None else str(place.file), json)


def sign(
    file: PolicyFile,
    key: Annotated[
        str | None, typer.Option("--key", metavar="NAME", help="The key; the only one without this.")
    ] = None,
    json: Json = False,
) -> None:
    """Sign a policy with a key of yours; the signature lies beside it, under its name with .sig."""
    from app import policy

    found = keys.opened(key)
    if found is None:
        raise UsageError("unknown_key", name=key or "to sign with")
    signed, signature = policy.sign(file, found)
    _answer(signed, str(file), json)
    if not json:
        output.tell(f"Signed: {signature}. Hand both on, and the public key (attest keys show NAME --out FILE).")
        if not signed.issued:
            output.tell("It does not say when it was issued (issued = 2026-05-03): an older one can take its place.")


def install(
    file: PolicyFile,
    key: Annotated[Path, typer.Option("--key", metavar="KEYFILE", help="The public key that it is signed with.")],
    system: System = False,
    replace_key: Annotated[
        bool, typer.Option("--replace-key", help="Trust this key instead of the pinned one.")
    ] = False,
    json: Json = False,
) -> None:
    """Have a signed policy hold; the first one pins its key, and only that key is trusted from then on."""
    from app import policy
    from provenance.bundle.sealing import read_public

    try:
        text = key.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError("no_such_file", path=str(key)) from error
    found = policy.install(file, read_public(text, str(key)), system=system, replace_key=replace_key)
    place = policy.at(policy.system_folder() if system else policy.user_folder())
    _answer(found, str(place.file), json)
    if not json:
        in_force = policy.in_force()
        if in_force is not None and in_force.file != place.file:
            output.tell(f"It does NOT hold yet: {in_force.file} comes before it.")
        output.tell("Compare the SHA-256 above with the one that your force gave you by another way.")


def remove(system: System = False, json: Json = False) -> int:
    """Take the policy and its pinned key away; the built-in policy holds then, or another that is there."""
    from app import policy

    gone = policy.remove(system=system)
    if json:
        output.document({"removed": gone})
    else:
        output.tell("The policy and its pinned key were removed." if gone else "There was no policy to remove.")
    return 0 if gone else 1


def _answer(found: Policy, file: str, json: bool) -> None:
    from app.policy import SETTINGS

    settings = {name: getattr(found, name) for name in SETTINGS}
    if json:
        told: dict[str, object] = {"name": found.name, "signed_by": found.signed_by, "file": file, "settings": settings}
        output.document(told | ({"issued": found.issued} if found.issued else {}))
        return
    output.tell(found.name or "The built-in policy: no force has given another here.")
    if found.signed_by:
        output.tell(f"  signed with the key whose SHA-256 is {found.signed_by}")
    if found.issued:
        output.tell(f"  issued {when(found.issued)}")
    if file:
        output.tell(f"  {file}")
    for name, on in settings.items():
        output.tell(f"  {name} = {str(on).lower()}  ({_TOLD[name]})")
