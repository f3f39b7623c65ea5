"""Takes in footage that cannot be decoded: recorders' own formats, known by their first bytes, and unknown codecs.

What each maker's files begin with is stated in FFmpeg's demuxers where it has one (dhav, hxvs, ifv), else in the
makers' own players; a file is tried as video first, and comes here only when no frame of it can be decoded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import BinaryIO, Final

import av

from ingest.items import Opened, ReadSettings
from provenance.records import Notice

MAKERS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"DHAV", "Dahua (DHAV)"),
    (b"DAHUA", "Dahua (DHAV)"),
    (b"4HKH", "Hikvision (4HKH)"),
    (b"IMKH", "Hikvision (IMKH)"),
    (b"HXVS", "HXVS, as Hi3510 recorders write it"),
    (b"HXVT", "HXVS, as Hi3510 recorders write it"),
    (b"\x11\xd2\xd3\xab\xba\xa9\xcf\x11", "IFV recorder"),
    (b"\x00\x00\x01\xfc", "Xiongmai (H264DVR)"),
    (b".RMF", "RealMedia"),
)
PLAYER: Final = "ask for a copy in a common format, or make one with the maker's player, and add that too"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Yields Opened and Notice("not_decoded"), which names the maker's format where it is known."""
    if only is not None:
        return
    yield from undecoded(maker(stream) or "a format that is not known")


def undecoded(what: str) -> Iterator[object]:
    """What is yielded of footage that could not be decoded; `what` names its format or codec."""
    yield Opened("footage")
    yield Notice("not_decoded", f"not decoded: {what}; kept and hashed, no picture of it was seen; {PLAYER}")


def maker(stream: BinaryIO) -> str:
    """The recorder's format by the file's first bytes, "" where they are no maker's."""
    stream.seek(0)
    head = stream.read(16)
    return next((name for start, name in MAKERS if head.startswith(start)), "")


def extractor() -> str:
    """Name and version of what looked for a decoder."""
    return f"attest-footage/1 PyAV/{av.__version__}"
