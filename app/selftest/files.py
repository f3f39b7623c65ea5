"""The small built-in case of the self-test: two statements, a clip, and files that ask whoever reads them to go out.

The addresses are of 192.0.2.0/24 and the domain of `example.org`, which are kept for documentation (RFC 5737, 2606).
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import av
import docx
import numpy as np
import pymupdf
from docx.opc.constants import RELATIONSHIP_TYPE

OUTSIDE: Final = "192.0.2.1"
_FAR: Final = f"http://{OUTSIDE}"
_STATEMENTS: Final = {
    "AB1 statement.txt": (
        "STATEMENT OF WITNESS\nName: A. Baker\n\n"
        "At 9.40 pm I was waiting at the bus stop in Mill Lane. I heard two loud bangs from the yard. "
        "A man in a green coat ran past me towards the bridge. He was carrying a small black bag. "
        "I did not see his face. About five minutes later a white van drove out of the yard without lights.\n"
    ),
    "CD1 statement.txt": (
        "STATEMENT OF WITNESS\nName: C. Doyle\n\n"
        "I live opposite the yard in Mill Lane. At about 9.45 pm I heard one bang, like a door. "
        "From my window I saw a man in a blue coat walk towards the bridge. He had nothing in his hands. "
        "A white van left the yard at ten to ten. I am certain of the time because the news had not begun.\n"
    ),
}
_SDP: Final = (
    f"v=0\r\no=- 0 0 IN IP4 {OUTSIDE}\r\ns=Camera\r\nc=IN IP4 {OUTSIDE}\r\nt=0 0\r\n"
    "m=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
)
_PLAYLIST: Final = f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{_FAR}/one.ts\n#EXT-X-ENDLIST\n"
_PAGE: Final = (
    f'<html><head><link rel="stylesheet" href="{_FAR}/a.css"><script src="{_FAR}/a.js"></script>'
    f'<base href="{_FAR}/"></head><body background="{_FAR}/b.png"><p>The yard in Mill Lane was locked at 6 pm.</p>'
    f'<img src="{_FAR}/c.png"><iframe src="{_FAR}/d.html"></iframe><object data="{_FAR}/e.svg"></object></body></html>'
)
_DRAWING: Final = (
    f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY out SYSTEM "{_FAR}/x">]>'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="30">'
    f'<image xlink:href="{_FAR}/f.png" width="9" height="9"/><text y="20">&out; Plan of the yard</text></svg>'
)
_MAIL: Final = (
    "From: a@example.org\r\nTo: b@example.org\r\nSubject: Van\r\nDate: Mon, 5 Jan 2026 09:00:00 +0000\r\n"
    "Content-Type: message/external-body; access-type=anon-ftp; site=ftp.example.org; name=van.txt\r\n\r\n"
    "The white van belongs to the yard.\r\n"
)


def write(folder: Path) -> list[Path]:
    """Write the files into `folder`; gives them in the order in which they are taken in."""
    texts = {
        **_STATEMENTS,
        "camera.sdp": _SDP,
        "camera.mp4": _SDP,
        "playlist.m3u8": _PLAYLIST,
        "playlist.mp4": _PLAYLIST,
        "page.html": _PAGE,
        "plan.svg": _DRAWING,
        "van.eml": _MAIL,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    (folder / "letter.docx").write_bytes(_letter())
    (folder / "form.pdf").write_bytes(_form())
    _clip(folder / "yard.mp4")
    return [folder / name for name in (*texts, "letter.docx", "form.pdf", "yard.mp4")]


def _letter() -> bytes:
    """A document with a picture, a template and a frame that lie on another machine."""
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("The gate of the yard was repaired in March. The lock had been forced.")
    office = RELATIONSHIP_TYPE.IMAGE.rpartition("/")[0]
    for kind in ("image", "attachedTemplate", "frame", "oleObject"):
        made.part.relate_to(f"{_FAR}/{kind}", f"{office}/{kind}", is_external=True)
    made.save(out)
    return out.getvalue()


def _form() -> bytes:
    """A page that links to another machine and asks to be sent there as it is opened."""
    made = pymupdf.open()
    page = made.new_page()
    page.insert_text((72, 72), "The yard is closed on Sundays. The night watch begins at 7 pm.")
    page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(72, 60, 300, 80), "uri": f"{_FAR}/form"})
    made.xref_set_key(made.pdf_catalog(), "OpenAction", f"<</S/URI/URI({_FAR}/open)>>")
    data = bytes(made.tobytes())
    made.close()
    return data


def _clip(path: Path) -> None:
    """Two seconds in which a bright box crosses a dark yard."""
    with av.open(str(path), "w") as made:
        stream = made.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for at in range(20):
            picture = np.full((120, 160, 3), 40, np.uint8)
            left = max(0, at - 8) * 8
            picture[40:80, left : left + 40] = 230
            made.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        made.mux(stream.encode())
