"""Opens Office files that a password encrypts ([MS-OFFCRYPTO]), in memory; tries passwords on files of any kind."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msoffcrypto
from msoffcrypto.exceptions import FileFormatError

from provenance.errors import ReadError


def unlocked(stream: BinaryIO, passwords: Iterable[str], kind: str = "office") -> tuple[BinaryIO, int]:
    """The file as it is without its password, and which of the passwords opened it, from 0.

    Raises ReadError("password_needed") where no password fits; also for a kind of encryption that is not known.
    """
    for number, password in enumerate(passwords):
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
            return out, number
    raise ReadError("password_needed", kind=kind)


def fitting(stream: BinaryIO, kind: str, passwords: tuple[str, ...], key: str = "") -> Iterator[int]:
    """A task: which of the passwords opens a file of this kind, from 0; nothing where none does, or none is needed.

    Raises ReadError("file_damaged"). `key` is that under which the viewer's child keeps files; it is not needed here.
    """
    try:
        if kind == "pdf":
            from ingest.readers.pdf_open import open_pdf

            document, fits = open_pdf(stream.read(), passwords)
            document.close()
        else:
            fits = unlocked(stream, passwords)[1]
    except ReadError as error:
        if error.code != "password_needed":
            raise
        return
    if fits is not None:
        yield fits
