"""How long a file may take, from its name and size alone: weights for the time left, corrected as work goes on."""

from __future__ import annotations

from app.files import Given

_MEGABYTE = 1_000_000
# (seconds for the file, seconds for each megabyte), as seen on two cores; only their proportions matter.
_OCR = (10.0, 1.0)
_VIDEO = (3.0, 1.5)
_COSTS = {
    ".pdf": (0.5, 5.0),
    ".docx": (0.3, 10.0),
    ".txt": (0.1, 60.0),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"), _OCR),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".ts", ".mpg"), _VIDEO),
}
_OTHER = (0.1, 1.0)
_COPYING = 0.02


def weight(given: Given) -> float:
    """The expected share of work of a file, in arbitrary seconds; never 0."""
    if given.problem:
        return 0.01
    fixed, for_each_megabyte = _COSTS.get(given.path.suffix.lower(), _OTHER)
    return fixed + for_each_megabyte * given.size / _MEGABYTE


def copying(size: int) -> float:
    """The expected share of work of keeping or hashing `size` bytes, in the same arbitrary seconds."""
    return _COPYING * size / _MEGABYTE
