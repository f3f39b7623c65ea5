"""Very large pictures at half their size: the same colours as at once, in little more room than the picture takes."""

from __future__ import annotations

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.items import ReadSettings
from ingest.readers import picture
from ingest.readers.picture_colours import decoded_bytes, halved, rgb_of
from provenance.errors import ReadError

MEASURED = """
import io, resource
from PIL import Image
from ingest.readers.picture import pixels
kept = io.BytesIO()
Image.new("RGBA", (4000, 6000), (10, 20, 30, 128)).save(kept, "PNG", compress_level=1)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert pixels(kept, 0, 7_000_000).rgb.shape == (3000, 2000, 3)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def drawn(mode: str) -> Image.Image:
    """1,301 rows of 601 pixels with bands, letters and, where the mode has it, glass."""
    shown = Image.new("RGBA", (601, 1301), (250, 200, 40, 255))
    draw = ImageDraw.Draw(shown)
    for row in range(0, 1301, 37):
        draw.rectangle((row % 300, row, row % 300 + 250, row + 20), (row % 256, 90, 255 - row % 256, row % 256))
    if mode in ("I", "F", "I;16"):
        values = np.asarray(shown.convert("L"), np.float64) * 150 + 300
        return Image.fromarray(values.astype({"I": np.int32, "F": np.float32, "I;16": np.uint16}[mode]))
    if mode == "P glass":
        flat = shown.convert("RGB").quantize(16)
        flat.info["transparency"] = 3
        return flat
    return shown if mode == "RGBA" else shown.convert("LA" if mode == "LA" else "RGB").convert(mode)


@pytest.mark.parametrize("mode", ["1", "L", "P", "P glass", "LA", "RGB", "RGBA", "CMYK", "I", "F", "I;16"])
def test_every_kind_of_colour_is_halved_as_it_is_at_once(mode: str) -> None:
    shown = drawn(mode)
    found, wanted = np.asarray(halved(shown)), np.asarray(rgb_of(shown).reduce(2))
    assert found.shape == (651, 301, 3) and wanted.std() > 5
    assert np.array_equal(found, wanted)


def test_the_bytes_of_a_picture_are_those_of_its_pixels() -> None:
    told = {mode: decoded_bytes(drawn(mode)) / (601 * 1301) for mode in ("1", "P", "RGB", "RGBA", "I;16", "F")}
    assert told == {"1": 1, "P": 1, "RGB": 3, "RGBA": 4, "I;16": 2, "F": 4}


def test_a_picture_that_takes_too_much_room_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.BytesIO()
    drawn("RGBA").save(kept, "PNG")
    assert picture.pixels(kept, 0, 500_000).reduced == 2
    monkeypatch.setattr(picture, "_BYTES", 3_000_000)
    with pytest.raises(ReadError) as refused:
        list(picture.read(kept, ReadSettings(ocr=False)))
    assert refused.value.code == "too_large"
    drawn("RGBA").convert("RGB").save(kept := io.BytesIO(), "PNG")
    assert picture.pixels(kept, 0, 500_000).reduced == 2


def test_little_room_is_needed_beside_a_picture_with_transparency() -> None:
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True)
    grown = int(done.stdout) * (1 if sys.platform == "darwin" else 1024)
    assert grown < 1.8 * 4 * 24_000_000  # the picture itself, its half in colours, and that as an array
