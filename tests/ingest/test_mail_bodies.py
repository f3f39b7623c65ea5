"""Bodies of mail as programs write them: charsets by odd names, hidden words, files without MIME, soft line ends."""

from __future__ import annotations

import base64
import binascii
import os

import pytest
from test_mail import HEAD, codes, files, items, texts

from ingest.readers.charsets import codec, known
from ingest.readers.mail_flowed import unflowed
from provenance.records import Notice


def body(found: list[object]) -> list[tuple[str, str]]:
    return [(label, text) for label, text in texts(found) if "header" not in label]


@pytest.mark.parametrize(
    ("said", "encoding", "words"),
    [
        ("iso-8859-8-i", "iso8859-8", "שלום, אני ליד השער"),
        ("ISO-8859-6-E", "iso8859-6", "مرحبا بك"),
        ("windows-31j", "cp932", "駅の近く①"),
        ("x-sjis", "cp932", "駅の近く"),
        ('"ks_c_5601-1987"', "cp949", "똠방각하"),
        ("x-mac-cyrillic", "mac-cyrillic", "Привет из Москвы"),
        ("cp-850", "cp850", "café £5"),
        ("windows1251", "cp1251", "Привет"),
        ("unicode-1-1-utf-7", "utf-7", "seven é words"),
        ("utf8mb4", "utf-8", "café 😀"),
        ("' iso-8859-2 '", "iso8859-2", "mężczyzna"),
    ],
)
def test_charsets_by_the_names_that_programs_write(said: str, encoding: str, words: str) -> None:
    head = HEAD + f"Content-Type: text/plain; charset={said}\nContent-Transfer-Encoding: base64\n\n".encode()
    found = items(head + base64.encodebytes(words.encode(encoding)))
    assert body(found)[0] == ("para 1", words + "\n")
    assert not codes(found)


def test_names_that_are_no_charsets() -> None:
    for name in ("", "x-unknown", "rot13", "idna", "hex", "x" * 500, "utf-8\0'\"", "\ud800"):
        assert codec(name) == "utf-8"
    assert (known("utf-8*en"), known("utf-8//TRANSLIT"), known("latin-1"), known("none")) == (
        *("utf-8", "utf-8", "cp1252"),
        "",
    )


def test_a_charset_that_is_not_known_is_guessed_from_the_words() -> None:
    words = "Я видел мужчину в красной куртке возле вокзала.\n" * 8
    found = items(HEAD + b"Content-Type: text/plain; charset=x-unknown\n\n" + words.encode("koi8-r"))
    assert body(found)[0][1] == words
    assert codes(found) == {"encoding_guessed"}


def alternative(plain: str, html: str) -> list[object]:
    return items(
        HEAD
        + b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        + f"{plain}\n--b\nContent-Type: text/html; charset=utf-8\n\n{html}\n--b--\n".encode()
    )


def test_hidden_words_of_a_second_version_stay_marked() -> None:
    page = "<style>.h{display:none}</style><p>Meet me at nine by the other lock.</p><p class=h>Secret pool of words</p>"
    found = alternative("Come to the house.", page)
    assert body(found)[1:3] == [
        ("HTML version", "Meet me at nine by the other lock.\n"),
        ("HTML version, hidden", "Secret pool of words\n"),
    ]
    assert codes(found) == {"hidden_text", "versions_differ"}


def test_one_other_word_in_the_second_version_is_not_lost() -> None:
    long = "".join(f"<p>The words of paragraph {n}.</p>" for n in range(30))
    plain = "".join(f"The words of paragraph {n}.\n\n" for n in range(30))
    found = alternative(f"Meet me at eight.\n\n{plain}", f"<p>Meet me at nine.</p>{long}")
    assert [text for label, text in body(found) if label == "HTML version"] == ["Meet me at nine.\n"]
    assert codes(found) == {"versions_differ"}
    assert not codes(alternative(f"Meet me at eight.\n\n{plain}", f"<p>Meet me at eight.</p>{long}"))


def uu(data: bytes, name: str = "photo of it.jpg") -> bytes:
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return f"begin 644 {name}\n".encode() + lines + b"`\nend\n"


def test_uuencoded_files_come_out_of_the_text() -> None:
    data = os.urandom(3000)
    found = items(HEAD + b"\nwords before\n\n" + uu(data) + b"words between\n" + uu(b"Cat", "b.txt") + b"words after\n")
    assert files(found) == {"photo of it.jpg": data, "b.txt": b"Cat"}
    text = "".join(text for _, text in body(found))
    left = "begin 644 photo of it.jpg\nend\nwords between\nbegin 644 b.txt\nend\nwords after"
    assert text.startswith(f"words before\n\n{left}")
    assert not codes(found)
    cut = items(HEAD + b"\nwords\n" + uu(data)[:2000])
    assert list(files(cut)) == ["photo of it.jpg"] and data.startswith(files(cut)["photo of it.jpg"])
    assert codes(cut) == {"attachment_damaged"}
    stripped = b"\n".join(line.rstrip() for line in uu(bytes(90)).replace(b"`", b" ").split(b"\n"))
    assert files(items(HEAD + b"\n" + stripped)) == {"photo of it.jpg": bytes(90)}


@pytest.mark.parametrize(
    "words",
    [
        "begin 644 times over\nand so I went home\nend of the matter\n",
        "begin 644 x.txt\nI WILL BURN YOUR HOUSE DOWN TONIGHT\nBRING THE MONEY AT NINE\nend\nbye\n",
        "begin 644 x.txt\nI WILL BURN YOUR HOUSE DOWN\nend\n",
        "begin-base64 644 x.txt\nMeet\nhere\nsoon\n====\nbye\n",
        "begin-base64 644 x.txt\nI will burn your house down tonight, yes\nPay up or else you\n====\nbye\n",
    ],
)
def test_words_that_only_begin_so_stay_words(words: str) -> None:
    found = items(HEAD + b"\n" + words.encode())
    assert body(found)[0][1] == words and not files(found) and not codes(found)


def test_a_file_in_base64_without_mime_comes_out() -> None:
    for data in (os.urandom(1000), b"Cat"):
        packed = binascii.b2a_base64(data, newline=False)
        lines = b"".join(packed[at : at + 60] + b"\n" for at in range(0, len(packed), 60))
        found = items(HEAD + b"\nwords\n\nbegin-base64 644 a.bin\n" + lines + b"====\nbye\n")
        assert files(found) == ({"a.bin": data} if len(data) > 3 else {}) and not codes(found)


def yenc(data: bytes, head: str, end: str) -> bytes:
    packed = b"".join(
        b"=" + bytes([(byte + 106) & 255]) if (byte + 42) & 255 in b"\0\n\r=" else bytes([(byte + 42) & 255])
        for byte in data
    )
    return (
        f"{head}\r\n".encode() + b"\r\n".join(packed[at : at + 128] for at in range(0, len(packed), 128)) + end.encode()
    )


def test_a_whole_file_in_yenc_comes_out_and_a_part_is_said() -> None:
    data = bytes(range(256)) * 4
    head, end = "=ybegin line=128 size={size} name=car.jpg", "\r\n=yend size=1024\r\n"
    whole = items(HEAD + b"\nwords before\r\n" + yenc(data, head.format(size=1024), end) + b"words after\r\n")
    assert files(whole) == {"car.jpg": data} and not codes(whole)
    part = items(HEAD + b"\nwords before\r\n" + yenc(data, head.format(size=9000), end) + b"words after\r\n")
    assert [notice for notice in part if isinstance(notice, Notice)] == [
        Notice("packing_not_read", "car.jpg: in the body as yEnc, which is not unpacked")
    ]
    for found, size in ((whole, 1024), (part, 9000)):
        assert f"words before\n{head.format(size=size)}\n=yend size=1024\nwords after\n" == body(found)[0][1]


def test_words_after_yenc_without_an_end_are_kept() -> None:
    words = "Près de l'écluse à neuf heures.\nI will burn your house down tonight.\n"
    head = "=ybegin line=128 size=4096 name=a.jpg"
    found = items(HEAD + b"\nHello\r\n" + yenc(b"\xc8" * 256, head, "\r\n") + words.encode())
    assert body(found)[0][1] == f"Hello\n{head}\n{words}" and codes(found) == {"packing_not_read"}


def test_soft_line_ends_are_undone() -> None:
    text = (
        "A long \nline that \nflows.\n\n> quoted \n> on\n>> deeper \n> alone\n From stuffed \n-- \nAl\n >not quoted\n"
    )
    joined = "A long line that flows.\n\n> quoted on\n>> deeper \n> alone\nFrom stuffed \n-- \nAl\n >not quoted\n"
    assert unflowed(text, delsp=False) == joined
    assert unflowed("flo \nwed\n> no \nquote\n", delsp=True) == "flowed\n> no\nquote\n"
    said = b"Content-Type: text/plain; charset=utf-8; format=Flowed; DelSp=Yes\n\n"
    found = items(HEAD + said + b"This is a long flo \r\nwed line.\r\n\r\n> quoted flow \r\n> ed too\r\n")
    assert body(found)[:2] == [("para 1", "This is a long flowed line.\n\n"), ("quoted text", "> quoted flowed too\n")]
    assert body(items(HEAD + b"\na line \nand one\n"))[0][1] == "a line \nand one\n"


def der(tag: int, *content: bytes) -> bytes:
    data = b"".join(content)
    return bytes((tag, 0x84)) + len(data).to_bytes(4, "big") + data


def ber(tag: int, *content: bytes) -> bytes:
    return bytes((tag, 0x80)) + b"".join(content) + b"\0\0"


def signature(message: bytes, streamed: bool) -> bytes:
    """An opaque signature after RFC 5652, 5.1, without signers; streamed as OpenSSL does, or of stated length."""
    data, signed = bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("06092a864886f70d010702")
    if not streamed:
        inner = der(0x30, data, der(0xA0, der(0x04, message)))
        return der(0x30, signed, der(0xA0, der(0x30, b"\x02\x01\x01", der(0x31), inner, der(0x31))))
    pieces = (der(0x04, message[at : at + 100]) for at in range(0, len(message), 100))
    inner = ber(0x30, data, ber(0xA0, ber(0x24, *pieces)))
    return ber(0x30, signed, ber(0xA0, ber(0x30, b"\x02\x01\x01", der(0x31), inner, der(0x31))))


def signed_mail(message: bytes, streamed: bool = False) -> bytes:
    head = b"Content-Type: application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
    coded = base64.encodebytes(signature(message, streamed))
    return head + b"Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=smime.p7m\n\n" + coded


@pytest.mark.parametrize("streamed", [False, True])
def test_a_message_in_an_opaque_signature_is_read(streamed: bool) -> None:
    inner = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "The words that are signed, café 😀.\r\n".encode() * 9
    found = items(HEAD + signed_mail(inner, streamed))
    assert body(found)[0][1] == "The words that are signed, café 😀.\n" * 9
    assert list(files(found)) == ["smime.p7m"]
    assert codes(found) == {"signature_not_checked"}
    assert codes(items(HEAD + signed_mail(inner, streamed)[:-200])) == {"encrypted_not_read"}


def test_signatures_within_signatures_end() -> None:
    mail = b"Content-Type: text/plain\n\ninnermost\n"
    for _ in range(30):
        mail = signed_mail(mail)
    assert "encrypted_not_read" in codes(items(HEAD + mail))


def base64_body(words: str, after: str) -> list[object]:
    head = HEAD + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    return items(head + base64.encodebytes(words.encode()) + after.encode())


@pytest.mark.parametrize(
    "words", ["Kev, der Schlüssel liegt unter dem Stein.\n", "I saw him at the lock at nine.\n" * 9]
)
def test_plain_lines_below_an_encoded_body_are_read_too(words: str) -> None:
    footer = "\n______\nThis email was scanned by a gateway\nScanned\n"
    found = base64_body(words, footer)
    text = "".join(text for _, text in body(found))
    assert words.strip() in text and "scanned by a gateway" in text and codes(found) == {"body_with_footer"}
    assert not codes(base64_body(words, ""))


def test_a_body_that_is_not_encoded_as_it_says_is_read_as_it_stands() -> None:
    found = base64_body("", "I will meet you at the lock, at nine.\n")
    assert "".join(text for _, text in body(found)).strip() == "I will meet you at the lock, at nine."


def test_a_damaged_encoded_body_is_said_to_be_damaged() -> None:
    lines = base64.encodebytes(b"I saw him at the lock at nine. " * 20).splitlines(keepends=True)
    lines[3] = lines[3][:20] + b"%!" + lines[3][22:]
    head = HEAD + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    assert "body_damaged" in codes(items(head + b"".join(lines)))
