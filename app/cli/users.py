"""The commands of protected cases: users …, protect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.access import ROLE_WORDS, Role, roles_of
from app.cli import output, unlocking
from app.cli.options import CaseFolder, Json
from provenance import export
from provenance.errors import CaseError, UsageError
from provenance.protection.keys import is_protected
from provenance.store.folder import DATABASE

if TYPE_CHECKING:
    from provenance.protection.users import CaseUser

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose access it is.")]
_Roles = Annotated[
    list[str] | None, typer.Option("--role", metavar="ROLE", help=f"{', '.join(Role)}; may be repeated.")
]
_NewFile = Annotated[
    Path | None, typer.Option("--new-password-file", metavar="FILE", help="The new passphrase, as its first line.")
]
_Halves = Annotated[
    list[Path] | None, typer.Option("--half", metavar="FILE", help="A half of the recovery key; two are needed.")
]


def register(app: typer.Typer) -> None:
    app.command()(users)
    app.command()(protect)


def users(
    case: CaseFolder,
    action: Annotated[
        str, typer.Argument(metavar="list|add|roles|withdraw|passphrase|recovery|recover|rekey")
    ] = "list",
    name: _Name = "",
    role: _Roles = None,
    new_password_file: _NewFile = None,
    half: _Halves = None,
    json: Json = False,
) -> int:
    """Who may open a protected case, and as what: add, roles and withdraw NAME; passphrase changes your own.

    recovery writes the two halves of a recovery key into two files (--half A --half B), for two people; recover opens a
    case with them and makes NAME its administrator. withdraw, and rekey by itself, encrypt all of it with new keys.
    """
    acts: dict[str, Callable[[], int]] = {
        "list": lambda: _list(case, json),
        "add": lambda: _add(case, name, role, new_password_file, json),
        "roles": lambda: _roles(case, name, role, json),
        "withdraw": lambda: _withdraw(case, name, json),
        "passphrase": lambda: _passphrase(case, new_password_file, json),
        "recovery": lambda: _recovery(case, half, json),
        "recover": lambda: _recover(case, name, half, new_password_file, json),
        "rekey": lambda: _rekey(case, json),
    }
    if action not in acts:
        raise UsageError("bad_value", value=action, what="what to do", why=f"choose {', '.join(acts)}")
    if not is_protected(case):
        raise UsageError("not_protected") if (case / DATABASE).is_file() else CaseError("not_a_case", folder=str(case))
    if action in ("add", "roles", "withdraw", "recover") and not name:
        raise UsageError("option_missing", option="NAME", what="whose access it is")
    return acts[action]()


def protect(
    case: CaseFolder,
    remove: Annotated[bool, typer.Option("--remove", help="Take protection away; administrators only.")] = False,
    json: Json = False,
) -> None:
    """Encrypt a case, for you as its first user and administrator (--user names you); others are added by 'users'."""
    from app import protecting

    with output.progress() as bar:
        if remove:
            protecting.unprotect(case, unlocking.unlocked(case), bar)
        else:
            user = unlocking.caller()
            protecting.protect(case, user, unlocking.first_passphrase(user), bar)
    if json:
        output.document({"case": str(case), "protected": not remove})
    elif remove:
        output.tell(f"{case} is not protected any more: whoever can read the folder can read all of it.")
    else:
        output.tell(f"{case} is protected. Without your passphrase nobody opens it: make a recovery key now, with")
        output.tell(f"  attest users {case} recovery --half FILE_A --half FILE_B")


def _list(folder: Path, json: bool) -> int:
    with unlocking.opened_case(folder, write=False) as case:
        found, odd, recovery = case.access.users(), case.access.unsettled(), case.access.has_recovery_key()
    if json:
        output.document({"users": [_json(user) for user in found], "recovery_key": recovery, "unsettled": odd})
        return 1 if odd else 0
    output.table(("user", "roles", "since", "by"), [(u.name, _words(u), u.at, u.by) for u in found])
    output.tell(
        "A recovery key was made." if recovery else "There is no recovery key: a lost passphrase may lose the case."
    )
    for line in odd:
        output.tell(output.plain(f"To finish, with 'attest users {folder} rekey': {line}."))
    return 1 if odd else 0


def _add(folder: Path, name: str, role: list[str] | None, file: Path | None, json: bool) -> int:
    with unlocking.opened_case(folder) as case:
        made = case.access.grant(name, roles_of(role or ()), unlocking.new_passphrase(name, file=file))
    return _told(made, json, f"{made.name} may open the case now, and chooses a passphrase of their own first.")


def _roles(folder: Path, name: str, role: list[str] | None, json: bool) -> int:
    with unlocking.opened_case(folder) as case:
        made = case.access.set_roles(name, roles_of(role or ()))
    return _told(made, json, f"{made.name} is now: {_words(made)}.")


def _withdraw(folder: Path, name: str, json: bool) -> int:
    with unlocking.opened_case(folder) as case:
        case.access.withdraw(name)
    output.say(f"{name} has no access any more. What {name} copied before cannot be taken back.")
    return _rekey(folder, json)


def _rekey(folder: Path, json: bool) -> int:
    from app import protecting

    with output.progress() as bar:
        protecting.change_keys(folder, unlocking.unlocked(folder), bar)
    return _done(
        json, {"rekeyed": True}, "The case is encrypted with new keys; those from before open nothing any more."
    )


def _passphrase(folder: Path, file: Path | None, json: bool) -> int:
    from app.case import Case

    found, old = unlocking.with_passphrase(folder)
    with Case.open(folder, unlocked=found) as case:
        case.access.change_passphrase(old, unlocking.new_passphrase(case.by, file=file))
    return _done(json, {"changed": True}, "Your passphrase was changed.")


def _recovery(folder: Path, half: list[Path] | None, json: bool) -> int:
    one, other = _two(half)
    for path in (one, other):
        export.may_write(path, overwrite=False)
    with unlocking.opened_case(folder) as case:
        for path, text in zip((one, other), case.access.make_recovery_key(), strict=True):
            export.write_beside(path, f"{text}\n".encode("ascii"))
    words = f"Give {one} and {other} to two people who keep them apart, on paper; then remove the files."
    return _done(json, {"halves": [str(one), str(other)]}, words)


def _recover(folder: Path, name: str, half: list[Path] | None, file: Path | None, json: bool) -> int:
    from app.granting import recovered
    from provenance.protection import unlocking as keys

    one, other = (_text(path) for path in _two(half))
    recovered(folder, keys.recover(folder, one, other), name, unlocking.new_passphrase(name, file=file))
    return _done(json, {"administrator": name}, f"{name} is an administrator of the case now; its log tells how.")


def _two(half: list[Path] | None) -> tuple[Path, Path]:
    if half is None or len(half) != 2 or half[0] == half[1]:
        raise UsageError("option_missing", option="--half", what="two files, one for each half of the recovery key")
    return half[0], half[1]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("no_such_file", path=path) from error


def _told(user: CaseUser, json: bool, words: str) -> int:
    return _done(json, _json(user), words)


def _done(json: bool, told: dict[str, object], words: str) -> int:
    if json:
        output.document(told)
    else:
        output.tell(output.plain(words))
    return 0


def _json(user: CaseUser) -> dict[str, object]:
    return {"name": user.name, "roles": list(user.roles), "since": user.at, "by": user.by}


def _words(user: CaseUser) -> str:
    return ", ".join(ROLE_WORDS[role] for role in roles_of(user.roles)) if user.roles else "no access"
