"""Encodes a drawn picture in another format, in a child process as everything that decodes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from provenance.ports import Picture, Task, TaskRunner


def recoded(picture: Picture, form: str, runner: TaskRunner) -> Picture:
    """The picture as `form` ("PNG" or "JPEG"), itself where it is that already; raises TaskError."""
    if picture.mime == f"image/{form.lower()}":
        return picture
    task = Task("ingest.recode:recode", {"form": form})
    (made,) = runner.submit(task, lambda: io.BytesIO(picture.data)).result()
    return cast(Picture, made)


def recode(stream: BinaryIO, form: str) -> Iterator[Picture]:
    """A task: decodes a picture and encodes it as `form`."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(stream, formats=("PNG", "JPEG")) as image:
        image.convert("RGB").save(out, form, quality=95)
        yield Picture(f"image/{form.lower()}", out.getvalue(), image.width, image.height)
