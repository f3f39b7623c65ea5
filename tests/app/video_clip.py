"""A small clip for the tests of the use cases: a bright box that crosses a dark wall."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np


def moving_box(path: Path) -> None:
    """Four seconds at ten frames a second; the box moves in the second half."""
    with av.open(str(path), "w") as made:
        stream = made.add_stream("libx264", rate=10)
        stream.width, stream.height = 160, 120
        stream.pix_fmt = "yuv420p"
        for at in range(40):
            picture = np.full((120, 160, 3), 40, np.uint8)
            left = max(0, at - 20) * 6
            picture[40:80, left : left + 40] = 230
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")):
                made.mux(packet)
        for packet in stream.encode():
            made.mux(packet)
