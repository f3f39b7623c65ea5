"""The fixed beginnings of files that tell their kind, those included that are not read: they are refused by name."""

from __future__ import annotations

from typing import Final

STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"II+\x00", "picture"),
    (b"MM\x00+", "picture"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"fLaC", "audio"),
    (b"ID3", "audio"),
    (b"#!AMR", "audio"),
    (b".snd", "audio"),
    (b"MThd", "audio"),
    (b"\x1aE\xdf\xa3", "video"),  # Matroska, WebM
    (b"FLV\x01", "video"),
    (b"0&\xb2u\x8ef\xcf\x11", "video"),  # ASF
    (b"\x00\x00\x01\xba", "video"),  # MPEG programme stream
    (b"\x00\x00\x01\xb3", "video"),  # MPEG video
    (b"\x00\x00\x00\x01\x67", "video"),  # H.264 as recorders write it, without a container
    (b"\x00\x00\x01\x67", "video"),
    (b"\x00\x00\x00\x01\x40\x01", "video"),  # H.265
    (b"\x06\x0e+4\x02\x05\x01\x01", "video"),  # MXF
    (b"YUV4MPEG2", "video"),
    (b"DHAV", "video"),
    (b"DAHUA", "video"),
    (b"HXVS", "video"),
    (b"HXVT", "video"),
    (b"\x11\xd2\xd3\xab\xba\xa9\xcf\x11", "video"),  # IFV
    (b"\x00\x00\x01\xfc", "video"),  # H264DVR
    (b"4HKH", "video"),
    (b"IMKH", "video"),
    (b".RMF", "video"),
    (b"7z\xbc\xaf'\x1c", "seven_zip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"MSCF\x00\x00\x00\x00", "cab"),
    (b"!BDN", "pst"),
    (b"\xcf\xad\x12\xfe", "pst"),  # Outlook Express
    (b'x\x9f>"', "tnef"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x00\x01\x00\x00Standard Jet DB", "database"),
    (b"\x00\x01\x00\x00Standard ACE DB", "database"),
    (b"\xe4R\\{\x8c\xd8\xa7M\xae\xb1Sx\xd0)\x96\xd3", "onenote"),
    (b"MZ\x90", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"dex\n03", "program"),
    (b"EVF\x09\r\n\xff\x00", "disk_image"),  # EnCase
    (b"EVF2\r\n\x81\x00", "disk_image"),
    (b"LVF\x09\r\n\xff\x00", "disk_image"),
    (b"KDMV", "disk_image"),
    (b"QFI\xfb", "disk_image"),
    (b"vhdxfile", "disk_image"),
    (b"conectix", "disk_image"),
    (b"LUKS\xba\xbe", "encrypted"),
    (b"age-encryption.org/", "encrypted"),
    (b"-----BEGIN PGP MESSAGE-----", "encrypted"),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", "encrypted"),
    (b"Salted__", "encrypted"),
    (b"regf", "registry"),
    (b"ElfFile\x00", "event_log"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
    (b"bplist00", "plist"),
    (b"\xd4\xc3\xb2\xa1", "network_capture"),
    (b"\xa1\xb2\xc3\xd4", "network_capture"),
    (b"\n\r\r\n", "network_capture"),
    (b"AC10", "drawing"),  # AutoCAD
    (b"\xd7\xcd\xc6\x9a\0\0", "wmf"),
    (b"\1\0\x09\0\0\3", "wmf"),
    (b"8BPS", "photoshop"),
    (b"\xc5\xd0\xd3\xc6", "postscript"),
    (b"%!PS", "postscript"),
    (b"AT&TFORM", "djvu"),
    (b"\xff\x0a", "jpeg_xl"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "jpeg_xl"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"OTTO", "font"),
)
