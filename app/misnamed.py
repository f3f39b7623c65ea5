"""Tells where a file's name says another kind than its content is: evidence may be hidden so, or a download gone wrong.

The content alone decides how a file is read; its name is compared with that afterwards.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from provenance.kinds import KINDS
from provenance.records import Notice

# Families of files: the endings of their names, and the kinds that their content may be of.
_FAMILIES: Final = (
    (
        "wav mp3 m4a aac flac ogg opus wma amr aif aiff mp4 m4v mov avi mkv webm wmv mpg mpeg 3gp 3g2 asf flv vob",
        "audio video footage",
    ),
    ("jpg jpeg png gif bmp tif tiff webp heic heif avif", "picture heic"),
    ("pdf", "pdf"),
    ("docx docm xlsx xlsm pptx odt ods odp epub", "docx xlsx pptx odt odp odg ods epub"),
    ("zip tar gz tgz bz2 xz", "zip tar gzip bzip2 xz"),
    ("txt csv tsv log md srt vtt eml mbox htm html", "text csv srt vtt eml mbox html rtf"),
)
_OF_NAMES: Final = {ending: n for n, (endings, _) in enumerate(_FAMILIES) for ending in endings.split()}
_OF_KINDS: Final = {kind: n for n, (_, kinds) in enumerate(_FAMILIES) for kind in kinds.split()}


def misnamed(name: str, kind: str) -> tuple[Notice, ...]:
    """A remark where the ending of a name is that of another family of files than the content's kind; else nothing."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    said = _OF_NAMES.get(ending)
    if said is None or kind == "unknown" or said == _OF_KINDS.get(kind):
        return ()
    return (Notice("name_differs", f"its name ends in .{ending}, but its content is of another kind: {KINDS[kind]}"),)
