"""Files in yEnc within a mail: packed bytes never become words, and a person's words are never taken for packed."""

from __future__ import annotations

from random import Random

import pytest
from test_mail import HEAD, codes, items
from test_mail_bodies import body, yenc

from ingest.readers import mail_yenc
from ingest.readers.mail_loose import taken_out


def packed(data: bytes) -> bytes:
    return yenc(data, "", "").removeprefix(b"\r\n")


RANDOM = Random(4).randbytes
PART = b"=ybegin part=1 total=2 line=128 size=900 name=a.jpg\r\n=ypart begin=1 end=600\r\n"
PLAIN = bytes(range(0xF8, 0x100)) * 16 + bytes(128)  # a first line and a second that are printable when packed


@pytest.mark.parametrize("data", [RANDOM(600), bytes(600), PLAIN + RANDOM(400), b"\x37\x38" * 300, b"\x40"])
@pytest.mark.parametrize("end", [b"=yend size=%d part=1 pcrc32=00000000\r\n", b"=yend part=1\r\n", b""])
def test_the_bytes_of_a_part_are_no_words(data: bytes, end: bytes) -> None:
    last = end.replace(b"%d", str(len(data)).encode())
    if data == b"\x40" and b"size" not in last:
        return  # one letter may be a word
    lines = packed(data) if last or len(data) % 128 == 0 else packed(data[: len(data) // 128 * 128])
    found = taken_out(b"hello\r\n" + PART + lines + b"\r\n" + last + b"bye\r\n")
    assert found.words == b"hello\r\n" + PART + last + b"bye\r\n"
    assert not found.files and {notice.code for notice in found.notices} == {"packing_not_read"}


def test_a_file_in_the_only_part_comes_out() -> None:
    data = RANDOM(900)
    head = b"=ybegin part=1 total=1 line=128 size=900 name=a.jpg\r\n=ypart begin=1 end=900\r\n"
    found = taken_out(head + packed(data) + b"\r\n=yend size=900 part=1\r\nbye\r\n")
    assert found.files == [("a.jpg", data)] and not found.notices
    assert found.words == head + b"=yend size=900 part=1\r\nbye\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("data", [b"", b"\xc8" * 256, RANDOM(256)])
@pytest.mark.parametrize("end", ["", "=yend size=4096\n"])
def test_accented_words_are_kept_with_data_or_without(encoding: str, data: bytes, end: str) -> None:
    words = f"Près de l'écluse à neuf heures.\n\nDéjà là\n{end}I will burn your house down tonight.\n"
    head = "=ybegin line=128 size=4096 name=a.jpg"
    said = f"Content-Type: text/plain; charset={encoding}\n\nHello\r\n".encode()
    lines = yenc(data, head, "\r\n") if data else f"{head}\r\n".encode()
    found = items(HEAD + said + lines + words.encode(encoding))
    assert "".join(text for _, text in body(found)) == f"Hello\n{head}\n{words}" and codes(found) == {
        "packing_not_read"
    }


def test_a_line_of_words_before_the_end_is_kept() -> None:
    found = taken_out(PART + packed(RANDOM(256)[:250]) + b"\r\nThe key is under the mat.\r\n=yend part=1\r\nbye\r\n")
    assert found.words == PART + b"The key is under the mat.\r\n=yend part=1\r\nbye\r\n"


def test_beginnings_without_ends_are_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    class Counted:
        def search(self, text: bytes, start: int, end: int) -> None:
            nonlocal looked
            looked += end - start

    monkeypatch.setattr(mail_yenc, "_END", Counted())
    lines = b"=ybegin line=1 name=x\nwords\n" * 2000
    assert taken_out(lines).words == lines and looked <= len(lines)


def test_an_end_behind_another_beginning_is_not_its_own() -> None:
    lines = b"=ybegin line=128 size=9 name=x\nI will burn it.\n=ybegin line=128 size=3 name=y\n***\n=yend size=3\n"
    found = taken_out(lines)
    assert found.words == lines.replace(b"***\n", b"") and found.files == [("y", b"\0\0\0")]
