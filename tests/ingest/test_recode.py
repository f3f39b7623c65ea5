"""A drawn picture encoded in another format."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from ingest.isolation import ChildRunner
from ingest.recode import recoded
from provenance.ports import Picture


def drawn(form: str) -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(out, form)
    return Picture(f"image/{form.lower()}", out.getvalue(), 40, 30)


@pytest.mark.parametrize(("given", "wanted"), [("JPEG", "PNG"), ("PNG", "JPEG")])
def test_a_picture_comes_out_as_asked(given: str, wanted: str) -> None:
    with ChildRunner() as runner:
        made = recoded(drawn(given), wanted, runner)
        assert recoded(made, wanted, runner) is made
    with Image.open(io.BytesIO(made.data)) as image:
        assert (image.format, image.size, made.mime) == (wanted, (40, 30), f"image/{wanted.lower()}")
        assert all(abs(a - b) < 8 for a, b in zip(image.convert("RGB").getpixel((20, 15)), (200, 30, 30), strict=True))
