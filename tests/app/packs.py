"""Archives made on the spot."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

NOTE = "I saw the blue van leave the yard at ten past nine. It turned left into Mill Lane.\n"
OTHER = "The door was open when I came home at half past two. Nobody answered.\n"
# A ZIP of "open.txt" and of "secret.txt", which is locked (PKWARE's traditional encryption) with "sesame".
LOCKED = base64.b64decode(
    "UEsDBBQAAAAIACYie114jYvnMwAAADcAAAAIAAAAb3Blbi50eHQLyUhVyE3MU8jMUygBMtOLUisVkvMTSxTKEzNLUlMUgCyweGJJqkJp"
    "XklmjkJxZoUeFwBQSwMEFAAJAAgAJiJ7XYrisQ0/AAAAOAAAAAoAAABzZWNyZXQudHh0EzLfdYCozC+3zeoIb4nfg4jKSjd1XGH4sZdU"
    "DNCxFTNa1QBqF7dCg8kxANfxExKi0oHQqr97ARmZ2usUbhrcUEsHCIrisQ0/AAAAOAAAAFBLAQIeAxQAAAAIACYie114jYvnMwAAADcA"
    "AAAIAAAAAAAAAAEAAACkgQAAAABvcGVuLnR4dFBLAQIeAxQACQAIACYie12K4rENPwAAADgAAAAKAAAAAAAAAAEAAACkgVkAAABzZWNy"
    "ZXQudHh0UEsFBgAAAAACAAIAbgAAANAAAAAAAA=="
)


def packed(files: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files.items():
            pack.writestr(name, data)
    return out.getvalue()


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
