"""Opens the case that a command works on: a protected one by the user and passphrase that were given or asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import output
from app.passwords import from_file
from provenance.clock import who
from provenance.errors import CaseError, UsageError
from provenance.protection import keyring, passphrase, unlocking
from provenance.protection.keys import is_protected
from provenance.protection.unlocking import Unlocked

if TYPE_CHECKING:
    from app.case import Case

USER, PASSPHRASE, NEW_PASSPHRASE = "ATTEST_USER", "ATTEST_PASSPHRASE", "ATTEST_NEW_PASSPHRASE"
_TRIES = 3


@dataclass(slots=True)
class _Given:
    """What the call said beside the command: who calls, and a file whose first line is the passphrase.

    `shared`: the command takes passwords of locked files out of it, too.
    """

    user: str = ""
    file: Path | None = None
    shared: bool = False


_given = _Given()


def taken(arguments: Sequence[str], own_file: bool) -> list[str]:
    """The arguments without `--user NAME` and, unless the command has that option itself, `--password-file FILE`.

    They may stand anywhere in a call. Raises UsageError("bad_value").
    """
    _given.user, _given.file, _given.shared, left = "", None, own_file, list[str]()
    rest = iter(arguments)
    for one in rest:
        name, equals, value = one.partition("=")
        if name not in ("--user", "--password-file") or "--" in left:
            left.append(one)
            continue
        value = value if equals else next(rest, "")
        if not value:
            raise UsageError("bad_value", value=name, what="an option", why="say after it what it is to be")
        if name == "--user":
            _given.user = value
        else:
            _given.file = Path(value)
            left += [name, value] if own_file else []
    return left


def opened_case(folder: Path, *, write: bool = True) -> Case:
    """The case in `folder`; raises as `Case.open` and `unlocked`."""
    from app.case import Case

    return Case.open(folder, write=write, unlocked=unlocked(folder) if is_protected(folder) else None)


def unlocked(folder: Path) -> Unlocked:
    """The key of a protected case, by the passphrase given; a person who is asked may try three times.

    Raises UsageError(user_needed | unknown_user), CaseError(not_protected | passphrase_missing | wrong_passphrase |
    passphrase_wait | keys_damaged).
    """
    return with_passphrase(folder)[0]


def with_passphrase(folder: Path) -> tuple[Unlocked, str]:
    """`unlocked`, and the passphrase that it was."""
    if not is_protected(folder):
        raise UsageError("not_protected")
    user = _user(folder)
    given = _passphrase()
    if given is not None:
        return unlocking.unlock(folder, user, given), given
    if not person():
        raise CaseError("passphrase_missing", user=user)
    for left in reversed(range(_TRIES)):
        typed = getpass(f"Passphrase of {user}: ", stream=sys.stderr)
        try:
            return unlocking.unlock(folder, user, typed), typed
        except CaseError as error:
            if error.code != "wrong_passphrase" or not left:
                raise
            output.say("That is not it.")
    raise AssertionError("unreachable")


def new_passphrase(of: str, *, variable: str = NEW_PASSPHRASE, file: Path | None = None) -> str:
    """A passphrase for `of`, out of a file or a variable, or asked for twice.

    Raises UsageError(bad_value | weak_passphrase), CaseError("passphrase_missing").
    """
    given = next(iter(from_file(file)), "") if file else os.environ.get(variable)
    if given is None and not person():
        raise CaseError("passphrase_missing", user=of)
    if given is None:
        output.say(f"At least {passphrase.LEAST} characters; three or four words that do not belong together do well.")
        given = getpass(f"New passphrase of {of}: ", stream=sys.stderr)
        if getpass("The same again: ", stream=sys.stderr) != given:
            raise UsageError("bad_value", value="What was typed", what="a passphrase", why="the two differ")
    passphrase.require_good(given)
    return given


def first_passphrase(user: str) -> str:
    """The passphrase of who protects a case, as for opening it; raises as `new_passphrase`."""
    return new_passphrase(user, variable=PASSPHRASE, file=_given.file)


def caller() -> str:
    """The name under which a protected case is made: as given, else the account without its domain."""
    return _given.user or os.environ.get(USER) or _account()


def person() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _user(folder: Path) -> str:
    """Who calls; where that was not said, the only user of the case, or the one called as the account is."""
    if said := _given.user or os.environ.get(USER):
        return said
    names = [user.name for user in keyring.read(folder).users]
    if len(names) == 1:
        return names[0]
    if _account() in names:
        return _account()
    raise UsageError("user_needed", names=", ".join(names))


def _account() -> str:
    return who().rpartition("\\")[2]


def _passphrase() -> str | None:
    variable = os.environ.get(PASSPHRASE)
    if _given.file is None or (_given.shared and variable is not None):
        return variable
    return next(iter(from_file(_given.file)), "")
