"""Opens Office files that are encrypted with a password ([MS-OFFCRYPTO]), in memory, with the passwords given."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import BinaryIO

import msoffcrypto
from msoffcrypto.exceptions import FileFormatError

from provenance.errors import ReadError


def unlocked(stream: BinaryIO, passwords: Iterable[str], kind: str = "office") -> BinaryIO:
    """The file as it is without its password.

    Raises ReadError("password_needed") where no password fits; also for a kind of encryption that is not known.
    """
    for password in passwords:
        out = io.BytesIO()
        try:
            stream.seek(0)
            office = msoffcrypto.OfficeFile(stream)
            office.load_key(password=password)
            office.decrypt(out)
        except FileFormatError:
            break
        except Exception:  # noqa: BLE001 - a wrong password shows itself in many ways, a hostile file in more
            continue
        if out.tell():
            out.seek(0)
            return out
    raise ReadError("password_needed", kind=kind)
